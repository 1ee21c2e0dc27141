/* How often the final number of a year lay in the 80 % interval that was given for it: invented
 * cities with 0 to 5 past years, asked at the end of each month from June to February.
 *
 *     bench_projection [CITIES [SEED]] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "projection/years.h"

enum { FIRST_MONTH = 2, MONTHS = 9, THIS_YEAR = 2026, PAST = YEARS_MAX_PAST + 1 };

struct cell {
    uint64_t asked, inside, below, given;
    double width, error; /* relative to the final number */
};

static const char *const MONTH_NAMES[MONTHS] = {"June",      "July",    "August",
                                                "September", "October", "November",
                                                "December",  "January", "February"};

static mus_date last_of(int month)
{
    mus_date date = 0;
    int next = month + 1;
    return mus_date_of(THIS_YEAR + (next >= 9), (next + 3) % 12 + 1, 1, &date) ? date - 1 : 0;
}

static void judge(const struct mus_projection *told, uint64_t final, struct cell *cell)
{
    cell->asked++;
    if (!told->given) {
        return;
    }
    cell->given++;
    cell->inside += told->low <= final && final <= told->high;
    cell->below += final < told->low;
    cell->width += (double)(told->high - told->low) / (double) final;
    cell->error += fabs((double)told->expected - (double) final) / (double) final;
}

static void ask(const struct invented_year *years, size_t past, int month, struct cell *cell)
{
    static struct invented_year room[MUS_PROJECTION_YEARS + 1];
    struct mus_projection told;
    years_project(years, past, last_of(month), room, &told);
    judge(&told, years[0].final, cell);
}

static void run_city(struct mus_random *random, size_t past, struct cell cells[PAST][MONTHS])
{
    static struct invented_year years[PAST];
    struct city city;
    city_draw(random, &city);
    for (size_t i = 0; i <= past; i++) {
        year_draw(random, &city, THIS_YEAR - (int)i, &years[i]);
    }
    if (years[0].final == 0) {
        return;
    }
    for (int month = 0; month < MONTHS; month++) {
        ask(years, past, FIRST_MONTH + month, &cells[past][month]);
    }
}

static void print_table(const char *title, struct cell cells[PAST][MONTHS],
                        double (*value)(const struct cell *))
{
    printf("\n%s\nby the end of  ", title);
    for (size_t past = 0; past < PAST; past++) {
        printf("%4zu past", past);
    }
    printf("\n");
    for (int month = 0; month < MONTHS; month++) {
        printf("%-15s", MONTH_NAMES[month]);
        for (size_t past = 0; past < PAST; past++) {
            printf("%9.1f", value(&cells[past][month]));
        }
        printf("\n");
    }
}

static double percent(double part, uint64_t whole)
{
    return whole == 0 ? 0 : 100.0 * part / (double)whole;
}
static double inside(const struct cell *cell)
{
    return percent((double)cell->inside, cell->given);
}
static double below(const struct cell *cell)
{
    return percent((double)cell->below, cell->given);
}
static double width(const struct cell *cell)
{
    return percent(cell->width, cell->given);
}
static double error(const struct cell *cell)
{
    return percent(cell->error, cell->given);
}

/* The answers of one city hang together, so the interval is that of the cities, not the answers. */
static void print_overall(struct cell cells[PAST][MONTHS], const char *what, size_t from)
{
    double asked = 0;
    double hit = 0;
    double cities = 0;
    double worst = 100;
    for (size_t past = from; past < PAST; past++) {
        cities += (double)cells[past][0].asked;
        for (int month = 0; month < MONTHS; month++) {
            asked += (double)cells[past][month].given;
            hit += (double)cells[past][month].inside;
            worst = fmin(worst, inside(&cells[past][month]));
        }
    }
    double share = hit / asked;
    double off = 1.96 * sqrt(share * (1 - share) / cities);
    printf("%s: %.1f %% inside (95 %% confidence %.1f…%.1f), smallest cell %.1f %%\n", what,
           100 * share, 100 * (share - off), 100 * (share + off), worst);
}

int main(int argc, char **argv)
{
    static struct cell cells[PAST][MONTHS];
    long cities = argc > 1 ? strtol(argv[1], NULL, 10) : 6000;
    struct mus_random random;
    mus_random_init(&random, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    for (long i = 0; i < cities; i++) {
        run_city(&random, (size_t)i % PAST, cells);
    }
    printf("%ld invented cities, each asked at the end of nine months; interval of 80 %%\n",
           cities);
    print_overall(cells, "all", 0);
    print_overall(cells, "with a past", 1);
    print_table("final number inside the interval, %", cells, inside);
    print_table("final number below the interval, %", cells, below);
    print_table("mean width of the interval, % of the final number", cells, width);
    print_table("mean error of the expectation, % of the final number", cells, error);
    return 0;
}
