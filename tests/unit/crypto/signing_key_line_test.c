#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/signing_key_line.h"

#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define SEED "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SEALED                                                                                     \
    "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"         \
    "AAAAAAAAAAAAAAAAAAA="

static struct mus_signing_key_line line_of(const char *text)
{
    struct mus_signing_key_line line;
    assert_int_equal(mus_signing_key_line_read(mus_text_of(text), &line, NULL), MUS_OK);
    return line;
}

static void expect_written(const struct mus_signing_key_line *line, const char *text)
{
    struct mus_buf back = {0};
    mus_signing_key_line_write(line, &back);
    assert_string_equal(back.data, text);
    mus_buf_wipe(&back);
}

static void a_seed_is_read_and_written_back(void **state)
{
    (void)state;
    static const char text[] = "musubi-signing-key/1 " KEY " " SEED "\n";
    struct mus_signing_key_line line = line_of(text);
    assert_false(line.locked);
    assert_string_equal(line.key.name, "PeterNeumann");
    assert_memory_equal(line.seed, "\1\2\3", 4);
    expect_written(&line, text);
}

static void a_sealed_seed_is_read_and_written_back(void **state)
{
    (void)state;
    static const char text[] = "musubi-signing-passphrase/1 " KEY
                               " argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== " SEALED "\n";
    struct mus_signing_key_line line = line_of(text);
    assert_true(line.locked);
    assert_string_equal(line.key.name, "PeterNeumann");
    assert_int_equal(line.recipe.cost.memory_kib, 65536);
    assert_memory_equal(line.sealed, "\1\2\3", 4);
    expect_written(&line, text);
}

static void the_longest_line_fits(void **state)
{
    (void)state;
    struct mus_signing_key_line line = {.locked = true};
    struct mus_signing_key_line back;
    struct mus_buf text = {0};
    char name[MUS_MAX_KEY_NAME];
    memset(name, 'n', sizeof name);
    memset(line.sealed, 0xff, sizeof line.sealed);
    line.recipe.cost = (struct mus_passphrase_cost){MUS_MAX_PASSES, MUS_MAX_PASS_MEMORY_KIB};
    assert_int_equal(mus_note_key_make((struct mus_text){name, sizeof name}, MUS_NOTE_ED25519,
                                       line.seed, &line.key, NULL),
                     MUS_OK);
    mus_signing_key_line_write(&line, &text);
    assert_int_equal(mus_signing_key_line_read(mus_buf_text(&text), &back, NULL), MUS_OK);
    assert_memory_equal(back.sealed, line.sealed, sizeof line.sealed);
    mus_buf_wipe(&text);
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "musubi-signing-key/1\n",
        "musubi-signing-key/1 " KEY "\n",
        "musubi-signing-key/1 " KEY " \n",
        "musubi-signing-key/1 " KEY " " SEED,
        "musubi-signing-key/1 " KEY " " SEED " \n",
        "musubi-signing-key/1 " KEY "  " SEED "\n",
        "musubi-signing-key/1 " KEY " " SEED "\n\n",
        "musubi-signing-key/1 " KEY " " SEALED "\n",
        "musubi-signing-key/2 " KEY " " SEED "\n",
        "musubi-key/1 " KEY " " SEED "\n",
        "musubi-signing-key/1 Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW " SEED
        "\n",
        "musubi-signing-passphrase/1 " KEY " " SEED "\n",
        "musubi-signing-passphrase/1 " KEY " argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA==\n",
        "musubi-signing-passphrase/1 " KEY " argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== \n",
        "musubi-signing-passphrase/1 " KEY " argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== " SEED "\n",
        "musubi-signing-passphrase/1 " KEY " argon2id 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== " SEALED
        " \n",
        "musubi-signing-passphrase/1 " KEY " argon2i 3 65536 MDEyMzQ1Njc4OWFiY2RlAA== " SEALED "\n",
        "musubi-signing-passphrase/1 " KEY " argon2id 0 65536 MDEyMzQ1Njc4OWFiY2RlAA== " SEALED
        "\n",
        "musubi-signing-passphrase/1 " KEY " argon2id 3 9999999 MDEyMzQ1Njc4OWFiY2RlAA== " SEALED
        "\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mus_signing_key_line line = {.locked = true};
        struct mus_error err;
        assert_int_equal(mus_signing_key_line_read(mus_text_of(bad[i]), &line, &err), MUS_CORRUPT);
        assert_string_equal(err.message, "not a signing key's file (expected one line "
                                         "\"musubi-signing-key/1 …\" or "
                                         "\"musubi-signing-passphrase/1 …\")");
        assert_true(line.locked);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_is_read_and_written_back),
        cmocka_unit_test(a_sealed_seed_is_read_and_written_back),
        cmocka_unit_test(the_longest_line_fits),
        cmocka_unit_test(anything_else_is_refused),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
