#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "crypto/crypto.h"

static void starting_again_is_fine(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_crypto_init(&err), MUS_OK);
    assert_int_equal(mus_crypto_init(NULL), MUS_OK);
}

static void random_bytes_fill_the_whole_room_and_differ(void **state)
{
    (void)state;
    unsigned char a[64] = {0};
    unsigned char b[64] = {0};
    mus_crypto_random(a, sizeof a);
    mus_crypto_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a, (unsigned char[16]){0}, 16);
    assert_memory_not_equal(a + 48, (unsigned char[16]){0}, 16);
    mus_crypto_random(a, 0);
}

static void wiping_leaves_zeroes(void **state)
{
    (void)state;
    unsigned char bytes[32];
    memset(bytes, 7, sizeof bytes);
    mus_crypto_wipe(bytes, sizeof bytes);
    assert_memory_equal(bytes, (unsigned char[32]){0}, sizeof bytes);
    mus_crypto_wipe(NULL, 0);
}

static void equality_looks_at_every_byte(void **state)
{
    (void)state;
    assert_true(mus_crypto_equal("abc", "abc", 3));
    assert_false(mus_crypto_equal("abc", "abd", 3));
    assert_false(mus_crypto_equal("abc", "bbc", 3));
    assert_true(mus_crypto_equal("abc", "abd", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starting_again_is_fine),
        cmocka_unit_test(random_bytes_fill_the_whole_room_and_differ),
        cmocka_unit_test(wiping_leaves_zeroes),
        cmocka_unit_test(equality_looks_at_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
