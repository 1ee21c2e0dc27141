/* A figure is a row of steps, each a number times what it counts in:
 *
 *     1億 2,000 万 円        2億 3千 5百 万
 *     ── 兆億万: the large units; each multiplies the section before it
 *                               ──── 千百十: the small units, inside a section
 *
 * Every step must be smaller than the unit before it, which is what makes "1億20,000万" a slip of
 * the pen and not 300,000,000. Numbers are kept as an integer and a count of decimals, so
 * that 1.5億 is exact and nothing is ever floating point. */
#include "codec/amount.h"

#include "base/scan.h"

#include <assert.h>
#include <stddef.h>

struct unit_name {
    const char *name;
    int64_t unit;
};

static const struct unit_name LARGE[] = {
    {"兆", 1000000000000}, {"億", 100000000}, {"万", 10000}, {NULL, 1}};
static const struct unit_name SMALL[] = {{"千", 1000}, {"百", 100}, {"十", 10}, {NULL, 1}};

/* digits / 10^decimals, without trailing zeros behind the point. */
struct number {
    int64_t digits;
    int decimals;
};

struct step {
    struct number number;
    int64_t small;
    int64_t large;
};

enum { MAX_STEPS = 4 * 4 }; /* every large unit with every small one */

struct figure {
    struct step steps[MAX_STEPS];
    size_t count;
    bool named; /* a unit stands in it */
};

enum outcome { TAKEN, NOT_A_NUMBER, NOT_WHOLE, TOO_LARGE };

/* What stands around the figure. */
struct dress {
    bool minus;
    bool open; /* a "(" waits for its ")" */
    bool money;
    bool own_unit; /* the text says what it counts in */
};

static bool at_digit(const struct mus_scan *scan)
{
    int32_t c = mus_scan_peek(scan);
    return c >= '0' && c <= '9';
}

static bool append_digit(int64_t *number, int digit)
{
    return !__builtin_mul_overflow(*number, 10, number) &&
           !__builtin_add_overflow(*number, digit, number);
}

/* 1234 or 1,234,567. A group of three never follows a zero alone: "0,123" is somebody's decimal
 * comma. */
static enum outcome take_integer(struct mus_scan *scan, int64_t *number)
{
    int leading = 0;
    int first = 0;
    int digit;
    bool fits = true;
    *number = 0;
    for (; mus_scan_digits(scan, 1, &digit) == 1; leading++) {
        fits = fits && append_digit(number, digit);
        first = leading == 0 ? digit : first;
    }
    if (leading == 0) {
        return NOT_A_NUMBER;
    }
    while (mus_scan_word(scan, ",")) {
        int group;
        if (leading > 3 || first == 0 || mus_scan_digits(scan, 3, &group) != 3 || at_digit(scan)) {
            return NOT_A_NUMBER;
        }
        fits = fits && !__builtin_mul_overflow(*number, 1000, number) &&
               !__builtin_add_overflow(*number, group, number);
    }
    return fits ? TAKEN : TOO_LARGE;
}

/* The digits behind a point. More of them than an integer holds are more than any unit makes
 * whole. */
static enum outcome take_decimals(struct mus_scan *scan, struct number *number)
{
    enum { ENOUGH = 64 }; /* zeros beyond this make no difference to that */
    int zeros = 0;        /* not yet counted in: they matter only if another digit follows */
    int digit;
    bool fits = true;
    if (!at_digit(scan)) {
        return NOT_A_NUMBER;
    }
    while (mus_scan_digits(scan, 1, &digit) == 1) {
        if (digit == 0) {
            zeros += zeros < ENOUGH ? 1 : 0;
            continue;
        }
        for (; zeros > 0 && fits; zeros--, number->decimals++) {
            fits = append_digit(&number->digits, 0);
        }
        fits = fits && append_digit(&number->digits, digit);
        number->decimals += fits ? 1 : 0;
    }
    return fits ? TAKEN : NOT_WHOLE;
}

static enum outcome take_number(struct mus_scan *scan, struct number *number)
{
    number->decimals = 0;
    enum outcome outcome = take_integer(scan, &number->digits);
    if (outcome == NOT_A_NUMBER || !mus_scan_word(scan, ".")) {
        return outcome;
    }
    enum outcome behind = take_decimals(scan, number);
    return outcome == TAKEN || behind == NOT_A_NUMBER ? behind : outcome;
}

/* Takes the factor out of number × unit as often as there are decimals; false where it cannot. */
static bool divide_out(int64_t factor, int times, int64_t *digits, int64_t *unit)
{
    for (; times > 0; times--) {
        int64_t *divisible = *unit % factor == 0 ? unit : digits;
        if (*divisible % factor != 0) {
            return false;
        }
        *divisible /= factor;
    }
    return true;
}

/* number × unit, refused where it is not whole. */
static enum outcome scale(struct number number, int64_t unit, int64_t *value)
{
    int64_t digits = number.digits;
    if (!divide_out(2, number.decimals, &digits, &unit) ||
        !divide_out(5, number.decimals, &digits, &unit)) {
        return NOT_WHOLE;
    }
    return __builtin_mul_overflow(digits, unit, value) ? TOO_LARGE : TAKEN;
}

static int64_t take_unit(struct mus_scan *scan, const struct unit_name *names, bool *named)
{
    mus_scan_blanks(scan);
    while (names->name != NULL && !mus_scan_word(scan, names->name)) {
        names++;
    }
    *named = *named || names->name != NULL;
    return names->unit;
}

/* Numbers with falling small units, up to the next large unit. */
static enum outcome take_section(struct mus_scan *scan, struct figure *figure)
{
    enum outcome worst = TAKEN;
    int64_t before = INT64_MAX;
    do {
        assert(figure->count < MAX_STEPS);
        struct step *step = &figure->steps[figure->count++];
        enum outcome outcome = take_number(scan, &step->number);
        step->small = take_unit(scan, SMALL, &figure->named);
        if (outcome == NOT_A_NUMBER || step->small >= before) {
            return NOT_A_NUMBER;
        }
        worst = worst == TAKEN ? outcome : worst;
        before = step->small;
        mus_scan_blanks(scan);
    } while (before > 1 && at_digit(scan));
    return worst;
}

/* Sections with falling large units. Only the shape is judged; what is too large or not whole is
 * reported once nothing else is wrong with it. */
static enum outcome take_figure(struct mus_scan *scan, struct figure *figure)
{
    enum outcome worst = TAKEN;
    int64_t before = INT64_MAX;
    do {
        size_t first = figure->count;
        enum outcome outcome = take_section(scan, figure);
        int64_t large = take_unit(scan, LARGE, &figure->named);
        if (outcome == NOT_A_NUMBER || large >= before) {
            return NOT_A_NUMBER;
        }
        for (size_t i = first; i < figure->count; i++) {
            figure->steps[i].large = large;
        }
        worst = worst == TAKEN ? outcome : worst;
        before = large;
        mus_scan_blanks(scan);
    } while (before > 1 && at_digit(scan));
    return worst;
}

/* What the step at i must stay under: the unit of the step before it, or the large unit alone
 * where a new section begins (3千億 is followed by less than 1億). */
static int64_t bound_of(const struct figure *figure, size_t i)
{
    assert(i > 0);
    const struct step *before = &figure->steps[i - 1];
    return before->large == figure->steps[i].large ? before->large * before->small : before->large;
}

/* The sum of the steps. unit, the column's, is 1 unless the figure is one bare number, so that the
 * products of units stay below 10^15 but for that number's. */
static enum outcome sum_of(const struct figure *figure, int64_t unit, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < figure->count; i++) {
        const struct step *step = &figure->steps[i];
        int64_t value;
        enum outcome outcome = scale(step->number, unit * step->large * step->small, &value);
        if (outcome != TAKEN) {
            return outcome;
        }
        if (i > 0 && value >= bound_of(figure, i)) {
            return NOT_A_NUMBER;
        }
        if (__builtin_add_overflow(*sum, value, sum)) {
            return TOO_LARGE;
        }
    }
    return TAKEN;
}

/* False where something stands there twice. */
static bool take_prefix(struct mus_scan *scan, struct dress *dress)
{
    bool about = false;
    for (bool *seen = NULL;; *seen = true) {
        mus_scan_blanks(scan);
        if (mus_scan_word(scan, "約")) {
            seen = &about;
        } else if (mus_scan_one_of(scan, "-−△▲")) {
            seen = &dress->minus;
        } else if (mus_scan_word(scan, "(")) {
            seen = &dress->open;
        } else if (mus_scan_one_of(scan, "¥￥\\") || mus_scan_word(scan, "jpy")) {
            seen = &dress->money;
        } else if (mus_scan_word(scan, "yen")) {
            seen = &dress->money;
            dress->own_unit = true;
        } else {
            return !(dress->minus && dress->open);
        }
        if (*seen) {
            return false;
        }
    }
}

/* Nothing, or one of the suffixes. */
static bool take_unit_suffix(struct mus_scan *scan, struct dress *dress)
{
    if (mus_scan_word(scan, "jpy")) {
        return true;
    }
    bool people = !dress->money && mus_scan_one_of(scan, "人名");
    if (people || mus_scan_word(scan, "円") || mus_scan_word(scan, "yen")) {
        dress->own_unit = true;
        return true;
    }
    return false;
}

static bool take_suffix(struct mus_scan *scan, struct dress *dress)
{
    mus_scan_blanks(scan);
    bool suffixed = take_unit_suffix(scan, dress);
    mus_scan_blanks(scan);
    if (dress->open && !mus_scan_word(scan, ")")) {
        return false;
    }
    mus_scan_blanks(scan);
    if (!suffixed) {
        take_unit_suffix(scan, dress);
        mus_scan_blanks(scan);
    }
    return mus_scan_at_end(scan);
}

static enum outcome take_amount(struct mus_scan *scan, int64_t unit, int64_t *value)
{
    struct dress dress = {0};
    struct figure figure = {0};
    if (!take_prefix(scan, &dress)) {
        return NOT_A_NUMBER;
    }
    enum outcome outcome = take_figure(scan, &figure);
    if (outcome == NOT_A_NUMBER || !take_suffix(scan, &dress)) {
        return NOT_A_NUMBER;
    }
    if (outcome != TAKEN) {
        return outcome;
    }
    int64_t sum;
    outcome = sum_of(&figure, figure.named || dress.own_unit ? 1 : unit, &sum);
    if (outcome == TAKEN) {
        *value = dress.minus || dress.open ? -sum : sum;
    }
    return outcome;
}

static bool says_missing(struct mus_scan scan)
{
    static const char *const runs[] = {"-‐‑‒–—―−ー", ".…‥", "*"};
    static const char *const words[] = {"不明", "非公開", "非公表", "未公開", "未定", "未回答",
                                        "なし", "無し",   "n/a",    "na",     "#n/a"};
    mus_scan_blanks(&scan);
    if (mus_scan_at_end(&scan)) {
        return true;
    }
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        struct mus_scan ahead = scan;
        while (mus_scan_one_of(&ahead, runs[i])) {
        }
        mus_scan_blanks(&ahead);
        if (ahead.at > scan.at && mus_scan_at_end(&ahead)) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct mus_scan ahead = scan;
        bool found = mus_scan_word(&ahead, words[i]);
        mus_scan_blanks(&ahead);
        if (found && mus_scan_at_end(&ahead)) {
            return true;
        }
    }
    return false;
}

enum mus_status mus_amount_read(struct mus_text text, int64_t unit, int64_t *value, bool *missing,
                                struct mus_error *err)
{
    assert(unit >= 1);
    text = mus_text_trim(text);
    struct mus_scan scan = {.text = text};
    if (says_missing(scan)) {
        *missing = true;
        return MUS_OK;
    }
    int64_t found = 0;
    switch (take_amount(&scan, unit, &found)) {
    case TAKEN:
        *value = found;
        *missing = false;
        return MUS_OK;
    case NOT_WHOLE:
        return mus_fail(err, MUS_INVALID, "expected a whole number, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(text));
    case TOO_LARGE:
        return mus_fail(err, MUS_LIMIT,
                        "expected a number of at most 9223372036854775807, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(text));
    case NOT_A_NUMBER:
        break;
    }
    return mus_fail(err, MUS_INVALID, "expected a number, found \"%.*s\"",
                    MUS_TEXT_SHORT_ARG(text));
}
