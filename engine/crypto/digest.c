#include "crypto/digest.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

static_assert(sizeof(crypto_generichash_state) <= sizeof((struct mus_digest_run){0}.state),
              "BLAKE2b's state fits");
static_assert(sizeof(crypto_hash_sha256_state) <= sizeof((struct mus_digest_run){0}.state),
              "SHA-256's state fits");
static_assert(crypto_hash_sha256_BYTES == MUS_DIGEST_BYTES, "SHA-256 gives 32 bytes");

static crypto_hash_sha256_state *sha256_of(struct mus_digest_run *run)
{
    return (crypto_hash_sha256_state *)(void *)run->state;
}

static crypto_generichash_state *blake2b_of(struct mus_digest_run *run)
{
    return (crypto_generichash_state *)(void *)run->state;
}

/* With these arguments libsodium's functions have no way to fail. */
static void must(int result)
{
    assert(result == 0);
    (void)result;
}

void mus_digest_init(struct mus_digest_run *run, enum mus_digest_kind kind)
{
    run->kind = kind;
    if (kind == MUS_DIGEST_SHA256) {
        must(crypto_hash_sha256_init(sha256_of(run)));
    } else {
        must(crypto_generichash_init(blake2b_of(run), NULL, 0, MUS_DIGEST_BYTES));
    }
}

void mus_digest_add(struct mus_digest_run *run, const void *bytes, size_t len)
{
    static const unsigned char nothing[1];
    const unsigned char *from = bytes == NULL ? nothing : bytes;
    assert(bytes != NULL || len == 0);
    if (run->kind == MUS_DIGEST_SHA256) {
        must(crypto_hash_sha256_update(sha256_of(run), from, len));
    } else {
        must(crypto_generichash_update(blake2b_of(run), from, len));
    }
}

struct mus_digest mus_digest_take(struct mus_digest_run *run)
{
    struct mus_digest digest;
    if (run->kind == MUS_DIGEST_SHA256) {
        must(crypto_hash_sha256_final(sha256_of(run), digest.bytes));
    } else {
        must(crypto_generichash_final(blake2b_of(run), digest.bytes, MUS_DIGEST_BYTES));
    }
    return digest;
}

struct mus_digest mus_digest_of(enum mus_digest_kind kind, const void *bytes, size_t len)
{
    struct mus_digest_run run;
    mus_digest_init(&run, kind);
    mus_digest_add(&run, bytes, len);
    return mus_digest_take(&run);
}

int mus_digest_compare(const struct mus_digest *a, const struct mus_digest *b)
{
    return memcmp(a->bytes, b->bytes, MUS_DIGEST_BYTES);
}
