/* One direction of a comparison: how well one company serves what the other seeks. Inside the
 * matcher. */
#ifndef MUS_MATCHER_FIT_H
#define MUS_MATCHER_FIT_H

#include "matcher/score.h"
#include "matcher/scorer.h"

#include <stdbool.h>

/* The fit of `to` for `from`, from tables that the workspace holds for the query and the candidate.
 * forth: from the query to the candidate. */
struct mus_fit mus_fit_make(const struct mus_query *query, struct mus_workspace *workspace,
                            bool forth);

/* The same for who asks for nothing but `fit`, in two steps: what stage, channel and language
 * contribute, which is alike both ways, and the sum with that. */
uint32_t mus_fit_ways(const struct mus_query *query, const struct mus_workspace *workspace);
uint32_t mus_fit_sum(const struct mus_query *query, struct mus_workspace *workspace, bool forth,
                     uint32_t ways);
/* What no fit with these ways can exceed. */
uint32_t mus_fit_most(const struct mus_weights *weights, uint32_t ways);

/* Whether a need meets a need: only where their purposes complement each other. */
bool mus_fit_is_need(const struct mus_firm_listing *listing);

#endif
