#include "matcher/timetable/model/demand.h"

#include <stdlib.h>
#include <string.h>

#define NOTHING UINT32_MAX

struct mus_demand mus_demand_of_meeting(enum mus_demand_kind kind, uint32_t meeting)
{
    return (struct mus_demand){.kind = (uint8_t)kind,
                               .slot = -1,
                               .meeting = meeting,
                               .other = NOTHING,
                               .participant = NOTHING};
}

struct mus_demand mus_demand_of_participant(enum mus_demand_kind kind, uint32_t participant)
{
    struct mus_demand demand = mus_demand_of_meeting(kind, NOTHING);
    demand.participant = participant;
    return demand;
}

struct mus_demand mus_demand_of_slot(enum mus_demand_kind kind, size_t slot)
{
    struct mus_demand demand = mus_demand_of_meeting(kind, NOTHING);
    demand.slot = (int16_t)slot;
    return demand;
}

mus_slots mus_confined(const struct mus_timetable_problem *problem, uint32_t meeting,
                       enum mus_confinement by)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    mus_slots all = mus_timetable_all_slots(problem);
    switch (by) {
    case MUS_BY_SESSION:
        return all & of->session;
    case MUS_BY_LOCKED_SLOT:
        return of->locked_slot < 0 ? all : (mus_slots)1 << of->locked_slot;
    case MUS_BY_LOCKED_TABLE:
        return of->locked_table == 0 || problem->table_open == NULL
                   ? all
                   : all & problem->table_open[of->locked_table - 1];
    case MUS_BY_A:
        return all & problem->participants[of->a].available;
    case MUS_BY_B:
        return all & problem->participants[of->b].available;
    case MUS_CONFINEMENTS:
        break;
    }
    return all;
}

struct mus_demand mus_demand_of_confinement(const struct mus_timetable_problem *problem,
                                            uint32_t meeting, enum mus_confinement by)
{
    static const enum mus_demand_kind kinds[] = {MUS_DEMAND_SESSION, MUS_DEMAND_LOCKED_SLOT,
                                                 MUS_DEMAND_LOCKED_TABLE};
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    return by == MUS_BY_A   ? mus_demand_of_participant(MUS_DEMAND_AVAILABLE, of->a)
           : by == MUS_BY_B ? mus_demand_of_participant(MUS_DEMAND_AVAILABLE, of->b)
                            : mus_demand_of_meeting(kinds[by], meeting);
}

static int compare_numbers(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int compare_demands(const void *left, const void *right)
{
    const struct mus_demand *l = left;
    const struct mus_demand *r = right;
    int order = compare_numbers(l->kind, r->kind);
    order = order != 0 ? order : compare_numbers(l->meeting, r->meeting);
    order = order != 0 ? order : compare_numbers(l->participant, r->participant);
    order = order != 0 ? order : compare_numbers(l->other, r->other);
    return order != 0 ? order : (l->slot > r->slot) - (l->slot < r->slot);
}

/* The demand of every slot is one of any slot. */
static void join_slots(struct mus_clash *clash, enum mus_demand_kind kind, size_t slot_count)
{
    size_t first = 0;
    while (first < clash->count && clash->demands[first].kind != kind) {
        first++;
    }
    size_t end = first;
    while (end < clash->count && clash->demands[end].kind == kind) {
        end++;
    }
    if (slot_count > 1 && end - first == slot_count) {
        clash->demands[first++].slot = -1;
        memmove(&clash->demands[first], &clash->demands[end],
                (clash->count - end) * sizeof *clash->demands);
        clash->count -= end - first;
    }
}

void mus_clash_sort(struct mus_clash *clash, size_t slot_count)
{
    qsort(clash->demands, clash->count, sizeof *clash->demands, compare_demands);
    join_slots(clash, MUS_DEMAND_TABLES, slot_count);
    join_slots(clash, MUS_DEMAND_INTERPRETERS, slot_count);
}
