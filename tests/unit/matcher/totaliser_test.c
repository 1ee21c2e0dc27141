#include "matcher/proof/totaliser.h"

#include "base/mem.h"

#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 7, ROOM = 1000000 };

struct sums {
    struct mus_arena arena;
    struct mus_sat *sat;
    struct mus_totaliser totaliser;
    int literals[MOST];
    struct mus_unary sum;
};

static void count(struct sums *sums, enum mus_totaliser_sides sides, size_t literals, size_t bound)
{
    *sums = (struct sums){.sat = mus_sat_new(ROOM)};
    assert_non_null(sums->sat);
    sums->totaliser = (struct mus_totaliser){sums->sat, &sums->arena, sides};
    for (size_t i = 0; i < literals; i++) {
        sums->literals[i] = mus_sat_variable(sums->sat);
    }
    assert_true(mus_totaliser_count(&sums->totaliser, sums->literals, literals, bound, &sums->sum));
}

static void finish(struct sums *sums)
{
    mus_sat_free(sums->sat);
    mus_arena_done(&sums->arena);
}

/* Whether the literals can be as the bits say, and the sum's literal as is asked. */
static bool can_be(struct sums *sums, size_t literals, unsigned bits, size_t k, bool reached)
{
    for (size_t i = 0; i < literals; i++) {
        mus_sat_assume(sums->sat, (bits >> i & 1) ? sums->literals[i] : -sums->literals[i]);
    }
    mus_sat_assume(sums->sat, reached ? sums->sum.at[k - 1] : -sums->sum.at[k - 1]);
    return mus_sat_solve(sums->sat, 1000, NULL) == MUS_SAT_YES;
}

static void check_counts(enum mus_totaliser_sides sides, size_t literals, size_t bound)
{
    struct sums sums;
    count(&sums, sides, literals, bound);
    assert_int_equal(sums.sum.count, literals < bound ? literals : bound);
    for (unsigned bits = 0; bits < 1U << literals; bits++) {
        size_t number = (size_t)__builtin_popcount(bits);
        for (size_t k = 1; k <= sums.sum.count; k++) {
            assert_int_equal(can_be(&sums, literals, bits, k, false), number < k);
            assert_int_equal(can_be(&sums, literals, bits, k, true),
                             number >= k || (sides == MUS_TOTALISER_UP && literals > 1));
        }
    }
    finish(&sums);
}

static void every_choice_of_literals_is_counted(void **state)
{
    (void)state;
    for (size_t literals = 0; literals <= MOST; literals++) {
        check_counts(MUS_TOTALISER_BOTH, literals, MOST + 1);
        check_counts(MUS_TOTALISER_UP, literals, MOST + 1);
    }
}

static void no_more_is_counted_than_the_bound(void **state)
{
    (void)state;
    for (size_t bound = 0; bound <= 4; bound++) {
        check_counts(MUS_TOTALISER_BOTH, MOST, bound);
        check_counts(MUS_TOTALISER_UP, MOST, bound);
    }
}

static void sums_of_sums_are_sums(void **state)
{
    (void)state;
    struct sums sums;
    count(&sums, MUS_TOTALISER_BOTH, 3, 3);
    int others[] = {mus_sat_variable(sums.sat), mus_sat_variable(sums.sat)};
    struct mus_unary parts[] = {sums.sum, {others, 0}, {0}};
    assert_true(mus_totaliser_count(&sums.totaliser, others, 2, 2, &parts[1]));
    assert_true(mus_totaliser_sum(&sums.totaliser, parts, 3, 9, &sums.sum));
    assert_int_equal(sums.sum.count, 5);
    assert(sums.sum.at != NULL);
    mus_sat_assume(sums.sat, sums.literals[0]);
    mus_sat_assume(sums.sat, others[0]);
    mus_sat_assume(sums.sat, others[1]);
    mus_sat_assume(sums.sat, -sums.sum.at[3]);
    assert_int_equal(mus_sat_solve(sums.sat, 1000, NULL), MUS_SAT_YES);
    assert_true(mus_sat_value(sums.sat, sums.sum.at[2]));
    assert_false(mus_sat_value(sums.sat, sums.literals[1]));
    finish(&sums);
}

static void no_memory_is_told(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        struct sums sums = {.sat = mus_sat_new(ROOM)};
        sums.totaliser = (struct mus_totaliser){sums.sat, &sums.arena, MUS_TOTALISER_BOTH};
        for (size_t i = 0; i < MOST; i++) {
            sums.literals[i] = mus_sat_variable(sums.sat);
        }
        mus_mem_fail_at(n, true);
        done = mus_totaliser_count(&sums.totaliser, sums.literals, MOST, MOST, &sums.sum);
        mus_mem_fail_at(0, false);
        assert_true(n > 1 || !done);
        finish(&sums);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_choice_of_literals_is_counted),
        cmocka_unit_test(no_more_is_counted_than_the_bound),
        cmocka_unit_test(sums_of_sums_are_sums),
        cmocka_unit_test(no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
