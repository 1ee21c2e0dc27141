/* What of a pairing problem is left to decide, as an adjacency.
 *
 * Fixed pairs are taken out and the room of their participants, of their companies and of the event
 * is reduced by them. Left out as well is every pair that no legal choice holds: forbidden ones,
 * those of a participant without room, those of two companies that a fixed pair brings together.
 *
 * Edges stand in the order of their participants, whatever order and direction the problem's pairs
 * have: who works on the graph alone cannot be influenced by either. Built once, then read-only,
 * any thread. */
#ifndef MUS_MATCHER_PAIRING_GRAPH_H
#define MUS_MATCHER_PAIRING_GRAPH_H

#include "base/arena.h"
#include "base/status.h"
#include "matcher/pairing/problem.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_PAIRING_NO_GROUP UINT32_MAX

struct mus_pairing_edge {
    uint32_t a, b; /* participants, a < b */
    uint32_t score;
    uint32_t pair; /* its place in the problem */
};

/* An edge as one of its ends sees it. */
struct mus_pairing_half {
    uint32_t other;
    uint32_t score;
    uint32_t edge;
};

struct mus_pairing_node {
    uint32_t max, min; /* beyond the fixed pairs; min <= max */
};

struct mus_pairing_graph {
    struct mus_pairing_node *nodes; /* one a participant, of the same number */
    size_t node_count;
    struct mus_pairing_edge *edges; /* ascending by (a, b) */
    size_t edge_count;
    /* The edges at node v: halves[first[v]] … halves[first[v + 1] - 1], ascending by other. */
    struct mus_pairing_half *halves;
    uint32_t *first;
    /* At most one edge of a group may be chosen: all edges between two companies. Groups are only
     * made of two edges or more: group[e] is MUS_PAIRING_NO_GROUP for all others, and `group` is
     * NULL where there are no groups. The edges of group g, ascending:
     * group_edges[group_first[g]] … group_edges[group_first[g + 1] - 1]. */
    uint32_t *group;
    uint32_t *group_first;
    uint32_t *group_edges;
    size_t group_count;
    uint64_t capacity; /* edges in all; MUS_PAIRING_NO_CAPACITY: no limit */
    int64_t fixed_total;
    size_t fixed_count;
    struct mus_arena arena; /* where all of it lies */
};

/* problem: one that passes its check; it may go before the graph does. MUS_NO_MEMORY. */
enum mus_status mus_pairing_graph_init(struct mus_pairing_graph *graph,
                                       const struct mus_pairing_problem *problem,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_pairing_graph_done(struct mus_pairing_graph *graph);

/* The number that stands for each participant's company: the first participant of the same company,
 * itself where none is given. `firms` has room for every participant. */
enum mus_status mus_pairing_firms(const struct mus_pairing_problem *problem, uint32_t *firms,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* One number for two companies, in either order. */
static inline uint64_t mus_pairing_firm_pair(const uint32_t *firms, uint32_t a, uint32_t b)
{
    uint64_t low = firms[a] < firms[b] ? firms[a] : firms[b];
    uint64_t high = firms[a] < firms[b] ? firms[b] : firms[a];
    return low << 32 | high;
}

static inline uint8_t mus_pairing_mark_of(const struct mus_pairing_problem *problem, size_t pair)
{
    return problem->marks == NULL ? MUS_PAIRING_FREE : problem->marks[pair];
}

#endif
