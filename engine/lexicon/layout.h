/* The bytes of a compiled lexicon, for the units that write and read them. Little-endian:
 *
 *     "muslexic"
 *     u32 format, analysis version, headwords, prefixes, slots, reach, list words, terms
 *     slots     u64 key, u32 value
 *     lists     u32 words
 *     hashes    of each term the 6 bytes of its short hash that are not 0, ascending
 *
 * The slots are a hash table with linear probing, two thirds full, of every headword and every
 * proper prefix of one, so that reading a text stops at the first character that leads nowhere. A
 * key is the hash of the prefix, made character by character (mus_lexicon_step); its upper half
 * says where to look first, and it is found within `reach` slots from there. A value of 0 is an
 * empty slot; any other is 1 more than where the list of the headword's terms begins. A list is its
 * length and that many entries, ascending: the term's place among the hashes above the lowest ten
 * bits, its weight in these. The first list, that of prefixes that are no headword, is empty;
 * headwords that mean the same share one. */
#ifndef MUS_LEXICON_LAYOUT_H
#define MUS_LEXICON_LAYOUT_H

#include "base/bytes.h"
#include "lexicon/lexicon.h"
#include "matcher/firm.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_LEXICON_MAGIC "muslexic"
enum {
    MUS_LEXICON_FORMAT = 2,
    MUS_LEXICON_HEADER_BYTES = 40,
    MUS_LEXICON_SLOT_BYTES = 12,
    MUS_LEXICON_WEIGHT_BITS = 10,
    MUS_LEXICON_WEIGHT_MAX = 1000, /* thousandths of a term that stands for itself */
};

#define MUS_LEXICON_START UINT64_C(0x6d757375626921)

/* The hash of a prefix that goes on with this character. Both steps can be undone, so that two
 * prefixes which differ in one character never share a hash. */
static inline uint64_t mus_lexicon_step(uint64_t hash, int32_t character)
{
    hash = (hash ^ (uint32_t)character) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

/* How many slots so many prefixes take; there is always an empty one. */
static inline size_t mus_lexicon_slots(size_t prefixes)
{
    return prefixes + prefixes / 2 + 1;
}

/* Where a key is looked for first: its upper half as a fraction of the table. */
static inline size_t mus_lexicon_home(uint64_t key, uint32_t slots)
{
    return (size_t)(((key >> 32) * slots) >> 32);
}

/* The value of the prefix, 0 where there is none. */
static inline uint32_t mus_lexicon_find(const struct mus_lexicon *lexicon, uint64_t key)
{
    size_t slot = mus_lexicon_home(key, lexicon->slot_count);
    for (uint32_t i = 0; i < lexicon->reach; i++) {
        const unsigned char *at = lexicon->slots + slot * MUS_LEXICON_SLOT_BYTES;
        uint32_t value = (uint32_t)mus_bytes_little_endian(at + 8, 4);
        if (value == 0 || mus_bytes_little_endian(at, 8) == key) {
            return value;
        }
        slot = slot + 1 == lexicon->slot_count ? 0 : slot + 1;
    }
    return 0;
}

static inline uint32_t mus_lexicon_word(const struct mus_lexicon *lexicon, uint32_t word)
{
    return (uint32_t)mus_bytes_little_endian(lexicon->lists + (size_t)word * 4, 4);
}

/* Entries first … first + count-1 of the lists, none where the value leads out of them. */
struct mus_lexicon_list {
    uint32_t first;
    uint32_t count;
};

static inline struct mus_lexicon_list mus_lexicon_list(const struct mus_lexicon *lexicon,
                                                       uint32_t value)
{
    if (value == 0 || value > lexicon->list_words) {
        return (struct mus_lexicon_list){0, 0};
    }
    uint32_t count = mus_lexicon_word(lexicon, value - 1);
    return (struct mus_lexicon_list){value, count <= lexicon->list_words - value ? count : 0};
}

static inline uint32_t mus_lexicon_entry_term(uint32_t entry)
{
    return entry >> MUS_LEXICON_WEIGHT_BITS;
}
static inline uint32_t mus_lexicon_entry_weight(uint32_t entry)
{
    return entry & ((1U << MUS_LEXICON_WEIGHT_BITS) - 1);
}

static inline uint64_t mus_lexicon_hash(const struct mus_lexicon *lexicon, uint32_t term)
{
    const unsigned char *at = lexicon->hashes + (size_t)term * MUS_SHORT_HASH_BYTES;
    return mus_bytes_little_endian(at, MUS_SHORT_HASH_BYTES) << MUS_SHORT_HASH_SHIFT;
}

#endif
