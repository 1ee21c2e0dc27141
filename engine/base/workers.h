/* Work in parts, each with a state of its own, on threads that end before the call does.
 *
 * How the work is cut must not show in its result; that is the caller's affair. */
#ifndef MUS_BASE_WORKERS_H
#define MUS_BASE_WORKERS_H

#include "base/status.h"

#include <stddef.h>

typedef enum mus_status mus_work(void *state, struct mus_error *err);

/* Calls work(states[i]) once for each i below count, the first on the calling thread, each other
 * one on a thread of its own, or after the first where no thread could be had. Returns the first
 * failure in the order of the states, with its message. count: at most MUS_MAX_THREADS. */
enum mus_status mus_workers_run(mus_work *work, void *const *states, size_t count,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Processors that this process may use, at least 1 and at most MUS_MAX_THREADS. */
size_t mus_workers_available(void);

#endif
