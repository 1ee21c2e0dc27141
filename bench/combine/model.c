#include "model.h"

#include <math.h>

#include "matcher/reference.h"

static void make_model(const struct curve *curve, struct model *model)
{
    *model = (struct model){.curve = *curve};
    for (int i = 0; i < WISH_STEPS; i++) {
        model->accept[i] = 1 / (1 + exp(-curve->slope * (i + WISH_LEAST - curve->middle)));
    }
    for (int i = 0; i < WISH_STEPS; i++) {
        for (int k = 0; k < WISH_STEPS; k++) {
            double a = model->accept[i];
            double b = model->accept[k];
            double less = a < b ? a : b;
            model->both[i][k] = curve->together == INDEPENDENT ? a * b
                                : curve->together == RELUCTANT ? less
                                                               : b;
        }
    }
}

void models_make(struct model models[MODELS])
{
    static const double slopes[SLOPES] = {0.25, 0.5, 1.0};
    static const int middles[MIDDLES] = {3, 6, 9};
    for (size_t m = 0; m < MODELS; m++) {
        struct curve curve = {slopes[m / MIDDLES % SLOPES], middles[m % MIDDLES],
                              (enum together)(m / (MIDDLES * SLOPES))};
        make_model(&curve, &models[m]);
    }
}

/* Centred on a usual fit, so that the two coefficients hardly disturb each other. */
static double centred(int step)
{
    return step / 1000.0 - 0.4;
}

void model_calibrate(struct model *model, seen_table seen)
{
    enum { ROUNDS = 60 };
    double shift = -2;
    double slope = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double g[2] = {0};
        double h[3] = {1e-9, 0, 1e-9};
        for (int step = 0; step < FIT_STEPS; step++) {
            double x = centred(step);
            double p = 1 / (1 + exp(-shift - slope * x));
            for (int wish = 0; wish < WISH_STEPS; wish++) {
                double n = seen[step][wish];
                double miss = n * (model->accept[wish] - p);
                double bend = n * p * (1 - p);
                g[0] += miss;
                g[1] += miss * x;
                h[0] += bend;
                h[1] += bend * x;
                h[2] += bend * x * x;
            }
        }
        double det = h[0] * h[2] - h[1] * h[1];
        shift += (h[2] * g[0] - h[1] * g[1]) / det;
        slope += (h[0] * g[1] - h[1] * g[0]) / det;
    }
    for (int step = 0; step < FIT_STEPS; step++) {
        model->calibrated[step] =
            (uint64_t)llround(PPB / (1 + exp(-shift - slope * centred(step))));
    }
}

uint64_t model_calibrated(const struct model *model, uint32_t fit)
{
    uint64_t low = model->calibrated[fit / 1000];
    uint64_t high = model->calibrated[fit / 1000 + (fit < MUS_MILLION)];
    return low + (high - low) * (fit % 1000) / 1000;
}
