#include "store/stats.h"

#include "store/internal.h"
#include "store/segments_internal.h"

#include <assert.h>

static_assert((int)MUS_DB_COUNT + (int)MUS_KEYS_COUNT <= MUS_MAX_STATS, "all tables fit");

static enum mus_status add_tables(struct mus_txn *txn, const struct mus_db_info *infos,
                                  size_t count, uint64_t page_bytes, struct mus_store_stats *out,
                                  struct mus_error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct mus_db_sizes sizes;
        enum mus_status status = mus_db_sizes(txn, i, &sizes, err);
        if (status != MUS_OK) {
            return status;
        }
        out->tables[out->table_count++] =
            (struct mus_table_stats){infos[i].name, sizes.entries, sizes.pages * page_bytes};
    }
    return MUS_OK;
}

static enum mus_status add_index(struct mus_store *store, struct mus_txn *txn,
                                 struct mus_index_stats *out, struct mus_error *err)
{
    const struct mus_read read = {.store = store, .txn = txn};
    struct mus_arena arena = {0};
    struct mus_kept_segment *kept = NULL;
    struct mus_db_sizes changed = {0};
    size_t count = 0;
    enum mus_status status = mus_segments_are_current(&read, &out->current, err);
    if (status != MUS_OK || !out->current) {
        return status;
    }
    status = mus_segments_kept(&read, &arena, &kept, &count, err);
    if (status == MUS_OK) {
        mus_segments_count_living(kept, count);
    }
    if (status == MUS_OK) {
        status = mus_db_sizes(txn, MUS_DB_CHANGED, &changed, err);
    }
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        uint32_t docs = kept[i].segment.segment.docs;
        out->documents += docs;
        out->gone += docs - kept[i].live;
    }
    out->segments = count;
    out->changed = changed.entries;
    mus_arena_done(&arena);
    return status;
}

static enum mus_status add_main(struct mus_store *store, struct mus_store_stats *out,
                                struct mus_error *err)
{
    struct mus_env_sizes sizes;
    struct mus_txn *txn = NULL;
    struct mus_text version;
    uint64_t free_pages = 0;
    mus_env_sizes(store->main, &sizes);
    enum mus_status status = mus_txn_begin(store->main, false, &txn, err);
    if (status == MUS_OK) {
        status = add_tables(txn, MUS_MAIN_TABLES, MUS_DB_COUNT, sizes.page_bytes, out, err);
    }
    if (status == MUS_OK) {
        status = add_index(store, txn, &out->index, err);
    }
    if (status == MUS_OK) {
        status = mus_txn_free_pages(txn, &free_pages, err);
    }
    if (status == MUS_OK) {
        status = mus_db_get(txn, MUS_DB_META, MUS_META_VERSION, &version, err);
    }
    if (status == MUS_OK && !mus_value_read_u32(version, &out->version)) {
        status = mus_fail(err, MUS_CORRUPT, "the store's meta table holds no version");
    }
    mus_txn_end(txn);
    out->map_bytes = sizes.map_bytes;
    out->file_bytes = sizes.used_bytes;
    out->free_bytes = free_pages * sizes.page_bytes;
    return status;
}

static enum mus_status add_keys(struct mus_store *store, struct mus_store_stats *out,
                                struct mus_error *err)
{
    struct mus_env_sizes sizes;
    struct mus_txn *txn = NULL;
    mus_env_sizes(store->keys, &sizes);
    enum mus_status status = mus_txn_begin(store->keys, false, &txn, err);
    if (status == MUS_OK) {
        status = add_tables(txn, MUS_KEYS_TABLES, MUS_KEYS_COUNT, sizes.page_bytes, out, err);
    }
    mus_txn_end(txn);
    out->keys_bytes = sizes.used_bytes;
    return status;
}

enum mus_status mus_store_stats(struct mus_store *store, struct mus_store_stats *out,
                                struct mus_error *err)
{
    struct mus_store_stats stats = {0};
    enum mus_status status = add_main(store, &stats, err);
    if (status == MUS_OK) {
        status = add_keys(store, &stats, err);
    }
    if (status == MUS_OK) {
        stats.companies = stats.tables[MUS_DB_COMPANY].entries;
        *out = stats;
    }
    return status;
}
