/* The judge of a pairing: recomputes from problem, choice and prices alone, by other arithmetic
 * than the solver's (128 bits, no data structure kept), what an answer claims. Nothing is printed
 * that it has not confirmed. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_JUDGE_H
#define MUS_MATCHER_PAIRING_JUDGE_H

#include "base/status.h"
#include "matcher/pairing/problem.h"
#include "matcher/pairing/solve.h"

/* Prices of a dual solution, in units of a `scale`-th of a millionth. Any prices prove a bound:
 *     R·missing(x) is bought at `missing_price`;
 *     bound = Σ_v (max_v·max(p_v,0) − min_v·max(−p_v,0)) + capacity·max(q,0)
 *             + Σ_groups max(0, max over the group's pairs of score − p_a − p_b − q) (+ fixed
 * pairs) where a group is a pair of companies, or a single pair where no company is given, and
 * every price is at least −missing_price. The bound is of total − missing_price·missing. */
struct mus_pairing_proof {
    int64_t *prices; /* of each participant */
    int64_t capacity_price;
    int64_t missing_price;
    int64_t scale; /* > 0 */
    /* A dual solution of the same form for the problem with every score 0 and missing_price =
     * scale: what must be missing. NULL: nothing is claimed but 0. */
    int64_t *missing_prices;
    int64_t missing_capacity_price;
};

/* MUS_NO with what is wrong where the choice breaks a rule or total, missing, upper_bound or
 * missing_lower_bound are not what choice and proof give. */
enum mus_status mus_pairing_judge(const struct mus_pairing_problem *problem,
                                  const struct mus_pairing_answer *answer,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
