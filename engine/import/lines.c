#include "import/lines.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/source.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { PIECE = 256 * 1024 };

struct mus_lines {
    struct mus_byte_source source;
    struct mus_buf buf; /* read and not yet handed out, from `at` on */
    size_t at;
    bool ended;
    uint64_t offset; /* in the file, of buf.data[at] */
    uint64_t number;
    struct mus_line line;
};

/* Drops what was handed out and reads another piece. */
static enum mus_status read_more(struct mus_lines *lines, struct mus_error *err)
{
    struct mus_buf *buf = &lines->buf;
    if (lines->at > 0 && buf->data != NULL) {
        memmove(buf->data, buf->data + lines->at, buf->len - lines->at);
        buf->len -= lines->at;
        lines->at = 0;
    }
    if (!mus_buf_reserve(buf, PIECE)) {
        return mus_fail_memory(err);
    }
    size_t got = 0;
    enum mus_status status =
        lines->source.read(lines->source.context, buf->data + buf->len, PIECE, &got, err);
    if (status == MUS_OK) {
        buf->len += got;
        lines->ended = got == 0;
    }
    return status;
}

static enum mus_status skip_mark(struct mus_lines *lines, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && !lines->ended && lines->buf.len < 3) {
        status = read_more(lines, err);
    }
    if (status == MUS_OK && mus_text_starts(mus_buf_text(&lines->buf), MUS_TEXT("\xEF\xBB\xBF"))) {
        lines->at = 3;
        lines->offset = 3;
    }
    return status;
}

enum mus_status mus_lines_open(const char *path, struct mus_lines **out, struct mus_error *err)
{
    struct mus_lines *lines = mus_alloc_zero(1, sizeof *lines);
    if (lines == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_byte_source_of_file(path, &lines->source, err);
    if (status == MUS_OK) {
        status = skip_mark(lines, err);
    }
    if (status != MUS_OK) {
        mus_lines_close(lines);
        return status;
    }
    *out = lines;
    return MUS_OK;
}

void mus_lines_close(struct mus_lines *lines)
{
    if (lines != NULL) {
        mus_byte_source_close(&lines->source);
        mus_buf_done(&lines->buf);
        mus_free(lines);
    }
}

/* Goes past the rest of a line that is too long. */
static enum mus_status skip_rest(struct mus_lines *lines, struct mus_error *err)
{
    for (;;) {
        size_t left = lines->buf.len - lines->at;
        const char *from = lines->buf.data + lines->at;
        const char *end = left == 0 ? NULL : memchr(from, '\n', left);
        size_t taken = end == NULL ? left : (size_t)(end - from);
        lines->line.bytes += taken;
        lines->at += taken;
        lines->offset += taken;
        if (end != NULL || lines->ended) {
            return MUS_OK;
        }
        enum mus_status status = read_more(lines, err);
        if (status != MUS_OK) {
            return status;
        }
    }
}

/* Reads until a whole line stands in the buffer, or more than a line may have. */
static enum mus_status fill(struct mus_lines *lines, size_t *len, bool *too_long,
                            struct mus_error *err)
{
    size_t seen = 0;
    for (;;) {
        size_t left = lines->buf.len - lines->at;
        const char *from = left == 0 ? NULL : lines->buf.data + lines->at;
        const char *end =
            from == NULL || left == seen ? NULL : memchr(from + seen, '\n', left - seen);
        *len = end == NULL ? left : (size_t)(end - from);
        *too_long = *len > MUS_MAX_JSON_BYTES;
        if (end != NULL || lines->ended || *too_long) {
            return MUS_OK;
        }
        seen = left;
        enum mus_status status = read_more(lines, err);
        if (status != MUS_OK) {
            return status;
        }
    }
}

static bool is_blank(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(" \t\r", text.ptr[i]) == NULL || text.ptr[i] == '\0') {
            return false;
        }
    }
    return true;
}

/* Past the line feed behind the line, where there is one. */
static void skip_end(struct mus_lines *lines)
{
    if (lines->at < lines->buf.len) {
        lines->at++;
        lines->offset++;
    }
}

enum mus_status mus_lines_next(struct mus_lines *lines, bool *more, struct mus_error *err)
{
    for (;;) {
        size_t len;
        bool too_long;
        enum mus_status status = fill(lines, &len, &too_long, err);
        if (status != MUS_OK) {
            return status;
        }
        if (len == 0 && lines->ended && lines->at == lines->buf.len) {
            *more = false;
            return MUS_OK;
        }
        lines->line = (struct mus_line){.number = ++lines->number, .offset = lines->offset};
        if (too_long) {
            status = skip_rest(lines, err);
            skip_end(lines);
            return status != MUS_OK
                       ? status
                       : mus_fail(err, MUS_REJECTED, "line %" PRIu64 ": longer than %d bytes",
                                  lines->line.number, MUS_MAX_JSON_BYTES);
        }
        struct mus_text text = {lines->buf.data + lines->at, len};
        lines->at += len;
        lines->offset += len;
        skip_end(lines);
        lines->line.bytes = len;
        if (is_blank(text)) {
            continue;
        }
        assert(text.ptr != NULL); /* it is not blank */
        lines->line.text = text;
        if (text.ptr[len - 1] == '\r') {
            lines->line.text.len--;
            lines->line.bytes--;
        }
        *more = true;
        return MUS_OK;
    }
}

const struct mus_line *mus_lines_at(const struct mus_lines *lines)
{
    return &lines->line;
}
