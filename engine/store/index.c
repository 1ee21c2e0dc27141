#include "store/index.h"

#include "matcher/text/name_key.h"

#include <stdlib.h>
#include <string.h>

bool mus_index_has(const struct mus_index *index, const struct mus_index_entry *entry)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct mus_index_entry *other = &index->entries[i];
        if (other->table == entry->table && other->key.len == entry->key.len &&
            memcmp(other->key.bytes, entry->key.bytes, entry->key.len) == 0) {
            return true;
        }
    }
    return false;
}

static void add_once(struct mus_index *index, const struct mus_index_entry *entry)
{
    if (!mus_index_has(index, entry)) {
        index->entries[index->count++] = *entry;
    }
}

static enum mus_status add_name(struct mus_index *index, struct mus_text name, bool kana,
                                struct mus_buf *buf, struct mus_error *err)
{
    mus_buf_clear(buf);
    enum mus_status status = kana ? mus_kana_key(name, MUS_NAME_COMPARE, buf, err)
                                  : mus_name_key(name, MUS_NAME_COMPARE, buf, NULL, err);
    if (status != MUS_OK || buf->len == 0) {
        return status;
    }
    struct mus_index_entry entry = {.table = MUS_DB_NAME};
    status = mus_key_of_text("name", mus_buf_text(buf), &entry.key, err);
    if (status == MUS_OK) {
        add_once(index, &entry);
    }
    return status;
}

static enum mus_status add_names(struct mus_index *index, const struct mus_company *company,
                                 struct mus_error *err)
{
    struct mus_buf buf = {0};
    enum mus_status status = add_name(index, company->name_ja, false, &buf, err);
    if (status == MUS_OK) {
        status = add_name(index, company->name_kana, true, &buf, err);
    }
    if (status == MUS_OK) {
        status = add_name(index, company->name_en, false, &buf, err);
    }
    mus_buf_done(&buf);
    return status;
}

enum mus_status mus_index_of(const struct mus_company_record *record, struct mus_arena *arena,
                             struct mus_index *out, struct mus_error *err)
{
    enum { NAMES_AND_NUMBER = 4 };
    size_t most = record->source_count + NAMES_AND_NUMBER;
    struct mus_index index = {mus_arena_alloc(arena, most, sizeof *index.entries), 0};
    if (index.entries == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < record->source_count && status == MUS_OK; i++) {
        const struct mus_source *source = &record->sources[i];
        struct mus_index_entry entry = {.table = MUS_DB_SOURCE};
        status = mus_key_of_pair("source", source->name, source->id, &entry.key, err);
        if (status == MUS_OK) {
            add_once(&index, &entry);
        }
    }
    if (status == MUS_OK && mus_company_has(&record->company, MUS_FIELD_CORPORATE_NUMBER)) {
        struct mus_index_entry entry = {.table = MUS_DB_NUMBER};
        status =
            mus_key_of_text("corporate_number", record->company.corporate_number, &entry.key, err);
        add_once(&index, &entry);
    }
    if (status == MUS_OK) {
        status = add_names(&index, &record->company, err);
    }
    if (status == MUS_OK) {
        *out = index;
    }
    return status;
}

enum mus_status mus_index_add(struct mus_write *write, const struct mus_index_entry *entry,
                              struct mus_text id, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_text key = mus_key_text(&entry->key);
    if (entry->table == MUS_DB_SOURCE) {
        struct mus_text owner;
        enum mus_status status = mus_db_get(txn, MUS_DB_SOURCE, key, &owner, err);
        if (status != MUS_OK || owner.ptr != NULL) {
            return status; /* whoever puts a record has seen that it leads to the company */
        }
    }
    return mus_db_put(txn, entry->table, key, id, err);
}

enum mus_status mus_index_remove(struct mus_write *write, const struct mus_index_entry *entry,
                                 struct mus_text id, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_text key = mus_key_text(&entry->key);
    if (entry->table != MUS_DB_SOURCE) {
        return mus_db_delete(txn, entry->table, key, id, err);
    }
    struct mus_text owner;
    enum mus_status status = mus_db_get(txn, MUS_DB_SOURCE, key, &owner, err);
    if (status != MUS_OK || !mus_text_equal(owner, id)) {
        return status;
    }
    return mus_db_delete(txn, MUS_DB_SOURCE, key, MUS_NO_TEXT, err);
}
