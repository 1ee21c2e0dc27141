/* What the units of the ledger share. Internal to the store. */
#ifndef MUS_STORE_LEDGER_INTERNAL_H
#define MUS_STORE_LEDGER_INTERNAL_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "store/internal.h"
#include "store/ledger.h"

#include <stdbool.h>
#include <stdint.h>

/* Where the ledger ends: how many entries there are, and when the last was recorded (0: none). */
struct mus_ledger_end {
    uint64_t size;
    uint64_t recorded;
};
enum mus_status mus_ledger_end_of(const struct mus_read *read, struct mus_ledger_end *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no entry 12 (the ledger has 7). */
enum mus_status mus_ledger_no_entry(uint64_t index, uint64_t size, struct mus_error *err);

/* Whether the entry is about an earlier one. */
static inline bool mus_ledger_is_about(const struct mus_ledger_entry *entry)
{
    return entry->kind == MUS_LEDGER_CONFIRMED || entry->kind == MUS_LEDGER_REVERSED;
}

/* Puts leaf `index`, the next one, into the tiles. A failure may leave them half-done: the caller
 * dooms the write. */
enum mus_status mus_ledger_tree_add(struct mus_write *write, uint64_t index,
                                    const struct mus_digest *leaf,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* Takes the id's alias away, in both directions; that it has none is no failure. */
enum mus_status mus_alias_remove(struct mus_write *write, enum mus_alias what, struct mus_text id,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Takes away the requests that entries naming any of these aliases came of. The lists that it makes
 * on the way lie in the arena. */
enum mus_status mus_ledger_forget_requests(struct mus_write *write,
                                           const struct mus_ledger_id *aliases, size_t count,
                                           struct mus_arena *arena,
                                           struct mus_error *err) MUS_MUST_CHECK;

/* The value of a request. */
bool mus_ledger_request_value(struct mus_text value, uint64_t *index, struct mus_digest *content);

#endif
