/* What the edges of one participant are worth to it before it is paid, and the price that follows.
 * Belongs to one thread at a time. */
#ifndef MUS_MATCHER_PAIRING_OFFERS_H
#define MUS_MATCHER_PAIRING_OFFERS_H

#include "matcher/pairing/graph.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NO_OFFER INT32_MIN

/* Offers in two heaps of one array: those above a pivot grow from its start, the others from its
 * end. Prices move little, so with the old price as pivot the new one is found at the edge between
 * the heaps. */
struct mus_offers {
    int32_t *above;
    size_t above_count;
    int32_t *rest;
    size_t rest_count;
};

/* values: room for every offer that will be put. */
static inline struct mus_offers mus_offers_of(int32_t *values, size_t room)
{
    return (struct mus_offers){values, 0, values + room, 0};
}

static inline void mus_offers_put(struct mus_offers *offers, int32_t value, int32_t pivot)
{
    bool above = value > pivot;
    offers->above[offers->above_count] = value;
    offers->rest[-1] = value;
    offers->above_count += above;
    offers->rest -= !above;
    offers->rest_count += !above;
}

static inline int32_t mus_within(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* The price, at least `floor`, at which the dual is least: any between the max-th and the next
 * offer, or below 0 between the min-th and the next. take_low: the lower end, else the middle. The
 * offers are put in another order. */
int32_t mus_offers_price(const struct mus_offers *offers, struct mus_pairing_node node,
                         int32_t floor, bool take_low);

#endif
