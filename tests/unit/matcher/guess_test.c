#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "matcher/index/guess.h"

static struct mus_error err;

static struct mus_guess made(size_t top, uint64_t all)
{
    struct mus_guess guess;
    assert_int_equal(mus_guess_make(&guess, top, all, &err), MUS_OK);
    return guess;
}

/* Bounds 1000, 999, … in an order that is neither. */
static void add_thousand(struct mus_guess *guess)
{
    for (uint32_t i = 0; i < 1000; i++) {
        mus_guess_add(guess, 1 + i * 7 % 1000);
    }
}

static void nothing_is_guessed_of_nothing(void **state)
{
    (void)state;
    struct mus_guess guess = made(20, 1000);
    assert_int_equal(mus_guess_score(&guess, 0), 0);
    mus_guess_add(&guess, 5);
    assert_int_equal(mus_guess_score(&guess, 1000), 0); /* one is too few */
    mus_guess_done(&guess);
    guess = made(20, 0);
    assert_int_equal(mus_guess_score(&guess, 0), 0);
    mus_guess_done(&guess);
}

static void the_rank_grows_with_what_has_been_seen(void **state)
{
    (void)state;
    static const struct {
        uint64_t seen;
        uint32_t score;
    } ROWS[] = {{0, 999}, {1000, 998}, {10000, 995}, {50000, 988}, {100000, 980}, {200000, 966}};
    struct mus_guess guess = made(20, 200000);
    add_thousand(&guess);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_int_equal(mus_guess_score(&guess, ROWS[i].seen), ROWS[i].score);
    }
    mus_guess_done(&guess);
}

static void a_score_below_its_bound_lowers_the_guess(void **state)
{
    (void)state;
    struct mus_guess guess = made(1, 1000);
    add_thousand(&guess);
    uint32_t before = mus_guess_score(&guess, 1000);
    mus_guess_learn(&guess, 450, 900);
    assert_int_equal(mus_guess_score(&guess, 1000), before / 2);
    mus_guess_learn(&guess, 901, 900); /* no score is above its bound, whatever is told */
    assert_int_equal(mus_guess_score(&guess, 1000), before);
    mus_guess_learn(&guess, 0, 0);
    assert_int_equal(mus_guess_score(&guess, 1000), before);
    mus_guess_learn(&guess, 0, 900);
    assert_int_equal(mus_guess_score(&guess, 1000), 0);
    mus_guess_done(&guess);
}

static void equal_bounds_count_each(void **state)
{
    (void)state;
    struct mus_guess guess = made(2, 10);
    for (unsigned i = 0; i < 100; i++) {
        mus_guess_add(&guess, UINT32_MAX);
    }
    assert_int_equal(mus_guess_score(&guess, 10), UINT32_MAX);
    mus_guess_done(&guess);
}

static void memory_may_fail(void **state)
{
    (void)state;
    struct mus_guess guess;
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_guess_make(&guess, 20, 1000, &err), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    mus_guess_done(&guess);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_guessed_of_nothing),
        cmocka_unit_test(the_rank_grows_with_what_has_been_seen),
        cmocka_unit_test(a_score_below_its_bound_lowers_the_guess),
        cmocka_unit_test(equal_bounds_count_each),
        cmocka_unit_test(memory_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
