#include "import/rejected.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "codec/csv_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_BYTES = 256 * 1024, COPY_BYTES = 64 * 1024, MAX_NUMBER = 999, MAX_DIGITS = 3 };

struct mus_rejected {
    struct mus_rejected_options options;
    struct mus_buf path; /* where it goes, with its NUL */
    bool reserved;       /* an empty file stands there */
    struct mus_buf part; /* the path of the file under way, with its NUL; empty: none yet */
    struct mus_buf out;
    int fd;       /* -1: none yet */
    int input_fd; /* of JSON, -1: not yet open */
    size_t error_column;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ends_with(struct mus_text text, struct mus_text end)
{
    return text.len >= end.len && memcmp(text.ptr + text.len - end.len, end.ptr, end.len) == 0;
}

static enum mus_status system_failure(const char *path, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
}

/* Takes ".rejected.csv" or ".rejected-12.csv" off the name. Returns its number, 1 for the first; 0
 * where it is no such name. */
static unsigned strip_rejected(struct mus_text *name)
{
    static const struct mus_text ends[] = {{".csv", 4}, {".jsonl", 6}};
    static const struct mus_text mark = {".rejected", 9};
    struct mus_text rest = *name;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (ends_with(*name, ends[i])) {
            rest.len = name->len - ends[i].len;
        }
    }
    size_t digits = 0;
    unsigned number = 0;
    unsigned weight = 1;
    while (digits < MAX_DIGITS && digits < rest.len && is_digit(rest.ptr[rest.len - digits - 1])) {
        number += weight * (unsigned)(rest.ptr[rest.len - digits - 1] - '0');
        weight *= 10;
        digits++;
    }
    bool numbered = digits > 0 && rest.len > digits && rest.ptr[rest.len - digits - 1] == '-';
    rest.len -= numbered ? digits + 1 : 0;
    if (rest.len == name->len || !ends_with(rest, mark) || rest.len == mark.len ||
        rest.ptr[rest.len - mark.len - 1] == '/') {
        return 0;
    }
    name->len = rest.len - mark.len;
    return numbered && number > 0 ? number : 1;
}

/* FILE.rejected.csv, FILE.rejected-2.csv, …: the first that is not there. It is made, empty, so
 * that it belongs to this import; a file that someone may be mending is never replaced. */
static enum mus_status choose_path(struct mus_rejected *rejected, struct mus_error *err)
{
    const char *ending = rejected->options.json ? "jsonl" : "csv";
    struct mus_text stem = mus_text_of(rejected->options.input);
    unsigned number = strip_rejected(&stem);
    while (++number <= MAX_NUMBER) {
        mus_buf_clear(&rejected->path);
        mus_buf_printf(&rejected->path, "%.*s.rejected", MUS_TEXT_ARG(stem));
        if (number > 1) {
            mus_buf_printf(&rejected->path, "-%u", number);
        }
        mus_buf_printf(&rejected->path, ".%s", ending);
        enum mus_status status = mus_buf_check(&rejected->path, err);
        if (status != MUS_OK) {
            return status;
        }
        int fd = open(rejected->path.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) {
            close(fd);
            rejected->reserved = true;
            return MUS_OK;
        }
        if (errno != EEXIST) {
            return system_failure(rejected->path.data, err);
        }
    }
    return mus_fail(err, MUS_LIMIT,
                    "%.*s: its files of rejected rows go up to number %d already; expected another "
                    "name for this one",
                    MUS_TEXT_ARG(stem), MAX_NUMBER);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat first;
    struct stat second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/* The column that a file of rejected rows has already, else a new one behind the header's. */
static size_t find_error_column(struct mus_texts header)
{
    size_t at = 0;
    while (at < header.count && !mus_text_equals(header.items[at], MUS_REJECTED_COLUMN)) {
        at++;
    }
    return at;
}

enum mus_status mus_rejected_new(const struct mus_rejected_options *options,
                                 struct mus_rejected **out, struct mus_error *err)
{
    if (options->path != NULL && is_same_file(options->path, options->input)) {
        return mus_fail(err, MUS_INVALID, "%s: rejected rows cannot go to the file they come from",
                        options->path);
    }
    struct mus_rejected *rejected = mus_alloc_zero(1, sizeof *rejected);
    if (rejected == NULL) {
        return mus_fail_memory(err);
    }
    rejected->options = *options;
    rejected->fd = -1;
    rejected->input_fd = -1;
    rejected->error_column = find_error_column(options->header);
    *out = rejected;
    return MUS_OK;
}

void mus_rejected_free(struct mus_rejected *rejected)
{
    if (rejected == NULL) {
        return;
    }
    if (rejected->fd >= 0) {
        close(rejected->fd);
        unlink(rejected->part.data);
    }
    if (rejected->reserved) {
        unlink(rejected->path.data);
    }
    if (rejected->input_fd >= 0) {
        close(rejected->input_fd);
    }
    mus_buf_done(&rejected->path);
    mus_buf_done(&rejected->part);
    mus_buf_done(&rejected->out);
    mus_free(rejected);
}

static enum mus_status flush(struct mus_rejected *rejected, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(&rejected->out, err);
    size_t at = 0;
    while (status == MUS_OK && at < rejected->out.len) {
        ssize_t wrote = write(rejected->fd, rejected->out.data + at, rejected->out.len - at);
        if (wrote >= 0) {
            at += (size_t)wrote;
        } else if (errno != EINTR) {
            status = system_failure(rejected->part.data, err);
        }
    }
    mus_buf_clear(&rejected->out);
    return status;
}

/* ------------------------------------------------------------------ tables */

static struct mus_csv_writer writer_of(struct mus_rejected *rejected)
{
    return (struct mus_csv_writer){.out = &rejected->out};
}

/* Empty lines in front, so that the header stands where the options say. */
static void write_header(struct mus_rejected *rejected)
{
    struct mus_csv_writer writer = writer_of(rejected);
    struct mus_texts header = rejected->options.header;
    mus_csv_write_bom(&writer);
    if (header.count == 0) {
        return;
    }
    for (uint64_t row = 1; row < rejected->options.header_row; row++) {
        mus_buf_add_z(&rejected->out, "\r\n");
    }
    for (size_t i = 0; i < header.count; i++) {
        mus_csv_write_cell(&writer, header.items[i]);
    }
    if (rejected->error_column == header.count) {
        mus_csv_write_cell(&writer, MUS_TEXT(MUS_REJECTED_COLUMN));
    }
    mus_csv_end_row(&writer);
}

/* The reason stands in its column, or where that is a new one between the header's columns and
 * what the row has beyond them. */
static void add_headed(struct mus_rejected *rejected, const struct mus_row *row,
                       struct mus_text message)
{
    struct mus_csv_writer writer = writer_of(rejected);
    size_t error = rejected->error_column;
    bool replace = error < rejected->options.header.count;
    for (size_t i = 0; i < error; i++) {
        mus_csv_write_cell(&writer, mus_row_cell(row, i));
    }
    mus_csv_write_cell(&writer, message);
    for (size_t i = replace ? error + 1 : error; i < row->count; i++) {
        mus_csv_write_cell(&writer, mus_row_cell(row, i));
    }
    mus_csv_end_row(&writer);
}

static enum mus_status add_bare(struct mus_rejected *rejected, const struct mus_row *row,
                                struct mus_text message, struct mus_error *err)
{
    struct mus_csv_writer writer = writer_of(rejected);
    struct mus_buf marked = {0};
    mus_buf_add_z(&marked, MUS_REJECTED_MARK);
    mus_buf_add_text(&marked, message);
    for (size_t i = 0; i < row->count || i < rejected->options.width; i++) {
        mus_csv_write_cell(&writer, mus_row_cell(row, i));
    }
    mus_csv_write_cell(&writer, mus_buf_text(&marked));
    mus_csv_end_row(&writer);
    enum mus_status status = mus_buf_check(&marked, err);
    mus_buf_done(&marked);
    return status;
}

static enum mus_status add_cells(struct mus_rejected *rejected, const struct mus_row *row,
                                 struct mus_text message, struct mus_error *err)
{
    if (rejected->options.header.count == 0) {
        return add_bare(rejected, row, message, err);
    }
    add_headed(rejected, row, message);
    return MUS_OK;
}

/* ------------------------------------------------------------------ lines */

static enum mus_status copy_line(struct mus_rejected *rejected, uint64_t offset, uint64_t bytes,
                                 struct mus_error *err)
{
    const char *path = rejected->options.input;
    if (rejected->input_fd < 0) {
        rejected->input_fd = open(path, O_RDONLY | O_CLOEXEC);
        if (rejected->input_fd < 0) {
            return system_failure(path, err);
        }
    }
    while (bytes > 0) {
        size_t wanted = bytes < COPY_BYTES ? (size_t)bytes : COPY_BYTES;
        if (!mus_buf_reserve(&rejected->out, wanted)) {
            return mus_fail_memory(err);
        }
        ssize_t got = pread(rejected->input_fd, rejected->out.data + rejected->out.len, wanted,
                            (off_t)offset);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return got == 0 ? mus_fail(err, MUS_IO, "%s: was cut short while it was read", path)
                            : system_failure(path, err);
        }
        if (got < 0) {
            continue;
        }
        rejected->out.len += (size_t)got;
        offset += (uint64_t)got;
        bytes -= (uint64_t)got;
        enum mus_status status = rejected->out.len >= FLUSH_BYTES ? flush(rejected, err) : MUS_OK;
        if (status != MUS_OK) {
            return status;
        }
    }
    mus_buf_add_byte(&rejected->out, '\n');
    return MUS_OK;
}

/* ------------------------------------------------------------------ the file */

static enum mus_status start(struct mus_rejected *rejected, struct mus_error *err)
{
    mus_buf_clear(&rejected->path);
    mus_buf_clear(&rejected->part);
    if (rejected->options.path != NULL) {
        mus_buf_add_z(&rejected->path, rejected->options.path);
    }
    enum mus_status status = rejected->options.path == NULL ? choose_path(rejected, err)
                                                            : mus_buf_check(&rejected->path, err);
    if (status == MUS_OK) {
        mus_buf_printf(&rejected->part, "%.*s.part-XXXXXX",
                       MUS_TEXT_ARG(mus_buf_text(&rejected->path)));
        status = mus_buf_check(&rejected->part, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    rejected->fd = mkostemp(rejected->part.data, O_CLOEXEC);
    if (rejected->fd < 0) {
        return system_failure(rejected->path.data, err);
    }
    if (!rejected->options.json) {
        write_header(rejected);
    }
    return MUS_OK;
}

enum mus_status mus_rejected_add(struct mus_rejected *rejected, const struct mus_input_row *row,
                                 struct mus_text message, struct mus_error *err)
{
    enum mus_status status = rejected->fd < 0 ? start(rejected, err) : MUS_OK;
    if (status == MUS_OK) {
        status = rejected->options.json ? copy_line(rejected, row->offset, row->bytes, err)
                                        : add_cells(rejected, &row->cells, message, err);
    }
    if (status == MUS_OK && rejected->out.len >= FLUSH_BYTES) {
        status = flush(rejected, err);
    }
    return status;
}

/* As readable as the file it comes from: persons may stand in it. */
static enum mus_status take_mode(struct mus_rejected *rejected, struct mus_error *err)
{
    struct stat input;
    if (stat(rejected->options.input, &input) == 0 &&
        fchmod(rejected->fd, input.st_mode & 0666) != 0) {
        return system_failure(rejected->path.data, err);
    }
    return MUS_OK;
}

enum mus_status mus_rejected_finish(struct mus_rejected *rejected, struct mus_arena *arena,
                                    struct mus_text *path, struct mus_error *err)
{
    if (rejected->fd < 0) {
        *path = MUS_NO_TEXT;
        return MUS_OK;
    }
    struct mus_text copy = mus_arena_copy(arena, mus_buf_text(&rejected->path));
    enum mus_status status = copy.ptr == NULL ? mus_fail_memory(err) : flush(rejected, err);
    if (status == MUS_OK) {
        status = take_mode(rejected, err);
    }
    if (status == MUS_OK && fsync(rejected->fd) != 0) {
        status = system_failure(rejected->path.data, err);
    }
    if (status == MUS_OK) {
        status = mus_file_rename(rejected->part.data, rejected->path.data, err);
    }
    if (status == MUS_OK) {
        close(rejected->fd);
        rejected->fd = -1;
        rejected->reserved = false;
        *path = copy;
    }
    return status;
}
