/* The linear relaxation of a pairing, solved exactly, and a choice rounded from it: for graphs that
 * do not fall into two sides, where descent on prices leaves a gap. How it works stands at the top
 * of cover.c. Pure; deterministic. */
#ifndef MUS_MATCHER_PAIRING_COVER_H
#define MUS_MATCHER_PAIRING_COVER_H

#include "base/status.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/solve.h"

#include <stdbool.h>

/* Fills a plan that mus_pairing_plan_init has made: prices that prove the bound of the relaxation,
 * and a legal choice near it, which may leave some short of their minimum. The graph has no groups.
 * *finished: false where it was stopped before; the plan is nothing then. MUS_NO_MEMORY. */
enum mus_status mus_pairing_cover_solve(const struct mus_pairing_graph *graph,
                                        const struct mus_pairing_options *options,
                                        struct mus_pairing_plan *plan, bool *finished,
                                        struct mus_error *err) MUS_MUST_CHECK;

#endif
