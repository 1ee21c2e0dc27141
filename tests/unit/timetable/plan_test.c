#include "plan_fixture.h"

static void at_first_everything_is_left_out(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 3, 1, 3);
    small_meet_all(&small);
    small.meetings[1].weight = 500;
    open_plan(&plan, &small);
    assert_int_equal(plan.out_count, 3);
    assert_int_equal(plan.left_out_weight, 500);
    assert_int_equal(plan.breaks, 0);
    assert_int_equal(plan.cost, 3 * MUS_PLAN_LEFT_OUT + MUS_PLAN_LEFT_OUT_WEIGHT);
    assert_sound(&plan);
    mus_plan_done(&plan);
}

static void a_meeting_needs_both_sides_and_a_table(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 3, 1, 6);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 1, 2);
    (void)small_meet(&small, 3, 4);
    small_meet(&small, 4, 5)->place = MUS_PLACE_BOOTH_A;
    small.people[3].available = 0x3;
    small.meetings[2].session = 0x5;
    open_plan(&plan, &small);
    mus_plan_place(&plan, 0, 0);
    assert_false(mus_plan_can_place(&plan, 1, 0)); /* participant 1 is busy */
    assert_false(mus_plan_can_place(&plan, 2, 0)); /* the one table is taken */
    assert_false(mus_plan_can_place(&plan, 2, 1)); /* is not in its session */
    assert_false(mus_plan_can_place(&plan, 2, 2)); /* participant 3 is not there */
    assert_true(mus_plan_can_place(&plan, 3, 0));  /* at a booth */
    assert_true(mus_plan_can_place(&plan, 1, 1));
    mus_plan_remove(&plan, 0);
    assert_true(mus_plan_can_place(&plan, 2, 0));
    assert_sound(&plan);
    mus_plan_done(&plan);
}

static void breaks_and_idle_slots_are_those_of_a_day(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 8, 1, 2);
    for (size_t s = 4; s < 8; s++) {
        small.slots[s].day = 1;
    }
    open_plan(&plan, &small);
    assert_int_equal(mus_plan_breaks(&plan, 0), 0);
    assert_int_equal(mus_plan_breaks(&plan, 0x0F), 0);
    assert_int_equal(mus_plan_breaks(&plan, 0x81), 0); /* overnight is no break */
    assert_int_equal(mus_plan_breaks(&plan, 0x18), 0);
    assert_int_equal(mus_plan_breaks(&plan, 0x09), 1);
    assert_int_equal(mus_plan_breaks(&plan, 0xA5), 2);
    assert_int_equal(mus_plan_idle(&plan, 0x09), 2);
    assert_int_equal(mus_plan_idle(&plan, 0xA5), 2);
    assert_int_equal(mus_plan_idle(&plan, 0x81), 0);
    mus_plan_done(&plan);
}

/* Whoever may not be after somebody is as little free as who may not be before: in both directions
 * of the list, and at its end. */
static void order_holds_whoever_is_placed_first(void **state)
{
    (void)state;
    static const uint32_t PAIRS[][2] = {{0, 2}, {2, 0}, {1, 2}, {0, 1}, {2, 1}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        uint32_t later = PAIRS[i][0];
        uint32_t earlier = PAIRS[i][1];
        struct small_timetable small;
        struct mus_plan plan;
        small_init(&small, 3, 3, 6);
        for (uint32_t m = 0; m < 3; m++) {
            (void)small_meet(&small, 2 * m, 2 * m + 1);
        }
        small.after[0] = earlier;
        small.meetings[later].after_count = 1;
        open_plan(&plan, &small);
        mus_plan_place(&plan, later, 1);
        assert_true(mus_plan_can_place(&plan, earlier, 0));
        assert_false(mus_plan_can_place(&plan, earlier, 1));
        assert_false(mus_plan_can_place(&plan, earlier, 2));
        mus_plan_remove(&plan, later);
        mus_plan_place(&plan, earlier, 1);
        assert_false(mus_plan_can_place(&plan, later, 0));
        assert_false(mus_plan_can_place(&plan, later, 1));
        assert_true(mus_plan_can_place(&plan, later, 2));
        mus_plan_done(&plan);
    }
}

static void an_interpreter_is_in_one_meeting_at_a_time(void **state)
{
    (void)state;
    /* One speaks languages 1 and 2, one 2 alone: never two meetings in language 1. */
    static const struct mus_timetable_interpreter INTERPRETERS[] = {{~(mus_slots)0, 3}, {1, 2}};
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 2, 3, 6);
    for (uint32_t m = 0; m < 3; m++) {
        small_meet(&small, 2 * m, 2 * m + 1)->language = (uint8_t)(m == 0 ? 1 : 2);
    }
    small.problem.interpreters = INTERPRETERS;
    small.problem.interpreter_count = 2;
    open_plan(&plan, &small);
    mus_plan_place(&plan, 1, 0);
    assert_true(mus_plan_can_place(&plan, 0, 0));
    mus_plan_place(&plan, 2, 0);
    assert_false(mus_plan_can_place(&plan, 0, 0)); /* both are taken, whoever goes where */
    assert_true(mus_plan_can_place(&plan, 0, 1));
    mus_plan_remove(&plan, 2);
    mus_plan_place(&plan, 2, 1);
    assert_false(mus_plan_can_place(&plan, 0, 1)); /* the second one is gone */
    mus_plan_done(&plan);
}

static void fairness_is_the_difference_of_breaks(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 5, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 0, 2);
    (void)small_meet(&small, 0, 3);
    small.problem.max_break_difference = 1;
    open_plan(&plan, &small);
    mus_plan_place(&plan, 0, 0);
    mus_plan_place(&plan, 1, 2);
    assert_true(mus_plan_fair(&plan));
    assert_false(mus_plan_fair_with(&plan, 2, 4));
    assert_true(mus_plan_fair_with(&plan, 2, 3));
    assert_true(mus_plan_fair_with(&plan, 2, 1));
    mus_plan_place(&plan, 2, 4);
    assert_false(mus_plan_fair(&plan));
    mus_plan_done(&plan);
}

static void what_is_loaded_is_there_as_far_as_the_rules_let_it(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 3, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 1, 2);
    (void)small_meet(&small, 2, 3);
    open_plan(&plan, &small);
    mus_plan_place(&plan, 2, 0);
    mus_plan_load(&plan, (const int8_t[]){0, 0, 2});
    assert_slots(&plan, (const int8_t[]){0, MUS_PLAN_OUT, 2});
    mus_plan_load(&plan, (const int8_t[]){MUS_PLAN_OUT, 0, 1});
    assert_slots(&plan, (const int8_t[]){MUS_PLAN_OUT, 0, 1});
    assert_sound(&plan);
    mus_plan_done(&plan);
}

static void a_move_away_from_what_stood_costs(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 2, 2, 4);
    small_meet(&small, 0, 1)->standing_slot = 0;
    small_meet(&small, 2, 3)->standing_slot = 1;
    small.people[2].available = 1; /* cannot stay where it was: has not been moved */
    open_plan(&plan, &small);
    mus_plan_hold_standing(&plan, 3000);
    mus_plan_place(&plan, 0, 0);
    mus_plan_place(&plan, 1, 0);
    assert_int_equal(plan.moved, 0);
    int64_t cost = plan.cost;
    mus_plan_remove(&plan, 0);
    mus_plan_place(&plan, 0, 1);
    assert_int_equal(plan.moved, 1);
    assert_int_equal(plan.cost, cost + 3000);
    assert_sound(&plan);
    mus_plan_done(&plan);
}

/* Whatever is placed and taken out, every sum is right and every rule holds. */
static void sums_and_rules_hold_after_every_change(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 11);
    for (int round = 0; round < 4; round++) {
        struct small_timetable small;
        struct mus_timetable_interpreter interpreters[2];
        struct mus_plan plan;
        unsigned placed = 0;
        small_fair(&small, &random, interpreters);
        open_plan(&plan, &small);
        for (int i = 0; i < 400; i++) {
            uint32_t m = (uint32_t)mus_random_below(&random, 30);
            uint32_t slot = (uint32_t)mus_random_below(&random, 8);
            if (plan.slots[m] != MUS_PLAN_OUT) {
                mus_plan_remove(&plan, m);
            } else if (mus_plan_can_place(&plan, m, slot)) {
                mus_plan_place(&plan, m, slot);
                placed++;
            }
            assert_sound(&plan);
        }
        assert_true(placed > 50);
        mus_plan_done(&plan);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_random random;
    struct small_timetable small;
    struct mus_timetable_interpreter interpreters[2];
    enum mus_status status = MUS_NO_MEMORY;
    mus_random_init(&random, 1);
    small_fair(&small, &random, interpreters);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_plan plan;
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_plan_init(&plan, &small.problem, 0, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        if (status == MUS_OK) {
            mus_plan_done(&plan);
        }
    }
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_first_everything_is_left_out),
        cmocka_unit_test(a_meeting_needs_both_sides_and_a_table),
        cmocka_unit_test(breaks_and_idle_slots_are_those_of_a_day),
        cmocka_unit_test(order_holds_whoever_is_placed_first),
        cmocka_unit_test(an_interpreter_is_in_one_meeting_at_a_time),
        cmocka_unit_test(fairness_is_the_difference_of_breaks),
        cmocka_unit_test(what_is_loaded_is_there_as_far_as_the_rules_let_it),
        cmocka_unit_test(a_move_away_from_what_stood_costs),
        cmocka_unit_test(sums_and_rules_hold_after_every_change),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
