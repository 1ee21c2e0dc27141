#include "report/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "sample.h"

struct speaker {
    struct mus_arena arena;
    struct sample *sample;
    struct mus_words ja, en;
};

static int setup(void **state)
{
    struct speaker *speaker = calloc(1, sizeof *speaker);
    assert_non_null(speaker);
    speaker->sample = sample_new(true);
    speaker->ja = (struct mus_words){
        .language = MUS_REPORT_JA, .tables = &speaker->sample->tables, .arena = &speaker->arena};
    speaker->en = (struct mus_words){
        .language = MUS_REPORT_EN, .tables = &speaker->sample->tables, .arena = &speaker->arena};
    *state = speaker;
    return 0;
}

static int teardown(void **state)
{
    struct speaker *speaker = *state;
    sample_free(speaker->sample);
    mus_arena_done(&speaker->arena);
    free(speaker);
    return 0;
}

/* Only for texts from the arena or constants: both are terminated. */
static void assert_said(struct mus_text text, const char *expected)
{
    assert_string_equal(text.ptr, expected);
    assert_int_equal(text.len, strlen(expected));
}

static void numbers_have_their_thousands_apart(void **state)
{
    struct speaker *speaker = *state;
    assert_said(mus_words_number(&speaker->ja, 0), "0");
    assert_said(mus_words_number(&speaker->ja, 999), "999");
    assert_said(mus_words_number(&speaker->ja, 1000), "1,000");
    assert_said(mus_words_number(&speaker->en, UINT64_MAX), "18,446,744,073,709,551,615");
    assert_said(mus_words_count(&speaker->ja, 12345), "12,345件");
    assert_said(mus_words_count(&speaker->en, 12345), "12,345");
}

static void shares_are_rounded_half_up_to_a_tenth_of_a_percent(void **state)
{
    struct speaker *speaker = *state;
    assert_said(mus_words_share(&speaker->ja, 783, 800), "97.9%");
    assert_said(mus_words_share(&speaker->ja, 1, 3), "33.3%");
    assert_said(mus_words_share(&speaker->ja, 2, 3), "66.7%");
    assert_said(mus_words_share(&speaker->ja, 1, 2000), "0.1%");
    assert_said(mus_words_share(&speaker->ja, 1, 2001), "0.0%");
    assert_said(mus_words_share(&speaker->ja, 900, 800), "112.5%");
    assert_said(mus_words_share(&speaker->ja, 5, 0), "–");
    assert_said(mus_words_share(&speaker->ja, UINT64_MAX, 1), "–");
}

static void fiscal_years_carry_the_era_in_japanese(void **state)
{
    struct speaker *speaker = *state;
    assert_said(mus_words_fiscal_year(&speaker->ja, 2025), "2025年度（令和7年度）");
    assert_said(mus_words_fiscal_year(&speaker->en, 2025), "FY2025");
    assert_said(mus_words_fiscal_year(&speaker->ja, 2019), "2019年度（令和元年度）");
    assert_said(mus_words_fiscal_year(&speaker->ja, 2018), "2018年度（平成30年度）");
    assert_said(mus_words_fiscal_year(&speaker->ja, 1989), "1989年度（平成元年度）");
    assert_said(mus_words_era_year(&speaker->ja, 1988), "昭和63年度");
    assert_said(mus_words_era_year(&speaker->en, 2025), "");
}

static void days_and_months_are_in_the_readers_form(void **state)
{
    struct speaker *speaker = *state;
    mus_date date;
    assert_true(mus_date_of(2026, 3, 31, &date));
    assert_said(mus_words_day(&speaker->ja, date), "令和8年3月31日");
    assert_said(mus_words_day(&speaker->en, date), "31 March 2026");
    assert_said(mus_words_month(&speaker->ja, 2025, 4), "2025年4月");
    assert_said(mus_words_month(&speaker->en, 2025, 4), "April 2025");
    assert_said(mus_words_short_month(&speaker->ja, 12), "12月");
    struct mus_text april = mus_words_short_month(&speaker->en, 4);
    assert_int_equal(april.len, 3);
    assert_memory_equal(april.ptr, "Apr", 3);
}

static void codes_are_told_by_their_labels(void **state)
{
    struct speaker *speaker = *state;
    assert_said(mus_words_label(&speaker->ja, "countries", MUS_TEXT("VN")), "ベトナム");
    assert_said(mus_words_label(&speaker->en, "sizes", MUS_TEXT("large")), "Large enterprise");
    assert_said(mus_words_label(&speaker->ja, "programmes", MUS_TEXT("NEW-ONE")), "NEW-ONE");
    assert_said(mus_words_label(&speaker->ja, "no-such-table", MUS_TEXT("x")), "x");
    assert_said(mus_words_label(&speaker->ja, "countries", MUS_TEXT("unknown")), "不明");
    assert_said(mus_words_label(&speaker->en, "purposes", MUS_TEXT("unspecified")),
                "not stated (questionnaires)");
    speaker->ja.tables = NULL;
    assert_said(mus_words_label(&speaker->ja, "countries", MUS_TEXT("VN")), "VN");
}

static void sentences_take_their_values_in_any_order(void **state)
{
    struct speaker *speaker = *state;
    const char *ja = "{2}の{1}";
    const char *en = "{1} of {2}";
    assert_said(mus_words_say_2(&speaker->ja, ja, en, MUS_TEXT("件数"), MUS_TEXT("市")),
                "市の件数");
    assert_said(mus_words_say_2(&speaker->en, ja, en, MUS_TEXT("{2}"), MUS_TEXT("{1}")),
                "{2} of {1}");
    const struct mus_text items[] = {MUS_TEXT("a"), MUS_TEXT("b"), MUS_TEXT("c")};
    assert_said(mus_words_one_of(&speaker->ja, items, 3), "a、bまたはc");
    assert_said(mus_words_all_of(&speaker->ja, items, 3), "a、b、c");
    assert_said(mus_words_one_of(&speaker->en, items, 3), "a, b or c");
    assert_said(mus_words_all_of(&speaker->en, items, 2), "a and b");
    assert_said(mus_words_all_of(&speaker->en, items, 1), "a");
    assert_said(mus_words_all_of(&speaker->en, items, 0), "");
}

static void every_reason_has_words(void **state)
{
    struct speaker *speaker = *state;
    for (int reason = MUS_COUNT_DUPLICATE; reason <= MUS_COUNT_UNCONFIRMED; reason++) {
        assert_true(mus_words_reason(&speaker->ja, (enum mus_count_reason)reason).len > 0);
        assert_true(mus_words_reason(&speaker->en, (enum mus_count_reason)reason).len > 0);
    }
    assert_said(mus_words_entry(&speaker->ja, 12), "記録12");
    assert_said(mus_words_entry(&speaker->en, 12), "entry 12");
}

static void without_memory_a_text_is_empty_and_it_is_remembered(void **state)
{
    struct speaker *speaker = *state;
    mus_mem_fail_at(1, true);
    struct mus_text text = mus_words_fiscal_year(&speaker->ja, 2025);
    mus_mem_fail_at(0, false);
    assert_said(text, "");
    assert_true(speaker->ja.failed);
}

#define WITH_SPEAKER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SPEAKER(numbers_have_their_thousands_apart),
        WITH_SPEAKER(shares_are_rounded_half_up_to_a_tenth_of_a_percent),
        WITH_SPEAKER(fiscal_years_carry_the_era_in_japanese),
        WITH_SPEAKER(days_and_months_are_in_the_readers_form),
        WITH_SPEAKER(codes_are_told_by_their_labels),
        WITH_SPEAKER(sentences_take_their_values_in_any_order),
        WITH_SPEAKER(every_reason_has_words),
        WITH_SPEAKER(without_memory_a_text_is_empty_and_it_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
