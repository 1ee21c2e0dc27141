/* What an edge is worth beyond the prices of its ends and of the capacity: a choice that is best at
 * these prices takes it where that is above 0, and leaves it where it is below. */
#ifndef MUS_MATCHER_PAIRING_WORTH_H
#define MUS_MATCHER_PAIRING_WORTH_H

#include <stdint.h>

/* The scale is chosen so that no score is greater than this in the units of prices, and most are
 * not much smaller. */
#define MUS_SCORE_UNITS (1 << 24)

struct mus_worth {
    const int32_t *prices; /* of each node, in units of a scale-th of the scores'; borrowed */
    int32_t capacity_price;
    int32_t scale;
};

static inline int32_t mus_worth_of(const struct mus_worth *worth, uint32_t a, uint32_t b,
                                   uint32_t score)
{
    return (int32_t)score * worth->scale - worth->prices[a] - worth->prices[b] -
           worth->capacity_price;
}

#endif
