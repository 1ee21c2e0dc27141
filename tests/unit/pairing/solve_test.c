#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/judge.h"
#include "small.h"

static struct mus_pairing_answer solved(const struct small *small,
                                        const struct mus_pairing_options *options)
{
    struct mus_pairing_answer answer;
    assert_int_equal(mus_pairing_check_problem(&small->problem, NULL), MUS_OK);
    assert_int_equal(mus_pairing_solve(&small->problem, options, &answer, NULL), MUS_OK);
    assert_int_equal(mus_pairing_judge(&small->problem, &answer, NULL), MUS_OK);
    return answer;
}

/* Buyers 0 … 2 and sellers 3 … 5. */
static void two_sides(struct small *small)
{
    small_start(small, 6, 1, 0);
    small_pair(small, 0, 3, 900000);
    small_pair(small, 0, 4, 800000);
    small_pair(small, 1, 3, 800000);
    small_pair(small, 2, 3, 700000);
    small_pair(small, 2, 5, 1000);
}

static void two_sides_are_paired_exactly(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.method, MUS_PAIRING_FLOW);
    assert_int_equal(answer.total, 1601000);
    assert_int_equal(answer.upper_bound, 1601000);
    assert_int_equal(answer.chosen_count, 3);
    assert_int_equal(answer.chosen[0], 1);
    assert_int_equal(answer.chosen[1], 2);
    assert_int_equal(answer.chosen[2], 4);
    mus_pairing_answer_done(&answer);
}

static void anyone_with_anyone_is_paired_by_prices(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    small_pair(&small, 0, 1, 500000);
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.method, MUS_PAIRING_PRICES);
    assert_int_equal(answer.total, 1601000);
    assert_true(answer.upper_bound >= 1601000);
    mus_pairing_answer_done(&answer);
}

static void companies_that_could_meet_twice_are_paired_by_prices(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    small.participants[0].company = small.participants[1].company = 12;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.method, MUS_PAIRING_PRICES);
    assert_int_equal(answer.total, 1601000);
    mus_pairing_answer_done(&answer);
}

static void assert_invalid(const struct small *small, const char *message)
{
    struct mus_pairing_options options = {.method = MUS_PAIRING_FLOW};
    struct mus_pairing_answer answer;
    struct mus_error err;
    assert_int_equal(mus_pairing_solve(&small->problem, &options, &answer, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void flow_is_refused_where_it_does_not_suit(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    small_pair(&small, 0, 1, 500000);
    assert_invalid(&small, "method: flow wants participants that fall into two sides");
    two_sides(&small);
    small.participants[0].company = small.participants[1].company = 12;
    assert_invalid(&small, "method: flow does not suit companies that could meet in several pairs");
}

static void fixed_pairs_are_chosen_and_forbidden_ones_are_not(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    small.marks[3] = MUS_PAIRING_FIXED;
    small.marks[1] = MUS_PAIRING_FORBIDDEN;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.chosen_count, 1);
    assert_int_equal(answer.chosen[0], 3);
    assert_int_equal(answer.upper_bound, 700000);
    mus_pairing_answer_done(&answer);
}

static void nothing_to_choose_from_is_an_answer(void **state)
{
    (void)state;
    struct small small;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    small_start(&small, 0, 0, 0);
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.upper_bound, 0);
    mus_pairing_answer_done(&answer);
    two_sides(&small);
    small.problem.capacity = 0;
    small.participants[0].min = 1;
    answer = solved(&small, &options);
    assert_int_equal(answer.chosen_count, 0);
    assert_int_equal(answer.upper_bound, 0);
    assert_int_equal(answer.missing_lower_bound, 1);
    mus_pairing_answer_done(&answer);
}

/* Buyers 0 … 3, each wants 2 meetings, know sellers 5 and 6 only, who have room for 3 together;
 * buyer 4 is well off. */
static void who_stays_below_is_told_with_the_group_that_blocks(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 9, 2, 2);
    for (uint32_t v = 0; v < 4; v++) {
        small_pair(&small, v, 5, 100000 * v);
        small_pair(&small, v, 6, 50000 * v);
    }
    small_pair(&small, 4, 7, 5);
    small_pair(&small, 4, 8, 6);
    small_pair(&small, 4, 6, 7);
    small.participants[5] = (struct mus_pairing_participant){1, 0, MUS_PAIRING_NO_COMPANY};
    small.participants[6].min = small.participants[7].min = small.participants[8].min = 0;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.missing, 5);
    assert_int_equal(answer.missing_lower_bound, 5);
    assert_int_equal(answer.group_count, 1);
    const struct mus_pairing_group *group = &answer.groups[0];
    assert_int_equal(group->member_count, 4);
    assert_int_equal(group->members[3], 3);
    assert_int_equal(group->partner_count, 2);
    assert_int_equal(group->partners[0], 5);
    assert_int_equal(group->needed, 8);
    assert_int_equal(group->room, 3);
    mus_pairing_answer_done(&answer);
}

static void groups_that_share_no_partner_are_told_apart(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 6, 1, 1);
    small.participants[2].min = small.participants[5].min = 0;
    small_pair(&small, 0, 2, 1);
    small_pair(&small, 1, 2, 2);
    small_pair(&small, 3, 5, 3);
    small_pair(&small, 4, 5, 4);
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.unmet_count, 2);
    assert_int_equal(answer.group_count, 2);
    assert_int_equal(answer.unmet[0].group, 0);
    assert_int_equal(answer.unmet[1].group, 1);
    assert_int_equal(answer.groups[1].members[0], 3);
    mus_pairing_answer_done(&answer);
}

static void an_event_that_is_too_small_is_the_group_of_all(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    for (size_t v = 0; v < 6; v++) {
        small.participants[v].min = 1;
    }
    small.problem.capacity = 2;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.missing, 2);
    assert_int_equal(answer.missing_lower_bound, 2);
    assert_int_equal(answer.group_count, 1);
    assert_int_equal(answer.groups[0].member_count, 6);
    assert_int_equal(answer.groups[0].needed, 6);
    assert_int_equal(answer.groups[0].room, 4);
    mus_pairing_answer_done(&answer);
}

/* Three who could all meet, one meeting each: one of them stays alone, though every two could do
 * half a meeting more. */
static void where_no_group_blocks_none_is_named(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 3, 1, 1);
    small_pair(&small, 0, 1, 10);
    small_pair(&small, 1, 2, 10);
    small_pair(&small, 0, 2, 10);
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_int_equal(answer.missing, 1);
    assert_int_equal(answer.missing_lower_bound, 0);
    assert_int_equal(answer.group_count, 1);
    assert_int_equal(answer.groups[0].member_count, 0);
    assert_int_equal(answer.total, 10);
    mus_pairing_answer_done(&answer);
}

static bool always(const void *state)
{
    (void)state;
    return true;
}

static void stopped_at_once_the_answer_is_legal(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    struct mus_stop stop = {always, NULL};
    struct mus_pairing_options options = {.stop = &stop};
    struct mus_pairing_answer answer = solved(&small, &options);
    assert_true(answer.upper_bound >= 1601000);
    mus_pairing_answer_done(&answer);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct small small;
    two_sides(&small);
    for (size_t v = 0; v < 6; v++) {
        small.participants[v].min = 1;
    }
    small.problem.capacity = 2;
    struct mus_pairing_options options = {.method = MUS_PAIRING_BEST};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_pairing_answer answer;
        mus_mem_fail_at(n, false);
        status = mus_pairing_solve(&small.problem, &options, &answer, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        if (status == MUS_OK) {
            mus_pairing_answer_done(&answer);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sides_are_paired_exactly),
        cmocka_unit_test(anyone_with_anyone_is_paired_by_prices),
        cmocka_unit_test(companies_that_could_meet_twice_are_paired_by_prices),
        cmocka_unit_test(flow_is_refused_where_it_does_not_suit),
        cmocka_unit_test(fixed_pairs_are_chosen_and_forbidden_ones_are_not),
        cmocka_unit_test(nothing_to_choose_from_is_an_answer),
        cmocka_unit_test(who_stays_below_is_told_with_the_group_that_blocks),
        cmocka_unit_test(groups_that_share_no_partner_are_told_apart),
        cmocka_unit_test(an_event_that_is_too_small_is_the_group_of_all),
        cmocka_unit_test(where_no_group_blocks_none_is_named),
        cmocka_unit_test(stopped_at_once_the_answer_is_legal),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
