#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/firm.h"

static const uint64_t THREE[] = {5, 9, 700};

static void a_hash_is_found_where_it_is(void **state)
{
    (void)state;
    struct mus_hashes hashes = {THREE, 3};
    assert_true(mus_hashes_has(hashes, 5));
    assert_true(mus_hashes_has(hashes, 9));
    assert_true(mus_hashes_has(hashes, 700));
}

static void a_hash_is_not_found_where_it_is_not(void **state)
{
    (void)state;
    struct mus_hashes hashes = {THREE, 3};
    assert_false(mus_hashes_has(hashes, 4));
    assert_false(mus_hashes_has(hashes, 10));
    assert_false(mus_hashes_has(hashes, UINT64_MAX));
    assert_false(mus_hashes_has((struct mus_hashes){NULL, 0}, 5));
}

static void a_term_has_its_count_and_others_none(void **state)
{
    (void)state;
    const struct mus_term terms[] = {{3, 2, 0}, {8, 1, 0}, {UINT64_MAX, 7, 0}};
    struct mus_bag bag = {terms, 3, 10};
    assert_int_equal(mus_bag_tf(bag, 3), 2);
    assert_int_equal(mus_bag_tf(bag, UINT64_MAX), 7);
    assert_int_equal(mus_bag_tf(bag, 4), 0);
    assert_int_equal(mus_bag_tf((struct mus_bag){0}, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_is_found_where_it_is),
        cmocka_unit_test(a_hash_is_not_found_where_it_is_not),
        cmocka_unit_test(a_term_has_its_count_and_others_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
