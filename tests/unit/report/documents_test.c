#include "report/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "codec/csv.h"
#include "codec/xlsx.h"
#include "codec/xlsx_write.h"
#include "crypto/encode.h"

#include "sample.h"
#include "xml_check.h"

enum document { PAGE, YEARLY, TABLE, WORKBOOK, DOCUMENTS };

static enum mus_status make(const struct sample *sample, enum document document,
                            struct mus_buf *out, struct mus_error *err)
{
    const struct mus_indicator *indicator = &sample->indicator;
    const struct mus_report_context *context = &sample->context;
    switch (document) {
    case TABLE:
        return mus_report_csv(indicator, context, out, err);
    case WORKBOOK:
        return mus_report_xlsx(indicator, context, out, err);
    case PAGE:
    case YEARLY:
    case DOCUMENTS:
        break;
    }
    return mus_report_html(indicator, context, document == YEARLY, out, err);
}

static void must_make(const struct sample *sample, enum document document, struct mus_buf *out)
{
    struct mus_error err = {0};
    if (make(sample, document, out, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

/* All cells of all sheets, or the bytes of the others. */
static void read_back(struct mus_text file, struct mus_text sheet, struct mus_buf *out)
{
    const struct mus_xlsx_options options = {.sheet = sheet};
    struct mus_xlsx *xlsx = NULL;
    bool more = true;
    assert_int_equal(mus_xlsx_open_bytes(file, &options, &xlsx, NULL), MUS_OK);
    while (mus_xlsx_next(xlsx, &more, NULL) == MUS_OK && more) {
        const struct mus_row *row = mus_xlsx_row(xlsx);
        for (size_t i = 0; i < row->count; i++) {
            mus_buf_add_byte(out, '|');
            mus_buf_add_text(out, row->cells[i]);
        }
        mus_buf_add_z(out, "|\n");
    }
    mus_xlsx_close(xlsx);
}

static void assert_has(struct mus_text text, const char *part)
{
    if (strstr(text.ptr, part) == NULL) {
        fail_msg("\"%s\" is not there", part);
    }
}

static void assert_lacks(struct mus_text text, const char *part)
{
    if (strstr(text.ptr, part) != NULL) {
        fail_msg("\"%s\" is there", part);
    }
}

/* A note that is well written and says that the ledger has this size; nothing checks who signed. */
static void give_checkpoint(struct sample *sample, uint64_t size, struct mus_buf *note)
{
    static const unsigned char signature[68] = {1, 2, 3, 4, 5};
    struct mus_checkpoint checkpoint = {MUS_TEXT("example.org/log"), size,
                                        sample->indicator.ledger_root, MUS_TEXT("")};
    mus_checkpoint_write(&checkpoint, note);
    mus_buf_add_z(note, "\n— example.org/log ");
    mus_base64_write(note, signature, sizeof signature);
    mus_buf_add_z(note, "\n");
    sample->context.checkpoint = mus_buf_text(note);
    sample->context.key = MUS_TEXT("example.org/log+00000000+AQ==");
}

/* ------------------------------------------------------------------ pages */

static void pages_are_well_formed_whatever_the_year_holds(void **state)
{
    (void)state;
    for (unsigned how = 0; how < 32; how++) {
        struct sample *sample = sample_new((how & 1) != 0);
        struct mus_buf note = {0};
        struct mus_buf out = {0};
        sample->context.language = (how & 2) != 0 ? MUS_REPORT_EN : MUS_REPORT_JA;
        if ((how & 4) != 0) {
            sample_hide(sample);
        }
        if ((how & 8) != 0) {
            sample_in_december(sample);
            give_checkpoint(sample, 1204, &note);
        }
        must_make(sample, (how & 16) != 0 ? YEARLY : PAGE, &out);
        assert_well_formed(mus_buf_text(&out));
        assert_lacks(mus_buf_text(&out), "<script");
        assert_lacks(mus_buf_text(&out), "src=");
        assert_lacks(mus_buf_text(&out), "href=");
        assert_lacks(mus_buf_text(&out), "@import");
        mus_buf_done(&out);
        mus_buf_done(&note);
        sample_free(sample);
    }
}

static void an_empty_year_has_its_documents_too(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_indicator *indicator = &sample->indicator;
    indicator->count = (struct mus_count){.rules = &sample->rules};
    indicator->has_target = false;
    indicator->projection = (struct mus_projection){0};
    indicator->figure_count = indicator->other_count = 0;
    memset(indicator->funnel, 0, sizeof indicator->funnel);
    for (size_t which = 0; which < MUS_BY_COUNT; which++) {
        indicator->by[which].count = which == MUS_BY_MONTH ? 12 : 0;
    }
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        indicator->months[i].count = indicator->months[i].cumulative = 0;
    }
    for (int document = PAGE; document < DOCUMENTS; document++) {
        struct mus_buf out = {0};
        must_make(sample, (enum document)document, &out);
        if (document <= YEARLY) {
            assert_well_formed(mus_buf_text(&out));
            assert_has(mus_buf_text(&out), "台帳に定めがありません");
        }
        mus_buf_done(&out);
    }
    sample_free(sample);
}

static void the_yearly_document_says_what_it_must(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_buf note = {0};
    struct mus_buf out = {0};
    sample->context.publisher = MUS_TEXT("川崎市");
    give_checkpoint(sample, 1204, &note);
    must_make(sample, YEARLY, &out);
    struct mus_text page = mus_buf_text(&out);
    static const char *const parts[] = {
        "<html lang=\"ja\"", "川崎市", "2025年度（令和7年度）実績",
        "令和8年4月30日までに記録された", ">783<", "800件", "97.9%", "目標に17件届かず", "個別記録",
        "412件", "アンケート報告", "371件",
        /* charts, breakdowns, stages */
        "4月からの累計", "<desc", "年度別の件数と目標", "川崎国際環境技術展", "ベトナム",
        "小規模企業者", "目的の区分なし（アンケート報告）", "フォローアップ", "1,320",
        /* definition */
        "標準の数え方（standard-2026）", "すべての事業において、", "成立または初回受注", "出展者",
        "記録した者とは別の者による確認を要します", "二重計上の防止", "試験用の定義です。",
        /* figures of others */
        "この報告の件数と合算してはなりません", "805", "川崎国際環境技術展 実施報告",
        /* annexes */
        "記録112", "同じものが先に記録されている（重複）", "記録87", "取り消された", "記録512",
        "1,204件", "<span>0b30557a</span><span>9fc4e90e</span>", "QRコード", "example.org/log",
        "musubi-verify ledger --key 'example.org/log+00000000+AQ=='", "--count 2025",
        "--rule-set standard-2026", "--as-of 2026-04-30", "--since"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        assert_has(page, parts[i]);
    }
    mus_buf_done(&out);
    mus_buf_done(&note);
    sample_free(sample);
}

static void the_english_document_is_in_english(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_buf out = {0};
    sample->context.language = MUS_REPORT_EN;
    sample_in_december(sample);
    must_make(sample, YEARLY, &out);
    static const char *const parts[] = {"<html lang=\"en\"",
                                        "Business matches concluded",
                                        "FY2025, year in progress",
                                        "recorded by 10 December 2025",
                                        "208 to go to the target",
                                        "712–829",
                                        "Kawasaki International",
                                        "must not be added",
                                        "entry 112",
                                        "awaits confirmation",
                                        "--key 'VKEY'",
                                        "No signed checkpoint"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        assert_has(mus_buf_text(&out), parts[i]);
    }
    assert_lacks(mus_buf_text(&out), "件");
    mus_buf_done(&out);
    sample_free(sample);
}

static void a_target_that_is_reached_is_said_to_be(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_buf out = {0};
    sample->indicator.target = 783;
    must_make(sample, PAGE, &out);
    assert_has(mus_buf_text(&out), "目標を達成（0件上回る）");
    mus_buf_clear(&out);
    sample_in_december(sample);
    sample->indicator.target = 500;
    must_make(sample, PAGE, &out);
    assert_has(mus_buf_text(&out), "目標をすでに達成");
    mus_buf_done(&out);
    sample_free(sample);
}

static void what_was_published_before_is_told_beside_the_count(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_buf out = {0};
    must_make(sample, PAGE, &out);
    assert_lacks(mus_buf_text(&out), "公表済みの値");
    mus_buf_clear(&out);
    sample->figures[3].kind = MUS_LEDGER_PUBLISHED;
    sample->figures[3].value = 779;
    must_make(sample, PAGE, &out);
    assert_has(mus_buf_text(&out), "<dt>公表済みの値</dt><dd>779件</dd>");
    mus_buf_done(&out);
    sample_free(sample);
}

static void labels_are_never_markup(void **state)
{
    (void)state;
    static const char evil[] =
        "{\"format\":\"musubi-table/"
        "1\",\"table\":\"programmes\",\"version\":\"1\",\"title\":{\"ja\":"
        "\"t\"},\"source\":\"s\",\"rows\":[{\"code\":\"KOBS\",\"ja\":\"</td><script>alert(1)</"
        "script>"
        "&lt;\"},{\"code\":\"FAIR\",\"ja\":\"=HYPERLINK(1)\"},{\"code\":\"MISSION\",\"ja\":"
        "\"x\\u202e\\u0085\"}]}";
    struct sample *sample = sample_new(false);
    assert_int_equal(
        mus_table_read_json(mus_text_of(evil), &sample->arena, &sample->items[0], NULL), MUS_OK);
    sample->tables.count = 1;
    sample->context.publisher = MUS_TEXT("\"><script>x</script>\xFF\x01");
    sample->context.key = MUS_TEXT("a'b<script>");
    sample->figures[0].source = MUS_TEXT("</table><script>");
    struct mus_buf out = {0};
    must_make(sample, YEARLY, &out);
    assert_well_formed(mus_buf_text(&out));
    assert_lacks(mus_buf_text(&out), "<script");
    assert_has(mus_buf_text(&out), "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;");
    assert_has(mus_buf_text(&out), "--key 'a'\\''b&lt;script&gt;'");
    mus_buf_clear(&out);
    must_make(sample, TABLE, &out);
    assert_has(mus_buf_text(&out), ",'=HYPERLINK(1),");
    mus_buf_done(&out);
    sample_free(sample);
}

/* ------------------------------------------------------------------ checkpoint */

static void a_checkpoint_with_another_root_is_refused(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_buf note = {0};
    struct mus_buf out = {0};
    struct mus_error err = {0};
    give_checkpoint(sample, 1204, &note);
    sample->indicator.ledger_root.bytes[31] ^= 1;
    assert_int_equal(make(sample, YEARLY, &out, &err), MUS_CORRUPT);
    assert_string_equal(err.message,
                        "checkpoint: at 1204 entries it has another root than the report");
    sample->context.checkpoint = MUS_TEXT("example.org/log\n1204\n");
    assert_int_equal(make(sample, YEARLY, &out, &err), MUS_INVALID);
    assert_memory_equal(err.message, "checkpoint: ", 12);
    mus_buf_done(&out);
    mus_buf_done(&note);
    sample_free(sample);
}

static void a_checkpoint_of_another_size_is_told_apart(void **state)
{
    (void)state;
    struct sample *sample = sample_new(false);
    struct mus_buf note = {0};
    struct mus_buf out = {0};
    give_checkpoint(sample, 1300, &note);
    sample->indicator.ledger_root.bytes[0] ^= 1;
    must_make(sample, YEARLY, &out);
    assert_has(mus_buf_text(&out),
               "先頭1,300件に署名したものです。この報告は先頭1,204件によります。");
    mus_buf_done(&out);
    mus_buf_done(&note);
    sample_free(sample);
}

/* ------------------------------------------------------------------ what is hidden */

/* All documents in both languages, one behind the other. */
static void make_all(struct sample *sample, struct mus_buf *out)
{
    for (int language = MUS_REPORT_JA; language <= MUS_REPORT_EN; language++) {
        sample->context.language = (enum mus_report_language)language;
        for (int document = PAGE; document < DOCUMENTS; document++) {
            must_make(sample, (enum document)document, out);
        }
    }
}

static void assert_same_bytes(struct mus_buf *a, struct mus_buf *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->data, b->data, a->len);
    mus_buf_done(a);
    mus_buf_done(b);
}

static void what_is_hidden_changes_no_byte_of_any_document(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_buf before = {0};
    struct mus_buf after = {0};
    sample_hide(sample);
    make_all(sample, &before);
    for (size_t which = 0; which < MUS_BY_COUNT; which++) {
        for (size_t i = 0; i < sample->indicator.by[which].count; i++) {
            struct mus_report_cell *cell = &sample->cells[which][i];
            cell->count = cell->hidden ? 7654321 - i : cell->count;
        }
    }
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        struct mus_report_month *month = &sample->indicator.months[i];
        month->count = month->hidden ? 7654321 : month->count;
        month->cumulative = month->cumulative_hidden ? 7654321 : month->cumulative;
    }
    make_all(sample, &after);
    assert_same_bytes(&before, &after);
    sample_free(sample);
}

static void dashes_come_with_their_reason(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_buf out = {0};
    must_make(sample, YEARLY, &out);
    assert_lacks(mus_buf_text(&out), "<td class=\"n\">–</td>");
    assert_lacks(mus_buf_text(&out), "公表していない");
    mus_buf_clear(&out);
    sample_hide(sample);
    must_make(sample, YEARLY, &out);
    assert_has(mus_buf_text(&out), "<td class=\"n\">–</td>");
    assert_has(mus_buf_text(&out), "「–」は、5件未満の件数、またはそこから逆算できる件数");
    mus_buf_clear(&out);
    must_make(sample, TABLE, &out);
    assert_has(mus_buf_text(&out), "by_programme,ACADEMIA,産学連携,–,");
    mus_buf_done(&out);
    sample_free(sample);
}

static void the_same_indicator_gives_the_same_bytes(void **state)
{
    (void)state;
    struct mus_buf outs[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        struct sample *sample = sample_new(true);
        make_all(sample, &outs[i]);
        sample_free(sample);
    }
    assert_same_bytes(&outs[0], &outs[1]);
}

/* ------------------------------------------------------------------ table, workbook */

static void the_table_is_tidy_and_adds_up(void **state)
{
    (void)state;
    static const char *const sections[] = {"by_programme", "by_month", "by_purpose", "by_country",
                                           "by_size"};
    struct sample *sample = sample_new(true);
    struct mus_buf out = {0};
    must_make(sample, TABLE, &out);
    struct mus_byte_source source;
    struct mus_csv *csv = NULL;
    bool more = true;
    long sums[5] = {0};
    assert_int_equal(mus_byte_source_of_bytes(mus_buf_text(&out), &source, NULL), MUS_OK);
    assert_int_equal(mus_csv_open(source, NULL, &csv, NULL), MUS_OK);
    while (mus_csv_next(csv, &more, NULL) == MUS_OK && more) {
        const struct mus_row *row = mus_csv_row(csv);
        assert_int_equal(row->count, 5);
        for (size_t i = 0; i < 5; i++) {
            if (mus_text_equals(row->cells[0], sections[i])) {
                sums[i] += strtol(row->cells[3].ptr, NULL, 10);
            }
        }
    }
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(sums[i], 783);
    }
    mus_csv_close(csv);
    static const char *const rows[] = {
        "\xEF\xBB\xBFsection,key,label,count,note\r\n",
        "summary,total,件数,783,\r\n",
        "summary,rule_set,定義,,standard-2026\r\n",
        "by_month,2025-04,2025年4月,31,\r\n",
        "cumulative,2025-05,2025年5月,59,\r\n",
        "needed,2026-03,2026年3月,800,\r\n",
        "by_country,VN,ベトナム,88,\r\n",
        "funnel,concluded,成立,409,\r\n",
        "published,2014,2014年度（平成26年度）,581,かわさき産業振興プラン",
        "other_published,fair-reported,fair-reported,805,",
        "suppressed,112,同じものが先に記録されている（重複）,1,duplicate 87\r\n",
        "suppressed,512,",
        ",3,unconfirmed\r\n",
        "ledger,size,台帳の記録数,1204,\r\n",
        "ledger,root_hex,ルートハッシュ（16進）,,0b30557a9fc4e90e"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_has(mus_buf_text(&out), rows[i]);
    }
    mus_buf_done(&out);
    sample_free(sample);
}

static void the_workbook_holds_all_sheets(void **state)
{
    (void)state;
    static const struct {
        struct mus_text sheet;
        const char *part;
    } rows[] = {
        {{"概要", 6}, "|件数|783|\n"},
        {{"概要", 6}, "|基準日|2026-04-30|\n"},
        {{"月別", 6}, "|2026年3月|74|783|800|\n"},
        {{"内訳", 6}, "|事業別|FAIR|川崎国際環境技術展|402|\n"},
        {{"公表値と目標", 18},
         "|2014年度（平成26年度）|市が支援したビジネスマッチングの年間成立件数|公表値|581|"},
        {{"公表値と目標", 18},
         "|次の数値は別の指標のもので、この報告の件数と合算してはなりません。|"},
        {{"数えなかった記録", 24}, "|388|2|個別記録として数えている（差引き）|301|\n"},
        {{"定義", 6}, "|備考|試験用の定義です。|\n"},
    };
    struct sample *sample = sample_new(true);
    struct mus_buf out = {0};
    must_make(sample, WORKBOOK, &out);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_buf cells = {0};
        read_back(mus_buf_text(&out), rows[i].sheet, &cells);
        assert_has(mus_buf_text(&cells), rows[i].part);
        mus_buf_done(&cells);
    }
    mus_buf_done(&out);
    sample_free(sample);
}

/* ------------------------------------------------------------------ memory */

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct sample *sample = sample_new(true);
    struct mus_buf note = {0};
    sample_hide(sample);
    sample_in_december(sample);
    give_checkpoint(sample, 1204, &note);
    for (int document = PAGE; document < DOCUMENTS; document++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_buf out = {0};
            struct mus_error err = {0};
            mus_mem_fail_at(n, false);
            status = make(sample, (enum document)document, &out, &err);
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
            mus_buf_done(&out);
        }
    }
    mus_buf_done(&note);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_well_formed_whatever_the_year_holds),
        cmocka_unit_test(an_empty_year_has_its_documents_too),
        cmocka_unit_test(the_yearly_document_says_what_it_must),
        cmocka_unit_test(the_english_document_is_in_english),
        cmocka_unit_test(a_target_that_is_reached_is_said_to_be),
        cmocka_unit_test(what_was_published_before_is_told_beside_the_count),
        cmocka_unit_test(labels_are_never_markup),
        cmocka_unit_test(a_checkpoint_with_another_root_is_refused),
        cmocka_unit_test(a_checkpoint_of_another_size_is_told_apart),
        cmocka_unit_test(what_is_hidden_changes_no_byte_of_any_document),
        cmocka_unit_test(dashes_come_with_their_reason),
        cmocka_unit_test(the_same_indicator_gives_the_same_bytes),
        cmocka_unit_test(the_table_is_tidy_and_adds_up),
        cmocka_unit_test(the_workbook_holds_all_sheets),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
