/* Reads, writes and the one way to make a change that may outgrow the map. */
#include "store/internal.h"

#include "base/mem.h"
#include "store/segments_internal.h"

#include <assert.h>
#include <string.h>

static enum mus_status view_begin(struct mus_store *store, bool write, struct mus_read *view,
                                  struct mus_error *err)
{
    view->store = store;
    return mus_txn_begin(store->main, write, &view->txn, err);
}

enum mus_status mus_store_read_begin(struct mus_store *store, struct mus_read **out,
                                     struct mus_error *err)
{
    struct mus_read *read = mus_alloc_zero(1, sizeof *read);
    if (read == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = view_begin(store, false, read, err);
    if (status != MUS_OK) {
        mus_free(read);
        return status;
    }
    *out = read;
    return MUS_OK;
}

uint64_t mus_store_read_number(const struct mus_read *read)
{
    return mus_txn_number(read->txn);
}

void mus_store_read_end(struct mus_read *read)
{
    if (read != NULL) {
        mus_txn_end(read->txn);
        mus_free(read);
    }
}

enum mus_status mus_store_write_begin(struct mus_store *store, struct mus_write **out,
                                      struct mus_error *err)
{
    struct mus_write *write = mus_alloc_zero(1, sizeof *write);
    if (write == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = view_begin(store, true, &write->view, err);
    if (status != MUS_OK) {
        mus_free(write);
        return status;
    }
    write->view.write = write;
    *out = write;
    return MUS_OK;
}

/* Keys first: sealed data must never be on the disk without its key. */
enum mus_status mus_store_write_commit(struct mus_write *write, struct mus_error *err)
{
    if (!mus_txn_is_doomed(write->view.txn)) {
        enum mus_status status = mus_segments_settle(write, err);
        if (status != MUS_OK) {
            mus_write_doom(write);
            return status;
        }
    }
    if (write->keys != NULL && !mus_txn_is_doomed(write->view.txn)) {
        enum mus_status status = mus_txn_commit(write->keys, err);
        if (status != MUS_OK) {
            mus_txn_doom(write->view.txn);
            return status;
        }
        mus_txn_end(write->keys);
        write->keys = NULL;
    }
    return mus_txn_commit(write->view.txn, err);
}

void mus_store_write_end(struct mus_write *write)
{
    if (write != NULL) {
        mus_txn_end(write->keys);
        mus_txn_end(write->view.txn);
        mus_arena_done(&write->scratch);
        mus_free(write);
    }
}

const struct mus_read *mus_store_write_view(const struct mus_write *write)
{
    return &write->view;
}

void mus_write_doom(struct mus_write *write)
{
    mus_txn_doom(write->view.txn);
    if (write->keys != NULL) {
        mus_txn_doom(write->keys);
    }
}

enum mus_status mus_write_memory(struct mus_write *write, struct mus_store_tools *out,
                                 struct mus_error *err)
{
    struct mus_store *store = write->view.store;
    if (store->analyser == NULL) {
        store->analyser = mus_analyser_new();
    }
    if (store->glossing == NULL) {
        store->glossing = mus_glossing_new();
    }
    if (store->analyser == NULL || store->glossing == NULL) {
        return mus_fail_memory(err);
    }
    *out = (struct mus_store_tools){
        .firm = {.analyser = store->analyser, .glossing = store->glossing}};
    return MUS_OK;
}

enum mus_status mus_write_tools(struct mus_write *write, struct mus_store_tools *out,
                                struct mus_error *err)
{
    enum mus_status status = mus_write_memory(write, out, err);
    return status == MUS_OK ? mus_store_tools_look(&write->view, out, err) : status;
}

/* ---- changes that may outgrow the map ---- */

struct fullness {
    bool main, keys;
};

static enum mus_status try_once(struct mus_store *store, mus_store_change *change, void *context,
                                struct fullness *full, struct mus_error *err)
{
    struct mus_write *write = NULL;
    enum mus_status status = mus_store_write_begin(store, &write, err);
    if (status != MUS_OK) {
        return status;
    }
    status = change(write, context, err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, err);
    }
    full->main = mus_txn_map_was_full(write->view.txn);
    full->keys = write->keys != NULL && mus_txn_map_was_full(write->keys);
    mus_store_write_end(write);
    return status;
}

enum mus_status mus_store_update(struct mus_store *store, mus_store_change *change, void *context,
                                 struct mus_error *err)
{
    for (;;) {
        struct mus_env_sizes main;
        struct mus_env_sizes keys;
        mus_env_sizes(store->main, &main);
        mus_env_sizes(store->keys, &keys);
        struct fullness full = {false, false};
        enum mus_status status = try_once(store, change, context, &full, err);
        if (status == MUS_OK || !(full.main || full.keys)) {
            return status;
        }
        struct mus_env *env = full.main ? store->main : store->keys;
        status = mus_env_grow(env, full.main ? main.map_bytes : keys.map_bytes, err);
        if (status != MUS_OK) {
            return status;
        }
    }
}

/* ---- small readings that many units need ---- */

enum mus_status mus_read_copy(const struct mus_read *read, size_t table, struct mus_text key,
                              struct mus_arena *arena, struct mus_text *out, struct mus_error *err)
{
    struct mus_text bytes;
    enum mus_status status = mus_db_get(read->txn, table, key, &bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text copy = mus_arena_copy(arena, bytes);
    if (copy.ptr == NULL && bytes.ptr != NULL) {
        return mus_fail_memory(err);
    }
    *out = copy;
    return MUS_OK;
}

enum mus_status mus_read_bytes(const struct mus_read *read, size_t table, struct mus_text key,
                               struct mus_arena *arena, struct mus_text *out, struct mus_error *err)
{
    return read->write != NULL ? mus_read_copy(read, table, key, arena, out, err)
                               : mus_db_get(read->txn, table, key, out, err);
}

enum mus_status mus_meta_number(const struct mus_read *read, struct mus_text name, uint64_t *out,
                                struct mus_error *err)
{
    struct mus_text value;
    enum mus_status status = mus_db_get(read->txn, MUS_DB_META, name, &value, err);
    if (status != MUS_OK) {
        return status;
    }
    if (value.ptr == NULL) {
        *out = 0;
        return MUS_OK;
    }
    if (!mus_value_read_u64(value, out)) {
        return mus_fail(err, MUS_CORRUPT, "meta \"%.*s\": %zu bytes, expected 8",
                        MUS_TEXT_SHORT_ARG(name), value.len);
    }
    return MUS_OK;
}

enum mus_status mus_meta_set_number(struct mus_write *write, struct mus_text name, uint64_t number,
                                    struct mus_error *err)
{
    struct mus_db_number room;
    return mus_db_put(write->view.txn, MUS_DB_META, name, mus_value_u64(number, &room), err);
}
