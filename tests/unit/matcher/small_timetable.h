/* A timetabling problem of a few lines: slots of one day, tables, people who can always come, and
 * meetings at tables, to be changed by the test. */
#ifndef MUS_TESTS_SMALL_TIMETABLE_H
#define MUS_TESTS_SMALL_TIMETABLE_H

#include "matcher/timetable/model/problem.h"

#include <string.h>

enum { SMALL_SLOTS = 8, SMALL_PEOPLE = 160, SMALL_MEETINGS = 160 };

struct small_timetable {
    struct mus_timetable_slot slots[SMALL_SLOTS];
    struct mus_timetable_participant people[SMALL_PEOPLE];
    struct mus_timetable_meeting meetings[SMALL_MEETINGS];
    uint32_t after[SMALL_MEETINGS];
    uint16_t walk[4];
    struct mus_timetable_problem problem;
};

static inline void small_init(struct small_timetable *small, size_t slots, uint32_t tables,
                              size_t people)
{
    memset(small, 0, sizeof *small);
    for (size_t s = 0; s < slots; s++) {
        small->slots[s].tables = tables;
    }
    for (size_t p = 0; p < people; p++) {
        small->people[p] = (struct mus_timetable_participant){~(mus_slots)0, MUS_TIMETABLE_NO_HALL};
    }
    small->problem = (struct mus_timetable_problem){
        .slots = small->slots,
        .slot_count = slots,
        .table_count = tables,
        .participants = small->people,
        .participant_count = people,
        .meetings = small->meetings,
        .after = small->after,
        .max_break_difference = MUS_TIMETABLE_NO_LIMIT,
    };
}

static inline struct mus_timetable_meeting *small_meet(struct small_timetable *small, uint32_t a,
                                                       uint32_t b)
{
    struct mus_timetable_meeting *meeting = &small->meetings[small->problem.meeting_count++];
    *meeting = (struct mus_timetable_meeting){
        .a = a, .b = b, .session = ~(mus_slots)0, .locked_slot = -1, .standing_slot = -1};
    return meeting;
}

static inline void small_meet_in(struct small_timetable *small, uint32_t a, uint32_t b, int slot)
{
    small_meet(small, a, b)->locked_slot = (int16_t)slot;
}

/* Everybody meets everybody. */
static inline void small_meet_all(struct small_timetable *small)
{
    for (uint32_t b = 1; b < small->problem.participant_count; b++) {
        for (uint32_t a = 0; a < b; a++) {
            (void)small_meet(small, a, b);
        }
    }
}

#endif
