/* Every edge that is not chosen is tried in the order of the graph. At either end it may be one
 * meeting more, or take the place of that meeting of the participant which is worth least: its
 * score and what evenness gives to the other end, which then has one less.
 *
 *        c                 c              Of the four ways (one more or instead, at a and at b)
 *        :    leaves       |              that are legal, the one that gains most is taken. Where
 *     f  :    a─f─c        | f            the event has no room for one more in all, the edge that
 *        :                 |              is worth least anywhere makes room.
 *        a ─────── b       a       b
 *             e joins
 *
 * What a participant would give up first is kept until a number of meetings next to it changes. An
 * end that may not have less than its minimum gives nothing up, so that nothing more is missing. */
#include "matcher/pairing/level.h"

#include "base/mem.h"
#include "matcher/pairing/choice.h"

enum {
    PASSES = 20,
    ASKED_EVERY = 4096,  /* edges between two questions whether to stop */
    MOST_SEARCHES = 2000 /* for the edge that is worth least anywhere */
};

/* A chosen edge that may be given up, and what that loses. */
struct leaving {
    uint32_t edge; /* MUS_CHOICE_NO_EDGE: there is none */
    int64_t loss;
};

struct leveling {
    const struct mus_pairing_graph *graph;
    const uint32_t *fixed;
    uint32_t evenness;
    struct mus_choice choice;
    struct leaving *least; /* of each node: of its edges, by what the other end loses too */
    uint8_t *known;        /* of each node: `least` is up to date */
    struct leaving anywhere;
    bool anywhere_known;
    uint32_t searches;
};

/* ------------------------------------------------------------------ what is lost and gained */

/* What evenness gives a node for its last edge, or for one more. */
static int64_t last_bonus(const struct leveling *l, uint32_t v)
{
    return l->evenness / (l->fixed[v] + l->choice.degree[v]);
}

static int64_t next_bonus(const struct leveling *l, uint32_t v)
{
    return l->evenness / (l->fixed[v] + l->choice.degree[v] + 1);
}

static struct leaving least_at(struct leveling *l, uint32_t v)
{
    const struct mus_pairing_graph *graph = l->graph;
    if (l->known[v] != 0) {
        return l->least[v];
    }
    struct leaving least = {.edge = MUS_CHOICE_NO_EDGE};
    for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
        const struct mus_pairing_half *half = &graph->halves[i];
        if (l->choice.taken[half->edge] == 0 || !mus_choice_can_spare(&l->choice, half->other)) {
            continue;
        }
        int64_t loss = half->score + last_bonus(l, half->other);
        if (least.edge == MUS_CHOICE_NO_EDGE || loss < least.loss) {
            least = (struct leaving){half->edge, loss};
        }
    }
    l->least[v] = least;
    l->known[v] = 1;
    return least;
}

static struct leaving least_anywhere(struct leveling *l)
{
    const struct mus_pairing_graph *graph = l->graph;
    if (l->anywhere_known || l->searches >= MOST_SEARCHES) {
        return l->anywhere_known ? l->anywhere : (struct leaving){.edge = MUS_CHOICE_NO_EDGE};
    }
    struct leaving least = {.edge = MUS_CHOICE_NO_EDGE};
    for (uint32_t e = 0; e < graph->edge_count; e++) {
        const struct mus_pairing_edge *edge = &graph->edges[e];
        if (l->choice.taken[e] == 0 || !mus_choice_can_spare(&l->choice, edge->a) ||
            !mus_choice_can_spare(&l->choice, edge->b)) {
            continue;
        }
        int64_t loss = edge->score + last_bonus(l, edge->a) + last_bonus(l, edge->b);
        if (least.edge == MUS_CHOICE_NO_EDGE || loss < least.loss) {
            least = (struct leaving){e, loss};
        }
    }
    l->anywhere = least;
    l->anywhere_known = true;
    l->searches++;
    return least;
}

/* ------------------------------------------------------------------ one exchange */

/* An edge that joins, and the edges that leave for it. */
struct exchange {
    uint32_t leaves[2];
    size_t count;
    int64_t gain;
};

static uint32_t other_end(const struct leveling *l, uint32_t edge, uint32_t v)
{
    const struct mus_pairing_edge *e = &l->graph->edges[edge];
    return e->a == v ? e->b : e->a;
}

static bool touches(const struct leveling *l, uint32_t edge, uint32_t v)
{
    return l->graph->edges[edge].a == v || l->graph->edges[edge].b == v;
}

/* One way: at each end the edge is one more, or takes the place of what is worth least there. */
static bool work_out(struct leveling *l, uint32_t edge, const bool instead[2],
                     struct exchange *exchange)
{
    const struct mus_pairing_edge *e = &l->graph->edges[edge];
    const uint32_t ends[2] = {e->a, e->b};
    *exchange = (struct exchange){.gain = e->score};
    for (size_t i = 0; i < 2; i++) {
        if (!instead[i]) {
            exchange->gain += next_bonus(l, ends[i]);
            if (!mus_choice_has_room(&l->choice, ends[i])) {
                return false;
            }
            continue;
        }
        struct leaving least = least_at(l, ends[i]);
        if (least.edge == MUS_CHOICE_NO_EDGE) {
            return false;
        }
        exchange->leaves[exchange->count++] = least.edge;
        exchange->gain -= least.loss;
    }
    if (exchange->count == 2 &&
        other_end(l, exchange->leaves[0], e->a) == other_end(l, exchange->leaves[1], e->b)) {
        return false; /* it would lose two, and the second one costs more */
    }
    if (exchange->count == 0 && l->choice.count >= l->graph->capacity) {
        struct leaving least = least_anywhere(l);
        if (least.edge == MUS_CHOICE_NO_EDGE || touches(l, least.edge, e->a) ||
            touches(l, least.edge, e->b)) {
            return false;
        }
        exchange->leaves[exchange->count++] = least.edge;
        exchange->gain -= least.loss;
    }
    uint32_t rival = mus_choice_rival(&l->choice, edge);
    bool gone = rival == MUS_CHOICE_NO_EDGE;
    for (size_t i = 0; i < exchange->count; i++) {
        gone = gone || exchange->leaves[i] == rival;
    }
    return gone;
}

static void forget_around(struct leveling *l, uint32_t v)
{
    const struct mus_pairing_graph *graph = l->graph;
    l->known[v] = 0;
    for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
        if (l->choice.taken[graph->halves[i].edge] != 0) {
            l->known[graph->halves[i].other] = 0;
        }
    }
}

static void toggle(struct leveling *l, uint32_t edge)
{
    mus_choice_toggle(&l->choice, edge);
    forget_around(l, l->graph->edges[edge].a);
    forget_around(l, l->graph->edges[edge].b);
    l->anywhere_known = false;
}

/* Whether the edge has joined. */
static bool try_edge(struct leveling *l, uint32_t edge)
{
    static const bool ways[4][2] = {{false, false}, {true, false}, {false, true}, {true, true}};
    struct exchange best = {.gain = 0};
    for (size_t i = 0; i < 4; i++) {
        struct exchange way;
        if (work_out(l, edge, ways[i], &way) && way.gain > best.gain) {
            best = way;
        }
    }
    if (best.gain <= 0) {
        return false;
    }
    for (size_t i = 0; i < best.count; i++) {
        toggle(l, best.leaves[i]);
    }
    toggle(l, edge);
    return true;
}

/* ------------------------------------------------------------------ all of them */

static bool pass(struct leveling *l, const struct mus_stop *stop, bool *stopped)
{
    bool changed = false;
    for (uint32_t e = 0; e < l->graph->edge_count; e++) {
        if (e % ASKED_EVERY == 0 && mus_stop_asked(stop)) {
            *stopped = true;
            return changed;
        }
        changed |= l->choice.taken[e] == 0 && try_edge(l, e);
    }
    return changed;
}

static enum mus_status start(struct leveling *l, uint8_t *taken, struct mus_error *err)
{
    const struct mus_pairing_graph *graph = l->graph;
    l->least = mus_alloc(graph->node_count, sizeof *l->least);
    l->known = mus_alloc_zero(graph->node_count, sizeof *l->known);
    return l->least == NULL || l->known == NULL ? mus_fail_memory(err)
                                                : mus_choice_init(&l->choice, graph, taken, err);
}

enum mus_status mus_pairing_level(const struct mus_pairing_graph *graph, const uint32_t *fixed,
                                  uint32_t evenness, const struct mus_stop *stop, uint8_t *taken,
                                  bool *changed, struct mus_error *err)
{
    struct leveling l = {.graph = graph, .fixed = fixed, .evenness = evenness};
    bool stopped = false;
    enum mus_status status = start(&l, taken, err);
    if (status == MUS_OK) {
        *changed = false;
        for (unsigned i = 0; i < PASSES && !stopped && pass(&l, stop, &stopped); i++) {
            *changed = true;
        }
    }
    mus_choice_done(&l.choice);
    mus_free(l.least);
    mus_free(l.known);
    return status;
}
