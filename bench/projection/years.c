#include "years.h"

enum { PERCENT = 100, SLICES = 32, FAIR_MONTH = 7, FAIR_FIRST_DAY = 10, FAIR_DAYS = 14 };

static uint32_t between(struct mus_random *random, uint32_t low, uint32_t high)
{
    return low + (uint32_t)mus_random_below(random, high - low + 1);
}

void city_draw(struct mus_random *random, struct city *city)
{
    *city = (struct city){.rate = between(random, 200, 1000),
                          .most_delay = between(random, 0, 90),
                          .fair_delay = between(random, 0, 25)};
    if (mus_random_below(random, 10) != 0) {
        city->fair_rate = city->rate * between(random, 10, 35) / PERCENT;
    }
    for (int i = 0; i < 12; i++) {
        city->months[i] = between(random, 50, 150);
        city->weights += city->months[i];
    }
}

static void add(struct invented_year *year, mus_date date, uint32_t delay, uint32_t count,
                bool reported)
{
    if (year->count < YEARS_MAX_ITEMS && count > 0) {
        year->items[year->count++] =
            (struct mus_projection_item){date, date + (mus_date)delay, count, reported};
        year->final += count;
    }
}

/* Each slice of a day has a match or none: nearly a Poisson count a day. */
static void draw_day(struct mus_random *random, const struct city *city, mus_date date,
                     uint64_t day_millionths, struct invented_year *year)
{
    for (int i = 0; i < SLICES; i++) {
        if (mus_random_below(random, (uint64_t)SLICES * 1000000) < day_millionths) {
            add(year, date, between(random, 0, city->most_delay), 1, false);
        }
    }
}

static mus_date first_of(int fiscal_year, int month)
{
    mus_date date = 0;
    bool there = mus_date_of(fiscal_year + (month >= 9), (month + 3) % 12 + 1, 1, &date);
    return there ? date : 0;
}

static void draw_named(struct mus_random *random, const struct city *city,
                       struct invented_year *year)
{
    uint64_t rate = (uint64_t)(city->rate - city->fair_rate) * between(random, 75, 125);
    for (int month = 0; month < 12; month++) {
        mus_date first = first_of(year->fiscal_year, month);
        mus_date end = first_of(year->fiscal_year + (month == 11), (month + 1) % 12);
        uint64_t factor = between(random, 50, 150);
        uint64_t of_month =
            rate * 1000000 * city->months[month] / city->weights * factor / (PERCENT * PERCENT);
        for (mus_date date = first; date < end; date++) {
            draw_day(random, city, date, of_month / (uint64_t)(end - first), year);
        }
    }
}

/* Respondents with 0 to 16 matches each, more often few. */
static void draw_fair(struct mus_random *random, const struct city *city,
                      struct invented_year *year)
{
    mus_date date = first_of(year->fiscal_year, FAIR_MONTH) + FAIR_FIRST_DAY +
                    (mus_date)mus_random_below(random, FAIR_DAYS);
    uint32_t delay = city->fair_delay + between(random, 0, 5);
    uint32_t aim = city->fair_rate * between(random, 75, 125) / PERCENT;
    uint32_t respondents = aim / 4; /* 4 is the mean of what each says */
    for (uint32_t i = 0; i < respondents; i++) {
        uint32_t a = between(random, 0, 4);
        uint32_t b = between(random, 0, 4);
        add(year, date, delay, a * b, true);
    }
}

void year_draw(struct mus_random *random, const struct city *city, int fiscal_year,
               struct invented_year *year)
{
    year->fiscal_year = fiscal_year;
    year->final = 0;
    year->count = 0;
    draw_named(random, city, year);
    if (city->fair_rate > 0) {
        draw_fair(random, city, year);
    }
}

static void take_known(const struct invented_year *year, mus_date as_of,
                       struct invented_year *known)
{
    known->fiscal_year = year->fiscal_year;
    known->final = year->final;
    known->count = 0;
    for (size_t i = 0; i < year->count; i++) {
        if (year->items[i].recorded <= as_of) {
            known->items[known->count++] = year->items[i];
        }
    }
}

void years_project(const struct invented_year *years, size_t past, mus_date as_of,
                   struct invented_year room[MUS_PROJECTION_YEARS + 1], struct mus_projection *out)
{
    struct mus_projection_year lists[MUS_PROJECTION_YEARS + 1];
    size_t count = past < MUS_PROJECTION_YEARS ? past : MUS_PROJECTION_YEARS;
    for (size_t i = 0; i <= count; i++) {
        take_known(&years[i], as_of, &room[i]);
        lists[i] = (struct mus_projection_year){room[i].fiscal_year, room[i].items, room[i].count};
    }
    struct mus_projection_input input = {
        .year = lists[0], .past = lists + 1, .past_count = count, .as_of = as_of};
    mus_project(&input, out);
}
