/* Demands of a problem as the parts of this module name them, and clashes as they tell them. */
#ifndef MUS_MATCHER_PROOF_DEMAND_H
#define MUS_MATCHER_PROOF_DEMAND_H

#include "matcher/timetable/model/problem.h"

#include <stddef.h>
#include <stdint.h>

struct mus_demand mus_demand_of_meeting(enum mus_demand_kind kind, uint32_t meeting);
/* UINT32_MAX: of nobody in particular. */
struct mus_demand mus_demand_of_participant(enum mus_demand_kind kind, uint32_t participant);
struct mus_demand mus_demand_of_slot(enum mus_demand_kind kind, size_t slot);

/* Puts the demands in order, and one of any slot in place of one of every slot. */
void mus_clash_sort(struct mus_clash *clash, size_t slot_count);

#endif
