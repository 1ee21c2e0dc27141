#include "fair/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event_fixture.h"

/* p-0 … p-3 and three meetings: m-0 in s1 at table 1, m-1 in s3, m-2 in no slot. */
struct world {
    struct sample_event sample;
    struct mus_participant people[4];
    struct mus_wish wishes[1];
    struct mus_meeting meetings[3];
    struct mus_fair fair;
    struct mus_fair_context context;
};

static void make_world(struct world *w)
{
    static const char *const IDS[] = {"p-0", "p-1", "p-2", "p-3"};
    *w = (struct world){.wishes = {{MUS_TEXT("p-0"), MUS_TEXT("p-1"), MUS_WISH_MUST}}};
    make_event(&w->sample);
    w->sample.event.closed = 0;
    for (size_t i = 0; i < 4; i++) {
        w->people[i] = participant_of(IDS[i], "c-1");
    }
    w->meetings[0] = meeting_of("m-0", "p-0", "p-1");
    w->meetings[1] = meeting_of("m-1", "p-0", "p-2");
    w->meetings[2] = meeting_of("m-2", "p-1", "p-3");
    w->meetings[0].slot = 0;
    w->meetings[0].table = 1;
    w->meetings[1].slot = 2;
    w->meetings[1].table = 3;
    w->meetings[1].interpreter = 1;
    w->meetings[1].language = MUS_TEXT("en");
    w->fair = (struct mus_fair){w->sample.event, w->people, 4, w->wishes, 1, w->meetings, 3};
    w->context = (struct mus_fair_context){.by = MUS_TEXT("佐藤"), .now = FAIR_SECONDS, .seed = 7};
}

static struct mus_digest state_of(const struct world *w)
{
    struct mus_digest digest;
    assert_int_equal(mus_fair_state(&w->fair, &digest, NULL), MUS_OK);
    return digest;
}

static void assert_other_state(const struct world *w, const struct mus_digest *before)
{
    struct mus_digest after = state_of(w);
    assert_memory_not_equal(after.bytes, before->bytes, sizeof after.bytes);
}

static void whatever_planning_looks_at_changes_the_state(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    struct mus_digest before = state_of(&w);
    struct mus_digest again = state_of(&w);
    assert_memory_equal(before.bytes, again.bytes, sizeof before.bytes);
    w.fair.event.capacity--;
    assert_other_state(&w, &before);
    make_world(&w);
    w.people[2].unavailable = 1;
    assert_other_state(&w, &before);
    make_world(&w);
    w.wishes[0].kind = MUS_WISH_NEVER;
    assert_other_state(&w, &before);
    w.fair.wish_count = 0;
    assert_other_state(&w, &before);
    make_world(&w);
    w.meetings[2].lock_pair.by = MUS_TEXT("田中");
    assert_other_state(&w, &before);
    w.fair.meeting_count = 2;
    assert_other_state(&w, &before);
}

static void a_plan_begins_as_things_are(void **state)
{
    (void)state;
    struct world w;
    struct mus_fair_plan plan;
    make_world(&w);
    assert_int_equal(
        mus_fair_plan_init(&plan, &w.fair, &w.context, 2, MUS_RUN_REPAIR, "cancel p-1", NULL),
        MUS_OK);
    assert_int_equal(plan.meeting_count, 3);
    assert_int_equal(plan.run.kind, MUS_RUN_REPAIR);
    assert_true(mus_text_equals(plan.run.what, "cancel p-1"));
    assert_true(mus_text_equals(plan.run.by, "佐藤"));
    assert_int_equal(plan.run.seed, 7);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mus_fair_plan_change(&plan, i), MUS_CHANGE_NONE);
    }
    plan.participants[1].state = MUS_PARTICIPANT_CANCELLED;
    plan.meetings[plan.meeting_count++] = meeting_of("", "p-2", "p-3"); /* there is room for two */
    plan.meetings[plan.meeting_count++] = meeting_of("", "p-0", "p-3");
    assert_int_equal(mus_fair_plan_change(&plan, 4), MUS_CHANGE_GAINED);
    struct mus_fair after = mus_fair_plan_after(&plan);
    assert_int_equal(after.meeting_count, 5);
    assert_int_equal(after.participants[1].state, MUS_PARTICIPANT_CANCELLED);
    assert_int_equal(w.people[1].state, MUS_PARTICIPANT_REGISTERED); /* nothing has changed yet */
    mus_fair_plan_done(&plan);
}

static void assert_change(const struct mus_meeting *was, const struct mus_meeting *is,
                          const char *name)
{
    assert_string_equal(mus_change_name(mus_meeting_change(was, is)), name);
}

static void of_several_changes_the_first_is_told(void **state)
{
    (void)state;
    struct mus_meeting was = meeting_of("m-0", "p-0", "p-1");
    struct mus_meeting is = was;
    was.slot = is.slot = 1;
    was.table = is.table = 2;
    assert_change(&was, &is, "none");
    is.lock_table = (struct mus_lock){MUS_TEXT("佐藤"), 1};
    assert_change(&was, &is, "locked");
    is.interpreter = 0;
    assert_change(&was, &is, "reseated");
    is.interpreter = -1;
    is.table = 3;
    assert_change(&was, &is, "reseated");
    is.slot = 2;
    assert_change(&was, &is, "moved");
    is.slot = -1;
    assert_change(&was, &is, "unplaced");
    assert_change(&is, &was, "placed");
    is.state = MUS_MEETING_HELD;
    assert_change(&was, &is, "held");
    is.state = MUS_MEETING_CANCELLED;
    assert_change(&was, &is, "lost");
    assert_change(&is, &was, "gained");
    assert_change(&is, &is, "none");
    assert_change(NULL, &was, "gained");
    assert_change(&was, NULL, "lost");
    assert_change(NULL, &is, "none");
}

/* s1 and s2 on the first day, s3 and s4 on the second. */
static void figures_are_those_of_the_plan(void **state)
{
    (void)state;
    struct world w;
    struct mus_fair_plan plan;
    make_world(&w);
    w.sample.slots[2].day = FAIR_DAY; /* p-0 in s1 and s3 of one day: a break */
    assert_int_equal(
        mus_fair_plan_init(&plan, &w.fair, &w.context, 0, MUS_RUN_TIMETABLE, "timetable", NULL),
        MUS_OK);
    assert_int_equal(mus_fair_plan_count(&plan, NULL), MUS_OK);
    assert_int_equal(plan.run.meeting_count, 3);
    assert_int_equal(plan.run.left_out, 1);
    assert_int_equal(plan.run.moved, 0);
    assert_int_equal(plan.run.breaks, 1);
    plan.meetings[1].slot = 1;
    plan.meetings[2].state = MUS_MEETING_CANCELLED;
    assert_int_equal(mus_fair_plan_count(&plan, NULL), MUS_OK);
    assert_int_equal(plan.run.meeting_count, 2);
    assert_int_equal(plan.run.left_out, 0);
    assert_int_equal(plan.run.moved, 1);
    assert_int_equal(plan.run.breaks, 0);
    plan.meetings[1].slot = 3; /* on the next day */
    assert_int_equal(mus_fair_plan_count(&plan, NULL), MUS_OK);
    assert_int_equal(plan.run.breaks, 0);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_fair_plan_count(&plan, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    mus_fair_plan_done(&plan);
}

/* ---- meetings as they stood ---- */

static void write_meetings(const struct world *w, struct mus_buf *out)
{
    assert_int_equal(mus_meetings_write(&w->fair.event, w->meetings, 3, out, NULL), MUS_OK);
}

static void what_stood_is_read_as_it_was(void **state)
{
    (void)state;
    struct world w;
    struct mus_buf bytes = {0};
    struct mus_arena arena = {0};
    struct mus_stood stood;
    make_world(&w);
    write_meetings(&w, &bytes);
    assert_int_equal(mus_meetings_read(mus_buf_text(&bytes), &w.fair.event, &arena, &stood, NULL),
                     MUS_OK);
    assert_int_equal(stood.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(mus_meeting_change(&w.meetings[i], &stood.meetings[i]), MUS_CHANGE_NONE);
        assert_false(stood.gone[i]);
    }
    mus_arena_done(&arena);
    mus_buf_done(&bytes);
}

/* Since then s1 was taken away, and the interpreters were listed the other way round. */
static void numbers_of_then_become_those_of_today(void **state)
{
    (void)state;
    struct world w;
    struct mus_buf bytes = {0};
    struct mus_arena arena = {0};
    struct mus_stood stood;
    make_world(&w);
    w.meetings[0].lock_slot = (struct mus_lock){MUS_TEXT("佐藤"), 1};
    write_meetings(&w, &bytes);
    struct mus_event_interpreter first = w.sample.interpreters[0];
    w.sample.interpreters[0] = w.sample.interpreters[1];
    w.sample.interpreters[1] = first;
    w.fair.event.slots++;
    w.fair.event.slot_count--;
    assert_int_equal(mus_meetings_read(mus_buf_text(&bytes), &w.fair.event, &arena, &stood, NULL),
                     MUS_OK);
    assert_true(stood.gone[0]);
    assert_int_equal(stood.meetings[0].slot, -1);
    assert_int_equal(stood.meetings[0].table, 0);
    assert_int_equal(stood.meetings[0].lock_slot.by.len, 0);
    assert_false(stood.gone[1]);
    assert_int_equal(stood.meetings[1].slot, 1); /* s3 */
    assert_int_equal(stood.meetings[1].interpreter, 0);
    assert_false(stood.gone[2]); /* it had none */
    mus_arena_done(&arena);
    mus_buf_done(&bytes);
}

static void bytes_that_are_cut_short_are_refused(void **state)
{
    (void)state;
    struct world w;
    struct mus_buf bytes = {0};
    struct mus_error err;
    make_world(&w);
    write_meetings(&w, &bytes);
    unsigned whole = 0;
    for (size_t len = 0; len < bytes.len; len++) {
        struct mus_arena arena = {0};
        struct mus_stood stood;
        enum mus_status status = mus_meetings_read((struct mus_text){bytes.data, len},
                                                   &w.fair.event, &arena, &stood, &err);
        assert_true(status == MUS_OK || status == MUS_CORRUPT);
        if (status == MUS_OK) { /* between two meetings */
            assert_int_equal(stood.count, whole);
            whole++;
        }
        mus_arena_done(&arena);
    }
    assert_int_equal(whole, 3);
    assert_string_equal(err.message, "meetings[2]: cut short");
    mus_buf_done(&bytes);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct world w;
    enum mus_status status = MUS_NO_MEMORY;
    make_world(&w);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_fair_plan plan;
        struct mus_buf bytes = {0};
        struct mus_arena arena = {0};
        struct mus_stood stood;
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status =
            mus_fair_plan_init(&plan, &w.fair, &w.context, 2, MUS_RUN_REPAIR, "late p-1", &err);
        bool planned = status == MUS_OK;
        if (status == MUS_OK) {
            status = mus_meetings_write(&w.fair.event, w.meetings, 3, &bytes, &err);
        }
        if (status == MUS_OK) {
            status = mus_meetings_read(mus_buf_text(&bytes), &w.fair.event, &arena, &stood, &err);
        }
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        if (planned) {
            mus_fair_plan_done(&plan);
        }
        mus_arena_done(&arena);
        mus_buf_done(&bytes);
    }
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_planning_looks_at_changes_the_state),
        cmocka_unit_test(a_plan_begins_as_things_are),
        cmocka_unit_test(of_several_changes_the_first_is_told),
        cmocka_unit_test(figures_are_those_of_the_plan),
        cmocka_unit_test(what_stood_is_read_as_it_was),
        cmocka_unit_test(numbers_of_then_become_those_of_today),
        cmocka_unit_test(bytes_that_are_cut_short_are_refused),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
