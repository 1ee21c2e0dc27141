#include "codec/json_number.h"

#include "codec/json.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static char byte_at(struct mus_text text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

struct mus_text mus_json_token_at(struct mus_text text, size_t at)
{
    size_t end = at;
    for (char byte = byte_at(text, end);
         is_digit(byte) || is_letter(byte) || byte == '.' || byte == '+' || byte == '-';) {
        byte = byte_at(text, ++end);
    }
    return (struct mus_text){text.ptr + at, end - at};
}

static size_t skip_digits(struct mus_text text, size_t at)
{
    while (is_digit(byte_at(text, at))) {
        at++;
    }
    return at;
}

/* The same for the digits before any point or exponent; *at moves past them. */
static const char *whole_part_fault(struct mus_text number, size_t *at)
{
    if (byte_at(number, 0) == '+') {
        return "starts with a plus sign";
    }
    size_t start = byte_at(number, 0) == '-';
    char first = byte_at(number, start);
    if (!is_digit(first)) {
        return first == '.' ? "has no digit before the point" : "has no digit after the sign";
    }
    char second = byte_at(number, start + 1);
    if (first == '0' && is_digit(second)) {
        return "starts with a zero";
    }
    if (first == '0' && (second == 'x' || second == 'X')) {
        return "is hexadecimal";
    }
    *at = skip_digits(number, start);
    return NULL;
}

const char *mus_json_number_fault(struct mus_text number)
{
    size_t at = 0;
    const char *fault = whole_part_fault(number, &at);
    if (fault != NULL) {
        return fault;
    }
    if (byte_at(number, at) == '.') {
        if (!is_digit(byte_at(number, ++at))) {
            return "has no digit after the point";
        }
        at = skip_digits(number, at);
    }
    if (byte_at(number, at) == 'e' || byte_at(number, at) == 'E') {
        at++;
        at += byte_at(number, at) == '+' || byte_at(number, at) == '-';
        if (!is_digit(byte_at(number, at))) {
            return "has no digit in the exponent";
        }
        at = skip_digits(number, at);
    }
    return at == number.len ? NULL : "is not written as JSON has it";
}

bool mus_json_number_is_integer(struct mus_text number)
{
    for (size_t i = number.ptr[0] == '-'; i < number.len; i++) {
        if (!is_digit(number.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool mus_json_integer_fits(struct mus_text integer)
{
    int64_t value = 0;
    for (size_t i = integer.ptr[0] == '-'; i < integer.len; i++) {
        value = value * 10 + (integer.ptr[i] - '0');
        if (value > MUS_JSON_INTEGER_MAX) {
            return false;
        }
    }
    return true;
}
