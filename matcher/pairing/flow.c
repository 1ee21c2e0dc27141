/* Shortest augmenting paths, started from prices that are already nearly right.
 *
 * The network: a source has an arc to each left node, each edge is an arc of room 1 from left to
 * right and costs −score, each right node has an arc to the sink, and an arc of the event's
 * capacity leads from the sink back to the source. The arc at a node is really two: the first `min`
 * units cost −missing_price each, the others up to `max` nothing. A cheapest circulation is the
 * best choice; with a price of a missing meeting above any gain along a path it is best by missing
 * meetings first.
 *
 * Potentials π make every arc's reduced cost, cost + π(from) − π(to), one number to look at. Any
 * potentials have a pseudoflow that agrees with them: arcs of negative reduced cost full, of
 * positive one empty. It has too much at some nodes and too little at others, which is carried away
 * along shortest paths (augment.c) while flow and potentials go on agreeing; when no node has too
 * much, the flow is the cheapest there is. This is the successive shortest path method (Ahuja,
 * Magnanti, Orlin: Network Flows, 9.7), started in the middle as Jonker and Volgenant start theirs:
 * from prices of a dual descent a few in a hundred of the units are out of place, and the searches
 * stay short.
 *
 * Only a core of edges is searched: those whose reduced cost is near to 0 or below it. When it is
 * solved all others are looked at once; those that belong into the choice at the prices found join
 * the core, and the searches go on from there. In the end the prices agree with every edge, in the
 * core or not.
 *
 * In the terms of prices: at a left node p = π(node) − π(source), at a right one p = π(sink) −
 * π(node), and the capacity's is π(source) − π(sink). */
#include "matcher/pairing/flow.h"

#include "base/arena.h"
#include "matcher/pairing/augment.h"
#include "matcher/pairing/largest.h"
#include "matcher/pairing/network.h"

enum {
    CORE_PER_PLACE = 2, /* edges of the core for each meeting there is room for, … */
    CORE_PER_NODE = 2,  /* … and for each node */
    WINDOW = 1 << 20,   /* of reduced costs, in millionths, within which a core's limit is */
    STEPS = 1 << 12,    /* of it */
};

struct flow {
    const struct mus_flow_problem *problem;
    struct mus_flow_answer *answer;
    struct mus_network net;
    bool *in_core; /* of each edge of the problem */
    struct mus_arena arena;
    struct mus_arena core_arena;
};

/* The least and the most that the arc at a node may carry at its price. */
static uint32_t least_at(const struct flow *f, uint32_t v)
{
    int64_t price = mus_network_price(&f->net, v);
    const struct mus_pairing_node *node = &f->problem->nodes[v];
    return price > 0 ? node->max : price > -f->problem->missing_price ? node->min : 0;
}

static uint32_t most_at(const struct flow *f, uint32_t v)
{
    int64_t price = mus_network_price(&f->net, v);
    const struct mus_pairing_node *node = &f->problem->nodes[v];
    return price >= 0 ? node->max : price >= -f->problem->missing_price ? node->min : 0;
}

static void set_potentials(struct flow *f)
{
    int64_t capacity_price = f->answer->capacity_price;
    f->net.nodes[f->net.source].potential = capacity_price;
    f->net.nodes[f->net.sink].potential = 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        int64_t price = f->answer->prices[v];
        price = price < -f->problem->missing_price ? -f->problem->missing_price : price;
        f->net.nodes[v].potential =
            mus_network_is_right(&f->net, v) ? -price : price + capacity_price;
    }
}

static bool is_short(const struct flow *f, uint32_t v)
{
    return f->net.nodes[v].taken < f->problem->nodes[v].min;
}

/* Takes edges that the prices do not care about, as far as they fit, where at least so many of
 * their ends are below their minimum. */
static void take_even(struct flow *f, int ends_short, uint64_t *count)
{
    for (size_t e = 0; e < f->problem->edge_count && *count < f->problem->capacity; e++) {
        const struct mus_flow_edge *edge = &f->problem->edges[e];
        if (f->answer->taken[e] || mus_network_reduced(&f->net, edge) != 0 ||
            is_short(f, edge->left) + is_short(f, edge->right) < ends_short ||
            f->net.nodes[edge->left].taken >= most_at(f, edge->left) ||
            f->net.nodes[edge->right].taken >= most_at(f, edge->right)) {
            continue;
        }
        f->answer->taken[e] = 1;
        f->net.nodes[edge->left].taken++;
        f->net.nodes[edge->right].taken++;
        ++*count;
    }
}

/* Takes what the prices want; then, of what they do not care about, first what helps two
 * participants to their minimum, then one, then the rest. */
static void take_first(struct flow *f)
{
    const struct mus_flow_problem *problem = f->problem;
    uint64_t count = 0;
    for (size_t e = 0; e < problem->edge_count; e++) {
        bool take = mus_network_reduced(&f->net, &problem->edges[e]) > 0;
        f->answer->taken[e] = take;
        f->net.nodes[problem->edges[e].left].taken += take;
        f->net.nodes[problem->edges[e].right].taken += take;
        count += take;
    }
    for (int ends_short = 2; ends_short >= 0; ends_short--) {
        take_even(f, ends_short, &count);
    }
}

/* The slots of the core's edges, those taken first at each node. */
static void fill_slots(struct flow *f)
{
    size_t count = f->problem->node_count;
    for (size_t v = 0; v <= count + 2; v++) {
        f->net.nodes[v].first = 0;
        f->net.nodes[v].taken = 0;
    }
    for (size_t c = 0; c < f->net.core_count; c++) {
        const struct mus_flow_edge *edge = &f->problem->edges[f->net.core[c].edge];
        f->net.nodes[edge->left + 1].first++;
        f->net.nodes[edge->right + 1].first++;
    }
    for (size_t v = 0; v < count + 2; v++) {
        f->net.nodes[v + 1].first += f->net.nodes[v].first;
    }
    for (int taken = 1; taken >= 0; taken--) {
        for (size_t c = 0; c < f->net.core_count; c++) {
            struct mus_network_edge *core = &f->net.core[c];
            const struct mus_flow_edge *edge = &f->problem->edges[core->edge];
            if (f->answer->taken[core->edge] == taken) {
                struct mus_network_node *left = &f->net.nodes[edge->left];
                struct mus_network_node *right = &f->net.nodes[edge->right];
                core->left_slot = left->first + left->taken++;
                core->right_slot = right->first + right->taken++;
                f->net.slots[core->left_slot] =
                    (struct mus_network_slot){edge->right, (uint32_t)c, edge->score};
                f->net.slots[core->right_slot] =
                    (struct mus_network_slot){edge->left, (uint32_t)c, edge->score};
            }
        }
        /* The second round has counted what is not taken on top of what is. */
        for (size_t v = 0; v < count && taken == 1; v++) {
            f->net.nodes[v].flow = f->net.nodes[v].taken;
        }
    }
    for (size_t v = 0; v < count; v++) {
        f->net.nodes[v].taken = f->net.nodes[v].flow;
    }
}

static enum mus_status build_core(struct flow *f, struct mus_error *err)
{
    f->net.core_count = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        f->net.core_count += f->in_core[e];
    }
    mus_arena_reset(&f->core_arena);
    f->net.core = mus_arena_alloc(&f->core_arena, f->net.core_count, sizeof *f->net.core);
    f->net.slots = mus_arena_alloc(&f->core_arena, f->net.core_count, 2 * sizeof *f->net.slots);
    if (f->net.core == NULL || f->net.slots == NULL) {
        return mus_fail_memory(err);
    }
    size_t c = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        if (f->in_core[e]) {
            f->net.core[c++].edge = (uint32_t)e;
        }
    }
    fill_slots(f);
    return MUS_OK;
}

/* What the edges at v bring that are worth taking, as far as int32_t goes. */
static size_t list_worths(const struct flow *f, uint32_t v, int32_t *worths)
{
    const struct mus_network_node *nodes = f->net.nodes;
    size_t count = 0;
    for (uint32_t s = nodes[v].first; s < nodes[v + 1].first; s++) {
        int64_t worth = mus_network_reduced(
            &f->net, &f->problem->edges[f->net.core[f->net.slots[s].edge].edge]);
        if (worth > 0) {
            worths[count++] = worth < INT32_MAX ? (int32_t)worth : INT32_MAX;
        }
    }
    return count;
}

/* Raises the price of each node that has more edges worth taking than it has room for to where it
 * has not: rounding alone can have made all of many equal edges worth taking. */
static enum mus_status raise_prices(struct flow *f, struct mus_error *err)
{
    int32_t *worths = mus_arena_alloc(&f->core_arena, f->net.core_count, sizeof *worths);
    if (worths == NULL) {
        return mus_fail_memory(err);
    }
    for (int right = 0; right < 2; right++) {
        for (uint32_t v = 0; v < f->problem->node_count; v++) {
            if (mus_network_is_right(&f->net, v) != right) {
                continue;
            }
            size_t count = list_worths(f, v, worths);
            uint32_t room = f->problem->nodes[v].max;
            if (count > room) {
                int64_t by = mus_largest(worths, count, room);
                f->net.nodes[v].potential += right ? -by : by;
            }
        }
    }
    return MUS_OK;
}

static uint32_t clip(uint32_t value, uint32_t least, uint32_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* The flow of all other arcs that agrees with the potentials and is nearest to what is taken, and
 * what each node has too much. */
static void balance(struct flow *f)
{
    struct mus_network_node *source = &f->net.nodes[f->net.source];
    struct mus_network_node *sink = &f->net.nodes[f->net.sink];
    int64_t out = 0;
    int64_t in = 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        struct mus_network_node *node = &f->net.nodes[v];
        node->flow = clip(node->taken, least_at(f, v), most_at(f, v));
        int64_t over = (int64_t)node->flow - node->taken;
        node->excess = mus_network_is_right(&f->net, v) ? -over : over;
        *(mus_network_is_right(&f->net, v) ? &in : &out) += node->flow;
    }
    int64_t price = source->potential - sink->potential;
    uint64_t capacity = f->problem->capacity;
    f->net.capacity_flow = (uint64_t)in < capacity ? (uint64_t)in : capacity;
    if (price != 0) {
        f->net.capacity_flow = price > 0 ? capacity : 0;
    }
    sink->excess = in - (int64_t)f->net.capacity_flow;
    source->excess = (int64_t)f->net.capacity_flow - out;
}

/* Where, of `wanted` edges of the greatest reduced score, the last one stands: counted in steps of
 * equal width, which is exact enough to choose a core by. Not above 0. */
static int64_t core_limit(const struct flow *f, size_t wanted)
{
    size_t counts[STEPS] = {0};
    size_t above = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        int64_t here = mus_network_reduced(&f->net, &f->problem->edges[e]);
        if (here >= 0) {
            above++;
        } else if (here > -WINDOW) {
            counts[-here / (WINDOW / STEPS)]++;
        }
    }
    int64_t step = 0;
    while (step < STEPS && above < wanted) {
        above += counts[step++];
    }
    return -step * (WINDOW / STEPS);
}

static void choose_core(struct flow *f)
{
    uint64_t places = 0;
    for (size_t v = 0; v < f->problem->node_count; v++) {
        places += f->problem->nodes[v].max;
    }
    uint64_t wanted = places / 2 * CORE_PER_PLACE + f->problem->node_count * CORE_PER_NODE;
    int64_t limit = core_limit(f, wanted);
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        f->in_core[e] = mus_network_reduced(&f->net, &f->problem->edges[e]) >= limit;
    }
}

/* Takes the edges outside the core that the prices want, into the core as well; how many. */
static size_t join_core(struct flow *f)
{
    size_t joined = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        if (!f->in_core[e] && mus_network_reduced(&f->net, &f->problem->edges[e]) > 0) {
            f->in_core[e] = true;
            f->answer->taken[e] = 1;
            joined++;
        }
    }
    return joined;
}

/* A node without any meeting may have a price below what a missing meeting costs, the capacity one
 * below 0 where nothing flows at all: raised to that they agree with the choice as well. */
static void give_prices(struct flow *f)
{
    int64_t capacity_price =
        f->net.nodes[f->net.source].potential - f->net.nodes[f->net.sink].potential;
    f->answer->capacity_price = capacity_price > 0 ? capacity_price : 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        int64_t price = mus_network_price(&f->net, v);
        int64_t least = -f->problem->missing_price;
        f->answer->prices[v] = price > least ? price : least;
    }
}

static enum mus_status solve(struct flow *f, struct mus_error *err)
{
    set_potentials(f);
    choose_core(f);
    enum mus_status status = build_core(f, err);
    if (status == MUS_OK) {
        status = raise_prices(f, err);
    }
    if (status == MUS_OK) {
        take_first(f);
        fill_slots(f);
    }
    while (status == MUS_OK) {
        balance(f);
        f->answer->finished = mus_augment_all(&f->net, &f->answer->searches);
        if (!f->answer->finished || join_core(f) == 0) {
            give_prices(f);
            return MUS_OK;
        }
        status = build_core(f, err);
    }
    return status;
}

static enum mus_status network_init(struct flow *f, struct mus_error *err)
{
    size_t count = f->problem->node_count;
    struct mus_network *net = &f->net;
    net->problem = f->problem;
    net->taken = f->answer->taken;
    net->source = (uint32_t)count;
    net->sink = (uint32_t)count + 1;
    net->nodes = mus_arena_alloc(&f->arena, count + 3, sizeof *net->nodes);
    net->touched = mus_arena_alloc(&f->arena, count + 2, sizeof *net->touched);
    net->path = mus_arena_alloc(&f->arena, count + 2, sizeof *net->path);
    net->at = mus_arena_alloc(&f->arena, count + 2, sizeof *net->at);
    f->in_core = mus_arena_alloc(&f->arena, f->problem->edge_count, sizeof *f->in_core);
    if (net->nodes == NULL || net->touched == NULL || net->path == NULL || net->at == NULL ||
        f->in_core == NULL) {
        return mus_fail_memory(err);
    }
    return mus_heap_init(&net->heap, count + 2, &f->arena, err);
}

enum mus_status mus_flow_solve(const struct mus_flow_problem *problem,
                               struct mus_flow_answer *answer, struct mus_error *err)
{
    struct flow f = {.problem = problem, .answer = answer};
    enum mus_status status = network_init(&f, err);
    if (status == MUS_OK) {
        answer->searches = 0;
        status = solve(&f, err);
    }
    mus_arena_done(&f.core_arena);
    mus_arena_done(&f.arena);
    return status;
}
