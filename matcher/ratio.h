/* Exact integer quotients. Inside the matcher. */
#ifndef MUS_MATCHER_RATIO_H
#define MUS_MATCHER_RATIO_H

#include <stdint.h>

/* scale · part / (part + rest), rounded down, without overflow; part + rest must fit 64 bits and
 * not be 0. Never falls where part grows. */
static inline uint32_t mus_ratio(uint64_t part, uint64_t rest, uint32_t scale)
{
    uint64_t whole = part + rest;
    if (whole < (uint64_t)1 << 43) {
        return (uint32_t)(part * scale / whole);
    }
    __extension__ typedef unsigned __int128 wide;
    return (uint32_t)((wide)part * scale / whole);
}

/* The greatest r with r·r ≤ x. */
static inline uint64_t mus_root(uint64_t x)
{
    if (x == 0) {
        return 0;
    }
    uint64_t root = 0;
    /* The greatest power of four that is not above x. */
    uint64_t bit = (uint64_t)1 << ((63 - __builtin_clzll(x)) & ~1);
    for (; bit != 0; bit >>= 2) {
        if (x >= root + bit) {
            x -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return root;
}

#endif
