/* A merge takes the merged company's record out of the store and lays a redirect from its id; its
 * index entries stay and lead on over the redirect. So undoing is laying the two records back. */
#include "store/merge.h"

#include "store/companies.h"
#include "store/entry.h"
#include "store/internal.h"
#include "store/journal.h"
#include "store/redirect.h"

/* A living company under exactly this id. */
static enum mus_status read_living(const struct mus_read *read, struct mus_text id,
                                   struct mus_arena *arena, struct mus_entry *out,
                                   struct mus_error *err)
{
    struct mus_redirect redirect;
    if (!mus_text_is_id(id)) {
        return mus_fail(err, MUS_NOT_FOUND, "no company \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    enum mus_status status = mus_redirect_of(read, id, &redirect, err);
    if (status == MUS_OK && redirect.id.ptr != NULL) {
        return mus_fail(err, MUS_CONFLICT, "company \"%.*s\" was merged into \"%.*s\" already",
                        MUS_TEXT_SHORT_ARG(id), MUS_TEXT_SHORT_ARG(redirect.id));
    }
    if (status == MUS_OK) {
        status = mus_entry_read(read, id, arena, out, err);
    }
    if (status == MUS_OK && out->record.ptr == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no company \"%.*s\"", MUS_TEXT_SHORT_ARG(id));
    }
    return status;
}

static enum mus_status put_journal(struct mus_write *write, uint64_t number,
                                   const struct mus_journal_entry *entry, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct mus_db_key key;
    mus_key_of_number(number, &key);
    mus_journal_encode(entry, &bytes);
    enum mus_status status = mus_buf_check(&bytes, err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_MERGE, mus_key_text(&key), mus_buf_text(&bytes),
                            err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* The steps of a merge, each of which may fail half-way: the caller then dooms the write. */
static enum mus_status do_merge(struct mus_write *write, const struct mus_company_record *joined,
                                const struct mus_entry *survivor, const struct mus_entry *merged,
                                int64_t now_ms, uint64_t number, struct mus_arena *arena,
                                struct mus_error *err)
{
    struct mus_redirect redirect = {survivor->id, number};
    struct mus_entry after;
    enum mus_status status = mus_entry_remove(write, merged, true, arena, err);
    if (status == MUS_OK) {
        status = mus_redirect_put(write, merged->id, &redirect, err);
    }
    if (status == MUS_OK) {
        status = mus_store_put(write, joined, NULL, err);
    }
    if (status == MUS_OK) {
        status = mus_entry_read(&write->view, survivor->id, arena, &after, err);
    }
    if (status == MUS_OK) {
        struct mus_journal_entry entry = {
            .at_ms = now_ms,
            .survivor = survivor->id,
            .merged = merged->id,
            .survivor_record = survivor->record,
            .survivor_sealed = survivor->sealed,
            .merged_record = merged->record,
            .merged_sealed = merged->sealed,
            .after = mus_journal_digest(after.record, after.sealed),
        };
        status = put_journal(write, number, &entry, err);
    }
    return status == MUS_OK ? mus_meta_set_number(write, MUS_META_LAST_MERGE, number, err) : status;
}

enum mus_status mus_store_merge(struct mus_write *write, const struct mus_company_record *joined,
                                struct mus_text merged_id, int64_t now_ms, uint64_t *number,
                                struct mus_error *err)
{
    const struct mus_read *read = &write->view;
    struct mus_text survivor_id = joined->company.id;
    struct mus_arena arena = {0};
    struct mus_entry survivor;
    struct mus_entry merged;
    uint64_t last = 0;
    if (mus_text_equal(survivor_id, merged_id)) {
        return mus_fail(err, MUS_CONFLICT, "company \"%.*s\" cannot be merged into itself",
                        MUS_TEXT_SHORT_ARG(merged_id));
    }
    enum mus_status status = read_living(read, survivor_id, &arena, &survivor, err);
    if (status == MUS_OK) {
        status = read_living(read, merged_id, &arena, &merged, err);
    }
    if (status == MUS_OK) {
        status = mus_meta_number(read, MUS_META_LAST_MERGE, &last, err);
    }
    if (status == MUS_OK) {
        status = do_merge(write, joined, &survivor, &merged, now_ms, last + 1, &arena, err);
        if (status != MUS_OK) {
            mus_write_doom(write);
        }
    }
    if (status == MUS_OK) {
        *number = last + 1;
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status read_journal(const struct mus_read *read, uint64_t number,
                                    struct mus_arena *arena, struct mus_journal_entry *out,
                                    struct mus_error *err)
{
    struct mus_db_key key;
    struct mus_text bytes;
    mus_key_of_number(number, &key);
    enum mus_status status =
        mus_read_copy(read, MUS_DB_MERGE, mus_key_text(&key), arena, &bytes, err);
    if (status == MUS_OK && bytes.ptr == NULL) {
        return mus_fail(err, MUS_NOT_FOUND, "no merge %llu", (unsigned long long)number);
    }
    return status == MUS_OK ? mus_journal_decode(bytes, out, err) : status;
}

/* The survivor as it is now, which must be as the merge left it. */
static enum mus_status check_untouched(const struct mus_read *read, uint64_t number,
                                       const struct mus_journal_entry *entry,
                                       struct mus_arena *arena, struct mus_entry *now,
                                       struct mus_error *err)
{
    struct mus_redirect redirect;
    enum mus_status status = mus_redirect_of(read, entry->survivor, &redirect, err);
    if (status == MUS_OK && redirect.id.ptr != NULL) {
        return mus_fail(err, MUS_CONFLICT,
                        "merge %llu cannot be undone: \"%.*s\" was itself merged into \"%.*s\"",
                        (unsigned long long)number, MUS_TEXT_SHORT_ARG(entry->survivor),
                        MUS_TEXT_SHORT_ARG(redirect.id));
    }
    if (status == MUS_OK) {
        status = mus_entry_read(read, entry->survivor, arena, now, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_digest digest = mus_journal_digest(now->record, now->sealed);
    if (now->record.ptr == NULL || mus_digest_compare(&digest, &entry->after) != 0) {
        return mus_fail(err, MUS_CONFLICT,
                        "merge %llu cannot be undone: \"%.*s\" was changed since",
                        (unsigned long long)number, MUS_TEXT_SHORT_ARG(entry->survivor));
    }
    return MUS_OK;
}

static enum mus_status do_undo(struct mus_write *write, uint64_t number,
                               const struct mus_journal_entry *entry, const struct mus_entry *now,
                               struct mus_arena *arena, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_entry survivor = {
        .id = entry->survivor, .record = entry->survivor_record, .sealed = entry->survivor_sealed};
    struct mus_entry merged = {
        .id = entry->merged, .record = entry->merged_record, .sealed = entry->merged_sealed};
    struct mus_entry nothing = {.id = entry->merged};
    struct mus_db_key key;
    mus_key_of_number(number, &key);
    enum mus_status status = mus_db_delete(txn, MUS_DB_REDIRECT, entry->merged, MUS_NO_TEXT, err);
    if (status == MUS_OK) {
        status = mus_entry_put(write, now, &survivor, arena, err);
    }
    if (status == MUS_OK) {
        status = mus_entry_put(write, &nothing, &merged, arena, err);
    }
    return status == MUS_OK ? mus_db_delete(txn, MUS_DB_MERGE, mus_key_text(&key), MUS_NO_TEXT, err)
                            : status;
}

enum mus_status mus_store_undo_merge(struct mus_write *write, uint64_t number,
                                     struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_journal_entry entry;
    struct mus_entry now;
    enum mus_status status = read_journal(&write->view, number, &arena, &entry, err);
    if (status == MUS_OK) {
        status = check_untouched(&write->view, number, &entry, &arena, &now, err);
    }
    if (status == MUS_OK) {
        status = do_undo(write, number, &entry, &now, &arena, err);
        if (status != MUS_OK) {
            mus_write_doom(write);
        }
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status list_one(struct mus_text key, struct mus_text value, struct mus_arena *arena,
                                struct mus_merge_info *out, struct mus_error *err)
{
    struct mus_journal_entry entry;
    enum mus_status status = mus_journal_decode(value, &entry, err);
    if (status == MUS_OK && !mus_key_read_number(key, &out->number)) {
        status = mus_fail(err, MUS_CORRUPT, "journal: a key of %zu bytes", key.len);
    }
    if (status != MUS_OK) {
        return status;
    }
    out->at_ms = entry.at_ms;
    out->survivor = mus_arena_copy(arena, entry.survivor);
    out->merged = mus_arena_copy(arena, entry.merged);
    return out->survivor.ptr == NULL || out->merged.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_store_merges(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_merge_info **items, size_t *count,
                                 struct mus_error *err)
{
    struct mus_db_sizes sizes;
    struct mus_cursor *cursor = NULL;
    struct mus_merge_info *list = NULL;
    size_t n = 0;
    enum mus_status status = mus_db_sizes(read->txn, MUS_DB_MERGE, &sizes, err);
    if (status == MUS_OK) {
        list = mus_arena_alloc(arena, (size_t)sizes.entries, sizeof *list);
        status = list == NULL ? mus_fail_memory(err)
                              : mus_cursor_open(read->txn, MUS_DB_MERGE, &cursor, err);
    }
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    while (status == MUS_OK && n < sizes.entries) {
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        status = list_one(key, value, arena, &list[n++], err);
        step = MUS_CURSOR_NEXT;
    }
    mus_cursor_close(cursor);
    if (status == MUS_OK) {
        *items = list;
        *count = n;
    }
    return status;
}
