#include "codec/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "codec/xlsx.h"

/* Appends the header, then "number@line" and the cells of each row. */
static void show_all(struct mus_sheet *sheet, struct mus_buf *out)
{
    bool more = true;
    for (size_t i = 0; i < mus_sheet_header(sheet).count; i++) {
        mus_buf_printf(out, "[%.*s]", MUS_TEXT_ARG(mus_sheet_header(sheet).items[i]));
    }
    mus_buf_add_z(out, "\n");
    while (more) {
        struct mus_error err = {0};
        enum mus_status status = mus_sheet_next(sheet, &more, &err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            mus_buf_printf(out, "!%s", err.message);
            return;
        }
        if (status == MUS_OK && !more) {
            return;
        }
        const struct mus_row *row = mus_sheet_row(sheet);
        mus_buf_printf(out, "%d@%d", (int)row->number, (int)row->line);
        for (size_t i = 0; i < row->count; i++) {
            mus_buf_printf(out, "<%.*s>", MUS_TEXT_ARG(row->cells[i]));
        }
        mus_buf_printf(out, status == MUS_REJECTED ? " (%s)\n" : "\n%s", err.message);
    }
}

static void assert_read(struct mus_text bytes, const struct mus_sheet_options *options,
                        const char *expected)
{
    struct mus_sheet *sheet = NULL;
    struct mus_error err = {0};
    struct mus_buf out = {0};
    assert_int_equal(mus_sheet_open_bytes(bytes, options, &sheet, &err), MUS_OK);
    assert_int_equal(mus_sheet_kind(sheet), MUS_SHEET_CSV);
    show_all(sheet, &out);
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_buf_done(&out);
    mus_sheet_close(sheet);
}

static void assert_not_opened(struct mus_text bytes, const struct mus_sheet_options *options,
                              const char *message)
{
    struct mus_sheet *sheet = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_sheet_open_bytes(bytes, options, &sheet, &err), MUS_INVALID);
    assert_int_equal(err.status, MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_null(sheet);
}

static void the_first_row_that_is_not_empty_is_the_header(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("name, country \r\nA,JP\r\nB,DE\r\n"), NULL,
                "[name][country]\n2@2<A><JP>\n3@3<B><DE>\n");
    assert_read(MUS_TEXT("\r\n,,\r\n名,　国　,\r\nA,JP\r\n"), NULL, "[名][国]\n4@4<A><JP>\n");
    assert_read(MUS_TEXT("a,,c\n"), NULL, "[a][][c]\n");
    assert_read(MUS_TEXT("a"), NULL, "[a]\n");
}

static void a_preamble_is_passed_over(void **state)
{
    (void)state;
    const struct mus_sheet_options second = {.header_row = 2};
    const struct mus_sheet_options fourth = {.header_row = 4};
    assert_read(MUS_TEXT("list of 2023,x\nname,country\nA,JP\n"), &second,
                "[name][country]\n3@3<A><JP>\n");
    assert_read(MUS_TEXT("\"two\nlines\"\nname\nA\n"), &second, "[name]\n3@4<A>\n");
    assert_read(MUS_TEXT("x\n\n\nname\nA\n"), &fourth, "[name]\n5@5<A>\n");
    assert_read(MUS_TEXT("a\0b\nname\nA\n"), &second, "[name]\n3@3<A>\n");
}

static void a_header_that_is_not_there_is_named(void **state)
{
    (void)state;
    const struct mus_sheet_options second = {.header_row = 2};
    assert_not_opened(MUS_TEXT("x\n\nname\n"), &second, "row 2: the header row is empty");
    assert_not_opened(MUS_TEXT("x\n, ,\nname\n"), &second, "row 2: the header row is empty");
    assert_not_opened(MUS_TEXT("x\n"), &second, "there is no row 2 for the header");
    assert_not_opened(MUS_TEXT(""), NULL, "the table is empty");
    assert_not_opened(MUS_TEXT("\n,,\n"), NULL, "the table is empty");
    assert_not_opened(MUS_TEXT("a\0b\nc\n"), NULL, "line 1: a NUL character");
}

static void without_header_all_rows_are_rows(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("A,JP\nB,DE\n"), &(struct mus_sheet_options){.no_header = true},
                "\n1@1<A><JP>\n2@2<B><DE>\n");
    assert_read(MUS_TEXT("x\nA,JP\nB,DE\n"),
                &(struct mus_sheet_options){.no_header = true, .header_row = 2},
                "\n2@2<A><JP>\n3@3<B><DE>\n");
    assert_read(MUS_TEXT(""), &(struct mus_sheet_options){.no_header = true}, "\n");
}

static void empty_rows_are_passed_over_but_counted(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b\n\n,\n 　,\t\n1,2\n\n"), NULL, "[a][b]\n5@5<1><2>\n");
}

static void refused_rows_do_not_end_the_reading(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b\n1,\0\n3,4\n"), NULL,
                "[a][b]\n2@2<1><\xEF\xBF\xBD> (line 2: a NUL character)\n3@3<3><4>\n");
}

static void the_options_of_csv_are_passed_on(void **state)
{
    (void)state;
    const struct mus_sheet_options options = {.encoding = MUS_ENCODING_CP932, .delimiter = ';'};
    assert_read(MUS_TEXT("\x96\xBC;a,b\n\xFB\xFC;1\n"), &options, "[名][a,b]\n2@2<髙><1>\n");
}

static void a_short_file_is_read_whole(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("P"), NULL, "[P]\n");
    assert_read(MUS_TEXT("PK\n"), NULL, "[PK]\n");
    assert_read(MUS_TEXT("PK\x03\n"), NULL, "[PK\x03]\n");
}

static void files_are_opened_by_path(void **state)
{
    (void)state;
    char path[] = "/tmp/musubi-sheet-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "wb");
    assert_non_null(stream);
    fputs("name\nA\n", stream);
    fclose(stream);
    struct mus_sheet *sheet = NULL;
    struct mus_error err = {0};
    struct mus_buf out = {0};
    assert_int_equal(mus_sheet_open(path, NULL, &sheet, &err), MUS_OK);
    show_all(sheet, &out);
    assert_string_equal(mus_buf_text(&out).ptr, "[name]\n2@2<A>\n");
    assert_int_equal(mus_sheet_encoding(sheet), MUS_ENCODING_DETECT);
    mus_sheet_close(sheet);
    mus_buf_done(&out);
    remove(path);
    assert_int_equal(mus_sheet_open(path, NULL, &sheet, &err), MUS_NOT_FOUND);
    assert_int_equal(mus_sheet_open("/", NULL, &sheet, &err), MUS_IO);
    assert_string_equal(err.message, "cannot read \"/\": Is a directory");
}

static void a_build_without_xlsx_says_so(void **state)
{
    (void)state;
    if (mus_xlsx_is_built()) {
        skip();
    }
    assert_not_opened(MUS_TEXT("PK\x03\x04 and more"), NULL, "this build reads no XLSX files");
}

static enum mus_status read_whole(struct mus_error *err)
{
    struct mus_sheet *sheet = NULL;
    enum mus_status status =
        mus_sheet_open_bytes(MUS_TEXT("\x96\xBC,b\r\n1,2\r\n"), NULL, &sheet, err);
    bool more = status == MUS_OK;
    while (status == MUS_OK && more) {
        status = mus_sheet_next(sheet, &more, err);
    }
    mus_sheet_close(sheet);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = read_whole(&err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 8);
    assert_string_equal(err.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_that_is_not_empty_is_the_header),
        cmocka_unit_test(a_preamble_is_passed_over),
        cmocka_unit_test(a_header_that_is_not_there_is_named),
        cmocka_unit_test(without_header_all_rows_are_rows),
        cmocka_unit_test(empty_rows_are_passed_over_but_counted),
        cmocka_unit_test(refused_rows_do_not_end_the_reading),
        cmocka_unit_test(the_options_of_csv_are_passed_on),
        cmocka_unit_test(a_short_file_is_read_whole),
        cmocka_unit_test(files_are_opened_by_path),
        cmocka_unit_test(a_build_without_xlsx_says_so),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
