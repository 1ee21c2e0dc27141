#include "ledger/format/export_lines.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Small enough to stay in a processor's own cache, and on a thread's stack. */
enum { PIECE = 32 * 1024 };

static enum mus_status fail_lines(struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "entries.jsonl: %s", strerror(errno));
}

enum mus_status mus_export_lines_open(const struct mus_export *export, struct mus_export_lines *out,
                                      struct mus_error *err)
{
    struct stat info = {0};
    if (export->lines_file == NULL) {
        *out = (struct mus_export_lines){.bytes = export->lines, .len = export->lines.len};
        return MUS_OK;
    }
    if (fstat(*export->lines_file, &info) != 0) {
        return fail_lines(err);
    }
    *out = (struct mus_export_lines){.file = export->lines_file, .len = (uint64_t)info.st_size};
    return MUS_OK;
}

static size_t less(uint64_t a, size_t b)
{
    return a < b ? (size_t)a : b;
}

static enum mus_status read_file(int fd, uint64_t at, char *out, size_t room, size_t *len,
                                 struct mus_error *err)
{
    size_t had = 0;
    while (had < room) {
        ssize_t got = pread(fd, out + had, room - had, (off_t)(at + had));
        if (got < 0 && errno != EINTR) {
            return fail_lines(err);
        }
        if (got == 0) {
            break;
        }
        had += got < 0 ? 0 : (size_t)got;
    }
    *len = had;
    return MUS_OK;
}

enum mus_status mus_export_lines_read(const struct mus_export_lines *lines, uint64_t at, char *out,
                                      size_t room, size_t *len, struct mus_error *err)
{
    if (lines->file != NULL) {
        return read_file(*lines->file, at, out, room, len, err);
    }
    size_t left = at < lines->len ? less(lines->len - at, room) : 0;
    if (left > 0) {
        memcpy(out, lines->bytes.ptr + at, left);
    }
    *len = left;
    return MUS_OK;
}

static size_t same_bytes(const char *a, const char *b, size_t len)
{
    size_t same = 0;
    if (len == 0 || memcmp(a, b, len) == 0) {
        return len;
    }
    while (a[same] == b[same]) {
        same++;
    }
    return same;
}

enum mus_status mus_export_lines_compare(const struct mus_export_lines *lines, uint64_t at,
                                         struct mus_text made, size_t *same, struct mus_error *err)
{
    char piece[PIECE];
    size_t done = 0;
    if (lines->file == NULL) {
        size_t left = at < lines->len ? less(lines->len - at, made.len) : 0;
        *same = left == 0 ? 0 : same_bytes(lines->bytes.ptr + at, made.ptr, left);
        return MUS_OK;
    }
    while (done < made.len) {
        size_t len = 0;
        enum mus_status status = read_file(*lines->file, at + done, piece,
                                           less(made.len - done, sizeof piece), &len, err);
        if (status != MUS_OK) {
            return status;
        }
        size_t equal = same_bytes(piece, made.ptr + done, len);
        done += equal;
        if (equal < len || len == 0) {
            break;
        }
    }
    *same = done;
    return MUS_OK;
}
