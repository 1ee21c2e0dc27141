#include "page_fixture.h"

static void the_language_is_the_page_s(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, false);
    mus_page_line(&paper.page, "日本語", "English");
    mus_page_say(&paper.page, "%d 社\n", "%d companies\n", 3);
    expect_page(&paper, "日本語\n3 社\n");
    begin(&paper, true);
    mus_page_line(&paper.page, "日本語", "English");
    mus_page_say(&paper.page, "%d 社\n", "%d companies\n", 3);
    expect_page(&paper, "English\n3 companies\n");
}

static void expect_padded(const char *text, size_t width, const char *expected)
{
    struct paper paper;
    begin(&paper, false);
    mus_page_pad(&paper.page, mus_text_of(text), width);
    expect_page(&paper, expected);
}

static void a_text_is_padded_to_its_width_in_columns(void **state)
{
    (void)state;
    expect_padded("", 3, "   ");
    expect_padded("ab", 4, "ab  ");
    expect_padded("川崎", 6, "川崎  ");
    expect_padded("ｶﾜ", 4, "ｶﾜ  ");
    expect_padded("abcd", 4, "abcd");
    expect_padded("川崎", 4, "川崎");
}

static void a_text_that_is_too_wide_is_cut_between_characters(void **state)
{
    (void)state;
    expect_padded("abcde", 4, "abc…");
    expect_padded("川崎市", 5, "川崎…");
    expect_padded("川崎市", 4, "川… ");
    expect_padded("川崎", 1, "…");
    expect_padded("川崎", 2, "… ");
}

static void a_text_to_the_right_is_never_cut(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, false);
    mus_page_pad_left(&paper.page, MUS_TEXT("12"), 4);
    mus_page_pad_left(&paper.page, MUS_TEXT("12345"), 4);
    mus_page_pad_left(&paper.page, MUS_TEXT("社"), 3);
    expect_page(&paper, "  1212345 社");
}

static void expect_number(int64_t number, const char *expected)
{
    struct paper paper;
    begin(&paper, false);
    mus_page_number(&paper.page, number);
    expect_page(&paper, expected);
}

static void a_number_has_commas_at_its_thousands(void **state)
{
    (void)state;
    expect_number(0, "0");
    expect_number(999, "999");
    expect_number(1000, "1,000");
    expect_number(1234567, "1,234,567");
    expect_number(-999, "-999");
    expect_number(-1000, "-1,000");
    expect_number(-123456, "-123,456");
    expect_number(INT64_MAX, "9,223,372,036,854,775,807");
    expect_number(INT64_MIN, "-9,223,372,036,854,775,808");
}

static void expect_points(int64_t millionths, const char *expected)
{
    struct paper paper;
    begin(&paper, false);
    mus_page_points(&paper.page, millionths);
    expect_page(&paper, expected);
}

static void a_score_is_told_in_points_of_a_hundred(void **state)
{
    (void)state;
    expect_points(0, "0.0");
    expect_points(499, "0.0");
    expect_points(500, "0.1");
    expect_points(734000, "73.4");
    expect_points(734499, "73.4");
    expect_points(734500, "73.5");
    expect_points(999500, "100.0");
    expect_points(1000000, "100.0");
}

static void colours_stand_only_where_they_are_asked_for(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, false);
    mus_page_strong(&paper.page, MUS_TEXT("a"));
    mus_page_faint(&paper.page, MUS_TEXT("b"));
    expect_page(&paper, "ab");
    begin(&paper, false);
    paper.page.colour = true;
    mus_page_strong(&paper.page, MUS_TEXT("a"));
    mus_page_faint(&paper.page, MUS_TEXT("b"));
    expect_page(&paper, "\x1B[1ma\x1B[0m\x1B[2mb\x1B[0m");
}

static void expect_label(bool english, const char *json, const char *expected)
{
    struct paper paper;
    struct mus_json *label = parsed(json);
    begin(&paper, english);
    mus_buf_add_text(paper.page.out, mus_page_label(&paper.page, label));
    mus_json_free(label);
    expect_page(&paper, expected);
}

static void a_label_is_in_the_language_of_the_page_or_in_the_other(void **state)
{
    (void)state;
    expect_label(false, "{\"ja\":\"川崎\",\"en\":\"Kawasaki\"}", "川崎");
    expect_label(true, "{\"ja\":\"川崎\",\"en\":\"Kawasaki\"}", "Kawasaki");
    expect_label(true, "{\"ja\":\"川崎\"}", "川崎");
    expect_label(false, "{\"ja\":\"\",\"en\":\"Kawasaki\"}", "Kawasaki");
    expect_label(false, "{}", "—");
    expect_label(false, "null", "—");
}

static void a_line_ends_without_blanks(void **state)
{
    (void)state;
    struct paper paper;
    begin(&paper, false);
    mus_page_end(&paper.page);
    mus_page_pad(&paper.page, MUS_TEXT("a"), 5);
    mus_page_end(&paper.page);
    expect_page(&paper, "\na\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_language_is_the_page_s),
        cmocka_unit_test(a_text_is_padded_to_its_width_in_columns),
        cmocka_unit_test(a_text_that_is_too_wide_is_cut_between_characters),
        cmocka_unit_test(a_text_to_the_right_is_never_cut),
        cmocka_unit_test(a_number_has_commas_at_its_thousands),
        cmocka_unit_test(a_score_is_told_in_points_of_a_hundred),
        cmocka_unit_test(colours_stand_only_where_they_are_asked_for),
        cmocka_unit_test(a_label_is_in_the_language_of_the_page_or_in_the_other),
        cmocka_unit_test(a_line_ends_without_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
