#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/evenness.h"
#include "matcher/pairing/judge.h"
#include "matcher/pairing/level.h"
#include "small.h"

/* The pairs of the problem that are taken after levelling, as bits. */
static unsigned leveled(const struct small *small, unsigned from, uint32_t evenness, bool *changed)
{
    struct mus_pairing_graph graph;
    uint8_t taken[SMALL_PAIRS] = {0};
    uint32_t fixed[SMALL_PARTICIPANTS] = {0};
    unsigned after = 0;
    assert_int_equal(mus_pairing_graph_init(&graph, &small->problem, NULL), MUS_OK);
    for (size_t e = 0; e < graph.edge_count; e++) {
        taken[e] = from >> graph.edges[e].pair & 1;
    }
    assert_int_equal(mus_pairing_level(&graph, fixed, evenness, NULL, taken, changed, NULL),
                     MUS_OK);
    for (size_t e = 0; e < graph.edge_count; e++) {
        after |= (unsigned)taken[e] << graph.edges[e].pair;
    }
    mus_pairing_graph_done(&graph);
    return after;
}

static void a_second_meeting_goes_to_who_has_none(void **state)
{
    (void)state;
    struct small small;
    bool changed = false;
    small_start(&small, 4, 2, 0);
    small_pair(&small, 0, 2, 500000);
    small_pair(&small, 0, 3, 500000);
    small_pair(&small, 1, 3, 350000);
    small.participants[3].max = 1;
    assert_int_equal(leveled(&small, 3, 310000, &changed), 5);
    assert_true(changed);
    assert_int_equal(leveled(&small, 3, 290000, &changed), 3);
    assert_false(changed);
}

static void at_a_full_event_what_is_worth_least_makes_room(void **state)
{
    (void)state;
    struct small small;
    bool changed = false;
    small_start(&small, 6, 2, 0);
    small.problem.capacity = 2;
    small_pair(&small, 0, 1, 500000);
    small_pair(&small, 0, 2, 400000);
    small_pair(&small, 3, 4, 300000);
    assert_int_equal(leveled(&small, 3, 300000, &changed), 5);
    assert_true(changed);
}

static void nobody_gives_up_a_meeting_of_its_minimum(void **state)
{
    (void)state;
    struct small small;
    bool changed = false;
    small_start(&small, 4, 2, 0);
    small.participants[0].min = 2;
    small.participants[3].max = 1;
    small_pair(&small, 0, 2, 500000);
    small_pair(&small, 0, 3, 500000);
    small_pair(&small, 1, 3, 350000);
    assert_int_equal(leveled(&small, 3, 1000000, &changed), 3);
    assert_false(changed);
}

static void two_companies_meet_once(void **state)
{
    (void)state;
    struct small small;
    bool changed = false;
    small_start(&small, 4, 2, 0);
    for (uint32_t v = 0; v < 4; v++) {
        small.participants[v].company = v % 2;
    }
    small_pair(&small, 0, 1, 500000);
    small_pair(&small, 2, 3, 400000);
    assert_int_equal(leveled(&small, 1, 1000000, &changed), 1);
    assert_false(changed);
}

/* ------------------------------------------------------------------ against trying everything */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(*state >> 33) % below;
}

static int64_t worth_of(const struct small *small, unsigned chosen, uint32_t evenness)
{
    uint32_t meetings[SMALL_PARTICIPANTS] = {0};
    int64_t worth = 0;
    uint64_t count = 0;
    for (size_t i = 0; i < small->problem.pair_count; i++) {
        const struct mus_pairing_pair *pair = &small->pairs[i];
        if ((chosen >> i & 1) == 0) {
            continue;
        }
        worth += pair->score;
        worth += evenness / ++meetings[pair->a];
        worth += evenness / ++meetings[pair->b];
        count++;
    }
    for (size_t v = 0; v < small->problem.participant_count; v++) {
        worth = meetings[v] > small->participants[v].max ? -1 : worth;
    }
    return count > small->problem.capacity ? -1 : worth;
}

static int64_t most_worth(const struct small *small, uint32_t evenness)
{
    int64_t most = 0;
    for (unsigned chosen = 0; chosen < 1U << small->problem.pair_count; chosen++) {
        int64_t worth = worth_of(small, chosen, evenness);
        most = worth > most ? worth : most;
    }
    return most;
}

static void draw_problem(struct small *small, uint64_t *state)
{
    uint32_t sides = 3 + draw(state, 2);
    small_start(small, 2 * sides, 0, 0);
    for (uint32_t v = 0; v < 2 * sides; v++) {
        small->participants[v].max = 1 + draw(state, 3);
    }
    for (uint32_t a = 0; a < sides; a++) {
        for (uint32_t b = sides; b < 2 * sides; b++) {
            if (small->problem.pair_count < 10 && draw(state, 3) > 0) {
                small_pair(small, a, b, draw(state, 1000001));
            }
        }
    }
    if (draw(state, 2) == 0) {
        small->problem.capacity = 1 + draw(state, 5);
    }
}

static void hardly_any_choice_is_worth_more(void **state)
{
    (void)state;
    enum { CASES = 1000, EVENNESS = 700000 };
    uint64_t chance = 19;
    unsigned best = 0;
    for (unsigned i = 0; i < CASES; i++) {
        struct small small;
        struct mus_pairing_options options = {.threads = 1};
        struct mus_pairing_answer answer;
        struct mus_pairing_price price;
        draw_problem(&small, &chance);
        assert_int_equal(mus_pairing_solve_evenly(&small.problem, &options, EVENNESS, NULL, &answer,
                                                  &price, NULL),
                         MUS_OK);
        assert_int_equal(mus_pairing_judge(&small.problem, &answer, NULL), MUS_OK);
        int64_t most = most_worth(&small, EVENNESS);
        assert_true(price.worth_after >= price.worth_before);
        assert_true(price.worth_after <= most);
        assert_true(price.worth_after * 10 >= most * 9);
        best += price.worth_after == most;
        mus_pairing_answer_done(&answer);
    }
    print_message("%u of %d are the best\n", best, CASES);
    assert_true(best * 100 >= CASES * 95);
}

static void no_memory_leaves_what_was_taken(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_graph graph;
    uint32_t fixed[SMALL_PARTICIPANTS] = {0};
    bool changed = false;
    small_start(&small, 4, 2, 0);
    small_pair(&small, 0, 2, 500000);
    small_pair(&small, 0, 3, 500000);
    assert_int_equal(mus_pairing_graph_init(&graph, &small.problem, NULL), MUS_OK);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        uint8_t taken[] = {1, 0};
        mus_mem_fail_at(n, false);
        status = mus_pairing_level(&graph, fixed, 0, NULL, taken, &changed, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_int_equal(taken[0], 1);
        assert_int_equal(taken[1], status == MUS_OK);
    }
    mus_pairing_graph_done(&graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_meeting_goes_to_who_has_none),
        cmocka_unit_test(at_a_full_event_what_is_worth_least_makes_room),
        cmocka_unit_test(nobody_gives_up_a_meeting_of_its_minimum),
        cmocka_unit_test(two_companies_meet_once),
        cmocka_unit_test(hardly_any_choice_is_worth_more),
        cmocka_unit_test(no_memory_leaves_what_was_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
