#include "codec/json_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_token_reaches_as_far_as_a_number_or_word_could(void **state)
{
    (void)state;
    const struct mus_text text = MUS_TEXT("[1.5e-3,true]");
    struct mus_text number = mus_json_token_at(text, 1);
    assert_ptr_equal(number.ptr, text.ptr + 1);
    assert_int_equal(number.len, 6);
    assert_int_equal(mus_json_token_at(text, 8).len, 4);
    assert_int_equal(mus_json_token_at(text, 0).len, 0);
    assert_int_equal(mus_json_token_at(text, text.len).len, 0);
}

static void a_number_is_an_integer_without_point_and_exponent(void **state)
{
    (void)state;
    assert_true(mus_json_number_is_integer(MUS_TEXT("12")));
    assert_true(mus_json_number_is_integer(MUS_TEXT("-0")));
    assert_false(mus_json_number_is_integer(MUS_TEXT("12.0")));
    assert_false(mus_json_number_is_integer(MUS_TEXT("1e2")));
    assert_false(mus_json_number_is_integer(MUS_TEXT("1e-2")));
}

static void an_integer_fits_below_two_to_the_fifty_third(void **state)
{
    (void)state;
    assert_true(mus_json_integer_fits(MUS_TEXT("0")));
    assert_true(mus_json_integer_fits(MUS_TEXT("9007199254740991")));
    assert_true(mus_json_integer_fits(MUS_TEXT("-9007199254740991")));
    assert_false(mus_json_integer_fits(MUS_TEXT("9007199254740992")));
    assert_false(mus_json_integer_fits(MUS_TEXT("-90071992547409910")));
    assert_false(mus_json_integer_fits(MUS_TEXT("99999999999999999999999999999999999999999")));
}

/* The grammar of RFC 8259, section 6, written as a table of states. */
static bool follows_grammar(const char *text)
{
    enum { START, SIGN, ZERO, WHOLE, POINT, FRACTION, E, E_SIGN, EXPONENT, BAD };
    int state = START;
    for (const char *p = text; *p != '\0'; p++) {
        bool digit = *p >= '0' && *p <= '9';
        bool exponent = *p == 'e' || *p == 'E';
        int next = BAD;
        if (state == START || state == SIGN) {
            next = *p == '0' ? ZERO : digit ? WHOLE : *p == '-' && state == START ? SIGN : BAD;
        } else if (state == ZERO || state == WHOLE) {
            next = digit && state == WHOLE ? WHOLE : *p == '.' ? POINT : exponent ? E : BAD;
        } else if (state == POINT || state == FRACTION) {
            next = digit ? FRACTION : exponent && state == FRACTION ? E : BAD;
        } else if (state == E || state == E_SIGN || state == EXPONENT) {
            bool sign = (*p == '+' || *p == '-') && state == E;
            next = digit ? EXPONENT : sign ? E_SIGN : BAD;
        }
        state = next;
    }
    return state == ZERO || state == WHOLE || state == FRACTION || state == EXPONENT;
}

static void every_token_of_six_characters_is_judged_by_the_grammar(void **state)
{
    (void)state;
    static const char alphabet[] = "0"
                                   "7"
                                   "."
                                   "-"
                                   "+"
                                   "e"
                                   "x";
    const unsigned letters = sizeof alphabet - 1;
    for (unsigned len = 1, count = letters; len <= 6; len++, count *= letters) {
        for (unsigned i = 0; i < count; i++) {
            char text[8] = {0};
            unsigned rest = i;
            for (unsigned j = 0; j < len; j++, rest /= letters) {
                text[j] = alphabet[rest % letters];
            }
            if (text[0] != 'e' && text[0] != 'x') {
                bool good = mus_json_number_fault((struct mus_text){text, len}) == NULL;
                assert_true(good == follows_grammar(text));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_reaches_as_far_as_a_number_or_word_could),
        cmocka_unit_test(a_number_is_an_integer_without_point_and_exponent),
        cmocka_unit_test(an_integer_fits_below_two_to_the_fifty_third),
        cmocka_unit_test(every_token_of_six_characters_is_judged_by_the_grammar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
