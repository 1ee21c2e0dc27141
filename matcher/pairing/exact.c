#include "matcher/pairing/exact.h"

#include "base/mem.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/flow.h"

#include <assert.h>
#include <string.h>

enum {
    NO_SIDE = 2,
    CUTS = 64,            /* places where a cut may be */
    CUT_WIDTH = 8,        /* of them, around which few potentials should be */
    FIRST_SWEEPS = 26,    /* of the dual descent: after these the flow is the faster way on */
    CAPACITY_SWEEPS = 60, /* the same where the capacity has a price */
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

/* In the descent a missing meeting costs some scores, in the flow far more. What a node's price has
 * of the one is carried over by its potential (see flow.c): so many whole missing meetings, and the
 * rest. Nodes that edges join at no loss have nearly the same potential, so they must not be cut
 * apart where one whole ends and the next begins: that is put where fewest potentials are. */
struct potentials {
    const struct mus_dual *dual;
    const uint8_t *right;
    int64_t cut; /* of the descent's units, below missing_price */
};

static int64_t potential_at(const struct potentials *p, size_t v)
{
    return p->right[v] ? -(int64_t)p->dual->prices[v]
                       : (int64_t)p->dual->prices[v] + p->dual->capacity_price;
}

static int64_t whole_of(const struct potentials *p, int64_t potential)
{
    int64_t whole = potential - p->cut;
    int64_t by = p->dual->missing_price;
    return whole / by - (whole % by < 0);
}

static int64_t carried_over(const struct potentials *p, int64_t potential, int64_t missing_price)
{
    int64_t whole = whole_of(p, potential);
    return whole * missing_price + (potential - whole * p->dual->missing_price) / p->dual->scale;
}

static void choose_cut(struct potentials *p, size_t nodes)
{
    size_t counts[CUTS] = {0};
    int64_t width = p->dual->missing_price / CUTS + 1;
    for (size_t v = 0; v < nodes; v++) {
        int64_t rest =
            potential_at(p, v) - whole_of(p, potential_at(p, v)) * p->dual->missing_price;
        counts[rest / width]++;
    }
    size_t best = SIZE_MAX;
    for (size_t c = 0; c < CUTS; c++) {
        size_t near = 0;
        for (size_t i = 0; i < CUT_WIDTH; i++) {
            near += counts[(c + i) % CUTS];
        }
        if (near < best) {
            best = near;
            p->cut = (int64_t)(c + CUT_WIDTH / 2) % CUTS * width;
        }
    }
}

static void carry_over(const struct mus_dual *dual, const uint8_t *right, size_t nodes,
                       struct mus_pairing_proof *proof)
{
    struct potentials p = {dual, right, 0};
    choose_cut(&p, nodes);
    int64_t source = carried_over(&p, dual->capacity_price, proof->missing_price);
    int64_t sink = carried_over(&p, 0, proof->missing_price);
    for (size_t v = 0; v < nodes; v++) {
        int64_t potential = carried_over(&p, potential_at(&p, v), proof->missing_price);
        proof->prices[v] = right[v] ? sink - potential : potential - source;
    }
    proof->capacity_price = source > sink ? source - sink : 0;
}

/* Prices near the best ones. */
static enum mus_status first_prices(const struct mus_pairing_graph *graph, const uint8_t *right,
                                    const struct mus_pairing_options *options,
                                    struct mus_pairing_proof *proof, struct mus_error *err)
{
    struct mus_dual dual = {0};
    enum mus_status status = mus_dual_init(&dual, graph, options->seed, options->threads, err);
    if (status != MUS_OK) {
        return status;
    }
    uint64_t sweeps = dual.capacity_binds ? CAPACITY_SWEEPS : FIRST_SWEEPS;
    status = mus_dual_descend(&dual, sweeps, options->stop, err);
    if (status == MUS_OK) {
        carry_over(&dual, right, graph->node_count, proof);
    }
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
    enum mus_status status = first_prices(graph, right, options, &plan->proof, err);
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
