#include "profile/corporate_number.h"

#include <stdbool.h>

enum { PERSONAL_NUMBER_DIGITS = 12 };

char mus_corporate_number_check_digit(const char digits[MUS_CORPORATE_NUMBER_DIGITS - 1])
{
    const int count = MUS_CORPORATE_NUMBER_DIGITS - 1;
    int sum = 0;
    for (int n = 1; n <= count; n++) {
        int weight = n % 2 == 1 ? 1 : 2;
        sum += (digits[count - n] - '0') * weight;
    }
    return (char)('0' + 9 - sum % 9);
}

/* The digit that the character stands for, full-width ones included, or -1. */
static int digit_of(int32_t character)
{
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    if (character >= 0xFF10 && character <= 0xFF19) {
        return character - 0xFF10;
    }
    return -1;
}

/* Digits of any width, however separated: what decides whether it could be a personal number. */
static size_t count_digits(struct mus_text text)
{
    size_t digits = 0;
    for (size_t at = 0; at < text.len;) {
        digits += digit_of(mus_text_next(text, &at)) >= 0;
    }
    return digits;
}

static bool all_ascii_digits(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

enum mus_status mus_corporate_number_check(struct mus_text number, struct mus_error *err)
{
    size_t digits = count_digits(number);
    if (digits == PERSONAL_NUMBER_DIGITS) {
        return mus_fail(err, MUS_INVALID,
                        "12 digits are a personal number (My Number) and are never stored");
    }
    if (digits != MUS_CORPORATE_NUMBER_DIGITS) {
        return mus_fail(err, MUS_INVALID, "expected 13 digits, found %zu", digits);
    }
    if (!all_ascii_digits(number)) {
        return mus_fail(err, MUS_INVALID, "expected 13 ASCII digits and nothing else");
    }
    char expected = mus_corporate_number_check_digit(number.ptr + 1);
    if (number.ptr[0] != expected) {
        return mus_fail(err, MUS_INVALID, "the check digit is %c, expected %c", number.ptr[0],
                        expected);
    }
    return MUS_OK;
}

/* Hyphens, dashes, the Japanese prolonged sound mark that is typed for them, and blanks. */
static bool is_separator(int32_t character)
{
    switch (character) {
    case ' ':
    case '\t':
    case '-':
    case 0x00A0: /* no-break space */
    case 0x00AD: /* soft hyphen */
    case 0x2212: /* minus sign */
    case 0x3000: /* ideographic space */
    case 0x30FC: /* prolonged sound mark */
    case 0xFF0D: /* full-width hyphen-minus */
    case 0xFF70: /* half-width prolonged sound mark */
        return true;
    default:
        return character >= 0x2010 && character <= 0x2015; /* hyphens and dashes */
    }
}

enum mus_status mus_corporate_number_normalise(struct mus_text written, struct mus_arena *arena,
                                               struct mus_text *number, struct mus_error *err)
{
    char *digits = mus_arena_alloc(arena, written.len + 1, 1);
    if (digits == NULL) {
        return mus_fail_memory(err);
    }
    size_t len = 0;
    for (size_t at = 0; at < written.len;) {
        int32_t character = mus_text_next(written, &at);
        int digit = digit_of(character);
        if (digit >= 0) {
            digits[len++] = (char)('0' + digit);
        } else if (!is_separator(character)) {
            digits[len++] = '?'; /* stands for what the check will refuse */
        }
    }
    struct mus_text folded = {digits, len};
    enum mus_status status = mus_corporate_number_check(folded, err);
    if (status == MUS_OK) {
        *number = folded;
    }
    return status;
}
