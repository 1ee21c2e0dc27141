/* The tables of bench_combine: means over queries, and what the choice of queries makes uncertain.
 */
#ifndef MUS_BENCH_COMBINE_REPORT_H
#define MUS_BENCH_COMBINE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model.h"

enum { TOP = 10 };

enum formula { ONE_SIDED, ARITHMETIC, CALIBRATED, PRODUCT, HARMONIC, MINIMUM, FORMULAS };

/* What one query gave. */
struct outcome {
    bool has_need;
    double ideal, chance; /* base model: the best ten, any ten */
    double accepted[MODELS][FORMULAS];
    double far[FORMULAS];      /* accepted, among pairs whose fits lie far apart; base model */
    double gain[FORMULAS];     /* nDCG, base model */
    double kendall[FORMULAS];  /* with the harmonic mean's order */
    double shared[FORMULAS];   /* of the first ten, with the harmonic mean's */
    double lopsided[FORMULAS]; /* one-sided pairs among the first ten */
    double lopsided_accepted[FORMULAS];
};

/* Pairs whose fits add up to much the same, by how far they lie apart. */
enum { SUMS = 6, GAPS = 4 };
extern const uint32_t SUM_STARTS[SUMS + 1];
extern const uint32_t GAP_STARTS[GAPS + 1];

/* Sums of two variables, for their correlation. */
struct moments {
    double n, x, y, xx, yy, xy;
};

/* All pairs that were ranked. */
struct survey {
    uint64_t lopsided;
    double lopsided_accepted;
    struct moments fits, wishes;
    uint64_t fit[FIT_STEPS]; /* the asker's, in thousandths */
    uint64_t gap[FIT_STEPS]; /* between the two fits */
    uint64_t seen[SUMS][GAPS];
    double accepted[SUMS][GAPS];
};

struct report {
    size_t collections, companies; /* companies a collection */
    const struct model *models;
    const struct outcome *outcomes;
    size_t count;
    struct survey survey;
};

void report_print(const struct report *report);

#endif
