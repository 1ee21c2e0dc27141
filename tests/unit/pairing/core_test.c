#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "crowd.h"
#include "matcher/pairing/core.h"

enum { HUB_PARTNERS = 100, HUB_ROOM = 3, KEPT_BEYOND_ROOM = 12 };

/* Participant 0 may meet all others, and nobody else meets. */
struct hub {
    struct mus_pairing_participant participants[1 + HUB_PARTNERS];
    struct mus_pairing_pair pairs[HUB_PARTNERS];
    int32_t prices[1 + HUB_PARTNERS];
    struct mus_pairing_graph graph;
};

static void start(struct hub *hub)
{
    *hub = (struct hub){0};
    for (uint32_t v = 0; v <= HUB_PARTNERS; v++) {
        hub->participants[v] =
            (struct mus_pairing_participant){v == 0 ? HUB_ROOM : 1, 0, MUS_PAIRING_NO_COMPANY};
    }
    for (uint32_t i = 0; i < HUB_PARTNERS; i++) {
        hub->pairs[i] = (struct mus_pairing_pair){0, i + 1, 10 * i};
    }
    struct mus_pairing_problem problem = {.participants = hub->participants,
                                          .participant_count = 1 + HUB_PARTNERS,
                                          .pairs = hub->pairs,
                                          .pair_count = HUB_PARTNERS,
                                          .capacity = MUS_PAIRING_NO_CAPACITY};
    assert_int_equal(mus_pairing_graph_init(&hub->graph, &problem, NULL), MUS_OK);
}

static void an_edge_that_one_end_wants_is_kept(void **state)
{
    (void)state;
    struct hub hub;
    struct mus_core core;
    start(&hub);
    struct mus_worth worth = {hub.prices, 0, 1};
    assert_int_equal(mus_core_init(&core, &hub.graph, &worth, NULL, NULL), MUS_OK);
    assert_int_equal(core.first[1], HUB_PARTNERS);
    assert_int_equal(core.first[1 + HUB_PARTNERS], 2 * HUB_PARTNERS);
    mus_core_done(&core);
    mus_pairing_graph_done(&hub.graph);
}

static void what_no_end_wants_is_left_out_but_for_what_is_chosen(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_core core;
    static int32_t prices[CROWD];
    static uint8_t taken[CROWD_PAIRS];
    crowd_start(&crowd, 1, 0, 1);
    for (size_t v = 0; v < CROWD; v++) {
        crowd.graph.nodes[v].max = 1;
    }
    struct mus_worth worth = {prices, 0, 1};
    assert_int_equal(mus_core_init(&core, &crowd.graph, &worth, NULL, NULL), MUS_OK);
    uint32_t without = core.first[CROWD];
    assert_true(without < 2 * crowd.graph.edge_count);
    for (size_t v = 0; v < CROWD; v++) {
        assert_true(core.first[v + 1] - core.first[v] >= 1 + KEPT_BEYOND_ROOM);
    }
    mus_core_done(&core);
    for (size_t e = 0; e < crowd.graph.edge_count; e++) {
        taken[e] = 1;
    }
    assert_int_equal(mus_core_init(&core, &crowd.graph, &worth, taken, NULL), MUS_OK);
    assert_int_equal(core.first[CROWD], 2 * crowd.graph.edge_count);
    mus_core_done(&core);
    crowd_end(&crowd);
}

/* Whether v sees the edge. */
static bool sees(const struct mus_core *core, uint32_t v, uint32_t edge)
{
    for (uint32_t i = core->first[v]; i < core->first[v + 1]; i++) {
        if (core->halves[i].edge == edge) {
            return true;
        }
    }
    return false;
}

static void both_ends_see_the_same_edges(void **state)
{
    (void)state;
    struct crowd crowd;
    struct mus_core core;
    static int32_t prices[CROWD];
    crowd_start(&crowd, 2, 0, 1);
    struct mus_worth worth = {prices, 0, 1};
    assert_int_equal(mus_core_init(&core, &crowd.graph, &worth, NULL, NULL), MUS_OK);
    for (uint32_t e = 0; e < crowd.graph.edge_count; e++) {
        assert_int_equal(sees(&core, crowd.graph.edges[e].a, e),
                         sees(&core, crowd.graph.edges[e].b, e));
    }
    mus_core_done(&core);
    crowd_end(&crowd);
}

static void out_of_memory_at_any_point_leaks_nothing(void **state)
{
    (void)state;
    struct crowd crowd;
    static int32_t prices[CROWD];
    crowd_start(&crowd, 1, 0, 1);
    struct mus_worth worth = {prices, 0, 1};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_core core;
        mus_mem_fail_at(n, true);
        status = mus_core_init(&core, &crowd.graph, &worth, NULL, NULL);
        mus_mem_fail_at(0, false);
        if (status == MUS_OK) {
            assert_int_equal(n, 5);
            mus_core_done(&core);
        }
    }
    assert_int_equal(status, MUS_OK);
    crowd_end(&crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edge_that_one_end_wants_is_kept),
        cmocka_unit_test(what_no_end_wants_is_left_out_but_for_what_is_chosen),
        cmocka_unit_test(both_ends_see_the_same_edges),
        cmocka_unit_test(out_of_memory_at_any_point_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
