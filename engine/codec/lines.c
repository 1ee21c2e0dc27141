#include "codec/lines.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/source.h"

enum { BLOCK = 64 * 1024 };

struct mus_lines {
    struct mus_byte_source source;
    struct mus_buf line; /* a line that did not end in the block where it began */
    char block[BLOCK];
    size_t at, len;
    uint64_t number;
    bool ended;
};

enum mus_status mus_lines_open(const char *path, struct mus_lines **out, struct mus_error *err)
{
    struct mus_lines *lines = mus_alloc_zero(1, sizeof *lines);
    if (lines == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_source_of_file(path, &lines->source, err);
    if (status != MUS_OK) {
        mus_free(lines);
        return status;
    }
    *out = lines;
    return MUS_OK;
}

void mus_lines_close(struct mus_lines *lines)
{
    if (lines != NULL) {
        mus_source_close(&lines->source);
        mus_buf_done(&lines->line);
        mus_free(lines);
    }
}

static enum mus_status fill(struct mus_lines *lines, struct mus_error *err)
{
    enum mus_status status =
        lines->source.read(lines->source.context, lines->block, BLOCK, &lines->len, err);
    lines->at = 0;
    lines->ended = status == MUS_OK && lines->len == 0;
    return status;
}

/* Gathers up to the next LF. *whole is false at the end of the file with nothing gathered. What is
 * beyond the limit is read and dropped. */
static enum mus_status gather(struct mus_lines *lines, bool *whole, bool *too_long,
                              struct mus_error *err)
{
    mus_buf_clear(&lines->line);
    *too_long = false;
    *whole = false;
    for (;;) {
        if (lines->at == lines->len) {
            enum mus_status status = lines->ended ? MUS_OK : fill(lines, err);
            if (status != MUS_OK || lines->ended) {
                return status;
            }
        }
        *whole = true;
        const char *here = lines->block + lines->at;
        const char *end = memchr(here, '\n', lines->len - lines->at);
        size_t part = end == NULL ? lines->len - lines->at : (size_t)(end - here);
        *too_long = *too_long || part > MUS_MAX_JSON_BYTES - lines->line.len;
        if (!*too_long) {
            mus_buf_add(&lines->line, here, part);
        }
        lines->at += part + (end != NULL);
        if (end != NULL) {
            return mus_buf_check(&lines->line, err);
        }
    }
}

static struct mus_text tidy(const struct mus_lines *lines)
{
    struct mus_text text = mus_buf_text(&lines->line);
    if (lines->number == 1 && mus_text_starts(text, MUS_TEXT("\xEF\xBB\xBF"))) {
        text.ptr += 3;
        text.len -= 3;
    }
    if (text.len > 0 && text.ptr[text.len - 1] == '\r') {
        text.len--;
    }
    return text;
}

enum mus_status mus_lines_next(struct mus_lines *lines, struct mus_line *line,
                               struct mus_error *err)
{
    for (;;) {
        bool whole;
        bool too_long;
        enum mus_status status = gather(lines, &whole, &too_long, err);
        if (status != MUS_OK) {
            return status;
        }
        if (!whole) {
            *line = (struct mus_line){.text = MUS_NO_TEXT, .number = lines->number};
            return MUS_OK;
        }
        lines->number++;
        if (too_long) {
            return mus_fail(err, MUS_LIMIT, "line %llu: longer than %d bytes",
                            (unsigned long long)lines->number, MUS_MAX_JSON_BYTES);
        }
        struct mus_text text = tidy(lines);
        if (mus_text_trim(text).len > 0) {
            *line = (struct mus_line){text, lines->number};
            return MUS_OK;
        }
    }
}
