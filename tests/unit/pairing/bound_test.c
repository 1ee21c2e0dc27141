#include "matcher/pairing/bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "small.h"

struct world {
    struct small small;
    struct mus_pairing_graph graph;
    int64_t prices[SMALL_PARTICIPANTS];
    int64_t missing_prices[SMALL_PARTICIPANTS];
    struct mus_pairing_proof proof;
};

static void open_world(struct world *w)
{
    w->proof = (struct mus_pairing_proof){.prices = w->prices, .missing_price = 1000, .scale = 1};
    assert_int_equal(mus_pairing_graph_init(&w->graph, &w->small.problem, NULL), MUS_OK);
}

/* Two sellers of one meeting each; 0 could have 600 with 2, 500 with 3; 1 only 550 with 2. */
static void make_market(struct world *w)
{
    *w = (struct world){0};
    small_start(&w->small, 4, 1, 0);
    small_pair(&w->small, 0, 2, 600);
    small_pair(&w->small, 0, 3, 500);
    small_pair(&w->small, 1, 2, 550);
}

static void without_prices_every_pair_counts(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    open_world(&w);
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 600 + 500 + 550);
    mus_pairing_graph_done(&w.graph);
}

/* A price of a meeting for each side, above which no pair has anything left: it proves the best. */
static void the_right_prices_prove_the_best_total(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    open_world(&w);
    w.prices[0] = 500;
    w.prices[2] = 550;
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 500 + 550);
    w.prices[2] = 540; /* ten less: 1 with 2 is worth ten more than what is paid */
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 500 + 540 + 10);
    mus_pairing_graph_done(&w.graph);
}

static void parts_of_a_millionth_are_rounded_down(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    open_world(&w);
    w.proof.scale = 3;
    w.prices[0] = 1501;
    w.prices[2] = 1651;
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), (1501 + 1651) / 3);
    mus_pairing_graph_done(&w.graph);
}

static void a_minimum_is_paid_for_by_its_price(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    w.small.participants[3].min = 1;
    open_world(&w);
    w.prices[3] = -100; /* 3 pays for its meeting, at most missing_price */
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 600 + 600 + 550 - 100);
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 1), 600 + 600 + 550 - 100 + 1000);
    w.prices[3] = -5000; /* counts as the missing price */
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 600 + 1500 + 550 - 1000);
    mus_pairing_graph_done(&w.graph);
}

static void the_capacity_and_pairs_of_one_company_are_priced_once(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    w.small.problem.capacity = 2;
    w.small.participants[0].company = w.small.participants[1].company = 7;
    w.small.participants[2].company = w.small.participants[3].company = 8;
    open_world(&w);
    assert_int_equal(w.graph.group_count, 1); /* one pair of two companies: one meeting */
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 600);
    w.proof.capacity_price = 250;
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 2 * 250 + 350);
    mus_pairing_graph_done(&w.graph);
}

static void what_is_fixed_is_added(void **state)
{
    (void)state;
    struct world w;
    make_market(&w);
    small_marked(&w.small, 1, 3, 40, MUS_PAIRING_FIXED);
    open_world(&w);
    assert_int_equal(mus_pairing_bound_total(&w.graph, &w.proof, 0), 40 + 600); /* 0 with 2 alone */
    mus_pairing_graph_done(&w.graph);
}

/* Three who need one meeting each have one partner with room for one. */
static void what_must_be_missing_is_proved_by_prices_too(void **state)
{
    (void)state;
    struct world w = {0};
    small_start(&w.small, 4, 1, 1);
    for (uint32_t v = 0; v < 3; v++) {
        small_pair(&w.small, v, 3, 100);
    }
    open_world(&w);
    assert_int_equal(mus_pairing_bound_missing(&w.graph, &w.proof), 0); /* nothing is claimed */
    w.proof.missing_prices = w.missing_prices;
    assert_int_equal(mus_pairing_bound_missing(&w.graph, &w.proof), 0);
    for (size_t v = 0; v < 3; v++) {
        w.missing_prices[v] = -1;
    }
    w.missing_prices[3] = 1;
    assert_int_equal(mus_pairing_bound_missing(&w.graph, &w.proof), 2);
    mus_pairing_graph_done(&w.graph);
}

/* Lowering the missing price never proves less, and leaves prices that are allowed. */
static void tightening_never_raises_the_bound(void **state)
{
    (void)state;
    struct mus_random random;
    unsigned tighter = 0;
    mus_random_init(&random, 17);
    for (int i = 0; i < 300; i++) {
        struct world w = {0};
        uint64_t missing = mus_random_below(&random, 3);
        small_start(&w.small, 8, 2, (uint32_t)mus_random_below(&random, 3));
        for (uint32_t v = 0; v < 7; v++) {
            small_pair(&w.small, v, v + 1, (uint32_t)mus_random_below(&random, 1000));
        }
        open_world(&w);
        w.proof.missing_price = 8001;
        for (size_t v = 0; v < 8; v++) {
            w.prices[v] = (int64_t)mus_random_below(&random, 3000) - 2000;
        }
        int64_t before = mus_pairing_bound_total(&w.graph, &w.proof, missing);
        mus_pairing_bound_tighten(&w.graph, &w.proof, missing);
        int64_t after = mus_pairing_bound_total(&w.graph, &w.proof, missing);
        assert_true(after <= before);
        tighter += after < before;
        for (size_t v = 0; v < 8; v++) {
            assert_true(w.prices[v] >= -w.proof.missing_price);
        }
        mus_pairing_graph_done(&w.graph);
    }
    assert_in_range(tighter, 50, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_prices_every_pair_counts),
        cmocka_unit_test(the_right_prices_prove_the_best_total),
        cmocka_unit_test(parts_of_a_millionth_are_rounded_down),
        cmocka_unit_test(a_minimum_is_paid_for_by_its_price),
        cmocka_unit_test(the_capacity_and_pairs_of_one_company_are_priced_once),
        cmocka_unit_test(what_is_fixed_is_added),
        cmocka_unit_test(what_must_be_missing_is_proved_by_prices_too),
        cmocka_unit_test(tightening_never_raises_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
