#include "matcher/pairing/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "small.h"

/* Four participants; of six pairs the third is forbidden, so that the graph has five edges. */
static void make_graph(struct small *small, struct mus_pairing_graph *graph)
{
    small_start(small, 4, 2, 1);
    small_pair(small, 3, 2, 700);
    small_pair(small, 0, 1, 100);
    small_marked(small, 0, 2, 999999, MUS_PAIRING_FORBIDDEN);
    small_pair(small, 0, 3, 300);
    small_pair(small, 2, 1, 400);
    small_pair(small, 3, 1, 500);
    assert_int_equal(mus_pairing_graph_init(graph, &small->problem, NULL), MUS_OK);
    assert_int_equal(graph->edge_count, 5);
}

static void at_first_nothing_is_taken_and_nothing_has_a_price(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    make_graph(&small, &graph);
    assert_int_equal(mus_pairing_plan_init(&plan, &graph, NULL), MUS_OK);
    for (size_t e = 0; e < 5; e++) {
        assert_int_equal(plan.taken[e], 0);
    }
    for (size_t v = 0; v < 4; v++) {
        assert_int_equal(plan.proof.prices[v], 0);
    }
    assert_int_equal(plan.proof.scale, 1);
    assert_null(plan.proof.missing_prices);
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

static void pairs_are_chosen_by_their_places_in_the_problem(void **state)
{
    (void)state;
    static const uint32_t FIRST[] = {0, 3};
    static const uint32_t SECOND[] = {1, 4, 5};
    struct small small;
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    make_graph(&small, &graph);
    assert_int_equal(mus_pairing_plan_init(&plan, &graph, NULL), MUS_OK);
    mus_pairing_plan_choose(&plan, &graph, FIRST, 2);
    mus_pairing_plan_choose(&plan, &graph, SECOND, 3); /* and no others */
    for (size_t e = 0; e < 5; e++) {
        uint32_t pair = graph.edges[e].pair;
        assert_int_equal(plan.taken[e], pair == 1 || pair == 4 || pair == 5);
    }
    mus_pairing_plan_choose(&plan, &graph, NULL, 0);
    for (size_t e = 0; e < 5; e++) {
        assert_int_equal(plan.taken[e], 0);
    }
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

static void a_missing_meeting_costs_more_than_any_path_can_bring(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    make_graph(&small, &graph);
    assert_int_equal(mus_pairing_missing_price(&graph), 4 * 700 + 1); /* the forbidden one aside */
    mus_pairing_graph_done(&graph);
    small_start(&small, 3, 2, 1);
    assert_int_equal(mus_pairing_graph_init(&graph, &small.problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_missing_price(&graph), 1);
    mus_pairing_graph_done(&graph);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    enum mus_status status = MUS_NO_MEMORY;
    make_graph(&small, &graph);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_pairing_plan plan = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_pairing_plan_init(&plan, &graph, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        mus_pairing_plan_done(&plan);
    }
    assert_true(n > 3);
    mus_pairing_graph_done(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_first_nothing_is_taken_and_nothing_has_a_price),
        cmocka_unit_test(pairs_are_chosen_by_their_places_in_the_problem),
        cmocka_unit_test(a_missing_meeting_costs_more_than_any_path_can_bring),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
