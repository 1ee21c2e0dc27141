#include "codec/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static struct mus_csv *open_with(struct mus_text bytes, const struct mus_csv_options *options)
{
    struct mus_byte_source source;
    struct mus_csv *csv = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_byte_source_of_bytes(bytes, &source, &err), MUS_OK);
    assert_int_equal(mus_csv_open(source, options, &csv, &err), MUS_OK);
    return csv;
}

static struct mus_csv *open_text(struct mus_text bytes)
{
    return open_with(bytes, NULL);
}

/* The row's cells, each in angle brackets. */
static void show(const struct mus_row *row, struct mus_buf *out)
{
    for (size_t i = 0; i < row->count; i++) {
        mus_buf_printf(out, "<%.*s>", MUS_TEXT_ARG(row->cells[i]));
    }
}

/* Appends "number@line" and the cells of each row, and what is wrong with refused ones. */
static void show_all(struct mus_csv *csv, struct mus_buf *out)
{
    bool more = true;
    while (more) {
        struct mus_error err = {0};
        enum mus_status status = mus_csv_next(csv, &more, &err);
        if (status != MUS_OK && status != MUS_REJECTED) {
            mus_buf_printf(out, "!%s", err.message);
            return;
        }
        if (status == MUS_OK && !more) {
            return;
        }
        const struct mus_row *row = mus_csv_row(csv);
        mus_buf_printf(out, "%d@%d", (int)row->number, (int)row->line);
        show(row, out);
        mus_buf_printf(out, status == MUS_REJECTED ? " (%s)\n" : "\n%s", err.message);
    }
}

static void assert_read_with(struct mus_text bytes, const struct mus_csv_options *options,
                             const char *expected)
{
    struct mus_csv *csv = open_with(bytes, options);
    struct mus_buf out = {0};
    show_all(csv, &out);
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_buf_done(&out);
    mus_csv_close(csv);
}

static void assert_read(struct mus_text bytes, const char *expected)
{
    assert_read_with(bytes, NULL, expected);
}

static void cells_and_rows_are_split(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b,c\r\n1,2,3\r\n"), "1@1<a><b><c>\n2@2<1><2><3>\n");
    assert_read(MUS_TEXT("a,b\n1,2"), "1@1<a><b>\n2@2<1><2>\n");
    assert_read(MUS_TEXT("a,b\r1,2\r"), "1@1<a><b>\n2@2<1><2>\n");
    assert_read(MUS_TEXT(",\n,,\n"), "1@1<><>\n2@2<><><>\n");
    assert_read(MUS_TEXT("a, b \n"), "1@1<a>< b >\n");
    assert_read(MUS_TEXT(""), "");
    assert_read(MUS_TEXT("\xEF\xBB\xBF"), "");
    assert_read(MUS_TEXT("\xEF\xBB\xBF名,国\n"), "1@1<名><国>\n");
}

static void quotes_are_read_as_rfc_4180_and_excel_write_them(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("\"a,b\",c\n"), "1@1<a,b><c>\n");
    assert_read(MUS_TEXT("\"say \"\"hi\"\"\",\"\",\"\"\"\"\n"), "1@1<say \"hi\"><><\">\n");
    assert_read(MUS_TEXT("5\" pipe,a \"b\" c,\"x\"\n"), "1@1<5\" pipe><a \"b\" c><x>\n");
    assert_read(MUS_TEXT("\"a\"b\"c,\"d\" ,e\n"), "1@1<ab\"c><d ><e>\n");
    assert_read(MUS_TEXT("1,\"x\",2,\"y\"\n"), "1@1<1><x><2><y>\n");
    assert_read(MUS_TEXT("\"a\""), "1@1<a>\n");
    assert_read(MUS_TEXT("\"\"\n\"\""), "1@1<>\n2@2<>\n");
}

static void line_breaks_in_quotes_are_kept_and_counted(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("\"two\nlines\",b\nc,\"x\r\ny\rz\"\nk,e\n"),
                "1@1<two\nlines><b>\n2@3<c><x\r\ny\rz>\n3@6<k><e>\n");
}

static void empty_lines_are_passed_over_but_counted(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("\n\na\n\r\nb\r\n\r\n\r\n"), "3@3<a>\n5@5<b>\n");
    assert_read(MUS_TEXT("a\r\rb"), "1@1<a>\n3@3<b>\n");
    assert_read(MUS_TEXT("\r\n"), "");
}

static void a_formula_that_is_only_a_text_is_that_text(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("=\"0012\",\"=\"\"0013\"\"\",=\"\"\n"), "1@1<0012><0013><>\n");
    assert_read(MUS_TEXT("\"=\"\"a\"\"\"\"b\"\"\"\n"), "1@1<a\"b>\n");
    assert_read(MUS_TEXT("=\"a\"&\"b\",=1+1,=\",=\"\"\"\n"),
                "1@1<=\"a\"&\"b\"><=1+1><=\"><=\"\"\">\n");
}

static void the_delimiter_is_found(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a\tb,c\n1\t2\n"), "1@1<a><b,c>\n2@2<1><2>\n");
    assert_read(MUS_TEXT("a;b\n1,5;2,5\n"), "1@1<a><b>\n2@2<1,5><2,5>\n");
    assert_read(MUS_TEXT("list, of 3\nname,country,city\nA,JP,\"x;y;z\"\nB,DE,w\n"),
                "1@1<list>< of 3>\n2@2<name><country><city>\n3@3<A><JP><x;y;z>\n4@4<B><DE><w>\n");
    assert_read(MUS_TEXT("\"a\tb\tc\",d\n\"e\tf\tg\",h\n"), "1@1<a\tb\tc><d>\n2@2<e\tf\tg><h>\n");
    assert_read(MUS_TEXT("alone\nwords\n"), "1@1<alone>\n2@2<words>\n");
    assert_read_with(MUS_TEXT("a;b,c\n"), &(struct mus_csv_options){.delimiter = ','},
                     "1@1<a;b><c>\n");
    assert_read_with(MUS_TEXT("'a,b','c''d'\n"),
                     &(struct mus_csv_options){.delimiter = ',', .quote = '\''}, "1@1<a,b><c'd>\n");
}

static void excels_separator_line_is_no_row(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("sep=;\r\na,b;c\r\n"), "1@2<a,b><c>\n");
    assert_read(MUS_TEXT("sep=|\na,b|c"), "1@2<a,b><c>\n");
    assert_read(MUS_TEXT("sep=,"), "");
    assert_read(MUS_TEXT("sep=;;\nx"), "1@1<sep=><><>\n2@2<x>\n");
    assert_read(MUS_TEXT("\"sep=;\"\nx"), "1@1<sep=;>\n2@2<x>\n");
    assert_read_with(MUS_TEXT("sep=;\na,b;c\n"), &(struct mus_csv_options){.delimiter = ','},
                     "1@2<a><b;c>\n");
}

static void an_end_of_file_mark_is_no_row(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b\r\n\x1A"), "1@1<a><b>\n");
    assert_read(MUS_TEXT("a,\x1A\r\n"), "1@1<a><\x1A>\n");
}

static void cp932_is_split_after_it_is_converted(void **state)
{
    (void)state;
    /* ソ表能 end in 5C, ポ in 7C; | is the delimiter here. */
    assert_read_with(MUS_TEXT("\x83\x5C|\x95\x5C\x94\x5C|\x83\x7C\r\n"
                              "\"\xFB\xFC\xFA\xB1\"|\x87\x40\x87\x8A|\x81\x60\r\n"),
                     &(struct mus_csv_options){.delimiter = '|'},
                     "1@1<ソ><表能><ポ>\n2@2<髙﨑><①㈱><～>\n");
}

static void unicode_text_of_excel_is_read(void **state)
{
    (void)state;
    struct mus_csv *csv = open_text(MUS_TEXT("\xFF\xFE\x1A\x4F\t\0b\0\r\0\n\0"));
    struct mus_buf out = {0};
    show_all(csv, &out);
    assert_string_equal(mus_buf_text(&out).ptr, "1@1<会><b>\n");
    assert_int_equal(mus_csv_encoding(csv), MUS_ENCODING_UTF16LE);
    assert_int_equal(mus_csv_delimiter(csv), '\t');
    mus_buf_done(&out);
    mus_csv_close(csv);
}

static void the_encoding_is_judged_where_the_first_character_beyond_ascii_stands(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    struct mus_error err = {0};
    for (int i = 0; i < 200000; i++) {
        mus_buf_add_z(&text, "name,1\r\n");
    }
    mus_buf_add_z(&text, "\x89\xEF\x8E\xD0,2\r\n");
    struct mus_csv *csv = open_text(mus_buf_text(&text));
    bool more = false;
    for (int i = 0; i < 200000; i++) {
        assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
        assert_true(i > 100000 || mus_csv_encoding(csv) == MUS_ENCODING_DETECT);
    }
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_int_equal(mus_csv_encoding(csv), MUS_ENCODING_CP932);
    assert_true(mus_text_equals(mus_csv_row(csv)->cells[0], "会社"));
    assert_int_equal(mus_csv_row(csv)->line, 200001);
    mus_csv_close(csv);
    mus_buf_done(&text);
}

static void a_row_with_a_bad_byte_is_refused_and_the_next_one_read(void **state)
{
    (void)state;
    const struct mus_csv_options cp932 = {.encoding = MUS_ENCODING_CP932};
    const struct mus_csv_options utf8 = {.encoding = MUS_ENCODING_UTF8};
    assert_read_with(MUS_TEXT("a,b\n1,x\x81\n\x83\x5C,3\n"), &cp932,
                     "1@1<a><b>\n"
                     "2@2<1><x\xEF\xBF\xBD> (line 2: byte 0x81 at offset 7 is not CP932)\n"
                     "3@3<ソ><3>\n");
    assert_read_with(MUS_TEXT("\"p\nq\xE3\x81\",\"r\xFF\"\nc,d\n"), &utf8,
                     "1@1<p\nq\xEF\xBF\xBD><r\xEF\xBF\xBD> "
                     "(line 2: bytes 0xE3 0x81 at offset 4 are not UTF-8)\n"
                     "2@3<c><d>\n");
    assert_read_with(MUS_TEXT("\xFF,b\n\xFF"), &utf8,
                     "1@1<\xEF\xBF\xBD><b> (line 1: byte 0xFF at offset 0 is not UTF-8)\n"
                     "2@2<\xEF\xBF\xBD> (line 2: byte 0xFF at offset 4 is not UTF-8)\n");
}

static void a_row_with_a_nul_is_refused(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b\nc\0,\"\0d\"\ne,f\n"), "1@1<a><b>\n2@2<c\xEF\xBF\xBD><\xEF\xBF\xBD"
                                                     "d> (line 2: a NUL character)\n3@3<e><f>\n");
}

static void a_quote_that_is_never_closed_is_named_with_its_line(void **state)
{
    (void)state;
    assert_read(MUS_TEXT("a,b\nc,\"d\ne,f\n"),
                "1@1<a><b>\n2@2<c><d\ne,f\n> (line 2: a quoted cell is never closed)\n");
    assert_read(MUS_TEXT("\"x\ny\",\"d"), "1@1<x\ny><d> (line 2: a quoted cell is never closed)\n");
    assert_read(MUS_TEXT("\""), "1@1<> (line 1: a quoted cell is never closed)\n");
}

static void an_undetectable_encoding_ends_the_reading(void **state)
{
    (void)state;
    struct mus_csv *csv = open_text(MUS_TEXT("a,b\nc,\xFF\xFD\n"));
    bool more = true;
    for (int i = 0; i < 3; i++) {
        struct mus_error err = {0};
        assert_int_equal(mus_csv_next(csv, &more, &err), MUS_INVALID);
        assert_int_equal(err.status, MUS_INVALID);
        assert_string_equal(err.message, "neither UTF-8 (byte 0xFF at offset 6) nor CP932 (byte "
                                         "0xFF at offset 6)");
        assert_int_equal(mus_csv_row(csv)->count, 0);
    }
    mus_csv_close(csv);
}

static void fill(struct mus_buf *text, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_byte(text, (unsigned char)byte);
    }
}

static void a_cell_has_a_greatest_size(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "a,\"\n");
    fill(&text, 'x', MUS_MAX_CELL_BYTES - 1);
    mus_buf_add_z(&text, "\"\nb,");
    fill(&text, 'x', MUS_MAX_CELL_BYTES - 1);
    mus_buf_add_z(&text, "表,z\nc,d\n");
    struct mus_csv *csv = open_text(mus_buf_text(&text));
    struct mus_error err = {0};
    bool more = false;
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_int_equal(mus_csv_row(csv)->cells[1].len, MUS_MAX_CELL_BYTES);
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "line 3: a cell larger than 1048576 bytes");
    assert_int_equal(mus_csv_row(csv)->cells[1].len, MUS_MAX_CELL_BYTES - 1); /* no half 表 */
    assert_true(mus_text_equals(mus_csv_row(csv)->cells[2], "z"));
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_true(mus_text_equals(mus_csv_row(csv)->cells[1], "d"));
    mus_csv_close(csv);
    mus_buf_done(&text);
}

static void a_row_has_a_greatest_size(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    for (size_t row = 0; row < 2; row++) {
        for (size_t left = MUS_MAX_ROW_BYTES; left > 0; left -= 262144) {
            fill(&text, 'x', 262144);
            mus_buf_add_z(&text, left > 262144 || row > 0 ? "," : "\n");
        }
    }
    mus_buf_add_z(&text, "y,\nc,d\n");
    struct mus_csv *csv = open_text(mus_buf_text(&text));
    struct mus_error err = {0};
    bool more = false;
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_int_equal(mus_csv_row(csv)->count, 16);
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "line 2: a row larger than 4194304 bytes");
    assert_int_equal(mus_csv_row(csv)->count, 18);
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_true(mus_text_equals(mus_csv_row(csv)->cells[0], "c"));
    mus_csv_close(csv);
    mus_buf_done(&text);
}

static void a_row_has_a_greatest_number_of_columns(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    fill(&text, ',', MUS_MAX_COLUMNS - 1);
    mus_buf_add_z(&text, "z\n");
    fill(&text, ',', MUS_MAX_COLUMNS);
    mus_buf_add_z(&text, "z\na\n");
    struct mus_csv *csv = open_text(mus_buf_text(&text));
    struct mus_error err = {0};
    bool more = false;
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_int_equal(mus_csv_row(csv)->count, MUS_MAX_COLUMNS);
    assert_true(mus_text_equals(mus_csv_row(csv)->cells[MUS_MAX_COLUMNS - 1], "z"));
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "line 2: more than 1024 columns");
    assert_int_equal(mus_csv_row(csv)->count, MUS_MAX_COLUMNS);
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
    assert_int_equal(mus_csv_row(csv)->count, 1);
    mus_csv_close(csv);
    mus_buf_done(&text);
}

/* A source that gives a few bytes at a time, and may fail in the end. */
struct drip {
    struct mus_text left;
    size_t step;
    bool fails;
};

static enum mus_status read_drip(void *context, char *into, size_t capacity, size_t *got,
                                 struct mus_error *err)
{
    struct drip *drip = context;
    size_t len = drip->left.len < drip->step ? drip->left.len : drip->step;
    len = len < capacity ? len : capacity;
    if (len == 0 && drip->fails) {
        return mus_fail(err, MUS_IO, "the line is dead");
    }
    memcpy(into, drip->left.ptr, len);
    drip->left.ptr += len;
    drip->left.len -= len;
    *got = len;
    return MUS_OK;
}

static void any_source_can_be_read(void **state)
{
    (void)state;
    for (size_t step = 1; step < 9; step++) {
        struct drip drip = {MUS_TEXT("\x83\x5C,\"\x95\x5C\"\"\r\n\"\r\nb,c"), step, false};
        struct mus_csv *csv = NULL;
        struct mus_buf out = {0};
        assert_int_equal(mus_csv_open((struct mus_byte_source){.read = read_drip, .context = &drip},
                                      NULL, &csv, NULL),
                         MUS_OK);
        show_all(csv, &out);
        assert_string_equal(mus_buf_text(&out).ptr, "1@1<ソ><表\"\r\n>\n2@3<b><c>\n");
        mus_buf_done(&out);
        mus_csv_close(csv);
    }
}

static void a_source_that_fails_ends_the_reading(void **state)
{
    (void)state;
    struct drip drip = {MUS_TEXT("a,b\n"), 100, true};
    struct mus_csv *csv = NULL;
    struct mus_error err = {0};
    bool more = false;
    assert_int_equal(mus_csv_open((struct mus_byte_source){.read = read_drip, .context = &drip},
                                  NULL, &csv, &err),
                     MUS_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(mus_csv_next(csv, &more, &err), MUS_IO);
        assert_string_equal(err.message, "the line is dead");
    }
    mus_csv_close(csv);
}

/* The columns of one file are long enough that cells, escapes, CRLFs and characters fall on the
 * borders of the pieces in which it is read. */
static void pieces_leave_no_trace(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    for (int i = 0; i < 9000; i++) {
        mus_buf_printf(&text, "%d,\"会社\"\"%d\"\"\r\n\",株式会社%*s\r\n", i, i, i % 7, "");
    }
    struct mus_csv *csv = open_text(mus_buf_text(&text));
    for (int i = 0; i < 9000; i++) {
        char expected[100];
        struct mus_error err = {0};
        struct mus_buf out = {0};
        bool more = false;
        snprintf(expected, sizeof expected, "<%d><会社\"%d\"\r\n><株式会社%*s>", i, i, i % 7, "");
        assert_int_equal(mus_csv_next(csv, &more, &err), MUS_OK);
        show(mus_csv_row(csv), &out);
        assert_string_equal(mus_buf_text(&out).ptr, expected);
        assert_int_equal(mus_csv_row(csv)->line, 2 * i + 1);
        mus_buf_done(&out);
    }
    mus_csv_close(csv);
    mus_buf_done(&text);
}

static void files_are_opened_by_path(void **state)
{
    (void)state;
    char path[] = "/tmp/musubi-csv-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *stream = fdopen(file, "wb");
    assert_non_null(stream);
    fputs("a,b\n", stream);
    fclose(stream);
    struct mus_csv *csv = NULL;
    struct mus_error err = {0};
    struct mus_buf out = {0};
    assert_int_equal(mus_csv_open_file(path, NULL, &csv, &err), MUS_OK);
    show_all(csv, &out);
    assert_string_equal(mus_buf_text(&out).ptr, "1@1<a><b>\n");
    mus_csv_close(csv);
    mus_buf_done(&out);
    remove(path);
    assert_int_equal(mus_csv_open_file("/no/such.csv", NULL, &csv, &err), MUS_NOT_FOUND);
    assert_string_equal(err.message, "cannot open \"/no/such.csv\": No such file or directory");
    assert_int_equal(mus_csv_open_file("/", NULL, &csv, &err), MUS_OK);
    bool more = false;
    assert_int_equal(mus_csv_next(csv, &more, &err), MUS_IO);
    assert_string_equal(err.message, "cannot read \"/\": Is a directory");
    mus_csv_close(csv);
}

static enum mus_status read_whole(struct mus_error *err)
{
    struct mus_csv *csv = NULL;
    struct mus_byte_source source;
    enum mus_status status = mus_byte_source_of_bytes(
        MUS_TEXT("\x83\x5C,\"\x95\x5C\"\r\nabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz,"
                 "abcdefghijklmnopqrstuvwxyz\r\n"),
        &source, err);
    if (status == MUS_OK) {
        status = mus_csv_open(source, NULL, &csv, err);
    }
    bool more = status == MUS_OK;
    while (status == MUS_OK && more) {
        status = mus_csv_next(csv, &more, err);
    }
    if (status != MUS_OK && csv != NULL) {
        assert_int_equal(mus_csv_next(csv, &more, err), status); /* it is repeated */
    }
    mus_csv_close(csv);
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
    assert_true(n > 6);
    assert_string_equal(err.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_rows_are_split),
        cmocka_unit_test(quotes_are_read_as_rfc_4180_and_excel_write_them),
        cmocka_unit_test(line_breaks_in_quotes_are_kept_and_counted),
        cmocka_unit_test(empty_lines_are_passed_over_but_counted),
        cmocka_unit_test(a_formula_that_is_only_a_text_is_that_text),
        cmocka_unit_test(the_delimiter_is_found),
        cmocka_unit_test(excels_separator_line_is_no_row),
        cmocka_unit_test(an_end_of_file_mark_is_no_row),
        cmocka_unit_test(cp932_is_split_after_it_is_converted),
        cmocka_unit_test(unicode_text_of_excel_is_read),
        cmocka_unit_test(the_encoding_is_judged_where_the_first_character_beyond_ascii_stands),
        cmocka_unit_test(a_row_with_a_bad_byte_is_refused_and_the_next_one_read),
        cmocka_unit_test(a_row_with_a_nul_is_refused),
        cmocka_unit_test(a_quote_that_is_never_closed_is_named_with_its_line),
        cmocka_unit_test(an_undetectable_encoding_ends_the_reading),
        cmocka_unit_test(a_cell_has_a_greatest_size),
        cmocka_unit_test(a_row_has_a_greatest_size),
        cmocka_unit_test(a_row_has_a_greatest_number_of_columns),
        cmocka_unit_test(any_source_can_be_read),
        cmocka_unit_test(a_source_that_fails_ends_the_reading),
        cmocka_unit_test(pieces_leave_no_trace),
        cmocka_unit_test(files_are_opened_by_path),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
