#include "report_fixture.h"

#include "report/compare.h"

#define TODAY (fixture_day(2026, 5, 31))

struct comparing {
    struct mus_read *read;
    struct mus_book *book;
    struct mus_comparison comparison;
};

static enum mus_status compare(struct world *world, const char *a, const char *b,
                               struct comparing *out)
{
    struct mus_compare_options options = {.fiscal_year = 2025,
                                          .rule_sets = {mus_text_of(a), mus_text_of(b)},
                                          .as_of = MUS_NO_DATE,
                                          .today = TODAY};
    *out = (struct comparing){.read = begin(world)};
    return mus_compare_make(out->read, &options, &world->arena, &out->book, &out->comparison,
                            &world->err);
}

static void done(struct comparing *comparing)
{
    mus_book_free(comparing->book);
    mus_store_read_end(comparing->read);
}

static const struct mus_difference *difference_of(const struct comparing *comparing, uint64_t entry)
{
    for (size_t i = 0; i < comparing->comparison.difference_count; i++) {
        if (comparing->comparison.differences[i].entry == entry) {
            return &comparing->comparison.differences[i];
        }
    }
    return NULL;
}

static void both_totals_stand_side_by_side(void **state)
{
    struct world *world = *state;
    struct comparing comparing;
    must(world, compare(world, "standard", "strict", &comparing));
    assert_int_equal(comparing.comparison.counts[0].total, 14);
    assert_int_equal(comparing.comparison.counts[1].total, 1);
    assert_int_equal(comparing.comparison.ledger_size, ENTRIES);
    assert_int_equal(comparing.comparison.rules.count, 3);
    done(&comparing);
}

static void entries_that_are_not_counted_alike_are_listed_with_the_reason(void **state)
{
    struct world *world = *state;
    struct comparing comparing;
    must(world, compare(world, "standard", "strict", &comparing));
    assert_int_equal(comparing.comparison.difference_count, 3);
    const struct mus_difference *pair = difference_of(&comparing, PAIR);
    assert_non_null(pair);
    assert_int_equal(pair->verdicts[0].count, 1);
    assert_int_equal(pair->verdicts[1].count, 0);
    assert_int_equal(pair->verdicts[1].suppressed_count, 1);
    assert_int_equal(pair->verdicts[1].suppressed[0].reason, MUS_COUNT_UNCONFIRMED);
    assert_null(difference_of(&comparing, PAIR_CONFIRMED));
    assert_null(difference_of(&comparing, MET));
    done(&comparing);
}

static void a_reported_number_that_the_rules_do_not_speak_of_says_why(void **state)
{
    struct world *world = *state;
    struct comparing comparing;
    must(world, compare(world, "strict", "standard", &comparing));
    const struct mus_difference *fair = difference_of(&comparing, FAIR);
    assert_non_null(fair);
    assert_true(fair->reported);
    assert_text(fair->programme, "FAIR");
    assert_int_equal(fair->verdicts[0].count, 0);
    assert_string_equal(mus_excluded_name(fair->verdicts[0].excluded), "programme");
    assert_int_equal(fair->verdicts[1].count, 11);
    assert_int_equal(fair->verdicts[1].suppressed_count, 1); /* reduced by the pair */
    assert_int_equal(fair->verdicts[1].suppressed[0].same_as, FAIR_PAIR);
    done(&comparing);
}

static void a_rule_set_compared_with_itself_differs_in_nothing(void **state)
{
    struct world *world = *state;
    struct comparing comparing;
    must(world, compare(world, "standard", "standard", &comparing));
    assert_int_equal(comparing.comparison.difference_count, 0);
    assert_int_equal(comparing.comparison.rules.count, 0);
    done(&comparing);
}

static void two_indicators_are_not_set_side_by_side(void **state)
{
    struct world *world = *state;
    struct comparing comparing;
    assert_int_equal(compare(world, "standard", "fair-own", &comparing), MUS_INVALID);
    assert_string_equal(world->err.message,
                        "rule set \"standard\" counts the indicator \"city-matches\", rule set "
                        "\"fair-own\" the indicator \"fair-deals\": only one indicator can be "
                        "compared with itself");
    done(&comparing);
}

static void each_allocation_may_fail(void **state)
{
    struct world *world = *state;
    struct mus_compare_options options = {.fiscal_year = 2025,
                                          .rule_sets = {MUS_TEXT("standard"), MUS_TEXT("strict")},
                                          .as_of = MUS_NO_DATE,
                                          .today = TODAY};
    for (uint64_t n = 1;; n++) {
        struct mus_arena arena = {0};
        struct comparing comparing = {.read = begin(world)};
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_compare_make(comparing.read, &options, &arena, &comparing.book,
                                                  &comparing.comparison, &world->err);
        bool reached = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        done(&comparing);
        mus_arena_done(&arena);
        if (!reached) {
            must(world, status);
            return;
        }
        assert_int_equal(status, MUS_NO_MEMORY);
        assert_null(comparing.book);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(both_totals_stand_side_by_side),
        IN_LEDGER(entries_that_are_not_counted_alike_are_listed_with_the_reason),
        IN_LEDGER(a_reported_number_that_the_rules_do_not_speak_of_says_why),
        IN_LEDGER(a_rule_set_compared_with_itself_differs_in_nothing),
        IN_LEDGER(two_indicators_are_not_set_side_by_side),
        IN_LEDGER(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
