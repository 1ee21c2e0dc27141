/* Numbers of 64 documents looked at side by side, by the widest registers that the processor has.
 * Inside the index. */
#ifndef MUS_MATCHER_INDEX_LANES_H
#define MUS_MATCHER_INDEX_LANES_H

#include <stddef.h>
#include <stdint.h>

/* Before a function that counts bits: it is made twice, for processors that count them in one
 * instruction as well. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define MUS_COUNTING __attribute__((target_clones("popcnt", "default")))
#else
#define MUS_COUNTING
#endif

/* Everywhere the same results. */
struct mus_lanes {
    const char *name;
    /* Of each of `words` times 64 documents whose bit is set in `of`: sets its bit in `out` where
     * its number is `least` or more; with `more` (NULL: nothing) the sum of both, which counts as
     * 65535 where it is more. */
    void (*reach)(const uint16_t *numbers, const uint16_t *more, uint16_t least, size_t words,
                  const uint64_t *of, uint64_t *out);
};

/* What the processor has. */
const struct mus_lanes *mus_lanes_best(void);
/* All there are on this processor, the plain ones first; NULL behind the last. */
const struct mus_lanes *mus_lanes_number(size_t number);

/* The bits that are set. */
uint64_t mus_lanes_count(const uint64_t *bits, size_t words);

#endif
