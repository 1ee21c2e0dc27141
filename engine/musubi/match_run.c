#include "musubi/match_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "crypto/digest.h"
#include "musubi/match_run_lines.h"

#define HEADING "musubi run 1"

enum {
    BLOCK = 256 * 1024,
    STATE_MAX = 16 * 1024, /* bytes of a state */
    DIGITS = 12            /* of a digest in a message */
};

struct mus_run {
    char *path;
    char *state; /* its path; NULL: the run is no regular file */
    char *folder;
    int fd;
    bool resuming; /* what is in the file is being passed over */
    uint64_t line_count;
    struct mus_run_lines *lines; /* what stands in the file */
    struct mus_run_group held;   /* the query in it that is to come next */
    struct mus_buf pending;      /* lines that are not written yet */
};

static enum mus_status fail_file(const struct mus_run *run, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: cannot write: %s", run->path, strerror(errno));
}

/* ------------------------------------------------------------------ the state */

/* "name: value" in two; the value is not given where there is none. */
static struct mus_text cut_name(struct mus_text *line)
{
    struct mus_text name = mus_text_cut(line, ':');
    if (line->len == 0 || line->ptr[0] != ' ') {
        *line = MUS_NO_TEXT;
        return name;
    }
    *line = (struct mus_text){line->ptr + 1, line->len - 1};
    return name;
}

/* As it stands in a message. */
static struct mus_text shown(struct mus_text value)
{
    bool digest = value.len == (size_t)2 * MUS_DIGEST_BYTES;
    return digest ? (struct mus_text){value.ptr, DIGITS} : value;
}

/* The first fact that is another one is named. */
static enum mus_status compare_facts(const struct mus_run *run, struct mus_text state,
                                     struct mus_text facts, struct mus_error *err)
{
    bool known = mus_text_equals(mus_text_cut(&state, '\n'), HEADING);
    while (known && facts.len > 0) {
        struct mus_text then = mus_text_cut(&state, '\n');
        struct mus_text now = mus_text_cut(&facts, '\n');
        struct mus_text name = cut_name(&now);
        known = mus_text_equal(cut_name(&then), name) && then.ptr != NULL;
        if (known && !mus_text_equal(then, now)) {
            return mus_fail(
                err, MUS_CONFLICT, "%s: cannot go on: it was begun with %.*s %.*s, not %.*s",
                run->path, MUS_TEXT_ARG(name), MUS_TEXT_ARG(shown(then)), MUS_TEXT_ARG(shown(now)));
        }
    }
    return known && state.len == 0
               ? MUS_OK
               : mus_fail(err, MUS_CONFLICT, "%s: this is not the state of a run", run->state);
}

/* *found: there is a state, and it has these facts. */
static enum mus_status check_state(const struct mus_run *run, struct mus_text facts, bool *found,
                                   struct mus_error *err)
{
    struct mus_buf state = {0};
    enum mus_status status = mus_file_read(run->state, STATE_MAX, &state, err);
    *found = status == MUS_OK;
    if (status == MUS_OK) {
        status = compare_facts(run, mus_buf_text(&state), facts, err);
    } else if (status == MUS_NOT_FOUND) {
        status = MUS_OK;
    }
    mus_buf_done(&state);
    return status;
}

/* Emptied on the disk before the new state is there: lines of before never stand under it. */
static enum mus_status begin_anew(struct mus_run *run, struct mus_text facts, struct mus_error *err)
{
    struct mus_buf state = {0};
    mus_buf_add_z(&state, HEADING "\n");
    mus_buf_add_text(&state, facts);
    enum mus_status status = mus_buf_check(&state, err);
    if (status == MUS_OK && (ftruncate(run->fd, 0) != 0 || fsync(run->fd) != 0)) {
        status = fail_file(run, err);
    }
    if (status == MUS_OK) {
        status = mus_file_replace(run->state, mus_buf_text(&state), err);
    }
    mus_buf_done(&state);
    return status;
}

/* ------------------------------------------------------------------ opening */

/* As it stands under its own name: what a link leads to is somebody else's to name. */
static bool is_regular(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* Until it is closed. A file system that knows no locks is trusted. */
static enum mus_status lock(const struct mus_run *run, struct mus_error *err)
{
    if (flock(run->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return mus_fail(err, MUS_CONFLICT, "%s: another process is writing it", run->path);
    }
    return MUS_OK;
}

static enum mus_status open_file(struct mus_run *run, bool resume, struct mus_error *err)
{
    run->fd = open(run->path, (resume ? O_RDWR : O_WRONLY) | O_CREAT | O_CLOEXEC, 0666);
    if (run->fd < 0) {
        return fail_file(run, err);
    }
    if (!is_regular(run->path)) {
        return resume
                   ? mus_fail(err, MUS_INVALID, "%s: only a regular file can be resumed", run->path)
                   : MUS_OK;
    }
    run->state = mus_path_with_ending(run->path, ".state");
    run->folder = mus_path_folder(run->path);
    return run->state == NULL || run->folder == NULL ? mus_fail_memory(err) : lock(run, err);
}

/* What is in the file is to be passed over, query by query. */
static enum mus_status begin_holding(struct mus_run *run, struct mus_error *err)
{
    run->lines = mus_alloc(1, sizeof *run->lines);
    if (run->lines == NULL) {
        return mus_fail_memory(err);
    }
    run->resuming = true;
    enum mus_status status = mus_run_lines_begin(run->lines, run->fd, run->path, err);
    return status == MUS_OK ? mus_run_lines_next(run->lines, &run->held, err) : status;
}

static enum mus_status resume_file(struct mus_run *run, struct mus_text facts,
                                   struct mus_error *err)
{
    bool found = false;
    struct stat info;
    enum mus_status status = check_state(run, facts, &found, err);
    if (status != MUS_OK) {
        return status;
    }
    if (fstat(run->fd, &info) != 0) {
        return fail_file(run, err);
    }
    if (found) {
        return begin_holding(run, err);
    }
    return info.st_size == 0
               ? begin_anew(run, facts, err)
               : mus_fail(err, MUS_CONFLICT, "%s: no interrupted run: there is no %s beside it",
                          run->path, run->state);
}

/* What a link leads to may be a file all the same. */
static enum mus_status empty_if_file(struct mus_run *run, struct mus_error *err)
{
    struct stat info;
    bool fine = fstat(run->fd, &info) == 0;
    fine = fine && (!S_ISREG(info.st_mode) || ftruncate(run->fd, 0) == 0);
    return fine ? MUS_OK : fail_file(run, err);
}

enum mus_status mus_run_open(const char *path, bool resume, struct mus_text facts,
                             struct mus_run **out, struct mus_error *err)
{
    struct mus_run *run = mus_alloc_zero(1, sizeof *run);
    if (run == NULL) {
        return mus_fail_memory(err);
    }
    run->fd = -1;
    run->path = mus_alloc(strlen(path) + 1, 1);
    enum mus_status status = MUS_OK;
    if (run->path == NULL || !mus_buf_reserve(&run->pending, BLOCK)) {
        status = mus_fail_memory(err);
    } else {
        memcpy(run->path, path, strlen(path) + 1);
        status = open_file(run, resume, err);
    }
    if (status == MUS_OK && run->state == NULL) {
        status = empty_if_file(run, err);
    } else if (status == MUS_OK) {
        status = resume ? resume_file(run, facts, err) : begin_anew(run, facts, err);
    }
    if (status != MUS_OK) {
        mus_run_close(run);
        return status;
    }
    *out = run;
    return MUS_OK;
}

void mus_run_close(struct mus_run *run)
{
    if (run == NULL) {
        return;
    }
    if (run->fd >= 0) {
        close(run->fd);
    }
    mus_buf_done(&run->pending);
    mus_free(run->lines);
    mus_free(run->state);
    mus_free(run->folder);
    mus_free(run->path);
    mus_free(run);
}

/* ------------------------------------------------------------------ what stands in it */

/* From the query at hand on. */
static enum mus_status cut_off(struct mus_run *run, struct mus_error *err)
{
    off_t end = (off_t)run->held.offset;
    run->resuming = false;
    run->line_count = run->held.line - 1;
    return ftruncate(run->fd, end) == 0 && lseek(run->fd, end, SEEK_SET) == end
               ? MUS_OK
               : fail_file(run, err);
}

enum mus_status mus_run_holds(struct mus_run *run, struct mus_text query, bool *holds,
                              struct mus_error *err)
{
    *holds = false;
    if (!run->resuming) {
        return MUS_OK;
    }
    bool is_next = run->held.there && mus_text_equal(mus_run_group_id(&run->held), query);
    bool later = is_next ? run->lines->next.there : run->held.there;
    if (!later) {
        return cut_off(run, err);
    }
    *holds = true;
    return is_next ? mus_run_lines_next(run->lines, &run->held, err) : MUS_OK;
}

/* ------------------------------------------------------------------ writing */

static enum mus_status write_pending(struct mus_run *run, struct mus_error *err)
{
    const char *bytes = run->pending.data;
    size_t len = run->pending.len;
    enum mus_status status = mus_buf_check(&run->pending, err);
    while (status == MUS_OK && len > 0) {
        ssize_t put = write(run->fd, bytes, len);
        if (put < 0 && errno != EINTR) {
            return fail_file(run, err);
        }
        bytes += put < 0 ? 0 : put;
        len -= put < 0 ? 0 : (size_t)put;
    }
    mus_buf_clear(&run->pending);
    return status;
}

static void add_number(struct mus_buf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    mus_buf_add(out, digits + at, sizeof digits - at);
}

/* TREC: query, Q0, document, rank, score, name of the run. */
enum mus_status mus_run_add(struct mus_run *run, struct mus_text query, struct mus_text company,
                            size_t rank, uint32_t score, struct mus_error *err)
{
    struct mus_buf *out = &run->pending;
    mus_buf_add_text(out, query);
    mus_buf_add_z(out, " Q0 ");
    mus_buf_add_text(out, company);
    mus_buf_add_byte(out, ' ');
    add_number(out, rank);
    mus_buf_add_byte(out, ' ');
    add_number(out, score);
    mus_buf_add_z(out, " musubi\n");
    run->line_count++;
    return out->len > BLOCK - MUS_RUN_LINE_MAX ? write_pending(run, err) : MUS_OK;
}

uint64_t mus_run_line_count(const struct mus_run *run)
{
    return run->line_count;
}

enum mus_status mus_run_sync(struct mus_run *run, struct mus_error *err)
{
    enum mus_status status = write_pending(run, err);
    if (status == MUS_OK && run->state != NULL && fsync(run->fd) != 0) {
        status = fail_file(run, err);
    }
    return status;
}

/* All queries were passed over, and still there are lines; or there are neither. */
static enum mus_status end_holding(struct mus_run *run, struct mus_error *err)
{
    if (run->held.there) {
        return mus_fail(err, MUS_CONFLICT,
                        "%s, line %llu: cannot go on: the query \"%.*s\" is not asked, or not in "
                        "this order",
                        run->path, (unsigned long long)run->held.line,
                        MUS_TEXT_ARG(mus_run_group_id(&run->held)));
    }
    return cut_off(run, err);
}

/* Nothing is allocated once the state is gone: memory cannot run out in between. */
enum mus_status mus_run_finish(struct mus_run *run, struct mus_error *err)
{
    enum mus_status status = run->resuming ? end_holding(run, err) : MUS_OK;
    if (status == MUS_OK) {
        status = mus_run_sync(run, err);
    }
    if (status == MUS_OK && run->state != NULL) {
        if (unlink(run->state) != 0 && errno != ENOENT) {
            return mus_fail(err, MUS_IO, "%s: %s", run->state, strerror(errno));
        }
        status = mus_folder_sync(run->folder, err);
    }
    return status;
}
