#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/key_file.h"

static void a_key_is_written_as_one_line_and_read_back(void **state)
{
    (void)state;
    struct mus_key_file file = {.key = {{1, 2, 3}}};
    struct mus_key_file back = {0};
    struct mus_buf buf = {0};
    file.id = mus_key_id_of(&file.key);
    mus_key_file_write(&file, &buf);
    assert_memory_equal(buf.data, "musubi-key/1 ", 13);
    assert_string_equal(buf.data + 21, " AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    assert_int_equal(mus_key_file_read(mus_buf_text(&buf), &back, NULL), MUS_OK);
    assert_false(back.from_passphrase);
    assert_memory_equal(back.key.bytes, file.key.bytes, MUS_KEY_BYTES);
    assert_true(mus_key_id_equal(back.id, file.id));
    mus_buf_wipe(&buf);
}

static void a_passphrases_salt_and_cost_are_written_and_read_back(void **state)
{
    (void)state;
    struct mus_key_file file = {
        true, {{0xde, 0xad, 0xbe, 0xef}}, {{0}}, {{3, 65536}, "0123456789abcde"}};
    struct mus_key_file back = {0};
    struct mus_buf buf = {0};
    mus_key_file_write(&file, &buf);
    assert_string_equal(buf.data,
                        "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n");
    assert_int_equal(mus_key_file_read(mus_buf_text(&buf), &back, NULL), MUS_OK);
    assert_true(back.from_passphrase);
    assert_memory_equal(back.recipe.salt, file.recipe.salt, MUS_SALT_BYTES);
    assert_int_equal(back.recipe.cost.passes, 3);
    assert_int_equal(back.recipe.cost.memory_kib, 65536);
    mus_buf_wipe(&buf);
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "musubi-key/1",
        "musubi-key/1\n",
        "musubi-key/1 00000000 AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "musubi-key/2 deadbeef AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==",
        "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== \n",
        "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n\n",
        "musubi-passphrase/1 deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2Q=\n",
        "musubi-passphrase/1 deadbeef argon2i 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 03 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 0 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 3 7 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 3 4194305 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 1001 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id 99999999999 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 deadbeef argon2id -3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1 DEADBEEF argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-passphrase/1  deadbeef argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_key_file file = {0};
        struct mus_error err;
        assert_int_equal(mus_key_file_read(mus_text_of(bad[i]), &file, &err), MUS_CORRUPT);
        assert_string_equal(err.message, "not a key file (expected one line \"musubi-key/1 …\" or "
                                         "\"musubi-passphrase/1 …\")");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_written_as_one_line_and_read_back),
        cmocka_unit_test(a_passphrases_salt_and_cost_are_written_and_read_back),
        cmocka_unit_test(anything_else_is_refused),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
