#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>

/* SplitMix64 from 1234567, as its authors' program prints it. */
static void a_seed_fills_the_state_by_splitmix64(void **state)
{
    (void)state;
    static const uint64_t expected[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431)};
    struct mus_random random;
    mus_random_init(&random, 1234567);
    for (int i = 0; i < 4; i++) {
        assert_true(random.state[i] == expected[i]);
    }
}

/* xoshiro256** from the state 1, 2, 3, 4. */
static void the_numbers_are_those_of_xoshiro256(void **state)
{
    (void)state;
    static const uint64_t expected[] = {11520,
                                        0,
                                        1509978240,
                                        UINT64_C(1215971899390074240),
                                        UINT64_C(1216172134540287360),
                                        UINT64_C(607988272756665600)};
    struct mus_random random = {{1, 2, 3, 4}};
    for (int i = 0; i < 6; i++) {
        assert_true(mus_random_next(&random) == expected[i]);
    }
}

static void the_same_seed_gives_the_same_numbers_and_another_seed_others(void **state)
{
    (void)state;
    struct mus_random a;
    struct mus_random b;
    struct mus_random c;
    mus_random_init(&a, 42);
    mus_random_init(&b, 42);
    mus_random_init(&c, 43);
    bool differ = false;
    for (int i = 0; i < 1000; i++) {
        uint64_t value = mus_random_next(&a);
        assert_true(value == mus_random_next(&b));
        differ = differ || value != mus_random_next(&c);
    }
    assert_true(differ);
}

static void a_seed_of_zero_is_as_good_as_any(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 0);
    assert_true((random.state[0] | random.state[1] | random.state[2] | random.state[3]) != 0);
    assert_true(mus_random_next(&random) != mus_random_next(&random));
}

static void below_stays_below_its_bound(void **state)
{
    (void)state;
    static const uint64_t bounds[] = {
        1, 2, 3, 7, 1000, UINT64_C(1) << 32, (UINT64_C(1) << 63) + 1, UINT64_MAX};
    struct mus_random random;
    mus_random_init(&random, 7);
    for (size_t b = 0; b < sizeof bounds / sizeof bounds[0]; b++) {
        for (int i = 0; i < 2000; i++) {
            assert_true(mus_random_below(&random, bounds[b]) < bounds[b]);
        }
    }
}

static void below_a_bound_every_value_comes_about_as_often(void **state)
{
    (void)state;
    int counts[6] = {0};
    struct mus_random random;
    mus_random_init(&random, 2025);
    for (int i = 0; i < 60000; i++) {
        counts[mus_random_below(&random, 6)]++;
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(counts[i], 9600, 10400);
    }
}

/* With a bound just above half the range, plain remainders would give the lower half of the
 * values twice as often as the upper. */
static void a_large_bound_does_not_favour_small_values(void **state)
{
    (void)state;
    const uint64_t bound = (UINT64_C(1) << 63) + (UINT64_C(1) << 62);
    int low = 0;
    struct mus_random random;
    mus_random_init(&random, 5);
    for (int i = 0; i < 30000; i++) {
        low += mus_random_below(&random, bound) < bound / 3 ? 1 : 0;
    }
    assert_in_range(low, 9600, 10400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_fills_the_state_by_splitmix64),
        cmocka_unit_test(the_numbers_are_those_of_xoshiro256),
        cmocka_unit_test(the_same_seed_gives_the_same_numbers_and_another_seed_others),
        cmocka_unit_test(a_seed_of_zero_is_as_good_as_any),
        cmocka_unit_test(below_stays_below_its_bound),
        cmocka_unit_test(below_a_bound_every_value_comes_about_as_often),
        cmocka_unit_test(a_large_bound_does_not_favour_small_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
