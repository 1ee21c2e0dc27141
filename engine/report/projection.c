/* Counts are whole numbers; shares of a year and squared coefficients of variation are millionths;
 * means, the shape of the prior and the dispersion are thousandths. In the notation of the
 * negative binomial: with rate λ ~ Gamma(a, b) in units of φ matches a year, K known of a share s,
 *
 *     λ | K ~ Gamma(a + wK/φ, b + ws)        remainder R = φ · Poisson((1 − s) λ)
 *     E R  = φ (1 − s) (a + wK/φ) / (b + ws)
 *     cv²R = φ/E R · (1 + (1 − s)/(b + ws))  +  ((w + b) / ((1 − s)(b + ws)))² · var s
 *
 * where the last term is what not knowing s adds (the derivative of log E R by s). The weight w,
 * from 0 to 1, is how much the known count tells about the rate: of its variance φsλ + λ² var s
 * only the first part would be there if s were known. */
#include "report/projection.h"

#include <assert.h>

#include "matcher/ratio.h"

enum {
    THOUSAND = 1000,
    MILLION = 1000000,
    DAYS = 365,
    GRACE = 92,    /* days after a year's end in which what belongs to it is still written down */
    QUARTER = 91,  /* days */
    PERIODS = 12,  /* of 30.5 days */
    MIN_DAYS = 30, /* with no past and no target nothing is said of the first month */
    EARLY_OR_LATE = 14, /* days that a fair's questionnaires may come before or after others' */
    LINE_ALONE = 8,     /* observations that a straight line counts for, … */
    LINE_WITH_PAST = 1  /* … where the past speaks too */
};

__extension__ typedef unsigned __int128 wide;

/* a · b / c, rounded down; c is not 0 and the result fits. */
static uint64_t scaled(uint64_t a, uint64_t b, uint64_t c)
{
    return (uint64_t)((wide)a * b / c);
}

static uint64_t difference(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

static uint64_t clamped(uint64_t value, uint64_t low, uint64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* ------------------------------------------------------------------ what is known, and when */

static mus_date first_day(int fiscal_year)
{
    mus_date date = 0;
    return mus_date_of(fiscal_year, 4, 1, &date) ? date : 0;
}

/* Written down while the year was fresh. */
static bool is_live(const struct mus_projection_year *year, const struct mus_projection_item *item)
{
    return item->recorded < first_day(year->fiscal_year + 1) + GRACE;
}

struct delays {
    uint64_t days, items;
};

static void add_delays(struct delays *delays, const struct mus_projection_year *year)
{
    for (size_t i = 0; i < year->count; i++) {
        const struct mus_projection_item *item = &year->items[i];
        if (is_live(year, item) && item->recorded > item->date) {
            delays->days += (uint64_t)(item->recorded - item->date);
        }
        delays->items += is_live(year, item);
    }
}

/* In days. */
static int usual_delay(const struct mus_projection_input *input)
{
    struct delays delays = {0};
    add_delays(&delays, &input->year);
    for (size_t i = 0; i < input->past_count; i++) {
        add_delays(&delays, &input->past[i]);
    }
    return delays.items == 0 ? 0 : (int)(delays.days / delays.items);
}

/* ------------------------------------------------------------------ streams */

/* Named matches, reported ones, or both. */
struct stream {
    bool takes[2]; /* named, reported */
    uint64_t known;
    uint64_t years, total;                   /* of all past years */
    uint64_t by_today, by_earlier, by_later; /* of these, known by the day, and about it */
    uint64_t totals[MUS_PROJECTION_YEARS];
    uint64_t periods[MUS_PROJECTION_YEARS][PERIODS]; /* counts by date */
    uint64_t squares, sum;                           /* of the counts of all entries */
};

struct known_day {
    int delay; /* the usual one */
    int today; /* days from the year's first to as_of; negative before it begins */
};

static void add_item(struct stream *stream, const struct mus_projection_item *item)
{
    stream->squares += (uint64_t)item->count * item->count;
    stream->sum += item->count;
}

static void add_past(struct stream *stream, size_t at, const struct mus_projection_year *year,
                     const struct known_day *when)
{
    mus_date first = first_day(year->fiscal_year);
    for (size_t i = 0; i < year->count; i++) {
        const struct mus_projection_item *item = &year->items[i];
        if (!stream->takes[item->reported]) {
            continue;
        }
        int day = (is_live(year, item) ? item->recorded : item->date + when->delay) - first;
        size_t period = item->date < first ? 0 : (size_t)(item->date - first) * 2 / 61;
        add_item(stream, item);
        stream->totals[at] += item->count;
        stream->periods[at][period < PERIODS ? period : PERIODS - 1] += item->count;
        stream->by_today += day <= when->today ? item->count : 0;
        stream->by_earlier += day <= when->today - EARLY_OR_LATE ? item->count : 0;
        stream->by_later += day <= when->today + EARLY_OR_LATE ? item->count : 0;
    }
    stream->total += stream->totals[at];
    stream->years++;
}

static void add_year(struct stream *stream, const struct mus_projection_year *year)
{
    for (size_t i = 0; i < year->count; i++) {
        if (stream->takes[year->items[i].reported]) {
            add_item(stream, &year->items[i]);
            stream->known += year->items[i].count;
        }
    }
}

/* ------------------------------------------------------------------ dispersion */

/* Pearson's chi-square of the past years' periods against years of one shape, in thousandths, and
 * its degrees of freedom. By date, not by when things became known: delays would smooth it. */
static uint64_t chi_square(const struct stream *stream, uint64_t *freedom)
{
    uint64_t sum = 0;
    uint64_t columns = 0;
    for (size_t period = 0; period < PERIODS; period++) {
        uint64_t column = 0;
        for (size_t year = 0; year < stream->years; year++) {
            column += stream->periods[year][period];
        }
        columns += column > 0;
        for (size_t year = 0; column > 0 && year < stream->years; year++) {
            /* The expected count is row · column / total. */
            wide expected = (wide)stream->totals[year] * column;
            uint64_t off = difference(stream->periods[year][period] * stream->total,
                                      stream->totals[year] * column);
            if (expected > 0) {
                sum += (uint64_t)((wide)off * off / stream->total * THOUSAND / expected);
            }
        }
    }
    *freedom = columns > 1 && stream->years > 1 ? (columns - 1) * (stream->years - 1) : 0;
    return *freedom > 0 ? sum : 0;
}

/* φ in thousandths. */
static uint64_t dispersion(const struct stream *stream)
{
    enum { PRIOR_FREEDOM = 6, MONTH_PRECISION = 16, LEAST = 1000, MOST = 100000 };
    uint64_t freedom = 0;
    uint64_t chi = chi_square(stream, &freedom);
    uint64_t batch = stream->sum == 0 ? LEAST : scaled(stream->squares, THOUSAND, stream->sum);
    uint64_t month = stream->years == 0 ? 0 : stream->total * THOUSAND / (12 * stream->years);
    uint64_t usual = clamped(batch + month / MONTH_PRECISION, LEAST, MOST);
    return clamped((PRIOR_FREEDOM * usual + chi) / (PRIOR_FREEDOM + freedom), LEAST, MOST);
}

/* ------------------------------------------------------------------ share and level */

struct share {
    uint64_t value;    /* millionths */
    uint64_t variance; /* millionths */
};

/* By the straight line: days behind us, less the delay with which things are written down. */
static uint64_t line_share(const struct known_day *when)
{
    int64_t days = when->today + 1;
    int64_t seen = days - when->delay > days / 2 ? days - when->delay : days / 2;
    return seen <= 0 ? 0 : clamped((uint64_t)seen * MILLION / DAYS, 0, MILLION);
}

/* How much of all past years had been known by the day. A lump has come or it has not, and which of
 * the two the known count itself says: of the shares within a fortnight that of the day is taken at
 * which the past years' mean stood nearest to it. */
static uint64_t known_by_day(const struct stream *stream)
{
    if (stream->takes[false]) {
        return stream->by_today;
    }
    return clamped(stream->known * stream->years, stream->by_earlier, stream->by_later);
}

static struct share share_of(const struct stream *stream, uint64_t phi, uint64_t line)
{
    uint64_t line_weight = stream->total > 0 ? LINE_WITH_PAST : LINE_ALONE;
    uint64_t weight = line_weight * phi; /* thousandths of a match */
    uint64_t value = (known_by_day(stream) * THOUSAND * MILLION + weight * line) /
                     (stream->total * THOUSAND + weight);
    uint64_t observations = stream->total * MILLION / phi + (line_weight + 1) * THOUSAND;
    value = clamped(value, 1, MILLION - 1);
    return (struct share){value, value * (MILLION - value) / MILLION * THOUSAND / observations};
}

/* The prior of the rate. */
struct level {
    uint64_t mean; /* thousandths; 0: not known */
    uint64_t a;    /* thousandths */
    uint64_t b;    /* millionths */
};

/* How much a year differs from the mean of those before, squared and relative, in millionths: drawn
 * from what past years did and what is usual, widened because the mean itself is of few years. */
static uint64_t level_variation(const struct stream *stream)
{
    enum { USUAL = 60000, USUAL_WEIGHT = 2, LEAST = 10000, MOST = MILLION };
    uint64_t sum = USUAL_WEIGHT * USUAL;
    assert(stream->years > 0 && stream->total > 0);
    for (size_t i = 0; i < stream->years; i++) {
        uint64_t off = difference(stream->totals[i] * stream->years, stream->total);
        sum += (uint64_t)((wide)off * off * MILLION / ((wide)stream->total * stream->total));
    }
    uint64_t variation = sum / (USUAL_WEIGHT + stream->years - 1);
    return clamped(variation + variation / stream->years, LEAST, MOST);
}

static struct level level_about(uint64_t mean, uint64_t variation, uint64_t phi)
{
    uint64_t a = (uint64_t)THOUSAND * MILLION / variation;
    uint64_t b = scaled(a * phi, MILLION, mean) / THOUSAND;
    return (struct level){mean, a, b == 0 ? 1 : b};
}

static struct level level_of(const struct stream *stream, const struct mus_projection_input *input,
                             uint64_t phi)
{
    enum { OF_TARGET = MILLION / 2, NOTHING_KNOWN = 500 };
    if (stream->total > 0) {
        uint64_t mean = stream->total * THOUSAND / stream->years;
        return level_about(mean, level_variation(stream), phi);
    }
    if (input->has_target && input->target > 0) {
        return level_about(input->target * THOUSAND, OF_TARGET, phi);
    }
    return (struct level){0, NOTHING_KNOWN, 1};
}

/* ------------------------------------------------------------------ the remainder */

struct remainder {
    uint64_t mean;      /* thousandths */
    uint64_t variation; /* squared coefficient of variation, millionths */
};

/* w in millionths, at least 1. */
static uint64_t weight_of(struct share s, const struct level *level, uint64_t phi)
{
    uint64_t of_count = phi * s.value;
    uint64_t weight =
        (uint64_t)((wide)of_count * MILLION / ((wide)level->mean * s.variance + of_count));
    return weight == 0 ? 1 : weight;
}

static struct remainder remainder_of(const struct stream *stream,
                                     const struct mus_projection_input *input, uint64_t line)
{
    uint64_t phi = dispersion(stream);
    struct share s = share_of(stream, phi, line);
    struct level level = level_of(stream, input, phi);
    uint64_t weight = weight_of(s, &level, phi);
    uint64_t left = MILLION - s.value;
    uint64_t seen = level.b + weight * s.value / MILLION;
    uint64_t rate = level.a + scaled(stream->known, weight, phi);
    struct remainder out = {.mean = scaled(scaled(rate, phi, THOUSAND), left, seen)};
    if (out.mean == 0) {
        return out;
    }
    uint64_t of_rate = MILLION + scaled(left, MILLION, seen);
    uint64_t slope = scaled(weight + level.b, (uint64_t)MILLION * MILLION, seen) / left;
    out.variation =
        scaled(phi, of_rate, out.mean) + scaled(scaled(slope, slope, MILLION), s.variance, MILLION);
    return out;
}

static struct remainder added(struct remainder a, struct remainder b)
{
    struct remainder sum = {.mean = a.mean + b.mean};
    if (sum.mean > 0) {
        uint64_t of_a = scaled(a.mean, MILLION, sum.mean);
        uint64_t of_b = scaled(b.mean, MILLION, sum.mean);
        sum.variation = scaled(of_a * of_a / MILLION, a.variation, MILLION) +
                        scaled(of_b * of_b / MILLION, b.variation, MILLION);
    }
    return sum;
}

/* The point of a gamma distribution that z standard deviations lead to, in millionths of its mean:
 * (1 − cv²/9 + z·cv/3)³. */
static uint64_t gamma_point(uint64_t variation, int64_t z)
{
    int64_t deviation = (int64_t)mus_root(variation * MILLION);
    int64_t root = MILLION - (int64_t)variation / 9 + z * deviation / (3LL * MILLION);
    return root <= 0 ? 0 : (uint64_t)(root * root / MILLION * root / MILLION);
}

static void fill_interval(uint64_t known, struct remainder left, struct mus_projection *out)
{
    enum { Z_80 = 1281552, WIDEST = 4 * MILLION };
    uint64_t variation = clamped(left.variation, 0, WIDEST);
    uint64_t low = scaled(left.mean, gamma_point(variation, -Z_80), MILLION);
    uint64_t high = scaled(left.mean, gamma_point(variation, Z_80), MILLION);
    out->given = true;
    out->expected = known + (left.mean + THOUSAND / 2) / THOUSAND;
    out->low = known + low / THOUSAND;
    out->high = known + (high + THOUSAND - 1) / THOUSAND;
    out->low = out->low < out->expected ? out->low : out->expected;
    out->high = out->high > out->expected ? out->high : out->expected;
}

/* ------------------------------------------------------------------ the projection */

static uint64_t count_of(const struct mus_projection_year *year)
{
    uint64_t count = 0;
    for (size_t i = 0; i < year->count; i++) {
        count += year->items[i].count;
    }
    return count;
}

static bool begins_late(const struct mus_projection_year *year)
{
    for (size_t i = 0; i < year->count; i++) {
        if (year->items[i].date < first_day(year->fiscal_year) + QUARTER) {
            return false;
        }
    }
    return true;
}

/* The past years that teach something. The earliest of them does not where nothing in it is dated
 * in its first quarter: a ledger that begins in the middle of a year knows only part of it. */
static size_t pick_past(const struct mus_projection_input *input,
                        const struct mus_projection_year *past[MUS_PROJECTION_YEARS])
{
    size_t count = 0;
    size_t earliest = 0;
    for (size_t i = 0; i < input->past_count && count < MUS_PROJECTION_YEARS; i++) {
        if (count_of(&input->past[i]) > 0) {
            past[count] = &input->past[i];
            earliest = past[count]->fiscal_year < past[earliest]->fiscal_year ? count : earliest;
            count++;
        }
    }
    if (count > 0 && begins_late(past[earliest])) {
        past[earliest] = past[--count];
    }
    return count;
}

static struct stream stream_of(const struct mus_projection_input *input,
                               const struct mus_projection_year *const *past, size_t count,
                               const struct known_day *when, bool named, bool reported)
{
    struct stream stream = {.takes = {named, reported}};
    for (size_t i = 0; i < count; i++) {
        add_past(&stream, i, past[i], when);
    }
    add_year(&stream, &input->year);
    return stream;
}

static struct remainder foresee(const struct mus_projection_input *input,
                                const struct mus_projection_year *const *past, size_t count,
                                const struct known_day *when)
{
    uint64_t line = line_share(when);
    struct stream named = stream_of(input, past, count, when, true, false);
    struct stream reported = stream_of(input, past, count, when, false, true);
    if (named.total > 0 && reported.total > 0) {
        return added(remainder_of(&named, input, line), remainder_of(&reported, input, line));
    }
    struct stream both = stream_of(input, past, count, when, true, true);
    return remainder_of(&both, input, line);
}

static bool is_too_large(const struct mus_projection_input *input)
{
    bool large = count_of(&input->year) > MUS_PROJECTION_MAX_COUNT ||
                 (input->has_target && input->target > MUS_PROJECTION_MAX_COUNT);
    for (size_t i = 0; i < input->past_count; i++) {
        large = large || count_of(&input->past[i]) > MUS_PROJECTION_MAX_COUNT;
    }
    return large;
}

void mus_project(const struct mus_projection_input *input, struct mus_projection *out)
{
    const struct mus_projection_year *past[MUS_PROJECTION_YEARS];
    uint64_t known = count_of(&input->year);
    if (input->as_of >= first_day(input->year.fiscal_year + 1)) {
        *out = (struct mus_projection){true, true, known, known, known, 0};
        return;
    }
    size_t count = pick_past(input, past);
    struct known_day when = {.delay = usual_delay(input),
                             .today = input->as_of - first_day(input->year.fiscal_year)};
    *out = (struct mus_projection){.years = count};
    bool blind = count == 0 && !(input->has_target && input->target > 0) &&
                 (known == 0 || when.today < MIN_DAYS);
    if (!blind && !is_too_large(input)) {
        fill_interval(known, foresee(input, past, count, &when), out);
    }
}
