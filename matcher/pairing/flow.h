/* Minimum-cost flow for pairing between two sides: the exact best choice, by missing meetings first
 * and by total second, with the prices that prove it. Any prices may be started from; good ones
 * save most of the work. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_FLOW_H
#define MUS_MATCHER_PAIRING_FLOW_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/graph.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_flow_edge {
    uint32_t left, right; /* nodes of the two sides */
    uint32_t score;
};

struct mus_flow_problem {
    const struct mus_pairing_node *nodes;
    const uint8_t *right; /* of each node: 1 where it is of the right side */
    size_t node_count;
    const struct mus_flow_edge *edges;
    size_t edge_count;
    uint64_t capacity;
    int64_t missing_price; /* of each meeting below a minimum; at most 2^40 */
    const struct mus_stop *stop;
};

struct mus_flow_answer {
    uint8_t *taken;  /* of each edge */
    int64_t *prices; /* of each node: where to start from (0 will do), then the prices of the end */
    int64_t capacity_price;
    uint64_t searches; /* for a shortest path that were made */
    bool finished; /* false: stopped; prices are good for a bound, what is taken may break rules */
};

/* taken, prices and capacity_price of the answer are the caller's, with room for all.
 * MUS_NO_MEMORY. */
enum mus_status mus_flow_solve(const struct mus_flow_problem *problem,
                               struct mus_flow_answer *answer,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
