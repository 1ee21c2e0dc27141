/* The library wants the name of a file to write to. It is given one that lies in memory alone, so
 * that nothing stays behind wherever the writing ends, and its bytes are read from there. */
#include "codec/xlsx_write.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/limits.h"
#include "base/mem.h"
#include "codec/row.h"

enum {
    MAX_SHEET_NAME = 31,
    MAX_WIDTH = 255,
    DAY_0_OF_1900 = -25568,  /* see base/calendar.c: 1899-12-31 … */
    DAY_61_OF_1900 = -25508, /* … up to this day, 1900-03-01, and a day earlier from here on */
};
/* What a spreadsheet keeps of a number: 15 digits. */
static const int64_t MAX_NUMBER = INT64_C(999999999999999);

struct mus_xlsx_writer {
    lxw_workbook *book;
    lxw_worksheet *sheet; /* the current one; NULL before the first and when all is taken */
    lxw_format *styles[MUS_XLSX_STYLE_COUNT];
    lxw_format *integer, *date;
    int fd; /* of the file in memory */
    uint32_t row;
    uint16_t column;
    unsigned sheets;
    struct mus_buf name; /* of the current sheet, for messages */
    struct mus_buf text; /* a terminated copy of the cell at hand */
    struct mus_error failure;
};

bool mus_xlsx_writer_is_built(void)
{
    return true;
}

static enum mus_status library_failure(lxw_error error, struct mus_error *err)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        return mus_fail_memory(err);
    }
    return mus_fail(err, MUS_IO, "the workbook could not be written: %s", lxw_strerror(error));
}

/* Memory runs out anywhere: then no place is told. */
static enum mus_status at_place(enum mus_status status, const char *place, struct mus_error *err)
{
    return status == MUS_NO_MEMORY ? status : mus_fail_at(err, status, "%s", place);
}

/* ------------------------------------------------------------------ the book */

static lxw_format *new_format(struct mus_xlsx_writer *writer)
{
    lxw_format *format = workbook_add_format(writer->book);
    if (format != NULL) {
        format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    }
    return format;
}

static bool make_formats(struct mus_xlsx_writer *writer)
{
    for (int i = 0; i < MUS_XLSX_STYLE_COUNT; i++) {
        writer->styles[i] = new_format(writer);
        if (writer->styles[i] == NULL) {
            return false;
        }
    }
    writer->integer = new_format(writer);
    writer->date = new_format(writer);
    if (writer->integer == NULL || writer->date == NULL) {
        return false;
    }
    format_set_text_wrap(writer->styles[MUS_XLSX_WRAPPED]);
    format_set_bold(writer->styles[MUS_XLSX_HEADER]);
    format_set_bg_color(writer->styles[MUS_XLSX_HEADER], 0xE8EEF1);
    format_set_bottom(writer->styles[MUS_XLSX_HEADER], LXW_BORDER_THIN);
    format_set_bold(writer->styles[MUS_XLSX_TITLE]);
    format_set_font_size(writer->styles[MUS_XLSX_TITLE], 14);
    format_set_num_format(writer->integer, "#,##0");
    format_set_num_format(writer->date, "yyyy-mm-dd");
    return true;
}

/* A terminated copy of the text in `into`, as XML can hold it: the two characters that are none
 * become the one that stands for what cannot be shown. An underscore that would begin an escape of
 * the format (_x0041_) is escaped itself. *units is its length as a spreadsheet counts. */
static enum mus_status copy_text(struct mus_text text, struct mus_buf *into, size_t *units,
                                 struct mus_error *err)
{
    size_t at;
    if (!mus_text_is_utf8(text, &at)) {
        return mus_fail(err, MUS_INVALID, "not UTF-8 at byte %zu", at);
    }
    mus_buf_clear(into);
    *units = 0;
    for (at = 0; at < text.len;) {
        size_t start = at;
        int32_t c = mus_text_next(text, &at);
        if (c == 0) {
            return mus_fail(err, MUS_INVALID, "a text with a NUL character");
        }
        if (c == '_' && text.len - start >= 7 && text.ptr[start + 1] == 'x') {
            mus_buf_add_z(into, "_x005F");
        }
        if (c == 0xFFFE || c == 0xFFFF) {
            mus_buf_add_char(into, 0xFFFD);
        } else {
            mus_buf_add(into, text.ptr + start, at - start);
        }
        *units += c > 0xFFFF ? 2 : 1;
    }
    return mus_buf_check(into, err);
}

static enum mus_status set_properties(struct mus_xlsx_writer *writer,
                                      const struct mus_xlsx_write_options *options,
                                      struct mus_error *err)
{
    const int64_t last = INT64_C(253402300799); /* 9999-12-31 23:59:59 */
    if (options->created < 1 || options->created > last) {
        return mus_fail(err, MUS_INVALID,
                        "created: expected seconds of the years 1970 to 9999, found %" PRId64,
                        options->created);
    }
    size_t units;
    enum mus_status status = copy_text(options->title, &writer->text, &units, err);
    if (status != MUS_OK) {
        return at_place(status, "title", err);
    }
    lxw_doc_properties properties = {
        .title = units == 0 ? NULL : writer->text.data,
        .created = options->created,
    };
    lxw_error error = workbook_set_properties(writer->book, &properties);
    return error == LXW_NO_ERROR ? MUS_OK : library_failure(error, err);
}

static enum mus_status begin_book(struct mus_xlsx_writer *writer,
                                  const struct mus_xlsx_write_options *options,
                                  struct mus_error *err)
{
    writer->fd = memfd_create("workbook", MFD_CLOEXEC);
    if (writer->fd < 0) {
        return mus_fail(err, MUS_IO, "no file in memory: %s", strerror(errno));
    }
    char path[40];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", writer->fd);
    writer->book = workbook_new(path);
    if (writer->book == NULL || !make_formats(writer)) {
        return mus_fail_memory(err);
    }
    return set_properties(writer, options, err);
}

enum mus_status mus_xlsx_writer_new(const struct mus_xlsx_write_options *options,
                                    struct mus_xlsx_writer **out, struct mus_error *err)
{
    struct mus_xlsx_writer *writer = mus_alloc_zero(1, sizeof *writer);
    if (writer == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = begin_book(writer, options, err);
    if (status != MUS_OK) {
        mus_xlsx_writer_free(writer);
        return status;
    }
    *out = writer;
    return MUS_OK;
}

void mus_xlsx_writer_free(struct mus_xlsx_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    if (writer->book != NULL) {
        lxw_workbook_free(writer->book);
    }
    if (writer->fd >= 0) {
        close(writer->fd);
    }
    mus_buf_done(&writer->name);
    mus_buf_done(&writer->text);
    mus_free(writer);
}

/* ------------------------------------------------------------------ sheets */

static bool has_failed(const struct mus_xlsx_writer *writer)
{
    return writer->failure.status != MUS_OK;
}

static enum mus_status add_sheet(struct mus_xlsx_writer *writer, struct mus_text name,
                                 struct mus_error *err)
{
    size_t units;
    enum mus_status status = copy_text(name, &writer->name, &units, err);
    if (status != MUS_OK) {
        return at_place(status, "name of a sheet", err);
    }
    if (writer->sheets == MUS_MAX_XLSX_SHEETS) {
        return mus_fail(err, MUS_LIMIT, "sheet \"%.*s\": more than %d sheets",
                        MUS_TEXT_SHORT_ARG(name), MUS_MAX_XLSX_SHEETS);
    }
    if (units == 0 || units > MAX_SHEET_NAME ||
        workbook_validate_sheet_name(writer->book, writer->name.data) != LXW_NO_ERROR) {
        return mus_fail(err, MUS_INVALID,
                        "sheet \"%.*s\": expected a name of its own, 1 to %d characters without "
                        "[ ] : * ? / \\ and without an apostrophe at either end",
                        MUS_TEXT_SHORT_ARG(name), MAX_SHEET_NAME);
    }
    lxw_worksheet *sheet = workbook_add_worksheet(writer->book, writer->name.data);
    if (sheet == NULL) {
        return mus_fail_memory(err);
    }
    enum { A4 = 9 };
    worksheet_set_paper(sheet, A4);
    worksheet_fit_to_pages(sheet, 1, 0);
    writer->sheet = sheet;
    writer->sheets++;
    writer->row = 0;
    writer->column = 0;
    return MUS_OK;
}

void mus_xlsx_write_sheet(struct mus_xlsx_writer *writer, struct mus_text name)
{
    if (!has_failed(writer)) {
        (void)add_sheet(writer, name, &writer->failure);
    }
}

/* Whether a cell may go to the current place; the failure is remembered. */
static bool may_write(struct mus_xlsx_writer *writer)
{
    if (has_failed(writer)) {
        return false;
    }
    if (writer->sheet == NULL) {
        (void)mus_fail(&writer->failure, MUS_INVALID, "a cell without a sheet");
    } else if (writer->row >= MUS_MAX_XLSX_ROWS) {
        (void)mus_fail(&writer->failure, MUS_LIMIT, "sheet \"%s\": more than %d rows",
                       writer->name.data, MUS_MAX_XLSX_ROWS);
    } else if (writer->column >= MUS_MAX_COLUMNS) {
        (void)mus_fail(&writer->failure, MUS_LIMIT,
                       "sheet \"%s\", row %" PRIu32 ": more than %d columns", writer->name.data,
                       writer->row + 1, MUS_MAX_COLUMNS);
    }
    return !has_failed(writer);
}

/* Puts the place in front of what is wrong with the cell; otherwise goes on to the next one. */
static void end_cell(struct mus_xlsx_writer *writer, enum mus_status status)
{
    if (status != MUS_OK && status != MUS_NO_MEMORY) {
        char column[MUS_COLUMN_NAME_MAX];
        (void)mus_fail_at(&writer->failure, status, "sheet \"%s\", row %" PRIu32 ", column %s",
                          writer->name.data, writer->row + 1,
                          mus_column_name(writer->column, column));
    }
    writer->column++;
}

static enum mus_status status_of(lxw_error error, struct mus_error *err)
{
    return error == LXW_NO_ERROR ? MUS_OK : library_failure(error, err);
}

void mus_xlsx_write_widths(struct mus_xlsx_writer *writer, const unsigned *widths, size_t count)
{
    if (count == 0 || !may_write(writer)) {
        return;
    }
    for (size_t i = 0; i < count && i < MUS_MAX_COLUMNS && !has_failed(writer); i++) {
        if (widths[i] > 0) {
            unsigned width = widths[i] > MAX_WIDTH ? MAX_WIDTH : widths[i];
            (void)status_of(
                worksheet_set_column(writer->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL),
                &writer->failure);
        }
    }
}

void mus_xlsx_write_freeze(struct mus_xlsx_writer *writer)
{
    if (has_failed(writer) || writer->sheet == NULL || writer->row == 0) {
        return;
    }
    worksheet_freeze_panes(writer->sheet, writer->row, 0);
    (void)status_of(worksheet_repeat_rows(writer->sheet, writer->row - 1, writer->row - 1),
                    &writer->failure);
}

/* ------------------------------------------------------------------ cells */

static enum mus_status put_text(struct mus_xlsx_writer *writer, struct mus_text text,
                                lxw_format *format, struct mus_error *err)
{
    size_t units;
    enum mus_status status = copy_text(text, &writer->text, &units, err);
    if (status != MUS_OK || units == 0) {
        return status;
    }
    if (units > MUS_MAX_XLSX_CELL) {
        return mus_fail(err, MUS_LIMIT, "a text of more than %d characters", MUS_MAX_XLSX_CELL);
    }
    return status_of(worksheet_write_string(writer->sheet, writer->row, writer->column,
                                            writer->text.data, format),
                     err);
}

void mus_xlsx_write_text(struct mus_xlsx_writer *writer, struct mus_text text,
                         enum mus_xlsx_style style)
{
    if (may_write(writer)) {
        end_cell(writer, put_text(writer, text, writer->styles[style], &writer->failure));
    }
}

static enum mus_status put_number(struct mus_xlsx_writer *writer, int64_t value, lxw_format *format,
                                  struct mus_error *err)
{
    return status_of(
        worksheet_write_number(writer->sheet, writer->row, writer->column, (double)value, format),
        err);
}

void mus_xlsx_write_integer(struct mus_xlsx_writer *writer, int64_t value)
{
    if (!may_write(writer)) {
        return;
    }
    if (value >= -MAX_NUMBER && value <= MAX_NUMBER) {
        end_cell(writer, put_number(writer, value, writer->integer, &writer->failure));
        return;
    }
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%" PRId64, value);
    mus_xlsx_write_text(writer, mus_text_of(digits), MUS_XLSX_PLAIN);
}

static enum mus_status put_old_date(struct mus_xlsx_writer *writer, mus_date date,
                                    struct mus_error *err)
{
    if (!mus_date_exists(date)) {
        return mus_fail(err, MUS_INVALID, "no such day");
    }
    struct mus_buf iso = {0};
    mus_date_write_iso(&iso, date);
    enum mus_status status = mus_buf_check(&iso, err);
    if (status == MUS_OK) {
        status = put_text(writer, mus_buf_text(&iso), writer->styles[MUS_XLSX_PLAIN], err);
    }
    mus_buf_done(&iso);
    return status;
}

void mus_xlsx_write_date(struct mus_xlsx_writer *writer, mus_date date)
{
    if (!may_write(writer)) {
        return;
    }
    if (!mus_date_exists(date) || date <= DAY_0_OF_1900) {
        end_cell(writer, put_old_date(writer, date, &writer->failure));
        return;
    }
    int32_t serial = date - DAY_0_OF_1900 + (date >= DAY_61_OF_1900 ? 1 : 0);
    end_cell(writer, put_number(writer, serial, writer->date, &writer->failure));
}

void mus_xlsx_end_row(struct mus_xlsx_writer *writer)
{
    /* A row behind the last possible one is refused when it is written to. */
    if (writer->row < MUS_MAX_XLSX_ROWS) {
        writer->row++;
    }
    writer->column = 0;
}

/* ------------------------------------------------------------------ taking it */

static enum mus_status read_file(int fd, struct mus_buf *out, struct mus_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return mus_fail(err, MUS_IO, "the workbook in memory: %s", strerror(errno));
    }
    size_t size = (size_t)info.st_size;
    if (!mus_buf_reserve(out, size)) {
        return mus_fail_memory(err);
    }
    size_t got = 0;
    while (got < size) {
        ssize_t part = pread(fd, out->data + out->len + got, size - got, (off_t)got);
        if (part <= 0) {
            return mus_fail(err, MUS_IO, "the workbook in memory: %s",
                            part == 0 ? "cut short" : strerror(errno));
        }
        got += (size_t)part;
    }
    out->len += size;
    out->data[out->len] = '\0';
    return MUS_OK;
}

enum mus_status mus_xlsx_writer_take(struct mus_xlsx_writer *writer, struct mus_buf *out,
                                     struct mus_error *err)
{
    if (!has_failed(writer) && writer->sheet == NULL) {
        (void)mus_fail(&writer->failure, MUS_INVALID, "a workbook without a sheet");
    }
    if (has_failed(writer)) {
        return mus_fail(err, writer->failure.status, "%s", writer->failure.message);
    }
    lxw_error error = workbook_close(writer->book); /* frees it, also where it fails */
    writer->book = NULL;
    writer->sheet = NULL;
    enum mus_status status = status_of(error, err);
    return status == MUS_OK ? read_file(writer->fd, out, err) : status;
}
