#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/blossom.h"
#include "small.h"

enum { ALWAYS = 1000000 };

struct work {
    struct mus_pairing_graph graph;
    struct mus_choice choice;
    uint8_t taken[SMALL_PAIRS];
};

static void start(struct work *work, const struct small *small)
{
    *work = (struct work){0};
    assert_int_equal(mus_pairing_graph_init(&work->graph, &small->problem, NULL), MUS_OK);
    assert_int_equal(mus_choice_init(&work->choice, &work->graph, work->taken, NULL), MUS_OK);
}

static uint64_t meet(struct work *work)
{
    uint64_t made = 0;
    assert_int_equal(mus_blossom_meet_minimums(&work->choice, ALWAYS, NULL, &made, NULL), MUS_OK);
    return made;
}

static void end(struct work *work)
{
    mus_choice_done(&work->choice);
    mus_pairing_graph_done(&work->graph);
}

/* Chooses the edge between two participants. */
static void choose(struct work *work, uint32_t a, uint32_t b)
{
    for (uint32_t e = 0; e < work->graph.edge_count; e++) {
        if (work->graph.edges[e].a == a && work->graph.edges[e].b == b) {
            mus_choice_toggle(&work->choice, e);
            return;
        }
    }
    fail();
}

/* A stem 0 ─ 1 ═ 2, a circle 2 ─ 3 ═ 4 ─ 5 ═ 6 ─ 2 (═: chosen) and 7 beside 3 and 6, which has
 * room. From 0 the way leads round the circle in the one direction that ends next to 7. */
static void the_way_out_leads_round_an_odd_circle(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 8, 1, 1);
    small.participants[7].min = 0;
    small_pair(&small, 0, 1, 1);
    small_pair(&small, 1, 2, 1);
    small_pair(&small, 2, 3, 1);
    small_pair(&small, 3, 4, 1);
    small_pair(&small, 4, 5, 1);
    small_pair(&small, 5, 6, 1);
    small_pair(&small, 2, 6, 1);
    small_pair(&small, 3, 7, 1);
    start(&work, &small);
    choose(&work, 1, 2);
    choose(&work, 3, 4);
    choose(&work, 5, 6);
    assert_int_equal(work.choice.missing, 1);
    assert_int_equal(meet(&work), 1);
    assert_int_equal(work.choice.missing, 0);
    assert_int_equal(work.choice.count, 4);
    end(&work);
}

static void somebody_who_can_spare_a_meeting_gives_it(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 3, 1, 0);
    small.participants[0].min = 1;
    small_pair(&small, 0, 1, 1);
    small_pair(&small, 1, 2, 900);
    start(&work, &small);
    choose(&work, 1, 2);
    meet(&work);
    assert_int_equal(work.choice.missing, 0);
    assert_int_equal(work.choice.count, 1);
    end(&work);
}

/* Three who meet nobody else want two partners that have one place each: one stays short, and what
 * its search has seen is not searched again for the others. */
static void where_there_is_no_way_as_few_as_can_be_stay_short(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 7, 1, 0);
    for (uint32_t v = 0; v < 5; v++) {
        small.participants[v].min = 1;
        small_pair(&small, v, 5, 1);
        small_pair(&small, v, 6, 1);
    }
    start(&work, &small);
    assert_int_equal(meet(&work), 5);
    assert_int_equal(work.choice.missing, 3);
    end(&work);
}

static void a_triangle_of_ones_leaves_one_short(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 3, 1, 1);
    small_pair(&small, 0, 1, 1);
    small_pair(&small, 1, 2, 1);
    small_pair(&small, 0, 2, 1);
    start(&work, &small);
    meet(&work);
    assert_int_equal(work.choice.missing, 1);
    end(&work);
}

static void two_companies_still_meet_once(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 4, 1, 1);
    small.participants[0].company = small.participants[1].company = 7;
    small.participants[2].company = small.participants[3].company = 8;
    small_pair(&small, 0, 2, 1);
    small_pair(&small, 1, 3, 1);
    start(&work, &small);
    meet(&work);
    assert_int_equal(work.choice.count, 1);
    end(&work);
}

static void one_that_lacks_several_gets_several(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    small_start(&small, 5, 4, 0);
    small.participants[0].min = 4;
    for (uint32_t v = 1; v < 5; v++) {
        small_pair(&small, 0, v, 1);
    }
    start(&work, &small);
    assert_int_equal(meet(&work), 4);
    assert_int_equal(work.choice.missing, 0);
    end(&work);
}

static bool at_once(const void *state)
{
    (void)state;
    return true;
}

static void asked_to_stop_it_changes_nothing(void **state)
{
    (void)state;
    struct small small;
    struct work work;
    struct mus_stop stop = {at_once, NULL};
    uint64_t made = 0;
    small_start(&small, 3, 1, 1);
    small_pair(&small, 0, 1, 1);
    start(&work, &small);
    assert_int_equal(mus_blossom_meet_minimums(&work.choice, 0, NULL, &made, NULL), MUS_OK);
    assert_int_equal(made, 0);
    assert_int_equal(mus_blossom_meet_minimums(&work.choice, ALWAYS, &stop, &made, NULL), MUS_OK);
    assert_int_equal(work.choice.missing, 3);
    end(&work);
}

static void out_of_memory_at_any_point_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    static uint8_t taken[CROWD_PAIRS];
    crowd_start(&crowd, 1, 2, 1);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_choice choice;
        uint64_t made = 0;
        memset(taken, 0, sizeof taken);
        assert_int_equal(mus_choice_init(&choice, &crowd.graph, taken, NULL), MUS_OK);
        mus_mem_fail_at(n, true);
        status = mus_blossom_meet_minimums(&choice, ALWAYS, NULL, &made, NULL);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_true(n > 4);
            assert_int_equal(choice.missing, 0);
        }
        mus_choice_done(&choice);
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_out_leads_round_an_odd_circle),
        cmocka_unit_test(somebody_who_can_spare_a_meeting_gives_it),
        cmocka_unit_test(where_there_is_no_way_as_few_as_can_be_stay_short),
        cmocka_unit_test(a_triangle_of_ones_leaves_one_short),
        cmocka_unit_test(two_companies_still_meet_once),
        cmocka_unit_test(one_that_lacks_several_gets_several),
        cmocka_unit_test(asked_to_stop_it_changes_nothing),
        cmocka_unit_test(out_of_memory_at_any_point_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
