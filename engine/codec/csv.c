/* A machine of four states goes over the text. Runs of ordinary characters are found by table and
 * copied at once; only delimiters, quotes, line ends, NULs and bad bytes are looked at singly.
 *
 *            quote                 quote
 *   START ----------> QUOTED <--------------> CLOSED
 *     | other            other stays      other |
 *     +--------> BARE <------------------------+
 *
 * From every state but QUOTED a delimiter ends the cell and a line end the row. */
#include "codec/csv.h"

#include "codec/csv_text.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum state {
    STATE_START,  /* nothing of the cell yet */
    STATE_BARE,   /* in a bare cell, or behind what followed a closing quote */
    STATE_QUOTED, /* between quotes */
    STATE_CLOSED, /* behind a quote that closes the cell, or is the first of two */
};

struct mus_csv {
    struct mus_csv_text text;
    struct mus_text piece; /* what is left of the text's last piece */
    char delimiter;
    char quote;
    bool begun;
    bool ordinary_bare[256]; /* bytes that are copied as they are */
    bool ordinary_quoted[256];

    enum state state;
    bool touched;         /* the row has a character, be it only a quote or a delimiter */
    bool was_cr;          /* the last character was CR: a LF now belongs to it */
    uint64_t line;        /* of the next character */
    uint64_t cell_line;   /* where the cell begins */
    uint64_t row_columns; /* cells so far, also those beyond the limit */
    size_t cell_start;    /* of the cell in bytes */
    bool cell_full;       /* beyond a limit: the rest of the cell is left out */

    struct mus_buf bytes; /* the row's cells one after the other */
    size_t ends[MUS_MAX_COLUMNS];
    struct mus_text cells[MUS_MAX_COLUMNS];
    struct mus_row row;
    struct mus_error problem; /* why the row is refused; MUS_OK: it is not */
    struct mus_error final;   /* why nothing more can be read; MUS_OK: it can */
};

static void set_ordinary(struct mus_csv *csv)
{
    memset(csv->ordinary_bare, true, sizeof csv->ordinary_bare);
    memset(csv->ordinary_quoted, true, sizeof csv->ordinary_quoted);
    for (const char *p = "\r\n"; *p != '\0'; p++) {
        csv->ordinary_bare[(unsigned char)*p] = false;
        csv->ordinary_quoted[(unsigned char)*p] = false;
    }
    csv->ordinary_bare[0] = false;
    csv->ordinary_quoted[0] = false;
    csv->ordinary_quoted[(unsigned char)csv->quote] = false;
}

enum mus_status mus_csv_open(struct mus_byte_source source, const struct mus_csv_options *options,
                             struct mus_csv **out, struct mus_error *err)
{
    static const struct mus_csv_options DEFAULTS = {0};
    const struct mus_csv_options *chosen = options == NULL ? &DEFAULTS : options;
    struct mus_csv *csv = mus_alloc_zero(1, sizeof *csv);
    if (csv == NULL) {
        mus_byte_source_close(&source);
        return mus_fail_memory(err);
    }
    csv->delimiter = chosen->delimiter;
    csv->quote = chosen->quote == 0 ? '"' : chosen->quote;
    csv->line = 1;
    csv->row.cells = csv->cells;
    assert(csv->delimiter != csv->quote);
    set_ordinary(csv);
    enum mus_status status = mus_csv_text_init(&csv->text, source, chosen->encoding, err);
    if (status != MUS_OK) {
        mus_free(csv);
        return status;
    }
    *out = csv;
    return MUS_OK;
}

enum mus_status mus_csv_open_file(const char *path, const struct mus_csv_options *options,
                                  struct mus_csv **out, struct mus_error *err)
{
    struct mus_byte_source source;
    enum mus_status status = mus_byte_source_of_file(path, &source, err);
    return status == MUS_OK ? mus_csv_open(source, options, out, err) : status;
}

void mus_csv_close(struct mus_csv *csv)
{
    if (csv == NULL) {
        return;
    }
    mus_csv_text_done(&csv->text);
    mus_buf_done(&csv->bytes);
    mus_free(csv);
}

const struct mus_row *mus_csv_row(const struct mus_csv *csv)
{
    return &csv->row;
}

enum mus_encoding mus_csv_encoding(const struct mus_csv *csv)
{
    return csv->text.encoding;
}

char mus_csv_delimiter(const struct mus_csv *csv)
{
    return csv->delimiter;
}

/* Only the first thing that is wrong with a row is told. */
static bool is_first_problem(const struct mus_csv *csv)
{
    return csv->problem.status == MUS_OK;
}

/* Adds whole characters to the cell, as many as the limits allow. */
static void add(struct mus_csv *csv, const char *bytes, size_t len)
{
    size_t cell_room = MUS_MAX_CELL_BYTES - (csv->bytes.len - csv->cell_start);
    size_t row_room = MUS_MAX_ROW_BYTES - csv->bytes.len;
    size_t room = cell_room < row_room ? cell_room : row_room;
    if (csv->cell_full || csv->row_columns >= MUS_MAX_COLUMNS) {
        return;
    }
    if (len > room) {
        if (is_first_problem(csv)) {
            bool cell = cell_room <= row_room;
            mus_fail(&csv->problem, MUS_REJECTED, "line %" PRIu64 ": a %s larger than %d bytes",
                     cell ? csv->cell_line : csv->row.line, cell ? "cell" : "row",
                     cell ? MUS_MAX_CELL_BYTES : MUS_MAX_ROW_BYTES);
        }
        csv->cell_full = true;
        len = room;
        while (len > 0 && ((unsigned char)bytes[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    mus_buf_add(&csv->bytes, bytes, len);
}

/* Puts U+FFFD where something stands that is no text. */
static void add_replacement(struct mus_csv *csv)
{
    add(csv, "\xEF\xBF\xBD", 3);
    if (csv->state != STATE_QUOTED) {
        csv->state = STATE_BARE;
    }
    csv->touched = true;
    csv->was_cr = false;
}

/* ="0012" is 0012, with "" for a quote in it. Anything else stays as it is. */
static void read_formula_text(struct mus_csv *csv)
{
    char *cell = csv->bytes.data + csv->cell_start;
    size_t len = csv->bytes.len - csv->cell_start;
    if (len < 3 || cell[0] != '=' || cell[1] != '"' || cell[len - 1] != '"') {
        return;
    }
    for (size_t i = 2; i < len - 1; i++) {
        if (cell[i] == '"' && (++i == len - 1 || cell[i] != '"')) {
            return;
        }
    }
    size_t to = 0;
    for (size_t i = 2; i < len - 1; i++) {
        i += cell[i] == '"';
        cell[to++] = cell[i];
    }
    csv->bytes.len = csv->cell_start + to;
}

static void end_cell(struct mus_csv *csv)
{
    if (csv->row_columns < MUS_MAX_COLUMNS) {
        if (csv->bytes.len > csv->cell_start) {
            read_formula_text(csv);
        }
        csv->ends[csv->row_columns] = csv->bytes.len;
    } else if (is_first_problem(csv)) {
        mus_fail(&csv->problem, MUS_REJECTED, "line %" PRIu64 ": more than %d columns",
                 csv->row.line, MUS_MAX_COLUMNS);
    }
    csv->row_columns++;
    csv->cell_start = csv->bytes.len;
    csv->cell_full = false;
    csv->cell_line = csv->line;
    csv->state = STATE_START;
}

static void count_line_end(struct mus_csv *csv, char c)
{
    csv->line += c == '\r' || !csv->was_cr;
    csv->was_cr = c == '\r';
}

static void begin_row(struct mus_csv *csv)
{
    mus_buf_clear(&csv->bytes);
    csv->state = STATE_START;
    csv->touched = false;
    csv->cell_start = 0;
    csv->cell_full = false;
    csv->cell_line = csv->line;
    csv->row_columns = 0;
    csv->row.count = 0;
    csv->row.line = csv->line;
    csv->row.number++;
    csv->problem.status = MUS_OK;
}

static void end_row(struct mus_csv *csv)
{
    end_cell(csv);
    size_t count = csv->row_columns < MUS_MAX_COLUMNS ? csv->row_columns : MUS_MAX_COLUMNS;
    size_t start = 0;
    const char *bytes = mus_buf_text(&csv->bytes).ptr;
    for (size_t i = 0; i < count; i++) {
        csv->cells[i] = (struct mus_text){bytes + start, csv->ends[i] - start};
        start = csv->ends[i];
    }
    csv->row.count = count;
}

/* Copies the run of ordinary characters that the piece begins with. */
static void take_run(struct mus_csv *csv)
{
    const bool *ordinary = csv->state == STATE_QUOTED ? csv->ordinary_quoted : csv->ordinary_bare;
    size_t len = 0;
    while (len < csv->piece.len && ordinary[(unsigned char)csv->piece.ptr[len]]) {
        len++;
    }
    if (len == 0) {
        return;
    }
    add(csv, csv->piece.ptr, len);
    csv->piece.ptr += len;
    csv->piece.len -= len;
    csv->touched = true;
    csv->was_cr = false;
    if (csv->state != STATE_QUOTED) {
        csv->state = STATE_BARE;
    }
}

static void take_nul(struct mus_csv *csv)
{
    if (is_first_problem(csv)) {
        mus_fail(&csv->problem, MUS_REJECTED, "line %" PRIu64 ": a NUL character", csv->line);
    }
    add_replacement(csv);
}

/* One character that is not ordinary; true if it ends the row. */
static bool take_special(struct mus_csv *csv, char c)
{
    bool line_end = c == '\r' || c == '\n';
    bool quoted = csv->state == STATE_QUOTED;
    if (c == '\0') {
        take_nul(csv);
        return false;
    }
    if (line_end && quoted) {
        count_line_end(csv, c);
        add(csv, &c, 1);
        return false;
    }
    if (line_end) {
        bool half = c == '\n' && csv->was_cr && !csv->touched; /* the second of CRLF */
        count_line_end(csv, c);
        return !half;
    }
    if (c == csv->quote) {
        if (csv->state == STATE_CLOSED) {
            add(csv, &c, 1);
        }
        csv->state = quoted ? STATE_CLOSED : STATE_QUOTED;
    } else {
        end_cell(csv);
    }
    csv->touched = true;
    csv->was_cr = false;
    return false;
}

/* Goes over the piece to the end of the row (true) or of the piece. */
static bool take_piece(struct mus_csv *csv)
{
    while (csv->piece.len > 0) {
        char c = *csv->piece.ptr;
        bool opens = c == csv->quote && (csv->state == STATE_START || csv->state == STATE_CLOSED);
        if (!opens) {
            take_run(csv);
            if (csv->piece.len == 0) {
                return false;
            }
            c = *csv->piece.ptr;
        }
        csv->piece.ptr++;
        csv->piece.len--;
        if (take_special(csv, c)) {
            return true;
        }
    }
    return false;
}

static void note_bad_byte(struct mus_csv *csv)
{
    if (is_first_problem(csv)) {
        enum mus_status status = mus_csv_text_refuse(&csv->text, &csv->problem);
        assert(status == MUS_INVALID);
        (void)status;
        mus_fail_at(&csv->problem, MUS_REJECTED, "line %" PRIu64, csv->line);
    }
    add_replacement(csv);
}

/* What the end of the file leaves; true if it is a row. */
static bool take_end(struct mus_csv *csv)
{
    if (csv->state == STATE_QUOTED) {
        mus_fail(&csv->problem, MUS_REJECTED, "line %" PRIu64 ": a quoted cell is never closed",
                 csv->cell_line);
        return true;
    }
    bool mark = csv->row_columns == 0 && csv->bytes.len == 1 && csv->bytes.data[0] == 0x1A;
    return csv->touched && !mark;
}

/* The delimiter in a line "sep=;", which is then passed over; 0 if there is none. */
static char take_separator_line(struct mus_csv *csv)
{
    struct mus_text text = csv->piece;
    bool is_line = !csv->touched && mus_text_starts(text, MUS_TEXT("sep=")) && text.len > 4 &&
                   (text.len == 5 || text.ptr[5] == '\r' || text.ptr[5] == '\n');
    if (!is_line || !csv->ordinary_bare[(unsigned char)text.ptr[4]] ||
        (unsigned char)text.ptr[4] >= 0x80 || text.ptr[4] == csv->quote) {
        return '\0';
    }
    size_t len = text.len < 6 ? 5 : 6;
    if (len == 6) {
        count_line_end(csv, text.ptr[5]);
    }
    csv->piece = (struct mus_text){text.ptr + len, text.len - len};
    csv->row.line = csv->line;
    csv->cell_line = csv->line;
    return text.ptr[4];
}

/* Before the first character: the delimiter, and which bytes are ordinary. */
static void begin(struct mus_csv *csv)
{
    char said = take_separator_line(csv);
    if (csv->delimiter == 0) {
        csv->delimiter = said != 0 ? said : mus_csv_guess_delimiter(csv->piece, csv->quote);
    }
    csv->ordinary_bare[(unsigned char)csv->delimiter] = false;
    csv->begun = true;
}

/* Reads to the end of a row, empty or not; *more is false at the end of the file. */
static enum mus_status read_row(struct mus_csv *csv, bool *more, struct mus_error *err)
{
    begin_row(csv);
    for (;;) {
        enum mus_csv_piece piece = MUS_CSV_PIECE_TEXT;
        if (csv->piece.len == 0) {
            enum mus_status status = mus_csv_text_next(&csv->text, &piece, err);
            if (status != MUS_OK) {
                return status;
            }
            csv->piece = piece == MUS_CSV_PIECE_TEXT ? mus_buf_text(&csv->text.text) : MUS_TEXT("");
        }
        if (!csv->begun && piece != MUS_CSV_PIECE_BAD) {
            begin(csv);
        }
        if (piece == MUS_CSV_PIECE_BAD) {
            note_bad_byte(csv);
        }
        bool row = piece == MUS_CSV_PIECE_END ? take_end(csv) : take_piece(csv);
        if (row || piece == MUS_CSV_PIECE_END) {
            if (row) {
                end_row(csv);
            }
            *more = row;
            return mus_buf_check(&csv->bytes, err);
        }
    }
}

enum mus_status mus_csv_next(struct mus_csv *csv, bool *more, struct mus_error *err)
{
    if (csv->final.status != MUS_OK) {
        return mus_fail(err, csv->final.status, "%s", csv->final.message);
    }
    bool row = false;
    do {
        enum mus_status status = read_row(csv, &row, &csv->final);
        if (status != MUS_OK) {
            csv->final.status = status;
            csv->row.count = 0;
            return mus_fail(err, status, "%s", csv->final.message);
        }
    } while (row && !csv->touched);
    if (row && csv->problem.status != MUS_OK) {
        return mus_fail(err, MUS_REJECTED, "%s", csv->problem.message);
    }
    *more = row;
    return MUS_OK;
}
