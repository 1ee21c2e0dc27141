/* Why meetings stay out of a timetable. */
#ifndef MUS_MATCHER_TIMETABLE_WHY_H
#define MUS_MATCHER_TIMETABLE_WHY_H

#include "matcher/timetable/plan.h"
#include "matcher/timetable/solve.h"

/* For a meeting that is left out and cannot be placed by itself: the first rule, in the order of
 * enum mus_left_out's causes, that leaves none of its slots. */
enum mus_left_out mus_why_left_out(const struct mus_plan *plan, uint32_t meeting);

#endif
