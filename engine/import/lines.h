/* JSON Lines: a file's lines one after the other, in constant memory.
 *
 * A byte order mark at the beginning of the file is passed over, and so are lines of nothing but
 * white space. Where a line stands in the file is told with it, so that it can be copied as it is.
 * A reader belongs to one thread at a time. */
#ifndef MUS_IMPORT_LINES_H
#define MUS_IMPORT_LINES_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_line {
    struct mus_text text; /* without the line's end; borrowed until the next call */
    uint64_t number;      /* from 1 */
    uint64_t offset;      /* of its first byte in the file */
    uint64_t bytes;       /* without the line's end */
};

struct mus_lines;

/* MUS_NOT_FOUND where there is no such file, MUS_IO where it cannot be read. */
enum mus_status mus_lines_open(const char *path, struct mus_lines **out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. */
void mus_lines_close(struct mus_lines *lines);
/* Goes to the next line; *more is false behind the last one. MUS_REJECTED: this line is longer than
 * MUS_MAX_JSON_BYTES (`line 3: longer than 4194304 bytes`); its text is not given, and the next
 * call goes on behind it. Any other failure is final. */
enum mus_status mus_lines_next(struct mus_lines *lines, bool *more,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The line gone to, also a refused one. */
const struct mus_line *mus_lines_at(const struct mus_lines *lines);

#endif
