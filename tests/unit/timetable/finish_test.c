#include "matcher/timetable/finish.h"

#include "plan_fixture.h"

static void finish(struct mus_plan *plan, bool keep_standing, struct mus_timetable_answer *answer)
{
    *answer = (struct mus_timetable_answer){0};
    assert_int_equal(mus_finish(plan, keep_standing, answer, NULL), MUS_OK);
    struct mus_timetable_figures figures;
    struct mus_error err;
    if (mus_timetable_judge(plan->problem, answer->seats, &figures, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(figures.left_out, answer->figures.left_out);
    assert_int_equal(figures.breaks, answer->figures.breaks);
}

/* Nobody's fault but one rule's: the last meeting stays out, and is told why. */
static void assert_last_is_out(struct small_timetable *small, enum mus_left_out why)
{
    struct mus_plan plan;
    struct mus_timetable_answer answer;
    uint32_t last = (uint32_t)small->problem.meeting_count - 1;
    open_plan(&plan, small);
    for (uint32_t m = 0; m < last; m++) {
        for (uint32_t s = 0; s < plan.slot_count && plan.slots[m] == MUS_PLAN_OUT; s++) {
            if (mus_plan_can_place(&plan, m, s)) {
                mus_plan_place(&plan, m, s);
            }
        }
        assert_true(plan.slots[m] != MUS_PLAN_OUT);
    }
    finish(&plan, false, &answer);
    assert_int_equal(answer.figures.left_out, 1);
    assert_int_equal(answer.seats[last].slot, -1);
    assert_int_equal(answer.seats[last].table, 0);
    assert_int_equal(answer.why[last], why);
    mus_timetable_answer_done(&answer);
    mus_plan_done(&plan);
}

static void the_two_are_never_there_together(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 2, 2);
    (void)small_meet(&small, 0, 1);
    small.people[0].available = 1;
    small.people[1].available = 2;
    assert_last_is_out(&small, MUS_LEFT_OUT_NO_COMMON_SLOT);
}

static void one_of_them_is_busy_throughout(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 2, 4);
    small_meet_in(&small, 0, 1, 0);
    small_meet_in(&small, 2, 3, 1);
    (void)small_meet(&small, 0, 2);
    assert_last_is_out(&small, MUS_LEFT_OUT_BOTH_BUSY);
}

static void tables_are_taken(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 1, 1, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    assert_last_is_out(&small, MUS_LEFT_OUT_TABLES);
}

static void interpreters_are_elsewhere(void **state)
{
    (void)state;
    static const struct mus_timetable_interpreter ONE = {~(mus_slots)0, 1};
    struct small_timetable small;
    small_init(&small, 1, 2, 4);
    small_meet(&small, 0, 1)->language = 1;
    small_meet(&small, 2, 3)->language = 1;
    small.problem.interpreters = &ONE;
    small.problem.interpreter_count = 1;
    assert_last_is_out(&small, MUS_LEFT_OUT_INTERPRETERS);
}

static void a_locked_place_is_taken(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 4);
    small_meet_in(&small, 0, 1, 1);
    small_meet_in(&small, 0, 2, 1);
    assert_last_is_out(&small, MUS_LEFT_OUT_LOCK);
    small_init(&small, 1, 3, 4);
    small_meet(&small, 0, 1)->locked_table = 2;
    small_meet(&small, 2, 3)->locked_table = 2;
    assert_last_is_out(&small, MUS_LEFT_OUT_LOCK);
}

static void order_leaves_no_slot(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 2, 4);
    small_meet_in(&small, 0, 1, 1);
    small_meet(&small, 2, 3)->after_count = 1;
    small.after[0] = 0;
    assert_last_is_out(&small, MUS_LEFT_OUT_ORDER);
}

static void there_is_no_time_to_walk(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 2, 3);
    for (size_t s = 0; s < 2; s++) {
        small.slots[s].start = (uint16_t)(600 + 25 * s);
        small.slots[s].minutes = 20;
    }
    small.walk[1] = small.walk[2] = 10;
    small.problem.hall_count = 2;
    small.problem.walk_minutes = small.walk;
    small.people[0].hall = 0;
    small.people[1].hall = 1;
    small_meet(&small, 0, 2)->place = MUS_PLACE_BOOTH_A;
    small_meet(&small, 1, 2)->place = MUS_PLACE_BOOTH_A;
    assert_last_is_out(&small, MUS_LEFT_OUT_WALKING);
}

static void days_would_be_too_unlike(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 2, 3);
    small.problem.max_break_difference = 0;
    small_meet_in(&small, 0, 1, 0);
    small_meet_in(&small, 0, 2, 2);
    assert_last_is_out(&small, MUS_LEFT_OUT_BREAKS);
}

/* The plan has the slot, but the only table in it is too far: the slot is given up, and said so to
 * whoever goes on with the plan. */
static void a_slot_without_a_table_in_reach_is_given_up(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_timetable_answer answer;
    static const int16_t HALLS[] = {0, 1};
    static const mus_slots OPEN[] = {0x7, 0x5};
    small_init(&small, 3, 2, 3);
    for (size_t s = 0; s < 3; s++) {
        small.slots[s].start = (uint16_t)(600 + 25 * s);
        small.slots[s].minutes = 20;
    }
    small.walk[1] = small.walk[2] = 10;
    small.problem.hall_count = 2;
    small.problem.walk_minutes = small.walk;
    small.problem.table_halls = HALLS;
    small.problem.table_open = OPEN;
    small.people[0].hall = 1;
    small_meet(&small, 0, 1)->place = MUS_PLACE_BOOTH_A;
    (void)small_meet(&small, 1, 2);
    small.people[0].available = 0x1;
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){0, 1});
    assert_int_equal(plan.out_count, 0);
    finish(&plan, false, &answer);
    assert_int_equal(answer.figures.left_out, 0);
    assert_int_equal(answer.seats[1].slot, 2);
    assert_int_equal(plan.meetings[1].allowed & 0x2, 0);
    mus_timetable_answer_done(&answer);
    mus_plan_done(&plan);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_random random;
    struct small_timetable small;
    struct mus_timetable_interpreter interpreters[2];
    enum mus_status status = MUS_NO_MEMORY;
    mus_random_init(&random, 2);
    small_fair(&small, &random, interpreters);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_plan plan;
        struct mus_timetable_answer answer = {0};
        struct mus_error err = {0};
        open_plan(&plan, &small);
        mus_mem_fail_at(n, false);
        status = mus_finish(&plan, true, &answer, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        assert_true(status == MUS_OK || answer.seats == NULL);
        mus_timetable_answer_done(&answer);
        mus_plan_done(&plan);
    }
    assert_true(n > 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_two_are_never_there_together),
        cmocka_unit_test(one_of_them_is_busy_throughout),
        cmocka_unit_test(tables_are_taken),
        cmocka_unit_test(interpreters_are_elsewhere),
        cmocka_unit_test(a_locked_place_is_taken),
        cmocka_unit_test(order_leaves_no_slot),
        cmocka_unit_test(there_is_no_time_to_walk),
        cmocka_unit_test(days_would_be_too_unlike),
        cmocka_unit_test(a_slot_without_a_table_in_reach_is_given_up),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
