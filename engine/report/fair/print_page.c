/* One accent and greys, big times: a paper is read standing, at arm's length. Sizes are in points
 * and millimetres, since paper comes first. */
#include "report/fair/print_page.h"

#include "report/fair/place.h"

static const char *const STYLE[] = {
    "@page{size:A4;margin:12mm 15mm}\n"
    ":root{--ink:#1b2730;--grey:#51616b;--line:#cfd8dd;--pale:#eef3f5;--accent:#0b5c7a}\n"
    "*{box-sizing:border-box}\n"
    "html{font:10pt/1.4 'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,"
    "sans-serif;color:var(--ink);background:#fff;-webkit-print-color-adjust:exact;"
    "print-color-adjust:exact}\n"
    "body{margin:0}\n"
    "h1,h2,p,table{margin:0}\n"
    ".sheet{break-after:page}\n"
    ".sheet:last-child{break-after:auto}\n"
    "@media screen{html{background:#e9eef0}.sheet{background:#fff;width:210mm;min-height:297mm;"
    "padding:12mm 15mm;margin:8mm auto;box-shadow:0 1px 6px rgba(20,40,50,.18)}}\n",
    /* the head of a sheet */
    ".event{display:flex;justify-content:space-between;gap:8mm;color:var(--grey);font-size:8pt;"
    "border-top:2.4pt solid var(--accent);padding-top:1.6mm;margin-bottom:3mm}\n"
    ".event span+span{text-align:right}\n"
    "h1{font-size:18pt;line-height:1.3;font-weight:700;overflow-wrap:anywhere}\n"
    "h1 .other{font-size:11pt}\n"
    "h1 .kind{font-size:.6em;font-weight:400;color:var(--grey)}\n"
    ".other{display:block;font-size:8pt;line-height:1.3;font-weight:400;color:var(--grey);"
    "overflow-wrap:anywhere}\n"
    ".facts{color:var(--grey);font-size:9.5pt;margin-top:.5mm}\n"
    "h2{font-size:12pt;margin:4mm 0 .5mm;break-after:avoid}\n"
    ".note{color:var(--grey);font-size:8.5pt;margin-top:3mm;break-inside:avoid}\n",
    /* tables */
    "table{width:100%;border-collapse:collapse;table-layout:fixed;border-top:.8pt solid "
    "var(--ink)}\n"
    "thead{display:table-header-group}\n"
    "tr{break-inside:avoid}\n"
    "th,td{text-align:left;vertical-align:baseline;padding:1.2mm 1.5mm;font-weight:400;"
    "overflow-wrap:anywhere;border-bottom:.4pt solid var(--line)}\n"
    "th{color:var(--grey);font-size:7.5pt;padding:.7mm 1.5mm;border-bottom-color:var(--ink)}\n"
    ".time{font-size:12pt;font-weight:700;font-variant-numeric:tabular-nums;white-space:nowrap;"
    "overflow-wrap:normal}\n"
    ".local{display:block;font-size:7.5pt;font-weight:400;color:var(--grey);white-space:normal;"
    "overflow-wrap:anywhere}\n"
    ".who{font-weight:700}\n"
    ".kind,.id{color:var(--grey);font-size:8pt}\n"
    ".number{text-align:right}\n"
    ".free td{color:var(--grey);font-size:8.5pt;padding:.5mm 1.5mm;background:var(--pale)}\n",
    /* agendas: a partner's two names stand in one line where many meetings share the page */
    ".agenda col:nth-child(1){width:28mm}.agenda col:nth-child(3){width:14mm}"
    ".agenda col:nth-child(4){width:32mm}.agenda col:nth-child(5){width:25mm}\n"
    ".close td,.closest td{padding-top:.7mm;padding-bottom:.7mm}\n"
    ".closest h2{margin-top:2.5mm}\n"
    ".closest td{font-size:9pt;line-height:1.25;padding-top:.55mm;padding-bottom:.55mm}\n"
    ".closest .time{font-size:10.5pt}\n"
    ".closest .other{display:inline;font-size:7pt;margin-left:1.2mm}\n"
    ".closest .free td{font-size:7.5pt;padding-top:.1mm;padding-bottom:.1mm}\n",
    /* sheets of a place */
    ".place h1{font-size:34pt;line-height:1.15}\n"
    ".place h1 .other{font-size:14pt}\n"
    ".place .host{font-size:16pt;font-weight:700;line-height:1.3}\n"
    ".place .host .other{font-size:11pt}\n"
    ".place h2{font-size:16pt}\n"
    ".place td{font-size:13pt;line-height:1.25;padding-top:1.6mm;padding-bottom:1.6mm}\n"
    ".place .time{font-size:17pt}\n"
    ".place td .other{font-size:9.5pt}\n"
    ".place td .id{font-size:10pt}\n"
    ".seats col:nth-child(1),.guests col:nth-child(1){width:45mm}"
    ".seats col:nth-child(4),.guests col:nth-child(3){width:27mm}\n"
    ".route col:nth-child(1){width:33mm}.route col:nth-child(3){width:30mm}"
    ".route col:nth-child(4){width:27mm}.visitors col:nth-child(1){width:45mm}\n"
    ".form,.list{margin-top:3mm}\n"
    ".list td{padding-top:.6mm;padding-bottom:.6mm;font-size:9.5pt;line-height:1.25}\n"
    ".list col:nth-child(1){width:42mm}.list col:nth-child(3){width:28mm}\n"
    ".list th:nth-child(3){text-align:right}\n",
    /* outcome forms: boxes to tick and room to write by hand */
    ".form th{line-height:1.2;vertical-align:bottom}\n"
    "th .other{font-size:6.5pt}\n"
    ".form td{padding-top:1.4mm;padding-bottom:1.4mm;height:9mm;line-height:1.25;"
    "vertical-align:middle}\n"
    ".form .time{font-size:10.5pt}\n"
    ".form .local{line-height:1.2;white-space:nowrap}\n"
    ".form col:nth-child(1){width:30mm}.form col:nth-child(n+3){width:13.5mm}"
    ".form col:nth-child(8){width:32mm}\n"
    ".form th:nth-child(n+3):nth-child(-n+7),.tick{text-align:center;padding-left:.5mm;"
    "padding-right:.5mm}\n"
    ".tick{border-left:.4pt solid var(--line)}\n"
    ".tick+td:not(.tick){border-left:.4pt solid var(--line)}\n"
    ".box{display:inline-block;width:4mm;height:4mm;border:.8pt solid var(--ink);"
    "vertical-align:middle}\n"
    ".ask{display:flex;align-items:flex-end;gap:6mm;background:var(--pale);padding:3mm 4mm 4mm;"
    "margin-top:4mm;break-inside:avoid}\n"
    ".line{flex:0 0 52mm;height:10mm;border-bottom:.8pt solid var(--ink);margin-left:auto}\n",
    /* badges: ten on a sheet without a margin of its own, cut marks around them */
    "@page cards{size:A4;margin:0}\n"
    ".cards,.cards.sheet{page:cards;position:relative;width:210mm;height:296.5mm;min-height:0;"
    "padding:13.5mm 14mm 0;overflow:hidden}\n"
    ".cards .cuts{position:absolute;left:0;top:0;width:210mm;height:297mm}\n"
    ".cuts path{fill:none;stroke:var(--ink);stroke-width:.2}\n"
    ".badges{display:grid;grid-template-columns:91mm 91mm;grid-auto-rows:54mm}\n"
    ".badge{padding:4.5mm 6mm 4mm;display:grid;grid-template-columns:1fr 21mm;"
    "grid-template-rows:auto 1fr auto;column-gap:3mm;overflow:hidden;break-inside:avoid}\n"
    ".badge .event{grid-column:1/-1;display:block;margin:0;font-size:7pt;line-height:1.3;"
    "padding-top:1mm;height:8.5mm;overflow:hidden}\n"
    ".badge .names{align-self:center;min-width:0}\n"
    ".badge p{line-height:1.2;overflow-wrap:anywhere}\n"
    ".badge .big{font-size:18pt;font-weight:700}\n"
    ".badge .middle{font-size:13pt;font-weight:700}\n"
    ".badge .small{font-size:9.5pt;font-weight:700}\n"
    ".badge .company{font-size:9.5pt;margin-top:.8mm}\n"
    ".badge .role{grid-column:1;font-size:9pt;font-weight:700;color:var(--accent)}\n"
    ".badge svg{grid-column:2;grid-row:2/4;width:21mm;height:21mm;align-self:end}\n",
    NULL};

struct mus_buf *mus_print_words(struct mus_print_page *page)
{
    page->failed = page->failed || page->words.failed;
    mus_buf_clear(&page->words);
    return &page->words;
}

struct mus_text mus_print_say(struct mus_print_page *page, const char *ja, const char *en)
{
    mus_print_words(page);
    mus_paper_say(page->papers->language, mus_text_of(ja), mus_text_of(en), &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_both(struct mus_print_page *page, struct mus_bilingual text)
{
    mus_print_words(page);
    mus_paper_say(page->papers->language, text.ja, text.en, &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_day(struct mus_print_page *page, mus_date day)
{
    mus_print_words(page);
    mus_paper_day(page->papers->language, day, &page->words);
    return mus_buf_text(&page->words);
}

struct mus_text mus_print_time(struct mus_print_page *page, const struct mus_event_slot *slot)
{
    mus_print_words(page);
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
        status = page->failed || page->words.failed ? mus_fail_memory(err)
                                                    : mus_buf_check(page->html.out, err);
    }
    mus_buf_done(&page->words);
    mus_arena_done(&page->arena);
    return status;
}

void mus_print_open(struct mus_print_page *page, const char *class_name)
{
    const struct mus_event *event = &page->papers->fair->event;
    mus_html_begin_class(&page->html, "section", class_name);
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

void mus_print_place(struct mus_print_page *page, const char *element,
                     const struct mus_meeting *meeting, bool hall)
{
    struct mus_html *html = &page->html;
    struct mus_paper_place place;
    mus_paper_place_of(page->papers, meeting, &place);
    mus_html_begin_class(html, element, "where");
    mus_html_element(html, "span", "kind", mus_print_both(page, place.kind));
    if (place.label.len > 0) {
        mus_html_z(html, " ");
        mus_html_element(html, "b", NULL, place.label);
    }
    if (hall && (place.hall.ja.len > 0 || place.hall.en.len > 0)) {
        mus_html_element(html, "span", "other", mus_print_both(page, place.hall));
    }
    mus_html_end(html);
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

void mus_print_facts(struct mus_print_page *page, size_t participant)
{
    const struct mus_event *event = &page->papers->fair->event;
    const struct mus_participant *who = &page->papers->fair->participants[participant];
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "p", "facts");
    mus_html_text(html, mus_print_both(page, event->roles[who->role].name));
    mus_html_z(html, "　");
    mus_html_text(html, who->id);
    if (who->booth.len > 0) {
        mus_html_z(html, "　");
        mus_html_text(html, mus_print_say(page, "小間", "Booth"));
        mus_html_z(html, " ");
        mus_html_element(html, "b", NULL, who->booth);
        if (event->hall_count > 1) {
            mus_html_z(html, "　");
            mus_html_text(html, mus_print_both(page, event->halls[who->booth_hall].name));
        }
    }
    mus_html_end(html);
}

void mus_print_begin_table(struct mus_print_page *page, const char *class_name,
                           const struct mus_bilingual *heads, size_t count)
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
        mus_print_pair(page, "th", NULL, heads[i]);
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
