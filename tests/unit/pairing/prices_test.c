#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/prices.h"

static int64_t total_of(const struct mus_pairing_graph *graph, const struct mus_pairing_plan *plan)
{
    int64_t total = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        total += plan->taken[e] != 0 ? graph->edges[e].score : 0;
    }
    return total;
}

static void solve(const struct crowd *crowd, const struct mus_pairing_options *options,
                  struct mus_pairing_plan *plan)
{
    assert_int_equal(mus_pairing_plan_init(plan, &crowd->graph, NULL), MUS_OK);
    assert_int_equal(mus_pairing_prices_solve(&crowd->graph, options, plan, NULL), MUS_OK);
}

static void the_total_is_near_the_bound_that_is_proved(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < 8; kind++) {
        struct crowd crowd;
        struct mus_pairing_plan plan;
        struct mus_pairing_options options = {.seed = kind};
        crowd_start(&crowd, kind, kind % 2 * 2, kind < 4 ? 1 : 3);
        solve(&crowd, &options, &plan);
        int64_t total = total_of(&crowd.graph, &plan);
        int64_t bound = mus_pairing_bound_total(&crowd.graph, &plan.proof, 0);
        assert_true(total <= bound);
        assert_true(total * 1000 >= bound * 995);
        mus_pairing_plan_done(&plan);
        crowd_end(&crowd);
    }
}

static void the_same_seed_gives_the_same(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_pairing_plan first;
    struct mus_pairing_plan again;
    struct mus_pairing_options options = {.seed = 5, .threads = 1};
    crowd_start(&crowd, 1, 2, 1);
    solve(&crowd, &options, &first);
    options.threads = 4;
    solve(&crowd, &options, &again);
    assert_memory_equal(first.taken, again.taken, crowd.graph.edge_count);
    assert_memory_equal(first.proof.prices, again.proof.prices, CROWD * sizeof(int64_t));
    assert_int_equal(first.steps, again.steps);
    mus_pairing_plan_done(&first);
    mus_pairing_plan_done(&again);
    crowd_end(&crowd);
}

static void no_more_steps_are_used_than_there_are(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 2, 2, 1);
    int64_t least_bound = INT64_MAX;
    for (uint64_t steps = 1; steps < 200; steps += 13) {
        struct mus_pairing_plan plan;
        struct mus_pairing_options options = {.steps = steps};
        solve(&crowd, &options, &plan);
        assert_true(plan.steps <= steps);
        int64_t bound = mus_pairing_bound_total(&crowd.graph, &plan.proof, 0);
        assert_true(bound >= total_of(&crowd.graph, &plan));
        least_bound = bound < least_bound ? bound : least_bound;
        mus_pairing_plan_done(&plan);
    }
    assert_true(least_bound < INT64_MAX);
    crowd_end(&crowd);
}

static void an_empty_problem_has_an_empty_plan(void **state)
{
    (void)state;
    struct mus_pairing_problem problem = {.capacity = MUS_PAIRING_NO_CAPACITY};
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    struct mus_pairing_options options = {0};
    assert_int_equal(mus_pairing_graph_init(&graph, &problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_plan_init(&plan, &graph, NULL), MUS_OK);
    assert_int_equal(mus_pairing_prices_solve(&graph, &options, &plan, NULL), MUS_OK);
    assert_int_equal(mus_pairing_bound_total(&graph, &plan.proof, 0), 0);
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

static void out_of_memory_at_any_point_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 3, 3, 3);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_pairing_plan plan;
        struct mus_pairing_options options = {.threads = 2};
        assert_int_equal(mus_pairing_plan_init(&plan, &crowd.graph, NULL), MUS_OK);
        mus_mem_fail_at(n, true);
        status = mus_pairing_prices_solve(&crowd.graph, &options, &plan, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_NO_MEMORY || n > 20);
        mus_pairing_plan_done(&plan);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_total_is_near_the_bound_that_is_proved),
        cmocka_unit_test(the_same_seed_gives_the_same),
        cmocka_unit_test(no_more_steps_are_used_than_there_are),
        cmocka_unit_test(an_empty_problem_has_an_empty_plan),
        cmocka_unit_test(out_of_memory_at_any_point_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
