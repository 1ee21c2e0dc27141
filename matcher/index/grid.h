/* Positive numbers as one byte, rounded up: five bits of exponent, three of mantissa, so that
 * neighbours differ by an eighth to a fifteenth. Inside the index.
 *
 * The byte keeps the order, and a number that is on the grid already stays itself, so that lists
 * can be copied from one segment to the next any number of times without growing. */
#ifndef MUS_MATCHER_INDEX_GRID_H
#define MUS_MATCHER_INDEX_GRID_H

#include <stdint.h>

#define MUS_GRID_TOP 255 /* … and whatever is greater than the greatest on the grid */
#define MUS_GRID_BEYOND ((uint64_t)1 << 45)

/* What the byte stands for: no number that was rounded to it is greater. Numbers go up to 2⁴⁵. */
static inline uint64_t mus_grid_value(uint8_t code)
{
    return code == MUS_GRID_TOP ? MUS_GRID_BEYOND : (uint64_t)(8 + (code & 7)) << (code >> 3);
}

/* The least byte that stands for `value` or more; value is 1 at least. */
static inline uint8_t mus_grid_up(uint64_t value)
{
    if (value <= 8) {
        return 0;
    }
    unsigned exponent = 60 - (unsigned)__builtin_clzll(value); /* value >> exponent is 8 … 15 */
    uint64_t mantissa = value >> exponent;
    if (mantissa << exponent != value) {
        mantissa++;
    }
    uint64_t code = exponent * 8 + (mantissa - 8); /* a mantissa of 16 carries over */
    return code < MUS_GRID_TOP ? (uint8_t)code : MUS_GRID_TOP;
}

#endif
