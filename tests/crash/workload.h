/* What is done to a store while it is crashed, step by step, so that the number of steps done says
 * what must be in it.
 *
 *     step % 5 = 0, 1, 2   five companies with contacts, an alias, a case and an event of two of
 *                          them, and some entries of the ledger with their request, in one write
 *     step % 5 = 3         of the step before, company 1 is merged into company 2
 *     step % 5 = 4         of the step two before, company 0 is erased
 *
 * Steps count from 0. Any process may go on where another was ended. */
#ifndef MUS_TEST_WORKLOAD_H
#define MUS_TEST_WORKLOAD_H

#include "base/buf.h"
#include "base/status.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends the bytes of the entry that stands at this index. */
void workload_entry(uint64_t index, struct mus_buf *out);
/* Whether the ledger is these entries from the first to the last, `size` of them; the reason goes
 * to standard error. */
bool workload_ledger_is(const struct mus_read *read, uint64_t size);

enum mus_status workload_step(struct mus_store *store, unsigned step, struct mus_error *err);

/* Opens the store and looks whether it is sound and holds exactly the first `done` steps, or
 * done + 1, since one may have been under way: then *done is raised. False, with the reason on
 * standard error, where neither is so. */
bool workload_verify(const char *dir, const struct mus_store_options *options, unsigned *done);

#endif
