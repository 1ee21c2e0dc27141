/* Demands of a problem, as those name them who look for clashes. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_DEMAND_H
#define MUS_MATCHER_TIMETABLE_MODEL_DEMAND_H

#include "matcher/timetable/model/problem.h"

#include <stddef.h>
#include <stdint.h>

struct mus_demand mus_demand_of_meeting(enum mus_demand_kind kind, uint32_t meeting);
/* UINT32_MAX: of nobody in particular. */
struct mus_demand mus_demand_of_participant(enum mus_demand_kind kind, uint32_t participant);
struct mus_demand mus_demand_of_slot(enum mus_demand_kind kind, size_t slot);

/* What confines a meeting to its slots (mus_timetable_allowed), each by itself. */
enum mus_confinement {
    MUS_BY_SESSION,
    MUS_BY_LOCKED_SLOT,
    MUS_BY_LOCKED_TABLE,
    MUS_BY_A, /* when the participant a can come */
    MUS_BY_B,
    MUS_CONFINEMENTS
};
mus_slots mus_confined(const struct mus_timetable_problem *problem, uint32_t meeting,
                       enum mus_confinement by);
struct mus_demand mus_demand_of_confinement(const struct mus_timetable_problem *problem,
                                            uint32_t meeting, enum mus_confinement by);

/* Puts the demands in order, and one of any slot in place of one of every slot. */
void mus_clash_sort(struct mus_clash *clash, size_t slot_count);

#endif
