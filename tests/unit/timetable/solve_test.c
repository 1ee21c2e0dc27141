#include "matcher/timetable/solve.h"

#include "matcher/proof/prover.h"
#include "plan_fixture.h"

static const struct mus_timetable_options ALONE = {.seed = 1, .steps = 1, .no_prover = true};
static const struct mus_timetable_options PROVED = {.seed = 1, .steps = 2};

static void assert_legal(const struct small_timetable *small,
                         const struct mus_timetable_answer *answer)
{
    struct mus_timetable_figures figures;
    struct mus_error err;
    if (mus_timetable_judge(&small->problem, answer->seats, &figures, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(figures.left_out, answer->figures.left_out);
    assert_int_equal(figures.breaks, answer->figures.breaks);
    assert_int_equal(figures.moved, answer->figures.moved);
}

static struct mus_timetable_answer solve(const struct small_timetable *small,
                                         const struct mus_timetable_options *options)
{
    struct mus_timetable_answer answer;
    assert_int_equal(mus_timetable_solve(&small->problem, options, &answer, NULL), MUS_OK);
    assert_legal(small, &answer);
    return answer;
}

static struct mus_timetable_answer repair(const struct small_timetable *small,
                                          const struct mus_timetable_repair_options *options)
{
    struct mus_timetable_answer answer;
    assert_int_equal(mus_timetable_repair(&small->problem, options, &answer, NULL), MUS_OK);
    assert_legal(small, &answer);
    return answer;
}

/* ---- solving ---- */

static void nothing_to_place_is_optimal(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 1, 0, 2);
    struct mus_timetable_answer answer = solve(&small, &PROVED);
    assert_int_equal(answer.status, MUS_TIMETABLE_OPTIMAL);
    mus_timetable_answer_done(&answer);
}

static void a_bound_that_is_reached_needs_no_proof(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 4, 2, 4);
    small_meet_all(&small);
    struct mus_timetable_answer answer = solve(&small, &ALONE);
    assert_int_equal(answer.status, MUS_TIMETABLE_OPTIMAL);
    assert_int_equal(answer.figures.breaks, 0);
    assert_int_equal(answer.lower_bound, 0);
    mus_timetable_answer_done(&answer);
}

/* Participant 0 by itself could be without a break; but the only table of slot 1 is another's. */
static void make_tangle(struct small_timetable *small)
{
    small_init(small, 3, 1, 5);
    (void)small_meet(small, 0, 1);
    (void)small_meet(small, 0, 2);
    small_meet_in(small, 3, 4, 1);
}

static void what_counting_cannot_prove_the_prover_does(void **state)
{
    (void)state;
    if (!mus_prover_exists()) {
        skip();
    }
    struct small_timetable small;
    make_tangle(&small);
    struct mus_timetable_answer alone = solve(&small, &ALONE);
    struct mus_timetable_answer proved = solve(&small, &PROVED);
    assert_int_equal(proved.status, MUS_TIMETABLE_OPTIMAL);
    assert_int_equal(proved.lower_bound, 1);
    assert_int_equal(proved.figures.breaks, 1);
    assert_int_equal(alone.figures.breaks, proved.figures.breaks);
    assert_true(alone.lower_bound <= proved.lower_bound);
    mus_timetable_answer_done(&alone);
    mus_timetable_answer_done(&proved);
}

static void what_cannot_be_is_said_with_the_demands_that_clash(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 1, 6);
    for (uint32_t m = 0; m < 3; m++) {
        small_meet(&small, 2 * m, 2 * m + 1)->weight = m == 1 ? 100 : 900;
    }
    struct mus_timetable_answer answer = solve(&small, &ALONE);
    assert_int_equal(answer.status, MUS_TIMETABLE_INFEASIBLE);
    assert_int_equal(answer.figures.left_out, 1);
    assert_int_equal(answer.seats[1].slot, -1); /* the one that weighs least */
    assert_int_equal(answer.why[1], MUS_LEFT_OUT_TABLES);
    assert_true(answer.clash.count >= 3);
    mus_timetable_answer_done(&answer);
}

/* Three people, each pair to meet, in two slots. */
static void what_is_not_proved_is_not_said_to_be_impossible(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 5, 3);
    small_meet_all(&small);
    struct mus_timetable_answer answer = solve(&small, &ALONE);
    assert_int_equal(answer.figures.left_out, 1);
    assert_true(answer.status == MUS_TIMETABLE_INCOMPLETE ||
                answer.status == MUS_TIMETABLE_INFEASIBLE);
    bool by_counting = answer.status == MUS_TIMETABLE_INFEASIBLE;
    assert_int_equal(answer.clash.count > 0, by_counting);
    mus_timetable_answer_done(&answer);
    answer = solve(&small, &PROVED);
    assert_int_equal(answer.status, mus_prover_exists() || by_counting ? MUS_TIMETABLE_INFEASIBLE
                                                                       : MUS_TIMETABLE_INCOMPLETE);
    assert_int_equal(answer.figures.left_out, 1);
    mus_timetable_answer_done(&answer);
}

/* Slots without a break are found at once, but in them there is no table in reach: what the answer
 * then has is one break, and nobody has proved that it must. */
static void what_tables_do_not_allow_is_not_called_optimal(void **state)
{
    (void)state;
    static const int16_t HALLS[] = {0, 1};
    static const mus_slots OPEN[] = {0x7, 0x5};
    struct small_timetable small;
    small_init(&small, 3, 2, 3);
    for (size_t s = 0; s < 3; s++) {
        small.slots[s].start = (uint16_t)(600 + 25 * s);
        small.slots[s].minutes = 20;
    }
    small.walk[1] = small.walk[2] = 10;
    small.problem.hall_count = 2;
    small.problem.walk_minutes = small.walk;
    small.problem.table_halls = HALLS;
    small.problem.table_open = OPEN;
    small.people[0].hall = 1;
    small.people[0].available = 0x3;
    small_meet(&small, 0, 1)->place = MUS_PLACE_BOOTH_A;
    (void)small_meet(&small, 1, 2);
    /* without any break: the table in hall 1 first, then the booth there */
    const struct mus_timetable_seat best[] = {{1, 0}, {0, 2}};
    struct mus_timetable_figures figures;
    assert_int_equal(mus_timetable_judge(&small.problem, best, &figures, NULL), MUS_OK);
    assert_int_equal(figures.breaks, 0);
    struct mus_timetable_answer answer = solve(&small, &ALONE);
    assert_int_equal(answer.figures.left_out, 0);
    assert_int_equal(answer.lower_bound, 0);
    assert_int_equal(answer.status == MUS_TIMETABLE_OPTIMAL, answer.figures.breaks == 0);
    mus_timetable_answer_done(&answer);
}

static bool at_once(const void *state)
{
    (void)state;
    return true;
}

static void stopped_at_once_it_has_a_timetable(void **state)
{
    (void)state;
    const struct mus_stop stop = {at_once, NULL};
    const struct mus_timetable_options options = {.stop = &stop};
    struct small_timetable small;
    small_init(&small, 8, 4, 8);
    small_meet_all(&small);
    struct mus_timetable_answer answer = solve(&small, &options);
    assert_int_equal(answer.steps, 0);
    assert_true(answer.figures.left_out < 10);
    mus_timetable_answer_done(&answer);
}

/* ---- mending ---- */

/* Eight people meet each other in eight slots, as a solved timetable stands. */
static void stand(struct small_timetable *small)
{
    small_init(small, 8, 4, 8);
    small_meet_all(small);
    struct mus_timetable_answer answer = solve(small, &ALONE);
    assert_int_equal(answer.figures.left_out, 0);
    for (size_t m = 0; m < small->problem.meeting_count; m++) {
        small->meetings[m].standing_slot = answer.seats[m].slot;
        small->meetings[m].standing_table = answer.seats[m].table;
    }
    mus_timetable_answer_done(&answer);
}

static void what_can_stand_stands(void **state)
{
    (void)state;
    static const struct mus_timetable_repair_options USUAL = {.seed = 1, .steps = 1};
    struct small_timetable small;
    stand(&small);
    struct mus_timetable_answer answer = repair(&small, &USUAL);
    assert_int_equal(answer.status, MUS_TIMETABLE_FEASIBLE);
    assert_int_equal(answer.figures.moved, 0);
    for (size_t m = 0; m < small.problem.meeting_count; m++) {
        assert_int_equal(answer.seats[m].slot, small.meetings[m].standing_slot);
        assert_int_equal(answer.seats[m].table, small.meetings[m].standing_table);
    }
    mus_timetable_answer_done(&answer);
}

static void whoever_cannot_come_moves_few_others(void **state)
{
    (void)state;
    static const struct mus_timetable_repair_options USUAL = {.seed = 1, .steps = 1};
    struct small_timetable small;
    stand(&small);
    small.people[0].available &= ~(mus_slots)1;
    struct mus_timetable_answer answer = repair(&small, &USUAL);
    assert_int_equal(answer.figures.left_out, 0);
    assert_in_range(answer.figures.moved, 0, 8);
    mus_timetable_answer_done(&answer);
}

static void nothing_is_moved_where_only_placing_is_asked_for(void **state)
{
    (void)state;
    static const struct mus_timetable_repair_options PLACE = {.seed = 1, .only_place = true};
    struct small_timetable small;
    stand(&small);
    small.meetings[5].standing_slot = -1;
    small.meetings[5].standing_table = 0;
    struct mus_timetable_answer answer = repair(&small, &PLACE);
    assert_int_equal(answer.figures.left_out, 0);
    assert_int_equal(answer.figures.moved, 0);
    mus_timetable_answer_done(&answer);
}

/* 0 stands in the first and the third slot, which is unfair until a new meeting fills its hole: the
 * first one gives way, and comes back when it can. */
static void what_could_stay_after_all_goes_back(void **state)
{
    (void)state;
    static const struct mus_timetable_repair_options PLACE = {.seed = 1, .only_place = true};
    struct small_timetable small;
    small_init(&small, 4, 2, 4);
    small.problem.max_break_difference = 0;
    small_meet(&small, 0, 1)->standing_slot = 0;
    small_meet(&small, 0, 2)->standing_slot = 2;
    small.meetings[0].session = 0x9;
    small_meet(&small, 0, 3)->session = 0x2;
    struct mus_timetable_answer answer = repair(&small, &PLACE);
    assert_int_equal(answer.figures.left_out, 0);
    assert_int_equal(answer.figures.moved, 0);
    mus_timetable_answer_done(&answer);
}

static void no_more_are_moved_than_may_be(void **state)
{
    (void)state;
    struct small_timetable small;
    stand(&small);
    small.people[0].available = 0x7F;
    small.people[1].available = 0xFE;
    for (uint32_t most = 1; most < 4; most++) {
        const struct mus_timetable_repair_options options = {
            .seed = 1, .steps = 1, .move_cost = 1, .max_moved = most};
        struct mus_timetable_answer answer = repair(&small, &options);
        size_t moved = 0;
        for (size_t m = 0; m < small.problem.meeting_count; m++) {
            const struct mus_timetable_meeting *meeting = &small.meetings[m];
            bool could = (mus_timetable_allowed(&small.problem, m) >> meeting->standing_slot & 1);
            moved += could && answer.seats[m].slot != meeting->standing_slot;
        }
        assert_in_range(moved, 0, most);
        mus_timetable_answer_done(&answer);
    }
}

/* ---- allocations ---- */

static void any_allocation_of_a_solution_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 1, 5);
    small_meet_all(&small); /* ten meetings in three slots of one table: a clash is told */
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_timetable_answer answer = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_solve(&small.problem, &PROVED, &answer, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        assert_true(status == MUS_OK || answer.seats == NULL);
        mus_timetable_answer_done(&answer);
    }
    assert_true(n > 30);
}

static void any_allocation_of_a_proof_may_fail(void **state)
{
    (void)state;
    struct small_timetable small;
    make_tangle(&small);
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_timetable_answer answer = {0};
        struct mus_timetable_options options = {.seed = 1, .steps = 1, .threads = 1 + n % 2};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_solve(&small.problem, &options, &answer, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        mus_timetable_answer_done(&answer);
    }
    assert_true(n > 30);
}

static void any_allocation_of_a_repair_may_fail(void **state)
{
    (void)state;
    static const struct mus_timetable_repair_options USUAL = {.seed = 1, .steps = 1};
    struct small_timetable small;
    stand(&small);
    small.people[0].available &= ~(mus_slots)1;
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_timetable_answer answer = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_timetable_repair(&small.problem, &USUAL, &answer, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        assert_true(status == MUS_OK || answer.seats == NULL);
        mus_timetable_answer_done(&answer);
    }
    assert_true(n > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_place_is_optimal),
        cmocka_unit_test(a_bound_that_is_reached_needs_no_proof),
        cmocka_unit_test(what_counting_cannot_prove_the_prover_does),
        cmocka_unit_test(what_cannot_be_is_said_with_the_demands_that_clash),
        cmocka_unit_test(what_is_not_proved_is_not_said_to_be_impossible),
        cmocka_unit_test(what_tables_do_not_allow_is_not_called_optimal),
        cmocka_unit_test(stopped_at_once_it_has_a_timetable),
        cmocka_unit_test(what_can_stand_stands),
        cmocka_unit_test(whoever_cannot_come_moves_few_others),
        cmocka_unit_test(nothing_is_moved_where_only_placing_is_asked_for),
        cmocka_unit_test(what_could_stay_after_all_goes_back),
        cmocka_unit_test(no_more_are_moved_than_may_be),
        cmocka_unit_test(any_allocation_of_a_solution_may_fail),
        cmocka_unit_test(any_allocation_of_a_proof_may_fail),
        cmocka_unit_test(any_allocation_of_a_repair_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
