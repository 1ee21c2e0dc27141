#include "import/rejected.h"

#include "import_fixture.h"

static int setup(void **state)
{
    static struct fixture fixture;
    fixture_init(&fixture);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_done(*state);
    return 0;
}

static const struct mus_text NAMES[] = {{"a", 1}, {"b", 1}};
static const struct mus_text WIDE[] = {{"1", 1}, {"x,y", 3}, {"3", 1}};

static void write_two(const struct mus_rejected_options *options)
{
    struct mus_rejected *rejected = NULL;
    const struct mus_input_row wide = {.cells = {.cells = WIDE, .count = 3}};
    const struct mus_input_row narrow = {.cells = {.cells = WIDE, .count = 1}};
    struct mus_arena arena = {0};
    struct mus_text path;
    assert_int_equal(mus_rejected_new(options, &rejected, NULL), MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &wide, MUS_TEXT("why \"so\""), NULL), MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &narrow, MUS_TEXT("because"), NULL), MUS_OK);
    assert_int_equal(mus_rejected_finish(rejected, &arena, &path, NULL), MUS_OK);
    assert_text(path, options->path);
    mus_rejected_free(rejected);
    mus_arena_done(&arena);
}

static void assert_file(const char *path, const char *expected)
{
    size_t len;
    char *found = read_file(path, &len);
    assert_non_null(found);
    assert_string_equal(found, expected);
    mus_free(found);
}

static void rows_keep_their_columns_and_get_one_more(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r1.csv");
    write_two(&(struct mus_rejected_options){
        .path = path, .input = write_file(fixture, "i1", ""), .header = {NAMES, 2}, .width = 3});
    assert_file(path, "\xEF\xBB\xBF"
                      "a,b,musubi_error\r\n1,\"x,y\",\"why \"\"so\"\"\",3\r\n1,,because\r\n");
}

static void the_header_stands_where_it_stood(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r2.csv");
    write_two(&(struct mus_rejected_options){.path = path,
                                             .input = write_file(fixture, "i2", ""),
                                             .header = {NAMES, 2},
                                             .header_row = 3,
                                             .width = 3});
    assert_file(path, "\xEF\xBB\xBF\r\n\r\n"
                      "a,b,musubi_error\r\n1,\"x,y\",\"why \"\"so\"\"\",3\r\n1,,because\r\n");
}

static void an_earlier_reason_is_replaced(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r3.csv");
    const struct mus_text names[] = {MUS_TEXT("a"), MUS_TEXT("musubi_error"), MUS_TEXT("b")};
    write_two(&(struct mus_rejected_options){
        .path = path, .input = write_file(fixture, "i3", ""), .header = {names, 3}, .width = 3});
    assert_file(path, "\xEF\xBB\xBF"
                      "a,musubi_error,b\r\n1,\"why \"\"so\"\"\",3\r\n1,because\r\n");
}

static void without_a_header_the_reason_is_marked(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r4.csv");
    write_two(&(struct mus_rejected_options){
        .path = path, .input = write_file(fixture, "i4", ""), .width = 3});
    assert_file(path,
                "\xEF\xBB\xBF"
                "1,\"x,y\",3,\"musubi_error: why \"\"so\"\"\"\r\n1,,,musubi_error: because\r\n");
}

static void lines_are_copied_byte_for_byte(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r5.jsonl");
    const char *input = write_file(fixture, "i5.jsonl", "{}\r\n{\"a\xFF\"}\r\n{}\n");
    struct mus_rejected *rejected = NULL;
    const struct mus_input_row row = {.offset = 4, .bytes = 6};
    struct mus_arena arena = {0};
    struct mus_text made;
    assert_int_equal(
        mus_rejected_new(&(struct mus_rejected_options){.path = path, .input = input, .json = true},
                         &rejected, NULL),
        MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), NULL), MUS_OK);
    assert_int_equal(mus_rejected_finish(rejected, &arena, &made, NULL), MUS_OK);
    mus_rejected_free(rejected);
    mus_arena_done(&arena);
    assert_file(path, "{\"a\xFF\"}\n");
}

static void where_nothing_was_rejected_no_file_is_made(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r6.csv");
    struct mus_rejected *rejected = NULL;
    struct mus_arena arena = {0};
    struct mus_text made = MUS_TEXT("x");
    assert_int_equal(
        mus_rejected_new(
            &(struct mus_rejected_options){.path = path, .input = write_file(fixture, "i6", "")},
            &rejected, NULL),
        MUS_OK);
    assert_int_equal(mus_rejected_finish(rejected, &arena, &made, NULL), MUS_OK);
    assert_null(made.ptr);
    mus_rejected_free(rejected);
    mus_arena_done(&arena);
    assert_int_equal(access(path, F_OK), -1);
}

static void what_was_not_finished_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *path = path_of(fixture, "r7.csv");
    struct mus_rejected *rejected = NULL;
    const struct mus_input_row row = {.cells = {.cells = WIDE, .count = 3}};
    assert_int_equal(
        mus_rejected_new(
            &(struct mus_rejected_options){.path = path, .input = write_file(fixture, "i7", "")},
            &rejected, NULL),
        MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), NULL), MUS_OK);
    mus_rejected_free(rejected);
    assert_int_equal(access(path, F_OK), -1);
    mus_rejected_free(NULL);
}

static void the_file_that_is_read_is_never_written(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "i8.csv", "a\n");
    const char *other = path_of(fixture, "link.csv");
    struct mus_rejected *rejected = NULL;
    struct mus_error err = {0};
    char expected[256];
    assert_int_equal(link(path, other), 0);
    assert_int_equal(mus_rejected_new(&(struct mus_rejected_options){.path = other, .input = path},
                                      &rejected, &err),
                     MUS_INVALID);
    snprintf(expected, sizeof expected, "%s: rejected rows cannot go to the file they come from",
             other);
    assert_string_equal(err.message, expected);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct mus_rejected *rejected = NULL;
    struct mus_error err = {0};
    const struct mus_input_row row = {.cells = {.cells = WIDE, .count = 3}};
    assert_int_equal(
        mus_rejected_new(&(struct mus_rejected_options){.path = "/nonexistent/r.csv",
                                                        .input = write_file(fixture, "i9", "")},
                         &rejected, &err),
        MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), &err), MUS_IO);
    assert_string_equal(err.message, "/nonexistent/r.csv: No such file or directory");
    mus_rejected_free(rejected);
}

/* Rejects a row of the file of this name; the name of what that makes, without the folder. */
static void assert_usual_name(const struct fixture *fixture, const char *input, bool json,
                              const char *expected)
{
    const struct mus_input_row row = {.cells = {.cells = WIDE, .count = 3}};
    const struct mus_rejected_options options = {.input = path_of(fixture, input), .json = json};
    struct mus_arena arena = {0};
    struct mus_rejected *rejected = NULL;
    struct mus_text path;
    if (access(options.input, F_OK) != 0) {
        write_file(fixture, input, "");
    }
    assert_int_equal(mus_rejected_new(&options, &rejected, NULL), MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), NULL), MUS_OK);
    assert_int_equal(mus_rejected_finish(rejected, &arena, &path, NULL), MUS_OK);
    assert_text(path, path_of(fixture, expected));
    mus_rejected_free(rejected);
    mus_arena_done(&arena);
    assert_int_equal(access(path_of(fixture, expected), F_OK), 0);
}

static void the_usual_name_is_that_of_the_file_and_never_one_that_is_there(void **state)
{
    struct fixture *fixture = *state;
    static const char *const mended = "mended";
    assert_usual_name(fixture, "u.csv", false, "u.csv.rejected.csv");
    write_file(fixture, "u.csv.rejected.csv", mended);
    assert_usual_name(fixture, "u.csv", false, "u.csv.rejected-2.csv");
    assert_usual_name(fixture, "u.csv", false, "u.csv.rejected-3.csv");
    assert_file(path_of(fixture, "u.csv.rejected.csv"), mended);
    assert_usual_name(fixture, "u.jsonl", true, "u.jsonl.rejected.jsonl");
    assert_usual_name(fixture, "u.jsonl", true, "u.jsonl.rejected-2.jsonl");
}

static void rejected_rows_that_are_rejected_again_are_counted_on(void **state)
{
    struct fixture *fixture = *state;
    assert_usual_name(fixture, "v.csv.rejected.csv", false, "v.csv.rejected-2.csv");
    assert_usual_name(fixture, "v.csv.rejected-7.csv", false, "v.csv.rejected-8.csv");
    assert_usual_name(fixture, "v.csv.rejected-7.csv", false, "v.csv.rejected-9.csv");
    assert_usual_name(fixture, "v.jsonl.rejected.jsonl", true, "v.jsonl.rejected-2.jsonl");
    assert_usual_name(fixture, "v-3.csv", false, "v-3.csv.rejected.csv");
    assert_usual_name(fixture, ".rejected.csv", false, ".rejected.csv.rejected.csv");
}

static void the_numbers_end(void **state)
{
    struct fixture *fixture = *state;
    const struct mus_input_row row = {.cells = {.cells = WIDE, .count = 3}};
    const struct mus_rejected_options options = {
        .input = write_file(fixture, "w.csv.rejected-999.csv", "")};
    struct mus_rejected *rejected = NULL;
    struct mus_error err = {0};
    char expected[256];
    assert_int_equal(mus_rejected_new(&options, &rejected, NULL), MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), &err), MUS_LIMIT);
    snprintf(expected, sizeof expected,
             "%s: its files of rejected rows go up to number 999 already; expected another name "
             "for this one",
             path_of(fixture, "w.csv"));
    assert_string_equal(err.message, expected);
    mus_rejected_free(rejected);
}

static void a_name_that_was_chosen_is_given_back_where_nothing_is_finished(void **state)
{
    struct fixture *fixture = *state;
    const struct mus_input_row row = {.cells = {.cells = WIDE, .count = 3}};
    const struct mus_rejected_options options = {.input = write_file(fixture, "x.csv", "")};
    struct mus_rejected *rejected = NULL;
    assert_int_equal(mus_rejected_new(&options, &rejected, NULL), MUS_OK);
    assert_int_equal(mus_rejected_add(rejected, &row, MUS_TEXT("why"), NULL), MUS_OK);
    assert_int_equal(access(path_of(fixture, "x.csv.rejected.csv"), F_OK), 0);
    mus_rejected_free(rejected);
    assert_int_equal(access(path_of(fixture, "x.csv.rejected.csv"), F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_keep_their_columns_and_get_one_more),
        cmocka_unit_test(the_header_stands_where_it_stood),
        cmocka_unit_test(an_earlier_reason_is_replaced),
        cmocka_unit_test(without_a_header_the_reason_is_marked),
        cmocka_unit_test(lines_are_copied_byte_for_byte),
        cmocka_unit_test(where_nothing_was_rejected_no_file_is_made),
        cmocka_unit_test(what_was_not_finished_leaves_nothing),
        cmocka_unit_test(the_file_that_is_read_is_never_written),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(the_usual_name_is_that_of_the_file_and_never_one_that_is_there),
        cmocka_unit_test(rejected_rows_that_are_rejected_again_are_counted_on),
        cmocka_unit_test(the_numbers_end),
        cmocka_unit_test(a_name_that_was_chosen_is_given_back_where_nothing_is_finished),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
