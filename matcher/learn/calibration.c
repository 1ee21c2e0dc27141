/* Platt's curve: of N+ concluded pairs and N− others, P(s) = 1 / (1 + exp(−f)) with f = a + b·x is
 * fitted to targets a little inside 0 and 1,
 *
 *     t+ = (N+ + 1) / (N+ + 2),   t− = 1 / (N− + 2),
 *
 * which keeps it finite where scores separate the two kinds entirely. The value that is minimised,
 *
 *     Σ log(1 + exp(f)) − t·f,
 *
 * is convex; Newton's method with backtracking finds its minimum (Lin, Lin and Weng, "A note on
 * Platt's probabilistic outputs for support vector machines", Machine Learning 68, 2007), with
 * log(1 + exp(f)) written so that nothing overflows and nothing cancels. x is the score less its
 * mean, by its spread.
 *
 * The inverse of the second derivatives is the covariance of a and b. With w = P·(1 − P) it is
 * diagonal where x is taken from the mean of the scores weighted by w: that is the centre. The
 * variance of f at a score is then level_error² + (slope_error · (score − centre))², and the range
 * is f ± 1.645 times its root, made a probability at both ends. */
#include "matcher/learn/calibration.h"

#include "matcher/attention/elementary.h"
#include "matcher/reference.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define Z_90 1.6448536269514722
#define ENOUGH 1e-12
#define SUFFICIENT 1e-4 /* the part of what a step promises that it must bring */
#define MOST_EXPONENT 700.0
#define MOST_NUMBER INT64_C(4000000000000000)
enum { MOST_STEPS = 100, MOST_HALVINGS = 40, GROUPS = 5 };

static_assert(2 * MUS_CALIBRATION_LEAST >= GROUPS, "a pair in each group");

static const char *const VERDICT_NAMES[] = {
    [MUS_CALIBRATION_FITTED] = "fitted",
    [MUS_CALIBRATION_FEW] = "few",
    [MUS_CALIBRATION_UNRELATED] = "unrelated",
};

const char *mus_calibration_verdict_name(enum mus_calibration_verdict verdict)
{
    return VERDICT_NAMES[verdict];
}

/* ------------------------------------------------------------------ the curve */

struct line {
    double a, b;
};

struct fitting {
    const struct mus_calibration_pair *pairs;
    size_t count;
    double mean, spread;     /* of the scores */
    double target[2];        /* by whether it was concluded */
    double d_a, d_b;         /* first derivatives */
    double d_aa, d_ab, d_bb; /* second derivatives */
};

static double exponential(double x)
{
    return mus_exp(x < -MOST_EXPONENT ? -MOST_EXPONENT : x > MOST_EXPONENT ? MOST_EXPONENT : x);
}

static double probability(double log_odds)
{
    double small = exponential(log_odds < 0 ? log_odds : -log_odds);
    return log_odds < 0 ? small / (1 + small) : 1 / (1 + small);
}

static double place_of(const struct fitting *fitting, size_t i)
{
    return (fitting->pairs[i].score - fitting->mean) / fitting->spread;
}

static double value_of(const struct fitting *fitting, struct line line)
{
    double value = 0;
    for (size_t i = 0; i < fitting->count; i++) {
        double f = line.a + line.b * place_of(fitting, i);
        double small = exponential(f < 0 ? f : -f);
        value +=
            mus_log(1 + small) + (f < 0 ? 0 : f) - fitting->target[fitting->pairs[i].concluded] * f;
    }
    return value;
}

static void derive(struct fitting *fitting, struct line line)
{
    fitting->d_a = fitting->d_b = fitting->d_aa = fitting->d_ab = fitting->d_bb = 0;
    for (size_t i = 0; i < fitting->count; i++) {
        double x = place_of(fitting, i);
        double p = probability(line.a + line.b * x);
        double error = p - fitting->target[fitting->pairs[i].concluded];
        double weight = p * (1 - p);
        fitting->d_a += error;
        fitting->d_b += error * x;
        fitting->d_aa += weight;
        fitting->d_ab += weight * x;
        fitting->d_bb += weight * x * x;
    }
}

static double determinant_of(const struct fitting *fitting)
{
    return fitting->d_aa * fitting->d_bb - fitting->d_ab * fitting->d_ab;
}

/* Newton's step; none where the second derivatives have no inverse to speak of. */
static struct line step_of(const struct fitting *fitting)
{
    double determinant = determinant_of(fitting);
    if (determinant <= 0) {
        return (struct line){0, 0};
    }
    return (struct line){
        (fitting->d_ab * fitting->d_b - fitting->d_bb * fitting->d_a) / determinant,
        (fitting->d_ab * fitting->d_a - fitting->d_aa * fitting->d_b) / determinant};
}

/* Takes the largest of the whole step and its halves that brings enough; false: none does. */
static bool take_step(const struct fitting *fitting, struct line *line, struct line step,
                      double slope)
{
    double before = value_of(fitting, *line);
    double part = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        struct line tried = {line->a + part * step.a, line->b + part * step.b};
        if (value_of(fitting, tried) < before + SUFFICIENT * part * slope) {
            *line = tried;
            return true;
        }
        part /= 2;
    }
    return false;
}

/* Begins at the share of all, the same for every score. */
static struct line fit(struct fitting *fitting, double concluded, double others)
{
    struct line line = {mus_log((concluded + 1) / (others + 1)), 0};
    for (int i = 0; i < MOST_STEPS; i++) {
        derive(fitting, line);
        struct line step = step_of(fitting);
        double slope = fitting->d_a * step.a + fitting->d_b * step.b;
        if (slope > -ENOUGH || !take_step(fitting, &line, step, slope)) {
            break;
        }
    }
    return line;
}

/* How far one group lies from the curve: its square, in variances. */
static double distance_of(const struct fitting *fitting, struct line line, size_t begin, size_t end)
{
    double difference = 0;
    double variance = 0;
    for (size_t i = begin; i < end; i++) {
        double p = probability(line.a + line.b * place_of(fitting, i));
        difference += fitting->pairs[i].concluded - p;
        variance += p * (1 - p);
    }
    return difference * difference / variance;
}

/* φ, at least 1. Pairs of one score stay in one group, so that there may be fewer groups. */
static double misfit(const struct fitting *fitting, struct line line)
{
    const struct mus_calibration_pair *pairs = fitting->pairs;
    double sum = 0;
    size_t groups = 0;
    size_t begin = 0;
    for (size_t group = 1; group <= GROUPS; group++) {
        size_t end = group * fitting->count / GROUPS;
        while (end < fitting->count && pairs[end].score == pairs[end - 1].score) {
            end++;
        }
        if (end > begin) {
            sum += distance_of(fitting, line, begin, end);
            groups++;
            begin = end;
        }
    }
    double factor = groups > 2 ? sum / (double)(groups - 2) : 1;
    return factor < 1 ? 1 : factor;
}

/* ------------------------------------------------------------------ as integers */

/* Not beyond what JSON holds, whatever the scores. */
static int64_t millionths(double value)
{
    double scaled = value * MUS_MILLION;
    if (scaled >= (double)MOST_NUMBER || scaled <= (double)-MOST_NUMBER) {
        return scaled < 0 ? -MOST_NUMBER : MOST_NUMBER;
    }
    return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

static void tell(const struct fitting *fitting, struct line line, struct mus_calibration *out)
{
    double shift = fitting->d_ab / fitting->d_aa; /* the centre, in spreads from the mean */
    double centre = fitting->mean + shift * fitting->spread;
    double per_score = MUS_MILLION / fitting->spread;
    double wider = sqrt(misfit(fitting, line));
    out->centre = (uint32_t)(centre + 0.5);
    out->level = millionths(line.a + line.b * (out->centre - fitting->mean) / fitting->spread);
    out->level_error = millionths(wider / sqrt(fitting->d_aa));
    out->slope = millionths(line.b * per_score);
    out->slope_error =
        millionths(wider * per_score * sqrt(fitting->d_aa / determinant_of(fitting)));
}

/* Pairs that differ in nothing may change places: no order of arrival shows in any sum. */
static int by_score(const void *left, const void *right)
{
    const struct mus_calibration_pair *a = left;
    const struct mus_calibration_pair *b = right;
    if (a->score != b->score) {
        return a->score < b->score ? -1 : 1;
    }
    return (int)a->concluded - (int)b->concluded;
}

static void survey(struct fitting *fitting)
{
    double count = (double)fitting->count;
    double square = 0;
    for (size_t i = 0; i < fitting->count; i++) {
        fitting->mean += fitting->pairs[i].score / count;
    }
    for (size_t i = 0; i < fitting->count; i++) {
        double difference = fitting->pairs[i].score - fitting->mean;
        square += difference * difference / count;
    }
    fitting->spread = sqrt(square);
}

enum mus_calibration_verdict mus_calibrate(struct mus_calibration_pair *pairs, size_t count,
                                           struct mus_calibration *out)
{
    struct fitting fitting = {.pairs = pairs, .count = count};
    *out = (struct mus_calibration){.pairs = (int64_t)count};
    for (size_t i = 0; i < count; i++) {
        out->concluded += pairs[i].concluded;
    }
    double concluded = (double)out->concluded;
    double others = (double)(out->pairs - out->concluded);
    if (concluded < MUS_CALIBRATION_LEAST || others < MUS_CALIBRATION_LEAST) {
        return MUS_CALIBRATION_FEW;
    }
    qsort(pairs, count, sizeof *pairs, by_score);
    out->lowest = pairs[0].score;
    out->highest = pairs[count - 1].score;
    if (out->lowest == out->highest) {
        return MUS_CALIBRATION_UNRELATED;
    }
    survey(&fitting);
    fitting.target[false] = 1 / (others + 2);
    fitting.target[true] = (concluded + 1) / (concluded + 2);
    struct line line = fit(&fitting, concluded, others);
    derive(&fitting, line);
    if (determinant_of(&fitting) <= 0) {
        return MUS_CALIBRATION_UNRELATED; /* by rounding alone: the scores are not all the same */
    }
    tell(&fitting, line, out);
    return out->slope > 0 ? MUS_CALIBRATION_FITTED : MUS_CALIBRATION_UNRELATED;
}

static enum mus_status check_number(const char *name, int64_t value, int64_t least, int64_t most,
                                    struct mus_error *err)
{
    return value >= least && value <= most
               ? MUS_OK
               : mus_fail(err, MUS_INVALID, "%s: %lld is not between %lld and %lld", name,
                          (long long)value, (long long)least, (long long)most);
}

enum mus_status mus_calibration_check(const struct mus_calibration *calibration,
                                      struct mus_error *err)
{
    const struct mus_calibration *c = calibration;
    const struct {
        const char *name;
        int64_t value, least, most;
    } numbers[] = {
        {"pairs", c->pairs, 2 * MUS_CALIBRATION_LEAST, MUS_CALIBRATION_MOST_PAIRS},
        {"concluded", c->concluded, MUS_CALIBRATION_LEAST, c->pairs - MUS_CALIBRATION_LEAST},
        {"highest", c->highest, 1, MUS_MILLION},
        {"lowest", c->lowest, 0, (int64_t)c->highest - 1},
        {"centre", c->centre, c->lowest, c->highest},
        {"level", c->level, -MOST_NUMBER, MOST_NUMBER},
        {"level_error", c->level_error, 1, MOST_NUMBER},
        {"slope", c->slope, 1, MOST_NUMBER},
        {"slope_error", c->slope_error, 1, MOST_NUMBER},
    };
    enum mus_status status = MUS_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status == MUS_OK; i++) {
        status =
            check_number(numbers[i].name, numbers[i].value, numbers[i].least, numbers[i].most, err);
    }
    return status;
}

bool mus_calibration_at(const struct mus_calibration *calibration, uint32_t score,
                        struct mus_calibration_range *range)
{
    if (score < calibration->lowest || score > calibration->highest) {
        return false;
    }
    double distance = ((double)score - calibration->centre) / MUS_MILLION;
    double level = (double)calibration->level / MUS_MILLION;
    double level_error = (double)calibration->level_error / MUS_MILLION;
    double slope = (double)calibration->slope / MUS_MILLION * distance;
    double slope_error = (double)calibration->slope_error / MUS_MILLION * distance;
    double wide = Z_90 * sqrt(level_error * level_error + slope_error * slope_error);
    double low = probability(level + slope - wide) * MUS_MILLION;
    double high = probability(level + slope + wide) * MUS_MILLION;
    range->low = (uint32_t)low;
    range->high = (uint32_t)high + (high > (uint32_t)high);
    return true;
}
