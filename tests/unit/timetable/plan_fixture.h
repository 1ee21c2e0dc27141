/* Plans of small timetabling problems, and what must hold of a plan whatever is done to it. */
#ifndef MUS_TESTS_PLAN_FIXTURE_H
#define MUS_TESTS_PLAN_FIXTURE_H

#include "../matcher/small_timetable.h"
#include "base/mem.h"
#include "base/random.h"
#include "matcher/timetable/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void open_plan(struct mus_plan *plan, const struct small_timetable *small)
{
    struct mus_error err;
    if (mus_timetable_check_problem(&small->problem, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(mus_plan_init(plan, &small->problem, 0, NULL), MUS_OK);
}

/* Its sums are what they should be, and no rule is broken but, perhaps, that of fairness. */
static inline void assert_sound(const struct mus_plan *plan)
{
    struct mus_error err;
    if (mus_plan_check(plan, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

/* Meeting m is in slots[m]; MUS_PLAN_OUT: left out. */
static inline void assert_slots(const struct mus_plan *plan, const int8_t *slots)
{
    assert_memory_equal(plan->slots, slots, plan->problem->meeting_count);
}

/* Two days of four slots in two halls ten minutes apart, sixteen people, thirty meetings with every
 * kind of rule: tables locked, order in both directions of the list, two languages, booths. */
static inline void small_fair(struct small_timetable *small, struct mus_random *random,
                              struct mus_timetable_interpreter interpreters[2])
{
    small_init(small, 8, 3, 16);
    for (size_t s = 0; s < 8; s++) {
        small->slots[s].day = (uint16_t)(s / 4);
        small->slots[s].start = (uint16_t)(600 + s % 4 * 25);
        small->slots[s].minutes = 20;
    }
    small->walk[1] = small->walk[2] = 10;
    small->problem.hall_count = 2;
    small->problem.walk_minutes = small->walk;
    for (uint32_t p = 0; p < 6; p++) {
        small->people[p].hall = (int16_t)(p % 2);
    }
    interpreters[0] = (struct mus_timetable_interpreter){~(mus_slots)0, 1};
    interpreters[1] = (struct mus_timetable_interpreter){0xF, 3};
    small->problem.interpreters = interpreters;
    small->problem.interpreter_count = 2;
    for (uint32_t m = 0; m < 30; m++) {
        uint32_t a = (uint32_t)mus_random_below(random, 16);
        uint32_t b = (a + 1 + (uint32_t)mus_random_below(random, 15)) % 16;
        struct mus_timetable_meeting *meeting = small_meet(small, a, b);
        meeting->place = a < 6 && m % 2 == 0 ? MUS_PLACE_BOOTH_A : MUS_PLACE_TABLE;
        meeting->language = m % 5 == 0 ? 1 + m % 2 : 0;
        meeting->locked_table = m == 7 || m == 13 ? 2 : 0;
        meeting->weight = m * 1000;
    }
    small->meetings[7].place = small->meetings[13].place = MUS_PLACE_TABLE;
    small->after[0] = 29;
    small->after[1] = 2;
    small->meetings[4].after_count = 1; /* behind the last of the list */
    small->meetings[20].after_begin = 1;
    small->meetings[20].after_count = 1;
}

#endif
