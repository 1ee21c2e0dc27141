#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/funnel.h"

enum { YEAR = 2025, MAX_STEPS = 8 };

#define LATER UINT64_MAX

struct made {
    struct mus_case_step steps[MAX_STEPS];
    struct mus_case c;
    uint64_t funnel[MUS_CASE_STAGE_END];
};

static struct made made;

static int begin(void **state)
{
    (void)state;
    memset(&made, 0, sizeof made);
    made.c.steps = made.steps;
    return 0;
}

/* Recorded on the day, at the second `recorded`. */
static void step(enum mus_case_stage stage, int year, int month, uint64_t recorded)
{
    struct mus_case_step *next = &made.steps[made.c.step_count++];
    next->stage = stage;
    next->recorded = recorded;
    assert_true(mus_date_of(year, month, 10, &next->date));
}

static void add(uint64_t as_of)
{
    mus_funnel_add(&made.c, YEAR, as_of, made.funnel);
}

static void expect_up_to(enum mus_case_stage furthest)
{
    for (int stage = MUS_CASE_SUGGESTED; stage <= MUS_CASE_FIRST_ORDER; stage++) {
        assert_int_equal(made.funnel[stage], stage <= (int)furthest);
    }
}

static void a_case_counts_at_its_furthest_stage_and_all_before_it(void **state)
{
    (void)state;
    step(MUS_CASE_INTRODUCED, YEAR, 5, 1);
    step(MUS_CASE_MEETING_HELD, YEAR, 6, 2);
    add(LATER);
    expect_up_to(MUS_CASE_MEETING_HELD);
}

static void a_case_that_ended_otherwise_counts_there_too(void **state)
{
    (void)state;
    step(MUS_CASE_INTRODUCED, YEAR, 5, 1);
    step(MUS_CASE_DECLINED, YEAR, 6, 2);
    add(LATER);
    expect_up_to(MUS_CASE_INTRODUCED);
    assert_int_equal(made.funnel[MUS_CASE_DECLINED], 1);
}

static void what_was_recorded_later_is_not_there_yet(void **state)
{
    (void)state;
    step(MUS_CASE_INTRODUCED, YEAR, 5, 100);
    step(MUS_CASE_CONCLUDED, YEAR, 6, 200);
    add(199);
    expect_up_to(MUS_CASE_INTRODUCED);
}

static void a_case_without_a_step_in_the_year_is_not_of_it(void **state)
{
    (void)state;
    step(MUS_CASE_INTRODUCED, YEAR - 1, 5, 1);
    step(MUS_CASE_CONCLUDED, YEAR + 1, 6, 2);
    add(LATER);
    expect_up_to(0);
}

static void a_case_of_last_year_that_went_on_is_of_this_one_too(void **state)
{
    (void)state;
    step(MUS_CASE_MEETING_HELD, YEAR - 1, 12, 1);
    step(MUS_CASE_LAPSED, YEAR, 6, 2);
    add(LATER);
    expect_up_to(MUS_CASE_MEETING_HELD);
    assert_int_equal(made.funnel[MUS_CASE_LAPSED], 1);
}

static void a_year_is_seen_as_it_stood_at_its_end(void **state)
{
    (void)state;
    step(MUS_CASE_ACCEPTED, YEAR, 12, 1);
    step(MUS_CASE_CONCLUDED, YEAR + 1, 6, 2);
    add(LATER);
    expect_up_to(MUS_CASE_ACCEPTED);
}

#define TEST(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_case_counts_at_its_furthest_stage_and_all_before_it),
        TEST(a_case_that_ended_otherwise_counts_there_too),
        TEST(what_was_recorded_later_is_not_there_yet),
        TEST(a_case_without_a_step_in_the_year_is_not_of_it),
        TEST(a_case_of_last_year_that_went_on_is_of_this_one_too),
        TEST(a_year_is_seen_as_it_stood_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
