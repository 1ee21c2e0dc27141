#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/graph.h"
#include "small.h"

static struct mus_pairing_graph graph_of(const struct small *small)
{
    struct mus_pairing_graph graph;
    assert_int_equal(mus_pairing_check_problem(&small->problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_graph_init(&graph, &small->problem, NULL), MUS_OK);
    return graph;
}

static void assert_edge(const struct mus_pairing_graph *graph, size_t e, uint32_t a, uint32_t b,
                        uint32_t pair)
{
    assert_int_equal(graph->edges[e].a, a);
    assert_int_equal(graph->edges[e].b, b);
    assert_int_equal(graph->edges[e].pair, pair);
}

static void edges_stand_in_the_order_of_their_participants(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 0);
    small_pair(&small, 3, 1, 10);
    small_pair(&small, 1, 0, 20);
    small_pair(&small, 2, 0, 30);
    small_pair(&small, 1, 2, 40);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.edge_count, 4);
    assert_edge(&graph, 0, 0, 1, 1);
    assert_edge(&graph, 1, 0, 2, 2);
    assert_edge(&graph, 2, 1, 2, 3);
    assert_edge(&graph, 3, 1, 3, 0);
    assert_int_equal(graph.edges[3].score, 10);
    mus_pairing_graph_done(&graph);
}

static void each_node_sees_its_edges_by_the_other_end(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 0);
    small_pair(&small, 3, 1, 10);
    small_pair(&small, 1, 0, 20);
    small_pair(&small, 1, 2, 40);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.first[0], 0);
    assert_int_equal(graph.first[1], 1);
    assert_int_equal(graph.first[2], 4);
    assert_int_equal(graph.first[3], 5);
    assert_int_equal(graph.first[4], 6);
    const struct mus_pairing_half *halves = &graph.halves[1];
    assert_int_equal(halves[0].other, 0);
    assert_int_equal(halves[0].score, 20);
    assert_int_equal(halves[1].other, 2);
    assert_int_equal(halves[2].other, 3);
    assert_int_equal(halves[2].edge, 2);
    mus_pairing_graph_done(&graph);
}

static void fixed_pairs_take_their_room(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 1);
    small.participants[1].min = 2;
    small.problem.capacity = 5;
    small_marked(&small, 0, 1, 10, MUS_PAIRING_FIXED);
    small_pair(&small, 1, 2, 20);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.edge_count, 1);
    assert_int_equal(graph.fixed_count, 1);
    assert_int_equal(graph.fixed_total, 10);
    assert_int_equal(graph.capacity, 4);
    assert_int_equal(graph.nodes[0].max, 1);
    assert_int_equal(graph.nodes[0].min, 0);
    assert_int_equal(graph.nodes[1].min, 1);
    assert_int_equal(graph.nodes[2].max, 2);
    mus_pairing_graph_done(&graph);
}

static void what_no_legal_choice_holds_is_left_out(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 5, 1, 0);
    small.participants[2].company = small.participants[3].company = 9;
    small.participants[0].max = 3;
    small_marked(&small, 0, 1, 1, MUS_PAIRING_FORBIDDEN);
    small_marked(&small, 0, 2, 1, MUS_PAIRING_FIXED);
    small_pair(&small, 0, 3, 1); /* the fixed pair's companies */
    small_pair(&small, 1, 2, 1); /* 2 has no room left */
    small_pair(&small, 0, 4, 1);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.edge_count, 1);
    assert_edge(&graph, 0, 0, 4, 4);
    mus_pairing_graph_done(&graph);
    small.problem.capacity = 1;
    graph = graph_of(&small);
    assert_int_equal(graph.edge_count, 0);
    mus_pairing_graph_done(&graph);
}

static void edges_of_two_companies_are_a_group(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 6, 2, 0);
    small.participants[0].company = small.participants[1].company = 4;
    small.participants[2].company = small.participants[3].company = 3;
    small_pair(&small, 1, 3, 1);
    small_pair(&small, 0, 2, 1);
    small_pair(&small, 0, 4, 1);
    small_pair(&small, 4, 1, 1);
    small_pair(&small, 4, 5, 1);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.group_count, 2);
    assert_int_equal(graph.group[0], 0);                    /* 0-2 */
    assert_int_equal(graph.group[2], 0);                    /* 1-3 */
    assert_int_equal(graph.group[1], 1);                    /* 0-4 */
    assert_int_equal(graph.group[3], 1);                    /* 1-4 */
    assert_int_equal(graph.group[4], MUS_PAIRING_NO_GROUP); /* 4-5 */
    assert_int_equal(graph.group_first[1], 2);
    assert_int_equal(graph.group_edges[1], 2);
    assert_int_equal(graph.group_first[2], 4);
    mus_pairing_graph_done(&graph);
}

static void no_group_is_made_of_one_edge(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 0);
    small.participants[0].company = small.participants[1].company = 4;
    small_pair(&small, 0, 2, 1);
    small_pair(&small, 1, 3, 1);
    struct mus_pairing_graph graph = graph_of(&small);
    assert_int_equal(graph.group_count, 0);
    assert_null(graph.group);
    mus_pairing_graph_done(&graph);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 5, 2, 0);
    small.participants[0].company = small.participants[1].company = 4;
    small_pair(&small, 0, 2, 1);
    small_pair(&small, 1, 2, 1);
    small_marked(&small, 3, 4, 1, MUS_PAIRING_FIXED);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_pairing_graph graph;
        mus_mem_fail_at(n, false);
        status = mus_pairing_graph_init(&graph, &small.problem, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        if (status == MUS_OK) {
            mus_pairing_graph_done(&graph);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_stand_in_the_order_of_their_participants),
        cmocka_unit_test(each_node_sees_its_edges_by_the_other_end),
        cmocka_unit_test(fixed_pairs_take_their_room),
        cmocka_unit_test(what_no_legal_choice_holds_is_left_out),
        cmocka_unit_test(edges_of_two_companies_are_a_group),
        cmocka_unit_test(no_group_is_made_of_one_edge),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
