/* Alternating trails, found by shortest paths in reduced scores.
 *
 * With prices p from the dual, let r_e = score − p_a − p_b be an edge's worth beyond prices. The
 * bound exceeds the total of a choice by a sum of terms that are never negative, each at one place:
 *
 *     r_e      of an edge with r_e > 0 that is not chosen,
 *     −r_e     of an edge with r_e < 0 that is,
 *     p_v      for each meeting that v, with p_v > 0, has room for,
 *     −p_v     for each meeting that v, with p_v < 0, has beyond its minimum.
 *
 * So the places at which choice and prices disagree are known, and only there anything can be won.
 * From such a place an alternating trail is sought that moves the disagreement to where it costs
 * nothing:
 *
 *     hungry(v): v may have one edge more; taking e = (v, u), not chosen, costs −r_e → full(u)
 *     full(u):   u has to give one edge up; giving f = (u, t), chosen, costs r_f  → hungry(t)
 *
 * A trail ends at full(u) where u has room (gains p_u) and at hungry(t) where t can spare an edge
 * (costs p_t). Added up along a trail, prices cancel: its cost is exactly the total that it loses.
 * Near the optimum most costs are small and not negative, so Dijkstra's search finds the best trail
 * in few steps; it is cut off when dearer than what there is to win or after some hundred states.
 * No edge may stand in a trail twice, which is tested when a state is reached; so blossoms are not
 * searched completely: a matter of quality, not of correctness. (Successive shortest paths with
 * potentials: Edmonds and Karp 1972; here in a general graph, and as local search.)
 *
 * Where both ends of an edge are touched at once (a wrongly chosen edge given up, a good one forced
 * in), each end gets its own search, and the whole is taken back unless it wins.
 *
 * Edges that are far from being worth their prices are in no good trail. Of each node only the best
 * edges are kept: as many as it has room for and some more, whichever end wants them. */
#include "matcher/pairing/trail.h"

#include "base/mem.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BEYOND_ROOM 12
#define MOST_STATES 256
#define ROUNDS 4
#define NO_STATE UINT32_MAX
#define ANY_COST (INT64_MAX / 2)

enum side { HUNGRY, FULL };

struct mus_trail_state {
    int64_t cost;
    uint32_t from; /* the state before, or NO_STATE */
    uint32_t edge; /* that was toggled on the way here */
    uint32_t stamp;
    bool closed;
};

struct mus_trail_entry {
    int64_t cost;
    uint32_t state;
};

/* The best end found: cost is what the trail loses, in the dual's units. */
struct end {
    int64_t cost;
    uint32_t state;
};

static uint32_t state_of(uint32_t node, enum side side)
{
    return 2 * node + (uint32_t)side;
}

static bool entry_before(struct mus_trail_entry a, struct mus_trail_entry b)
{
    return a.cost != b.cost ? a.cost < b.cost : a.state < b.state;
}

static enum mus_status push(struct mus_trail *trail, struct mus_trail_entry entry,
                            struct mus_error *err)
{
    if (trail->heap_count == trail->heap_room) {
        size_t room = 2 * trail->heap_room + 64;
        struct mus_trail_entry *heap = mus_realloc(trail->heap, room, sizeof *heap);
        if (heap == NULL) {
            return mus_fail_memory(err);
        }
        trail->heap = heap;
        trail->heap_room = room;
    }
    size_t at = trail->heap_count++;
    while (at > 0 && entry_before(entry, trail->heap[(at - 1) / 2])) {
        trail->heap[at] = trail->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    trail->heap[at] = entry;
    return MUS_OK;
}

static struct mus_trail_entry pop(struct mus_trail *trail)
{
    struct mus_trail_entry *heap = trail->heap;
    struct mus_trail_entry top = heap[0];
    size_t count = --trail->heap_count;
    struct mus_trail_entry entry = heap[count];
    size_t at = 0;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && entry_before(heap[child + 1], heap[child])) {
            child++;
        }
        if (!entry_before(heap[child], entry)) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = entry;
    return top;
}

/* Whether the trail that leads to the state has toggled the edge. */
static bool has_toggled(const struct mus_trail *trail, uint32_t state, uint32_t edge)
{
    for (; state != NO_STATE; state = trail->states[state].from) {
        if (trail->states[state].edge == edge) {
            return true;
        }
    }
    return false;
}

/* Whether taking the edge after this trail would put a second one into its group. */
static bool group_is_taken(const struct mus_trail *trail, uint32_t state, uint32_t edge)
{
    const struct mus_pairing_graph *graph = trail->choice->graph;
    if (graph->group == NULL || graph->group[edge] == MUS_PAIRING_NO_GROUP) {
        return false;
    }
    bool taken = mus_choice_rival(trail->choice, edge) != MUS_CHOICE_NO_EDGE;
    for (; state != NO_STATE; state = trail->states[state].from) {
        uint32_t other = trail->states[state].edge;
        if (other == MUS_CHOICE_NO_EDGE || graph->group[other] != graph->group[edge]) {
            continue;
        }
        if (trail->choice->taken[other] == 0) {
            return true; /* the trail has taken one of the group */
        }
        taken = false; /* the trail has given the holder up */
    }
    return taken;
}

/* Reaches a state at a cost, if that is better than what was known. */
static enum mus_status reach(struct mus_trail *trail, uint32_t state, int64_t cost, uint32_t from,
                             uint32_t edge, struct mus_error *err)
{
    struct mus_trail_state *known = &trail->states[state];
    if (known->stamp == trail->stamp && (known->closed || known->cost <= cost)) {
        return MUS_OK;
    }
    *known = (struct mus_trail_state){cost, from, edge, trail->stamp, false};
    return push(trail, (struct mus_trail_entry){cost, state}, err);
}

static void end_at(struct end *best, uint32_t state, int64_t cost)
{
    if (cost < best->cost) {
        *best = (struct end){cost, state};
    }
}

/* A node that has reached FULL may keep the edge where it, and the event, has room for it. Where
 * the trail began with another edge for the same node, it needs room for two. */
static void try_keeping(const struct mus_trail *trail, uint32_t state, struct end *best)
{
    const struct mus_choice *choice = trail->choice;
    uint32_t u = state / 2;
    uint32_t more = trail->start == state_of(u, HUNGRY);
    bool event_has_room = trail->start % 2 == FULL || choice->count < choice->graph->capacity;
    if (choice->degree[u] + more < choice->graph->nodes[u].max && event_has_room) {
        end_at(best, state, trail->states[state].cost - trail->worth.prices[u]);
    }
}

static void try_sparing(const struct mus_trail *trail, uint32_t state, struct end *best)
{
    const struct mus_choice *choice = trail->choice;
    uint32_t t = state / 2;
    uint32_t less = trail->start == state_of(t, FULL);
    if (choice->degree[t] > choice->graph->nodes[t].min + less) {
        end_at(best, state, trail->states[state].cost + trail->worth.prices[t]);
    }
}

/* hungry(v): its best edges that are not chosen. */
static enum mus_status take_edges(struct mus_trail *trail, uint32_t state, const struct end *best,
                                  struct mus_error *err)
{
    uint32_t v = state / 2;
    int64_t cost = trail->states[state].cost;
    for (uint32_t i = trail->first[v]; i < trail->first[v + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (trail->choice->taken[half.edge] != 0) {
            continue;
        }
        if (cost - half.worth >= best->cost) {
            break; /* as all that follow */
        }
        if (has_toggled(trail, state, half.edge) || group_is_taken(trail, state, half.edge)) {
            continue;
        }
        enum mus_status status =
            reach(trail, state_of(half.other, FULL), cost - half.worth, state, half.edge, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

/* full(u): the chosen edges that it could give up. */
static enum mus_status give_edges(struct mus_trail *trail, uint32_t state, const struct end *best,
                                  struct mus_error *err)
{
    uint32_t u = state / 2;
    int64_t cost = trail->states[state].cost;
    for (uint32_t i = trail->first[u]; i < trail->first[u + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (trail->choice->taken[half.edge] == 0 || cost + half.worth >= best->cost ||
            has_toggled(trail, state, half.edge)) {
            continue;
        }
        enum mus_status status =
            reach(trail, state_of(half.other, HUNGRY), cost + half.worth, state, half.edge, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status expand(struct mus_trail *trail, uint32_t state, struct end *best,
                              struct mus_error *err)
{
    bool hungry = state % 2 == HUNGRY;
    trail->states[state].closed = true;
    if (state != trail->start) {
        if (hungry) {
            try_sparing(trail, state, best);
        } else {
            try_keeping(trail, state, best);
        }
    }
    return hungry ? take_edges(trail, state, best, err) : give_edges(trail, state, best, err);
}

/* The cheapest trail from a state that loses less than `limit`, as far as the search goes: its end,
 * or NO_STATE. */
static enum mus_status search(struct mus_trail *trail, uint32_t start, int64_t cost, int64_t limit,
                              struct end *end, struct mus_error *err)
{
    trail->searches++;
    trail->stamp++;
    trail->heap_count = 0;
    trail->start = start;
    struct end best = {limit, NO_STATE};
    enum mus_status status = reach(trail, start, cost, NO_STATE, MUS_CHOICE_NO_EDGE, err);
    for (size_t n = 0; status == MUS_OK && n < MOST_STATES && trail->heap_count > 0;) {
        struct mus_trail_entry entry = pop(trail);
        if (entry.cost >= best.cost) {
            break;
        }
        if (!trail->states[entry.state].closed) {
            status = expand(trail, entry.state, &best, err);
            n++;
        }
    }
    *end = best;
    return status;
}

static enum mus_status toggle(struct mus_trail *trail, uint32_t edge, struct mus_error *err)
{
    if (trail->log_count == trail->log_room) {
        size_t room = 2 * trail->log_room + 64;
        uint32_t *log = mus_realloc(trail->log, room, sizeof *log);
        if (log == NULL) {
            return mus_fail_memory(err);
        }
        trail->log = log;
        trail->log_room = room;
    }
    trail->log[trail->log_count++] = edge;
    mus_choice_toggle(trail->choice, edge);
    return MUS_OK;
}

/* Takes back what was toggled since the mark. */
static void take_back(struct mus_trail *trail)
{
    while (trail->log_count > 0) {
        mus_choice_toggle(trail->choice, trail->log[--trail->log_count]);
    }
}

/* Toggles the trail's edges on one side: what it gives up ends in HUNGRY, what it takes in FULL. */
static enum mus_status follow_side(struct mus_trail *trail, uint32_t state, enum side side,
                                   struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (; status == MUS_OK && state != trail->start; state = trail->states[state].from) {
        if (state % 2 == (uint32_t)side) {
            status = toggle(trail, trail->states[state].edge, err);
        }
    }
    return status;
}

/* Follows the trail, first giving up, then taking, so that groups are free in time. */
static enum mus_status follow(struct mus_trail *trail, uint32_t state, struct mus_error *err)
{
    enum mus_status status = follow_side(trail, state, HUNGRY, err);
    return status == MUS_OK ? follow_side(trail, state, FULL, err) : status;
}

/* Looks for one more edge for a node that has room for it. */
static enum mus_status feed(struct mus_trail *trail, uint32_t v, struct mus_error *err)
{
    bool is_short = mus_choice_is_short(trail->choice, v);
    int32_t price = trail->worth.prices[v];
    if (!mus_choice_has_room(trail->choice, v) || (price <= 0 && !is_short)) {
        return MUS_OK;
    }
    struct end end;
    enum mus_status status =
        search(trail, state_of(v, HUNGRY), -price, is_short ? ANY_COST : 0, &end, err);
    return status == MUS_OK && end.state != NO_STATE ? follow(trail, end.state, err) : status;
}

/* Looks for an edge less, losing less than `limit`, for a node that must or would like to give one
 * up; says how much was lost, or `limit` where none was found. */
static enum mus_status relieve(struct mus_trail *trail, uint32_t v, int64_t limit, int64_t *lost,
                               struct mus_error *err)
{
    struct end end;
    enum mus_status status =
        search(trail, state_of(v, FULL), trail->worth.prices[v], limit, &end, err);
    *lost = end.cost;
    return status == MUS_OK && end.state != NO_STATE ? follow(trail, end.state, err) : status;
}

/* An edge that should not be chosen is given up, and its ends look for something better. */
static enum mus_status try_without(struct mus_trail *trail, uint32_t edge, struct mus_error *err)
{
    struct mus_pairing_edge e = trail->choice->graph->edges[edge];
    enum mus_status status = toggle(trail, edge, err);
    if (status == MUS_OK) {
        status = feed(trail, e.a, err);
    }
    return status == MUS_OK ? feed(trail, e.b, err) : status;
}

/* Makes room at one end of an edge that was put in. */
static enum mus_status make_room(struct mus_trail *trail, uint32_t v, int64_t *to_lose,
                                 struct mus_error *err)
{
    if (trail->choice->degree[v] <= trail->choice->graph->nodes[v].max) {
        return MUS_OK;
    }
    int64_t lost;
    enum mus_status status = relieve(trail, v, *to_lose, &lost, err);
    *to_lose -= lost;
    return status;
}

/* An edge that should be chosen is put in, and its ends make room for it. */
static enum mus_status try_with(struct mus_trail *trail, uint32_t edge, struct mus_error *err)
{
    struct mus_pairing_edge e = trail->choice->graph->edges[edge];
    int64_t to_lose = (int64_t)e.score * trail->worth.scale;
    uint32_t rival = mus_choice_rival(trail->choice, edge);
    enum mus_status status = MUS_OK;
    if (rival != MUS_CHOICE_NO_EDGE) {
        status = toggle(trail, rival, err);
    }
    if (status == MUS_OK) {
        status = toggle(trail, edge, err);
    }
    if (status == MUS_OK) {
        status = make_room(trail, e.a, &to_lose, err);
    }
    if (status == MUS_OK && to_lose > 0) {
        status = make_room(trail, e.b, &to_lose, err);
    }
    if (status == MUS_OK && rival != MUS_CHOICE_NO_EDGE) {
        struct mus_pairing_edge r = trail->choice->graph->edges[rival];
        status = feed(trail, r.a, err);
        if (status == MUS_OK) {
            status = feed(trail, r.b, err);
        }
    }
    return status;
}

/* What a move may have changed. */
struct standing {
    uint64_t missing;
    int64_t total;
};

static struct standing standing_of(const struct mus_trail *trail)
{
    return (struct standing){trail->choice->missing, trail->choice->total};
}

static bool is_better(struct standing now, struct standing before)
{
    return now.missing != before.missing ? now.missing < before.missing : now.total > before.total;
}

/* Whether a move around the edge has left no more than there is room for. */
static bool is_legal(const struct mus_trail *trail, uint32_t edge)
{
    const struct mus_choice *choice = trail->choice;
    struct mus_pairing_edge e = choice->graph->edges[edge];
    return choice->degree[e.a] <= choice->graph->nodes[e.a].max &&
           choice->degree[e.b] <= choice->graph->nodes[e.b].max &&
           choice->count <= choice->graph->capacity;
}

/* Tries whatever the edge is wrong about, and keeps it where it wins. */
static enum mus_status try_edge(struct mus_trail *trail, uint32_t edge, int32_t worth,
                                struct mus_error *err)
{
    bool taken = trail->choice->taken[edge] != 0;
    if (taken ? worth > -trail->worth.scale : worth < trail->worth.scale) {
        return MUS_OK;
    }
    struct standing before = standing_of(trail);
    trail->log_count = 0;
    enum mus_status status = taken ? try_without(trail, edge, err) : try_with(trail, edge, err);
    if (status != MUS_OK || !is_legal(trail, edge) || !is_better(standing_of(trail), before)) {
        take_back(trail);
    }
    return status;
}

/* Tries whatever a node is wrong about, as often as it wins. */
static enum mus_status try_node(struct mus_trail *trail, uint32_t v, struct mus_error *err)
{
    struct standing before;
    do {
        before = standing_of(trail);
        trail->log_count = 0;
        int64_t lost;
        enum mus_status status = feed(trail, v, err);
        if (status == MUS_OK && trail->worth.prices[v] < 0 &&
            mus_choice_can_spare(trail->choice, v)) {
            status = relieve(trail, v, 0, &lost, err);
        }
        if (status != MUS_OK) {
            take_back(trail);
            return status;
        }
    } while (is_better(standing_of(trail), before));
    return MUS_OK;
}

/* Tries all that is wrong about a node and its edges to greater ones. */
static enum mus_status try_around(struct mus_trail *trail, uint32_t v, struct mus_error *err)
{
    enum mus_status status = try_node(trail, v, err);
    for (uint32_t i = trail->first[v]; status == MUS_OK && i < trail->first[v + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (v < half.other) {
            status = try_edge(trail, half.edge, half.worth, err);
        }
    }
    return status;
}

enum mus_status mus_trail_improve(struct mus_trail *trail, uint64_t searches,
                                  const struct mus_stop *stop, struct mus_error *err)
{
    uint64_t made = trail->searches;
    for (int round = 0; round < ROUNDS; round++) {
        struct standing before = standing_of(trail);
        for (uint32_t v = 0; v < trail->choice->graph->node_count; v++) {
            if (trail->searches - made >= searches || (v % 16 == 0 && mus_stop_asked(stop))) {
                return MUS_OK;
            }
            enum mus_status status = try_around(trail, v, err);
            if (status != MUS_OK) {
                return status;
            }
        }
        if (!is_better(standing_of(trail), before)) {
            break;
        }
    }
    return MUS_OK;
}

static int compare_halves(const void *left, const void *right)
{
    const struct mus_trail_half *l = left;
    const struct mus_trail_half *r = right;
    if (l->worth != r->worth) {
        return l->worth > r->worth ? -1 : 1;
    }
    return (l->other > r->other) - (l->other < r->other);
}

static void fill_halves(struct mus_trail *trail, const struct mus_core *core)
{
    for (uint32_t v = 0; v < trail->choice->graph->node_count; v++) {
        for (uint32_t i = core->first[v]; i < core->first[v + 1]; i++) {
            struct mus_pairing_half half = core->halves[i];
            trail->halves[i] = (struct mus_trail_half){
                half.other, half.edge, mus_worth_of(&trail->worth, v, half.other, half.score)};
        }
        qsort(trail->halves + core->first[v], core->first[v + 1] - core->first[v],
              sizeof *trail->halves, compare_halves);
    }
}

enum mus_status mus_trail_init(struct mus_trail *trail, struct mus_choice *choice,
                               const struct mus_core *core, const struct mus_worth *worth,
                               struct mus_error *err)
{
    size_t nodes = choice->graph->node_count;
    *trail = (struct mus_trail){.choice = choice, .worth = *worth, .first = core->first};
    trail->states = mus_alloc_zero(nodes, 2 * sizeof *trail->states);
    trail->halves = mus_alloc(core->first[nodes], sizeof *trail->halves);
    if (trail->states == NULL || trail->halves == NULL) {
        mus_trail_done(trail);
        return mus_fail_memory(err);
    }
    fill_halves(trail, core);
    return MUS_OK;
}

void mus_trail_done(struct mus_trail *trail)
{
    mus_free(trail->halves);
    mus_free(trail->states);
    mus_free(trail->heap);
    mus_free(trail->log);
    *trail = (struct mus_trail){0};
}
