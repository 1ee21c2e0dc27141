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

#include "xlsx_file.h"

static const struct xlsx_parts PARTS = {
    .strings =
        "<si><t>出展者一覧</t></si><si><t>名 </t><rPh sb=\"0\" eb=\"1\"><t>メイ</t></rPh></si>"
        "<si><t>国</t></si><si><t>髙﨑</t></si>",
    .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
            "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"s\"><v>2</v></c></row>"
            "<row r=\"5\"><c r=\"A5\" t=\"str\"><v> </v></c></row>"
            "<row r=\"6\"><c r=\"A6\" t=\"s\"><v>3</v></c><c r=\"B6\"><v>81</v></c></row>"
            "<row r=\"7\"><c r=\"A7\" t=\"e\"><v>#N/A</v></c></row>",
};

static void assert_rows(struct mus_sheet *sheet)
{
    bool more = false;
    assert_int_equal(mus_sheet_kind(sheet), MUS_SHEET_XLSX);
    assert_int_equal(mus_sheet_encoding(sheet), MUS_ENCODING_UTF8);
    assert_int_equal(mus_sheet_header(sheet).count, 2);
    assert_true(mus_text_equals(mus_sheet_header(sheet).items[0], "名"));
    assert_true(mus_text_equals(mus_sheet_header(sheet).items[1], "国"));
    assert_int_equal(mus_sheet_next(sheet, &more, NULL), MUS_OK);
    const struct mus_row *row = mus_sheet_row(sheet);
    assert_int_equal(row->number, 6);
    assert_int_equal(row->line, 0);
    assert_int_equal(row->count, 2);
    assert_true(mus_text_equals(row->cells[0], "髙﨑"));
    assert_true(mus_text_equals(row->cells[1], "81"));
    assert_int_equal(mus_sheet_next(sheet, &more, NULL), MUS_OK);
    row = mus_sheet_row(sheet);
    assert_true(row->number == 7 && row->count == 0 && row->errors == 1 && row->first_error == 0);
    assert_int_equal(mus_sheet_next(sheet, &more, NULL), MUS_OK);
    assert_false(more);
}

static void a_workbook_is_known_by_its_first_bytes(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_sheet *sheet = NULL;
    const struct mus_sheet_options options = {.header_row = 3};
    xlsx_make(&PARTS, &file);
    assert_int_equal(mus_sheet_open_bytes(mus_buf_text(&file), &options, &sheet, NULL), MUS_OK);
    assert_rows(sheet);
    mus_sheet_close(sheet);

    char path[] = "/tmp/musubi-sheet-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *stream = fdopen(descriptor, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(file.data, 1, file.len, stream), file.len);
    fclose(stream);
    assert_int_equal(mus_sheet_open(path, &options, &sheet, NULL), MUS_OK);
    assert_rows(sheet);
    mus_sheet_close(sheet);
    remove(path);
    mus_buf_done(&file);
}

static void the_messages_of_the_workbook_are_passed_on(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_sheet *sheet = NULL;
    struct mus_error err = {0};
    xlsx_make(&PARTS, &file);
    assert_int_equal(mus_sheet_open_bytes(mus_buf_text(&file),
                                          &(struct mus_sheet_options){.sheet = MUS_TEXT("x")},
                                          &sheet, &err),
                     MUS_NOT_FOUND);
    assert_string_equal(err.message, "no sheet \"x\", the workbook has \"会社一覧\"");
    assert_int_equal(mus_sheet_open_bytes(mus_buf_text(&file),
                                          &(struct mus_sheet_options){.header_row = 2}, &sheet,
                                          &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "row 2: the header row is empty");
    assert_int_equal(
        mus_sheet_open_bytes(MUS_TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), NULL, &sheet, &err),
        MUS_INVALID);
    assert_string_equal(err.message, "an encrypted or old .xls workbook; save it as .xlsx");
    mus_buf_done(&file);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_error err = {0};
    xlsx_make(&PARTS, &file);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_sheet *sheet = NULL;
        bool more = false;
        mus_mem_fail_at(n, false);
        status = mus_sheet_open_bytes(mus_buf_text(&file), NULL, &sheet, &err);
        if (status == MUS_OK) {
            status = mus_sheet_next(sheet, &more, &err);
        }
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_sheet_close(sheet);
    }
    mus_mem_fail_at(0, false);
    mus_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_is_known_by_its_first_bytes),
        cmocka_unit_test(the_messages_of_the_workbook_are_passed_on),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
