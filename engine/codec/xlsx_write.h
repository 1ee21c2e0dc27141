/* Writing an Office Open XML workbook (.xlsx) to hand out: sheets of text, whole numbers and days,
 * with a header that stays in view and is repeated on every printed page.
 *
 * The same calls give the same bytes: the time it was made is handed in, and nothing else of the
 * surroundings goes into it. mus_xlsx reads back what was written. Cells are text, never formulas,
 * whatever they begin with.
 *
 * The first failure is remembered and given by mus_xlsx_writer_take, with its place; all calls
 * behind it do nothing. Where the build has no libxlsxwriter, mus_xlsx_writer_new fails with "this
 * build writes no XLSX files". (Where the disk for temporary files is full the library beneath says
 * so on standard error as well; it cannot be kept from it.) A writer belongs to one thread. */
#ifndef MUS_CODEC_XLSX_WRITE_H
#define MUS_CODEC_XLSX_WRITE_H

#include "base/buf.h"
#include "base/calendar.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_xlsx_writer;

enum mus_xlsx_style {
    MUS_XLSX_PLAIN,
    MUS_XLSX_WRAPPED, /* long text, over as many lines as it needs */
    MUS_XLSX_HEADER,
    MUS_XLSX_TITLE,
    MUS_XLSX_STYLE_COUNT
};

struct mus_xlsx_write_options {
    struct mus_text title; /* in the properties of the file */
    int64_t created;       /* unix seconds, from 1970-01-01 00:00:01 on */
};

/* Whether this build writes XLSX files. */
bool mus_xlsx_writer_is_built(void);

/* MUS_INVALID for a time outside the years 1970 to 9999. */
enum mus_status mus_xlsx_writer_new(const struct mus_xlsx_write_options *options,
                                    struct mus_xlsx_writer **out,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_xlsx_writer_free(struct mus_xlsx_writer *writer);

/* Begins the next sheet; cells go to it from its first row on. A name has 1 to 31 characters, none
 * of [ ] : * ? / \, no apostrophe at either end, and no sheet before has it. */
void mus_xlsx_write_sheet(struct mus_xlsx_writer *writer, struct mus_text name);
/* Widths of the sheet's first columns, in digits of the usual font (0: as it comes; at most 255).
 */
void mus_xlsx_write_widths(struct mus_xlsx_writer *writer, const unsigned *widths, size_t count);
/* The rows written so far on this sheet stay in view; the last of them is repeated on paper. */
void mus_xlsx_write_freeze(struct mus_xlsx_writer *writer);

/* The next cell of the row. Text is UTF-8 of at most MUS_MAX_XLSX_CELL characters without NUL; an
 * empty one leaves the cell empty. Numbers beyond the 15 digits that a spreadsheet keeps, and days
 * before 1900 of which it knows nothing, are written as text. */
void mus_xlsx_write_text(struct mus_xlsx_writer *writer, struct mus_text text,
                         enum mus_xlsx_style style);
void mus_xlsx_write_integer(struct mus_xlsx_writer *writer, int64_t value);
void mus_xlsx_write_date(struct mus_xlsx_writer *writer, mus_date date);
void mus_xlsx_end_row(struct mus_xlsx_writer *writer);

/* Ends the workbook and appends its bytes to out; mus_file_replace (base/new_file.h) makes a file
 * of them. The writer takes nothing more and is still to be freed. MUS_INVALID, MUS_LIMIT: `sheet
 * "月別", row 3, column B: not UTF-8`; MUS_INVALID without any sheet; MUS_IO, MUS_NO_MEMORY. */
enum mus_status mus_xlsx_writer_take(struct mus_xlsx_writer *writer, struct mus_buf *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
