#include "page_fixture.h"

#include "cli/render.h"

static void expect_shown(mus_render *render, const char *json, const char *ja, const char *en)
{
    for (int english = 0; english < 2; english++) {
        struct paper paper;
        struct mus_json *reply = parsed(json);
        begin(&paper, english == 1);
        render(&paper.page, reply);
        mus_json_free(reply);
        expect_page(&paper, english == 1 ? en : ja);
    }
}

/* What every reply of an indicator has; further members begin with a comma. */
#define REPLY(target, more)                                                                        \
    "{\"fiscal_year\":2025,\"indicator\":\"city-matches\",\"rule_set\":\"standard\","              \
    "\"rule_set_entry\":3,\"rule_set_title\":{\"ja\":\"標準\",\"en\":\"Standard\"},"             \
    "\"as_of\":\"2025-06-30\",\"ledger\":{\"size\":1200,\"root\":\"q1w2\"},\"target\":" target     \
    ",\"total\":1581,\"named\":431,\"reported\":1150,"                                             \
    "\"excluded\":{\"stage\":3,\"programme\":2,\"side\":1}" more "}"
#define MONTHS_JA "\n月別（件数、累計、目標に必要な累計）\n"
#define MONTHS_EN "\nby month (count, so far, needed so far)\n"
#define END_JA                                                                                                                   \
    "\n規則の対象外の記録：段階により 3 件、事業により 2 件、回答者の立場により 1 件\n規則 " \
    "standard「標準」（記録 3）\n台帳 1,200 "                                                                          \
    "件　ルートハッシュ q1w2\n"
#define END_EN                                                                                     \
    "\noutside the rules: by stage 3, by programme 2, by side 1\nrule set standard, \"Standard\" " \
    "(entry 3)\nledger: 1,200 entries, root q1w2\n"
#define HEAD_JA "2025年度 city-matches（2025-06-30 現在）\n成立件数 1,581 件\n"
#define HEAD_EN "FY2025, city-matches (as of 2025-06-30)\nconcluded matches 1,581\n"
#define PARTS_JA "  個別記録 431　アンケート報告 1,150\n"
#define PARTS_EN "  named pairs 431, reported 1,150\n"

static void the_number_and_what_is_missing_to_the_target(void **state)
{
    (void)state;
    expect_shown(mus_render_indicator,
                 REPLY("1600", ",\"projection\":{\"low\":1590,\"expected\":1700,\"high\":1810,"
                               "\"final\":false,\"years\":3}"),
                 HEAD_JA "  目標 1,600　達成率 98.8 %　あと 19 件\n" PARTS_JA
                         "  年度末の見通し 1,700　80 % の見込みで 1,590 ～ 1,810"
                         "（過去 3 年度から）\n" MONTHS_JA END_JA,
                 HEAD_EN "  target 1,600, reached 98.8 %, missing 19\n" PARTS_EN
                         "  projected to 31 March: 1,700, with 80 % from 1,590 to 1,810"
                         " (from 3 past years)\n" MONTHS_EN END_EN);
}

static void a_target_that_is_met_and_a_year_that_is_over(void **state)
{
    (void)state;
    expect_shown(mus_render_indicator, REPLY("1500", ",\"projection\":{\"final\":true}"),
                 HEAD_JA "  目標 1,500　達成率 105.4 %　目標に達しています\n" PARTS_JA
                         "  年度は終わっています\n" MONTHS_JA END_JA,
                 HEAD_EN "  target 1,500, reached 105.4 %: the target is met\n" PARTS_EN
                         "  the year is over\n" MONTHS_EN END_EN);
}

static void no_target_and_nothing_to_project_from(void **state)
{
    (void)state;
    expect_shown(mus_render_indicator, REPLY("null", ",\"projection\":null"),
                 HEAD_JA "  この年度の目標は台帳にありません\n" PARTS_JA
                         "  年度末の見通しは、まだ立てられません\n" MONTHS_JA END_JA,
                 HEAD_EN "  the ledger has no target for it\n" PARTS_EN
                         "  too little is known for a projection\n" MONTHS_EN END_EN);
}

static void months_are_a_table_with_bars_and_hide_what_is_hidden(void **state)
{
    (void)state;
    static const char reply[] =
        REPLY("null", ",\"projection\":null,\"months\":["
                      "{\"month\":\"2025-04\",\"count\":12,\"cumulative\":12,\"needed\":67,"
                      "\"future\":false},"
                      "{\"month\":\"2025-05\",\"count\":null,\"cumulative\":null,\"needed\":134,"
                      "\"future\":false},"
                      "{\"month\":\"2025-06\",\"count\":24,\"cumulative\":38,\"needed\":200,"
                      "\"future\":false},"
                      "{\"month\":\"2025-07\",\"count\":0,\"cumulative\":38,\"needed\":267,"
                      "\"future\":true}]");
    struct paper paper;
    struct mus_json *json = parsed(reply);
    begin(&paper, false);
    mus_render_indicator(&paper.page, json);
    mus_json_free(json);
    assert_non_null(
        strstr(paper.out.data, MONTHS_JA
               "  2025-04       12       12       67  ############\n"
               "  2025-05        –        –      134\n"
               "  2025-06       24       38      200  ########################\n" END_JA));
    mus_buf_done(&paper.out);
}

static void breakdowns_have_labels(void **state)
{
    (void)state;
    static const char reply[] =
        REPLY("null", ",\"by_programme\":{\"KOBS\":1200},\"by_purpose\":{\"unspecified\":7},"
                      "\"by_size\":{\"unknown\":null},\"published_below\":5,"
                      "\"labels\":{\"programmes\":{\"KOBS\":{\"ja\":\"支援センター\"}}}");
    struct paper paper;
    struct mus_json *json = parsed(reply);
    begin(&paper, false);
    mus_render_indicator(&paper.page, json);
    mus_json_free(json);
    assert_non_null(strstr(paper.out.data, "\n事業別\n  KOBS                    支援センター  "));
    assert_non_null(
        strstr(paper.out.data,
               "  1,200\n\n目的別\n  unspecified             目的の区分なし（アンケート報告） "));
    assert_non_null(strstr(paper.out.data, "  不明  "));
    assert_non_null(
        strstr(paper.out.data, "–\n（–：5 件未満の数と、それが逆算できる数は示しません）\n"));
    mus_buf_done(&paper.out);
}

static void what_was_left_out_is_told_with_the_reason(void **state)
{
    (void)state;
    static const char reply[] =
        REPLY("null", ",\"suppressed\":["
                      "{\"entry\":12,\"count\":1,\"because\":\"duplicate\",\"same_as\":5},"
                      "{\"entry\":14,\"count\":30,\"because\":\"unconfirmed\",\"same_as\":null}],"
                      "\"funnel\":{\"suggested\":30,\"introduced\":20,\"declined\":4},"
                      "\"other_figures\":[{\"indicator\":\"fair\",\"fiscal_year\":2025,\"figure\":"
                      "\"published\",\"value\":805,\"source\":\"報告書\",\"entry\":9}]");
    struct paper paper;
    struct mus_json *json = parsed(reply);
    begin(&paper, true);
    mus_render_indicator(&paper.page, json);
    mus_json_free(json);
    assert_non_null(strstr(paper.out.data, "  entry 12         1  duplicate of entry 5\n"
                                           "  entry 14        30  not confirmed by a second "
                                           "person\n"));
    assert_non_null(
        strstr(paper.out.data, "  suggested 30  introduced 20  accepted 0  meeting held 0"));
    assert_non_null(strstr(paper.out.data, "\n  declined 4  withdrawn 0"));
    assert_non_null(strstr(paper.out.data, "figures of other indicators (not added)\n"
                                           "  FY2025 published      805  fair  報告書\n"));
    mus_buf_done(&paper.out);
}

static void documents_are_shown_as_they_are(void **state)
{
    (void)state;
    expect_shown(mus_render_yearly, "{\"format\":\"html\",\"content\":\"<p>あ</p>\\n\"}",
                 "<p>あ</p>\n", "<p>あ</p>\n");
    expect_shown(mus_render_indicator, "{\"format\":\"csv\",\"output\":\"a.csv\",\"bytes\":12}",
                 "書き出しました：a.csv（12 バイト）\n", "written: a.csv (12 bytes)\n");
    expect_shown(mus_render_indicator, "{\"format\":\"json\",\"total\":3}",
                 "{\n  \"format\": \"json\",\n  \"total\": 3\n}\n",
                 "{\n  \"format\": \"json\",\n  \"total\": 3\n}\n");
}

static void two_rule_sets_stand_side_by_side(void **state)
{
    (void)state;
    static const char reply[] =
        "{\"fiscal_year\":2025,\"indicator\":\"city-matches\",\"as_of\":\"2026-03-31\","
        "\"ledger\":{\"size\":20,\"root\":\"q1w2\"},"
        "\"a\":{\"rule_set\":\"x\",\"rule_set_entry\":0,\"rule_set_title\":{\"ja\":\"甲\","
        "\"en\":\"X\"},\"total\":9,\"named\":2,\"reported\":7},"
        "\"b\":{\"rule_set\":\"y\",\"rule_set_entry\":1,\"rule_set_title\":{\"ja\":\"乙\","
        "\"en\":\"Y\"},\"total\":1,\"named\":1,\"reported\":0},"
        "\"rules\":[\"named[0].confirmed: false → true\"],"
        "\"entries\":[{\"entry\":4,\"kind\":\"named\",\"date\":\"2025-05-01\",\"programme\":"
        "\"KOBS\",\"a\":{\"count\":1,\"because\":[]},\"b\":{\"count\":0,\"because\":[{\"reason\":"
        "\"unconfirmed\",\"same_as\":null}]}},"
        "{\"entry\":6,\"kind\":\"reported\",\"date\":\"2025-11-14\",\"programme\":\"FAIR\",\"a\":"
        "{\"count\":7,\"because\":[{\"reason\":\"reduced_by_named\",\"same_as\":5}]},\"b\":"
        "{\"count\":0,\"because\":[{\"reason\":\"programme\",\"same_as\":null}]}}]}";
    expect_shown(mus_render_compare, reply,
                 "2025年度 city-matches（2026-03-31 現在）\n"
                 "a: 9 件　規則 x「甲」（記録 0）\n  個別記録 2　アンケート報告 7\n"
                 "b: 1 件　規則 y「乙」（記録 1）\n  個別記録 1　アンケート報告 0\n"
                 "\n規則の違い\n  named[0].confirmed: false → true\n"
                 "\n数え方が異なる記録\n"
                 "  記録 4      2025-05-01 KOBS  a 1  b 0 第二の人の確認がない\n"
                 "  記録 6      2025-11-14 FAIR  a 7 個別記録と重なる（記録 5）  b 0 "
                 "規則がこの事業を数えない\n"
                 "台帳 20 件　ルートハッシュ q1w2\n",
                 "FY2025, city-matches (as of 2026-03-31)\n"
                 "a: 9, rule set x, \"X\" (entry 0)\n  named pairs 2, reported 7\n"
                 "b: 1, rule set y, \"Y\" (entry 1)\n  named pairs 1, reported 0\n"
                 "\nhow the rules differ\n  named[0].confirmed: false → true\n"
                 "\nentries that are not counted alike\n"
                 "  entry 4      2025-05-01 KOBS  a 1  b 0 not confirmed by a second person\n"
                 "  entry 6      2025-11-14 FAIR  a 7 also named in entry 5  b 0 the rules do not "
                 "count this programme\n"
                 "ledger: 20 entries, root q1w2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_and_what_is_missing_to_the_target),
        cmocka_unit_test(a_target_that_is_met_and_a_year_that_is_over),
        cmocka_unit_test(no_target_and_nothing_to_project_from),
        cmocka_unit_test(months_are_a_table_with_bars_and_hide_what_is_hidden),
        cmocka_unit_test(breakdowns_have_labels),
        cmocka_unit_test(what_was_left_out_is_told_with_the_reason),
        cmocka_unit_test(documents_are_shown_as_they_are),
        cmocka_unit_test(two_rule_sets_stand_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
