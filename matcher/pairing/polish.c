/* Subgradient steps between sweeps.
 *
 * Coordinate descent comes to a stand where no single price can fall or rise alone to any good,
 * though several together could: with groups and minimums that is often far from the optimum. A
 * subgradient moves all prices at once: everybody whose room is wanted too much grows dearer by as
 * much as it is wanted too much, everybody wanted too little cheaper. How far is told by a choice
 * at hand (Polyak 1969): the optimum of the dual lies at or above its total, so the step is that
 * difference over the squared length of the subgradient, shortened where no progress is made. One
 * sweep of descent after each step takes out what the step has spoilt.
 *
 * Each alone needs thousands of rounds; together some dozen bring a gap of 1 % to a hundredth of
 * it. */
#include "matcher/pairing/polish.h"

#include "base/mem.h"
#include "matcher/pairing/offers.h"

#include <string.h>

#define PATIENCE 8 /* rounds without progress before steps grow shorter */
#define WHOLE_STEP 64
#define MOST_GAP ((int64_t)1 << 55)
#define MOST_STEP ((int64_t)1 << 22)

struct polish {
    struct mus_dual *dual;
    int64_t target;
    int64_t bound; /* of the current prices */
    int32_t *wish; /* of each node: by how much its room is beyond what is wanted of it */
    int64_t capacity_wish;
    int64_t step; /* of WHOLE_STEP */
};

static void back_to_best(struct mus_dual *dual)
{
    memcpy(dual->current, dual->prices, dual->graph->node_count * sizeof *dual->current);
    dual->current_capacity_price = dual->capacity_price;
}

static struct mus_worth current_worth(const struct mus_dual *dual)
{
    return (struct mus_worth){dual->current, dual->current_capacity_price, dual->scale};
}

/* How many of v's edges of the core are worth their prices; groups are counted apart. */
static int32_t count_wanted(const struct mus_dual *dual, uint32_t v)
{
    const struct mus_pairing_graph *graph = dual->graph;
    struct mus_worth worth = current_worth(dual);
    int32_t count = 0;
    for (uint32_t i = dual->core.first[v]; i < dual->core.first[v + 1]; i++) {
        const struct mus_pairing_half *half = &dual->core.halves[i];
        bool single = graph->group == NULL || graph->group[half->edge] == MUS_PAIRING_NO_GROUP;
        count += single && mus_worth_of(&worth, v, half->other, half->score) > 0;
    }
    return count;
}

/* The subgradient's part of one price, given how many of its node's edges are wanted. */
static int32_t wish_of(int32_t price, struct mus_pairing_node node, int32_t wanted)
{
    int32_t over = (int32_t)node.max - wanted;
    int32_t under = (int32_t)node.min - wanted;
    if (price != 0) {
        return price > 0 ? over : under;
    }
    return over < 0 ? over : under > 0 ? under : 0;
}

static void count_groups(struct polish *polish)
{
    const struct mus_dual *dual = polish->dual;
    for (size_t g = 0; g < dual->graph->group_count; g++) {
        const struct mus_rival *rival = &dual->rivals.best[g];
        polish->wish[rival->a] += rival->best > 0;
        polish->wish[rival->b] += rival->best > 0;
    }
}

/* Sets all wishes and returns the sum of their squares. */
static int64_t make_wishes(struct polish *polish)
{
    const struct mus_dual *dual = polish->dual;
    const struct mus_pairing_graph *graph = dual->graph;
    int64_t wanted = 0;
    int64_t squares = 0;
    for (uint32_t v = 0; v < graph->node_count; v++) {
        polish->wish[v] = count_wanted(dual, v);
    }
    count_groups(polish);
    for (size_t v = 0; v < graph->node_count; v++) {
        wanted += polish->wish[v];
        int64_t wish = wish_of(dual->current[v], graph->nodes[v], polish->wish[v]);
        polish->wish[v] = (int32_t)wish;
        squares += wish * wish;
    }
    polish->capacity_wish = 0;
    if (dual->capacity_binds) {
        int64_t over = (int64_t)graph->capacity - wanted / 2;
        polish->capacity_wish = dual->current_capacity_price > 0 || over < 0 ? over : 0;
    }
    return squares + polish->capacity_wish * polish->capacity_wish;
}

/* A price after its part of the step. None changes its sign in one step: at 0 the slope is another.
 */
static int32_t moved(int32_t price, int64_t by, int32_t floor, int32_t most)
{
    int64_t to = price - by;
    int64_t low = price > 0 ? 0 : floor;
    int64_t high = price < 0 ? 0 : most;
    return (int32_t)(to < low ? low : to > high ? high : to);
}

static void take_step(struct polish *polish)
{
    struct mus_dual *dual = polish->dual;
    int64_t squares = make_wishes(polish);
    int64_t gap = polish->bound - polish->target;
    gap = gap < MOST_GAP ? gap : MOST_GAP;
    int64_t step = squares == 0 ? 0 : gap * polish->step / (squares * WHOLE_STEP);
    step = step < MOST_STEP ? step : MOST_STEP;
    for (size_t v = 0; v < dual->graph->node_count; v++) {
        dual->current[v] = moved(dual->current[v], step * polish->wish[v], -dual->missing_price,
                                 dual->missing_price);
    }
    dual->current_capacity_price = moved(dual->current_capacity_price, step * polish->capacity_wish,
                                         0, 2 * dual->missing_price);
}

static enum mus_status polish_rounds(struct polish *polish, uint64_t rounds,
                                     const struct mus_stop *stop, struct mus_error *err)
{
    struct mus_dual *dual = polish->dual;
    enum mus_status status = mus_dual_keep(dual, &polish->bound, err);
    bool stopped = false;
    unsigned stale = 0;
    for (uint64_t r = 0; status == MUS_OK && r < rounds && !stopped; r++) {
        int64_t best = dual->bound;
        if (polish->bound - polish->target < dual->scale) {
            break;
        }
        take_step(polish);
        status = mus_dual_sweep(dual, false, stop, &stopped, err);
        if (status == MUS_OK) {
            status = mus_dual_keep(dual, &polish->bound, err);
        }
        stale = dual->bound < best ? 0 : stale + 1;
        if (stale == PATIENCE && status == MUS_OK) {
            stale = 0;
            polish->step -= polish->step / 4;
            back_to_best(dual);
            status = mus_dual_keep(dual, &polish->bound, err);
        }
    }
    return status;
}

enum mus_status mus_dual_polish(struct mus_dual *dual, int64_t target, uint64_t rounds,
                                const struct mus_stop *stop, struct mus_error *err)
{
    struct polish polish = {.dual = dual, .target = target, .step = WHOLE_STEP};
    polish.wish = mus_alloc(dual->graph->node_count, sizeof *polish.wish);
    if (polish.wish == NULL) {
        return mus_fail_memory(err);
    }
    back_to_best(dual);
    dual->narrow = true;
    enum mus_status status = polish_rounds(&polish, rounds, stop, err);
    dual->narrow = false;
    mus_free(polish.wish);
    return status;
}
