/* The judge of timetables: each rule, broken alone, is seen. */
#include "plan_fixture.h"

/* 0-1, 2-3 and 0-2 in four slots of one day at two tables. */
struct world {
    struct small_timetable small;
    struct mus_timetable_seat seats[3];
};

static void make_world(struct world *w)
{
    *w = (struct world){.seats = {{0, 1}, {0, 2}, {1, 1}}};
    small_init(&w->small, 4, 2, 4);
    (void)small_meet(&w->small, 0, 1);
    (void)small_meet(&w->small, 2, 3);
    (void)small_meet(&w->small, 0, 2);
}

static void assert_judged(const struct world *w, const char *message)
{
    struct mus_error err = {0};
    struct mus_timetable_figures figures = {.breaks = 77};
    enum mus_status status = mus_timetable_judge(&w->small.problem, w->seats, &figures, &err);
    assert_string_equal(err.message, message);
    assert_int_equal(status, message[0] == '\0' ? MUS_OK : MUS_NO);
    assert_int_equal(figures.breaks == 77, status != MUS_OK); /* written on success alone */
}

static void figures_are_counted_by_their_definition(void **state)
{
    (void)state;
    struct world w;
    struct mus_timetable_figures figures;
    make_world(&w);
    w.small.meetings[1].weight = 300;
    w.small.meetings[0].standing_slot = 3;
    w.small.meetings[1].standing_slot = 0;
    w.seats[2] = (struct mus_timetable_seat){2, 1};
    assert_int_equal(mus_timetable_judge(&w.small.problem, w.seats, &figures, NULL), MUS_OK);
    assert_int_equal(figures.left_out, 0);
    assert_int_equal(figures.breaks, 2); /* of 0 and of 2, however long */
    assert_int_equal(figures.most_breaks, 1);
    assert_int_equal(figures.fewest_breaks, 0);
    assert_int_equal(figures.moved, 1);
    w.small.slots[2].day = w.small.slots[3].day = 1;
    w.seats[1] = (struct mus_timetable_seat){-1, 0};
    assert_int_equal(mus_timetable_judge(&w.small.problem, w.seats, &figures, NULL), MUS_OK);
    assert_int_equal(figures.left_out, 1);
    assert_int_equal(figures.left_out_weight, 300);
    assert_int_equal(figures.breaks, 0);
    assert_int_equal(figures.moved, 2);
}

static void nobody_is_in_two_meetings_at_once(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    assert_judged(&w, "");
    w.seats[1] = (struct mus_timetable_seat){2, 2};
    w.seats[2] = (struct mus_timetable_seat){0, 2};
    assert_judged(&w, "meetings[2]: participant 0 is in meetings[0] as well in slot 0");
    w.small.meetings[2] = w.small.meetings[1];
    w.small.meetings[2].a = 1;
    w.small.meetings[2].b = 0;
    assert_judged(&w, "meetings[2]: participant 1 is in meetings[0] as well in slot 0");
}

static void a_meeting_is_when_it_may_be(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.seats[2].slot = 4;
    assert_judged(&w, "meetings[2]: no slot 4");
    w.seats[2].slot = -2;
    assert_judged(&w, "meetings[2]: no slot -2");
    make_world(&w);
    w.small.meetings[2].session = ~(mus_slots)2;
    assert_judged(&w, "meetings[2]: slot 1 is not of its session");
    make_world(&w);
    w.small.meetings[2].locked_slot = 3;
    assert_judged(&w, "meetings[2]: in slot 1, locked in slot 3");
    make_world(&w);
    w.small.people[2].available = ~(mus_slots)2;
    assert_judged(&w, "meetings[2]: participant 2 cannot come in slot 1");
}

static void a_table_is_open_and_everybody_s_own(void **state)
{
    (void)state;
    static const mus_slots OPEN[] = {0x1, 0xF};
    struct world w;
    make_world(&w);
    w.seats[1].table = 1;
    assert_judged(&w, "meetings[1]: table 1 is taken by meetings[0] in slot 0");
    w.seats[1].table = 3;
    assert_judged(&w, "meetings[1]: no table 3");
    w.seats[1].table = 0;
    assert_judged(&w, "meetings[1]: no table 0");
    w.small.meetings[1].place = MUS_PLACE_BOOTH_B;
    assert_judged(&w, "");
    w.seats[1].table = 2;
    assert_judged(&w, "meetings[1]: at table 2, but needs none");
    w.seats[1] = (struct mus_timetable_seat){-1, 2};
    assert_judged(&w, "meetings[1]: at table 2, but left out");
    make_world(&w);
    w.small.meetings[1].locked_table = 1;
    assert_judged(&w, "meetings[1]: at table 2, locked at table 1");
    make_world(&w);
    w.small.problem.table_open = OPEN;
    assert_judged(&w, "meetings[2]: table 1 is closed in slot 1");
    make_world(&w);
    w.small.slots[0].tables = 1;
    assert_judged(&w, "slots[0]: 2 meetings at 1 tables");
}

static void what_must_be_later_is(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.small.after[0] = 1;
    w.small.meetings[0].after_count = 1;
    assert_judged(&w, "meetings[0]: in slot 0, but meetings[1] in slot 0");
    w.seats[0].slot = 2;
    assert_judged(&w, "");
    w.seats[1] = (struct mus_timetable_seat){-1, 0}; /* where both are held */
    w.seats[0].slot = 0;
    assert_judged(&w, "");
}

static void there_are_interpreters_for_all(void **state)
{
    (void)state;
    /* three people speak language 1, but one of them also 2 and one is not there */
    static const struct mus_timetable_interpreter INTERPRETERS[] = {{0xF, 3}, {0xF, 1}, {0xE, 1}};
    struct world w;
    make_world(&w);
    w.small.problem.interpreters = INTERPRETERS;
    w.small.problem.interpreter_count = 3;
    w.small.meetings[0].language = 1;
    w.small.meetings[1].language = 2;
    assert_judged(&w, "");
    w.small.meetings[0].language = 2;
    assert_judged(&w, "slots[0]: 2 meetings ask for interpreters, there are 1 for them");
    w.small.meetings[0].language = 3;
    assert_judged(&w, "slots[0]: 1 meetings ask for interpreters, there are 0 for them");
    /* each of the two languages has somebody, but it is the same one */
    w.small.meetings[0].language = 1;
    w.small.problem.interpreter_count = 1;
    assert_judged(&w, "slots[0]: 2 meetings ask for interpreters, there are 1 for them");
}

static void there_is_time_to_walk(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    for (size_t s = 0; s < 4; s++) {
        w.small.slots[s].start = (uint16_t)(600 + 25 * s);
        w.small.slots[s].minutes = 20;
    }
    w.small.walk[1] = w.small.walk[2] = 10;
    w.small.problem.hall_count = 2;
    w.small.problem.walk_minutes = w.small.walk;
    w.small.people[1].hall = 0;
    w.small.people[2].hall = 1;
    w.small.meetings[0].place = MUS_PLACE_BOOTH_B; /* at 1's booth, in one hall */
    w.small.meetings[2].place = MUS_PLACE_BOOTH_B; /* at 2's booth, in the other */
    w.seats[0].table = w.seats[2].table = 0;
    assert_judged(&w, "meetings[2]: participant 0 has no time to walk from meetings[0]");
    w.seats[2].slot = 2;
    assert_judged(&w, "");
    w.seats[2].slot = 1;
    w.small.slots[1].day = w.small.slots[2].day = w.small.slots[3].day = 1;
    assert_judged(&w, "");
}

static void days_are_as_alike_as_is_asked_for(void **state)
{
    (void)state;
    struct world w;
    make_world(&w);
    w.small.problem.max_break_difference = 0;
    assert_judged(&w, "");
    w.seats[2].slot = 3;
    assert_judged(&w, "breaks: one participant has 1, another 0, at most 0 apart");
    w.small.problem.max_break_difference = 1;
    assert_judged(&w, "");
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct world w;
    enum mus_status status = MUS_NO_MEMORY;
    make_world(&w);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_judge(&w.small.problem, w.seats, NULL, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_int_equal(n, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_counted_by_their_definition),
        cmocka_unit_test(nobody_is_in_two_meetings_at_once),
        cmocka_unit_test(a_meeting_is_when_it_may_be),
        cmocka_unit_test(a_table_is_open_and_everybody_s_own),
        cmocka_unit_test(what_must_be_later_is),
        cmocka_unit_test(there_are_interpreters_for_all),
        cmocka_unit_test(there_is_time_to_walk),
        cmocka_unit_test(days_are_as_alike_as_is_asked_for),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
