/* Rows come out of the sheet's part one at a time: the handler pauses the parser at the end of each
 * row that holds something. */
#include "codec/xlsx.h"

#include "codec/xlsx_book.h"
#include "codec/xlsx_number.h"
#include "codec/xlsx_part.h"
#include "codec/xlsx_strings.h"
#include "codec/xlsx_styles.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What the names of parts and sheets may take. */
#define MAX_BOOK_BYTES (64 * 1024 * 1024)

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE, /* inlineStr: the text is in <is><t> */
    CELL_TEXT,   /* str: a formula's text; d: a date in ISO form */
    CELL_TRUTH,
    CELL_ERROR,
};

struct span {
    size_t start;
    size_t len;
};

struct mus_xlsx {
    struct mus_xlsx_archive *archive;
    struct mus_arena arena; /* the names in the book */
    struct mus_xlsx_book book;
    struct mus_xlsx_strings strings;
    struct mus_xlsx_styles styles;
    struct mus_xlsx_part *part;

    bool in_row;
    bool in_value;  /* what follows is the cell's value */
    bool too_large; /* the value is: the rest is left out */
    int phonetic;
    size_t column; /* of the cell; behind a cell, of the next one if it does not say */
    enum cell_type type;
    enum mus_xlsx_look look;
    struct mus_buf value;

    struct mus_buf bytes;               /* of the row's cells */
    struct span spans[MUS_MAX_COLUMNS]; /* of each cell in bytes; beyond row.count all are empty */
    struct mus_text cells[MUS_MAX_COLUMNS];
    struct mus_row row;
    struct mus_error problem; /* why the row is refused; MUS_OK: it is not */
    struct mus_error final;   /* why nothing more can be read; MUS_OK: it can */
};

/* Only the first thing that is wrong with a row is told. */
static bool is_first_problem(const struct mus_xlsx *xlsx)
{
    return xlsx->problem.status == MUS_OK;
}

static void refuse_cell(struct mus_xlsx *xlsx, const char *why)
{
    char name[MUS_COLUMN_NAME_MAX];
    if (is_first_problem(xlsx)) {
        mus_fail(&xlsx->problem, MUS_REJECTED, "row %" PRIu64 ", column %s: %s", xlsx->row.number,
                 mus_column_name(xlsx->column, name), why);
    }
}

/* The number in "B12" or "12": digits, no sign, below a billion; 0 if there is none. */
static uint64_t read_number(const char *text)
{
    uint64_t number = 0;
    size_t len = strspn(text, "0123456789");
    if (len == 0 || len > 9 || text[len] != '\0') {
        return 0;
    }
    for (size_t i = 0; i < len; i++) {
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    return number;
}

/* The column in "AB12", counted from 0; SIZE_MAX if it has none. */
static size_t read_column(const char *reference)
{
    size_t column = 0;
    size_t len = 0;
    for (; reference[len] >= 'A' && reference[len] <= 'Z' && len < 4; len++) {
        column = column * 26 + (size_t)(reference[len] - 'A') + 1;
    }
    return len == 0 || len == 4 ? SIZE_MAX : column - 1;
}

static void start_row(struct mus_xlsx *xlsx, struct mus_xlsx_part *part, const char *said)
{
    uint64_t number = said == NULL ? xlsx->row.number + 1 : read_number(said);
    if (number > MUS_MAX_XLSX_ROWS) {
        mus_xlsx_part_fail(part, MUS_LIMIT, "row %" PRIu64 ": a sheet has at most %d rows", number,
                           MUS_MAX_XLSX_ROWS);
        return;
    }
    if (number <= xlsx->row.number) {
        mus_xlsx_part_fail(part, MUS_INVALID, "row \"%.*s\" follows row %" PRIu64,
                           MUS_TEXT_SHORT_ARG(mus_text_of(said == NULL ? "" : said)),
                           xlsx->row.number);
        return;
    }
    mus_buf_clear(&xlsx->bytes);
    memset(xlsx->spans, 0, xlsx->row.count * sizeof xlsx->spans[0]);
    xlsx->row = (struct mus_row){.cells = xlsx->cells, .number = number};
    xlsx->problem.status = MUS_OK;
    xlsx->column = 0;
    xlsx->in_row = true;
}

static enum cell_type read_type(const char *said)
{
    static const char *const NAMES[] = {"n", "s", "inlineStr", "str", "b", "e"};
    for (size_t i = 0; said != NULL && i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (strcmp(said, NAMES[i]) == 0) {
            return (enum cell_type)i;
        }
    }
    return said == NULL ? CELL_NUMBER : CELL_TEXT;
}

static void start_cell(struct mus_xlsx *xlsx, struct mus_xlsx_part *part, const char **attributes)
{
    const char *reference = mus_xlsx_attribute(attributes, "r");
    if (reference != NULL) {
        size_t column = read_column(reference);
        if (column == SIZE_MAX) {
            mus_xlsx_part_fail(part, MUS_INVALID, "row %" PRIu64 ": no such cell \"%.*s\"",
                               xlsx->row.number, MUS_TEXT_SHORT_ARG(mus_text_of(reference)));
            return;
        }
        xlsx->column = column;
    }
    xlsx->type = read_type(mus_xlsx_attribute(attributes, "t"));
    xlsx->look = mus_xlsx_styles_look(&xlsx->styles, mus_xlsx_attribute(attributes, "s"));
    mus_buf_clear(&xlsx->value);
    xlsx->too_large = false;
    xlsx->phonetic = 0;
}

static void on_start(void *context, struct mus_xlsx_part *part, const char *name,
                     const char **attributes)
{
    struct mus_xlsx *xlsx = context;
    if (strcmp(name, "row") == 0) {
        start_row(xlsx, part, mus_xlsx_attribute(attributes, "r"));
    } else if (!xlsx->in_row) {
        return;
    } else if (strcmp(name, "c") == 0) {
        start_cell(xlsx, part, attributes);
    } else if (strcmp(name, "rPh") == 0) {
        xlsx->phonetic++;
    } else if (strcmp(name, "v") == 0) {
        xlsx->in_value = xlsx->type != CELL_INLINE;
    } else if (strcmp(name, "t") == 0) {
        xlsx->in_value = xlsx->type == CELL_INLINE && xlsx->phonetic == 0;
    }
}

static void on_text(void *context, struct mus_xlsx_part *part, const char *bytes, size_t len)
{
    struct mus_xlsx *xlsx = context;
    if (!xlsx->in_value || xlsx->too_large) {
        return;
    }
    if (len > MUS_MAX_CELL_BYTES - xlsx->value.len) {
        xlsx->too_large = true;
        return;
    }
    mus_buf_add(&xlsx->value, bytes, len);
    if (xlsx->value.failed) {
        mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
    }
}

/* The cell's text, appended to the row. */
static void write_value(struct mus_xlsx *xlsx)
{
    struct mus_text value = mus_buf_text(&xlsx->value);
    struct mus_text string;
    size_t start = xlsx->bytes.len;
    switch (xlsx->type) {
    case CELL_NUMBER:
        mus_xlsx_write_number(value, xlsx->look, xlsx->book.system_1904, &xlsx->bytes);
        break;
    case CELL_SHARED:
        if (!mus_xlsx_strings_get(&xlsx->strings, mus_text_trim(value), &string)) {
            refuse_cell(xlsx, "a shared string that the workbook does not have");
        } else if (string.len > MUS_MAX_CELL_BYTES) {
            xlsx->too_large = true;
        } else {
            mus_buf_add_text(&xlsx->bytes, string);
        }
        break;
    case CELL_INLINE:
    case CELL_TEXT:
        mus_buf_add_text(&xlsx->bytes, value);
        mus_xlsx_unescape(&xlsx->bytes, start);
        break;
    case CELL_TRUTH:
        mus_buf_add_z(&xlsx->bytes, mus_text_equals(value, "0") ? "FALSE" : "TRUE");
        break;
    case CELL_ERROR:
        xlsx->row.first_error = xlsx->row.errors == 0 ? xlsx->column : xlsx->row.first_error;
        xlsx->row.errors++;
        break;
    }
}

static void refuse_column(struct mus_xlsx *xlsx)
{
    if (is_first_problem(xlsx)) {
        mus_fail(&xlsx->problem, MUS_REJECTED, "row %" PRIu64 ": more than %d columns",
                 xlsx->row.number, MUS_MAX_COLUMNS);
    }
}

static void refuse_size(struct mus_xlsx *xlsx)
{
    char why[64];
    snprintf(why, sizeof why, "a cell larger than %d bytes", MUS_MAX_CELL_BYTES);
    refuse_cell(xlsx, why);
}

/* What was appended from `start` on becomes the cell, if it fits. */
static void keep_cell(struct mus_xlsx *xlsx, size_t start)
{
    if (xlsx->bytes.len > MUS_MAX_ROW_BYTES) {
        if (is_first_problem(xlsx)) {
            mus_fail(&xlsx->problem, MUS_REJECTED, "row %" PRIu64 ": a row larger than %d bytes",
                     xlsx->row.number, MUS_MAX_ROW_BYTES);
        }
        xlsx->bytes.len = start;
        return;
    }
    if (xlsx->bytes.len == start) {
        return; /* empty, as it is already */
    }
    xlsx->spans[xlsx->column] = (struct span){start, xlsx->bytes.len - start};
    if (xlsx->row.count <= xlsx->column) {
        xlsx->row.count = xlsx->column + 1;
    }
}

static void end_cell(struct mus_xlsx *xlsx, struct mus_xlsx_part *part)
{
    size_t start = xlsx->bytes.len;
    if (xlsx->value.len == 0 && !xlsx->too_large) {
        /* a cell that has only a style */
    } else if (xlsx->column >= MUS_MAX_COLUMNS) {
        refuse_column(xlsx);
    } else {
        if (!xlsx->too_large) {
            write_value(xlsx);
        }
        if (xlsx->too_large) {
            refuse_size(xlsx);
        }
        keep_cell(xlsx, start);
    }
    xlsx->column++;
    if (xlsx->bytes.failed) {
        mus_xlsx_part_fail(part, MUS_NO_MEMORY, "out of memory");
    }
}

static void end_row(struct mus_xlsx *xlsx, struct mus_xlsx_part *part)
{
    const char *bytes = mus_buf_text(&xlsx->bytes).ptr;
    for (size_t i = 0; i < xlsx->row.count; i++) {
        xlsx->cells[i] = (struct mus_text){bytes + xlsx->spans[i].start, xlsx->spans[i].len};
    }
    xlsx->in_row = false;
    if (xlsx->row.count > 0 || xlsx->row.errors > 0 || !is_first_problem(xlsx)) {
        mus_xlsx_part_pause(part);
    }
}

static void on_end(void *context, struct mus_xlsx_part *part, const char *name)
{
    struct mus_xlsx *xlsx = context;
    if (!xlsx->in_row) {
        return;
    }
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        xlsx->in_value = false;
    } else if (strcmp(name, "rPh") == 0) {
        xlsx->phonetic--;
    } else if (strcmp(name, "c") == 0) {
        end_cell(xlsx, part);
    } else if (strcmp(name, "row") == 0) {
        end_row(xlsx, part);
    }
}

static uint64_t or_default(uint64_t limit, uint64_t otherwise)
{
    return limit == 0 ? otherwise : limit;
}

static enum mus_status read_book(struct mus_xlsx *xlsx, const struct mus_xlsx_options *options,
                                 struct mus_error *err)
{
    uint64_t max_part = or_default(options->max_part, MUS_MAX_XLSX_PART);
    uint64_t max_strings = or_default(options->max_strings, MUS_MAX_XLSX_STRINGS);
    enum mus_status status =
        mus_xlsx_book_read(xlsx->archive, options->sheet, &xlsx->arena, &xlsx->book, err);
    if (status == MUS_OK && xlsx->book.strings != NULL) {
        status = mus_xlsx_strings_read(&xlsx->strings, xlsx->archive, xlsx->book.strings, max_part,
                                       max_strings, err);
    }
    if (status == MUS_OK && xlsx->book.styles != NULL) {
        status = mus_xlsx_styles_read(&xlsx->styles, xlsx->archive, xlsx->book.styles, err);
    }
    if (status == MUS_OK) {
        const struct mus_xlsx_handler handler = {on_start, on_end, on_text, xlsx};
        status = mus_xlsx_part_open(xlsx->archive, xlsx->book.sheet, max_part, &handler,
                                    &xlsx->part, err);
    }
    return status;
}

/* Takes the archive. */
static enum mus_status open_archive(struct mus_xlsx_archive *archive,
                                    const struct mus_xlsx_options *options, struct mus_xlsx **out,
                                    struct mus_error *err)
{
    static const struct mus_xlsx_options DEFAULTS = {0};
    struct mus_xlsx *xlsx = mus_alloc_zero(1, sizeof *xlsx);
    if (xlsx == NULL) {
        mus_xlsx_archive_close(archive);
        return mus_fail_memory(err);
    }
    xlsx->archive = archive;
    xlsx->arena.limit = MAX_BOOK_BYTES;
    xlsx->row.cells = xlsx->cells;
    enum mus_status status = read_book(xlsx, options == NULL ? &DEFAULTS : options, err);
    if (status != MUS_OK) {
        mus_xlsx_close(xlsx);
        return status;
    }
    *out = xlsx;
    return MUS_OK;
}

bool mus_xlsx_is_built(void)
{
    return true;
}

enum mus_status mus_xlsx_open_file(const char *path, const struct mus_xlsx_options *options,
                                   struct mus_xlsx **out, struct mus_error *err)
{
    struct mus_xlsx_archive *archive = NULL;
    enum mus_status status = mus_xlsx_archive_open_file(path, &archive, err);
    return status == MUS_OK ? open_archive(archive, options, out, err) : status;
}

enum mus_status mus_xlsx_open_bytes(struct mus_text bytes, const struct mus_xlsx_options *options,
                                    struct mus_xlsx **out, struct mus_error *err)
{
    struct mus_xlsx_archive *archive = NULL;
    enum mus_status status = mus_xlsx_archive_open_bytes(bytes, &archive, err);
    return status == MUS_OK ? open_archive(archive, options, out, err) : status;
}

void mus_xlsx_close(struct mus_xlsx *xlsx)
{
    if (xlsx == NULL) {
        return;
    }
    mus_xlsx_part_close(xlsx->part);
    mus_xlsx_archive_close(xlsx->archive);
    mus_xlsx_strings_done(&xlsx->strings);
    mus_xlsx_styles_done(&xlsx->styles);
    mus_arena_done(&xlsx->arena);
    mus_buf_done(&xlsx->value);
    mus_buf_done(&xlsx->bytes);
    mus_free(xlsx);
}

enum mus_status mus_xlsx_next(struct mus_xlsx *xlsx, bool *more, struct mus_error *err)
{
    bool row = false;
    if (xlsx->final.status == MUS_OK) {
        xlsx->final.status = mus_xlsx_part_next(xlsx->part, &row, &xlsx->final);
    }
    if (xlsx->final.status != MUS_OK) {
        xlsx->row.count = 0; /* no row will follow */
        return mus_fail(err, xlsx->final.status, "%s", xlsx->final.message);
    }
    if (row && !is_first_problem(xlsx)) {
        return mus_fail(err, MUS_REJECTED, "%s", xlsx->problem.message);
    }
    *more = row;
    return MUS_OK;
}

const struct mus_row *mus_xlsx_row(const struct mus_xlsx *xlsx)
{
    return &xlsx->row;
}

struct mus_text mus_xlsx_sheet_name(const struct mus_xlsx *xlsx)
{
    return xlsx->book.sheet_name;
}
