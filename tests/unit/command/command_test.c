#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/text.h"
#include "command/command.h"

static bool is_word(const char *text, const char *more)
{
    for (const char *p = text; *p != '\0'; p++) {
        if ((*p < 'a' || *p > 'z') && strchr(more, *p) == NULL) {
            return false;
        }
    }
    return text[0] != '\0';
}

static void check_parameter(const struct mus_command *command,
                            const struct mus_parameter *parameter)
{
    if (!is_word(parameter->name, "-") || parameter->help_ja == NULL ||
        parameter->help_ja[0] == '\0' || parameter->help_en == NULL ||
        parameter->help_en[0] == '\0') {
        fail_msg("%s: parameter %s has no proper name or help", command->name, parameter->name);
    }
    if ((parameter->kind == MUS_PARAMETER_FLAG) != (parameter->value == NULL)) {
        fail_msg("%s: parameter %s names its value wrongly", command->name, parameter->name);
    }
    if (parameter->type == MUS_PARAMETER_INTEGER && parameter->min > parameter->max) {
        fail_msg("%s: parameter %s has no range", command->name, parameter->name);
    }
    if (parameter->type != MUS_PARAMETER_INTEGER && (parameter->min != 0 || parameter->max != 0)) {
        fail_msg("%s: parameter %s has a range but is no number", command->name, parameter->name);
    }
}

static void every_row_says_everything_about_its_command(void **state)
{
    (void)state;
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        assert_true(is_word(command->name, " -"));
        assert_true(command->help_ja != NULL && command->help_ja[0] != '\0');
        assert_true(command->help_en != NULL && command->help_en[0] != '\0');
        assert_true(mus_text_is_utf8(mus_text_of(command->help_ja), NULL));
        assert_true(command->reply != NULL && command->reply[0] != '\0');
        assert_true(command->roles != 0);
        assert_non_null(command->run);
        assert_true(command->parameter_count <= MUS_MAX_PARAMETERS);
        for (size_t p = 0; p < command->parameter_count; p++) {
            check_parameter(command, &command->parameters[p]);
        }
    }
    assert_true(command == NULL);
}

static void names_are_unique(void **state)
{
    (void)state;
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        assert_ptr_equal(mus_command_find(command->name), command);
        for (size_t p = 0; p < command->parameter_count; p++) {
            for (size_t q = 0; q < p; q++) {
                assert_string_not_equal(command->parameters[p].name, command->parameters[q].name);
            }
        }
    }
}

/* `pair solve FILE` is not `pair` of an event called "solve": of two that fit the longer is meant.
 * More such names would take more words from the ids of events. */
static void only_planning_has_commands_that_begin_others(void **state)
{
    (void)state;
    const struct mus_command *a;
    const struct mus_command *b;
    for (size_t i = 0; (a = mus_command_at(i)) != NULL; i++) {
        for (size_t k = 0; (b = mus_command_at(k)) != NULL; k++) {
            size_t len = strlen(a->name);
            if (i != k && strncmp(a->name, b->name, len) == 0 && b->name[len] == ' ') {
                assert_true(strcmp(a->name, "pair") == 0 || strcmp(a->name, "timetable") == 0);
            }
        }
    }
}

static void a_required_argument_stands_before_those_that_are_not(void **state)
{
    (void)state;
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        bool optional = false;
        for (size_t p = 0; p < command->parameter_count; p++) {
            const struct mus_parameter *parameter = &command->parameters[p];
            if (parameter->kind == MUS_PARAMETER_ARGUMENT) {
                assert_false(optional && parameter->required);
                optional = !parameter->required;
            }
        }
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    assert_null(mus_command_find("nonsense"));
    assert_null(mus_command_find("company"));
    assert_null(mus_command_find(""));
    assert_null(mus_command_at(1000));
}

/* Each function asks its row for every name it reads: one that the row lacks is asserted. */
static enum mus_status refuse(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)user;
    (void)json;
    (void)len;
    return mus_fail(err, MUS_IO, "refused");
}

static void a_function_that_makes_a_store_asks_for_names_of_its_row_alone(void **state)
{
    (void)state;
    const struct mus_command *command;
    struct mus_sink sink = {.take = refuse};
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        struct mus_arguments arguments;
        struct mus_open_options open = {.store = "/nowhere/at/all"};
        struct mus_error err;
        if (command->access != MUS_ACCESS_CREATE) {
            continue;
        }
        mus_arguments_init(&arguments, command);
        assert_int_equal(command->run(NULL, &open, &arguments, &sink, &err), MUS_IO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_says_everything_about_its_command),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(only_planning_has_commands_that_begin_others),
        cmocka_unit_test(a_required_argument_stands_before_those_that_are_not),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(a_function_that_makes_a_store_asks_for_names_of_its_row_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
