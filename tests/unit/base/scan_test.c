#include "base/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void letters_digits_and_signs_of_full_width_are_taken_as_ascii(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT("ＦＹ２０２５／Ａ")};
    int number;
    assert_true(mus_scan_word(&scan, "fy"));
    assert_int_equal(mus_scan_digits(&scan, 4, &number), 4);
    assert_int_equal(number, 2025);
    assert_true(mus_scan_one_of(&scan, ".-/"));
    assert_int_equal(mus_scan_peek(&scan), 0x41);
    assert_true(mus_scan_word(&scan, "a"));
    assert_int_equal(mus_scan_peek(&scan), MUS_SCAN_END);
    assert_true(mus_scan_at_end(&scan));
}

static void what_is_not_taken_leaves_the_cursor_where_it_is(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT("令嬢7")};
    int number = -1;
    assert_false(mus_scan_word(&scan, "令和"));
    assert_false(mus_scan_word(&scan, "令嬢78"));
    assert_false(mus_scan_one_of(&scan, "和嬢"));
    assert_false(mus_scan_blanks(&scan));
    assert_int_equal(mus_scan_digits(&scan, 9, &number), 0);
    assert_int_equal(scan.at, 0);
    assert_true(mus_scan_word(&scan, "令嬢"));
}

static void digits_stop_where_they_are_told(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT("0123456789")};
    int number;
    assert_int_equal(mus_scan_digits(&scan, 0, &number), 0);
    assert_int_equal(number, 0);
    assert_int_equal(mus_scan_digits(&scan, 9, &number), 9);
    assert_int_equal(number, 12345678);
    assert_int_equal(mus_scan_digits(&scan, 9, &number), 1);
    assert_int_equal(number, 9);
}

static void blanks_of_every_kind_are_passed_over(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT(" \t\r\n\v\f　\u00A0x")};
    assert_true(mus_scan_blanks(&scan));
    assert_false(mus_scan_blanks(&scan));
    assert_true(mus_scan_word(&scan, "x"));
}

static void bad_bytes_and_the_end_match_nothing(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT("\xFF")};
    assert_int_equal(mus_scan_peek(&scan), MUS_SCAN_BAD);
    assert_false(mus_scan_at_end(&scan));
    assert_false(mus_scan_one_of(&scan, "\xFF"));
    assert_false(mus_scan_word(&scan, "x"));
    scan = (struct mus_scan){.text = MUS_NO_TEXT};
    assert_int_equal(mus_scan_peek(&scan), MUS_SCAN_END);
    assert_true(mus_scan_at_end(&scan));
    assert_false(mus_scan_one_of(&scan, "x"));
    assert_true(mus_scan_word(&scan, ""));
}

static void a_nul_is_a_character_and_not_the_end(void **state)
{
    (void)state;
    struct mus_scan scan = {.text = MUS_TEXT("\0x")};
    assert_int_equal(mus_scan_peek(&scan), 0);
    assert_false(mus_scan_at_end(&scan));
    assert_false(mus_scan_one_of(&scan, "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_digits_and_signs_of_full_width_are_taken_as_ascii),
        cmocka_unit_test(what_is_not_taken_leaves_the_cursor_where_it_is),
        cmocka_unit_test(digits_stop_where_they_are_told),
        cmocka_unit_test(blanks_of_every_kind_are_passed_over),
        cmocka_unit_test(bad_bytes_and_the_end_match_nothing),
        cmocka_unit_test(a_nul_is_a_character_and_not_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
