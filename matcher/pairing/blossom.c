/* Edmonds' blossom search on a graph that is never written down.
 *
 * Choosing edges within room and minimums is matching in a larger graph (Tutte 1954): each
 * participant v becomes max_v copies, min_v of which must be matched; each edge becomes two halves
 * that are joined to each other, each half also to all copies of its participant. An edge is chosen
 * where its halves are matched with copies, and not where they are matched with each other:
 *
 *        v ─ copy ─┐                        ┌─ copy ─ u
 *        v ─ copy ─┼── half ─────── half ───┼─ copy ─ u
 *        v ─ copy ─┘                        └─ copy ─ u
 *
 * Whoever is short has a free copy that must be matched. From it alternating paths are searched
 * until they reach a free copy (somebody has room), or a matched copy that need not be (somebody
 * can spare an edge). Where two ends of such paths meet, the odd circle between them is a blossom:
 * everything on it can be reached by a path of even length, and it counts as one place from then
 * on. Places hold their base by union-find; `before` and the matching lead back to the root (the
 * bookkeeping is Gabow's of 1976). A root that finds nothing can never be matched as well (the sets
 * of copies that can be matched together are a matroid), and what its search has reached leads
 * nowhere for any other root: it stays closed for good. So all searches that fail cost as much as
 * one over the whole graph.
 *
 * Copies of one participant have the same neighbours. So only those that are matched, and the root,
 * are places at all, and when a half or copy has looked at all its neighbours at a participant, the
 * others of its kind there need to look at one: all would end in the same blossom. Places are made
 * when they are reached, in a hash table; most searches are short. */
#include "matcher/pairing/blossom.h"

#include "base/mem.h"

#include <stdbool.h>
#include <string.h>

#define NONE UINT32_MAX
#define ASK_EVERY 1024

enum label { UNSEEN, INNER, OUTER };

/* A place of the larger graph that was reached. They are named by their index. */
struct place {
    uint32_t node;   /* what it is, see mate_of */
    uint32_t search; /* that reached it */
    uint32_t before; /* one step back on the path to the root, beside the matching */
    uint32_t base;   /* union-find: where the blossom leads that it lies in */
    uint32_t mark;   /* of the last climb that passed */
    uint8_t label;
    bool closed; /* by a search that failed */
};

/* The first half and the first copy at a participant that looked at all their neighbours. */
struct seen {
    uint32_t search;
    uint32_t half, copy;
};

struct blossom {
    struct mus_choice *choice;
    uint32_t root; /* the participant */
    uint32_t search;
    uint32_t marks;
    struct seen *seen; /* of each participant */
    struct place *places;
    size_t place_count, place_room;
    uint32_t *table; /* node → place, open addressing; a power of two */
    size_t table_size;
    uint32_t *queue; /* outer places to look around from, in this search */
    size_t queue_count, queue_room;
    const struct mus_stop *stop;
    bool stopped;
};

/* Nodes: the half of edge e at its end a is 2e, at its end b 2e + 1. The copy that half h is
 * matched with is copies + h. The free copy of v that is searched from is 2 copies + v. */
static uint32_t copies_from(const struct blossom *b)
{
    return 2 * (uint32_t)b->choice->graph->edge_count;
}

static uint32_t root_node(const struct blossom *b)
{
    return 2 * copies_from(b) + b->root;
}

static bool is_copy(const struct blossom *b, uint32_t node)
{
    return node >= copies_from(b);
}

/* What the node is matched with: NONE for the root. */
static uint32_t mate_of(const struct blossom *b, uint32_t node)
{
    if (node == root_node(b)) {
        return NONE;
    }
    if (is_copy(b, node)) {
        return node - copies_from(b);
    }
    return b->choice->taken[node / 2] != 0 ? copies_from(b) + node : node ^ 1;
}

static uint32_t participant_of(const struct blossom *b, uint32_t node)
{
    if (node == root_node(b)) {
        return b->root;
    }
    uint32_t half = is_copy(b, node) ? node - copies_from(b) : node;
    const struct mus_pairing_edge *edge = &b->choice->graph->edges[half / 2];
    return half % 2 == 0 ? edge->a : edge->b;
}

static size_t slot_of(const struct blossom *b, uint32_t node)
{
    size_t slot = (node * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (b->table_size - 1);
    while (b->table[slot] != NONE && b->places[b->table[slot]].node != node) {
        slot = (slot + 1) & (b->table_size - 1);
    }
    return slot;
}

static bool grow_table(struct blossom *b)
{
    size_t size = 2 * b->table_size;
    uint32_t *table = mus_alloc(size, sizeof *table);
    if (table == NULL) {
        return false;
    }
    memset(table, 0xff, size * sizeof *table);
    mus_free(b->table);
    b->table = table;
    b->table_size = size;
    for (size_t i = 0; i < b->place_count; i++) {
        table[slot_of(b, b->places[i].node)] = (uint32_t)i;
    }
    return true;
}

static bool grow_places(struct blossom *b)
{
    size_t room = 2 * b->place_room + 64;
    struct place *places = mus_realloc(b->places, room, sizeof *places);
    if (places == NULL) {
        return false;
    }
    b->places = places;
    b->place_room = room;
    return true;
}

/* The place of a node, made where it is new and fresh where only an earlier search has seen it. */
static enum mus_status place_of(struct blossom *b, uint32_t node, uint32_t *place,
                                struct mus_error *err)
{
    size_t slot = slot_of(b, node);
    uint32_t at = b->table[slot];
    if (at == NONE) {
        if ((b->place_count == b->place_room && !grow_places(b)) ||
            (2 * b->place_count >= b->table_size && !grow_table(b))) {
            return mus_fail_memory(err);
        }
        at = (uint32_t)b->place_count++;
        b->places[at] = (struct place){.node = node, .search = 0};
        b->table[slot_of(b, node)] = at;
    }
    struct place *known = &b->places[at];
    if (known->search != b->search && !known->closed) {
        *known = (struct place){
            .node = node, .search = b->search, .before = NONE, .base = at, .label = UNSEEN};
    }
    *place = at;
    return MUS_OK;
}

static uint32_t base_of(struct blossom *b, uint32_t place)
{
    while (b->places[place].base != place) {
        uint32_t up = b->places[place].base;
        b->places[place].base = b->places[up].base;
        place = up;
    }
    return place;
}

/* The place of a place's mate; both have been reached by this search. */
static uint32_t mate_place(const struct blossom *b, uint32_t place)
{
    uint32_t mate = mate_of(b, b->places[place].node);
    return mate == NONE ? NONE : b->table[slot_of(b, mate)];
}

static enum mus_status make_outer(struct blossom *b, uint32_t place, struct mus_error *err)
{
    if (b->queue_count == b->queue_room) {
        size_t room = 2 * b->queue_room + 64;
        uint32_t *queue = mus_realloc(b->queue, room, sizeof *queue);
        if (queue == NULL) {
            return mus_fail_memory(err);
        }
        b->queue = queue;
        b->queue_room = room;
    }
    b->places[place].label = OUTER;
    b->queue[b->queue_count++] = place;
    return MUS_OK;
}

/* Where the paths from two outer places to the root come together. */
static uint32_t meeting_base(struct blossom *b, uint32_t x, uint32_t y)
{
    b->marks++;
    while (true) {
        if (x != NONE) {
            x = base_of(b, x);
            if (b->places[x].mark == b->marks) {
                return x;
            }
            b->places[x].mark = b->marks;
            uint32_t mate = mate_place(b, x);
            x = mate == NONE ? NONE : b->places[mate].before;
        }
        uint32_t kept = x;
        x = y;
        y = kept;
    }
}

/* One side of a blossom, from x down to its base; y is across from x. */
static enum mus_status shrink(struct blossom *b, uint32_t x, uint32_t y, uint32_t base,
                              struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && base_of(b, x) != base) {
        b->places[x].before = y;
        y = mate_place(b, x);
        if (b->places[y].label == INNER) {
            status = make_outer(b, y, err);
        }
        b->places[base_of(b, x) == x ? x : base].base = base;
        b->places[base_of(b, y) == y ? y : base].base = base;
        x = b->places[y].before;
    }
    return status;
}

/* Looks from an outer place along an edge that is not in the matching. */
static enum mus_status look_at(struct blossom *b, uint32_t from, uint32_t node,
                               struct mus_error *err)
{
    uint32_t place;
    enum mus_status status = place_of(b, node, &place, err);
    if (status != MUS_OK || b->places[place].closed || b->places[place].label == INNER) {
        return status;
    }
    if (b->places[place].label == OUTER) {
        if (base_of(b, from) == base_of(b, place)) {
            return MUS_OK;
        }
        uint32_t base = meeting_base(b, from, place);
        status = shrink(b, from, place, base, err);
        return status == MUS_OK ? shrink(b, place, from, base, err) : status;
    }
    uint32_t mate;
    status = place_of(b, mate_of(b, node), &mate, err);
    if (status == MUS_OK) {
        b->places[place].label = INNER;
        b->places[place].before = from;
        status = make_outer(b, mate, err);
    }
    return status;
}

static uint32_t half_at(uint32_t v, const struct mus_pairing_half *half)
{
    return 2 * half->edge + (v > half->other);
}

/* From a half to all copies of its participant that are matched, and to the root. */
static enum mus_status look_at_copies(struct blossom *b, uint32_t from, uint32_t v,
                                      struct mus_error *err)
{
    const struct mus_pairing_graph *graph = b->choice->graph;
    enum mus_status status = v == b->root ? look_at(b, from, root_node(b), err) : MUS_OK;
    for (uint32_t i = graph->first[v]; status == MUS_OK && i < graph->first[v + 1]; i++) {
        if (b->choice->taken[graph->halves[i].edge] != 0) {
            status = look_at(b, from, copies_from(b) + half_at(v, &graph->halves[i]), err);
        }
    }
    return status;
}

/* From a copy to all halves at its participant. What stands in the way of a group is left out. */
static enum mus_status look_at_halves(struct blossom *b, uint32_t from, uint32_t v,
                                      struct mus_error *err)
{
    const struct mus_pairing_graph *graph = b->choice->graph;
    enum mus_status status = MUS_OK;
    for (uint32_t i = graph->first[v]; status == MUS_OK && i < graph->first[v + 1]; i++) {
        if (mus_choice_rival(b->choice, graph->halves[i].edge) == MUS_CHOICE_NO_EDGE) {
            status = look_at(b, from, half_at(v, &graph->halves[i]), err);
        }
    }
    return status;
}

static struct seen *seen_at(struct blossom *b, uint32_t v)
{
    if (b->seen[v].search != b->search) {
        b->seen[v] = (struct seen){b->search, NONE, NONE};
    }
    return &b->seen[v];
}

static enum mus_status look_from_half(struct blossom *b, uint32_t place, struct mus_error *err)
{
    uint32_t node = b->places[place].node;
    uint32_t v = participant_of(b, node);
    enum mus_status status = MUS_OK;
    if (b->choice->taken[node / 2] != 0) {
        status = look_at(b, place, node ^ 1, err);
    }
    struct seen *seen = seen_at(b, v);
    if (status == MUS_OK && seen->copy != NONE) {
        status = look_at(b, place, b->places[seen->copy].node, err);
    }
    if (status == MUS_OK && seen->half == NONE) {
        seen->half = place;
        status = look_at_copies(b, place, v, err);
    }
    return status;
}

static enum mus_status look_from_copy(struct blossom *b, uint32_t place, struct mus_error *err)
{
    uint32_t v = participant_of(b, b->places[place].node);
    struct seen *seen = seen_at(b, v);
    enum mus_status status = MUS_OK;
    if (seen->half != NONE) {
        status = look_at(b, place, b->places[seen->half].node, err);
    }
    if (status == MUS_OK && seen->copy == NONE) {
        seen->copy = place;
        status = look_at_halves(b, place, v, err);
    }
    return status;
}

/* Whether the path to an outer place may end there: at a half whose participant has a free copy, or
 * at a copy that need not be matched. */
static bool may_end(const struct blossom *b, uint32_t place)
{
    const struct mus_choice *choice = b->choice;
    uint32_t node = b->places[place].node;
    uint32_t v = participant_of(b, node);
    if (is_copy(b, node)) {
        return mus_choice_can_spare(choice, v);
    }
    return choice->degree[v] + (v == b->root) < choice->graph->nodes[v].max &&
           choice->count < choice->graph->capacity;
}

/* Searches from the root; *end is an outer place at which a path ends, or NONE. */
static enum mus_status find_end(struct blossom *b, uint32_t *end, struct mus_error *err)
{
    uint32_t root;
    b->search++;
    b->queue_count = 0;
    *end = NONE;
    enum mus_status status = place_of(b, root_node(b), &root, err);
    if (status == MUS_OK) {
        status = make_outer(b, root, err);
    }
    for (size_t i = 0; status == MUS_OK && i < b->queue_count && !b->stopped; i++) {
        uint32_t place = b->queue[i];
        b->stopped = i % ASK_EVERY == 0 && mus_stop_asked(b->stop);
        if (may_end(b, place)) {
            *end = place;
            break;
        }
        status = is_copy(b, b->places[place].node) ? look_from_copy(b, place, err)
                                                   : look_from_half(b, place, err);
    }
    return status;
}

/* Notes the edge that changes when two places of the path are matched with each other. An edge that
 * becomes chosen is met at both its halves and noted at the first. The path is at most as long as
 * the queue, which has served and takes the notes. */
static void note(struct blossom *b, uint32_t x, uint32_t y, size_t *count)
{
    bool chosen = is_copy(b, x) || is_copy(b, y);
    uint32_t half = is_copy(b, x) ? y : x;
    if ((b->choice->taken[half / 2] != 0) != chosen && (!chosen || half % 2 == 0)) {
        b->queue[(*count)++] = half / 2;
    }
}

/* Notes all edges that change when the path to `end` is matched anew, and returns their number. */
static size_t note_path(struct blossom *b, uint32_t end)
{
    size_t count = 0;
    uint32_t node = b->places[end].node;
    if (!is_copy(b, node)) {
        note(b, node, copies_from(b), &count); /* any copy: a free one */
    }
    uint32_t x = end;
    while (b->places[x].node != root_node(b)) {
        uint32_t y = mate_place(b, x);
        x = b->places[y].before;
        note(b, b->places[x].node, b->places[y].node, &count);
    }
    return count;
}

/* Changes the noted edges, first those that are given up. Two edges of one group can come to stand
 * on a path; then nothing is changed. */
static bool change_noted(struct blossom *b, size_t count)
{
    struct mus_choice *choice = b->choice;
    size_t given = 0;
    for (size_t i = 0; i < count; i++) {
        if (choice->taken[b->queue[i]] != 0) {
            uint32_t kept = b->queue[given];
            b->queue[given++] = b->queue[i];
            b->queue[i] = kept;
        }
    }
    size_t changed = 0;
    while (changed < count &&
           (changed < given || mus_choice_rival(choice, b->queue[changed]) == MUS_CHOICE_NO_EDGE)) {
        mus_choice_toggle(choice, b->queue[changed++]);
    }
    if (changed == count) {
        return true;
    }
    while (changed > 0) {
        mus_choice_toggle(choice, b->queue[--changed]);
    }
    return false;
}

static void close_reached(struct blossom *b)
{
    for (size_t i = 0; i < b->queue_count; i++) {
        uint32_t place = b->queue[i];
        uint32_t mate = mate_place(b, place);
        b->places[place].closed = true;
        if (mate != NONE) {
            b->places[mate].closed = true;
        }
    }
}

/* One more meeting for the root, if any path gives it one: *met says so. */
static enum mus_status meet(struct blossom *b, bool *met, struct mus_error *err)
{
    uint32_t end;
    enum mus_status status = find_end(b, &end, err);
    *met = false;
    if (status != MUS_OK) {
        return status;
    }
    if (end == NONE && !b->stopped) {
        close_reached(b);
    }
    if (end != NONE) {
        *met = change_noted(b, note_path(b, end));
    }
    return MUS_OK;
}

static enum mus_status blossom_init(struct blossom *b, struct mus_choice *choice,
                                    struct mus_error *err)
{
    *b = (struct blossom){.choice = choice, .table_size = 1024};
    b->table = mus_alloc(b->table_size, sizeof *b->table);
    b->seen = mus_alloc_zero(choice->graph->node_count, sizeof *b->seen);
    if (b->table == NULL || b->seen == NULL || !grow_places(b)) {
        return mus_fail_memory(err);
    }
    memset(b->table, 0xff, b->table_size * sizeof *b->table);
    return MUS_OK;
}

static void blossom_done(struct blossom *b)
{
    mus_free(b->seen);
    mus_free(b->places);
    mus_free(b->table);
    mus_free(b->queue);
}

enum mus_status mus_blossom_meet_minimums(struct mus_choice *choice, uint64_t searches,
                                          const struct mus_stop *stop, uint64_t *made,
                                          struct mus_error *err)
{
    struct blossom b;
    enum mus_status status = blossom_init(&b, choice, err);
    b.stop = stop;
    uint64_t left = searches;
    for (uint32_t v = 0; status == MUS_OK && v < choice->graph->node_count && !b.stopped; v++) {
        bool met = true;
        while (status == MUS_OK && met && mus_choice_is_short(choice, v) && left > 0) {
            b.root = v;
            status = meet(&b, &met, err);
            left--;
        }
    }
    *made += searches - left;
    blossom_done(&b);
    return status;
}
