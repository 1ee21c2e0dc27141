/* What stands in a TREC run already, read back query by query:
 *
 *     q1 Q0 c-7 1 734000 musubi
 *     q1 Q0 c-3 2 512345 musubi
 *     q2 Q0 c-7 1 690001 musubi
 *
 * A process or a machine that stopped leaves a run that ends anywhere: within a line, or in bytes
 * that never reached the disk, which read as NULs. Reading ends in front of such a line. A whole
 * line of something else is refused, as nothing that stopped leaves one. One thread. */
#ifndef MUS_MUSUBI_MATCH_RUN_LINES_H
#define MUS_MUSUBI_MATCH_RUN_LINES_H

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No line is longer: two ids, a rank, a score, and what stands between them. */
#define MUS_RUN_LINE_MAX 192

/* The lines of one query. */
struct mus_run_group {
    bool there; /* false: none is left */
    size_t id_len;
    char id[MUS_MAX_ID];
    uint64_t offset; /* of its first byte; of none: where reading ended */
    uint64_t line;   /* the number of its first line, from 1 */
};

struct mus_run_lines {
    const char *path; /* borrowed, for messages */
    int fd;           /* borrowed */
    uint64_t offset;  /* of the byte at `at` */
    uint64_t line;    /* lines read */
    struct mus_run_group next;
    bool ended; /* the file was read to its end */
    size_t at, len;
    char block[64 * 1024];
};

/* Reads from where the file stands, its beginning. The structure is large: not for the stack. */
enum mus_status mus_run_lines_begin(struct mus_run_lines *lines, int fd, const char *path,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The next query with lines, and `lines->next` the one behind it. MUS_INVALID: a line that is none
 * of a run, or ranks that do not count from 1. */
enum mus_status mus_run_lines_next(struct mus_run_lines *lines, struct mus_run_group *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
struct mus_text mus_run_group_id(const struct mus_run_group *group);

#endif
