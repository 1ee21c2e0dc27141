#include "profile/field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_field_has_a_key_that_finds_it(void **state)
{
    (void)state;
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        assert_non_null(info->key);
        assert_int_equal(mus_field_of(mus_text_of(info->key)), field);
    }
}

static void every_field_has_labels_in_both_languages(void **state)
{
    (void)state;
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        assert_true(strlen(info->label_ja) > 0);
        assert_true(strlen(info->label_en) > 0);
    }
}

static void no_two_fields_share_a_place(void **state)
{
    (void)state;
    for (unsigned a = 0; a < MUS_FIELD_COUNT; a++) {
        for (unsigned b = a + 1; b < MUS_FIELD_COUNT; b++) {
            assert_true(mus_field_info((enum mus_field)a)->offset !=
                        mus_field_info((enum mus_field)b)->offset);
        }
    }
}

static void texts_numbers_and_lists_have_limits(void **state)
{
    (void)state;
    for (unsigned field = 0; field < MUS_FIELD_COUNT; field++) {
        const struct mus_field_info *info = mus_field_info((enum mus_field)field);
        if (info->type != MUS_TYPE_WORD && info->type != MUS_TYPE_WORD_SET &&
            info->type != MUS_TYPE_HOLD && info->type != MUS_TYPE_CONSENT &&
            info->type != MUS_TYPE_REVIEW) {
            assert_true(info->max > 0);
        }
    }
}

static void an_unknown_key_is_no_field(void **state)
{
    (void)state;
    assert_int_equal(mus_field_of(MUS_TEXT("name")), MUS_FIELD_COUNT);
    assert_int_equal(mus_field_of(MUS_TEXT("id")), MUS_FIELD_COUNT);
    assert_int_equal(mus_field_of(MUS_TEXT("Name.ja")), MUS_FIELD_COUNT);
    assert_int_equal(mus_field_of(MUS_NO_TEXT), MUS_FIELD_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_has_a_key_that_finds_it),
        cmocka_unit_test(every_field_has_labels_in_both_languages),
        cmocka_unit_test(no_two_fields_share_a_place),
        cmocka_unit_test(texts_numbers_and_lists_have_limits),
        cmocka_unit_test(an_unknown_key_is_no_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
