#include "fair/spread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void as_many_for_all_is_even(void **state)
{
    (void)state;
    uint32_t counts[] = {4, 4, 4};
    struct mus_spread spread = mus_spread_of(counts, 3);
    assert_int_equal(spread.gini, 0);
    assert_int_equal(spread.meetings, 12);
    assert_int_equal(spread.fewest, 4);
}

static void one_with_everything_is_as_uneven_as_can_be(void **state)
{
    (void)state;
    uint32_t counts[] = {0, 8, 0, 0};
    struct mus_spread spread = mus_spread_of(counts, 4);
    assert_int_equal(spread.gini, 750000); /* (n - 1) / n */
    assert_int_equal(spread.fewest, 0);
    assert_int_equal(spread.most, 8);
}

static void nobody_and_nothing_are_even(void **state)
{
    (void)state;
    uint32_t counts[] = {0, 0};
    assert_int_equal(mus_spread_of(counts, 0).gini, 0);
    assert_int_equal(mus_spread_of(counts, 2).gini, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_for_all_is_even),
        cmocka_unit_test(one_with_everything_is_as_uneven_as_can_be),
        cmocka_unit_test(nobody_and_nothing_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
