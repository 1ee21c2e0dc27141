/* Clashes of the order of meetings (`after`) with the slots that these can take. Pure. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_ORDER_H
#define MUS_MATCHER_TIMETABLE_MODEL_ORDER_H

#include "base/status.h"
#include "matcher/timetable/model/problem.h"

/* Meetings each of which must be later than the one before, and for which there are not slots
 * enough; none of the demands can be spared. allowed: mus_timetable_allowed of each meeting, none
 * of which is empty. clash->count is 0 where there is no such reason. The caller frees it. */
enum mus_status mus_clash_of_order(const struct mus_timetable_problem *problem,
                                   const mus_slots *allowed, struct mus_clash *clash,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
