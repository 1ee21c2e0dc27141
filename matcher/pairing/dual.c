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
 * which every edge pays. Descent along that price alone stops almost at once, with everybody's
 * price made for the one that stands; so it is searched as where demand meets the capacity, and all
 * other prices follow it.
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

#include "base/limits.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/workers.h"
#include "matcher/pairing/offers.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#define PARTS 64
/* Groups are looked at anew before each part: fewer parts where that is much work. */
#define MOST_PARTS_OF_GROUPS 16
#define LEAST_PARTS_OF_GROUPS 4
#define GROUP_LOOKS 1600000 /* at edges in one sweep */
/* Between two moves of the price of the capacity. */
#define CAPACITY_SWEEPS 3
#define CAPACITY_NARROW (MUS_SCORE_UNITS >> 11)
/* Prices stay within some 33 times MUS_SCORE_UNITS, their sums within an int32_t. */
#define MISSING_SCORES 16
/* Less than this and threads cost more than they save. */
#define THREAD_EDGES ((size_t)1500000)
#define MOST_SCALE (1 << 20)
#define WIDE_SWEEPS 6
#define NARROW_SWEEPS 9 /* between two wide ones */
#define NOTHING MUS_NO_OFFER

struct mus_dual_worker {
    struct mus_dual *dual;
    int32_t *values;   /* room for the halves of a node */
    size_t begin, end; /* of the order, or of edges */
    bool low;          /* take lower ends */
    int64_t sum;       /* of an evaluation */
    /* What each group's best edge is worth to a node, NOTHING but for those listed. */
    int32_t *own;
    uint32_t *groups;
    size_t group_count;
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

static int32_t current_reduced(const struct mus_dual *dual, const struct mus_pairing_edge *edge)
{
    return (int32_t)edge->score * dual->scale - dual->current[edge->a] - dual->current[edge->b] -
           dual->current_capacity_price;
}

static bool is_single(const struct mus_pairing_graph *graph, size_t edge)
{
    return graph->group == NULL || graph->group[edge] == MUS_PAIRING_NO_GROUP;
}

/* What an edge of v in a group is worth counts for the group: the best one of v's. */
static void note_group(struct mus_dual_worker *worker, uint32_t group, int32_t worth)
{
    if (worker->own[group] == NOTHING) {
        worker->groups[worker->group_count++] = group;
    }
    worker->own[group] = worth > worker->own[group] ? worth : worker->own[group];
}

static void put_groups(struct mus_dual_worker *worker, struct mus_offers *offers, uint32_t v)
{
    const struct mus_dual *dual = worker->dual;
    for (size_t i = 0; i < worker->group_count; i++) {
        uint32_t group = worker->groups[i];
        mus_offers_put(offers, worker->own[group] - mus_rivals_beside(&dual->rivals, group, v),
                       dual->current[v]);
        worker->own[group] = NOTHING;
    }
    worker->group_count = 0;
}

/* What each edge of v is worth before v is paid. */
static struct mus_offers worths(struct mus_dual_worker *worker, uint32_t v)
{
    const struct mus_dual *dual = worker->dual;
    const struct mus_pairing_graph *graph = dual->graph;
    const uint32_t *first = dual->narrow ? dual->core.first : graph->first;
    const struct mus_pairing_half *halves = dual->narrow ? dual->core.halves : graph->halves;
    uint32_t begin = first[v];
    uint32_t end = first[v + 1];
    int32_t pivot = dual->current[v];
    struct mus_offers offers = mus_offers_of(worker->values, end - begin);
    for (uint32_t i = begin; i < end; i++) {
        struct mus_pairing_half half = halves[i];
        int32_t worth = (int32_t)half.score * dual->scale - dual->current[half.other] -
                        dual->current_capacity_price;
        if (is_single(graph, half.edge)) {
            mus_offers_put(&offers, worth, pivot);
        } else {
            note_group(worker, graph->group[half.edge], worth);
        }
    }
    put_groups(worker, &offers, v);
    return offers;
}

static enum mus_status price_nodes(void *state, struct mus_error *err)
{
    (void)err;
    struct mus_dual_worker *worker = state;
    struct mus_dual *dual = worker->dual;
    for (size_t i = worker->begin; i < worker->end; i++) {
        uint32_t v = dual->order[i];
        struct mus_offers offers = worths(worker, v);
        dual->next[v] =
            mus_offers_price(&offers, dual->graph->nodes[v], -dual->missing_price, worker->low);
    }
    return MUS_OK;
}

/* Cuts begin … end among the active threads and lets them work. */
static enum mus_status share_out(struct mus_dual *dual, mus_work *work, size_t begin, size_t end,
                                 struct mus_error *err)
{
    for (size_t t = 0; t < dual->active; t++) {
        dual->workers[t].begin = begin + (end - begin) * t / dual->active;
        dual->workers[t].end = begin + (end - begin) * (t + 1) / dual->active;
    }
    return mus_workers_run(work, dual->worker_states, dual->active, err);
}

static struct mus_worth current_worth(const struct mus_dual *dual)
{
    return (struct mus_worth){dual->current, dual->current_capacity_price, dual->scale};
}

static enum mus_status look_at_groups(void *state, struct mus_error *err)
{
    (void)err;
    struct mus_dual_worker *worker = state;
    struct mus_worth worth = current_worth(worker->dual);
    mus_rivals_look(&worker->dual->rivals, &worth, worker->begin, worker->end);
    return MUS_OK;
}

static enum mus_status refresh_groups(struct mus_dual *dual, struct mus_error *err)
{
    size_t groups = dual->graph->group_count;
    return groups == 0 ? MUS_OK : share_out(dual, look_at_groups, 0, groups, err);
}

static enum mus_status price_part(struct mus_dual *dual, size_t part, struct mus_error *err)
{
    size_t begin = dual->order_count * part / dual->part_count;
    size_t end = dual->order_count * (part + 1) / dual->part_count;
    enum mus_status status = refresh_groups(dual, err);
    if (status == MUS_OK) {
        status = share_out(dual, price_nodes, begin, end, err);
    }
    for (size_t i = begin; status == MUS_OK && i < end; i++) {
        dual->current[dual->order[i]] = dual->next[dual->order[i]];
    }
    return status;
}

/* How many edges are worth their prices, one of each group. */
static uint64_t demand(const struct mus_dual *dual)
{
    const struct mus_pairing_graph *graph = dual->graph;
    struct mus_worth worth = current_worth(dual);
    uint64_t count = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &graph->edges[e];
        count += is_single(graph, e) && mus_worth_of(&worth, edge->a, edge->b, edge->score) > 0;
    }
    for (size_t g = 0; g < graph->group_count; g++) {
        count += dual->rivals.best[g].best > 0;
    }
    return count;
}

/* Where the price of the capacity is looked for next: in growing steps until demand has once been
 * too small, then halfway between the last price with too much and the last with too little. As
 * other prices are still moving, what was measured may not hold: a bracket that has become narrow
 * is opened again. */
static int32_t next_capacity_price(struct mus_dual *dual, bool too_much)
{
    int32_t price = dual->current_capacity_price;
    int32_t most = 2 * dual->missing_price + MUS_SCORE_UNITS;
    if (too_much) {
        dual->capacity_low = price;
    } else {
        dual->capacity_step = dual->capacity_high < 0 ? 4 * CAPACITY_NARROW : dual->capacity_step;
        dual->capacity_high = price;
    }
    if (dual->capacity_high < 0) {
        dual->capacity_step *= 2;
        return mus_within(price + dual->capacity_step, 0, most);
    }
    if (dual->capacity_high - dual->capacity_low < CAPACITY_NARROW) {
        dual->capacity_low = mus_within(price - dual->capacity_step, 0, most);
        dual->capacity_high = mus_within(price + dual->capacity_step, 0, most);
        dual->capacity_step = mus_within(2 * dual->capacity_step, 0, MUS_SCORE_UNITS);
        return too_much ? dual->capacity_high : dual->capacity_low;
    }
    return dual->capacity_low + (dual->capacity_high - dual->capacity_low) / 2;
}

/* Moves the price of the capacity towards where demand meets it. Participants' prices go half the
 * way in the other direction, so that an edge between two of them is worth what it was. */
static enum mus_status price_capacity(struct mus_dual *dual, struct mus_error *err)
{
    enum mus_status status = refresh_groups(dual, err);
    uint64_t wanted = status == MUS_OK ? demand(dual) : dual->graph->capacity;
    if (wanted == dual->graph->capacity) {
        return status;
    }
    int32_t before = dual->current_capacity_price;
    dual->current_capacity_price = next_capacity_price(dual, wanted > dual->graph->capacity);
    int32_t half = (dual->current_capacity_price - before) / 2;
    for (size_t i = 0; i < dual->order_count; i++) {
        int32_t *price = &dual->current[dual->order[i]];
        *price = *price > 0 ? (*price > half ? *price - half : 0) : *price;
        *price = *price < 0 ? mus_within(*price - half, -dual->missing_price, 0) : *price;
    }
    return MUS_OK;
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
    if (status == MUS_OK) {
        status = refresh_groups(dual, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    int64_t sum = 0;
    for (size_t t = 0; t < dual->active; t++) {
        sum += dual->workers[t].sum;
    }
    for (size_t g = 0; g < graph->group_count; g++) {
        sum += dual->rivals.best[g].best > 0 ? dual->rivals.best[g].best : 0;
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

enum mus_status mus_dual_keep(struct mus_dual *dual, int64_t *bound, struct mus_error *err)
{
    enum mus_status status = evaluate(dual, bound, err);
    if (status == MUS_OK && *bound < dual->bound) {
        dual->bound = *bound;
        dual->capacity_price = dual->current_capacity_price;
        memcpy(dual->prices, dual->current, dual->graph->node_count * sizeof *dual->prices);
    }
    return status;
}

enum mus_status mus_dual_sweep(struct mus_dual *dual, bool low, const struct mus_stop *stop,
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
    dual->sweeps++;
    return status;
}

/* Chooses the core at the present prices. */
static enum mus_status make_core(struct mus_dual *dual, struct mus_error *err)
{
    struct mus_worth worth = current_worth(dual);
    mus_core_done(&dual->core);
    return mus_core_init(&dual->core, dual->graph, &worth, NULL, err);
}

/* Whether the next sweep looks at all edges or at the core, which is chosen anew after each one
 * that looked at all: while prices still move far, edges come near that were not. */
static enum mus_status choose_width(struct mus_dual *dual, bool last, struct mus_error *err)
{
    uint64_t beyond = dual->sweeps < WIDE_SWEEPS ? 0 : dual->sweeps - WIDE_SWEEPS + 1;
    bool was_narrow = dual->narrow;
    dual->narrow = beyond % (NARROW_SWEEPS + 1) != 0 && !last;
    return dual->narrow && !was_narrow ? make_core(dual, err) : MUS_OK;
}

enum mus_status mus_dual_descend(struct mus_dual *dual, uint64_t sweeps,
                                 const struct mus_stop *stop, struct mus_error *err)
{
    bool stopped = false;
    enum mus_status status = MUS_OK;
    for (uint64_t left = sweeps; status == MUS_OK && left > 0 && !stopped; left--) {
        bool low = left <= sweeps / 3;
        status = choose_width(dual, left == 1, err);
        if (status == MUS_OK) {
            status =
                mus_dual_sweep(dual, low && dual->current_capacity_price == 0, stop, &stopped, err);
        }
        if (status == MUS_OK && dual->capacity_binds && !low &&
            dual->sweeps % CAPACITY_SWEEPS == 0) {
            status = price_capacity(dual, err);
        }
        int64_t bound;
        if (status == MUS_OK && (left == 1 || left == 1 + sweeps / 3 || stopped)) {
            status = mus_dual_keep(dual, &bound, err);
        }
    }
    return status;
}

static size_t part_limit(const struct mus_pairing_graph *graph)
{
    if (graph->group_count == 0) {
        return PARTS;
    }
    size_t parts = GROUP_LOOKS / graph->group_first[graph->group_count];
    return parts < LEAST_PARTS_OF_GROUPS  ? LEAST_PARTS_OF_GROUPS
           : parts > MOST_PARTS_OF_GROUPS ? MOST_PARTS_OF_GROUPS
                                          : parts;
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
    size_t parts = part_limit(graph);
    dual->part_count = dual->order_count < parts ? dual->order_count : parts;
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
    while (dual->scale < MOST_SCALE && 2 * dual->scale * (int64_t)most <= MUS_SCORE_UNITS) {
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

static enum mus_status make_worker(struct mus_dual_worker *worker, size_t room,
                                   struct mus_error *err)
{
    size_t groups = worker->dual->graph->group_count;
    worker->values = mus_alloc(room, sizeof *worker->values);
    worker->own = mus_alloc(groups, sizeof *worker->own);
    worker->groups = mus_alloc(groups, sizeof *worker->groups);
    if (worker->values == NULL || worker->own == NULL || worker->groups == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t g = 0; g < groups; g++) {
        worker->own[g] = NOTHING;
    }
    return MUS_OK;
}

static enum mus_status make_workers(struct mus_dual *dual, struct mus_error *err)
{
    size_t room = mus_core_most_edges(dual->graph);
    dual->workers = mus_alloc_zero(dual->threads, sizeof *dual->workers);
    dual->worker_states = mus_alloc(dual->threads, sizeof *dual->worker_states);
    if (dual->workers == NULL || dual->worker_states == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    for (size_t t = 0; status == MUS_OK && t < dual->threads; t++) {
        dual->workers[t].dual = dual;
        dual->worker_states[t] = &dual->workers[t];
        status = make_worker(&dual->workers[t], room, err);
    }
    return status;
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
    enum mus_status status = mus_rivals_init(&dual->rivals, dual->graph, err);
    return status == MUS_OK ? make_workers(dual, err) : status;
}

enum mus_status mus_dual_init(struct mus_dual *dual, const struct mus_pairing_graph *graph,
                              uint64_t seed, size_t threads, struct mus_error *err)
{
    size_t ready = threads < 1 ? 1 : threads > MUS_MAX_THREADS ? MUS_MAX_THREADS : threads;
    *dual = (struct mus_dual){.graph = graph,
                              .threads = ready,
                              .active = graph->edge_count < THREAD_EDGES ? 1 : ready,
                              .capacity_binds = capacity_can_bind(graph),
                              .capacity_high = -1,
                              .capacity_step = MUS_SCORE_UNITS / 16};
    mus_random_init(&dual->random, seed);
    choose_scale(dual);
    enum mus_status status = make_arrays(dual, err);
    if (status == MUS_OK) {
        order_nodes(dual);
        dual->bound = INT64_MAX;
        int64_t bound;
        status = mus_dual_keep(dual, &bound, err);
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
        mus_free(dual->workers[t].own);
        mus_free(dual->workers[t].groups);
    }
    mus_core_done(&dual->core);
    mus_free(dual->worker_states);
    mus_free(dual->workers);
    mus_rivals_done(&dual->rivals);
    mus_free(dual->part_order);
    mus_free(dual->order);
    mus_free(dual->next);
    mus_free(dual->current);
    mus_free(dual->prices);
    *dual = (struct mus_dual){0};
}
