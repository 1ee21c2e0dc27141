#include "matcher/pairing/exact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/bound.h"
#include "small.h"

struct world {
    struct small small;
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    uint8_t right[SMALL_PARTICIPANTS];
};

static void open_world(struct world *w)
{
    assert_int_equal(mus_pairing_graph_init(&w->graph, &w->small.problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_plan_init(&w->plan, &w->graph, NULL), MUS_OK);
}

static void close_world(struct world *w)
{
    mus_pairing_plan_done(&w->plan);
    mus_pairing_graph_done(&w->graph);
}

/* Sellers 0 … 3 and buyers 4 … 7, two meetings each, all pairs, scores without a pattern. */
static void make_market(struct world *w, uint32_t min)
{
    *w = (struct world){0};
    small_start(&w->small, 8, 2, min);
    for (uint32_t a = 0; a < 4; a++) {
        for (uint32_t b = 4; b < 8; b++) {
            small_pair(&w->small, b, a, (a * 7919 + b * 104729 + a * b * 3571) % 997 * 1000);
        }
    }
}

static void assert_two_sides(struct world *w, enum mus_status expected)
{
    struct mus_error err = {0};
    open_world(w);
    assert_int_equal(mus_pairing_two_sides(&w->graph, w->right, &err), expected);
    assert_string_equal(err.message,
                        expected == MUS_OK ? "" : "pairs: participants do not fall into two sides");
    for (size_t e = 0; expected == MUS_OK && e < w->graph.edge_count; e++) {
        assert_int_equal(w->right[w->graph.edges[e].a] + w->right[w->graph.edges[e].b], 1);
    }
    close_world(w);
}

static void sides_are_found_in_every_part_of_the_graph(void **state)
{
    (void)state;
    struct world w = {0};
    small_start(&w.small, 9, 3, 0);
    small_pair(&w.small, 0, 5, 1);
    small_pair(&w.small, 5, 3, 1);
    small_pair(&w.small, 3, 1, 1);
    small_pair(&w.small, 1, 0, 1); /* a ring of four */
    small_pair(&w.small, 7, 6, 1); /* another part; 2, 4 and 8 meet nobody */
    assert_two_sides(&w, MUS_OK);
}

static void a_ring_of_odd_length_has_no_sides(void **state)
{
    (void)state;
    struct world w = {0};
    small_start(&w.small, 7, 3, 0);
    small_pair(&w.small, 0, 1, 1);
    for (uint32_t v = 2; v < 7; v++) {
        small_pair(&w.small, v, v == 6 ? 2 : v + 1, 1);
    }
    assert_two_sides(&w, MUS_NO);
    /* but what is forbidden is not in the graph */
    w.small.marks[3] = MUS_PAIRING_FORBIDDEN;
    assert_two_sides(&w, MUS_OK);
}

static int64_t total_of(const struct world *w, uint32_t *degree)
{
    int64_t total = 0;
    for (size_t e = 0; e < w->graph.edge_count; e++) {
        if (w->plan.taken[e]) {
            total += w->graph.edges[e].score;
            degree[w->graph.edges[e].a]++;
            degree[w->graph.edges[e].b]++;
        }
    }
    return total;
}

/* The best of all 2^16 choices that keep the maximums and have nobody below the minimum. */
static int64_t best_of_all(const struct small *small, uint64_t capacity)
{
    int64_t best = -1;
    for (uint32_t set = 0; set < 1U << 16; set++) {
        uint32_t degree[8] = {0};
        int64_t total = 0;
        for (uint32_t i = 0; i < 16; i++) {
            if ((set >> i & 1) != 0) {
                degree[small->pairs[i].a]++;
                degree[small->pairs[i].b]++;
                total += small->pairs[i].score;
            }
        }
        bool legal = (uint64_t)__builtin_popcount(set) <= capacity;
        for (size_t v = 0; v < 8; v++) {
            legal = legal && degree[v] >= small->participants[v].min &&
                    degree[v] <= small->participants[v].max;
        }
        best = legal && total > best ? total : best;
    }
    return best;
}

static void assert_exact(struct world *w)
{
    static const struct mus_pairing_options USUAL = {.seed = 1};
    uint32_t degree[8] = {0};
    bool finished = false;
    open_world(w);
    assert_int_equal(mus_pairing_two_sides(&w->graph, w->right, NULL), MUS_OK);
    assert_int_equal(
        mus_pairing_exact_solve(&w->graph, w->right, &USUAL, &w->plan, &finished, NULL), MUS_OK);
    assert_true(finished);
    int64_t total = total_of(w, degree);
    for (size_t v = 0; v < 8; v++) {
        assert_in_range(degree[v], w->small.participants[v].min, w->small.participants[v].max);
    }
    assert_int_equal(total, best_of_all(&w->small, w->small.problem.capacity));
    assert_int_equal(mus_pairing_bound_total(&w->graph, &w->plan.proof, 0), total);
    close_world(w);
}

static void the_best_choice_is_found_with_prices_that_prove_it(void **state)
{
    (void)state;
    struct world w;
    make_market(&w, 0);
    assert_exact(&w);
    make_market(&w, 1);
    w.small.participants[2].max = 1;
    w.small.participants[7].max = 4;
    assert_exact(&w);
}

static void a_capacity_is_kept_and_priced(void **state)
{
    (void)state;
    struct world w;
    for (uint64_t capacity = 4; capacity < 9; capacity++) {
        make_market(&w, 1);
        w.small.problem.capacity = capacity;
        assert_exact(&w);
    }
}

static bool at_once(const void *state)
{
    (void)state;
    return true;
}

/* Larger than what is done between two looks at the stop. */
static void stopped_it_has_chosen_nothing_but_its_prices_hold(void **state)
{
    (void)state;
    enum { SIDE = 30 };
    static struct mus_pairing_participant participants[2 * SIDE];
    static struct mus_pairing_pair pairs[SIDE * SIDE];
    const struct mus_stop stop = {at_once, NULL};
    const struct mus_pairing_options options = {.seed = 1, .stop = &stop};
    const struct mus_pairing_options usual = {.seed = 1};
    struct mus_pairing_problem problem = {participants, 2 * SIDE,    pairs,
                                          NULL,         SIDE * SIDE, MUS_PAIRING_NO_CAPACITY};
    struct mus_pairing_graph graph;
    struct mus_pairing_plan plan;
    uint8_t right[2 * SIDE];
    bool finished = true;
    int64_t best = 0;
    for (uint32_t v = 0; v < 2 * SIDE; v++) {
        participants[v] = (struct mus_pairing_participant){3, 0, MUS_PAIRING_NO_COMPANY};
    }
    for (uint32_t i = 0; i < SIDE * SIDE; i++) {
        pairs[i] = (struct mus_pairing_pair){i / SIDE, SIDE + i % SIDE, i * 7919 % 997 * 1000};
    }
    assert_int_equal(mus_pairing_graph_init(&graph, &problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_plan_init(&plan, &graph, NULL), MUS_OK);
    assert_int_equal(mus_pairing_two_sides(&graph, right, NULL), MUS_OK);
    assert_int_equal(mus_pairing_exact_solve(&graph, right, &options, &plan, &finished, NULL),
                     MUS_OK);
    assert_false(finished);
    int64_t bound = mus_pairing_bound_total(&graph, &plan.proof, 0);
    for (size_t e = 0; e < graph.edge_count; e++) {
        assert_int_equal(plan.taken[e], 0);
    }
    assert_int_equal(mus_pairing_exact_solve(&graph, right, &usual, &plan, &finished, NULL),
                     MUS_OK);
    assert_true(finished);
    for (size_t e = 0; e < graph.edge_count; e++) {
        best += plan.taken[e] ? graph.edges[e].score : 0;
    }
    assert_true(bound >= best);
    assert_int_equal(mus_pairing_bound_total(&graph, &plan.proof, 0), best);
    mus_pairing_plan_done(&plan);
    mus_pairing_graph_done(&graph);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    static const struct mus_pairing_options USUAL = {.seed = 1};
    struct world w;
    enum mus_status status = MUS_NO_MEMORY;
    make_market(&w, 1);
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        bool finished;
        open_world(&w);
        mus_mem_fail_at(n, false);
        status = mus_pairing_two_sides(&w.graph, w.right, &err);
        if (status == MUS_OK) {
            status = mus_pairing_exact_solve(&w.graph, w.right, &USUAL, &w.plan, &finished, &err);
        }
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        close_world(&w);
    }
    assert_true(n > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides_are_found_in_every_part_of_the_graph),
        cmocka_unit_test(a_ring_of_odd_length_has_no_sides),
        cmocka_unit_test(the_best_choice_is_found_with_prices_that_prove_it),
        cmocka_unit_test(a_capacity_is_kept_and_priced),
        cmocka_unit_test(stopped_it_has_chosen_nothing_but_its_prices_hold),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
