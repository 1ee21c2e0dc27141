/* Which edges are chosen while a pairing is searched: one place that keeps degrees, groups and sums
 * in step. A choice belongs to one thread at a time. */
#ifndef MUS_MATCHER_PAIRING_CHOICE_H
#define MUS_MATCHER_PAIRING_CHOICE_H

#include "base/status.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/worth.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_CHOICE_NO_EDGE UINT32_MAX

struct mus_choice {
    const struct mus_pairing_graph *graph; /* borrowed */
    uint8_t *taken;                        /* of each edge; borrowed */
    uint32_t *degree;                      /* chosen edges of each node */
    uint32_t *holder;                      /* the chosen edge of each group, or none */
    uint64_t count;                        /* chosen edges */
    uint64_t missing;                      /* to the minimums, summed over nodes */
    int64_t total;                         /* of the chosen scores */
};

/* taken: of each edge, what is chosen already; it stays the caller's. MUS_NO_MEMORY. */
enum mus_status mus_choice_init(struct mus_choice *choice, const struct mus_pairing_graph *graph,
                                uint8_t *taken, struct mus_error *err) MUS_MUST_CHECK;
void mus_choice_done(struct mus_choice *choice);

/* The edge is chosen where it was not, and the other way round. The caller answers for the rules: a
 * group's edge is taken back before another one is chosen. */
void mus_choice_toggle(struct mus_choice *choice, uint32_t edge);

/* Chooses what is marked in taken, and nothing else; NULL: nothing at all. */
void mus_choice_set(struct mus_choice *choice, const uint8_t *taken);

/* Chooses edges of the core one after the other by falling worth, equal ones in the order of the
 * graph, wherever the rules still allow it. MUS_NO_MEMORY. */
enum mus_status mus_choice_greedy(struct mus_choice *choice, const struct mus_core *core,
                                  const struct mus_worth *worth,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Chooses every edge, of the whole graph, that the rules still allow. */
void mus_choice_fill(struct mus_choice *choice);

/* The chosen edge of the edge's group other than itself, or none. */
static inline uint32_t mus_choice_rival(const struct mus_choice *choice, uint32_t edge)
{
    const struct mus_pairing_graph *graph = choice->graph;
    if (graph->group == NULL || graph->group[edge] == MUS_PAIRING_NO_GROUP) {
        return MUS_CHOICE_NO_EDGE;
    }
    uint32_t holder = choice->holder[graph->group[edge]];
    return holder == edge ? MUS_CHOICE_NO_EDGE : holder;
}

static inline bool mus_choice_has_room(const struct mus_choice *choice, uint32_t node)
{
    return choice->degree[node] < choice->graph->nodes[node].max;
}

static inline bool mus_choice_is_short(const struct mus_choice *choice, uint32_t node)
{
    return choice->degree[node] < choice->graph->nodes[node].min;
}

/* Whether the node keeps its minimum with an edge less. */
static inline bool mus_choice_can_spare(const struct mus_choice *choice, uint32_t node)
{
    return choice->degree[node] > choice->graph->nodes[node].min;
}

#endif
