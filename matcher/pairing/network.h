/* The network of a pairing of two sides, and the flow in it: what flow.c builds and augment.c
 * changes. It is explained at the top of flow.c. Belongs to one thread at a time. */
#ifndef MUS_MATCHER_PAIRING_NETWORK_H
#define MUS_MATCHER_PAIRING_NETWORK_H

#include "base/arena.h"
#include "matcher/pairing/flow.h"
#include "matcher/pairing/heap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NETWORK_NO_EDGE UINT32_MAX

/* An edge of the core as one of its ends sees it. Those taken stand first at each node. */
struct mus_network_slot {
    uint32_t other;
    uint32_t edge; /* of the core */
    int64_t score;
};

struct mus_network_edge {
    uint32_t edge; /* of the problem */
    uint32_t left_slot, right_slot;
};

struct mus_network_node {
    int64_t potential;
    int64_t distance; /* of a search */
    int64_t excess;   /* what flows in minus what flows out */
    uint32_t first;   /* slot; the last one ends where the next node begins */
    uint32_t taken;   /* slots that are taken */
    uint32_t flow;    /* on the arc to source or sink */
    uint32_t from;    /* the node before it on a path */
    uint32_t by;      /* the edge (of the core) that leads here from there, or none */
    uint32_t level;   /* of a flood: 1 + steps from a node with too much; 0: none */
    bool settled;     /* its distance is final */
    bool touched;     /* it has a distance */
};

struct mus_network {
    const struct mus_flow_problem *problem;
    uint8_t *taken; /* of each edge of the problem */
    /* Those of the problem, then the source, the sink, and one that ends the slots. */
    struct mus_network_node *nodes;
    uint32_t source, sink;
    uint64_t capacity_flow; /* from the sink back to the source */
    struct mus_network_slot *slots;
    struct mus_network_edge *core;
    size_t core_count;
    /* Of searches: see augment.c. */
    uint32_t *touched;
    size_t touched_count, settled_count;
    int64_t limit; /* distances from here on do not matter */
    bool flooding, levelling;
    uint32_t *path;
    uint32_t *at; /* of each node on a path: where its walk stands */
    struct mus_heap heap;
};

static inline bool mus_network_is_right(const struct mus_network *n, uint32_t v)
{
    return n->problem->right[v] != 0;
}

/* The price of a meeting of the participant v: see the top of flow.c. */
static inline int64_t mus_network_price(const struct mus_network *n, uint32_t v)
{
    return mus_network_is_right(n, v) ? n->nodes[n->sink].potential - n->nodes[v].potential
                                      : n->nodes[v].potential - n->nodes[n->source].potential;
}

/* What taking an edge brings at the potentials: score − p(left) − p(right) − capacity price. */
static inline int64_t mus_network_reduced(const struct mus_network *n,
                                          const struct mus_flow_edge *edge)
{
    return edge->score - n->nodes[edge->left].potential + n->nodes[edge->right].potential;
}

#endif
