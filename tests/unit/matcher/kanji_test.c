#include "matcher/text/kanji.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_table_keeps_its_own_rules(void **state)
{
    (void)state;
    assert_int_equal(mus_kanji_check(NULL), MUS_OK);
}

static void old_and_variant_forms_lead_to_the_current_one(void **state)
{
    (void)state;
    static const int32_t pairs[][2] = {
        {U'髙', U'高'}, {U'﨑', U'崎'}, {U'嵜', U'崎'}, {U'濵', U'浜'}, {U'濱', U'浜'},
        {U'齋', U'斉'}, {U'齊', U'斉'}, {U'斎', U'斉'}, {U'邊', U'辺'}, {U'邉', U'辺'},
        {U'澤', U'沢'}, {U'國', U'国'}, {U'廣', U'広'}, {U'櫻', U'桜'}, {U'龍', U'竜'},
        {U'嶋', U'島'}, {U'嶌', U'島'}, {U'鑛', U'鉱'}, {U'礦', U'鉱'}, {U'爐', U'炉'},
        {U'氣', U'気'}, {U'纎', U'繊'}, {U'纖', U'繊'}, {U'學', U'学'}, {U'會', U'会'},
        {U'舘', U'館'}, {U'冨', U'富'}, {U'峯', U'峰'}, {U'栁', U'柳'}, {U'鐵', U'鉄'},
        {U'鐡', U'鉄'}, {U'眞', U'真'}, {U'惠', U'恵'}, {U'德', U'徳'}, {U'瀨', U'瀬'},
        {U'𠮷', U'吉'},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(mus_kanji_current(pairs[i][0]), pairs[i][1]);
        assert_int_equal(mus_kanji_current(pairs[i][1]), pairs[i][1]);
    }
}

static void any_other_character_is_left_alone(void **state)
{
    (void)state;
    static const int32_t others[] = {0, 'a', U'あ', U'ア', U'一', U'川', U'崎', U'龥', 0x10FFFF};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_int_equal(mus_kanji_current(others[i]), others[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_keeps_its_own_rules),
        cmocka_unit_test(old_and_variant_forms_lead_to_the_current_one),
        cmocka_unit_test(any_other_character_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
