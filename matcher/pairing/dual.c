/* Coordinate descent on the Lagrangian dual of b-matching.
 *
 * Give each participant v a price p_v for one meeting, and let everybody choose freely: an edge is
 * worth its score less the prices of its ends, so the best free choice is all edges worth more than
 * 0. No legal choice has a greater total than
 *
 *     D(p) = Σ_v (max_v·max(p_v, 0) − min_v·max(−p_v, 0)) + Σ_edges max(0, score − p_a − p_b),
 *
 * where a price below 0 pays for meetings that a minimum demands, and −missing_price is what a
 * meeting that is missing costs. D is convex and its minimum is the optimum of the linear
 * relaxation; what is printed as the bound is D at whatever prices were found.
 *
 * With all other prices held, D is piecewise linear in one price: its slope at p is max less the
 * number of v's edges that are worth more than p before p is paid (min instead of max below 0). So
 * it is least between the max-th and the (max+1)-th largest of r_e = score − p_other, and taking a
 * point there never raises D. Sweeps over all nodes take first the middle of that interval, which
 * lets prices find room, and in the end its lower end, which lets no paid room go unused (the
 * convergence theory is that of belief propagation for b-matching: Bayati, Borgs, Chayes and
 * Zecchina 2011; Sanghavi, Malioutov and Willsky 2011).
 *
 * A group of edges of which one may be chosen counts with its best edge only: for the price of v,
 * what its best edge there is worth beyond the best edge of others. The capacity has one price,
 * paid by every edge, found in the same way from all edges.
 *
 * After some sweeps over all edges prices are so near to their places that of each node only some
 * edges can still matter: most sweeps look at that core only (core.h). The last one looks at all,
 * and D is always that of all edges.
 *
 * Order: nodes are shuffled once and cut into parts. The nodes of a part are all priced against
 * the prices that stood when the part began, then the part is written back. So the result does not
 * depend on how a part is cut among threads, and as two nodes of one part are seldom adjacent, it
 * is nearly as good as pricing one node after the other. */
#include "matcher/pairing/dual.h"

#include "base/mem.h"
#include "base/random.h"
#include "base/workers.h"
#include "matcher/pairing/largest.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#define PARTS 64
/* The greatest score times the scale; prices stay within 17 times that, sums within an int32_t. */
#define SCORE_UNITS (1 << 24)
#define MISSING_SCORES 16
/* Less than this and threads cost more than they save. */
#define THREAD_EDGES ((size_t)1500000)
#define MOST_SCALE (1 << 20)
#define WIDE_SWEEPS 6
#define NOTHING INT32_MIN

struct mus_dual_worker {
    struct mus_dual *dual;
    int32_t *values;   /* room for the halves of a node */
    size_t begin, end; /* of the order, or of edges */
    bool low;          /* take lower ends */
    int64_t sum;       /* of an evaluation */
};

static void shuffle(struct mus_random *random, uint32_t *values, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)mus_random_below(random, i);
        uint32_t kept = values[i - 1];
        values[i - 1] = values[j];
        values[j] = kept;
    }
}

static int32_t largest(const int32_t *values, size_t count)
{
    int32_t best = NOTHING;
    for (size_t i = 0; i < count; i++) {
        best = values[i] > best ? values[i] : best;
    }
    return best;
}

/* Values in two heaps: those above a pivot, and the others. */
struct split {
    int32_t *above;
    size_t above_count;
    int32_t *rest;
    size_t rest_count;
};

/* The k-th largest (k from 1) and the one after it, NOTHING where there is none. Prices move
 * little, so with the old price as pivot the answer lies at the edge of the heaps. */
static void around(const struct split *split, size_t k, int32_t *kth, int32_t *after)
{
    if (k <= split->above_count) {
        size_t left = split->above_count - k;
        *kth = mus_largest(split->above, split->above_count, k - 1);
        *after =
            left > 0 ? largest(split->above + k, left) : largest(split->rest, split->rest_count);
        return;
    }
    size_t in_rest = k - split->above_count;
    if (in_rest > split->rest_count) {
        *kth = NOTHING;
        *after = NOTHING;
        return;
    }
    *kth = mus_largest(split->rest, split->rest_count, in_rest - 1);
    *after = largest(split->rest + in_rest, split->rest_count - in_rest);
}

static int32_t within(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* A point of [low, high], which may be open at either end: NOTHING, or above all others. */
static int32_t point_between(int32_t low, int32_t high, bool take_low)
{
    return take_low ? low : (int32_t)(((int64_t)low + high) >> 1);
}

/* The price at which D is least, given what each edge is worth before v is paid. */
static int32_t best_price(const struct mus_dual_worker *worker, struct mus_pairing_node node,
                          const struct split *split)
{
    int32_t floor = -worker->dual->missing_price;
    int32_t high;
    int32_t low;
    if (node.max < split->above_count + split->rest_count) {
        around(split, node.max, &high, &low);
        if (high >= 0) {
            int32_t price = point_between(low, high, worker->low);
            return price > 0 ? price : 0;
        }
    }
    if (node.min == 0) {
        return 0;
    }
    around(split, node.min, &high, &low);
    if (high >= 0) {
        return 0;
    }
    high = within(high, floor, 0);
    low = within(low, floor, 0);
    return point_between(low, high, worker->low);
}

static int32_t current_reduced(const struct mus_dual *dual, const struct mus_pairing_edge *edge)
{
    return (int32_t)edge->score * dual->scale - dual->current[edge->a] - dual->current[edge->b] -
           dual->current_capacity_price;
}

/* What the group of one of v's edges is worth to v before v is paid: its best edge there, less what
 * the best edge of others is worth. NOTHING for all but the first of v's edges in a group. */
static int32_t group_worth(const struct mus_dual *dual, uint32_t v, uint32_t edge)
{
    const struct mus_pairing_graph *graph = dual->graph;
    uint32_t group = graph->group[edge];
    int32_t own = NOTHING;
    int32_t others = 0;
    for (uint32_t i = graph->group_first[group]; i < graph->group_first[group + 1]; i++) {
        const struct mus_pairing_edge *member = &graph->edges[graph->group_edges[i]];
        int32_t worth = current_reduced(dual, member);
        if (member->a != v && member->b != v) {
            others = worth > others ? worth : others;
            continue;
        }
        if (own == NOTHING && graph->group_edges[i] != edge) {
            return NOTHING;
        }
        worth += dual->current[v];
        own = worth > own ? worth : own;
    }
    return own - others;
}

static void put(struct split *split, int32_t value, int32_t pivot)
{
    bool above = value > pivot;
    split->above[split->above_count] = value;
    split->rest[-1] = value;
    split->above_count += above;
    split->rest -= !above;
    split->rest_count += !above;
}

/* What each edge of v is worth before v is paid. */
static struct split worths(const struct mus_dual_worker *worker, uint32_t v)
{
    const struct mus_dual *dual = worker->dual;
    const struct mus_pairing_graph *graph = dual->graph;
    const uint32_t *first = dual->narrow ? dual->core.first : graph->first;
    const struct mus_pairing_half *halves = dual->narrow ? dual->core.halves : graph->halves;
    uint32_t begin = first[v];
    uint32_t end = first[v + 1];
    int32_t pivot = dual->current[v];
    struct split split = {worker->values, 0, worker->values + (end - begin), 0};
    for (uint32_t i = begin; i < end; i++) {
        struct mus_pairing_half half = halves[i];
        int32_t worth = (int32_t)half.score * dual->scale - dual->current[half.other] -
                        dual->current_capacity_price;
        if (graph->group != NULL && graph->group[half.edge] != MUS_PAIRING_NO_GROUP) {
            worth = group_worth(dual, v, half.edge);
            if (worth == NOTHING) {
                continue;
            }
        }
        put(&split, worth, pivot);
    }
    return split;
}

static enum mus_status price_nodes(void *state, struct mus_error *err)
{
    (void)err;
    struct mus_dual_worker *worker = state;
    struct mus_dual *dual = worker->dual;
    for (size_t i = worker->begin; i < worker->end; i++) {
        uint32_t v = dual->order[i];
        struct split split = worths(worker, v);
        dual->next[v] = best_price(worker, dual->graph->nodes[v], &split);
    }
    return MUS_OK;
}

/* Cuts begin … end among the threads and lets them work. */
static enum mus_status share_out(struct mus_dual *dual, mus_work *work, size_t begin, size_t end,
                                 struct mus_error *err)
{
    for (size_t t = 0; t < dual->threads; t++) {
        dual->workers[t].begin = begin + (end - begin) * t / dual->threads;
        dual->workers[t].end = begin + (end - begin) * (t + 1) / dual->threads;
    }
    return mus_workers_run(work, dual->worker_states, dual->threads, err);
}

static enum mus_status price_part(struct mus_dual *dual, size_t part, struct mus_error *err)
{
    size_t begin = dual->order_count * part / dual->part_count;
    size_t end = dual->order_count * (part + 1) / dual->part_count;
    enum mus_status status = share_out(dual, price_nodes, begin, end, err);
    for (size_t i = begin; status == MUS_OK && i < end; i++) {
        dual->current[dual->order[i]] = dual->next[dual->order[i]];
    }
    return status;
}

static int32_t best_of_group(const struct mus_dual *dual, size_t group)
{
    const struct mus_pairing_graph *graph = dual->graph;
    int32_t best = NOTHING;
    for (uint32_t i = graph->group_first[group]; i < graph->group_first[group + 1]; i++) {
        int32_t worth = current_reduced(dual, &graph->edges[graph->group_edges[i]]);
        best = worth > best ? worth : best;
    }
    return best;
}

static bool is_single(const struct mus_pairing_graph *graph, size_t edge)
{
    return graph->group == NULL || graph->group[edge] == MUS_PAIRING_NO_GROUP;
}

/* The price of the capacity at which D is least. */
static void price_capacity(struct mus_dual *dual, bool take_low)
{
    const struct mus_pairing_graph *graph = dual->graph;
    struct split split = {dual->values, 0, dual->values + graph->edge_count, 0};
    int32_t pivot = dual->current_capacity_price;
    for (size_t e = 0; e < graph->edge_count; e++) {
        if (is_single(graph, e)) {
            put(&split, current_reduced(dual, &graph->edges[e]) + pivot, pivot);
        }
    }
    for (size_t g = 0; g < graph->group_count; g++) {
        put(&split, best_of_group(dual, g) + pivot, pivot);
    }
    int32_t price = 0;
    if (graph->capacity < split.above_count + split.rest_count) {
        int32_t high;
        int32_t low;
        around(&split, (size_t)graph->capacity, &high, &low);
        price = point_between(low, high, take_low);
    }
    dual->current_capacity_price = within(price, 0, dual->missing_price);
}

static enum mus_status sum_edges(void *state, struct mus_error *err)
{
    (void)err;
    struct mus_dual_worker *worker = state;
    const struct mus_dual *dual = worker->dual;
    int64_t sum = 0;
    for (size_t e = worker->begin; e < worker->end; e++) {
        int32_t worth = current_reduced(dual, &dual->graph->edges[e]);
        sum += worth > 0 && is_single(dual->graph, e) ? worth : 0;
    }
    worker->sum = sum;
    return MUS_OK;
}

/* How much of a node's minimum its edges can meet: what is beyond is missing at any prices. */
static int64_t reachable_min(const struct mus_pairing_graph *graph, uint32_t v)
{
    uint32_t edges = graph->first[v + 1] - graph->first[v];
    return graph->nodes[v].min < edges ? graph->nodes[v].min : edges;
}

/* D at the current prices, but for what cannot be reached of minimums. Where a node has room for
 * all its edges its price is not above 0, so every sum stays within an int64_t. */
static enum mus_status evaluate(struct mus_dual *dual, int64_t *bound, struct mus_error *err)
{
    const struct mus_pairing_graph *graph = dual->graph;
    enum mus_status status = share_out(dual, sum_edges, 0, graph->edge_count, err);
    if (status != MUS_OK) {
        return status;
    }
    int64_t sum = 0;
    for (size_t t = 0; t < dual->threads; t++) {
        sum += dual->workers[t].sum;
    }
    for (size_t g = 0; g < graph->group_count; g++) {
        int32_t best = best_of_group(dual, g);
        sum += best > 0 ? best : 0;
    }
    for (size_t i = 0; i < dual->order_count; i++) {
        uint32_t v = dual->order[i];
        int64_t price = dual->current[v];
        sum += price * (price > 0 ? graph->nodes[v].max : reachable_min(graph, v));
    }
    if (dual->current_capacity_price > 0) {
        sum += dual->current_capacity_price * (int64_t)graph->capacity;
    }
    *bound = sum;
    return MUS_OK;
}

static enum mus_status keep_if_better(struct mus_dual *dual, struct mus_error *err)
{
    int64_t bound;
    enum mus_status status = evaluate(dual, &bound, err);
    if (status == MUS_OK && bound < dual->bound) {
        dual->bound = bound;
        dual->capacity_price = dual->current_capacity_price;
        memcpy(dual->prices, dual->current, dual->graph->node_count * sizeof *dual->prices);
    }
    return status;
}

static enum mus_status sweep(struct mus_dual *dual, bool low, const struct mus_stop *stop,
                             bool *stopped, struct mus_error *err)
{
    for (size_t t = 0; t < dual->threads; t++) {
        dual->workers[t].low = low;
    }
    shuffle(&dual->random, dual->part_order, dual->part_count);
    enum mus_status status = MUS_OK;
    for (size_t p = 0; status == MUS_OK && p < dual->part_count; p++) {
        *stopped = mus_stop_asked(stop);
        if (*stopped) {
            return MUS_OK;
        }
        status = price_part(dual, dual->part_order[p], err);
    }
    if (dual->values != NULL) {
        price_capacity(dual, low);
    }
    dual->sweeps++;
    return status;
}

/* From here on the core will do: its edges are chosen at the present prices. */
static enum mus_status make_core(struct mus_dual *dual, struct mus_error *err)
{
    struct mus_worth worth = {dual->current, dual->current_capacity_price, dual->scale};
    return dual->core.first != NULL ? MUS_OK
                                    : mus_core_init(&dual->core, dual->graph, &worth, NULL, err);
}

enum mus_status mus_dual_descend(struct mus_dual *dual, uint64_t sweeps,
                                 const struct mus_stop *stop, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    bool stopped = false;
    for (uint64_t left = sweeps; status == MUS_OK && left > 0 && !stopped; left--) {
        dual->narrow = dual->sweeps >= WIDE_SWEEPS && left > 1;
        status = dual->narrow ? make_core(dual, err) : MUS_OK;
        if (status == MUS_OK) {
            status = sweep(dual, left <= sweeps / 3, stop, &stopped, err);
        }
        if (status == MUS_OK && (left == 1 || left == 1 + sweeps / 3 || stopped)) {
            status = keep_if_better(dual, err);
        }
    }
    return status;
}

/* Nodes whose price may be other than 0, shuffled. Those that no edge reaches have theirs at once.
 */
static void order_nodes(struct mus_dual *dual)
{
    const struct mus_pairing_graph *graph = dual->graph;
    for (size_t v = 0; v < graph->node_count; v++) {
        if (graph->first[v] < graph->first[v + 1]) {
            dual->order[dual->order_count++] = (uint32_t)v;
        } else if (graph->nodes[v].min > 0) {
            dual->current[v] = -dual->missing_price;
        }
    }
    shuffle(&dual->random, dual->order, dual->order_count);
    dual->part_count = dual->order_count < PARTS ? dual->order_count : PARTS;
    for (size_t p = 0; p < dual->part_count; p++) {
        dual->part_order[p] = (uint32_t)p;
    }
}

static void choose_scale(struct mus_dual *dual)
{
    uint32_t most = 1;
    for (size_t e = 0; e < dual->graph->edge_count; e++) {
        most = dual->graph->edges[e].score > most ? dual->graph->edges[e].score : most;
    }
    dual->scale = 2;
    while (dual->scale < MOST_SCALE && 2 * dual->scale * (int64_t)most <= SCORE_UNITS) {
        dual->scale *= 2;
    }
    dual->missing_price = (int32_t)most * dual->scale * MISSING_SCORES;
}

static bool capacity_can_bind(const struct mus_pairing_graph *graph)
{
    if (graph->capacity >= graph->edge_count) {
        return false;
    }
    uint64_t room = 0;
    for (size_t v = 0; v < graph->node_count; v++) {
        uint32_t edges = graph->first[v + 1] - graph->first[v];
        room += graph->nodes[v].max < edges ? graph->nodes[v].max : edges;
    }
    return graph->capacity < room / 2;
}

static size_t most_edges_of_a_node(const struct mus_pairing_graph *graph)
{
    size_t most = 1;
    for (size_t v = 0; v < graph->node_count; v++) {
        size_t edges = graph->first[v + 1] - graph->first[v];
        most = edges > most ? edges : most;
    }
    return most;
}

static enum mus_status make_workers(struct mus_dual *dual, struct mus_error *err)
{
    size_t room = most_edges_of_a_node(dual->graph);
    dual->workers = mus_alloc_zero(dual->threads, sizeof *dual->workers);
    dual->worker_states = mus_alloc(dual->threads, sizeof *dual->worker_states);
    if (dual->workers == NULL || dual->worker_states == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t t = 0; t < dual->threads; t++) {
        dual->workers[t].dual = dual;
        dual->workers[t].values = mus_alloc(room, sizeof *dual->workers[t].values);
        dual->worker_states[t] = &dual->workers[t];
        if (dual->workers[t].values == NULL) {
            return mus_fail_memory(err);
        }
    }
    return MUS_OK;
}

static enum mus_status make_arrays(struct mus_dual *dual, struct mus_error *err)
{
    size_t nodes = dual->graph->node_count;
    dual->prices = mus_alloc_zero(nodes, sizeof *dual->prices);
    dual->current = mus_alloc_zero(nodes, sizeof *dual->current);
    dual->next = mus_alloc_zero(nodes, sizeof *dual->next);
    dual->order = mus_alloc(nodes, sizeof *dual->order);
    dual->part_order = mus_alloc(PARTS, sizeof *dual->part_order);
    if (dual->prices == NULL || dual->current == NULL || dual->next == NULL ||
        dual->order == NULL || dual->part_order == NULL) {
        return mus_fail_memory(err);
    }
    if (capacity_can_bind(dual->graph)) {
        dual->values = mus_alloc(dual->graph->edge_count, sizeof *dual->values);
        if (dual->values == NULL) {
            return mus_fail_memory(err);
        }
    }
    return make_workers(dual, err);
}

enum mus_status mus_dual_init(struct mus_dual *dual, const struct mus_pairing_graph *graph,
                              uint64_t seed, size_t threads, struct mus_error *err)
{
    bool large = graph->edge_count >= THREAD_EDGES;
    *dual = (struct mus_dual){.graph = graph, .threads = large && threads > 1 ? threads : 1};
    mus_random_init(&dual->random, seed);
    choose_scale(dual);
    enum mus_status status = make_arrays(dual, err);
    if (status == MUS_OK) {
        order_nodes(dual);
        dual->bound = INT64_MAX;
        status = keep_if_better(dual, err);
    }
    if (status != MUS_OK) {
        mus_dual_done(dual);
    }
    return status;
}

void mus_dual_done(struct mus_dual *dual)
{
    for (size_t t = 0; dual->workers != NULL && t < dual->threads; t++) {
        mus_free(dual->workers[t].values);
    }
    mus_core_done(&dual->core);
    mus_free(dual->worker_states);
    mus_free(dual->workers);
    mus_free(dual->values);
    mus_free(dual->part_order);
    mus_free(dual->order);
    mus_free(dual->next);
    mus_free(dual->current);
    mus_free(dual->prices);
    *dual = (struct mus_dual){0};
}
