#include "matcher/text/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

static void folds_to(const char *text, const char *folded)
{
    struct mus_buf buf = {0};
    assert_int_equal(mus_fold_search(mus_text_of(text), &buf, NULL), MUS_OK);
    assert_string_equal(buf.data, folded);
    /* What is folded stays so. */
    struct mus_buf again = {0};
    assert_int_equal(mus_fold_search(mus_buf_text(&buf), &again, NULL), MUS_OK);
    assert_string_equal(again.data, folded);
    mus_buf_done(&again);
    mus_buf_done(&buf);
}

static void full_width_letters_and_digits_become_ascii_small_letters(void **state)
{
    (void)state;
    folds_to("ＡＢＣ－１２３", "abc-123");
    folds_to("Kawasaki", "kawasaki");
    folds_to("ＩＳＯ　１４００１", "iso 14001");
}

static void half_width_katakana_compose_with_their_marks(void **state)
{
    (void)state;
    folds_to("ｶﾞｽ", "ガス");
    folds_to("ﾎﾟﾝﾌﾟ", "ポンプ");
    folds_to("ｶﾌﾞｼｷｶﾞｲｼｬ", "カブシキガイシャ");
    folds_to("ｳﾞｧｲｵﾘﾝ", "ヴァイオリン");
    folds_to("ｱｰｸ", "アーク");
    folds_to("･", "・");
}

static void a_sound_mark_by_itself_joins_the_kana_before_it(void **state)
{
    (void)state;
    folds_to("カ゛ス", "ガス");
    folds_to("ハ゜ーツ", "パーツ");
    folds_to("か\xE3\x82\x99", "が");
    folds_to("ホ\xE3\x82\x9Aンプ", "ポンプ");
}

static void signs_that_stand_for_words_are_spelt_out(void **state)
{
    (void)state;
    folds_to("㈱アクア", "(株)アクア");
    folds_to("㍿", "株式会社");
    folds_to("５㎡", "5m2");
    folds_to("㌔㌘", "キログラム");
    folds_to("Ⅳ①№", "iv1no");
    folds_to("ﬁlter", "filter");
}

static void case_folding_goes_beyond_small_letters(void **state)
{
    (void)state;
    folds_to("Straße", "strasse");
    folds_to("ΣΊΣΥΦΟΣ", "σίσυφοσ");
    folds_to("ÀÉÎÕÜ", "àéîõü");
    folds_to("МОСКВА", "москва");
}

static void letters_and_marks_are_composed_in_one_order(void **state)
{
    (void)state;
    folds_to("Mu\xCC\x88ller", "müller");
    folds_to("e\xCC\xA3\xCC\x82", "ệ");
    folds_to("e\xCC\x82\xCC\xA3", "ệ");
    folds_to("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한");
    folds_to("ﾡￂ", "가");
}

static void invisible_characters_go(void **state)
{
    (void)state;
    folds_to("葛\xF3\xA0\x84\x80飾", "葛飾");
    folds_to("re\xC2\xADuse", "reuse");
    folds_to("\xEF\xBB\xBF川崎", "川崎");
    folds_to("カ\xE2\x80\x8Bﾞ", "ガ");
}

static void white_space_and_controls_become_one_space_and_none_at_the_ends(void **state)
{
    (void)state;
    folds_to(" \t川崎\r\n　市 \xC2\xA0\xE2\x80\x83x\x01y\x7Fz\xC2\x85 ", "川崎 市 x y z");
    folds_to(" \n\t　", "");
    folds_to("", "");
}

static void hiragana_katakana_and_old_kanji_stay_apart(void **state)
{
    (void)state;
    folds_to("かカ髙高", "かカ髙高");
    folds_to("神", "神"); /* a compatibility character, which NFKC replaces */
    folds_to("﨑", "﨑"); /* not one, though it stands among them */
}

static void a_text_that_is_not_given_folds_to_nothing(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_z(&buf, "before");
    assert_int_equal(mus_fold_search(MUS_NO_TEXT, &buf, NULL), MUS_OK);
    assert_string_equal(buf.data, "before");
    mus_buf_done(&buf);
}

static void it_is_appended_and_spaces_are_counted_from_there(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_z(&buf, "before");
    assert_int_equal(mus_fold_search(MUS_TEXT(" Ａ Ｂ "), &buf, NULL), MUS_OK);
    assert_string_equal(buf.data, "beforea b");
    mus_buf_done(&buf);
}

static void bytes_that_are_not_utf8_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        struct mus_text text;
        const char *message;
    } cases[] = {
        {{"\xFF", 1}, "byte 0: not UTF-8"},
        {{"ab\xE5\xB7", 4}, "byte 2: not UTF-8"},
        {{"川\xC0\x80", 5}, "byte 3: not UTF-8"},
        {{"\xE5\xB7\x9D\xED\xA0\x80", 6}, "byte 3: not UTF-8"},
        {{"e\xCC\x81\xF5", 4}, "byte 3: not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mus_buf buf = {0};
        struct mus_fold fold = {0};
        struct mus_error err;
        mus_buf_add_z(&buf, "kept");
        assert_int_equal(mus_fold_search(cases[i].text, &buf, &err), MUS_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_string_equal(buf.data, "kept");
        assert_int_equal(mus_fold_mapped(&fold, cases[i].text, &err), MUS_INVALID);
        assert_int_equal(fold.text.len, 0);
        mus_fold_done(&fold);
        mus_buf_done(&buf);
    }
}

static void a_text_beyond_the_limit_is_refused(void **state)
{
    (void)state;
    char *bytes = mus_alloc(MUS_MAX_ANALYSED_TEXT + 1, 1);
    assert_non_null(bytes);
    memset(bytes, 'x', MUS_MAX_ANALYSED_TEXT + 1);
    struct mus_buf buf = {0};
    struct mus_error err;
    struct mus_text text = {bytes, MUS_MAX_ANALYSED_TEXT + 1};
    assert_int_equal(mus_fold_search(text, &buf, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a text of 4194305 bytes: at most 4194304 can be analysed");
    text.len--;
    assert_int_equal(mus_fold_search(text, &buf, &err), MUS_OK);
    assert_int_equal(buf.len, MUS_MAX_ANALYSED_TEXT);
    mus_buf_done(&buf);
    mus_free(bytes);
}

static void a_letter_with_hundreds_of_marks_is_folded_in_pieces(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "a");
    for (int i = 0; i < 500; i++) {
        mus_buf_add_z(&text, "\xCC\x81\xCC\xA3");
    }
    struct mus_buf out = {0};
    assert_int_equal(mus_fold_search(mus_buf_text(&text), &out, NULL), MUS_OK);
    assert_true(mus_text_starts(mus_buf_text(&out), MUS_TEXT("ạ")));
    mus_buf_done(&out);
    mus_buf_done(&text);
}

/* --- the way back --- */

static void origin_is(const struct mus_fold *fold, const char *original, const char *folded,
                      const char *wanted)
{
    const char *found = strstr(fold->text.data, folded);
    assert_non_null(found);
    size_t begin = (size_t)(found - fold->text.data);
    struct mus_fold_source origin = mus_fold_origin(fold, begin, begin + strlen(folded));
    struct mus_text spelling = {original + origin.begin, origin.end - origin.begin};
    assert_true(mus_text_equals(spelling, wanted));
}

static void every_folded_stretch_leads_back_to_its_original_spelling(void **state)
{
    (void)state;
    static const char original[] = "  ㈱ﾎﾟﾝﾌﾟ工業　ＡＢＣ葛\xF3\xA0\x84\x80飾 ５㎡ Straße";
    struct mus_fold fold = {0};
    assert_int_equal(mus_fold_mapped(&fold, mus_text_of(original), NULL), MUS_OK);
    assert_string_equal(fold.text.data, "(株)ポンプ工業 abc葛飾 5m2 strasse");
    origin_is(&fold, original, "株", "㈱");
    origin_is(&fold, original, "ポ", "ﾎﾟ");
    origin_is(&fold, original, "ポンプ工", "ﾎﾟﾝﾌﾟ工");
    origin_is(&fold, original, " ", "　");
    origin_is(&fold, original, "abc", "ＡＢＣ");
    origin_is(&fold, original, "葛", "葛\xF3\xA0\x84\x80");
    origin_is(&fold, original, "葛飾", "葛\xF3\xA0\x84\x80飾");
    origin_is(&fold, original, "m2", "㎡");
    origin_is(&fold, original, "2", "㎡");
    origin_is(&fold, original, "strass", "Straß");
    mus_fold_done(&fold);
}

static void the_mapped_text_is_the_folded_one(void **state)
{
    (void)state;
    static const char *const texts[] = {"㈱ﾎﾟﾝﾌﾟ　 ＡＢＣ ", "", " x", "e\xCC\x81", "한국 ไทย"};
    struct mus_fold fold = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mus_buf buf = {0};
        struct mus_text text = mus_text_of(texts[i]);
        assert_int_equal(mus_fold_search(text, &buf, NULL), MUS_OK);
        assert_int_equal(mus_fold_mapped(&fold, text, NULL), MUS_OK);
        assert_string_equal(fold.text.data, buf.data);
        uint32_t last = 0;
        for (size_t at = 0; at < fold.text.len; at++) {
            assert_true(fold.sources[at].begin >= last);
            assert_true(fold.sources[at].begin < fold.sources[at].end);
            assert_true(fold.sources[at].end <= text.len);
            last = fold.sources[at].begin;
        }
        mus_buf_done(&buf);
    }
    mus_fold_done(&fold);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    for (int i = 0; i < 100; i++) {
        mus_buf_add_z(&text, "㍿ ﷺ"); /* grows when folded */
    }
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_buf buf = {0};
        struct mus_fold fold = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status first = mus_fold_search(mus_buf_text(&text), &buf, &err);
        enum mus_status second = mus_fold_mapped(&fold, mus_buf_text(&text), &err);
        mus_mem_fail_at(0, false);
        done = first == MUS_OK && second == MUS_OK;
        if (!done) {
            assert_true((first == MUS_NO_MEMORY) != (second == MUS_NO_MEMORY));
            assert_string_equal(err.message, "out of memory");
        }
        assert_true(first == MUS_OK || (buf.len == 0 && !buf.failed));
        assert_true(second == MUS_OK || fold.text.len == 0);
        mus_buf_done(&buf);
        mus_fold_done(&fold);
    }
    mus_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_width_letters_and_digits_become_ascii_small_letters),
        cmocka_unit_test(half_width_katakana_compose_with_their_marks),
        cmocka_unit_test(a_sound_mark_by_itself_joins_the_kana_before_it),
        cmocka_unit_test(signs_that_stand_for_words_are_spelt_out),
        cmocka_unit_test(case_folding_goes_beyond_small_letters),
        cmocka_unit_test(letters_and_marks_are_composed_in_one_order),
        cmocka_unit_test(invisible_characters_go),
        cmocka_unit_test(white_space_and_controls_become_one_space_and_none_at_the_ends),
        cmocka_unit_test(hiragana_katakana_and_old_kanji_stay_apart),
        cmocka_unit_test(a_text_that_is_not_given_folds_to_nothing),
        cmocka_unit_test(it_is_appended_and_spaces_are_counted_from_there),
        cmocka_unit_test(bytes_that_are_not_utf8_are_refused_with_their_place),
        cmocka_unit_test(a_text_beyond_the_limit_is_refused),
        cmocka_unit_test(a_letter_with_hundreds_of_marks_is_folded_in_pieces),
        cmocka_unit_test(every_folded_stretch_leads_back_to_its_original_spelling),
        cmocka_unit_test(the_mapped_text_is_the_folded_one),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
