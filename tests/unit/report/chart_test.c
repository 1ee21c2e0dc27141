#include "report/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct mus_chart_title TITLE = {"c", {"A <title>", 9}, {"What it shows", 13}};

static struct mus_pace_chart pace(void)
{
    struct mus_pace_chart chart = {
        .title = TITLE,
        .last_part = 1000,
        .actual_label = MUS_TEXT("actual"),
        .target_label = MUS_TEXT("target"),
        .projection_label = MUS_TEXT("expected"),
    };
    for (unsigned i = 0; i < MUS_CHART_MONTHS; i++) {
        chart.months[i] = MUS_TEXT("m");
        chart.cumulative[i] = 10 * (i + 1);
        chart.told[i] = true;
    }
    return chart;
}

static void draw_pace(const struct mus_pace_chart *chart, struct mus_buf *out)
{
    struct mus_html html = {.out = out};
    mus_chart_pace(chart, &html);
    assert_int_equal(html.depth, 0);
    assert_int_equal(mus_buf_check(out, NULL), MUS_OK);
}

static size_t count_of(const struct mus_buf *out, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(out->data, part); at != NULL; at = strstr(at + 1, part)) {
        count++;
    }
    return count;
}

static void assert_has(const struct mus_buf *out, const char *part)
{
    if (strstr(out->data, part) == NULL) {
        fail_msg("\"%s\" is not in\n%s", part, out->data);
    }
}

static void a_chart_has_a_title_and_a_description(void **state)
{
    (void)state;
    struct mus_pace_chart chart = pace();
    struct mus_buf out = {0};
    draw_pace(&chart, &out);
    assert_has(&out, "role=\"img\" aria-labelledby=\"c-t c-d\"");
    assert_has(&out, "<title id=\"c-t\">A &lt;title&gt;</title>");
    assert_has(&out, "<desc id=\"c-d\">What it shows</desc>");
    mus_buf_done(&out);
}

static void the_line_starts_at_nothing_and_goes_through_every_month(void **state)
{
    (void)state;
    struct mus_pace_chart chart = pace();
    struct mus_buf out = {0};
    draw_pace(&chart, &out);
    /* 120 is the end of an axis with steps of 20; the plot is 544 wide and 190 high. */
    assert_int_equal(count_of(&out, "class=\"c-actual\""), 12);
    assert_has(&out, "<line class=\"c-actual\" x1=\"46\" y1=\"210\" x2=\"91\" y2=\"195\">");
    assert_has(&out, "x2=\"590\" y2=\"20\"></line>");
    assert_int_equal(count_of(&out, "class=\"c-dot\""), 12);
    assert_has(&out, ">actual 120</text>");
    assert_int_equal(count_of(&out, "c-needed"), 0);
    assert_int_equal(count_of(&out, "c-interval"), 0);
    mus_buf_done(&out);
}

static void months_that_are_not_told_are_led_over(void **state)
{
    (void)state;
    struct mus_pace_chart chart = pace();
    struct mus_buf out = {0};
    struct mus_buf same = {0};
    chart.told[4] = chart.told[5] = false;
    draw_pace(&chart, &out);
    assert_int_equal(count_of(&out, "class=\"c-actual\""), 9);
    assert_int_equal(count_of(&out, "class=\"c-bridge\""), 1);
    assert_int_equal(count_of(&out, "class=\"c-dot\""), 10);
    chart.cumulative[4] = chart.cumulative[5] = 99999; /* neither the axis nor a line may tell */
    draw_pace(&chart, &same);
    assert_string_equal(out.data, same.data);
    mus_buf_done(&out);
    mus_buf_done(&same);
}

static void a_year_in_progress_ends_at_its_day_and_shows_what_to_expect(void **state)
{
    (void)state;
    struct mus_pace_chart chart = pace();
    struct mus_buf out = {0};
    for (int i = 6; i < MUS_CHART_MONTHS; i++) {
        chart.told[i] = false;
    }
    chart.last_part = 500;
    chart.has_target = chart.has_projection = true;
    chart.target = 100;
    chart.low = 90;
    chart.expected = 110;
    chart.high = 130;
    draw_pace(&chart, &out);
    assert_has(&out, "class=\"c-needed\" x1=\"46\" y1=\"210\" x2=\"590\"");
    assert_int_equal(count_of(&out, "class=\"c-interval\""), 3);
    assert_has(&out, "x2=\"295\""); /* half a month of 45 before the end of September, 318 */
    assert_has(&out, ">expected 110</text>");
    assert_has(&out, ">target 100</text>");
    assert_has(&out, "class=\"c-actual-here\"");
    assert_true(strstr(out.data, ">expected 110<") < strstr(out.data, ">target 100<"));
    mus_buf_done(&out);
}

static void labels_beside_equal_ends_stand_apart(void **state)
{
    (void)state;
    struct mus_pace_chart chart = pace();
    struct mus_buf out = {0};
    chart.has_target = true;
    chart.target = 120;
    draw_pace(&chart, &out);
    assert_has(&out, "y=\"24\">");
    assert_has(&out, "y=\"39\">");
    mus_buf_done(&out);
}

static void any_number_can_be_drawn(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 7, 999, UINT32_MAX, UINT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct mus_pace_chart chart = pace();
        struct mus_buf out = {0};
        struct mus_html html = {.out = &out};
        for (size_t month = 0; month < MUS_CHART_MONTHS; month++) {
            chart.cumulative[month] = values[i];
        }
        chart.has_target = chart.has_projection = true;
        chart.target = chart.high = values[i];
        draw_pace(&chart, &out);
        struct mus_chart_column column = {MUS_TEXT("y"), MUS_TEXT(""), true, true,
                                          values[i],     values[i],    true};
        struct mus_column_chart columns = {TITLE, &column, 1};
        mus_chart_columns(&columns, &html);
        mus_chart_bar(values[i], values[i], &html);
        mus_chart_parts(&TITLE, values[i] / 2, values[i] - values[i] / 2, &html);
        assert_int_equal(mus_buf_check(&out, NULL), MUS_OK);
        assert_true(count_of(&out, "class=\"c-axis\"") <= 14);
        assert_null(strstr(out.data, "=\"-"));
        mus_buf_done(&out);
    }
}

static void columns_show_value_and_target_and_only_the_last_of_many(void **state)
{
    (void)state;
    struct mus_chart_column columns[MUS_CHART_MAX_BARS + 3] = {0};
    enum { COUNT = sizeof columns / sizeof columns[0] };
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    for (size_t i = 0; i < COUNT; i++) {
        columns[i] =
            (struct mus_chart_column){.label = MUS_TEXT("year"), .has_value = i > 3, .value = i};
    }
    columns[COUNT - 1].accent = columns[COUNT - 1].has_target = true;
    columns[COUNT - 1].target = 40;
    struct mus_column_chart chart = {TITLE, columns, COUNT};
    mus_chart_columns(&chart, &html);
    assert_int_equal(count_of(&out, ">year</text>"), MUS_CHART_MAX_BARS);
    assert_int_equal(count_of(&out, "class=\"c-bar\""), MUS_CHART_MAX_BARS - 2);
    assert_int_equal(count_of(&out, "class=\"c-bar-now\""), 1);
    assert_int_equal(count_of(&out, "class=\"c-target\""), 1);
    assert_has(&out, ">26</text>");
    assert_has(&out, ">40</text>");
    mus_buf_done(&out);
}

static void bars_are_in_proportion(void **state)
{
    (void)state;
    struct mus_buf out = {0};
    struct mus_html html = {.out = &out};
    mus_chart_bar(1, 3, &html);
    assert_has(&out, "width=\"333\"");
    assert_has(&out, "aria-hidden=\"true\"");
    mus_buf_clear(&out);
    mus_chart_parts(&TITLE, 1, 3, &html);
    assert_has(&out, "class=\"c-first\" x=\"0\" y=\"0\" width=\"180\"");
    assert_has(&out, "x=\"180\" y=\"0\" width=\"540\"");
    mus_buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chart_has_a_title_and_a_description),
        cmocka_unit_test(the_line_starts_at_nothing_and_goes_through_every_month),
        cmocka_unit_test(months_that_are_not_told_are_led_over),
        cmocka_unit_test(a_year_in_progress_ends_at_its_day_and_shows_what_to_expect),
        cmocka_unit_test(labels_beside_equal_ends_stand_apart),
        cmocka_unit_test(any_number_can_be_drawn),
        cmocka_unit_test(columns_show_value_and_target_and_only_the_last_of_many),
        cmocka_unit_test(bars_are_in_proportion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
