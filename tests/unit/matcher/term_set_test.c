#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "matcher/term_set.h"

static struct mus_term_set made_of(const uint64_t *hashes, size_t count)
{
    uint64_t *copy = mus_alloc(count, sizeof *copy);
    assert_non_null(copy);
    if (count > 0) {
        memcpy(copy, hashes, count * sizeof *copy);
    }
    struct mus_term_set set;
    assert_int_equal(mus_term_set_take(&set, copy, count, NULL), MUS_OK);
    assert_int_equal(mus_term_set_check(&set, NULL), MUS_OK);
    return set;
}

static void repeats_are_dropped_and_the_rest_is_in_order(void **state)
{
    (void)state;
    const uint64_t hashes[] = {UINT64_MAX, 0, 7, 7, UINT64_C(1) << 63, 0};
    struct mus_term_set set = made_of(hashes, 6);
    assert_int_equal(set.count, 4);
    assert_int_equal(mus_term_set_find(&set, 0), 0);
    assert_int_equal(mus_term_set_find(&set, 7), 1);
    assert_int_equal(mus_term_set_find(&set, UINT64_C(1) << 63), 2);
    assert_int_equal(mus_term_set_find(&set, UINT64_MAX), 3);
    mus_term_set_done(&set);
}

static void strangers_are_not_found(void **state)
{
    (void)state;
    const uint64_t hashes[] = {10, 12};
    struct mus_term_set set = made_of(hashes, 2);
    assert_int_equal(mus_term_set_find(&set, 11), MUS_NO_TERM);
    assert_int_equal(mus_term_set_find(&set, UINT64_MAX), MUS_NO_TERM);
    mus_term_set_done(&set);
}

static void nearly_all_strangers_are_turned_away_by_the_sieve(void **state)
{
    (void)state;
    uint64_t hashes[160];
    uint64_t hash = 1;
    for (size_t i = 0; i < 160; i++) {
        hash = hash * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        hashes[i] = hash;
    }
    struct mus_term_set set = made_of(hashes, 160);
    unsigned passed = 0;
    for (int i = 0; i < 10000; i++) {
        hash = hash * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        passed += mus_term_set_passes(&set, hash);
    }
    assert_in_range(passed, 100, 700);
    mus_term_set_done(&set);
}

static void a_very_large_set_has_a_sieve_as_fine_as_its_directory(void **state)
{
    (void)state;
    enum { MANY = 40000 };
    uint64_t *hashes = mus_alloc(MANY, sizeof *hashes);
    assert_non_null(hashes);
    uint64_t hash = 1;
    for (size_t i = 0; i < MANY; i++) {
        hash = hash * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        hashes[i] = hash;
    }
    struct mus_term_set set;
    assert_int_equal(mus_term_set_take(&set, hashes, MANY, NULL), MUS_OK);
    assert_int_equal(set.sieve_shift, set.shift);
    assert_int_equal(mus_term_set_check(&set, NULL), MUS_OK);
    mus_term_set_done(&set);
}

static void an_empty_set_finds_nothing(void **state)
{
    (void)state;
    struct mus_term_set set = made_of(NULL, 0);
    assert_int_equal(mus_term_set_find(&set, 0), MUS_NO_TERM);
    mus_term_set_done(&set);
    assert_int_equal(mus_term_set_find(&set, 0), MUS_NO_TERM);
    assert_int_equal(mus_term_set_check(&set, NULL), MUS_OK);
}

static void hashes_that_share_their_leading_bits_are_all_found(void **state)
{
    (void)state;
    uint64_t hashes[1000];
    for (uint64_t i = 0; i < 1000; i++) {
        hashes[i] = UINT64_C(0xABCD) << 48 | i * i;
    }
    struct mus_term_set set = made_of(hashes, 1000);
    assert_int_equal(set.count, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(mus_term_set_find(&set, hashes[i]), i);
        assert_int_equal(mus_term_set_find(&set, hashes[i] + 2), MUS_NO_TERM);
    }
    mus_term_set_done(&set);
}

static void a_set_out_of_order_is_told(void **state)
{
    (void)state;
    const uint64_t hashes[] = {10, 12};
    struct mus_term_set set = made_of(hashes, 2);
    struct mus_error err;
    set.hashes[0] = 13;
    assert_int_equal(mus_term_set_check(&set, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "terms[1]: not in ascending order");
    mus_term_set_done(&set);
}

static void a_hash_that_the_sieve_turns_away_is_told(void **state)
{
    (void)state;
    const uint64_t hashes[] = {10, 12};
    struct mus_term_set set = made_of(hashes, 2);
    struct mus_error err;
    set.sieve[0] = false;
    assert_int_equal(mus_term_set_check(&set, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "terms[0]: does not pass the sieve");
    mus_term_set_done(&set);
}

static void no_memory_frees_what_was_taken(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 2; n++) {
        uint64_t *hashes = mus_alloc(3, sizeof *hashes);
        struct mus_term_set set;
        mus_mem_fail_at(n, false);
        assert_int_equal(mus_term_set_take(&set, hashes, 0, NULL), MUS_NO_MEMORY);
        mus_mem_fail_at(0, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_are_dropped_and_the_rest_is_in_order),
        cmocka_unit_test(strangers_are_not_found),
        cmocka_unit_test(nearly_all_strangers_are_turned_away_by_the_sieve),
        cmocka_unit_test(a_very_large_set_has_a_sieve_as_fine_as_its_directory),
        cmocka_unit_test(an_empty_set_finds_nothing),
        cmocka_unit_test(hashes_that_share_their_leading_bits_are_all_found),
        cmocka_unit_test(a_set_out_of_order_is_told),
        cmocka_unit_test(a_hash_that_the_sieve_turns_away_is_told),
        cmocka_unit_test(no_memory_frees_what_was_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
