#include "planned_fair.h"

#include "fair/refill.h"

static void cancel(struct fair *fair, const char *id)
{
    struct mus_text who = mus_text_of(id);
    struct mus_texts ids = {&who, 1};
    struct mus_day day;
    ok(fair->match, mus_day_cancel(&fair->now, &fair->context, &ids, false, MUS_MEND_KEEP, &day,
                                   &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
}

static enum mus_status refill_in(struct fair *fair, const struct mus_read *read,
                                 const char *participant, bool waiting, struct mus_day *day)
{
    struct mus_refill_options options = {
        .participant = participant == NULL ? MUS_NO_TEXT : mus_text_of(participant),
        .waiting = waiting};
    return mus_day_refill(&fair->now, read, &fair->context, &options, day, &fair->match->err);
}

static void refill(struct fair *fair, const char *participant, bool waiting, struct mus_day *day)
{
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match, refill_in(fair, read, participant, waiting, day));
    mus_store_read_end(read);
}

static size_t gained(const struct mus_day *day)
{
    size_t count = 0;
    for (size_t i = 0; i < day->run.plan.meeting_count; i++) {
        enum mus_change change = mus_fair_plan_change(&day->run.plan, i);
        assert_true(change == MUS_CHANGE_NONE || change == MUS_CHANGE_GAINED);
        count += change == MUS_CHANGE_GAINED;
    }
    return count;
}

/* Exhibitors are full: nobody has room for those who lost an exhibitor. */
static void nothing_is_gained_where_nobody_has_room(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    cancel(fair, "p-03");
    refill(fair, NULL, false, &day);
    assert_int_equal(gained(&day), 0);
    mus_day_done(&day);
}

static void exhibitors_who_lost_a_visitor_meet_others(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    size_t lost = meetings_with(fair, "p-08");
    cancel(fair, "p-08");
    refill(fair, NULL, false, &day);
    size_t found = gained(&day);
    assert_true(found >= 1 && found <= lost);
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    mus_day_done(&day);
    assert_int_equal(meetings_placed(fair), 24 - lost + found);
    /* What could be gained was: a second time there is nothing more. */
    refill(fair, NULL, false, &day);
    assert_int_equal(gained(&day), 0);
    mus_day_done(&day);
}

static void who_waits_is_let_in_where_there_is_room(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    struct mus_participant waiting = participant_now(fair, "p-17");
    waiting.id = MUS_TEXT("p-50");
    waiting.company = MUS_TEXT("c-00");
    waiting.state = MUS_PARTICIPANT_WAITING;
    put_changed(fair, &waiting);
    waiting.id = MUS_TEXT("p-51");
    waiting.company = MUS_TEXT("c-06");
    put_changed(fair, &waiting);
    cancel(fair, "p-02");
    cancel(fair, "p-08");
    refill(fair, NULL, true, &day);
    ok(fair->match, make_plan_stand(fair, &day.run.plan));
    for (size_t i = 0; i < day.who_count; i++) {
        const struct mus_participant *in = &fair->now.participants[day.who[i]];
        assert_int_equal(in->state, MUS_PARTICIPANT_REGISTERED);
        assert_true(meetings_with(fair, terminated(fair, in->id)) >= 1);
    }
    for (int i = 50; i < 52; i++) {
        char id[8];
        snprintf(id, sizeof id, "p-%02d", i);
        bool in = participant_now(fair, id).state == MUS_PARTICIPANT_REGISTERED;
        assert_int_equal(meetings_with(fair, id) > 0, in);
    }
    mus_day_done(&day);
}

static void only_the_one_named_is_filled(void **state)
{
    struct fair *fair = *state;
    struct mus_day day;
    cancel(fair, "p-08");
    cancel(fair, "p-09");
    refill(fair, "p-01", false, &day);
    for (size_t i = 0; i < day.run.plan.meeting_count; i++) {
        if (mus_fair_plan_change(&day.run.plan, i) == MUS_CHANGE_GAINED) {
            assert_true(mus_text_equals(day.run.plan.meetings[i].a, "p-01"));
        }
    }
    mus_day_done(&day);
    struct mus_read *read = begin(fair->match->place);
    assert_int_equal(refill_in(fair, read, "p-77", false, &day), MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no participant \"p-77\"");
    mus_store_read_end(read);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    cancel(fair, "p-08");
    fair->context.threads = 1;
    struct mus_read *read = begin(fair->match->place);
    for (uint64_t n = 1;; n++) {
        struct mus_day day;
        mus_mem_fail_at(n, false);
        enum mus_status status = refill_in(fair, read, NULL, true, &day);
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
    mus_store_read_end(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLANNED(nothing_is_gained_where_nobody_has_room),
        IN_PLANNED(exhibitors_who_lost_a_visitor_meet_others),
        IN_PLANNED(who_waits_is_let_in_where_there_is_room),
        IN_PLANNED(only_the_one_named_is_filled),
        IN_PLANNED(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
