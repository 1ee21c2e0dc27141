#include "matcher/proof/prover.h"

#include "base/mem.h"
#include "small_timetable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

/* Explains a problem: "meeting 0, meeting 1, locked slot 1". */
static void explain(const struct small_timetable *small, char *text, size_t room)
{
    static const char *const names[] = {"meeting", "session",       "locked slot", "locked table",
                                        "coming",  "one at a time", "tables",      "interpreters",
                                        "after",   "walking",       "breaks"};
    struct mus_clash clash;
    assert_int_equal(mus_prover_explain(&small->problem, NULL, &clash, NULL), MUS_OK);
    assert_true(clash.count == 0 || clash.minimal);
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < clash.count && length < room; i++) {
        const struct mus_demand *demand = &clash.demands[i];
        int of = demand->meeting != UINT32_MAX       ? (int)demand->meeting
                 : demand->participant != UINT32_MAX ? (int)demand->participant
                                                     : demand->slot;
        length += (size_t)snprintf(text + length, room - length, "%s%s %d", i == 0 ? "" : ", ",
                                   names[demand->kind], of);
        if (demand->other != UINT32_MAX) {
            length += (size_t)snprintf(text + length, room - length, " %u", demand->other);
        }
    }
    mus_clash_done(&clash);
}

static void assert_clash(const struct small_timetable *small, const char *expected)
{
    char text[512];
    if (!mus_prover_exists()) {
        skip();
    }
    explain(small, text, sizeof text);
    assert_string_equal(text, expected);
}

static void three_meetings_are_locked_into_a_slot_of_two_tables(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 5, 2, 8);
    (void)small_meet(&small, 6, 7);
    small_meet_in(&small, 0, 1, 4);
    small_meet_in(&small, 2, 3, 4);
    small_meet_in(&small, 4, 5, 4);
    assert_clash(&small, "meeting 1, meeting 2, meeting 3, locked slot 1, locked slot 2, "
                         "locked slot 3, tables 4");
}

static void five_meetings_have_four_slots(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 6, 3, 7);
    small.people[0].available = 0x1E;
    for (uint32_t other = 1; other <= 5; other++) {
        (void)small_meet(&small, 0, other);
    }
    assert_clash(&small, "meeting 0, meeting 1, meeting 2, meeting 3, meeting 4, coming 0, "
                         "one at a time 0");
}

static void three_who_all_meet_have_two_slots(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 5);
    (void)small_meet(&small, 3, 4);
    small_meet_all(&small);
    small.problem.meeting_count = 4;
    assert_clash(&small, "meeting 1, meeting 2, meeting 3, one at a time 0, one at a time 1, "
                         "one at a time 2");
}

static void what_must_be_later_has_no_slot_left(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 2, 6);
    small_meet_in(&small, 0, 1, 2);
    (void)small_meet(&small, 2, 3);
    small.meetings[1].after_count = 1; /* after meeting 0 */
    assert_clash(&small, "meeting 0, meeting 1, locked slot 0, after 1 0");
}

static void there_is_no_time_to_walk(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 1, 3);
    for (size_t s = 0; s < 2; s++) {
        small.slots[s].start = (uint16_t)(600 + 30 * s);
        small.slots[s].minutes = 25;
    }
    small.people[1].hall = 0;
    small.people[2].hall = 1;
    small.walk[1] = small.walk[2] = 10;
    small.problem.hall_count = 2;
    small.problem.walk_minutes = small.walk;
    small_meet(&small, 0, 1)->place = MUS_PLACE_BOOTH_B;
    small_meet(&small, 0, 2)->place = MUS_PLACE_BOOTH_B;
    assert_clash(&small, "meeting 0, meeting 1, one at a time 0, walking 0");
}

static void breaks_cannot_be_shared_out(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 2, 4);
    small.problem.max_break_difference = 0;
    small_meet_in(&small, 0, 1, 0);
    small_meet_in(&small, 0, 2, 2);
    assert_clash(&small, "meeting 0, meeting 1, locked slot 0, locked slot 1, breaks -1");
}

static void all_tables_are_one_demand(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 1, 4);
    (void)small_meet(&small, 0, 1);
    (void)small_meet(&small, 1, 2);
    (void)small_meet(&small, 2, 3);
    assert_clash(&small, "meeting 0, meeting 1, meeting 2, tables -1");
}

static void where_there_is_a_timetable_nothing_clashes(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 7, 4, 8);
    small_meet_all(&small);
    small.problem.max_break_difference = 2;
    assert_clash(&small, "");
}

static bool at_once(const void *asked)
{
    (void)asked;
    return true;
}

static void a_stop_comes_before_the_answer(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 3);
    small_meet_all(&small);
    const struct mus_stop stop = {at_once, NULL};
    struct mus_clash clash;
    assert_int_equal(mus_prover_explain(&small.problem, &stop, &clash, NULL), MUS_OK);
    assert_true(clash.count == 0 || !clash.minimal);
    mus_clash_done(&clash);
}

static void no_memory_is_told_wherever_it_runs_out(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 3);
    small_meet_all(&small);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_clash clash = {0};
        mus_mem_fail_at(n, true);
        status = mus_prover_explain(&small.problem, NULL, &clash, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_clash_done(&clash);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_meetings_are_locked_into_a_slot_of_two_tables),
        cmocka_unit_test(five_meetings_have_four_slots),
        cmocka_unit_test(three_who_all_meet_have_two_slots),
        cmocka_unit_test(what_must_be_later_has_no_slot_left),
        cmocka_unit_test(there_is_no_time_to_walk),
        cmocka_unit_test(breaks_cannot_be_shared_out),
        cmocka_unit_test(all_tables_are_one_demand),
        cmocka_unit_test(where_there_is_a_timetable_nothing_clashes),
        cmocka_unit_test(a_stop_comes_before_the_answer),
        cmocka_unit_test(no_memory_is_told_wherever_it_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
