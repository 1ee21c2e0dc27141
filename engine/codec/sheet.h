/* A table in a file, CSV or XLSX: the names in its header row, then its rows. Which of the two it
 * is shows in its first bytes, not in its name. A reader belongs to one thread at a time. */
#ifndef MUS_CODEC_SHEET_H
#define MUS_CODEC_SHEET_H

#include "codec/encoding.h"
#include "codec/row.h"

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_sheet;

struct mus_sheet_options {
    enum mus_encoding encoding; /* CSV; 0: detected */
    char delimiter;             /* CSV; 0: detected */
    struct mus_text sheet;      /* XLSX: its name; not given: the first that is shown */
    /* The row that holds the names, counted as a spreadsheet does; those above it are passed over.
     * 0: the first that is not empty. With no_header: the first row to be read. */
    uint64_t header_row;
    bool no_header;
};

enum mus_sheet_kind {
    MUS_SHEET_CSV,
    MUS_SHEET_XLSX,
};

/* Opens the file and reads its header. options may be NULL. MUS_NOT_FOUND: no such file or sheet;
 * MUS_INVALID: no table, or no header in the row said (`row 2: the header row is empty`, `there is
 * no row 2 for the header`); MUS_REJECTED is not given here: a header that cannot be read is
 * MUS_INVALID. */
enum mus_status mus_sheet_open(const char *path, const struct mus_sheet_options *options,
                               struct mus_sheet **out, struct mus_error *err) MUS_MUST_CHECK;
/* The same from memory, borrowed until the reader is closed. */
enum mus_status mus_sheet_open_bytes(struct mus_text bytes, const struct mus_sheet_options *options,
                                     struct mus_sheet **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_sheet_close(struct mus_sheet *sheet);

/* The names, trimmed; empty ones stand for themselves, empty ones at the end are left out. Borrowed
 * for the life of the reader; none with no_header. */
struct mus_texts mus_sheet_header(const struct mus_sheet *sheet);
/* Goes to the next row that is not empty; *more is false behind the last one. MUS_REJECTED: this
 * row is refused (the message names its line or row), the next call goes on behind it. Any other
 * failure is final: every later call repeats it. */
enum mus_status mus_sheet_next(struct mus_sheet *sheet, bool *more,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The row gone to, also a refused one: see mus_csv_row. Borrowed until the next call. */
const struct mus_row *mus_sheet_row(const struct mus_sheet *sheet);
enum mus_sheet_kind mus_sheet_kind(const struct mus_sheet *sheet);
/* UTF-8 for XLSX; see mus_csv_encoding for CSV. */
enum mus_encoding mus_sheet_encoding(const struct mus_sheet *sheet);

#endif
