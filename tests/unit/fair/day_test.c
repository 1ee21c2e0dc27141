#include "planned_fair.h"

#include "fair/day.h"
#include "fair/seat.h"

/* Every meeting can have the seat it has, given all the others. */
static void expect_legal(struct fair *fair)
{
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        struct mus_seat seat;
        if (meeting->state == MUS_MEETING_PLANNED && meeting->slot >= 0) {
            ok(fair->match, mus_seat_find(&fair->now, i, (size_t)meeting->slot, meeting->table, 0,
                                          &fair->match->arena, &seat, &fair->match->err));
        }
    }
}

static enum mus_status cancel(struct fair *fair, const char *id, bool no_show, struct mus_day *day)
{
    struct mus_text who = mus_text_of(id);
    struct mus_texts ids = {&who, 1};
    return mus_day_cancel(&fair->now, &fair->context, &ids, no_show, MUS_MEND_USUAL, day,
                          &fair->match->err);
}

static size_t count_changes(const struct mus_day *day, enum mus_change change)
{
    size_t count = 0;
    for (size_t i = 0; i < day->run.plan.meeting_count; i++) {
        count += mus_fair_plan_change(&day->run.plan, i) == change;
    }
    return count;
}

static void who_cancels_loses_its_meetings_and_hardly_anything_moves(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    ok(fair->match, cancel(fair, "p-03", false, &day));
    assert_int_equal(count_changes(&day, MUS_CHANGE_LOST), 4);
    assert_true(count_changes(&day, MUS_CHANGE_MOVED) <= 3);
    assert_int_equal(day.who_count, 1);
    /* Nothing has happened yet. */
    load_fair(fair);
    assert_int_equal(meetings_with(fair, "p-03"), 4);
    mus_day_done(&day);
    ok(fair->match, cancel(fair, "p-03", false, &day));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    assert_int_equal(meetings_with(fair, "p-03"), 0);
    assert_int_equal(participant_now(fair, "p-03").state, MUS_PARTICIPANT_CANCELLED);
    mus_day_done(&day);
    expect_legal(fair);
}

static void what_was_in_a_calendar_is_cancelled_and_not_forgotten(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    ok(fair->match, cancel(fair, "p-03", false, &day));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    assert_int_equal(fair->now.meeting_count, 24);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        if (mus_text_equals(meeting->a, "p-03")) {
            assert_int_equal(meeting->state, MUS_MEETING_CANCELLED);
            assert_int_equal(meeting->sequence, 2);
            assert_true(meeting->slot >= 0);
        }
    }
}

static void nobody_cancels_twice_nor_who_is_not_there(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    ok(fair->match, cancel(fair, "p-03", false, &day));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    fair->context.now = FAIR_SECONDS;
    assert_int_equal(cancel(fair, "p-03", true, &day), MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, "p-03 is cancelled already");
    assert_int_equal(cancel(fair, "p-77", false, &day), MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no participant \"p-77\"");
}

static void nobody_has_missed_what_is_still_to_come(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    struct mus_meeting first = fair->now.meetings[0];
    assert_int_equal(cancel(fair, "p-03", true, &day), MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, "fair-18 is still to come: nobody has missed it");
    assert_int_equal(
        mus_day_absent(&fair->now, &fair->context, first.id, first.b, &day, &fair->match->err),
        MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, "the day of m-000001 is still to come");
}

static void of_who_did_not_come_what_has_begun_is_marked(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    fair->context.now = FAIR_SECONDS; /* the first slot begins */
    ok(fair->match, cancel(fair, "p-03", true, &day));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    size_t marked = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        if (mus_text_equals(meeting->a, "p-03")) {
            bool begun = meeting->slot == 0;
            assert_int_equal(meeting->state, begun ? MUS_MEETING_NO_SHOW : MUS_MEETING_CANCELLED);
            assert_true(!begun || mus_text_equals(meeting->absent, "p-03"));
            marked += begun;
        }
    }
    assert_int_equal(marked, 1);
    assert_int_equal(participant_now(fair, "p-03").state, MUS_PARTICIPANT_NO_SHOW);
}

static void who_is_late_has_no_meeting_before_the_slot(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    ok(fair->match, mus_day_late(&fair->now, &fair->context, MUS_TEXT("p-02"), MUS_TEXT("s2"),
                                 MUS_MEND_USUAL, &day, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    assert_int_equal(participant_now(fair, "p-02").unavailable, 1);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        if (mus_text_equals(fair->now.meetings[i].a, "p-02")) {
            assert_int_not_equal(fair->now.meetings[i].slot, 0);
        }
    }
    /* Four meetings had four slots: one is left out, planned still, and told of. */
    assert_int_equal(day.run.left_count, 1);
    assert_int_equal(meetings_with(fair, "p-02"), 4);
    mus_day_done(&day);
    expect_legal(fair);
}

static void a_lost_slot_takes_its_meetings_elsewhere_or_tells_of_them(void **state)
{
    struct fair *fair = *state;
    struct mus_loss loss = {.slot = MUS_TEXT("s3")};
    struct mus_day day;
    ok(fair->match,
       mus_day_lose(&fair->now, &fair->context, &loss, MUS_MEND_USUAL, &day, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    assert_int_equal(fair->now.event.closed, 4);
    size_t without = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        assert_int_equal(fair->now.meetings[i].state, MUS_MEETING_PLANNED);
        assert_int_not_equal(fair->now.meetings[i].slot, 2);
        without += fair->now.meetings[i].slot < 0;
    }
    assert_int_equal(without, 6);
    assert_int_equal(day.run.left_count, without);
    mus_day_done(&day);
    expect_legal(fair);
}

static void a_lost_table_is_used_no_more(void **state)
{
    struct fair *fair = *state;
    for (int i = 0; i < 2; i++) {
        struct mus_participant who = participant_now(fair, i == 0 ? "p-00" : "p-01");
        who.booth = MUS_NO_TEXT;
        who.booth_hall = 0;
        put_changed(fair, &who);
    }
    timetable_fair(fair, MUS_MODE_REPAIR);
    struct mus_loss loss = {.table = 1};
    struct mus_day day;
    ok(fair->match,
       mus_day_lose(&fair->now, &fair->context, &loss, MUS_MEND_USUAL, &day, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    assert_int_equal(fair->now.event.tables[0].closed, 15);
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        assert_int_not_equal(fair->now.meetings[i].table, 1);
    }
    mus_day_done(&day);
    expect_legal(fair);
    loss = (struct mus_loss){.table = 9};
    assert_int_equal(
        mus_day_lose(&fair->now, &fair->context, &loss, MUS_MEND_USUAL, &day, &fair->match->err),
        MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no table 9: there are 3");
}

static void what_has_begun_cannot_be_lost(void **state)
{
    struct fair *fair = *state;
    struct mus_loss loss = {.slot = MUS_TEXT("s1")};
    struct mus_day day;
    fair->context.now = FAIR_SECONDS;
    assert_int_equal(
        mus_day_lose(&fair->now, &fair->context, &loss, MUS_MEND_USUAL, &day, &fair->match->err),
        MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, "s1 has begun");
}

static void one_meeting_may_be_missed_without_more(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    struct mus_meeting first = fair->now.meetings[0];
    fair->context.now = FAIR_SECONDS + 5 * 86400;
    ok(fair->match,
       mus_day_absent(&fair->now, &fair->context, first.id, first.b, &day, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_NO_SHOW);
    assert_true(mus_text_equal(fair->now.meetings[0].absent, first.b));
    assert_int_equal(mus_day_absent(&fair->now, &fair->context, fair->now.meetings[1].id,
                                    MUS_TEXT("p-77"), &day, &fair->match->err),
                     MUS_INVALID);
}

static void the_token_changes_with_what_it_stands_for(void **state)
{
    struct fair *fair = *state;
    struct mus_day first;
    struct mus_day again;
    struct mus_day other;
    ok(fair->match, cancel(fair, "p-03", false, &first));
    ok(fair->match, cancel(fair, "p-03", false, &again));
    ok(fair->match, cancel(fair, "p-04", false, &other));
    assert_int_equal(strlen(first.token), MUS_DAY_TOKEN);
    assert_string_equal(first.token, again.token);
    assert_string_not_equal(first.token, other.token);
    mus_day_done(&again);
    mus_day_done(&other);
    struct mus_participant who = participant_now(fair, "p-08");
    who.max = 3;
    put_changed(fair, &who);
    ok(fair->match, cancel(fair, "p-03", false, &again));
    assert_string_not_equal(first.token, again.token);
    mus_day_done(&again);
    mus_day_done(&first);
}

static void earlier_no_shows_are_remembered(void **state)
{
    struct fair *fair = *state;
    struct mus_attendance_record record;
    struct mus_day day;
    fair->context.now = FAIR_SECONDS;
    ok(fair->match, cancel(fair, "p-03", true, &day));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match, mus_attendance_before(read, MUS_TEXT("c-03"), MUS_TEXT("fair-19"),
                                          &fair->match->arena, &record, &fair->match->err));
    assert_int_equal(record.events, 1);
    assert_int_equal(record.no_shows, 1);
    assert_int_equal(record.cancelled, 0);
    ok(fair->match, mus_attendance_before(read, MUS_TEXT("c-03"), EVENT, &fair->match->arena,
                                          &record, &fair->match->err));
    assert_int_equal(record.events, 0);
    mus_store_read_end(read);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    fair->context.threads = 1;
    for (uint64_t n = 1;; n++) {
        struct mus_day day;
        mus_mem_fail_at(n, false);
        enum mus_status status = cancel(fair, "p-03", false, &day);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_day_done(&day);
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
        IN_PLANNED(who_cancels_loses_its_meetings_and_hardly_anything_moves),
        IN_PLANNED(what_was_in_a_calendar_is_cancelled_and_not_forgotten),
        IN_PLANNED(nobody_cancels_twice_nor_who_is_not_there),
        IN_PLANNED(nobody_has_missed_what_is_still_to_come),
        IN_PLANNED(of_who_did_not_come_what_has_begun_is_marked),
        IN_PLANNED(who_is_late_has_no_meeting_before_the_slot),
        IN_PLANNED(a_lost_slot_takes_its_meetings_elsewhere_or_tells_of_them),
        IN_PLANNED(a_lost_table_is_used_no_more),
        IN_PLANNED(what_has_begun_cannot_be_lost),
        IN_PLANNED(one_meeting_may_be_missed_without_more),
        IN_PLANNED(the_token_changes_with_what_it_stands_for),
        IN_PLANNED(earlier_no_shows_are_remembered),
        IN_PLANNED(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
