/* Numbers of many documents looked at side by side, by the widest registers that the processor has.
 * Inside the index. */
#ifndef MUS_MATCHER_INDEX_LANES_H
#define MUS_MATCHER_INDEX_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Before a function that counts bits: it is made twice, for processors that count them in one
 * instruction as well. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define MUS_COUNTING __attribute__((target_clones("popcnt", "default")))
#else
#define MUS_COUNTING
#endif

/* Some of the codes that a byte can be. Start with {0}. */
struct mus_code_set {
    uint8_t rows[2][16]; /* by half and last four bits; a bit for each of the three between */
};

static inline void mus_code_set_add(struct mus_code_set *set, uint8_t code)
{
    set->rows[code >> 7][code & 15] |= (uint8_t)(1U << (code >> 4 & 7));
}

static inline bool mus_code_set_has(const struct mus_code_set *set, uint8_t code)
{
    return (set->rows[code >> 7][code & 15] >> (code >> 4 & 7) & 1) != 0;
}

/* A document is of one of so many kinds: a number of four bits. */
#define MUS_LANE_KIND_BITS 4
#define MUS_LANE_KINDS (1U << MUS_LANE_KIND_BITS)

/* Everywhere the same results, for `words` times 64 documents. */
struct mus_lanes {
    const char *name;
    /* Puts into `out` whose code is one of the set. */
    void (*members)(const uint8_t *codes, const struct mus_code_set *set, size_t words,
                    uint64_t *out);
    /* The kind of each, bit i of which is the document's in bits[i]; count: of these, at most
     * MUS_LANE_KIND_BITS. */
    void (*kinds)(const uint64_t *const bits[], unsigned count, size_t words, uint8_t *out);
    /* Of those whose bit is set in `of`: sets its bit in `out` where its number is as great as
     * `least` has it for its kind, or greater; with `more` (NULL: nothing) the sum of both, which
     * counts as 65535 where it is more. */
    void (*reach)(const uint16_t *numbers, const uint16_t *more, const uint8_t *kinds,
                  const uint16_t least[MUS_LANE_KINDS], size_t words, const uint64_t *of,
                  uint64_t *out);
};

/* What the processor has. */
const struct mus_lanes *mus_lanes_best(void);
/* All there are on this processor, the plain ones first; NULL behind the last. */
const struct mus_lanes *mus_lanes_number(size_t number);

/* The bits that are set. */
uint64_t mus_lanes_count(const uint64_t *bits, size_t words);

#endif
