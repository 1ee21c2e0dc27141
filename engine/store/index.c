#include "store/index.h"

#include "matcher/text/name_key.h"

bool mus_index_has(const struct mus_index *index, const struct mus_index_entry *entry)
{
    for (size_t i = 0; i < index->count; i++) {
        const struct mus_index_entry *other = &index->entries[i];
        if (other->table == entry->table && mus_text_equal(other->key, entry->key)) {
            return true;
        }
    }
    return false;
}

/* A list of entries being made; there is room for those to come. */
struct making {
    struct mus_index index;
    struct mus_arena *arena;
    struct mus_error *err;
};

static enum mus_status add_once(struct making *making, enum mus_main_table table,
                                const struct mus_db_key *key)
{
    struct mus_index_entry entry = {table, mus_key_text(key)};
    if (mus_index_has(&making->index, &entry)) {
        return MUS_OK;
    }
    entry.key = mus_arena_copy(making->arena, entry.key);
    if (entry.key.ptr == NULL) {
        return mus_fail_memory(making->err);
    }
    making->index.entries[making->index.count++] = entry;
    return MUS_OK;
}

static enum mus_status add_sources(struct making *making, const struct mus_company_record *record)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < record->source_count && status == MUS_OK; i++) {
        const struct mus_source *source = &record->sources[i];
        struct mus_db_key key;
        status = mus_key_of_pair("source", source->name, source->id, &key, making->err);
        if (status == MUS_OK) {
            status = add_once(making, MUS_DB_SOURCE, &key);
        }
    }
    return status;
}

static enum mus_status add_number(struct making *making, const struct mus_company *company)
{
    struct mus_db_key key;
    if (!mus_company_has(company, MUS_FIELD_CORPORATE_NUMBER)) {
        return MUS_OK;
    }
    enum mus_status status =
        mus_key_of_text("corporate_number", company->corporate_number, &key, making->err);
    return status == MUS_OK ? add_once(making, MUS_DB_NUMBER, &key) : status;
}

static enum mus_status add_name(struct making *making, struct mus_text name, bool kana,
                                struct mus_buf *buf)
{
    struct mus_db_key key;
    mus_buf_clear(buf);
    enum mus_status status = kana ? mus_kana_key(name, MUS_NAME_COMPARE, buf, making->err)
                                  : mus_name_key(name, MUS_NAME_COMPARE, buf, NULL, making->err);
    if (status != MUS_OK || buf->len == 0) {
        return status;
    }
    status = mus_key_of_text("name", mus_buf_text(buf), &key, making->err);
    return status == MUS_OK ? add_once(making, MUS_DB_NAME, &key) : status;
}

static enum mus_status add_names(struct making *making, const struct mus_company *company)
{
    struct mus_buf buf = {0};
    enum mus_status status = add_name(making, company->name_ja, false, &buf);
    if (status == MUS_OK) {
        status = add_name(making, company->name_kana, true, &buf);
    }
    if (status == MUS_OK) {
        status = add_name(making, company->name_en, false, &buf);
    }
    mus_buf_done(&buf);
    return status;
}

enum mus_status mus_index_of(const struct mus_company_record *record, struct mus_arena *arena,
                             struct mus_index *out, struct mus_error *err)
{
    enum { NAMES_AND_NUMBER = 4 };
    size_t most = record->source_count + NAMES_AND_NUMBER;
    struct making making = {.arena = arena, .err = err};
    making.index.entries = mus_arena_alloc(arena, most, sizeof *making.index.entries);
    enum mus_status status = making.index.entries == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        status = add_sources(&making, record);
    }
    if (status == MUS_OK) {
        status = add_number(&making, &record->company);
    }
    if (status == MUS_OK) {
        status = add_names(&making, &record->company);
    }
    if (status == MUS_OK) {
        *out = making.index;
    }
    return status;
}

enum mus_status mus_index_add(struct mus_write *write, const struct mus_index_entry *entry,
                              struct mus_text id, struct mus_error *err)
{
    struct mus_txn *txn = write->view.txn;
    struct mus_text key = entry->key;
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
    struct mus_text key = entry->key;
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
