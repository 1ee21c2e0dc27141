#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "matcher/pairing/largest.h"

enum { MOST = 40 };

static void assert_in_place(const int32_t *values, size_t count, size_t k)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(i < k ? values[i] >= values[k] : values[i] <= values[k]);
    }
}

static void the_kth_largest_comes_to_its_place(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 11);
    for (int n = 0; n < 2000; n++) {
        int32_t values[MOST];
        size_t count = 1 + (size_t)mus_random_below(&random, MOST);
        uint64_t different = 1 + mus_random_below(&random, 50);
        for (size_t i = 0; i < count; i++) {
            values[i] = (int32_t)mus_random_below(&random, different) - 20;
        }
        size_t k = (size_t)mus_random_below(&random, count);
        int32_t found = mus_largest(values, count, k);
        assert_int_equal(found, values[k]);
        assert_in_place(values, count, k);
    }
}

static void the_values_stay_the_same_numbers(void **state)
{
    (void)state;
    int32_t values[] = {INT32_MIN, 7, INT32_MAX, 7, -1};
    assert_int_equal(mus_largest(values, 5, 1), 7);
    int64_t sum = 0;
    for (size_t i = 0; i < 5; i++) {
        sum += values[i];
    }
    assert_int_equal(sum, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kth_largest_comes_to_its_place),
        cmocka_unit_test(the_values_stay_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
