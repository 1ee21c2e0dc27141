/* A TREC run as it is written, and carried on where writing it was cut short.
 *
 * Queries come in one order, each with its lines in the order of ranks, so that what stands in the
 * file says how far the run came: every query in front of the last one there is done. The last one
 * is answered again, as nothing says that its lines are all there. What an interrupted run and its
 * continuation give together is what one run gives, byte for byte, provided that both ask the same
 * of the same. That is what FILE.state is for:
 *
 *     musubi run 1
 *     weights: 3e4ffcc2005a…
 *     today: 2026-11-23
 *     …
 *
 * It reaches the disk after the file was emptied and before its first line is written, and goes
 * when the run is whole and on the disk: a file with lines and without a state beside it is no
 * interrupted run. A run that is no regular file (a pipe, a link, /dev/stdout) has no state and
 * cannot be carried on.
 *
 *     mus_run_open → for each query: mus_run_holds, and where it does not, mus_run_add
 *     (with mus_run_sync now and then) → mus_run_finish → mus_run_close
 *
 * One thread; another process that writes the same file is told so. */
#ifndef MUS_MUSUBI_MATCH_RUN_H
#define MUS_MUSUBI_MATCH_RUN_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_run;

/* Empties the file and begins; or, to resume, keeps what is there. `facts` is what the lines depend
 * on, one "name: value" a line. A file that is absent or empty, with no state, is begun in either
 * case. MUS_CONFLICT: another process writes it; to resume: there is no interrupted run, or one
 * that was begun with other facts. */
enum mus_status mus_run_open(const char *path, bool resume, struct mus_text facts,
                             struct mus_run **out, struct mus_error *err) MUS_MUST_CHECK;
/* Whether the query's lines, which may be none, stand in the file for certain. Asked for each query
 * in its order until the first "no", which cuts off what stands behind; from then on it is "no". */
enum mus_status mus_run_holds(struct mus_run *run, struct mus_text query, bool *holds,
                              struct mus_error *err) MUS_MUST_CHECK;
/* A line. Ranks count from 1. */
enum mus_status mus_run_add(struct mus_run *run, struct mus_text query, struct mus_text company,
                            size_t rank, uint32_t score, struct mus_error *err) MUS_MUST_CHECK;
/* Lines of the run as it is, with those that were kept. */
uint64_t mus_run_line_count(const struct mus_run *run);
/* What was added is on the disk. */
enum mus_status mus_run_sync(struct mus_run *run, struct mus_error *err) MUS_MUST_CHECK;
/* All queries were asked: the run is on the disk and its state is gone. MUS_CONFLICT: the file has
 * lines of a query that was not asked for, or not in this order; it is left as it was. */
enum mus_status mus_run_finish(struct mus_run *run, struct mus_error *err) MUS_MUST_CHECK;
/* Without having finished: to be resumed. NULL is accepted. */
void mus_run_close(struct mus_run *run);

#endif
