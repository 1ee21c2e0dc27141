#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/encode.h"
#include "crypto/passphrase.h"

static const struct mus_passphrase_recipe RECIPE = {{2, 64}, "somesaltsomesal"};

/* As Python's cryptography.hazmat (Argon2id, one lane) gives it. */
static void argon2id_gives_a_known_key(void **state)
{
    (void)state;
    struct mus_key key;
    char hex[2 * MUS_KEY_BYTES + 1];
    assert_int_equal(mus_passphrase_derive(&RECIPE, MUS_TEXT("password"), &key, NULL), MUS_OK);
    mus_hex_print(hex, key.bytes, sizeof key.bytes);
    assert_string_equal(hex, "199e4f602a0e076c87267b98ea1942a71c6131779338c34ac443b02ae8f85352");
}

static void another_passphrase_salt_or_cost_gives_another_key(void **state)
{
    (void)state;
    struct mus_passphrase_recipe others[3] = {RECIPE, RECIPE, RECIPE};
    struct mus_key key;
    struct mus_key other;
    others[0].salt[15] = 1;
    others[1].cost.passes = 3;
    others[2].cost.memory_kib = 65;
    assert_int_equal(mus_passphrase_derive(&RECIPE, MUS_TEXT("password"), &key, NULL), MUS_OK);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(mus_passphrase_derive(&others[i], MUS_TEXT("password"), &other, NULL),
                         MUS_OK);
        assert_memory_not_equal(key.bytes, other.bytes, sizeof key.bytes);
    }
    assert_int_equal(mus_passphrase_derive(&RECIPE, MUS_TEXT("passwore"), &other, NULL), MUS_OK);
    assert_memory_not_equal(key.bytes, other.bytes, sizeof key.bytes);
}

static void a_recipe_has_the_usual_cost_and_a_salt_of_its_own(void **state)
{
    (void)state;
    const struct mus_passphrase_cost usual = {0, 0};
    struct mus_passphrase_recipe a;
    struct mus_passphrase_recipe b;
    assert_int_equal(mus_passphrase_draw(MUS_TEXT("x"), &usual, &a, NULL), MUS_OK);
    assert_int_equal(mus_passphrase_draw(MUS_TEXT("x"), &usual, &b, NULL), MUS_OK);
    assert_int_equal(a.cost.passes, 3);
    assert_int_equal(a.cost.memory_kib, 65536);
    assert_memory_not_equal(a.salt, b.salt, sizeof a.salt);
}

static void expect_bad_cost(struct mus_passphrase_cost cost, const char *message)
{
    struct mus_passphrase_recipe recipe;
    struct mus_error err;
    assert_int_equal(mus_passphrase_draw(MUS_TEXT("x"), &cost, &recipe, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void an_empty_passphrase_and_an_absurd_cost_are_refused(void **state)
{
    (void)state;
    const struct mus_passphrase_cost usual = {0, 0};
    struct mus_passphrase_recipe recipe;
    struct mus_error err;
    assert_int_equal(mus_passphrase_draw(MUS_TEXT(""), &usual, &recipe, &err), MUS_INVALID);
    assert_string_equal(err.message, "the passphrase is empty");
    expect_bad_cost((struct mus_passphrase_cost){1001, 8},
                    "the passphrase's cost of 1001 passes over 8 KiB is out of range");
    expect_bad_cost((struct mus_passphrase_cost){1, 7},
                    "the passphrase's cost of 1 passes over 7 KiB is out of range");
    expect_bad_cost((struct mus_passphrase_cost){1, 4194305},
                    "the passphrase's cost of 1 passes over 4194305 KiB is out of range");
}

static void a_recipe_is_written_as_words_and_read_back(void **state)
{
    (void)state;
    struct mus_buf line = {0};
    struct mus_passphrase_recipe back = {{0, 0}, {0}};
    mus_passphrase_recipe_write(&RECIPE, &line);
    assert_string_equal(line.data, "argon2id 2 64 c29tZXNhbHRzb21lc2FsAA==");
    mus_buf_add_z(&line, " more");
    struct mus_text text = mus_buf_text(&line);
    assert_true(mus_passphrase_recipe_read(&text, &back));
    assert_true(mus_text_equals(text, "more"));
    assert_memory_equal(&back, &RECIPE, sizeof back);
    mus_buf_done(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(argon2id_gives_a_known_key),
        cmocka_unit_test(another_passphrase_salt_or_cost_gives_another_key),
        cmocka_unit_test(a_recipe_has_the_usual_cost_and_a_salt_of_its_own),
        cmocka_unit_test(an_empty_passphrase_and_an_absurd_cost_are_refused),
        cmocka_unit_test(a_recipe_is_written_as_words_and_read_back),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
