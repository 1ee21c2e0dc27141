/* Blank forms for the evening of the fair: what came of each meeting, to be ticked, and how many
 * matches were concluded, the number that the indicator counts. */
#include "report/fair/papers_html.h"
#include "report/fair/print_page.h"

enum { CHOICES = 5 };

static void put_heads(struct mus_print_page *page)
{
    const struct mus_bilingual heads[] = {
        {MUS_TEXT("時刻"), MUS_TEXT("Time")},       {MUS_TEXT("相手"), MUS_TEXT("Partner")},
        {MUS_TEXT("商談した"), MUS_TEXT("met")},    {MUS_TEXT("続ける"), MUS_TEXT("go on")},
        {MUS_TEXT("成立"), MUS_TEXT("concluded")},  {MUS_TEXT("相手不在"), MUS_TEXT("absent")},
        {MUS_TEXT("見送り"), MUS_TEXT("declined")}, {MUS_TEXT("メモ"), MUS_TEXT("Notes")}};
    mus_print_begin_table(page, "form", heads, sizeof heads / sizeof heads[0]);
}

static void put_meeting(struct mus_print_page *page, const struct mus_appointment *at)
{
    const struct mus_event *event = &page->papers->fair->event;
    struct mus_html *html = &page->html;
    mus_html_begin(html, "tr");
    mus_html_begin_class(html, "td", "time");
    if (at->meeting->slot >= 0) {
        const struct mus_event_slot *slot = &event->slots[at->meeting->slot];
        mus_html_text(html, mus_print_time(page, slot));
        mus_html_element(html, "span", "local", mus_print_day(page, slot->day));
    }
    mus_html_end(html);
    mus_print_name(page, "td", "who", at->partner);
    for (size_t i = 0; i < CHOICES; i++) {
        mus_html_begin_class(html, "td", "tick");
        mus_html_element(html, "span", "box", MUS_TEXT(""));
        mus_html_end(html);
    }
    mus_html_element(html, "td", "id", at->meeting->id); /* as the flat form has it */
    mus_html_end(html);
}

static void put_question(struct mus_print_page *page, const char *ja, const char *en)
{
    struct mus_html *html = &page->html;
    const struct mus_bilingual text = {mus_text_of(ja), mus_text_of(en)};
    mus_html_begin_class(html, "div", "ask");
    mus_print_pair(page, "p", NULL, text);
    mus_html_element(html, "span", "line", MUS_TEXT(""));
    mus_html_end(html);
}

static void put_form(struct mus_print_page *page, size_t participant)
{
    const size_t *begin = page->appointments.begin;
    mus_print_open(page, "sheet");
    mus_print_name(page, "h1", NULL, participant);
    mus_print_facts(page, participant);
    put_heads(page);
    for (size_t i = begin[participant]; i < begin[participant + 1]; i++) {
        put_meeting(page, &page->appointments.items[i]);
    }
    mus_print_end_table(page);
    put_question(page, "この催しで成立した件数（商談会のほかで成立したものも含む）",
                 "How many matches you concluded at this event, also outside these meetings");
    put_question(page, "記入日・記入者", "Date and who filled this in");
    mus_print_close(page);
}

enum mus_status mus_outcomes_html(const struct mus_papers *papers, struct mus_buf *out,
                                  struct mus_error *err)
{
    struct mus_print_page page;
    enum mus_status status = mus_print_begin(&page, papers, "商談結果票", "Outcomes", out, err);
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        if (mus_papers_include(papers, i)) {
            put_form(&page, i);
        }
    }
    return mus_print_finish(&page, status, err);
}
