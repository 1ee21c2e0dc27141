/* The judge of a pairing: recomputes from problem, choice and prices alone, by other arithmetic
 * than the solver's (128 bits, no data structure kept), what an answer claims. Nothing is printed
 * that it has not confirmed. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_JUDGE_H
#define MUS_MATCHER_PAIRING_JUDGE_H

#include "base/status.h"
#include "matcher/pairing/problem.h"
#include "matcher/pairing/solve.h"

/* Prices of a dual solution, in units of a `scale`-th of a millionth. Any prices prove a bound,
 * whoever found them and however:
 *
 *     bound = Σ_v (max_v·max(p_v, 0) − min_v·max(−p_v, 0)) + capacity·q
 *             + Σ_groups max(0, max over the group's pairs of score − p_a − p_b − q)
 *
 * where max_v, min_v and capacity are what the fixed pairs leave, a group is all pairs of two
 * companies (a single pair where a company is not given), and only pairs count that a legal choice
 * may hold beside the fixed ones. Every p_v is at least −missing_price, q at least 0, and 0 where
 * there is no capacity. The bound is of total − missing_price·missing without the fixed pairs'
 * scores: any choice with at most as many missing as the answer has therefore at most the total
 * bound + missing_price·missing. */
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

/* MUS_NO with what is wrong where the choice breaks a rule, or total, missing, upper_bound,
 * missing_lower_bound, the unmet and their groups are not what choice and proof give. The problem
 * is one that passes its check. MUS_NO_MEMORY. */
enum mus_status mus_pairing_judge(const struct mus_pairing_problem *problem,
                                  const struct mus_pairing_answer *answer,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
