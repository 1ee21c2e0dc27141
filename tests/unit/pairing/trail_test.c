#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/pairing/trail.h"
#include "small.h"

enum { ANY_COST = 1000000 };

/* A trail search over all edges of a graph; prices are in the scores' own units. */
struct work {
    struct mus_pairing_graph graph;
    struct mus_core whole;
    struct mus_choice choice;
    struct mus_trail trail;
    uint8_t taken[SMALL_PAIRS];
    int32_t prices[SMALL_PARTICIPANTS];
};

/* Begins anew with the prices as they are. */
static void restart(struct work *work)
{
    struct mus_worth worth = {work->prices, 0, 1};
    mus_trail_done(&work->trail);
    assert_int_equal(mus_trail_init(&work->trail, &work->choice, &work->whole, &worth, NULL),
                     MUS_OK);
}

/* The path 0 ─ 1 ─ 2 ─ 3 with edges 0, 1 and 2, of which the one between is chosen; each may have
 * one. */
static void start(struct work *work, int32_t price, uint64_t capacity)
{
    struct small small;
    small_start(&small, 4, 1, 0);
    small.problem.capacity = capacity;
    small_pair(&small, 0, 1, 500);
    small_pair(&small, 1, 2, 600);
    small_pair(&small, 2, 3, 450);
    *work = (struct work){0};
    assert_int_equal(mus_pairing_graph_init(&work->graph, &small.problem, NULL), MUS_OK);
    assert_int_equal(mus_choice_init(&work->choice, &work->graph, work->taken, NULL), MUS_OK);
    mus_choice_toggle(&work->choice, 1);
    work->prices[1] = work->prices[2] = price;
    work->whole = (struct mus_core){work->graph.first, work->graph.halves};
    restart(work);
}

static struct mus_trail_end search(struct work *work, uint32_t node, enum mus_trail_side side,
                                   int64_t limit)
{
    struct mus_trail_end end;
    int64_t cost = side == MUS_TRAIL_FULL ? work->prices[node] : -work->prices[node];
    assert_int_equal(
        mus_trail_search(&work->trail, mus_trail_state_of(node, side), cost, limit, &end, NULL),
        MUS_OK);
    return end;
}

static void end(struct work *work)
{
    mus_trail_done(&work->trail);
    mus_choice_done(&work->choice);
    mus_pairing_graph_done(&work->graph);
}

static void its_cost_is_what_it_loses_whatever_the_prices(void **state)
{
    (void)state;
    for (int32_t price = 0; price <= 600; price += 100) {
        struct work work;
        start(&work, price, MUS_PAIRING_NO_CAPACITY);
        struct mus_trail_end found = search(&work, 0, MUS_TRAIL_HUNGRY, ANY_COST);
        assert_int_equal(found.cost, -(500 - 600 + 450));
        assert_int_equal(mus_trail_follow(&work.trail, found.state, NULL), MUS_OK);
        assert_int_equal(work.choice.total, 950);
        assert_int_equal(work.trail.log_count, 3);
        mus_trail_take_back(&work.trail);
        assert_int_equal(work.choice.total, 600);
        end(&work);
    }
}

/* By these prices every edge is worth just what its ends ask. */
static void none_is_found_that_costs_the_limit(void **state)
{
    (void)state;
    struct work work;
    start(&work, 0, MUS_PAIRING_NO_CAPACITY);
    work.prices[0] = 350;
    work.prices[1] = 150;
    work.prices[2] = 450;
    restart(&work);
    assert_int_equal(search(&work, 0, MUS_TRAIL_HUNGRY, -350).state, MUS_TRAIL_NO_STATE);
    assert_int_equal(search(&work, 0, MUS_TRAIL_HUNGRY, -349).cost, -350);
    end(&work);
}

static void in_a_full_event_it_ends_by_sparing(void **state)
{
    (void)state;
    struct work work;
    start(&work, 300, 1);
    struct mus_trail_end found = search(&work, 0, MUS_TRAIL_HUNGRY, ANY_COST);
    assert_int_equal(found.state, mus_trail_state_of(2, MUS_TRAIL_HUNGRY));
    assert_int_equal(found.cost, 100);
    end(&work);
}

static void the_edge_that_is_moved_stands_in_none(void **state)
{
    (void)state;
    struct work work;
    start(&work, 300, MUS_PAIRING_NO_CAPACITY);
    work.trail.moved = 1;
    assert_int_equal(search(&work, 0, MUS_TRAIL_HUNGRY, ANY_COST).state, MUS_TRAIL_NO_STATE);
    end(&work);
}

static void who_is_full_gives_the_edge_up_that_costs_least(void **state)
{
    (void)state;
    struct work work;
    start(&work, 300, MUS_PAIRING_NO_CAPACITY);
    struct mus_trail_end found = search(&work, 1, MUS_TRAIL_FULL, ANY_COST);
    assert_int_equal(found.cost, 600 - 450);
    assert_int_equal(mus_trail_follow(&work.trail, found.state, NULL), MUS_OK);
    assert_int_equal(work.choice.total, 450);
    end(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_cost_is_what_it_loses_whatever_the_prices),
        cmocka_unit_test(none_is_found_that_costs_the_limit),
        cmocka_unit_test(in_a_full_event_it_ends_by_sparing),
        cmocka_unit_test(the_edge_that_is_moved_stands_in_none),
        cmocka_unit_test(who_is_full_gives_the_edge_up_that_costs_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
