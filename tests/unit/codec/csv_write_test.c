#include "codec/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "codec/csv.h"

/* Writes the cells as one row and gives the row without its line end. */
static void assert_row(struct mus_csv_writer writer, const struct mus_text *cells, size_t count,
                       const char *expected)
{
    struct mus_buf out = {0};
    writer.out = &out;
    mus_csv_write_row(&writer, cells, count);
    assert_int_equal(mus_buf_check(&out, NULL), MUS_OK);
    assert_true(out.len >= 2);
    assert_memory_equal(out.data + out.len - 2, "\r\n", 2);
    out.data[out.len - 2] = '\0';
    assert_string_equal(out.data, expected);
    mus_buf_done(&out);
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    const struct mus_csv_writer writer = {0};
    const struct mus_text cells[] = {
        MUS_TEXT("会社"),       MUS_TEXT("a,b"), MUS_TEXT("say \"hi\""), MUS_TEXT("two\nlines"),
        MUS_TEXT("two\rlines"), MUS_TEXT(" x"),  MUS_TEXT("x "),         MUS_TEXT("a;b"),
        MUS_TEXT(""),           MUS_TEXT("="),   MUS_TEXT("=\"01\""),
    };
    assert_row(writer, cells, sizeof cells / sizeof cells[0],
               "会社,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"two\rlines\",\" x\",\"x \",a;b,,=,"
               "\"=\"\"01\"\"\"");
    assert_row((struct mus_csv_writer){.delimiter = ';'}, cells + 7, 2, "\"a;b\";");
}

static void a_lone_empty_cell_is_no_blank_line(void **state)
{
    (void)state;
    const struct mus_csv_writer writer = {0};
    assert_row(writer, (struct mus_text[]){MUS_TEXT("")}, 1, "\"\"");
    assert_row(writer, (struct mus_text[]){MUS_TEXT(""), MUS_TEXT("")}, 2, ",");
}

static void formulas_are_guarded_in_reports_only(void **state)
{
    (void)state;
    const struct mus_text cells[] = {
        MUS_TEXT("=1+1"), MUS_TEXT("+81"),      MUS_TEXT("-5"),  MUS_TEXT("@x"),
        MUS_TEXT("\tx"),  MUS_TEXT("=\"a\",b"), MUS_TEXT("1-2"),
    };
    assert_row((struct mus_csv_writer){0}, cells, 7, "=1+1,+81,-5,@x,\"\tx\",\"=\"\"a\"\",b\",1-2");
    assert_row((struct mus_csv_writer){.spreadsheet_safe = true}, cells, 7,
               "'=1+1,'+81,'-5,'@x,\"'\tx\",\"'=\"\"a\"\",b\",1-2");
}

static void integers_and_the_byte_order_mark_are_written_plainly(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_csv_writer writer = {.out = &out, .spreadsheet_safe = true};
    mus_csv_write_bom(&writer);
    mus_csv_write_cell(&writer, MUS_TEXT("n"));
    mus_csv_write_integer(&writer, -5);
    mus_csv_write_integer(&writer, INT64_MAX);
    mus_csv_end_row(&writer);
    mus_csv_write_integer(&writer, 0);
    mus_csv_end_row(&writer);
    assert_string_equal(mus_buf_text(&out).ptr, "\xEF\xBB\xBFn,-5,9223372036854775807\r\n0\r\n");
    mus_buf_done(&out);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    const struct mus_text cells[] = {
        MUS_TEXT("sep=;"),      MUS_TEXT("\xEF\xBB\xBFx"),
        MUS_TEXT("\"\""),       MUS_TEXT("\r\n"),
        MUS_TEXT("=\"a"),       MUS_TEXT("\x1A"),
        MUS_TEXT("髙﨑①㈱ 〜"), MUS_TEXT(" "),
        MUS_TEXT("a\"b\"c"),    MUS_TEXT(","),
        MUS_TEXT("'"),          MUS_TEXT(""),
    };
    enum { COUNT = sizeof cells / sizeof cells[0] };
    struct mus_buf out = {0};
    struct mus_csv_writer writer = {.out = &out};
    for (size_t i = 0; i < COUNT; i++) {
        mus_csv_write_row(&writer, cells + i, COUNT - i);
    }
    struct mus_byte_source source;
    struct mus_csv *csv = NULL;
    const struct mus_csv_options options = {.delimiter = ','};
    assert_int_equal(mus_byte_source_of_bytes(mus_buf_text(&out), &source, NULL), MUS_OK);
    assert_int_equal(mus_csv_open(source, &options, &csv, NULL), MUS_OK);
    bool more = false;
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(mus_csv_next(csv, &more, NULL), MUS_OK);
        assert_true(more);
        assert_int_equal(mus_csv_row(csv)->count, COUNT - i);
        for (size_t j = i; j < COUNT; j++) {
            assert_true(mus_text_equal(mus_csv_row(csv)->cells[j - i], cells[j]));
        }
    }
    assert_int_equal(mus_csv_next(csv, &more, NULL), MUS_OK);
    assert_false(more);
    mus_csv_close(csv);
    mus_buf_done(&out);
}

static void a_failed_allocation_is_remembered_in_the_buffer(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_csv_writer writer = {.out = &out};
    struct mus_error err = {0};
    mus_mem_fail_at(1, false);
    mus_csv_write_cell(&writer, MUS_TEXT("a"));
    mus_csv_write_integer(&writer, 1);
    mus_csv_end_row(&writer);
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_buf_check(&out, &err), MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
    mus_buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
        cmocka_unit_test(a_lone_empty_cell_is_no_blank_line),
        cmocka_unit_test(formulas_are_guarded_in_reports_only),
        cmocka_unit_test(integers_and_the_byte_order_mark_are_written_plainly),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_failed_allocation_is_remembered_in_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
