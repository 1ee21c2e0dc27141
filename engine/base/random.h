/* A seeded generator: xoshiro256** by Blackman and Vigna, its state filled by SplitMix64. The same
 * seed gives the same numbers on every machine. Never for keys or ids: those come from crypto. */
#ifndef MUS_BASE_RANDOM_H
#define MUS_BASE_RANDOM_H

#include <stdint.h>

struct mus_random {
    uint64_t state[4];
};

void mus_random_init(struct mus_random *random, uint64_t seed);
uint64_t mus_random_next(struct mus_random *random);
/* Evenly 0 … bound-1; bound is at least 1. */
uint64_t mus_random_below(struct mus_random *random, uint64_t bound);

#endif
