#include "report/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/chart.h"

/* ------------------------------------------------------------------ checkpoint */

static bool same_root(const struct mus_digest *a, const struct mus_digest *b)
{
    return mus_digest_compare(a, b) == 0;
}

static enum mus_status read_checkpoint(struct mus_page *page, struct mus_error *err)
{
    const struct mus_indicator *indicator = page->indicator;
    struct mus_note note;
    enum mus_status status = mus_note_read(page->context->checkpoint, &note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(note.text, &page->checkpoint, err);
    }
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "checkpoint");
    }
    if (page->checkpoint.size == indicator->ledger_size &&
        !same_root(&page->checkpoint.root, &indicator->ledger_root)) {
        return mus_fail(err, MUS_CORRUPT,
                        "checkpoint: at %" PRIu64 " entries it has another root than the report",
                        page->checkpoint.size);
    }
    page->signed_by = true;
    return MUS_OK;
}

/* ------------------------------------------------------------------ frame */

static bool is_year_over(const struct mus_indicator *indicator)
{
    mus_date last;
    return indicator->projection.final || !mus_date_of(indicator->fiscal_year + 1, 3, 31, &last) ||
           indicator->as_of >= last;
}

static struct mus_text document_title(struct mus_page *page)
{
    return mus_words_say_2(
        &page->words, "{1} {2}", "{1} {2}",
        mus_page_indicator_name(&page->words, page->indicator->count.rules->indicator),
        mus_words_fiscal_year(&page->words, page->indicator->fiscal_year));
}

static void meta(struct mus_html *html, const char *name, const char *of, const char *content)
{
    mus_html_begin(html, "meta");
    mus_html_attribute(html, name, of);
    mus_html_attribute(html, "content", content);
    mus_html_end(html);
}

static void write_head(struct mus_page *page)
{
    struct mus_html *html = &page->html;
    mus_html_doctype(html);
    mus_html_begin(html, "html");
    mus_html_attribute(html, "lang", mus_words_pick(&page->words, "ja", "en"));
    mus_html_attribute(html, "xmlns", "http://www.w3.org/1999/xhtml");
    mus_html_begin(html, "head");
    mus_html_begin(html, "meta");
    mus_html_attribute(html, "charset", "utf-8");
    mus_html_end(html);
    /* Nothing is fetched and nothing runs, whatever a label should hold. */
    meta(html, "http-equiv", "Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'");
    meta(html, "name", "viewport", "width=device-width, initial-scale=1");
    mus_html_element(html, "title", NULL, document_title(page));
    mus_html_begin(html, "style");
    for (size_t i = 0; mus_page_style[i] != NULL; i++) {
        mus_html_z(html, mus_page_style[i]);
    }
    mus_html_end(html);
    mus_html_end(html);
    mus_html_begin(html, "body");
    mus_html_begin(html, "main");
}

enum mus_status mus_page_begin(struct mus_page *page, const struct mus_indicator *indicator,
                               const struct mus_report_context *context, struct mus_buf *out,
                               struct mus_error *err)
{
    *page = (struct mus_page){
        .indicator = indicator,
        .context = context,
        .words = {.language = context->language, .tables = context->tables},
        .html = {.out = out},
        .year_over = is_year_over(indicator),
    };
    page->words.arena = &page->arena;
    if (context->checkpoint.len > 0) {
        enum mus_status status = read_checkpoint(page, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    write_head(page);
    return MUS_OK;
}

enum mus_status mus_page_finish(struct mus_page *page, enum mus_status status,
                                struct mus_error *err)
{
    if (status == MUS_OK) {
        while (page->html.depth > 0) {
            mus_html_end(&page->html);
        }
        status = page->words.failed ? mus_fail_memory(err) : mus_buf_check(page->html.out, err);
    }
    mus_arena_done(&page->arena);
    return status;
}

/* ------------------------------------------------------------------ pieces */

static void begin_section(struct mus_page *page, const char *class_name, const char *number,
                          struct mus_text title)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "section", class_name);
    mus_html_begin(html, "h2");
    mus_html_element(html, "span", "no", mus_text_of(number));
    mus_html_z(html, " ");
    mus_html_text(html, title);
    mus_html_end(html);
}

void mus_page_begin_section(struct mus_page *page, struct mus_text title)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%u", ++page->section);
    begin_section(page, NULL, number, title);
}

void mus_page_begin_annex(struct mus_page *page, struct mus_text title)
{
    char number[32];
    (void)snprintf(number, sizeof number, mus_words_pick(&page->words, "附属資料%c", "Annex %c"),
                   (char)('A' + page->annex++));
    begin_section(page, page->annex == 1 ? "annex first" : "annex", number, title);
}

void mus_page_say(struct mus_page *page, const char *class_name, struct mus_text text)
{
    mus_html_element(&page->html, "p", class_name, text);
}

/* Their widths are the style's. */
static void write_columns(struct mus_html *html, const char *kinds)
{
    mus_html_begin(html, "colgroup");
    for (size_t i = 0; kinds[i] != '\0'; i++) {
        const char class_name[] = {kinds[i], '\0'};
        mus_html_begin_class(html, "col", class_name);
        mus_html_end(html);
    }
    mus_html_end(html);
}

void mus_page_begin_table(struct mus_page *page, struct mus_text caption, const char *kinds,
                          const struct mus_text *headings)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "table", strchr(kinds, 'b') == NULL ? NULL : "bars");
    if (caption.len > 0) {
        mus_html_element(html, "caption", NULL, caption);
    }
    write_columns(html, kinds);
    mus_html_begin(html, "thead");
    mus_html_begin(html, "tr");
    for (size_t i = 0; kinds[i] != '\0'; i++) {
        mus_html_begin_class(html, "th", kinds[i] == 't' ? NULL : "n");
        mus_html_attribute(html, "scope", "col");
        if (kinds[i] == 'b') {
            mus_html_attribute(html, "colspan", "2");
            i++;
        }
        mus_html_text(html, *headings++);
        mus_html_end(html);
    }
    mus_html_end(html);
    mus_html_end(html);
    mus_html_begin(html, "tbody");
}

void mus_page_end_table(struct mus_page *page)
{
    mus_html_end(&page->html);
    mus_html_end(&page->html);
}

void mus_page_head_cell(struct mus_page *page, struct mus_text text)
{
    mus_html_begin(&page->html, "th");
    mus_html_attribute(&page->html, "scope", "row");
    mus_html_text(&page->html, text);
    mus_html_end(&page->html);
}

void mus_page_number_cell(struct mus_page *page, struct mus_text text)
{
    mus_html_element(&page->html, "td", "n", text);
}

void mus_page_bar_cell(struct mus_page *page, bool told, uint64_t value, uint64_t most)
{
    mus_html_begin_class(&page->html, "td", "b");
    if (told) {
        mus_chart_bar(value, most, &page->html);
    }
    mus_html_end(&page->html);
}

struct mus_text mus_page_told(struct mus_page *page, bool hidden, uint64_t count)
{
    return hidden ? MUS_TEXT(MUS_PAGE_HIDDEN) : mus_words_number(&page->words, count);
}

const struct mus_report_figure *mus_page_figure(const struct mus_indicator *indicator,
                                                int fiscal_year, enum mus_ledger_figure_kind kind)
{
    for (size_t i = 0; i < indicator->figure_count; i++) {
        const struct mus_report_figure *figure = &indicator->figures[i];
        if (figure->fiscal_year == fiscal_year && figure->kind == kind) {
            return figure;
        }
    }
    return NULL;
}

struct mus_text mus_page_indicator_name(struct mus_words *words, struct mus_text indicator)
{
    struct mus_text label = mus_words_label(words, "indicators", indicator);
    return mus_text_equal(label, indicator)
               ? mus_words_say(words, "ビジネスマッチング成立件数", "Business matches concluded")
               : label;
}

struct mus_text mus_page_hidden_note(struct mus_words *words, const struct mus_indicator *indicator)
{
    return mus_words_say_1(
        words,
        "「–」は、{1}"
        "未満の件数、またはそこから逆算できる件数のため、公表していないことを示します。",
        "A dash (–) stands for a count that is not published: one below {1}, or one from which "
        "such a "
        "count could be worked out.",
        mus_words_count(words,
                        indicator->suppress_below > 0 ? (uint64_t)indicator->suppress_below : 0));
}
