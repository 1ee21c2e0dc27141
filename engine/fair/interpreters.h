/* Which interpreter goes to which meeting, once the slots are known. */
#ifndef MUS_FAIR_INTERPRETERS_H
#define MUS_FAIR_INTERPRETERS_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/timetable_problem.h"

/* Of each meeting of the problem: an interpreter that speaks what it needs and has nobody else in
 * that slot; -1 where it needs none or is left out. Slot by slot a matching of all of them; who
 * has a meeting already keeps it where that is possible. seats: a timetable that the judge has
 * confirmed. had: the interpreters so far where a meeting keeps its slot, else -1. */
enum mus_status mus_interpreters_assign(const struct mus_fair_timetable *timetable,
                                        const struct mus_timetable_seat *seats, const int16_t *had,
                                        int16_t *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
