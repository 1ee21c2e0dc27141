#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/dual.h"
#include "matcher/pairing/improve.h"
#include "small.h"

enum { ALWAYS = 1000000 };

/* A choice over all edges of a graph, and the prices that it is measured by. */
struct work {
    struct mus_pairing_graph graph;
    struct mus_choice choice;
    uint8_t taken[SMALL_PAIRS];
    int32_t prices[SMALL_PARTICIPANTS];
    uint64_t searches;
};

static void start(struct work *work, const struct small *small)
{
    *work = (struct work){0};
    assert_int_equal(mus_pairing_graph_init(&work->graph, &small->problem, NULL), MUS_OK);
    assert_int_equal(mus_choice_init(&work->choice, &work->graph, work->taken, NULL), MUS_OK);
}

static void improve(struct work *work, uint64_t searches)
{
    struct mus_core whole = {work->graph.first, work->graph.halves};
    struct mus_worth worth = {work->prices, 0, 2};
    assert_int_equal(
        mus_improve(&work->choice, &whole, &worth, true, searches, NULL, &work->searches, NULL),
        MUS_OK);
}

static void end(struct work *work)
{
    mus_choice_done(&work->choice);
    mus_pairing_graph_done(&work->graph);
}

/* 0 ─ 1 ─ 2 ─ 3 with edges 0, 1 and 2, the one between worth most. */
static void a_path(struct small *small, uint32_t min)
{
    small_start(small, 4, 1, min);
    small_pair(small, 0, 1, 500);
    small_pair(small, 1, 2, 600);
    small_pair(small, 2, 3, 500);
}

static void a_trail_gives_one_edge_up_for_two(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    a_path(&small, 0);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 1);
    work.prices[1] = work.prices[2] = 2 * 500;
    work.prices[0] = work.prices[3] = 0;
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.total, 1000);
    end(&work);
}

static void who_is_short_is_fed_even_at_a_loss(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 4, 1, 0);
    small.participants[0].min = 1;
    small_pair(&small, 0, 1, 100);
    small_pair(&small, 1, 2, 900);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 1);
    work.prices[1] = 2 * 900;
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.missing, 0);
    assert_int_equal(work.choice.total, 100);
    end(&work);
}

static void nobody_goes_below_the_minimum_for_a_greater_total(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 3, 1, 0);
    small.participants[0].min = 1;
    small_pair(&small, 0, 1, 100);
    small_pair(&small, 1, 2, 900);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 0);
    work.prices[2] = 2 * 900;
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.total, 100);
    end(&work);
}

static void a_better_edge_of_two_companies_takes_the_place_of_the_other(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 4, 2, 0);
    small.participants[0].company = small.participants[1].company = 7;
    small.participants[2].company = small.participants[3].company = 8;
    small_pair(&small, 0, 2, 500);
    small_pair(&small, 1, 3, 600);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 0);
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.total, 600);
    end(&work);
}

static void who_is_short_is_fed_past_the_holder_of_a_group(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 4, 2, 0);
    small.participants[0].company = small.participants[1].company = 7;
    small.participants[2].company = small.participants[3].company = 8;
    small.participants[1].min = 1;
    small_pair(&small, 0, 2, 900);
    small_pair(&small, 1, 3, 100);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 0);
    work.prices[0] = 2 * 900;
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.missing, 0);
    assert_int_equal(work.choice.total, 100);
    end(&work);
}

static void who_is_short_in_a_full_event_gets_what_nobody_needs(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 4, 1, 0);
    small.participants[2].min = 1;
    small.problem.capacity = 1;
    small_pair(&small, 0, 1, 900);
    small_pair(&small, 2, 3, 100);
    start(&work, &small);
    mus_choice_toggle(&work.choice, 0);
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.missing, 0);
    assert_int_equal(work.choice.total, 100);
    end(&work);
}

static void at_the_capacity_edges_are_exchanged_not_added(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    a_path(&small, 0);
    small.problem.capacity = 1;
    start(&work, &small);
    mus_choice_toggle(&work.choice, 0);
    work.prices[2] = 2 * 100;
    improve(&work, ALWAYS);
    assert_int_equal(work.choice.count, 1);
    assert_int_equal(work.choice.total, 600);
    end(&work);
}

static void without_searches_nothing_changes(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    a_path(&small, 1);
    start(&work, &small);
    improve(&work, 0);
    assert_int_equal(work.searches, 0);
    assert_int_equal(work.choice.count, 0);
    end(&work);
}

/* Degrees, count and sums, anew from what is taken. */
static void assert_in_step(const struct mus_choice *choice)
{
    static uint8_t taken[CROWD_PAIRS];
    struct mus_choice anew;
    memset(taken, 0, sizeof taken);
    assert_int_equal(mus_choice_init(&anew, choice->graph, taken, NULL), MUS_OK);
    for (uint32_t e = 0; e < choice->graph->edge_count; e++) {
        if (choice->taken[e] != 0) {
            assert_int_equal(mus_choice_rival(&anew, e), MUS_CHOICE_NO_EDGE);
            mus_choice_toggle(&anew, e);
        }
    }
    for (uint32_t v = 0; v < choice->graph->node_count; v++) {
        assert_int_equal(anew.degree[v], choice->degree[v]);
        assert_true(anew.degree[v] <= choice->graph->nodes[v].max);
    }
    assert_int_equal(anew.total, choice->total);
    assert_int_equal(anew.missing, choice->missing);
    assert_int_equal(anew.count, choice->count);
    assert_true(anew.count <= choice->graph->capacity);
    mus_choice_done(&anew);
}

/* Prices, the greedy choice and trails over a crowd, as far as memory allows: MUS_NO_MEMORY leaves
 * a legal choice, too. */
static enum mus_status improve_crowd(struct crowd *crowd, uint64_t fail_at, int64_t *bound,
                                     int64_t *total)
{
    static uint8_t taken[CROWD_PAIRS];
    struct mus_dual dual;
    struct mus_choice choice;
    memset(taken, 0, sizeof taken);
    assert_int_equal(mus_dual_init(&dual, &crowd->graph, 1, 1, NULL), MUS_OK);
    assert_int_equal(mus_dual_descend(&dual, 40, NULL, NULL), MUS_OK);
    assert_int_equal(mus_choice_init(&choice, &crowd->graph, taken, NULL), MUS_OK);
    struct mus_worth worth = mus_dual_worth(&dual);
    assert_int_equal(mus_choice_greedy(&choice, &dual.core, &worth, NULL), MUS_OK);
    int64_t greedy = choice.total;
    uint64_t missing = choice.missing;
    mus_mem_fail_at(fail_at, true);
    uint64_t made = 0;
    enum mus_status status =
        mus_improve(&choice, &dual.core, &worth, true, ALWAYS, NULL, &made, NULL);
    mus_mem_fail_at(0, false);
    assert_in_step(&choice);
    assert_true(choice.missing < missing || (choice.missing == missing && choice.total >= greedy));
    *bound = dual.bound / dual.scale;
    *total = choice.total;
    mus_choice_done(&choice);
    mus_dual_done(&dual);
    return status;
}

static void a_crowd_comes_close_to_its_bound(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct crowd crowd;
        int64_t bound;
        int64_t total;
        crowd_start(&crowd, seed, seed % 2 == 0, 1);
        assert_int_equal(improve_crowd(&crowd, 0, &bound, &total), MUS_OK);
        assert_true(total <= bound);
        assert_true(total * 1000 >= bound * 995);
        crowd_end(&crowd);
    }
}

static void sums_stay_in_step_with_groups_and_a_capacity(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct crowd crowd;
        int64_t bound;
        int64_t total;
        crowd_start(&crowd, seed, 1, 4);
        crowd.graph.capacity = 60 + 12 * seed;
        assert_int_equal(improve_crowd(&crowd, 0, &bound, &total), MUS_OK);
        crowd_end(&crowd);
    }
}

static void out_of_memory_at_any_point_the_choice_stays_legal(void **state)
{
    (void)state;
    struct crowd crowd;
    crowd_start(&crowd, 1, 1, 3);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        int64_t bound;
        int64_t total;
        status = improve_crowd(&crowd, n, &bound, &total);
        assert_true(status == MUS_NO_MEMORY || n > 4);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trail_gives_one_edge_up_for_two),
        cmocka_unit_test(who_is_short_is_fed_even_at_a_loss),
        cmocka_unit_test(nobody_goes_below_the_minimum_for_a_greater_total),
        cmocka_unit_test(a_better_edge_of_two_companies_takes_the_place_of_the_other),
        cmocka_unit_test(who_is_short_is_fed_past_the_holder_of_a_group),
        cmocka_unit_test(who_is_short_in_a_full_event_gets_what_nobody_needs),
        cmocka_unit_test(at_the_capacity_edges_are_exchanged_not_added),
        cmocka_unit_test(without_searches_nothing_changes),
        cmocka_unit_test(a_crowd_comes_close_to_its_bound),
        cmocka_unit_test(sums_stay_in_step_with_groups_and_a_capacity),
        cmocka_unit_test(out_of_memory_at_any_point_the_choice_stays_legal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
