#include "page_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "cli/help.h"
#include "cli/options.h"

static void the_help_names_every_command_in_either_language(void **state)
{
    (void)state;
    for (int english = 0; english < 2; english++) {
        struct paper paper;
        const struct mus_command *command;
        begin(&paper, english == 1);
        mus_help_all(&paper.page);
        for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
            assert_non_null(strstr(paper.out.data, command->name));
            assert_non_null(
                strstr(paper.out.data, english == 1 ? command->help_en : command->help_ja));
        }
        mus_buf_done(&paper.out);
    }
}

static void the_help_of_a_command_names_every_parameter_and_key(void **state)
{
    (void)state;
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        struct paper paper;
        begin(&paper, true);
        mus_help_command(&paper.page, command);
        for (size_t p = 0; p < command->parameter_count; p++) {
            assert_non_null(strstr(paper.out.data, command->parameters[p].help_en));
        }
        assert_non_null(strstr(paper.out.data, command->reply));
        mus_buf_done(&paper.out);
    }
}

static void an_option_that_a_command_has_itself_is_told_once(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, true);
    mus_help_command(&paper.page, mus_command_find("table show"));
    const char *first = strstr(paper.out.data, "--version");
    assert_non_null(first);
    assert_null(strstr(first + 1, "--version"));
    mus_buf_done(&paper.out);
}

static void no_line_of_help_ends_in_blanks(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, true);
    mus_help_all(&paper.page);
    assert_null(strstr(paper.out.data, " \n"));
    mus_buf_done(&paper.out);
}

/* What bash says of the script and of a line typed after it. */
static int bash(const char *options, const struct mus_buf *script)
{
    char command[64];
    snprintf(command, sizeof command, "bash %s 2>/dev/null", options);
    FILE *pipe = popen(command, "w");
    assert_non_null(pipe);
    fwrite(script->data, 1, script->len, pipe);
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_completion_is_a_script_that_bash_accepts(void **state)
{
    (void)state;
    struct mus_buf script = {0};
    mus_help_completion(&script);
    assert_int_equal(bash("-n", &script), 0);
    mus_buf_done(&script);
}

/* Completes a typed line and sees whether the word is among the offers. */
static void expect_offer(const char *typed, const char *word, bool offered)
{
    struct mus_buf script = {0};
    mus_help_completion(&script);
    mus_buf_printf(&script,
                   "COMP_WORDS=(%s) ; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) ; _musubi\n"
                   "case \" ${COMPREPLY[*]} \" in *' %s '*) exit 0 ;; *) exit 7 ;; esac\n",
                   typed, word);
    assert_int_equal(bash("-s", &script), offered ? 0 : 7);
    mus_buf_done(&script);
}

static void the_completion_offers_commands_and_their_options(void **state)
{
    (void)state;
    expect_offer("musubi ''", "company", true);
    expect_offer("musubi mat", "match", true);
    expect_offer("musubi mat", "stats", false);
    expect_offer("musubi company show --c", "--contacts", true);
    expect_offer("musubi company show --", "--store", true);
    expect_offer("musubi company show --", "--top", false);
    expect_offer("musubi match c-1 --t", "--top", true);
    expect_offer("musubi match c-1 --t", "--today", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_help_names_every_command_in_either_language),
        cmocka_unit_test(the_help_of_a_command_names_every_parameter_and_key),
        cmocka_unit_test(an_option_that_a_command_has_itself_is_told_once),
        cmocka_unit_test(no_line_of_help_ends_in_blanks),
        cmocka_unit_test(the_completion_is_a_script_that_bash_accepts),
        cmocka_unit_test(the_completion_offers_commands_and_their_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
