#include "matcher/index/dense.h"

#include "matcher/index/lanes.h"
#include "matcher/index/load.h"

#include <endian.h>
#include <string.h>

enum { HEAD = 6, BLOCK = 8 /* words that a rank stands for */ };

static uint32_t words_of(uint32_t docs)
{
    return (docs + 63) / 64;
}

static uint32_t blocks_of(uint32_t docs)
{
    return (words_of(docs) + BLOCK - 1) / BLOCK;
}

size_t mus_dense_size(size_t count, uint32_t docs)
{
    return HEAD + 8 * (size_t)words_of(docs) + 4 * (size_t)blocks_of(docs) + (count + 1) / 2;
}

/* ------------------------------------------------------------------ writing */

static void put_u32(unsigned char *at, uint32_t value)
{
    uint32_t stored = htole32(value);
    memcpy(at, &stored, sizeof stored);
}

void mus_dense_write(unsigned char *at, const struct mus_impact *impacts, size_t count,
                     uint32_t docs, uint8_t top)
{
    unsigned char *bits = at + HEAD;
    unsigned char *ranks = bits + 8 * (size_t)words_of(docs);
    unsigned char *levels = ranks + 4 * (size_t)blocks_of(docs);
    memset(at, 0, mus_dense_size(count, docs));
    at[0] = MUS_DENSE_LAYOUT;
    at[1] = top;
    put_u32(at + 2, (uint32_t)count);
    uint32_t block = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t doc = impacts[i].doc;
        for (; block <= doc / (64 * BLOCK); block++) {
            put_u32(ranks + 4 * (size_t)block, (uint32_t)i);
        }
        bits[doc / 8] |= (unsigned char)(1 << (doc & 7)); /* as in little-endian words */
        int level = (int)impacts[i].code - ((int)top - (MUS_LEVELS - 1));
        levels[i / 2] |= (unsigned char)((level < 0 ? 0 : level) << (i % 2 * 4));
    }
    for (; block < blocks_of(docs); block++) {
        put_u32(ranks + 4 * (size_t)block, (uint32_t)count);
    }
}

/* ------------------------------------------------------------------ reading */

bool mus_dense_open(struct mus_dense *dense, const unsigned char *bytes, size_t len, uint32_t docs)
{
    if (len < HEAD) {
        return false;
    }
    *dense = (struct mus_dense){.docs = docs, .count = mus_load_u32(bytes + 2, 0)};
    dense->bits = bytes + HEAD;
    dense->ranks = dense->bits + 8 * (size_t)words_of(docs);
    dense->levels = dense->ranks + 4 * (size_t)blocks_of(docs);
    return len == mus_dense_size(dense->count, docs);
}

/* Where ranks are damaged, whatever is read is a level. */
unsigned mus_dense_level_at(const struct mus_dense *dense, uint32_t at)
{
    return at < dense->count ? dense->levels[at / 2] >> (at % 2 * 4) & 15 : MUS_LEVELS - 1;
}

void mus_dense_add(const struct mus_dense *dense, uint32_t window,
                   const uint16_t weights[MUS_LEVELS], uint16_t *sums)
{
    uint32_t first = window * (MUS_WINDOW / 64);
    uint32_t words = words_of(dense->docs);
    if (first >= words) {
        return;
    }
    uint32_t end = words - first < MUS_WINDOW / 64 ? words : first + MUS_WINDOW / 64;
    uint32_t at = mus_load_u32(dense->ranks, first / BLOCK);
    for (uint32_t word = first; word < end; word++) {
        uint16_t *here = sums + (size_t)(word - first) * 64;
        for (uint64_t left = mus_load_u64(dense->bits, word); left != 0; left &= left - 1, at++) {
            uint16_t *sum = &here[__builtin_ctzll(left)];
            *sum = (uint16_t)(*sum + weights[mus_dense_level_at(dense, at)]);
        }
    }
}

void mus_dense_mark(const struct mus_dense *dense, uint32_t window, uint64_t *bits)
{
    uint32_t first = window * (MUS_WINDOW / 64);
    uint32_t words = words_of(dense->docs);
    for (uint32_t i = 0; i < MUS_WINDOW / 64 && first + i < words; i++) {
        bits[i] |= mus_load_u64(dense->bits, first + i);
    }
}

MUS_COUNTING int mus_dense_level(const struct mus_dense *dense, uint32_t doc)
{
    uint32_t word = doc / 64;
    uint64_t here = mus_load_u64(dense->bits, word);
    if ((here >> (doc & 63) & 1) == 0) {
        return -1;
    }
    uint32_t at = mus_load_u32(dense->ranks, word / BLOCK) +
                  (uint32_t)__builtin_popcountll(here & (((uint64_t)1 << (doc & 63)) - 1));
    for (uint32_t i = word / BLOCK * BLOCK; i < word; i++) {
        at += (uint32_t)__builtin_popcountll(mus_load_u64(dense->bits, i));
    }
    return (int)mus_dense_level_at(dense, at);
}

uint32_t mus_dense_next(const struct mus_dense *dense, uint32_t doc)
{
    for (uint32_t word = doc / 64; word < words_of(dense->docs); word++) {
        uint64_t left = mus_load_u64(dense->bits, word);
        if (word == doc / 64) {
            left &= UINT64_MAX << (doc & 63);
        }
        if (left != 0) {
            uint32_t found = word * 64 + (uint32_t)__builtin_ctzll(left);
            return found < dense->docs ? found : dense->docs;
        }
    }
    return dense->docs;
}

/* ------------------------------------------------------------------ checking */

const char *mus_dense_check(const struct mus_dense *dense)
{
    uint32_t count = 0;
    unsigned best = 0;
    for (uint32_t word = 0; word < words_of(dense->docs); word++) {
        if (word % BLOCK == 0 && mus_load_u32(dense->ranks, word / BLOCK) != count) {
            return "a rank that is not the number of postings before it";
        }
        count += (uint32_t)__builtin_popcountll(mus_load_u64(dense->bits, word));
    }
    if (dense->docs % 64 != 0 &&
        mus_load_u64(dense->bits, dense->docs / 64) >> (dense->docs % 64) != 0) {
        return "a posting beyond the last document";
    }
    if (count != dense->count) {
        return "another number of postings than it says";
    }
    for (uint32_t i = 0; i < count; i++) {
        unsigned level = mus_dense_level_at(dense, i);
        best = level > best ? level : best;
    }
    if (count % 2 != 0 && dense->levels[count / 2] >> 4 != 0) {
        return "a level behind the last";
    }
    return best == MUS_LEVELS - 1 ? NULL : "no posting of the greatest level";
}
