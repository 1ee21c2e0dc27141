/* The relaxation of b-matching (edges may be chosen in part) always has a best solution in halves,
 * and that is a best pairing between two sides in the bipartite double cover: every participant
 * stands once on the left and once on the right, every pair {a, b} is there as (a, b) and as
 * (b, a). An edge is chosen by half for each of its two copies that is (Nemhauser and Trotter 1975
 * for matching; Balinski 1965 for the halves). Each participant's price is the mean of those of its
 * two copies, and proves the value of the relaxation.
 *
 * Rounding: the edges chosen by half are cut into trails, paths from the nodes with an odd number
 * of them first. Every other edge of a trail is taken. So each node has as many as in the
 * relaxation, rounded up or down, which is legal as its max is whole; only where a closed trail is
 * odd its first node has one more or one less, and is given one more only where it has room. As all
 * these edges are worth exactly their prices, little is lost; what is, the trails of improve.c look
 * for. */
#include "matcher/pairing/cover.h"

#include "base/mem.h"
#include "matcher/pairing/exact.h"

#include <string.h>

/* ---- the double cover ---- */

struct cover {
    struct mus_pairing_participant *participants;
    struct mus_pairing_pair *pairs;
    uint8_t *right;
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
};

static void cover_done(struct cover *cover)
{
    mus_free(cover->participants);
    mus_free(cover->pairs);
    mus_free(cover->right);
    mus_pairing_plan_done(&cover->plan);
    mus_pairing_graph_done(&cover->graph);
}

/* Copies of node v: v on the left, v + node_count on the right. */
static void fill_cover(struct cover *cover, const struct mus_pairing_graph *graph)
{
    uint32_t nodes = (uint32_t)graph->node_count;
    for (uint32_t v = 0; v < nodes; v++) {
        struct mus_pairing_participant one = {graph->nodes[v].max, graph->nodes[v].min,
                                              MUS_PAIRING_NO_COMPANY};
        cover->participants[v] = one;
        cover->participants[nodes + v] = one;
        cover->right[v] = 0;
        cover->right[nodes + v] = 1;
    }
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &graph->edges[e];
        cover->pairs[2 * e] = (struct mus_pairing_pair){edge->a, nodes + edge->b, edge->score};
        cover->pairs[2 * e + 1] = (struct mus_pairing_pair){edge->b, nodes + edge->a, edge->score};
    }
}

static enum mus_status cover_init(struct cover *cover, const struct mus_pairing_graph *graph,
                                  struct mus_error *err)
{
    *cover = (struct cover){
        .participants = mus_alloc(2 * graph->node_count, sizeof *cover->participants),
        .pairs = mus_alloc(2 * graph->edge_count, sizeof *cover->pairs),
        .right = mus_alloc(2 * graph->node_count, sizeof *cover->right),
    };
    if (cover->participants == NULL || cover->pairs == NULL || cover->right == NULL) {
        return mus_fail_memory(err);
    }
    fill_cover(cover, graph);
    bool limited = graph->capacity != MUS_PAIRING_NO_CAPACITY;
    struct mus_pairing_problem problem = {
        .participants = cover->participants,
        .participant_count = 2 * graph->node_count,
        .pairs = cover->pairs,
        .pair_count = 2 * graph->edge_count,
        .capacity = limited ? 2 * graph->capacity : MUS_PAIRING_NO_CAPACITY,
    };
    enum mus_status status = mus_pairing_graph_init(&cover->graph, &problem, err);
    return status == MUS_OK ? mus_pairing_plan_init(&cover->plan, &cover->graph, err) : status;
}

/* In halves of the cover's units. */
static void hand_over_prices(const struct cover *cover, size_t nodes,
                             struct mus_pairing_proof *proof)
{
    const struct mus_pairing_proof *from = &cover->plan.proof;
    for (size_t v = 0; v < nodes; v++) {
        proof->prices[v] = from->prices[v] + from->prices[nodes + v];
    }
    proof->capacity_price = 2 * from->capacity_price;
    proof->missing_price = 2 * from->missing_price;
    proof->scale = 2 * from->scale;
}

/* ---- rounding ---- */

struct rounding {
    const struct mus_pairing_graph *graph;
    uint8_t *copies;  /* of each edge: 0, HALF or WHOLE; HALF is 0 once a trail has used it */
    uint32_t *degree; /* twice what the relaxation gives each node */
    uint32_t *half;   /* edges chosen by half at each node that no trail has used */
    uint32_t *next;   /* where the look for them stands, in the graph's halves */
    int64_t spare;    /* twice the capacity less twice what is chosen in all */
    uint8_t *taken;   /* of each edge */
};

enum { HALF = 1, WHOLE = 2 };

static void count_copies(struct rounding *r, const struct cover *cover)
{
    for (size_t e = 0; e < cover->graph.edge_count; e++) {
        r->copies[cover->graph.edges[e].pair / 2] += cover->plan.taken[e];
    }
    const struct mus_pairing_graph *graph = r->graph;
    r->spare = graph->capacity >= INT64_MAX / 2 ? INT64_MAX : 2 * (int64_t)graph->capacity;
    for (size_t e = 0; e < graph->edge_count; e++) {
        r->taken[e] = r->copies[e] == WHOLE;
        r->degree[graph->edges[e].a] += r->copies[e];
        r->degree[graph->edges[e].b] += r->copies[e];
        r->half[graph->edges[e].a] += r->copies[e] == HALF;
        r->half[graph->edges[e].b] += r->copies[e] == HALF;
        r->spare -= r->copies[e];
    }
}

/* An edge at the node that is chosen by half; there is one. It counts as used from now on. */
static uint32_t use_half(struct rounding *r, uint32_t node)
{
    while (r->copies[r->graph->halves[r->next[node]].edge] != HALF) {
        r->next[node]++;
    }
    uint32_t edge = r->graph->halves[r->next[node]].edge;
    r->copies[edge] = 0;
    r->half[r->graph->edges[edge].a]--;
    r->half[r->graph->edges[edge].b]--;
    return edge;
}

static bool has_room_for_one_more(const struct rounding *r, uint32_t node)
{
    return r->degree[node] + 2 <= 2 * r->graph->nodes[node].max;
}

/* Walks from the node until there is no way on and takes every other edge of the trail: from the
 * first one, or, where it is odd and there is no room for one more, from the second. */
static void walk(struct rounding *r, uint32_t start, uint32_t *trail)
{
    size_t length = 0;
    uint32_t node = start;
    while (r->half[node] > 0) {
        uint32_t edge = use_half(r, node);
        trail[length++] = edge;
        node = r->graph->edges[edge].a ^ r->graph->edges[edge].b ^ node;
    }
    bool odd = length % 2 != 0;
    bool more = odd && r->spare > 0 && (node != start || has_room_for_one_more(r, start));
    for (size_t i = more || !odd ? 0 : 1; i < length; i += 2) {
        r->taken[trail[i]] = 1;
    }
    if (odd) {
        r->spare += more ? -1 : 1;
    }
}

static void round_halves(struct rounding *r, uint32_t *trail)
{
    memcpy(r->next, r->graph->first, r->graph->node_count * sizeof *r->next);
    for (uint32_t v = 0; v < r->graph->node_count; v++) {
        if (r->half[v] % 2 != 0) {
            walk(r, v, trail);
        }
    }
    for (uint32_t v = 0; v < r->graph->node_count; v++) {
        if (r->half[v] > 0) {
            walk(r, v, trail);
        }
    }
}

static enum mus_status choose(const struct mus_pairing_graph *graph, const struct cover *cover,
                              uint8_t *taken, struct mus_error *err)
{
    uint32_t *trail = mus_alloc(graph->edge_count, sizeof *trail);
    struct rounding r = {
        .graph = graph,
        .copies = mus_alloc_zero(graph->edge_count, sizeof *r.copies),
        .degree = mus_alloc_zero(graph->node_count, sizeof *r.degree),
        .half = mus_alloc_zero(graph->node_count, sizeof *r.half),
        .next = mus_alloc(graph->node_count, sizeof *r.next),
        .taken = taken,
    };
    bool room =
        trail != NULL && r.copies != NULL && r.degree != NULL && r.half != NULL && r.next != NULL;
    if (room) {
        count_copies(&r, cover);
        round_halves(&r, trail);
    }
    mus_free(trail);
    mus_free(r.copies);
    mus_free(r.degree);
    mus_free(r.half);
    mus_free(r.next);
    return room ? MUS_OK : mus_fail_memory(err);
}

/* ---- both ---- */

enum mus_status mus_pairing_cover_solve(const struct mus_pairing_graph *graph,
                                        const struct mus_pairing_options *options,
                                        struct mus_pairing_plan *plan, bool *finished,
                                        struct mus_error *err)
{
    struct cover cover;
    *finished = false;
    enum mus_status status = cover_init(&cover, graph, err);
    if (status == MUS_OK) {
        status =
            mus_pairing_exact_solve(&cover.graph, cover.right, options, &cover.plan, finished, err);
    }
    if (status == MUS_OK && *finished) {
        hand_over_prices(&cover, graph->node_count, &plan->proof);
        plan->steps = cover.plan.steps;
        status = choose(graph, &cover, plan->taken, err);
    }
    cover_done(&cover);
    return status;
}
