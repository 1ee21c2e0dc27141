#include "store/derive.h"

#include "lexicon/layout.h"
#include "matcher/text/terms.h"
#include "profile/firm_record.h"
#include "store/index.h"
#include "store/internal.h"
#include "store/journal.h"
#include "store/segments_internal.h"

uint32_t mus_derived_version(void)
{
    return (uint32_t)MUS_LEXICON_FORMAT << 28 | (uint32_t)MUS_FIRM_RECORD_VERSION << 20 |
           (uint32_t)MUS_ANALYSIS_VERSION << 8 | MUS_INDEX_VERSION;
}

static enum mus_status add_names(struct mus_write *write, const struct mus_company_record *record,
                                 struct mus_arena *arena, struct mus_error *err)
{
    struct mus_index index;
    enum mus_status status = mus_index_of(record, arena, &index, err);
    for (size_t i = 0; status == MUS_OK && i < index.count; i++) {
        if (index.entries[i].table == MUS_DB_NAME) {
            status = mus_index_add(write, &index.entries[i], record->company.id, err);
        }
    }
    return status;
}

static enum mus_status put_firm(struct mus_write *write, const struct mus_company_record *record,
                                struct mus_arena *arena, struct mus_error *err)
{
    struct mus_store_tools tools;
    struct mus_buf firm = {0};
    struct mus_text id = record->company.id;
    enum mus_status status = mus_write_tools(write, &tools, err);
    if (status == MUS_OK) {
        status = mus_firm_record_encode(&tools.firm, &record->company, arena, &firm, err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_FIRM, id, mus_buf_text(&firm), err);
    }
    if (status == MUS_OK && mus_is_milestone(id)) {
        status = mus_db_put(write->view.txn, MUS_DB_MILESTONE, id, MUS_TEXT(""), err);
    }
    mus_buf_done(&firm);
    return status;
}

/* One company, living or in the journal. The bytes are the arena's. */
static enum mus_status derive_one(struct mus_write *write, struct mus_text bytes, bool living,
                                  struct mus_arena *arena, struct mus_error *err)
{
    struct mus_company_record record;
    enum mus_status status = mus_company_record_decode(bytes.ptr, bytes.len, arena, &record, err);
    if (status == MUS_OK) {
        status = add_names(write, &record, arena, err);
    }
    return status == MUS_OK && living ? put_firm(write, &record, arena, err) : status;
}

static enum mus_status derive_from(struct mus_write *write, enum mus_main_table table,
                                   struct mus_error *err)
{
    struct mus_arena *arena = &write->scratch;
    struct mus_cursor *cursor = NULL;
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    enum mus_status status = mus_cursor_open(write->view.txn, table, &cursor, err);
    while (status == MUS_OK) {
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        step = MUS_CURSOR_NEXT;
        mus_arena_reset(arena);
        struct mus_text bytes = mus_arena_copy(arena, value);
        struct mus_journal_entry entry;
        if (bytes.ptr == NULL) {
            status = mus_fail_memory(err);
        } else if (table == MUS_DB_COMPANY) {
            status = derive_one(write, bytes, true, arena, err);
        } else {
            status = mus_journal_decode(bytes, &entry, err);
            if (status == MUS_OK) {
                status = derive_one(write, entry.merged_record, false, arena, err);
            }
        }
    }
    mus_cursor_close(cursor);
    return status;
}

enum mus_status mus_write_derive_records(struct mus_write *write, struct mus_error *err)
{
    static const enum mus_main_table derived[] = {MUS_DB_FIRM, MUS_DB_NAME, MUS_DB_MILESTONE};
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < sizeof derived / sizeof derived[0] && status == MUS_OK; i++) {
        status = mus_db_clear(write->view.txn, derived[i], err);
    }
    if (status == MUS_OK) {
        status = derive_from(write, MUS_DB_COMPANY, err);
    }
    if (status == MUS_OK) {
        status = derive_from(write, MUS_DB_MERGE, err);
    }
    if (status == MUS_OK) {
        status = mus_segments_make(write, err);
    }
    struct mus_db_number room;
    return status == MUS_OK ? mus_db_put(write->view.txn, MUS_DB_META, MUS_META_DERIVED,
                                         mus_value_u32(mus_derived_version(), &room), err)
                            : status;
}

static enum mus_status derive_change(struct mus_write *write, void *context, struct mus_error *err)
{
    (void)context;
    enum mus_status status = mus_store_compile_lexicon(write, err);
    return status == MUS_OK ? mus_write_derive_records(write, err) : status;
}

enum mus_status mus_store_derive(struct mus_store *store, struct mus_error *err)
{
    return mus_store_update(store, derive_change, NULL, err);
}
