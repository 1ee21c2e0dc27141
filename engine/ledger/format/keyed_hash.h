/* Hashes of ids and codes that a stranger may have chosen: an export is verified before anybody
 * trusts it. Whoever knows the hash can choose a million keys for one place of a table; so a book
 * draws a key of its own, and nothing that it answers depends on which.
 *
 * One multiplication to 128 bits, folded, mixes two words (as in wyhash, by Wang Yi): with a key
 * that is not known there is no telling where two words will lie. Pure. */
#ifndef MUS_LEDGER_FORMAT_KEYED_HASH_H
#define MUS_LEDGER_FORMAT_KEYED_HASH_H

#include "base/bytes.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

/* All zero is a key too: what it hashes is well spread, but can be foreseen. */
struct mus_hash_key {
    uint64_t a, b;
};

__extension__ typedef unsigned __int128 mus_uint128;

static inline uint64_t mus_keyed_mix(struct mus_hash_key key, uint64_t x, uint64_t y)
{
    mus_uint128 product = (mus_uint128)(x ^ key.a ^ UINT64_C(0x9E3779B97F4A7C15)) *
                          (y ^ key.b ^ UINT64_C(0xBF58476D1CE4E5B9));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t mus_keyed_text(struct mus_hash_key key, uint64_t seed, struct mus_text text)
{
    const unsigned char *at = (const unsigned char *)text.ptr;
    uint64_t hash = mus_keyed_mix(key, seed, text.len);
    if (text.len < 8) {
        return mus_keyed_mix(key, hash, mus_bytes_little_endian(at, text.len));
    }
    for (size_t left = text.len; left > 8; left -= 8, at += 8) {
        hash = mus_keyed_mix(key, hash, mus_bytes_little_endian(at, 8));
    }
    /* The last word may overlap the one before it; the length has been mixed in. */
    const unsigned char *end = (const unsigned char *)text.ptr + text.len;
    return mus_keyed_mix(key, hash, mus_bytes_little_endian(end - 8, 8));
}

#endif
