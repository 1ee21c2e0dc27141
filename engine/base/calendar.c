/* Day numbers follow from one picture: count years from 1 March, so that the leap day is the last
 * day of its year. Then the months' lengths repeat as 31 30 31 30 31 | 31 30 31 30 31 | 31 (28),
 * and the days before month m (0 = March) are (153 m + 2) / 5. 400 such years have 146097 days.
 *
 * What a text says is taken first; then shape, time, existence and era are judged in that order,
 * each with its own message. */
#include "base/calendar.h"

#include "base/scan.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

enum {
    FIRST_YEAR = 1600,
    LAST_YEAR = 9999,
    FIRST_DAY = -135140, /* 1600-01-01 */
    LAST_DAY = 2932896,  /* 9999-12-31 */
    DAYS_IN_400_YEARS = 146097,
    DAYS_BEFORE_1970 = 719468, /* from 0000-03-01 */
    /* The lunar calendar ended with Meiji 5: only from here are era dates Gregorian ones. */
    FIRST_GREGORIAN_DAY = -35428, /* 1873-01-01 */
};

/* The first and the last day as YYYYMMDD, which compare like the days themselves. Two emperors
 * died on the day that the next era began: that day belongs to both eras when it is read, and to
 * the new one when it is written. */
struct era {
    const char *name;
    const char *sign;
    const char *letter;
    int first_year;
    int first;
    int last;
};

static const struct era ERAS[] = {
    {"明治", "㍾", "m", 1868, 18680125, 19120730},  {"大正", "㍽", "t", 1912, 19120730, 19261225},
    {"昭和", "㍼", "s", 1926, 19261225, 19890107},  {"平成", "㍻", "h", 1989, 19890108, 20190430},
    {"令和", "㋿", "r", 2019, 20190501, 99991231},
};
enum { ERA_COUNT = sizeof ERAS / sizeof ERAS[0] };

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

bool mus_date_of(int year, int month, int day, mus_date *date)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month)) {
        return false;
    }
    int march_year = month > 2 ? year : year - 1;
    int march_month = (month + 9) % 12;
    int cycle = march_year / 400;
    int in_cycle = march_year % 400;
    int day_in_cycle =
        in_cycle * 365 + in_cycle / 4 - in_cycle / 100 + (153 * march_month + 2) / 5 + day - 1;
    *date = cycle * DAYS_IN_400_YEARS + day_in_cycle - DAYS_BEFORE_1970;
    return true;
}

bool mus_date_exists(mus_date date)
{
    return date >= FIRST_DAY && date <= LAST_DAY;
}

void mus_date_parts(mus_date date, int *year, int *month, int *day)
{
    assert(mus_date_exists(date));
    int days = date + DAYS_BEFORE_1970;
    int cycle = days / DAYS_IN_400_YEARS;
    int in_cycle = days % DAYS_IN_400_YEARS;
    /* Take out the leap days that went before (one in 1461 days, none in the last of 36524, one in
     * the last of 146097); what is left has 365 days a year. */
    int year_in_cycle = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int in_year = in_cycle - (365 * year_in_cycle + year_in_cycle / 4 - year_in_cycle / 100);
    int march_month = (5 * in_year + 2) / 153;
    *day = in_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = cycle * 400 + year_in_cycle + (*month <= 2 ? 1 : 0);
}

/* Reading */

/* The hyphen key gives most of these, depending on the mode of the keyboard. */
static const char HYPHENS[] = "-‐‑‒–—―−ー";

/* What the text says, before anyone has asked whether there is such a day. */
struct written_date {
    const struct era *era; /* NULL: a Western year */
    int year;
    int month;
    int day;
};

static const struct era *take_era(struct mus_scan *scan)
{
    for (size_t i = 0; i < ERA_COUNT; i++) {
        const struct era *era = &ERAS[i];
        if (mus_scan_word(scan, era->name) || mus_scan_word(scan, era->sign) ||
            mus_scan_word(scan, era->letter)) {
            return era;
        }
    }
    return NULL;
}

/* A year of an era: 元, or up to three digits, because 昭和100年 goes on in some old programs. */
static bool take_era_year(struct mus_scan *scan, int *year)
{
    if (mus_scan_word(scan, "元")) {
        *year = 1;
        return true;
    }
    return mus_scan_digits(scan, 3, year) > 0;
}

/* One of the signs, and a number of one or two digits; nothing is taken of half a part. */
static bool take_part(struct mus_scan *scan, const char *signs, int *number)
{
    struct mus_scan ahead = *scan;
    mus_scan_blanks(&ahead);
    if (!mus_scan_one_of(&ahead, signs)) {
        return false;
    }
    mus_scan_blanks(&ahead);
    if (mus_scan_digits(&ahead, 2, number) == 0) {
        return false;
    }
    *scan = ahead;
    return true;
}

/* The same sign between year and month, month and day. */
static bool take_month_and_day(struct mus_scan *scan, struct written_date *written)
{
    static const char *const separators[] = {HYPHENS, "/", "."};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        if (take_part(scan, separators[i], &written->month)) {
            return take_part(scan, separators[i], &written->day);
        }
    }
    if (!take_part(scan, "年", &written->month) || !take_part(scan, "月", &written->day)) {
        return false;
    }
    mus_scan_blanks(scan);
    return mus_scan_word(scan, "日");
}

static bool take_date(struct mus_scan *scan, struct written_date *written)
{
    written->era = take_era(scan);
    if (written->era != NULL) {
        mus_scan_blanks(scan);
        return take_era_year(scan, &written->year) && take_month_and_day(scan, written);
    }
    if (mus_scan_digits(scan, 4, &written->year) < 4) {
        return false;
    }
    int packed;
    int digits = mus_scan_digits(scan, 4, &packed);
    if (digits == 0) {
        return take_month_and_day(scan, written);
    }
    written->month = packed / 100;
    written->day = packed % 100;
    return digits == 4;
}

/* Nothing, or a time of day after a blank or T. False where it is neither; *valid says whether the
 * clock can show it. A time zone is not taken: it could move the day. */
static bool take_time_of_day(struct mus_scan *scan, bool *valid)
{
    *valid = true;
    bool apart = mus_scan_blanks(scan);
    if (mus_scan_at_end(scan)) {
        return true;
    }
    if (!apart && !mus_scan_word(scan, "t")) {
        return false;
    }
    int hour;
    int minute;
    int second = 0;
    if (mus_scan_digits(scan, 2, &hour) == 0 || !mus_scan_word(scan, ":") ||
        mus_scan_digits(scan, 2, &minute) < 2) {
        return false;
    }
    if (mus_scan_word(scan, ":")) {
        int fraction;
        if (mus_scan_digits(scan, 2, &second) < 2 ||
            (mus_scan_word(scan, ".") && mus_scan_digits(scan, 9, &fraction) == 0)) {
            return false;
        }
    }
    *valid = hour < 24 && minute < 60 && second < 60;
    mus_scan_blanks(scan);
    return mus_scan_at_end(scan);
}

/* At the first character that is not blank. *text loses its blanks, for messages. */
static struct mus_scan scan_of(struct mus_text *text)
{
    *text = mus_text_trim(*text);
    struct mus_scan scan = {.text = *text};
    mus_scan_blanks(&scan);
    return scan;
}

static enum mus_status fail_shape(struct mus_text text, struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID,
                    "expected a date such as 2025-04-01 or 令和7年4月1日, found \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(text));
}

/* Asks whether there is such a day; text is what to quote. */
static enum mus_status resolve(const struct written_date *written, struct mus_text text,
                               mus_date *date, enum mus_date_note *note, struct mus_error *err)
{
    const struct era *era = written->era;
    int year = era == NULL ? written->year : era->first_year + written->year - 1;
    if (written->month >= 1 && written->month <= 12 && (year < FIRST_YEAR || year > LAST_YEAR)) {
        return mus_fail(err, MUS_INVALID, "date \"%.*s\" lies outside the years %d to %d",
                        MUS_TEXT_SHORT_ARG(text), FIRST_YEAR, LAST_YEAR);
    }
    mus_date found;
    if ((era != NULL && written->year == 0) ||
        !mus_date_of(year, written->month, written->day, &found)) {
        return mus_fail(err, MUS_INVALID, "no such date \"%.*s\"", MUS_TEXT_SHORT_ARG(text));
    }
    int packed = (year * 100 + written->month) * 100 + written->day;
    if (era != NULL && packed < era->first) {
        return mus_fail(err, MUS_INVALID, "no such date \"%.*s\": %s began on %04d-%02d-%02d",
                        MUS_TEXT_SHORT_ARG(text), era->name, era->first / 10000,
                        era->first / 100 % 100, era->first % 100);
    }
    *date = found;
    if (note != NULL) {
        *note = era != NULL && packed > era->last ? MUS_DATE_ERA_PAST_ITS_END : MUS_DATE_PLAIN;
    }
    return MUS_OK;
}

enum mus_status mus_date_read(struct mus_text text, mus_date *date, enum mus_date_note *note,
                              struct mus_error *err)
{
    struct mus_scan scan = scan_of(&text);
    struct written_date written;
    bool valid_time;
    if (!take_date(&scan, &written) || !take_time_of_day(&scan, &valid_time)) {
        return fail_shape(text, err);
    }
    if (!valid_time) {
        return mus_fail(err, MUS_INVALID, "no such time of day \"%.*s\"", MUS_TEXT_SHORT_ARG(text));
    }
    return resolve(&written, text, date, note, err);
}

static bool all_digits(const char *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return false;
        }
    }
    return true;
}

enum mus_status mus_date_read_iso(struct mus_text text, mus_date *date, struct mus_error *err)
{
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' || !all_digits(text.ptr, 4) ||
        !all_digits(text.ptr + 5, 2) || !all_digits(text.ptr + 8, 2)) {
        return mus_fail(err, MUS_INVALID, "expected a date such as 2025-04-01, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(text));
    }
    struct mus_scan scan = {.text = text};
    struct written_date written = {0};
    bool shaped = take_date(&scan, &written);
    assert(shaped);
    (void)shaped;
    return resolve(&written, text, date, NULL, err);
}

/* Writing */

void mus_date_write_iso(struct mus_buf *out, mus_date date)
{
    int year;
    int month;
    int day;
    mus_date_parts(date, &year, &month, &day);
    mus_buf_printf(out, "%04d-%02d-%02d", year, month, day);
}

void mus_date_write_japanese(struct mus_buf *out, mus_date date)
{
    int year;
    int month;
    int day;
    mus_date_parts(date, &year, &month, &day);
    int packed = (year * 100 + month) * 100 + day;
    size_t i = ERA_COUNT;
    while (i > 0 && packed < ERAS[i - 1].first) {
        i--;
    }
    if (i == 0 || date < FIRST_GREGORIAN_DAY) {
        mus_buf_printf(out, "%d年%d月%d日", year, month, day);
        return;
    }
    const struct era *era = &ERAS[i - 1];
    mus_buf_add_z(out, era->name);
    if (year == era->first_year) {
        mus_buf_add_z(out, "元");
    } else {
        mus_buf_printf(out, "%d", year - era->first_year + 1);
    }
    mus_buf_printf(out, "年%d月%d日", month, day);
}

/* Fiscal years */

int mus_fiscal_year(mus_date date)
{
    int year;
    int month;
    int day;
    mus_date_parts(date, &year, &month, &day);
    return month >= 4 ? year : year - 1;
}

/* [FY] year or era and year, then 年度 or nothing. */
static bool take_fiscal_year(struct mus_scan *scan, int *year)
{
    const struct era *era = take_era(scan);
    if (era != NULL) {
        mus_scan_blanks(scan);
        if (!take_era_year(scan, year)) {
            return false;
        }
        *year = *year == 0 ? 0 : *year + era->first_year - 1;
    } else {
        if (mus_scan_word(scan, "fy")) {
            mus_scan_blanks(scan);
        }
        if (mus_scan_digits(scan, 4, year) < 4) {
            return false;
        }
    }
    mus_scan_blanks(scan);
    mus_scan_word(scan, "年度");
    mus_scan_blanks(scan);
    return mus_scan_at_end(scan);
}

enum mus_status mus_fiscal_year_read(struct mus_text text, int *year, struct mus_error *err)
{
    struct mus_scan scan = scan_of(&text);
    int found;
    if (!take_fiscal_year(&scan, &found)) {
        return mus_fail(err, MUS_INVALID,
                        "expected a fiscal year such as 2025 or 令和7年度, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(text));
    }
    if (found < FIRST_YEAR || found > LAST_YEAR) {
        return mus_fail(err, MUS_INVALID, "no such fiscal year \"%.*s\"", MUS_TEXT_SHORT_ARG(text));
    }
    *year = found;
    return MUS_OK;
}

/* Excel */

enum mus_status mus_date_of_excel(double serial, bool system_1904, mus_date *date,
                                  struct mus_error *err)
{
    /* Day 0 of each system as a mus_date. In the 1900 system it is 1899-12-31 up to serial 59, and
     * one day earlier from 61 on, because serial 60 was given to a 29 February that never was. */
    enum { DAY_0_OF_1900 = -25568, DAY_0_OF_1904 = -24107, NO_SUCH_SERIAL = 60 };
    int first = system_1904 ? 0 : 1;
    int last = LAST_DAY - (system_1904 ? DAY_0_OF_1904 : DAY_0_OF_1900 - 1);
    if (!(serial >= first && serial < (double)last + 1)) {
        if (!isfinite(serial)) {
            return mus_fail(err, MUS_INVALID,
                            "expected a day number, found one that is not finite");
        }
        return mus_fail(err, MUS_INVALID, "expected a day number from %d to %d, found %.15g", first,
                        last, serial);
    }
    int days = (int)serial;
    if (system_1904) {
        *date = DAY_0_OF_1904 + days;
        return MUS_OK;
    }
    if (days == NO_SUCH_SERIAL) {
        return mus_fail(err, MUS_INVALID, "day number 60 means 1900-02-29, a day that never was");
    }
    *date = DAY_0_OF_1900 + days - (days > NO_SUCH_SERIAL ? 1 : 0);
    return MUS_OK;
}

mus_date mus_date_in_tokyo(int64_t unix_ms)
{
    const int64_t day_ms = INT64_C(86400000);
    const int64_t ahead_ms = INT64_C(9) * 3600 * 1000;
    /* Times beyond the calendar stop at its ends; this also keeps the sum from overflowing. */
    if (unix_ms <= FIRST_DAY * day_ms) {
        return FIRST_DAY;
    }
    if (unix_ms >= (LAST_DAY + 1) * day_ms - ahead_ms) {
        return LAST_DAY;
    }
    int64_t local_ms = unix_ms + ahead_ms;
    int64_t days = local_ms / day_ms - (local_ms % day_ms < 0 ? 1 : 0);
    return (mus_date)days;
}

void mus_time_write_tokyo(struct mus_buf *out, uint64_t unix_seconds)
{
    enum { DAY = 86400, HOUR = 3600, MINUTE = 60, TOKYO = 9 * HOUR };
    const int64_t most = INT64_MAX / 1000 - TOKYO;
    int64_t seconds = unix_seconds > (uint64_t)most ? most : (int64_t)unix_seconds;
    int of_day = (int)((seconds + TOKYO) % DAY);
    mus_date_write_iso(out, mus_date_in_tokyo(seconds * 1000));
    mus_buf_printf(out, "T%02d:%02d:%02d+09:00", of_day / HOUR, of_day % HOUR / MINUTE,
                   of_day % MINUTE);
}
