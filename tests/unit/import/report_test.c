#include "import/report.h"

#include "import_fixture.h"

static struct mus_import_problem problem(uint64_t row)
{
    static char messages[300][16];
    snprintf(messages[row % 300], sizeof messages[0], "row %d", (int)row);
    return (struct mus_import_problem){.row = row, .message = mus_text_of(messages[row % 300])};
}

static void problems_are_listed_in_the_order_of_the_rows(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    static const uint64_t rows[] = {3, 9, 1, 5};
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        const struct mus_import_problem one = problem(rows[i]);
        assert_int_equal(mus_report_problem(&report, &one, NULL), MUS_OK);
    }
    assert_int_equal(report.problem_count, 4);
    assert_text(report.problems[0].message, "row 1");
    assert_text(report.problems[1].message, "row 3");
    assert_text(report.problems[2].message, "row 5");
    assert_text(report.problems[3].message, "row 9");
    mus_arena_done(&arena);
}

static void of_more_than_fit_the_first_rows_are_listed(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    for (uint64_t row = 250; row > 0; row--) {
        const struct mus_import_problem one = problem(row);
        assert_int_equal(mus_report_problem(&report, &one, NULL), MUS_OK);
    }
    assert_int_equal(report.problem_count, MUS_MAX_REPORTED);
    for (size_t i = 0; i < MUS_MAX_REPORTED; i++) {
        assert_int_equal(report.problems[i].row, i + 1);
    }
    mus_arena_done(&arena);
}

static void all_are_counted(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    const struct mus_import_kept kept = {.row = 1, .company = MUS_TEXT("c-1"), .fields = 1};
    for (int i = 0; i < 150; i++) {
        assert_int_equal(mus_report_kept(&report, &kept, NULL), MUS_OK);
        assert_int_equal(mus_report_warning(&report, MUS_TEXT("w"), NULL), MUS_OK);
    }
    assert_int_equal(report.kept_count, 150);
    assert_int_equal(report.kept_listed, MUS_MAX_REPORTED);
    assert_int_equal(report.warning_count, 150);
    assert_int_equal(report.warnings_listed, MUS_MAX_REPORTED);
    mus_arena_done(&arena);
}

static void without_memory_nothing_is_listed(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    const struct mus_import_problem one = problem(1);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_report_problem(&report, &one, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_int_equal(report.problem_count, 0);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems_are_listed_in_the_order_of_the_rows),
        cmocka_unit_test(of_more_than_fit_the_first_rows_are_listed),
        cmocka_unit_test(all_are_counted),
        cmocka_unit_test(without_memory_nothing_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
