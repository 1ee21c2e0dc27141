/* A conditional logit with a prior: of the candidates of an event one was chosen, with probability
 *
 *     P(chosen = c) = exp(θ·x_c) / Σ exp(θ·x),
 *
 * and θ is the minimum of −Σ log P + ½ θᵀΛθ. Strictly convex where Λ is positive definite, so there
 * is one answer, and Newton's steps find it (McFadden 1974).
 *
 * Doubles, but only + − × ÷ √ and the elementary functions made of them, always in the same order:
 * the same bits on every machine. Allocates nothing. Pure; any thread. */
#ifndef MUS_MATCHER_LEARN_LOGIT_H
#define MUS_MATCHER_LEARN_LOGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_LOGIT_FACTORS 16

struct mus_logit_event {
    size_t first;  /* row of its first candidate */
    size_t count;  /* at least 2 */
    size_t chosen; /* place among its candidates */
};

struct mus_logit_matrix {
    double at[MUS_LOGIT_FACTORS][MUS_LOGIT_FACTORS]; /* the first factor_count of each */
};

struct mus_logit {
    size_t factor_count;
    const double *x; /* a row of factor_count for each candidate, borrowed */
    const struct mus_logit_event *events;
    size_t event_count;
    struct mus_logit_matrix prior; /* Λ, symmetric and positive definite */
};

/* log P of the choice made in the event. */
double mus_logit_log(const struct mus_logit *logit, const struct mus_logit_event *event,
                     const double *theta);
/* Adds the first and second derivatives of −log P of the event. */
void mus_logit_add(const struct mus_logit *logit, const struct mus_logit_event *event,
                   const double *theta, double *gradient, struct mus_logit_matrix *hessian);
/* The value that is minimised, and its derivatives with the prior's part. */
double mus_logit_value(const struct mus_logit *logit, const double *theta);
void mus_logit_derivatives(const struct mus_logit *logit, const double *theta, double *gradient,
                           struct mus_logit_matrix *hessian);
/* Moves theta from where it is to the minimum and gives the second derivatives there. */
void mus_logit_fit(const struct mus_logit *logit, double *theta, struct mus_logit_matrix *hessian);

/* Solves A·x = b for a symmetric A by Cholesky; b becomes x. false, b as it was: A is not positive
 * definite. */
bool mus_logit_solve(const struct mus_logit_matrix *a, size_t n, double *b);

#endif
