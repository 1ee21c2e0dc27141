/* The rows of a file of companies, one after the other: lines of JSON, or rows of a CSV or XLSX
 * table. A reader belongs to one thread at a time. */
#ifndef MUS_IMPORT_INPUT_H
#define MUS_IMPORT_INPUT_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/sheet.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_input_row {
    struct mus_row cells; /* of a table; its number is that of the spreadsheet */
    struct mus_text line; /* of JSON */
    uint64_t offset;      /* of the line in the file, */
    uint64_t bytes;       /* and how long it is */
    /* Refused by the reader: MUS_REJECTED and why; cells then hold what could be read. */
    struct mus_error error;
};

struct mus_input_options {
    const char *path;
    bool json;
    struct mus_sheet_options sheet;
};

struct mus_input;

/* A file that begins with UTF-8's byte order mark is UTF-8, whatever the options say: the file of
 * rejected rows is, and is read with the options of the one it came from. */
enum mus_status mus_input_open(const struct mus_input_options *options, struct mus_input **out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. */
void mus_input_close(struct mus_input *input);
/* None for JSON and without a header. Borrowed for the life of the reader. */
struct mus_texts mus_input_header(const struct mus_input *input);
/* See mus_sheet_encoding; MUS_ENCODING_UTF8 for JSON. */
enum mus_encoding mus_input_encoding(const struct mus_input *input);
bool mus_input_is_xlsx(const struct mus_input *input);
/* Goes to the next row, refused or not; *more is false behind the last one. */
enum mus_status mus_input_next(struct mus_input *input, bool *more,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Borrowed until the next call. */
const struct mus_input_row *mus_input_at(const struct mus_input *input);
/* Everything in the arena. *bytes gets about how much that is; may be NULL. */
enum mus_status mus_input_copy(const struct mus_input_row *row, struct mus_arena *arena,
                               struct mus_input_row *out, size_t *bytes,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
