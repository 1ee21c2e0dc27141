#include "matcher/text/address_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>

#include "base/mem.h"

static void is(const char *address, const char *wanted)
{
    struct mus_buf key = {0};
    assert_int_equal(mus_address_key(mus_text_of(address), &key, NULL), MUS_OK);
    assert_string_equal(mus_buf_text(&key).ptr, wanted);
    mus_buf_done(&key);
}

static void block_and_house_are_parted_by_one_dash(void **state)
{
    (void)state;
    static const char wanted[] = "川崎市中原区小杉町1-2-3";
    is("川崎市中原区小杉町一丁目２番３号", wanted);
    is("川崎市中原区小杉町1-2-3", wanted);
    is("川崎市中原区小杉町１－２－３", wanted);
    is("川崎市　中原区　小杉町 １丁目 ２番地 ３", wanted);
    is("川崎市中原区小杉町１ー２番地の３", wanted);
    is("川崎市中原区小杉町1の2の3", wanted);
    is("川崎市中原区小杉町1丁目2番地3号室", wanted);
    is("川崎市中原区小杉町ニ丁目", "川崎市中原区小杉町2");
    is("小杉町1丁目2番3号", "小杉町1-2-3");
    is("小杉町１丁２番３号", "小杉町1-2-3");
}

static void kanji_numerals_become_digits_where_they_count(void **state)
{
    (void)state;
    is("本町十二丁目", "本町12");
    is("本町二十三番地", "本町23");
    is("本町二三番地四五", "本町23四五");
    is("本町百五号", "本町105");
    is("一番町一番地", "1番町1");
    is("北三条西四丁目", "北3条西4");
    is("九千九百九十九番", "9999");
    is("二二二二二二二二番", "二二二二二二二二番");
    is("四谷三丁目", "四谷3");
    is("八千代市", "八千代市");
    is("四日市市", "四日市市");
}

static void what_follows_the_number_stays(void **state)
{
    (void)state;
    is("麻布台1丁目3番1号麻布台ヒルズ49階", "麻布台1-3-1麻布台ヒルズ49階");
    is("小杉町1-2-3 4F", "小杉町1-2-3-4f");
    is("小杉町1-2 A-101", "小杉町1-2a101");
    is("1ーB", "1ーb");
}

static void aza_goes_and_words_that_hold_the_sign_stay(void **state)
{
    (void)state;
    is("大字上野字原12", "上野原12");
    is("小字原", "原");
    is("八文字町", "八文字町");
    is("赤十字前", "赤十字前");
}

static void linking_kana_and_old_kanji_are_one(void **state)
{
    (void)state;
    is("龍ヶ崎市", "竜ケ崎市");
    is("龍ケ崎市", "竜ケ崎市");
    is("竜が崎市", "竜ケ崎市");
    is("虎の門", "虎ノ門");
    is("虎ノ門", "虎ノ門");
    is("すずかけの台", "すずかけの台");
    is("丸の内1の2", "丸ノ内1-2");
}

static void foreign_addresses_lose_case_spaces_and_diacritics(void **state)
{
    (void)state;
    is("Villinger Straße 6, 75179 Pforzheim", "villingerstrasse6-75179pforzheim");
    is("Łódź", "lodz");
    is("29/3", "29-3");
}

static void nothing_is_nothing_and_it_is_appended(void **state)
{
    (void)state;
    is("", "");
    is(" - ", "");
    struct mus_buf key = {0};
    mus_buf_add_z(&key, "1");
    assert_int_equal(mus_address_key(MUS_TEXT("2"), &key, NULL), MUS_OK);
    assert_string_equal(key.data, "12");
    mus_buf_done(&key);
}

static void an_address_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    struct mus_buf key = {0};
    struct mus_error err;
    assert_int_equal(mus_address_key((struct mus_text){"1\xFF", 2}, &key, &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 1: not UTF-8");
    assert_int_equal(key.len, 0);
    mus_buf_done(&key);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_buf address = {0};
    for (int i = 0; i < 100; i++) {
        mus_buf_add_z(&address, "㍿一丁目2番");
    }
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_buf key = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_address_key(mus_buf_text(&address), &key, &err);
        mus_mem_fail_at(0, false);
        done = status == MUS_OK;
        assert_true(done || status == MUS_NO_MEMORY);
        assert_string_equal(err.message, done ? "" : "out of memory");
        assert_true(done || (key.len == 0 && !key.failed));
        mus_buf_done(&key);
    }
    mus_buf_done(&address);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(block_and_house_are_parted_by_one_dash),
        cmocka_unit_test(kanji_numerals_become_digits_where_they_count),
        cmocka_unit_test(what_follows_the_number_stays),
        cmocka_unit_test(aza_goes_and_words_that_hold_the_sign_stay),
        cmocka_unit_test(linking_kana_and_old_kanji_are_one),
        cmocka_unit_test(foreign_addresses_lose_case_spaces_and_diacritics),
        cmocka_unit_test(nothing_is_nothing_and_it_is_appended),
        cmocka_unit_test(an_address_that_is_not_utf8_is_refused),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
