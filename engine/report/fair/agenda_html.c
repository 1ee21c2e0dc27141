/* The agenda of a participant: a page with each day's meetings in large times, the free time
 * between them, and what has no time yet. */
#include "report/fair/papers_html.h"
#include "report/fair/place.h"
#include "report/fair/print_page.h"

enum { COLUMNS = 5 };

static const struct mus_event_slot *slot_of(const struct mus_print_page *page,
                                            const struct mus_appointment *at)
{
    return at->meeting->slot < 0 ? NULL : &page->papers->fair->event.slots[at->meeting->slot];
}

/* What the clocks of both sides show, where that is not Japan's time: once where they agree. */
static void put_local_times(struct mus_print_page *page, const struct mus_appointment *at,
                            const struct mus_event_slot *slot)
{
    struct mus_buf *words = mus_print_words(page);
    mus_paper_local_time(page->papers, at->self, slot, words);
    size_t own = words->len;
    mus_paper_local_time(page->papers, at->partner, slot, words);
    if (words->failed) {
        return;
    }
    struct mus_text self = {words->data, own};
    struct mus_text partner = {words->data == NULL ? NULL : words->data + own, words->len - own};
    if (self.len > 0) {
        mus_print_element(page, "span", "local", self);
    }
    if (partner.len > 0 && !mus_text_equal(self, partner)) {
        mus_print_element(page, "span", "local", partner);
    }
}

static void put_times(struct mus_print_page *page, const struct mus_appointment *at)
{
    struct mus_html *html = &page->html;
    const struct mus_event_slot *slot = slot_of(page, at);
    mus_html_begin_class(html, "td", "time");
    if (slot == NULL) {
        mus_html_text(html, mus_print_say(page, "未定", "to be set"));
    } else {
        mus_html_text(html, mus_print_time(page, slot));
        if (at->meeting->place == MUS_PLACE_ONLINE) {
            put_local_times(page, at, slot);
        }
    }
    mus_html_end(html);
}

static void put_meeting(struct mus_print_page *page, const struct mus_appointment *at)
{
    struct mus_html *html = &page->html;
    mus_html_begin(html, "tr");
    put_times(page, at);
    mus_print_name(page, "td", "who", at->partner);
    mus_print_element(page, "td", "id", page->papers->fair->participants[at->partner].id);
    if (slot_of(page, at) == NULL && at->meeting->place == MUS_PLACE_TABLE) {
        mus_print_element(page, "td", NULL, MUS_TEXT(""));
    } else {
        mus_print_place(page, "td", at->meeting, !at->hosts);
    }
    mus_print_interpreter(page, at->meeting);
    mus_html_end(html);
}

/* Slots between two meetings of a day. */
static void put_free(struct mus_print_page *page, const struct mus_event_slot *before,
                     const struct mus_event_slot *after)
{
    struct mus_html *html = &page->html;
    unsigned end = (unsigned)before->start + before->minutes;
    const struct mus_event_slot gap = {.start = (uint16_t)end,
                                       .minutes = (uint16_t)(after->start - end)};
    mus_html_begin_class(html, "tr", "free");
    mus_print_element(page, "td", NULL, mus_print_time(page, &gap));
    mus_html_begin(html, "td");
    mus_html_attribute_integer(html, "colspan", COLUMNS - 1);
    mus_html_text(html, mus_print_say(page, "空き時間", "free"));
    mus_html_end(html);
    mus_html_end(html);
}

static void put_heads(struct mus_print_page *page)
{
    const struct mus_bilingual heads[COLUMNS] = {{MUS_TEXT("時刻"), MUS_TEXT("Time")},
                                                 {MUS_TEXT("相手"), MUS_TEXT("Partner")},
                                                 {MUS_TEXT("番号"), MUS_TEXT("No.")},
                                                 {MUS_TEXT("場所"), MUS_TEXT("Place")},
                                                 {MUS_TEXT("通訳"), MUS_TEXT("Interpreter")}};
    mus_print_begin_table(page, "agenda", heads, COLUMNS);
}

static void put_day(struct mus_print_page *page, const struct mus_appointment *items, size_t count)
{
    const struct mus_event_slot *slot = slot_of(page, items);
    mus_print_element(page, "h2", NULL,
                      slot == NULL ? mus_print_say(page, "時刻の決まっていない商談",
                                                   "Meetings without a time yet")
                                   : mus_print_day(page, slot->day));
    put_heads(page);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && slot != NULL && items[i].meeting->slot > items[i - 1].meeting->slot + 1) {
            put_free(page, slot_of(page, &items[i - 1]), slot_of(page, &items[i]));
        }
        put_meeting(page, &items[i]);
    }
    mus_print_end_table(page);
}

static bool same_day(const struct mus_print_page *page, const struct mus_appointment *a,
                     const struct mus_appointment *b)
{
    const struct mus_event_slot *first = slot_of(page, a);
    const struct mus_event_slot *second = slot_of(page, b);
    return first == NULL || second == NULL ? first == second : first->day == second->day;
}

/* So that the meetings of two full days stand on one page, many of them are set closer. */
static const char *density(size_t meetings)
{
    enum { ROOMY = 14, FULL = 22 };
    return meetings <= ROOMY ? NULL : meetings <= FULL ? "close" : "closest";
}

static void put_days(struct mus_print_page *page, const struct mus_appointment *items, size_t count)
{
    mus_html_begin_class(&page->html, "div", density(count));
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && same_day(page, &items[i], &items[end])) {
            end++;
        }
        put_day(page, items + i, end - i);
        i = end;
    }
    mus_html_end(&page->html);
}

static void put_agenda(struct mus_print_page *page, size_t participant)
{
    const struct mus_bilingual none = {MUS_TEXT("商談の予定はありません。"),
                                       MUS_TEXT("No meetings are planned.")};
    const struct mus_bilingual advice = {
        MUS_TEXT("時刻は日本時間です。開始の3分前までに場所へお越しください。"
                 "来られなくなったときは受付へお知らせください。"),
        MUS_TEXT("Times are those of Japan. Please be there three minutes before the start, and "
                 "tell the desk if you cannot come.")};
    const size_t *begin = page->appointments.begin;
    size_t count = begin[participant + 1] - begin[participant];
    mus_print_open(page, "sheet");
    mus_print_name(page, "h1", NULL, participant);
    mus_print_facts(page, participant);
    put_days(page, page->appointments.items + begin[participant], count);
    if (count == 0) {
        mus_print_pair(page, "p", "note", none);
    }
    mus_print_pair(page, "p", "note", advice);
    mus_print_close(page);
}

enum mus_status mus_agenda_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err)
{
    struct mus_print_page page;
    enum mus_status status = mus_print_begin(&page, papers, "商談予定表", "Agendas", out, err);
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        if (mus_papers_include(papers, i)) {
            put_agenda(&page, i);
        }
    }
    return mus_print_finish(&page, status, err);
}
