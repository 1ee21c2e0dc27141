#include "planned_fair.h"

#include "fair/meet.h"
#include "fair/runs.h"

static enum mus_status pair_in(struct fair *fair, const struct mus_read *read,
                               struct mus_pair_run *run)
{
    struct mus_pair_run_options options = {0};
    return mus_pair_run_make(&fair->now, read, &fair->context, &options, run, &fair->match->err);
}

static void pair(struct fair *fair, struct mus_pair_run *run)
{
    struct mus_read *read = begin(fair->match->place);
    ok(fair->match, pair_in(fair, read, run));
    mus_store_read_end(read);
}

static const struct mus_meeting *meeting_between(const struct fair *fair, const char *a,
                                                 const char *b)
{
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        const struct mus_meeting *meeting = &fair->now.meetings[i];
        if (mus_text_equals(meeting->a, a) && mus_text_equals(meeting->b, b)) {
            return meeting;
        }
    }
    return NULL;
}

static void nobody_has_more_meetings_than_allowed_and_the_bound_holds(void **state)
{
    struct fair *fair = *state;
    struct mus_pair_run run;
    pair(fair, &run);
    assert_true(run.exact);
    assert_int_equal(run.total, run.upper_bound);
    assert_int_equal(run.total, run.score_total);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(run.plan.run.number, 1);
    /* Four slots: that is as many meetings as anybody can have. */
    assert_int_equal(fair->now.meeting_count, 24);
    for (size_t i = 0; i < fair->now.participant_count; i++) {
        assert_true(meetings_with(fair, terminated(fair, fair->now.participants[i].id)) <= 4);
    }
    assert_int_equal(run.spread[MUS_SPREAD_ALL].participants, 18);
    assert_int_equal(run.spread[MUS_SPREAD_ALL].meetings, 48);
    mus_pair_run_done(&run);
}

static void a_second_pairing_of_the_same_leaves_every_meeting_as_it_is(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_fair before = fair->now;
    struct mus_pair_run run;
    pair(fair, &run);
    for (size_t i = 0; i < run.plan.meeting_count; i++) {
        assert_int_equal(mus_fair_plan_change(&run.plan, i), MUS_CHANGE_NONE);
    }
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(run.plan.run.number, 2);
    assert_int_equal(fair->now.meeting_count, before.meeting_count);
    mus_pair_run_done(&run);
}

static void a_must_wish_is_fulfilled_before_better_pairs(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    const char *missed = NULL;
    static const char *const visitors[] = {"p-06", "p-07", "p-08", "p-09", "p-10", "p-11",
                                           "p-12", "p-13", "p-14", "p-15", "p-16", "p-17"};
    for (size_t i = 0; i < 12 && missed == NULL; i++) {
        missed = meeting_between(fair, "p-01", visitors[i]) == NULL ? visitors[i] : NULL;
    }
    assert_non_null(missed);
    wish(fair, missed, "p-01", MUS_WISH_MUST);
    struct mus_pair_run run;
    pair(fair, &run);
    assert_int_equal(run.must_count, 1);
    assert_int_equal(run.must_fulfilled, 1);
    assert_int_equal(run.missed_count, 0);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_non_null(meeting_between(fair, "p-01", missed));
    mus_pair_run_done(&run);
}

static void a_wish_that_cannot_be_fulfilled_is_told_with_the_reason(void **state)
{
    struct fair *fair = *state;
    wish(fair, "p-06", "p-01", MUS_WISH_MUST);
    wish(fair, "p-01", "p-06", MUS_WISH_NEVER);
    wish(fair, "p-06", "p-07", MUS_WISH_WANT);
    struct mus_participant who = participant_now(fair, "p-02");
    who.max = who.min = 0;
    put_changed(fair, &who);
    wish(fair, "p-06", "p-02", MUS_WISH_WANT);
    struct mus_pair_run run;
    pair(fair, &run);
    assert_int_equal(run.missed_count, 3);
    assert_int_equal(run.missed[0].kind, MUS_WISH_MUST);
    assert_int_equal(run.missed[0].why, MUS_UNFULFILLED_APART);
    assert_int_equal(run.missed[0].apart, MUS_APART_NEVER);
    assert_int_equal(run.missed[1].why, MUS_UNFULFILLED_OTHER_FULL);
    assert_int_equal(run.missed[2].why, MUS_UNFULFILLED_APART);
    assert_int_equal(run.missed[2].apart, MUS_APART_ROLES);
    mus_pair_run_done(&run);
}

static void who_cancels_loses_its_meetings_and_nobody_else_an_id(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_participant who = participant_now(fair, "p-03");
    who.state = MUS_PARTICIPANT_CANCELLED;
    put_changed(fair, &who);
    pair_fair(fair);
    assert_int_equal(meetings_with(fair, "p-03"), 0);
    /* They were in nobody's calendar yet, so nothing is left of them. */
    assert_int_equal(fair->now.meeting_count, 20);
    who.state = MUS_PARTICIPANT_REGISTERED;
    put_changed(fair, &who);
    pair_fair(fair);
    assert_int_equal(meetings_with(fair, "p-03"), 4);
    assert_text(fair->now.meetings[23].id, "m-000028");
}

static void a_locked_pair_stays_whatever_is_worth_more(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_fair_plan plan;
    ok(fair->match, mus_fair_plan_init(&plan, &fair->now, &fair->context, 0, MUS_RUN_REPAIR, "lock",
                                       &fair->match->err));
    plan.meetings[0].lock_pair = (struct mus_lock){MUS_TEXT("佐藤"), BEFORE_FAIR};
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    struct mus_meeting locked = fair->now.meetings[0];
    struct mus_participant who = participant_now(fair, terminated(fair, locked.b));
    who.max = 0;
    put_changed(fair, &who);
    pair_fair(fair);
    assert_int_equal(meetings_with(fair, terminated(fair, locked.b)), 1);
    assert_true(mus_text_equal(fair->now.meetings[0].id, locked.id));
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_PLANNED);
}

static void a_company_meets_another_once_however_many_participants_it_has(void **state)
{
    struct fair *fair = *state;
    struct mus_participant second = participant_now(fair, "p-06");
    second.id = MUS_TEXT("p-99");
    put_changed(fair, &second);
    pair_fair(fair);
    for (int i = 0; i < 6; i++) {
        char id[8];
        snprintf(id, sizeof id, "p-%02d", i);
        assert_true(meeting_between(fair, id, "p-06") == NULL ||
                    meeting_between(fair, id, "p-99") == NULL);
    }
}

static void held_meetings_stay_and_count(void **state)
{
    struct fair *fair = *state;
    pair_fair(fair);
    struct mus_fair_plan plan;
    ok(fair->match, mus_fair_plan_init(&plan, &fair->now, &fair->context, 0, MUS_RUN_REPAIR, "held",
                                       &fair->match->err));
    plan.meetings[0].state = MUS_MEETING_HELD;
    plan.meetings[0].slot = 0;
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    struct mus_meeting held = fair->now.meetings[0];
    pair_fair(fair);
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_HELD);
    assert_int_equal(fair->now.meeting_count, 24);
    assert_int_equal(meetings_with(fair, terminated(fair, held.a)), 4);
}

static void whoever_stays_below_its_minimum_is_told_of(void **state)
{
    struct fair *fair = *state;
    wish(fair, "p-06", "p-00", MUS_WISH_NEVER);
    for (int i = 1; i < 6; i++) {
        char id[8];
        snprintf(id, sizeof id, "p-%02d", i);
        wish(fair, "p-06", id, MUS_WISH_NEVER);
    }
    struct mus_participant who = participant_now(fair, "p-06");
    who.min = 2;
    put_changed(fair, &who);
    struct mus_pair_run run;
    pair(fair, &run);
    assert_int_equal(run.missing, 2);
    assert_int_equal(run.missing_lower_bound, 2);
    assert_int_equal(run.below_count, 1);
    assert_int_equal(run.below[0].participant, place_of(fair, "p-06"));
    assert_true(run.below[0].en.len > 0 && run.below[0].ja.len > 0);
    mus_pair_run_done(&run);
}

static void a_run_is_done_again_to_the_byte(void **state)
{
    struct fair *fair = *state;
    if (fair->now.meeting_count == 0) {
        pair_fair(fair);
    }
    struct mus_read *read = begin(fair->match->place);
    struct mus_repetition repetition;
    ok(fair->match,
       mus_run_repeat(read, EVENT, 1, 1, &fair->match->arena, &repetition, &fair->match->err));
    assert_true(repetition.same);
    mus_store_read_end(read);
}

/* In three of the four slots somebody speaks Vietnamese; Japanese is spoken by all others. */
static void speaks_vietnamese(struct fair *fair, const char *id, uint32_t min)
{
    static const struct mus_text vietnamese[] = {{"vi", 2}};
    struct mus_participant who = participant_now(fair, id);
    who.languages = (struct mus_texts){vietnamese, 1};
    who.min = min;
    put_changed(fair, &who);
}

static void no_more_need_an_interpreter_than_can_be_served(void **state)
{
    struct fair *fair = *state;
    speaks_vietnamese(fair, "p-06", 0);
    speaks_vietnamese(fair, "p-07", 0);
    speaks_vietnamese(fair, "p-08", 0);
    for (int i = 0; i < 6; i++) {
        char id[8];
        snprintf(id, sizeof id, "p-%02d", i);
        wish(fair, "p-06", id, MUS_WISH_MUST);
    }
    struct mus_pair_run run;
    pair(fair, &run);
    assert_true(run.interpreters.rounds > 0);
    assert_int_equal(run.interpreters.language_count, 1);
    const struct mus_interpreted_language *language = &run.interpreters.languages[0];
    assert_text(language->code, "vi");
    assert_int_equal(language->slots, 3);
    assert_int_equal(language->meetings, 3);
    assert_true(language->wanted > 3);
    assert_int_equal(run.interpreters.given_up_count, language->wanted - 3);
    assert_true(run.interpreters.struck_count >= run.interpreters.given_up_count);
    assert_true(run.total < run.upper_bound);
    assert_int_equal(run.must_fulfilled, 3);
    for (size_t i = 0; i < run.missed_count; i++) {
        assert_int_equal(run.missed[i].why, MUS_UNFULFILLED_INTERPRETER);
    }
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(fair->now.meeting_count, 24); /* others take the room */
    mus_pair_run_done(&run);
    a_run_is_done_again_to_the_byte(state);
}

static void what_a_minimum_rests_on_is_kept_before_what_is_worth_more(void **state)
{
    struct fair *fair = *state;
    speaks_vietnamese(fair, "p-06", 0);
    speaks_vietnamese(fair, "p-07", 3);
    wish(fair, "p-06", "p-00", MUS_WISH_MUST);
    wish(fair, "p-06", "p-01", MUS_WISH_MUST);
    struct mus_pair_run run;
    pair(fair, &run);
    assert_int_equal(run.missing, 0);
    assert_int_equal(run.must_fulfilled, 0);
    ok(fair->match, make_plan_stand(fair, &run.plan));
    assert_int_equal(meetings_with(fair, "p-07"), 3);
    mus_pair_run_done(&run);
}

static void where_interpreters_suffice_nothing_is_given_up(void **state)
{
    struct fair *fair = *state;
    struct mus_pair_run run;
    pair(fair, &run);
    assert_int_equal(run.interpreters.rounds, 0);
    assert_int_equal(run.interpreters.language_count, 0);
    assert_int_equal(run.interpreters.given_up_count, 0);
    mus_pair_run_done(&run);
}

static void a_plan_is_not_made_where_the_fair_has_changed_since(void **state)
{
    struct fair *fair = *state;
    struct mus_pair_run run;
    pair(fair, &run);
    struct mus_participant who = participant_now(fair, "p-03");
    who.max = 2;
    ok(fair->match, change_fair(fair, put_participant, &who));
    assert_int_equal(make_plan_stand(fair, &run.plan), MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, "fair-18 has changed since this was worked out");
    assert_int_equal(fair->now.meeting_count, 0);
    mus_pair_run_done(&run);
}

static void nobody_to_pair_is_refused(void **state)
{
    struct fair *fair = *state;
    fair->now.participant_count = 0;
    struct mus_read *read = begin(fair->match->place);
    struct mus_pair_run run;
    assert_int_equal(pair_in(fair, read, &run), MUS_INVALID);
    assert_string_equal(fair->match->err.message,
                        "fair-18: nobody is registered who asks for meetings");
    mus_store_read_end(read);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    wish(fair, "p-06", "p-00", MUS_WISH_WANT);
    speaks_vietnamese(fair, "p-06", 0);
    struct mus_read *read = begin(fair->match->place);
    fair->context.threads = 1;
    for (uint64_t n = 1;; n++) {
        struct mus_pair_run run;
        mus_mem_fail_at(n, false);
        enum mus_status status = pair_in(fair, read, &run);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_pair_run_done(&run);
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
        IN_FAIR(nobody_has_more_meetings_than_allowed_and_the_bound_holds),
        IN_FAIR(a_second_pairing_of_the_same_leaves_every_meeting_as_it_is),
        IN_FAIR(a_must_wish_is_fulfilled_before_better_pairs),
        IN_FAIR(a_wish_that_cannot_be_fulfilled_is_told_with_the_reason),
        IN_FAIR(who_cancels_loses_its_meetings_and_nobody_else_an_id),
        IN_FAIR(a_locked_pair_stays_whatever_is_worth_more),
        IN_FAIR(a_company_meets_another_once_however_many_participants_it_has),
        IN_FAIR(held_meetings_stay_and_count),
        IN_FAIR(whoever_stays_below_its_minimum_is_told_of),
        IN_FAIR(no_more_need_an_interpreter_than_can_be_served),
        IN_FAIR(what_a_minimum_rests_on_is_kept_before_what_is_worth_more),
        IN_FAIR(where_interpreters_suffice_nothing_is_given_up),
        IN_FAIR(a_plan_is_not_made_where_the_fair_has_changed_since),
        IN_FAIR(a_run_is_done_again_to_the_byte),
        IN_FAIR(nobody_to_pair_is_refused),
        IN_FAIR(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
