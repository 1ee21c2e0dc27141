/* One participant's day solved exactly while everybody else's stays: what annealing leaves where it
 * stalls. How it works stands at the top of resolve.c. Deterministic; one thread. */
#ifndef MUS_MATCHER_TIMETABLE_RESOLVE_H
#define MUS_MATCHER_TIMETABLE_RESOLVE_H

#include "base/status.h"
#include "matcher/timetable/plan.h"

#include <stdbool.h>
#include <stdint.h>

/* Meetings of one participant that are looked at together; further ones stay where they are. */
#define MUS_RESOLVE_MEETINGS 9

struct mus_resolve {
    int32_t *costs; /* set of meetings × state, of two slots in turn */
    uint8_t *steps; /* slot × set × state: how it was reached */
};

/* MUS_NO_MEMORY. */
enum mus_status mus_resolve_init(struct mus_resolve *resolve, size_t slots,
                                 struct mus_error *err) MUS_MUST_CHECK;
void mus_resolve_done(struct mus_resolve *resolve);

/* Gives the participant's meetings the cheapest slots there are for them, with all other meetings
 * where they are. Meetings with rules of their own (order, language, lock, walking) stay. True
 * where the plan has become cheaper; else it is as it was. */
bool mus_resolve_person(struct mus_resolve *resolve, struct mus_plan *plan, uint32_t person);

#endif
