/* Which table each meeting of a timetable has, once its slots are known. */
#ifndef MUS_MATCHER_TIMETABLE_TABLES_H
#define MUS_MATCHER_TIMETABLE_TABLES_H

#include "base/status.h"
#include "matcher/timetable/model/problem.h"

/* Gives tables to the meetings of seats[] that have a slot and need one, slot by slot: locked
 * tables as they are; standing tables (where keep_standing, and the slot is still the same) as far
 * as can be; then as few participants as can be change tables between two meetings of a day, and
 * nobody has a table that there is no time to walk to. Where more than one meeting of a slot cannot
 * get a table by walking rules, or its slot is too full, *unseated is set to one of them (its table
 * is 0 then); UINT32_MAX: all have one. Deterministic. */
enum mus_status mus_tables_assign(const struct mus_timetable_problem *problem, bool keep_standing,
                                  struct mus_timetable_seat *seats, uint32_t *unseated,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* For one meeting more in the slot: a table that is open, free and not too far from where its two
 * sides are otherwise, *table; 0 where it needs none. False where there is none, or where it itself
 * is too far. Not quick. */
bool mus_tables_find(const struct mus_timetable_problem *problem,
                     const struct mus_timetable_seat *seats, uint32_t meeting, uint32_t slot,
                     uint16_t *table);

#endif
