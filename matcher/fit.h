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

/* Whether a need meets a need: only where their purposes complement each other. */
bool mus_fit_is_need(const struct mus_firm_listing *listing);

#endif
