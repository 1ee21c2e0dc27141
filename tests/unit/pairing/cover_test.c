#include "matcher/pairing/cover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "crowd.h"
#include "matcher/pairing/bound.h"
#include "small.h"

static int64_t total_of(const struct mus_pairing_graph *graph, const uint8_t *taken)
{
    int64_t total = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        total += taken[e] ? graph->edges[e].score : 0;
    }
    return total;
}

static void assert_legal(const struct mus_pairing_graph *graph, const uint8_t *taken)
{
    uint32_t degree[CROWD] = {0};
    uint64_t count = 0;
    for (size_t e = 0; e < graph->edge_count; e++) {
        degree[graph->edges[e].a] += taken[e];
        degree[graph->edges[e].b] += taken[e];
        count += taken[e];
    }
    for (size_t v = 0; v < graph->node_count; v++) {
        assert_true(degree[v] <= graph->nodes[v].max);
    }
    assert_true(count <= graph->capacity);
}

static struct mus_pairing_plan solved(const struct mus_pairing_graph *graph)
{
    struct mus_pairing_options options = {.seed = 1};
    struct mus_pairing_plan plan;
    bool finished = false;
    assert_int_equal(mus_pairing_plan_init(&plan, graph, NULL), MUS_OK);
    assert_int_equal(mus_pairing_cover_solve(graph, &options, &plan, &finished, NULL), MUS_OK);
    assert_true(finished);
    assert_legal(graph, plan.taken);
    return plan;
}

static void a_ring_of_five_is_worth_two_and_a_half(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    small_start(&small, 5, 1, 0);
    for (uint32_t v = 0; v < 5; v++) {
        small_pair(&small, v, (v + 1) % 5, 100000);
    }
    assert_int_equal(mus_pairing_graph_init(&graph, &small.problem, NULL), MUS_OK);
    struct mus_pairing_plan plan = solved(&graph);
    assert_int_equal(mus_pairing_bound_total(&graph, &plan.proof, 0), 250000);
    assert_int_equal(total_of(&graph, plan.taken), 200000);
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

static void with_an_even_capacity_a_triangle_is_cut_to_it(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    small_start(&small, 6, 1, 0);
    for (uint32_t v = 0; v < 3; v++) {
        small_pair(&small, v, (v + 1) % 3, 200000);
        small_pair(&small, 3 + v, 3 + (v + 1) % 3, 100000);
    }
    small.problem.capacity = 2;
    assert_int_equal(mus_pairing_graph_init(&graph, &small.problem, NULL), MUS_OK);
    struct mus_pairing_plan plan = solved(&graph);
    assert_int_equal(mus_pairing_bound_total(&graph, &plan.proof, 0), 350000);
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

/* Each odd trail loses half an edge at most, and there are few of them. */
static void rounding_is_legal_and_loses_little(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct crowd crowd;
        crowd_start(&crowd, seed, seed % 3 == 0 ? 1 : 0, 1);
        if (seed % 2 == 0) {
            crowd.graph.capacity = 100;
        }
        struct mus_pairing_plan plan = solved(&crowd.graph);
        int64_t total = total_of(&crowd.graph, plan.taken);
        int64_t bound = mus_pairing_bound_total(&crowd.graph, &plan.proof, CROWD);
        assert_true(total <= bound);
        bound = mus_pairing_bound_total(&crowd.graph, &plan.proof, 0);
        assert_true(total >= bound - bound / 20);
        mus_pairing_plan_done(&plan);
        crowd_end(&crowd);
    }
}

static bool never_again(const void *state)
{
    (void)state;
    return true;
}

static void stopped_it_says_that_it_has_not_finished(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 7, 0, 1);
    struct mus_stop stop = {never_again, NULL};
    struct mus_pairing_options options = {.stop = &stop};
    struct mus_pairing_plan plan;
    bool finished = true;
    assert_int_equal(mus_pairing_plan_init(&plan, &crowd.graph, NULL), MUS_OK);
    assert_int_equal(mus_pairing_cover_solve(&crowd.graph, &options, &plan, &finished, NULL),
                     MUS_OK);
    assert_false(finished);
    mus_pairing_plan_done(&plan);
    crowd_end(&crowd);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 3, 1, 1);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_pairing_options options = {.seed = 1};
        struct mus_pairing_plan plan;
        struct mus_error err;
        bool finished = false;
        assert_int_equal(mus_pairing_plan_init(&plan, &crowd.graph, NULL), MUS_OK);
        mus_mem_fail_at(n, false);
        status = mus_pairing_cover_solve(&crowd.graph, &options, &plan, &finished, &err);
        mus_mem_fail_at(0, false);
        mus_pairing_plan_done(&plan);
        assert_true(n < 1000);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_of_five_is_worth_two_and_a_half),
        cmocka_unit_test(with_an_even_capacity_a_triangle_is_cut_to_it),
        cmocka_unit_test(rounding_is_legal_and_loses_little),
        cmocka_unit_test(stopped_it_says_that_it_has_not_finished),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
