/* Threads that stand by: they work on tasks, each cut into parts, while the caller does something
 * else, and the caller joins in when it is done with that.
 *
 *     mus_crew_give(crew, task, parts);      the threads begin
 *     mus_crew_give(crew, another, parts);   … and go on with this one
 *     …                                      the caller's own affairs
 *     status = mus_crew_finish(crew, &err);  the caller works along on the oldest, until it is done
 *
 * How the work falls upon the threads must not show in its result; that is the caller's affair. As
 * long as no task has more than one part, no thread is started. */
#ifndef MUS_BASE_CREW_H
#define MUS_BASE_CREW_H

#include "base/status.h"

#include <stddef.h>

/* Works on one part of the task. `state` is this thread's own. */
typedef enum mus_status mus_crew_work(void *state, void *task, size_t part, struct mus_error *err);

struct mus_crew;

enum { MUS_CREW_TASKS = 8 };

/* One thread, the caller's among them, for each of the states, which must outlive the crew. count:
 * 1 to MUS_MAX_THREADS. Where one cannot be had, the others do its share. NULL without memory. */
struct mus_crew *mus_crew_new(mus_crew_work *work, void *const *states, size_t count);
/* What was given and not finished is given up, once the parts under way are done. NULL is accepted.
 */
void mus_crew_free(struct mus_crew *crew);

/* At most MUS_CREW_TASKS that are not finished. Each lives until it is, or until the crew ends. */
void mus_crew_give(struct mus_crew *crew, void *task, size_t parts);
/* Finishes the task given first of those that are not finished; there must be one. Works along as
 * the owner of the first state. Returns the failure of the first part in order that failed, with
 * its message; behind a failure parts of this task may be left undone, but none of another. */
enum mus_status mus_crew_finish(struct mus_crew *crew, struct mus_error *err) MUS_MUST_CHECK;

#endif
