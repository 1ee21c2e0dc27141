/* How the wrapping key is replaced. The new key goes to FILE.next; then one write wraps all data
 * keys anew and records the new key's id; then FILE.next takes FILE's place. The recorded id says
 * which of the two files is in force, so that a crash at any point leaves no doubt: whoever next
 * opens the store to write either completes the renaming or removes FILE.next. Both happen under
 * the write lock, which keeps them from meeting a replacement that is under way. */
#include "store/wrapping.h"

#include "base/file.h"
#include "base/mem.h"
#include "crypto/encode.h"
#include "store/data_key.h"
#include "store/internal.h"
#include "store/keys.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static struct mus_text text_of_id(const struct mus_key_id *id)
{
    return (struct mus_text){(const char *)id->bytes, sizeof id->bytes};
}

static enum mus_status read_recorded(struct mus_store *store, struct mus_key_id *out,
                                     struct mus_error *err)
{
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_txn_begin(store->keys, false, &txn, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_text value;
    status = mus_db_get(txn, MUS_KEYS_META, MUS_META_WRAPPING, &value, err);
    if (status == MUS_OK && value.len != sizeof out->bytes) {
        status = mus_fail(err, MUS_CORRUPT, "the keys folder does not say which key wraps it");
    }
    if (status == MUS_OK) {
        memcpy(out->bytes, value.ptr, sizeof out->bytes);
    }
    mus_txn_end(txn);
    return status;
}

struct recording {
    struct mus_key_id id;
};

static enum mus_status record(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct recording *recording = context;
    struct mus_db_number room;
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_write_keys(write, &txn, err);
    if (status == MUS_OK) {
        status = mus_db_put(txn, MUS_KEYS_META, MUS_META_VERSION,
                            mus_value_u32(MUS_KEYS_VERSION, &room), err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(txn, MUS_KEYS_META, MUS_META_WRAPPING, text_of_id(&recording->id), err);
    }
    return status;
}

enum mus_status mus_wrapping_record(struct mus_store *store, struct mus_key_id id,
                                    struct mus_error *err)
{
    struct recording recording = {id};
    return mus_store_update(store, record, &recording, err);
}

/* ---- opening ---- */

/* True if the file is a key file with this id; it may be missing or anything else. */
static bool file_has_id(const char *path, struct mus_key_id id)
{
    struct mus_key_id found;
    return mus_keyring_file_id(path, &found, NULL) == MUS_OK && mus_key_id_equal(found, id);
}

/* Under the write lock: FILE.next is the key in force, or is left of an attempt that came to
 * nothing. Where neither file is the one in force both are left alone. */
static enum mus_status settle_files(struct mus_write *write, void *context, struct mus_error *err)
{
    const char *next = context;
    struct mus_store *store = write->view.store;
    struct mus_key_id recorded;
    enum mus_status status = read_recorded(store, &recorded, err);
    if (status != MUS_OK) {
        return status;
    }
    if (file_has_id(next, recorded)) {
        return mus_file_rename(next, store->key_file, err);
    }
    if (file_has_id(store->key_file, recorded) && unlink(next) != 0 && errno != ENOENT) {
        return mus_fail(err, MUS_IO, "%s: %s", next, strerror(errno));
    }
    return MUS_OK;
}

static enum mus_status open_ring(struct mus_store *store, const char *path,
                                 const struct mus_keyring_options *options,
                                 struct mus_key_id recorded, struct mus_keyring **out,
                                 struct mus_error *err)
{
    struct mus_keyring *keyring = NULL;
    enum mus_status status = mus_keyring_open(path, options, &keyring, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_key_id id = mus_keyring_id(keyring);
    if (!mus_key_id_equal(id, recorded)) {
        char has[2 * MUS_KEY_ID_BYTES + 1];
        char wanted[2 * MUS_KEY_ID_BYTES + 1];
        mus_hex_print(has, id.bytes, sizeof id.bytes);
        mus_hex_print(wanted, recorded.bytes, sizeof recorded.bytes);
        mus_keyring_free(keyring);
        return mus_fail(err, MUS_UNREADABLE, "%s: key %s is not the key of %s, which is %s", path,
                        has, store->dir, wanted);
    }
    *out = keyring;
    return MUS_OK;
}

/* Whether the store opens although its key could not be had. */
static bool can_do_without(enum mus_status status, const struct mus_keyring_options *options)
{
    return options->passphrase.ptr == NULL && status != MUS_NO_MEMORY;
}

enum mus_status mus_wrapping_open(struct mus_store *store,
                                  const struct mus_keyring_options *options, struct mus_error *err)
{
    struct mus_key_id recorded;
    char *next = mus_path_with_ending(store->key_file, ".next");
    if (next == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    if (!store->read_only && access(next, F_OK) == 0) {
        status = mus_store_update(store, settle_files, next, err);
    }
    if (status == MUS_OK) {
        status = read_recorded(store, &recorded, err);
    }
    if (status == MUS_OK) {
        const char *path = file_has_id(next, recorded) ? next : store->key_file;
        status = open_ring(store, path, options, recorded, &store->keyring, &store->key_error);
        if (status != MUS_OK && can_do_without(status, options)) {
            store->key_error.status = MUS_UNREADABLE;
            status = MUS_OK;
        } else if (status != MUS_OK) {
            status = mus_fail(err, status, "%s", store->key_error.message);
        }
    }
    mus_free(next);
    return status;
}

/* ---- replacing ---- */

struct replacing {
    const struct mus_keyring_options *options;
    const char *next;
    struct mus_keyring *keyring; /* NULL until made */
};

static enum mus_status rewrap_all(const struct mus_store *store, struct mus_txn *txn,
                                  const struct mus_keyring *to, struct mus_arena *arena,
                                  struct mus_error *err)
{
    struct mus_cursor *cursor = NULL;
    struct mus_buf wrapped = {0};
    struct mus_text key = MUS_NO_TEXT;
    struct mus_text value;
    enum mus_status status = mus_cursor_open(txn, MUS_KEYS_KEY, &cursor, err);
    enum mus_cursor_step step = MUS_CURSOR_FIRST;
    while (status == MUS_OK) {
        status = mus_cursor_step(cursor, step, &key, &value, err);
        if (status != MUS_OK || key.ptr == NULL) {
            break;
        }
        /* Copied, because putting may overwrite what the cursor shows. */
        mus_arena_reset(arena);
        struct mus_text id = mus_arena_copy(arena, key);
        mus_buf_clear(&wrapped);
        status = id.ptr == NULL ? mus_fail_memory(err)
                                : mus_keyring_rewrap(store->keyring, to, id, value, &wrapped, err);
        if (status == MUS_OK) {
            status = mus_db_put(txn, MUS_KEYS_KEY, id, mus_buf_text(&wrapped), err);
        }
        step = MUS_CURSOR_NEXT;
    }
    mus_cursor_close(cursor);
    mus_buf_done(&wrapped);
    return status;
}

/* The store's own key ring must still be the one in force: another process may have replaced it. */
static enum mus_status check_in_force(struct mus_store *store, struct mus_error *err)
{
    struct mus_key_id recorded;
    enum mus_status status = read_recorded(store, &recorded, err);
    if (status == MUS_OK && !mus_key_id_equal(recorded, mus_keyring_id(store->keyring))) {
        return mus_fail(err, MUS_UNREADABLE,
                        "the wrapping key was replaced since the store was opened");
    }
    return status;
}

static enum mus_status replace(struct mus_write *write, void *context, struct mus_error *err)
{
    struct replacing *replacing = context;
    struct mus_store *store = write->view.store;
    struct mus_txn *txn = NULL;
    enum mus_status status = check_in_force(store, err);
    if (status == MUS_OK && replacing->keyring == NULL) {
        unlink(replacing->next); /* of an attempt that came to nothing: it is not in force */
        status = mus_keyring_create(replacing->next, replacing->options, &replacing->keyring, err);
    }
    if (status == MUS_OK) {
        status = mus_write_keys(write, &txn, err);
    }
    if (status == MUS_OK) {
        status = rewrap_all(store, txn, replacing->keyring, &write->scratch, err);
    }
    if (status == MUS_OK) {
        struct mus_key_id id = mus_keyring_id(replacing->keyring);
        status = mus_db_put(txn, MUS_KEYS_META, MUS_META_WRAPPING, text_of_id(&id), err);
    }
    if (status != MUS_OK) {
        mus_write_doom(write);
    }
    return status;
}

/* After a failure: whether the new key is in force all the same, because the failure came after the
 * keys were committed. Where even that cannot be told, both files stay. */
static enum mus_status after_failure(struct mus_store *store, const struct replacing *replacing,
                                     bool *in_force)
{
    struct mus_key_id recorded;
    *in_force = false;
    if (replacing->keyring == NULL) {
        return MUS_OK;
    }
    enum mus_status status = read_recorded(store, &recorded, NULL);
    if (status == MUS_OK) {
        *in_force = mus_key_id_equal(recorded, mus_keyring_id(replacing->keyring));
        if (!*in_force) {
            unlink(replacing->next);
        }
    }
    return status;
}

static enum mus_status put_in_place(struct mus_store *store, struct replacing *replacing,
                                    struct mus_error *err)
{
    struct mus_key_id id = mus_keyring_id(replacing->keyring);
    mus_keyring_free(store->keyring);
    store->keyring = replacing->keyring;
    replacing->keyring = NULL;
    enum mus_status status = mus_file_rename(replacing->next, store->key_file, err);
    /* Another process that opened the store just now may have renamed it for us. */
    return file_has_id(store->key_file, id) ? MUS_OK : status;
}

enum mus_status mus_store_replace_key(struct mus_store *store,
                                      const struct mus_keyring_options *options,
                                      struct mus_error *err)
{
    enum mus_status status = mus_store_key_status(store, err);
    if (status != MUS_OK) {
        return status;
    }
    char *next = mus_path_with_ending(store->key_file, ".next");
    if (next == NULL) {
        return mus_fail_memory(err);
    }
    struct replacing replacing = {options, next, NULL};
    bool in_force = true;
    status = mus_store_update(store, replace, &replacing, err);
    if (status != MUS_OK && after_failure(store, &replacing, &in_force) != MUS_OK) {
        in_force = false;
    }
    if (in_force) {
        status = put_in_place(store, &replacing, err);
    }
    mus_keyring_free(replacing.keyring);
    mus_free(next);
    return status;
}
