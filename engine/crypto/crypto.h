/* Starting the cryptographic library, chance that nobody can foresee, and forgetting secrets.
 *
 * libsodium is included by this folder only. Any thread may call these. */
#ifndef MUS_CRYPTO_CRYPTO_H
#define MUS_CRYPTO_CRYPTO_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Must have succeeded once before anything else of this folder is used; calling it again, from any
 * thread, costs nothing. MUS_IO where the system has no source of randomness. */
enum mus_status mus_crypto_init(struct mus_error *err) MUS_MUST_CHECK;
/* Unforeseeable bytes, fit for keys, nonces and ids. */
void mus_crypto_random(void *out, size_t len);
/* Overwrites the bytes in a way that no compiler leaves out. NULL with 0 is accepted. */
void mus_crypto_wipe(void *bytes, size_t len);
/* Compares in a time that depends on len alone. */
bool mus_crypto_equal(const void *a, const void *b, size_t len);

#endif
