#include "matcher/learn/logit.h"

#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { EVENTS = 5, LIST = 4, FACTORS = 3 };

struct sample {
    double x[EVENTS * LIST * FACTORS];
    struct mus_logit_event events[EVENTS];
    struct mus_logit logit;
};

static void draw(struct sample *sample)
{
    struct mus_random random;
    mus_random_init(&random, 3);
    for (size_t i = 0; i < EVENTS * LIST * FACTORS; i++) {
        sample->x[i] = (double)mus_random_below(&random, 2001) / 1000 - 1;
    }
    for (size_t i = 0; i < EVENTS; i++) {
        sample->events[i] = (struct mus_logit_event){i * LIST, LIST, i % LIST};
    }
    sample->logit = (struct mus_logit){.factor_count = FACTORS,
                                       .x = sample->x,
                                       .events = sample->events,
                                       .event_count = EVENTS,
                                       .prior = {{{2, 0.5, 0}, {0.5, 1, 0.25}, {0, 0.25, 3}}}};
}

static void assert_near(double a, double b, double most)
{
    assert_true(fabs(a - b) <= most);
}

static void probabilities_of_an_event_add_up(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {0.7, -1.2, 2};
    draw(&sample);
    double sum = 0;
    for (size_t c = 0; c < LIST; c++) {
        struct mus_logit_event event = {LIST, LIST, c};
        sum += exp(mus_logit_log(&sample.logit, &event, theta));
    }
    assert_near(sum, 1, 1e-12);
}

static void without_coefficients_all_are_equally_likely(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {0};
    draw(&sample);
    assert_near(mus_logit_log(&sample.logit, &sample.events[0], theta), -log(LIST), 1e-12);
}

static void huge_utilities_do_not_overflow(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {1e6, 1e6, 1e6};
    draw(&sample);
    for (size_t i = 0; i < EVENTS; i++) {
        double log = mus_logit_log(&sample.logit, &sample.events[i], theta);
        assert_true(log <= 0 && log > -1e8);
    }
}

static void the_gradient_is_that_of_finite_differences(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {0.3, -0.4, 0.9};
    double gradient[FACTORS];
    struct mus_logit_matrix hessian;
    draw(&sample);
    mus_logit_derivatives(&sample.logit, theta, gradient, &hessian);
    for (size_t k = 0; k < FACTORS; k++) {
        double above[FACTORS] = {theta[0], theta[1], theta[2]};
        double below[FACTORS] = {theta[0], theta[1], theta[2]};
        above[k] += 1e-5;
        below[k] -= 1e-5;
        double slope =
            (mus_logit_value(&sample.logit, above) - mus_logit_value(&sample.logit, below)) / 2e-5;
        assert_near(gradient[k], slope, 1e-8);
    }
}

static void second_derivatives_are_those_of_the_gradient(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {0.3, -0.4, 0.9};
    double gradient[FACTORS], after[FACTORS];
    struct mus_logit_matrix hessian, ignored;
    draw(&sample);
    mus_logit_derivatives(&sample.logit, theta, gradient, &hessian);
    for (size_t k = 0; k < FACTORS; k++) {
        double moved[FACTORS] = {theta[0], theta[1], theta[2]};
        moved[k] += 1e-6;
        mus_logit_derivatives(&sample.logit, moved, after, &ignored);
        for (size_t j = 0; j < FACTORS; j++) {
            assert_near(hessian.at[k][j], (after[j] - gradient[j]) / 1e-6, 1e-4);
            assert_true(hessian.at[k][j] == hessian.at[j][k]);
        }
    }
}

static void the_fit_is_where_the_gradient_vanishes_wherever_it_starts(void **state)
{
    (void)state;
    struct sample sample;
    double theta[FACTORS] = {0};
    double far[FACTORS] = {40, -40, 40};
    double gradient[FACTORS];
    struct mus_logit_matrix hessian;
    draw(&sample);
    mus_logit_fit(&sample.logit, theta, &hessian);
    mus_logit_fit(&sample.logit, far, &hessian);
    mus_logit_derivatives(&sample.logit, theta, gradient, &hessian);
    for (size_t k = 0; k < FACTORS; k++) {
        assert_near(gradient[k], 0, 1e-5);
        assert_near(far[k], theta[k], 1e-5);
    }
}

static void equations_are_solved(void **state)
{
    (void)state;
    struct mus_logit_matrix a = {{{4, 2, 1}, {2, 5, 3}, {1, 3, 6}}};
    double b[3] = {4 + 4 + 3, 2 + 10 + 9, 1 + 6 + 18};
    assert_true(mus_logit_solve(&a, 3, b));
    assert_near(b[0], 1, 1e-12);
    assert_near(b[1], 2, 1e-12);
    assert_near(b[2], 3, 1e-12);
}

static void a_matrix_that_is_not_positive_definite_is_not_solved(void **state)
{
    (void)state;
    struct mus_logit_matrix a = {{{1, 2}, {2, 1}}};
    double b[2] = {5, 7};
    assert_false(mus_logit_solve(&a, 2, b));
    assert_true(b[0] == 5 && b[1] == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probabilities_of_an_event_add_up),
        cmocka_unit_test(without_coefficients_all_are_equally_likely),
        cmocka_unit_test(huge_utilities_do_not_overflow),
        cmocka_unit_test(the_gradient_is_that_of_finite_differences),
        cmocka_unit_test(second_derivatives_are_those_of_the_gradient),
        cmocka_unit_test(the_fit_is_where_the_gradient_vanishes_wherever_it_starts),
        cmocka_unit_test(equations_are_solved),
        cmocka_unit_test(a_matrix_that_is_not_positive_definite_is_not_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
