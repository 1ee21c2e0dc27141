/* How wishes become acceptances, and what fits would say of them if they were calibrated. */
#ifndef MUS_BENCH_COMBINE_MODEL_H
#define MUS_BENCH_COMBINE_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "truth.h"

enum { FIT_STEPS = 1001, PPB = 1000000000 };

/* What makes a pair of two acceptances. */
enum together {
    INDEPENDENT,   /* the product of the two probabilities */
    RELUCTANT,     /* the smaller: as if one mood decided for both */
    OTHER_DECIDES, /* the asker takes whom it is given: the other's alone */
    TOGETHERS
};

/* A side accepts with probability 1/(1+exp(-slope·(wish-middle))). */
struct curve {
    double slope; /* a half point */
    int middle;   /* half points */
    enum together together;
};

enum { SLOPES = 3, MIDDLES = 3, MODELS = TOGETHERS * SLOPES * MIDDLES };
/* Independent, slope 1 a point, middle 3 points. */
enum { BASE_MODEL = 4 };

struct model {
    struct curve curve;
    double accept[WISH_STEPS];           /* by wish, from 0 */
    double both[WISH_STEPS][WISH_STEPS]; /* by the asker's wish and the other's */
    uint64_t calibrated[FIT_STEPS];      /* by fit in thousandths, in PPB */
};

/* How often a fit, in thousandths, met a wish. */
typedef uint32_t seen_table[FIT_STEPS][WISH_STEPS];

void models_make(struct model models[MODELS]);
/* Platt's fit of a logistic curve to the true probabilities, by Newton's method. */
void model_calibrate(struct model *model, seen_table seen);
/* In PPB, by a fit in millionths: between the steps in a straight line, so that no two fits tie. */
uint64_t model_calibrated(const struct model *model, uint32_t fit);

#endif
