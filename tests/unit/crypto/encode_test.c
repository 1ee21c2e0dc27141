#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/encode.h"

static void hex_is_written_in_lower_case(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_z(&buf, "x");
    mus_hex_write(&buf, "\x00\xAB\xff", 3);
    assert_string_equal(buf.data, "x00abff");
    assert_int_equal(buf.len, 7);
    mus_buf_done(&buf);
}

static void hex_reads_only_its_own_form(void **state)
{
    (void)state;
    unsigned char out[3];
    assert_true(mus_hex_read(MUS_TEXT("00abff"), out, 3));
    assert_memory_equal(out, "\x00\xab\xff", 3);
    assert_false(mus_hex_read(MUS_TEXT("00ABff"), out, 3));
    assert_false(mus_hex_read(MUS_TEXT("00abf"), out, 3));
    assert_false(mus_hex_read(MUS_TEXT("00abff0"), out, 3));
    assert_false(mus_hex_read(MUS_TEXT("00abff00"), out, 3));
    assert_false(mus_hex_read(MUS_TEXT("00abfg"), out, 3));
    assert_false(mus_hex_read(MUS_TEXT(" 0abff"), out, 3));
    assert_false(mus_hex_read(MUS_NO_TEXT, out, 3));
}

/* RFC 4648 §10. */
static void base64_gives_the_standards_values(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"f"
                                            "o",
                                            "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct mus_buf buf = {0};
        char out[16];
        size_t len = 99;
        mus_base64_write(&buf, pairs[i][0], strlen(pairs[i][0]));
        assert_string_equal(buf.data, pairs[i][1]);
        assert_true(mus_base64_read(mus_buf_text(&buf), out, sizeof out, &len));
        assert_int_equal(len, strlen(pairs[i][0]));
        assert_memory_equal(out, pairs[i][0], len);
        mus_buf_done(&buf);
    }
}

static void base64_refuses_what_it_would_not_write(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "Zg",    "Zg=",  "Zg===", "Zh==",         "Z===",     "====", "Zm9v\n",
        "Zm 9v", "Zm9_", "Zm9-",  "Zm9vZg==Zg==", "Zg==AAAA", "Zm9"};
    char out[16];
    size_t len = 99;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(mus_base64_read(mus_text_of(bad[i]), out, sizeof out, &len));
    }
    assert_false(mus_base64_read(MUS_TEXT("Zm9vYmFy"), out, 5, &len));
    assert_false(mus_base64_read(MUS_NO_TEXT, out, sizeof out, &len));
    assert_int_equal(len, 99);
}

/* Every byte at every place: accepted exactly where writing gives the same text again. */
static void only_the_alphabet_is_read(void **state)
{
    (void)state;
    char base64[] = "QUJDREVG";
    char hex[] = "414243444546";
    for (size_t place = 0; place < 8; place++) {
        for (int byte = 0; byte < 256; byte++) {
            char out[6];
            size_t len = 0;
            char was = base64[place];
            base64[place] = (char)byte;
            bool digit = byte != 0 && byte < 0x80 &&
                         strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                                byte) != NULL;
            bool padding = byte == '=' && place == 7;
            struct mus_buf back = {0};
            if (mus_base64_read((struct mus_text){base64, 8}, out, sizeof out, &len)) {
                assert_true(digit || padding);
                mus_base64_write(&back, out, len);
                assert_memory_equal(back.data, base64, 8);
            } else {
                assert_true(!digit);
            }
            mus_buf_done(&back);
            base64[place] = was;
            was = hex[place];
            hex[place] = (char)byte;
            digit = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
            assert_int_equal(mus_hex_read((struct mus_text){hex, 12}, out, 6), digit);
            hex[place] = was;
        }
    }
}

static void a_buffer_that_cannot_grow_remembers_it(void **state)
{
    (void)state;
    struct mus_buf hex = {0};
    struct mus_buf base64 = {0};
    mus_mem_fail_at(1, true);
    mus_hex_write(&hex, "abc", 3);
    mus_base64_write(&base64, "abc", 3);
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_buf_check(&hex, NULL), MUS_NO_MEMORY);
    assert_int_equal(mus_buf_check(&base64, NULL), MUS_NO_MEMORY);
    mus_buf_done(&hex);
    mus_buf_done(&base64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hex_is_written_in_lower_case),
        cmocka_unit_test(hex_reads_only_its_own_form),
        cmocka_unit_test(base64_gives_the_standards_values),
        cmocka_unit_test(base64_refuses_what_it_would_not_write),
        cmocka_unit_test(only_the_alphabet_is_read),
        cmocka_unit_test(a_buffer_that_cannot_grow_remembers_it),
    };
    return mus_crypto_init(NULL) == MUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
