#include "matcher/timetable/mend.h"

#include "plan_fixture.h"

struct mended {
    struct small_timetable small;
    struct mus_plan plan;
    struct mus_moves moves;
};

/* Opened with everything where it stood, as far as it can be. */
static void open_standing(struct mended *mended, const int8_t *slots)
{
    for (size_t m = 0; m < mended->small.problem.meeting_count; m++) {
        mended->small.meetings[m].standing_slot = slots[m];
    }
    open_plan(&mended->plan, &mended->small);
    mus_plan_hold_standing(&mended->plan, 3000);
    mus_plan_load(&mended->plan, slots);
    assert_int_equal(mus_moves_init(&mended->moves, &mended->plan, 1, NULL), MUS_OK);
}

static void forget(struct mended *mended)
{
    mus_moves_done(&mended->moves);
    mus_plan_done(&mended->plan);
}

static void a_free_slot_is_taken_and_nobody_is_moved(void **state)
{
    (void)state;
    struct mended mended;
    small_init(&mended.small, 3, 2, 4);
    (void)small_meet(&mended.small, 0, 1);
    (void)small_meet(&mended.small, 2, 3);
    (void)small_meet(&mended.small, 1, 2);
    open_standing(&mended, (const int8_t[]){0, 1, MUS_PLAN_OUT});
    mus_mend_place(&mended.moves, UINT64_MAX);
    assert_slots(&mended.plan, (const int8_t[]){0, 1, 2});
    assert_int_equal(mended.plan.moved, 0);
    assert_sound(&mended.plan);
    forget(&mended);
}

/* Two slots for three meetings in a row: one of them must move. */
static void make_busy(struct mended *mended)
{
    small_init(&mended->small, 2, 2, 4);
    (void)small_meet(&mended->small, 0, 1);
    (void)small_meet(&mended->small, 2, 3);
    (void)small_meet(&mended->small, 1, 2);
    open_standing(mended, (const int8_t[]){0, 1, MUS_PLAN_OUT});
}

static void one_is_moved_where_both_are_busy(void **state)
{
    (void)state;
    struct mended mended;
    make_busy(&mended);
    mus_mend_place(&mended.moves, UINT64_MAX);
    assert_int_equal(mended.plan.out_count, 0);
    assert_int_equal(mended.plan.moved, 1);
    assert_sound(&mended.plan);
    forget(&mended);
}

static void no_more_are_moved_than_may_be(void **state)
{
    (void)state;
    struct mended mended;
    make_busy(&mended);
    mus_mend_place(&mended.moves, 0);
    assert_slots(&mended.plan, (const int8_t[]){0, 1, MUS_PLAN_OUT});
    assert_sound(&mended.plan);
    forget(&mended);
}

static void what_was_moved_for_nothing_is_taken_home(void **state)
{
    (void)state;
    struct mended mended;
    make_busy(&mended);
    mus_plan_load(&mended.plan, (const int8_t[]){1, 0, MUS_PLAN_OUT});
    assert_int_equal(mended.plan.moved, 2);
    mus_mend_take_home(&mended.moves);
    assert_slots(&mended.plan, (const int8_t[]){0, 1, MUS_PLAN_OUT});
    assert_int_equal(mended.plan.moved, 0);
    /* but not where what has been placed would have to go */
    mus_plan_load(&mended.plan, (const int8_t[]){1, 1, 0});
    mus_mend_take_home(&mended.moves);
    assert_int_equal(mended.plan.out_count, 0);
    assert_int_equal(mended.plan.moved, 1);
    assert_sound(&mended.plan);
    forget(&mended);
}

/* On fairs with every rule: whatever stood is still held, and what could be placed is. */
static void nobody_is_left_out_for_another(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 8);
    for (int round = 0; round < 10; round++) {
        struct mended mended;
        struct mus_timetable_interpreter interpreters[2];
        int8_t slots[SMALL_MEETINGS];
        int8_t before[SMALL_MEETINGS];
        small_fair(&mended.small, &random, interpreters);
        for (uint32_t m = 0; m < 30; m++) {
            slots[m] = (int8_t)((int)mus_random_below(&random, 9) - 1);
        }
        open_standing(&mended, slots);
        uint32_t out = mended.plan.out_count;
        for (uint32_t m = 0; m < 30; m++) {
            before[m] = mended.plan.slots[m];
        }
        mus_mend_place(&mended.moves, UINT64_MAX);
        assert_sound(&mended.plan);
        assert_true(mended.plan.out_count < out);
        for (uint32_t m = 0; m < 30; m++) {
            assert_true(before[m] == MUS_PLAN_OUT || mended.plan.slots[m] != MUS_PLAN_OUT);
        }
        uint64_t moved = mended.plan.moved;
        out = mended.plan.out_count;
        int64_t cost = mended.plan.cost;
        mus_mend_take_home(&mended.moves);
        assert_sound(&mended.plan);
        assert_int_equal(mended.plan.out_count, out);
        assert_true(mended.plan.moved <= moved && mended.plan.cost <= cost);
        forget(&mended);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_free_slot_is_taken_and_nobody_is_moved),
        cmocka_unit_test(one_is_moved_where_both_are_busy),
        cmocka_unit_test(no_more_are_moved_than_may_be),
        cmocka_unit_test(what_was_moved_for_nothing_is_taken_home),
        cmocka_unit_test(nobody_is_left_out_for_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
