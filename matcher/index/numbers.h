/* Numbers for hashes: the first that is asked for is 0, the next other one 1, and so on. Inside the
 * index.
 *
 * Useful for: what is gathered by hash, piece by piece, and kept in plain arrays by number.
 * Not useful for: anything that goes by the order of the hashes, which comes from outside and is
 * none here. Belongs to one thread at a time; starts zeroed. */
#ifndef MUS_MATCHER_INDEX_NUMBERS_H
#define MUS_MATCHER_INDEX_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NO_NUMBER UINT32_MAX

struct mus_numbers {
    uint64_t *hashes; /* by number */
    uint32_t count;
    uint32_t capacity;   /* of hashes */
    uint32_t *slots;     /* a hash's number plus 1, in its place or one of the next; 0: free */
    size_t slots_kept;   /* there is memory for so many */
    unsigned bits;       /* so many slots are in use, as a power of two: two a hash at least */
    uint64_t multiplier; /* odd; the leading bits of what it makes of a hash are its place */
};

/* Forgets all hashes and makes room for so many without growing. False: no memory. */
bool mus_numbers_start(struct mus_numbers *numbers, size_t count);
void mus_numbers_done(struct mus_numbers *numbers);

/* For mus_numbers_of: a hash that has no number gets the next. */
uint32_t mus_numbers_add(struct mus_numbers *numbers, uint64_t hash);

static inline size_t mus_numbers_place(const struct mus_numbers *numbers, uint64_t hash)
{
    return (size_t)(hash * numbers->multiplier >> (64 - numbers->bits));
}

/* The hash's number, the next where it has none yet. MUS_NO_NUMBER: no memory. Only after a
 * start. */
static inline uint32_t mus_numbers_of(struct mus_numbers *numbers, uint64_t hash)
{
    size_t last = ((size_t)1 << numbers->bits) - 1;
    for (size_t place = mus_numbers_place(numbers, hash);; place = (place + 1) & last) {
        uint32_t slot = numbers->slots[place];
        if (slot == 0) {
            return mus_numbers_add(numbers, hash);
        }
        if (numbers->hashes[slot - 1] == hash) {
            return slot - 1;
        }
    }
}

#endif
