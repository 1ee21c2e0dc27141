/* The prior. Each part is divided by its spread within lists, so that a coefficient says how much a
 * typical difference of that part counts. A spread below 0.1 is taken for 0.1: a part that hardly
 * differs would otherwise have its few small differences blown up, and its weight with them. The
 * expert's weights are then a direction c. How sharply scores decide is not known beforehand, and
 * no ranking depends on it; so the prior is wide along c (a standard deviation of 3) and narrow
 * across it: lambda = 12, a standard deviation of 0.29, whatever the outcomes ("To tune or not to
 * tune", BMC Medical Research Methodology 2021: in small data a tuned penalty goes the wrong way).
 * With u = c / |c|
 *
 *     Λ = lambda · (I − u·uᵀ) + (1/9) · u·uᵀ.
 *
 * The bounds. theta = sharpness · c + what departs from it; no coefficient departs by more than two
 * standard deviations of the prior, and none falls below a tenth of the expert's: signs stay, and
 * no part is ever switched off by outcomes.
 *
 * The gate. Each event is left out in turn; one Newton step from the fit of all gives the fit
 * without it, for the learned direction as for the expert's, which has its sharpness fitted alike.
 * The mean gain in log P over 2,000 resamples of the events (fixed seed) must be above 0 at its
 * lower end of 90 %. */
#include "matcher/learn/learn.h"

#include "base/mem.h"
#include "base/random.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAMBDA 12.0
#define SHARPNESS_PRECISION (1.0 / 9)
#define MOST_DEPARTURE 0.577350269189625764509 /* 2 / √12 */
#define LEAST_SHARE 0.1
#define LEAST_SPREAD 1e-4
#define LEAST_SCALE 0.1
#define Z_90 1.6448536269514722
enum { RESAMPLES = 2000, RESAMPLES_BELOW = 100, SEED = 20261101 };

static_assert(MUS_PART_COUNT < MUS_LEARN_LEAST_EVENTS, "more events than coefficients");
static_assert(MUS_PART_COUNT <= MUS_LOGIT_FACTORS, "a factor for each part");

static const char *const VERDICT_NAMES[] = {
    [MUS_LEARN_ADOPT] = "adopt",
    [MUS_LEARN_FEW] = "few",
    [MUS_LEARN_UNRELATED] = "unrelated",
    [MUS_LEARN_NO_GAIN] = "no_gain",
};

const char *mus_learn_verdict_name(enum mus_learn_verdict verdict)
{
    return VERDICT_NAMES[verdict];
}

struct mus_learn_candidate mus_learn_candidate_of(const struct mus_score *score)
{
    struct mus_learn_candidate candidate = {0};
    double p = score->forth.fit;
    double q = score->back.fit;
    double forth = 1;
    double back = 0;
    if (score->formula != MUS_FORMULA_FIT) {
        double both = (p + q) * (p + q);
        forth = both > 0 ? 2 * q * q / both : 0;
        back = both > 0 ? 2 * p * p / both : 0;
    }
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        candidate.value[part] = (uint32_t)(forth * score->forth.parts[part].value +
                                           back * score->back.parts[part].value + 0.5);
    }
    return candidate;
}

/* ------------------------------------------------------------------ the problem as a logit */

struct learner {
    const struct mus_learn_problem *problem;
    struct mus_logit logit;        /* of all factors */
    struct mus_logit along;        /* of one: the expert's score */
    size_t part[MUS_PART_COUNT];   /* of a factor */
    double scale[MUS_PART_COUNT];  /* of a part: what its values are divided by */
    double expert[MUS_PART_COUNT]; /* c, by factor */
    double expert_square;          /* |c|² */
    double *x, *score, *gains;
    double loss_expert, loss;
};

/* The root of the mean over events of the variance within the event, in units of a million. */
static double spread_of(const struct mus_learn_problem *problem, size_t part)
{
    double sum = 0;
    for (size_t i = 0; i < problem->event_count; i++) {
        const struct mus_logit_event *event = &problem->events[i];
        double mean = 0;
        double square = 0;
        for (size_t c = 0; c < event->count; c++) {
            mean += problem->candidates[event->first + c].value[part] / (double)MUS_MILLION;
        }
        mean /= (double)event->count;
        for (size_t c = 0; c < event->count; c++) {
            double value = problem->candidates[event->first + c].value[part] / (double)MUS_MILLION;
            square += (value - mean) * (value - mean);
        }
        sum += square / (double)event->count;
    }
    return sqrt(sum / (double)problem->event_count);
}

static void choose_factors(struct learner *learner, struct mus_learned *out)
{
    const struct mus_learn_problem *problem = learner->problem;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        double spread = spread_of(problem, part);
        learner->scale[part] = spread < LEAST_SCALE ? LEAST_SCALE : spread;
        out->silent[part] = problem->expert[part] > 0 && spread < LEAST_SPREAD;
        if (problem->expert[part] > 0 && !out->silent[part]) {
            size_t factor = learner->logit.factor_count++;
            learner->part[factor] = part;
            learner->expert[factor] =
                problem->expert[part] / (double)MUS_MILLION * learner->scale[part];
            learner->expert_square += learner->expert[factor] * learner->expert[factor];
        }
    }
}

static void set_priors(struct learner *learner)
{
    struct mus_logit *logit = &learner->logit;
    for (size_t k = 0; k < logit->factor_count; k++) {
        for (size_t j = 0; j < logit->factor_count; j++) {
            double shared = learner->expert[k] * learner->expert[j] / learner->expert_square;
            logit->prior.at[k][j] = SHARPNESS_PRECISION * shared - LAMBDA * shared;
            logit->prior.at[k][j] += k == j ? LAMBDA : 0;
        }
    }
    learner->along.factor_count = 1;
    learner->along.prior.at[0][0] = SHARPNESS_PRECISION;
}

/* Fills in the rows of both: the parts by their scale, and the place along u. */
static enum mus_status fill_rows(struct learner *learner, struct mus_error *err)
{
    const struct mus_learn_problem *problem = learner->problem;
    size_t factors = learner->logit.factor_count;
    learner->x = mus_alloc(problem->candidate_count, factors * sizeof *learner->x);
    learner->score = mus_alloc(problem->candidate_count, sizeof *learner->score);
    learner->gains = mus_alloc(problem->event_count, sizeof *learner->gains);
    if (learner->x == NULL || learner->score == NULL || learner->gains == NULL) {
        return mus_fail_memory(err);
    }
    double length = sqrt(learner->expert_square);
    for (size_t i = 0; i < problem->candidate_count; i++) {
        double *row = &learner->x[i * factors];
        learner->score[i] = 0;
        for (size_t k = 0; k < factors; k++) {
            size_t part = learner->part[k];
            row[k] =
                problem->candidates[i].value[part] / (double)MUS_MILLION / learner->scale[part];
            learner->score[i] += row[k] * learner->expert[k] / length;
        }
    }
    learner->logit.x = learner->x;
    learner->along.x = learner->score;
    learner->logit.events = learner->along.events = problem->events;
    learner->logit.event_count = learner->along.event_count = problem->event_count;
    return MUS_OK;
}

/* ------------------------------------------------------------------ bounds */

static double sharpness_of(const struct learner *learner, const double *theta)
{
    double along = 0;
    for (size_t k = 0; k < learner->logit.factor_count; k++) {
        along += theta[k] * learner->expert[k];
    }
    return along / learner->expert_square;
}

/* `bounded` by factor, may be NULL. */
static void bound(const struct learner *learner, double *theta, bool *bounded)
{
    double sharpness = sharpness_of(learner, theta);
    for (size_t k = 0; k < learner->logit.factor_count; k++) {
        double centre = sharpness * learner->expert[k];
        double least = centre - MOST_DEPARTURE;
        least = least < centre * LEAST_SHARE ? centre * LEAST_SHARE : least;
        double most = centre + MOST_DEPARTURE;
        double kept = theta[k] < least ? least : theta[k] > most ? most : theta[k];
        if (bounded != NULL) {
            bounded[k] = kept < theta[k] || kept > theta[k];
        }
        theta[k] = kept;
    }
}

/* ------------------------------------------------------------------ the gate */

/* The fit without one event, by one Newton step from the fit of all. */
static void leave_out(const struct mus_logit *logit, const struct mus_logit_event *event,
                      const double *theta, const struct mus_logit_matrix *hessian, double *out)
{
    struct mus_logit_matrix own = {0};
    struct mus_logit_matrix rest = *hessian;
    double step[MUS_LOGIT_FACTORS] = {0};
    mus_logit_add(logit, event, theta, step, &own);
    for (size_t k = 0; k < logit->factor_count; k++) {
        for (size_t j = 0; j < logit->factor_count; j++) {
            rest.at[k][j] -= own.at[k][j];
        }
    }
    if (!mus_logit_solve(&rest, logit->factor_count, step)) {
        memset(step, 0, sizeof step); /* by rounding alone: the prior is positive definite */
    }
    for (size_t k = 0; k < logit->factor_count; k++) {
        out[k] = theta[k] + step[k];
    }
}

static void foretell(struct learner *learner, const double *theta,
                     const struct mus_logit_matrix *hessian, const double *sharpness,
                     const struct mus_logit_matrix *hessian_along)
{
    for (size_t i = 0; i < learner->problem->event_count; i++) {
        const struct mus_logit_event *event = &learner->problem->events[i];
        double left[MUS_LOGIT_FACTORS];
        leave_out(&learner->along, event, sharpness, hessian_along, left);
        double expert = mus_logit_log(&learner->along, event, left);
        leave_out(&learner->logit, event, theta, hessian, left);
        bound(learner, left, NULL);
        double learned = mus_logit_log(&learner->logit, event, left);
        learner->gains[i] = learned - expert;
        learner->loss_expert -= expert;
        learner->loss -= learned;
    }
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

/* The lower end of the 90 % interval of the mean: the 5 % point of the means of resamples, or what
 * their 95 % point reflected at the mean gives, whichever is lower: a few large gains make the
 * first too hopeful, a few large losses the second. Resamples of few events vary less than events
 * do, the more coefficients were fitted to them; so the interval is widened by √(n / (n − fitted)).
 */
static enum mus_status low_mean(const double *gains, size_t count, size_t fitted, double *out,
                                struct mus_error *err)
{
    assert(fitted < count);
    double *means = mus_alloc(RESAMPLES, sizeof *means);
    if (means == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_random random;
    mus_random_init(&random, SEED);
    for (size_t r = 0; r < RESAMPLES; r++) {
        double sum = 0;
        for (size_t i = 0; i < count; i++) {
            sum += gains[mus_random_below(&random, (uint32_t)count)];
        }
        means[r] = sum / (double)count;
    }
    qsort(means, RESAMPLES, sizeof *means, by_value);
    double mean = sum_of(gains, count) / (double)count;
    double percentile = means[RESAMPLES_BELOW];
    double basic = 2 * mean - means[RESAMPLES - 1 - RESAMPLES_BELOW];
    double low = percentile < basic ? percentile : basic;
    *out = mean - (mean - low) * sqrt((double)count / (double)(count - fitted));
    mus_free(means);
    return MUS_OK;
}

/* ------------------------------------------------------------------ the answer */

static int64_t millionths(double value)
{
    double scaled = value * MUS_MILLION;
    return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/* Whole millionths that add up to a million: rounded down, what is missing goes to the largest
 * weight, of equal ones the first. No part that weighed something becomes 0. */
static void share_out(const double *raw, uint32_t *weight)
{
    double sum = sum_of(raw, MUS_PART_COUNT);
    uint32_t given = 0;
    size_t largest = 0;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        largest = raw[part] > raw[largest] ? part : largest;
    }
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        weight[part] = (uint32_t)(raw[part] / sum * MUS_MILLION);
        weight[part] += raw[part] > 0 && weight[part] == 0;
        given += weight[part];
    }
    weight[largest] += MUS_MILLION - given;
}

static uint32_t share(double raw, double sum)
{
    double value = raw / sum * MUS_MILLION;
    return value <= 0 ? 0 : value >= MUS_MILLION ? MUS_MILLION : (uint32_t)value;
}

/* Weights as they are meant for scores: coefficients by their scale, silent parts as the expert
 * has them; each interval is the coefficient's own, in the same units. */
static void tell_weights(const struct learner *learner, const double *fitted, const double *theta,
                         const struct mus_logit_matrix *hessian, struct mus_learned *out)
{
    double raw[MUS_PART_COUNT];
    double sharpness = sharpness_of(learner, fitted);
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        raw[part] = sharpness * learner->problem->expert[part] / MUS_MILLION;
    }
    for (size_t k = 0; k < learner->logit.factor_count; k++) {
        raw[learner->part[k]] = theta[k] / learner->scale[learner->part[k]];
    }
    share_out(raw, out->weight);
    memcpy(out->low, out->weight, sizeof out->low);
    memcpy(out->high, out->weight, sizeof out->high);
    double sum = sum_of(raw, MUS_PART_COUNT);
    for (size_t k = 0; k < learner->logit.factor_count; k++) {
        double column[MUS_LOGIT_FACTORS] = {0};
        size_t part = learner->part[k];
        column[k] = 1;
        if (mus_logit_solve(hessian, learner->logit.factor_count, column)) {
            double wide = Z_90 * sqrt(column[k]);
            out->low[part] = share((fitted[k] - wide) / learner->scale[part], sum);
            out->high[part] = share((fitted[k] + wide) / learner->scale[part], sum);
        }
    }
}

static enum mus_status fit(struct learner *learner, struct mus_learned *out, struct mus_error *err)
{
    double sharpness[MUS_LOGIT_FACTORS] = {0};
    double fitted[MUS_LOGIT_FACTORS] = {0};
    double theta[MUS_LOGIT_FACTORS];
    bool bounded[MUS_LOGIT_FACTORS] = {false};
    struct mus_logit_matrix hessian, hessian_along;
    mus_logit_fit(&learner->along, sharpness, &hessian_along);
    mus_logit_fit(&learner->logit, fitted, &hessian);
    if (sharpness[0] <= 0 || sharpness_of(learner, fitted) <= 0) {
        out->verdict = MUS_LEARN_UNRELATED;
        return MUS_OK;
    }
    memcpy(theta, fitted, sizeof theta);
    bound(learner, theta, bounded);
    for (size_t k = 0; k < learner->logit.factor_count; k++) {
        out->bounded[learner->part[k]] = bounded[k];
    }
    tell_weights(learner, fitted, theta, &hessian, out);
    foretell(learner, fitted, &hessian, sharpness, &hessian_along);
    double events = (double)learner->problem->event_count;
    double low = 0;
    enum mus_status status = low_mean(learner->gains, learner->problem->event_count,
                                      learner->logit.factor_count, &low, err);
    if (status != MUS_OK) {
        return status;
    }
    out->loss_expert = millionths(learner->loss_expert / events);
    out->loss = millionths(learner->loss / events);
    out->gain = out->loss_expert - out->loss;
    out->gain_low = millionths(low);
    out->verdict = out->gain_low > 0 ? MUS_LEARN_ADOPT : MUS_LEARN_NO_GAIN;
    return MUS_OK;
}

static enum mus_status check(const struct mus_learn_problem *problem, struct mus_error *err)
{
    if (problem->event_count > MUS_LEARN_MOST_EVENTS) {
        return mus_fail(err, MUS_LIMIT, "more than %d events", MUS_LEARN_MOST_EVENTS);
    }
    if (problem->candidate_count > MUS_LEARN_MOST_CANDIDATES) {
        return mus_fail(err, MUS_LIMIT, "more than %d candidates", MUS_LEARN_MOST_CANDIDATES);
    }
    for (size_t i = 0; i < problem->event_count; i++) {
        const struct mus_logit_event *event = &problem->events[i];
        if (event->count < 2 || event->chosen >= event->count ||
            event->first > problem->candidate_count ||
            event->count > problem->candidate_count - event->first) {
            return mus_fail(err, MUS_INVALID, "events[%zu]: not one of two or more candidates", i);
        }
    }
    return MUS_OK;
}

enum mus_status mus_learn(const struct mus_learn_problem *problem, struct mus_learned *out,
                          struct mus_error *err)
{
    struct learner learner = {.problem = problem};
    struct mus_learned learned = {.verdict = MUS_LEARN_FEW};
    memcpy(learned.weight, problem->expert, sizeof learned.weight);
    memcpy(learned.low, problem->expert, sizeof learned.low);
    memcpy(learned.high, problem->expert, sizeof learned.high);
    enum mus_status status = check(problem, err);
    if (status == MUS_OK && problem->event_count >= MUS_LEARN_LEAST_EVENTS) {
        choose_factors(&learner, &learned);
        if (learner.logit.factor_count == 0) {
            learned.verdict = MUS_LEARN_UNRELATED;
        } else {
            set_priors(&learner);
            status = fill_rows(&learner, err);
            status = status == MUS_OK ? fit(&learner, &learned, err) : status;
        }
    }
    mus_free(learner.x);
    mus_free(learner.score);
    mus_free(learner.gains);
    if (status == MUS_OK) {
        *out = learned;
    }
    return status;
}
