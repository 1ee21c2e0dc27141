/* From slots to an answer: what is unfair is left out, what there is a place for is put in, tables
 * are given, and whatever stays out is told why. */
#ifndef MUS_MATCHER_TIMETABLE_FINISH_H
#define MUS_MATCHER_TIMETABLE_FINISH_H

#include "matcher/timetable/plan.h"
#include "matcher/timetable/solve.h"

/* The plan becomes legal, with tables, and no meeting that is left out could be placed by itself.
 * Fills in seats, why and figures of the answer; the status is the caller's affair. A slot in which
 * a meeting got no table it could be walked to is no longer among those that the plan allows it, so
 * that a search that goes on looks elsewhere. */
enum mus_status mus_finish(struct mus_plan *plan, bool keep_standing,
                           struct mus_timetable_answer *answer,
                           struct mus_error *err) MUS_MUST_CHECK;

#endif
