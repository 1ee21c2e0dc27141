/* Groups of edges of which one may be chosen, as prices see them: the best edge of each group, and
 * the best that is left when an end of that edge takes all of its own away. */
#ifndef MUS_MATCHER_PAIRING_RIVALS_H
#define MUS_MATCHER_PAIRING_RIVALS_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/worth.h"

#include <stddef.h>
#include <stdint.h>

struct mus_rival {
    uint32_t a, b;                /* ends of the best edge */
    int32_t best;                 /* what it is worth beyond prices */
    int32_t without_a, without_b; /* the best edge that is not at that end, or INT32_MIN */
};

/* The edges of all groups side by side, to be looked through quickly. */
struct mus_rivals {
    const struct mus_pairing_graph *graph; /* borrowed */
    struct mus_pairing_edge *edges;        /* in the order of the graph's group_edges */
    int32_t *worths;                       /* of each of them, at the last look */
    struct mus_rival *best;                /* of each group, at the last look */
};

enum mus_status mus_rivals_init(struct mus_rivals *rivals, const struct mus_pairing_graph *graph,
                                struct mus_error *err) MUS_MUST_CHECK;
void mus_rivals_done(struct mus_rivals *rivals);

/* Looks at groups begin … end − 1 by these prices. Threads may look at different groups at once. */
void mus_rivals_look(struct mus_rivals *rivals, const struct mus_worth *worth, size_t begin,
                     size_t end);

/* The best edge of the group that is not at v, which has an edge in it: 0 where none is worth its
 * prices. */
static inline int32_t mus_rivals_beside(const struct mus_rivals *rivals, size_t group, uint32_t v)
{
    const struct mus_rival *rival = &rivals->best[group];
    int32_t best =
        v == rival->a ? rival->without_a : (v == rival->b ? rival->without_b : rival->best);
    return best > 0 ? best : 0;
}

#endif
