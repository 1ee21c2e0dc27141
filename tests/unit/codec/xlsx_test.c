#include "codec/xlsx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#include "xlsx_file.h"

static enum mus_status open_parts(const struct xlsx_parts *parts,
                                  const struct mus_xlsx_options *options, struct mus_buf *file,
                                  struct mus_xlsx **xlsx, struct mus_error *err)
{
    xlsx_make(parts, file);
    return mus_xlsx_open_bytes(mus_buf_text(file), options, xlsx, err);
}

/* Appends the number and the cells of each row, and what is wrong with refused ones. */
static void show_all(struct mus_xlsx *xlsx, struct mus_buf *out)
{
    bool more = true;
    while (more) {
        struct mus_error err = {0};
        enum mus_status status = mus_xlsx_next(xlsx, &more, &err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            struct mus_error again = {0};
            mus_buf_printf(out, "!%s", err.message);
            assert_int_equal(mus_xlsx_next(xlsx, &more, &again), status);
            assert_string_equal(again.message, err.message);
            return;
        }
        if (status == MUS_OK && !more) {
            return;
        }
        const struct mus_row *row = mus_xlsx_row(xlsx);
        mus_buf_printf(out, "%d", (int)row->number);
        for (size_t i = 0; i < row->count; i++) {
            mus_buf_printf(out, "<%.*s>", MUS_TEXT_ARG(row->cells[i]));
        }
        if (row->errors > 0) {
            mus_buf_printf(out, " %zu errors, first %zu", row->errors, row->first_error);
        }
        mus_buf_printf(out, status == MUS_REJECTED ? " (%s)\n" : "\n%s", err.message);
    }
}

static void assert_read(const struct xlsx_parts *parts, const struct mus_xlsx_options *options,
                        const char *expected)
{
    struct mus_buf file = {0};
    struct mus_buf out = {0};
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    assert_int_equal(open_parts(parts, options, &file, &xlsx, &err), MUS_OK);
    show_all(xlsx, &out);
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_xlsx_close(xlsx);
    mus_buf_done(&out);
    mus_buf_done(&file);
}

static void assert_rows(const char *rows, const char *expected)
{
    assert_read(&(struct xlsx_parts){.rows = rows}, NULL, expected);
}

static void assert_not_opened(const struct xlsx_parts *parts,
                              const struct mus_xlsx_options *options, enum mus_status status,
                              const char *message)
{
    struct mus_buf file = {0};
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    assert_int_equal(open_parts(parts, options, &file, &xlsx, &err), status);
    assert_string_equal(err.message, message);
    assert_null(xlsx);
    mus_buf_done(&file);
}

static void assert_not_a_workbook(struct mus_text bytes, const char *message)
{
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_xlsx_open_bytes(bytes, NULL, &xlsx, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void cells_of_every_type_are_read(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .strings = "<si><t>会社</t></si><si><t xml:space=\"preserve\"> a&amp;b </t></si>",
        .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                "<c r=\"C1\"><v>42</v></c><c r=\"D1\" t=\"n\"><v>8.7001100059010001E12</v></c>"
                "<c r=\"E1\" t=\"b\"><v>1</v></c><c r=\"F1\" t=\"b\"><v>0</v></c>"
                "<c r=\"G1\" t=\"str\"><f>A1&amp;\"x\"</f><v>会社x</v></c>"
                "<c r=\"H1\" t=\"inlineStr\"><is><t>in</t></is></c>"
                "<c r=\"I1\" t=\"d\"><v>2025-04-01T00:00:00</v></c></row>",
    };
    assert_read(&parts, NULL,
                "1<会社>< a&b ><42><8700110005901><TRUE><FALSE><会社x><in><2025-04-01T00:00:00>\n");
}

static void furigana_is_no_part_of_the_text(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .strings = "<si><t>髙﨑商店</t><rPh sb=\"0\" eb=\"2\"><t>タカサキ</t></rPh>"
                   "<rPh sb=\"2\" eb=\"4\"><t>ショウテン</t></rPh><phoneticPr fontId=\"1\"/></si>"
                   "<si><r><rPr><b/></rPr><t>太</t></r><r><t xml:space=\"preserve\">字 と</t></r>"
                   "<rPh sb=\"0\" eb=\"1\"><t>フト</t></rPh></si>",
        .rows = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                "<c t=\"inlineStr\"><is><r><t>川</t></r><r><t>崎</t></r>"
                "<rPh sb=\"0\" eb=\"2\"><t>カワサキ</t></rPh></is></c></row>",
    };
    assert_read(&parts, NULL, "1<髙﨑商店><太字 と><川崎>\n");
}

static void escaped_characters_are_read(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .strings =
            "<si><t>a_x000D_\nb</t></si><si><t>_x005F_x000D_ _x0000_ _xD83D_ _x00e9_</t></si>",
        .rows =
            "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
            "<c t=\"inlineStr\"><is><t>_x0041_</t></is></c><c t=\"str\"><v>_x0042</v></c></row>",
    };
    assert_read(&parts, NULL, "1<a\r\nb><_x000D_ _x0000_ _xD83D_ é><A><_x0042>\n");
}

static void days_follow_the_format_of_the_cell(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .styles = "<numFmts count=\"2\"><numFmt numFmtId=\"176\" "
                  "formatCode=\"[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
                  "<numFmt numFmtId=\"177\" formatCode=\"#,##0&quot;d&quot;\"/></numFmts>"
                  "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                  "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/>"
                  "<xf numFmtId=\"177\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/></cellXfs>",
        .rows = "<row><c s=\"0\"><v>45748</v></c><c s=\"1\"><v>45748</v></c>"
                "<c s=\"2\"><v>45748</v></c><c s=\"3\"><v>45748</v></c>"
                "<c s=\"4\"><v>45748.5</v></c><c s=\"5\"><v>0.375</v></c>"
                "<c s=\"1\" t=\"str\"><v>45748</v></c><c s=\"99\"><v>45748</v></c></row>",
    };
    assert_read(&parts, NULL,
                "1<45748><2025-04-01><2025-04-01><45748><2025-04-01 12:00:00><09:00><45748><45748>"
                "\n");
    struct xlsx_parts mac = parts;
    mac.workbook = "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/>"
                   "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    mac.rows = "<row><c s=\"1\"><v>44286</v></c></row>";
    assert_read(&mac, NULL, "1<2025-04-01>\n");
}

static void errors_are_empty_and_counted(void **state)
{
    (void)state;
    assert_rows("<row><c><v>1</v></c><c t=\"e\"><f>VLOOKUP()</f><v>#N/A</v></c><c><v>2</v></c>"
                "<c t=\"e\"><v>#REF!</v></c></row><row><c t=\"e\"><v>#N/A</v></c></row>"
                "<row><c><v>3</v></c></row>",
                "1<1><><2> 2 errors, first 1\n2 1 errors, first 0\n3<3>\n");
}

static void skipped_rows_and_cells_are_empty(void **state)
{
    (void)state;
    assert_rows("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"D3\"><v>2</v></c></row>"
                "<row r=\"4\"><c r=\"A4\" s=\"0\"/><c r=\"B4\" t=\"s\"/></row><row r=\"5\"/>"
                "<row r=\"7\"><c><v>3</v></c><c r=\"C7\"><v>4</v></c><c><v>5</v></c></row>"
                "<row><c r=\"B8\"><v>6</v></c></row>",
                "3<><1><><2>\n7<3><><4><5>\n8<><6>\n");
}

static void of_merged_cells_the_first_has_the_value(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"/></row>"
                 "<row r=\"2\"><c r=\"A2\"/><c r=\"B2\"><v>2</v></c></row></sheetData>"
                 "<mergeCells count=\"1\"><mergeCell ref=\"A1:A2\"/></mergeCells></worksheet>",
    };
    assert_read(&parts, NULL, "1<1>\n2<><2>\n");
}

static void prefixes_of_namespaces_do_not_matter(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {
        .sheet = "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                 "main\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is>"
                 "<x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>",
    };
    assert_read(&parts, NULL, "1<a>\n");
}

static const char THREE_SHEETS[] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"隠\" sheetId=\"1\" state=\"hidden\" r:id=\"c\"/>"
    "<sheet name=\"図\" sheetId=\"2\" r:id=\"b\"/><sheet name=\"A&amp;B\" sheetId=\"3\" "
    "r:id=\"a\"/>"
    "</sheets></workbook>";
static const char THREE_RELATIONS[] =
    "<Relationships><Relationship Id=\"a\" Type=\"" XLSX_TYPE
    "worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"" XLSX_TYPE
    "chartsheet\" Target=\"chartsheets/sheet1.xml\"/><Relationship Id=\"c\" Type=\"" XLSX_TYPE
    "worksheet\" Target=\"./media/../worksheets/sheet2.xml\"/><Relationship Id=\"d\" "
    "Type=\"" XLSX_TYPE "hyperlink\" Target=\"http://example.com\" TargetMode=\"External\"/>"
    "</Relationships>";

static void a_sheet_is_chosen_by_name_or_as_the_first_that_is_shown(void **state)
{
    (void)state;
    const struct xlsx_parts parts = {.workbook = THREE_SHEETS,
                                     .relations = THREE_RELATIONS,
                                     .rows = "<row><c><v>1</v></c></row>"};
    assert_read(&parts, NULL, "1<1>\n");
    assert_read(&parts, &(struct mus_xlsx_options){.sheet = MUS_TEXT("A&B")}, "1<1>\n");
    assert_read(&parts, &(struct mus_xlsx_options){.sheet = MUS_TEXT("隠")}, "1<2>\n");
    assert_not_opened(&parts, &(struct mus_xlsx_options){.sheet = MUS_TEXT("図")}, MUS_NOT_FOUND,
                      "no sheet \"図\", the workbook has \"隠\", \"A&B\"");
    assert_not_opened(&(struct xlsx_parts){.workbook = "<workbook><sheets/></workbook>"}, NULL,
                      MUS_INVALID, "the workbook has no worksheet");
}

static void the_name_of_the_sheet_is_told(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_xlsx *xlsx = NULL;
    assert_int_equal(open_parts(&(struct xlsx_parts){0}, NULL, &file, &xlsx, NULL), MUS_OK);
    assert_true(mus_text_equals(mus_xlsx_sheet_name(xlsx), "会社一覧"));
    bool more = true;
    assert_int_equal(mus_xlsx_next(xlsx, &more, NULL), MUS_OK);
    assert_false(more);
    assert_int_equal(mus_xlsx_next(xlsx, &more, NULL), MUS_OK);
    assert_false(more);
    mus_xlsx_close(xlsx);
    mus_buf_done(&file);
}

static void other_files_are_no_workbook(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    assert_not_a_workbook(MUS_TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"),
                          "an encrypted or old .xls workbook; save it as .xlsx");
    assert_not_a_workbook(MUS_TEXT(""), "no XLSX workbook, or one that is truncated");
    assert_not_a_workbook(MUS_TEXT("PK\x03\x04"), "no XLSX workbook, or one that is truncated");
    const struct xlsx_entry entry = {"content.xml", MUS_TEXT("<office/>")};
    xlsx_pack(&entry, 1, &file);
    assert_not_a_workbook(mus_buf_text(&file), "a ZIP file that holds no XLSX workbook");
    mus_buf_done(&file);
}

static void a_truncated_workbook_is_refused(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    xlsx_make(&(struct xlsx_parts){0}, &file);
    for (size_t len = 8; len < file.len; len += 97) {
        assert_not_a_workbook((struct mus_text){file.data, len},
                              "no XLSX workbook, or one that is truncated");
    }
    mus_buf_done(&file);
}

static void a_damaged_part_ends_the_reading(void **state)
{
    (void)state;
    struct mus_buf rows = {0};
    struct mus_buf file = {0};
    struct mus_buf out = {0};
    struct mus_xlsx *xlsx = NULL;
    for (unsigned i = 1; i <= 2000; i++) {
        mus_buf_printf(&rows, "<row r=\"%u\"><c r=\"A%u\"><v>%u</v></c></row>", i, i,
                       i * 2654435761U);
    }
    xlsx_make(&(struct xlsx_parts){.rows = rows.data}, &file);
    const char *name = memmem(file.data, file.len, "sheet1.xml", 10);
    assert_non_null(name);
    file.data[(size_t)(name - file.data) + 5000] ^= 0x55;
    assert_int_equal(mus_xlsx_open_bytes(mus_buf_text(&file), NULL, &xlsx, NULL), MUS_OK);
    show_all(xlsx, &out);
    const char *last = strrchr(out.data, '!');
    assert_non_null(last);
    assert_true(strncmp(last, "!xl/worksheets/sheet1.xml", 25) == 0);
    mus_xlsx_close(xlsx);
    mus_buf_done(&out);
    mus_buf_done(&file);
    mus_buf_done(&rows);
}

static void what_is_no_xml_is_named_with_its_line(void **state)
{
    (void)state;
    assert_read(&(struct xlsx_parts){.sheet = "<worksheet>\n<sheetData>"
                                              "<row r=\"1\"><c><v>1</v></c></row>\n<row></c>"},
                NULL, "1<1>\n!xl/worksheets/sheet1.xml, line 3: mismatched tag");
    assert_read(&(struct xlsx_parts){.sheet = "<worksheet><sheetData>"}, NULL,
                "!xl/worksheets/sheet1.xml, line 1: no element found");
    assert_not_opened(&(struct xlsx_parts){.strings = "<si></sst>"}, NULL, MUS_INVALID,
                      "xl/sharedStrings.xml, line 2: mismatched tag");
    assert_not_opened(&(struct xlsx_parts){.workbook = ""}, NULL, MUS_INVALID,
                      "xl/workbook.xml, line 1: no element found");
}

static void a_doctype_is_refused(void **state)
{
    (void)state;
    assert_read(&(struct xlsx_parts){.sheet = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b "
                                              "\"&a;&a;\">]><worksheet>&b;</worksheet>"},
                NULL, "!xl/worksheets/sheet1.xml: a DOCTYPE, which no workbook has");
    assert_not_opened(
        &(struct xlsx_parts){.workbook = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><workbook/>"},
        NULL, MUS_INVALID, "xl/workbook.xml: a DOCTYPE, which no workbook has");
}

static void missing_parts_are_named(void **state)
{
    (void)state;
    static const char NO_PART[] = "<Relationships><Relationship Id=\"rId1\" Type=\"" XLSX_TYPE
                                  "worksheet\" Target=\"worksheets/sheet9.xml\"/></Relationships>";
    assert_not_opened(&(struct xlsx_parts){.relations = NO_PART}, NULL, MUS_INVALID,
                      "the workbook has no xl/worksheets/sheet9.xml");
}

static void a_workbook_without_strings_and_styles_is_read(void **state)
{
    (void)state;
    static const char SHEET_ONLY[] =
        "<Relationships><Relationship Id=\"rId1\" Type=\"" XLSX_TYPE
        "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    const struct xlsx_parts parts = {
        .relations = SHEET_ONLY,
        .rows = "<row><c s=\"3\"><v>45748</v></c></row><row><c t=\"s\"><v>0</v></c></row>"
                "<row><c><v>1</v></c></row>"};
    assert_read(&parts, NULL,
                "1<45748>\n2 (row 2, column A: a shared string that the workbook does not have)\n"
                "3<1>\n");
}

static void rows_out_of_order_end_the_reading(void **state)
{
    (void)state;
    assert_rows("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"><c><v>2</v></c></row>",
                "5<1>\n!xl/worksheets/sheet1.xml: row \"5\" follows row 5");
    assert_rows("<row r=\"-1\"/>", "!xl/worksheets/sheet1.xml: row \"-1\" follows row 0");
    assert_rows("<row r=\"1048577\"/>",
                "!xl/worksheets/sheet1.xml: row 1048577: a sheet has at most 1048576 rows");
    assert_rows("<row r=\"1048576\"/><row/>",
                "!xl/worksheets/sheet1.xml: row 1048577: a sheet has at most 1048576 rows");
    assert_rows("<row><c r=\"12\"><v>1</v></c></row>",
                "!xl/worksheets/sheet1.xml: row 1: no such cell \"12\"");
    assert_rows("<row><c r=\"AAAA1\"><v>1</v></c></row>",
                "!xl/worksheets/sheet1.xml: row 1: no such cell \"AAAA1\"");
}

static void a_row_has_a_greatest_number_of_columns(void **state)
{
    (void)state;
    /* AMJ is the 1024th column. Cells without a value do not count. */
    assert_rows("<row><c r=\"AMK1\" s=\"1\"/><c r=\"XFD1\"/><c r=\"B1\"><v>1</v></c></row>"
                "<row><c r=\"A2\"><v>2</v></c><c r=\"AMK2\"><v>3</v></c></row>"
                "<row><c><v>4</v></c></row>",
                "1<><1>\n2<2> (row 2: more than 1024 columns)\n3<4>\n");
    struct mus_buf file = {0};
    struct mus_xlsx *xlsx = NULL;
    bool more = false;
    assert_int_equal(
        open_parts(&(struct xlsx_parts){.rows = "<row><c r=\"AMJ1\"><v>1</v></c></row>"}, NULL,
                   &file, &xlsx, NULL),
        MUS_OK);
    assert_int_equal(mus_xlsx_next(xlsx, &more, NULL), MUS_OK);
    assert_int_equal(mus_xlsx_row(xlsx)->count, MUS_MAX_COLUMNS);
    mus_xlsx_close(xlsx);
    mus_buf_done(&file);
}

static void cells_and_rows_have_a_greatest_size(void **state)
{
    (void)state;
    struct mus_buf rows = {0};
    struct mus_buf file = {0};
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    bool more = false;
    mus_buf_add_z(&rows, "<row><c t=\"str\"><v>");
    for (size_t i = 0; i < MUS_MAX_CELL_BYTES; i++) {
        mus_buf_add_byte(&rows, 'x');
    }
    mus_buf_add_z(&rows, "</v></c></row><row><c r=\"F2\" t=\"str\"><v>y");
    for (size_t i = 0; i < MUS_MAX_CELL_BYTES; i++) {
        mus_buf_add_byte(&rows, 'x');
    }
    mus_buf_add_z(&rows, "</v></c></row><row>");
    for (size_t cell = 0; cell < 5; cell++) {
        mus_buf_add_z(&rows, "<c t=\"s\"><v>0</v></c>");
    }
    mus_buf_add_z(&rows, "</row><row><c t=\"s\"><v>1</v></c></row><row><c><v>1</v></c></row>");
    struct mus_buf strings = {0};
    mus_buf_add_z(&strings, "<si><t>");
    for (size_t i = 0; i < MUS_MAX_CELL_BYTES; i++) {
        mus_buf_add_byte(&strings, 'x');
    }
    mus_buf_add_z(&strings, "</t></si><si><t>x");
    for (size_t i = 0; i < MUS_MAX_CELL_BYTES; i++) {
        mus_buf_add_byte(&strings, 'x');
    }
    mus_buf_add_z(&strings, "</t></si>");
    assert_int_equal(open_parts(&(struct xlsx_parts){.rows = rows.data, .strings = strings.data},
                                NULL, &file, &xlsx, &err),
                     MUS_OK);
    assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_OK);
    assert_int_equal(mus_xlsx_row(xlsx)->cells[0].len, MUS_MAX_CELL_BYTES);
    assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "row 2, column F: a cell larger than 1048576 bytes");
    assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "row 3: a row larger than 4194304 bytes");
    assert_int_equal(mus_xlsx_row(xlsx)->count, 4);
    assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "row 4, column A: a cell larger than 1048576 bytes");
    assert_int_equal(mus_xlsx_next(xlsx, &more, &err), MUS_OK);
    assert_true(mus_text_equals(mus_xlsx_row(xlsx)->cells[0], "1"));
    mus_xlsx_close(xlsx);
    mus_buf_done(&strings);
    mus_buf_done(&rows);
    mus_buf_done(&file);
}

static void what_unpacks_beyond_the_limits_is_refused(void **state)
{
    (void)state;
    struct mus_buf rows = {0};
    for (int i = 0; i < 20000; i++) {
        mus_buf_add_z(&rows, "<row/>");
    }
    assert_read(&(struct xlsx_parts){.rows = rows.data},
                &(struct mus_xlsx_options){.max_part = 100000},
                "!xl/worksheets/sheet1.xml: larger than 100000 bytes");
    mus_buf_done(&rows);
    const struct xlsx_parts strings = {.strings =
                                           "<si><t>0123456789</t></si><si/><si><t>a</t></si>"};
    assert_read(&strings, &(struct mus_xlsx_options){.max_strings = 59}, "");
    assert_not_opened(&strings, &(struct mus_xlsx_options){.max_strings = 58}, MUS_LIMIT,
                      "xl/sharedStrings.xml: more than 58 bytes of shared strings");
    assert_not_opened(&strings, &(struct mus_xlsx_options){.max_strings = 9}, MUS_LIMIT,
                      "xl/sharedStrings.xml: more than 9 bytes of shared strings");
}

static void deep_and_long_tags_are_refused(void **state)
{
    (void)state;
    struct mus_buf sheet = {0};
    mus_buf_add_z(&sheet, "<worksheet>");
    for (int i = 0; i < 64; i++) {
        mus_buf_add_z(&sheet, "<a>");
    }
    assert_read(&(struct xlsx_parts){.sheet = sheet.data}, NULL,
                "!xl/worksheets/sheet1.xml: elements nested deeper than 64");
    mus_buf_clear(&sheet);
    mus_buf_add_z(&sheet, "<worksheet><row r=\"");
    for (int i = 0; i < 1200000; i++) {
        mus_buf_add_byte(&sheet, '0');
    }
    mus_buf_add_z(&sheet, "1\"/></worksheet>");
    assert_read(&(struct xlsx_parts){.sheet = sheet.data}, NULL,
                "!xl/worksheets/sheet1.xml: a tag larger than 1048576 bytes");
    mus_buf_done(&sheet);
}

static void long_lists_are_refused(void **state)
{
    (void)state;
    struct mus_buf list = {0};
    mus_buf_add_z(&list, "<workbook>");
    for (int i = 0; i < 4097; i++) {
        mus_buf_add_z(&list, "<sheet name=\"s\" id=\"x\"/>");
    }
    assert_not_opened(&(struct xlsx_parts){.workbook = list.data}, NULL, MUS_LIMIT,
                      "xl/workbook.xml: more than 4096 sheets");
    mus_buf_clear(&list);
    mus_buf_add_z(&list, "<Relationships>");
    for (int i = 0; i < 16385; i++) {
        mus_buf_add_z(&list, "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>");
    }
    assert_not_opened(&(struct xlsx_parts){.relations = list.data}, NULL, MUS_LIMIT,
                      "xl/_rels/workbook.xml.rels: more than 16384 relations");
    mus_buf_done(&list);
}

static void many_rows_are_streamed(void **state)
{
    (void)state;
    struct mus_buf rows = {0};
    struct mus_buf file = {0};
    struct mus_xlsx *xlsx = NULL;
    for (int i = 1; i <= 20000; i++) {
        mus_buf_printf(&rows,
                       "<row r=\"%d\"><c r=\"A%d\"><v>%d</v></c><c r=\"C%d\" t=\"inlineStr\"><is>"
                       "<t>会社%d</t></is></c></row>",
                       i, i, i, i, i);
    }
    assert_int_equal(open_parts(&(struct xlsx_parts){.rows = rows.data}, NULL, &file, &xlsx, NULL),
                     MUS_OK);
    bool more = false;
    for (int i = 1; i <= 20000; i++) {
        char expected[40];
        assert_int_equal(mus_xlsx_next(xlsx, &more, NULL), MUS_OK);
        const struct mus_row *row = mus_xlsx_row(xlsx);
        assert_true(more && row->number == (uint64_t)i && row->count == 3);
        snprintf(expected, sizeof expected, "会社%d", i);
        assert_true(mus_text_equals(row->cells[2], expected));
    }
    assert_int_equal(mus_xlsx_next(xlsx, &more, NULL), MUS_OK);
    assert_false(more);
    mus_xlsx_close(xlsx);
    mus_buf_done(&rows);
    mus_buf_done(&file);
}

static void a_missing_file_is_not_found(void **state)
{
    (void)state;
    struct mus_xlsx *xlsx = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_xlsx_open_file("/no/such.xlsx", NULL, &xlsx, &err), MUS_NOT_FOUND);
    assert_string_equal(err.message, "cannot open \"/no/such.xlsx\": No such file or directory");
}

static enum mus_status read_whole(struct mus_text file, struct mus_error *err)
{
    struct mus_xlsx *xlsx = NULL;
    enum mus_status status = mus_xlsx_open_bytes(file, NULL, &xlsx, err);
    bool more = status == MUS_OK;
    while (status == MUS_OK && more) {
        status = mus_xlsx_next(xlsx, &more, err);
    }
    mus_xlsx_close(xlsx);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf file = {0};
    struct mus_error err = {0};
    xlsx_make(
        &(struct xlsx_parts){
            .strings = "<si><t>a text that needs some room for itself, and then more room "
                       "than it had before</t></si>",
            .styles = "<numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy\"/></numFmts>"
                      "<cellXfs><xf numFmtId=\"176\"/></cellXfs>",
            .rows = "<row><c t=\"s\"><v>0</v></c><c><v>1</v></c></row>",
        },
        &file);
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = read_whole(mus_buf_text(&file), &err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 40);
    assert_string_equal(err.message, "out of memory");
    assert_int_equal(mus_xlsx_open_bytes(mus_buf_text(&file),
                                         &(struct mus_xlsx_options){.sheet = MUS_TEXT("x")},
                                         &(struct mus_xlsx *){NULL}, &err),
                     MUS_NOT_FOUND);
    assert_string_equal(err.message, "no sheet \"x\", the workbook has \"会社一覧\"");
    mus_buf_done(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_type_are_read),
        cmocka_unit_test(furigana_is_no_part_of_the_text),
        cmocka_unit_test(escaped_characters_are_read),
        cmocka_unit_test(days_follow_the_format_of_the_cell),
        cmocka_unit_test(errors_are_empty_and_counted),
        cmocka_unit_test(skipped_rows_and_cells_are_empty),
        cmocka_unit_test(of_merged_cells_the_first_has_the_value),
        cmocka_unit_test(prefixes_of_namespaces_do_not_matter),
        cmocka_unit_test(a_sheet_is_chosen_by_name_or_as_the_first_that_is_shown),
        cmocka_unit_test(the_name_of_the_sheet_is_told),
        cmocka_unit_test(other_files_are_no_workbook),
        cmocka_unit_test(a_truncated_workbook_is_refused),
        cmocka_unit_test(a_damaged_part_ends_the_reading),
        cmocka_unit_test(what_is_no_xml_is_named_with_its_line),
        cmocka_unit_test(a_doctype_is_refused),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(a_workbook_without_strings_and_styles_is_read),
        cmocka_unit_test(rows_out_of_order_end_the_reading),
        cmocka_unit_test(a_row_has_a_greatest_number_of_columns),
        cmocka_unit_test(cells_and_rows_have_a_greatest_size),
        cmocka_unit_test(what_unpacks_beyond_the_limits_is_refused),
        cmocka_unit_test(deep_and_long_tags_are_refused),
        cmocka_unit_test(long_lists_are_refused),
        cmocka_unit_test(many_rows_are_streamed),
        cmocka_unit_test(a_missing_file_is_not_found),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
