#include "matcher/text/katakana.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void expect_form(const char *word, const char *expected)
{
    char form[MUS_MAX_TERM_BYTES];
    size_t len = mus_katakana_form(mus_text_of(word), form);
    if (!mus_text_equals((struct mus_text){form, len}, expected)) {
        fail_msg("%s is known as \"%.*s\", not \"%s\"", word, (int)len, form, expected);
    }
}

static void a_long_vowel_at_the_end_is_left_out(void **state)
{
    (void)state;
    expect_form("サーバー", "サーバ");
    expect_form("サーバ", "サーバ");
    expect_form("センサー", "センサ");
    expect_form("モーター", "モータ");
    expect_form("コンピューター", "コンピュータ");
    expect_form("ポンプ", "ポンプ");
    expect_form("アアーー", "アアー"); /* one of them */
}

static void two_characters_at_least_remain(void **state)
{
    (void)state;
    expect_form("バー", "バー");
    expect_form("キー", "キー");
    expect_form("ー", "ー");
    expect_form("カバー", "カバ");
    expect_form("ヴァー", "バー"); /* two characters once it is joined */
    expect_form("", "");
}

static void vu_is_written_with_b(void **state)
{
    (void)state;
    expect_form("ヴァイオリン", "バイオリン");
    expect_form("ヴィーナス", "ビーナス");
    expect_form("ヴェール", "ベール");
    expect_form("ヴォルト", "ボルト");
    expect_form("ラヴ", "ラブ");
    expect_form("ヴュ", "ブュ");
    expect_form("ヴヴァ", "ブバ");
    expect_form("ファン", "ファン"); /* a small vowel behind anything else stays */
    expect_form("デヴァイサー", "デバイサ");
}

/* Whole characters remain, as many as there is room for. */
static void what_goes_beyond_the_room_is_left_out(void **state)
{
    (void)state;
    char word[3 * MUS_MAX_TERM_BYTES + 1] = "";
    char form[MUS_MAX_TERM_BYTES];
    for (size_t i = 0; i < MUS_MAX_TERM_BYTES; i++) {
        memcpy(word + 3 * i, "ア", sizeof "ア");
        size_t len = mus_katakana_form(mus_text_of(word), form);
        size_t whole = 3 * (i + 1);
        assert_true(len <= whole && len <= MUS_MAX_TERM_BYTES);
        assert_true(len == whole || len + 4 > MUS_MAX_TERM_BYTES);
        assert_int_equal(len % 3, 0);
        assert_memory_equal(form, word, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_vowel_at_the_end_is_left_out),
        cmocka_unit_test(two_characters_at_least_remain),
        cmocka_unit_test(vu_is_written_with_b),
        cmocka_unit_test(what_goes_beyond_the_room_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
