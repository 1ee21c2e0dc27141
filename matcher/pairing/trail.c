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
 * (costs p_t); the price of the capacity is gained or paid where an edge is added or saved. Added
 * up along a trail, prices cancel: its cost is exactly the total that it loses. Near the optimum
 * most costs are small and not negative, so Dijkstra's search finds the best trail in few steps; it
 * is cut off when dearer than what there is to win or after some hundred states. No edge may stand
 * in a trail twice, which is tested when a state is reached; so blossoms are not searched
 * completely: a matter of quality, not of correctness. (Successive shortest paths with potentials:
 * Edmonds and Karp 1972; here in a general graph, and as local search.)
 *
 * Only the edges of the core are looked at (core.h). */
#include "matcher/pairing/trail.h"

#include "base/mem.h"

#include <stdlib.h>

#define MOST_STATES 256

struct mus_trail_state {
    int64_t cost;
    uint32_t from; /* the state before, or MUS_TRAIL_NO_STATE */
    uint32_t edge; /* that was toggled on the way here */
    uint32_t stamp;
    bool closed;
};

struct mus_trail_entry {
    int64_t cost;
    uint32_t state;
};

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
    for (; state != MUS_TRAIL_NO_STATE; state = trail->states[state].from) {
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
    for (; state != MUS_TRAIL_NO_STATE; state = trail->states[state].from) {
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

static void end_at(struct mus_trail_end *best, uint32_t state, int64_t cost)
{
    if (cost < best->cost) {
        *best = (struct mus_trail_end){cost, state};
    }
}

/* A node that has reached MUS_TRAIL_FULL may keep the edge where it, and the event, has room for
 * it. Where the trail began with another edge for the same node, it needs room for two. */
static void try_keeping(const struct mus_trail *trail, uint32_t state, struct mus_trail_end *best)
{
    const struct mus_choice *choice = trail->choice;
    uint32_t u = state / 2;
    uint32_t more = trail->start == mus_trail_state_of(u, MUS_TRAIL_HUNGRY);
    if (choice->degree[u] + more < choice->graph->nodes[u].max &&
        (trail->start % 2 == MUS_TRAIL_FULL || mus_trail_event_has_room(trail))) {
        end_at(best, state, trail->states[state].cost - trail->worth.prices[u]);
    }
}

/* A node that has reached MUS_TRAIL_HUNGRY may do without, if it keeps its minimum. The trail then
 * has an edge less than one that ends by keeping: the capacity's price, which worths are beyond, is
 * lost.
 */
static void try_sparing(const struct mus_trail *trail, uint32_t state, struct mus_trail_end *best)
{
    const struct mus_choice *choice = trail->choice;
    uint32_t t = state / 2;
    uint32_t less = trail->start == mus_trail_state_of(t, MUS_TRAIL_FULL);
    if (choice->degree[t] > choice->graph->nodes[t].min + less) {
        bool fewer = trail->start % 2 == MUS_TRAIL_FULL || mus_trail_event_has_room(trail);
        end_at(best, state,
               trail->states[state].cost + trail->worth.prices[t] +
                   (fewer ? trail->worth.capacity_price : 0));
    }
}

/* hungry(v): its best edges that are not chosen. */
static enum mus_status take_edges(struct mus_trail *trail, uint32_t state,
                                  const struct mus_trail_end *best, struct mus_error *err)
{
    uint32_t v = state / 2;
    int64_t cost = trail->states[state].cost;
    for (uint32_t i = trail->first[v]; i < trail->first[v + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (trail->choice->taken[half.edge] != 0 || half.edge == trail->moved) {
            continue;
        }
        if (cost - half.worth >= best->cost) {
            break; /* as all that follow */
        }
        if (has_toggled(trail, state, half.edge) || group_is_taken(trail, state, half.edge)) {
            continue;
        }
        enum mus_status status = reach(trail, mus_trail_state_of(half.other, MUS_TRAIL_FULL),
                                       cost - half.worth, state, half.edge, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

/* full(u): the chosen edges that it could give up. */
static enum mus_status give_edges(struct mus_trail *trail, uint32_t state,
                                  const struct mus_trail_end *best, struct mus_error *err)
{
    uint32_t u = state / 2;
    int64_t cost = trail->states[state].cost;
    for (uint32_t i = trail->first[u]; i < trail->first[u + 1]; i++) {
        struct mus_trail_half half = trail->halves[i];
        if (trail->choice->taken[half.edge] == 0 || half.edge == trail->moved ||
            cost + half.worth >= best->cost || has_toggled(trail, state, half.edge)) {
            continue;
        }
        enum mus_status status = reach(trail, mus_trail_state_of(half.other, MUS_TRAIL_HUNGRY),
                                       cost + half.worth, state, half.edge, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static enum mus_status expand(struct mus_trail *trail, uint32_t state, struct mus_trail_end *best,
                              struct mus_error *err)
{
    bool hungry = state % 2 == MUS_TRAIL_HUNGRY;
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

enum mus_status mus_trail_search(struct mus_trail *trail, uint32_t start, int64_t cost,
                                 int64_t limit, struct mus_trail_end *end, struct mus_error *err)
{
    trail->searches++;
    trail->stamp++;
    trail->heap_count = 0;
    trail->start = start;
    struct mus_trail_end best = {limit, MUS_TRAIL_NO_STATE};
    enum mus_status status = reach(trail, start, cost, MUS_TRAIL_NO_STATE, MUS_CHOICE_NO_EDGE, err);
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

enum mus_status mus_trail_toggle(struct mus_trail *trail, uint32_t edge, struct mus_error *err)
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

void mus_trail_take_back(struct mus_trail *trail)
{
    while (trail->log_count > 0) {
        mus_choice_toggle(trail->choice, trail->log[--trail->log_count]);
    }
}

/* Toggles the trail's edges on one side: what it gives up ends in MUS_TRAIL_HUNGRY, what it takes
 * in MUS_TRAIL_FULL. */
static enum mus_status follow_side(struct mus_trail *trail, uint32_t state,
                                   enum mus_trail_side side, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (; status == MUS_OK && state != trail->start; state = trail->states[state].from) {
        if (state % 2 == (uint32_t)side) {
            status = mus_trail_toggle(trail, trail->states[state].edge, err);
        }
    }
    return status;
}

/* Follows the trail, first giving up, then taking, so that groups are free in time. */
enum mus_status mus_trail_follow(struct mus_trail *trail, uint32_t end, struct mus_error *err)
{
    enum mus_status status = follow_side(trail, end, MUS_TRAIL_HUNGRY, err);
    return status == MUS_OK ? follow_side(trail, end, MUS_TRAIL_FULL, err) : status;
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
    *trail = (struct mus_trail){
        .choice = choice, .worth = *worth, .first = core->first, .moved = MUS_CHOICE_NO_EDGE};
    trail->states = mus_alloc_zero(nodes, 2 * sizeof *trail->states);
    trail->halves = mus_alloc(core->first[nodes], sizeof *trail->halves);
    if (trail->states == NULL || trail->halves == NULL) {
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
