/* What a method of solving hands back: which edges of the graph it takes, and the prices that prove
 * how good that is. mus_pairing_solve makes the answer and its bounds of it and asks the judge. */
#ifndef MUS_MATCHER_PAIRING_PLAN_H
#define MUS_MATCHER_PAIRING_PLAN_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/judge.h"

#include <stddef.h>
#include <stdint.h>

struct mus_pairing_plan {
    uint8_t *taken; /* of each edge: 1 where it is chosen */
    /* prices of the graph's edges, as the judge wants them; missing_prices may stay NULL, then
     * mus_pairing_solve looks for them where somebody stays below the minimum. Which price a
     * participant without room has does not matter. */
    struct mus_pairing_proof proof;
    uint64_t steps; /* that were used */
};

/* Nothing taken, every price 0, scale 1, a missing_price that puts minimums first
 * (mus_pairing_missing_price). MUS_NO_MEMORY. */
enum mus_status mus_pairing_plan_init(struct mus_pairing_plan *plan,
                                      const struct mus_pairing_graph *graph,
                                      struct mus_error *err) MUS_MUST_CHECK;
void mus_pairing_plan_done(struct mus_pairing_plan *plan);
/* Takes the edges of these pairs (places in the problem, ascending) and no others. */
void mus_pairing_plan_choose(struct mus_pairing_plan *plan, const struct mus_pairing_graph *graph,
                             const uint32_t *chosen, size_t chosen_count);

/* One more than any gain in total that another choice with more meetings missing could have along
 * one alternating path, in millionths: what the best choice at this price of a missing meeting is
 * is best by missing first and by total second. */
int64_t mus_pairing_missing_price(const struct mus_pairing_graph *graph);

#endif
