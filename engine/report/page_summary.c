/* The first page: what the document is about, the number, and what it stands for. */
#include "report/page.h"

#include "report/chart.h"
#include "report/definition.h"

static struct mus_text say(struct mus_page *page, const char *ja, const char *en)
{
    return mus_words_say(&page->words, ja, en);
}

void mus_page_title(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    struct mus_html *html = &page->html;
    const struct mus_indicator *indicator = page->indicator;
    mus_html_begin(html, "header");
    if (page->context->publisher.len > 0) {
        mus_page_say(page, "publisher", page->context->publisher);
    }
    mus_html_element(html, "h1", NULL,
                     mus_page_indicator_name(words, indicator->count.rules->indicator));
    struct mus_text year = mus_words_fiscal_year(words, indicator->fiscal_year);
    mus_page_say(page, "year",
                 page->year_over
                     ? mus_words_say_1(words, "{1}実績", "Result of {1}", year)
                     : mus_words_say_1(words, "{1}年度途中の実績", "{1}, year in progress", year));
    mus_page_say(page, "asof",
                 mus_words_say_1(words, "{1}までに記録されたものによる",
                                 "From what was recorded by {1}",
                                 mus_words_day(words, indicator->as_of)));
    mus_html_end(html);
}

/* ------------------------------------------------------------------ the number */

static struct mus_text verdict(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    uint64_t total = page->indicator->count.total;
    uint64_t target = page->indicator->target;
    if (total >= target) {
        return page->year_over ? mus_words_say_1(words, "目標を達成（{1}上回る）",
                                                 "Target reached ({1} above it)",
                                                 mus_words_count(words, total - target))
                               : say(page, "目標をすでに達成", "Target already reached");
    }
    struct mus_text missing = mus_words_count(words, target - total);
    return page->year_over
               ? mus_words_say_1(words, "目標に{1}届かず", "{1} short of the target", missing)
               : mus_words_say_1(words, "目標まで残り{1}", "{1} to go to the target", missing);
}

static void fact(struct mus_page *page, struct mus_text name, const char *class_name,
                 struct mus_text value)
{
    mus_html_element(&page->html, "dt", NULL, name);
    mus_html_element(&page->html, "dd", class_name, value);
}

static void write_projection(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    const struct mus_projection *projection = &page->indicator->projection;
    if (!projection->given || page->year_over) {
        return;
    }
    fact(page, say(page, "3月31日の見込み", "Expected by 31 March"), NULL,
         mus_words_count(words, projection->expected));
    fact(page, say(page, "見込みの幅（80％）", "80% interval"), NULL,
         mus_words_say_2(words, "{1}～{2}", "{1}–{2}", mus_words_number(words, projection->low),
                         mus_words_count(words, projection->high)));
}

/* What was made known of the year already, perhaps counted otherwise or sooner. */
static void write_published(struct mus_page *page)
{
    const struct mus_indicator *indicator = page->indicator;
    const struct mus_report_figure *published =
        mus_page_figure(indicator, indicator->fiscal_year, MUS_LEDGER_PUBLISHED);
    if (published != NULL) {
        fact(page, say(page, "公表済みの値", "Published before"), NULL,
             mus_words_count(&page->words, published->value));
    }
}

static void write_facts(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    const struct mus_indicator *indicator = page->indicator;
    mus_html_begin_class(&page->html, "dl", "facts");
    if (indicator->has_target) {
        fact(page, say(page, "目標", "Target"), NULL, mus_words_count(words, indicator->target));
        fact(page, say(page, "達成率", "Reached"), NULL,
             mus_words_share(words, indicator->count.total, indicator->target));
        fact(page, say(page, "判定", "Verdict"), "verdict", verdict(page));
    } else {
        fact(page, say(page, "目標", "Target"), NULL,
             say(page, "台帳に定めがありません", "none in the ledger"));
    }
    write_projection(page);
    write_published(page);
    mus_html_end(&page->html);
}

static void write_part(struct mus_page *page, const char *class_name, struct mus_text name,
                       uint64_t count, struct mus_text meaning)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "div", class_name);
    mus_html_begin_class(html, "p", "name");
    mus_html_element(html, "span", "key", MUS_TEXT(""));
    mus_html_text(html, name);
    mus_html_end(html);
    mus_page_say(page, "count", mus_words_count(&page->words, count));
    mus_page_say(page, "meaning", meaning);
    mus_html_end(html);
}

/* Named and reported, apart: they are of different kinds, and each is read by itself. */
static void write_parts(struct mus_page *page)
{
    struct mus_words *words = &page->words;
    const struct mus_count *count = &page->indicator->count;
    struct mus_chart_title title = {
        .id = "parts",
        .title = say(page, "件数の内訳：個別記録とアンケート報告", "Named and reported matches"),
        .description = mus_words_say_2(
            words, "個別記録{1}、アンケート報告{2}。", "{1} named and {2} reported matches.",
            mus_words_count(words, count->named), mus_words_count(words, count->reported)),
    };
    mus_html_begin_class(&page->html, "div", "parts");
    mus_chart_parts(&title, count->named, count->reported, &page->html);
    write_part(page, "part named", say(page, "個別記録", "Named matches"), count->named,
               say(page, "支援した二者を特定し、1件ずつ台帳に記録したもの",
                   "Pairs of firms that were supported, recorded one by one"));
    write_part(page, "part reported", say(page, "アンケート報告", "Reported counts"),
               count->reported,
               say(page, "アンケートで回答された件数（個別記録との重複を除く）",
                   "Numbers given in questionnaires, less those recorded by name"));
    mus_html_end(&page->html);
}

void mus_page_result(struct mus_page *page)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "section", "result");
    mus_html_begin_class(html, "div", "figure");
    mus_html_begin_class(html, "p", "total");
    mus_html_element(html, "span", "digits",
                     mus_words_number(&page->words, page->indicator->count.total));
    mus_html_element(html, "span", "unit", say(page, "件", "matches"));
    mus_html_end(html);
    write_facts(page);
    mus_html_end(html);
    write_parts(page);
    mus_html_end(html);
}

/* ------------------------------------------------------------------ definition */

void mus_page_definition(struct mus_page *page)
{
    struct mus_html *html = &page->html;
    struct mus_definition definition = mus_definition_make(page->indicator, &page->words);
    mus_page_begin_section(page, say(page, "この件数の定義", "What the number stands for"));
    mus_html_begin_class(html, "dl", "definition");
    for (size_t i = 0; i < definition.count; i++) {
        mus_html_begin(html, "div");
        mus_html_element(html, "dt", NULL, definition.lines[i].heading);
        mus_html_element(html, "dd", NULL, definition.lines[i].text);
        mus_html_end(html);
    }
    mus_html_end(html);
    mus_html_end(html);
}
