#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/judge.h"
#include "small.h"

/* Two sides, one pair fixed and one forbidden, somebody who cannot reach the minimum. */
struct world {
    struct small small;
    struct mus_pairing_answer answer;
};

static void start(struct world *w)
{
    small_start(&w->small, 6, 2, 0);
    w->small.participants[0].min = 2;
    w->small.participants[5].company = w->small.participants[3].company = 8;
    small_marked(&w->small, 0, 3, 500000, MUS_PAIRING_FIXED);
    small_pair(&w->small, 1, 3, 400000);
    small_pair(&w->small, 1, 4, 300000);
    small_marked(&w->small, 0, 4, 900000, MUS_PAIRING_FORBIDDEN);
    small_pair(&w->small, 2, 4, 200000);
    small_pair(&w->small, 1, 5, 100000);
    small_pair(&w->small, 2, 3, 1);
    w->small.problem.capacity = 20;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    assert_int_equal(mus_pairing_check_problem(&w->small.problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_solve(&w->small.problem, &options, &w->answer, NULL), MUS_OK);
    assert_int_equal(w->answer.total, 500000 + 400000 + 300000 + 200000);
    assert_int_equal(w->answer.missing, 1);
    assert_int_equal(w->answer.group_count, 1);
}

static void assert_refused(struct world *w, const char *message)
{
    struct mus_error err;
    assert_int_equal(mus_pairing_judge(&w->small.problem, &w->answer, &err), MUS_NO);
    assert_string_equal(err.message, message);
}

static void finish(struct world *w)
{
    assert_int_equal(mus_pairing_judge(&w->small.problem, &w->answer, NULL), MUS_OK);
    mus_pairing_answer_done(&w->answer);
}

static void what_is_chosen_follows_the_rules(void **state)
{
    (void)state;
    struct world w;
    start(&w);
    assert_int_equal(w.answer.chosen_count, 4); /* 0, 1, 2, 4 */
    w.answer.chosen[3] = 7;
    assert_refused(&w, "chosen[3]: no pair 7");
    w.answer.chosen[3] = 3;
    assert_refused(&w, "chosen[3]: pair 3 is forbidden");
    w.answer.chosen[3] = 2;
    assert_refused(&w, "chosen[3]: pair 2 is out of order");
    w.answer.chosen[3] = 6;
    assert_refused(&w, "participants[3]: 3 meetings, more than 2");
    w.answer.chosen[3] = 5;
    assert_refused(&w, "participants[1]: 3 meetings, more than 2");
    w.answer.chosen[2] = 5;
    w.answer.chosen_count = 3;
    assert_refused(&w, "pairs[5]: its companies meet in pairs[1] as well");
    w.answer.chosen[2] = 2;
    w.answer.chosen[3] = 4;
    w.answer.chosen_count = 4;
    w.small.problem.capacity = 3;
    assert_refused(&w, "chosen: 4 pairs, more than 3");
    w.small.problem.capacity = 20;
    w.answer.chosen++;
    w.answer.chosen_count = 3;
    assert_refused(&w, "pairs[0]: fixed, but not chosen");
    w.answer.chosen--;
    w.answer.chosen_count = 4;
    finish(&w);
}

static void sums_are_what_the_choice_gives(void **state)
{
    (void)state;
    struct world w;
    start(&w);
    w.answer.total++;
    assert_refused(&w, "total: 1400001, but the scores add up to 1400000");
    w.answer.total--;
    w.answer.missing = 2;
    assert_refused(&w, "missing: 2 of 1 participants, but it is 1 of 1");
    w.answer.missing = 1;
    w.answer.unmet[0].missing = 2;
    assert_refused(&w, "unmet[0]: participant 0 misses 1");
    w.answer.unmet[0].missing = 1;
    finish(&w);
}

static void bounds_are_what_the_proof_gives(void **state)
{
    (void)state;
    struct world w;
    start(&w);
    struct mus_pairing_proof *proof = w.answer.proof;
    struct mus_error err;
    w.answer.upper_bound--;
    assert_int_equal(mus_pairing_judge(&w.small.problem, &w.answer, &err), MUS_NO);
    w.answer.upper_bound++;
    w.answer.missing_lower_bound = 0;
    assert_refused(&w, "missing_lower_bound: 0 where 1 are missing, but the proof gives 1");
    w.answer.missing_lower_bound = 1;
    proof->scale = -proof->scale;
    assert_int_equal(mus_pairing_judge(&w.small.problem, &w.answer, &err), MUS_NO);
    proof->scale = -proof->scale;
    int64_t kept = proof->prices[2];
    proof->prices[2] = -proof->missing_price - 1;
    assert_int_equal(mus_pairing_judge(&w.small.problem, &w.answer, &err), MUS_NO);
    proof->prices[2] = kept;
    proof->capacity_price = -1;
    assert_refused(&w, "proof: price of the capacity -1");
    proof->capacity_price = 0;
    w.answer.proof = NULL;
    assert_refused(&w, "proof: there is none");
    w.answer.proof = proof;
    finish(&w);
}

static void groups_are_what_the_problem_gives(void **state)
{
    (void)state;
    struct world w;
    start(&w);
    struct mus_pairing_group *group = &w.answer.groups[0];
    assert_int_equal(group->member_count, 1);
    assert_int_equal(group->members[0], 0);
    assert_int_equal(group->partner_count, 0);
    assert_int_equal(group->needed, 1);
    group->needed = 2;
    assert_refused(&w, "groups[0].needed: 2, but it is 1");
    group->needed = 1;
    group->room = 1;
    assert_refused(&w, "groups[0].room: 1 with 0 partners, but it is 0 with 0");
    group->room = 0;
    uint32_t other = 6;
    const uint32_t *members = group->members;
    group->members = &other;
    assert_refused(&w, "groups[0].members[0]: participant 6 is out of place");
    group->members = members;
    finish(&w);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct world w;
    start(&w);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = mus_pairing_judge(&w.small.problem, &w.answer, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    finish(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_chosen_follows_the_rules),
        cmocka_unit_test(sums_are_what_the_choice_gives),
        cmocka_unit_test(bounds_are_what_the_proof_gives),
        cmocka_unit_test(groups_are_what_the_problem_gives),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
