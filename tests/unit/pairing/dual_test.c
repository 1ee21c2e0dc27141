#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/bound.h"
#include "matcher/pairing/dual.h"
#include "small.h"

enum { SWEEPS = 40 };

/* What the kept prices prove, by other arithmetic, in the dual's units. */
static void assert_bound(const struct mus_pairing_graph *graph, const struct mus_dual *dual)
{
    int64_t prices[CROWD];
    for (size_t v = 0; v < graph->node_count; v++) {
        assert_true(dual->prices[v] >= -dual->missing_price);
        prices[v] = dual->prices[v];
    }
    struct mus_pairing_proof proof = {.prices = prices,
                                      .capacity_price = dual->capacity_price,
                                      .missing_price = dual->missing_price,
                                      .scale = 1};
    /* Scores in the dual's units, so that nothing is rounded. */
    for (size_t e = 0; e < graph->edge_count; e++) {
        graph->edges[e].score *= (uint32_t)dual->scale;
    }
    assert_int_equal(mus_pairing_bound_total(graph, &proof, 0), dual->bound);
    for (size_t e = 0; e < graph->edge_count; e++) {
        graph->edges[e].score /= (uint32_t)dual->scale;
    }
}

static int64_t bound_after(const struct mus_pairing_graph *graph, uint64_t sweeps)
{
    struct mus_dual dual;
    assert_int_equal(mus_dual_init(&dual, graph, 1, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(&dual, sweeps, NULL, NULL), MUS_OK);
    assert_int_equal(dual.sweeps, sweeps);
    assert_bound(graph, &dual);
    int64_t bound = dual.bound / dual.scale;
    mus_dual_done(&dual);
    return bound;
}

static void more_sweeps_prove_a_smaller_bound(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 1, 0, 1);
    int64_t none = bound_after(&crowd.graph, 0);
    int64_t few = bound_after(&crowd.graph, 4);
    int64_t many = bound_after(&crowd.graph, SWEEPS);
    assert_true(none > few && few > many);
    crowd_end(&crowd);
}

static void the_bound_is_what_the_prices_prove_in_every_kind_of_problem(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < 12; kind++) {
        struct crowd crowd;
        crowd_start(&crowd, kind, kind % 3, 1 + kind % 2 * 3);
        crowd.graph.capacity = kind % 4 < 2 ? MUS_PAIRING_NO_CAPACITY : 90 + kind;
        bound_after(&crowd.graph, SWEEPS);
        crowd_end(&crowd);
    }
}

static void a_path_of_three_has_the_price_of_its_middle(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 3, 1, 0);
    small_pair(&small, 0, 1, 900);
    small_pair(&small, 1, 2, 500);
    struct mus_pairing_graph graph;
    assert_int_equal(mus_pairing_graph_init(&graph, &small.problem, NULL), MUS_OK);
    assert_int_equal(bound_after(&graph, SWEEPS), 900);
    mus_pairing_graph_done(&graph);
}

static void a_capacity_that_binds_has_a_price(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 3, 0, 1);
    crowd.graph.capacity = 100;
    struct mus_dual dual;
    assert_int_equal(mus_dual_init(&dual, &crowd.graph, 1, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(&dual, 2 * SWEEPS, NULL, NULL), MUS_OK);
    assert_true(dual.capacity_price > 0);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

/* The same prices, whatever the number of threads. */
static void threads_do_not_show(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 4, 2, 3);
    struct mus_dual one;
    struct mus_dual three;
    assert_int_equal(mus_dual_init(&one, &crowd.graph, 9, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_init(&three, &crowd.graph, 9, 3, NULL), MUS_OK);
    assert_int_equal(three.active, 1);
    three.active = 3;
    assert_int_equal(mus_dual_descend(&one, 8, NULL, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(&three, 8, NULL, NULL), MUS_OK);
    assert_int_equal(one.bound, three.bound);
    assert_memory_equal(one.prices, three.prices, CROWD * sizeof *one.prices);
    mus_dual_done(&one);
    mus_dual_done(&three);
    crowd_end(&crowd);
}

static bool at_once(const void *state)
{
    (void)state;
    return true;
}

static void stopped_at_once_the_prices_are_nothing_and_prove_a_bound(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_stop stop = {at_once, NULL};
    crowd_start(&crowd, 5, 0, 1);
    struct mus_dual dual;
    assert_int_equal(mus_dual_init(&dual, &crowd.graph, 1, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(&dual, SWEEPS, &stop, NULL), MUS_OK);
    assert_int_equal(dual.sweeps, 0);
    assert_bound(&crowd.graph, &dual);
    mus_dual_done(&dual);
    crowd_end(&crowd);
}

static void out_of_memory_at_any_point_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 6, 1, 3);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_dual dual;
        mus_mem_fail_at(n, true);
        status = mus_dual_init(&dual, &crowd.graph, 1, 2, NULL);
        if (status == MUS_OK) {
            status = mus_dual_descend(&dual, 10, NULL, NULL);
            mus_dual_done(&dual);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_NO_MEMORY || n > 10);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_sweeps_prove_a_smaller_bound),
        cmocka_unit_test(the_bound_is_what_the_prices_prove_in_every_kind_of_problem),
        cmocka_unit_test(a_path_of_three_has_the_price_of_its_middle),
        cmocka_unit_test(a_capacity_that_binds_has_a_price),
        cmocka_unit_test(threads_do_not_show),
        cmocka_unit_test(stopped_at_once_the_prices_are_nothing_and_prove_a_bound),
        cmocka_unit_test(out_of_memory_at_any_point_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
