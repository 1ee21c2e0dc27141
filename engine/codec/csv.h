/* Rows of a CSV file, read in constant memory, as RFC 4180 and Excel write them.
 *
 * - The text is converted to UTF-8 before it is split, since the second byte of a CP932 character
 *   can be a backslash or a bar.
 * - A cell that begins with a quote ends with one; "" in it is one quote; line breaks in it are
 *   kept. What follows the closing quote belongs to the cell. A quote inside a bare cell is an
 *   ordinary character. Lines end with CRLF, LF or CR, the last one need not.
 * - ="0012", which people write so that Excel keeps the zeros, is 0012.
 * - Empty lines are passed over but counted in the row's number. A first line "sep=;" that Excel
 *   understands gives the delimiter and is no row; nor is a lone end-of-file mark (1A) at the end.
 *
 * A reader belongs to one thread at a time. */
#ifndef MUS_CODEC_CSV_H
#define MUS_CODEC_CSV_H

#include "codec/encoding.h"
#include "codec/row.h"
#include "codec/source.h"

#include "base/status.h"

#include <stdbool.h>

struct mus_csv;

struct mus_csv_options {
    enum mus_encoding encoding; /* 0: detected */
    char delimiter;             /* 0: comma, tab or semicolon, by the first lines */
    char quote;                 /* 0: " */
};

/* Takes the source, also when it fails. options may be NULL. */
enum mus_status mus_csv_open(struct mus_byte_source source, const struct mus_csv_options *options,
                             struct mus_csv **out, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_csv_open_file(const char *path, const struct mus_csv_options *options,
                                  struct mus_csv **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_csv_close(struct mus_csv *csv);

/* Goes to the next row; *more is false behind the last one.
 *
 * MUS_REJECTED: this one row is refused and the next call goes on behind it. The message names the
 * line: `line 3: byte 0x81 at offset 57 is not CP932`, `line 3: a NUL character`, `line 12: a cell
 * larger than 1048576 bytes`, `line 12: a row larger than 4194304 bytes`, `line 12: more than 1024
 * columns`, `line 7: a quoted cell is never closed` (then the file ends). Any other failure
 * (MUS_IO, MUS_NO_MEMORY, MUS_INVALID: the encoding cannot be told) is final: every later call
 * repeats it. */
enum mus_status mus_csv_next(struct mus_csv *csv, bool *more, struct mus_error *err) MUS_MUST_CHECK;
/* The row that mus_csv_next has gone to. After MUS_REJECTED it holds what could be read, to be
 * shown and mended: U+FFFD for each bad byte and NUL, and without what is beyond a limit. */
const struct mus_row *mus_csv_row(const struct mus_csv *csv);
/* What was detected or given; MUS_ENCODING_DETECT as long as all that was read is ASCII. */
enum mus_encoding mus_csv_encoding(const struct mus_csv *csv);
/* 0 before the first row is read. */
char mus_csv_delimiter(const struct mus_csv *csv);

#endif
