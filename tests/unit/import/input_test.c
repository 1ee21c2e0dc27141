#include "import/input.h"

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

/* "number/line:cell,cell|…"; refused rows begin with "!". */
static void assert_rows(const struct mus_input_options *options, const char *expected)
{
    struct mus_input *input = NULL;
    struct mus_buf found = {0};
    struct mus_arena arena = {0};
    assert_int_equal(mus_input_open(options, &input, NULL), MUS_OK);
    for (;;) {
        bool more = false;
        struct mus_input_row row;
        assert_int_equal(mus_input_next(input, &more, NULL), MUS_OK);
        if (!more) {
            break;
        }
        assert_int_equal(mus_input_copy(mus_input_at(input), &arena, &row, NULL, NULL), MUS_OK);
        mus_buf_printf(&found, "%s%d/%d:%.*s", row.error.status == MUS_OK ? "" : "!",
                       (int)row.cells.number, (int)row.cells.line, MUS_TEXT_ARG(row.line));
        for (size_t i = 0; i < row.cells.count; i++) {
            mus_buf_printf(&found, "%s%.*s", i == 0 ? "" : ",", MUS_TEXT_ARG(row.cells.cells[i]));
        }
        mus_buf_add_z(&found, "|");
    }
    assert_string_equal(found.data == NULL ? "" : found.data, expected);
    mus_input_close(input);
    mus_arena_done(&arena);
    mus_buf_done(&found);
}

static void lines_of_json_are_counted_without_the_blank_ones(void **state)
{
    struct mus_input_options options = {.json = true};
    options.path = write_file(*state, "a.jsonl", "{}\n\n{\"a\":1}\n");
    assert_rows(&options, "1/1:{}|2/3:{\"a\":1}|");
}

static void rows_of_a_table_have_the_spreadsheet_s_numbers(void **state)
{
    struct mus_input_options options = {0};
    options.path = write_file(*state, "a.csv", "a,b\n\n1,2\n3\n");
    assert_rows(&options, "3/3:1,2|4/4:3|");
}

static void a_bad_row_is_handed_out_with_its_reason(void **state)
{
    struct mus_input_options options = {.sheet = {.encoding = MUS_ENCODING_UTF8}};
    options.path = write_file(*state, "a.csv", "a,b\nx\xFFy,2\n3,4\n");
    assert_rows(&options, "!2/2:x\xEF\xBF\xBDy,2|3/3:3,4|");
}

static void a_byte_order_mark_is_stronger_than_what_is_said(void **state)
{
    struct mus_input_options options = {.sheet = {.encoding = MUS_ENCODING_CP932}};
    options.path = write_file(*state, "a.csv", "\xEF\xBB\xBF名\n結\n");
    assert_rows(&options, "2/2:結|");
    options.path = write_file(*state, "b.csv", "\x96\xBC\n\x8C\x8B\n");
    assert_rows(&options, "2/2:結|");
}

static void without_a_header_an_earlier_reason_is_dropped(void **state)
{
    struct mus_input_options options = {.sheet = {.no_header = true}};
    options.path = write_file(*state, "a.csv", "1,2,musubi_error: row 1: why\n3,4,x\n");
    assert_rows(&options, "1/1:1,2|2/2:3,4,x|");
}

static void a_missing_file_is_not_found(void **state)
{
    (void)state;
    struct mus_input *input = NULL;
    const struct mus_input_options csv = {.path = "/nonexistent/a.csv"};
    const struct mus_input_options json = {.path = "/nonexistent/a.jsonl", .json = true};
    assert_int_equal(mus_input_open(&csv, &input, NULL), MUS_NOT_FOUND);
    assert_int_equal(mus_input_open(&json, &input, NULL), MUS_NOT_FOUND);
    mus_input_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_json_are_counted_without_the_blank_ones),
        cmocka_unit_test(rows_of_a_table_have_the_spreadsheet_s_numbers),
        cmocka_unit_test(a_bad_row_is_handed_out_with_its_reason),
        cmocka_unit_test(a_byte_order_mark_is_stronger_than_what_is_said),
        cmocka_unit_test(without_a_header_an_earlier_reason_is_dropped),
        cmocka_unit_test(a_missing_file_is_not_found),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
