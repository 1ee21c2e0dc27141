#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/evenness.h"
#include "matcher/pairing/judge.h"
#include "small.h"

static void figures_are_those_of_the_choice(void **state)
{
    (void)state;
    struct small small;
    const uint32_t chosen[] = {0, 1, 2};
    const uint8_t classes[] = {0, 0, 1, 1, 1};
    struct mus_pairing_figures figures;
    small_start(&small, 5, 3, 0);
    small.participants[4].max = 0;
    small_pair(&small, 0, 2, 100);
    small_pair(&small, 0, 3, 200);
    small_pair(&small, 1, 2, 300);
    assert_int_equal(mus_pairing_figures_of(&small.problem, chosen, 3, classes, &figures, NULL),
                     MUS_OK);
    assert_int_equal(figures.total, 600);
    assert_int_equal(figures.all.participants, 4);
    assert_int_equal(figures.all.meetings, 6);
    assert_int_equal(figures.all.score, 1200);
    assert_int_equal(figures.all.fewest, 1);
    assert_int_equal(figures.all.gini, 166666);
    assert_int_equal(figures.class_count, 2);
    assert_int_equal(figures.classes[0].participants, 2);
    assert_int_equal(figures.classes[0].score, 600);
    assert_int_equal(figures.classes[0].gini_scores, 0);
    assert_int_equal(figures.classes[1].participants, 2);
    assert_int_equal(figures.classes[1].meetings, 3);
}

static void nobody_has_figures_of_zero(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_figures figures;
    small_start(&small, 0, 0, 0);
    assert_int_equal(mus_pairing_figures_of(&small.problem, NULL, 0, NULL, &figures, NULL), MUS_OK);
    assert_int_equal(figures.all.fewest, 0);
    assert_int_equal(figures.class_count, 0);
}

/* Two sellers with room for two each; buyer 0 is worth most to both, buyers 1 and 2 a little less.
 */
static void crowded(struct small *small)
{
    small_start(small, 5, 2, 0);
    small->participants[1].max = small->participants[2].max = 1;
    small->participants[3].max = small->participants[4].max = 1;
    small_pair(small, 0, 3, 500000);
    small_pair(small, 0, 4, 500000);
    small_pair(small, 1, 3, 400000);
    small_pair(small, 2, 4, 300000);
}

static struct mus_pairing_answer solved(const struct small *small, uint32_t evenness,
                                        struct mus_pairing_price *price)
{
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer;
    assert_int_equal(
        mus_pairing_solve_evenly(&small->problem, &options, evenness, NULL, &answer, price, NULL),
        MUS_OK);
    assert_int_equal(mus_pairing_judge(&small->problem, &answer, NULL), MUS_OK);
    assert_int_equal(price->before.total - price->after.total, price->lost);
    assert_int_equal(price->after.total, answer.total);
    return answer;
}

static void without_evenness_the_total_is_all(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_price price;
    crowded(&small);
    struct mus_pairing_answer answer = solved(&small, 0, &price);
    assert_int_equal(answer.total, 1000000);
    assert_int_equal(price.lost, 0);
    assert_int_equal(price.rounds, 0);
    mus_pairing_answer_done(&answer);
}

/* Giving buyer 1 what would be buyer 0's second meeting costs 100000 and brings e − e/2. */
static void evenness_is_bought_where_it_is_worth_its_price(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_price price;
    crowded(&small);
    struct mus_pairing_answer answer = solved(&small, 190000, &price);
    assert_int_equal(price.lost, 0);
    mus_pairing_answer_done(&answer);
    answer = solved(&small, 210000, &price);
    assert_int_equal(price.lost, 100000);
    assert_int_equal(price.worth_after - price.worth_before, 105000 - 100000);
    assert_int_equal(answer.upper_bound, 1000000);
    assert_true(price.after.all.gini < price.before.all.gini);
    mus_pairing_answer_done(&answer);
}

static void minimums_are_not_sold_for_evenness(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_price price;
    crowded(&small);
    small.participants[0].min = 2;
    struct mus_pairing_answer answer = solved(&small, MUS_PAIRING_MAX_EVENNESS, &price);
    assert_int_equal(answer.missing, 0);
    assert_int_equal(price.lost, 0);
    mus_pairing_answer_done(&answer);
}

static void too_much_evenness_is_refused(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer;
    struct mus_pairing_price price;
    struct mus_error err;
    crowded(&small);
    assert_int_equal(mus_pairing_solve_evenly(&small.problem, &options,
                                              MUS_PAIRING_MAX_EVENNESS + 1, NULL, &answer, &price,
                                              &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "evenness: 1000001 is above 1000000");
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    crowded(&small);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_pairing_answer answer;
        struct mus_pairing_price price;
        mus_mem_fail_at(n, false);
        status =
            mus_pairing_solve_evenly(&small.problem, &options, 500000, NULL, &answer, &price, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        if (status == MUS_OK) {
            mus_pairing_answer_done(&answer);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_the_choice),
        cmocka_unit_test(nobody_has_figures_of_zero),
        cmocka_unit_test(without_evenness_the_total_is_all),
        cmocka_unit_test(evenness_is_bought_where_it_is_worth_its_price),
        cmocka_unit_test(minimums_are_not_sold_for_evenness),
        cmocka_unit_test(too_much_evenness_is_refused),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
