#include "matcher/timetable/chain.h"

#include "plan_fixture.h"

/* 0-1 and 2-3 in slot 0, 1-2 in slot 1: one path over four people. */
static void open_path(struct small_timetable *small, struct mus_plan *plan)
{
    small_init(small, 3, 2, 6);
    (void)small_meet(small, 0, 1);
    (void)small_meet(small, 2, 3);
    (void)small_meet(small, 1, 2);
    open_plan(plan, small);
    mus_plan_load(plan, (const int8_t[]){0, 0, 1});
}

static void a_path_has_two_ends_that_change_and_nobody_else_does(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    open_path(&small, &plan);
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    assert_true(mus_chain_grow(&chain, &plan, 2, 0));
    assert_int_equal(chain.count, 3);
    assert_int_equal(chain.end_count, 2);
    assert_int_equal(chain.ends[0].person + chain.ends[1].person, 0 + 3);
    assert_int_equal(chain.lean, -1); /* two tables in slot 0 for one */
    int32_t delta = mus_chain_delta(&chain, &plan);
    int64_t cost = plan.cost;
    mus_chain_swap(&chain, &plan);
    assert_slots(&plan, (const int8_t[]){1, 1, 0});
    assert_int_equal(plan.persons[0].busy, 2);
    assert_int_equal(plan.persons[1].busy, 3);
    assert_int_equal(plan.cost, cost + delta);
    assert_sound(&plan);
    mus_chain_swap(&chain, &plan);
    assert_slots(&plan, (const int8_t[]){0, 0, 1});
    assert_int_equal(plan.cost, cost);
    assert_sound(&plan);
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

static void a_cycle_has_no_ends_and_costs_nothing(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    open_path(&small, &plan);
    mus_plan_done(&plan);
    (void)small_meet(&small, 3, 0);
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){0, 0, 1, 1});
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    assert_true(mus_chain_grow(&chain, &plan, 0, 1));
    assert_int_equal(chain.count, 4);
    assert_int_equal(chain.end_count, 0);
    assert_int_equal(chain.lean, 0);
    assert_int_equal(mus_chain_delta(&chain, &plan), 0);
    mus_chain_swap(&chain, &plan);
    assert_slots(&plan, (const int8_t[]){1, 1, 0, 0});
    assert_sound(&plan);
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

static void a_meeting_that_may_not_come_ends_it(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    open_path(&small, &plan);
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    plan.meetings[1].allowed = 0x1;
    assert_false(mus_chain_grow(&chain, &plan, 2, 0)); /* 2-3 cannot go to slot 1 */
    assert_false(mus_chain_grow(&chain, &plan, 1, 1));
    assert_true(mus_chain_grow(&chain, &plan, 2, 2)); /* nobody is there */
    assert_int_equal(chain.count, 1);
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

static void room_is_what_the_two_slots_have(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    open_path(&small, &plan);
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    assert_true(mus_chain_grow(&chain, &plan, 2, 0));
    assert_true(mus_chain_fits(&chain, &plan));
    plan.room[1] = 1;
    assert_false(mus_chain_fits(&chain, &plan)); /* two meetings come to slot 1 */
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

static void a_rule_that_a_swap_breaks_is_seen(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    small_init(&small, 3, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    small.after[0] = 1;
    small.meetings[0].after_count = 1; /* 2-3 first */
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){2, 1});
    assert_int_equal(plan.out_count, 0);
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    assert_true(mus_chain_grow(&chain, &plan, 0, 0));
    assert_true(chain.bound);
    mus_chain_swap(&chain, &plan);
    assert_false(mus_chain_holds(&chain, &plan));
    mus_chain_swap(&chain, &plan);
    assert_true(mus_chain_holds(&chain, &plan));
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

/* Exchanges of every kind on a fair with every rule: cost and sums are as they were promised. */
static void delta_is_what_a_swap_costs(void **state)
{
    (void)state;
    struct mus_random random;
    struct small_timetable small;
    struct mus_timetable_interpreter interpreters[2];
    struct mus_plan plan;
    struct mus_chain chain;
    unsigned swapped = 0;
    mus_random_init(&random, 5);
    small_fair(&small, &random, interpreters);
    for (uint32_t m = 0; m < 30; m += 3) {
        small.meetings[m].standing_slot = (int16_t)(m % 8);
    }
    open_plan(&plan, &small);
    mus_plan_hold_standing(&plan, 700);
    assert_int_equal(mus_chain_init(&chain, &plan, NULL), MUS_OK);
    for (int i = 0; i < 3000; i++) {
        uint32_t m = (uint32_t)mus_random_below(&random, 30);
        uint32_t slot = (uint32_t)mus_random_below(&random, 8);
        if (plan.slots[m] == MUS_PLAN_OUT) {
            if (mus_plan_can_place(&plan, m, slot)) {
                mus_plan_place(&plan, m, slot);
            }
        } else if ((uint32_t)plan.slots[m] != slot && mus_chain_grow(&chain, &plan, m, slot) &&
                   mus_chain_fits(&chain, &plan)) {
            int32_t delta = mus_chain_delta(&chain, &plan);
            int64_t cost = plan.cost;
            mus_chain_swap(&chain, &plan);
            assert_int_equal(plan.cost, cost + delta);
            if (mus_chain_holds(&chain, &plan)) {
                swapped++;
            } else {
                mus_chain_swap(&chain, &plan);
                assert_int_equal(plan.cost, cost);
            }
        }
        assert_sound(&plan);
    }
    assert_true(swapped > 200);
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

static void its_allocation_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_chain chain;
    struct mus_error err;
    open_path(&small, &plan);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_chain_init(&chain, &plan, &err), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_string_equal(err.message, "out of memory");
    mus_chain_done(&chain);
    mus_plan_done(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_has_two_ends_that_change_and_nobody_else_does),
        cmocka_unit_test(a_cycle_has_no_ends_and_costs_nothing),
        cmocka_unit_test(a_meeting_that_may_not_come_ends_it),
        cmocka_unit_test(room_is_what_the_two_slots_have),
        cmocka_unit_test(a_rule_that_a_swap_breaks_is_seen),
        cmocka_unit_test(delta_is_what_a_swap_costs),
        cmocka_unit_test(its_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
