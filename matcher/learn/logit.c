/* Newton's method with halving: the step −H⁻¹g is taken whole where the value falls by it, else a
 * half, a quarter … of it. It ends when the step promises less than 10⁻¹² (half of gᵀH⁻¹g, Newton's
 * decrement) or nothing falls any more, which rounding alone can bring about. */
#include "matcher/learn/logit.h"

#include "matcher/attention/elementary.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 100, MOST_HALVINGS = 40 };
#define ENOUGH 1e-12
#define LEAST_EXPONENT (-700.0)

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        sum += a[k] * b[k];
    }
    return sum;
}

static const double *row_of(const struct mus_logit *logit, const struct mus_logit_event *event,
                            size_t candidate)
{
    return &logit->x[(event->first + candidate) * logit->factor_count];
}

static double best_utility(const struct mus_logit *logit, const struct mus_logit_event *event,
                           const double *theta)
{
    double best = dot(row_of(logit, event, 0), theta, logit->factor_count);
    for (size_t c = 1; c < event->count; c++) {
        double utility = dot(row_of(logit, event, c), theta, logit->factor_count);
        best = utility > best ? utility : best;
    }
    return best;
}

/* exp(θ·x − best), so that the largest is 1 and none overflows. */
static double likelihood(const struct mus_logit *logit, const double *row, const double *theta,
                         double best)
{
    double exponent = dot(row, theta, logit->factor_count) - best;
    return mus_exp(exponent < LEAST_EXPONENT ? LEAST_EXPONENT : exponent);
}

double mus_logit_log(const struct mus_logit *logit, const struct mus_logit_event *event,
                     const double *theta)
{
    double best = best_utility(logit, event, theta);
    double sum = 0;
    for (size_t c = 0; c < event->count; c++) {
        sum += likelihood(logit, row_of(logit, event, c), theta, best);
    }
    const double *chosen = row_of(logit, event, event->chosen);
    return dot(chosen, theta, logit->factor_count) - best - mus_log(sum);
}

/* Gradient: the mean of x less the chosen one's; second derivatives: the covariance of x. Both from
 * differences to the chosen row, so that nothing large cancels. */
void mus_logit_add(const struct mus_logit *logit, const struct mus_logit_event *event,
                   const double *theta, double *gradient, struct mus_logit_matrix *hessian)
{
    size_t n = logit->factor_count;
    double mean[MUS_LOGIT_FACTORS] = {0};
    struct mus_logit_matrix square = {0};
    double sum = 0;
    double best = best_utility(logit, event, theta);
    const double *chosen = row_of(logit, event, event->chosen);
    for (size_t c = 0; c < event->count; c++) {
        const double *row = row_of(logit, event, c);
        double weight = likelihood(logit, row, theta, best);
        sum += weight;
        for (size_t k = 0; k < n; k++) {
            double difference = weight * (row[k] - chosen[k]);
            mean[k] += difference;
            for (size_t j = 0; j <= k; j++) {
                square.at[k][j] += difference * (row[j] - chosen[j]);
            }
        }
    }
    for (size_t k = 0; k < n; k++) {
        mean[k] /= sum;
        gradient[k] += mean[k];
        for (size_t j = 0; j <= k; j++) {
            double covariance = square.at[k][j] / sum - mean[k] * mean[j];
            hessian->at[k][j] += covariance;
            hessian->at[j][k] += j == k ? 0 : covariance;
        }
    }
}

double mus_logit_value(const struct mus_logit *logit, const double *theta)
{
    double value = 0;
    for (size_t i = 0; i < logit->event_count; i++) {
        value -= mus_logit_log(logit, &logit->events[i], theta);
    }
    for (size_t k = 0; k < logit->factor_count; k++) {
        value += theta[k] * dot(logit->prior.at[k], theta, logit->factor_count) / 2;
    }
    return value;
}

void mus_logit_derivatives(const struct mus_logit *logit, const double *theta, double *gradient,
                           struct mus_logit_matrix *hessian)
{
    *hessian = logit->prior;
    for (size_t k = 0; k < logit->factor_count; k++) {
        gradient[k] = dot(logit->prior.at[k], theta, logit->factor_count);
    }
    for (size_t i = 0; i < logit->event_count; i++) {
        mus_logit_add(logit, &logit->events[i], theta, gradient, hessian);
    }
}

bool mus_logit_solve(const struct mus_logit_matrix *a, size_t n, double *b)
{
    struct mus_logit_matrix lower = {0};
    for (size_t k = 0; k < n; k++) {
        for (size_t j = 0; j <= k; j++) {
            double rest = a->at[k][j] - dot(lower.at[k], lower.at[j], j);
            if (j < k) {
                lower.at[k][j] = rest / lower.at[j][j];
            } else if (rest > 0) {
                lower.at[k][k] = sqrt(rest);
            } else {
                return false;
            }
        }
    }
    for (size_t k = 0; k < n; k++) {
        b[k] = (b[k] - dot(lower.at[k], b, k)) / lower.at[k][k];
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++) {
            b[k] -= lower.at[j][k] * b[j];
        }
        b[k] /= lower.at[k][k];
    }
    return true;
}

/* Takes the largest of the whole step and its halves by which the value falls; false: none. */
static bool take_step(const struct mus_logit *logit, double *theta, const double *step)
{
    double before = mus_logit_value(logit, theta);
    double tried[MUS_LOGIT_FACTORS];
    double part = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        for (size_t k = 0; k < logit->factor_count; k++) {
            tried[k] = theta[k] - part * step[k];
        }
        if (mus_logit_value(logit, tried) < before) {
            memcpy(theta, tried, logit->factor_count * sizeof *theta);
            return true;
        }
        part /= 2;
    }
    return false;
}

void mus_logit_fit(const struct mus_logit *logit, double *theta, struct mus_logit_matrix *hessian)
{
    for (int i = 0; i < MOST_STEPS; i++) {
        double gradient[MUS_LOGIT_FACTORS];
        double step[MUS_LOGIT_FACTORS];
        mus_logit_derivatives(logit, theta, gradient, hessian);
        memcpy(step, gradient, logit->factor_count * sizeof *step);
        if (!mus_logit_solve(hessian, logit->factor_count, step) ||
            dot(gradient, step, logit->factor_count) / 2 < ENOUGH ||
            !take_step(logit, theta, step)) {
            return;
        }
    }
}
