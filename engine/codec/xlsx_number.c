/* Numbers stay decimal from end to end: no binary floating point, whose digits would depend on the
 * C library and its locale. Excel stores up to 17 digits (1.1 as 1.1000000000000001) and shows 15;
 * rounding the stored digits to 15 gives what it shows. */
#include "codec/xlsx_number.h"

#include "base/calendar.h"

#include <string.h>
#include <strings.h>

#define SHOWN_DIGITS 15
#define DIGITS_MAX 40
/* Beyond this many places before or after the point, numbers are written with an exponent. */
#define PLAIN_PLACES 21
#define DAY_SECONDS 86400

/* 0.d1d2d3… × 10^point; d1 is not 0; no digits at all is zero. */
struct decimal {
    bool negative;
    char digits[DIGITS_MAX];
    int count;
    int point;
};

enum mus_xlsx_look mus_xlsx_look_of_id(uint32_t format_id)
{
    if (format_id == 22) {
        return MUS_XLSX_DATE_TIME;
    }
    if (format_id == 46) {
        return MUS_XLSX_DURATION;
    }
    if ((format_id >= 18 && format_id <= 21) || format_id == 32 || format_id == 33 ||
        format_id == 45 || format_id == 47) {
        return MUS_XLSX_TIME;
    }
    bool date = (format_id >= 14 && format_id <= 17) || (format_id >= 27 && format_id <= 36) ||
                (format_id >= 50 && format_id <= 58);
    return date ? MUS_XLSX_DATE : MUS_XLSX_NUMBER;
}

struct format_scan {
    bool date;     /* years, days, eras */
    bool time;     /* hours, seconds */
    bool month;    /* m: months, or minutes if there are hours or seconds but no date */
    bool duration; /* [h] */
};

/* Passes over what stands for itself: quoted, escaped and padding characters, words. NULL if *at is
 * none of these. */
static const char *pass_literal(const char *at)
{
    static const char *const WORDS[] = {"General", "G/標準", "AM/PM", "A/P", "E+", "E-"};
    if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        return end == NULL ? at + strlen(at) : end + 1;
    }
    if (*at == '\\' || *at == '_' || *at == '*') {
        return at[1] == '\0' ? at + 1 : at + 2;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t len = strlen(WORDS[i]);
        if (strncasecmp(at, WORDS[i], len) == 0) {
            return at + len;
        }
    }
    return NULL;
}

/* [h], [mm], [s] are durations; colours, conditions and locales say nothing. */
static const char *pass_bracket(const char *at, struct format_scan *scan)
{
    const char *end = strchr(at, ']');
    if (end == NULL) {
        return at + strlen(at);
    }
    size_t len = (size_t)(end - at) - 1;
    scan->duration |= len > 0 && strspn(at + 1, "hmsHMS") == len;
    return end + 1;
}

enum mus_xlsx_look mus_xlsx_look_of_code(const char *code)
{
    struct format_scan scan = {0};
    for (const char *at = code; *at != '\0';) {
        const char *next = pass_literal(at);
        if (next == NULL && *at == '[') {
            next = pass_bracket(at, &scan);
        }
        if (next != NULL) {
            at = next;
            continue;
        }
        scan.date |= strchr("yYdDeEgGrRaA", *at) != NULL;
        scan.time |= strchr("hHsS", *at) != NULL;
        scan.month |= *at == 'm' || *at == 'M';
        at++;
    }
    if (scan.duration) {
        return MUS_XLSX_DURATION;
    }
    if (scan.date || (scan.month && !scan.time)) {
        return scan.time ? MUS_XLSX_DATE_TIME : MUS_XLSX_DATE;
    }
    return scan.time ? MUS_XLSX_TIME : MUS_XLSX_NUMBER;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_digit(struct decimal *number, char digit, bool after_point)
{
    if (number->count == 0 && digit == '0') {
        number->point -= after_point;
        return;
    }
    if (number->count < DIGITS_MAX) {
        number->digits[number->count++] = digit;
    }
    number->point += !after_point;
}

/* E+12 at the end of the text. */
static bool read_exponent(struct mus_text text, size_t at, struct decimal *number)
{
    bool negative = false;
    int exponent = 0;
    if (at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-')) {
        negative = text.ptr[at++] == '-';
    }
    if (at == text.len || text.len - at > 4) {
        return false;
    }
    for (; at < text.len; at++) {
        if (!is_digit(text.ptr[at])) {
            return false;
        }
        exponent = exponent * 10 + (text.ptr[at] - '0');
    }
    number->point += negative ? -exponent : exponent;
    return true;
}

static bool read_decimal(struct mus_text text, struct decimal *number)
{
    *number = (struct decimal){0};
    size_t at = 0;
    size_t digits = 0;
    bool after_point = false;
    if (text.len > 1000) {
        return false; /* no number, and its places would not be counted in an int */
    }
    if (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+')) {
        number->negative = text.ptr[at++] == '-';
    }
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (is_digit(c)) {
            add_digit(number, c, after_point);
            digits++;
        } else if (c == '.' && !after_point) {
            after_point = true;
        } else {
            break;
        }
    }
    if (digits == 0) {
        return false;
    }
    if (at == text.len) {
        return true;
    }
    return (text.ptr[at] == 'e' || text.ptr[at] == 'E') && read_exponent(text, at + 1, number);
}

/* To SHOWN_DIGITS, without zeros at the end. */
static void round_decimal(struct decimal *number)
{
    bool up = number->count > SHOWN_DIGITS && number->digits[SHOWN_DIGITS] >= '5';
    if (number->count > SHOWN_DIGITS) {
        number->count = SHOWN_DIGITS;
    }
    while (up && number->count > 0) {
        char *last = &number->digits[number->count - 1];
        if (*last == '9') {
            number->count--;
        } else {
            ++*last;
            up = false;
        }
    }
    if (up) {
        number->digits[0] = '1';
        number->count = 1;
        number->point++;
    }
    while (number->count > 0 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
}

static void write_zeros(struct mus_buf *out, int count)
{
    for (int i = 0; i < count; i++) {
        mus_buf_add_byte(out, '0');
    }
}

static void write_decimal(const struct decimal *number, struct mus_buf *out)
{
    int point = number->point;
    size_t count = (size_t)number->count;
    if (count == 0) {
        mus_buf_add_byte(out, '0');
        return;
    }
    if (number->negative) {
        mus_buf_add_byte(out, '-');
    }
    if (point > PLAIN_PLACES || point < -PLAIN_PLACES) {
        mus_buf_add_byte(out, (unsigned char)number->digits[0]);
        mus_buf_add_z(out, count > 1 ? "." : "");
        mus_buf_add(out, number->digits + 1, count - 1);
        mus_buf_printf(out, "E%+d", point - 1);
    } else if (point <= 0) {
        mus_buf_add_z(out, "0.");
        write_zeros(out, -point);
        mus_buf_add(out, number->digits, count);
    } else if ((size_t)point >= count) {
        mus_buf_add(out, number->digits, count);
        write_zeros(out, point - (int)count);
    } else {
        mus_buf_add(out, number->digits, (size_t)point);
        mus_buf_add_byte(out, '.');
        mus_buf_add(out, number->digits + point, count - (size_t)point);
    }
}

/* The digit at this place: 0 is the first before the point, -1 the first behind it. */
static uint64_t digit_at(const struct decimal *number, int place)
{
    int index = number->point - 1 - place;
    return index < 0 || index >= number->count ? 0 : (uint64_t)(number->digits[index] - '0');
}

/* The days and the nearest second of the day; false where this is no moment that could be shown. */
static bool split_serial(const struct decimal *number, uint64_t *days, uint64_t *seconds)
{
    if (number->negative || number->point > 7) {
        return false;
    }
    uint64_t whole = 0;
    uint64_t part = 0;
    for (int place = 6; place >= 0; place--) {
        whole = whole * 10 + digit_at(number, place);
    }
    for (int place = -1; place >= -12; place--) {
        part = part * 10 + digit_at(number, place);
    }
    uint64_t rounded = (part * DAY_SECONDS + 500000000000) / 1000000000000;
    *days = whole + rounded / DAY_SECONDS;
    *seconds = rounded % DAY_SECONDS;
    return true;
}

static void write_time(uint64_t seconds, bool always_seconds, struct mus_buf *out)
{
    mus_buf_printf(out, "%02u:%02u", (unsigned)(seconds / 3600), (unsigned)(seconds / 60 % 60));
    if (always_seconds || seconds % 60 != 0) {
        mus_buf_printf(out, ":%02u", (unsigned)(seconds % 60));
    }
}

/* False if it cannot be shown so. */
static bool write_moment(const struct decimal *number, enum mus_xlsx_look look, bool system_1904,
                         struct mus_buf *out)
{
    uint64_t days;
    uint64_t seconds;
    if (!split_serial(number, &days, &seconds)) {
        return false;
    }
    if (look == MUS_XLSX_TIME || look == MUS_XLSX_DURATION) {
        write_time(look == MUS_XLSX_TIME ? seconds : days * DAY_SECONDS + seconds, false, out);
        return true;
    }
    mus_date date;
    if (mus_date_of_excel((double)days, system_1904, &date, NULL) != MUS_OK) {
        return false;
    }
    mus_date_write_iso(out, date);
    if (look == MUS_XLSX_DATE_TIME && seconds != 0) {
        mus_buf_add_byte(out, ' ');
        write_time(seconds, true, out);
    }
    return true;
}

/* A plain integer is kept as it is, however long. */
static bool is_plain_integer(struct mus_text text)
{
    size_t at = text.len > 0 && text.ptr[0] == '-';
    if (at == text.len || (text.ptr[at] == '0' && text.len > 1)) {
        return false;
    }
    while (at < text.len && is_digit(text.ptr[at])) {
        at++;
    }
    return at == text.len;
}

void mus_xlsx_write_number(struct mus_text stored, enum mus_xlsx_look look, bool system_1904,
                           struct mus_buf *out)
{
    struct mus_text text = mus_text_trim(stored);
    struct decimal number;
    if (!read_decimal(text, &number)) {
        mus_buf_add_text(out, text);
        return;
    }
    round_decimal(&number);
    if (look != MUS_XLSX_NUMBER && write_moment(&number, look, system_1904, out)) {
        return;
    }
    if (is_plain_integer(text)) {
        mus_buf_add_text(out, text);
    } else {
        write_decimal(&number, out);
    }
}
