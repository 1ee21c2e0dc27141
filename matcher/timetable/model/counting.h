/* Reasons, found by counting, why a problem has no timetable that places everything. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_COUNTING_H
#define MUS_MATCHER_TIMETABLE_MODEL_COUNTING_H

#include "base/status.h"
#include "matcher/timetable/model/problem.h"

/* Looks for meetings that, by themselves, have more claims than there is room: on slots at all, on
 * the slots of one participant, on a table where they are locked, on tables, on interpreters, on
 * slots in order. Each reason found is a proof, and none of its demands can be spared. clash->count
 * is 0 where none was found, which proves nothing. The caller frees it. */
enum mus_status mus_timetable_count(const struct mus_timetable_problem *problem,
                                    struct mus_clash *clash, struct mus_error *err) MUS_MUST_CHECK;

#endif
