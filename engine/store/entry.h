/* One company as the store holds it: record and sealed contacts, with all that hangs on them.
 * Internal to the store. */
#ifndef MUS_STORE_ENTRY_H
#define MUS_STORE_ENTRY_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "store/index.h"
#include "store/internal.h"

struct mus_entry {
    struct mus_text id;
    struct mus_text record; /* not given: there is no such company */
    struct mus_text sealed; /* not given: none */
    /* What is made of the record, where it is at hand: else it is made of it at need. */
    struct mus_text firm;
    const struct mus_index *index;
};

/* Copied into the arena. */
enum mus_status mus_entry_read(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_entry *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Puts `entry` in the place of `old` (whose record may be not given): record, match record,
 * milestone, sealed contacts and index. Neither may be borrowed from the store. A failure dooms the
 * write. The arena is working memory. */
enum mus_status mus_entry_put(struct mus_write *write, const struct mus_entry *old,
                              const struct mus_entry *entry, struct mus_arena *arena,
                              struct mus_error *err) MUS_MUST_CHECK;
/* Takes the company away; its index entries stay with `keep_index`. A failure dooms the write. */
enum mus_status mus_entry_remove(struct mus_write *write, const struct mus_entry *entry,
                                 bool keep_index, struct mus_arena *arena,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Removes the index entries of a record, a merged company's for instance. */
enum mus_status mus_entry_remove_index(struct mus_write *write, const struct mus_entry *entry,
                                       struct mus_arena *arena,
                                       struct mus_error *err) MUS_MUST_CHECK;

#endif
