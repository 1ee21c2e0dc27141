/* Prices of participants and of the event's capacity that prove an upper bound on every pairing.
 *
 * Any prices do; good ones are found by descent (mus_dual_descend), at the top of dual.c. A price
 * is in units of a scale-th of a millionth, an int32_t: the scale is chosen so that sums of the
 * prices of an edge's ends stay far from its limits. Belongs to one thread at a time; the descent
 * itself takes more of them where the graph is large, and its result does not show how many. */
#ifndef MUS_MATCHER_PAIRING_DUAL_H
#define MUS_MATCHER_PAIRING_DUAL_H

#include "base/random.h"
#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/rivals.h"
#include "matcher/pairing/worth.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_dual {
    const struct mus_pairing_graph *graph; /* borrowed */
    int32_t scale;
    int32_t missing_price;  /* no price is below −missing_price */
    int32_t capacity_price; /* at least 0 */
    int32_t *prices;        /* of each node: the best found so far */
    int64_t bound;          /* what they prove: see struct mus_pairing_proof, without fixed pairs */
    uint64_t sweeps;        /* that were made */
    struct mus_random random;
    size_t threads; /* that are ready to work */
    size_t active;  /* that do; one where the graph is small */
    /* Where the descent stands, which is not always the best found. */
    int32_t *current;
    int32_t *next;
    int32_t current_capacity_price;
    uint32_t *order; /* nodes with an edge, shuffled; cut into parts that are priced together */
    size_t order_count;
    uint32_t *part_order;
    size_t part_count;
    struct mus_rivals rivals;            /* of groups, at the current prices */
    bool capacity_binds;                 /* as far as room tells */
    int32_t capacity_low, capacity_high; /* between which its price is looked for */
    int32_t capacity_step;
    struct mus_core core; /* made after some sweeps; without arrays before */
    bool narrow;          /* the present sweep looks at the core only */
    struct mus_dual_worker *workers;
    void **worker_states;
};

/* Every price 0. The graph is borrowed. MUS_NO_MEMORY. */
enum mus_status mus_dual_init(struct mus_dual *dual, const struct mus_pairing_graph *graph,
                              uint64_t seed, size_t threads, struct mus_error *err) MUS_MUST_CHECK;
void mus_dual_done(struct mus_dual *dual);

/* Makes at most so many sweeps over all nodes and keeps the best prices met. */
enum mus_status mus_dual_descend(struct mus_dual *dual, uint64_t sweeps,
                                 const struct mus_stop *stop, struct mus_error *err) MUS_MUST_CHECK;

/* One sweep from the current prices: to the lower ends of what is best for each node, or to the
 * middles. *stopped says whether somebody asked to stop before its end. */
enum mus_status mus_dual_sweep(struct mus_dual *dual, bool low, const struct mus_stop *stop,
                               bool *stopped, struct mus_error *err) MUS_MUST_CHECK;
/* What the current prices prove; they are kept where that is the best so far. */
enum mus_status mus_dual_keep(struct mus_dual *dual, int64_t *bound,
                              struct mus_error *err) MUS_MUST_CHECK;

/* The prices that are kept, to measure edges by. */
static inline struct mus_worth mus_dual_worth(const struct mus_dual *dual)
{
    return (struct mus_worth){dual->prices, dual->capacity_price, dual->scale};
}

#endif
