/* Successive shortest paths, one by one and in floods.
 *
 * A search (Dijkstra over reduced costs, which are never below 0) starts at one node that has too
 * much and ends at the nearest that has too little; the potentials of the nodes passed move, so
 * that the path costs nothing and still no arc costs less, and one unit or more is carried along
 * it.
 *
 * Usually it is short. Where many scores are equal, or much is out of place, it passes a great part
 * of the network to find one path among very many as short. After such a search follows a flood:
 * one search from all nodes that have too much together, as far as the nearest nodes with too
 * little lie, then walks along arcs that cost nothing (depth first; what came to nothing is not
 * walked again), which find many of these paths at the price of one search. */
#include "matcher/pairing/augment.h"

#include <assert.h>

#define NO_NODE UINT32_MAX

enum {
    SEARCHES_PER_QUESTION = 16, /* searches between two looks at the stop */
    FAR = 8,                    /* a search over more than this part of all nodes went far */
};

static void reach(struct mus_network *n, uint32_t from, uint32_t to, uint32_t by, int64_t cost)
{
    struct mus_network_node *node = &n->nodes[to];
    if (node->settled) {
        return;
    }
    int64_t length = cost + n->nodes[from].potential - node->potential;
    assert(length >= 0);
    int64_t distance = n->nodes[from].distance + length;
    if (distance >= n->limit) {
        return;
    }
    if (!node->touched) {
        node->touched = true;
        n->touched[n->touched_count++] = to;
    } else if (distance >= node->distance) {
        return;
    }
    if (node->excess < 0) {
        n->limit = distance + n->flooding;
    }
    node->distance = distance;
    node->from = from;
    node->by = by;
    mus_heap_lower(&n->heap, to, distance);
}

/* One more, or one less, unit on the arc at node v: what it costs. */
static int64_t cost_of_more(const struct mus_network *n, uint32_t v)
{
    return n->nodes[v].flow < n->problem->nodes[v].min ? -n->problem->missing_price : 0;
}

static int64_t cost_of_less(const struct mus_network *n, uint32_t v)
{
    return n->nodes[v].flow > n->problem->nodes[v].min ? 0 : n->problem->missing_price;
}

static void leave_left(struct mus_network *n, uint32_t v)
{
    const struct mus_network_node *node = &n->nodes[v];
    for (uint32_t s = node->first + node->taken; s < n->nodes[v + 1].first; s++) {
        reach(n, v, n->slots[s].other, n->slots[s].edge, -n->slots[s].score);
    }
    if (node->flow > 0) {
        reach(n, v, n->source, MUS_NETWORK_NO_EDGE, cost_of_less(n, v));
    }
}

static void leave_right(struct mus_network *n, uint32_t v)
{
    const struct mus_network_node *node = &n->nodes[v];
    for (uint32_t s = node->first; s < node->first + node->taken; s++) {
        reach(n, v, n->slots[s].other, n->slots[s].edge, n->slots[s].score);
    }
    if (node->flow < n->problem->nodes[v].max) {
        reach(n, v, n->sink, MUS_NETWORK_NO_EDGE, cost_of_more(n, v));
    }
}

static void leave_source(struct mus_network *n)
{
    for (uint32_t v = 0; v < n->problem->node_count; v++) {
        if (!mus_network_is_right(n, v) && n->nodes[v].flow < n->problem->nodes[v].max) {
            reach(n, n->source, v, MUS_NETWORK_NO_EDGE, cost_of_more(n, v));
        }
    }
    if (n->capacity_flow > 0) {
        reach(n, n->source, n->sink, MUS_NETWORK_NO_EDGE, 0);
    }
}

static void leave_sink(struct mus_network *n)
{
    for (uint32_t v = 0; v < n->problem->node_count; v++) {
        if (mus_network_is_right(n, v) && n->nodes[v].flow > 0) {
            reach(n, n->sink, v, MUS_NETWORK_NO_EDGE, cost_of_less(n, v));
        }
    }
    if (n->capacity_flow < n->problem->capacity) {
        reach(n, n->sink, n->source, MUS_NETWORK_NO_EDGE, 0);
    }
}

static void leave(struct mus_network *n, uint32_t v)
{
    if (v == n->source) {
        leave_source(n);
    } else if (v == n->sink) {
        leave_sink(n);
    } else if (mus_network_is_right(n, v)) {
        leave_right(n, v);
    } else {
        leave_left(n, v);
    }
}

static void begin_search(struct mus_network *n, bool flooding)
{
    n->touched_count = 0;
    n->settled_count = 0;
    n->limit = INT64_MAX;
    n->flooding = flooding;
}

static void begin_at(struct mus_network *n, uint32_t v)
{
    n->nodes[v].distance = 0;
    n->nodes[v].touched = true;
    n->touched[n->touched_count++] = v;
    mus_heap_lower(&n->heap, v, 0);
}

/* Makes the distances of all nodes final that are not beyond the nearest one with too little, which
 * is returned. There is always one: a balanced flow exists (nothing at all is one), and its
 * difference to what flows leads there. Of nodes as far away as the nearest one all are looked at
 * when flooding, else only that. */
static uint32_t settle(struct mus_network *n)
{
    uint32_t found = NO_NODE;
    while (n->heap.count > 0) {
        if (found != NO_NODE && (!n->flooding || n->heap.rows[0].key >= n->limit)) {
            break;
        }
        uint32_t v = mus_heap_take(&n->heap).number;
        n->nodes[v].settled = true;
        n->settled_count++;
        if (n->nodes[v].excess < 0) {
            found = found == NO_NODE ? v : found;
        } else {
            leave(n, v);
        }
    }
    assert(found != NO_NODE);
    return found;
}

/* Moves the potentials of all nodes that were passed, so that the way to the nearest node with too
 * little costs nothing any more, and forgets the distances. */
static void end_search(struct mus_network *n, uint32_t found)
{
    int64_t length = n->nodes[found].distance;
    for (size_t i = 0; i < n->touched_count; i++) {
        struct mus_network_node *node = &n->nodes[n->touched[i]];
        if (node->settled) {
            node->potential += node->distance - length;
        }
        node->settled = node->touched = false;
    }
    mus_heap_clear(&n->heap);
}

static void move_slot(struct mus_network *n, uint32_t from, uint32_t to)
{
    struct mus_network_slot moved = n->slots[from];
    n->slots[from] = n->slots[to];
    n->slots[to] = moved;
    for (int i = 0; i < 2; i++) {
        uint32_t at = i == 0 ? from : to;
        const struct mus_network_slot *slot = &n->slots[at];
        struct mus_network_edge *core = &n->core[slot->edge];
        *(mus_network_is_right(n, slot->other) ? &core->left_slot : &core->right_slot) = at;
    }
}

/* Takes the edge, or gives it back. */
static void turn(struct mus_network *n, uint32_t c)
{
    struct mus_network_edge *core = &n->core[c];
    const struct mus_flow_edge *edge = &n->problem->edges[core->edge];
    struct mus_network_node *left = &n->nodes[edge->left];
    struct mus_network_node *right = &n->nodes[edge->right];
    uint8_t *taken = &n->taken[core->edge];
    if (*taken) {
        left->taken--;
        right->taken--;
    }
    move_slot(n, core->left_slot, left->first + left->taken);
    move_slot(n, core->right_slot, right->first + right->taken);
    if (!*taken) {
        left->taken++;
        right->taken++;
    }
    *taken = !*taken;
}

/* The units that the step to v from the node before it can carry at one cost. */
static uint64_t room_of(const struct mus_network *n, uint32_t v)
{
    uint32_t from = n->nodes[v].from;
    if (n->nodes[v].by != MUS_NETWORK_NO_EDGE) {
        return 1;
    }
    if (from == n->source && v == n->sink) {
        return n->capacity_flow;
    }
    if (from == n->sink && v == n->source) {
        return n->problem->capacity - n->capacity_flow;
    }
    bool more = from == n->source || v == n->sink;
    uint32_t at = from == n->source || from == n->sink ? v : from;
    uint32_t flow = n->nodes[at].flow;
    uint32_t min = n->problem->nodes[at].min;
    if (more) {
        return (flow < min ? min : n->problem->nodes[at].max) - flow;
    }
    return flow > min ? flow - min : flow;
}

static void step(struct mus_network *n, uint32_t v, uint64_t units)
{
    uint32_t from = n->nodes[v].from;
    if (n->nodes[v].by != MUS_NETWORK_NO_EDGE) {
        turn(n, n->nodes[v].by);
    } else if (from == n->source && v == n->sink) {
        n->capacity_flow -= units;
    } else if (from == n->sink && v == n->source) {
        n->capacity_flow += units;
    } else if (from == n->source || v == n->sink) {
        n->nodes[from == n->source ? v : from].flow += (uint32_t)units;
    } else {
        n->nodes[from == n->sink ? v : from].flow -= (uint32_t)units;
    }
}

static void carry(struct mus_network *n, uint32_t start, uint32_t end)
{
    int64_t too_much = n->nodes[start].excess;
    int64_t too_little = -n->nodes[end].excess;
    uint64_t units = (uint64_t)(too_much < too_little ? too_much : too_little);
    for (uint32_t v = end; v != start; v = n->nodes[v].from) {
        uint64_t room = room_of(n, v);
        units = room < units ? room : units;
    }
    for (uint32_t v = end; v != start; v = n->nodes[v].from) {
        step(n, v, units);
    }
    n->nodes[start].excess -= (int64_t)units;
    n->nodes[end].excess += (int64_t)units;
}

/* An arc that costs nothing and leads, while levels are given, to a node that has none yet, later
 * one level on. */
static bool leads_on(const struct mus_network *n, uint32_t from, uint32_t to, int64_t cost)
{
    uint32_t wanted = n->levelling ? 0 : n->nodes[from].level + 1;
    return n->nodes[to].level == wanted &&
           cost + n->nodes[from].potential == n->nodes[to].potential;
}

/* A step of a walk: on to a node, by an edge or by none. */
struct way {
    uint32_t to, by;
};

static const struct way NO_WAY = {NO_NODE, MUS_NETWORK_NO_EDGE};

static struct way way_by_slots(struct mus_network *n, uint32_t v, uint32_t end, int64_t sign)
{
    const struct mus_network_node *node = &n->nodes[v];
    for (; n->at[v] < end; n->at[v]++) {
        const struct mus_network_slot *slot = &n->slots[node->first + n->at[v]];
        if (leads_on(n, v, slot->other, sign * slot->score)) {
            return (struct way){slot->other, slot->edge};
        }
    }
    return NO_WAY;
}

static struct way way_from_left(struct mus_network *n, uint32_t v)
{
    const struct mus_network_node *node = &n->nodes[v];
    n->at[v] = n->at[v] < node->taken ? node->taken : n->at[v];
    struct way way = way_by_slots(n, v, n->nodes[v + 1].first - node->first, -1);
    if (way.to == NO_NODE && node->flow > 0 && leads_on(n, v, n->source, cost_of_less(n, v))) {
        way.to = n->source;
    }
    return way;
}

static struct way way_from_right(struct mus_network *n, uint32_t v)
{
    const struct mus_network_node *node = &n->nodes[v];
    struct way way = way_by_slots(n, v, node->taken, 1);
    if (way.to == NO_NODE && node->flow < n->problem->nodes[v].max &&
        leads_on(n, v, n->sink, cost_of_more(n, v))) {
        way.to = n->sink;
    }
    return way;
}

static struct way way_from_source(struct mus_network *n)
{
    uint32_t s = n->source;
    for (; n->at[s] < n->problem->node_count; n->at[s]++) {
        uint32_t v = n->at[s];
        if (!mus_network_is_right(n, v) && n->nodes[v].flow < n->problem->nodes[v].max &&
            leads_on(n, s, v, cost_of_more(n, v))) {
            return (struct way){v, MUS_NETWORK_NO_EDGE};
        }
    }
    bool on = n->capacity_flow > 0 && leads_on(n, s, n->sink, 0);
    return on ? (struct way){n->sink, MUS_NETWORK_NO_EDGE} : NO_WAY;
}

static struct way way_from_sink(struct mus_network *n)
{
    uint32_t t = n->sink;
    for (; n->at[t] < n->problem->node_count; n->at[t]++) {
        uint32_t v = n->at[t];
        if (mus_network_is_right(n, v) && n->nodes[v].flow > 0 &&
            leads_on(n, t, v, cost_of_less(n, v))) {
            return (struct way){v, MUS_NETWORK_NO_EDGE};
        }
    }
    bool on = n->capacity_flow < n->problem->capacity && leads_on(n, t, n->source, 0);
    return on ? (struct way){n->source, MUS_NETWORK_NO_EDGE} : NO_WAY;
}

static struct way way_from(struct mus_network *n, uint32_t v)
{
    if (v == n->source) {
        return way_from_source(n);
    }
    if (v == n->sink) {
        return way_from_sink(n);
    }
    return mus_network_is_right(n, v) ? way_from_right(n, v) : way_from_left(n, v);
}

/* Levels by steps from the nodes with too much, over arcs that cost nothing, as far as the first
 * level on which somebody has too little. False: there is none. */
static bool give_levels(struct mus_network *n)
{
    uint32_t *queue = n->touched;
    size_t count = 0;
    uint32_t last = UINT32_MAX;
    for (uint32_t v = 0; v <= n->sink; v++) {
        n->at[v] = 0;
        n->nodes[v].level = n->nodes[v].excess > 0;
        if (n->nodes[v].excess > 0) {
            queue[count++] = v;
        }
    }
    n->levelling = true;
    for (size_t i = 0; i < count && n->nodes[queue[i]].level < last; i++) {
        uint32_t v = queue[i];
        for (struct way way = way_from(n, v); way.to != NO_NODE; way = way_from(n, v)) {
            n->nodes[way.to].level = n->nodes[v].level + 1;
            queue[count++] = way.to;
            if (n->nodes[way.to].excess < 0) {
                last = n->nodes[way.to].level;
            }
        }
        n->at[v] = 0;
    }
    n->levelling = false;
    return last != UINT32_MAX;
}

/* Walks level by level to a node with too little, depth first. Where each node stands in its list
 * of arcs is kept: what came to nothing is not tried again, and edges that are turned change places
 * with such as were tried before. */
static uint32_t walk(struct mus_network *n, uint32_t start)
{
    size_t length = 0;
    n->path[length++] = start;
    while (length > 0) {
        uint32_t v = n->path[length - 1];
        struct way way = way_from(n, v);
        if (way.to == NO_NODE) {
            n->nodes[v].level = 0;
            length--;
            continue;
        }
        n->nodes[way.to].from = v;
        n->nodes[way.to].by = way.by;
        if (n->nodes[way.to].excess < 0) {
            return way.to;
        }
        n->path[length++] = way.to;
    }
    return NO_NODE;
}

/* One search from all nodes with too much at once, then walks while they find anything. */
static void flood(struct mus_network *n)
{
    begin_search(n, true);
    for (uint32_t v = 0; v <= n->sink; v++) {
        if (n->nodes[v].excess > 0) {
            begin_at(n, v);
        }
    }
    if (n->touched_count == 0) {
        return;
    }
    end_search(n, settle(n));
    while (give_levels(n)) {
        for (uint32_t v = 0; v <= n->sink; v++) {
            uint32_t end = v;
            while (n->nodes[v].excess > 0 && end != NO_NODE) {
                end = walk(n, v);
                if (end != NO_NODE) {
                    carry(n, v, end);
                }
            }
        }
    }
}

static void search_from(struct mus_network *n, uint32_t v)
{
    begin_search(n, false);
    begin_at(n, v);
    uint32_t end = settle(n);
    end_search(n, end);
    carry(n, v, end);
}

/* A search from one node that has gone so far was dear; the next is made for all. */
static bool went_far(const struct mus_network *n)
{
    return n->settled_count > n->problem->node_count / FAR;
}

bool mus_augment_all(struct mus_network *n, uint64_t *searches)
{
    for (uint32_t v = 0; v <= n->sink; v++) {
        while (n->nodes[v].excess > 0) {
            if (*searches % SEARCHES_PER_QUESTION == 0 && mus_stop_asked(n->problem->stop)) {
                return false;
            }
            search_from(n, v);
            ++*searches;
            if (went_far(n)) {
                flood(n);
            }
        }
    }
    return true;
}
