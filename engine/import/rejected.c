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

enum { FLUSH_BYTES = 256 * 1024, COPY_BYTES = 64 * 1024 };

struct mus_rejected {
    struct mus_rejected_options options;
    struct mus_buf part; /* the path of the file under way, with its NUL; empty: none yet */
    struct mus_buf out;
    int fd;       /* -1: none yet */
    int input_fd; /* of JSON, -1: not yet open */
    size_t error_column;
};

static enum mus_status system_failure(const char *path, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
}

const char *mus_rejected_path(const char *file, bool json, struct mus_arena *arena)
{
    struct mus_buf path = {0};
    mus_buf_printf(&path, "%s.rejected.%s", file, json ? "jsonl" : "csv");
    struct mus_text copy = path.failed ? MUS_NO_TEXT : mus_arena_copy(arena, mus_buf_text(&path));
    mus_buf_done(&path);
    return copy.ptr;
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
    if (is_same_file(options->path, options->input)) {
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
    if (rejected->input_fd >= 0) {
        close(rejected->input_fd);
    }
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
    mus_buf_clear(&rejected->part);
    mus_buf_printf(&rejected->part, "%s.part-XXXXXX", rejected->options.path);
    enum mus_status status = mus_buf_check(&rejected->part, err);
    if (status != MUS_OK) {
        return status;
    }
    rejected->fd = mkostemp(rejected->part.data, O_CLOEXEC);
    if (rejected->fd < 0) {
        return system_failure(rejected->options.path, err);
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
        return system_failure(rejected->options.path, err);
    }
    return MUS_OK;
}

enum mus_status mus_rejected_finish(struct mus_rejected *rejected, bool *made,
                                    struct mus_error *err)
{
    if (rejected->fd < 0) {
        *made = false;
        return MUS_OK;
    }
    enum mus_status status = flush(rejected, err);
    if (status == MUS_OK) {
        status = take_mode(rejected, err);
    }
    if (status == MUS_OK && fsync(rejected->fd) != 0) {
        status = system_failure(rejected->options.path, err);
    }
    if (status == MUS_OK) {
        status = mus_file_rename(rejected->part.data, rejected->options.path, err);
    }
    if (status == MUS_OK) {
        close(rejected->fd);
        rejected->fd = -1;
        *made = true;
    }
    return status;
}
