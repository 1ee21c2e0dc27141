#include "crypto/crypto.h"

#include <sodium.h>

enum mus_status mus_crypto_init(struct mus_error *err)
{
    /* sodium_init keeps its own lock and its own memory of having run. */
    if (sodium_init() < 0) {
        return mus_fail(err, MUS_IO, "the system gives no random bytes");
    }
    return MUS_OK;
}

void mus_crypto_random(void *out, size_t len)
{
    randombytes_buf(out, len);
}

void mus_crypto_wipe(void *bytes, size_t len)
{
    if (len > 0) {
        sodium_memzero(bytes, len);
    }
}

bool mus_crypto_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}
