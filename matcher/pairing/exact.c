#include "matcher/pairing/exact.h"

#include "base/mem.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/flow.h"

#include <assert.h>
#include <string.h>

enum {
    NO_SIDE = 2,
    FIRST_SWEEPS = 12, /* of the dual descent: after these the flow is the faster way on */
};

/* Gives the component of `start` its sides, breadth first. */
static bool colour(const struct mus_pairing_graph *graph, uint32_t start, uint8_t *right,
                   uint32_t *queue)
{
    size_t count = 0;
    right[start] = 0;
    queue[count++] = start;
    for (size_t i = 0; i < count; i++) {
        uint32_t v = queue[i];
        for (uint32_t h = graph->first[v]; h < graph->first[v + 1]; h++) {
            uint32_t other = graph->halves[h].other;
            if (right[other] == NO_SIDE) {
                right[other] = !right[v];
                queue[count++] = other;
            } else if (right[other] == right[v]) {
                return false;
            }
        }
    }
    return true;
}

enum mus_status mus_pairing_two_sides(const struct mus_pairing_graph *graph, uint8_t *right,
                                      struct mus_error *err)
{
    uint32_t *queue = mus_alloc(graph->node_count, sizeof *queue);
    if (queue == NULL) {
        return mus_fail_memory(err);
    }
    bool two = true;
    memset(right, NO_SIDE, graph->node_count);
    for (uint32_t v = 0; v < graph->node_count && two; v++) {
        if (right[v] == NO_SIDE) {
            two = colour(graph, v, right, queue);
        }
    }
    mus_free(queue);
    return two ? MUS_OK : mus_fail(err, MUS_NO, "pairs: participants do not fall into two sides");
}

/* Prices near the best ones, of the unit that the flow works in. */
static enum mus_status first_prices(const struct mus_pairing_graph *graph,
                                    const struct mus_pairing_options *options,
                                    struct mus_pairing_proof *proof, struct mus_error *err)
{
    struct mus_dual dual = {0};
    enum mus_status status = mus_dual_init(&dual, graph, options->seed, options->threads, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_dual_descend(&dual, FIRST_SWEEPS, options->stop, err);
    for (size_t v = 0; v < graph->node_count && status == MUS_OK; v++) {
        proof->prices[v] = dual.prices[v] <= -dual.missing_price ? -proof->missing_price
                                                                 : dual.prices[v] / dual.scale;
    }
    proof->capacity_price = dual.capacity_price / dual.scale;
    mus_dual_done(&dual);
    return status;
}

static void list_edges(const struct mus_pairing_graph *graph, const uint8_t *right,
                       struct mus_flow_edge *edges)
{
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &graph->edges[e];
        assert(right[edge->a] != right[edge->b]);
        edges[e] = (struct mus_flow_edge){right[edge->a] ? edge->b : edge->a,
                                          right[edge->a] ? edge->a : edge->b, edge->score};
    }
}

enum mus_status mus_pairing_exact_solve(const struct mus_pairing_graph *graph, const uint8_t *right,
                                        const struct mus_pairing_options *options,
                                        struct mus_pairing_plan *plan, bool *finished,
                                        struct mus_error *err)
{
    assert(graph->group_count == 0);
    struct mus_flow_edge *edges = mus_alloc(graph->edge_count, sizeof *edges);
    if (edges == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = first_prices(graph, options, &plan->proof, err);
    if (status == MUS_OK) {
        list_edges(graph, right, edges);
        struct mus_flow_problem problem = {
            .nodes = graph->nodes,
            .right = right,
            .node_count = graph->node_count,
            .edges = edges,
            .edge_count = graph->edge_count,
            .capacity = graph->capacity,
            .missing_price = plan->proof.missing_price,
            .stop = options->stop,
        };
        struct mus_flow_answer answer = {plan->taken, plan->proof.prices,
                                         plan->proof.capacity_price, 0, false};
        status = mus_flow_solve(&problem, &answer, err);
        plan->proof.capacity_price = answer.capacity_price;
        plan->steps = answer.searches;
        *finished = answer.finished;
    }
    mus_free(edges);
    if (status == MUS_OK && !*finished) {
        memset(plan->taken, 0, graph->edge_count);
    }
    return status;
}
