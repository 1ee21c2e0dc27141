#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "import/columns.h"
#include "import/refused.h"

static const struct mus_text HEADINGS[] = {{"a", 1}, {"役割", 6}};

static void assert_said(const struct mus_refused_row *refused, const char *message)
{
    struct mus_arena arena = {0};
    struct mus_import_problem problem;
    assert_int_equal(mus_refused_say(refused, "is missing", &arena, &problem, NULL), MUS_OK);
    if (!mus_text_equals(problem.message, message)) {
        fail_msg("%.*s", MUS_TEXT_ARG(problem.message));
    }
    mus_arena_done(&arena);
}

static void a_row_is_named_with_its_column_where_there_is_one(void **state)
{
    (void)state;
    const struct mus_input_row row = {.cells = {.number = 18, .line = 20}};
    struct mus_refused_row refused = {
        .row = &row, .header = {HEADINGS, 2}, .column = 1, .field = "role"};
    assert_said(&refused, "row 18, column B (役割): is missing");
    refused.column = MUS_NO_COLUMN;
    assert_said(&refused, "row 18: role: is missing");
    refused.field = NULL;
    assert_said(&refused, "row 18: is missing");
    refused.json = true;
    assert_said(&refused, "line 20: is missing");
    refused.placed = true;
    assert_said(&refused, "is missing");
}

static void what_is_told_has_row_column_heading_and_field(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_problem problem;
    const struct mus_input_row row = {.cells = {.number = 18, .line = 20}};
    const struct mus_refused_row refused = {
        .row = &row, .header = {HEADINGS, 2}, .column = 1, .field = "role"};
    assert_int_equal(mus_refused_say(&refused, "is missing", &arena, &problem, NULL), MUS_OK);
    assert_int_equal(problem.row, 18);
    assert_int_equal(problem.line, 20);
    assert_true(mus_text_equals(problem.column, "B"));
    assert_true(mus_text_equals(problem.heading, "役割"));
    assert_true(mus_text_equals(problem.field, "role"));
    mus_arena_done(&arena);
}

static void the_input_is_refused_and_not_the_machine(void **state)
{
    (void)state;
    assert_true(mus_is_refusal(MUS_INVALID));
    assert_true(mus_is_refusal(MUS_NOT_FOUND));
    assert_true(mus_is_refusal(MUS_CONFLICT));
    assert_false(mus_is_refusal(MUS_OK));
    assert_false(mus_is_refusal(MUS_NO_MEMORY));
    assert_false(mus_is_refusal(MUS_IO));
}

static void columns_that_nobody_understood_are_warned_of(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    assert_int_equal(mus_report_passed_over(&report, (struct mus_texts){HEADINGS, 2}, NULL),
                     MUS_OK);
    assert_int_equal(report.warning_count, 2);
    assert_true(mus_text_equals(report.warnings[1],
                                "column \"役割\" was not understood and is passed over"));
    mus_arena_done(&arena);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    const struct mus_input_row row = {.cells = {.number = 1}};
    const struct mus_refused_row refused = {.row = &row, .header = {HEADINGS, 2}, .column = 0};
    for (uint64_t n = 1;; n++) {
        struct mus_arena arena = {0};
        struct mus_import_report report = {.arena = &arena};
        struct mus_import_problem problem;
        mus_mem_fail_at(n, false);
        enum mus_status status = mus_refused_say(&refused, "no", &arena, &problem, NULL);
        if (status == MUS_OK) {
            status = mus_report_passed_over(&report, (struct mus_texts){HEADINGS, 2}, NULL);
        }
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        mus_arena_done(&arena);
        assert_int_equal(status, met ? MUS_NO_MEMORY : MUS_OK);
        if (!met) {
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_named_with_its_column_where_there_is_one),
        cmocka_unit_test(what_is_told_has_row_column_heading_and_field),
        cmocka_unit_test(the_input_is_refused_and_not_the_machine),
        cmocka_unit_test(columns_that_nobody_understood_are_warned_of),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
