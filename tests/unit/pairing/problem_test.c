#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/pairing/problem.h"
#include "small.h"

static void assert_refused(const struct small *small, enum mus_status status, const char *message)
{
    struct mus_error err;
    assert_int_equal(mus_pairing_check_problem(&small->problem, &err), status);
    assert_string_equal(err.message, message);
}

static void a_sound_problem_passes(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 1);
    small_pair(&small, 0, 1, 1000000);
    small_pair(&small, 1, 2, 0);
    small_marked(&small, 3, 0, 5, MUS_PAIRING_FIXED);
    small_marked(&small, 3, 2, 5, MUS_PAIRING_FORBIDDEN);
    assert_int_equal(mus_pairing_check_problem(&small.problem, NULL), MUS_OK);
    small.problem.marks = NULL;
    assert_int_equal(mus_pairing_check_problem(&small.problem, NULL), MUS_OK);
    small_start(&small, 0, 0, 0);
    assert_int_equal(mus_pairing_check_problem(&small.problem, NULL), MUS_OK);
}

static void limits_of_size_are_kept(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 2, 1, 0);
    small.problem.participant_count = MUS_PAIRING_MAX_PARTICIPANTS + 1;
    assert_refused(&small, MUS_LIMIT, "participants: 1000001, more than 1000000");
    small_start(&small, 2, 1, 0);
    small.problem.pair_count = MUS_PAIRING_MAX_PAIRS + 1;
    assert_refused(&small, MUS_LIMIT, "pairs: 50000001, more than 50000000");
    small_start(&small, 2, MUS_PAIRING_MAX_MEETINGS + 1, 0);
    assert_refused(&small, MUS_LIMIT, "participants[0].max: 1000001, more than 1000000");
}

static void a_minimum_above_its_maximum_is_refused(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 2, 1, 0);
    small.participants[1].min = 2;
    assert_refused(&small, MUS_INVALID, "participants[1].min: 2 is above its max of 1");
}

static void pairs_are_of_two_participants_that_are_there(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 2, 1, 0);
    small_pair(&small, 0, 2, 1);
    assert_refused(&small, MUS_INVALID, "pairs[0]: no participant 2");
    small_start(&small, 2, 1, 0);
    small_pair(&small, 1, 1, 1);
    assert_refused(&small, MUS_INVALID, "pairs[0]: participant 1 with itself");
}

static void scores_and_marks_have_a_range(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 2, 1, 0);
    small_pair(&small, 0, 1, 1000001);
    assert_refused(&small, MUS_INVALID, "pairs[0].score: 1000001 is above 1000000");
    small.pairs[0].score = 1;
    small.marks[0] = MUS_PAIRING_FORBIDDEN + 1;
    assert_refused(&small, MUS_INVALID, "marks[0]: no such mark, 3");
}

static void a_pair_stands_once_in_either_direction(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 10, 1, 0);
    small_pair(&small, 4, 8, 1);
    small_pair(&small, 9, 4, 1);
    small_pair(&small, 8, 9, 1);
    small_pair(&small, 4, 9, 1);
    assert_refused(&small, MUS_INVALID, "pairs[3]: participants 4 and 9 stand in pairs[1] as well");
}

static void two_of_one_company_are_no_pair(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 2, 1, 0);
    small.participants[0].company = small.participants[1].company = 77;
    small_pair(&small, 0, 1, 1);
    assert_refused(&small, MUS_INVALID, "pairs[0]: participants 0 and 1 are of one company, 77");
}

static void fixed_pairs_by_themselves_break_no_rule(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 1, 0);
    small_marked(&small, 0, 1, 1, MUS_PAIRING_FIXED);
    small_marked(&small, 2, 1, 1, MUS_PAIRING_FIXED);
    assert_refused(&small, MUS_INVALID,
                   "pairs[1]: participant 1 has more fixed pairs than its max of 1");
    small.problem.capacity = 1;
    assert_refused(&small, MUS_INVALID, "capacity: 1, but 2 pairs are fixed");
    small_start(&small, 4, 1, 0);
    small.participants[0].company = small.participants[2].company = 5;
    small.participants[1].company = small.participants[3].company = 6;
    small_marked(&small, 0, 1, 1, MUS_PAIRING_FIXED);
    small_marked(&small, 3, 2, 1, MUS_PAIRING_FIXED);
    assert_refused(&small, MUS_INVALID,
                   "pairs[1]: its companies are brought together by pairs[0] as well");
}

static void no_memory_is_told(void **state)
{
    (void)state;
    struct small small;
    small_start(&small, 4, 2, 0);
    small_marked(&small, 0, 1, 1, MUS_PAIRING_FIXED);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = mus_pairing_check_problem(&small.problem, NULL);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_problem_passes),
        cmocka_unit_test(limits_of_size_are_kept),
        cmocka_unit_test(a_minimum_above_its_maximum_is_refused),
        cmocka_unit_test(pairs_are_of_two_participants_that_are_there),
        cmocka_unit_test(scores_and_marks_have_a_range),
        cmocka_unit_test(a_pair_stands_once_in_either_direction),
        cmocka_unit_test(two_of_one_company_are_no_pair),
        cmocka_unit_test(fixed_pairs_by_themselves_break_no_rule),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
