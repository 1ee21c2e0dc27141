#include "codec/xlsx_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_shown(const char *stored, enum mus_xlsx_look look, bool system_1904,
                         const char *expected)
{
    struct mus_buf out = {0};
    mus_xlsx_write_number(mus_text_of(stored), look, system_1904, &out);
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_buf_done(&out);
}

static void assert_number(const char *stored, const char *expected)
{
    assert_shown(stored, MUS_XLSX_NUMBER, false, expected);
}

static void numbers_are_shown_as_excel_shows_them(void **state)
{
    (void)state;
    assert_number("42", "42");
    assert_number("42.0", "42");
    assert_number("-42.50", "-42.5");
    assert_number("0", "0");
    assert_number("-0", "0");
    assert_number("0.0", "0");
    assert_number("1.1000000000000001", "1.1");
    assert_number("0.30000000000000004", "0.3");
    assert_number("0.1", "0.1");
    assert_number("1E-3", "0.001");
    assert_number("99999999999999.99", "100000000000000");
    assert_number("999999999999999.9", "1000000000000000");
    assert_number(" 7 ", "7");
    assert_number("007", "7");
    assert_number("+5", "5");
    assert_number(".5", "0.5");
}

static void long_numbers_are_given_in_full(void **state)
{
    (void)state;
    assert_number("8700110005901", "8700110005901");
    assert_number("8.7001100059010000E12", "8700110005901");
    assert_number("8.7001100059009998E+12", "8700110005901");
    assert_number("1234567890123456789", "1234567890123456789");
    assert_number("1E+20", "100000000000000000000");
    assert_number("1.5E+22", "1.5E+22");
    assert_number("1E-30", "1E-30");
    assert_number("-1.25e300", "-1.25E+300");
}

static void what_is_no_number_is_kept(void **state)
{
    (void)state;
    assert_number("", "");
    assert_number("INF", "INF");
    assert_number("1.2.3", "1.2.3");
    assert_number("-", "-");
    assert_number("1E", "1E");
    assert_number("1E+", "1E+");
    assert_number("1E99999", "1E99999");
    assert_number("12a", "12a");
}

static void days_are_iso_dates(void **state)
{
    (void)state;
    assert_shown("45748", MUS_XLSX_DATE, false, "2025-04-01");
    assert_shown("45748.0", MUS_XLSX_DATE, false, "2025-04-01");
    assert_shown("45748.75", MUS_XLSX_DATE, false, "2025-04-01");
    assert_shown("44286", MUS_XLSX_DATE, true, "2025-04-01");
    assert_shown("1", MUS_XLSX_DATE, false, "1900-01-01");
    assert_shown("0", MUS_XLSX_DATE, true, "1904-01-01");
    assert_shown("2958465", MUS_XLSX_DATE, false, "9999-12-31");
    assert_shown("45748", MUS_XLSX_DATE_TIME, false, "2025-04-01");
    assert_shown("45748.395833333336", MUS_XLSX_DATE_TIME, false, "2025-04-01 09:30:00");
    assert_shown("45747.99999999999", MUS_XLSX_DATE_TIME, false, "2025-04-01");
}

static void what_is_no_day_stays_a_number(void **state)
{
    (void)state;
    assert_shown("0", MUS_XLSX_DATE, false, "0");
    assert_shown("60", MUS_XLSX_DATE, false, "60");
    assert_shown("-1", MUS_XLSX_DATE, false, "-1");
    assert_shown("2958466", MUS_XLSX_DATE, false, "2958466");
    assert_shown("20250401", MUS_XLSX_DATE, false, "20250401");
    assert_shown("123456789", MUS_XLSX_TIME, false, "123456789");
    assert_shown("令和7年", MUS_XLSX_DATE, false, "令和7年");
}

static void times_are_hours_and_minutes(void **state)
{
    (void)state;
    assert_shown("0.41666666666666669", MUS_XLSX_TIME, false, "10:00");
    assert_shown("0.5", MUS_XLSX_TIME, false, "12:00");
    assert_shown("0", MUS_XLSX_TIME, false, "00:00");
    assert_shown("0.41684027777777777", MUS_XLSX_TIME, false, "10:00:15");
    assert_shown("45748.5", MUS_XLSX_TIME, false, "12:00");
    assert_shown("1.5", MUS_XLSX_DURATION, false, "36:00");
}

static void formats_are_known_by_their_number(void **state)
{
    (void)state;
    for (uint32_t id = 0; id < 200; id++) {
        bool moment = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
                      (id >= 50 && id <= 58);
        assert_int_equal(mus_xlsx_look_of_id(id) != MUS_XLSX_NUMBER, moment);
    }
    assert_int_equal(mus_xlsx_look_of_id(14), MUS_XLSX_DATE);
    assert_int_equal(mus_xlsx_look_of_id(20), MUS_XLSX_TIME);
    assert_int_equal(mus_xlsx_look_of_id(22), MUS_XLSX_DATE_TIME);
    assert_int_equal(mus_xlsx_look_of_id(33), MUS_XLSX_TIME);
    assert_int_equal(mus_xlsx_look_of_id(46), MUS_XLSX_DURATION);
}

struct code {
    const char *code;
    enum mus_xlsx_look look;
};

static void formats_are_known_by_their_code(void **state)
{
    (void)state;
    static const struct code CODES[] = {
        {"General", MUS_XLSX_NUMBER},
        {"G/標準", MUS_XLSX_NUMBER},
        {"0.00E+00", MUS_XLSX_NUMBER},
        {"#,##0_);[Red]\\(#,##0\\)", MUS_XLSX_NUMBER},
        {"#,##0\"yen per day\"", MUS_XLSX_NUMBER},
        {"\"¥\"#,##0", MUS_XLSX_NUMBER},
        {"[$$-409]#,##0.00", MUS_XLSX_NUMBER},
        {"0\\d", MUS_XLSX_NUMBER},
        {"_d0_m", MUS_XLSX_NUMBER},
        {"[DBNum1]0", MUS_XLSX_NUMBER},
        {"@", MUS_XLSX_NUMBER},
        {"", MUS_XLSX_NUMBER},
        {"\"open", MUS_XLSX_NUMBER},
        {"[open", MUS_XLSX_NUMBER},
        {"0\\", MUS_XLSX_NUMBER},
        {"yyyy/m/d", MUS_XLSX_DATE},
        {"yyyy\"年\"m\"月\"d\"日\";@", MUS_XLSX_DATE},
        {"[$-411]ggge\"年\"m\"月\"d\"日\";@", MUS_XLSX_DATE},
        {"[$-ja-JP-x-gannen]ge.m.d;@", MUS_XLSX_DATE},
        {"m\"月\"d\"日\"", MUS_XLSX_DATE},
        {"mmm", MUS_XLSX_DATE},
        {"aaa", MUS_XLSX_DATE},
        {"yyyy/m/d h:mm", MUS_XLSX_DATE_TIME},
        {"m/d/yy h:mm AM/PM", MUS_XLSX_DATE_TIME},
        {"h:mm", MUS_XLSX_TIME},
        {"h:mm AM/PM", MUS_XLSX_TIME},
        {"h\"時\"mm\"分\"", MUS_XLSX_TIME},
        {"mm:ss.0", MUS_XLSX_TIME},
        {"[h]:mm:ss", MUS_XLSX_DURATION},
        {"[mm]:ss", MUS_XLSX_DURATION},
    };
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++) {
        assert_int_equal(mus_xlsx_look_of_code(CODES[i].code), CODES[i].look);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_shown_as_excel_shows_them),
        cmocka_unit_test(long_numbers_are_given_in_full),
        cmocka_unit_test(what_is_no_number_is_kept),
        cmocka_unit_test(days_are_iso_dates),
        cmocka_unit_test(what_is_no_day_stays_a_number),
        cmocka_unit_test(times_are_hours_and_minutes),
        cmocka_unit_test(formats_are_known_by_their_number),
        cmocka_unit_test(formats_are_known_by_their_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
