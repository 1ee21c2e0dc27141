#include "crypto/keyring.h"

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/key_file.h"
#include "crypto/secret_file.h"

#include <sodium.h>
#include <string.h>

struct mus_keyring {
    struct mus_key *key; /* sodium_malloc: locked, guarded, read-only once made */
    struct mus_key_id id;
    bool needs_passphrase;
};

void mus_keyring_free(struct mus_keyring *keyring)
{
    if (keyring == NULL) {
        return;
    }
    sodium_free(keyring->key); /* wipes, and accepts NULL */
    mus_free(keyring);
}

static struct mus_keyring *keyring_new(void)
{
    struct mus_keyring *keyring = mus_alloc_zero(1, sizeof *keyring);
    if (keyring == NULL) {
        return NULL;
    }
    keyring->key = sodium_malloc(sizeof *keyring->key);
    if (keyring->key == NULL) {
        mus_free(keyring);
        return NULL;
    }
    return keyring;
}

/* Fills in the new file's key, or its salt and cost, and the ring's key. */
static enum mus_status draw(const struct mus_keyring_options *options, struct mus_key_file *file,
                            struct mus_key *key, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    file->from_passphrase = options->passphrase.ptr != NULL;
    if (file->from_passphrase) {
        status = mus_passphrase_draw(options->passphrase, &options->cost, &file->recipe, err);
        if (status == MUS_OK) {
            status = mus_passphrase_derive(&file->recipe, options->passphrase, key, err);
        }
    } else {
        mus_key_random(key);
        file->key = *key;
    }
    if (status == MUS_OK) {
        file->id = mus_key_id_of(key);
    }
    return status;
}

static void settle(struct mus_keyring *keyring, const struct mus_key_file *file)
{
    keyring->id = file->id;
    keyring->needs_passphrase = file->from_passphrase;
    sodium_mprotect_readonly(keyring->key);
}

enum mus_status mus_keyring_create(const char *path, const struct mus_keyring_options *options,
                                   struct mus_keyring **out, struct mus_error *err)
{
    static const struct mus_keyring_options none;
    struct mus_key_file file = {0};
    struct mus_buf text = {0};
    struct mus_keyring *keyring = keyring_new();
    enum mus_status status = keyring == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        status = draw(options == NULL ? &none : options, &file, keyring->key, err);
    }
    /* Reserved first: a buffer that grows would leave copies of the key behind. */
    if (status == MUS_OK && !mus_buf_reserve(&text, MUS_MAX_KEY_FILE)) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        mus_key_file_write(&file, &text);
        status = mus_buf_check(&text, err);
    }
    if (status == MUS_OK) {
        status = mus_secret_file_write(path, mus_buf_text(&text), err);
    }
    if (status == MUS_OK) {
        settle(keyring, &file);
        *out = keyring;
        keyring = NULL;
    }
    mus_buf_wipe(&text);
    mus_crypto_wipe(&file, sizeof file);
    mus_keyring_free(keyring);
    return status;
}

static enum mus_status load(const char *path, struct mus_key_file *out, struct mus_error *err)
{
    char bytes[MUS_MAX_KEY_FILE + 1];
    size_t len = 0;
    enum mus_status status = mus_secret_file_read(path, bytes, sizeof bytes, &len, err);
    if (status == MUS_OK) {
        status = mus_key_file_read((struct mus_text){bytes, len}, out, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", path);
    }
    mus_crypto_wipe(bytes, sizeof bytes);
    return status;
}

enum mus_status mus_keyring_file_id(const char *path, struct mus_key_id *out, struct mus_error *err)
{
    struct mus_key_file file = {0};
    enum mus_status status = load(path, &file, err);
    if (status == MUS_OK) {
        *out = file.id;
    }
    mus_crypto_wipe(&file, sizeof file);
    return status;
}

static enum mus_status recover(const char *path, const struct mus_key_file *file,
                               const struct mus_keyring_options *options, struct mus_key *key,
                               struct mus_error *err)
{
    if (!file->from_passphrase) {
        *key = file->key;
        return MUS_OK;
    }
    if (options == NULL || options->passphrase.ptr == NULL) {
        return mus_fail(err, MUS_UNREADABLE, "%s: this key needs its passphrase", path);
    }
    enum mus_status status = mus_passphrase_derive(&file->recipe, options->passphrase, key, err);
    if (status == MUS_OK && !mus_key_id_equal(file->id, mus_key_id_of(key))) {
        return mus_fail(err, MUS_UNREADABLE, "%s: the passphrase is wrong", path);
    }
    return status;
}

enum mus_status mus_keyring_open(const char *path, const struct mus_keyring_options *options,
                                 struct mus_keyring **out, struct mus_error *err)
{
    struct mus_key_file file = {0};
    struct mus_keyring *keyring = keyring_new();
    enum mus_status status = keyring == NULL ? mus_fail_memory(err) : load(path, &file, err);
    if (status == MUS_OK) {
        status = recover(path, &file, options, keyring->key, err);
    }
    if (status == MUS_OK) {
        settle(keyring, &file);
        *out = keyring;
        keyring = NULL;
    }
    mus_crypto_wipe(&file, sizeof file);
    mus_keyring_free(keyring);
    return status;
}

struct mus_key_id mus_keyring_id(const struct mus_keyring *keyring)
{
    return keyring->id;
}

bool mus_keyring_needs_passphrase(const struct mus_keyring *keyring)
{
    return keyring->needs_passphrase;
}

/* What a wrapped key is bound to: "data key", NUL, the owner's id. */
static enum mus_status bind(struct mus_text owner, struct mus_buf *out, struct mus_error *err)
{
    static const char use[] = "data key";
    mus_buf_add(out, use, sizeof use);
    mus_buf_add_text(out, owner);
    return mus_buf_check(out, err);
}

enum mus_status mus_keyring_wrap(const struct mus_keyring *keyring, struct mus_text owner,
                                 const struct mus_key *key, struct mus_buf *out,
                                 struct mus_error *err)
{
    struct mus_buf ad = {0};
    enum mus_status status = bind(owner, &ad, err);
    if (status == MUS_OK) {
        struct mus_text plain = {(const char *)key->bytes, sizeof key->bytes};
        status = mus_seal(keyring->key, mus_buf_text(&ad), plain, out, err);
    }
    mus_buf_done(&ad);
    return status;
}

enum mus_status mus_keyring_unwrap(const struct mus_keyring *keyring, struct mus_text owner,
                                   struct mus_text wrapped, struct mus_key *out,
                                   struct mus_error *err)
{
    struct mus_buf ad = {0};
    struct mus_buf plain = {0};
    enum mus_status status = bind(owner, &ad, err);
    if (status == MUS_OK) {
        status = mus_unseal(keyring->key, mus_buf_text(&ad), wrapped, &plain, err);
        if (status == MUS_UNREADABLE) {
            status = mus_fail_at(err, status, "data key of \"%.*s\"", MUS_TEXT_SHORT_ARG(owner));
        }
    }
    if (status == MUS_OK && plain.len != sizeof out->bytes) {
        status = mus_fail(err, MUS_UNREADABLE, "data key of \"%.*s\": %zu bytes, expected %zu",
                          MUS_TEXT_SHORT_ARG(owner), plain.len, sizeof out->bytes);
    }
    if (status == MUS_OK) {
        memcpy(out->bytes, plain.data, sizeof out->bytes);
    }
    mus_buf_wipe(&plain);
    mus_buf_done(&ad);
    return status;
}

enum mus_status mus_keyring_rewrap(const struct mus_keyring *from, const struct mus_keyring *to,
                                   struct mus_text owner, struct mus_text wrapped,
                                   struct mus_buf *out, struct mus_error *err)
{
    struct mus_key key = {0};
    enum mus_status status = mus_keyring_unwrap(from, owner, wrapped, &key, err);
    if (status == MUS_OK) {
        status = mus_keyring_wrap(to, owner, &key, out, err);
    }
    mus_key_wipe(&key);
    return status;
}
