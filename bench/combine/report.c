#include "report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

enum { RESAMPLES = 2000, SEED = 1 };

const uint32_t SUM_STARTS[SUMS + 1] = {600000, 700000, 800000, 900000, 1000000, 1100000, 2000001};
const uint32_t GAP_STARTS[GAPS + 1] = {0, 50000, 100000, 200000, 1000001};

static const char *const NAMES[FORMULAS] = {"one-sided fit",      "arithmetic mean",
                                            "calibrated product", "product",
                                            "harmonic mean",      "minimum"};

static const char *const SHORT_NAMES[FORMULAS] = {"one-sided", "arithmetic", "calibrated",
                                                  "product",   "harmonic",   "minimum"};

/* A figure for all queries, and for each resampling of them. */
struct sample {
    double value;
    double resampled[RESAMPLES];
};

struct draws {
    size_t count;
    uint32_t *items; /* RESAMPLES times count numbers of queries */
};

static void *need(void *block)
{
    if (block == NULL) {
        fprintf(stderr, "bench: out of memory\n");
        exit(1);
    }
    return block;
}

/* The same draws serve every figure, so that differences stay within queries. */
static struct draws draw(size_t count)
{
    struct mus_random random;
    struct draws draws = {count, need(mus_alloc(count * RESAMPLES, sizeof *draws.items))};
    mus_random_init(&random, SEED);
    for (size_t i = 0; i < count * RESAMPLES; i++) {
        draws.items[i] = (uint32_t)mus_random_below(&random, count);
    }
    return draws;
}

/* The mean of a field of the outcomes, which stands `offset` bytes into each. */
static void sample_mean(const struct report *report, const struct draws *draws, size_t offset,
                        struct sample *out)
{
    double *values = need(mus_alloc(report->count, sizeof *values));
    out->value = 0;
    for (size_t i = 0; i < report->count; i++) {
        memcpy(&values[i], (const char *)&report->outcomes[i] + offset, sizeof values[i]);
        out->value += values[i] / (double)report->count;
    }
    for (size_t r = 0; r < RESAMPLES; r++) {
        double sum = 0;
        for (size_t i = 0; i < draws->count; i++) {
            sum += values[draws->items[r * draws->count + i]];
        }
        out->resampled[r] = sum / (double)draws->count;
    }
    mus_free(values);
}

static void sample_all(const struct report *report, const struct draws *draws, size_t offset,
                       struct sample *out)
{
    for (size_t f = 0; f < FORMULAS; f++) {
        sample_mean(report, draws, offset + f * sizeof(double), &out[f]);
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void bounds(const struct sample *sample, double *low, double *high)
{
    double sorted[RESAMPLES];
    memcpy(sorted, sample->resampled, sizeof sorted);
    qsort(sorted, RESAMPLES, sizeof *sorted, compare);
    *low = sorted[RESAMPLES / 20];
    *high = sorted[RESAMPLES - 1 - RESAMPLES / 20];
}

static struct sample ratio(const struct sample *a, const struct sample *b)
{
    struct sample out = {.value = a->value / b->value};
    for (size_t r = 0; r < RESAMPLES; r++) {
        out.resampled[r] = a->resampled[r] / b->resampled[r];
    }
    return out;
}

static struct sample difference(const struct sample *a, const struct sample *b)
{
    struct sample out = {.value = a->value - b->value};
    for (size_t r = 0; r < RESAMPLES; r++) {
        out.resampled[r] = a->resampled[r] - b->resampled[r];
    }
    return out;
}

static void print_sample(const struct sample *sample, const char *sign)
{
    double low;
    double high;
    bounds(sample, &low, &high);
    printf(*sign == '+' ? "  %+.3f (%+.3f…%+.3f)" : "  %.3f (%.3f…%.3f)", sample->value, low, high);
}

static void print_formulas(const struct report *report, const struct draws *draws, size_t offset)
{
    struct sample *samples = need(mus_alloc(FORMULAS, sizeof *samples));
    sample_all(report, draws, offset, samples);
    printf("%-19s  %-21s  %-21s  %s\n", "", "mean", "/ one-sided", "- harmonic mean");
    for (size_t f = 0; f < FORMULAS; f++) {
        printf("%-19s", NAMES[f]);
        print_sample(&samples[f], "");
        struct sample derived = ratio(&samples[f], &samples[ONE_SIDED]);
        print_sample(&derived, "");
        derived = difference(&samples[f], &samples[HARMONIC]);
        if (f != HARMONIC) {
            print_sample(&derived, "+");
        }
        putchar('\n');
    }
    mus_free(samples);
}

static void print_base(const struct report *report, const struct draws *draws)
{
    double ideal = 0;
    double chance = 0;
    for (size_t i = 0; i < report->count; i++) {
        ideal += report->outcomes[i].ideal / (double)report->count;
        chance += report->outcomes[i].chance / (double)report->count;
    }
    printf("\nexpected mutual acceptances among the first %d (any %d: %.3f; the best %d: %.3f)\n",
           TOP, TOP, chance, TOP, ideal);
    print_formulas(report, draws,
                   offsetof(struct outcome, accepted) + BASE_MODEL * FORMULAS * sizeof(double));
    printf("\nthe same among those pairs only whose fits lie 0.1 or more apart\n");
    print_formulas(report, draws, offsetof(struct outcome, far));
    printf("\nnDCG@%d, the gain being the probability that both accept\n", TOP);
    print_formulas(report, draws, offsetof(struct outcome, gain));
}

/* Those who need something, and those who only offer. */
static void print_strata(const struct report *report)
{
    printf("\nexpected mutual acceptances by what the asker lists (n)\n%-19s", "");
    size_t n[2] = {0};
    double sums[2][FORMULAS] = {{0}};
    for (size_t i = 0; i < report->count; i++) {
        const struct outcome *outcome = &report->outcomes[i];
        n[outcome->has_need]++;
        for (size_t f = 0; f < FORMULAS; f++) {
            sums[outcome->has_need][f] += outcome->accepted[BASE_MODEL][f];
        }
    }
    printf("  a need (%zu)   offers or nothing (%zu)\n", n[1], n[0]);
    for (size_t f = 0; f < FORMULAS; f++) {
        printf("%-19s", NAMES[f]);
        for (size_t s = 2; s-- > 0;) {
            printf("  %.3f = %.3f x", sums[s][f] / (double)n[s], sums[s][f] / sums[s][ONE_SIDED]);
        }
        putchar('\n');
    }
}

static void print_model(const struct curve *curve, const struct sample *samples)
{
    static const char *const togethers[TOGETHERS] = {"independent", "reluctant", "other decides"};
    printf("%-13s  %5.1f  %6.1f  %11.3f", togethers[curve->together], 2 * curve->slope,
           curve->middle / 2.0, samples[HARMONIC].value);
    for (size_t f = 0; f < FORMULAS; f++) {
        double low;
        double high;
        struct sample apart = difference(&samples[f], &samples[HARMONIC]);
        bounds(&apart, &low, &high);
        printf("  %8.3f %c", samples[f].value / samples[HARMONIC].value,
               low > 0    ? '+'
               : high < 0 ? '-'
                          : '=');
    }
}

static void print_models(const struct report *report, const struct draws *draws)
{
    struct sample *samples = need(mus_alloc(FORMULAS, sizeof *samples));
    printf("\nother acceptance models: mutual acceptances / harmonic mean's "
           "(+ or -: the 90 %% interval of the difference excludes 0; =: it does not)\n"
           "%-13s  slope  middle  acceptances",
           "together");
    for (size_t f = 0; f < FORMULAS; f++) {
        printf("  %10s", SHORT_NAMES[f]);
    }
    putchar('\n');
    for (size_t m = 0; m < MODELS; m++) {
        sample_all(report, draws,
                   offsetof(struct outcome, accepted) + m * FORMULAS * sizeof(double), samples);
        print_model(&report->models[m].curve, samples);
        puts(m == BASE_MODEL ? "  (base)" : "");
    }
    mus_free(samples);
}

static void print_orders(const struct report *report)
{
    const struct survey *survey = &report->survey;
    printf("\norders, and one-sided pairs (asker's fit in its best tenth, the other's in its lower "
           "half: %.1f %% of all, accepted by both %.4f)\n"
           "%-19s  Kendall's tau with  shared with     one-sided    accepted\n"
           "%-19s  the harmonic mean   its first %d    of first %d  by both\n",
           100 * (double)survey->lopsided / survey->fits.n,
           survey->lopsided_accepted / (double)survey->lopsided, "", "", TOP, TOP);
    for (size_t f = 0; f < FORMULAS; f++) {
        double sums[4] = {0};
        for (size_t i = 0; i < report->count; i++) {
            const struct outcome *outcome = &report->outcomes[i];
            sums[0] += outcome->kendall[f];
            sums[1] += outcome->shared[f];
            sums[2] += outcome->lopsided[f];
            sums[3] += outcome->lopsided_accepted[f];
        }
        double n = (double)report->count;
        printf("%-19s  %18.3f  %11.2f  %12.2f  ", NAMES[f], sums[0] / n, sums[1] / n, sums[2] / n);
        sums[2] > 0 ? printf("%10.3f\n", sums[3] / sums[2]) : printf("%10s\n", "-");
    }
}

static void print_gaps(const struct survey *survey)
{
    printf("\nboth accept (pairs), by the sum of the two fits and how far they lie apart\n%-12s",
           "sum");
    for (size_t g = 0; g < GAPS; g++) {
        printf("   apart %.2f or more", GAP_STARTS[g] / 1e6);
    }
    for (size_t s = 0; s < SUMS; s++) {
        printf("\n%.2f or more", SUM_STARTS[s] / 1e6);
        for (size_t g = 0; g < GAPS; g++) {
            uint64_t seen = survey->seen[s][g];
            printf("  %.4f (%10" PRIu64 ")", seen == 0 ? 0 : survey->accepted[s][g] / (double)seen,
                   seen);
        }
    }
    putchar('\n');
}

static double correlation(const struct moments *m)
{
    double xy = m->xy / m->n - m->x / m->n * (m->y / m->n);
    double xx = m->xx / m->n - m->x / m->n * (m->x / m->n);
    double yy = m->yy / m->n - m->y / m->n * (m->y / m->n);
    return xy / sqrt(xx * yy);
}

static double quantile(const uint64_t *bins, double share)
{
    double all = 0;
    double sum = 0;
    for (size_t i = 0; i < FIT_STEPS; i++) {
        all += (double)bins[i];
    }
    for (size_t i = 0; i < FIT_STEPS; i++) {
        sum += (double)bins[i];
        if (sum >= share * all) {
            return (double)i / 1000;
        }
    }
    return 1;
}

static void print_survey(const struct report *report)
{
    const struct survey *survey = &report->survey;
    printf("%zu queries on %zu collections of %zu companies; %.0f pairs, each with both fits\n"
           "fits       10 %% below %.3f, 50 %% %.3f, 90 %% %.3f, 99.9 %% %.3f; the two of a pair "
           "apart: 50 %% below %.3f, 90 %% %.3f, 99 %% %.3f\n"
           "correlated the two fits of a pair %.2f, the two true wishes %.2f\n",
           report->count, report->collections, report->companies, survey->fits.n,
           quantile(survey->fit, 0.1), quantile(survey->fit, 0.5), quantile(survey->fit, 0.9),
           quantile(survey->fit, 0.999), quantile(survey->gap, 0.5), quantile(survey->gap, 0.9),
           quantile(survey->gap, 0.99), correlation(&survey->fits), correlation(&survey->wishes));
}

static void print_limits(void)
{
    puts(
        "\nThis can say which formula, given these profiles and these fits, puts in front more "
        "pairs "
        "for which the facts of both\n"
        "sides speak, and how much of that hangs on how acceptance comes about. It cannot say how "
        "often real firms accept: only\n"
        "ratios and signs mean anything. Invented firms are wanted or choosy by their facts alone, "
        "and hardly any pair is strongly\n"
        "one-sided; where some firms are courted by all, formulas may differ more. Purposes, "
        "markets "
        "and partners are read from the\n"
        "profiles that the score reads too, which flatters all formulas. Intervals cover "
        "the "
        "choice of queries, not the\n"
        "steps of the yardstick.");
}

void report_print(const struct report *report)
{
    struct draws draws = draw(report->count);
    print_survey(report);
    print_base(report, &draws);
    print_strata(report);
    print_models(report, &draws);
    print_orders(report);
    print_gaps(&report->survey);
    print_limits();
    mus_free(draws.items);
}
