#include "matcher/learn/learn.h"

#include "base/mem.h"
#include "learning/outcomes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct mus_year year;

static void invent(uint64_t seed, double departure, size_t events)
{
    struct mus_random random;
    mus_random_init(&random, seed);
    mus_year_truth(&year, &random, 4, departure);
    mus_year_events(&year, &random, events);
}

static struct mus_learned learn(void)
{
    struct mus_learn_problem problem = mus_year_problem(&year);
    struct mus_learned learned;
    struct mus_error err;
    assert_int_equal(mus_learn(&problem, &learned, &err), MUS_OK);
    return learned;
}

static void assert_weights_are_whole(const struct mus_learned *learned)
{
    uint64_t sum = 0;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        sum += learned->weight[part];
        assert_int_equal(learned->weight[part] > 0, year.expert[part] > 0);
        assert_true(learned->low[part] <= learned->high[part]);
    }
    assert_int_equal(sum, MUS_MILLION);
}

static void where_the_expert_is_right_nothing_is_adopted(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        invent(seed, 0, 100);
        struct mus_learned learned = learn();
        assert_int_equal(learned.verdict, MUS_LEARN_NO_GAIN);
        assert_weights_are_whole(&learned);
    }
}

static void where_the_expert_is_wrong_many_events_say_so(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        invent(seed, 0.6, 300);
        struct mus_learned learned = learn();
        assert_int_equal(learned.verdict, MUS_LEARN_ADOPT);
        assert_weights_are_whole(&learned);
        assert_true(learned.gain_low > 0 && learned.gain >= learned.gain_low);
        assert_true(learned.loss < learned.loss_expert);
    }
}

static void adopted_weights_are_better_on_fresh_events(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 5);
    mus_year_truth(&year, &random, 4, 0.6);
    mus_year_events(&year, &random, 200);
    struct mus_learned learned = learn();
    mus_year_events(&year, &random, 200);
    assert_true(mus_year_loss(&year, learned.weight) < mus_year_loss(&year, year.expert));
}

static void choices_by_chance_are_not_followed(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 9);
    for (int i = 0; i < 20; i++) {
        mus_year_truth(&year, &random, 0, 0);
        mus_year_events(&year, &random, 60);
        assert_int_not_equal(learn().verdict, MUS_LEARN_ADOPT);
    }
}

static void choices_against_the_score_are_called_unrelated(void **state)
{
    (void)state;
    invent(1, 0, 50);
    for (size_t i = 0; i < year.event_count; i++) {
        size_t worst = 0;
        for (size_t c = 1; c < MUS_YEAR_LIST; c++) {
            const struct mus_learn_candidate *list = &year.candidates[year.events[i].first];
            worst =
                list[c].value[MUS_PART_SUBJECT] < list[worst].value[MUS_PART_SUBJECT] ? c : worst;
        }
        year.events[i].chosen = worst;
    }
    struct mus_learned learned = learn();
    assert_int_equal(learned.verdict, MUS_LEARN_UNRELATED);
    assert_memory_equal(learned.weight, year.expert, sizeof year.expert);
}

static void few_events_are_not_fitted(void **state)
{
    (void)state;
    invent(1, 0.6, MUS_LEARN_LEAST_EVENTS - 1);
    struct mus_learned learned = learn();
    assert_int_equal(learned.verdict, MUS_LEARN_FEW);
    assert_memory_equal(learned.weight, year.expert, sizeof year.expert);
    invent(1, 0.6, 0);
    assert_int_equal(learn().verdict, MUS_LEARN_FEW);
}

static void a_part_that_always_decides_moves_no_farther_than_it_may(void **state)
{
    (void)state;
    invent(2, 0, 200);
    for (size_t i = 0; i < year.event_count; i++) {
        size_t best = 0;
        const struct mus_learn_candidate *list = &year.candidates[year.events[i].first];
        for (size_t c = 1; c < MUS_YEAR_LIST; c++) {
            best = list[c].value[MUS_PART_STAGE] > list[best].value[MUS_PART_STAGE] ? c : best;
        }
        year.events[i].chosen = best;
    }
    struct mus_learned learned = learn();
    assert_true(learned.bounded[MUS_PART_STAGE]);
    assert_true(learned.weight[MUS_PART_STAGE] > year.expert[MUS_PART_STAGE]);
    assert_weights_are_whole(&learned);
}

static void a_part_that_never_differs_keeps_its_share(void **state)
{
    (void)state;
    invent(3, 0.3, 200);
    for (size_t i = 0; i < year.event_count * MUS_YEAR_LIST; i++) {
        year.candidates[i].value[MUS_PART_MARKET] = 400000;
    }
    struct mus_learned learned = learn();
    assert_true(learned.silent[MUS_PART_MARKET]);
    assert_false(learned.silent[MUS_PART_SUBJECT]);
    assert_false(learned.silent[MUS_PART_THEME]);
    assert_weights_are_whole(&learned);
}

/* One candidate in a hundred differs a little in one part, and is never chosen: no reason to let
 * this part outweigh the others. */
static void a_part_that_hardly_differs_hardly_moves(void **state)
{
    (void)state;
    invent(3, 0, 200);
    for (size_t i = 0; i < year.event_count * MUS_YEAR_LIST; i++) {
        bool chosen = i % MUS_YEAR_LIST == year.events[i / MUS_YEAR_LIST].chosen;
        year.candidates[i].value[MUS_PART_MARKET] = i % 100 == 0 && !chosen ? 380000 : 400000;
    }
    struct mus_learned learned = learn();
    uint32_t expert = year.expert[MUS_PART_MARKET];
    assert_false(learned.silent[MUS_PART_MARKET]);
    assert_in_range(learned.weight[MUS_PART_MARKET], expert * 8 / 10, expert * 12 / 10);
    assert_weights_are_whole(&learned);
}

static void lists_of_which_no_part_tells_anything_are_unrelated(void **state)
{
    (void)state;
    invent(3, 0.3, 30);
    memset(year.candidates, 0, sizeof year.candidates);
    assert_int_equal(learn().verdict, MUS_LEARN_UNRELATED);
}

static void the_same_outcomes_give_the_same_answer(void **state)
{
    (void)state;
    invent(4, 0.3, 100);
    struct mus_learned one = learn();
    struct mus_learned other = learn();
    assert_memory_equal(one.weight, other.weight, sizeof one.weight);
    assert_int_equal(one.gain_low, other.gain_low);
}

static void values_of_two_fits_add_up_to_the_score(void **state)
{
    (void)state;
    struct mus_weights weights = mus_weights_default();
    struct mus_score score = {.formula = MUS_FORMULA_HARMONIC_MEAN};
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        score.forth.parts[part].value = (uint32_t)(90000 * (part + 1));
        score.back.parts[part].value = (uint32_t)(700000 - 50000 * part);
        score.forth.fit += (uint32_t)(weights.weight[part] / 1000 * (90 * (part + 1)));
        score.back.fit += (uint32_t)(weights.weight[part] / 1000 * (700 - 50 * part));
    }
    score.score = mus_score_combine(score.formula, score.forth.fit, score.back.fit);
    struct mus_learn_candidate candidate = mus_learn_candidate_of(&score);
    uint64_t sum = 0;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        sum += (uint64_t)weights.weight[part] * candidate.value[part];
    }
    assert_in_range(sum / MUS_MILLION, score.score - 2, score.score + 2);
}

static void values_of_one_fit_are_its_own(void **state)
{
    (void)state;
    struct mus_score score = {.formula = MUS_FORMULA_FIT};
    score.forth.parts[MUS_PART_SUBJECT].value = 123456;
    assert_int_equal(mus_learn_candidate_of(&score).value[MUS_PART_SUBJECT], 123456);
    score.formula = MUS_FORMULA_HARMONIC_MEAN;
    assert_int_equal(mus_learn_candidate_of(&score).value[MUS_PART_SUBJECT], 0);
}

static void an_event_that_is_none_is_refused(void **state)
{
    (void)state;
    static const struct mus_logit_event BAD[] = {
        {0, 1, 0}, {0, 2, 2}, {10, 8, 0}, {SIZE_MAX, 2, 0}, {0, SIZE_MAX, 0}};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct mus_learned learned;
        struct mus_error err;
        invent(1, 0, 2);
        year.events[1] = BAD[i];
        struct mus_learn_problem problem = mus_year_problem(&year);
        assert_int_equal(mus_learn(&problem, &learned, &err), MUS_INVALID);
        assert_string_equal(err.message, "events[1]: not one of two or more candidates");
    }
}

static void more_than_may_be_is_refused(void **state)
{
    (void)state;
    struct mus_learned learned;
    struct mus_error err;
    struct mus_learn_problem problem = {.event_count = MUS_LEARN_MOST_EVENTS + 1};
    problem.expert = year.expert;
    assert_int_equal(mus_learn(&problem, &learned, &err), MUS_LIMIT);
    problem.event_count = 0;
    problem.candidate_count = MUS_LEARN_MOST_CANDIDATES + 1;
    assert_int_equal(mus_learn(&problem, &learned, &err), MUS_LIMIT);
}

static void a_failed_allocation_is_told(void **state)
{
    (void)state;
    invent(1, 0.6, 30);
    struct mus_learn_problem problem = mus_year_problem(&year);
    struct mus_learned learned = {.gain = 7};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        assert_int_equal(learned.gain, 7);
        mus_mem_fail_at(n, false);
        status = mus_learn(&problem, &learned, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 100);
    }
}

static void verdicts_have_names(void **state)
{
    (void)state;
    assert_string_equal(mus_learn_verdict_name(MUS_LEARN_ADOPT), "adopt");
    assert_string_equal(mus_learn_verdict_name(MUS_LEARN_FEW), "few");
    assert_string_equal(mus_learn_verdict_name(MUS_LEARN_UNRELATED), "unrelated");
    assert_string_equal(mus_learn_verdict_name(MUS_LEARN_NO_GAIN), "no_gain");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_the_expert_is_right_nothing_is_adopted),
        cmocka_unit_test(where_the_expert_is_wrong_many_events_say_so),
        cmocka_unit_test(adopted_weights_are_better_on_fresh_events),
        cmocka_unit_test(choices_by_chance_are_not_followed),
        cmocka_unit_test(choices_against_the_score_are_called_unrelated),
        cmocka_unit_test(few_events_are_not_fitted),
        cmocka_unit_test(a_part_that_always_decides_moves_no_farther_than_it_may),
        cmocka_unit_test(a_part_that_never_differs_keeps_its_share),
        cmocka_unit_test(a_part_that_hardly_differs_hardly_moves),
        cmocka_unit_test(lists_of_which_no_part_tells_anything_are_unrelated),
        cmocka_unit_test(the_same_outcomes_give_the_same_answer),
        cmocka_unit_test(values_of_two_fits_add_up_to_the_score),
        cmocka_unit_test(values_of_one_fit_are_its_own),
        cmocka_unit_test(an_event_that_is_none_is_refused),
        cmocka_unit_test(more_than_may_be_is_refused),
        cmocka_unit_test(a_failed_allocation_is_told),
        cmocka_unit_test(verdicts_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
