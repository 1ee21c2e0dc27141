/* Digests of 32 bytes: SHA-256 (FIPS 180-4) and BLAKE2b-256 (RFC 7693).
 *
 * SHA-256 is for what others verify (the ledger, files); BLAKE2b-256 for our own names of things.
 * No secrets. A running digest belongs to one thread at a time. */
#ifndef MUS_CRYPTO_DIGEST_H
#define MUS_CRYPTO_DIGEST_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_DIGEST_BYTES 32

enum mus_digest_kind {
    MUS_DIGEST_SHA256,
    MUS_DIGEST_BLAKE2B,
};

struct mus_digest {
    unsigned char bytes[MUS_DIGEST_BYTES];
};

struct mus_digest mus_digest_of(enum mus_digest_kind kind, const void *bytes, size_t len);
int mus_digest_compare(const struct mus_digest *a, const struct mus_digest *b);

/* The digest of what comes piece by piece: init, any number of adds, take. The state is plain
 * memory of the caller; it needs no clean-up. */
struct mus_digest_run {
    _Alignas(64) unsigned char state[384];
    enum mus_digest_kind kind;
};

void mus_digest_init(struct mus_digest_run *run, enum mus_digest_kind kind);
void mus_digest_add(struct mus_digest_run *run, const void *bytes, size_t len);
/* The run must be started anew after this. */
struct mus_digest mus_digest_take(struct mus_digest_run *run);

#endif
