#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"
#include "matcher/index/numbers.h"

enum { MANY = 20000 };

static void numbers_are_given_in_the_order_of_the_first_asking(void **state)
{
    (void)state;
    struct mus_numbers numbers = {0};
    assert_true(mus_numbers_start(&numbers, 0));
    assert_int_equal(mus_numbers_of(&numbers, 70), 0);
    assert_int_equal(mus_numbers_of(&numbers, 0), 1);
    assert_int_equal(mus_numbers_of(&numbers, UINT64_MAX), 2);
    assert_int_equal(mus_numbers_of(&numbers, 0), 1);
    assert_int_equal(mus_numbers_of(&numbers, 70), 0);
    assert_int_equal(numbers.count, 3);
    assert_true(numbers.hashes[2] == UINT64_MAX);
    mus_numbers_done(&numbers);
}

static void a_start_forgets_what_was(void **state)
{
    (void)state;
    struct mus_numbers numbers = {0};
    for (uint64_t round = 0; round < 4; round++) {
        assert_true(mus_numbers_start(&numbers, round % 2 == 0 ? 1000 : 3));
        assert_int_equal(numbers.count, 0);
        for (uint64_t i = 0; i < 1000; i++) {
            assert_int_equal(mus_numbers_of(&numbers, round + i * i), i);
        }
    }
    mus_numbers_done(&numbers);
}

/* Whatever the hashes are like: dealt out evenly, one beside the other, or differing in a few bits
 * only, as somebody might choose them. */
static void any_hashes_find_their_numbers_again(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 7);
    static uint64_t hashes[MANY];
    for (unsigned kind = 0; kind < 3; kind++) {
        struct mus_numbers numbers = {0};
        assert_true(mus_numbers_start(&numbers, 0));
        for (uint64_t i = 0; i < MANY; i++) {
            hashes[i] = kind == 0 ? mus_random_next(&random) : kind == 1 ? i : i << 49;
            assert_int_equal(mus_numbers_of(&numbers, hashes[i]), i);
        }
        for (uint64_t i = 0; i < MANY; i++) {
            assert_int_equal(mus_numbers_of(&numbers, hashes[i]), i);
        }
        assert_int_equal(numbers.count, MANY);
        mus_numbers_done(&numbers);
    }
}

/* The product of a hash and its multiplier's inverse with any small number has that small number as
 * its place: without another multiplier all would stand in one run. */
static void hashes_that_were_chosen_to_meet_do_not_stay_together(void **state)
{
    (void)state;
    struct mus_numbers numbers = {0};
    assert_true(mus_numbers_start(&numbers, MANY));
    uint64_t inverse = numbers.multiplier; /* each round doubles the bits that are right */
    for (unsigned round = 0; round < 6; round++) {
        inverse *= 2 - numbers.multiplier * inverse;
    }
    for (uint64_t i = 0; i < MANY; i++) {
        assert_int_equal(mus_numbers_of(&numbers, i * inverse), i);
    }
    size_t farthest = 0;
    size_t last = ((size_t)1 << numbers.bits) - 1;
    for (size_t place = 0; place <= last; place++) {
        if (numbers.slots[place] != 0) {
            uint64_t hash = numbers.hashes[numbers.slots[place] - 1];
            size_t far = (place - mus_numbers_place(&numbers, hash)) & last;
            farthest = far > farthest ? far : farthest;
        }
    }
    assert_true(farthest < 200);
    mus_numbers_done(&numbers);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        struct mus_numbers numbers = {0};
        mus_mem_fail_at(n, false);
        done = mus_numbers_start(&numbers, 0);
        for (uint64_t i = 0; done && i < 1000; i++) {
            done = mus_numbers_of(&numbers, 3 * i) != MUS_NO_NUMBER;
            assert_true(!done || mus_numbers_of(&numbers, 3 * (i / 2)) == i / 2);
        }
        mus_mem_fail_at(0, false);
        mus_numbers_done(&numbers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_given_in_the_order_of_the_first_asking),
        cmocka_unit_test(a_start_forgets_what_was),
        cmocka_unit_test(any_hashes_find_their_numbers_again),
        cmocka_unit_test(hashes_that_were_chosen_to_meet_do_not_stay_together),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
