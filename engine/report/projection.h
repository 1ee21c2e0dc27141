/* How many concluded matches the fiscal year will have in the end, from what is known on a day
 * and from past years: an expectation and an 80 % interval. Integers only, so that the same
 * ledger gives the same bytes on every machine. Pure; any thread.
 *
 * Each part of the method answers a way in which a plain extrapolation goes wrong.
 *
 * Share of the year. s is the part of a whole year's count that was known, that is concluded and
 * recorded, by the same day in up to three past years, pooled. So the season is learnt, and how
 * late matches are written down. What was recorded more than three months after its year had
 * ended was typed in afterwards and says nothing of that: it is taken as known with the usual
 * delay of the others. A straight line by date, less the delay seen so far, stands in where there
 * is no past, with the weight of eight observations, which leaves it wide; where there is one it
 * counts for one observation.
 *
 * Level. What is left to come is not known/s − known: early in the year that would make a great
 * deal of little. The year's rate has a gamma distribution about the mean of the past years, as
 * wide as past years differed (without a past about the target, and very wide); the known count
 * narrows it, the less the worse s is known. Given the rate, matches come as a Poisson count;
 * together that is the gamma–Poisson or negative binomial distribution (Gelman et al., Bayesian
 * Data Analysis, 2.6).
 *
 * Dispersion φ. Matches come in batches, and months differ from year to year by more than chance:
 * Pearson's chi-square of past months over its degrees of freedom, drawn towards what the batch
 * sizes of the entries and months that differ by a quarter would give; from 1 to 100. A count is
 * worth count/φ observations.
 *
 * Two streams. Questionnaires arrive in one lump, and how great it was says little of the matches
 * made elsewhere: where past years have both, named and reported matches are foreseen apart, and
 * means and variances added. A lump may come up to a fortnight earlier or later than it did:
 * whether it has come is told by the known count.
 *
 * Interval. The remainder has a mean and a variance (of the rate, of the count, and of s itself);
 * it is taken as gamma distributed, and the 10 % and 90 % points come of the cube-root formula of
 * Wilson and Hilferty (1931). Low is never below what is known already.
 *
 * bench/projection.c draws thousands of years and counts how often the final number lay in the
 * interval; bench/results/projection.txt holds what it found. */
#ifndef MUS_REPORT_PROJECTION_H
#define MUS_REPORT_PROJECTION_H

#include "base/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_PROJECTION_YEARS 3 /* past years that are looked at */
/* Beyond this no projection is given. */
#define MUS_PROJECTION_MAX_COUNT 100000000

/* One entry that counts. */
struct mus_projection_item {
    mus_date date;     /* of the conclusion */
    mus_date recorded; /* the day, Asia/Tokyo */
    uint32_t count;
    bool reported;
};

struct mus_projection_year {
    int fiscal_year;
    const struct mus_projection_item *items; /* in any order */
    size_t count;
};

struct mus_projection_input {
    struct mus_projection_year year;        /* what is known of it on as_of */
    const struct mus_projection_year *past; /* up to MUS_PROJECTION_YEARS; in any order */
    size_t past_count;
    mus_date as_of;
    bool has_target;
    uint64_t target;
};

struct mus_projection {
    bool given;                   /* false: nothing to go by */
    bool final;                   /* the year is over: low = expected = high = total */
    uint64_t low, expected, high; /* 80 % interval; known ≤ low ≤ expected ≤ high */
    uint64_t years; /* past fiscal years of the ledger that it learnt from; 0 if final */
};

/* Past years in which nothing counts are passed over. */
void mus_project(const struct mus_projection_input *input, struct mus_projection *out);

#endif
