/* The greedy choice takes edges by falling worth. With worth = score it is the plain greedy pairing
 * (at least half of the best, some 93 % at fairs with sought-after participants); with worth =
 * score less the prices of a good dual nearly everything that it takes is part of a best choice.
 *
 * Edges are sorted by radix: three stable passes of eleven bits, from the lowest. */
#include "matcher/pairing/choice.h"

#include "base/mem.h"

#include <string.h>

#define DIGIT_BITS 11
#define DIGITS (1 << DIGIT_BITS)
#define PASSES 3

enum mus_status mus_choice_init(struct mus_choice *choice, const struct mus_pairing_graph *graph,
                                uint8_t *taken, struct mus_error *err)
{
    struct mus_choice made = {.graph = graph, .taken = taken};
    made.degree = mus_alloc_zero(graph->node_count, sizeof *made.degree);
    made.holder = mus_alloc(graph->group_count, sizeof *made.holder);
    if (made.degree == NULL || made.holder == NULL) {
        mus_choice_done(&made);
        return mus_fail_memory(err);
    }
    memset(made.holder, 0xff, graph->group_count * sizeof *made.holder);
    for (size_t v = 0; v < graph->node_count; v++) {
        made.missing += graph->nodes[v].min;
    }
    *choice = made;
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        if (taken[e] != 0) {
            taken[e] = 0;
            mus_choice_toggle(choice, e);
        }
    }
    return MUS_OK;
}

void mus_choice_done(struct mus_choice *choice)
{
    mus_free(choice->degree);
    mus_free(choice->holder);
    *choice = (struct mus_choice){0};
}

static void change_degree(struct mus_choice *choice, uint32_t node, bool more)
{
    if (more) {
        choice->missing -= mus_choice_is_short(choice, node);
        choice->degree[node]++;
    } else {
        choice->degree[node]--;
        choice->missing += mus_choice_is_short(choice, node);
    }
}

void mus_choice_toggle(struct mus_choice *choice, uint32_t edge)
{
    const struct mus_pairing_graph *graph = choice->graph;
    const struct mus_pairing_edge *e = &graph->edges[edge];
    bool more = choice->taken[edge] == 0;
    choice->taken[edge] = more;
    change_degree(choice, e->a, more);
    change_degree(choice, e->b, more);
    choice->count += more ? 1 : UINT64_MAX;
    choice->total += more ? (int64_t)e->score : -(int64_t)e->score;
    if (graph->group != NULL && graph->group[edge] != MUS_PAIRING_NO_GROUP) {
        choice->holder[graph->group[edge]] = more ? edge : MUS_CHOICE_NO_EDGE;
    }
}

struct key {
    uint32_t rank; /* the lower, the earlier */
    uint32_t edge;
};

static void sort_by_digit(const struct key *from, struct key *to, size_t count, int shift)
{
    size_t starts[DIGITS] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[from[i].rank >> shift & (DIGITS - 1)]++;
    }
    size_t sum = 0;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = starts[d];
        starts[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[starts[from[i].rank >> shift & (DIGITS - 1)]++] = from[i];
    }
}

/* Ends in keys + count: the number of passes is odd. */
static void sort_keys(struct key *keys, size_t count)
{
    struct key *from = keys;
    struct key *to = keys + count;
    for (int pass = 0; pass < PASSES; pass++) {
        sort_by_digit(from, to, count, pass * DIGIT_BITS);
        struct key *kept = from;
        from = to;
        to = kept;
    }
}

static bool can_take(const struct mus_choice *choice, uint32_t edge)
{
    const struct mus_pairing_edge *e = &choice->graph->edges[edge];
    return mus_choice_has_room(choice, e->a) && mus_choice_has_room(choice, e->b) &&
           mus_choice_rival(choice, edge) == MUS_CHOICE_NO_EDGE && choice->taken[edge] == 0;
}

/* One key for each edge of the core. */
static void make_keys(const struct mus_choice *choice, const struct mus_core *core,
                      const struct mus_worth *worth, struct key *keys)
{
    size_t count = 0;
    for (uint32_t v = 0; v < choice->graph->node_count; v++) {
        for (uint32_t i = core->first[v]; i < core->first[v + 1]; i++) {
            struct mus_pairing_half half = core->halves[i];
            if (v < half.other) {
                /* INT32_MAX − worth, which is not negative, counts from the greatest worth. */
                int32_t value = mus_worth_of(worth, v, half.other, half.score);
                keys[count++] = (struct key){(uint32_t)INT32_MAX - (uint32_t)value, half.edge};
            }
        }
    }
}

enum mus_status mus_choice_greedy(struct mus_choice *choice, const struct mus_core *core,
                                  const struct mus_worth *worth, struct mus_error *err)
{
    size_t count = core->first[choice->graph->node_count] / 2;
    struct key *keys = mus_alloc(count, 2 * sizeof *keys);
    if (keys == NULL) {
        return mus_fail_memory(err);
    }
    make_keys(choice, core, worth, keys);
    sort_keys(keys, count);
    for (size_t i = count; i < 2 * count && choice->count < choice->graph->capacity; i++) {
        if (can_take(choice, keys[i].edge)) {
            mus_choice_toggle(choice, keys[i].edge);
        }
    }
    mus_free(keys);
    return MUS_OK;
}

void mus_choice_set(struct mus_choice *choice, const uint8_t *taken)
{
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t e = 0; e < choice->graph->edge_count; e++) {
            bool wanted = taken != NULL && taken[e] != 0;
            if ((choice->taken[e] != 0) != wanted && wanted == (pass == 1)) {
                mus_choice_toggle(choice, e);
            }
        }
    }
}

void mus_choice_fill(struct mus_choice *choice)
{
    const struct mus_pairing_graph *graph = choice->graph;
    for (uint32_t e = 0; e < graph->edge_count && choice->count < graph->capacity; e++) {
        if (can_take(choice, e)) {
            mus_choice_toggle(choice, e);
        }
    }
}
