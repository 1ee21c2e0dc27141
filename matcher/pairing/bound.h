/* What prices prove (struct mus_pairing_proof), on the graph and with the solver's arithmetic; the
 * judge adds it up again by its own. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_BOUND_H
#define MUS_MATCHER_PAIRING_BOUND_H

#include "matcher/pairing/graph.h"
#include "matcher/pairing/judge.h"

#include <stdint.h>

/* Of the total, fixed pairs included, of every choice with at most so many meetings missing.
 * INT64_MAX where it is greater. */
int64_t mus_pairing_bound_total(const struct mus_pairing_graph *graph,
                                const struct mus_pairing_proof *proof, uint64_t missing);
/* Meetings that are missing in every choice: what missing_prices prove, 0 where they are NULL. */
uint64_t mus_pairing_bound_missing(const struct mus_pairing_graph *graph,
                                   const struct mus_pairing_proof *proof);
/* Lowers missing_price, and raises the prices below −missing_price to it, where that proves a
 * smaller bound of the total with so many missing. A price that puts minimums before everything
 * is right where no choice has fewer missing; where that is not known, a smaller one is better. */
void mus_pairing_bound_tighten(const struct mus_pairing_graph *graph,
                               struct mus_pairing_proof *proof, uint64_t missing);

#endif
