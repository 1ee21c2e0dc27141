#include "matcher/timetable/construct.h"

#include "plan_fixture.h"

static void construct(struct mus_plan *plan)
{
    assert_int_equal(mus_construct(plan, NULL), MUS_OK);
    assert_sound(plan);
}

/* No meeting that is left out has a slot of its own. */
static void assert_nothing_fits(const struct mus_plan *plan)
{
    for (uint32_t i = 0; i < plan->out_count; i++) {
        for (uint32_t s = 0; s < plan->slot_count; s++) {
            assert_false(mus_plan_can_place(plan, plan->out[i], s) &&
                         mus_plan_fair_with(plan, plan->out[i], s));
        }
    }
}

static void whoever_has_few_slots_goes_first(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 3, 1, 6);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    (void)small_meet(&small, 4, 5);
    small.people[4].available = 0x1;
    small.people[2].available = 0x3;
    open_plan(&plan, &small);
    construct(&plan);
    assert_slots(&plan, (const int8_t[]){2, 1, 0});
    mus_plan_done(&plan);
}

static void days_are_torn_as_little_as_can_be(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 6, 2, 4);
    small_meet_in(&small, 0, 1, 3);
    (void)small_meet(&small, 0, 2);
    (void)small_meet(&small, 0, 3);
    open_plan(&plan, &small);
    construct(&plan);
    assert_int_equal(plan.out_count, 0);
    assert_int_equal(plan.breaks, 0);
    mus_plan_done(&plan);
}

/* 0-1 stands in slot 0 and 2-3 in slot 1: 1-2 has no slot until one of them makes room. */
static void a_chain_makes_room_where_no_slot_is_free_for_both(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 2, 2, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 2, 3);
    (void)small_meet(&small, 1, 2);
    open_plan(&plan, &small);
    mus_plan_load(&plan, (const int8_t[]){0, 1, MUS_PLAN_OUT});
    construct(&plan);
    assert_int_equal(plan.out_count, 0);
    assert_int_equal(plan.slots[0], plan.slots[1]);
    mus_plan_done(&plan);
}

static void what_is_placed_stays_in(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 3);
    for (int round = 0; round < 20; round++) {
        struct small_timetable small;
        struct mus_timetable_interpreter interpreters[2];
        struct mus_plan plan;
        bool placed[SMALL_MEETINGS] = {false};
        small_fair(&small, &random, interpreters);
        open_plan(&plan, &small);
        for (uint32_t m = 0; m < 30; m++) {
            uint32_t slot = (uint32_t)mus_random_below(&random, 8);
            placed[m] = mus_plan_can_place(&plan, m, slot);
            if (placed[m]) {
                mus_plan_place(&plan, m, slot);
            }
        }
        uint32_t out = plan.out_count;
        construct(&plan);
        assert_true(plan.out_count < out);
        for (uint32_t m = 0; m < 30; m++) {
            assert_true(!placed[m] || plan.slots[m] != MUS_PLAN_OUT);
        }
        mus_construct_finish(&plan);
        assert_sound(&plan);
        assert_nothing_fits(&plan);
        mus_plan_done(&plan);
    }
}

static void finishing_makes_it_fair_and_leaves_nothing_out_that_fits(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 4);
    for (uint32_t limit = 0; limit < 2; limit++) {
        struct small_timetable small;
        struct mus_timetable_interpreter interpreters[2];
        struct mus_plan plan;
        small_fair(&small, &random, interpreters);
        small.problem.max_break_difference = limit;
        open_plan(&plan, &small);
        for (uint32_t m = 0; m < 30; m++) {
            uint32_t slot = (uint32_t)mus_random_below(&random, 8);
            if (mus_plan_can_place(&plan, m, slot)) {
                mus_plan_place(&plan, m, slot);
            }
        }
        assert_false(mus_plan_fair(&plan));
        mus_construct_finish(&plan);
        assert_true(mus_plan_fair(&plan));
        assert_sound(&plan);
        assert_nothing_fits(&plan);
        mus_plan_done(&plan);
    }
}

static void nothing_to_place_is_no_trouble(void **state)
{
    (void)state;
    struct small_timetable small;
    struct mus_plan plan;
    small_init(&small, 1, 0, 2);
    open_plan(&plan, &small);
    construct(&plan);
    mus_construct_finish(&plan);
    assert_int_equal(plan.cost, 0);
    mus_plan_done(&plan);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    enum mus_status status = MUS_NO_MEMORY;
    small_init(&small, 3, 1, 3);
    small_meet_all(&small);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_plan plan;
        struct mus_error err = {0};
        open_plan(&plan, &small);
        mus_mem_fail_at(n, false);
        status = mus_construct(&plan, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        assert_int_equal(plan.out_count, status == MUS_OK ? 0 : 3);
        mus_plan_done(&plan);
    }
    assert_true(n > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_has_few_slots_goes_first),
        cmocka_unit_test(days_are_torn_as_little_as_can_be),
        cmocka_unit_test(a_chain_makes_room_where_no_slot_is_free_for_both),
        cmocka_unit_test(what_is_placed_stays_in),
        cmocka_unit_test(finishing_makes_it_fair_and_leaves_nothing_out_that_fits),
        cmocka_unit_test(nothing_to_place_is_no_trouble),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
