/* The projection on invented years, whose final numbers are known. bench/projection.c does the same
 * at length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "random_firm.h"
#include "years.h"

enum { CASES = 240, THIS_YEAR = 2026, FIRST_MONTH = 6, MONTHS = 9, DRAWN = YEARS_MAX_PAST + 1 };

static struct invented_year years[DRAWN];
static struct invented_year room[MUS_PROJECTION_YEARS + 1];

/* A city and its years: from none to YEARS_MAX_PAST past ones. */
static size_t draw(struct mus_random *random, unsigned number)
{
    struct city city;
    size_t past = number % DRAWN;
    city_draw(random, &city);
    for (size_t i = 0; i <= past; i++) {
        year_draw(random, &city, THIS_YEAR - (int)i, &years[i]);
    }
    return past;
}

static mus_date end_of_month(unsigned number)
{
    int month = FIRST_MONTH + (int)(number % MONTHS); /* June is 6, February 14 */
    mus_date next = 0;
    assert_true(mus_date_of(THIS_YEAR + month / 12, month % 12 + 1, 1, &next));
    return next - 1;
}

static void the_final_number_lies_in_four_intervals_of_five(void **state)
{
    (void)state;
    struct mus_random random;
    unsigned inside = 0;
    unsigned asked = 0;
    mus_random_init(&random, mus_random_seed());
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        size_t past = draw(&random, i);
        for (unsigned month = 0; month < MONTHS; month++) {
            struct mus_projection told;
            years_project(years, past, end_of_month(month), room, &told);
            assert_true(told.given);
            inside += told.low <= years[0].final && years[0].final <= told.high;
            asked++;
        }
    }
    print_message("%u of %u inside\n", inside, asked);
    assert_in_range(100 * inside, 70 * asked, 92 * asked);
}

static uint64_t known_now(void)
{
    uint64_t known = 0;
    for (size_t i = 0; i < room[0].count; i++) {
        known += room[0].items[i].count;
    }
    return known;
}

static void low_is_what_is_known_or_more_and_the_three_stand_in_order(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed());
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        size_t past = draw(&random, i);
        struct mus_projection told;
        years_project(years, past, end_of_month(i), room, &told);
        assert_true(told.given && !told.final);
        assert_true(known_now() <= told.low);
        assert_true(told.low <= told.expected && told.expected <= told.high);
    }
}

static void shuffle(struct mus_random *random, struct invented_year *year)
{
    for (size_t i = year->count; i > 1; i--) {
        size_t other = (size_t)mus_random_below(random, i);
        struct mus_projection_item item = year->items[i - 1];
        year->items[i - 1] = year->items[other];
        year->items[other] = item;
    }
}

static void the_order_of_entries_and_of_past_years_is_all_one(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, mus_random_seed());
    for (unsigned i = 0; i < mus_random_cases(CASES); i++) {
        size_t past = draw(&random, i);
        struct mus_projection first;
        struct mus_projection again;
        past = past > MUS_PROJECTION_YEARS ? MUS_PROJECTION_YEARS : past;
        years_project(years, past, end_of_month(i), room, &first);
        for (size_t k = 0; k <= past; k++) {
            shuffle(&random, &years[k]);
        }
        if (past > 1) {
            static struct invented_year kept;
            kept = years[1];
            years[1] = years[past];
            years[past] = kept;
        }
        years_project(years, past, end_of_month(i), room, &again);
        assert_int_equal(first.low, again.low);
        assert_int_equal(first.expected, again.expected);
        assert_int_equal(first.high, again.high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_final_number_lies_in_four_intervals_of_five),
        cmocka_unit_test(low_is_what_is_known_or_more_and_the_three_stand_in_order),
        cmocka_unit_test(the_order_of_entries_and_of_past_years_is_all_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
