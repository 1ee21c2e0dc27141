#include "musubi/match_run_lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Moves what is not read yet to the front and reads on behind it. */
static enum mus_status refill(struct mus_run_lines *lines, struct mus_error *err)
{
    memmove(lines->block, lines->block + lines->at, lines->len - lines->at);
    lines->len -= lines->at;
    lines->at = 0;
    while (!lines->ended && lines->len < sizeof lines->block) {
        ssize_t got = read(lines->fd, lines->block + lines->len, sizeof lines->block - lines->len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return mus_fail(err, MUS_IO, "%s: %s", lines->path, strerror(errno));
        }
        lines->ended = got == 0;
        lines->len += (size_t)got;
    }
    return MUS_OK;
}

/* The line at hand without its end; as much as a line may have where it is longer, and not given
 * where only part of it was written. */
static enum mus_status peek_line(struct mus_run_lines *lines, struct mus_text *line,
                                 struct mus_error *err)
{
    if (lines->len - lines->at < MUS_RUN_LINE_MAX) {
        enum mus_status status = refill(lines, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    const char *from = lines->block + lines->at;
    size_t left = lines->len - lines->at;
    size_t most = left < MUS_RUN_LINE_MAX ? left : MUS_RUN_LINE_MAX;
    const char *end = most == 0 ? NULL : memchr(from, '\n', most);
    size_t len = end == NULL ? most : (size_t)(end - from);
    bool torn = (end == NULL && most < MUS_RUN_LINE_MAX) || memchr(from, '\0', len) != NULL;
    *line = torn ? MUS_NO_TEXT : (struct mus_text){from, len};
    return MUS_OK;
}

static void pass_line(struct mus_run_lines *lines, struct mus_text line)
{
    lines->at += line.len + 1;
    lines->offset += line.len + 1;
    lines->line++;
}

/* A number as the run writes it. */
static bool read_number(struct mus_text digits, uint32_t *out)
{
    uint32_t value = 0;
    if (digits.len == 0 || digits.len > 7 || (digits.len > 1 && digits.ptr[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint32_t)(digits.ptr[i] - '0');
    }
    *out = value;
    return true;
}

static bool read_line(struct mus_text line, struct mus_text *query, uint32_t *rank)
{
    uint32_t score;
    *query = mus_text_cut(&line, ' ');
    bool good = mus_text_is_id(*query) && mus_text_equals(mus_text_cut(&line, ' '), "Q0");
    good = good && mus_text_is_id(mus_text_cut(&line, ' '));
    good = good && read_number(mus_text_cut(&line, ' '), rank);
    good = good && read_number(mus_text_cut(&line, ' '), &score);
    return good && mus_text_equals(line, "musubi");
}

static enum mus_status not_of_a_run(const struct mus_run_lines *lines, struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID, "%s, line %llu: this is no line of a run", lines->path,
                    (unsigned long long)lines->line + 1);
}

/* Reads on to the first line of the next query, which is not passed yet; the line before it has
 * this rank. */
static enum mus_status go_on(struct mus_run_lines *lines, uint32_t rank, struct mus_error *err)
{
    struct mus_run_group *group = &lines->next;
    for (;;) {
        struct mus_text line;
        struct mus_text query;
        uint32_t found = 0;
        enum mus_status status = peek_line(lines, &line, err);
        if (status != MUS_OK) {
            return status;
        }
        if (line.ptr != NULL && !read_line(line, &query, &found)) {
            return not_of_a_run(lines, err);
        }
        bool same = line.ptr != NULL && mus_text_equal(query, mus_run_group_id(group));
        if (line.ptr != NULL && found != (same ? rank + 1 : 1)) {
            return not_of_a_run(lines, err);
        }
        if (!same) {
            *group = (struct mus_run_group){
                .there = line.ptr != NULL, .offset = lines->offset, .line = lines->line + 1};
            group->id_len = group->there ? query.len : 0;
            memcpy(group->id, group->there ? query.ptr : "", group->id_len);
            return MUS_OK;
        }
        pass_line(lines, line);
        rank = found;
    }
}

enum mus_status mus_run_lines_begin(struct mus_run_lines *lines, int fd, const char *path,
                                    struct mus_error *err)
{
    lines->path = path;
    lines->fd = fd;
    lines->offset = lines->line = 0;
    lines->at = lines->len = 0;
    lines->ended = false;
    lines->next = (struct mus_run_group){0};
    return go_on(lines, 0, err);
}

enum mus_status mus_run_lines_next(struct mus_run_lines *lines, struct mus_run_group *out,
                                   struct mus_error *err)
{
    struct mus_run_group group = lines->next;
    enum mus_status status = group.there ? go_on(lines, 0, err) : MUS_OK;
    if (status == MUS_OK) {
        *out = group;
    }
    return status;
}

struct mus_text mus_run_group_id(const struct mus_run_group *group)
{
    return (struct mus_text){group->id, group->id_len};
}
