#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/pairing/rivals.h"
#include "small.h"

/* Participants 0 and 1 of one company, 2 and 3 of another. */
static void start(struct small *small, struct mus_pairing_graph *graph)
{
    small_start(small, 4, 2, 0);
    small->participants[0].company = small->participants[1].company = 7;
    small->participants[2].company = small->participants[3].company = 8;
    small_pair(small, 0, 2, 900);
    small_pair(small, 0, 3, 700);
    small_pair(small, 1, 2, 500);
    small_pair(small, 1, 3, 300);
    assert_int_equal(mus_pairing_graph_init(graph, &small->problem, NULL), MUS_OK);
    assert_int_equal(graph->group_count, 1);
}

static void beside_an_end_of_the_best_edge_stands_the_best_without_it(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    const int32_t prices[4] = {0};
    start(&small, &graph);
    struct mus_worth worth = {prices, 0, 1};
    struct mus_rivals rivals;
    assert_int_equal(mus_rivals_init(&rivals, &graph, NULL), MUS_OK);
    mus_rivals_look(&rivals, &worth, 0, 1);
    assert_int_equal(rivals.best[0].best, 900);
    assert_int_equal(mus_rivals_beside(&rivals, 0, 0), 500);
    assert_int_equal(mus_rivals_beside(&rivals, 0, 1), 900);
    assert_int_equal(mus_rivals_beside(&rivals, 0, 2), 700);
    assert_int_equal(mus_rivals_beside(&rivals, 0, 3), 900);
    mus_rivals_done(&rivals);
    mus_pairing_graph_done(&graph);
}

static void what_is_not_worth_its_prices_is_nothing(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    const int32_t prices[4] = {800, 0, 0, 0};
    start(&small, &graph);
    struct mus_worth worth = {prices, 400, 1};
    struct mus_rivals rivals;
    assert_int_equal(mus_rivals_init(&rivals, &graph, NULL), MUS_OK);
    mus_rivals_look(&rivals, &worth, 0, 1);
    assert_int_equal(rivals.best[0].best, 100);
    assert_int_equal(mus_rivals_beside(&rivals, 0, 1), 0);
    mus_rivals_done(&rivals);
    mus_pairing_graph_done(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_an_end_of_the_best_edge_stands_the_best_without_it),
        cmocka_unit_test(what_is_not_worth_its_prices_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
