/* Every match record of the store, shown to several threads.
 *
 * One thread walks the store and gathers a block of records, all threads look at it, and so on; so
 * all see one and the same moment of the store. What a thread makes of a record goes into a state
 * of its own, and states are merged by the caller in a way that the split does not show. */
#ifndef MUS_MATCH_POOL_H
#define MUS_MATCH_POOL_H

#include "base/status.h"
#include "matcher/firm.h"
#include "store/companies.h"

#include <stddef.h>

/* Looks at one firm, which is borrowed for the call. A failure ends the work. */
typedef enum mus_status mus_pool_visit(void *state, const struct mus_firm *firm,
                                       struct mus_error *err);

/* Calls visit(states[t], firm) once for each company of the store, for some t below `threads`
 * (1 … MUS_MAX_THREADS). The first failure in the order of threads is returned. */
enum mus_status mus_pool_run(const struct mus_read *read, mus_pool_visit *visit,
                             void *const *states, size_t threads,
                             struct mus_error *err) MUS_MUST_CHECK;

#endif
