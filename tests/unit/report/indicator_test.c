#include "report_fixture.h"

#include "report/breakdown.h"
#include "report/indicator.h"

/* 31 May 2026, when everything has been recorded. */
#define TODAY (fixture_day(2026, 5, 31))

struct report {
    struct mus_read *read;
    struct mus_book *book;
    struct mus_indicator indicator;
};

static struct mus_indicator_options usual(void)
{
    return (struct mus_indicator_options){
        .fiscal_year = 2025, .as_of = MUS_NO_DATE, .today = TODAY};
}

static enum mus_status try_make(struct world *world, const struct mus_indicator_options *options,
                                struct report *report)
{
    *report = (struct report){.read = begin(world)};
    return mus_indicator_make(report->read, options, &world->arena, &report->book,
                              &report->indicator, &world->err);
}

static void make(struct world *world, const struct mus_indicator_options *options,
                 struct report *report)
{
    must(world, try_make(world, options, report));
}

static void done(struct report *report)
{
    mus_book_free(report->book);
    mus_store_read_end(report->read);
}

static uint64_t cell(const struct report *report, size_t by, const char *key)
{
    const struct mus_breakdown *breakdown = &report->indicator.by[by];
    for (size_t i = 0; i < breakdown->count; i++) {
        if (mus_text_equals(breakdown->cells[i].key, key)) {
            return breakdown->cells[i].count;
        }
    }
    return 0;
}

static void the_year_is_counted_by_the_rules_in_force(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    make(world, &options, &report);
    const struct mus_count *count = &report.indicator.count;
    assert_text(count->rules->id, "standard");
    assert_int_equal(count->rules_entry, ADOPTED_STANDARD);
    assert_int_equal(count->named, 3);
    assert_int_equal(count->reported, 11); /* 12 less the pair of the same fair */
    assert_int_equal(count->total, 14);
    assert_int_equal(cell(&report, MUS_BY_PROGRAMME, "FAIR"), 12);
    assert_int_equal(cell(&report, MUS_BY_PURPOSE, "unspecified"), 11);
    assert_int_equal(cell(&report, MUS_BY_MONTH, "2025-11"), 12);
    assert_int_equal(cell(&report, MUS_BY_COUNTRY, "VN"), 1);
    assert_int_equal(report.indicator.months[11].cumulative, 14);
    done(&report);
}

static void the_target_is_the_one_set_last(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    make(world, &options, &report);
    assert_true(report.indicator.has_target);
    assert_int_equal(report.indicator.target, 800);
    done(&report);
    options.fiscal_year = 2024;
    make(world, &options, &report);
    assert_false(report.indicator.has_target);
    assert_int_equal(report.indicator.count.total, 1);
    done(&report);
}

static void figures_of_other_indicators_stand_apart(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    make(world, &options, &report);
    assert_int_equal(report.indicator.figure_count, 2);
    assert_int_equal(report.indicator.figures[0].entry, PUBLISHED);
    assert_int_equal(report.indicator.figures[1].entry, TARGET);
    assert_int_equal(report.indicator.other_count, 1);
    assert_int_equal(report.indicator.others[0].entry, FAIRS_OWN);
    assert_text(report.indicator.others[0].indicator, "fair-deals");
    done(&report);
}

static void another_rule_set_counts_otherwise(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    options.rule_set = MUS_TEXT("strict");
    make(world, &options, &report);
    assert_int_equal(report.indicator.count.total, 1);
    assert_int_equal(report.indicator.count.rules_entry, ADOPTED_STRICT);
    done(&report);
    options.rule_set = MUS_TEXT("lost");
    assert_int_equal(try_make(world, &options, &report), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, "no rule set \"lost\" in the ledger");
    done(&report);
}

static void a_year_without_rules_has_no_number(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    options.fiscal_year = 2013;
    assert_int_equal(try_make(world, &options, &report), MUS_NOT_FOUND);
    done(&report);
}

static void size_and_root_are_those_of_the_entries_seen(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_digest root;
    struct mus_indicator_options options = usual();
    make(world, &options, &report);
    assert_int_equal(report.indicator.as_of, TODAY);
    assert_int_equal(report.indicator.ledger_size, ENTRIES);
    must(world, mus_store_ledger_root(report.read, ENTRIES, &root, &world->err));
    assert_memory_equal(&report.indicator.ledger_root, &root, sizeof root);
    done(&report);
}

static void as_of_a_day_later_entries_are_not_there(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_digest root;
    struct mus_indicator_options options = usual();
    options.as_of = fixture_day(2026, 5, 29);
    make(world, &options, &report);
    uint64_t size = report.indicator.ledger_size;
    assert_int_equal(size, TARGET_OLD);
    assert_false(report.indicator.has_target);
    assert_int_equal(report.indicator.count.total, 14);
    must(world, mus_store_ledger_root(report.read, size, &root, &world->err));
    assert_memory_equal(&report.indicator.ledger_root, &root, sizeof root);
    assert_int_equal(report.indicator.as_of, options.as_of);
    done(&report);
}

static void the_projection_of_a_year_that_is_over_is_its_number(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    make(world, &options, &report);
    assert_true(report.indicator.projection.final);
    assert_int_equal(report.indicator.projection.expected, 14);
    assert_int_equal(report.indicator.projection.years, 0);
    done(&report);
}

static void a_year_under_way_is_projected_from_the_years_before_it(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    options.fiscal_year = 2026;
    make(world, &options, &report);
    assert_int_equal(report.indicator.count.total, 0);
    assert_true(report.indicator.projection.given);
    assert_false(report.indicator.projection.final);
    assert_int_equal(report.indicator.projection.years, 2); /* 14 in 2025, 1 in 2024 */
    assert_in_range(report.indicator.projection.expected, 2, 14);
    done(&report);
}

static void small_numbers_are_hidden_where_that_is_asked_for(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    options.suppress_below = 3;
    make(world, &options, &report);
    assert_int_equal(report.indicator.suppress_below, 3);
    const struct mus_breakdown *programmes = &report.indicator.by[MUS_BY_PROGRAMME];
    for (size_t i = 0; i < programmes->count; i++) {
        assert_true(programmes->cells[i].hidden); /* 2 of KOBS, and so 12 of the fair */
    }
    assert_true(report.indicator.months[1].hidden);
    assert_true(report.indicator.months[1].cumulative_hidden);
    assert_false(report.indicator.months[11].cumulative_hidden);
    done(&report);
}

static void put_case(struct world *world, const struct mus_case *c)
{
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put_case(write, c, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
}

static void cases_of_the_year_stand_in_the_funnel(void **state)
{
    struct world *world = *state;
    struct report report;
    struct mus_indicator_options options = usual();
    static const enum mus_case_stage STAGES[] = {MUS_CASE_SUGGESTED, MUS_CASE_INTRODUCED,
                                                 MUS_CASE_DECLINED};
    struct mus_case_step steps[3];
    struct mus_case c = {.id = MUS_TEXT("case-000001"),
                         .companies = {MUS_TEXT("c-1"), MUS_TEXT("c-2")},
                         .programme = MUS_TEXT("KOBS"),
                         .purpose = MUS_TEXT("sales"),
                         .coordinator = MUS_TEXT("佐藤"),
                         .steps = steps,
                         .step_count = 3};
    for (int i = 0; i < 3; i++) {
        steps[i] = (struct mus_case_step){.stage = STAGES[i],
                                          .date = fixture_day(2025, 7 + i, 1),
                                          .recorded = START,
                                          .by = MUS_TEXT("佐藤"),
                                          .entry = MUS_CASE_NO_ENTRY};
    }
    put_json(world, COMPANY("c-1", "一", ""));
    put_json(world, COMPANY("c-2", "二", ""));
    put_case(world, &c);
    make(world, &options, &report);
    assert_int_equal(report.indicator.funnel[MUS_CASE_SUGGESTED], 1);
    assert_int_equal(report.indicator.funnel[MUS_CASE_INTRODUCED], 1);
    assert_int_equal(report.indicator.funnel[MUS_CASE_ACCEPTED], 0);
    assert_int_equal(report.indicator.funnel[MUS_CASE_DECLINED], 1);
    done(&report);
}

/* Of the year under way, which has a past. */
static void each_allocation_may_fail(void **state)
{
    struct world *world = *state;
    struct mus_indicator_options options = usual();
    options.fiscal_year = 2026;
    for (uint64_t n = 1;; n++) {
        struct mus_arena arena = {0};
        struct report report = {.read = begin(world)};
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_indicator_make(report.read, &options, &arena, &report.book,
                                                    &report.indicator, &world->err);
        bool reached = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (!reached) {
            must(world, status);
            done(&report);
            mus_arena_done(&arena);
            return;
        }
        assert_int_equal(status, MUS_NO_MEMORY);
        assert_null(report.book);
        done(&report);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(the_year_is_counted_by_the_rules_in_force),
        IN_LEDGER(the_target_is_the_one_set_last),
        IN_LEDGER(figures_of_other_indicators_stand_apart),
        IN_LEDGER(another_rule_set_counts_otherwise),
        IN_LEDGER(a_year_without_rules_has_no_number),
        IN_LEDGER(size_and_root_are_those_of_the_entries_seen),
        IN_LEDGER(as_of_a_day_later_entries_are_not_there),
        IN_LEDGER(the_projection_of_a_year_that_is_over_is_its_number),
        IN_LEDGER(a_year_under_way_is_projected_from_the_years_before_it),
        IN_LEDGER(small_numbers_are_hidden_where_that_is_asked_for),
        IN_LEDGER(cases_of_the_year_stand_in_the_funnel),
        IN_LEDGER(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
