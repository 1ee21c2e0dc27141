#include "matcher/pairing/rivals.h"

#include "base/mem.h"

#include <stdbool.h>

enum mus_status mus_rivals_init(struct mus_rivals *rivals, const struct mus_pairing_graph *graph,
                                struct mus_error *err)
{
    size_t groups = graph->group_count;
    size_t edges = groups > 0 ? graph->group_first[groups] : 0;
    struct mus_rivals made = {.graph = graph};
    made.edges = mus_alloc(edges, sizeof *made.edges);
    made.worths = mus_alloc(edges, sizeof *made.worths);
    made.best = mus_alloc(groups, sizeof *made.best);
    if (made.edges == NULL || made.worths == NULL || made.best == NULL) {
        mus_rivals_done(&made);
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < edges; i++) {
        made.edges[i] = graph->edges[graph->group_edges[i]];
    }
    *rivals = made;
    return MUS_OK;
}

void mus_rivals_done(struct mus_rivals *rivals)
{
    mus_free(rivals->edges);
    mus_free(rivals->worths);
    mus_free(rivals->best);
    *rivals = (struct mus_rivals){0};
}

static bool touches(const struct mus_pairing_edge *edge, uint32_t v)
{
    return edge->a == v || edge->b == v;
}

/* Edges begin … end − 1 are a group, with their worths. */
static struct mus_rival best_of(const struct mus_rivals *rivals, uint32_t begin, uint32_t end)
{
    uint32_t best = begin;
    for (uint32_t i = begin + 1; i < end; i++) {
        best = rivals->worths[i] > rivals->worths[best] ? i : best;
    }
    struct mus_rival rival = {rivals->edges[best].a, rivals->edges[best].b, rivals->worths[best],
                              INT32_MIN, INT32_MIN};
    for (uint32_t i = begin; i < end; i++) {
        int32_t worth = rivals->worths[i];
        if (worth > rival.without_a && !touches(&rivals->edges[i], rival.a)) {
            rival.without_a = worth;
        }
        if (worth > rival.without_b && !touches(&rivals->edges[i], rival.b)) {
            rival.without_b = worth;
        }
    }
    return rival;
}

void mus_rivals_look(struct mus_rivals *rivals, const struct mus_worth *worth, size_t begin,
                     size_t end)
{
    const uint32_t *first = rivals->graph->group_first;
    for (size_t g = begin; g < end; g++) {
        for (uint32_t i = first[g]; i < first[g + 1]; i++) {
            const struct mus_pairing_edge *edge = &rivals->edges[i];
            rivals->worths[i] = mus_worth_of(worth, edge->a, edge->b, edge->score);
        }
        rivals->best[g] = best_of(rivals, first[g], first[g + 1]);
    }
}
