/* The agenda of a participant: a page with each day's meetings in large times, the free time
 * between them, and what has no time yet. */
#include "report/fair/papers_html.h"
#include "report/fair/place.h"
#include "report/fair/sheet.h"

static const char *const HEADS_JA[] = {"時刻", "相手", "場所", "通訳"};
static const char *const HEADS_EN[] = {"Time", "Partner", "Place", "Interpreter"};
enum { COLUMNS = 4 };

static const struct mus_event_slot *slot_of(const struct mus_sheet_page *page,
                                            const struct mus_appointment *at)
{
    return at->meeting->slot < 0 ? NULL : &page->papers->fair->event.slots[at->meeting->slot];
}

static void put_times(struct mus_sheet_page *page, const struct mus_appointment *at)
{
    struct mus_html *html = &page->html;
    const struct mus_event_slot *slot = slot_of(page, at);
    mus_html_begin_class(html, "td", "time");
    if (slot == NULL) {
        mus_html_text(html, mus_sheet_say(page, "未定", "to come"));
    } else {
        mus_html_text(html, mus_sheet_time(page, slot));
        if (at->meeting->place == MUS_PLACE_ONLINE) {
            const size_t whose[] = {at->self, at->partner};
            for (size_t i = 0; i < 2; i++) {
                struct mus_text local = mus_sheet_local_time(page, whose[i], slot);
                if (local.len > 0) {
                    mus_html_element(html, "span", "local", local);
                }
            }
        }
    }
    mus_html_end(html);
}

static void put_partner(struct mus_sheet_page *page, size_t partner)
{
    struct mus_html *html = &page->html;
    mus_html_begin(html, "td");
    mus_html_begin_class(html, "div", "who");
    mus_sheet_name(page, "span", partner);
    mus_html_end(html);
    mus_html_element(html, "span", "id", page->papers->fair->participants[partner].id);
    mus_html_end(html);
}

static void put_interpreter(struct mus_sheet_page *page, const struct mus_meeting *meeting)
{
    struct mus_html *html = &page->html;
    mus_html_begin(html, "td");
    if (meeting->interpreter >= 0) {
        mus_html_text(html, page->papers->fair->event.interpreters[meeting->interpreter].id);
        mus_html_z(html, " ");
        mus_html_element(html, "span", "id", meeting->language);
    }
    mus_html_end(html);
}

static void put_meeting(struct mus_sheet_page *page, const struct mus_appointment *at)
{
    struct mus_html *html = &page->html;
    mus_html_begin(html, "tr");
    put_times(page, at);
    put_partner(page, at->partner);
    mus_sheet_element(page, "td", NULL, mus_sheet_place(page, at->meeting));
    put_interpreter(page, at->meeting);
    mus_html_end(html);
}

/* Slots between two meetings of a day. */
static void put_free(struct mus_sheet_page *page, const struct mus_event_slot *before,
                     const struct mus_event_slot *after)
{
    struct mus_html *html = &page->html;
    unsigned end = (unsigned)before->start + before->minutes;
    struct mus_event_slot gap = {.start = (uint16_t)end, .minutes = (uint16_t)(after->start - end)};
    mus_html_begin_class(html, "tr", "free");
    mus_sheet_element(page, "td", NULL, mus_sheet_time(page, &gap));
    mus_html_begin(html, "td");
    mus_html_attribute_integer(html, "colspan", COLUMNS - 1);
    mus_html_text(html, mus_sheet_say(page, "空き時間", "free"));
    mus_html_end(html);
    mus_html_end(html);
}

static void put_day(struct mus_sheet_page *page, const struct mus_appointment *items, size_t count)
{
    const struct mus_event_slot *slot = slot_of(page, items);
    mus_sheet_element(page, "h2", NULL,
                      slot == NULL ? mus_sheet_say(page, "時刻の決まっていない商談",
                                                   "Meetings without a time yet")
                                   : mus_sheet_day(page, slot->day));
    mus_sheet_begin_table(page, "agenda", HEADS_JA, HEADS_EN, COLUMNS);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && slot != NULL && items[i].meeting->slot > items[i - 1].meeting->slot + 1) {
            put_free(page, slot_of(page, &items[i - 1]), slot_of(page, &items[i]));
        }
        put_meeting(page, &items[i]);
    }
    mus_sheet_end_table(page);
}

static bool same_day(const struct mus_sheet_page *page, const struct mus_appointment *a,
                     const struct mus_appointment *b)
{
    const struct mus_event_slot *first = slot_of(page, a);
    const struct mus_event_slot *second = slot_of(page, b);
    return first == NULL || second == NULL ? first == second : first->day == second->day;
}

static void put_facts(struct mus_sheet_page *page, size_t participant)
{
    const struct mus_fair *fair = page->papers->fair;
    const struct mus_participant *who = &fair->participants[participant];
    struct mus_html *html = &page->html;
    mus_html_begin_class(html, "p", "facts");
    mus_html_text(html, mus_sheet_both(page, fair->event.roles[who->role].name));
    mus_html_z(html, "　");
    mus_html_text(html, who->id);
    if (who->booth.len > 0) {
        mus_html_z(html, "　");
        mus_html_text(html, mus_sheet_say(page, "小間", "Booth"));
        mus_html_z(html, " ");
        mus_html_text(html, who->booth);
        mus_html_z(html, "　");
        mus_html_text(html, mus_sheet_both(page, fair->event.halls[who->booth_hall].name));
    }
    mus_html_end(html);
}

static void put_agenda(struct mus_sheet_page *page, size_t participant)
{
    const size_t *begin = page->appointments.begin;
    const struct mus_appointment *items = page->appointments.items + begin[participant];
    size_t count = begin[participant + 1] - begin[participant];
    mus_sheet_open(page);
    mus_sheet_name(page, "h1", participant);
    put_facts(page, participant);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && same_day(page, &items[i], &items[end])) {
            end++;
        }
        put_day(page, items + i, end - i);
        i = end;
    }
    if (count == 0) {
        mus_sheet_element(
            page, "p", "note",
            mus_sheet_say(page, "商談の予定はありません。", "No meetings are planned."));
    }
    mus_sheet_element(
        page, "p", "note",
        mus_sheet_say(
            page,
            "時刻は日本時間です。開始の3分前までに場所へお越しください。来られなくなったときは受付"
            "へお知らせください。",
            "Times are those of Japan. Please be there three minutes before the start, and "
            "tell the desk if you cannot come."));
    mus_sheet_close(page);
}

enum mus_status mus_agenda_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err)
{
    struct mus_sheet_page page;
    enum mus_status status = mus_sheet_begin(&page, papers, "商談予定表", "Agendas", out, err);
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        if (mus_papers_include(papers, i)) {
            put_agenda(&page, i);
        }
    }
    return mus_sheet_finish(&page, status, err);
}
