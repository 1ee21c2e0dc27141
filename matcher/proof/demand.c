#include "matcher/proof/demand.h"

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
