/* Learned weights of random years, against a slow obvious fit: coordinate by coordinate, by golden
 * section, of the same value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "base/random.h"
#include "matcher/learn/learn.h"
#include "random_firm.h"

enum { CASES = 300, MOST_EVENTS = 12, MOST_LIST = 6, MOST_FACTORS = 4, SWEEPS = 20 };

struct world {
    double x[MOST_EVENTS * MOST_LIST * MOST_FACTORS];
    struct mus_logit_event events[MOST_EVENTS];
    struct mus_logit logit;
};

static double between(struct mus_random *random, double low, double high)
{
    return low + (high - low) * (double)mus_random_below(random, 1000001) / 1000000;
}

/* The prior is a diagonal and a product of a vector with itself: positive definite. */
static void draw(struct mus_random *random, struct world *world)
{
    double vector[MOST_FACTORS];
    size_t rows = 0;
    *world = (struct world){0};
    struct mus_logit *logit = &world->logit;
    logit->factor_count = 1 + mus_random_below(random, MOST_FACTORS);
    logit->event_count = mus_random_below(random, MOST_EVENTS + 1);
    for (size_t i = 0; i < logit->event_count; i++) {
        size_t count = 2 + mus_random_below(random, MOST_LIST - 1);
        world->events[i] = (struct mus_logit_event){rows, count, mus_random_below(random, count)};
        rows += count;
    }
    for (size_t i = 0; i < rows * logit->factor_count; i++) {
        world->x[i] = between(random, -3, 3);
    }
    for (size_t k = 0; k < logit->factor_count; k++) {
        vector[k] = between(random, -1, 1);
    }
    for (size_t k = 0; k < logit->factor_count; k++) {
        for (size_t j = 0; j < logit->factor_count; j++) {
            logit->prior.at[k][j] = vector[k] * vector[j];
        }
        logit->prior.at[k][k] += between(random, 0.3, 12);
    }
    logit->x = world->x;
    logit->events = world->events;
}

/* The value written out from its definition, with the exponential of the library. */
static double slow_value(const struct mus_logit *logit, const double *theta)
{
    double value = 0;
    for (size_t i = 0; i < logit->event_count; i++) {
        const struct mus_logit_event *event = &logit->events[i];
        double sum = 0;
        double chosen = 0;
        for (size_t c = 0; c < event->count; c++) {
            double utility = 0;
            for (size_t k = 0; k < logit->factor_count; k++) {
                utility += theta[k] * logit->x[(event->first + c) * logit->factor_count + k];
            }
            sum += exp(utility);
            chosen = c == event->chosen ? utility : chosen;
        }
        value += log(sum) - chosen;
    }
    for (size_t k = 0; k < logit->factor_count; k++) {
        for (size_t j = 0; j < logit->factor_count; j++) {
            value += theta[k] * logit->prior.at[k][j] * theta[j] / 2;
        }
    }
    return value;
}

static void improve_one(const struct mus_logit *logit, double *theta, size_t k, double reach)
{
    double low = theta[k] - reach;
    double high = theta[k] + reach;
    for (int i = 0; i < 40; i++) {
        double left = high - 0.6180339887498949 * (high - low);
        double right = low + 0.6180339887498949 * (high - low);
        theta[k] = left;
        double value = slow_value(logit, theta);
        theta[k] = right;
        if (value < slow_value(logit, theta)) {
            high = right;
        } else {
            low = left;
        }
    }
    theta[k] = (low + high) / 2;
}

static void the_fit_is_the_minimum_that_a_slow_search_finds(void **state)
{
    (void)state;
    struct mus_random random;
    uint64_t seed = mus_random_seed();
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        struct world world;
        struct mus_logit_matrix hessian;
        double theta[MUS_LOGIT_FACTORS] = {0};
        double slow[MUS_LOGIT_FACTORS] = {0};
        mus_random_init(&random, seed + i);
        draw(&random, &world);
        mus_logit_fit(&world.logit, theta, &hessian);
        double reach = 20;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (size_t k = 0; k < world.logit.factor_count; k++) {
                improve_one(&world.logit, slow, k, reach);
            }
            reach = reach > 1 ? reach * 0.7 : reach;
        }
        assert_true(slow_value(&world.logit, theta) <= slow_value(&world.logit, slow) + 1e-7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fit_is_the_minimum_that_a_slow_search_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
