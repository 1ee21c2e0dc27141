/* Dates as people in Japan write them, fiscal years, and Excel's day numbers.
 *
 * A date is a count of days from 1970-01-01 in the proleptic Gregorian calendar, years 1600 to
 * 9999. Everything here is pure; nothing reads the clock. */
#ifndef MUS_BASE_CALENDAR_H
#define MUS_BASE_CALENDAR_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef int32_t mus_date; /* days from 1970-01-01 */
#define MUS_NO_DATE INT32_MIN

enum mus_date_note {
    MUS_DATE_PLAIN,
    MUS_DATE_ERA_PAST_ITS_END, /* 平成31年5月2日: the era had ended; taken at its face value */
};

/* False where there is no such day. Months and days count from 1. */
bool mus_date_of(int year, int month, int day, mus_date *date);
/* True for a day of these years: false for MUS_NO_DATE, and for damaged counts. */
bool mus_date_exists(mus_date date);
/* Asserts that the day exists. */
void mus_date_parts(mus_date date, int *year, int *month, int *day);

/* Reads 2025-04-01, 2025/4/1, 2025.4.1, 20250401, 2025年4月1日, 令和7年4月1日, R7.4.1, R7/4/1,
 * 令和元年5月1日, ㋿-style single signs (㍻ ㍼ ㋿) and full-width digits, letters and
 * separators; white space around it is set aside. A day that does not exist is MUS_INVALID: no such
 * date "R7.2.30". Eras are Meiji to Reiwa; a day before its era began is refused; a day after its
 * era ended is taken and noted (note may be NULL). Time of day after a blank or T ("2025-04-01
 * 00:00:00") is accepted only if it is a valid time, and set aside; with a time zone it is refused,
 * since that could mean another day. The year of an era has at most three digits. */
enum mus_status mus_date_read(struct mus_text text, mus_date *date, enum mus_date_note *note,
                              struct mus_error *err) MUS_MUST_CHECK;
/* ISO 8601 only: YYYY-MM-DD. For FORMATS' JSON. */
enum mus_status mus_date_read_iso(struct mus_text text, mus_date *date,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* "2025-04-01" and "令和7年4月1日" (before Meiji 6: the Western form 2025年4月1日). */
void mus_date_write_iso(struct mus_buf *out, mus_date date);
void mus_date_write_japanese(struct mus_buf *out, mus_date date);

/* The fiscal year (April to March) that the date lies in. */
int mus_fiscal_year(mus_date date);
/* "2025", "FY2025", "令和7年度", "R7", "２０２５年度": a fiscal year. */
enum mus_status mus_fiscal_year_read(struct mus_text text, int *year,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* Excel's day number; with the 1904 system day 0 is 1904-01-01. In the 1900 system serial 60, the
 * day that never was, and anything below 1 is refused. The fraction of a day is dropped. */
enum mus_status mus_date_of_excel(double serial, bool system_1904, mus_date *date,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* The day in Asia/Tokyo (UTC+9, no summer time) at this count of milliseconds since 1970 UTC. A
 * time beyond the calendar gives its first or last day. */
mus_date mus_date_in_tokyo(int64_t unix_ms);
/* "2026-05-11T10:00:00+09:00", from seconds since 1970 UTC; beyond the calendar its last day. */
void mus_time_write_tokyo(struct mus_buf *out, uint64_t unix_seconds);

#endif
