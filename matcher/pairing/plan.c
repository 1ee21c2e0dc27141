#include "matcher/pairing/plan.h"

#include "base/mem.h"

#include <stdlib.h>

enum mus_status mus_pairing_plan_init(struct mus_pairing_plan *plan,
                                      const struct mus_pairing_graph *graph, struct mus_error *err)
{
    struct mus_pairing_plan made = {
        .taken = mus_alloc_zero(graph->edge_count, sizeof *made.taken),
        .proof = {.prices = mus_alloc_zero(graph->node_count, sizeof *made.proof.prices),
                  .missing_price = mus_pairing_missing_price(graph),
                  .scale = 1},
    };
    if (made.taken == NULL || made.proof.prices == NULL) {
        mus_pairing_plan_done(&made);
        return mus_fail_memory(err);
    }
    *plan = made;
    return MUS_OK;
}

void mus_pairing_plan_done(struct mus_pairing_plan *plan)
{
    mus_free(plan->taken);
    mus_free(plan->proof.prices);
    mus_free(plan->proof.missing_prices);
    *plan = (struct mus_pairing_plan){0};
}

static int compare_places(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

void mus_pairing_plan_choose(struct mus_pairing_plan *plan, const struct mus_pairing_graph *graph,
                             const uint32_t *chosen, size_t chosen_count)
{
    for (size_t e = 0; e < graph->edge_count; e++) {
        plan->taken[e] = chosen_count > 0 && bsearch(&graph->edges[e].pair, chosen, chosen_count,
                                                     sizeof *chosen, compare_places) != NULL;
    }
}

/* A path meets each participant at most once, and gives up at most one edge for each. */
int64_t mus_pairing_missing_price(const struct mus_pairing_graph *graph)
{
    uint32_t most = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        most = graph->edges[e].score > most ? graph->edges[e].score : most;
    }
    return 1 + (int64_t)graph->node_count * most;
}
