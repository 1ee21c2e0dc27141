/* Ranges of invented worlds whose truth is known: of pairs met afterwards the true share must lie
 * in the range as often as it says, where the truth is such a curve; nearly as often where it is a
 * straight line; and ranges must not shrink to falsehood where it is a step. And the fit is the
 * minimum that a slow search finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>

#include "base/random.h"
#include "matcher/learn/calibration.h"
#include "random_firm.h"

enum { CASES = 1500, MOST_PAIRS = 300, MET = 50 };

enum shape { LOGISTIC, LINE, STEP, SHAPES };

struct world {
    enum shape shape;
    double base;  /* the share of the middle score */
    double slope; /* per spread of the scores */
    size_t count;
    struct mus_calibration_pair pairs[MOST_PAIRS];
};

static double uniform(struct mus_random *random)
{
    return (double)mus_random_below(random, 1u << 24) / (1u << 24);
}

static uint32_t draw_score(struct mus_random *random)
{
    double sum = -6;
    for (int i = 0; i < 12; i++) {
        sum += uniform(random);
    }
    double score = 450000 + 100000 * sum;
    return score < 0 ? 0 : score > 1000000 ? 1000000 : (uint32_t)score;
}

static double truth(const struct world *world, uint32_t score)
{
    double at = ((double)score - 450000) / 100000;
    double share = 0;
    switch (world->shape) {
    case LINE:
        share = world->base + 0.08 * world->slope * at;
        break;
    case STEP:
        share = 0.03 + 1.6 * world->base / (1 + exp(-2.5 * world->slope * at));
        break;
    case LOGISTIC:
    case SHAPES:
        return 1 / (1 + exp(-log(world->base / (1 - world->base)) - world->slope * at));
    }
    return share < 0.01 ? 0.01 : share > 0.99 ? 0.99 : share;
}

static void draw(struct mus_random *random, struct world *world)
{
    static const double BASES[] = {0.12, 0.23, 0.38};
    static const double SLOPES[] = {0, 0.3, 0.8, 1.5};
    static const size_t COUNTS[] = {40, 80, 150, MOST_PAIRS};
    world->base = BASES[mus_random_below(random, 3)];
    world->slope = SLOPES[mus_random_below(random, 4)];
    world->count = COUNTS[mus_random_below(random, 4)];
    for (size_t i = 0; i < world->count; i++) {
        uint32_t score = draw_score(random);
        world->pairs[i] =
            (struct mus_calibration_pair){score, uniform(random) < truth(world, score)};
    }
}

struct tally {
    double held, met;
};

static void meet_others(struct mus_random *random, const struct world *world,
                        const struct mus_calibration *calibration, struct tally *tally)
{
    for (int i = 0; i < MET; i++) {
        struct mus_calibration_range range;
        uint32_t score = draw_score(random);
        if (mus_calibration_at(calibration, score, &range)) {
            double share = truth(world, score) * 1000000;
            assert_true(range.low <= range.high && range.high <= 1000000);
            tally->held += share >= range.low && share <= range.high;
            tally->met++;
        }
    }
}

static void ranges_hold_the_truth_as_often_as_they_say(void **state)
{
    (void)state;
    static const double LEAST[SHAPES] = {[LOGISTIC] = 0.89, [LINE] = 0.86, [STEP] = 0.75};
    static struct world world;
    struct tally tally[SHAPES] = {{0, 0}};
    uint64_t seed = mus_random_seed();
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        struct mus_random random;
        struct mus_calibration calibration;
        struct mus_error err;
        mus_random_init(&random, seed + i);
        world.shape = (enum shape)(i % SHAPES);
        draw(&random, &world);
        if (mus_calibrate(world.pairs, world.count, &calibration) == MUS_CALIBRATION_FITTED) {
            assert_int_equal(mus_calibration_check(&calibration, &err), MUS_OK);
            meet_others(&random, &world, &calibration, &tally[world.shape]);
        }
    }
    /* Of a few worlds the shares say little. */
    for (size_t shape = 0; shape < SHAPES && cases >= CASES; shape++) {
        double share = tally[shape].held / tally[shape].met;
        print_message("shape %zu: %.1f %% of %.0f\n", shape, 100 * share, tally[shape].met);
        assert_true(share >= LEAST[shape]);
    }
}

/* ------------------------------------------------------------------ the minimum */

static double slow_value(const struct world *world, const struct mus_calibration *c, double level,
                         double slope)
{
    double concluded = (double)c->concluded;
    double others = (double)(c->pairs - c->concluded);
    double value = 0;
    for (size_t i = 0; i < world->count; i++) {
        double f = level + slope * ((double)world->pairs[i].score - c->centre) / 1000000;
        double target =
            world->pairs[i].concluded ? (concluded + 1) / (concluded + 2) : 1 / (others + 2);
        value += log(1 + exp(f)) - target * f;
    }
    return value;
}

static void no_other_curve_near_is_better(void **state)
{
    (void)state;
    static struct world world;
    uint64_t seed = mus_random_seed();
    unsigned cases = mus_random_cases(CASES);
    for (unsigned i = 0; i < cases; i++) {
        struct mus_random random;
        struct mus_calibration calibration;
        mus_random_init(&random, seed + i);
        world.shape = (enum shape)(i % SHAPES);
        draw(&random, &world);
        if (mus_calibrate(world.pairs, world.count, &calibration) != MUS_CALIBRATION_FITTED) {
            continue;
        }
        double level = (double)calibration.level / 1000000;
        double slope = (double)calibration.slope / 1000000;
        double value = slow_value(&world, &calibration, level, slope);
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                assert_true(slow_value(&world, &calibration, level + 0.001 * a, slope + 0.01 * b) >=
                            value - 1e-9);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_hold_the_truth_as_often_as_they_say),
        cmocka_unit_test(no_other_curve_near_is_better),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
