#include "matcher/attention/attention.h"

#include "base/mem.h"
#include "base/random.h"
#include "matcher/attention/elementary.h"
#include "matcher/reference.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SELLERS = 12, BUYERS = 20, FIRMS = SELLERS + BUYERS, PAIRS = SELLERS * BUYERS };

struct market {
    struct mus_attention_pair pairs[PAIRS];
    uint32_t room[FIRMS];
    struct mus_attention_problem problem;
};

/* Sellers are the more liked the lower their place. */
static void crowded(struct market *market, uint32_t sharing)
{
    struct mus_random random;
    mus_random_init(&random, 7);
    for (uint32_t i = 0; i < PAIRS; i++) {
        uint32_t seller = i % SELLERS;
        market->pairs[i] = (struct mus_attention_pair){
            .a = seller,
            .b = SELLERS + i / SELLERS,
            .forth = (uint32_t)(mus_random_next(&random) % MUS_MILLION),
            .back = 900000 - seller * 60000 + (uint32_t)(mus_random_next(&random) % 100000),
        };
    }
    for (size_t v = 0; v < FIRMS; v++) {
        market->room[v] = 3;
    }
    market->problem = (struct mus_attention_problem){.participant_count = FIRMS,
                                                     .room = market->room,
                                                     .pairs = market->pairs,
                                                     .pair_count = PAIRS,
                                                     .sharing = sharing,
                                                     .top = 5};
}

static void lists_by_score_are_in_its_order(void **state)
{
    (void)state;
    static struct market market;
    crowded(&market, 0);
    struct mus_attention_lists lists;
    struct mus_error err;
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_OK);
    for (size_t v = 0; v < FIRMS; v++) {
        assert_int_equal(lists.begin[v + 1] - lists.begin[v], 5);
        for (size_t i = lists.begin[v]; i < lists.begin[v + 1]; i++) {
            const struct mus_attention_pair *pair = &market.pairs[lists.rows[i].pair];
            assert_int_equal(lists.rows[i].rank_by_score, i - lists.begin[v] + 1);
            assert_int_equal(lists.rows[i].partner, pair->a == v ? pair->b : pair->a);
            assert_int_equal(lists.rows[i].score, 2ULL * pair->forth * pair->back /
                                                      ((uint64_t)pair->forth + pair->back));
            assert_true(i == lists.begin[v] || lists.rows[i].score <= lists.rows[i - 1].score);
        }
    }
    assert_memory_equal(&lists.before, &lists.after, sizeof lists.before);
    mus_attention_lists_done(&lists);
}

static void the_dial_makes_attention_more_even_and_says_its_price(void **state)
{
    (void)state;
    static struct market market;
    uint32_t gini = MUS_MILLION;
    for (uint32_t sharing = 250; sharing <= 1000; sharing += 250) {
        crowded(&market, sharing);
        struct mus_attention_lists lists;
        struct mus_error err;
        assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_OK);
        assert_true(lists.after.gini < lists.before.gini);
        assert_true(lists.after.gini < gini);
        assert_true(lists.after.worst_tenth >= lists.before.worst_tenth);
        assert_true(lists.after.mean_score <= lists.before.mean_score);
        gini = lists.after.gini;
        mus_attention_lists_done(&lists);
    }
}

static void the_order_of_pairs_does_not_show(void **state)
{
    (void)state;
    static struct market market;
    static struct market turned;
    crowded(&market, 1000);
    crowded(&turned, 1000);
    for (size_t i = 0; i < PAIRS; i++) {
        turned.pairs[i] = market.pairs[PAIRS - 1 - i];
    }
    struct mus_attention_lists one;
    struct mus_attention_lists two;
    struct mus_error err;
    assert_int_equal(mus_attention_rank(&market.problem, &one, &err), MUS_OK);
    assert_int_equal(mus_attention_rank(&turned.problem, &two, &err), MUS_OK);
    for (size_t i = 0; i < one.begin[FIRMS]; i++) {
        assert_int_equal(one.rows[i].partner, two.rows[i].partner);
    }
    mus_attention_lists_done(&one);
    mus_attention_lists_done(&two);
}

static void nobody_to_meet_is_an_empty_list(void **state)
{
    (void)state;
    uint32_t room[2] = {1, 1};
    struct mus_attention_problem problem = {
        .participant_count = 2, .room = room, .sharing = 1000, .top = 3};
    struct mus_attention_lists lists;
    struct mus_error err;
    assert_int_equal(mus_attention_rank(&problem, &lists, &err), MUS_OK);
    assert_int_equal(lists.begin[2], 0);
    assert_int_equal(lists.after.gini, 0);
    mus_attention_lists_done(&lists);
}

static void what_is_no_pair_is_refused(void **state)
{
    (void)state;
    static struct market market;
    struct mus_attention_lists lists;
    struct mus_error err;
    crowded(&market, 500);
    market.pairs[3].b = market.pairs[3].a;
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_INVALID);
    assert_string_equal(err.message, "pairs[3]: 3 and 3 are no two participants");
    crowded(&market, 500);
    market.pairs[2].a = FIRMS;
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_INVALID);
    crowded(&market, 500);
    market.pairs[2].forth = MUS_MILLION + 1;
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_INVALID);
    assert_string_equal(err.message, "pairs[2]: a fit is more than 1000000");
    crowded(&market, 500);
    market.room[4] = 0;
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_INVALID);
    assert_string_equal(err.message, "room[4]: 0, expected at least 1");
    crowded(&market, 1001);
    assert_int_equal(mus_attention_rank(&market.problem, &lists, &err), MUS_INVALID);
    assert_string_equal(err.message, "sharing: 1001 is more than 1000");
}

static void it_fails_cleanly_where_memory_runs_out(void **state)
{
    (void)state;
    static struct market market;
    crowded(&market, 1000);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_attention_lists lists;
        struct mus_error err;
        mus_mem_fail_at(n, true);
        status = mus_attention_rank(&market.problem, &lists, &err);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_true(n > 10);
            mus_attention_lists_done(&lists);
        }
    }
    assert_int_equal(status, MUS_OK);
}

static uint32_t gini_of(const uint64_t *values, size_t count)
{
    uint32_t gini = 0;
    assert_int_equal(mus_gini(values, count, &gini, NULL), MUS_OK);
    return gini;
}

static void the_gini_coefficient_is_the_textbook_one(void **state)
{
    (void)state;
    assert_int_equal(gini_of((uint64_t[]){5, 5, 5, 5}, 4), 0);
    assert_int_equal(gini_of((uint64_t[]){0, 0, 0, 8}, 4), 750000);
    assert_int_equal(gini_of((uint64_t[]){4, 1, 3, 2}, 4), 250000);
    assert_int_equal(gini_of((uint64_t[]){0, 0}, 2), 0);
    assert_int_equal(gini_of(NULL, 0), 0);
}

static void exponential_and_logarithm_agree_with_the_c_library(void **state)
{
    (void)state;
    for (double x = -690; x < 690; x += 0.7183) {
        assert_true(fabs(mus_exp(x) / exp(x) - 1) < 4e-16 * (1 + fabs(x) / 8));
        double y = exp(x);
        assert_true(fabs(mus_log(y) - log(y)) <= 1e-15 * fabs(log(y)));
    }
    assert_true(mus_exp(0) == 1);
    assert_true(mus_log(1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_by_score_are_in_its_order),
        cmocka_unit_test(the_dial_makes_attention_more_even_and_says_its_price),
        cmocka_unit_test(the_order_of_pairs_does_not_show),
        cmocka_unit_test(nobody_to_meet_is_an_empty_list),
        cmocka_unit_test(what_is_no_pair_is_refused),
        cmocka_unit_test(it_fails_cleanly_where_memory_runs_out),
        cmocka_unit_test(the_gini_coefficient_is_the_textbook_one),
        cmocka_unit_test(exponential_and_logarithm_agree_with_the_c_library),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
