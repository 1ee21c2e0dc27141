/* Charts and tables: months, breakdowns, years, stages, and figures of other indicators. */
#include "report/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/breakdown.h"
#include "report/chart.h"
#include "report/definition.h"
#include "report/ordered.h"

static struct mus_text say(struct mus_page *page, const char *ja, const char *en)
{
    return mus_words_say(&page->words, ja, en);
}

/* ------------------------------------------------------------------ months */

/* Thousandths of the month that have gone by on the day that was judged by. */
static unsigned part_of_month(const struct mus_report_month *month, mus_date as_of)
{
    mus_date first, next;
    bool december = month->month == 12;
    if (!mus_date_of(month->year, month->month, 1, &first) ||
        !mus_date_of(month->year + (december ? 1 : 0), december ? 1 : month->month + 1, 1, &next) ||
        as_of >= next) {
        return 1000;
    }
    return as_of < first ? 0 : (unsigned)((as_of - first + 1) * 1000 / (next - first));
}

static struct mus_text describe_pace(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    struct mus_words *words = &page->words;
    struct mus_text total = mus_words_count(words, indicator->count.total);
    if (!indicator->has_target) {
        return mus_words_say_1(words, "4月からの累計は{1}です。", "{1} matches since April.",
                               total);
    }
    return mus_words_say_2(words,
                           "4月からの累計は{1}、目標は{2}です。月ごとの値は次の表にあります。",
                           "{1} matches since April, against a target of {2}. The table below has "
                           "the months.",
                           total, mus_words_count(words, indicator->target));
}

static void draw_pace(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    struct mus_pace_chart chart = {
        .title = {"pace", say(page, "4月からの累計（件）", "Matches since April"),
                  describe_pace(page)},
        .last_part = 1000,
        .has_target = indicator->has_target,
        .target = indicator->target,
        .has_projection = indicator->projection.given && !page->year_over,
        .low = indicator->projection.low,
        .expected = indicator->projection.expected,
        .high = indicator->projection.high,
        .actual_label = say(page, "実績", "Actual"),
        .target_label = say(page, "目標", "Target"),
        .projection_label = say(page, "見込み", "Expected"),
    };
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        const struct mus_report_month *month = &indicator->months[i];
        chart.months[i] = mus_words_short_month(&page->words, month->month);
        chart.told[i] = !month->future && !month->hidden && !month->cumulative_hidden;
        chart.cumulative[i] = chart.told[i] ? month->cumulative : 0;
        if (chart.told[i]) {
            chart.last_part = part_of_month(month, indicator->as_of);
        }
    }
    mus_html_begin(&page->html, "figure");
    mus_html_element(&page->html, "figcaption", NULL, chart.title.title);
    mus_chart_pace(&chart, &page->html);
    mus_html_end(&page->html);
}

static uint64_t most_of_months(const struct mus_indicator *indicator)
{
    uint64_t most = 0;
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        const struct mus_report_month *month = &indicator->months[i];
        if (!month->hidden && month->count > most) {
            most = month->count;
        }
    }
    return most;
}

static void write_month(struct mus_page *page, const struct mus_report_month *month, uint64_t most)
{
    bool told = !month->future && !month->hidden;
    mus_html_begin(&page->html, "tr");
    mus_page_head_cell(page, mus_words_month(&page->words, month->year, month->month));
    mus_page_bar_cell(page, told, month->count, most);
    mus_page_number_cell(page, month->future ? MUS_TEXT("")
                                             : mus_page_told(page, month->hidden, month->count));
    mus_page_number_cell(page, month->future
                                   ? MUS_TEXT("")
                                   : mus_page_told(page, month->hidden || month->cumulative_hidden,
                                                   month->cumulative));
    if (page->indicator->has_target) {
        mus_page_number_cell(page, mus_words_number(&page->words, month->needed));
    }
    mus_html_end(&page->html);
}

static bool hides_a_month(const struct mus_indicator *indicator)
{
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        if (indicator->months[i].hidden) {
            return true;
        }
    }
    return false;
}

/* What the kinds of line mean, each only where it is drawn. */
static void write_chart_note(struct mus_page *page, bool projected, bool bridged)
{
    struct mus_text target =
        say(page, "破線は目標に届くために必要な累計（毎月同じ件数とした場合）。",
            " Dashed: what is needed for the target at an even pace.");
    struct mus_text bridge = say(page, "細かい点線の区間は公表しない値を含みます。",
                                 " Dotted stretches hold values that are not published.");
    struct mus_text projection = say(page, "3月の縦線は見込みの幅、白い点は見込み。",
                                     " The upright line at the end is the interval of the "
                                     "projection, the open dot its expectation.");
    struct mus_text none = MUS_TEXT("");
    mus_html_begin_class(&page->html, "p", "note");
    mus_html_text(&page->html, say(page, "実線は累計。", "Solid: the cumulative count."));
    mus_html_text(&page->html, page->indicator->has_target ? target : none);
    mus_html_text(&page->html, projected ? projection : none);
    mus_html_text(&page->html, bridged ? bridge : none);
    mus_html_end(&page->html);
    if (projected) {
        mus_page_say(page, "note", mus_definition_projection(page->indicator, &page->words));
    }
}

void mus_page_months(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    const struct mus_text headings[] = {say(page, "月", "Month"), say(page, "件数", "Matches"),
                                        say(page, "累計", "Cumulative"),
                                        say(page, "必要な累計", "Needed")};
    uint64_t most = most_of_months(indicator);
    mus_page_begin_section(page, say(page, "月別の推移", "Month by month"));
    draw_pace(page);
    write_chart_note(page, indicator->projection.given && !page->year_over,
                     hides_a_month(indicator));
    mus_page_begin_table(page, MUS_TEXT(""), indicator->has_target ? "tbnnn" : "tbnn", headings);
    for (size_t i = 0; i < MUS_REPORT_MONTHS; i++) {
        write_month(page, &indicator->months[i], most);
    }
    mus_page_end_table(page);
    if (hides_a_month(indicator)) {
        mus_page_say(page, "note", mus_page_hidden_note(&page->words, indicator));
    }
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ breakdowns */

static void write_cells(struct mus_page *page, const struct mus_ordered *ordered, const char *table)
{
    uint64_t total = page->indicator->count.total;
    uint64_t most = mus_ordered_most(ordered);
    for (size_t i = 0; i < ordered->count; i++) {
        const struct mus_report_cell *cell = ordered->cells[i];
        mus_html_begin(&page->html, "tr");
        mus_page_head_cell(page, mus_words_label(&page->words, table, cell->key));
        mus_page_bar_cell(page, !cell->hidden, cell->count, most);
        mus_page_number_cell(page, mus_page_told(page, cell->hidden, cell->count));
        mus_page_number_cell(page, cell->hidden
                                       ? MUS_TEXT(MUS_PAGE_HIDDEN)
                                       : mus_words_share(&page->words, cell->count, total));
        mus_html_end(&page->html);
    }
    mus_html_begin_class(&page->html, "tr", "sum");
    mus_page_head_cell(page, say(page, "計", "Total"));
    mus_page_bar_cell(page, false, 0, 0);
    mus_page_number_cell(page, mus_words_number(&page->words, total));
    mus_page_number_cell(page, mus_words_share(&page->words, total, total));
    mus_html_end(&page->html);
}

static bool hides_a_cell(const struct mus_ordered *ordered)
{
    for (size_t i = 0; i < ordered->count; i++) {
        if (ordered->cells[i]->hidden) {
            return true;
        }
    }
    return false;
}

enum { LONG_TABLE = 12 }; /* rows */

static void write_breakdown(struct mus_page *page, size_t which)
{
    const struct mus_breakdown_face *face = mus_breakdown_face(which);
    const struct mus_text headings[] = {say(page, face->of_ja, face->of_en),
                                        say(page, "件数", "Matches"), say(page, "割合", "Share")};
    struct mus_ordered ordered = mus_ordered_make(page->indicator, which, &page->words);
    /* A table that would leave half a page empty before it may break between two rows. */
    mus_html_begin_class(&page->html, "div",
                         ordered.count > LONG_TABLE ? "breakdown long" : "breakdown");
    mus_page_begin_table(page, say(page, face->title_ja, face->title_en), "tbnn", headings);
    write_cells(page, &ordered, face->table);
    mus_page_end_table(page);
    if (hides_a_cell(&ordered)) {
        mus_page_say(page, "note", mus_page_hidden_note(&page->words, page->indicator));
    }
    mus_html_end(&page->html);
}

void mus_page_breakdowns(struct mus_page *page)
{
    static const size_t order[] = {MUS_BY_PROGRAMME, MUS_BY_COUNTRY, MUS_BY_PURPOSE, MUS_BY_SIZE};
    mus_page_begin_section(page, say(page, "内訳", "Breakdowns"));
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        write_breakdown(page, order[i]);
    }
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ years */

/* The figures in force of one fiscal year. */
struct year {
    const struct mus_report_figure *target, *published;
};

static struct year year_of(const struct mus_indicator *indicator, int fiscal_year)
{
    return (struct year){mus_page_figure(indicator, fiscal_year, MUS_LEDGER_TARGET),
                         mus_page_figure(indicator, fiscal_year, MUS_LEDGER_PUBLISHED)};
}

/* All years from the first to the last of which something is told; at most so many that the chart
 * can show them. */
static void span_of_years(const struct mus_indicator *indicator, int *first, int *last)
{
    *first = *last = indicator->fiscal_year;
    for (size_t i = 0; i < indicator->figure_count; i++) {
        int year = indicator->figures[i].fiscal_year;
        *first = year < *first ? year : *first;
        *last = year > *last ? year : *last;
    }
    if (*last - *first >= MUS_CHART_MAX_BARS) {
        *first = *last - MUS_CHART_MAX_BARS + 1;
    }
}

static struct mus_chart_column column_of(struct mus_page *page, int fiscal_year)
{
    const struct mus_indicator *indicator = page->indicator;
    struct year year = year_of(indicator, fiscal_year);
    bool now = fiscal_year == indicator->fiscal_year;
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%d", fiscal_year);
    /* Under a column there is room for 令和7 alone. */
    struct mus_text era = mus_words_era_year(&page->words, fiscal_year);
    const size_t nendo = sizeof "年度" - 1;
    era.len -= era.len > nendo ? nendo : 0;
    return (struct mus_chart_column){
        .label = mus_words_say_1(&page->words, "{1}", "{1}", mus_text_of(digits)),
        .under = era,
        .has_value = now || year.published != NULL,
        .value = now                      ? indicator->count.total
                 : year.published != NULL ? year.published->value
                                          : 0,
        .has_target = year.target != NULL,
        .target = year.target == NULL ? 0 : year.target->value,
        .accent = now,
    };
}

static void draw_years(struct mus_page *page)
{
    struct mus_chart_column columns[MUS_CHART_MAX_BARS];
    struct mus_column_chart chart = {
        .title = {"years",
                  say(page, "年度別の件数と目標（件）", "Matches and targets by fiscal year"),
                  say(page, "各年度の公表値と目標。値は次の表にあります。",
                      "Published figures and targets; the table below has the values.")},
        .columns = columns,
    };
    int first, last;
    span_of_years(page->indicator, &first, &last);
    for (int year = first; year <= last && chart.count < MUS_CHART_MAX_BARS; year++) {
        columns[chart.count++] = column_of(page, year);
    }
    mus_html_begin(&page->html, "figure");
    mus_html_element(&page->html, "figcaption", NULL, chart.title.title);
    mus_chart_columns(&chart, &page->html);
    mus_html_end(&page->html);
}

static void write_source(struct mus_page *page, const struct mus_report_figure *figure,
                         struct mus_text what)
{
    if (figure == NULL) {
        return;
    }
    mus_html_begin(&page->html, "div");
    mus_html_text(&page->html,
                  mus_words_say_3(&page->words, "{1}：{2}（{3}）", "{1}: {2} ({3})", what,
                                  figure->source, mus_words_entry(&page->words, figure->entry)));
    mus_html_end(&page->html);
}

static void write_year(struct mus_page *page, int fiscal_year)
{
    struct year year = year_of(page->indicator, fiscal_year);
    if (year.target == NULL && year.published == NULL) {
        return;
    }
    mus_html_begin(&page->html, "tr");
    mus_page_head_cell(page, mus_words_fiscal_year(&page->words, fiscal_year));
    mus_page_number_cell(page, year.target == NULL
                                   ? MUS_TEXT("")
                                   : mus_words_number(&page->words, year.target->value));
    mus_page_number_cell(page, year.published == NULL
                                   ? MUS_TEXT("")
                                   : mus_words_number(&page->words, year.published->value));
    mus_html_begin_class(&page->html, "td", "source");
    write_source(page, year.target, say(page, "目標", "Target"));
    write_source(page, year.published, say(page, "公表値", "Published"));
    mus_html_end(&page->html);
    mus_html_end(&page->html);
}

void mus_page_history(struct mus_page *page)
{
    if (page->indicator->figure_count == 0) {
        return;
    }
    const struct mus_text headings[] = {
        say(page, "年度", "Fiscal year"), say(page, "目標", "Target"),
        say(page, "公表値", "Published"), say(page, "出典", "Source")};
    int first, last;
    span_of_years(page->indicator, &first, &last);
    mus_page_begin_section(page, say(page, "年度ごとの推移", "Year by year"));
    draw_years(page);
    mus_page_say(
        page, "note",
        say(page,
            "濃い柱はこの報告の年度（台帳からの集計）、淡い柱は各年度の公表値、横線は目標。公表値は"
            "それぞれの年度の数え方によるもので、この報告の定義で数え直したものではありません。",
            "The dark column is the year of this report, counted from the ledger; the others "
            "are the figures published for their years, each counted as was the custom "
            "then. Horizontal lines are targets."));
    mus_page_begin_table(page, MUS_TEXT(""), "tnnt", headings);
    for (int year = first; year <= last; year++) {
        write_year(page, year);
    }
    mus_page_end_table(page);
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ stages */

static void write_stage(struct mus_page *page, enum mus_case_stage stage, uint64_t most)
{
    uint64_t count = page->indicator->funnel[stage];
    mus_html_begin(&page->html, "tr");
    mus_page_head_cell(page, mus_words_label(&page->words, "case_stages",
                                             mus_text_of(mus_case_stage_name(stage))));
    mus_page_bar_cell(page, true, count, most);
    mus_page_number_cell(page, mus_words_number(&page->words, count));
    mus_html_end(&page->html);
}

void mus_page_funnel(struct mus_page *page)
{
    const uint64_t *funnel = page->indicator->funnel;
    uint64_t most = 0;
    for (int stage = MUS_CASE_SUGGESTED; stage < MUS_CASE_STAGE_END; stage++) {
        most = funnel[stage] > most ? funnel[stage] : most;
    }
    if (most == 0) {
        return;
    }
    const struct mus_text headings[] = {say(page, "段階", "Stage"), say(page, "案件", "Cases")};
    mus_page_begin_section(page, say(page, "支援の段階", "Stages of support"));
    mus_page_say(page, NULL,
                 say(page, "この年度に動きのあった支援案件が、どこまで進んだかを示します。",
                     "How far the cases that moved in this year have come."));
    mus_page_begin_table(
        page,
        say(page, "到達した案件（それ以降に進んだものを含む）", "Cases that came at least so far"),
        "tbn", headings);
    for (int stage = MUS_CASE_SUGGESTED; stage <= MUS_CASE_FIRST_ORDER; stage++) {
        write_stage(page, (enum mus_case_stage)stage, most);
    }
    mus_page_end_table(page);
    mus_page_begin_table(page, say(page, "途中で終わった案件", "Cases that ended otherwise"), "tbn",
                         headings);
    for (int stage = MUS_CASE_DECLINED; stage < MUS_CASE_STAGE_END; stage++) {
        write_stage(page, (enum mus_case_stage)stage, most);
    }
    mus_page_end_table(page);
    mus_page_say(
        page, "note",
        say(page, "支援案件は事務の記録であり、台帳の件数とは数え方が異なります。",
            "Cases are the office’s own record and are counted otherwise than the ledger."));
    mus_html_end(&page->html);
}

/* ------------------------------------------------------------------ other indicators */

void mus_page_others(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    if (indicator->other_count == 0) {
        return;
    }
    const struct mus_text headings[] = {say(page, "指標", "Indicator"), say(page, "種別", "Kind"),
                                        say(page, "値", "Value"), say(page, "出典", "Source")};
    mus_page_begin_section(page, say(page, "ほかの指標の数値", "Figures of other indicators"));
    mus_page_say(
        page, "warning",
        say(page,
            "次の数値は数え方の異なる別の指標のものです。この報告の件数と合算してはなりません。",
            "These figures belong to other indicators, which count otherwise. They must not "
            "be added to the number of this report."));
    mus_page_begin_table(page, MUS_TEXT(""), "ttnt", headings);
    for (size_t i = 0; i < indicator->other_count; i++) {
        const struct mus_report_figure *figure = &indicator->others[i];
        mus_html_begin(&page->html, "tr");
        mus_page_head_cell(page, mus_words_label(&page->words, "indicators", figure->indicator));
        mus_html_element(&page->html, "td", NULL,
                         figure->kind == MUS_LEDGER_TARGET ? say(page, "目標", "Target")
                                                           : say(page, "公表値", "Published"));
        mus_page_number_cell(page, mus_words_number(&page->words, figure->value));
        mus_html_begin_class(&page->html, "td", "source");
        mus_html_text(&page->html,
                      mus_words_say_2(&page->words, "{1}（{2}）", "{1} ({2})", figure->source,
                                      mus_words_entry(&page->words, figure->entry)));
        mus_html_end(&page->html);
        mus_html_end(&page->html);
    }
    mus_page_end_table(page);
    mus_html_end(&page->html);
}
