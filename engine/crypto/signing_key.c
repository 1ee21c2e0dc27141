#include "crypto/signing_key.h"

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/secret_file.h"
#include "crypto/signing_key_line.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { TIME_BYTES = 8 };

static_assert(crypto_sign_SEEDBYTES == MUS_SEED_BYTES, "Ed25519's seed");

struct mus_signing_key {
    struct mus_note_key public;
    unsigned char *secret; /* seed ‖ public key, as libsodium signs; sodium_malloc: locked,
                              guarded, read-only once made */
};

void mus_signing_key_free(struct mus_signing_key *key)
{
    if (key == NULL) {
        return;
    }
    sodium_free(key->secret); /* wipes, and accepts NULL */
    mus_free(key);
}

enum mus_status mus_signing_key_of_seed(const unsigned char seed[32], struct mus_text name,
                                        enum mus_note_algorithm algorithm,
                                        struct mus_signing_key **out, struct mus_error *err)
{
    struct mus_signing_key *key = mus_alloc_zero(1, sizeof *key);
    unsigned char public[crypto_sign_PUBLICKEYBYTES];
    if (key != NULL) {
        key->secret = sodium_malloc(crypto_sign_SECRETKEYBYTES);
    }
    if (key == NULL || key->secret == NULL) {
        mus_free(key);
        return mus_fail_memory(err);
    }
    crypto_sign_seed_keypair(public, key->secret, seed);
    enum mus_status status = mus_note_key_make(name, algorithm, public, &key->public, err);
    if (status != MUS_OK) {
        mus_signing_key_free(key);
        return status;
    }
    sodium_mprotect_readonly(key->secret);
    *out = key;
    return MUS_OK;
}

const struct mus_note_key *mus_signing_key_public(const struct mus_signing_key *key)
{
    return &key->public;
}

/* Files. */

/* What the sealed seed is bound to: "signing seed", NUL, the verification key. */
static enum mus_status bind(const struct mus_note_key *key, struct mus_buf *out,
                            struct mus_error *err)
{
    static const char use[] = "signing seed";
    mus_buf_add(out, use, sizeof use);
    mus_note_key_write(key, out);
    return mus_buf_check(out, err);
}

/* Seals the line's seed under the passphrase and forgets it. */
static enum mus_status lock(struct mus_text passphrase, const struct mus_passphrase_cost *cost,
                            struct mus_signing_key_line *line, struct mus_error *err)
{
    struct mus_key derived = {{0}};
    struct mus_buf ad = {0};
    struct mus_buf sealed = {0};
    struct mus_text seed = {(const char *)line->seed, sizeof line->seed};
    enum mus_status status = mus_passphrase_draw(passphrase, cost, &line->recipe, err);
    if (status == MUS_OK) {
        status = bind(&line->key, &ad, err);
    }
    if (status == MUS_OK) {
        status = mus_passphrase_derive(&line->recipe, passphrase, &derived, err);
    }
    if (status == MUS_OK) {
        status = mus_seal(&derived, mus_buf_text(&ad), seed, &sealed, err);
    }
    if (status == MUS_OK) {
        assert(sealed.len == sizeof line->sealed);
        memcpy(line->sealed, sealed.data, sizeof line->sealed);
        mus_crypto_wipe(line->seed, sizeof line->seed);
        line->locked = true;
    }
    mus_key_wipe(&derived);
    mus_buf_done(&sealed);
    mus_buf_done(&ad);
    return status;
}

static enum mus_status unlock(struct mus_text passphrase, struct mus_signing_key_line *line,
                              struct mus_error *err)
{
    struct mus_key derived = {{0}};
    struct mus_buf ad = {0};
    struct mus_buf seed = {0};
    struct mus_text sealed = {(const char *)line->sealed, sizeof line->sealed};
    struct mus_key_id id;
    enum mus_status status = bind(&line->key, &ad, err);
    if (status == MUS_OK) {
        status = mus_passphrase_derive(&line->recipe, passphrase, &derived, err);
    }
    if (status == MUS_OK && mus_sealed_by(sealed, &id) &&
        !mus_key_id_equal(id, mus_key_id_of(&derived))) {
        status = mus_fail(err, MUS_UNREADABLE, "the passphrase is wrong");
    }
    if (status == MUS_OK) {
        status = mus_unseal(&derived, mus_buf_text(&ad), sealed, &seed, err);
    }
    if (status == MUS_OK) {
        assert(seed.len == sizeof line->seed);
        memcpy(line->seed, seed.data, sizeof line->seed);
    }
    mus_key_wipe(&derived);
    mus_buf_wipe(&seed);
    mus_buf_done(&ad);
    return status;
}

static enum mus_status save(const char *path, const struct mus_signing_key_line *line,
                            struct mus_error *err)
{
    struct mus_buf text = {0};
    enum mus_status status = MUS_OK;
    /* Reserved first: a buffer that grows would leave copies of the seed behind. */
    if (!mus_buf_reserve(&text, MUS_MAX_SIGNING_KEY_LINE)) {
        return mus_fail_memory(err);
    }
    mus_signing_key_line_write(line, &text);
    status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        status = mus_secret_file_write(path, mus_buf_text(&text), err);
    }
    mus_buf_wipe(&text);
    return status;
}

enum mus_status mus_signing_key_create(const char *path, struct mus_text name,
                                       enum mus_note_algorithm algorithm,
                                       struct mus_text passphrase,
                                       const struct mus_passphrase_cost *cost,
                                       struct mus_signing_key **out, struct mus_error *err)
{
    static const struct mus_passphrase_cost usual;
    struct mus_signing_key_line line = {.locked = false};
    struct mus_signing_key *key = NULL;
    mus_crypto_random(line.seed, sizeof line.seed);
    enum mus_status status = mus_signing_key_of_seed(line.seed, name, algorithm, &key, err);
    if (status == MUS_OK) {
        line.key = key->public;
    }
    if (status == MUS_OK && passphrase.ptr != NULL) {
        status = lock(passphrase, cost == NULL ? &usual : cost, &line, err);
    }
    if (status == MUS_OK) {
        status = save(path, &line, err);
    }
    if (status == MUS_OK) {
        *out = key;
        key = NULL;
    }
    mus_crypto_wipe(&line, sizeof line);
    mus_signing_key_free(key);
    return status;
}

static enum mus_status load(const char *path, struct mus_signing_key_line *out,
                            struct mus_error *err)
{
    char bytes[MUS_MAX_SIGNING_KEY_LINE + 1];
    size_t len = 0;
    enum mus_status status = mus_secret_file_read(path, bytes, sizeof bytes, &len, err);
    if (status == MUS_OK) {
        status = mus_signing_key_line_read((struct mus_text){bytes, len}, out, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", path);
    }
    mus_crypto_wipe(bytes, sizeof bytes);
    return status;
}

enum mus_status mus_signing_key_file(const char *path, struct mus_note_key *out, bool *locked,
                                     struct mus_error *err)
{
    struct mus_signing_key_line line = {.locked = false};
    enum mus_status status = load(path, &line, err);
    if (status == MUS_OK) {
        *out = line.key;
        if (locked != NULL) {
            *locked = line.locked;
        }
    }
    mus_crypto_wipe(&line, sizeof line);
    return status;
}

/* The seed of the line, whose passphrase is asked for where it is locked. */
static enum mus_status open_line(struct mus_signing_key_line *line, struct mus_text passphrase,
                                 struct mus_signing_key **out, struct mus_error *err)
{
    struct mus_signing_key *key = NULL;
    enum mus_status status = MUS_OK;
    if (line->locked && passphrase.ptr == NULL) {
        return mus_fail(err, MUS_UNREADABLE, "this key needs its passphrase");
    }
    if (line->locked) {
        status = unlock(passphrase, line, err);
    }
    if (status == MUS_OK) {
        status = mus_signing_key_of_seed(line->seed, mus_text_of(line->key.name),
                                         line->key.algorithm, &key, err);
    }
    if (status == MUS_OK && !mus_note_key_equal(&key->public, &line->key)) {
        status = mus_fail(err, MUS_CORRUPT, "the seed is not that of the key %s", line->key.name);
    }
    if (status != MUS_OK) {
        mus_signing_key_free(key);
        return status;
    }
    *out = key;
    return MUS_OK;
}

enum mus_status mus_signing_key_open(const char *path, struct mus_text passphrase,
                                     struct mus_signing_key **out, struct mus_error *err)
{
    struct mus_signing_key_line line = {.locked = false};
    enum mus_status status = load(path, &line, err);
    if (status == MUS_OK) {
        status = open_line(&line, passphrase, out, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", path);
    }
    mus_crypto_wipe(&line, sizeof line);
    return status;
}

/* Signing. */

void mus_signing_key_sign(const struct mus_signing_key *key, const void *bytes, size_t len,
                          unsigned char out[MUS_SIGNATURE_BYTES])
{
    crypto_sign_detached(out, NULL, bytes, len, key->secret);
}

static void cosign(const struct mus_signing_key *key, struct mus_text text, uint64_t time,
                   struct mus_buf *out)
{
    unsigned char bytes[TIME_BYTES + MUS_SIGNATURE_BYTES];
    struct mus_buf message = {0};
    for (size_t i = 0; i < TIME_BYTES; i++) {
        bytes[i] = (unsigned char)(time >> (8 * (TIME_BYTES - 1 - i)));
    }
    mus_note_write_cosigned(time, text, &message);
    if (message.failed) {
        out->failed = true;
    } else {
        mus_signing_key_sign(key, message.data, message.len, bytes + TIME_BYTES);
        mus_note_write_signature(&key->public, bytes, sizeof bytes, out);
    }
    mus_buf_done(&message);
}

void mus_signing_key_sign_note(const struct mus_signing_key *key, struct mus_text text,
                               uint64_t time, struct mus_buf *out)
{
    unsigned char signature[MUS_SIGNATURE_BYTES];
    if (key->public.algorithm == MUS_NOTE_COSIGNATURE) {
        cosign(key, text, time, out);
        return;
    }
    mus_signing_key_sign(key, text.ptr, text.len, signature);
    mus_note_write_signature(&key->public, signature, sizeof signature, out);
}
