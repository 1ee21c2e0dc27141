/* Two companies found to be one: what the one that survives takes from the other. Pure; any
 * thread. */
#ifndef MUS_PROFILE_COMPANY_JOIN_H
#define MUS_PROFILE_COMPANY_JOIN_H

#include "profile/company_merge.h"

/* The survivor keeps its id and its values and takes those it misses; sources, lists and sets are
 * united, elements once each; listings whose ids clash get new ones.
 *
 * Never taken are status, successor and review state, and what a person has cleared (in `kept`). An
 * address is never pieced together: region, city and ward are taken only where the two agree on the
 * place as far as both know it, postal code and address only where the survivor has neither. Of two
 * holds the one that lasts longer stays. Consent becomes the narrower of the two, and covers no
 * contacts of a side that did not give it.
 *
 * What a union changed is a person's from now on, so that no later import undoes it; what was taken
 * whole stays its supplier's. MUS_LIMIT where a union is beyond its limit; MUS_UNREADABLE where
 * sealed contacts would have to be united. As in company_merge.h the result borrows from both
 * records and the arena. */
enum mus_status mus_company_join(const struct mus_company_record *survivor,
                                 const struct mus_company_record *other, int64_t now_ms,
                                 struct mus_arena *arena, struct mus_merged *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
