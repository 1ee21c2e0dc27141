#include "planned_fair.h"

#include "fair/locks.h"

static enum mus_status lock(struct fair *fair, struct mus_text meeting, unsigned what)
{
    struct mus_fair_plan plan;
    enum mus_status status =
        mus_meeting_lock(&fair->now, &fair->context, meeting, what, &plan, &fair->match->err);
    if (status == MUS_OK) {
        ok(fair->match, make_plan_stand(fair, &plan));
        mus_fair_plan_done(&plan);
    }
    return status;
}

static enum mus_status move(struct fair *fair, const struct mus_meeting_move *to)
{
    struct mus_fair_plan plan;
    enum mus_status status =
        mus_meeting_move(&fair->now, &fair->context, to, &plan, &fair->match->err);
    if (status == MUS_OK) {
        ok(fair->match, make_plan_stand(fair, &plan));
        mus_fair_plan_done(&plan);
    }
    return status;
}

static void expect_clash(struct fair *fair, enum mus_status status, const char *message)
{
    assert_int_equal(status, MUS_CONFLICT);
    assert_string_equal(fair->match->err.message, message);
}

/* All four slots on the first day, and exhibitors alone take part: each meets in every slot. */
static void make_one_day(struct fair *fair)
{
    struct mus_participant *all =
        mus_arena_alloc(&fair->match->arena, fair->now.participant_count, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < fair->now.participant_count; i++) {
        all[i] = fair->now.participants[i];
        all[i].meets = i < 6;
    }
    fair->now.participants = all;
    struct mus_event_slot *slots =
        mus_arena_alloc(&fair->match->arena, fair->now.event.slot_count, sizeof *slots);
    assert_non_null(slots);
    for (size_t s = 0; s < fair->now.event.slot_count; s++) {
        slots[s] = fair->now.event.slots[s];
        slots[s].day = FAIR_DAY;
        slots[s].start = (uint16_t)(600 + 60 * s);
    }
    fair->now.event.slots = slots;
}

static void locks_are_kept_apart_with_author_and_time(void **state)
{
    struct fair *fair = *state;
    struct mus_text id = fair->now.meetings[0].id;
    ok(fair->match, lock(fair, id, MUS_LOCK_PAIR | MUS_LOCK_SLOT));
    const struct mus_meeting *meeting = &fair->now.meetings[0];
    assert_text(meeting->lock_pair.by, "佐藤");
    assert_int_equal(meeting->lock_slot.since, BEFORE_FAIR);
    assert_int_equal(meeting->lock_table.by.len, 0);
    /* A lock changes nobody's calendar. */
    assert_int_equal(meeting->sequence, 1);
    struct mus_fair_plan plan;
    ok(fair->match,
       mus_meeting_unlock(&fair->now, &fair->context, id, MUS_LOCK_SLOT, &plan, &fair->match->err));
    ok(fair->match, make_plan_stand(fair, &plan));
    mus_fair_plan_done(&plan);
    assert_int_equal(fair->now.meetings[0].lock_slot.by.len, 0);
    assert_int_equal(fair->now.meetings[0].lock_pair.by.len, strlen("佐藤"));
}

static void what_is_not_there_cannot_be_locked(void **state)
{
    struct fair *fair = *state;
    assert_int_equal(lock(fair, MUS_TEXT("m-999999"), MUS_LOCK_PAIR), MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no meeting \"m-999999\"");
    struct mus_text id = fair->now.meetings[0].id;
    expect_clash(fair, lock(fair, id, MUS_LOCK_TABLE), "m-000001 has no table to lock");
    struct mus_meeting_move away = {.meeting = id, .nowhere = true};
    ok(fair->match, move(fair, &away));
    expect_clash(fair, lock(fair, id, MUS_LOCK_SLOT), "m-000001 has no slot to lock");
}

static void nothing_is_locked_twice_nor_unlocked_twice(void **state)
{
    struct fair *fair = *state;
    struct mus_fair_plan plan;
    struct mus_text id = fair->now.meetings[0].id;
    ok(fair->match, lock(fair, id, MUS_LOCK_SLOT));
    expect_clash(fair, lock(fair, id, MUS_LOCK_PAIR | MUS_LOCK_SLOT),
                 "m-000001 is locked in its slot by 佐藤 already");
    expect_clash(fair,
                 mus_meeting_unlock(&fair->now, &fair->context, id, MUS_LOCK_PAIR | MUS_LOCK_SLOT,
                                    &plan, &fair->match->err),
                 "m-000001 is not locked as a pair");
}

static void a_meeting_is_not_moved_to_where_it_is(void **state)
{
    struct fair *fair = *state;
    struct mus_meeting first = fair->now.meetings[0];
    struct mus_meeting_move back = {.meeting = first.id,
                                    .slot = fair->now.event.slots[first.slot].id};
    struct mus_meeting_move away = {.meeting = first.id, .nowhere = true};
    expect_clash(fair, move(fair, &back), "m-000001 is there already");
    ok(fair->match, move(fair, &away));
    expect_clash(fair, move(fair, &away), "m-000001 is without a slot already");
}

static void a_meeting_is_moved_where_both_are_free(void **state)
{
    struct fair *fair = *state;
    struct mus_meeting first = fair->now.meetings[0];
    struct mus_meeting_move away = {.meeting = first.id, .nowhere = true};
    ok(fair->match, move(fair, &away));
    assert_int_equal(fair->now.meetings[0].slot, -1);
    assert_int_equal(fair->now.meetings[0].sequence, 2);
    struct mus_meeting_move back = {.meeting = first.id,
                                    .slot = fair->now.event.slots[first.slot].id};
    ok(fair->match, move(fair, &back));
    assert_int_equal(fair->now.meetings[0].slot, first.slot);
    assert_int_equal(fair->now.meetings[0].sequence, 3);
}

static void a_move_onto_somebody_elses_time_is_refused_with_the_clash(void **state)
{
    struct fair *fair = *state;
    const struct mus_meeting *first = &fair->now.meetings[0];
    const struct mus_meeting *other = NULL;
    for (size_t i = 1; other == NULL && i < fair->now.meeting_count; i++) {
        other = mus_text_equal(fair->now.meetings[i].a, first->a) ? &fair->now.meetings[i] : NULL;
    }
    assert_non_null(other);
    struct mus_text slot = fair->now.event.slots[other->slot].id;
    char message[128];
    snprintf(message, sizeof message, "%.*s is in %.*s in %.*s", MUS_TEXT_ARG(first->a),
             MUS_TEXT_ARG(other->id), MUS_TEXT_ARG(slot));
    struct mus_meeting_move onto = {.meeting = first->id, .slot = slot};
    expect_clash(fair, move(fair, &onto), message);
}

static void what_is_locked_is_not_moved(void **state)
{
    struct fair *fair = *state;
    struct mus_text id = fair->now.meetings[0].id;
    ok(fair->match, lock(fair, id, MUS_LOCK_SLOT));
    struct mus_meeting_move away = {.meeting = id, .nowhere = true};
    expect_clash(fair, move(fair, &away), "m-000001 is locked in its slot by 佐藤");
}

static void a_booth_has_no_table_and_a_strange_slot_is_none(void **state)
{
    struct fair *fair = *state;
    struct mus_text id = fair->now.meetings[0].id;
    struct mus_meeting_move to_table = {.meeting = id, .table = 2};
    expect_clash(fair, move(fair, &to_table), "the meeting is not at a shared table");
    struct mus_meeting_move to_slot = {.meeting = id, .slot = MUS_TEXT("s9")};
    assert_int_equal(move(fair, &to_slot), MUS_NOT_FOUND);
    assert_string_equal(fair->match->err.message, "no slot \"s9\"");
}

static void a_move_does_not_carry_breaks_beyond_the_limit(void **state)
{
    struct fair *fair = *state;
    struct mus_meeting_move away = {.nowhere = true};
    struct mus_breaks_apart apart;
    fair->now.event.max_break_difference = 0;
    make_one_day(fair);
    ok(fair->match, mus_fair_breaks_apart(&fair->now, &apart, &fair->match->err));
    assert_int_equal(apart.most, 0);
    for (size_t i = 0; i < fair->now.meeting_count && away.meeting.len == 0; i++) {
        if (fair->now.meetings[i].slot == 1) {
            away.meeting = fair->now.meetings[i].id;
        }
    }
    struct mus_fair_plan plan;
    assert_int_equal(mus_meeting_move(&fair->now, &fair->context, &away, &plan, &fair->match->err),
                     MUS_CONFLICT);
    assert_non_null(
        strstr(fair->match->err.message, " would have 1 break and others 0, at most 0 apart"));
    away.uneven = true;
    ok(fair->match, mus_meeting_move(&fair->now, &fair->context, &away, &plan, &fair->match->err));
    struct mus_fair after = mus_fair_plan_after(&plan);
    ok(fair->match, mus_fair_breaks_apart(&after, &apart, &fair->match->err));
    assert_int_equal(apart.most, 1);
    mus_fair_plan_done(&plan);
    fair->now.event.max_break_difference = 1;
    away.uneven = false;
    ok(fair->match, mus_meeting_move(&fair->now, &fair->context, &away, &plan, &fair->match->err));
    mus_fair_plan_done(&plan);
}

static void what_has_begun_is_history(void **state)
{
    struct fair *fair = *state;
    fair->context.now = FAIR_SECONDS + 30 * 86400;
    struct mus_text id = fair->now.meetings[0].id;
    expect_clash(fair, lock(fair, id, MUS_LOCK_PAIR), "the slot of m-000001 has begun");
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    struct mus_meeting_move away = {.meeting = fair->now.meetings[0].id, .nowhere = true};
    fair->now.event.max_break_difference = 9;
    for (uint64_t n = 1;; n++) {
        struct mus_fair_plan plan;
        mus_mem_fail_at(n, false);
        enum mus_status status =
            mus_meeting_move(&fair->now, &fair->context, &away, &plan, &fair->match->err);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            mus_fair_plan_done(&plan);
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
        IN_PLANNED(locks_are_kept_apart_with_author_and_time),
        IN_PLANNED(what_is_not_there_cannot_be_locked),
        IN_PLANNED(nothing_is_locked_twice_nor_unlocked_twice),
        IN_PLANNED(a_meeting_is_not_moved_to_where_it_is),
        IN_PLANNED(a_meeting_is_moved_where_both_are_free),
        IN_PLANNED(a_move_onto_somebody_elses_time_is_refused_with_the_clash),
        IN_PLANNED(what_is_locked_is_not_moved),
        IN_PLANNED(a_booth_has_no_table_and_a_strange_slot_is_none),
        IN_PLANNED(a_move_does_not_carry_breaks_beyond_the_limit),
        IN_PLANNED(what_has_begun_is_history),
        IN_PLANNED(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
