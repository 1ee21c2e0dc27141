#include "matcher/timetable/model/bound.h"

#include "plan_fixture.h"

static struct mus_timetable_bound bound_of(const struct small_timetable *small, uint8_t *least)
{
    struct mus_timetable_bound bound;
    assert_int_equal(mus_timetable_bound(&small->problem, &bound, least, NULL), MUS_OK);
    return bound;
}

static void assert_domains(const struct small_timetable *small, const mus_slots *expected)
{
    mus_slots domains[SMALL_MEETINGS];
    assert_int_equal(mus_timetable_domains(&small->problem, domains, NULL), MUS_OK);
    for (size_t m = 0; m < small->problem.meeting_count; m++) {
        assert_int_equal(domains[m], expected[m]);
    }
}

/* ---- domains ---- */

static void order_takes_the_first_and_the_last_slots_away(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 5, 3, 6);
    for (uint32_t m = 0; m < 3; m++) {
        (void)small_meet(&small, 2 * m, 2 * m + 1);
    }
    small.after[0] = 1;
    small.after[1] = 2;
    small.meetings[0].after_count = 1; /* 2, then 1, then 0 */
    small.meetings[1].after_begin = 1;
    small.meetings[1].after_count = 1;
    assert_domains(&small, (const mus_slots[]){0x1C, 0x0E, 0x07});
    small.people[2].available = 0x9; /* so that 1 can only be in the fourth slot */
    assert_domains(&small, (const mus_slots[]){0x10, 0x08, 0x07});
    small.people[2].available = 0x1;
    assert_domains(&small, (const mus_slots[]){0, 0, 0});
}

static void who_can_only_be_there_takes_it_from_the_others(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 3, 4);
    small_meet_in(&small, 0, 1, 1);
    (void)small_meet(&small, 0, 2);
    (void)small_meet(&small, 0, 3);
    small.people[2].available =
        0x3; /* which leaves it the first slot alone, and that is then its */
    assert_domains(&small, (const mus_slots[]){0x2, 0x1, 0x4});
}

/* ---- the bound ---- */

static void whoever_can_be_in_a_row_has_no_break(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 4, 4, 5);
    small_meet_all(&small);
    struct mus_timetable_bound bound = bound_of(&small, NULL);
    assert_false(bound.impossible);
    assert_int_equal(bound.breaks, 0);
}

static void a_hole_that_must_be_is_counted_for_both_sides(void **state)
{
    (void)state;
    struct small_timetable small;
    uint8_t least[4] = {9, 9, 9, 9};
    small_init(&small, 5, 2, 4);
    small_meet_in(&small, 0, 1, 0);
    small_meet_in(&small, 0, 1, 2);
    small_meet_in(&small, 0, 2, 4);
    struct mus_timetable_bound bound = bound_of(&small, least);
    assert_int_equal(bound.breaks, 3);
    assert_int_equal(least[0], 2);
    assert_int_equal(least[1], 1);
    assert_int_equal(least[2], 0);
    (void)small_meet(&small, 0, 3); /* may fill one of the holes */
    assert_int_equal(bound_of(&small, least).breaks, 2);
    assert_int_equal(least[0], 1);
    small.people[3].available = 0; /* and cannot any more */
    bound = bound_of(&small, NULL);
    assert_true(bound.impossible);
}

static void a_night_is_no_hole(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 4, 2, 2);
    small_meet_in(&small, 0, 1, 0);
    small_meet_in(&small, 0, 1, 3);
    assert_int_equal(bound_of(&small, NULL).breaks, 2);
    small.slots[2].day = small.slots[3].day = 1;
    assert_int_equal(bound_of(&small, NULL).breaks, 0);
}

static void who_has_too_many_meetings_is_named(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 4, 6);
    for (uint32_t p = 1; p < 5; p++) {
        (void)small_meet(&small, 5, p);
    }
    struct mus_timetable_bound bound = bound_of(&small, NULL);
    assert_true(bound.impossible);
    assert_int_equal(bound.participant, 5);
    small_init(&small, 3, 4, 3);
    small_meet_in(&small, 0, 1, 1);
    small_meet_in(&small, 2, 1, 1);
    bound = bound_of(&small, NULL);
    assert_true(bound.impossible);
    assert_int_equal(bound.participant, 1);
}

/* One must have two breaks; who may differ by one at most must have one, even without a meeting. */
static void fairness_lifts_all(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 5, 2, 4);
    for (int s = 0; s < 5; s += 2) {
        small_meet_in(&small, 0, 1 + (uint32_t)s / 2, s);
    }
    assert_int_equal(bound_of(&small, NULL).fewest, 0);
    assert_int_equal(bound_of(&small, NULL).breaks, 2);
    small.problem.max_break_difference = 1;
    assert_int_equal(bound_of(&small, NULL).fewest, 1);
    assert_int_equal(bound_of(&small, NULL).breaks, 2 + 3);
}

/* The first of two slots in a row that meeting m alone can have. */
static uint32_t first_slot(uint32_t m)
{
    return m * 40 / 14;
}

/* The fewest breaks of who meets them all: in the first or the second slot, one after the other. */
static uint32_t fewest_of_all(uint32_t meetings)
{
    uint32_t fewest[2] = {0, 0};
    for (uint32_t m = 1; m < meetings; m++) {
        uint32_t next[2];
        for (uint32_t here = 0; here < 2; here++) {
            uint32_t slot = first_slot(m) + here;
            uint32_t early = fewest[0] + (slot > first_slot(m - 1) + 1);
            uint32_t late = fewest[1] + (slot > first_slot(m - 1) + 2);
            next[here] = early < late ? early : late;
        }
        fewest[0] = next[0];
        fewest[1] = next[1];
    }
    return fewest[0] < fewest[1] ? fewest[0] : fewest[1];
}

/* Fourteen meetings of as many kinds are more than is looked at one by one: some are thrown
 * together. The bound may fall by that, but it proves nothing false. */
static void of_many_kinds_the_bound_is_still_true(void **state)
{
    (void)state;
    enum { MEETINGS = 14, SLOTS = 40 };
    static struct mus_timetable_slot slots[SLOTS];
    static struct mus_timetable_participant people[MEETINGS + 1];
    static struct mus_timetable_meeting meetings[MEETINGS];
    struct mus_timetable_bound bound;
    struct mus_timetable_problem problem = {.slots = slots,
                                            .slot_count = SLOTS,
                                            .participants = people,
                                            .participant_count = MEETINGS + 1,
                                            .meetings = meetings,
                                            .max_break_difference = MUS_TIMETABLE_NO_LIMIT};
    people[0] = (struct mus_timetable_participant){~(mus_slots)0, MUS_TIMETABLE_NO_HALL};
    for (uint32_t m = 0; m < MEETINGS; m++) {
        people[m + 1] = (struct mus_timetable_participant){(mus_slots)3 << first_slot(m),
                                                           MUS_TIMETABLE_NO_HALL};
        meetings[m] = (struct mus_timetable_meeting){.a = 0,
                                                     .b = m + 1,
                                                     .session = ~(mus_slots)0,
                                                     .place = MUS_PLACE_ONLINE,
                                                     .locked_slot = -1,
                                                     .standing_slot = -1};
    }
    problem.meeting_count = 10; /* as many as are looked at one by one: exact */
    assert_int_equal(mus_timetable_bound(&problem, &bound, NULL, NULL), MUS_OK);
    assert_int_equal(bound.breaks, fewest_of_all(10));
    problem.meeting_count = MEETINGS;
    assert_int_equal(mus_timetable_bound(&problem, &bound, NULL, NULL), MUS_OK);
    assert_false(bound.impossible);
    assert_in_range(bound.breaks, 1, fewest_of_all(MEETINGS));
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    enum mus_status status = MUS_NO_MEMORY;
    small_init(&small, 3, 1, 3);
    small_meet_all(&small);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_timetable_bound bound;
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_bound(&small.problem, &bound, NULL, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_true(n > 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_takes_the_first_and_the_last_slots_away),
        cmocka_unit_test(who_can_only_be_there_takes_it_from_the_others),
        cmocka_unit_test(whoever_can_be_in_a_row_has_no_break),
        cmocka_unit_test(a_hole_that_must_be_is_counted_for_both_sides),
        cmocka_unit_test(a_night_is_no_hole),
        cmocka_unit_test(who_has_too_many_meetings_is_named),
        cmocka_unit_test(fairness_lifts_all),
        cmocka_unit_test(of_many_kinds_the_bound_is_still_true),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
