#include "planned_fair.h"

#include "fair/locks.h"
#include "fair/runs.h"

static void move_away(struct fair *fair, size_t meeting)
{
    struct mus_fair_plan plan;
    struct mus_meeting_move away = {.meeting = fair->now.meetings[meeting].id, .nowhere = true};
    ok(fair->match, mus_meeting_move(&fair->now, &fair->context, &away, &plan, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
}

static enum mus_status restore_in(struct fair *fair, const struct mus_read *read, uint64_t number,
                                  struct mus_restoring *restoring)
{
    return mus_run_restore(&fair->now, read, &fair->context, number, restoring, &fair->match->err);
}

static void restore(struct fair *fair, uint64_t number, size_t expect_left)
{
    struct mus_restoring restoring;
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match, restore_in(fair, read, number, &restoring));
    mus_store_read_end(read);
    assert_int_equal(restoring.left_count, expect_left);
    ok(fair->match, make_plan_stand(fair, &restoring.plan));
    mus_restoring_done(&restoring);
}

static void two_runs_are_compared_meeting_by_meeting(void **state)
{
    struct fair *fair = *state;
    move_away(fair, 4);
    struct mus_read *read = begin(fair->match->place);
    struct mus_run_comparison comparison;
    ok(fair->match,
       mus_runs_compare(read, EVENT, 1, 2, &fair->match->arena, &comparison, &fair->match->err));
    assert_int_equal(comparison.counts[MUS_CHANGE_PLACED], 24);
    assert_int_equal(comparison.count, 24);
    ok(fair->match,
       mus_runs_compare(read, EVENT, 2, 3, &fair->match->arena, &comparison, &fair->match->err));
    assert_int_equal(comparison.count, 1);
    assert_int_equal(comparison.rows[0].change, MUS_CHANGE_UNPLACED);
    assert_int_equal(comparison.counts[MUS_CHANGE_NONE], 23);
    assert_int_equal(
        mus_runs_compare(read, EVENT, 2, 9, &fair->match->arena, &comparison, &fair->match->err),
        MUS_NOT_FOUND);
    mus_store_read_end(read);
}

static void a_run_that_is_restored_stands_as_it_stood(void **state)
{
    struct fair *fair = *state;
    struct mus_fair before = fair->now;
    move_away(fair, 4);
    move_away(fair, 9);
    restore(fair, 2, 0);
    assert_int_equal(fair->now.meeting_count, before.meeting_count);
    for (size_t i = 0; i < before.meeting_count; i++) {
        assert_int_equal(fair->now.meetings[i].slot, before.meetings[i].slot);
        assert_int_equal(fair->now.meetings[i].table, before.meetings[i].table);
        assert_true(mus_text_equal(fair->now.meetings[i].id, before.meetings[i].id));
    }
}

static void to_before_the_timetable_all_slots_are_taken_away(void **state)
{
    struct fair *fair = *state;
    restore(fair, 1, 0);
    assert_int_equal(meetings_placed(fair), 0);
    assert_int_equal(fair->now.meeting_count, 24);
    restore(fair, 2, 0);
    assert_int_equal(meetings_placed(fair), 24);
}

static void who_has_gone_since_is_not_brought_back(void **state)
{
    struct fair *fair = *state;
    struct mus_participant who = participant_now(fair, "p-03");
    who.state = MUS_PARTICIPANT_CANCELLED;
    put_changed(fair, &who);
    restore(fair, 2, 0);
    assert_int_equal(meetings_with(fair, "p-03"), 0);
    assert_int_equal(meetings_placed(fair), 20);
}

static void what_was_held_since_stays_held(void **state)
{
    struct fair *fair = *state;
    struct mus_fair_plan plan;
    ok(fair->match, mus_fair_plan_init(&plan, &fair->now, &fair->context, 0, MUS_RUN_REPAIR, "held",
                                       &fair->match->err));
    plan.meetings[0].state = MUS_MEETING_HELD;
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    restore(fair, 1, 0);
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_HELD);
    assert_true(fair->now.meetings[0].slot >= 0);
}

static void a_seat_that_is_impossible_today_is_told_of(void **state)
{
    struct fair *fair = *state;
    struct mus_participant who = participant_now(fair, "p-03");
    who.unavailable = 1;
    put_changed(fair, &who);
    restore(fair, 2, 1);
    assert_int_equal(meetings_with(fair, "p-03"), 4);
    assert_int_equal(meetings_placed(fair), 23);
}

static void a_run_by_hand_cannot_be_done_again(void **state)
{
    struct fair *fair = *state;
    move_away(fair, 4);
    struct mus_read *read = begin(fair->match->place);
    struct mus_repetition repetition;
    assert_int_equal(
        mus_run_repeat(read, EVENT, 3, 1, &fair->match->arena, &repetition, &fair->match->err),
        MUS_INVALID);
    assert_string_equal(fair->match->err.message, "run 3 solved no problem");
    mus_store_read_end(read);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    struct mus_read *read = begin(fair->match->place);
    for (uint64_t n = 1;; n++) {
        struct mus_restoring restoring;
        mus_mem_fail_at(n, false);
        enum mus_status status = restore_in(fair, read, 1, &restoring);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_restoring_done(&restoring);
        } else {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
        if (!met) {
            break;
        }
    }
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLANNED(two_runs_are_compared_meeting_by_meeting),
        IN_PLANNED(a_run_that_is_restored_stands_as_it_stood),
        IN_PLANNED(to_before_the_timetable_all_slots_are_taken_away),
        IN_PLANNED(who_has_gone_since_is_not_brought_back),
        IN_PLANNED(what_was_held_since_stays_held),
        IN_PLANNED(a_seat_that_is_impossible_today_is_told_of),
        IN_PLANNED(a_run_by_hand_cannot_be_done_again),
        IN_PLANNED(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
