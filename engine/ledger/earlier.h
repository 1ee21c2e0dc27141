/* What a new entry must agree with among those that stand already: whom it may confirm, what it may
 * take back, which rule sets and successions there are. Every refusal is one line that names the
 * earlier entry. */
#ifndef MUS_LEDGER_EARLIER_H
#define MUS_LEDGER_EARLIER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "ledger/format/ledger_entry.h"
#include "store/ledger.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the person of this name may confirm the entry. A name in other letters, widths or spaces
 * (Tanaka, ＴＡＮＡＫＡ; 田中 一郎, 田中一郎) is no second person's, though the ledger has another
 * random id for it. MUS_NOT_FOUND: no such entry; MUS_INVALID: it is of a kind that cannot be
 * confirmed, or the same person recorded it; MUS_CONFLICT: it was reversed, or this person has
 * confirmed it already. */
enum mus_status mus_earlier_confirm(const struct mus_read *read, uint64_t entry, struct mus_text by,
                                    struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND; MUS_INVALID: entry 12 is a reversal, which cannot be reversed; MUS_CONFLICT: entry
 * 12 was reversed already, by entry 20. */
enum mus_status mus_earlier_reverse(const struct mus_read *read, uint64_t entry,
                                    struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;
/* The bytes of a rule set, canonical. MUS_CONFLICT: its id was adopted with other content. */
enum mus_status mus_earlier_rules(const struct mus_read *read, struct mus_text rules,
                                  struct mus_arena *arena, struct mus_error *err) MUS_MUST_CHECK;

/* The entry that took it back; *reversal is MUS_EARLIER_NONE where it stands. */
#define MUS_EARLIER_NONE UINT64_MAX
enum mus_status mus_earlier_reversal(const struct mus_read *read, uint64_t entry,
                                     struct mus_arena *arena, uint64_t *reversal,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* The next entry of this kind; *entry is not given behind the last one. */
enum mus_status mus_earlier_next(struct mus_ledger_walker *walker, enum mus_ledger_kind kind,
                                 uint64_t *index, struct mus_text *entry,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* The successions that stand, by the id that became another. A firm becomes one other at most, and
 * no chain of them comes back to where it began. */
struct mus_succession {
    struct mus_ledger_id from, to;
    uint64_t entry;
};
struct mus_successions {
    struct mus_succession *items;
    size_t count;
};
/* In the arena. */
enum mus_status mus_successions_read(const struct mus_read *read, struct mus_arena *arena,
                                     struct mus_successions *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* What the id became; NULL where nothing. */
const struct mus_succession *mus_successions_of(const struct mus_successions *successions,
                                                const struct mus_ledger_id *id);
/* MUS_CONFLICT: from: has become another company already, by entry 12; MUS_INVALID: the two would
 * go in a circle. `to` is NULL for one that no entry speaks of. */
enum mus_status mus_successions_allow(const struct mus_successions *successions,
                                      const struct mus_ledger_id *from,
                                      const struct mus_ledger_id *to,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
