/* The Lagrangian side of pairing, for any graph: prices of participants (and of the capacity) that
 * prove an upper bound, edges taken by what they are worth beyond the prices of their ends, repair
 * of what is below its minimum, local search. How it works stands at the top of prices.c. */
#ifndef MUS_MATCHER_PAIRING_PRICES_H
#define MUS_MATCHER_PAIRING_PRICES_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/solve.h"

/* Fills a plan that mus_pairing_plan_init has made: a legal choice (max, capacity, groups) with as
 * few meetings missing as it finds, and the best prices it finds. Deterministic for graph, seed
 * and steps, on any number of threads. Asks options->stop between sweeps and rounds of moves and
 * then returns the best it has. MUS_NO_MEMORY. */
enum mus_status mus_pairing_prices_solve(const struct mus_pairing_graph *graph,
                                         const struct mus_pairing_options *options,
                                         struct mus_pairing_plan *plan,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
