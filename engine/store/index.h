/* The index entries that a company's record calls for. Internal to the store. */
#ifndef MUS_STORE_INDEX_H
#define MUS_STORE_INDEX_H

#include "base/arena.h"
#include "base/status.h"
#include "profile/company_record.h"
#include "store/internal.h"

#include <stdbool.h>
#include <stddef.h>

struct mus_index_entry {
    enum mus_main_table table; /* source, corporate_number or name */
    struct mus_text key;
};

/* Each entry once. */
struct mus_index {
    struct mus_index_entry *entries;
    size_t count;
};

/* The entries of the record, in the arena. MUS_INVALID for a source that cannot be a key. */
enum mus_status mus_index_of(const struct mus_company_record *record, struct mus_arena *arena,
                             struct mus_index *out, struct mus_error *err) MUS_MUST_CHECK;
bool mus_index_has(const struct mus_index *index, const struct mus_index_entry *entry);
/* A source's entry that already leads to the company, over a redirect, stays as it is, so that the
 * merge can be undone. */
enum mus_status mus_index_add(struct mus_write *write, const struct mus_index_entry *entry,
                              struct mus_text id, struct mus_error *err) MUS_MUST_CHECK;
/* Removes the entry only where it is this id's own. */
enum mus_status mus_index_remove(struct mus_write *write, const struct mus_index_entry *entry,
                                 struct mus_text id, struct mus_error *err) MUS_MUST_CHECK;

#endif
