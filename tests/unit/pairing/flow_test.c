#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/flow.h"

enum { NODES = 6, EDGES = 9 };

/* Left nodes 0, 1, 2, right nodes 3, 4, 5, every edge between them. */
struct world {
    struct mus_pairing_node nodes[NODES];
    uint8_t right[NODES];
    struct mus_flow_edge edges[EDGES];
    struct mus_flow_problem problem;
    uint8_t taken[EDGES];
    int64_t prices[NODES];
    struct mus_flow_answer answer;
};

static void start(struct world *w, const uint32_t scores[EDGES], uint32_t max)
{
    *w = (struct world){.right = {0, 0, 0, 1, 1, 1}};
    for (uint32_t v = 0; v < NODES; v++) {
        w->nodes[v].max = max;
    }
    for (uint32_t e = 0; e < EDGES; e++) {
        w->edges[e] = (struct mus_flow_edge){e / 3, 3 + e % 3, scores[e]};
    }
    w->problem = (struct mus_flow_problem){w->nodes, w->right,   NODES, w->edges,
                                           EDGES,    UINT64_MAX, 1000,  NULL};
    w->answer = (struct mus_flow_answer){w->taken, w->prices, 0, 0, false};
}

static int64_t solve(struct world *w)
{
    int64_t total = 0;
    assert_int_equal(mus_flow_solve(&w->problem, &w->answer, NULL), MUS_OK);
    assert_true(w->answer.finished);
    for (size_t e = 0; e < EDGES; e++) {
        total += w->taken[e] ? w->edges[e].score : 0;
    }
    return total;
}

/* What the prices prove: see judge.h. */
static int64_t bound(const struct world *w)
{
    int64_t sum = w->problem.capacity == UINT64_MAX
                      ? 0
                      : (int64_t)w->problem.capacity * w->answer.capacity_price;
    for (size_t v = 0; v < NODES; v++) {
        sum += w->prices[v] * (w->prices[v] > 0 ? w->nodes[v].max : w->nodes[v].min);
    }
    for (size_t e = 0; e < EDGES; e++) {
        int64_t worth = w->edges[e].score - w->prices[w->edges[e].left] -
                        w->prices[w->edges[e].right] - w->answer.capacity_price;
        sum += worth > 0 ? worth : 0;
    }
    return sum;
}

static const uint32_t ASSIGNMENT[EDGES] = {90, 80, 10, 80, 20, 10, 70, 10, 10};

static void the_best_assignment_is_found_and_proved(void **state)
{
    (void)state;
    struct world w;
    start(&w, ASSIGNMENT, 1);
    assert_int_equal(solve(&w), 80 + 80 + 10);
    assert_int_equal(bound(&w), 80 + 80 + 10);
}

static void each_node_has_as_many_as_its_max(void **state)
{
    (void)state;
    struct world w;
    start(&w, ASSIGNMENT, 2);
    w.nodes[0].max = 0;
    w.nodes[3].max = 1;
    assert_int_equal(solve(&w), 80 + 20 + 10 + 10);
    assert_int_equal(bound(&w), 80 + 20 + 10 + 10);
    assert_int_equal(w.taken[0] + w.taken[1] + w.taken[2], 0);
}

static void minimums_come_before_the_total(void **state)
{
    (void)state;
    struct world w;
    const uint32_t scores[EDGES] = {90, 0, 0, 0, 90, 0, 1, 0, 0};
    start(&w, scores, 1);
    w.nodes[2].min = 1;
    w.nodes[5].min = 1;
    w.nodes[0].max = w.nodes[1].max = w.nodes[2].max = 1;
    assert_int_equal(solve(&w), 180);
    assert_int_equal(w.taken[8], 1);
    w.nodes[5].max = w.nodes[5].min = 0;
    assert_int_equal(solve(&w), 91 + 0);
    assert_int_equal(w.taken[6] + w.taken[7], 1);
}

static void the_capacity_is_kept_and_priced(void **state)
{
    (void)state;
    struct world w;
    start(&w, ASSIGNMENT, 3);
    w.problem.capacity = 4;
    assert_int_equal(solve(&w), 90 + 80 + 80 + 70);
    assert_int_equal(bound(&w), 90 + 80 + 80 + 70);
    assert_true(w.answer.capacity_price >= 20);
    w.problem.capacity = 0;
    assert_int_equal(solve(&w), 0);
    assert_int_equal(bound(&w), 0);
}

static void any_prices_will_do_to_start_from(void **state)
{
    (void)state;
    struct world w;
    for (int64_t p = -2000; p <= 2000; p += 250) {
        start(&w, ASSIGNMENT, 1);
        w.nodes[2].min = 1;
        for (size_t v = 0; v < NODES; v++) {
            w.prices[v] = v % 2 ? p : -p / 2;
        }
        assert_int_equal(solve(&w), 80 + 80 + 10);
        assert_int_equal(bound(&w), 80 + 80 + 10);
    }
}

/* So many equal edges that single searches pass them all: floods take over. */
static void equal_scores_are_no_harder(void **state)
{
    (void)state;
    enum { SIDE = 40 };
    static struct mus_pairing_node nodes[2 * SIDE];
    static uint8_t right[2 * SIDE];
    static struct mus_flow_edge edges[SIDE * SIDE];
    static uint8_t taken[SIDE * SIDE];
    static int64_t prices[2 * SIDE];
    for (uint32_t v = 0; v < 2 * SIDE; v++) {
        nodes[v] = (struct mus_pairing_node){3, 0};
        right[v] = v >= SIDE;
        prices[v] = 50; /* all edges neither worth taking nor not */
    }
    for (uint32_t e = 0; e < SIDE * SIDE; e++) {
        edges[e] = (struct mus_flow_edge){e / SIDE, SIDE + e % SIDE, 100 + (e % SIDE > e / SIDE)};
    }
    struct mus_flow_problem problem = {nodes,       right,      2 * SIDE, edges,
                                       SIDE * SIDE, UINT64_MAX, 10000,    NULL};
    struct mus_flow_answer answer = {taken, prices, 0, 0, false};
    assert_int_equal(mus_flow_solve(&problem, &answer, NULL), MUS_OK);
    int64_t total = 0;
    int64_t proved = 0;
    for (uint32_t e = 0; e < SIDE * SIDE; e++) {
        int64_t worth = edges[e].score - prices[edges[e].left] - prices[edges[e].right];
        total += taken[e] ? edges[e].score : 0;
        proved += worth > 0 ? worth : 0;
    }
    for (uint32_t v = 0; v < 2 * SIDE; v++) {
        proved += 3 * prices[v];
    }
    assert_int_equal(total, proved);
    assert_int_equal(total, 3 * SIDE * 100 + 3 * (SIDE - 1) - 3);
}

static bool always(const void *state)
{
    (void)state;
    return true;
}

static void stopped_it_says_so(void **state)
{
    (void)state;
    struct world w;
    struct mus_stop stop = {always, NULL};
    start(&w, ASSIGNMENT, 1);
    w.prices[0] = w.prices[1] = w.prices[2] = 1000; /* nobody wants to meet anybody yet */
    w.problem.stop = &stop;
    assert_int_equal(mus_flow_solve(&w.problem, &w.answer, NULL), MUS_OK);
    assert_false(w.answer.finished);
    assert_true(bound(&w) >= 170);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct world w;
        start(&w, ASSIGNMENT, 1);
        mus_mem_fail_at(n, false);
        status = mus_flow_solve(&w.problem, &w.answer, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_assignment_is_found_and_proved),
        cmocka_unit_test(each_node_has_as_many_as_its_max),
        cmocka_unit_test(minimums_come_before_the_total),
        cmocka_unit_test(the_capacity_is_kept_and_priced),
        cmocka_unit_test(any_prices_will_do_to_start_from),
        cmocka_unit_test(equal_scores_are_no_harder),
        cmocka_unit_test(stopped_it_says_so),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
