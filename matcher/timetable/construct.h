/* A first timetable: everything placed as far as a quick hand can. */
#ifndef MUS_MATCHER_TIMETABLE_CONSTRUCT_H
#define MUS_MATCHER_TIMETABLE_CONSTRUCT_H

#include "matcher/timetable/chain.h"
#include "matcher/timetable/plan.h"

/* Places what is left out, the meetings with the fewest ways first, each where it costs least; then
 * with chains that make room. Nothing that is placed is left out. Deterministic. */
enum mus_status mus_construct(struct mus_plan *plan, struct mus_error *err) MUS_MUST_CHECK;

/* Leaves out what makes the plan unfair, and then puts in whatever there is a place for: the plan
 * is legal, and no meeting that is left out could be placed by itself. */
void mus_construct_finish(struct mus_plan *plan);

#endif
