#include "report/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

#include "sample.h"

/* One line a heading: "heading: text". */
static void write_lines(struct sample *sample, enum mus_report_language language,
                        struct mus_buf *out)
{
    struct mus_arena arena = {0};
    struct mus_words words = {language, &sample->tables, &arena, false};
    struct mus_definition definition = mus_definition_make(&sample->indicator, &words);
    for (size_t i = 0; i < definition.count; i++) {
        mus_buf_printf(out, "%.*s: %.*s\n", MUS_TEXT_ARG(definition.lines[i].heading),
                       MUS_TEXT_ARG(definition.lines[i].text));
    }
    assert_false(words.failed);
    mus_arena_done(&arena);
}

static void assert_defined(struct sample *sample, enum mus_report_language language,
                           const char *expected)
{
    struct mus_buf out = {0};
    write_lines(sample, language, &out);
    assert_string_equal(mus_buf_text(&out).ptr, expected);
    mus_buf_done(&out);
}

static void assert_line(struct sample *sample, const char *line, bool is_there)
{
    struct mus_buf out = {0};
    write_lines(sample, MUS_REPORT_EN, &out);
    if ((strstr(mus_buf_text(&out).ptr, line) != NULL) != is_there) {
        fail_msg("\"%s\"%s in\n%s", line, is_there ? " is not" : "", mus_buf_text(&out).ptr);
    }
    mus_buf_done(&out);
}

static void use_rules(struct sample *sample, const char *json)
{
    struct mus_error err = {0};
    if (mus_rule_set_read(mus_text_of(json), &sample->arena, &sample->rules, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

static void a_rule_set_is_told_in_japanese(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    assert_defined(
        sample, MUS_REPORT_JA,
        "定義: 標準の数え方（standard-2026）。台帳の記録0で採択。\n"
        "適用: 2014年度（平成26年度）以後\n"
        "対象期間: 成立した日が令和7年4月1日から令和8年3月31日までのもの。\n"
        "個別記録: すべての事業において、二者を特定して記録し、段階が成立または初回受注のもの。\n"
        "アンケート報告: 川崎国際環境技術展または海外展示会出展支援について、出展者がアンケート等で"
        "回答した件数。記録した者とは別の者による確認を要します。\n"
        "1件の単位: "
        "二者の組合せ（順序を問わない）、目的、年度が同じ記録は、いくつあっても1件とします。"
        "先に記録されたものを数え、それが取り消されたときは次のものを数えます。\n"
        "同じ企業: 合併等で引き継がれた企業、法人番号が同じ企業は、1社とみなします。\n"
        "同じ回答: 同じ回答者が、同じ立場で、同じ事業・開催回について回答したものは、先に記録された"
        "1通を採ります。\n"
        "二重計上の防止: "
        "回答者の企業が、同じ事業・開催回の個別記録としてすでに数えられているときは、"
        "その件数を回答の件数から差し引きます（0件を下回りません）。\n"
        "国・規模の区分: "
        "国・地域は日本以外の側の企業、企業規模は日本の側の企業の、成立した日のもの。\n"
        "対象外の記録: "
        "この年度の記録のうち、定義の対象とならないもの：段階により96件、事業により0件、"
        "回答者の立場により12件。\n"
        "備考: 試験用の定義です。\n");
    sample_free(sample);
}

static void a_rule_set_is_told_in_english(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    assert_line(sample,
                "Rule set: Standard rules (standard-2026), adopted by entry 0 of the ledger.\n",
                true);
    assert_line(sample,
                "Named matches: Pairs of firms recorded by name in any programme, at the stage "
                "concluded or first order.\n",
                true);
    assert_line(
        sample,
        "Reported counts: Numbers given in questionnaires about Kawasaki International "
        "Eco-Tech Fair or Support for exhibiting abroad by exhibitors. A second person must "
        "have confirmed it.\n",
        true);
    assert_line(sample,
                "Records with the same pair of firms (in either order), purpose and fiscal year",
                true);
    assert_line(sample, "Order of clauses", false);
    sample_free(sample);
}

static void a_stricter_rule_set_says_how_it_differs(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    use_rules(sample, "{\"format\":\"musubi-rules/1\",\"id\":\"strict\",\"title\":{\"ja\":\"a\","
                      "\"en\":\"Strict\"},\"indicator\":\"city-matches\",\"from_fiscal_year\":2026,"
                      "\"home_country\":\"DE\",\"named\":[{\"programmes\":[\"KOBS\"],\"stages\":"
                      "[\"meeting_held\",\"concluded\",\"first_order\"],\"confirmed\":true},"
                      "{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false}],"
                      "\"reported\":[],\"one_match\":[\"pair\",\"programme\",\"edition\"],"
                      "\"same_company\":\"id\"}");
    sample->indicator.count.other_stage = sample->indicator.count.other_side = 0;
    assert_line(
        sample,
        "in Kawasaki Overseas Business Support Centre, at the stage meeting held, concluded "
        "or first order. A second person must have confirmed it.\n",
        true);
    assert_line(sample, "Order of clauses: ", true);
    assert_line(sample, "Reported counts: Not counted.\n", true);
    assert_line(sample, "(in either order), programme and edition are one match", true);
    assert_line(sample, "Firms joined by succession are one.\n", true);
    assert_line(sample, "the firm that is not in Germany", true);
    assert_line(sample, "No double counting", false);
    assert_line(sample, "Same questionnaire", false);
    assert_line(sample, "Not spoken of", false);
    assert_line(sample, "Note", false);
    sample_free(sample);
}

static void the_projection_says_what_it_learnt_from(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_arena arena = {0};
    struct mus_words words = {MUS_REPORT_EN, NULL, &arena, false};
    sample_in_december(sample);
    struct mus_text text = mus_definition_projection(&sample->indicator, &words);
    assert_non_null(strstr(text.ptr, "by the same day in 3 past years"));
    sample->indicator.projection.years = 0;
    text = mus_definition_projection(&sample->indicator, &words);
    assert_non_null(strstr(text.ptr, "holds no past years"));
    mus_arena_done(&arena);
    sample_free(sample);
}

static void without_memory_it_is_remembered(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_arena arena = {0};
        struct mus_words words = {MUS_REPORT_JA, NULL, &arena, false};
        mus_mem_fail_at(n, false);
        struct mus_definition definition = mus_definition_make(&sample->indicator, &words);
        mus_mem_fail_at(0, false);
        failed = words.failed;
        assert_true(failed || definition.count == 12);
        mus_arena_done(&arena);
    }
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_set_is_told_in_japanese),
        cmocka_unit_test(a_rule_set_is_told_in_english),
        cmocka_unit_test(a_stricter_rule_set_says_how_it_differs),
        cmocka_unit_test(the_projection_says_what_it_learnt_from),
        cmocka_unit_test(without_memory_it_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
