/* Invented years of concluded matches of one city, whose final numbers are known: for judging
 * projections. Integers and a seeded generator only, so that a seed means the same everywhere.
 *
 * What a city has of its own: a rate of 200 to 1,000 matches a year, a season (a weight for each
 * month), how long matches lie before they are written down (0 to 90 days, spread up to a city's
 * own most), and in nine cities of ten a fair in November, whose questionnaires (each of several
 * matches) make up 10 to 35 % of the rate and are recorded all at once, up to a month later. What a
 * year has of its own: a level (75 to 125 % of the rate), a level of the fair (75 to 125 %), for
 * each month a factor of 50 to 150 %, beyond what chance does day by day, and the day of the fair.
 */
#ifndef MUS_BENCH_PROJECTION_YEARS_H
#define MUS_BENCH_PROJECTION_YEARS_H

#include "base/random.h"
#include "report/projection.h"

#include <stddef.h>
#include <stdint.h>

enum { YEARS_MAX_ITEMS = 8192, YEARS_MAX_PAST = 5 };

struct city {
    uint32_t rate;       /* matches a year */
    uint32_t fair_rate;  /* of these by questionnaires; 0: no fair */
    uint32_t months[12]; /* the season: weights */
    uint32_t weights;    /* their sum */
    uint32_t most_delay; /* days, of named ones */
    uint32_t fair_delay; /* days from the fair to its questionnaires, usually */
};

struct invented_year {
    int fiscal_year;
    uint32_t final;
    size_t count;
    struct mus_projection_item items[YEARS_MAX_ITEMS];
};

void city_draw(struct mus_random *random, struct city *city);
void year_draw(struct mus_random *random, const struct city *city, int fiscal_year,
               struct invented_year *year);
/* What is foreseen of years[0] on that day, its past years being years[1] … years[past]. `room` is
 * for working in and is left holding what was known on that day. */
void years_project(const struct invented_year *years, size_t past, mus_date as_of,
                   struct invented_year room[MUS_PROJECTION_YEARS + 1], struct mus_projection *out);

#endif
