#include "store/entry.h"

#include "profile/firm_record.h"
#include "store/index.h"
#include "store/segments_internal.h"

enum mus_status mus_entry_read(const struct mus_read *read, struct mus_text id,
                               struct mus_arena *arena, struct mus_entry *out,
                               struct mus_error *err)
{
    struct mus_entry entry = {.id = mus_arena_copy(arena, id)};
    if (entry.id.ptr == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_read_copy(read, MUS_DB_COMPANY, id, arena, &entry.record, err);
    if (status == MUS_OK && entry.record.ptr != NULL) {
        status = mus_read_copy(read, MUS_DB_SEALED, id, arena, &entry.sealed, err);
    }
    if (status == MUS_OK) {
        *out = entry;
    }
    return status;
}

/* What is made of an entry's record: taken where it is at hand, else made. Nothing where there is
 * no record. */
static enum mus_status unfold(const struct mus_entry *entry, struct mus_arena *arena,
                              struct mus_index *index, struct mus_error *err)
{
    struct mus_company_record record;
    *index = (struct mus_index){NULL, 0};
    if (entry->record.ptr == NULL) {
        return MUS_OK;
    }
    if (entry->index != NULL) {
        *index = *entry->index;
        return MUS_OK;
    }
    enum mus_status status =
        mus_company_record_decode(entry->record.ptr, entry->record.len, arena, &record, err);
    return status == MUS_OK ? mus_index_of(&record, arena, index, err) : status;
}

/* Appends the match record of the entry's record. */
static enum mus_status analyse(struct mus_write *write, const struct mus_entry *entry,
                               struct mus_arena *arena, struct mus_buf *firm, struct mus_error *err)
{
    struct mus_store_tools tools;
    struct mus_company_record record;
    enum mus_status status =
        mus_company_record_decode(entry->record.ptr, entry->record.len, arena, &record, err);
    if (status == MUS_OK) {
        status = mus_write_tools(write, &tools, err);
    }
    return status == MUS_OK ? mus_firm_record_encode(&tools.firm, &record.company, arena, firm, err)
                            : status;
}

/* What is as it was, where other fields alone have changed, leaves the index alone. */
static enum mus_status replace_firm(struct mus_write *write, struct mus_text id,
                                    struct mus_text firm, struct mus_error *err)
{
    struct mus_text before;
    enum mus_status status = mus_db_get(write->view.txn, MUS_DB_FIRM, id, &before, err);
    if (status != MUS_OK || (before.ptr != NULL && mus_text_equal(before, firm))) {
        return status;
    }
    status = mus_segments_note(write, id, err);
    return status == MUS_OK ? mus_db_put(write->view.txn, MUS_DB_FIRM, id, firm, err) : status;
}

static enum mus_status put_firm(struct mus_write *write, const struct mus_entry *entry,
                                struct mus_arena *arena, struct mus_error *err)
{
    struct mus_buf made = {0};
    struct mus_text firm = entry->firm;
    enum mus_status status = MUS_OK;
    if (firm.ptr == NULL) {
        status = analyse(write, entry, arena, &made, err);
        firm = mus_buf_text(&made);
    }
    if (status == MUS_OK) {
        status = replace_firm(write, entry->id, firm, err);
    }
    mus_buf_done(&made);
    return status;
}

static enum mus_status put_sealed(struct mus_write *write, const struct mus_entry *old,
                                  const struct mus_entry *entry, struct mus_error *err)
{
    if (mus_text_equal(old->sealed, entry->sealed) &&
        (old->sealed.ptr == NULL) == (entry->sealed.ptr == NULL)) {
        return MUS_OK;
    }
    struct mus_txn *txn = write->view.txn;
    return entry->sealed.ptr == NULL
               ? mus_db_delete(txn, MUS_DB_SEALED, entry->id, MUS_NO_TEXT, err)
               : mus_db_put(txn, MUS_DB_SEALED, entry->id, entry->sealed, err);
}

static enum mus_status change_index(struct mus_write *write, const struct mus_index *old,
                                    const struct mus_index *now, struct mus_text id,
                                    struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < old->count && status == MUS_OK; i++) {
        if (!mus_index_has(now, &old->entries[i])) {
            status = mus_index_remove(write, &old->entries[i], id, err);
        }
    }
    for (size_t i = 0; i < now->count && status == MUS_OK; i++) {
        if (!mus_index_has(old, &now->entries[i])) {
            status = mus_index_add(write, &now->entries[i], id, err);
        }
    }
    return status;
}

static enum mus_status put_all(struct mus_write *write, const struct mus_entry *old,
                               const struct mus_entry *entry, struct mus_arena *arena,
                               struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_index old_index = {NULL, 0};
    struct mus_index index = {NULL, 0};
    enum mus_status status = unfold(old, arena, &old_index, err);
    if (status == MUS_OK) {
        status = unfold(entry, arena, &index, err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(txn, MUS_DB_COMPANY, entry->id, entry->record, err);
    }
    if (status == MUS_OK) {
        status = put_firm(write, entry, arena, err);
    }
    if (status == MUS_OK && old->record.ptr == NULL && mus_is_milestone(entry->id)) {
        status = mus_db_put(txn, MUS_DB_MILESTONE, entry->id, MUS_TEXT(""), err);
    }
    if (status == MUS_OK) {
        status = put_sealed(write, old, entry, err);
    }
    return status == MUS_OK ? change_index(write, &old_index, &index, entry->id, err) : status;
}

enum mus_status mus_entry_put(struct mus_write *write, const struct mus_entry *old,
                              const struct mus_entry *entry, struct mus_arena *arena,
                              struct mus_error *err)
{
    enum mus_status status = put_all(write, old, entry, arena, err);
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}

enum mus_status mus_entry_remove_index(struct mus_write *write, const struct mus_entry *entry,
                                       struct mus_arena *arena, struct mus_error *err)
{
    static const struct mus_index nothing;
    struct mus_index index;
    enum mus_status status = unfold(entry, arena, &index, err);
    if (status == MUS_OK) {
        status = change_index(write, &index, &nothing, entry->id, err);
    }
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}

enum mus_status mus_entry_remove(struct mus_write *write, const struct mus_entry *entry,
                                 bool keep_index, struct mus_arena *arena, struct mus_error *err)
{
    static const enum mus_main_table tables[] = {MUS_DB_COMPANY, MUS_DB_FIRM, MUS_DB_MILESTONE,
                                                 MUS_DB_SEALED};
    enum mus_status status = keep_index ? MUS_OK : mus_entry_remove_index(write, entry, arena, err);
    if (status == MUS_OK) {
        status = mus_segments_note_removed(write, entry->id, err);
    }
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == MUS_OK; i++) {
        status = mus_db_delete(write->view.txn, tables[i], entry->id, MUS_NO_TEXT, err);
    }
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}
