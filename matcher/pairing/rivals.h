/* Groups of edges of which one may be chosen, as prices see them: the best edge of each group, and
 * the best that is left when an end of that edge takes all of its own away. */
#ifndef MUS_MATCHER_PAIRING_RIVALS_H
#define MUS_MATCHER_PAIRING_RIVALS_H

#include "matcher/pairing/graph.h"
#include "matcher/pairing/worth.h"

#include <stddef.h>
#include <stdint.h>

struct mus_rivals {
    uint32_t a, b;                /* ends of the best edge */
    int32_t best;                 /* what it is worth beyond prices */
    int32_t without_a, without_b; /* the best edge that is not at that end, or INT32_MIN */
};

struct mus_rivals mus_rivals_of(const struct mus_pairing_graph *graph,
                                const struct mus_worth *worth, size_t group);

/* The best edge of the group that is not at v, which has an edge in it: 0 where none is worth its
 * prices. */
static inline int32_t mus_rivals_beside(const struct mus_rivals *rivals, uint32_t v)
{
    int32_t best =
        v == rivals->a ? rivals->without_a : (v == rivals->b ? rivals->without_b : rivals->best);
    return best > 0 ? best : 0;
}

#endif
