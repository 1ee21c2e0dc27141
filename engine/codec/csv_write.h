/* Writing CSV: RFC 4180, UTF-8, lines ending in CRLF. Cells are quoted where a reader would
 * otherwise take them for something else: mus_csv reads back what was written, but for ="0012",
 * which it takes for 0012. */
#ifndef MUS_CODEC_CSV_WRITE_H
#define MUS_CODEC_CSV_WRITE_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Start with {.out = &buf}. Writing fails only without memory: see mus_buf_check. */
struct mus_csv_writer {
    struct mus_buf *out;
    char delimiter; /* 0: comma */
    /* Puts ' in front of a cell that a spreadsheet would take for a formula (= + - @, tab or CR at
     * its beginning). For reports only: what is to be read back must not be changed. Cells written
     * with mus_csv_write_integer are left alone. */
    bool spreadsheet_safe;
    size_t column; /* cells so far in this row */
    bool lone_empty;
};

/* The byte order mark by which Excel knows UTF-8; before the first row. */
void mus_csv_write_bom(struct mus_csv_writer *writer);
void mus_csv_write_cell(struct mus_csv_writer *writer, struct mus_text cell);
void mus_csv_write_integer(struct mus_csv_writer *writer, int64_t value);
void mus_csv_end_row(struct mus_csv_writer *writer);
/* All cells and the end of the row. */
void mus_csv_write_row(struct mus_csv_writer *writer, const struct mus_text *cells, size_t count);

#endif
