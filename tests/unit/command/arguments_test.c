#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command/command.h"

static const struct mus_parameter PARAMETERS[] = {
    {.name = "company",
     .value = "COMPANY",
     .kind = MUS_PARAMETER_ARGUMENT,
     .type = MUS_PARAMETER_ID,
     .required = true},
    {.name = "limit",
     .value = "N",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_INTEGER,
     .required = true,
     .min = -5,
     .max = 10},
    {.name = "form", .value = "WORD", .kind = MUS_PARAMETER_OPTION, .words = "long|short"},
    {.name = "yes", .kind = MUS_PARAMETER_FLAG, .required = true},
    {.name = "note", .value = "TEXT", .kind = MUS_PARAMETER_OPTION},
    {.name = "pair",
     .value = "ID",
     .kind = MUS_PARAMETER_OPTION,
     .type = MUS_PARAMETER_ID,
     .twice = true},
};
static const struct mus_command COMMAND = {
    .name = "company test", .parameters = PARAMETERS, .parameter_count = 6};

static struct mus_arguments none(void)
{
    struct mus_arguments arguments;
    mus_arguments_init(&arguments, &COMMAND);
    return arguments;
}

static void set(struct mus_arguments *arguments, const char *name, const char *value)
{
    struct mus_error err;
    if (mus_arguments_set(arguments, name, value, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

static void expect_wrong(const char *name, const char *value, const char *message)
{
    struct mus_arguments arguments = none();
    struct mus_error err;
    assert_int_equal(mus_arguments_set(&arguments, name, value, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_int_equal(mus_arguments_check(&arguments, &err), MUS_INVALID);
}

static void what_was_set_is_given_back(void **state)
{
    (void)state;
    struct mus_arguments arguments = none();
    set(&arguments, "company", "c-1");
    set(&arguments, "limit", "-5");
    set(&arguments, "form", "short");
    set(&arguments, "yes", "");
    assert_string_equal(mus_arguments_text(&arguments, "company"), "c-1");
    assert_int_equal(mus_arguments_integer(&arguments, "limit"), -5);
    assert_string_equal(mus_arguments_text(&arguments, "form"), "short");
    assert_true(mus_arguments_flag(&arguments, "yes"));
}

static void what_was_not_given_is_nothing(void **state)
{
    (void)state;
    struct mus_arguments arguments = none();
    assert_null(mus_arguments_text(&arguments, "note"));
    assert_int_equal(mus_arguments_integer(&arguments, "limit"), 0);
    assert_false(mus_arguments_flag(&arguments, "yes"));
}

static void a_number_is_digits_within_its_range(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",   "-",   "x",  "1x", " 1", "+1",
                                        "1 ", "0x1", "11", "-6", "1.0"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char message[128];
        snprintf(message, sizeof message, "--limit: expected a number from -5 to 10, found \"%s\"",
                 wrong[i]);
        expect_wrong("limit", wrong[i], message);
    }
    expect_wrong("limit", "99999999999999999999",
                 "--limit: expected a number from -5 to 10, found \"99999999999999999999\"");
    struct mus_arguments arguments = none();
    set(&arguments, "limit", "10");
    assert_int_equal(mus_arguments_integer(&arguments, "limit"), 10);
}

static void a_word_is_one_of_those_named(void **state)
{
    (void)state;
    expect_wrong("form", "lon", "--form: expected long|short, found \"lon\"");
    expect_wrong("form", "long|short", "--form: expected long|short, found \"long|short\"");
    expect_wrong("form", "", "--form: expected long|short, found \"\"");
}

static void an_id_has_the_form_of_one(void **state)
{
    (void)state;
    expect_wrong("company", "c 1",
                 "company: expected an id of 1 to 64 of A-Z a-z 0-9 . _ : -, found \"c 1\"");
}

static void a_text_is_utf8(void **state)
{
    (void)state;
    expect_wrong("note", "\xFF", "--note: expected UTF-8 text");
    expect_wrong("company", "\xFF", "company: expected UTF-8 text");
}

static void a_name_that_the_row_lacks_is_refused(void **state)
{
    (void)state;
    expect_wrong("nonsense", "1", "company test has no option --nonsense");
}

static void a_parameter_is_given_once(void **state)
{
    (void)state;
    struct mus_arguments arguments = none();
    struct mus_error err;
    set(&arguments, "note", "a");
    assert_int_equal(mus_arguments_set(&arguments, "note", "b", &err), MUS_INVALID);
    assert_string_equal(err.message, "--note is given twice");
    assert_string_equal(mus_arguments_text(&arguments, "note"), "a");
}

static void the_first_that_is_missing_is_named(void **state)
{
    (void)state;
    struct mus_arguments arguments = none();
    struct mus_error err;
    static const char *const messages[] = {
        "company test needs COMPANY", "company test needs --limit N", "company test needs --yes"};
    static const char *const values[][2] = {{"company", "c-1"}, {"limit", "1"}, {"yes", ""}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mus_arguments_check(&arguments, &err), MUS_INVALID);
        assert_string_equal(err.message, messages[i]);
        set(&arguments, values[i][0], values[i][1]);
    }
    assert_int_equal(mus_arguments_check(&arguments, &err), MUS_OK);
}

static void an_option_that_may_be_given_twice_keeps_both_in_order(void **state)
{
    (void)state;
    struct mus_arguments arguments = none();
    struct mus_error err;
    set(&arguments, "pair", "a");
    assert_null(mus_arguments_second(&arguments, "pair"));
    assert_int_equal(mus_arguments_set(&arguments, "pair", "b c", &err), MUS_INVALID);
    set(&arguments, "pair", "b");
    assert_string_equal(mus_arguments_text(&arguments, "pair"), "a");
    assert_string_equal(mus_arguments_second(&arguments, "pair"), "b");
    assert_int_equal(mus_arguments_set(&arguments, "pair", "c", &err), MUS_INVALID);
    assert_string_equal(err.message, "--pair is given three times");
}

static void one_that_must_be_given_twice_is_missing_until_it_is(void **state)
{
    (void)state;
    static const struct mus_parameter pair = {.name = "pair",
                                              .value = "ID",
                                              .kind = MUS_PARAMETER_OPTION,
                                              .required = true,
                                              .twice = true};
    static const struct mus_command command = {
        .name = "test", .parameters = &pair, .parameter_count = 1};
    struct mus_arguments arguments;
    struct mus_error err;
    mus_arguments_init(&arguments, &command);
    set(&arguments, "pair", "a");
    assert_int_equal(mus_arguments_check(&arguments, &err), MUS_INVALID);
    assert_string_equal(err.message, "test needs --pair ID twice");
    set(&arguments, "pair", "b");
    assert_int_equal(mus_arguments_check(&arguments, &err), MUS_OK);
}

static void asking_for_a_name_that_the_row_lacks_is_asserted(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none_at_all = {0, 0};
        struct mus_arguments arguments = none();
        setrlimit(RLIMIT_CORE, &none_at_all);
        signal(SIGABRT, SIG_DFL);
        fclose(stderr);
        mus_arguments_text(&arguments, "nonsense");
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_set_is_given_back),
        cmocka_unit_test(what_was_not_given_is_nothing),
        cmocka_unit_test(a_number_is_digits_within_its_range),
        cmocka_unit_test(a_word_is_one_of_those_named),
        cmocka_unit_test(an_id_has_the_form_of_one),
        cmocka_unit_test(a_text_is_utf8),
        cmocka_unit_test(a_name_that_the_row_lacks_is_refused),
        cmocka_unit_test(a_parameter_is_given_once),
        cmocka_unit_test(the_first_that_is_missing_is_named),
        cmocka_unit_test(an_option_that_may_be_given_twice_keeps_both_in_order),
        cmocka_unit_test(one_that_must_be_given_twice_is_missing_until_it_is),
        cmocka_unit_test(asking_for_a_name_that_the_row_lacks_is_asserted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
