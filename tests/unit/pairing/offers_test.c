#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "matcher/pairing/offers.h"

enum { MOST = 12, FLOOR = -100 };

static int32_t price_of(const int32_t *values, size_t count, struct mus_pairing_node node,
                        int32_t pivot, bool take_low)
{
    int32_t room[MOST];
    struct mus_offers offers = mus_offers_of(room, count);
    for (size_t i = 0; i < count; i++) {
        mus_offers_put(&offers, values[i], pivot);
    }
    assert_int_equal(offers.above_count + offers.rest_count, count);
    return mus_offers_price(&offers, node, FLOOR, take_low);
}

static void it_lies_between_the_last_that_is_bought_and_the_next(void **state)
{
    (void)state;
    const int32_t values[] = {10, 60, 30, 50};
    struct mus_pairing_node node = {.max = 2};
    assert_int_equal(price_of(values, 4, node, 0, false), 40);
    assert_int_equal(price_of(values, 4, node, 0, true), 30);
}

static void with_room_for_all_it_is_nothing(void **state)
{
    (void)state;
    const int32_t values[] = {10, 60};
    struct mus_pairing_node node = {.max = 2};
    assert_int_equal(price_of(values, 2, node, 0, false), 0);
}

static void below_a_minimum_it_pays_as_much_as_it_takes(void **state)
{
    (void)state;
    const int32_t values[] = {10, -20, -40};
    struct mus_pairing_node node = {.max = 3, .min = 2};
    assert_int_equal(price_of(values, 3, node, 0, false), -30);
    assert_int_equal(price_of(values, 3, node, 0, true), -40);
    node.min = 1;
    assert_int_equal(price_of(values, 3, node, 0, false), 0);
}

static void where_nothing_meets_the_minimum_it_pays_all_there_is(void **state)
{
    (void)state;
    const int32_t values[] = {10, -500};
    struct mus_pairing_node node = {.max = 4, .min = 3};
    assert_int_equal(price_of(values, 2, node, 0, false), FLOOR);
    node.min = 2;
    assert_int_equal(price_of(values, 2, node, 0, true), FLOOR);
}

/* The dual as a function of one price. */
static int64_t dual_at(const int32_t *values, size_t count, struct mus_pairing_node node,
                       int32_t price)
{
    int64_t sum = (int64_t)price * (price > 0 ? node.max : node.min);
    for (size_t i = 0; i < count; i++) {
        sum += values[i] > price ? values[i] - price : 0;
    }
    return sum;
}

static void no_other_price_gives_less_whatever_the_pivot(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 5);
    for (int n = 0; n < 500; n++) {
        int32_t values[MOST];
        size_t count = (size_t)mus_random_below(&random, MOST);
        for (size_t i = 0; i < count; i++) {
            values[i] = (int32_t)mus_random_below(&random, 200) - 120;
        }
        uint32_t max = 1 + (uint32_t)mus_random_below(&random, 6);
        struct mus_pairing_node node = {max, (uint32_t)mus_random_below(&random, max + 1)};
        int32_t pivot = (int32_t)mus_random_below(&random, 200) - 120;
        int32_t price = price_of(values, count, node, pivot, n % 2 == 0);
        for (int32_t other = FLOOR; other < 100; other++) {
            assert_true(dual_at(values, count, node, price) <= dual_at(values, count, node, other));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_lies_between_the_last_that_is_bought_and_the_next),
        cmocka_unit_test(with_room_for_all_it_is_nothing),
        cmocka_unit_test(below_a_minimum_it_pays_as_much_as_it_takes),
        cmocka_unit_test(where_nothing_meets_the_minimum_it_pays_all_there_is),
        cmocka_unit_test(no_other_price_gives_less_whatever_the_pivot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
