/* What holds of every timetable that is made or mended, tried on random problems; on tiny ones
 * against all timetables there are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "matcher/timetable/model/bound.h"
#include "matcher/timetable/solve.h"
#include "random_firm.h"
#include "random_timetable.h"

enum { CASES = 100, FEW_MEETINGS = 20, ENOUGH_ROUNDS = 25 };

/* ---- every timetable there is ---- */

struct best {
    bool any;
    struct mus_timetable_figures figures;
};

struct trial {
    const struct mus_timetable_problem *problem;
    struct mus_timetable_seat seats[RANDOM_MEETINGS];
    struct best best;
};

static bool better(const struct mus_timetable_figures *left,
                   const struct mus_timetable_figures *right)
{
    if (left->left_out != right->left_out) {
        return left->left_out < right->left_out;
    }
    if (left->left_out_weight != right->left_out_weight) {
        return left->left_out_weight < right->left_out_weight;
    }
    return left->breaks < right->breaks;
}

/* Cuts off early what no later meeting can mend. */
static bool clashes(const struct trial *trial, size_t m)
{
    const struct mus_timetable_meeting *meeting = &trial->problem->meetings[m];
    const struct mus_timetable_seat *seat = &trial->seats[m];
    bool clash = (mus_timetable_allowed(trial->problem, m) >> seat->slot & 1) == 0;
    for (size_t other = 0; !clash && other < m; other++) {
        const struct mus_timetable_meeting *of = &trial->problem->meetings[other];
        clash =
            trial->seats[other].slot == seat->slot &&
            (of->a == meeting->a || of->a == meeting->b || of->b == meeting->a ||
             of->b == meeting->b || (seat->table != 0 && trial->seats[other].table == seat->table));
    }
    return clash;
}

static void try_from(struct trial *trial, size_t m)
{
    if (m == trial->problem->meeting_count) {
        struct mus_timetable_figures figures;
        if (mus_timetable_judge(trial->problem, trial->seats, &figures, NULL) == MUS_OK &&
            (!trial->best.any || better(&figures, &trial->best.figures))) {
            trial->best = (struct best){true, figures};
        }
        return;
    }
    bool at_table = trial->problem->meetings[m].place == MUS_PLACE_TABLE;
    uint16_t first = at_table ? 1 : 0;
    uint16_t last = at_table ? (uint16_t)trial->problem->table_count : 0;
    for (int16_t s = 0; s < (int16_t)trial->problem->slot_count; s++) {
        for (uint16_t t = first; t <= last; t++) {
            trial->seats[m] = (struct mus_timetable_seat){s, t};
            if (!clashes(trial, m)) {
                try_from(trial, m + 1);
            }
        }
    }
    trial->seats[m] = (struct mus_timetable_seat){-1, 0};
    try_from(trial, m + 1);
}

static struct best best_of_all(const struct mus_timetable_problem *problem)
{
    struct trial trial = {.problem = problem};
    try_from(&trial, 0);
    assert_true(trial.best.any);
    return trial.best;
}

/* ---- what holds always ---- */

static bool same_figures(const struct mus_timetable_figures *left,
                         const struct mus_timetable_figures *right)
{
    return left->left_out == right->left_out && left->left_out_weight == right->left_out_weight &&
           left->breaks == right->breaks && left->moved == right->moved &&
           left->fewest_breaks == right->fewest_breaks && left->most_breaks == right->most_breaks;
}

static void assert_legal(const struct mus_timetable_problem *problem,
                         const struct mus_timetable_answer *answer)
{
    struct mus_timetable_figures figures;
    struct mus_error err;
    if (mus_timetable_judge(problem, answer->seats, &figures, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_true(same_figures(&figures, &answer->figures));
    assert_int_equal(figures.left_out > 0, answer->status == MUS_TIMETABLE_INCOMPLETE ||
                                               answer->status == MUS_TIMETABLE_INFEASIBLE);
    if (figures.left_out == 0) {
        assert_in_range(answer->lower_bound, 0, figures.breaks);
    }
    if (answer->status == MUS_TIMETABLE_OPTIMAL) {
        assert_int_equal(answer->lower_bound, figures.breaks);
    }
}

/* No meeting that is left out could just be put somewhere. */
static void assert_nothing_fits(const struct mus_timetable_problem *problem,
                                const struct mus_timetable_answer *answer)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        bool at_table = problem->meetings[m].place == MUS_PLACE_TABLE;
        struct mus_timetable_seat *seat = &answer->seats[m];
        if (seat->slot >= 0) {
            continue;
        }
        uint32_t first = at_table ? 1 : 0;
        uint32_t last = at_table ? problem->table_count : 0;
        for (int16_t s = 0; s < (int16_t)problem->slot_count; s++) {
            for (uint32_t t = first; t <= last; t++) {
                *seat = (struct mus_timetable_seat){s, (uint16_t)t};
                if (mus_timetable_judge(problem, answer->seats, NULL, NULL) == MUS_OK) {
                    fail_msg("meetings[%zu] could be in slot %d at table %u", m, s, t);
                }
            }
        }
        *seat = (struct mus_timetable_seat){-1, 0};
    }
}

static struct mus_timetable_answer solve(const struct mus_timetable_problem *problem,
                                         const struct mus_timetable_options *options)
{
    struct mus_timetable_answer answer = {0};
    struct mus_error err;
    if (mus_timetable_check_problem(problem, &err) != MUS_OK ||
        mus_timetable_solve(problem, options, &answer, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    assert_legal(problem, &answer);
    return answer;
}

struct countdown {
    unsigned left;
};

static bool is_over(const void *state)
{
    /* The state is the test's own, and not const there. */
    struct countdown *countdown;
    memcpy(&countdown, &state, sizeof countdown);
    return countdown->left == 0 || --countdown->left == 0;
}

/* A legal timetable, soon: the search is stopped when it has asked a few times. */
static struct mus_timetable_answer solve_in_haste(const struct mus_timetable_problem *problem,
                                                  uint64_t seed, struct mus_random *random)
{
    struct countdown countdown = {1 + (unsigned)mus_random_below(random, 20)};
    struct mus_stop stop = {is_over, &countdown};
    struct mus_timetable_options options = {.seed = seed, .stop = &stop};
    return solve(problem, &options);
}

/* ---- tiny ones ---- */

/* Whether the answer, which must agree with what is possible, is as good as can be. */
static bool is_best(const struct mus_timetable_problem *problem,
                    const struct mus_timetable_answer *answer)
{
    struct best best = best_of_all(problem);
    assert_false(better(&answer->figures, &best.figures));
    if (answer->status == MUS_TIMETABLE_INFEASIBLE) {
        assert_true(best.figures.left_out > 0);
    }
    if (best.figures.left_out == 0) {
        assert_true(answer->lower_bound <= best.figures.breaks);
    }
    if (answer->status == MUS_TIMETABLE_OPTIMAL) {
        assert_int_equal(answer->figures.breaks, best.figures.breaks);
    }
    return !better(&best.figures, &answer->figures);
}

/* As much is placed as can be. Only where tables are in several halls may a place be overlooked. */
static bool places_all_it_can(const struct mus_timetable_problem *problem,
                              const struct mus_timetable_answer *answer)
{
    return problem->table_halls != NULL ||
           answer->figures.left_out == best_of_all(problem).figures.left_out;
}

static void tiny_problems_are_solved_as_well_as_can_be(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed());
    unsigned cases = mus_random_cases(CASES);
    unsigned missed = 0;
    unsigned longer = 0;
    unsigned fewer = 0; /* seen only where nobody may have a break more, and without the prover */
    for (unsigned i = 0; i < cases; i++) {
        struct random_timetable made;
        random_timetable(&made, &random, true);
        struct mus_timetable_options options = {.seed = i, .steps = 1, .no_prover = i % 2 == 1};
        struct mus_timetable_answer answer = solve(&made.problem, &options);
        if (!places_all_it_can(&made.problem, &answer)) {
            /* One round in some thousands is too short. */
            mus_timetable_answer_done(&answer);
            options.steps = ENOUGH_ROUNDS;
            answer = solve(&made.problem, &options);
            fewer += !places_all_it_can(&made.problem, &answer);
            longer++;
        }
        missed += !is_best(&made.problem, &answer);
        assert_nothing_fits(&made.problem, &answer);
        mus_timetable_answer_done(&answer);
    }
    assert_true(longer <= 1 + cases / 1000);
    assert_true(fewer <= cases / 5000);
    printf("%u of %u were not the best\n", missed, cases);
    assert_true(missed <= 1 + cases / 100);
}

/* ---- larger ones ---- */

static void stopped_at_any_time_a_timetable_is_legal(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed() + 1);
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        struct random_timetable made;
        random_timetable(&made, &random, false);
        struct mus_timetable_answer answer = solve_in_haste(&made.problem, i, &random);
        assert_nothing_fits(&made.problem, &answer);
        mus_timetable_answer_done(&answer);
    }
}

static void the_same_seed_gives_the_same_timetable_on_any_threads(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed() + 2);
    unsigned cases = mus_random_cases(CASES) / 20;
    for (unsigned i = 0; i < cases; i++) {
        struct random_timetable made;
        random_timetable(&made, &random, false);
        if (made.problem.meeting_count > FEW_MEETINGS) {
            made.problem.meeting_count = FEW_MEETINGS; /* a step of the search is as long */
        }
        struct mus_timetable_options options = {.seed = i, .steps = 2};
        struct mus_timetable_answer one = solve(&made.problem, &options);
        options.threads = 2;
        struct mus_timetable_answer two = solve(&made.problem, &options);
        assert_int_equal(one.status, two.status);
        assert_int_equal(one.lower_bound, two.lower_bound);
        assert_int_equal(one.steps, two.steps);
        for (size_t m = 0; m < made.problem.meeting_count; m++) {
            assert_int_equal(one.seats[m].slot, two.seats[m].slot);
            assert_int_equal(one.seats[m].table, two.seats[m].table);
        }
        mus_timetable_answer_done(&one);
        mus_timetable_answer_done(&two);
    }
}

/* ---- the order of the input ---- */

/* order[] becomes 0 … count-1 in any order, place[] where each has come. */
static void draw_order(struct mus_random *random, uint32_t *order, uint32_t *place, size_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = (uint32_t)mus_random_below(random, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        place[order[i]] = i;
    }
}

static struct mus_timetable_meeting turned(const struct mus_timetable_meeting *meeting)
{
    struct mus_timetable_meeting out = *meeting;
    out.a = meeting->b;
    out.b = meeting->a;
    out.place = meeting->place == MUS_PLACE_BOOTH_A   ? MUS_PLACE_BOOTH_B
                : meeting->place == MUS_PLACE_BOOTH_B ? MUS_PLACE_BOOTH_A
                                                      : meeting->place;
    return out;
}

/* The same problem with its participants, meetings and interpreters in another order, and with the
 * sides of some meetings exchanged. *out borrows from the one it was made of. */
static void shuffle(struct random_timetable *out, const struct random_timetable *made,
                    struct mus_random *random)
{
    uint32_t order[RANDOM_MEETINGS] = {0};
    uint32_t person[RANDOM_MEETINGS];
    uint32_t place[RANDOM_MEETINGS];
    *out = *made;
    out->problem.participants = out->participants;
    out->problem.meetings = out->meetings;
    out->problem.after = out->after;
    out->problem.interpreters = out->interpreters;
    draw_order(random, order, place, made->problem.interpreter_count);
    for (size_t i = 0; i < made->problem.interpreter_count; i++) {
        out->interpreters[i] = made->interpreters[order[i]];
    }
    draw_order(random, order, person, made->problem.participant_count);
    for (size_t i = 0; i < made->problem.participant_count; i++) {
        out->participants[i] = made->participants[order[i]];
    }
    draw_order(random, order, place, made->problem.meeting_count);
    for (uint32_t i = 0; i < made->problem.meeting_count; i++) {
        const struct mus_timetable_meeting *old = &made->meetings[order[i]];
        struct mus_timetable_meeting *meeting = &out->meetings[i];
        *meeting = mus_random_chance(random, 2) ? turned(old) : *old;
        meeting->a = person[meeting->a];
        meeting->b = person[meeting->b];
        meeting->after_begin = i;
        out->after[i] = old->after_count > 0 ? place[made->after[old->after_begin]] : 0;
    }
}

/* What is proved of one is true of the other: they are one problem. */
static void assert_proofs_agree(const struct mus_timetable_answer *one,
                                const struct mus_timetable_answer *two)
{
    if (one->status == MUS_TIMETABLE_INFEASIBLE) {
        assert_true(two->figures.left_out > 0);
    } else if (two->figures.left_out == 0) {
        assert_in_range(one->lower_bound, 0, two->figures.breaks);
    }
}

static void the_order_of_the_input_does_not_show(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed() + 4);
    unsigned cases = mus_random_cases(CASES);
    unsigned compared = 0;
    unsigned missed = 0;
    for (unsigned i = 0; i < cases; i++) {
        struct random_timetable made;
        struct random_timetable other;
        bool tiny = i % 2 == 0;
        random_timetable(&made, &random, tiny);
        shuffle(&other, &made, &random);
        struct mus_timetable_options options = {.seed = i, .steps = 1};
        struct mus_timetable_answer one =
            tiny ? solve(&made.problem, &options) : solve_in_haste(&made.problem, i, &random);
        struct mus_timetable_answer two =
            tiny ? solve(&other.problem, &options) : solve_in_haste(&other.problem, i, &random);
        assert_proofs_agree(&one, &two);
        assert_proofs_agree(&two, &one);
        compared += tiny;
        missed +=
            tiny && (better(&one.figures, &two.figures) || better(&two.figures, &one.figures));
        mus_timetable_answer_done(&one);
        mus_timetable_answer_done(&two);
    }
    printf("%u of %u were not as good in both orders\n", missed, compared);
    assert_true(missed <= 1 + compared / 100);
}

/* ---- mending ---- */

/* The timetable stands; then some cannot come, some meetings are new, and a slot loses tables. */
static void disturb(struct random_timetable *made, const struct mus_timetable_answer *answer,
                    struct mus_random *random)
{
    for (size_t m = 0; m < made->problem.meeting_count; m++) {
        bool new = mus_random_chance(random, 10);
        made->meetings[m].standing_slot = new ? -1 : answer->seats[m].slot;
        made->meetings[m].standing_table = new ? 0 : answer->seats[m].table;
    }
    for (size_t p = 0; p < made->problem.participant_count; p++) {
        if (mus_random_chance(random, 8)) {
            made->participants[p].available &= mus_random_next(random);
        }
    }
    struct mus_timetable_slot *slot =
        &made->slots[mus_random_below(random, made->problem.slot_count)];
    slot->tables = slot->tables > 0 ? slot->tables - 1 : 0;
}

/* With everything else as it is: what could stay has stayed. */
static void assert_nothing_moved(const struct mus_timetable_problem *problem,
                                 const struct mus_timetable_answer *answer)
{
    for (size_t m = 0; m < problem->meeting_count; m++) {
        int16_t standing = problem->meetings[m].standing_slot;
        if (standing >= 0 && answer->seats[m].slot >= 0 && answer->seats[m].slot != standing) {
            struct mus_timetable_seat kept = answer->seats[m];
            answer->seats[m] = (struct mus_timetable_seat){standing, kept.table};
            assert_int_equal(mus_timetable_judge(problem, answer->seats, NULL, NULL), MUS_NO);
            answer->seats[m] = kept;
        }
    }
}

static void what_stands_is_mended_without_breaking_a_rule(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed() + 3);
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        struct random_timetable made;
        random_timetable(&made, &random, false);
        struct mus_timetable_answer answer = solve_in_haste(&made.problem, i, &random);
        disturb(&made, &answer, &random);
        mus_timetable_answer_done(&answer);
        struct countdown countdown = {1 + (unsigned)mus_random_below(&random, 20)};
        struct mus_stop stop = {is_over, &countdown};
        struct mus_timetable_repair_options repair = {
            .seed = i,
            .steps = 1,
            .stop = i % 2 == 0 ? &stop : NULL,
            .move_cost = (uint32_t)mus_random_below(&random, 4000),
            .only_place = i % 3 == 0,
        };
        assert_int_equal(mus_timetable_repair(&made.problem, &repair, &answer, NULL), MUS_OK);
        assert_legal(&made.problem, &answer);
        assert_nothing_fits(&made.problem, &answer);
        if (repair.only_place) {
            assert_nothing_moved(&made.problem, &answer);
        }
        mus_timetable_answer_done(&answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiny_problems_are_solved_as_well_as_can_be),
        cmocka_unit_test(stopped_at_any_time_a_timetable_is_legal),
        cmocka_unit_test(the_same_seed_gives_the_same_timetable_on_any_threads),
        cmocka_unit_test(the_order_of_the_input_does_not_show),
        cmocka_unit_test(what_stands_is_mended_without_breaking_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
