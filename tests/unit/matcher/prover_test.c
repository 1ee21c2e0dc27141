#include "matcher/proof/prover.h"

#include "base/mem.h"
#include "small_timetable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int find_library(void **state)
{
    (void)state;
    if (!mus_prover_exists()) {
        skip();
    }
    return 0;
}

static struct mus_prover *new_prover(const struct small_timetable *small)
{
    struct mus_prover *prover = NULL;
    assert_int_equal(mus_prover_new(&small->problem, 0, &prover, NULL), MUS_OK);
    assert_non_null(prover);
    return prover;
}

static struct mus_prover_state work(struct mus_prover *prover, uint64_t conflicts, int16_t *slots)
{
    struct mus_prover_state state;
    assert_int_equal(mus_prover_work(prover, conflicts, NULL, slots, &state, NULL), MUS_OK);
    return state;
}

static struct mus_prover_state prove(const struct small_timetable *small)
{
    int16_t slots[SMALL_MEETINGS];
    struct mus_prover *prover = new_prover(small);
    struct mus_prover_state state = work(prover, 100000, slots);
    mus_prover_free(prover);
    return state;
}

/* Participant 0 is needed in slots 0 and 2, and has one more meeting at any time. */
static void break_or_none(struct small_timetable *small)
{
    small_init(small, 4, 2, 4);
    small_meet_in(small, 0, 1, 0);
    small_meet_in(small, 0, 2, 2);
    (void)small_meet(small, 0, 3);
}

static void a_timetable_without_breaks_is_found(void **state)
{
    (void)state;
    struct small_timetable small;
    break_or_none(&small);
    int16_t slots[SMALL_MEETINGS];
    struct mus_prover *prover = new_prover(&small);
    struct mus_prover_state found = work(prover, 1000, slots);
    assert_int_equal(found.verdict, MUS_PROVER_OPTIMAL);
    assert_true(found.found);
    assert_int_equal(found.breaks, 0);
    assert_int_equal(slots[0], 0);
    assert_int_equal(slots[1], 2);
    assert_int_equal(slots[2], 1);
    mus_prover_free(prover);
}

static void a_break_that_must_be_is_proved(void **state)
{
    (void)state;
    struct small_timetable small;
    break_or_none(&small);
    small.people[3].available = 1U << 3;
    struct mus_prover_state found = prove(&small);
    assert_int_equal(found.verdict, MUS_PROVER_OPTIMAL);
    assert_int_equal(found.lower_bound, 1);
    assert_int_equal(found.breaks, 1);
}

static void a_hole_over_night_is_no_break(void **state)
{
    (void)state;
    struct small_timetable small;
    break_or_none(&small);
    small.problem.meeting_count = 2;
    small.slots[2].day = 1;
    small.slots[3].day = 1;
    assert_int_equal(prove(&small).breaks, 0);
    small.slots[2].day = 0;
    assert_int_equal(prove(&small).breaks, 1);
}

static void nothing_is_found_where_the_best_is_known(void **state)
{
    (void)state;
    struct small_timetable small;
    break_or_none(&small);
    small.people[3].available = 1U << 3;
    int16_t slots[SMALL_MEETINGS];
    struct mus_prover *prover = new_prover(&small);
    mus_prover_known(prover, 1);
    struct mus_prover_state found = work(prover, 1000, slots);
    assert_int_equal(found.verdict, MUS_PROVER_OPTIMAL);
    assert_false(found.found);
    mus_prover_free(prover);
}

static void three_who_all_meet_need_three_slots(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 3);
    small_meet_all(&small);
    assert_int_equal(prove(&small).verdict, MUS_PROVER_INFEASIBLE);
    small_init(&small, 3, 3, 3);
    small_meet_all(&small);
    assert_int_equal(prove(&small).verdict, MUS_PROVER_OPTIMAL);
}

/* More than are counted at first above the lower bound. */
static void many_breaks_are_counted(void **state)
{
    (void)state;
    enum { HUBS = 50 };
    struct small_timetable small;
    small_init(&small, 3, HUBS, 3 * HUBS);
    for (uint32_t hub = 0; hub < HUBS; hub++) {
        small_meet_in(&small, hub, HUBS + 2 * hub, 0);
        small_meet_in(&small, hub, HUBS + 2 * hub + 1, 2);
    }
    struct mus_prover_state found = prove(&small);
    assert_int_equal(found.verdict, MUS_PROVER_OPTIMAL);
    assert_int_equal(found.breaks, HUBS);
}

/* Eight who all meet in seven slots: everybody is always busy. */
static void all_meet(struct small_timetable *small)
{
    small_init(small, 7, 4, 8);
    small_meet_all(small);
}

static void work_can_be_done_in_portions(void **state)
{
    (void)state;
    struct small_timetable small;
    all_meet(&small);
    small.people[0].available &= ~(mus_slots)1;
    int16_t slots[SMALL_MEETINGS];
    struct mus_prover *prover = new_prover(&small);
    struct mus_prover_state found = {.verdict = MUS_PROVER_OPEN};
    for (unsigned i = 0; i < 100000 && found.verdict == MUS_PROVER_OPEN; i++) {
        found = work(prover, 1, slots);
    }
    assert_int_equal(found.verdict, MUS_PROVER_INFEASIBLE);
    mus_prover_free(prover);
}

static void the_same_calls_give_the_same_timetable(void **state)
{
    (void)state;
    struct small_timetable small;
    all_meet(&small);
    int16_t slots[2][SMALL_MEETINGS];
    uint64_t conflicts[2];
    for (size_t i = 0; i < 2; i++) {
        struct mus_prover *prover = new_prover(&small);
        struct mus_prover_state found = {.verdict = MUS_PROVER_OPEN};
        while (found.verdict == MUS_PROVER_OPEN) {
            found = work(prover, 10, slots[i]);
        }
        conflicts[i] = found.conflicts;
        assert_int_equal(found.breaks, 0);
        mus_prover_free(prover);
    }
    assert_memory_equal(slots[0], slots[1], small.problem.meeting_count * sizeof slots[0][0]);
    assert_int_equal(conflicts[0], conflicts[1]);
}

static bool at_once(const void *asked)
{
    (void)asked;
    return true;
}

static void a_stop_leaves_the_question_open(void **state)
{
    (void)state;
    struct small_timetable small;
    all_meet(&small);
    const struct mus_stop stop = {at_once, NULL};
    int16_t slots[SMALL_MEETINGS];
    struct mus_prover_state found;
    struct mus_prover *prover = new_prover(&small);
    assert_int_equal(mus_prover_work(prover, 1000, &stop, slots, &found, NULL), MUS_OK);
    assert_int_equal(found.verdict, MUS_PROVER_OPEN);
    assert_int_equal(work(prover, 100000, slots).verdict, MUS_PROVER_OPTIMAL);
    mus_prover_free(prover);
}

static void a_problem_that_is_too_large_is_turned_away(void **state)
{
    (void)state;
    enum { SLOTS = MUS_TIMETABLE_MAX_SLOTS, MANY = 4000 };
    struct mus_timetable_slot slots[SLOTS];
    struct mus_timetable_participant *people = test_calloc(MANY, sizeof *people);
    struct mus_timetable_meeting *meetings = test_calloc(MANY, sizeof *meetings);
    memset(slots, 0, sizeof slots);
    for (uint32_t i = 0; i < MANY; i++) {
        people[i].available = ~(mus_slots)0;
        meetings[i] = (struct mus_timetable_meeting){
            .a = i, .b = (i + 1) % MANY, .session = ~(mus_slots)0, .locked_slot = -1};
    }
    const struct mus_timetable_problem problem = {.slots = slots,
                                                  .slot_count = SLOTS,
                                                  .participants = people,
                                                  .participant_count = MANY,
                                                  .meetings = meetings,
                                                  .meeting_count = MANY};
    struct mus_prover *prover = NULL;
    assert_int_equal(mus_prover_new(&problem, 0, &prover, NULL), MUS_OK);
    assert_null(prover);
    test_free(people);
    test_free(meetings);
}

static void no_memory_is_told_wherever_it_runs_out(void **state)
{
    (void)state;
    struct small_timetable small;
    break_or_none(&small);
    small.problem.max_break_difference = 1;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        int16_t slots[SMALL_MEETINGS];
        struct mus_prover *prover = NULL;
        struct mus_prover_state found;
        mus_mem_fail_at(n, true);
        status = mus_prover_new(&small.problem, 0, &prover, NULL);
        if (status == MUS_OK) {
            status = mus_prover_work(prover, 1000, NULL, slots, &found, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_prover_free(prover);
    }
}

static void without_the_library_nothing_is_proved(void **state)
{
    (void)state;
    if (mus_prover_exists()) {
        skip();
    }
    struct small_timetable small;
    all_meet(&small);
    struct mus_prover *prover = NULL;
    struct mus_clash clash;
    assert_int_equal(mus_prover_new(&small.problem, 0, &prover, NULL), MUS_OK);
    assert_null(prover);
    assert_int_equal(mus_prover_explain(&small.problem, NULL, &clash, NULL), MUS_OK);
    assert_int_equal(clash.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_timetable_without_breaks_is_found, find_library),
        cmocka_unit_test_setup(a_break_that_must_be_is_proved, find_library),
        cmocka_unit_test_setup(a_hole_over_night_is_no_break, find_library),
        cmocka_unit_test_setup(nothing_is_found_where_the_best_is_known, find_library),
        cmocka_unit_test_setup(three_who_all_meet_need_three_slots, find_library),
        cmocka_unit_test_setup(many_breaks_are_counted, find_library),
        cmocka_unit_test_setup(work_can_be_done_in_portions, find_library),
        cmocka_unit_test_setup(the_same_calls_give_the_same_timetable, find_library),
        cmocka_unit_test_setup(a_stop_leaves_the_question_open, find_library),
        cmocka_unit_test_setup(a_problem_that_is_too_large_is_turned_away, find_library),
        cmocka_unit_test_setup(no_memory_is_told_wherever_it_runs_out, find_library),
        cmocka_unit_test(without_the_library_nothing_is_proved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
