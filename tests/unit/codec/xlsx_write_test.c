#include "codec/xlsx_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/mem.h"
#include "codec/xlsx.h"

static const int64_t MADE = 1774915200; /* 2026-03-31 00:00:00 UTC */

static struct mus_xlsx_writer *new_writer(void)
{
    const struct mus_xlsx_write_options options = {.title = MUS_TEXT("実績"), .created = MADE};
    struct mus_xlsx_writer *writer = NULL;
    assert_int_equal(mus_xlsx_writer_new(&options, &writer, NULL), MUS_OK);
    return writer;
}

/* What the sheet holds, a cell in < > and a row a line. */
static void assert_sheet(struct mus_text file, struct mus_text sheet, const char *expected)
{
    const struct mus_xlsx_options options = {.sheet = sheet};
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    struct mus_buf out = {0};
    assert_int_equal(mus_xlsx_open_bytes(file, &options, &xlsx, &err), MUS_OK);
    bool more = true;
    for (;;) {
        assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_OK);
        if (!more) {
            break;
        }
        const struct mus_row *row = mus_xlsx_row(xlsx);
        mus_buf_printf(&out, "%d", (int)row->number);
        for (size_t i = 0; i < row->count; i++) {
            mus_buf_printf(&out, "<%.*s>", MUS_TEXT_ARG(row->cells[i]));
        }
        mus_buf_add_byte(&out, '\n');
    }
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_xlsx_close(xlsx);
    mus_buf_done(&out);
}

static mus_date day(int year, int month, int of_month)
{
    mus_date date;
    assert_true(mus_date_of(year, month, of_month, &date));
    return date;
}

static void cells_of_every_kind_are_read_back(void **state)
{
    (void)state;
    struct mus_xlsx_writer *writer = new_writer();
    struct mus_buf file = {0};
    mus_xlsx_write_sheet(writer, MUS_TEXT("月別"));
    mus_xlsx_write_widths(writer, (unsigned[]){12, 0, 999}, 3);
    mus_xlsx_write_text(writer, MUS_TEXT("月"), MUS_XLSX_HEADER);
    mus_xlsx_write_text(writer, MUS_TEXT("件数"), MUS_XLSX_HEADER);
    mus_xlsx_end_row(writer);
    mus_xlsx_write_freeze(writer);
    mus_xlsx_write_date(writer, day(2025, 4, 1));
    mus_xlsx_write_integer(writer, 581);
    mus_xlsx_write_integer(writer, -12345);
    mus_xlsx_write_text(writer, MUS_TEXT(""), MUS_XLSX_PLAIN);
    mus_xlsx_write_text(writer, MUS_TEXT("川崎\n市"), MUS_XLSX_WRAPPED);
    mus_xlsx_end_row(writer);
    mus_xlsx_end_row(writer);
    mus_xlsx_write_text(writer, MUS_TEXT("題"), MUS_XLSX_TITLE);
    mus_xlsx_end_row(writer);
    mus_xlsx_write_sheet(writer, MUS_TEXT("Second"));
    mus_xlsx_write_integer(writer, 999999999999999);
    mus_xlsx_write_integer(writer, 1000000000000000);
    mus_xlsx_write_integer(writer, INT64_MIN);
    assert_int_equal(mus_xlsx_writer_take(writer, &file, NULL), MUS_OK);
    mus_xlsx_writer_free(writer);
    assert_sheet(mus_buf_text(&file), MUS_TEXT("月別"),
                 "1<月><件数>\n2<2025-04-01><581><-12345><><川崎\n市>\n4<題>\n");
    assert_sheet(mus_buf_text(&file), MUS_TEXT("Second"),
                 "1<999999999999999><1000000000000000><-9223372036854775808>\n");
    mus_buf_done(&file);
}

static void texts_come_back_as_they_were(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "=1+1",   "{=A1}", "@x",       "http://a.example/", "<b>&amp;\"'</b>", " x ",        "\tx",
        "a\r\nb", "\x01",  "_x0041_",  "__x0041_",          "_x005F_x0041_",   "髙﨑①㈱ 〜", "😀",
        "12",     "TRUE",  "\xC2\x85",
    };
    enum { COUNT = sizeof texts / sizeof texts[0] };
    struct mus_buf expected = {0};
    struct mus_buf file = {0};
    struct mus_xlsx_writer *writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_buf_add_z(&expected, "1");
    for (size_t i = 0; i < COUNT; i++) {
        mus_xlsx_write_text(writer, mus_text_of(texts[i]), MUS_XLSX_PLAIN);
        mus_buf_printf(&expected, "<%s>", texts[i]);
    }
    /* XML has no such characters. */
    mus_xlsx_write_text(writer, MUS_TEXT("\xEF\xBF\xBE\xEF\xBF\xBF"), MUS_XLSX_PLAIN);
    mus_buf_add_z(&expected, "<\xEF\xBF\xBD\xEF\xBF\xBD>\n");
    assert_int_equal(mus_xlsx_writer_take(writer, &file, NULL), MUS_OK);
    mus_xlsx_writer_free(writer);
    assert_sheet(mus_buf_text(&file), MUS_TEXT("a"), mus_buf_text(&expected).ptr);
    mus_buf_done(&expected);
    mus_buf_done(&file);
}

static void days_of_all_times_are_read_back(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_xlsx_writer *writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_xlsx_write_date(writer, day(1868, 10, 23));
    mus_xlsx_write_date(writer, day(1899, 12, 31));
    mus_xlsx_write_date(writer, day(1900, 1, 1));
    mus_xlsx_write_date(writer, day(1900, 2, 28));
    mus_xlsx_write_date(writer, day(1900, 3, 1));
    mus_xlsx_write_date(writer, day(2026, 3, 31));
    mus_xlsx_write_date(writer, day(9999, 12, 31));
    assert_int_equal(mus_xlsx_writer_take(writer, &file, NULL), MUS_OK);
    mus_xlsx_writer_free(writer);
    assert_sheet(mus_buf_text(&file), MUS_TEXT("a"),
                 "1<1868-10-23><1899-12-31><1900-01-01><1900-02-28><1900-03-01><2026-03-31>"
                 "<9999-12-31>\n");
    mus_buf_done(&file);
}

static void write_same(struct mus_buf *file)
{
    struct mus_xlsx_writer *writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("月別"));
    mus_xlsx_write_text(writer, MUS_TEXT("川崎"), MUS_XLSX_HEADER);
    mus_xlsx_end_row(writer);
    mus_xlsx_write_freeze(writer);
    mus_xlsx_write_date(writer, day(2025, 4, 1));
    assert_int_equal(mus_xlsx_writer_take(writer, file, NULL), MUS_OK);
    mus_xlsx_writer_free(writer);
}

/* The archive's directory names each part with the time it was put there: always the first that the
 * format knows, 1980-01-01 00:00. */
static void assert_no_clock_was_read(struct mus_text file)
{
    static const char entry[] = "PK\1\2";
    static const char first_time[] = {0, 0, 0x21, 0};
    size_t parts = 0;
    for (size_t i = 0; i + 46 <= file.len; i++) {
        if (memcmp(file.ptr + i, entry, 4) == 0) {
            assert_memory_equal(file.ptr + i + 12, first_time, 4);
            parts++;
        }
    }
    assert_true(parts >= 9);
}

static void the_same_calls_give_the_same_bytes_at_any_time_and_place(void **state)
{
    (void)state;
    struct mus_buf first = {0};
    struct mus_buf second = {0};
    write_same(&first);
    assert_no_clock_was_read(mus_buf_text(&first));
    assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    write_same(&second);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    mus_buf_done(&first);
    mus_buf_done(&second);
}

static void assert_refused(struct mus_xlsx_writer *writer, enum mus_status status,
                           const char *message)
{
    struct mus_buf file = {0};
    struct mus_error err = {0};
    mus_xlsx_write_text(writer, MUS_TEXT("what comes behind it"), MUS_XLSX_PLAIN);
    mus_xlsx_end_row(writer);
    mus_xlsx_write_sheet(writer, MUS_TEXT("another sheet"));
    assert_int_equal(mus_xlsx_writer_take(writer, &file, &err), status);
    assert_string_equal(err.message, message);
    assert_int_equal(file.len, 0);
    mus_xlsx_writer_free(writer);
}

static void what_no_cell_can_hold_is_refused_with_its_place(void **state)
{
    (void)state;
    struct mus_xlsx_writer *writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("月別"));
    mus_xlsx_end_row(writer);
    mus_xlsx_write_integer(writer, 1);
    mus_xlsx_write_text(writer, MUS_TEXT("a\xFF"), MUS_XLSX_PLAIN);
    assert_refused(writer, MUS_INVALID, "sheet \"月別\", row 2, column B: not UTF-8 at byte 1");
    writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_xlsx_write_text(writer, MUS_TEXT("a\0b"), MUS_XLSX_PLAIN);
    assert_refused(writer, MUS_INVALID,
                   "sheet \"a\", row 1, column A: a text with a NUL character");
    writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_xlsx_write_date(writer, MUS_NO_DATE);
    assert_refused(writer, MUS_INVALID, "sheet \"a\", row 1, column A: no such day");
    writer = new_writer();
    mus_xlsx_write_integer(writer, 1);
    assert_refused(writer, MUS_INVALID, "a cell without a sheet");
}

static void names_of_sheets_are_held_to_the_rules(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "a/b", "a[1]", "'a", "a'", "MONTHS", "12345678901234567890123456789012"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_xlsx_writer *writer = new_writer();
        char message[300];
        (void)snprintf(message, sizeof message,
                       "sheet \"%s\": expected a name of its own, 1 to 31 characters without [ ] : "
                       "* ? / \\ and without an apostrophe at either end",
                       bad[i]);
        mus_xlsx_write_sheet(writer, MUS_TEXT("months"));
        mus_xlsx_write_sheet(writer, mus_text_of(bad[i]));
        assert_refused(writer, MUS_INVALID, message);
    }
    struct mus_buf file = {0};
    struct mus_xlsx_writer *writer = new_writer();
    struct mus_error err = {0};
    assert_int_equal(mus_xlsx_writer_take(writer, &file, &err), MUS_INVALID);
    assert_string_equal(err.message, "a workbook without a sheet");
    mus_xlsx_writer_free(writer);
}

static void the_time_it_was_made_must_be_one(void **state)
{
    (void)state;
    static const int64_t bad[] = {0, -1, INT64_C(253402300800)};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const struct mus_xlsx_write_options options = {.created = bad[i]};
        struct mus_xlsx_writer *writer = NULL;
        struct mus_error err = {0};
        assert_int_equal(mus_xlsx_writer_new(&options, &writer, &err), MUS_INVALID);
        assert_non_null(strstr(err.message, "created: expected seconds of the years 1970 to 9999"));
        assert_null(writer);
    }
}

static void limits_are_met(void **state)
{
    (void)state;
    static char text[MUS_MAX_XLSX_CELL + 1];
    memset(text, 'a', sizeof text);
    struct mus_buf file = {0};
    struct mus_xlsx_writer *writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_xlsx_write_text(writer, (struct mus_text){text, MUS_MAX_XLSX_CELL}, MUS_XLSX_PLAIN);
    assert_int_equal(mus_xlsx_writer_take(writer, &file, NULL), MUS_OK);
    mus_xlsx_writer_free(writer);
    mus_buf_done(&file);

    writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    mus_xlsx_write_text(writer, (struct mus_text){text, sizeof text}, MUS_XLSX_PLAIN);
    assert_refused(writer, MUS_LIMIT,
                   "sheet \"a\", row 1, column A: a text of more than 32767 characters");
    writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    for (int i = 0; i < MUS_MAX_COLUMNS; i++) {
        mus_xlsx_write_integer(writer, i);
    }
    assert_refused(writer, MUS_LIMIT, "sheet \"a\", row 1: more than 1024 columns");
    writer = new_writer();
    mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
    for (int i = 0; i < MUS_MAX_XLSX_ROWS; i++) {
        mus_xlsx_end_row(writer);
    }
    assert_refused(writer, MUS_LIMIT, "sheet \"a\": more than 1048576 rows");
    writer = new_writer();
    for (int i = 0; i <= MUS_MAX_XLSX_SHEETS; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "%d", i);
        mus_xlsx_write_sheet(writer, mus_text_of(name));
    }
    assert_refused(writer, MUS_LIMIT, "sheet \"255\": more than 255 sheets");
}

static enum mus_status write_all(struct mus_buf *file)
{
    const struct mus_xlsx_write_options options = {.title = MUS_TEXT("実績"), .created = MADE};
    struct mus_xlsx_writer *writer = NULL;
    enum mus_status status = mus_xlsx_writer_new(&options, &writer, NULL);
    if (status == MUS_OK) {
        mus_xlsx_write_sheet(writer, MUS_TEXT("a"));
        mus_xlsx_write_text(writer, MUS_TEXT("川崎"), MUS_XLSX_PLAIN);
        mus_xlsx_write_integer(writer, 1);
        mus_xlsx_write_date(writer, day(1868, 10, 23));
        status = mus_xlsx_writer_take(writer, file, NULL);
        mus_xlsx_writer_free(writer);
    }
    return status;
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_buf file = {0};
        mus_mem_fail_at(n, false);
        status = write_all(&file);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 100);
        mus_buf_done(&file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_kind_are_read_back),
        cmocka_unit_test(texts_come_back_as_they_were),
        cmocka_unit_test(days_of_all_times_are_read_back),
        cmocka_unit_test(the_same_calls_give_the_same_bytes_at_any_time_and_place),
        cmocka_unit_test(what_no_cell_can_hold_is_refused_with_its_place),
        cmocka_unit_test(names_of_sheets_are_held_to_the_rules),
        cmocka_unit_test(the_time_it_was_made_must_be_one),
        cmocka_unit_test(limits_are_met),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
