#include "matcher/timetable/model/problem.h"

#include "base/mem.h"

mus_slots mus_timetable_all_slots(const struct mus_timetable_problem *problem)
{
    return problem->slot_count >= MUS_TIMETABLE_MAX_SLOTS
               ? ~(mus_slots)0
               : ((mus_slots)1 << problem->slot_count) - 1;
}

mus_slots mus_timetable_allowed(const struct mus_timetable_problem *problem, size_t meeting)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    mus_slots slots = mus_timetable_all_slots(problem) & of->session &
                      problem->participants[of->a].available &
                      problem->participants[of->b].available;
    if (of->locked_slot >= 0) {
        slots &= (mus_slots)1 << of->locked_slot;
    }
    if (of->locked_table != 0 && problem->table_open != NULL) {
        slots &= problem->table_open[of->locked_table - 1];
    }
    return slots;
}

uint32_t mus_timetable_tables(const struct mus_timetable_problem *problem, size_t slot)
{
    if (problem->table_open == NULL) {
        return problem->slots[slot].tables;
    }
    uint32_t open = 0;
    for (size_t t = 0; t < problem->table_count; t++) {
        open += (uint32_t)(problem->table_open[t] >> slot & 1);
    }
    return open < problem->slots[slot].tables ? open : problem->slots[slot].tables;
}

uint32_t mus_timetable_interpreters(const struct mus_timetable_problem *problem, size_t slot,
                                    unsigned languages)
{
    uint32_t count = 0;
    for (size_t i = 0; i < problem->interpreter_count; i++) {
        const struct mus_timetable_interpreter *interpreter = &problem->interpreters[i];
        count += (interpreter->available >> slot & 1) && (interpreter->languages & languages) != 0;
    }
    return count;
}

int16_t mus_timetable_hall(const struct mus_timetable_problem *problem, size_t meeting,
                           uint16_t table)
{
    const struct mus_timetable_meeting *of = &problem->meetings[meeting];
    switch ((enum mus_timetable_place)of->place) {
    case MUS_PLACE_TABLE:
        return problem->table_halls != NULL && table != 0 ? problem->table_halls[table - 1]
                                                          : MUS_TIMETABLE_NO_HALL;
    case MUS_PLACE_BOOTH_A:
        return problem->participants[of->a].hall;
    case MUS_PLACE_BOOTH_B:
        return problem->participants[of->b].hall;
    case MUS_PLACE_ONLINE:
        break;
    }
    return MUS_TIMETABLE_NO_HALL;
}

static bool has_time(const struct mus_timetable_slot *slot)
{
    return slot->start != 0 || slot->minutes != 0;
}

bool mus_timetable_can_walk(const struct mus_timetable_problem *problem, size_t first,
                            int16_t first_hall, size_t second, int16_t second_hall)
{
    const struct mus_timetable_slot *from = &problem->slots[first];
    const struct mus_timetable_slot *to = &problem->slots[second];
    if (first_hall < 0 || second_hall < 0 || first_hall == second_hall ||
        problem->walk_minutes == NULL || from->day != to->day || !has_time(from) || !has_time(to)) {
        return true;
    }
    size_t way = (size_t)first_hall * problem->hall_count + (size_t)second_hall;
    return from->start + from->minutes + problem->walk_minutes[way] <= to->start;
}

void mus_clash_done(struct mus_clash *clash)
{
    mus_free(clash->demands);
    *clash = (struct mus_clash){0};
}
