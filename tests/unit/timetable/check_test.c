/* What is no timetabling problem is refused with its place, by mus_timetable_check_problem. */
#include "plan_fixture.h"

/* Four slots, two tables, three people, three meetings, two halls, an interpreter; each test makes
 * one thing of it wrong. */
struct world {
    struct small_timetable small;
    struct mus_timetable_interpreter interpreter;
    int16_t table_halls[2];
};

static void make_world(struct world *w)
{
    *w = (struct world){.interpreter = {~(mus_slots)0, 1}, .table_halls = {0, 1}};
    small_init(&w->small, 4, 2, 3);
    small_meet_all(&w->small);
    for (size_t s = 0; s < 4; s++) {
        w->small.slots[s].day = (uint16_t)(s / 2);
        w->small.slots[s].start = (uint16_t)(600 + s % 2 * 30);
        w->small.slots[s].minutes = 30;
    }
    w->small.walk[1] = w->small.walk[2] = 5;
    w->small.problem.hall_count = 2;
    w->small.problem.walk_minutes = w->small.walk;
    w->small.problem.table_halls = w->table_halls;
    w->small.problem.interpreters = &w->interpreter;
    w->small.problem.interpreter_count = 1;
}

static void assert_refused(const struct world *w, enum mus_status status, const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(mus_timetable_check_problem(&w->small.problem, &err), status);
    assert_string_equal(err.message, message);
}

static void a_sound_problem_passes(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    assert_refused(&w, MUS_OK, "");
    small_init(&w.small, 1, 0, 0); /* nobody, nothing to do */
    assert_refused(&w, MUS_OK, "");
}

static void there_is_a_slot_and_not_too_much_of_anything(void **state)
{
    (void)state;
    static const struct {
        size_t slots, people, meetings, interpreters, halls;
        uint32_t tables;
        const char *message;
    } MANY[] = {
        {65, 0, 0, 0, 0, 0, "slots: 65 of them, at most 64 are taken"},
        {1, 100001, 0, 0, 0, 0, "participants: 100001 of them, at most 100000 are taken"},
        {1, 0, 1000001, 0, 0, 0, "meetings: 1000001 of them, at most 1000000 are taken"},
        {1, 0, 0, 1001, 0, 0, "interpreters: 1001 of them, at most 1000 are taken"},
        {1, 0, 0, 0, 17, 0, "halls: 17 of them, at most 16 are taken"},
        {1, 0, 0, 0, 0, 10001, "tables: 10001 of them, at most 10000 are taken"},
    };
    struct world w;
    make_world(&w);
    w.small.problem.slot_count = 0;
    assert_refused(&w, MUS_INVALID, "slots: there is none");
    for (size_t i = 0; i < sizeof MANY / sizeof MANY[0]; i++) {
        struct mus_error err;
        const struct mus_timetable_problem problem = {
            .slot_count = MANY[i].slots,
            .participant_count = MANY[i].people,
            .meeting_count = MANY[i].meetings,
            .interpreter_count = MANY[i].interpreters,
            .hall_count = MANY[i].halls,
            .table_count = MANY[i].tables,
        };
        assert_int_equal(mus_timetable_check_problem(&problem, &err), MUS_LIMIT);
        assert_string_equal(err.message, MANY[i].message);
    }
}

static void slots_follow_each_other(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.small.slots[1].tables = 3;
    assert_refused(&w, MUS_INVALID, "slots[1].tables: 3, but there are 2 in all");
    make_world(&w);
    w.small.slots[3].start = 24 * 60 - 29;
    assert_refused(&w, MUS_INVALID, "slots[3]: ends after midnight");
    w.small.slots[3].start--;
    assert_refused(&w, MUS_OK, "");
    make_world(&w);
    w.small.slots[3].day = 0;
    assert_refused(&w, MUS_INVALID, "slots[3].day: 0 comes after day 1");
    make_world(&w);
    w.small.slots[1].start = 629;
    assert_refused(&w, MUS_INVALID, "slots[1].start: before the end of slots[0]");
    w.small.slots[1].start = w.small.slots[1].minutes = 0; /* not given */
    assert_refused(&w, MUS_OK, "");
}

static void halls_are_there_and_ways_the_same_both_ways(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.small.people[2].hall = 2;
    assert_refused(&w, MUS_INVALID, "participants[2].hall: no hall 2");
    w.small.people[2].hall = -2;
    assert_refused(&w, MUS_INVALID, "participants[2].hall: no hall -2");
    make_world(&w);
    w.table_halls[1] = 5;
    assert_refused(&w, MUS_INVALID, "tables[1].hall: no hall 5");
    make_world(&w);
    w.small.walk[1] = 6;
    assert_refused(&w, MUS_INVALID, "walk_minutes[1][0]: not the same as the way back");
}

static void a_meeting_is_of_two_participants(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.small.meetings[1].a = 3;
    assert_refused(&w, MUS_INVALID, "meetings[1].a: no participant 3");
    make_world(&w);
    w.small.meetings[1].b = UINT32_MAX;
    assert_refused(&w, MUS_INVALID, "meetings[1].b: no participant 4294967295");
    make_world(&w);
    w.small.meetings[2].a = w.small.meetings[2].b;
    assert_refused(&w, MUS_INVALID, "meetings[2]: participant 2 meets itself");
}

static void whatever_a_meeting_names_is_there(void **state)
{
    (void)state;
    struct world w;
    struct mus_timetable_meeting *meeting = &w.small.meetings[1];
    make_world(&w);
    meeting->locked_slot = 4;
    assert_refused(&w, MUS_INVALID, "meetings[1].locked_slot: no slot 4");
    make_world(&w);
    meeting->standing_slot = -2;
    assert_refused(&w, MUS_INVALID, "meetings[1].standing_slot: no slot -2");
    make_world(&w);
    meeting->place = 4;
    assert_refused(&w, MUS_INVALID, "meetings[1].place: no such place 4");
    make_world(&w);
    meeting->locked_table = 3;
    assert_refused(&w, MUS_INVALID, "meetings[1].locked_table: no table 3");
    meeting->locked_table = 2;
    meeting->place = MUS_PLACE_ONLINE;
    assert_refused(&w, MUS_INVALID, "meetings[1].locked_table: it is at no shared table");
    make_world(&w);
    meeting->standing_table = 3;
    assert_refused(&w, MUS_INVALID, "meetings[1].standing_table: no table 3");
    make_world(&w);
    meeting->language = MUS_TIMETABLE_MAX_LANGUAGES + 1;
    assert_refused(&w, MUS_INVALID, "meetings[1].language: no language 9");
}

static void a_table_of_a_slot_is_locked_once(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    for (size_t m = 0; m < 3; m++) {
        w.small.meetings[m].locked_table = 2;
        w.small.meetings[m].locked_slot = (int16_t)m;
    }
    assert_refused(&w, MUS_OK, "");
    w.small.meetings[2].locked_slot = 0;
    assert_refused(&w, MUS_INVALID, "meetings[2]: locked at table 2 in slot 0, as is meetings[0]");
    w.small.meetings[2].locked_slot = -1; /* somewhere else, perhaps */
    assert_refused(&w, MUS_OK, "");
}

static void order(struct world *w, uint32_t meeting, uint32_t earlier)
{
    w->small.after[meeting] = earlier;
    w->small.meetings[meeting].after_begin = meeting;
    w->small.meetings[meeting].after_count = 1;
}

static void order_leads_nowhere_back(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    order(&w, 1, 3);
    assert_refused(&w, MUS_INVALID, "meetings[1].after[0]: no meeting 3");
    order(&w, 1, 1);
    assert_refused(&w, MUS_INVALID, "meetings[1].after[0]: the meeting itself");
    order(&w, 1, 2);
    order(&w, 2, 0);
    assert_refused(&w, MUS_OK, "");
    order(&w, 0, 1);
    assert_refused(&w, MUS_INVALID, "meetings[0].after: leads back to itself");
    order(&w, 0, 2); /* 1 only leads into the cycle of 0 and 2 */
    assert_refused(&w, MUS_INVALID, "meetings[0].after: leads back to itself");
    w.small.meetings[0].after_count = 0;
    order(&w, 2, 1);
    assert_refused(&w, MUS_INVALID, "meetings[1].after: leads back to itself");
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct world w;
    enum mus_status status = MUS_NO_MEMORY;
    make_world(&w);
    order(&w, 1, 2);
    w.small.meetings[0].locked_table = w.small.meetings[1].locked_table = 1;
    w.small.meetings[0].locked_slot = 0;
    w.small.meetings[1].locked_slot = 1;
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_check_problem(&w.small.problem, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_int_equal(n, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_problem_passes),
        cmocka_unit_test(there_is_a_slot_and_not_too_much_of_anything),
        cmocka_unit_test(slots_follow_each_other),
        cmocka_unit_test(halls_are_there_and_ways_the_same_both_ways),
        cmocka_unit_test(a_meeting_is_of_two_participants),
        cmocka_unit_test(whatever_a_meeting_names_is_there),
        cmocka_unit_test(a_table_of_a_slot_is_locked_once),
        cmocka_unit_test(order_leads_nowhere_back),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
