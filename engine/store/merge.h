/* Two records of one company made one, and the undoing of it.
 *
 * The merged company's id, source keys, corporate number and names lead to the survivor from then
 * on. A journal keeps both sides as they were, contacts still sealed under their own keys. */
#ifndef MUS_STORE_MERGE_H
#define MUS_STORE_MERGE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/company_record.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

/* `joined` becomes the survivor's record and has its id; mus_company_join (profile/company_join.h)
 * makes it from both, in hand with mus_store_company_whole. Its contacts are sealed under the
 * survivor's key. `merged` must be a company of its own. *number names the merge in the journal.
 * MUS_NOT_FOUND: no such company; MUS_CONFLICT: both are the same, or one was merged already. */
enum mus_status mus_store_merge(struct mus_write *write, const struct mus_company_record *joined,
                                struct mus_text merged, int64_t now_ms, uint64_t *number,
                                struct mus_error *err) MUS_MUST_CHECK;

/* Both companies are as they were before the merge, and its line leaves the journal. MUS_NOT_FOUND:
 * no merge 7; MUS_CONFLICT where the survivor was changed or itself merged since. */
enum mus_status mus_store_undo_merge(struct mus_write *write, uint64_t number,
                                     struct mus_error *err) MUS_MUST_CHECK;

struct mus_merge_info {
    uint64_t number;
    int64_t at_ms;
    struct mus_text survivor, merged;
};

/* The merges that stand, oldest first; the list lies in the arena. */
enum mus_status mus_store_merges(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_merge_info **items, size_t *count,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
