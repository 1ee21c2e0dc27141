/* One accent and greys, big times: a paper is read standing, at arm's length. Sizes are in points
 * and millimetres, since paper comes first. */
#include "report/fair/print_page.h"

#include "report/fair/place.h"

static const char *const STYLE[] = {
    "@page{size:A4;margin:14mm 15mm}\n"
    ":root{--ink:#1b2730;--grey:#5b6b75;--line:#cfd8dd;--pale:#eef3f5;--accent:#0b5c7a}\n"
    "*{box-sizing:border-box}\n"
    "html{font:10pt/1.5 'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
    "sans-serif;color:var(--ink);background:#fff;-webkit-print-color-adjust:exact;"
    "print-color-adjust:exact}\n"
    "body{margin:0}\n"
    "h1,h2,h3,p,table{margin:0}\n"
    ".sheet{break-after:page}\n"
    ".sheet:last-child{break-after:auto}\n"
    "@media screen{html{background:#e9eef0}.sheet{background:#fff;width:210mm;min-height:297mm;"
    "padding:14mm 15mm;margin:8mm auto;box-shadow:0 1px 6px rgba(20,40,50,.18)}}\n"
    ".event{display:flex;justify-content:space-between;gap:6mm;color:var(--grey);font-size:8.5pt;"
    "border-top:2.4pt solid var(--accent);padding-top:2mm;margin-bottom:4mm}\n"
    "h1{font-size:19pt;line-height:1.3;overflow-wrap:anywhere}\n"
    ".other{display:block;font-size:10pt;font-weight:400;color:var(--grey);overflow-wrap:anywhere}"
    "\n"
    ".facts{color:var(--grey);font-size:9.5pt;margin:1mm 0 2mm}\n"
    "h2{font-size:12pt;margin:5mm 0 1mm;border-bottom:.8pt solid var(--ink);break-after:avoid}\n",
    "table{width:100%;border-collapse:collapse;table-layout:fixed}\n"
    "thead{display:table-header-group}\n"
    "tr{break-inside:avoid}\n"
    "th,td{text-align:left;vertical-align:baseline;padding:1.1mm 1.5mm;font-weight:400;"
    "overflow-wrap:anywhere;border-bottom:.4pt solid var(--line)}\n"
    "thead th{color:var(--grey);font-size:8pt;border-bottom:.6pt solid var(--ink)}\n"
    ".time{font-size:11.5pt;font-weight:700;font-variant-numeric:tabular-nums;white-space:nowrap;"
    "overflow-wrap:normal}\n"
    ".local{display:block;font-size:8pt;font-weight:400;color:var(--grey);white-space:normal}\n"
    ".who{font-weight:700}\n"
    ".id{color:var(--grey);font-size:8pt;font-variant-numeric:tabular-nums}\n"
    ".free td{color:var(--grey);font-size:9pt;padding:.6mm 1.5mm}\n"
    ".dense th,.dense td{padding:.5mm 1.2mm;font-size:8.5pt}\n"
    ".dense .time{font-size:9pt}\n"
    ".note{color:var(--grey);font-size:8.5pt;margin-top:3mm}\n"
    ".agenda col:nth-child(1){width:31mm}.agenda col:nth-child(3){width:46mm}"
    ".agenda col:nth-child(4){width:24mm}\n"
    ".seats col:nth-child(1){width:31mm}.seats col:nth-child(4){width:24mm}\n"
    ".list col:nth-child(1){width:34mm}.list col:nth-child(3){width:22mm}\n"
    ".form col:nth-child(1){width:31mm}.form col:nth-child(2){width:52mm}\n",
    ".box{display:inline-block;width:3.4mm;height:3.4mm;border:.8pt solid var(--ink);"
    "margin-right:1.2mm;vertical-align:-.5mm}\n"
    ".choice{display:inline-block;margin-right:4mm;white-space:nowrap}\n"
    ".line{display:inline-block;min-width:28mm;border-bottom:.8pt solid var(--ink)}\n"
    ".ask{background:var(--pale);padding:3mm 4mm;margin-top:5mm;break-inside:avoid}\n"
    ".badges{display:grid;grid-template-columns:91mm 91mm;grid-auto-rows:54mm;justify-content:"
    "center}\n"
    ".badge{border:.4pt dashed var(--line);padding:5mm 6mm;display:grid;grid-template-columns:1fr "
    "20mm;grid-template-rows:auto 1fr auto;overflow:hidden;break-inside:avoid}\n"
    ".badge .event{grid-column:1/-1;margin:0;font-size:7pt;border-top-width:1.6pt}\n"
    ".badge .person{font-size:16pt;font-weight:700;line-height:1.25;align-self:center;"
    "overflow:hidden;max-height:15mm}\n"
    ".badge .company{font-size:9.5pt;line-height:1.3;overflow:hidden;max-height:13mm}\n"
    ".badge .role{grid-column:1;font-size:9pt;font-weight:700;color:var(--accent)}\n"
    ".badge svg{grid-column:2;grid-row:2/4;width:20mm;height:20mm;align-self:end}\n",
    NULL};

struct mus_text mus_print_say(struct mus_print_page *page, const char *ja, const char *en)
{
    mus_buf_clear(&page->words);
    mus_paper_say(page->papers->language, mus_text_of(ja), mus_text_of(en), &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_both(struct mus_print_page *page, struct mus_bilingual text)
{
    mus_buf_clear(&page->words);
    mus_paper_say(page->papers->language, text.ja, text.en, &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_day(struct mus_print_page *page, mus_date day)
{
    mus_buf_clear(&page->words);
    mus_paper_day(page->papers->language, day, &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_time(struct mus_print_page *page, const struct mus_event_slot *slot)
{
    mus_buf_clear(&page->words);
    mus_paper_time(slot, &page->words);
    return mus_buf_text(&page->words);
}

enum mus_status mus_print_begin(struct mus_print_page *page, const struct mus_papers *papers,
                                const char *title_ja, const char *title_en, struct mus_buf *out,
                                struct mus_error *err)
{
    *page = (struct mus_print_page){.papers = papers, .html = {.out = out}};
    struct mus_html *html = &page->html;
    mus_html_doctype(html);
    mus_html_begin(html, "html");
    mus_html_attribute(html, "lang", papers->language == MUS_PAPER_EN ? "en" : "ja");
    mus_html_begin(html, "head");
    mus_html_begin(html, "meta");
    mus_html_attribute(html, "charset", "utf-8");
    mus_html_end(html);
    mus_html_begin(html, "meta");
    mus_html_attribute(html, "name", "viewport");
    mus_html_attribute(html, "content", "width=device-width, initial-scale=1");
    mus_html_end(html);
    mus_html_element(html, "title", NULL, mus_print_say(page, title_ja, title_en));
    mus_html_begin(html, "style");
    for (size_t i = 0; STYLE[i] != NULL; i++) {
        mus_html_z(html, STYLE[i]);
    }
    mus_html_end(html);
    mus_html_end(html);
    mus_html_begin(html, "body");
    return mus_appointments_make(papers->fair, false, &page->arena, &page->appointments, err);
}

enum mus_status mus_print_finish(struct mus_print_page *page, enum mus_status status,
                                 struct mus_error *err)
{
    if (status == MUS_OK) {
        mus_html_end(&page->html);
        mus_html_end(&page->html);
        mus_buf_add_byte(page->html.out, '\n');
        status = page->words.failed ? mus_fail_memory(err) : mus_buf_check(page->html.out, err);
    }
    mus_buf_done(&page->words);
    mus_arena_done(&page->arena);
    return status;
}

void mus_print_open(struct mus_print_page *page)
{
    const struct mus_event *event = &page->papers->fair->event;
    mus_html_begin_class(&page->html, "section", "sheet");
    mus_html_begin_class(&page->html, "p", "event");
    mus_html_element(&page->html, "span", NULL, mus_print_both(page, event->name));
    mus_html_element(&page->html, "span", NULL, mus_print_both(page, event->venue));
    mus_html_end(&page->html);
}

void mus_print_close(struct mus_print_page *page)
{
    mus_html_end(&page->html);
}

void mus_print_element(struct mus_print_page *page, const char *element, const char *class_name,
                       struct mus_text text)
{
    mus_html_element(&page->html, element, class_name, text);
}

void mus_print_pair(struct mus_print_page *page, const char *element, const char *class_name,
                    struct mus_bilingual text)
{
    bool english = page->papers->language == MUS_PAPER_EN;
    struct mus_text first = english ? text.en : text.ja;
    struct mus_text other = english ? text.ja : text.en;
    if (first.len == 0) {
        first = other;
    }
    mus_html_begin_class(&page->html, element, class_name);
    mus_html_text(&page->html, first);
    if (page->papers->language == MUS_PAPER_BOTH && other.len > 0 &&
        !mus_text_equal(first, other)) {
        mus_html_element(&page->html, "span", "other", other);
    }
    mus_html_end(&page->html);
}

void mus_print_name(struct mus_print_page *page, const char *element, const char *class_name,
                    size_t participant)
{
    const struct mus_fair_name *name = &page->papers->names->items[participant];
    const struct mus_bilingual text = {mus_fair_name_in(name, false), mus_fair_name_in(name, true)};
    mus_print_pair(page, element, class_name, text);
}

void mus_print_place(struct mus_print_page *page, const char *element, const char *class_name,
                     const struct mus_meeting *meeting)
{
    struct mus_buf *words = &page->words;
    mus_buf_clear(words);
    mus_paper_place_in(page->papers, false, meeting, words);
    size_t ja = words->len;
    mus_paper_place_in(page->papers, true, meeting, words);
    if (!words->failed) {
        const struct mus_bilingual text = {{words->data, ja}, {words->data + ja, words->len - ja}};
        mus_print_pair(page, element, class_name, text);
    }
}

void mus_print_interpreter(struct mus_print_page *page, const struct mus_meeting *meeting)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "td", "interpreter");
    if (meeting->interpreter >= 0) {
        mus_html_text(html, page->papers->fair->event.interpreters[meeting->interpreter].id);
        mus_html_z(html, " ");
        mus_html_element(html, "span", "id", meeting->language);
    }
    mus_html_end(html);
}

void mus_print_begin_table(struct mus_print_page *page, const char *class_name,
                           const char *const *ja, const char *const *en, size_t count)
{
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "table", class_name);
    mus_html_begin(html, "colgroup");
    for (size_t i = 0; i < count; i++) {
        mus_html_begin(html, "col");
        mus_html_end(html);
    }
    mus_html_end(html);
    mus_html_begin(html, "thead");
    mus_html_begin(html, "tr");
    for (size_t i = 0; i < count; i++) {
        mus_print_pair(page, "th", NULL,
                       (struct mus_bilingual){mus_text_of(ja[i]), mus_text_of(en[i])});
    }
    mus_html_end(html);
    mus_html_end(html);
    mus_html_begin(html, "tbody");
}

void mus_print_end_table(struct mus_print_page *page)
{
    mus_html_end(&page->html);
    mus_html_end(&page->html);
}
