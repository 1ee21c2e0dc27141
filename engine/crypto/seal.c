/* The associated data that goes into the tag is the blob's own head (version and key id) followed
 * by the caller's: the head has a fixed length, so that no two pairs run together. */
#include "crypto/seal.h"

#include "crypto/crypto.h"
#include "crypto/digest.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum {
    SEAL_VERSION = 1,
    HEAD_BYTES = 1 + MUS_KEY_ID_BYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

static_assert(HEAD_BYTES + NONCE_BYTES + TAG_BYTES == MUS_SEAL_OVERHEAD, "as the header says");
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == MUS_KEY_BYTES, "as the header says");

void mus_key_random(struct mus_key *out)
{
    mus_crypto_random(out->bytes, sizeof out->bytes);
}

void mus_key_wipe(struct mus_key *key)
{
    mus_crypto_wipe(key->bytes, sizeof key->bytes);
}

struct mus_key_id mus_key_id_of(const struct mus_key *key)
{
    static const char use[] = "musubi key id";
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    mus_digest_add(&run, use, sizeof use);
    mus_digest_add(&run, key->bytes, sizeof key->bytes);
    struct mus_digest digest = mus_digest_take(&run);
    mus_crypto_wipe(&run, sizeof run);
    struct mus_key_id id;
    memcpy(id.bytes, digest.bytes, sizeof id.bytes);
    return id;
}

bool mus_key_id_equal(struct mus_key_id a, struct mus_key_id b)
{
    return memcmp(a.bytes, b.bytes, MUS_KEY_ID_BYTES) == 0;
}

void mus_buf_wipe(struct mus_buf *buf)
{
    mus_crypto_wipe(buf->data, buf->data == NULL ? 0 : buf->capacity);
    mus_buf_done(buf);
}

static enum mus_status whole_ad(const unsigned char *head, struct mus_text ad, struct mus_buf *out,
                                struct mus_error *err)
{
    mus_buf_add(out, head, HEAD_BYTES);
    mus_buf_add_text(out, ad);
    return mus_buf_check(out, err);
}

enum mus_status mus_seal(const struct mus_key *key, struct mus_text ad, struct mus_text plain,
                         struct mus_buf *out, struct mus_error *err)
{
    unsigned char head[HEAD_BYTES] = {SEAL_VERSION};
    struct mus_key_id id = mus_key_id_of(key);
    memcpy(head + 1, id.bytes, MUS_KEY_ID_BYTES);
    struct mus_buf bound = {0};
    enum mus_status status = whole_ad(head, ad, &bound, err);
    if (status != MUS_OK) {
        goto out;
    }
    if (plain.len > SIZE_MAX - MUS_SEAL_OVERHEAD ||
        !mus_buf_reserve(out, plain.len + MUS_SEAL_OVERHEAD)) {
        status = mus_fail_memory(err);
        goto out;
    }
    unsigned char *blob = (unsigned char *)out->data + out->len;
    memcpy(blob, head, HEAD_BYTES);
    mus_crypto_random(blob + HEAD_BYTES, NONCE_BYTES);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        blob + HEAD_BYTES + NONCE_BYTES, &written, (const unsigned char *)plain.ptr, plain.len,
        (const unsigned char *)bound.data, bound.len, NULL, blob + HEAD_BYTES, key->bytes);
    assert(written == plain.len + TAG_BYTES);
    out->len += plain.len + MUS_SEAL_OVERHEAD;
    out->data[out->len] = '\0';
out:
    mus_buf_done(&bound);
    return status;
}

bool mus_sealed_by(struct mus_text sealed, struct mus_key_id *id)
{
    if (sealed.ptr == NULL || sealed.len < MUS_SEAL_OVERHEAD || sealed.ptr[0] != SEAL_VERSION) {
        return false;
    }
    memcpy(id->bytes, sealed.ptr + 1, MUS_KEY_ID_BYTES);
    return true;
}

static enum mus_status check_head(const struct mus_key *key, struct mus_text sealed,
                                  struct mus_error *err)
{
    if (sealed.ptr == NULL || sealed.len < MUS_SEAL_OVERHEAD) {
        return mus_fail(err, MUS_UNREADABLE, "sealed data: cut short at %zu bytes", sealed.len);
    }
    if (sealed.ptr[0] != SEAL_VERSION) {
        return mus_fail(err, MUS_UNREADABLE, "sealed data: unknown version %d",
                        (unsigned char)sealed.ptr[0]);
    }
    struct mus_key_id id;
    if (!mus_sealed_by(sealed, &id) || !mus_key_id_equal(id, mus_key_id_of(key))) {
        return mus_fail(err, MUS_UNREADABLE, "sealed data: sealed with another key");
    }
    return MUS_OK;
}

enum mus_status mus_unseal(const struct mus_key *key, struct mus_text ad, struct mus_text sealed,
                           struct mus_buf *out, struct mus_error *err)
{
    struct mus_buf bound = {0};
    enum mus_status status = check_head(key, sealed, err);
    if (status != MUS_OK) {
        goto out;
    }
    const unsigned char *blob = (const unsigned char *)sealed.ptr;
    status = whole_ad(blob, ad, &bound, err);
    if (status != MUS_OK) {
        goto out;
    }
    size_t len = sealed.len - MUS_SEAL_OVERHEAD;
    if (!mus_buf_reserve(out, len + 1)) {
        status = mus_fail_memory(err);
        goto out;
    }
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            (unsigned char *)out->data + out->len, NULL, NULL, blob + HEAD_BYTES + NONCE_BYTES,
            sealed.len - HEAD_BYTES - NONCE_BYTES, (const unsigned char *)bound.data, bound.len,
            blob + HEAD_BYTES, key->bytes) != 0) {
        out->data[out->len] = '\0';
        status =
            mus_fail(err, MUS_UNREADABLE, "sealed data: altered, or sealed for something else");
        goto out;
    }
    out->len += len;
    out->data[out->len] = '\0';
out:
    mus_buf_done(&bound);
    return status;
}
