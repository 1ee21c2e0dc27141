#include "store/data_key.h"

#include "store/internal.h"
#include "store/keys.h"

enum mus_status mus_write_keys(struct mus_write *write, struct mus_txn **out, struct mus_error *err)
{
    if (write->keys == NULL) {
        enum mus_status status = mus_txn_begin(write->view.store->keys, true, &write->keys, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    *out = write->keys;
    return MUS_OK;
}

static enum mus_status unwrap(const struct mus_store *store, struct mus_text id,
                              struct mus_text wrapped, struct mus_key *out, struct mus_error *err)
{
    struct mus_key_id by;
    if (mus_sealed_by(wrapped, &by) && !mus_key_id_equal(by, mus_keyring_id(store->keyring))) {
        return mus_fail(err, MUS_UNREADABLE,
                        "data key of \"%.*s\": wrapped by another key than that of this opening",
                        MUS_TEXT_SHORT_ARG(id));
    }
    return mus_keyring_unwrap(store->keyring, id, wrapped, out, err);
}

static enum mus_status look_up(const struct mus_store *store, struct mus_txn *txn,
                               struct mus_text id, struct mus_key *out, bool *found,
                               struct mus_error *err)
{
    struct mus_text wrapped;
    enum mus_status status = mus_db_get(txn, MUS_KEYS_KEY, id, &wrapped, err);
    if (status != MUS_OK) {
        return status;
    }
    if (wrapped.ptr == NULL) {
        *found = false;
        return MUS_OK;
    }
    status = mus_store_key_status(store, err);
    if (status == MUS_OK) {
        status = unwrap(store, id, wrapped, out, err);
    }
    if (status == MUS_OK) {
        *found = true;
    }
    return status;
}

enum mus_status mus_data_key_get(const struct mus_read *read, struct mus_text id,
                                 struct mus_key *out, bool *found, struct mus_error *err)
{
    if (read->write != NULL && read->write->keys != NULL) {
        return look_up(read->store, read->write->keys, id, out, found, err);
    }
    struct mus_txn *txn = NULL;
    enum mus_status status = mus_txn_begin(read->store->keys, false, &txn, err);
    if (status != MUS_OK) {
        return status;
    }
    status = look_up(read->store, txn, id, out, found, err);
    mus_txn_end(txn);
    return status;
}

static enum mus_status make(struct mus_write *write, struct mus_text id, struct mus_key *key,
                            struct mus_error *err)
{
    const struct mus_store *store = write->view.store;
    struct mus_txn *txn = NULL;
    struct mus_buf wrapped = {0};
    enum mus_status status = mus_store_key_status(store, err);
    if (status == MUS_OK) {
        status = mus_write_keys(write, &txn, err);
    }
    if (status == MUS_OK) {
        mus_key_random(key);
        status = mus_keyring_wrap(store->keyring, id, key, &wrapped, err);
    }
    if (status == MUS_OK) {
        status = mus_db_put(txn, MUS_KEYS_KEY, id, mus_buf_text(&wrapped), err);
    }
    mus_buf_done(&wrapped);
    return status;
}

enum mus_status mus_data_key_make(struct mus_write *write, struct mus_text id, struct mus_key *out,
                                  struct mus_error *err)
{
    struct mus_key key = {0};
    bool found = false;
    enum mus_status status = mus_data_key_get(&write->view, id, &key, &found, err);
    if (status == MUS_OK && !found) {
        status = make(write, id, &key, err);
    }
    if (status == MUS_OK) {
        *out = key;
    }
    mus_key_wipe(&key);
    return status;
}

/* What is sealed is bound to: the use, NUL, the id. */
static enum mus_status bind(struct mus_text id, struct mus_text use, struct mus_buf *out,
                            struct mus_error *err)
{
    mus_buf_add_text(out, use);
    mus_buf_add_byte(out, '\0');
    mus_buf_add_text(out, id);
    return mus_buf_check(out, err);
}

enum mus_status mus_store_seal(struct mus_write *write, struct mus_text id, struct mus_text use,
                               struct mus_text plain, struct mus_buf *out, struct mus_error *err)
{
    struct mus_key key = {0};
    struct mus_buf ad = {0};
    enum mus_status status = bind(id, use, &ad, err);
    if (status == MUS_OK) {
        status = mus_data_key_make(write, id, &key, err);
    }
    if (status == MUS_OK) {
        status = mus_seal(&key, mus_buf_text(&ad), plain, out, err);
    }
    mus_key_wipe(&key);
    mus_buf_done(&ad);
    return status;
}

enum mus_status mus_store_unseal(const struct mus_read *read, struct mus_text id,
                                 struct mus_text use, struct mus_text sealed, struct mus_buf *out,
                                 struct mus_error *err)
{
    struct mus_key key = {0};
    struct mus_buf ad = {0};
    bool found = false;
    enum mus_status status = bind(id, use, &ad, err);
    if (status == MUS_OK) {
        status = mus_data_key_get(read, id, &key, &found, err);
    }
    if (status == MUS_OK && !found) {
        status = mus_fail(err, MUS_UNREADABLE, "the data key of \"%.*s\" is gone",
                          MUS_TEXT_SHORT_ARG(id));
    }
    if (status == MUS_OK) {
        status = mus_unseal(&key, mus_buf_text(&ad), sealed, out, err);
    }
    if (status == MUS_UNREADABLE) {
        status = mus_fail_at(err, status, "%.*s of \"%.*s\"", MUS_TEXT_SHORT_ARG(use),
                             MUS_TEXT_SHORT_ARG(id));
    }
    mus_key_wipe(&key);
    mus_buf_done(&ad);
    return status;
}
