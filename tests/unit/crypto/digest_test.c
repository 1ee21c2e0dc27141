#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/digest.h"
#include "crypto/encode.h"

static void expect(enum mus_digest_kind kind, const char *text, const char *hex)
{
    char got[2 * MUS_DIGEST_BYTES + 1];
    struct mus_text input = mus_text_of(text);
    struct mus_digest digest = mus_digest_of(kind, input.ptr, input.len);
    mus_hex_print(got, digest.bytes, sizeof digest.bytes);
    assert_string_equal(got, hex);
}

/* FIPS 180-4's own examples. */
static void sha256_gives_the_standards_values(void **state)
{
    (void)state;
    expect(MUS_DIGEST_SHA256, "",
           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(MUS_DIGEST_SHA256, "abc",
           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* As Python's hashlib.blake2b(…, digest_size=32) gives them. */
static void blake2b_gives_known_values(void **state)
{
    (void)state;
    expect(MUS_DIGEST_BLAKE2B, "",
           "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    expect(MUS_DIGEST_BLAKE2B, "abc",
           "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void pieces_give_what_the_whole_gives(void **state)
{
    (void)state;
    char text[1000];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)(i * 7);
    }
    for (unsigned kind = MUS_DIGEST_SHA256; kind <= MUS_DIGEST_BLAKE2B; kind++) {
        struct mus_digest whole = mus_digest_of((enum mus_digest_kind)kind, text, sizeof text);
        for (size_t piece = 1; piece < 300; piece += 37) {
            struct mus_digest_run run;
            mus_digest_init(&run, (enum mus_digest_kind)kind);
            for (size_t at = 0; at < sizeof text; at += piece) {
                size_t left = sizeof text - at;
                mus_digest_add(&run, text + at, left < piece ? left : piece);
            }
            mus_digest_add(&run, NULL, 0);
            struct mus_digest got = mus_digest_take(&run);
            assert_int_equal(mus_digest_compare(&whole, &got), 0);
        }
    }
}

static void digests_have_an_order(void **state)
{
    (void)state;
    struct mus_digest a = {{1}};
    struct mus_digest b = {{2}};
    assert_true(mus_digest_compare(&a, &b) < 0);
    assert_true(mus_digest_compare(&b, &a) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_standards_values),
        cmocka_unit_test(blake2b_gives_known_values),
        cmocka_unit_test(pieces_give_what_the_whole_gives),
        cmocka_unit_test(digests_have_an_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
