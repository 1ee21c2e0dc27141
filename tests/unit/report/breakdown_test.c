#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"
#include "report/breakdown.h"

enum { YEAR = 2025, MAX_COUNTED = 64 };

struct made {
    struct mus_arena arena;
    struct mus_counted counted[MAX_COUNTED];
    struct mus_count count;
    struct mus_indicator indicator;
    struct mus_error err;
};

static struct made made;

static int begin(void **state)
{
    (void)state;
    memset(&made, 0, sizeof made);
    made.count.counted = made.counted;
    made.indicator.fiscal_year = YEAR;
    return 0;
}

static int end(void **state)
{
    (void)state;
    mus_arena_done(&made.arena);
    return 0;
}

static mus_date day(int year, int month, int d)
{
    mus_date date = 0;
    assert_true(mus_date_of(year, month, d, &date));
    return date;
}

/* A named one, or with an empty purpose a reported one. */
static struct mus_counted *add(const char *programme, const char *purpose, mus_date date,
                               uint32_t count)
{
    assert_true(made.count.counted_count < MAX_COUNTED);
    struct mus_counted *counted = &made.counted[made.count.counted_count++];
    *counted = (struct mus_counted){.count = count,
                                    .reported = purpose[0] == '\0',
                                    .date = date,
                                    .programme = mus_text_of(programme),
                                    .purpose = mus_text_of(purpose)};
    return counted;
}

static void make(void)
{
    made.indicator.count = made.count;
    if (mus_breakdowns_make(&made.count, YEAR, &made.arena, made.indicator.by, &made.err) !=
        MUS_OK) {
        fail_msg("%s", made.err.message);
    }
}

/* "KOBS 3, FAIR –" */
static void expect(const struct mus_breakdown *breakdown, const char *expected)
{
    char found[512] = "";
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct mus_report_cell *cell = &breakdown->cells[i];
        size_t used = strlen(found);
        if (cell->hidden) {
            snprintf(found + used, sizeof found - used, "%s%.*s –", i == 0 ? "" : ", ",
                     MUS_TEXT_ARG(cell->key));
        } else {
            snprintf(found + used, sizeof found - used, "%s%.*s %llu", i == 0 ? "" : ", ",
                     MUS_TEXT_ARG(cell->key), (unsigned long long)cell->count);
        }
    }
    assert_string_equal(found, expected);
}

static void counts_are_added_up_by_programme_and_purpose(void **state)
{
    (void)state;
    add("KOBS", "sales", day(YEAR, 5, 1), 1);
    add("FAIR", "", day(YEAR, 11, 14), 12);
    add("KOBS", "agent", day(YEAR, 6, 1), 1);
    add("KOBS", "sales", day(YEAR, 6, 2), 1);
    add("FAIR", "", day(YEAR, 11, 14), 30);
    make();
    expect(&made.indicator.by[MUS_BY_PROGRAMME], "FAIR 42, KOBS 3");
    expect(&made.indicator.by[MUS_BY_PURPOSE], "agent 1, sales 2, unspecified 42");
    assert_string_equal(made.indicator.by[MUS_BY_PURPOSE].name, "by_purpose");
}

static void countries_and_sizes_that_are_not_known_have_a_cell_of_their_own(void **state)
{
    (void)state;
    struct mus_counted *first = add("KOBS", "sales", day(YEAR, 5, 1), 1);
    memcpy(first->country, "VN", 2);
    first->size = MUS_SIZE_SME;
    add("KOBS", "sales", day(YEAR, 5, 1), 2);
    make();
    expect(&made.indicator.by[MUS_BY_COUNTRY], "VN 1, unknown 2");
    expect(&made.indicator.by[MUS_BY_SIZE], "sme 1, unknown 2");
}

static void all_twelve_months_stand_in_the_order_of_the_fiscal_year(void **state)
{
    (void)state;
    add("KOBS", "sales", day(YEAR, 4, 1), 1);
    add("KOBS", "sales", day(YEAR, 12, 31), 2);
    add("KOBS", "sales", day(YEAR + 1, 1, 1), 3);
    add("KOBS", "sales", day(YEAR + 1, 3, 31), 4);
    make();
    expect(&made.indicator.by[MUS_BY_MONTH],
           "2025-04 1, 2025-05 0, 2025-06 0, 2025-07 0, 2025-08 0, 2025-09 0, 2025-10 0, "
           "2025-11 0, 2025-12 2, 2026-01 3, 2026-02 0, 2026-03 4");
}

static void a_count_of_nothing_has_twelve_months_and_no_other_cell(void **state)
{
    (void)state;
    make();
    assert_int_equal(made.indicator.by[MUS_BY_MONTH].count, 12);
    assert_int_equal(made.indicator.by[MUS_BY_PROGRAMME].count, 0);
    assert_int_equal(made.indicator.by[MUS_BY_SIZE].count, 0);
}

static void many_keys_are_kept_in_order(void **state)
{
    (void)state;
    static char keys[MAX_COUNTED][8];
    for (size_t i = 0; i < MAX_COUNTED; i++) {
        snprintf(keys[i], sizeof keys[i], "p%02zu", i * 37 % MAX_COUNTED);
        add(keys[i], "sales", day(YEAR, 5, 1), 1);
    }
    make();
    const struct mus_breakdown *by = &made.indicator.by[MUS_BY_PROGRAMME];
    assert_int_equal(by->count, MAX_COUNTED);
    for (size_t i = 1; i < by->count; i++) {
        assert_true(mus_text_compare(by->cells[i - 1].key, by->cells[i].key) < 0);
    }
}

/* ------------------------------------------------------------------ hiding */

static struct mus_breakdown breakdown_of(const char *name, struct mus_report_cell *cells,
                                         size_t count)
{
    return (struct mus_breakdown){name, cells, count};
}

#define CELL(name, number)                                                                         \
    {                                                                                              \
        .key = MUS_TEXT(name), .count = (number)                                                   \
    }

static void nothing_is_hidden_without_a_bound(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 1), CELL("b", 9)};
    struct mus_breakdown by = breakdown_of("by_size", cells, 2);
    mus_breakdown_suppress(&by, 0);
    mus_breakdown_suppress(&by, 1);
    expect(&by, "a 1, b 9");
}

static void small_numbers_are_hidden_and_zero_is_told(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 4), CELL("b", 3), CELL("c", 0), CELL("d", 5),
                                      CELL("e", 2)};
    struct mus_breakdown by = breakdown_of("by_size", cells, 5);
    mus_breakdown_suppress(&by, 5);
    expect(&by, "a –, b –, c 0, d 5, e –");
}

static void one_hidden_cell_takes_the_next_smallest_along(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 80), CELL("b", 3), CELL("c", 40), CELL("d", 0)};
    struct mus_breakdown by = breakdown_of("by_country", cells, 4);
    mus_breakdown_suppress(&by, 5);
    expect(&by, "a 80, b –, c –, d 0");
}

static void of_equal_ones_the_lesser_key_goes_along(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 40), CELL("b", 3), CELL("c", 40)};
    struct mus_breakdown by = breakdown_of("by_country", cells, 3);
    mus_breakdown_suppress(&by, 5);
    expect(&by, "a –, b –, c 40");
}

static void hidden_cells_whose_sum_is_small_take_another_along(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 1), CELL("b", 1), CELL("c", 70), CELL("d", 60)};
    struct mus_breakdown by = breakdown_of("by_country", cells, 4);
    mus_breakdown_suppress(&by, 5); /* 1 and 1: the sum 2 would say what they are */
    expect(&by, "a –, b –, c 70, d –");
}

static void where_the_whole_is_small_all_is_hidden(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("a", 1), CELL("b", 2)};
    struct mus_breakdown by = breakdown_of("by_country", cells, 2);
    mus_breakdown_suppress(&by, 10);
    expect(&by, "a –, b –");
}

static void what_is_reported_is_told_and_does_not_shield_a_purpose(void **state)
{
    (void)state;
    struct mus_report_cell cells[] = {CELL("agent", 2), CELL("sales", 30), CELL("unspecified", 4)};
    struct mus_breakdown by = breakdown_of("by_purpose", cells, 3);
    mus_breakdown_suppress(&by, 5);
    expect(&by, "agent –, sales –, unspecified 4");
}

/* Small cells are hidden, and what is hidden adds up to the bound or more and is never one cell
 * alone, unless nothing else is left to hide. */
static void expect_safe(const struct mus_breakdown *by, uint64_t bound)
{
    uint64_t sum = 0;
    size_t hidden = 0;
    size_t told = 0;
    for (size_t i = 0; i < by->count; i++) {
        uint64_t count = by->cells[i].count;
        assert_false(by->cells[i].hidden && count == 0);
        assert_true(by->cells[i].hidden || count == 0 || count >= bound);
        hidden += by->cells[i].hidden;
        sum += by->cells[i].hidden ? count : 0;
        told += !by->cells[i].hidden && count > 0;
    }
    assert_true(hidden == 0 || told == 0 || (hidden > 1 && sum >= bound));
}

static void what_is_hidden_does_not_follow_from_what_is_told(void **state)
{
    (void)state;
    enum { CASES = 5000, CELLS = 12 };
    struct mus_random random;
    mus_random_init(&random, 7);
    for (int i = 0; i < CASES; i++) {
        struct mus_report_cell cells[CELLS] = {{{0}, 0, false}};
        size_t count = (size_t)mus_random_below(&random, CELLS + 1);
        uint64_t most = 1 + mus_random_below(&random, 40);
        int64_t bound = (int64_t)(2 + mus_random_below(&random, 12));
        for (size_t k = 0; k < count; k++) {
            cells[k].key = MUS_TEXT("x");
            cells[k].count = mus_random_below(&random, most);
        }
        struct mus_breakdown by = breakdown_of("by_country", cells, count);
        mus_breakdown_suppress(&by, bound);
        expect_safe(&by, (uint64_t)bound);
    }
}

/* ------------------------------------------------------------------ months */

static void months(void)
{
    make();
    mus_months_make(&made.indicator, made.indicator.months);
}

static void the_line_to_the_target_is_straight_and_rounded_up(void **state)
{
    (void)state;
    made.indicator.has_target = true;
    made.indicator.target = 800;
    made.indicator.as_of = day(YEAR, 6, 15);
    add("KOBS", "sales", day(YEAR, 4, 9), 5);
    add("KOBS", "sales", day(YEAR, 6, 1), 2);
    months();
    assert_int_equal(made.indicator.months[0].needed, 67);
    assert_int_equal(made.indicator.months[2].needed, 200);
    assert_int_equal(made.indicator.months[11].needed, 800);
    assert_int_equal(made.indicator.months[1].cumulative, 5);
    assert_int_equal(made.indicator.months[11].cumulative, 7);
    assert_int_equal(made.indicator.months[9].year, YEAR + 1);
    assert_int_equal(made.indicator.months[9].month, 1);
}

static void months_that_begin_after_the_day_are_to_come(void **state)
{
    (void)state;
    made.indicator.as_of = day(YEAR, 6, 1);
    months();
    assert_false(made.indicator.months[2].future);
    assert_true(made.indicator.months[3].future);
    assert_int_equal(made.indicator.months[3].needed, 0);
}

static void no_running_total_parts_hidden_months(void **state)
{
    (void)state;
    static const uint32_t COUNTS[12] = {9, 2, 8, 7, 3, 9, 9, 9, 9, 9, 9, 9};
    for (int i = 0; i < 12; i++) {
        add("KOBS", "sales", day(YEAR + (i >= 9), (i + 3) % 12 + 1, 1), COUNTS[i]);
    }
    made.indicator.as_of = day(YEAR + 1, 3, 31);
    make();
    mus_breakdown_suppress(&made.indicator.by[MUS_BY_MONTH], 4);
    mus_months_make(&made.indicator, made.indicator.months);
    for (int i = 0; i < 12; i++) {
        assert_int_equal(made.indicator.months[i].hidden, i == 1 || i == 4);
        assert_int_equal(made.indicator.months[i].cumulative_hidden, i >= 1 && i < 4);
    }
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < 20; i++) {
        add("KOBS", "sales", day(YEAR, 5, 1), 1);
    }
    for (uint64_t n = 1;; n++) {
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status =
            mus_breakdowns_make(&made.count, YEAR, &arena, made.indicator.by, &made.err);
        bool reached = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        mus_arena_done(&arena);
        if (!reached) {
            assert_int_equal(status, MUS_OK);
            return;
        }
        assert_int_equal(status, MUS_NO_MEMORY);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counts_are_added_up_by_programme_and_purpose),
        TEST(countries_and_sizes_that_are_not_known_have_a_cell_of_their_own),
        TEST(all_twelve_months_stand_in_the_order_of_the_fiscal_year),
        TEST(a_count_of_nothing_has_twelve_months_and_no_other_cell),
        TEST(many_keys_are_kept_in_order),
        TEST(nothing_is_hidden_without_a_bound),
        TEST(small_numbers_are_hidden_and_zero_is_told),
        TEST(one_hidden_cell_takes_the_next_smallest_along),
        TEST(of_equal_ones_the_lesser_key_goes_along),
        TEST(hidden_cells_whose_sum_is_small_take_another_along),
        TEST(where_the_whole_is_small_all_is_hidden),
        TEST(what_is_reported_is_told_and_does_not_shield_a_purpose),
        TEST(what_is_hidden_does_not_follow_from_what_is_told),
        TEST(the_line_to_the_target_is_straight_and_rounded_up),
        TEST(months_that_begin_after_the_day_are_to_come),
        TEST(no_running_total_parts_hidden_months),
        TEST(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
