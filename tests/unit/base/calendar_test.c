#include "base/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/mem.h"

static mus_date day_of(int year, int month, int day)
{
    mus_date date = MUS_NO_DATE;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

static const char *japanese(mus_date date, char out[64])
{
    struct mus_buf buf = {0};
    mus_date_write_japanese(&buf, date);
    assert_int_equal(mus_buf_check(&buf, NULL), MUS_OK);
    assert_in_range(buf.len, 1, 63);
    memcpy(out, buf.data, buf.len + 1);
    mus_buf_done(&buf);
    return out;
}

/* A second calendar that counts day by day, to judge the one that calculates. */
static int plain_days_in_month(int year, int month)
{
    if (month == 2) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void every_day_from_1600_to_9999_is_one_after_the_day_before(void **state)
{
    (void)state;
    mus_date expected = day_of(1600, 1, 1);
    assert_int_equal(expected, -135140);
    for (int year = 1600; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= plain_days_in_month(year, month); day++) {
                mus_date date;
                int parts[3];
                bool ok = mus_date_of(year, month, day, &date);
                mus_date_parts(expected, &parts[0], &parts[1], &parts[2]);
                if (!ok || date != expected || parts[0] != year || parts[1] != month ||
                    parts[2] != day) {
                    fail_msg("%04d-%02d-%02d", year, month, day);
                }
                expected++;
            }
        }
    }
    assert_int_equal(expected - 1, 2932896);
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_of(1969, 12, 31), -1);
    assert_int_equal(day_of(2000, 2, 29), 11016);
    assert_int_equal(day_of(2025, 4, 1), 20179);
    assert_int_equal(day_of(9999, 12, 31), 2932896);
}

static void there_is_no_such_day_outside_the_calendar(void **state)
{
    (void)state;
    static const int none[][3] = {
        {1599, 12, 31},    {10000, 1, 1},        {2025, 0, 1},         {2025, 13, 1},
        {2025, 1, 0},      {2025, 1, 32},        {2025, 4, 31},        {2025, 2, 29},
        {2024, 2, 30},     {1900, 2, 29},        {2100, 2, 29},        {0, 1, 1},
        {-2025, 1, 1},     {2025, -1, 1},        {2025, 1, -1},        {INT32_MIN, 1, 1},
        {INT32_MAX, 1, 1}, {2025, INT32_MAX, 1}, {2025, 1, INT32_MIN},
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        mus_date date = 12345;
        assert_false(mus_date_of(none[i][0], none[i][1], none[i][2], &date));
        assert_int_equal(date, 12345);
    }
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_date last = day_of(9999, 12, 31);
    for (mus_date date = day_of(1600, 1, 1); date <= last; date += date == last ? 1 : 11) {
        mus_date found = MUS_NO_DATE;
        enum mus_date_note note;
        mus_buf_clear(&buf);
        mus_date_write_iso(&buf, date);
        assert_int_equal(mus_date_read_iso(mus_buf_text(&buf), &found, NULL), MUS_OK);
        assert_int_equal(found, date);
        found = MUS_NO_DATE;
        assert_int_equal(mus_date_read(mus_buf_text(&buf), &found, NULL, NULL), MUS_OK);
        assert_int_equal(found, date);
        mus_buf_clear(&buf);
        mus_date_write_japanese(&buf, date);
        /* Era years have three digits at most when they are read. */
        if (date < day_of(3018, 1, 1)) {
            assert_int_equal(mus_date_read(mus_buf_text(&buf), &found, &note, NULL), MUS_OK);
            assert_int_equal(found, date);
            assert_int_equal(note, MUS_DATE_PLAIN);
        }
    }
    mus_buf_done(&buf);
}

static void a_japanese_date_names_the_era_of_its_day(void **state)
{
    (void)state;
    static const struct {
        int year;
        int month;
        int day;
        const char *expected;
    } rows[] = {
        {2025, 4, 1, "令和7年4月1日"},      {2019, 5, 1, "令和元年5月1日"},
        {2019, 12, 31, "令和元年12月31日"}, {2020, 1, 1, "令和2年1月1日"},
        {2019, 4, 30, "平成31年4月30日"},   {1989, 1, 8, "平成元年1月8日"},
        {1989, 1, 7, "昭和64年1月7日"},     {1926, 12, 25, "昭和元年12月25日"},
        {1926, 12, 24, "大正15年12月24日"}, {1912, 7, 30, "大正元年7月30日"},
        {1912, 7, 29, "明治45年7月29日"},   {1873, 1, 1, "明治6年1月1日"},
        {1872, 12, 31, "1872年12月31日"},   {1868, 1, 25, "1868年1月25日"},
        {1868, 1, 24, "1868年1月24日"},     {1600, 1, 1, "1600年1月1日"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[64];
        assert_string_equal(japanese(day_of(rows[i].year, rows[i].month, rows[i].day), out),
                            rows[i].expected);
    }
}

static void writing_without_memory_fails_the_buffer(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct mus_buf buf = {0};
        struct mus_error err;
        mus_mem_fail_at(1, false);
        (kind == 0 ? mus_date_write_iso : mus_date_write_japanese)(&buf, 20179);
        mus_mem_fail_at(0, false);
        assert_int_equal(mus_buf_check(&buf, &err), MUS_NO_MEMORY);
        mus_buf_done(&buf);
    }
}

static void a_fiscal_year_runs_from_april_to_march(void **state)
{
    (void)state;
    assert_int_equal(mus_fiscal_year(day_of(2019, 2, 1)), 2018);
    assert_int_equal(mus_fiscal_year(day_of(2019, 11, 13)), 2019);
    for (int year = 1600; year <= 9999; year++) {
        assert_int_equal(mus_fiscal_year(day_of(year, 1, 1)), year - 1);
        assert_int_equal(mus_fiscal_year(day_of(year, 3, 31)), year - 1);
        assert_int_equal(mus_fiscal_year(day_of(year, 4, 1)), year);
        assert_int_equal(mus_fiscal_year(day_of(year, 12, 31)), year);
    }
}

static void expect_excel(double serial, bool system_1904, int year, int month, int day)
{
    mus_date date = MUS_NO_DATE;
    struct mus_error err;
    assert_int_equal(mus_date_of_excel(serial, system_1904, &date, &err), MUS_OK);
    assert_int_equal(date, day_of(year, month, day));
}

static void expect_no_excel(double serial, bool system_1904, const char *message)
{
    mus_date date = 12345;
    struct mus_error err;
    assert_int_equal(mus_date_of_excel(serial, system_1904, &date, &err), MUS_INVALID);
    assert_string_equal(err.message, message);
    assert_int_equal(date, 12345);
}

static void excel_numbers_of_the_1900_system_are_days(void **state)
{
    (void)state;
    expect_excel(1, false, 1900, 1, 1);
    expect_excel(1.5, false, 1900, 1, 1);
    expect_excel(59, false, 1900, 2, 28);
    expect_excel(59.999, false, 1900, 2, 28);
    expect_excel(61, false, 1900, 3, 1);
    expect_excel(25569, false, 1970, 1, 1);
    expect_excel(45748, false, 2025, 4, 1);
    expect_excel(45748.999988, false, 2025, 4, 1);
    expect_excel(2958465, false, 9999, 12, 31);
    expect_excel(2958465.999, false, 9999, 12, 31);
}

static void excel_numbers_of_the_1904_system_are_days(void **state)
{
    (void)state;
    expect_excel(0, true, 1904, 1, 1);
    expect_excel(-0.0, true, 1904, 1, 1);
    expect_excel(0.75, true, 1904, 1, 1);
    expect_excel(60, true, 1904, 3, 1);
    expect_excel(44286, true, 2025, 4, 1);
    expect_excel(2957003, true, 9999, 12, 31);
}

static void excel_numbers_that_are_no_day_are_refused(void **state)
{
    (void)state;
    expect_no_excel(60, false, "day number 60 means 1900-02-29, a day that never was");
    expect_no_excel(60.5, false, "day number 60 means 1900-02-29, a day that never was");
    expect_no_excel(0, false, "expected a day number from 1 to 2958465, found 0");
    expect_no_excel(0.5, false, "expected a day number from 1 to 2958465, found 0.5");
    expect_no_excel(-1, false, "expected a day number from 1 to 2958465, found -1");
    expect_no_excel(2958466, false, "expected a day number from 1 to 2958465, found 2958466");
    expect_no_excel(1e300, false, "expected a day number from 1 to 2958465, found 1e+300");
    expect_no_excel(-0.25, true, "expected a day number from 0 to 2957003, found -0.25");
    expect_no_excel(2957004, true, "expected a day number from 0 to 2957003, found 2957004");
    expect_no_excel((double)NAN, false, "expected a day number, found one that is not finite");
    expect_no_excel((double)INFINITY, true, "expected a day number, found one that is not finite");
    expect_no_excel(-(double)INFINITY, false,
                    "expected a day number, found one that is not finite");
}

static void a_time_is_written_as_in_tokyo(void **state)
{
    (void)state;
    static const struct {
        uint64_t seconds;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T09:00:00+09:00"},
        {15 * 3600, "1970-01-02T00:00:00+09:00"},
        {UINT64_C(1778461323), "2026-05-11T10:02:03+09:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mus_buf text = {0};
        mus_time_write_tokyo(&text, cases[i].seconds);
        assert_string_equal(text.data, cases[i].text);
        mus_buf_done(&text);
    }
    struct mus_buf last = {0};
    mus_time_write_tokyo(&last, UINT64_MAX);
    assert_int_equal(strncmp(last.data, "9999-12-31T", 11), 0);
    mus_buf_done(&last);
}

static void the_day_in_tokyo_begins_at_three_in_the_afternoon_utc(void **state)
{
    (void)state;
    const int64_t hour_ms = 3600000;
    assert_int_equal(mus_date_in_tokyo(0), 0);
    assert_int_equal(mus_date_in_tokyo(15 * hour_ms - 1), 0);
    assert_int_equal(mus_date_in_tokyo(15 * hour_ms), 1);
    assert_int_equal(mus_date_in_tokyo(-9 * hour_ms), 0);
    assert_int_equal(mus_date_in_tokyo(-9 * hour_ms - 1), -1);
    /* 2025-03-31T15:00:00Z, when the fiscal year 2025 began */
    assert_int_equal(mus_date_in_tokyo(INT64_C(1743433200000)), day_of(2025, 4, 1));
    assert_int_equal(mus_date_in_tokyo(INT64_C(1743433199999)), day_of(2025, 3, 31));
    for (mus_date date = day_of(1600, 1, 2); date < day_of(9999, 12, 31); date += 97) {
        int64_t midnight = (int64_t)date * 24 * hour_ms - 9 * hour_ms;
        assert_int_equal(mus_date_in_tokyo(midnight), date);
        assert_int_equal(mus_date_in_tokyo(midnight - 1), date - 1);
    }
}

static void times_beyond_the_calendar_stop_at_its_ends(void **state)
{
    (void)state;
    assert_int_equal(mus_date_in_tokyo(INT64_MIN), day_of(1600, 1, 1));
    assert_int_equal(mus_date_in_tokyo(INT64_MAX), day_of(9999, 12, 31));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1600_to_9999_is_one_after_the_day_before),
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(there_is_no_such_day_outside_the_calendar),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_japanese_date_names_the_era_of_its_day),
        cmocka_unit_test(writing_without_memory_fails_the_buffer),
        cmocka_unit_test(a_fiscal_year_runs_from_april_to_march),
        cmocka_unit_test(excel_numbers_of_the_1900_system_are_days),
        cmocka_unit_test(excel_numbers_of_the_1904_system_are_days),
        cmocka_unit_test(excel_numbers_that_are_no_day_are_refused),
        cmocka_unit_test(a_time_is_written_as_in_tokyo),
        cmocka_unit_test(the_day_in_tokyo_begins_at_three_in_the_afternoon_utc),
        cmocka_unit_test(times_beyond_the_calendar_stop_at_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
