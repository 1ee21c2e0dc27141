/* Making, opening and closing a store. Transactions are in write.c. */
#include "store/store.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "crypto/crypto.h"
#include "store/data_key.h"
#include "store/derive.h"
#include "store/erase_internal.h"
#include "store/folder.h"
#include "store/internal.h"
#include "store/migrate.h"
#include "store/segments_internal.h"
#include "store/wrapping.h"

#include <string.h>
#include <unistd.h>

static char *copy_of(const char *terminated)
{
    size_t len = strlen(terminated) + 1;
    char *copy = mus_alloc(len, 1);
    if (copy != NULL) {
        memcpy(copy, terminated, len);
    }
    return copy;
}

/* A store object with its names, nothing opened. */
static enum mus_status store_new(const char *dir, const struct mus_store_options *options,
                                 struct mus_store **out, struct mus_error *err)
{
    struct mus_store *store = mus_alloc_zero(1, sizeof *store);
    if (store == NULL) {
        return mus_fail_memory(err);
    }
    store->read_only = options->read_only;
    store->changed_most = MUS_CHANGED_MOST;
    store->merged_enough = MUS_MERGED_ENOUGH;
    store->today = options->today != 0 ? options->today : mus_date_in_tokyo(mus_clock_now_ms());
    store->dir = copy_of(dir);
    store->key_file = options->key_file == NULL ? mus_path_join(dir, MUS_KEY_FILE_NAME)
                                                : copy_of(options->key_file);
    if (store->dir == NULL || store->key_file == NULL) {
        mus_store_close(store);
        return mus_fail_memory(err);
    }
    *out = store;
    return MUS_OK;
}

void mus_store_close(struct mus_store *store)
{
    if (store == NULL) {
        return;
    }
    mus_env_close(store->main);
    mus_env_close(store->keys);
    mus_keyring_free(store->keyring);
    mus_analyser_free(store->analyser);
    mus_glossing_free(store->glossing);
    mus_free(store->dir);
    mus_free(store->key_file);
    mus_free(store);
}

bool mus_store_is_read_only(const struct mus_store *store)
{
    return store->read_only;
}

enum mus_status mus_store_key_status(const struct mus_store *store, struct mus_error *err)
{
    if (store->keyring != NULL) {
        return MUS_OK;
    }
    return mus_fail(err, store->key_error.status, "%s", store->key_error.message);
}

static enum mus_status open_env(const struct mus_store *store, const char *folder,
                                const struct mus_db_info *tables, size_t count, uint64_t map_bytes,
                                struct mus_env **out, struct mus_error *err)
{
    char *path = mus_path_join(store->dir, folder);
    if (path == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_env_options options = {path, store->read_only, map_bytes, tables, count};
    enum mus_status status = mus_env_open(&options, out, err);
    mus_free(path);
    return status;
}

/* Both environments, with only their first table, meta, open unless `create`. */
static enum mus_status open_envs(struct mus_store *store, uint64_t map_bytes, bool create,
                                 struct mus_error *err)
{
    enum mus_status status = open_env(store, MUS_MAIN_FOLDER, MUS_MAIN_TABLES, MUS_DB_COUNT,
                                      map_bytes, &store->main, err);
    if (status == MUS_OK) {
        status = open_env(store, MUS_KEYS_FOLDER, MUS_KEYS_TABLES, MUS_KEYS_COUNT, map_bytes,
                          &store->keys, err);
    }
    if (status == MUS_OK) {
        status = mus_env_open_tables(store->main, create ? MUS_DB_COUNT : 1, create, err);
    }
    if (status == MUS_OK) {
        status = mus_env_open_tables(store->keys, create ? MUS_KEYS_COUNT : 1, create, err);
    }
    return status;
}

/* ---- making ---- */

static enum mus_status write_first_main(struct mus_write *write, void *context,
                                        struct mus_error *err)
{
    (void)context;
    struct mus_db_number room;
    enum mus_status status = mus_db_put(write->view.txn, MUS_DB_META, MUS_META_VERSION,
                                        mus_value_u32(MUS_SCHEMA_VERSION, &room), err);
    if (status == MUS_OK) {
        status = mus_db_put(write->view.txn, MUS_DB_META, MUS_META_DERIVED,
                            mus_value_u32(mus_derived_version(), &room), err);
    }
    return status == MUS_OK ? mus_segments_make(write, err) : status;
}

static enum mus_status make_contents(struct mus_store *store,
                                     const struct mus_store_options *options, struct mus_error *err)
{
    enum mus_status status = open_envs(store, options->map_bytes, true, err);
    if (status == MUS_OK) {
        status = mus_wrapping_record(store, mus_keyring_id(store->keyring), err);
    }
    if (status == MUS_OK) {
        status = mus_store_update(store, write_first_main, NULL, err);
    }
    return status;
}

enum mus_status mus_store_init(const char *dir, const struct mus_store_options *options,
                               struct mus_error *err)
{
    static const struct mus_store_options plain;
    struct mus_store_options chosen = options == NULL ? plain : *options;
    chosen.read_only = false;
    struct mus_making making = {dir, -1, false};
    struct mus_store *store = NULL;
    bool made_key = false;
    enum mus_status status = mus_crypto_init(err);
    if (status == MUS_OK) {
        status = store_new(dir, &chosen, &store, err);
    }
    if (status == MUS_OK) {
        status = mus_making_begin(dir, &making, err);
    }
    if (status == MUS_OK) {
        status = mus_keyring_create(store->key_file, &chosen.passphrase, &store->keyring, err);
        made_key = status == MUS_OK;
    }
    if (status == MUS_OK) {
        status = make_contents(store, &chosen, err);
    }
    if (status == MUS_OK) {
        status = mus_making_finish(&making, err);
    }
    if (status != MUS_OK && made_key) {
        unlink(store->key_file);
    }
    mus_store_close(store);
    mus_making_end(&making);
    return status;
}

/* ---- opening ---- */

static enum mus_status read_version(struct mus_env *env, struct mus_text name, uint32_t *out,
                                    struct mus_error *err)
{
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_txn_begin(env, false, &txn, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text value;
    status = mus_db_get(txn, 0, name, &value, err);
    if (status == MUS_OK && !mus_value_read_u32(value, out)) {
        status =
            mus_fail(err, MUS_CORRUPT, "the store's meta table holds no %.*s", MUS_TEXT_ARG(name));
    }
    mus_txn_end(txn);
    return status;
}

static enum mus_status check_version(const struct mus_store *store, uint32_t version,
                                     uint32_t target, struct mus_error *err)
{
    if (version > target) {
        return mus_fail(err, MUS_STORE,
                        "%s: the store is of version %u, this program knows %u: use a newer musubi",
                        store->dir, version, target);
    }
    if (version < target && store->read_only) {
        return mus_fail(err, MUS_STORE,
                        "%s: the store is of version %u, this program writes %u: open it for "
                        "writing once",
                        store->dir, version, target);
    }
    return MUS_OK;
}

static enum mus_status make_index(struct mus_write *write, void *context, struct mus_error *err)
{
    bool current = false; /* another process may have been faster */
    (void)context;
    enum mus_status status = mus_segments_are_current(&write->view, &current, err);
    if (status == MUS_OK && !current) {
        status =
            mus_db_delete(write->view.txn, MUS_DB_META, MUS_META_INDEX_WEIGHTS, MUS_NO_TEXT, err);
    }
    return status == MUS_OK && !current ? mus_segments_make(write, err) : status;
}

/* An index of another version is none; who only reads looks at every company. */
static enum mus_status bring_index_up_to_date(struct mus_store *store, struct mus_error *err)
{
    struct mus_read *read = NULL;
    bool current = false;
    enum mus_status status = mus_store_read_begin(store, &read, err);
    if (status == MUS_OK) {
        status = mus_segments_are_current(read, &current, err);
        mus_store_read_end(read);
    }
    return status != MUS_OK || current || store->read_only
               ? status
               : mus_store_update(store, make_index, NULL, err);
}

/* Reads both versions before anything is touched, then opens all tables and brings the store up to
 * date. */
static enum mus_status bring_up_to_date(struct mus_store *store,
                                        const struct mus_migration *migrations, uint32_t target,
                                        struct mus_error *err)
{
    uint32_t version = 0;
    uint32_t keys_version = 0;
    uint32_t derived = 0;
    enum mus_status status = read_version(store->main, MUS_META_VERSION, &version, err);
    if (status == MUS_OK) {
        status = check_version(store, version, target, err);
    }
    if (status == MUS_OK) {
        status = read_version(store->keys, MUS_META_VERSION, &keys_version, err);
    }
    if (status == MUS_OK) {
        status = check_version(store, keys_version, MUS_KEYS_VERSION, err);
    }
    if (status == MUS_OK) {
        status = mus_env_open_tables(store->main, MUS_DB_COUNT, !store->read_only, err);
    }
    if (status == MUS_OK) {
        status = mus_env_open_tables(store->keys, MUS_KEYS_COUNT, !store->read_only, err);
    }
    if (status == MUS_OK) {
        status = mus_store_migrate(store, migrations, version, target, err);
    }
    if (status == MUS_OK) {
        status = read_version(store->main, MUS_META_DERIVED, &derived, err);
    }
    if (status != MUS_OK || derived == mus_derived_version()) {
        return status == MUS_OK ? bring_index_up_to_date(store, err) : status;
    }
    if (store->read_only) {
        return mus_fail(err, MUS_STORE,
                        "%s: the match records were made by another version: open the store for "
                        "writing once",
                        store->dir);
    }
    return mus_store_derive(store, err);
}

enum mus_status mus_store_open_with(const char *dir, const struct mus_store_options *options,
                                    const struct mus_migration *migrations, uint32_t target,
                                    struct mus_store **out, struct mus_error *err)
{
    static const struct mus_store_options plain;
    options = options == NULL ? &plain : options;
    struct mus_store *store = NULL;
    enum mus_status status = mus_crypto_init(err);
    if (status == MUS_OK) {
        status = mus_folder_check_mark(dir, err);
    }
    if (status == MUS_OK) {
        status = store_new(dir, options, &store, err);
    }
    if (status == MUS_OK) {
        status = open_envs(store, options->map_bytes, false, err);
    }
    if (status == MUS_OK) {
        status = bring_up_to_date(store, migrations, target, err);
    }
    if (status == MUS_OK) {
        status = mus_wrapping_open(store, &options->passphrase, err);
    }
    if (status == MUS_OK && !store->read_only) {
        status = mus_store_finish_erasures(store, err);
    }
    if (status != MUS_OK) {
        mus_store_close(store);
        return status;
    }
    *out = store;
    return MUS_OK;
}

enum mus_status mus_store_open(const char *dir, const struct mus_store_options *options,
                               struct mus_store **out, struct mus_error *err)
{
    return mus_store_open_with(dir, options, MUS_MIGRATIONS, MUS_SCHEMA_VERSION, out, err);
}
