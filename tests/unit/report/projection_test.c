#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/projection.h"

enum { MAX_ITEMS = 2000, YEAR = 2025 };

struct made {
    struct mus_projection_item items[MUS_PROJECTION_YEARS + 1][MAX_ITEMS];
    struct mus_projection_year past[MUS_PROJECTION_YEARS];
    struct mus_projection_input input;
    struct mus_projection out;
};

static struct made made;

static mus_date day(int year, int month, int d)
{
    mus_date date = 0;
    assert_true(mus_date_of(year, month, d, &date));
    return date;
}

static void add(struct mus_projection_year *year, struct mus_projection_item item)
{
    size_t at = year == &made.input.year ? 0 : (size_t)(year - made.past) + 1;
    assert_true(year->count < MAX_ITEMS);
    made.items[at][year->count++] = item;
}

/* `each` matches every day from the first day to the last, recorded so many days later. */
static void add_days(struct mus_projection_year *year, mus_date first, mus_date last, int delay,
                     uint32_t each)
{
    for (mus_date date = first; date <= last; date++) {
        add(year, (struct mus_projection_item){date, date + delay, each, false});
    }
}

static void add_fair(struct mus_projection_year *year, mus_date date, uint32_t each)
{
    for (int i = 0; i < 20; i++) {
        add(year, (struct mus_projection_item){date, date, each, true});
    }
}

/* No matches yet, and no past years. */
static int begin(void **state)
{
    (void)state;
    memset(&made, 0, sizeof made);
    made.input.year = (struct mus_projection_year){YEAR, made.items[0], 0};
    made.input.past = made.past;
    made.input.as_of = day(YEAR, 9, 30);
    return 0;
}

static struct mus_projection_year *past_year(int fiscal_year)
{
    size_t at = made.input.past_count++;
    made.past[at] = (struct mus_projection_year){fiscal_year, made.items[at + 1], 0};
    return &made.past[at];
}

static void add_even_past(int fiscal_year, uint32_t each)
{
    add_days(past_year(fiscal_year), day(fiscal_year, 4, 1), day(fiscal_year + 1, 3, 31), 0, each);
}

static void project(void)
{
    mus_project(&made.input, &made.out);
}

static void expect_about(uint64_t expected, uint64_t off)
{
    assert_true(made.out.given);
    assert_false(made.out.final);
    assert_in_range(made.out.expected, expected - off, expected + off);
    assert_true(made.out.low <= made.out.expected && made.out.expected <= made.out.high);
}

static void with_nothing_to_go_by_nothing_is_given(void **state)
{
    (void)state;
    project();
    assert_false(made.out.given);
    made.input.as_of = day(YEAR, 4, 20);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    assert_false(made.out.given);
}

static void a_year_that_is_over_is_final(void **state)
{
    (void)state;
    add_days(&made.input.year, day(YEAR, 4, 1), day(YEAR, 4, 30), 0, 2);
    made.input.as_of = day(YEAR + 1, 3, 31);
    project();
    assert_false(made.out.final);
    made.input.as_of = day(YEAR + 1, 4, 1);
    project();
    assert_true(made.out.given && made.out.final);
    assert_int_equal(made.out.low, 60);
    assert_int_equal(made.out.expected, 60);
    assert_int_equal(made.out.high, 60);
}

static void without_a_past_the_pace_goes_on_and_the_interval_is_wide(void **state)
{
    (void)state;
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 10);
    assert_true(made.out.high - made.out.low > 100);
    assert_int_equal(made.out.years, 0);
}

static void even_years_go_on_evenly(void **state)
{
    (void)state;
    add_even_past(YEAR - 1, 1);
    add_even_past(YEAR - 2, 1);
    add_even_past(YEAR - 3, 1);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 5);
    assert_true(made.out.high - made.out.low < 80);
    assert_int_equal(made.out.years, 3);
}

static void a_better_half_year_is_half_believed_to_go_on(void **state)
{
    (void)state;
    add_even_past(YEAR - 1, 1);
    add_even_past(YEAR - 2, 1);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 2);
    project();
    assert_true(made.out.expected > 366 + 182);
    assert_true(made.out.expected < 732);
}

static void the_season_is_learnt(void **state)
{
    (void)state;
    for (int n = 1; n <= 3; n++) {
        struct mus_projection_year *year = past_year(YEAR - n);
        add_days(year, day(YEAR - n, 4, 1), day(YEAR - n, 9, 30), 0, 1);
        add_days(year, day(YEAR - n, 10, 1), day(YEAR - n + 1, 3, 31), 0, 3);
    }
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(183 + 3 * 182, 20);
}

static void what_is_always_written_down_late_is_waited_for(void **state)
{
    (void)state;
    for (int n = 1; n <= 3; n++) {
        add_days(past_year(YEAR - n), day(YEAR - n, 4, 1), day(YEAR - n + 1, 3, 31), 61, 1);
    }
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of - 61, 61, 1);
    project();
    expect_about(365, 10);
}

static void a_history_typed_in_afterwards_is_learnt_from_by_date(void **state)
{
    (void)state;
    for (int n = 1; n <= 3; n++) {
        add_days(past_year(YEAR - n), day(YEAR - n, 4, 1), day(YEAR - n + 1, 3, 31), 365 * 4, 1);
    }
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 5);
}

static void years_with_a_fair(void)
{
    for (int n = 1; n <= 3; n++) {
        struct mus_projection_year *year = past_year(YEAR - n);
        add_days(year, day(YEAR - n, 4, 1), day(YEAR - n + 1, 3, 31), 0, 1);
        add_fair(year, day(YEAR - n, 11, 20), 10);
    }
}

static void a_fair_that_is_still_to_come_is_counted_on(void **state)
{
    (void)state;
    years_with_a_fair();
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(565, 30);
}

static void a_fair_that_has_come_is_not_expected_again(void **state)
{
    (void)state;
    years_with_a_fair();
    made.input.as_of = day(YEAR, 11, 15); /* it came earlier than it used to, and was greater */
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    add_fair(&made.input.year, day(YEAR, 11, 12), 15);
    project();
    expect_about(665, 10);
    assert_true(made.out.high < 720);
}

static void a_fair_that_is_late_is_still_expected(void **state)
{
    (void)state;
    years_with_a_fair();
    made.input.as_of = day(YEAR, 11, 30);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(565, 40);
}

static void a_ledger_that_began_in_the_middle_of_a_year_does_not_learn_from_that_year(void **state)
{
    (void)state;
    add_days(past_year(YEAR - 1), day(YEAR - 1, 10, 1), day(YEAR, 3, 31), 0, 1);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 10);
    assert_int_equal(made.out.years, 0);
}

static void a_past_year_in_which_nothing_counts_is_passed_over(void **state)
{
    (void)state;
    add_even_past(YEAR - 1, 1);
    past_year(YEAR - 2);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 5);
    assert_int_equal(made.out.years, 1);
}

static void the_target_stands_in_for_a_past_with_little_weight(void **state)
{
    (void)state;
    made.input.has_target = true;
    made.input.target = 800;
    made.input.as_of = day(YEAR, 4, 2);
    project();
    expect_about(800, 40);
    assert_true(made.out.low < 300);
    assert_true(made.out.high > 1300);
    made.input.as_of = day(YEAR, 12, 31);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0, 1);
    project();
    expect_about(365, 20);
}

static void before_the_year_begins_it_is_the_mean_of_the_past(void **state)
{
    (void)state;
    add_even_past(YEAR - 1, 1);
    add_even_past(YEAR - 2, 3);
    made.input.as_of = day(YEAR, 3, 1);
    project();
    expect_about(730, 10);
}

static void counts_beyond_the_limit_are_not_projected(void **state)
{
    (void)state;
    add_even_past(YEAR - 1, MUS_PROJECTION_MAX_COUNT / 365);
    add_days(&made.input.year, day(YEAR, 4, 1), made.input.as_of, 0,
             MUS_PROJECTION_MAX_COUNT / 365);
    project();
    expect_about(MUS_PROJECTION_MAX_COUNT, MUS_PROJECTION_MAX_COUNT / 5);
    add_days(&made.input.year, made.input.as_of, made.input.as_of, 0, MUS_PROJECTION_MAX_COUNT);
    project();
    assert_false(made.out.given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(with_nothing_to_go_by_nothing_is_given, begin),
        cmocka_unit_test_setup(a_year_that_is_over_is_final, begin),
        cmocka_unit_test_setup(without_a_past_the_pace_goes_on_and_the_interval_is_wide, begin),
        cmocka_unit_test_setup(even_years_go_on_evenly, begin),
        cmocka_unit_test_setup(a_better_half_year_is_half_believed_to_go_on, begin),
        cmocka_unit_test_setup(the_season_is_learnt, begin),
        cmocka_unit_test_setup(what_is_always_written_down_late_is_waited_for, begin),
        cmocka_unit_test_setup(a_history_typed_in_afterwards_is_learnt_from_by_date, begin),
        cmocka_unit_test_setup(a_fair_that_is_still_to_come_is_counted_on, begin),
        cmocka_unit_test_setup(a_fair_that_has_come_is_not_expected_again, begin),
        cmocka_unit_test_setup(a_fair_that_is_late_is_still_expected, begin),
        cmocka_unit_test_setup(
            a_ledger_that_began_in_the_middle_of_a_year_does_not_learn_from_that_year, begin),
        cmocka_unit_test_setup(a_past_year_in_which_nothing_counts_is_passed_over, begin),
        cmocka_unit_test_setup(the_target_stands_in_for_a_past_with_little_weight, begin),
        cmocka_unit_test_setup(before_the_year_begins_it_is_the_mean_of_the_past, begin),
        cmocka_unit_test_setup(counts_beyond_the_limit_are_not_projected, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
