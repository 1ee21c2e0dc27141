/* Shortest augmenting paths, started from prices that are already nearly right.
 *
 * The network: a source has an arc to each left node, each edge is an arc of room 1 from left to
 * right and costs −score, each right node has an arc to the sink, and an arc of the event's
 * capacity leads from the sink back to the source. The arc at a node is really two: the first `min`
 * units cost −missing_price each, the others up to `max` nothing. A cheapest circulation is the
 * best choice; with a price of a missing meeting above any gain along a path it is best by missing
 * meetings first (ALGORITHMS: lexicographic minimums by one large constant).
 *
 * Potentials π make every arc's reduced cost, cost + π(from) − π(to), one number to look at. Any
 * potentials have a pseudoflow that agrees with them: arcs of negative reduced cost full, of
 * positive one empty. It has too much at some nodes and too little at others; each search (Dijkstra
 * over reduced costs, ended at the first node that has too little) carries one unit from a node
 * that has too much and moves the potentials of the nodes it has passed, so that flow and
 * potentials always agree and the flow is the cheapest possible when no node has too much. This is
 * the successive shortest path method (Ahuja, Magnanti, Orlin: Network Flows, 9.7), started in the
 * middle as Jonker and Volgenant start theirs: from prices of a dual descent a few in a hundred of
 * the units are out of place, and the searches stay short.
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
#include "matcher/pairing/heap.h"

#include <assert.h>
#include <string.h>

#define NO_EDGE UINT32_MAX
#define NO_NODE UINT32_MAX

enum {
    SEARCHES_PER_QUESTION = 16, /* searches between two looks at the stop */
    CORE_PER_PLACE = 2,         /* edges of the core for each meeting there is room for, … */
    CORE_PER_NODE = 2,          /* … and for each node */
    WINDOW = 1 << 20, /* of reduced costs, in millionths, within which a core's limit is */
    STEPS = 1 << 12,  /* of it */
};

/* An edge of the core as one of its ends sees it. Those taken stand first at each node. */
struct slot {
    uint32_t other;
    uint32_t edge; /* of the core */
    int64_t score;
};

struct core_edge {
    uint32_t edge; /* of the problem */
    uint32_t left_slot, right_slot;
};

struct node {
    int64_t potential;
    int64_t distance;
    int64_t excess; /* what flows in minus what flows out; the source and the sink have it too */
    uint32_t first; /* slot; the last one ends where the next node begins */
    uint32_t taken; /* slots that are taken */
    uint32_t flow;  /* on the arc to source or sink */
    uint32_t from;  /* the node before it on the shortest path */
    uint32_t by;    /* the edge (of the core) that leads here from there, or NO_EDGE */
    bool settled;   /* its distance is final */
    bool touched;
};

struct flow {
    const struct mus_flow_problem *problem;
    struct mus_flow_answer *answer;
    struct node *nodes; /* those of the problem, the source, the sink, one that ends the slots */
    uint32_t source, sink;
    uint64_t capacity_flow;
    struct slot *slots;
    struct core_edge *core;
    size_t core_count;
    bool *in_core;   /* of each edge of the problem */
    int64_t nearest; /* of this search: the distance of a node with too little that was seen */
    uint32_t *touched;
    size_t touched_count;
    struct mus_heap heap;
    struct mus_arena arena;
    struct mus_arena core_arena;
};

static bool is_right(const struct flow *f, uint32_t v)
{
    return f->problem->right[v] != 0;
}

static int64_t price_of(const struct flow *f, uint32_t v)
{
    return is_right(f, v) ? f->nodes[f->sink].potential - f->nodes[v].potential
                          : f->nodes[v].potential - f->nodes[f->source].potential;
}

/* What taking an edge brings at the potentials: score − p(left) − p(right) − capacity price. */
static int64_t reduced(const struct flow *f, const struct mus_flow_edge *edge)
{
    return edge->score - f->nodes[edge->left].potential + f->nodes[edge->right].potential;
}

/* The least and the most that the arc at a node may carry at its price. */
static uint32_t least_at(const struct flow *f, uint32_t v)
{
    int64_t price = price_of(f, v);
    const struct mus_pairing_node *node = &f->problem->nodes[v];
    return price > 0 ? node->max : price > -f->problem->missing_price ? node->min : 0;
}

static uint32_t most_at(const struct flow *f, uint32_t v)
{
    int64_t price = price_of(f, v);
    const struct mus_pairing_node *node = &f->problem->nodes[v];
    return price >= 0 ? node->max : price >= -f->problem->missing_price ? node->min : 0;
}

static void set_potentials(struct flow *f)
{
    int64_t capacity_price = f->answer->capacity_price;
    f->nodes[f->source].potential = capacity_price;
    f->nodes[f->sink].potential = 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        int64_t price = f->answer->prices[v];
        price = price < -f->problem->missing_price ? -f->problem->missing_price : price;
        f->nodes[v].potential = is_right(f, v) ? -price : price + capacity_price;
    }
}

static bool is_short(const struct flow *f, uint32_t v)
{
    return f->nodes[v].taken < f->problem->nodes[v].min;
}

/* Takes edges that the prices do not care about, as far as they fit, where at least so many of
 * their ends are below their minimum. */
static void take_even(struct flow *f, int ends_short, uint64_t *count)
{
    for (size_t e = 0; e < f->problem->edge_count && *count < f->problem->capacity; e++) {
        const struct mus_flow_edge *edge = &f->problem->edges[e];
        if (f->answer->taken[e] || reduced(f, edge) != 0 ||
            is_short(f, edge->left) + is_short(f, edge->right) < ends_short ||
            f->nodes[edge->left].taken >= most_at(f, edge->left) ||
            f->nodes[edge->right].taken >= most_at(f, edge->right)) {
            continue;
        }
        f->answer->taken[e] = 1;
        f->nodes[edge->left].taken++;
        f->nodes[edge->right].taken++;
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
        bool take = reduced(f, &problem->edges[e]) > 0;
        f->answer->taken[e] = take;
        f->nodes[problem->edges[e].left].taken += take;
        f->nodes[problem->edges[e].right].taken += take;
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
        f->nodes[v].first = 0;
        f->nodes[v].taken = 0;
    }
    for (size_t c = 0; c < f->core_count; c++) {
        const struct mus_flow_edge *edge = &f->problem->edges[f->core[c].edge];
        f->nodes[edge->left + 1].first++;
        f->nodes[edge->right + 1].first++;
    }
    for (size_t v = 0; v < count + 2; v++) {
        f->nodes[v + 1].first += f->nodes[v].first;
    }
    for (int taken = 1; taken >= 0; taken--) {
        for (size_t c = 0; c < f->core_count; c++) {
            struct core_edge *core = &f->core[c];
            const struct mus_flow_edge *edge = &f->problem->edges[core->edge];
            if (f->answer->taken[core->edge] == taken) {
                struct node *left = &f->nodes[edge->left];
                struct node *right = &f->nodes[edge->right];
                core->left_slot = left->first + left->taken++;
                core->right_slot = right->first + right->taken++;
                f->slots[core->left_slot] = (struct slot){edge->right, (uint32_t)c, edge->score};
                f->slots[core->right_slot] = (struct slot){edge->left, (uint32_t)c, edge->score};
            }
        }
        /* The second round has counted what is not taken on top of what is. */
        for (size_t v = 0; v < count && taken == 1; v++) {
            f->nodes[v].flow = f->nodes[v].taken;
        }
    }
    for (size_t v = 0; v < count; v++) {
        f->nodes[v].taken = f->nodes[v].flow;
    }
}

static enum mus_status build_core(struct flow *f, struct mus_error *err)
{
    f->core_count = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        f->core_count += f->in_core[e];
    }
    mus_arena_reset(&f->core_arena);
    f->core = mus_arena_alloc(&f->core_arena, f->core_count, sizeof *f->core);
    f->slots = mus_arena_alloc(&f->core_arena, f->core_count, 2 * sizeof *f->slots);
    if (f->core == NULL || f->slots == NULL) {
        return mus_fail_memory(err);
    }
    size_t c = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        if (f->in_core[e]) {
            f->core[c++].edge = (uint32_t)e;
        }
    }
    fill_slots(f);
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
    struct node *source = &f->nodes[f->source];
    struct node *sink = &f->nodes[f->sink];
    int64_t out = 0;
    int64_t in = 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        struct node *node = &f->nodes[v];
        node->flow = clip(node->taken, least_at(f, v), most_at(f, v));
        int64_t over = (int64_t)node->flow - node->taken;
        node->excess = is_right(f, v) ? -over : over;
        *(is_right(f, v) ? &in : &out) += node->flow;
    }
    int64_t price = source->potential - sink->potential;
    uint64_t capacity = f->problem->capacity;
    f->capacity_flow = (uint64_t)in < capacity ? (uint64_t)in : capacity;
    if (price != 0) {
        f->capacity_flow = price > 0 ? capacity : 0;
    }
    sink->excess = in - (int64_t)f->capacity_flow;
    source->excess = (int64_t)f->capacity_flow - out;
}

static void reach(struct flow *f, uint32_t from, uint32_t to, uint32_t by, int64_t cost)
{
    struct node *node = &f->nodes[to];
    if (node->settled) {
        return;
    }
    int64_t length = cost + f->nodes[from].potential - node->potential;
    assert(length >= 0);
    int64_t distance = f->nodes[from].distance + length;
    if (distance >= f->nearest) {
        return;
    }
    if (!node->touched) {
        node->touched = true;
        f->touched[f->touched_count++] = to;
    } else if (distance >= node->distance) {
        return;
    }
    if (node->excess < 0) {
        f->nearest = distance;
    }
    node->distance = distance;
    node->from = from;
    node->by = by;
    mus_heap_lower(&f->heap, to, distance);
}

/* One more, or one less, unit on the arc at node v: what it costs. */
static int64_t cost_of_more(const struct flow *f, uint32_t v)
{
    return f->nodes[v].flow < f->problem->nodes[v].min ? -f->problem->missing_price : 0;
}

static int64_t cost_of_less(const struct flow *f, uint32_t v)
{
    return f->nodes[v].flow > f->problem->nodes[v].min ? 0 : f->problem->missing_price;
}

static void leave_left(struct flow *f, uint32_t v)
{
    const struct node *node = &f->nodes[v];
    for (uint32_t s = node->first + node->taken; s < f->nodes[v + 1].first; s++) {
        reach(f, v, f->slots[s].other, f->slots[s].edge, -f->slots[s].score);
    }
    if (node->flow > 0) {
        reach(f, v, f->source, NO_EDGE, cost_of_less(f, v));
    }
}

static void leave_right(struct flow *f, uint32_t v)
{
    const struct node *node = &f->nodes[v];
    for (uint32_t s = node->first; s < node->first + node->taken; s++) {
        reach(f, v, f->slots[s].other, f->slots[s].edge, f->slots[s].score);
    }
    if (node->flow < f->problem->nodes[v].max) {
        reach(f, v, f->sink, NO_EDGE, cost_of_more(f, v));
    }
}

static void leave_source(struct flow *f)
{
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        if (!is_right(f, v) && f->nodes[v].flow < f->problem->nodes[v].max) {
            reach(f, f->source, v, NO_EDGE, cost_of_more(f, v));
        }
    }
    if (f->capacity_flow > 0) {
        reach(f, f->source, f->sink, NO_EDGE, 0);
    }
}

static void leave_sink(struct flow *f)
{
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        if (is_right(f, v) && f->nodes[v].flow > 0) {
            reach(f, f->sink, v, NO_EDGE, cost_of_less(f, v));
        }
    }
    if (f->capacity_flow < f->problem->capacity) {
        reach(f, f->sink, f->source, NO_EDGE, 0);
    }
}

static void leave(struct flow *f, uint32_t v)
{
    if (v == f->source) {
        leave_source(f);
    } else if (v == f->sink) {
        leave_sink(f);
    } else if (is_right(f, v)) {
        leave_right(f, v);
    } else {
        leave_left(f, v);
    }
}

/* The nearest node that has too little; the potentials follow. There is always one: a balanced flow
 * exists (nothing at all is one), and its difference to what flows leads there. */
static uint32_t find_nearest(struct flow *f, uint32_t start)
{
    uint32_t found = NO_NODE;
    f->touched_count = 0;
    f->nearest = INT64_MAX;
    f->nodes[start].distance = 0;
    f->nodes[start].touched = true;
    f->touched[f->touched_count++] = start;
    mus_heap_lower(&f->heap, start, 0);
    while (found == NO_NODE) {
        uint32_t v = mus_heap_take(&f->heap).number;
        f->nodes[v].settled = true;
        if (f->nodes[v].excess < 0) {
            found = v;
        } else {
            leave(f, v);
        }
    }
    int64_t length = f->nodes[found].distance;
    for (size_t i = 0; i < f->touched_count; i++) {
        struct node *node = &f->nodes[f->touched[i]];
        if (node->settled) {
            node->potential += node->distance - length;
        }
        node->settled = node->touched = false;
    }
    mus_heap_clear(&f->heap);
    return found;
}

static void move_slot(struct flow *f, uint32_t from, uint32_t to)
{
    struct slot moved = f->slots[from];
    f->slots[from] = f->slots[to];
    f->slots[to] = moved;
    for (int i = 0; i < 2; i++) {
        uint32_t at = i == 0 ? from : to;
        const struct slot *slot = &f->slots[at];
        struct core_edge *core = &f->core[slot->edge];
        *(is_right(f, slot->other) ? &core->left_slot : &core->right_slot) = at;
    }
}

/* Takes the edge, or gives it back. */
static void turn(struct flow *f, uint32_t c)
{
    struct core_edge *core = &f->core[c];
    const struct mus_flow_edge *edge = &f->problem->edges[core->edge];
    struct node *left = &f->nodes[edge->left];
    struct node *right = &f->nodes[edge->right];
    uint8_t *taken = &f->answer->taken[core->edge];
    if (*taken) {
        left->taken--;
        right->taken--;
    }
    move_slot(f, core->left_slot, left->first + left->taken);
    move_slot(f, core->right_slot, right->first + right->taken);
    if (!*taken) {
        left->taken++;
        right->taken++;
    }
    *taken = !*taken;
}

/* The units that the step to v from the node before it can carry at one cost. */
static uint64_t room_of(const struct flow *f, uint32_t v)
{
    uint32_t from = f->nodes[v].from;
    if (f->nodes[v].by != NO_EDGE) {
        return 1;
    }
    if (from == f->source && v == f->sink) {
        return f->capacity_flow;
    }
    if (from == f->sink && v == f->source) {
        return f->problem->capacity - f->capacity_flow;
    }
    bool more = from == f->source || v == f->sink;
    uint32_t at = from == f->source || from == f->sink ? v : from;
    uint32_t flow = f->nodes[at].flow;
    uint32_t min = f->problem->nodes[at].min;
    if (more) {
        return (flow < min ? min : f->problem->nodes[at].max) - flow;
    }
    return flow > min ? flow - min : flow;
}

static void step(struct flow *f, uint32_t v, uint64_t units)
{
    uint32_t from = f->nodes[v].from;
    if (f->nodes[v].by != NO_EDGE) {
        turn(f, f->nodes[v].by);
    } else if (from == f->source && v == f->sink) {
        f->capacity_flow -= units;
    } else if (from == f->sink && v == f->source) {
        f->capacity_flow += units;
    } else if (from == f->source || v == f->sink) {
        f->nodes[from == f->source ? v : from].flow += (uint32_t)units;
    } else {
        f->nodes[from == f->sink ? v : from].flow -= (uint32_t)units;
    }
}

static void carry(struct flow *f, uint32_t start, uint32_t end)
{
    int64_t too_much = f->nodes[start].excess;
    int64_t too_little = -f->nodes[end].excess;
    uint64_t units = (uint64_t)(too_much < too_little ? too_much : too_little);
    for (uint32_t v = end; v != start; v = f->nodes[v].from) {
        uint64_t room = room_of(f, v);
        units = room < units ? room : units;
    }
    for (uint32_t v = end; v != start; v = f->nodes[v].from) {
        step(f, v, units);
    }
    f->nodes[start].excess -= (int64_t)units;
    f->nodes[end].excess += (int64_t)units;
}

/* Carries away all that any node has too much; false where it was stopped before. */
static bool carry_all(struct flow *f)
{
    for (uint32_t v = 0; v <= f->sink; v++) {
        while (f->nodes[v].excess > 0) {
            if (f->answer->searches % SEARCHES_PER_QUESTION == 0 &&
                mus_stop_asked(f->problem->stop)) {
                return false;
            }
            carry(f, v, find_nearest(f, v));
            f->answer->searches++;
        }
    }
    return true;
}

/* Where, of `wanted` edges of the greatest reduced score, the last one stands: counted in steps of
 * equal width, which is exact enough to choose a core by. Not above 0. */
static int64_t core_limit(const struct flow *f, size_t wanted)
{
    size_t counts[STEPS] = {0};
    size_t above = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        int64_t here = reduced(f, &f->problem->edges[e]);
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
        f->in_core[e] = reduced(f, &f->problem->edges[e]) >= limit;
    }
}

/* Takes the edges outside the core that the prices want, into the core as well; how many. */
static size_t join_core(struct flow *f)
{
    size_t joined = 0;
    for (size_t e = 0; e < f->problem->edge_count; e++) {
        if (!f->in_core[e] && reduced(f, &f->problem->edges[e]) > 0) {
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
    int64_t capacity_price = f->nodes[f->source].potential - f->nodes[f->sink].potential;
    f->answer->capacity_price = capacity_price > 0 ? capacity_price : 0;
    for (uint32_t v = 0; v < f->problem->node_count; v++) {
        int64_t price = price_of(f, v);
        int64_t least = -f->problem->missing_price;
        f->answer->prices[v] = price > least ? price : least;
    }
}

static enum mus_status solve(struct flow *f, struct mus_error *err)
{
    set_potentials(f);
    take_first(f);
    choose_core(f);
    for (;;) {
        enum mus_status status = build_core(f, err);
        if (status != MUS_OK) {
            return status;
        }
        balance(f);
        f->answer->finished = carry_all(f);
        if (!f->answer->finished || join_core(f) == 0) {
            give_prices(f);
            return MUS_OK;
        }
    }
}

enum mus_status mus_flow_solve(const struct mus_flow_problem *problem,
                               struct mus_flow_answer *answer, struct mus_error *err)
{
    size_t count = problem->node_count;
    struct flow f = {.problem = problem, .answer = answer};
    f.source = (uint32_t)count;
    f.sink = (uint32_t)count + 1;
    f.nodes = mus_arena_alloc(&f.arena, count + 3, sizeof *f.nodes);
    f.touched = mus_arena_alloc(&f.arena, count + 2, sizeof *f.touched);
    f.in_core = mus_arena_alloc(&f.arena, problem->edge_count, sizeof *f.in_core);
    enum mus_status status = f.nodes != NULL && f.touched != NULL && f.in_core != NULL
                                 ? mus_heap_init(&f.heap, count + 2, &f.arena, err)
                                 : mus_fail_memory(err);
    if (status == MUS_OK) {
        answer->searches = 0;
        status = solve(&f, err);
    }
    mus_arena_done(&f.core_arena);
    mus_arena_done(&f.arena);
    return status;
}
