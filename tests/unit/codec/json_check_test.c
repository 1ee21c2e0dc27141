#include "codec/json_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/json.h"

struct refusal {
    struct mus_text input;
    const char *message;
    enum mus_status status;
};

#define ROW(input, message)                                                                        \
    {                                                                                              \
        {input, sizeof(input) - 1}, message, MUS_INVALID                                           \
    }
#define LIMIT(input, message)                                                                      \
    {                                                                                              \
        {input, sizeof(input) - 1}, message, MUS_LIMIT                                             \
    }

static const struct refusal REFUSALS[] = {
    /* nothing, or too little */
    ROW("", "line 1, column 1: the text ends where a value was expected"),
    ROW(" \n\t ", "line 2, column 3: the text ends where a value was expected"),
    ROW("[", "line 1, column 2: the text ends where a value or \"]\" was expected"),
    ROW("[1", "line 1, column 3: the text ends where \",\" or \"]\" was expected"),
    ROW("[1,", "line 1, column 4: the text ends where a value was expected"),
    ROW("{", "line 1, column 2: the text ends where a key in double quotes or \"}\" was expected"),
    ROW("{\"a\"", "line 1, column 5: the text ends where \":\" was expected"),
    ROW("{\"a\":", "line 1, column 6: the text ends where a value was expected"),
    ROW("{\"a\":1", "line 1, column 7: the text ends where \",\" or \"}\" was expected"),
    ROW("{\"a\":1,", "line 1, column 8: the text ends where a key in double quotes was expected"),
    /* text after the value */
    ROW("1 2", "line 1, column 3: unexpected \"2\" where the end of the text was expected"),
    ROW("{}\n{}", "line 2, column 1: unexpected \"{\" where the end of the text was expected"),
    ROW("[]]", "line 1, column 3: unexpected \"]\" where the end of the text was expected"),
    ROW("\"a\",", "line 1, column 4: unexpected \",\" where the end of the text was expected"),
    ROW("1\0", "line 1, column 2: unexpected U+0000 where the end of the text was expected"),
    ROW("null//", "line 1, column 5: comment: JSON has none"),
    /* byte order marks and other encodings */
    ROW("\xEF\xBB\xBF{}", "line 1, column 1: byte order mark: JSON has none"),
    ROW(" \xEF\xBB\xBF{}",
        "line 1, column 2: unexpected \"\xEF\xBB\xBF\" (U+FEFF) where a value was expected"),
    ROW("\xFF\xFE{\0}\0", "line 1, column 1: byte 0xff is not UTF-8"),
    ROW("\"\x83\x65\"", "line 1, column 2: byte 0x83 is not UTF-8"),
    ROW("[\"川崎\", \"\xC0\x80\"]", "line 1, column 9: byte 0xc0 is not UTF-8"),
    ROW("\"\xED\xA0\x80\"", "line 1, column 2: byte 0xed is not UTF-8"),
    ROW("\"\xF4\x90\x80\x80\"", "line 1, column 2: byte 0xf4 is not UTF-8"),
    ROW("\"\xE5\xB7\"", "line 1, column 2: byte 0xe5 is not UTF-8"),
    ROW("\"ok\" \xE5", "line 1, column 6: byte 0xe5 is not UTF-8"),
    ROW("{\"\xFF\": 1}", "line 1, column 3: byte 0xff is not UTF-8"),
    /* characters that start nothing */
    ROW("\xE3\x80\x80{}",
        "line 1, column 1: unexpected \"\xE3\x80\x80\" (U+3000) where a value was expected"),
    ROW("“a”", "line 1, column 1: unexpected \"“\" (U+201C) where a value was expected"),
    ROW("[１]", "line 1, column 2: unexpected \"１\" (U+FF11) where a value or \"]\" was expected"),
    ROW("\v1", "line 1, column 1: unexpected U+000B where a value was expected"),
    ROW("\x7F", "line 1, column 1: unexpected U+007F where a value was expected"),
    ROW("[/1]", "line 1, column 2: unexpected \"/\" where a value or \"]\" was expected"),
    ROW("{,}",
        "line 1, column 2: unexpected \",\" where a key in double quotes or \"}\" was expected"),
    ROW("[,1]", "line 1, column 2: unexpected \",\" where a value or \"]\" was expected"),
    ROW("[1,,2]", "line 1, column 4: unexpected \",\" where a value was expected"),
    ROW("[1 2]", "line 1, column 4: unexpected \"2\" where \",\" or \"]\" was expected"),
    ROW("[1}", "line 1, column 3: unexpected \"}\" where \",\" or \"]\" was expected"),
    ROW("{\"a\":1]", "line 1, column 7: unexpected \"]\" where \",\" or \"}\" was expected"),
    ROW("{\"a\" 1}", "line 1, column 6: unexpected \"1\" where \":\" was expected"),
    ROW("{\"a\":}", "line 1, column 6: unexpected \"}\" where a value was expected"),
    ROW("{\"a\":1 \"b\":2}",
        "line 1, column 8: unexpected \"\"\" where \",\" or \"}\" was expected"),
    ROW("{a: 1}",
        "line 1, column 2: unexpected \"a\" where a key in double quotes or \"}\" was expected"),
    ROW("{1: 1}",
        "line 1, column 2: unexpected \"1\" where a key in double quotes or \"}\" was expected"),
    ROW("{\"a\":1, null:2}",
        "line 1, column 9: unexpected \"n\" where a key in double quotes was expected"),
    ROW(":", "line 1, column 1: unexpected \":\" where a value was expected"),
    /* what other notations have */
    ROW("[1, // one\n2]", "line 1, column 5: comment: JSON has none"),
    ROW("/* none */ 1", "line 1, column 1: comment: JSON has none"),
    ROW("{'a': 1}", "line 1, column 2: single quote: strings take double quotes"),
    ROW("['a']", "line 1, column 2: single quote: strings take double quotes"),
    ROW("[1, 2,]", "line 1, column 6: comma before \"]\""),
    ROW("{\"a\": 1,\n}", "line 1, column 8: comma before \"}\""),
    ROW("NaN", "line 1, column 1: unknown word \"NaN\""),
    ROW("[Infinity]", "line 1, column 2: unknown word \"Infinity\""),
    ROW("True", "line 1, column 1: unknown word \"True\""),
    ROW("nul", "line 1, column 1: unknown word \"nul\""),
    ROW("nulls", "line 1, column 1: unknown word \"nulls\""),
    ROW("{\"a\":undefined}", "line 1, column 6: unknown word \"undefined\""),
    /* numbers */
    ROW("012", "line 1, column 1: number \"012\" starts with a zero"),
    ROW("-00", "line 1, column 1: number \"-00\" starts with a zero"),
    ROW("+1", "line 1, column 1: number \"+1\" starts with a plus sign"),
    ROW("[.5]", "line 1, column 2: number \".5\" has no digit before the point"),
    ROW("-.5", "line 1, column 1: number \"-.5\" has no digit before the point"),
    ROW("1.", "line 1, column 1: number \"1.\" has no digit after the point"),
    ROW("1.e5", "line 1, column 1: number \"1.e5\" has no digit after the point"),
    ROW("-", "line 1, column 1: number \"-\" has no digit after the sign"),
    ROW("-Infinity", "line 1, column 1: number \"-Infinity\" has no digit after the sign"),
    ROW("--1", "line 1, column 1: number \"--1\" has no digit after the sign"),
    ROW("1e", "line 1, column 1: number \"1e\" has no digit in the exponent"),
    ROW("1E+", "line 1, column 1: number \"1E+\" has no digit in the exponent"),
    ROW("0x1F", "line 1, column 1: number \"0x1F\" is hexadecimal"),
    ROW("-0X1", "line 1, column 1: number \"-0X1\" is hexadecimal"),
    ROW("1.2.3", "line 1, column 1: number \"1.2.3\" is not written as JSON has it"),
    ROW("10n", "line 1, column 1: number \"10n\" is not written as JSON has it"),
    ROW("2025-04-01", "line 1, column 1: number \"2025-04-01\" is not written as JSON has it"),
    ROW("1_000", "line 1, column 2: unexpected \"_\" where the end of the text was expected"),
    LIMIT("9007199254740992",
          "line 1, column 1: integer \"9007199254740992\" is not within ±9007199254740991"),
    LIMIT("[-9007199254740992]",
          "line 1, column 2: integer \"-9007199254740992\" is not within ±9007199254740991"),
    LIMIT("{\"n\": 18446744073709551616}",
          "line 1, column 7: integer \"18446744073709551616\" is not within ±9007199254740991"),
    LIMIT("0.00000000000000000000000000000000000000000000000000000000000001",
          "line 1, column 1: number "
          "\"0.00000000000000000000000000000000000000000000000000000000000001\" is longer than 63 "
          "characters"),
    /* strings */
    ROW("\"abc", "line 1, column 1: the string that begins here does not end"),
    ROW("{\"a\": \"b}", "line 1, column 7: the string that begins here does not end"),
    ROW("{\"a: 1}", "line 1, column 2: the string that begins here does not end"),
    ROW("\"abc\\", "line 1, column 6: the text ends where the rest of an escape was expected"),
    ROW("\"a\nb\"", "line 1, column 3: U+000A inside a string must be written as \\u000a"),
    ROW("\"a\tb\"", "line 1, column 3: U+0009 inside a string must be written as \\u0009"),
    ROW("\"a\0b\"", "line 1, column 3: U+0000 inside a string must be written as \\u0000"),
    ROW("\"\\x41\"", "line 1, column 2: escape \"\\x\" is unknown"),
    ROW("\"\\'\"", "line 1, column 2: escape \"\\'\" is unknown"),
    ROW("\"\\é\"", "line 1, column 2: escape \"\\é\" is unknown"),
    ROW("\"\\\0\"", "line 1, column 2: escape \"\\\" is unknown"),
    ROW("\"\\U0041\"", "line 1, column 2: escape \"\\U\" is unknown"),
    ROW("\"\\u12G4\"", "line 1, column 2: escape \"\\u12G4\" needs four hexadecimal digits"),
    ROW("\"\\u12\"", "line 1, column 2: escape \"\\u12\" needs four hexadecimal digits"),
    ROW("\"\\u 041\"", "line 1, column 2: escape \"\\u 041\" needs four hexadecimal digits"),
    ROW("\"\\u", "line 1, column 2: escape \"\\u\" needs four hexadecimal digits"),
    ROW("\"a\\u0000\"", "line 1, column 3: escape \"\\u0000\" is not allowed"),
    ROW("{\"\\u0000\": 1}", "line 1, column 3: escape \"\\u0000\" is not allowed"),
    ROW("\"\\ud83c\"", "line 1, column 2: escape \"\\ud83c\" is half of a surrogate pair"),
    ROW("\"\\udf38\"", "line 1, column 2: escape \"\\udf38\" is half of a surrogate pair"),
    ROW("\"\\ud83cx\\udf38\"", "line 1, column 2: escape \"\\ud83c\" is half of a surrogate pair"),
    ROW("\"\\ud83c\\ud83c\"", "line 1, column 2: escape \"\\ud83c\" is half of a surrogate pair"),
    ROW("\"\\ud83c\\u00\"", "line 1, column 2: escape \"\\ud83c\" is half of a surrogate pair"),
    ROW("\"\\ud83c\\n\"", "line 1, column 2: escape \"\\ud83c\" is half of a surrogate pair"),
    /* keys */
    ROW("{\"id\": 1,\n \"name\": {},\n \"n\": true, \"id\": 2}",
        "line 3, column 13: key \"id\" stands twice"),
    ROW("{\"a\": 1, \"\\u0061\": 2}", "line 1, column 10: key \"a\" stands twice"),
    ROW("{\"\\ud83c\\udf38\": 1, \"🌸\": 2}", "line 1, column 21: key \"🌸\" stands twice"),
    ROW("{\"\": 1, \"\": 2}", "line 1, column 9: key \"\" stands twice"),
    ROW("[{\"a\": {\"b\": 1, \"c\": {\"b\": 1}, \"b\": 3}}]",
        "line 1, column 32: key \"b\" stands twice"),
    ROW("{\"a\": 1, \"b\": 1, \"b\": 1, \"a\": 1}", "line 1, column 18: key \"b\" stands twice"),
    ROW("{\"\\n\\\"\\/\": 1, \"\\u000a\\u0022/\": 2}",
        "line 1, column 15: key \" \"/\" stands twice"),
};

static void whatever_is_refused_is_refused_with_its_place_and_value(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        const struct refusal *row = &REFUSALS[i];
        const struct mus_json_source source = {row->input, 1, 0};
        struct mus_error err = {0};
        assert_int_equal(mus_json_check_text(&source, NULL, &err), row->status);
        assert_string_equal(err.message, row->message);
        assert_int_equal(err.status, row->status);
        assert_int_equal(mus_json_check_text(&source, NULL, NULL), row->status);

        struct mus_json *value = NULL;
        memset(&err, 0, sizeof err);
        assert_int_equal(mus_json_parse(row->input, &value, &err), row->status);
        assert_string_equal(err.message, row->message);
        assert_null(value);
    }
}

static const char *const ACCEPTED[] = {
    "0",
    "-0",
    "1e5",
    "1E-5",
    "0.5e+10",
    "-12.75",
    "9007199254740991",
    "-9007199254740991",
    "0.0000000000000000000000000000000000000000000000000000000000001", /* 63 characters */
    "1e-400",
    " \t\r\n null \n",
    "true",
    "false",
    "\"\"",
    "\"川崎 \\u5ddd \\ud83c\\udf38 \\\" \\\\ \\/ \\b\\f\\n\\r\\t \x7F \xE2\x80\xA8 \xEF\xBF\xBF\"",
    "[]",
    "[ ]",
    "{ }",
    "[[],{},[{}]]",
    "{\"a\":{\"a\":{\"a\":1}},\"A\":2,\"a \":3}",
    "[{\"a\":1},{\"a\":1}]",
};

static void good_text_passes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ACCEPTED / sizeof ACCEPTED[0]; i++) {
        const struct mus_json_source source = {mus_text_of(ACCEPTED[i]), 1, 0};
        struct mus_error err = {0};
        assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_OK);
        assert_string_equal(err.message, "");
    }
}

static void every_number_is_listed_with_its_offset(void **state)
{
    (void)state;
    const struct mus_json_source source = {MUS_TEXT("[1, {\"2\": -3.5}, 4e5]"), 1, 0};
    struct mus_buf numbers = {0};
    assert_int_equal(mus_json_check_text(&source, &numbers, NULL), MUS_OK);
    assert_int_equal(numbers.len, 12);
    assert_memory_equal(numbers.data, "\x01\0\0\0\x0A\0\0\0\x11\0\0\0", 12);
    mus_buf_done(&numbers);
}

static void lines_are_counted_from_the_line_given(void **state)
{
    (void)state;
    const struct mus_json_source source = {MUS_TEXT("[\r\n  \"結び\", x]"), 17, 0};
    struct mus_error err = {0};
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_INVALID);
    assert_string_equal(err.message, "line 18, column 9: unknown word \"x\"");
}

static void fill(struct mus_buf *buf, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mus_buf_add_z(buf, piece);
    }
}

static void nesting_has_its_limit(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_error err = {0};
    fill(&buf, "[", MUS_MAX_JSON_DEPTH);
    fill(&buf, "]", MUS_MAX_JSON_DEPTH);
    struct mus_json_source source = {mus_buf_text(&buf), 1, 0};
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_OK);

    mus_buf_clear(&buf);
    fill(&buf, "{\"a\":", MUS_MAX_JSON_DEPTH);
    mus_buf_add_z(&buf, "[]");
    source.text = mus_buf_text(&buf);
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_LIMIT);
    assert_string_equal(err.message, "line 1, column 161: nested deeper than 32 levels");

    mus_buf_clear(&buf);
    fill(&buf, "[", 1000000);
    source.text = mus_buf_text(&buf);
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_LIMIT);
    assert_string_equal(err.message, "line 1, column 33: nested deeper than 32 levels");
    mus_buf_done(&buf);
}

static void size_has_its_limit(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_error err = {0};
    mus_buf_add_byte(&buf, '"');
    fill(&buf, "0123456789abcdef", MUS_MAX_JSON_BYTES / 16);
    buf.data[MUS_MAX_JSON_BYTES - 1] = '"';
    struct mus_json_source source = {{buf.data, MUS_MAX_JSON_BYTES}, 1, 0};
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_OK);
    source.text.len++;
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a JSON text of 4194305 bytes, at most 4194304 are read");
    mus_buf_done(&buf);
}

/* An object of `count` keys, the last of which is `last`; returns the column of the last. */
static size_t many_keys(struct mus_buf *buf, unsigned count, const char *last)
{
    mus_buf_add_byte(buf, '{');
    for (unsigned i = 0; i + 1 < count; i++) {
        mus_buf_printf(buf, "\"k%u\":0,", (i * 7919U) % 100003U);
    }
    size_t column = buf->len + 1;
    mus_buf_printf(buf, "\"%s\":0}", last);
    return column;
}

static void an_object_of_any_size_is_searched_for_doubles(void **state)
{
    (void)state;
    for (unsigned count = 2; count < 80; count++) {
        struct mus_buf buf = {0};
        size_t column = many_keys(&buf, count, "k0");
        struct mus_json_source source = {mus_buf_text(&buf), 1, 0};
        struct mus_error err = {0};
        assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_INVALID);
        char expected[80];
        snprintf(expected, sizeof expected, "line 1, column %zu: key \"k0\" stands twice", column);
        assert_string_equal(err.message, expected);

        mus_buf_clear(&buf);
        many_keys(&buf, count, "other");
        source.text = mus_buf_text(&buf);
        assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_OK);
        mus_buf_done(&buf);
    }
}

static void of_several_doubles_in_a_large_object_the_first_is_named(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_error err = {0};
    many_keys(&buf, 100, "z\":0,\"k7919\":0,\"k0\":0,\"k7919\":0,\"z");
    const struct mus_json_source source = {mus_buf_text(&buf), 1, 0};
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_INVALID);
    assert_non_null(strstr(err.message, ": key \"k7919\" stands twice"));
    const char *first = strstr(buf.data, "\"z\"");
    size_t column = (size_t)(first - buf.data) + 7;
    char expected[80];
    snprintf(expected, sizeof expected, "line 1, column %zu: key \"k7919\" stands twice", column);
    assert_string_equal(err.message, expected);
    mus_buf_done(&buf);
}

/* Pair by pair 100,000 keys would take minutes under the sanitizers. */
static void a_hundred_thousand_keys_are_checked_quickly(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_error err = {0};
    size_t column = many_keys(&buf, 100000, "k0");
    const struct mus_json_source source = {mus_buf_text(&buf), 1, 0};
    int64_t start = mus_clock_monotonic_ms();
    assert_int_equal(mus_json_check_text(&source, NULL, &err), MUS_INVALID);
    assert_true(mus_clock_monotonic_ms() - start < 10000);
    char expected[80];
    snprintf(expected, sizeof expected, "line 1, column %zu: key \"k0\" stands twice", column);
    assert_string_equal(err.message, expected);
    mus_buf_done(&buf);
}

static void running_out_of_memory_is_told(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_z(&buf, "[1, {\"\\u0061\": 2, \"\\n\": 3}, ");
    many_keys(&buf, 300, "k\\u0031x");
    mus_buf_add_z(&buf, "]");
    const struct mus_json_source source = {mus_buf_text(&buf), 1, 0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        struct mus_buf numbers = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(++n, false);
        status = mus_json_check_text(&source, &numbers, &err);
        mus_mem_fail_at(0, false);
        mus_buf_done(&numbers);
        assert_true(n < 100);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_int_equal(err.status, MUS_NO_MEMORY);
        }
    }
    assert_true(n > 5);
    mus_buf_done(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_refused_is_refused_with_its_place_and_value),
        cmocka_unit_test(good_text_passes),
        cmocka_unit_test(every_number_is_listed_with_its_offset),
        cmocka_unit_test(lines_are_counted_from_the_line_given),
        cmocka_unit_test(nesting_has_its_limit),
        cmocka_unit_test(size_has_its_limit),
        cmocka_unit_test(an_object_of_any_size_is_searched_for_doubles),
        cmocka_unit_test(of_several_doubles_in_a_large_object_the_first_is_named),
        cmocka_unit_test(a_hundred_thousand_keys_are_checked_quickly),
        cmocka_unit_test(running_out_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
