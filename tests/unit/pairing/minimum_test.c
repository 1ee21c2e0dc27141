#include "matcher/pairing/minimum.h"

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
    struct mus_pairing_answer answer;
};

static void open_world(struct world *w, const uint32_t *chosen, size_t chosen_count)
{
    w->answer = (struct mus_pairing_answer){0};
    assert_int_equal(mus_pairing_graph_init(&w->graph, &w->small.problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_plan_init(&w->plan, &w->graph, NULL), MUS_OK);
    mus_pairing_plan_choose(&w->plan, &w->graph, chosen, chosen_count);
}

static void close_world(struct world *w)
{
    mus_pairing_answer_done(&w->answer);
    mus_pairing_plan_done(&w->plan);
    mus_pairing_graph_done(&w->graph);
}

static void explain(struct world *w, const uint32_t *chosen, size_t chosen_count)
{
    open_world(w, chosen, chosen_count);
    assert_int_equal(mus_pairing_explain_missing(&w->graph, &w->plan, NULL, &w->answer, NULL),
                     MUS_OK);
    assert_int_equal(mus_pairing_bound_missing(&w->graph, &w->plan.proof),
                     w->answer.missing_lower_bound);
}

static void nobody_below_the_minimum_is_nothing_to_explain(void **state)
{
    (void)state;
    static const uint32_t ALL[] = {0, 1};
    struct world w;
    small_start(&w.small, 4, 2, 1);
    small_pair(&w.small, 0, 1, 5);
    small_pair(&w.small, 2, 3, 5);
    explain(&w, ALL, 2);
    assert_int_equal(w.answer.missing, 0);
    assert_int_equal(w.answer.unmet_count, 0);
    assert_int_equal(w.answer.group_count, 0);
    close_world(&w);
}

/* Buyers 0, 1 and 2 accept sellers 3 and 4 alone, which have room for one each; buyer 5 and seller
 * 6 are none of it. */
static void make_hall(struct small *small)
{
    small_start(small, 7, 3, 0);
    small->participants[0].min = small->participants[1].min = small->participants[2].min = 1;
    small->participants[3].max = small->participants[4].max = 1;
    small->participants[5].min = 1;
    small_pair(small, 0, 3, 9);
    small_pair(small, 1, 3, 8);
    small_pair(small, 1, 4, 7);
    small_pair(small, 2, 4, 6);
    small_pair(small, 5, 6, 5);
}

static void a_group_is_all_who_share_too_few_partners(void **state)
{
    (void)state;
    static const uint32_t CHOSEN[] = {0, 2, 4}; /* 2 has nobody */
    struct world w;
    make_hall(&w.small);
    explain(&w, CHOSEN, 3);
    assert_int_equal(w.answer.missing, 1);
    assert_int_equal(w.answer.missing_lower_bound, 1);
    assert_int_equal(w.answer.unmet_count, 1);
    assert_int_equal(w.answer.unmet[0].participant, 2);
    assert_int_equal(w.answer.unmet[0].missing, 1);
    const struct mus_pairing_group *group = &w.answer.groups[w.answer.unmet[0].group];
    assert_int_equal(group->member_count, 3);
    assert_int_equal(group->members[0], 0);
    assert_int_equal(group->members[2], 2);
    assert_int_equal(group->partner_count, 2);
    assert_int_equal(group->partners[0], 3);
    assert_int_equal(group->partners[1], 4);
    assert_int_equal(group->needed, 3);
    assert_int_equal(group->room, 2);
    close_world(&w);
}

/* The choice could be better: nobody is said to block what is only badly chosen. */
static void a_bad_choice_is_no_group_s_fault(void **state)
{
    (void)state;
    static const uint32_t CHOSEN[] = {0, 2}; /* 2 and 5 have nobody; 5 could */
    struct world w;
    make_hall(&w.small);
    explain(&w, CHOSEN, 2);
    assert_int_equal(w.answer.missing, 2);
    assert_int_equal(w.answer.missing_lower_bound, 1);
    assert_int_equal(w.answer.unmet[1].participant, 5);
    const struct mus_pairing_group *none = &w.answer.groups[w.answer.unmet[1].group];
    assert_int_equal(none->member_count, 0);
    assert_int_equal(w.answer.groups[w.answer.unmet[0].group].member_count, 3);
    close_world(&w);
}

/* Four want two meetings each and have partners enough, but the event has room for three. */
static void an_event_may_be_too_small_for_all(void **state)
{
    (void)state;
    static const uint32_t CHOSEN[] = {0, 1, 2};
    struct world w;
    small_start(&w.small, 4, 2, 2);
    small_pair(&w.small, 0, 1, 9);
    small_pair(&w.small, 1, 2, 8);
    small_pair(&w.small, 2, 3, 7);
    small_pair(&w.small, 3, 0, 6);
    w.small.problem.capacity = 3;
    explain(&w, CHOSEN, 3);
    assert_int_equal(w.answer.missing, 2);
    assert_int_equal(w.answer.missing_lower_bound, 2);
    const struct mus_pairing_group *group = &w.answer.groups[w.answer.unmet[0].group];
    assert_int_equal(group->member_count, 4);
    assert_int_equal(group->needed, 8);
    assert_int_equal(group->room, 6); /* three meetings, each counted for both */
    close_world(&w);
}

/* Three of whom each two may meet: one stays out of any choice, but half a meeting each would serve
 * all. The bound is that of the relaxation, and says nothing false. */
static void a_ring_of_three_is_beyond_the_relaxation(void **state)
{
    (void)state;
    static const uint32_t CHOSEN[] = {0};
    struct world w;
    small_start(&w.small, 3, 1, 1);
    small_pair(&w.small, 0, 1, 9);
    small_pair(&w.small, 1, 2, 8);
    small_pair(&w.small, 2, 0, 7);
    explain(&w, CHOSEN, 1);
    assert_int_equal(w.answer.missing, 1);
    assert_in_range(w.answer.missing_lower_bound, 0, 1);
    assert_int_equal(w.answer.unmet_count, 1);
    close_world(&w);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    static const uint32_t CHOSEN[] = {0, 2};
    for (uint64_t capacity = 2; capacity < 4; capacity++) {
        struct world w;
        enum mus_status status = MUS_NO_MEMORY;
        make_hall(&w.small);
        w.small.problem.capacity = capacity == 2 ? 2 : MUS_PAIRING_NO_CAPACITY;
        uint64_t n = 1;
        for (; status != MUS_OK; n++) {
            struct mus_error err = {0};
            open_world(&w, CHOSEN, 2);
            mus_mem_fail_at(n, false);
            status = mus_pairing_explain_missing(&w.graph, &w.plan, NULL, &w.answer, &err);
            mus_mem_fail_at(0, false);
            assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
            close_world(&w);
        }
        assert_true(n > 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_below_the_minimum_is_nothing_to_explain),
        cmocka_unit_test(a_group_is_all_who_share_too_few_partners),
        cmocka_unit_test(a_bad_choice_is_no_group_s_fault),
        cmocka_unit_test(an_event_may_be_too_small_for_all),
        cmocka_unit_test(a_ring_of_three_is_beyond_the_relaxation),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
