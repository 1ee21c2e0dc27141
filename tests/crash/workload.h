/* What is done to a store while it is crashed, step by step, so that the number of steps done says
 * what must be in it.
 *
 *     step % 5 = 0, 1, 2   five companies with contacts, in one write
 *     step % 5 = 3         of the step before, company 1 is merged into company 2
 *     step % 5 = 4         of the step two before, company 0 is erased
 *
 * Steps count from 0. Any process may go on where another was ended. */
#ifndef MUS_TEST_WORKLOAD_H
#define MUS_TEST_WORKLOAD_H

#include "base/status.h"
#include "store/store.h"

#include <stdbool.h>

enum mus_status workload_step(struct mus_store *store, unsigned step, struct mus_error *err);

/* Opens the store and looks whether it is sound and holds exactly the first `done` steps, or
 * done + 1, since one may have been under way: then *done is raised. False, with the reason on
 * standard error, where neither is so. */
bool workload_verify(const char *dir, const struct mus_store_options *options, unsigned *done);

#endif
