#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static mus_date day_of(int year, int month, int day)
{
    mus_date date = MUS_NO_DATE;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

static void expect_read(const char *text, int year, int month, int day, enum mus_date_note note)
{
    struct mus_error err;
    mus_date date = MUS_NO_DATE;
    enum mus_date_note found = (enum mus_date_note)99;
    enum mus_status status = mus_date_read(mus_text_of(text), &date, &found, &err);
    if (status != MUS_OK || date != day_of(year, month, day) || found != note) {
        print_error("%s: %s\n", text, status != MUS_OK ? err.message : "another day or note");
    }
    assert_int_equal(status, MUS_OK);
    assert_int_equal(date, day_of(year, month, day));
    assert_int_equal(found, note);
}

static void expect_refused(const char *text, const char *message)
{
    struct mus_error err = {MUS_OK, ""};
    mus_date date = 12345;
    enum mus_date_note note = (enum mus_date_note)99;
    assert_int_equal(mus_date_read(mus_text_of(text), &date, &note, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_int_equal(err.status, MUS_INVALID);
    assert_int_equal(date, 12345);
    assert_int_equal(note, 99);
}

static void expect_no_date_at_all(const char *text)
{
    struct mus_error err = {MUS_OK, ""};
    char message[MUS_ERROR_MESSAGE_MAX];
    mus_date date = 12345;
    struct mus_text shown = mus_text_trim(mus_text_of(text));
    assert_int_equal(mus_date_read(mus_text_of(text), &date, NULL, &err), MUS_INVALID);
    snprintf(message, sizeof message,
             "expected a date such as 2025-04-01 or 令和7年4月1日, found \"%.*s\"",
             MUS_TEXT_SHORT_ARG(shown));
    assert_string_equal(err.message, message);
    assert_int_equal(date, 12345);
}

static void every_form_of_a_western_date_is_read(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "2025-04-01",         "2025-4-1",           "2025/4/1",         "2025/04/01",
        "2025.4.1",           "20250401",           "2025年4月1日",     "2025年04月01日",
        "２０２５年４月１日", "２０２５／４／１",   "２０２５．４．１", "２０２５－０４－０１",
        "２０２５０４０１",   "2025ー4ー1",         "2025−4−1",         "2025‐4‐1",
        "2025–4–1",           " 2025-04-01\t",      "　2025/4/1　",     "\u00A02025/4/1\u00A0",
        "2025/ 4/ 1",         "2025 年　4 月 1 日", "2025 / 4 / 1",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        expect_read(forms[i], 2025, 4, 1, MUS_DATE_PLAIN);
    }
}

static void every_form_of_an_era_date_is_read(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "令和7年4月1日",          "R7.4.1",         "r7.4.1",     "Ｒ７．４．１",
        "ｒ７／４／１",           "R7/4/1",         "R7-4-1",     "R07.04.01",
        "㋿7年4月1日",        "㋿7.4.1",       "R7年4月1日", "令和 7年 4月 1日",
        "令和　７年　４月　１日", "令和７．４．１", "R 7. 4. 1",  " R7.4.1 ",
        "令和07年04月01日",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        expect_read(forms[i], 2025, 4, 1, MUS_DATE_PLAIN);
    }
    expect_read("㍾45年7月29日", 1912, 7, 29, MUS_DATE_PLAIN);
    expect_read("㍽2/1/1", 1913, 1, 1, MUS_DATE_PLAIN);
    expect_read("㍼39.10.10", 1964, 10, 10, MUS_DATE_PLAIN);
    expect_read("㍻23年3月11日", 2011, 3, 11, MUS_DATE_PLAIN);
    expect_read("m33.1.1", 1900, 1, 1, MUS_DATE_PLAIN);
    expect_read("T12.9.1", 1923, 9, 1, MUS_DATE_PLAIN);
    expect_read("S39.10.10", 1964, 10, 10, MUS_DATE_PLAIN);
    expect_read("H23.3.11", 2011, 3, 11, MUS_DATE_PLAIN);
}

static void the_first_year_may_be_written_gannen(void **state)
{
    (void)state;
    expect_read("令和元年5月1日", 2019, 5, 1, MUS_DATE_PLAIN);
    expect_read("令和1年5月1日", 2019, 5, 1, MUS_DATE_PLAIN);
    expect_read("R元.5.1", 2019, 5, 1, MUS_DATE_PLAIN);
    expect_read("平成元年1月8日", 1989, 1, 8, MUS_DATE_PLAIN);
    expect_read("㍼元年12月25日", 1926, 12, 25, MUS_DATE_PLAIN);
    expect_read("大正元年7月30日", 1912, 7, 30, MUS_DATE_PLAIN);
    expect_read("明治元年1月25日", 1868, 1, 25, MUS_DATE_PLAIN);
    expect_no_date_at_all("元年5月1日");
    expect_no_date_at_all("2025年元月1日");
}

static void the_last_day_of_an_era_is_plain_and_the_next_is_noted(void **state)
{
    (void)state;
    expect_read("明治45年7月29日", 1912, 7, 29, MUS_DATE_PLAIN);
    expect_read("明治45年7月30日", 1912, 7, 30, MUS_DATE_PLAIN);
    expect_read("明治45年7月31日", 1912, 7, 31, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("大正15年12月25日", 1926, 12, 25, MUS_DATE_PLAIN);
    expect_read("大正15年12月26日", 1926, 12, 26, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("昭和64年1月7日", 1989, 1, 7, MUS_DATE_PLAIN);
    expect_read("昭和64年1月8日", 1989, 1, 8, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("平成31年4月30日", 2019, 4, 30, MUS_DATE_PLAIN);
    expect_read("平成31年5月1日", 2019, 5, 1, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("平成31年5月2日", 2019, 5, 2, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("昭和100年4月1日", 2025, 4, 1, MUS_DATE_ERA_PAST_ITS_END);
    expect_read("R100.12.31", 2118, 12, 31, MUS_DATE_PLAIN);
}

static void a_day_before_its_era_is_refused(void **state)
{
    (void)state;
    expect_refused("令和元年4月30日", "no such date \"令和元年4月30日\": 令和 began on 2019-05-01");
    expect_refused("R1.1.1", "no such date \"R1.1.1\": 令和 began on 2019-05-01");
    expect_refused("平成元年1月7日", "no such date \"平成元年1月7日\": 平成 began on 1989-01-08");
    expect_refused("S1.12.24", "no such date \"S1.12.24\": 昭和 began on 1926-12-25");
    expect_refused("大正元年7月29日", "no such date \"大正元年7月29日\": 大正 began on 1912-07-30");
    expect_refused("明治元年1月24日", "no such date \"明治元年1月24日\": 明治 began on 1868-01-25");
}

static void a_day_that_does_not_exist_is_refused_as_it_was_written(void **state)
{
    (void)state;
    expect_refused("令和7年2月30日", "no such date \"令和7年2月30日\"");
    expect_refused("R7.2.30", "no such date \"R7.2.30\"");
    expect_refused(" 2025-02-29 ", "no such date \"2025-02-29\"");
    expect_refused("20251301", "no such date \"20251301\"");
    expect_refused("2025/0/1", "no such date \"2025/0/1\"");
    expect_refused("2025/4/0", "no such date \"2025/4/0\"");
    expect_refused("2025年4月31日", "no such date \"2025年4月31日\"");
    expect_refused("令和0年5月1日", "no such date \"令和0年5月1日\"");
    expect_refused("令和元年2月29日", "no such date \"令和元年2月29日\"");
    expect_refused("00000000", "no such date \"00000000\"");
}

static void years_before_1600_are_refused(void **state)
{
    (void)state;
    expect_refused("1599-12-31", "date \"1599-12-31\" lies outside the years 1600 to 9999");
    expect_refused("0001/1/1", "date \"0001/1/1\" lies outside the years 1600 to 9999");
    expect_read("1600-01-01", 1600, 1, 1, MUS_DATE_PLAIN);
    expect_read("9999-12-31", 9999, 12, 31, MUS_DATE_PLAIN);
}

static void what_is_no_date_is_refused_with_what_was_expected(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",
        "　",
        "soon",
        "未定",
        "2025",
        "2025年",
        "2025年4月",
        "令和7年",
        "令和7年4月",
        "R7.4",
        "2025-04",
        "4月1日",
        "4/1",
        "25-04-01",
        "25/4/1",
        "7.4.1",
        "12025-04-01",
        "2025-004-01",
        "2025-04-001",
        "2025-04/01",
        "2025/04-01",
        "2025.4-1",
        "2025年4/1",
        "2025-4月1日",
        "2025年4月1",
        "2025 04 01",
        "202504",
        "2025040",
        "202504010",
        "2025-/4/1",
        "2025--4-1",
        "-2025-04-01",
        "2025-04-01-",
        "2025-04-01x",
        "令和年4月1日",
        "令和1234年4月1日",
        "昭7.4.1",
        "X7.4.1",
        "R-7.4.1",
        "RR7.4.1",
        "R25-4-1年",
        "+2025-04-01",
        "2025-04-0一",
        "２０２５年四月一日",

        "45748",
        "2025-04-01 noon",
        "2025-04-01T",
        "2025-04-01 12",
        "2025-04-01 12:",
        "2025-04-01 12:3",
        "2025-04-01 12:30:5",
        "2025-04-01 12:30:",
        "2025-04-01 12:30:05.",
        "2025-04-01 123:00",
        "2025-04-01 12:30Z",
        "2025-04-01T12:30:00+09:00",
        "2025-04-0112:30",
        "2025-04-01 T12:30",
        "2025-04-01 12.30",
        "2025-04-01 12:30 PM",
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        expect_no_date_at_all(none[i]);
    }
}

static void bytes_after_a_nul_are_read_too(void **state)
{
    (void)state;
    mus_date date;
    assert_int_equal(mus_date_read(MUS_TEXT("2025-04-01\0"), &date, NULL, NULL), MUS_INVALID);
    assert_int_equal(mus_date_read(MUS_TEXT("2025-04-01 \0"), &date, NULL, NULL), MUS_INVALID);
    assert_int_equal(mus_date_read(MUS_NO_TEXT, &date, NULL, NULL), MUS_INVALID);
}

static void bytes_that_are_not_utf8_are_refused(void **state)
{
    (void)state;
    expect_refused("2025-04-01\xFF",
                   "expected a date such as 2025-04-01 or 令和7年4月1日, found \"2025-04-01?\"");
    expect_refused("\xE4\xBB", "expected a date such as 2025-04-01 or 令和7年4月1日, found \"??\"");
}

static void a_long_text_is_quoted_in_part(void **state)
{
    (void)state;
    char text[1001];
    struct mus_error err;
    mus_date date;
    memset(text, 0x39, 1000);
    text[1000] = 0;
    assert_int_equal(mus_date_read(mus_text_of(text), &date, NULL, &err), MUS_INVALID);
    assert_int_equal(strlen(err.message), strlen("expected a date such as 2025-04-01 or "
                                                 "令和7年4月1日, found \"\"") +
                                              MUS_ERROR_VALUE_MAX);
}

static void a_valid_time_of_day_is_set_aside(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "2025-04-01 00:00:00",  "2025-04-01T00:00:00",     "2025-04-01t23:59:59",
        "2025/4/1 9:05",        "2025-04-01 00:00:00.000", "2025-04-01T12:30:15.123456789",
        "2025/4/1　１２：３０", "令和7年4月1日 10:00",     "R7.4.1  10:00:59 ",
        "20250401T09:00",       "2025年4月1日 0:00",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        expect_read(forms[i], 2025, 4, 1, MUS_DATE_PLAIN);
    }
}

static void a_time_that_no_clock_shows_is_refused(void **state)
{
    (void)state;
    expect_refused("2025-04-01 24:00", "no such time of day \"2025-04-01 24:00\"");
    expect_refused("2025-04-01 12:60", "no such time of day \"2025-04-01 12:60\"");
    expect_refused("2025-04-01T12:30:60", "no such time of day \"2025-04-01T12:30:60\"");
    expect_refused("2025-02-30 12:30", "no such date \"2025-02-30 12:30\"");
}

static void iso_reads_its_one_form(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",         "2025-4-1",   "2025/04/01", "20250401",   " 2025-04-01", "2025-04-01 ",
        "２０２５", "2025-04-0x", "R7.04.0101", "2025-04_01", "+025-04-01",  "2025--4-01"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct mus_error err;
        char message[MUS_ERROR_MESSAGE_MAX];
        mus_date date = 12345;
        assert_int_equal(mus_date_read_iso(mus_text_of(none[i]), &date, &err), MUS_INVALID);
        snprintf(message, sizeof message, "expected a date such as 2025-04-01, found \"%s\"",
                 none[i]);
        assert_string_equal(err.message, message);
        assert_int_equal(date, 12345);
    }
}

static void iso_refuses_days_that_do_not_exist(void **state)
{
    (void)state;
    struct mus_error err;
    mus_date date = 12345;
    assert_int_equal(mus_date_read_iso(MUS_TEXT("2025-02-30"), &date, &err), MUS_INVALID);
    assert_string_equal(err.message, "no such date \"2025-02-30\"");
    assert_int_equal(mus_date_read_iso(MUS_TEXT("1599-01-01"), &date, &err), MUS_INVALID);
    assert_string_equal(err.message, "date \"1599-01-01\" lies outside the years 1600 to 9999");
    assert_int_equal(mus_date_read_iso(MUS_NO_TEXT, &date, &err), MUS_INVALID);
    assert_int_equal(date, 12345);
}

static void every_form_of_a_fiscal_year_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year;
    } rows[] = {
        {"2025", 2025},       {"FY2025", 2025},       {"fy 2025", 2025},   {"ＦＹ２０２５", 2025},
        {"2025年度", 2025},   {"２０２５年度", 2025}, {"令和7年度", 2025}, {"R7", 2025},
        {"Ｒ７年度", 2025},   {"㋿7年度", 2025},   {"令和7", 2025},     {" 令和 7 年度　", 2025},
        {"令和元年度", 2019}, {"平成31年度", 2019},   {"H31", 2019},       {"平成32年度", 2020},
        {"昭和64年度", 1989}, {"明治元年度", 1868},   {"1600", 1600},      {"9999", 9999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int year = 0;
        struct mus_error err;
        assert_int_equal(mus_fiscal_year_read(mus_text_of(rows[i].text), &year, &err), MUS_OK);
        assert_int_equal(year, rows[i].year);
    }
}

static void what_is_no_fiscal_year_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = {"",         "25",    "FY25",   "7年度",   "2025年",
                                       "令和7年",  "令和",  "20255",  "2025-04", "2025度",
                                       "年度2025", "FYR7",  "R7.4.1", "FY",      "2025年度末",
                                       "2025\xFF", "R1000", "元年度", "2025 26"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct mus_error err;
        char message[MUS_ERROR_MESSAGE_MAX];
        int year = -1;
        assert_int_equal(mus_fiscal_year_read(mus_text_of(none[i]), &year, &err), MUS_INVALID);
        snprintf(message, sizeof message,
                 "expected a fiscal year such as 2025 or 令和7年度, found \"%s\"",
                 strcmp(none[i], "2025\xFF") == 0 ? "2025?" : none[i]);
        assert_string_equal(err.message, message);
        assert_int_equal(year, -1);
    }
    struct mus_error err;
    int year = -1;
    assert_int_equal(mus_fiscal_year_read(MUS_TEXT("R0"), &year, &err), MUS_INVALID);
    assert_string_equal(err.message, "no such fiscal year \"R0\"");
    assert_int_equal(mus_fiscal_year_read(MUS_TEXT("1599"), &year, &err), MUS_INVALID);
    assert_string_equal(err.message, "no such fiscal year \"1599\"");
    assert_int_equal(year, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_a_western_date_is_read),
        cmocka_unit_test(every_form_of_an_era_date_is_read),
        cmocka_unit_test(the_first_year_may_be_written_gannen),
        cmocka_unit_test(the_last_day_of_an_era_is_plain_and_the_next_is_noted),
        cmocka_unit_test(a_day_before_its_era_is_refused),
        cmocka_unit_test(a_day_that_does_not_exist_is_refused_as_it_was_written),
        cmocka_unit_test(years_before_1600_are_refused),
        cmocka_unit_test(what_is_no_date_is_refused_with_what_was_expected),
        cmocka_unit_test(bytes_after_a_nul_are_read_too),
        cmocka_unit_test(bytes_that_are_not_utf8_are_refused),
        cmocka_unit_test(a_long_text_is_quoted_in_part),
        cmocka_unit_test(a_valid_time_of_day_is_set_aside),
        cmocka_unit_test(a_time_that_no_clock_shows_is_refused),
        cmocka_unit_test(iso_reads_its_one_form),
        cmocka_unit_test(iso_refuses_days_that_do_not_exist),
        cmocka_unit_test(every_form_of_a_fiscal_year_is_read),
        cmocka_unit_test(what_is_no_fiscal_year_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
