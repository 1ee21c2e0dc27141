/* Who stays below its minimum, why, and how many meetings must be missing whatever is chosen. */
#ifndef MUS_MATCHER_PAIRING_MINIMUM_H
#define MUS_MATCHER_PAIRING_MINIMUM_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/solve.h"

/* Writes missing, missing_lower_bound, unmet and groups of the answer for the plan's choice, and
 * the missing_prices that prove the bound into the plan (whose prices and scale may be doubled for
 * it). How many are missing is exact where the graph has two sides and the choice has as few
 * missing as can be; in others the bound is that of the linear relaxation. MUS_NO_MEMORY; the
 * answer then holds what mus_pairing_answer_done frees. */
enum mus_status mus_pairing_explain_missing(const struct mus_pairing_graph *graph,
                                            struct mus_pairing_plan *plan,
                                            const struct mus_stop *stop,
                                            struct mus_pairing_answer *answer,
                                            struct mus_error *err) MUS_MUST_CHECK;

#endif
