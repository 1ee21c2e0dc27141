/* Lines of a text file, one after the other, in constant memory: for JSON Lines.
 *
 * A line ends at LF or CRLF or at the end of the file; blank lines are passed over but counted. A
 * byte order mark in front of the first is set aside. A reader belongs to one thread at a time. */
#ifndef MUS_CODEC_LINES_H
#define MUS_CODEC_LINES_H

#include "base/status.h"
#include "base/text.h"

#include <stdint.h>

struct mus_line {
    struct mus_text text; /* without its end; borrowed until the next call; not given: no more */
    uint64_t number;      /* 1-based */
};

struct mus_lines;

/* MUS_NOT_FOUND where there is no such file. */
enum mus_status mus_lines_open(const char *path, struct mus_lines **out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. */
void mus_lines_close(struct mus_lines *lines);
/* MUS_LIMIT: `line 7: longer than 4194304 bytes`; the next call goes on behind it, and so it is
 * after MUS_OK. Any other failure is final. */
enum mus_status mus_lines_next(struct mus_lines *lines, struct mus_line *line,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
