#include "matcher/text/name_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

static void compares_as(const char *name, const char *wanted)
{
    struct mus_buf key = {0};
    assert_int_equal(mus_name_key(mus_text_of(name), MUS_NAME_COMPARE, &key, NULL, NULL), MUS_OK);
    assert_string_equal(mus_buf_text(&key).ptr, wanted);
    mus_buf_done(&key);
}

static void blocks_as(const char *name, const char *wanted)
{
    struct mus_buf key = {0};
    assert_int_equal(mus_name_key(mus_text_of(name), MUS_NAME_BLOCK, &key, NULL, NULL), MUS_OK);
    assert_string_equal(mus_buf_text(&key).ptr, wanted);
    mus_buf_done(&key);
}

static void reads_as(const char *reading, enum mus_name_level level, const char *wanted)
{
    struct mus_buf key = {0};
    assert_int_equal(mus_kana_key(mus_text_of(reading), level, &key, NULL), MUS_OK);
    assert_string_equal(mus_buf_text(&key).ptr, wanted);
    mus_buf_done(&key);
}

static void the_form_in_front_and_behind_gives_one_key_and_two_features(void **state)
{
    (void)state;
    struct mus_buf front = {0};
    struct mus_buf back = {0};
    struct mus_legal_ends a;
    struct mus_legal_ends b;
    assert_int_equal(mus_name_key(MUS_TEXT("株式会社アルファ"), MUS_NAME_COMPARE, &front, &a, NULL),
                     MUS_OK);
    assert_int_equal(mus_name_key(MUS_TEXT("アルファ株式会社"), MUS_NAME_COMPARE, &back, &b, NULL),
                     MUS_OK);
    assert_string_equal(front.data, back.data);
    assert_int_equal(a.front, MUS_LEGAL_STOCK_COMPANY);
    assert_int_equal(a.back, MUS_LEGAL_NONE);
    assert_int_equal(b.front, MUS_LEGAL_NONE);
    assert_int_equal(b.back, MUS_LEGAL_STOCK_COMPANY);
    mus_buf_done(&front);
    mus_buf_done(&back);
}

static void width_case_and_spaces_make_no_difference(void **state)
{
    (void)state;
    compares_as("ＡＢＣ　商 事", "abc商事");
    compares_as("Abc\t商事", "abc商事");
    compares_as("ｱｸｱ工業", "アクア工業");
}

static void old_and_variant_kanji_become_current_ones(void **state)
{
    (void)state;
    compares_as("髙﨑鐵工", "高崎鉄工");
    compares_as("濵澤國廣櫻", "浜沢国広桜");
    compares_as("齋藤", "斉藤");
    compares_as("斎藤", "斉藤");
    compares_as("渡邉", "渡辺");
    compares_as("葛\xF3\xA0\x84\x80飾", "葛飾");
}

static void punctuation_goes_and_telling_symbols_stay(void **state)
{
    (void)state;
    compares_as("ネオ・テック", "ネオテック");
    compares_as("Ｊ．Ｐ．Ｓ", "jps");
    compares_as("A+B", "a+b");
    compares_as("「結」☆企画", "結企画");
    compares_as("Smith & Sons", "smithsons");
    compares_as("Smith and Sons", "smithsons");
    compares_as("And Sons", "andsons");
    compares_as("Brandsand", "brandsand");
}

static void diacritics_go(void **state)
{
    (void)state;
    compares_as("Müller Straße Ørsted", "mullerstrasseorsted");
    compares_as("Mu\xCC\x88ller", "muller");
    compares_as("Điện Lực", "dienluc");
    compares_as("Газпром", "газпром");
}

static void a_name_is_never_folded_away_to_nothing(void **state)
{
    (void)state;
    compares_as("・・・", "・・・");
    compares_as("-", "-");
    compares_as("( )", "()");
    compares_as("株式会社 -", "株式会社");
    compares_as("", "");
    compares_as(" 　\t", "");
}

static void what_is_easily_confused_is_one_in_the_blocking_key_only(void **state)
{
    (void)state;
    compares_as("ニ光", "ニ光");
    compares_as("二光", "二光");
    blocks_as("ニ光", "ニ光");
    blocks_as("二光", "ニ光");
    blocks_as("ソニ-", "ソニー");
    blocks_as("ソニ―", "ソニー");
    blocks_as("ソニ一", "ソニー");
    blocks_as("ソニー", "ソニー");
    blocks_as("A-B", "ab");
    blocks_as("夕工力口囗", "タエカロロ");
    blocks_as("キャノン", "キヤノン");
    blocks_as("キヤノン", "キヤノン");
    blocks_as("ヴヂヅ", "ブジズ");
    blocks_as("ひかり", "ヒカリ");
    blocks_as("神杜", "神社");
    compares_as("ソニ-", "ソニ");
    compares_as("キャノン", "キャノン");
    compares_as("ひかり", "ひかり");
}

static void a_reading_is_full_width_katakana_without_spaces_and_forms(void **state)
{
    (void)state;
    reads_as("ｶﾌﾞｼｷｶﾞｲｼｬ ｻｶﾀﾉﾀﾈ", MUS_NAME_COMPARE, "サカタノタネ");
    reads_as("カブシキガイシャ　サカタノタネ", MUS_NAME_COMPARE, "サカタノタネ");
    reads_as("カブシキカイシャサカタノタネ", MUS_NAME_COMPARE, "サカタノタネ");
    reads_as("サカタノタネカブシキガイシヤ", MUS_NAME_COMPARE, "サカタノタネ");
    reads_as("さかたのたね", MUS_NAME_COMPARE, "サカタノタネ");
    reads_as("ユウゲンガイシャ アクア", MUS_NAME_COMPARE, "アクア");
    reads_as("カ)アクア", MUS_NAME_COMPARE, "アクア");
    reads_as("ｱｸｱ(ｶ", MUS_NAME_COMPARE, "アクア");
    reads_as("イッパンシャダンホウジンアクア", MUS_NAME_COMPARE, "アクア");
    reads_as("ソニ-", MUS_NAME_COMPARE, "ソニー");
    reads_as("ｿﾆｰ", MUS_NAME_COMPARE, "ソニー");
    reads_as("キャノン", MUS_NAME_COMPARE, "キャノン");
    reads_as("キャノン", MUS_NAME_BLOCK, "キヤノン");
    reads_as("カブシキガイシャ", MUS_NAME_COMPARE, "カブシキガイシャ");
}

static void the_key_is_appended(void **state)
{
    (void)state;
    struct mus_buf key = {0};
    mus_buf_add_z(&key, "n:");
    assert_int_equal(mus_name_key(MUS_TEXT("-"), MUS_NAME_COMPARE, &key, NULL, NULL), MUS_OK);
    assert_string_equal(key.data, "n:-");
    assert_int_equal(mus_kana_key(MUS_NO_TEXT, MUS_NAME_COMPARE, &key, NULL), MUS_OK);
    assert_string_equal(key.data, "n:-");
    mus_buf_done(&key);
}

static void a_name_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    struct mus_buf key = {0};
    mus_buf_add_z(&key, "n:");
    struct mus_legal_ends legal = {MUS_LEGAL_FARM, MUS_LEGAL_FARM};
    struct mus_error err;
    struct mus_text bad = {"川\xFF", 4};
    assert_int_equal(mus_name_key(bad, MUS_NAME_COMPARE, &key, &legal, &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 3: not UTF-8");
    assert_int_equal(mus_kana_key(bad, MUS_NAME_BLOCK, &key, &err), MUS_INVALID);
    assert_string_equal(mus_buf_text(&key).ptr, "n:");
    assert_int_equal(legal.front, MUS_LEGAL_FARM);
    mus_buf_done(&key);
}

static void likeness_is_dice_of_the_pairs_in_millionths(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        uint32_t likeness;
    } cases[] = {
        {"川崎重工", "川崎重工", 1000000},
        {"川崎重工", "川崎重機", 666667},
        {"川崎", "横浜", 0},
        {"night", "nacht", 250000},
        {"aaaa", "aa", 500000},
        {"aa", "aaaa", 500000},
        {"abab", "ab", 500000},
        {"川", "川", 1000000},
        {"川", "崎", 0},
        {"川", "川崎", 0},
        {"", "", 0},
        {"", "川崎", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mus_text a = mus_text_of(cases[i].a);
        struct mus_text b = mus_text_of(cases[i].b);
        assert_int_equal(mus_name_similarity(a, b), cases[i].likeness);
        assert_int_equal(mus_name_similarity(b, a), cases[i].likeness);
    }
}

static void likeness_looks_at_no_more_than_a_name_may_hold(void **state)
{
    (void)state;
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    for (int i = 0; i < MUS_MAX_NAME; i++) {
        mus_buf_add_byte(&a, 'x');
    }
    mus_buf_add_text(&b, mus_buf_text(&a));
    mus_buf_add_z(&b, "something else");
    assert_int_equal(mus_name_similarity(mus_buf_text(&a), mus_buf_text(&b)), 1000000);
    mus_buf_done(&a);
    mus_buf_done(&b);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf name = {0};
    for (int i = 0; i < 100; i++) {
        mus_buf_add_z(&name, "㍿アクア");
    }
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_buf key = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status =
            mus_name_key(mus_buf_text(&name), MUS_NAME_COMPARE, &key, NULL, &err);
        mus_mem_fail_at(0, false);
        done = status == MUS_OK;
        assert_true(done || status == MUS_NO_MEMORY);
        assert_string_equal(err.message, done ? "" : "out of memory");
        assert_true(done || (key.len == 0 && !key.failed));
        mus_buf_done(&key);
    }
    mus_buf_done(&name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_in_front_and_behind_gives_one_key_and_two_features),
        cmocka_unit_test(width_case_and_spaces_make_no_difference),
        cmocka_unit_test(old_and_variant_kanji_become_current_ones),
        cmocka_unit_test(punctuation_goes_and_telling_symbols_stay),
        cmocka_unit_test(diacritics_go),
        cmocka_unit_test(a_name_is_never_folded_away_to_nothing),
        cmocka_unit_test(what_is_easily_confused_is_one_in_the_blocking_key_only),
        cmocka_unit_test(a_reading_is_full_width_katakana_without_spaces_and_forms),
        cmocka_unit_test(the_key_is_appended),
        cmocka_unit_test(a_name_that_is_not_utf8_is_refused),
        cmocka_unit_test(likeness_is_dice_of_the_pairs_in_millionths),
        cmocka_unit_test(likeness_looks_at_no_more_than_a_name_may_hold),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
