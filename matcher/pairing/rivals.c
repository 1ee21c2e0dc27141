#include "matcher/pairing/rivals.h"

#include <stdbool.h>

static int32_t worth_of(const struct mus_pairing_graph *graph, const struct mus_worth *worth,
                        uint32_t place)
{
    const struct mus_pairing_edge *edge = &graph->edges[graph->group_edges[place]];
    return mus_worth_of(worth, edge->a, edge->b, edge->score);
}

static bool touches(const struct mus_pairing_edge *edge, uint32_t v)
{
    return edge->a == v || edge->b == v;
}

struct mus_rivals mus_rivals_of(const struct mus_pairing_graph *graph,
                                const struct mus_worth *worth, size_t group)
{
    uint32_t begin = graph->group_first[group];
    uint32_t end = graph->group_first[group + 1];
    struct mus_rivals rivals = {0, 0, INT32_MIN, INT32_MIN, INT32_MIN};
    for (uint32_t i = begin; i < end; i++) {
        int32_t here = worth_of(graph, worth, i);
        if (here > rivals.best) {
            const struct mus_pairing_edge *edge = &graph->edges[graph->group_edges[i]];
            rivals.a = edge->a;
            rivals.b = edge->b;
            rivals.best = here;
        }
    }
    for (uint32_t i = begin; i < end; i++) {
        const struct mus_pairing_edge *edge = &graph->edges[graph->group_edges[i]];
        int32_t here = worth_of(graph, worth, i);
        if (here > rivals.without_a && !touches(edge, rivals.a)) {
            rivals.without_a = here;
        }
        if (here > rivals.without_b && !touches(edge, rivals.b)) {
            rivals.without_b = here;
        }
    }
    return rivals;
}
