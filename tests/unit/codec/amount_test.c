#include "codec/amount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static void check_value_in(const char *text, int64_t unit, int64_t expected)
{
    struct mus_error err = {MUS_OK, ""};
    int64_t value = INT64_MIN;
    bool missing = true;
    enum mus_status status = mus_amount_read(mus_text_of(text), unit, &value, &missing, &err);
    if (status != MUS_OK || missing || value != expected) {
        print_error("%s: %s, %" PRId64 "\n", text, missing ? "missing" : err.message, value);
    }
    assert_int_equal(status, MUS_OK);
    assert_false(missing);
    assert_true(value == expected);
}

static void check_value(const char *text, int64_t expected)
{
    check_value_in(text, 1, expected);
}

static void check_missing(const char *text)
{
    int64_t value = 12345;
    bool missing = false;
    assert_int_equal(mus_amount_read(mus_text_of(text), 1000, &value, &missing, NULL), MUS_OK);
    assert_true(missing);
    assert_int_equal(value, 12345);
}

static void check_failure(const char *text, int64_t unit, enum mus_status expected,
                          const char *message)
{
    struct mus_error err = {MUS_OK, ""};
    int64_t value = 12345;
    bool missing = true;
    enum mus_status status = mus_amount_read(mus_text_of(text), unit, &value, &missing, &err);
    if (status != expected) {
        print_error("%s: %s\n", text, err.message);
    }
    assert_int_equal(status, expected);
    assert_int_equal(err.status, expected);
    assert_string_equal(err.message, message);
    assert_int_equal(value, 12345);
    assert_true(missing);
}

static void check_no_number(const char *text)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message, "expected a number, found \"%s\"", text);
    check_failure(text, 1, MUS_INVALID, message);
}

static void check_not_whole(const char *text, int64_t unit)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message, "expected a whole number, found \"%s\"", text);
    check_failure(text, unit, MUS_INVALID, message);
}

static void check_too_large(const char *text, int64_t unit)
{
    char message[MUS_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message,
             "expected a number of at most 9223372036854775807, found \"%s\"", text);
    check_failure(text, unit, MUS_LIMIT, message);
}

static void plain_numbers_are_read(void **state)
{
    (void)state;
    check_value("0", 0);
    check_value("42", 42);
    check_value("007", 7);
    check_value("４２", 42);
    check_value("　42 ", 42);
    check_value("\u00A042\u00A0", 42);
    check_value("10000000", 10000000);
}

static void commas_stand_every_three_digits_or_the_number_is_refused(void **state)
{
    (void)state;
    check_value("1,000", 1000);
    check_value("12,345,678", 12345678);
    check_value("１，２３４", 1234);
    check_value("999,999.0", 999999);
    static const char *const bad[] = {"1,0,0",   "1,00",      "1000,000",  "1,0000", ",100",
                                      "1,",      "1,,000",    "1,000,",    "0,123",  "00,123",
                                      "1,234,5", "1.234,567", "1.234.567", "1、000", "1, 000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void japanese_units_multiply_what_stands_before_them(void **state)
{
    (void)state;
    check_value("1,000万円", 10000000);
    check_value("1億2,000万円", 120000000);
    check_value("3千万円", 30000000);
    check_value("1.5億円", 150000000);
    check_value("１億２０００万円", 120000000);
    check_value("2億3千5百万円", 235000000);
    check_value("10百万円", 10000000);
    check_value("1,234百万円", 1234000000);
    check_value("500千円", 500000);
    check_value("3百人", 300);
    check_value("2千5百", 2500);
    check_value("5十", 50);
    check_value("1兆2億3万4", 1000200030004);
    check_value("9千9百9十9兆9千9百9十9億9千9百9十9万9千9百9十9", 9999999999999999);
    check_value("1億 2,000 万 円", 120000000);
    check_value("12万3,456円", 123456);
    check_value("0.05億円", 5000000);
    check_value("1億2.5千万円", 125000000);
    check_value("12.5千円", 12500);
    check_value("2億3", 200000003);
}

static void steps_must_fall_and_stay_below_the_unit_before(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "1万1億",        "1万1万",        "1百1千",  "1千1千",    "1億20,000万", "1億10000万",
        "3千億20,000万", "2億3千1,500万", "1千1000", "1万10,000", "1億2億3億",   "1億1.0億",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
    check_value("1億9,999万", 199990000);
    check_value("3千億9,999万", 300099990000);
    check_value("1万9,999", 19999);
}

static void a_unit_without_digits_is_no_number(void **state)
{
    (void)state;
    static const char *const bad[] = {"千",      "百万円", "万",     "円", "億千万",
                                      "1億千万", "千1百",  "¥",      "約", "人",
                                      "()",      "(円)",   "一億円", "十", "1億〇万"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void currency_and_counters_may_stand_around_it(void **state)
{
    (void)state;
    static const char *const thousand[] = {
        "¥1,000",    "￥1,000",  "\\1,000",   "＼１，０００",     "¥ 1,000",   "1,000円",
        "1,000 円",  "1000人",   "1000名",    "JPY 1000",         "jpy1000",   "1000JPY",
        "1,000 yen", "1,000Yen", "YEN 1000",  "ＪＰＹ　１０００", "￥1,000円", "¥1千円",
        "1千円",     "1千人",    "約1,000名", "約¥1,000",         "¥約1,000",  "約 1,000 円",
    };
    for (size_t i = 0; i < sizeof thousand / sizeof thousand[0]; i++) {
        check_value(thousand[i], 1000);
    }
    static const char *const bad[] = {"¥5人", "5人円", "5円人",  "5円円",   "¥¥5",       "約約5",
                                      "5¥",   "円5",   "人5",    "5社",     "5人くらい", "$5",
                                      "5USD", "5ドル", "5K",     "5M",      "5%",        "+5",
                                      "5+",   "5円也", "1,000-", "JPYJPY5", "5 yenyen"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void minus_signs_and_the_accountants_brackets_make_it_negative(void **state)
{
    (void)state;
    static const char *const negative[] = {
        "-1,234",    "－１，２３４", "−1,234",    "△1,234",    "▲1,234",    "△ 1,234",
        "¥-1,234",   "-¥1,234",      "▲¥1,234",   "¥△1,234",   "(1,234)",   "（1,234）",
        "( 1,234 )", "(¥1,234)",     "¥(1,234)",  "(1,234円)", "(1,234)円", "(1,234) 円",
        "△1,234円",  "約△1,234",     "-1千2百34",
    };
    for (size_t i = 0; i < sizeof negative / sizeof negative[0]; i++) {
        check_value(negative[i], -1234);
    }
    check_value("△1億2,000万円", -120000000);
    check_value("-0", 0);
    check_value("(0)", 0);
    static const char *const bad[] = {"--5", "-△5", "△△5", "-(5)", "(-5)", "(5", "5)",      "((5))",
                                      "△",   "▲",   "ー5", "—5",   "(5)5", "5-", "(5円)円", "()5"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void decimals_are_read_where_the_result_is_whole(void **state)
{
    (void)state;
    check_value("12.0", 12);
    check_value("12.000000000000000000000000000000000000000000", 12);
    check_value("１２．０", 12);
    check_value("0.0", 0);
    check_value("1.2345万", 12345);
    check_value("1.123456789012兆", 1123456789012);
    check_value("922337203685477580.7十", INT64_MAX);
    check_value_in("1.5", 1000, 1500);
    check_value_in("0.001", 1000, 1);
    check_value_in("2.5", 2, 5);
    check_value_in("0.2", 5, 1);
    check_not_whole("1.5", 1);
    check_not_whole("1.5円", 1000);
    check_not_whole("1.23456万円", 1);
    check_not_whole("1億0.5円", 1);
    check_not_whole("0.0001", 1000);
    check_not_whole("2.5", 3);
    check_not_whole("0.00000000000000000000000000000000000000000000000000000000000000001", 1);
    check_not_whole("3.14159265358979323846264338327950288", 1000000);
    static const char *const bad[] = {".5", "5.", "1..5", "1.5.5", "5.円", "1. 5", "1 .5", "5．"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void the_columns_unit_applies_unless_the_text_has_its_own(void **state)
{
    (void)state;
    check_value_in("1,000", 1000, 1000000);
    check_value_in("△50", 1000000, -50000000);
    check_value_in("¥50", 1000, 50000);
    check_value_in("50 JPY", 1000, 50000);
    check_value_in("約50", 1000, 50000);
    check_value_in("1,000万円", 1000, 10000000);
    check_value_in("1,000万", 1000, 10000000);
    check_value_in("5千", 1000, 5000);
    check_value_in("¥5千", 1000, 5000);
    check_value_in("500円", 1000, 500);
    check_value_in("yen 500", 1000, 500);
    check_value_in("500 yen", 1000, 500);
    check_value_in("(500円)", 1000, -500);
    check_value_in("30人", 1000, 30);
    check_value_in("30名", 1000, 30);
    check_value_in("1億2,000", 1000, 100002000);
}

static void what_says_that_there_is_no_number_is_missing_and_never_zero(void **state)
{
    (void)state;
    static const char *const missing[] = {
        "",     " ",      "　",   "-",    "－",      "−",    "‐",      "–",      "—",
        "―",    "ー",     "--",   "――",   " - ",     "不明", "非公開", "非公表", "未公開",
        "未定", "未回答", "なし", "無し", " なし　", "n/a",  "N/A",    "Ｎ／Ａ", "na",
        "NA",   "#N/A",   "…",    "……",   "...",     "‥",    "*",      "***",    "＊＊＊",
    };
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        check_missing(missing[i]);
    }
    int64_t value = 12345;
    bool is_missing = false;
    assert_int_equal(mus_amount_read(MUS_NO_TEXT, 1, &value, &is_missing, NULL), MUS_OK);
    assert_true(is_missing);
    assert_int_equal(value, 12345);
}

static void anything_else_is_no_number(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "abc",       "1 000",      "1e5",
        "0x10",      "12a",        "a12",
        "不明5",     "5不明",      "なしです",
        "-*",        "…-",         "1/2",
        "1:2",       "2025-04-01", "#",
        "#REF!",     "nan",        "inf",
        "nil",       "約-",        "10〜20",
        "10-20",     "50以上",     "五",
        "¥-",        "①",          "１０００万円程度",
        "5　人　人",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_no_number(bad[i]);
    }
}

static void the_message_quotes_the_text_without_its_blanks(void **state)
{
    (void)state;
    check_failure("　五人 ", 1, MUS_INVALID, "expected a number, found \"五人\"");
    check_failure("5\xFF", 1, MUS_INVALID, "expected a number, found \"5?\"");
    check_failure("\xE4\xBA", 1, MUS_INVALID, "expected a number, found \"??\"");
    bool missing;
    int64_t value;
    assert_int_equal(mus_amount_read(MUS_TEXT("5\0"), 1, &value, &missing, NULL), MUS_INVALID);
}

static void what_does_not_fit_is_beyond_the_limit(void **state)
{
    (void)state;
    check_value("9223372036854775807", INT64_MAX);
    check_value("-9223372036854775807", -INT64_MAX);
    check_value("9,223,372,036,854,775,807", INT64_MAX);
    check_value("9223372兆368億5477万5807", 9223372036854775807);
    check_too_large("9223372036854775808", 1);
    check_too_large("-9223372036854775808", 1);
    check_too_large("9,223,372,036,854,775,808", 1);
    check_too_large("9,223,372,036,854,775,807.0億", 1);
    check_too_large("99999999999999999999999999999999999999", 1);
    check_too_large("99999999999999999999.5", 1);
    check_too_large("9999999999兆", 1);
    check_too_large("9223372兆9999億", 1);
    check_too_large("9223372036854776", 1000);
    check_value_in("9223372036854775", 1000, 9223372036854775000);
    check_value_in("1", INT64_MAX, INT64_MAX);
    check_too_large("2", INT64_MAX);
    check_no_number("99999999999999999999999999999x");
}

static void a_number_of_any_length_is_judged(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    static char text[LENGTH + 1];
    int64_t value = 12345;
    bool missing;
    struct mus_text whole = {text, LENGTH};
    memset(text, '0', LENGTH);
    text[LENGTH - 1] = '7';
    assert_int_equal(mus_amount_read(whole, 1, &value, &missing, NULL), MUS_OK);
    assert_int_equal(value, 7);
    text[1] = '.';
    assert_int_equal(mus_amount_read(whole, 1, &value, &missing, NULL), MUS_INVALID);
    memset(text + 2, '9', LENGTH - 2);
    assert_int_equal(mus_amount_read(whole, 1, &value, &missing, NULL), MUS_INVALID);
    memset(text, '9', LENGTH);
    assert_int_equal(mus_amount_read(whole, 1, &value, &missing, NULL), MUS_LIMIT);
    memset(text, '-', LENGTH);
    assert_int_equal(mus_amount_read(whole, 1, &value, &missing, NULL), MUS_OK);
    assert_true(missing);
}

static const char *with_commas(int64_t value, char out[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRId64, value);
    size_t at = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            out[at++] = ',';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

/* Values that grow by a seventh, each in five spellings. */
static void a_number_reads_the_same_in_every_spelling(void **state)
{
    (void)state;
    for (int64_t value = 1; value < INT64_C(9000000000000000); value += value / 7 + 1) {
        char commas[32];
        char text[160];
        with_commas(value, commas);
        check_value(commas, value);
        snprintf(text, sizeof text, "△%s円", commas);
        check_value_in(text, 1000, -value);
        snprintf(text, sizeof text, "%" PRId64 "兆%d億%d万%d", value / 1000000000000,
                 (int)(value / 100000000 % 10000), (int)(value / 10000 % 10000),
                 (int)(value % 10000));
        check_value(text, value);
        snprintf(text, sizeof text, "%" PRId64 ".%08d億円", value / 100000000,
                 (int)(value % 100000000));
        check_value(text, value);
        snprintf(text, sizeof text, "%s.%03d", with_commas(value / 1000, commas),
                 (int)(value % 1000));
        check_value_in(text, 1000, value);
    }
}

static void it_never_allocates(void **state)
{
    (void)state;
    mus_mem_fail_at(1, true);
    check_value("約1億2,000万円", 120000000);
    check_missing("不明");
    check_no_number("五人");
    uint64_t asked = mus_mem_count();
    mus_mem_fail_at(0, false);
    assert_int_equal(asked, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_read),
        cmocka_unit_test(commas_stand_every_three_digits_or_the_number_is_refused),
        cmocka_unit_test(japanese_units_multiply_what_stands_before_them),
        cmocka_unit_test(steps_must_fall_and_stay_below_the_unit_before),
        cmocka_unit_test(a_unit_without_digits_is_no_number),
        cmocka_unit_test(currency_and_counters_may_stand_around_it),
        cmocka_unit_test(minus_signs_and_the_accountants_brackets_make_it_negative),
        cmocka_unit_test(decimals_are_read_where_the_result_is_whole),
        cmocka_unit_test(the_columns_unit_applies_unless_the_text_has_its_own),
        cmocka_unit_test(what_says_that_there_is_no_number_is_missing_and_never_zero),
        cmocka_unit_test(anything_else_is_no_number),
        cmocka_unit_test(the_message_quotes_the_text_without_its_blanks),
        cmocka_unit_test(what_does_not_fit_is_beyond_the_limit),
        cmocka_unit_test(a_number_of_any_length_is_judged),
        cmocka_unit_test(a_number_reads_the_same_in_every_spelling),
        cmocka_unit_test(it_never_allocates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
