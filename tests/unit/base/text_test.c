#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/status.h"

static void a_text_not_given_is_not_an_empty_one(void **state)
{
    (void)state;
    assert_null(mus_text_of(NULL).ptr);
    assert_int_equal(mus_text_of(NULL).len, 0);
    assert_non_null(mus_text_of("").ptr);
    assert_true(mus_text_equal(MUS_NO_TEXT, MUS_TEXT("")));
    assert_int_equal(mus_text_compare(MUS_NO_TEXT, MUS_TEXT("")), 0);
}

static void equality_is_of_length_and_bytes(void **state)
{
    (void)state;
    assert_true(mus_text_equals(MUS_TEXT("musubi"), "musubi"));
    assert_false(mus_text_equals(MUS_TEXT("musubi"), "musub"));
    assert_false(mus_text_equals(MUS_TEXT("musubi"), "musuBi"));
    assert_true(mus_text_equal(MUS_TEXT("a\0b"), MUS_TEXT("a\0b")));
    assert_false(mus_text_equal(MUS_TEXT("a\0b"), MUS_TEXT("a\0c")));
}

static void order_is_bytewise_and_a_prefix_comes_first(void **state)
{
    (void)state;
    static const char *const sorted[] = {"", "A", "a", "aa", "ab", "b", "\x7F", "é", "令", "𠮷"};
    enum { COUNT = sizeof sorted / sizeof sorted[0] };
    for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < COUNT; j++) {
            int order = mus_text_compare(mus_text_of(sorted[i]), mus_text_of(sorted[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

static void starts_knows_prefixes(void **state)
{
    (void)state;
    assert_true(mus_text_starts(MUS_TEXT("令和7年"), MUS_TEXT("令和")));
    assert_true(mus_text_starts(MUS_TEXT("令和"), MUS_TEXT("令和")));
    assert_true(mus_text_starts(MUS_NO_TEXT, MUS_NO_TEXT));
    assert_false(mus_text_starts(MUS_TEXT("令"), MUS_TEXT("令和")));
    assert_false(mus_text_starts(MUS_TEXT("平成"), MUS_TEXT("令和")));
}

static void trim_takes_ascii_and_wide_blanks_off_both_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected;
    } rows[] = {
        {"", ""},         {" \t\n\v\f\r　", ""}, {"　a b　", "a b"},         {"a", "a"},
        {" 　 a　", "a"}, {"\x80 ", "\x80"},     {"　\xE3\x80", "\xE3\x80"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(mus_text_equals(mus_text_trim(mus_text_of(rows[i].text)), rows[i].expected));
    }
    assert_null(mus_text_trim(MUS_NO_TEXT).ptr);
}

static void a_value_in_a_message_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    char text[400];
    for (int shift = 0; shift < 4; shift++) {
        int len = snprintf(text, sizeof text, "%.*s", shift, "xxx");
        for (int i = 0; i < 60; i++) {
            memcpy(text + len + 3 * i, "令", 4);
        }
        int shown = mus_text_short_len(mus_text_of(text));
        assert_in_range(shown, MUS_ERROR_VALUE_MAX - 2, MUS_ERROR_VALUE_MAX);
        assert_int_equal((shown - shift) % 3, 0);
    }
    text[MUS_ERROR_VALUE_MAX] = 0;
    memset(text, 0x61, MUS_ERROR_VALUE_MAX);
    assert_int_equal(mus_text_short_len(mus_text_of(text)), MUS_ERROR_VALUE_MAX);
    assert_int_equal(mus_text_short_len(MUS_NO_TEXT), 0);
    memset(text, 0x80, sizeof text);
    assert_int_equal(mus_text_short_len((struct mus_text){text, sizeof text}), 0);
}

/* The plain definition of UTF-8 (RFC 3629, section 4), written out as byte ranges. Returns the
 * length of the character that starts the bytes, 0 where none does. */
static size_t plain_length(const unsigned char *b, size_t len)
{
    static const struct {
        unsigned char low[4];
        unsigned char high[4];
        size_t len;
    } forms[] = {
        {{0x00}, {0x7F}, 1},
        {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
        {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
        {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
        {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
        {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
        {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
        {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
        {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4},
    };
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        size_t i = 0;
        while (i < forms[f].len && i < len && b[i] >= forms[f].low[i] && b[i] <= forms[f].high[i]) {
            i++;
        }
        if (i == forms[f].len) {
            return i;
        }
    }
    return 0;
}

static void check_decoding(const unsigned char *bytes, size_t len)
{
    size_t expected = plain_length(bytes, len);
    size_t at = 0;
    int32_t c = mus_text_next((struct mus_text){(const char *)bytes, len}, &at);
    assert_int_equal(c >= 0, expected > 0);
    assert_int_equal(at, expected > 0 ? expected : 1);
}

/* Every lead byte with every second byte, and the edges of the third and fourth; at every length
 * that cuts it short. */
static void the_decoder_takes_utf8_and_nothing_else(void **state)
{
    (void)state;
    static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    enum { EDGES = sizeof edges };
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (unsigned e = 0; e < EDGES * EDGES; e++) {
                unsigned char bytes[] = {(unsigned char)first, (unsigned char)second,
                                         edges[e / EDGES], edges[e % EDGES]};
                check_decoding(bytes, 4);
            }
            for (size_t len = 1; len < 4; len++) {
                unsigned char bytes[] = {(unsigned char)first, (unsigned char)second, 0x80};
                check_decoding(bytes, len);
            }
        }
    }
}

static void the_decoder_gives_the_character(void **state)
{
    (void)state;
    struct mus_text text = MUS_TEXT("aé令𠮷\xFFz");
    static const int32_t expected[] = {0x61, 0xE9, 0x4EE4, 0x20BB7, -1, 0x7A};
    size_t at = 0;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_int_equal(mus_text_next(text, &at), expected[i]);
    }
    assert_int_equal(at, text.len);
}

static void overlong_forms_surrogates_and_values_beyond_unicode_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\x80",
        "\xBF",
        "\xE4\xBB",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t at = 99;
        char text[16];
        snprintf(text, sizeof text, "ab%sc", bad[i]);
        assert_false(mus_text_is_utf8(mus_text_of(text), &at));
        assert_int_equal(at, 2);
        assert_false(mus_text_is_utf8(mus_text_of(bad[i]), NULL));
    }
}

static void good_utf8_is_told_so(void **state)
{
    (void)state;
    size_t at = 99;
    assert_true(mus_text_is_utf8(MUS_TEXT("株式会社 é 𠮷\0"), &at));
    assert_int_equal(at, 99);
    assert_true(mus_text_is_utf8(MUS_NO_TEXT, NULL));
}

static void narrow_maps_full_width_forms_and_blanks_and_nothing_else(void **state)
{
    (void)state;
    for (int32_t c = -1; c <= 0x10FFFF; c++) {
        int32_t expected = c;
        if (c >= 0xFF01 && c <= 0xFF5E) {
            expected = c - 0xFEE0;
        } else if (c == 0x3000 || c == 0xA0) {
            expected = 0x20;
        }
        assert_int_equal(mus_text_narrow(c), expected);
    }
    assert_int_equal(mus_text_narrow(0xFF10), 0x30);
    assert_int_equal(mus_text_narrow(0xFF3A), 0x5A);
}

static void an_id_is_1_to_64_of_its_characters(void **state)
{
    (void)state;
    char id[66];
    memset(id, 0x61, sizeof id);
    assert_true(mus_text_is_id((struct mus_text){id, 1}));
    assert_true(mus_text_is_id((struct mus_text){id, 64}));
    assert_false(mus_text_is_id((struct mus_text){id, 65}));
    assert_false(mus_text_is_id(MUS_NO_TEXT));
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
    for (int c = 0; c < 256; c++) {
        id[0] = (char)c;
        assert_int_equal(mus_text_is_id((struct mus_text){id, 2}),
                         c != 0 && strchr(allowed, c) != NULL);
    }
}

/* Kept in stored records: these may never change. */
static void the_hash_is_the_same_for_ever(void **state)
{
    (void)state;
    assert_true(mus_text_hash(MUS_TEXT("")) == UINT64_C(0xEFD01F60BA992926));
    assert_true(mus_text_hash(MUS_TEXT("a")) == UINT64_C(0x82A2A958A9BECE5B));
    assert_true(mus_text_hash(MUS_TEXT("結び")) == UINT64_C(0x81029E0E1E631FCA));
    assert_true(mus_text_hash_seeded(1, MUS_TEXT("a")) == UINT64_C(0x86EDE49B2924D824));
    assert_true(mus_text_hash_seeded(0, MUS_TEXT("a")) == mus_text_hash(MUS_TEXT("a")));
}

static void a_list_is_cut_at_its_signs(void **state)
{
    (void)state;
    struct mus_text list = MUS_TEXT("a,,b c");
    assert_true(mus_text_equals(mus_text_cut(&list, ','), "a"));
    assert_true(mus_text_equals(mus_text_cut(&list, ','), ""));
    assert_true(mus_text_equals(mus_text_cut(&list, ','), "b c"));
    assert_int_equal(list.len, 0);
    assert_int_equal(mus_text_cut(&list, ',').len, 0);
    assert_true(mus_text_lists(MUS_TEXT("jsic, sdg"), ',', MUS_TEXT("sdg")));
    assert_false(mus_text_lists(MUS_TEXT("jsic, sdg"), ',', MUS_TEXT("sd")));
    assert_false(mus_text_lists((struct mus_text){0}, ',', MUS_TEXT("jsic")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_cut_at_its_signs),
        cmocka_unit_test(a_text_not_given_is_not_an_empty_one),
        cmocka_unit_test(equality_is_of_length_and_bytes),
        cmocka_unit_test(order_is_bytewise_and_a_prefix_comes_first),
        cmocka_unit_test(starts_knows_prefixes),
        cmocka_unit_test(trim_takes_ascii_and_wide_blanks_off_both_ends),
        cmocka_unit_test(a_value_in_a_message_is_cut_at_a_whole_character),
        cmocka_unit_test(the_decoder_takes_utf8_and_nothing_else),
        cmocka_unit_test(the_decoder_gives_the_character),
        cmocka_unit_test(overlong_forms_surrogates_and_values_beyond_unicode_are_refused),
        cmocka_unit_test(good_utf8_is_told_so),
        cmocka_unit_test(narrow_maps_full_width_forms_and_blanks_and_nothing_else),
        cmocka_unit_test(an_id_is_1_to_64_of_its_characters),
        cmocka_unit_test(the_hash_is_the_same_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
