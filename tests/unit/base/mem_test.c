#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void an_allocation_of_nothing_is_a_block_all_the_same(void **state)
{
    (void)state;
    void *blocks[] = {mus_alloc(0, 8), mus_alloc(8, 0), mus_alloc_zero(0, 8), mus_alloc_zero(8, 0),
                      mus_realloc(NULL, 0, 0)};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        assert_non_null(blocks[i]);
        mus_free(blocks[i]);
    }
}

static void alloc_zero_gives_zeroes(void **state)
{
    (void)state;
    static const unsigned char zeroes[300];
    unsigned char *block = mus_alloc_zero(100, 3);
    assert_non_null(block);
    assert_memory_equal(block, zeroes, sizeof zeroes);
    mus_free(block);
}

static void sizes_that_overflow_give_null(void **state)
{
    (void)state;
    assert_null(mus_alloc(SIZE_MAX, 2));
    assert_null(mus_alloc(SIZE_MAX / 2 + 1, 2));
    assert_null(mus_alloc_zero(SIZE_MAX / 2 + 1, 2));
    char *block = mus_alloc(4, 1);
    assert_non_null(block);
    assert_null(mus_realloc(block, SIZE_MAX / 4 + 1, 4));
    mus_free(block);
}

static void size_helpers_refuse_what_does_not_fit(void **state)
{
    (void)state;
    size_t result;
    assert_true(mus_size_add(SIZE_MAX - 1, 1, &result));
    assert_true(result == SIZE_MAX);
    assert_false(mus_size_add(SIZE_MAX, 1, &result));
    assert_true(mus_size_mul(SIZE_MAX / 2, 2, &result));
    assert_true(result == SIZE_MAX - 1);
    assert_false(mus_size_mul(SIZE_MAX / 2 + 1, 2, &result));
    assert_true(mus_size_mul(0, SIZE_MAX, &result));
    assert_true(result == 0);
}

static void a_failed_realloc_keeps_the_block(void **state)
{
    (void)state;
    char *block = mus_alloc(6, 1);
    assert_non_null(block);
    memcpy(block, "musubi", 6);
    mus_mem_fail_at(1, false);
    assert_null(mus_realloc(block, 1000, 1));
    mus_mem_fail_at(0, false);
    assert_memory_equal(block, "musubi", 6);
    char *larger = mus_realloc(block, 1000, 1);
    assert_non_null(larger);
    assert_memory_equal(larger, "musubi", 6);
    mus_free(larger);
}

static void free_accepts_null(void **state)
{
    (void)state;
    mus_free(NULL);
}

/* Which of six allocations succeed under the plan, as a string of y and n. */
static const char *tried_six_times(char tried[7])
{
    for (int i = 0; i < 6; i++) {
        void *block = i % 3 == 0   ? mus_alloc(1, 1)
                      : i % 3 == 1 ? mus_alloc_zero(1, 1)
                                   : mus_realloc(NULL, 1, 1);
        tried[i] = block == NULL ? 'n' : 'y';
        mus_free(block);
    }
    tried[6] = 0;
    return tried;
}

static void a_plan_fails_the_nth_allocation_once(void **state)
{
    (void)state;
    char tried[7];
    static const char *const expected[] = {"nyyyyy", "ynyyyy", "yynyyy",
                                           "yyynyy", "yyyyny", "yyyyyn"};
    for (uint64_t n = 1; n <= 6; n++) {
        mus_mem_fail_at(n, false);
        assert_string_equal(tried_six_times(tried), expected[n - 1]);
    }
    mus_mem_fail_at(0, false);
    assert_string_equal(tried_six_times(tried), "yyyyyy");
}

static void a_lasting_plan_fails_all_that_follow(void **state)
{
    (void)state;
    char tried[7];
    mus_mem_fail_at(3, true);
    assert_string_equal(tried_six_times(tried), "yynnnn");
    mus_mem_fail_at(0, true);
    assert_string_equal(tried_six_times(tried), "yyyyyy");
}

static void allocations_are_counted_since_the_plan(void **state)
{
    (void)state;
    char tried[7];
    mus_mem_fail_at(2, false);
    assert_int_equal(mus_mem_count(), 0);
    tried_six_times(tried);
    assert_int_equal(mus_mem_count(), 6);
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_mem_count(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_allocation_of_nothing_is_a_block_all_the_same),
        cmocka_unit_test(alloc_zero_gives_zeroes),
        cmocka_unit_test(sizes_that_overflow_give_null),
        cmocka_unit_test(size_helpers_refuse_what_does_not_fit),
        cmocka_unit_test(a_failed_realloc_keeps_the_block),
        cmocka_unit_test(free_accepts_null),
        cmocka_unit_test(a_plan_fails_the_nth_allocation_once),
        cmocka_unit_test(a_lasting_plan_fails_all_that_follow),
        cmocka_unit_test(allocations_are_counted_since_the_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
