/* The exact pairing of two sides: whether a graph has two sides, and its best choice by flow. */
#ifndef MUS_MATCHER_PAIRING_EXACT_H
#define MUS_MATCHER_PAIRING_EXACT_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/solve.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether the nodes fall into two sides with no edge within one: right[v] is then 1 for those of
 * the second. `right` has room for every node. MUS_NO where they do not. MUS_NO_MEMORY. */
enum mus_status mus_pairing_two_sides(const struct mus_pairing_graph *graph, uint8_t *right,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Fills a plan that mus_pairing_plan_init has made with the best choice and prices that prove it.
 * The graph has two sides and no groups. *finished: false where it was stopped before; the plan's
 * prices are good then, its choice is nothing. MUS_NO_MEMORY. */
enum mus_status mus_pairing_exact_solve(const struct mus_pairing_graph *graph, const uint8_t *right,
                                        const struct mus_pairing_options *options,
                                        struct mus_pairing_plan *plan, bool *finished,
                                        struct mus_error *err) MUS_MUST_CHECK;

#endif
