#include "planned_fair.h"

#include "fair/meet.h"
#include "fair/runs.h"
#include "fair/seat.h"

static void timetable(struct fair *fair, enum mus_timetable_mode mode,
                      struct mus_timetable_run *run)
{
    ok(fair->match,
       mus_timetable_run_make(&fair->now, &fair->context, mode, run, &fair->match->err));
}

/* Every rule by its plain meaning: each meeting can have the seat it has, given all the others. */
static void expect_legal(struct fair *fair)
{
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        struct mus_seat seat;
        if (meeting->state != MUS_MEETING_PLANNED || meeting->slot < 0) {
            continue;
        }
        ok(fair->match, mus_seat_find(&fair->now, i, (size_t)meeting->slot, meeting->table, 0,
                                      &fair->match->arena, &seat, &fair->match->err));
        assert_int_equal(seat.interpreter, meeting->interpreter);
        assert_int_equal(seat.place, meeting->place);
    }
}

/* No meeting without a slot could have one. */
static void expect_full(struct fair *fair)
{
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        struct mus_seat seat;
        for (size_t s = 0; meeting->state == MUS_MEETING_PLANNED && meeting->slot < 0 &&
                           s < fair->now.event.slot_count;
             s++) {
            assert_int_equal(
                mus_seat_find(&fair->now, i, s, 0, 0, &fair->match->arena, &seat, NULL),
                MUS_CONFLICT);
        }
    }
}

static void every_meeting_gets_a_slot_and_no_rule_is_broken(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_ALL, &run);
    assert_int_equal(run.left_count, 0);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(run.plan.run.meeting_count, 24);
    assert_int_equal(run.plan.run.breaks, run.breaks);
    mus_timetable_run_done(&run);
    assert_int_equal(meetings_placed(fair), 24);
    expect_legal(fair);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        assert_int_equal(fair->now.meetings[i].sequence, 1);
        assert_int_equal(fair->now.meetings[i].place, MUS_PLACE_BOOTH_A);
    }
}

static void meetings_without_a_booth_are_at_tables(void **state)
{
    struct fair *fair = *state;
    for (int i = 0; i < 6; i++) {
        char id[8];
        snprintf(id, sizeof id, "p-%02d", i);
        struct mus_participant who = participant_now(fair, id);
        who.booth = MUS_NO_TEXT;
        who.booth_hall = 0;
        put_changed(fair, &who);
    }
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    /* Three tables in four slots, of which one is closed in one; and halls that are far apart. */
    assert_int_equal(fair->now.meeting_count, 11);
    assert_true(meetings_placed(fair) >= 10);
    expect_legal(fair);
    expect_full(fair);
}

static void a_meeting_between_two_languages_gets_an_interpreter(void **state)
{
    struct fair *fair = *state;
    struct mus_text english = MUS_TEXT("en");
    struct mus_text vietnamese = MUS_TEXT("vi");
    struct mus_participant who = participant_now(fair, "p-06");
    who.languages = (struct mus_texts){&english, 1};
    put_changed(fair, &who);
    who = participant_now(fair, "p-07");
    who.languages = (struct mus_texts){&vietnamese, 1};
    put_changed(fair, &who);
    pair_fair(fair);
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_ALL, &run);
    assert_true(run.interpreted > 0);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    mus_timetable_run_done(&run);
    expect_legal(fair);
}

static void what_stands_stays_where_only_the_unplaced_are_placed(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    struct mus_fair_plan plan;
    ok(fair->match, mus_fair_plan_init(&plan, &fair->now, &fair->context, 0, MUS_RUN_REPAIR,
                                       "unseat", &fair->match->err));
    plan.meetings[3].slot = plan.meetings[9].slot = -1;
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_UNPLACED, &run);
    assert_int_equal(run.plan.run.moved, 0);
    for (size_t i = 0; i < run.plan.meeting_count; i++) {
        assert_int_equal(mus_fair_plan_change(&run.plan, i),
                         i == 3 || i == 9 ? MUS_CHANGE_PLACED : MUS_CHANGE_NONE);
    }
    mus_timetable_run_done(&run);
}

static void locks_hold_when_all_is_timetabled_anew(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    struct mus_fair_plan plan;
    ok(fair->match, mus_fair_plan_init(&plan, &fair->now, &fair->context, 0, MUS_RUN_REPAIR, "lock",
                                       &fair->match->err));
    for (size_t i = 0; i < plan.meeting_count; i += 2) {
        plan.meetings[i].lock_slot = (struct mus_lock){MUS_TEXT("佐藤"), BEFORE_FAIR};
    }
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    fair->context.seed = 99;
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_ALL, &run);
    for (size_t i = 0; i < run.plan.meeting_count; i += 2) {
        assert_int_equal(run.plan.meetings[i].slot, fair->now.meetings[i].slot);
    }
    mus_timetable_run_done(&run);
}

static void what_has_begun_is_left_alone(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    fair->context.now = FAIR_SECONDS + 60 * 60; /* the two slots of the first day are over */
    fair->context.seed = 99;
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_ALL, &run);
    for (size_t i = 0; i < run.plan.meeting_count; i++) {
        if (fair->now.meetings[i].slot < 2) {
            assert_int_equal(mus_fair_plan_change(&run.plan, i), MUS_CHANGE_NONE);
        } else {
            assert_true(run.plan.meetings[i].slot < 0 || run.plan.meetings[i].slot >= 2);
        }
    }
    mus_timetable_run_done(&run);
}

static void a_timetable_is_done_again_to_the_byte(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    struct mus_participant who = participant_now(fair, "p-03");
    who.unavailable = 1;
    put_changed(fair, &who);
    timetable_fair(fair, MUS_MODE_REPAIR);
    for (uint64_t number = 2; number < 4; number++) {
        struct mus_read *read = begin(fair->match->place);
        struct mus_repetition repetition;
        ok(fair->match, mus_run_repeat(read, EVENT, number, 1, &fair->match->arena, &repetition,
                                       &fair->match->err));
        assert_true(repetition.same);
        mus_store_read_end(read);
    }
}

static void what_is_left_out_is_told_with_the_reason(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_meeting first = fair->now.meetings[0];
    struct mus_participant who = participant_now(fair, terminated(fair, first.a));
    who.unavailable = 14;
    put_changed(fair, &who);
    who = participant_now(fair, terminated(fair, first.b));
    who.unavailable = 1;
    put_changed(fair, &who);
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_ALL, &run);
    assert_true(run.left_count >= 1);
    assert_int_equal(run.left[0].meeting, 0);
    assert_int_equal(run.left[0].why, MUS_LEFT_OUT_NO_COMMON_SLOT);
    assert_true(run.left[0].ja.len > 0 && run.left[0].en.len > 0);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_PLANNED);
    assert_int_equal(fair->now.meetings[0].slot, -1);
    mus_timetable_run_done(&run);
    expect_full(fair);
}

static void who_does_not_take_part_has_no_seat(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    timetable_fair(fair, MUS_MODE_ALL);
    struct mus_participant who = participant_now(fair, "p-03");
    who.state = MUS_PARTICIPANT_WAITING;
    put_changed(fair, &who);
    struct mus_timetable_run run;
    timetable(fair, MUS_MODE_REPAIR, &run);
    assert_int_equal(run.left_count, 4);
    assert_true(run.left[0].absent);
    mus_timetable_run_done(&run);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    struct mus_text english = MUS_TEXT("en");
    struct mus_participant who = participant_now(fair, "p-06");
    who.languages = (struct mus_texts){&english, 1};
    put_changed(fair, &who);
    pair_fair(fair);
    fair->context.threads = 1;
    for (uint64_t n = 1;; n++) {
        struct mus_timetable_run run;
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_timetable_run_make(&fair->now, &fair->context, MUS_MODE_REPAIR,
                                                        &run, &fair->match->err);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_timetable_run_done(&run);
        } else {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
        if (!met) {
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FAIR(every_meeting_gets_a_slot_and_no_rule_is_broken),
        IN_FAIR(meetings_without_a_booth_are_at_tables),
        IN_FAIR(a_meeting_between_two_languages_gets_an_interpreter),
        IN_FAIR(what_stands_stays_where_only_the_unplaced_are_placed),
        IN_FAIR(locks_hold_when_all_is_timetabled_anew),
        IN_FAIR(what_has_begun_is_left_alone),
        IN_FAIR(a_timetable_is_done_again_to_the_byte),
        IN_FAIR(what_is_left_out_is_told_with_the_reason),
        IN_FAIR(who_does_not_take_part_has_no_seat),
        IN_FAIR(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
