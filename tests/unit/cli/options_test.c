#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

enum { MAX_WORDS = 40 };

/* The command line after "musubi", its words parted by "|". */
static enum mus_status try_read(const char *line, struct mus_options *options,
                                struct mus_error *err)
{
    static char program[] = "musubi";
    static char copy[4096];
    char *words[MAX_WORDS] = {program};
    int count = 1;
    strcpy(copy, line);
    for (char *at = copy; line[0] != '\0' && at != NULL; count++) {
        words[count] = strsep(&at, "|");
    }
    return mus_options_read(count, words, options, err);
}

static struct mus_options options_of(const char *line)
{
    struct mus_options options;
    struct mus_error err;
    if (try_read(line, &options, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return options;
}

static void expect_wrong(const char *line, const char *message)
{
    struct mus_options options;
    struct mus_error err;
    assert_int_equal(try_read(line, &options, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static int clean_environment(void **state)
{
    (void)state;
    static const char *const names[] = {"MUSUBI_STORE", "MUSUBI_KEY_FILE", "LC_ALL", "LC_MESSAGES",
                                        "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unsetenv(names[i]);
    }
    return 0;
}

static void no_words_name_no_command(void **state)
{
    (void)state;
    struct mus_options options = options_of("");
    assert_null(options.arguments.command);
    assert_string_equal(options.open.store, "./musubi-store");
    assert_null(options.open.key_file);
    assert_null(options.open.today);
    assert_false(options.english || options.json || options.help || options.version);
    assert_int_equal(options.progress, MUS_PROGRESS_AUTO);
}

static void a_command_has_one_word_or_two(void **state)
{
    (void)state;
    assert_string_equal(options_of("stats").arguments.command->name, "stats");
    assert_string_equal(options_of("company|list").arguments.command->name, "company list");
}

static void options_stand_before_behind_and_between(void **state)
{
    (void)state;
    struct mus_options options =
        options_of("--json|company|show|--contacts|c-1|--store=x|--lang|en");
    assert_true(options.json && options.english);
    assert_string_equal(options.open.store, "x");
    assert_string_equal(mus_arguments_text(&options.arguments, "company"), "c-1");
    assert_true(mus_arguments_flag(&options.arguments, "contacts"));
}

static void a_value_follows_as_a_word_or_behind_an_equals_sign(void **state)
{
    (void)state;
    struct mus_options options = options_of("match|c-1|--top=5|--filters|{\"a\"=1}|--threads|2");
    assert_int_equal(mus_arguments_integer(&options.arguments, "top"), 5);
    assert_string_equal(mus_arguments_text(&options.arguments, "filters"), "{\"a\"=1}");
    options = options_of("match|--need=a=b");
    assert_string_equal(mus_arguments_text(&options.arguments, "need"), "a=b");
    options = options_of("match|--need=");
    assert_string_equal(mus_arguments_text(&options.arguments, "need"), "");
}

static void behind_two_dashes_everything_is_a_plain_word(void **state)
{
    (void)state;
    struct mus_options options = options_of("company|search|--|--json");
    assert_false(options.json);
    assert_string_equal(mus_arguments_text(&options.arguments, "words"), "--json");
}

static void a_single_dash_is_a_plain_word(void **state)
{
    (void)state;
    struct mus_options options = options_of("company|put|-");
    assert_string_equal(mus_arguments_text(&options.arguments, "json"), "-");
}

static void a_command_s_own_option_goes_before_that_of_every_command(void **state)
{
    (void)state;
    struct mus_options options = options_of("table|show|kinds|--version|2026-11");
    assert_false(options.version);
    assert_string_equal(mus_arguments_text(&options.arguments, "version"), "2026-11");
    assert_true(options_of("--version").version);
    assert_true(options_of("stats|--version").version);
}

static void help_may_be_asked_for_in_any_way_and_lacks_nothing(void **state)
{
    (void)state;
    static const char *const lines[] = {"help|company|show", "company|show|--help",
                                        "company|show|-h", "--help|company|show"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct mus_options options = options_of(lines[i]);
        assert_true(options.help);
        assert_string_equal(options.arguments.command->name, "company show");
    }
    assert_true(options_of("help").help);
    assert_null(options_of("-h").arguments.command);
}

static void the_environment_names_store_key_and_language(void **state)
{
    (void)state;
    setenv("MUSUBI_STORE", "/s", 1);
    setenv("MUSUBI_KEY_FILE", "/k", 1);
    setenv("LANG", "en_GB.UTF-8", 1);
    struct mus_options options = options_of("stats");
    assert_string_equal(options.open.store, "/s");
    assert_string_equal(options.open.key_file, "/k");
    assert_true(options.english);
    setenv("LC_MESSAGES", "ja_JP.UTF-8", 1);
    assert_false(options_of("stats").english);
    setenv("LC_ALL", "en_US.UTF-8", 1);
    assert_true(options_of("stats").english);
    assert_false(options_of("stats|--lang|ja").english);
    assert_string_equal(options_of("stats|--store|x|--key-file|y").open.store, "x");
    setenv("MUSUBI_STORE", "", 1);
    assert_string_equal(options_of("stats").open.store, "./musubi-store");
    clean_environment(NULL);
}

static void every_option_of_every_command_is_kept(void **state)
{
    (void)state;
    struct mus_options options =
        options_of("stats|--today|R8.4.1|--passphrase-file|p|--key-file=k|--progress|plain");
    assert_string_equal(options.open.today, "R8.4.1");
    assert_string_equal(options.open.passphrase_file, "p");
    assert_string_equal(options.open.key_file, "k");
    assert_int_equal(options.progress, MUS_PROGRESS_PLAIN);
    assert_int_equal(options_of("stats|--progress|bar").progress, MUS_PROGRESS_BAR);
    assert_int_equal(options_of("stats|--progress|none").progress, MUS_PROGRESS_NONE);
}

static void a_wrong_command_line_is_told_with_what_was_expected(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"nonsense", "unknown command \"nonsense\"; see: musubi --help"},
        {"company", "company is followed by one of: show, put, list, search, export, erase, "
                    "duplicates, merge, unmerge"},
        {"compan", "unknown command \"compan\"; see: musubi --help"},
        {"company|nonsense", "company is followed by one of: show, put, list, search, export, "
                             "erase, duplicates, merge, unmerge"},
        {"--nonsense", "unknown option \"--nonsense\"; see: musubi --help"},
        {"-x", "unknown option \"-x\"; see: musubi --help"},
        {"--limit|5|company|list", "unknown option \"--limit\"; see: musubi --help"},
        {"check|--nonsense=5", "check has no option --nonsense=5; see: musubi check --help"},
        {"check|-5", "check has no option -5; see: musubi check --help"},
        {"check|--", NULL},
        {"check|x", "check: \"x\" is one word too many; see: musubi check --help"},
        {"company|show", "company show needs COMPANY"},
        {"company|show|--company|c-1",
         "company show has no option --company; see: musubi company show --help"},
        {"company|show|c-1|--contacts=yes", "--contacts takes no value"},
        {"company|list|--limit", "--limit needs a value"},
        {"company|list|--limit|1|--limit|2", "--limit is given twice"},
        {"company|erase|c-1", "company erase needs --yes"},
        {"stats|--json=1", "--json takes no value"},
        {"stats|--store", "--store needs a value"},
        {"stats|--lang|de", "--lang: expected ja|en, found \"de\""},
        {"stats|--progress|dots", "--progress: expected bar|plain|none, found \"dots\""},
        {"company|show|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t",
         "company show: \"b\" is one word too many; see: musubi company show --help"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i][1] == NULL) {
            options_of(rows[i][0]);
        } else {
            expect_wrong(rows[i][0], rows[i][1]);
        }
    }
}

static void a_word_of_any_length_is_cut_in_the_message(void **state)
{
    (void)state;
    char line[1000];
    char message[256];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    snprintf(message, sizeof message, "unknown command \"%.80s\"; see: musubi --help", line);
    expect_wrong(line, message);
}

static void the_language_of_a_document_is_that_of_what_is_said_about_it(void **state)
{
    (void)state;
    struct mus_options options = options_of("report|yearly|--lang|en");
    assert_string_equal(mus_arguments_text(&options.arguments, "lang"), "en");
    assert_true(options.english);
    expect_wrong("report|yearly|--lang|fr", "--lang: expected ja|en, found \"fr\"");
}

static void every_global_option_has_help_in_both_languages(void **state)
{
    (void)state;
    const struct mus_global_option *option;
    size_t count = 0;
    for (; (option = mus_global_option_at(count)) != NULL; count++) {
        assert_true(option->name[0] != '\0' && option->help_ja[0] != '\0' &&
                    option->help_en[0] != '\0');
    }
    assert_int_equal(count, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_words_name_no_command),
        cmocka_unit_test(a_command_has_one_word_or_two),
        cmocka_unit_test(options_stand_before_behind_and_between),
        cmocka_unit_test(a_value_follows_as_a_word_or_behind_an_equals_sign),
        cmocka_unit_test(behind_two_dashes_everything_is_a_plain_word),
        cmocka_unit_test(a_single_dash_is_a_plain_word),
        cmocka_unit_test(a_command_s_own_option_goes_before_that_of_every_command),
        cmocka_unit_test(help_may_be_asked_for_in_any_way_and_lacks_nothing),
        cmocka_unit_test(the_environment_names_store_key_and_language),
        cmocka_unit_test(every_option_of_every_command_is_kept),
        cmocka_unit_test(a_wrong_command_line_is_told_with_what_was_expected),
        cmocka_unit_test(a_word_of_any_length_is_cut_in_the_message),
        cmocka_unit_test(the_language_of_a_document_is_that_of_what_is_said_about_it),
        cmocka_unit_test(every_global_option_has_help_in_both_languages),
    };
    return cmocka_run_group_tests(tests, clean_environment, NULL);
}
