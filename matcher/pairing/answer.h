/* Makes the answer of a plan: what is chosen, who is below its minimum and why, both bounds, and
 * the judge's word on all of it. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_ANSWER_H
#define MUS_MATCHER_PAIRING_ANSWER_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/graph.h"
#include "matcher/pairing/plan.h"
#include "matcher/pairing/solve.h"

/* graph: of the problem; plan: a legal choice and any prices, which go over into the answer. A
 * choice that the judge refuses is our mistake: asserted. MUS_NO_MEMORY. */
enum mus_status mus_pairing_answer_make(const struct mus_pairing_problem *problem,
                                        const struct mus_pairing_graph *graph,
                                        struct mus_pairing_plan *plan,
                                        enum mus_pairing_method method, const struct mus_stop *stop,
                                        struct mus_pairing_answer *answer,
                                        struct mus_error *err) MUS_MUST_CHECK;

#endif
