#include "page_fixture.h"

#include "cli/render.h"
#include "command/command.h"

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

static void every_command_but_an_export_has_a_face(void **state)
{
    (void)state;
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        bool export = strcmp(command->name, "company export") == 0;
        assert_int_equal(mus_render_of(command->name) == NULL, export);
    }
    assert_null(mus_render_of("nonsense"));
}

/* Every face must stand a reply that has nothing, or other things than it expects. */
static void a_reply_without_its_keys_is_shown_somehow(void **state)
{
    (void)state;
    static const char *const replies[] = {
        "{}",
        "[]",
        "null",
        "{\"results\":[{}],\"vetoed\":[{}],\"company\":{},\"sides\":[{}]}",
        "{\"results\":[{\"sides\":[{\"parts\":[{}],\"listings\":{}}],\"advice\":[{}]}]}",
        "{\"company\":{\"listings\":[{}],\"contacts\":[{}]},\"derived\":{},\"contacts\":\"shown\"}",
        "{\"errors\":[{}],\"warnings\":[{}],\"kept\":[{}],\"lost_codes\":[{}],\"members\":[{}]}"};
    const struct mus_command *command;
    for (size_t i = 0; (command = mus_command_at(i)) != NULL; i++) {
        for (size_t r = 0; r < sizeof replies / sizeof replies[0]; r++) {
            mus_render *render = mus_render_of(command->name);
            struct paper paper;
            struct mus_json *reply = parsed(replies[r]);
            begin(&paper, false);
            if (render != NULL) {
                render(&paper.page, reply);
            }
            assert_false(paper.out.failed);
            mus_json_free(reply);
            mus_buf_done(&paper.out);
        }
    }
}

static void a_store_that_was_made(void **state)
{
    (void)state;
    expect_shown(mus_render_init, "{\"store\":\"s\",\"key_file\":\"k\",\"tables\":24}",
                 "ストアを作りました：s（参照表 24）\n"
                 "連絡先を封じる鍵 k は、ストアとは別の場所に控えてください\n",
                 "A store was made: s (24 tables)\n"
                 "Keep a copy of the key that seals contacts, k, apart from the store\n");
}

static void a_check_that_found_nothing(void **state)
{
    (void)state;
    expect_shown(mus_render_check,
                 "{\"ok\":true,\"contacts_checked\":true,\"checked\":{\"companies\":1234},"
                 "\"findings\":[]}",
                 "異常なし（企業 1,234社）\n", "sound (1,234 companies)\n");
    expect_shown(mus_render_check,
                 "{\"ok\":true,\"contacts_checked\":true,\"checked\":{\"companies\":2,"
                 "\"entries\":1000,\"cases\":3,\"events\":0,\"participants\":0,\"meetings\":0},"
                 "\"findings\":[]}",
                 "異常なし（企業 2社、支援案件 3件、台帳の記録 1,000件）\n",
                 "sound (2 companies, 3 cases, 1,000 ledger entries)\n");
}

static void a_check_that_found_something(void **state)
{
    (void)state;
    expect_shown(mus_render_check,
                 "{\"ok\":false,\"errors\":1,\"contacts_checked\":false,\"findings\":["
                 "{\"kind\":\"error\",\"message\":\"company \\\"a\\\": torn\"},"
                 "{\"kind\":\"warning\",\"message\":\"a key that nothing needs\"}]}",
                 "誤り: company \"a\": torn\n注意: a key that nothing needs\n異常 1 件\n"
                 "鍵がないため、連絡先は確かめていません\n",
                 "error: company \"a\": torn\nwarning: a key that nothing needs\n1 errors\n"
                 "contacts were not checked: the key is not there\n");
}

static void what_was_put(void **state)
{
    (void)state;
    expect_shown(mus_render_put,
                 "{\"company\":\"c\",\"added\":true,\"changed\":[\"city\",\"ward\"]}",
                 "c を加えました：city、ward\n", "c was added: city, ward\n");
    expect_shown(mus_render_put, "{\"company\":\"c\",\"added\":false,\"changed\":[\"city\"]}",
                 "c を直しました：city\n", "c was changed: city\n");
    expect_shown(mus_render_put, "{\"company\":\"c\",\"added\":false,\"changed\":[]}",
                 "c に変わりはありません\n", "c: nothing changed\n");
}

static void what_was_erased_and_merged(void **state)
{
    (void)state;
    expect_shown(mus_render_erase, "{\"company\":\"c\",\"erased\":1}",
                 "c を消しました（鍵も破棄しました）\n", "c was erased, and its key destroyed\n");
    expect_shown(mus_render_merge,
                 "{\"merge\":3,\"survivor\":\"a\",\"merged\":\"b\",\"undone\":false}",
                 "b を a にまとめました（取り消すには: musubi company unmerge 3）\n",
                 "b was merged into a (to take it back: musubi company unmerge 3)\n");
    expect_shown(mus_render_merge, "{\"merge\":3,\"undone\":true}", "統合 3 を取り消しました\n",
                 "merge 3 was taken back\n");
}

static void a_company_in_a_line(void **state)
{
    (void)state;
    expect_shown(
        mus_render_summary,
        "{\"id\":\"c-1\",\"name\":{\"ja\":\"川崎環境\",\"en\":\"Kawasaki\"},"
        "\"country_name\":{\"ja\":\"日本\",\"en\":\"Japan\"},\"city\":\"川崎市\"}",
        "c-1               川崎環境                                   日本               川崎市\n",
        "c-1               Kawasaki                                   Japan              川崎市\n");
}

static void a_pair_that_is_probably_one(void **state)
{
    (void)state;
    expect_shown(
        mus_render_duplicate,
        "{\"a\":{\"id\":\"a\",\"name\":{\"ja\":\"一\"}},\"b\":{\"id\":\"b\",\"name\":{\"ja\":"
        "\"二\"}},"
        "\"likelihood\":\"probable\",\"reasons\":[\"name\",\"phone\",\"other_legal_form\"]}",
        "おそらく同じ：名前が同じ、電話が同じ、法人格の種類や位置が違う\n"
        "    a                 一                                         —\n"
        "    b                 二                                         —\n",
        "probably one: same name, same phone, different legal forms\n"
        "    a                 一                                         —\n"
        "    b                 二                                         —\n");
}

static void an_import_tells_its_counts_and_what_was_wrong(void **state)
{
    (void)state;
    expect_shown(
        mus_render_import,
        "{\"rows\":1500,\"taken\":1498,\"rejected\":1,\"superseded\":1,\"added\":1400,\"changed\":"
        "90,"
        "\"unchanged\":8,\"dry_run\":true,\"errors\":[{\"message\":\"row 3, column B: no\"}],"
        "\"warnings\":[],\"kept\":[{\"company\":\"c-1\",\"fields\":[\"city\",\"ward\"]}],"
        "\"rejected_file\":\"x.rejected.csv\"}",
        "【試行】何も変えていません\n"
        "  読んだ行                 1,500\n  取り込んだ行             1,498\n"
        "    新規                   1,400\n    変更                      90\n"
        "    変更なし                   8\n  後の行が優先                 1\n"
        "  誤りのある行                 1\n誤り\n  row 3, column B: no\n"
        "人が直した項目は残しました（--overwrite で上書き）\n  c-1: city ward\n"
        "誤りのある行は x.rejected.csv に書きました。直してもう一度取り込めます\n",
        "[dry run] nothing was changed\n"
        "  rows read                1,500\n  taken                    1,498\n"
        "    added                  1,400\n    changed                   90\n"
        "    unchanged                  8\n  superseded                   1\n"
        "  rejected                     1\nErrors\n  row 3, column B: no\n"
        "What a person had edited was kept (--overwrite replaces it)\n  c-1: city ward\n"
        "The bad rows are in x.rejected.csv: mend them there and import it again\n");
}

static void tables_and_their_rows(void **state)
{
    (void)state;
    expect_shown(mus_render_table_list,
                 "{\"table\":\"jsic\",\"version\":\"14\",\"current\":true,\"rows\":1190,"
                 "\"title\":{\"ja\":\"産業分類\",\"en\":\"Industries\"}}",
                 "jsic                14            *   1,190  産業分類\n",
                 "jsic                14            *   1,190  Industries\n");
    expect_shown(mus_render_table_row,
                 "{\"code\":\"EU\",\"parent\":\"X\",\"ja\":\"欧州連合\",\"en\":\"European Union\","
                 "\"members\":[{\"code\":\"FR\",\"from\":\"1958-01-01\"},{\"code\":\"GB\","
                 "\"from\":\"1973-01-01\",\"to\":\"2020-01-31\"},{\"code\":\"TH\"}]}",
                 "EU                      X       欧州連合  European Union\n"
                 "    FR  1958-01-01 –\n    GB  1973-01-01 – 2020-01-31\n    TH\n",
                 "EU                      X       欧州連合  European Union\n"
                 "    FR  1958-01-01 –\n    GB  1973-01-01 – 2020-01-31\n    TH\n");
    expect_shown(
        mus_render_table_import,
        "{\"table\":\"own\",\"version\":\"2\",\"rows\":3,\"previous\":null,\"dry_run\":false,"
        "\"lost_codes\":[{\"code\":\"x\",\"companies_count\":25,\"companies\":[\"a\",\"b\"]}]}",
        "own 2 版：3 行（前の版 なし）\n"
        "  新しい版にないコード x を使う企業 25 社：a, b\n",
        "table own, version 2: 3 rows (before: none)\n"
        "  code x is not in the new version; companies that use it: 25: a, b\n");
}

#define RESULT(more)                                                                               \
    "{\"rank\":1,\"company\":\"c-2\",\"name\":{\"ja\":\"二\",\"en\":\"Two\"},"                    \
    "\"country_name\":{\"ja\":\"日本\",\"en\":\"Japan\"},\"score\":734000" more "}"
#define REPLY(more)                                                                                \
    "{\"query\":\"c-1\",\"company\":\"c-1\",\"name\":{\"ja\":\"一\",\"en\":\"One\"},"             \
    "\"weights\":\"0123456789abcdef\",\"today\":\"2026-11-23\",\"considered\":1200,"               \
    "\"filtered\":0,\"unknown_excluded\":3,\"vetoed_count\":1," more "}"

static void a_ranked_list(void **state)
{
    (void)state;
    expect_shown(mus_render_match, REPLY("\"results\":[" RESULT("") "]"),
                 "一（c-1）に紹介する企業\n"
                 "基準日 2026-11-23 ・ 重み 0123456789ab ・ 全 1,200社、条件の項目が不明 3社、"
                 "紹介できない 1社\n\n"
                 "  1.  73.4点  二                                      日本                c-2\n",
                 "Whom to introduce to One (c-1)\n"
                 "as of 2026-11-23, weights 0123456789ab, 1,200 companies, 3 lack a value the "
                 "filters ask for, 1 must not be introduced\n\n"
                 "  1.  73.4  Two                                     Japan               c-2\n");
}

static void a_list_of_nobody_and_of_those_who_must_not(void **state)
{
    (void)state;
    expect_shown(mus_render_match,
                 REPLY("\"results\":[],\"vetoed\":[{\"company\":\"c-3\",\"name\":{\"ja\":\"三\"},"
                       "\"reason\":\"closed\",\"label\":{\"ja\":\"廃業\",\"en\":\"is closed\"}}]"),
                 "一（c-1）に紹介する企業\n"
                 "基準日 2026-11-23 ・ 重み 0123456789ab ・ 全 1,200社、条件の項目が不明 3社、"
                 "紹介できない 1社\n\n該当する企業はありません\n\n紹介できない企業\n"
                 "  三                                        廃業\n",
                 "Whom to introduce to One (c-1)\n"
                 "as of 2026-11-23, weights 0123456789ab, 1,200 companies, 3 lack a value the "
                 "filters ask for, 1 must not be introduced\n\nNo company fits\n\n"
                 "Not to be introduced\n"
                 "  三                                        is closed\n");
}

static void a_reason(void **state)
{
    (void)state;
    static const char reply[] =
        "{\"a\":{\"name\":{\"ja\":\"一\",\"en\":\"One\"}},\"b\":{\"name\":{\"ja\":\"二\"}},"
        "\"score\":734000,\"sides\":[{\"from\":null,\"to\":\"c-2\",\"fit\":734000,\"listings\":{"
        "\"from\":{\"id\":\"need\",\"title\":{}},\"to\":null},\"parts\":[{\"name\":\"purpose\","
        "\"label\":{\"ja\":\"目的\",\"en\":\"Purpose\"},\"weight\":200000,\"value\":500000,"
        "\"contribution\":100000,\"unknown\":false,\"evidence\":[{\"kind\":\"x\",\"matched\":true,"
        "\"text\":{\"ja\":\"あ\",\"en\":\"a\"}},{\"kind\":\"y\",\"matched\":false,\"text\":{\"ja\":"
        "\"い\",\"en\":\"b\"}}]},{\"name\":\"stage\",\"label\":{\"ja\":\"段階\",\"en\":\"Stage\"},"
        "\"weight\":20000,\"value\":600000,\"contribution\":12000,\"unknown\":true,"
        "\"evidence\":[]}]}],\"advice\":[{\"company\":\"c-2\",\"name\":{\"ja\":\"二\"},\"about\":"
        "\"stage\",\"gain\":8000,"
        "\"text\":{\"ja\":\"段階を登録\",\"en\":\"state the stage\"}}],"
        "\"veto\":{\"reason\":\"closed\",\"label\":{\"ja\":\"廃業\",\"en\":\"is closed\"}}}";
    expect_shown(mus_render_explain, reply,
                 "一 と 二： 73.4点\n紹介できません：廃業\n"
                 "      こちらから見て 73.4点： このニーズ → 企業全体\n"
                 "        目的                       10.0/20.0  あ、い（合わない）\n"
                 "        不明（中立の値）             1.2/2.0  段階\n"
                 "      評価を上げるには：段階を登録（二、最大 +0.8）\n",
                 "One and 二: 73.4\nThey must not be introduced: the other is closed\n"
                 "      seen from here 73.4: this need → the company as a whole\n"
                 "        Purpose                    10.0/20.0  a; b (no match)\n"
                 "        unknown (neutral)            1.2/2.0  Stage\n"
                 "      to raise the score: state the stage (二, up to +0.8)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_but_an_export_has_a_face),
        cmocka_unit_test(a_reply_without_its_keys_is_shown_somehow),
        cmocka_unit_test(a_store_that_was_made),
        cmocka_unit_test(a_check_that_found_nothing),
        cmocka_unit_test(a_check_that_found_something),
        cmocka_unit_test(what_was_put),
        cmocka_unit_test(what_was_erased_and_merged),
        cmocka_unit_test(a_company_in_a_line),
        cmocka_unit_test(a_pair_that_is_probably_one),
        cmocka_unit_test(an_import_tells_its_counts_and_what_was_wrong),
        cmocka_unit_test(tables_and_their_rows),
        cmocka_unit_test(a_ranked_list),
        cmocka_unit_test(a_list_of_nobody_and_of_those_who_must_not),
        cmocka_unit_test(a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
