#include "random_timetable.h"

#include <assert.h>
#include <string.h>

struct maker {
    struct random_timetable *made;
    struct mus_random *random;
    bool tiny;
};

static uint32_t below(struct maker *maker, uint32_t bound)
{
    return (uint32_t)mus_random_below(maker->random, bound);
}

static bool one_in(struct maker *maker, uint32_t n)
{
    return below(maker, n) == 0;
}

/* All slots, often; else each with three chances of four. */
static mus_slots some_slots(struct maker *maker)
{
    mus_slots slots = (1U << RANDOM_SLOTS) - 1;
    for (unsigned s = 0; one_in(maker, 3) && s < RANDOM_SLOTS; s++) {
        slots &= one_in(maker, 4) ? ~((mus_slots)1 << s) : slots;
    }
    return slots;
}

static void make_slots(struct maker *maker, bool timed)
{
    struct mus_timetable_problem *problem = &maker->made->problem;
    uint16_t day = 0;
    uint16_t start = 600;
    for (size_t s = 0; s < problem->slot_count; s++) {
        if (s > 0 && one_in(maker, 5)) {
            day++;
            start = 600;
        }
        uint32_t tables = problem->table_count;
        maker->made->slots[s] = (struct mus_timetable_slot){
            .day = day,
            .session = (uint16_t)(s * 2 / problem->slot_count),
            .tables = one_in(maker, 4) ? below(maker, tables + 1) : tables,
            .start = timed ? start : 0,
            .minutes = timed ? 20 : 0,
        };
        start = (uint16_t)(start + 20 + 10 * below(maker, 3));
    }
}

static void make_halls(struct maker *maker)
{
    struct random_timetable *made = maker->made;
    uint32_t halls = 2 + below(maker, RANDOM_HALLS - 1);
    made->problem.hall_count = halls;
    made->problem.walk_minutes = made->walk_minutes;
    for (uint32_t i = 0; i < halls; i++) {
        for (uint32_t j = 0; j < i; j++) {
            uint16_t minutes = (uint16_t)(5 * below(maker, 8));
            made->walk_minutes[i * halls + j] = minutes;
            made->walk_minutes[j * halls + i] = minutes;
        }
    }
    for (uint32_t p = 0; p < made->problem.participant_count; p++) {
        made->participants[p].hall = (int16_t)((int)below(maker, halls + 1) - 1);
    }
    if (one_in(maker, 2)) {
        made->problem.table_halls = made->table_halls;
        for (uint32_t t = 0; t < made->problem.table_count; t++) {
            made->table_halls[t] = (int16_t)below(maker, halls);
        }
    }
}

static void make_interpreters(struct maker *maker)
{
    struct random_timetable *made = maker->made;
    made->problem.interpreters = made->interpreters;
    made->problem.interpreter_count = 1 + below(maker, RANDOM_INTERPRETERS);
    for (size_t i = 0; i < made->problem.interpreter_count; i++) {
        made->interpreters[i] =
            (struct mus_timetable_interpreter){some_slots(maker), (uint8_t)(1 + below(maker, 7))};
    }
}

static bool locked_already(const struct random_timetable *made, uint32_t before, int slot,
                           uint16_t table)
{
    bool locked = false;
    for (uint32_t m = 0; m < before; m++) {
        locked = locked ||
                 (made->meetings[m].locked_slot == slot && made->meetings[m].locked_table == table);
    }
    return locked;
}

static void lock(struct maker *maker, uint32_t m)
{
    struct random_timetable *made = maker->made;
    struct mus_timetable_meeting *meeting = &made->meetings[m];
    if (one_in(maker, 8)) {
        meeting->locked_slot = (int16_t)below(maker, (uint32_t)made->problem.slot_count);
    }
    if (meeting->place == MUS_PLACE_TABLE && made->problem.table_count > 0 && one_in(maker, 8)) {
        meeting->locked_table = (uint16_t)(1 + below(maker, made->problem.table_count));
        if (meeting->locked_slot >= 0 &&
            locked_already(made, m, meeting->locked_slot, meeting->locked_table)) {
            meeting->locked_table = 0;
        }
    }
}

static void make_meeting(struct maker *maker, uint32_t m, bool ordered)
{
    struct random_timetable *made = maker->made;
    uint32_t persons = (uint32_t)made->problem.participant_count; /* at least two */
    assert(persons > 1);
    struct mus_timetable_meeting *meeting = &made->meetings[m];
    *meeting = (struct mus_timetable_meeting){
        .a = below(maker, persons),
        .session = ~(mus_slots)0,
        .locked_slot = -1,
        .place = (uint8_t)(one_in(maker, 3) ? below(maker, 4) : MUS_PLACE_TABLE),
        .weight = one_in(maker, 2) ? 0 : below(maker, 1000000),
        .after_begin = m,
        .standing_slot = -1,
    };
    meeting->b = (meeting->a + 1 + below(maker, persons - 1)) % persons;
    if (one_in(maker, 4)) {
        uint16_t session = (uint16_t)below(maker, 2);
        meeting->session = 0;
        for (size_t s = 0; s < made->problem.slot_count; s++) {
            meeting->session |= made->slots[s].session == session ? (mus_slots)1 << s : 0;
        }
    }
    if (made->problem.interpreter_count > 0 && one_in(maker, 3)) {
        meeting->language = (uint8_t)(1 + below(maker, 3));
    }
    if (ordered && m > 0 && one_in(maker, 4)) {
        made->after[m] = below(maker, m);
        meeting->after_count = 1;
    }
    lock(maker, m);
}

static void make_sizes(struct maker *maker)
{
    struct mus_timetable_problem *problem = &maker->made->problem;
    problem->slot_count = 1 + below(maker, maker->tiny ? 4 : RANDOM_SLOTS);
    problem->table_count = below(maker, maker->tiny ? 3 : RANDOM_TABLES + 1);
    problem->participant_count = 2 + below(maker, maker->tiny ? 4 : RANDOM_PARTICIPANTS - 1);
    problem->meeting_count = below(maker, maker->tiny ? 6 : RANDOM_MEETINGS + 1);
    problem->max_break_difference = one_in(maker, 2) ? below(maker, 3) : MUS_TIMETABLE_NO_LIMIT;
}

void random_timetable(struct random_timetable *made, struct mus_random *random, bool tiny)
{
    struct maker maker = {made, random, tiny};
    memset(made, 0, sizeof *made);
    made->problem = (struct mus_timetable_problem){.slots = made->slots,
                                                   .participants = made->participants,
                                                   .meetings = made->meetings,
                                                   .after = made->after};
    make_sizes(&maker);
    bool walks = one_in(&maker, 3);
    make_slots(&maker, walks);
    for (size_t p = 0; p < made->problem.participant_count; p++) {
        made->participants[p] =
            (struct mus_timetable_participant){some_slots(&maker), MUS_TIMETABLE_NO_HALL};
    }
    if (walks) {
        make_halls(&maker);
    }
    if (one_in(&maker, 3)) {
        made->problem.table_open = made->table_open;
        for (uint32_t t = 0; t < made->problem.table_count; t++) {
            made->table_open[t] = some_slots(&maker);
        }
    }
    if (one_in(&maker, 3)) {
        make_interpreters(&maker);
    }
    bool ordered = one_in(&maker, 3);
    for (uint32_t m = 0; m < made->problem.meeting_count; m++) {
        make_meeting(&maker, m, ordered);
    }
}
