/* A thousand invented years of 30 to 300 outcomes: how often the gate adopts weights that are worse
 * than the expert's, and what adopted weights gain. Worse and better are judged by the
 * expectation over 500 fresh events of the same truth; the year itself is not asked. The truth
 * departs from the expert by a standard deviation of 0, 0.15, 0.30 or 0.60 a part, where a spread
 * of all parts of the expert together counts 4: with 0 the expert is right, and nothing should be
 * adopted at all.
 *
 * A row tells the share of years adopted; of all years, those whose adopted weights are worse; the
 * gain in log-likelihood of an event (in thousandths of a nat), on the mean over years; and, of
 * what the truth itself would gain, how much that is. The same for fitting without a gate. */
#include "learning/outcomes.h"

#include <stdio.h>
#include <stdlib.h>

enum { YEARS = 1000, FRESH = 500, SHARPNESS = 4 };

struct tally {
    unsigned years, adopted, worse, fitted_worse;
    double gain, fitted_gain, possible;
};

static void truth_as_weights(const struct mus_year *year, uint32_t *weights)
{
    double sum = 0;
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        sum += year->truth[part];
    }
    for (size_t part = 0; part < MUS_PART_COUNT; part++) {
        weights[part] = (uint32_t)(year->truth[part] / sum * MUS_MILLION + 0.5);
    }
}

static void measure(struct mus_year *year, struct mus_random *random, size_t events,
                    double departure, struct tally *tally)
{
    struct mus_learned learned;
    struct mus_error err;
    uint32_t truth[MUS_PART_COUNT];
    mus_year_truth(year, random, SHARPNESS, departure);
    mus_year_events(year, random, events);
    struct mus_learn_problem problem = mus_year_problem(year);
    if (mus_learn(&problem, &learned, &err) != MUS_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    mus_year_events(year, random, FRESH);
    truth_as_weights(year, truth);
    double expert = mus_year_loss(year, year->expert);
    double gain = expert - mus_year_loss(year, learned.weight);
    tally->years++;
    tally->possible += expert - mus_year_loss(year, truth);
    tally->fitted_gain += gain;
    tally->fitted_worse += gain < 0;
    if (learned.verdict == MUS_LEARN_ADOPT) {
        tally->adopted++;
        tally->worse += gain < 0;
        tally->gain += gain;
    }
}

static void add(struct tally *all, const struct tally *tally)
{
    all->years += tally->years;
    all->adopted += tally->adopted;
    all->worse += tally->worse;
    all->fitted_worse += tally->fitted_worse;
    all->gain += tally->gain;
    all->fitted_gain += tally->fitted_gain;
    all->possible += tally->possible;
}

static void print(const char *name, const struct tally *tally)
{
    double years = tally->years;
    printf("%-12s %6u %8.1f %% %7.1f %% %8.1f %6.0f %%   %9.1f %% %8.1f %9.1f\n", name,
           tally->years, 100 * tally->adopted / years, 100 * tally->worse / years,
           1000 * tally->gain / years,
           tally->possible > 0 ? 100 * tally->gain / tally->possible : 0,
           100 * tally->fitted_worse / years, 1000 * tally->fitted_gain / years,
           1000 * tally->possible / years);
}

int main(void)
{
    static const double DEPARTURES[] = {0, 0.15, 0.30, 0.60};
    static const size_t BANDS[] = {30, 65, 140, 300};
    static struct mus_year year;
    struct tally all = {0};
    struct mus_random random;
    mus_random_init(&random, 1);
    printf("%d years of 30 to 300 events, lists of %d\n", YEARS, MUS_YEAR_LIST);
    printf("                        through the gate                        without a gate\n");
    printf("departure     years    adopted     worse     gain of possible       worse     gain  "
           "possible\n");
    for (size_t d = 0; d < sizeof DEPARTURES / sizeof *DEPARTURES; d++) {
        struct tally of_departure = {0};
        for (size_t band = 0; band + 1 < sizeof BANDS / sizeof *BANDS; band++) {
            struct tally tally = {0};
            char name[32];
            size_t years = YEARS / 4 / 3 + (band == 0);
            for (size_t i = 0; i < years; i++) {
                size_t span = BANDS[band + 1] - BANDS[band] + 1;
                measure(&year, &random, BANDS[band] + mus_random_below(&random, span),
                        DEPARTURES[d], &tally);
            }
            snprintf(name, sizeof name, "%.2f %3zu-%zu", DEPARTURES[d], BANDS[band],
                     BANDS[band + 1]);
            print(name, &tally);
            add(&of_departure, &tally);
        }
        add(&all, &of_departure);
    }
    print("all", &all);
    return 0;
}
