#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/text/width.h"

static void full_width_takes_two_columns(void **state)
{
    (void)state;
    assert_int_equal(mus_text_width(MUS_TEXT("abc")), 3);
    assert_int_equal(mus_text_width(MUS_TEXT("川崎市")), 6);
    assert_int_equal(mus_text_width(MUS_TEXT("ﾎﾟﾝﾌﾟ")), 5);
    assert_int_equal(mus_text_width(MUS_TEXT("か\xE3\x82\x99")), 2);
    assert_int_equal(mus_text_width(MUS_NO_TEXT), 0);
    assert_int_equal(mus_text_width((struct mus_text){"\xFF", 1}), 1);
}

static void a_text_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    assert_int_equal(mus_text_fit(MUS_TEXT("川崎市"), 5).len, 6);
    assert_int_equal(mus_text_fit(MUS_TEXT("川崎市"), 6).len, 9);
    assert_int_equal(mus_text_fit(MUS_TEXT("川崎市"), 0).len, 0);
    assert_int_equal(mus_text_fit(MUS_TEXT("abc"), 9).len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_width_takes_two_columns),
        cmocka_unit_test(a_text_is_cut_at_a_whole_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
