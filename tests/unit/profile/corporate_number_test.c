#include "profile/corporate_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

/* Numbers that the National Tax Agency has given out. */
static void real_numbers_are_accepted(void **state)
{
    (void)state;
    static const char *const numbers[] = {"8700110005901", "5835678256246", "7000020141305",
                                          "5070001000715", "1010001001111", "1010001001879",
                                          "1010001201941"};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct mus_error err = {0};
        assert_int_equal(mus_corporate_number_check(mus_text_of(numbers[i]), &err), MUS_OK);
    }
}

static void of_ten_first_digits_one_fits(void **state)
{
    (void)state;
    const char *rest = "700110005901";
    int good = 0;
    for (char first = '0'; first <= '9'; first++) {
        char number[14] = {first};
        memcpy(number + 1, rest, 13);
        good += mus_corporate_number_check(mus_text_of(number), NULL) == MUS_OK;
    }
    assert_int_equal(good, 1);
    assert_int_equal(mus_corporate_number_check_digit(rest), '8');
}

static void wrong_numbers_are_refused_without_being_repeated(void **state)
{
    (void)state;
    static const struct {
        const char *number, *message;
    } rows[] = {
        {"2835678256246", "the check digit is 2, expected 5"},
        {"0700110005901", "the check digit is 0, expected 8"},
        {"123456789012", "12 digits are a personal number (My Number) and are never stored"},
        {"1234-5678-9012", "12 digits are a personal number (My Number) and are never stored"},
        {"１２３４５６７８９０１２",
         "12 digits are a personal number (My Number) and are never stored"},
        {"", "expected 13 digits, found 0"},
        {"870011000590", "12 digits are a personal number (My Number) and are never stored"},
        {"87001100059011", "expected 13 digits, found 14"},
        {"8-7001-1000-5901", "expected 13 ASCII digits and nothing else"},
        {"８７００１１０００５９０１", "expected 13 ASCII digits and nothing else"},
        {"T8700110005901", "expected 13 ASCII digits and nothing else"},
        {"none", "expected 13 digits, found 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        assert_int_equal(mus_corporate_number_check(mus_text_of(rows[i].number), &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void what_people_write_is_normalised(void **state)
{
    (void)state;
    static const char *const written[] = {
        "8700110005901",       "８７００１１０００５９０１", "8-7001-1000-5901",
        " 8 7001 1000 5901 ",  "8－7001―1000ー5901",         "8‐7001–1000−5901",
        "8　7001　1000　5901",
    };
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_text number = MUS_NO_TEXT;
        assert_int_equal(
            mus_corporate_number_normalise(mus_text_of(written[i]), &arena, &number, &err), MUS_OK);
        assert_true(mus_text_equals(number, "8700110005901"));
        mus_arena_done(&arena);
    }
}

static void normalising_refuses_what_is_no_number(void **state)
{
    (void)state;
    static const struct {
        const char *written, *message;
    } rows[] = {
        {"T8700110005901", "expected 13 ASCII digits and nothing else"},
        {"１２３４ー５６７８ー９０１２",
         "12 digits are a personal number (My Number) and are never stored"},
        {"8.70011E+12", "expected 13 digits, found 8"},
        {"２８３５６７８２５６２４６", "the check digit is 2, expected 5"},
        {"\xFF", "expected 13 digits, found 0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_text number = MUS_TEXT("untouched");
        assert_int_equal(
            mus_corporate_number_normalise(mus_text_of(rows[i].written), &arena, &number, &err),
            MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
        assert_true(mus_text_equals(number, "untouched"));
        mus_arena_done(&arena);
    }
}

static void running_out_of_memory_is_said(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_text number = MUS_NO_TEXT;
    mus_mem_fail_at(1, false);
    assert_int_equal(
        mus_corporate_number_normalise(MUS_TEXT("8700110005901"), &arena, &number, &err),
        MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_string_equal(err.message, "out of memory");
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_numbers_are_accepted),
        cmocka_unit_test(of_ten_first_digits_one_fits),
        cmocka_unit_test(wrong_numbers_are_refused_without_being_repeated),
        cmocka_unit_test(what_people_write_is_normalised),
        cmocka_unit_test(normalising_refuses_what_is_no_number),
        cmocka_unit_test(running_out_of_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
