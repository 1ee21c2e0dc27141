/* The ledger in the store: entries in order, the tree over them, and what is looked up beside them.
 *
 * What an entry means is decided above; here it is bytes with an index. The tree is kept as tiles
 * of 256 hashes (ledger/format/tiles.h), so that any root or proof is a few reads. Appending is
 * part of a write: entry, tree and request stand or fall together. */
#ifndef MUS_STORE_LEDGER_H
#define MUS_STORE_LEDGER_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"
#include "ledger/format/ledger_entry.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_LEDGER_MAX_REQUEST 128 /* bytes of a request id */

/* Appends an entry, which must decode (MUS_CORRUPT otherwise) and must not be recorded before the
 * last one (MUS_CONFLICT). Entries about an earlier one (confirmed, reversed) are indexed under it,
 * which must be there (MUS_NOT_FOUND). The bytes may not be borrowed from this write. */
enum mus_status mus_store_ledger_append(struct mus_write *write, struct mus_text bytes,
                                        uint64_t *index, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_ledger_size(const struct mus_read *read, uint64_t *size,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* When the last entry was recorded; 0 in an empty ledger. */
enum mus_status mus_store_ledger_last_recorded(const struct mus_read *read, uint64_t *recorded,
                                               struct mus_error *err) MUS_MUST_CHECK;
/* The bytes, borrowed in a read, copied in a write. MUS_NOT_FOUND: no entry 12 (the ledger has 7).
 */
enum mus_status mus_store_ledger_entry(const struct mus_read *read, uint64_t index,
                                       struct mus_arena *arena, struct mus_text *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The entries about this one (confirmations, reversals), in order; in the arena. */
enum mus_status mus_store_ledger_about(const struct mus_read *read, uint64_t index,
                                       struct mus_arena *arena, uint64_t **entries, size_t *count,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* The entry that takes this one back; *found is false where none does. */
enum mus_status mus_store_ledger_reversal(const struct mus_read *read, uint64_t index,
                                          struct mus_arena *arena, bool *found, uint64_t *reversal,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* Walks the entries from an index on; bytes are borrowed until the end of the read (in a write:
 * until the next step). MUS_CORRUPT where an entry is missing on the way. */
struct mus_ledger_walker;
enum mus_status mus_ledger_walker_open(const struct mus_read *read, uint64_t from,
                                       struct mus_ledger_walker **out,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* *entry is not given behind the last one. */
enum mus_status mus_ledger_walker_next(struct mus_ledger_walker *walker, uint64_t *index,
                                       struct mus_text *entry,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_ledger_walker_close(struct mus_ledger_walker *walker);

/* The perfect nodes of the plan, in its order; `nodes` has room for plan->count. MUS_NOT_FOUND
 * where the ledger has not so many entries. */
enum mus_status mus_store_ledger_nodes(const struct mus_read *read,
                                       const struct mus_merkle_plan *plan, struct mus_digest *nodes,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The root of the first `size` entries. MUS_NOT_FOUND as above. */
enum mus_status mus_store_ledger_root(const struct mus_read *read, uint64_t size,
                                      struct mus_digest *root,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* A caller's request id (1–128 bytes) and the digest of what it asked for, with the entry that came
 * of it. *found is false where it was not made yet. Putting: MUS_CONFLICT where the id was used
 * already, MUS_NOT_FOUND where there is no such entry. */
enum mus_status mus_store_ledger_request(const struct mus_read *read, struct mus_text request,
                                         bool *found, uint64_t *index, struct mus_digest *content,
                                         struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_ledger_put_request(struct mus_write *write, struct mus_text request,
                                             uint64_t index, const struct mus_digest *content,
                                             struct mus_error *err) MUS_MUST_CHECK;

/* Random ids that stand for companies and persons in the ledger. A company's goes when the company
 * is erased; then nothing leads from the ledger back to it. Redirects are not followed: the caller
 * resolves. */
enum mus_alias { MUS_ALIAS_COMPANY = 1, MUS_ALIAS_PERSON };
/* The alias, drawn and stored where there is none yet. MUS_INVALID for an id that is empty or
 * longer than MUS_MAX_ID; MUS_NOT_FOUND: no company "c-9". */
enum mus_status mus_store_alias(struct mus_write *write, enum mus_alias what, struct mus_text id,
                                struct mus_ledger_id *out, struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_find_alias(const struct mus_read *read, enum mus_alias what,
                                     struct mus_text id, bool *found, struct mus_ledger_id *out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* Whom it stands for; not given where nobody (any more). In the arena. */
enum mus_status mus_store_alias_of(const struct mus_read *read, const struct mus_ledger_id *alias,
                                   enum mus_alias *what, struct mus_arena *arena,
                                   struct mus_text *id, struct mus_error *err) MUS_MUST_CHECK;
/* All of one kind, by id: for following mergers. In the arena. */
struct mus_alias_item {
    struct mus_text id;
    struct mus_ledger_id alias;
};
enum mus_status mus_store_aliases(const struct mus_read *read, enum mus_alias what,
                                  struct mus_arena *arena, struct mus_alias_item **items,
                                  size_t *count, struct mus_error *err) MUS_MUST_CHECK;

/* Signed notes by the size of their tree: the log's, with the cosignatures gathered since. Put
 * replaces. *note is not given where there is none. In the arena. Putting: MUS_NOT_FOUND where the
 * ledger is smaller, MUS_INVALID for an empty note. */
enum mus_status mus_store_put_checkpoint(struct mus_write *write, uint64_t size,
                                         struct mus_text note,
                                         struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_checkpoint(const struct mus_read *read, uint64_t size,
                                     struct mus_arena *arena, struct mus_text *note,
                                     struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_last_checkpoint(const struct mus_read *read, struct mus_arena *arena,
                                          uint64_t *size, struct mus_text *note,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The first of a tree not smaller than `from`: for walking over all of them. */
enum mus_status mus_store_next_checkpoint(const struct mus_read *read, uint64_t from,
                                          struct mus_arena *arena, uint64_t *size,
                                          struct mus_text *note,
                                          struct mus_error *err) MUS_MUST_CHECK;

/* The log's verification keys (mus_note_key_write), oldest first: each rotation adds one. */
enum mus_status mus_store_add_ledger_key(struct mus_write *write, struct mus_text key,
                                         struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_store_ledger_keys(const struct mus_read *read, struct mus_arena *arena,
                                      struct mus_texts *keys, struct mus_error *err) MUS_MUST_CHECK;

#endif
