/* An erasure under the write lock, in three commits:
 *
 *   1. keys: the data keys of the company and of those merged into it go; (id → number) is noted
 *      as an erasure that has begun
 *   2. main: records, indexes, redirects, journal entries, aliases, requests, cases and
 *      participants go; the number is noted as done
 *   3. keys: the note goes
 *
 * After a crash, a note whose number main has not yet done means that step 2 is to be repeated;
 * otherwise only step 3 is. The number keeps a note that was left behind from striking a company
 * that came later under the same id. */
#include "store/erase.h"

#include "store/cases_internal.h"
#include "store/companies.h"
#include "store/entry.h"
#include "store/erase_internal.h"
#include "store/events_internal.h"
#include "store/internal.h"
#include "store/journal.h"
#include "store/ledger_internal.h"
#include "store/redirect.h"
#include "store/segments_internal.h"

#include <string.h>

/* The journal entries that name any of the ids: their numbers, and the merged companies' index
 * entries, go. The merged record is the only place that knows which index entries those are. */
static enum mus_status remove_merge(struct mus_write *write, struct mus_text key,
                                    const struct mus_journal_entry *entry, struct mus_arena *arena,
                                    struct mus_error *err)
{
    struct mus_entry merged = {
        .id = entry->merged, .record = entry->merged_record, .sealed = entry->merged_sealed};
    struct mus_txn *txn = write->view.txn;
    enum mus_status status = mus_entry_remove_index(write, &merged, arena, err);
    if (status == MUS_OK) {
        status = mus_db_delete(txn, MUS_DB_REDIRECT, entry->merged, MUS_NO_TEXT, err);
    }
    return status == MUS_OK ? mus_db_delete(txn, MUS_DB_MERGE, key, MUS_NO_TEXT, err) : status;
}

static enum mus_status remove_merges(struct mus_write *write, struct mus_texts ids,
                                     struct mus_arena *arena, struct mus_error *err)
{
    for (size_t i = 1; i < ids.count; i++) { /* the first is the living company itself */
        struct mus_redirect redirect;
        struct mus_db_key key;
        struct mus_text bytes;
        struct mus_journal_entry entry;
        enum mus_status status = mus_redirect_of(&write->view, ids.items[i], &redirect, err);
        if (status == MUS_OK) {
            mus_key_of_number(redirect.merge, &key);
            status =
                mus_read_copy(&write->view, MUS_DB_MERGE, mus_key_text(&key), arena, &bytes, err);
        }
        if (status == MUS_OK && bytes.ptr == NULL) {
            status = mus_fail(err, MUS_CORRUPT, "redirect of \"%.*s\": its merge is not there",
                              MUS_TEXT_SHORT_ARG(ids.items[i]));
        }
        if (status == MUS_OK) {
            status = mus_journal_decode(bytes, &entry, err);
        }
        if (status == MUS_OK) {
            status = remove_merge(write, mus_key_text(&key), &entry, arena, err);
        }
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

/* The requests that entries about the ids came of. */
static enum mus_status remove_requests(struct mus_write *write, struct mus_texts ids,
                                       struct mus_arena *arena, struct mus_error *err)
{
    struct mus_ledger_id *aliases = mus_arena_alloc(arena, ids.count, sizeof *aliases);
    size_t count = 0;
    enum mus_status status = aliases == NULL ? mus_fail_memory(err) : MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < ids.count; i++) {
        bool found = false;
        status = mus_store_find_alias(&write->view, MUS_ALIAS_COMPANY, ids.items[i], &found,
                                      &aliases[count], err);
        count += status == MUS_OK && found;
    }
    return status == MUS_OK ? mus_ledger_forget_requests(write, aliases, count, arena, err)
                            : status;
}

/* What leads from the ledger, the cases and the events to the ids. The ledger's own entries stay:
 * they name nobody. */
static enum mus_status remove_traces(struct mus_write *write, struct mus_texts ids,
                                     struct mus_arena *arena, struct mus_error *err)
{
    enum mus_status status = remove_requests(write, ids, arena, err);
    for (size_t i = 0; status == MUS_OK && i < ids.count; i++) {
        status = mus_alias_remove(write, MUS_ALIAS_COMPANY, ids.items[i], err);
        if (status == MUS_OK) {
            status = mus_cases_remove_of(write, ids.items[i], arena, err);
        }
        if (status == MUS_OK) {
            status = mus_events_remove_of(write, ids.items[i], arena, err);
        }
    }
    return status;
}

/* Everything in main that is the company's, or that of one merged into it. */
static enum mus_status remove_company(struct mus_write *write, struct mus_texts ids,
                                      struct mus_arena *arena, struct mus_error *err)
{
    struct mus_entry entry;
    enum mus_status status = mus_entry_read(&write->view, ids.items[0], arena, &entry, err);
    if (status == MUS_OK) {
        status = mus_entry_remove(write, &entry, false, arena, err);
    }
    if (status == MUS_OK) {
        status = remove_merges(write, ids, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_segments_forget(write, ids, err);
    }
    return status == MUS_OK ? remove_traces(write, ids, arena, err) : status;
}

struct note {
    struct mus_text id;
    uint64_t number;
};

struct notes {
    struct note *items;
    size_t count;
};

/* The notes in the keys folder, in the arena. */
static enum mus_status read_notes(struct mus_txn *txn, struct mus_arena *arena, struct notes *out,
                                  struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct notes notes = {NULL, 0};
    enum mus_status status = mus_db_sizes(txn, MUS_KEYS_ERASING, &sizes, err);
    if (status == MUS_OK) {
        notes.items = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *notes.items);
        status = notes.items == NULL ? mus_fail_memory(err)
                                     : mus_cursor_open(txn, MUS_KEYS_ERASING, &cursor, err);
    }
    for (; status == MUS_OK && notes.count < sizes.entries; notes.count++) {
        struct note *note = &notes.items[notes.count];
        struct mus_text id = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, notes.count == 0 ? MUS_CURSOR_FIRST : MUS_CURSOR_NEXT, &id,
                                 &value, err);
        if (status == MUS_OK && !mus_value_read_u64(value, &note->number)) {
            status = mus_fail(err, MUS_CORRUPT, "note of an erasure: malformed");
        }
        if (status == MUS_OK) {
            note->id = mus_arena_copy(arena, id);
            status = note->id.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
        }
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *out = notes;
    }
    return status;
}

static enum mus_status notes_of(struct mus_store *store, struct mus_arena *arena, struct notes *out,
                                struct mus_error *err)
{
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_txn_begin(store->keys, false, &txn, err);
    if (status == MUS_OK) {
        status = read_notes(txn, arena, out, err);
    }
    mus_txn_end(txn);
    return status;
}

/* The first commit. On failure the transaction stays with the write, which knows what to do where
 * the map was full. */
static enum mus_status destroy_keys(struct mus_write *write, struct mus_texts ids, uint64_t number,
                                    struct mus_error *err)
{
    struct mus_db_number room;
    enum mus_status status = mus_txn_begin(write->view.store->keys, true, &write->keys, err);
    for (size_t i = 0; i < ids.count && status == MUS_OK; i++) {
        status = mus_db_delete(write->keys, MUS_KEYS_KEY, ids.items[i], MUS_NO_TEXT, err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(write->keys, MUS_KEYS_ERASING, ids.items[0],
                            mus_value_u64(number, &room), err);
    }
    if (status == MUS_OK) {
        status = mus_txn_commit(write->keys, err);
    }
    if (status == MUS_OK) {
        mus_txn_end(write->keys);
        write->keys = NULL;
    }
    return status;
}

struct erasing {
    struct mus_text id; /* not given: only complete what was cut short */
    size_t ids;         /* how many ids are gone */
};

/* Step 2 for those whose step 1 was made and whose step 2 was not; last becomes the highest number
 * seen. */
static enum mus_status complete(struct mus_write *write, struct erasing *erasing, uint64_t *last,
                                struct mus_arena *arena, struct mus_error *err)
{
    struct notes notes = {0};
    uint64_t done = *last;
    enum mus_status status = notes_of(write->view.store, arena, &notes, err);
    for (size_t i = 0; status == MUS_OK && i < notes.count; i++) {
        const struct note *note = &notes.items[i];
        struct mus_texts ids;
        if (note->number <= done) {
            continue;
        }
        status = mus_redirects_to(&write->view, note->id, arena, &ids, err);
        if (status == MUS_OK) {
            status = remove_company(write, ids, arena, err);
        }
        if (status == MUS_OK && mus_text_equal(note->id, erasing->id)) {
            erasing->ids = ids.count;
        }
        *last = note->number > *last ? note->number : *last;
    }
    return status;
}

/* Steps 1 and 2 for the company asked for. */
static enum mus_status erase_company(struct mus_write *write, struct erasing *erasing,
                                     uint64_t number, struct mus_arena *arena,
                                     struct mus_error *err)
{
    struct mus_text id;
    struct mus_texts ids;
    enum mus_status status = mus_store_resolve(&write->view, erasing->id, arena, &id, err);
    if (status == MUS_OK) {
        status = mus_redirects_to(&write->view, id, arena, &ids, err);
    }
    if (status == MUS_OK) {
        status = destroy_keys(write, ids, number, err);
    }
    if (status == MUS_OK) {
        status = remove_company(write, ids, arena, err);
    }
    if (status == MUS_OK) {
        erasing->ids = ids.count;
    }
    return status;
}

static enum mus_status erase_change(struct mus_write *write, void *context, struct mus_error *err)
{
    struct erasing *erasing = context;
    struct mus_arena arena = {0};
    uint64_t last = 0;
    erasing->ids = 0;
    enum mus_status status = mus_meta_number(&write->view, MUS_META_LAST_ERASURE, &last, err);
    if (status == MUS_OK) {
        status = complete(write, erasing, &last, &arena, err);
    }
    if (status == MUS_OK && erasing->id.ptr != NULL && erasing->ids == 0) {
        last++;
        status = erase_company(write, erasing, last, &arena, err);
    }
    if (status == MUS_OK) {
        status = mus_meta_set_number(write, MUS_META_LAST_ERASURE, last, err);
    }
    mus_arena_done(&arena);
    return status;
}

/* Step 3. */
static enum mus_status clear_notes(struct mus_write *write, void *context, struct mus_error *err)
{
    (void)context;
    struct notes notes = {0};
    uint64_t last = 0;
    enum mus_status status = mus_meta_number(&write->view, MUS_META_LAST_ERASURE, &last, err);
    if (status == MUS_OK) {
        status = notes_of(write->view.store, &write->scratch, &notes, err);
    }
    if (status == MUS_OK) {
        status = mus_txn_begin(write->view.store->keys, true, &write->keys, err);
    }
    for (size_t i = 0; status == MUS_OK && i < notes.count; i++) {
        if (notes.items[i].number <= last) {
            status =
                mus_db_delete(write->keys, MUS_KEYS_ERASING, notes.items[i].id, MUS_NO_TEXT, err);
        }
    }
    return status;
}

enum mus_status mus_store_erase(struct mus_store *store, struct mus_text id, size_t *ids,
                                struct mus_error *err)
{
    struct erasing erasing = {id, 0};
    enum mus_status status = mus_store_update(store, erase_change, &erasing, err);
    if (status != MUS_OK) {
        return status;
    }
    /* The company is gone; a note that stays is harmless and goes when the store is next opened. */
    struct mus_error ignored;
    (void)(mus_store_update(store, clear_notes, NULL, &ignored) == MUS_OK);
    if (ids != NULL) {
        *ids = erasing.ids;
    }
    return MUS_OK;
}

enum mus_status mus_store_finish_erasures(struct mus_store *store, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct notes notes = {NULL, 0};
    struct erasing nothing = {MUS_NO_TEXT, 0};
    enum mus_status status = notes_of(store, &arena, &notes, err);
    mus_arena_done(&arena);
    if (status != MUS_OK || notes.count == 0) {
        return status;
    }
    status = mus_store_update(store, erase_change, &nothing, err);
    return status == MUS_OK ? mus_store_update(store, clear_notes, NULL, err) : status;
}
