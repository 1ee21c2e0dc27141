#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/choice.h"
#include "small.h"

struct chosen {
    struct mus_pairing_graph graph;
    struct mus_choice choice;
    uint8_t taken[SMALL_PAIRS];
    int32_t prices[SMALL_PARTICIPANTS];
};

static void start(struct chosen *chosen, const struct small *small)
{
    *chosen = (struct chosen){0};
    assert_int_equal(mus_pairing_graph_init(&chosen->graph, &small->problem, NULL), MUS_OK);
    assert_int_equal(mus_choice_init(&chosen->choice, &chosen->graph, chosen->taken, NULL), MUS_OK);
}

static void end(struct chosen *chosen)
{
    mus_choice_done(&chosen->choice);
    mus_pairing_graph_done(&chosen->graph);
}

/* Greedy over all edges. */
static void choose(struct chosen *chosen)
{
    struct mus_core whole = {chosen->graph.first, chosen->graph.halves};
    struct mus_worth worth = {chosen->prices, 0, 2};
    assert_int_equal(mus_choice_greedy(&chosen->choice, &whole, &worth, NULL), MUS_OK);
}

/* 0 ─ 1 ─ 2 ─ 3, the edge between worth most. */
static void a_path(struct small *small, uint32_t min)
{
    small_start(small, 4, 1, min);
    small_pair(small, 0, 1, 500);
    small_pair(small, 1, 2, 600);
    small_pair(small, 2, 3, 500);
}

static void the_greatest_score_goes_first(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    a_path(&small, 0);
    start(&chosen, &small);
    choose(&chosen);
    assert_int_equal(chosen.choice.total, 600);
    assert_int_equal(chosen.choice.count, 1);
    end(&chosen);
}

static void prices_change_what_goes_first(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    a_path(&small, 0);
    start(&chosen, &small);
    chosen.prices[1] = 2 * 300;
    chosen.prices[2] = 2 * 400;
    choose(&chosen);
    assert_int_equal(chosen.choice.total, 1000);
    end(&chosen);
}

static void what_is_missing_is_counted_as_edges_come_and_go(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    a_path(&small, 1);
    start(&chosen, &small);
    assert_int_equal(chosen.choice.missing, 4);
    mus_choice_toggle(&chosen.choice, 1);
    assert_int_equal(chosen.choice.missing, 2);
    assert_true(mus_choice_is_short(&chosen.choice, 0));
    assert_false(mus_choice_has_room(&chosen.choice, 1));
    mus_choice_toggle(&chosen.choice, 1);
    assert_int_equal(chosen.choice.missing, 4);
    assert_int_equal(chosen.choice.total, 0);
    assert_int_equal(chosen.choice.count, 0);
    end(&chosen);
}

static void two_companies_meet_once(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    small_start(&small, 4, 2, 0);
    small.participants[0].company = small.participants[1].company = 7;
    small.participants[2].company = small.participants[3].company = 8;
    small_pair(&small, 0, 2, 500);
    small_pair(&small, 1, 3, 600);
    start(&chosen, &small);
    choose(&chosen);
    assert_int_equal(chosen.choice.total, 600);
    assert_int_equal(mus_choice_rival(&chosen.choice, 0), 1);
    assert_int_equal(mus_choice_rival(&chosen.choice, 1), MUS_CHOICE_NO_EDGE);
    mus_choice_fill(&chosen.choice);
    assert_int_equal(chosen.choice.count, 1);
    end(&chosen);
}

static void the_capacity_ends_it(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    a_path(&small, 0);
    small.participants[1].max = 2;
    small.participants[2].max = 2;
    small.problem.capacity = 2;
    start(&chosen, &small);
    choose(&chosen);
    assert_int_equal(chosen.choice.total, 1100);
    mus_choice_fill(&chosen.choice);
    assert_int_equal(chosen.choice.count, 2);
    end(&chosen);
}

static void filling_takes_what_the_core_left(void **state)
{
    (void)state;
    struct small small;
    struct chosen chosen;
    a_path(&small, 0);
    start(&chosen, &small);
    mus_choice_fill(&chosen.choice);
    assert_int_equal(chosen.choice.total, 1000);
    end(&chosen);
}

static void out_of_memory_at_any_point_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    static uint8_t taken[CROWD_PAIRS];
    static int32_t prices[CROWD];
    crowd_start(&crowd, 1, 1, 3);
    struct mus_core whole = {crowd.graph.first, crowd.graph.halves};
    struct mus_worth worth = {prices, 0, 1};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_choice choice;
        mus_mem_fail_at(n, true);
        status = mus_choice_init(&choice, &crowd.graph, taken, NULL);
        if (status == MUS_OK) {
            status = mus_choice_greedy(&choice, &whole, &worth, NULL);
            mus_choice_done(&choice);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_NO_MEMORY || n == 4);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_greatest_score_goes_first),
        cmocka_unit_test(prices_change_what_goes_first),
        cmocka_unit_test(what_is_missing_is_counted_as_edges_come_and_go),
        cmocka_unit_test(two_companies_meet_once),
        cmocka_unit_test(the_capacity_ends_it),
        cmocka_unit_test(filling_takes_what_the_core_left),
        cmocka_unit_test(out_of_memory_at_any_point_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
