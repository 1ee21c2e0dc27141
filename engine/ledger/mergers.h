/* Mergers that the store knows and the ledger does not: companies joined as duplicates, and those
 * whose status is "merged" with a successor. Firms that became one count as one, which the ledger
 * can only tell from succession entries. */
#ifndef MUS_LEDGER_MERGERS_H
#define MUS_LEDGER_MERGERS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "ledger/append.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct mus_merger {
    struct mus_text from, to; /* ids in the store */
    uint64_t entry;           /* that tells of it */
    /* The ledger says that it became another company, and a person must decide. */
    bool contradicted;
};

/* Appends the entries that are missing and tells of them, and of what contradicts. Of companies
 * that no entry speaks of there is nothing to say. By id of `from`, in the arena. */
enum mus_status mus_mergers_follow(struct mus_write *write,
                                   const struct mus_ledger_context *context,
                                   struct mus_arena *arena, struct mus_merger **mergers,
                                   size_t *count, struct mus_error *err) MUS_MUST_CHECK;

#endif
