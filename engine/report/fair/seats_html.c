/* Sheets that lie on a table or hang at a booth, with who comes when; and the list of a hall, with
 * what is where. */
#include "report/fair/papers_html.h"
#include "report/fair/place.h"
#include "report/fair/sheet.h"

#include <stdlib.h>

static const char *const SEAT_JA[] = {"時刻", "", "", "通訳"};
static const char *const SEAT_EN[] = {"Time", "", "", "Interpreter"};
static const char *const LIST_JA[] = {"場所", "企業", "商談数"};
static const char *const LIST_EN[] = {"Place", "Company", "Meetings"};

static void put_row(struct mus_sheet_page *page, const struct mus_meeting *meeting)
{
    struct mus_html *html = &page->html;
    const struct mus_fair *fair = page->papers->fair;
    mus_html_begin(html, "tr");
    mus_sheet_element(page, "td", "time", mus_sheet_time(page, &fair->event.slots[meeting->slot]));
    const struct mus_text sides[] = {meeting->a, meeting->b};
    for (size_t i = 0; i < 2; i++) {
        size_t place = mus_fair_participant(fair, sides[i]);
        mus_html_begin_class(html, "td", "who");
        if (place != SIZE_MAX) {
            mus_sheet_name(page, "span", place);
        }
        mus_html_element(html, "span", "id", sides[i]);
        mus_html_end(html);
    }
    mus_html_begin(html, "td");
    if (meeting->interpreter >= 0) {
        mus_html_text(html, fair->event.interpreters[meeting->interpreter].id);
    }
    mus_html_end(html);
    mus_html_end(html);
}

/* The meetings that are held at one place, in the order of time. */
struct seats {
    const struct mus_meeting *const *items;
    size_t count;
};

static void put_days(struct mus_sheet_page *page, struct seats seats)
{
    const struct mus_fair *fair = page->papers->fair;
    mus_date day = MUS_NO_DATE;
    for (size_t i = 0; i < seats.count; i++) {
        const struct mus_event_slot *slot = &fair->event.slots[seats.items[i]->slot];
        if (slot->day != day) {
            if (i > 0) {
                mus_sheet_end_table(page);
            }
            mus_sheet_element(page, "h2", NULL, mus_sheet_day(page, slot->day));
            mus_sheet_begin_table(page, "seats", SEAT_JA, SEAT_EN, 4);
        }
        put_row(page, seats.items[i]);
        day = slot->day;
    }
    if (seats.count > 0) {
        mus_sheet_end_table(page);
    }
}

/* All meetings by where they are held: at[0] at tables, by table; at[1] at booths, by host. */
struct plan {
    struct mus_sheet_page page;
    const struct mus_meeting **at[2];
    size_t count[2];
};

static struct mus_text host_of(const struct mus_meeting *meeting)
{
    return meeting->place == MUS_PLACE_BOOTH_B ? meeting->b : meeting->a;
}

static int by_place_and_time(const void *left, const void *right)
{
    const struct mus_meeting *a = *(const struct mus_meeting *const *)left;
    const struct mus_meeting *b = *(const struct mus_meeting *const *)right;
    int order = a->place == MUS_PLACE_TABLE ? (a->table > b->table) - (a->table < b->table)
                                            : mus_text_compare(host_of(a), host_of(b));
    return order != 0 ? order : (a->slot > b->slot) - (a->slot < b->slot);
}

static enum mus_status sort_meetings(struct plan *plan, const struct mus_fair *fair,
                                     struct mus_error *err)
{
    for (int booths = 0; booths < 2; booths++) {
        const struct mus_meeting **items =
            mus_arena_alloc(&plan->page.arena, fair->meeting_count, sizeof *items);
        if (items == NULL) {
            return mus_fail_memory(err);
        }
        for (size_t i = 0; i < fair->meeting_count; i++) {
            const struct mus_meeting *meeting = &fair->meetings[i];
            bool at_booth =
                meeting->place == MUS_PLACE_BOOTH_A || meeting->place == MUS_PLACE_BOOTH_B;
            bool at_table = meeting->place == MUS_PLACE_TABLE && meeting->table != 0;
            if (meeting->slot >= 0 && meeting->state != MUS_MEETING_CANCELLED &&
                (booths != 0 ? at_booth : at_table)) {
                items[plan->count[booths]++] = meeting;
            }
        }
        if (plan->count[booths] > 1) {
            qsort(items, plan->count[booths], sizeof *items, by_place_and_time);
        }
        plan->at[booths] = items;
    }
    return MUS_OK;
}

/* Those of a table (host not given), or at a host's booth. */
static struct seats seats_at(const struct plan *plan, uint16_t table, struct mus_text host)
{
    int booths = host.ptr != NULL;
    size_t low = 0;
    size_t high = plan->count[booths];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mus_meeting *at = plan->at[booths][middle];
        bool before = booths != 0 ? mus_text_compare(host_of(at), host) < 0 : at->table < table;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    size_t end = low;
    while (end < plan->count[booths] &&
           (booths != 0 ? mus_text_equal(host_of(plan->at[booths][end]), host)
                        : plan->at[booths][end]->table == table)) {
        end++;
    }
    return (struct seats){plan->at[booths] + low, end - low};
}

static void put_table_sheet(struct plan *plan, size_t table)
{
    struct mus_sheet_page *page = &plan->page;
    const struct mus_meeting example = {.place = MUS_PLACE_TABLE, .table = (uint16_t)(table + 1)};
    struct seats seats = seats_at(plan, example.table, MUS_NO_TEXT);
    if (seats.count == 0) {
        return;
    }
    mus_sheet_open(page);
    mus_sheet_element(page, "h1", NULL, mus_sheet_place(page, &example));
    put_days(page, seats);
    mus_sheet_close(page);
}

static void put_booth_sheet(struct plan *plan, size_t host)
{
    struct mus_sheet_page *page = &plan->page;
    const struct mus_participant *who = &page->papers->fair->participants[host];
    const struct mus_meeting example = {.place = MUS_PLACE_BOOTH_A, .a = who->id};
    struct seats seats = seats_at(plan, 0, who->id);
    if (who->booth.len == 0 || seats.count == 0) {
        return;
    }
    mus_sheet_open(page);
    mus_sheet_element(page, "h1", NULL, mus_sheet_place(page, &example));
    mus_sheet_name(page, "h2", host);
    put_days(page, seats);
    mus_sheet_close(page);
}

enum mus_status mus_tables_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err)
{
    struct plan plan = {0};
    enum mus_status status =
        mus_sheet_begin(&plan.page, papers, "テーブル・小間の予定", "Tables and booths", out, err);
    if (status == MUS_OK) {
        status = sort_meetings(&plan, papers->fair, err);
    }
    for (size_t t = 0; status == MUS_OK && t < papers->fair->event.table_count; t++) {
        put_table_sheet(&plan, t);
    }
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        put_booth_sheet(&plan, i);
    }
    return mus_sheet_finish(&plan.page, status, err);
}

/* ------------------------------------------------------------------ halls */

/* host: whose booth it is; SIZE_MAX: a table. */
static void put_place(struct plan *plan, const struct mus_meeting *example, size_t host)
{
    struct mus_sheet_page *page = &plan->page;
    struct mus_html *html = &page->html;
    struct seats seats = seats_at(plan, example->table, example->a);
    mus_html_begin(html, "tr");
    mus_sheet_element(page, "td", "who", mus_sheet_place(page, example));
    if (host == SIZE_MAX) {
        mus_sheet_element(page, "td", NULL, MUS_TEXT(""));
    } else {
        mus_sheet_name(page, "td", host);
    }
    mus_buf_clear(&page->words);
    mus_buf_printf(&page->words, "%zu", seats.count);
    mus_sheet_element(page, "td", NULL, mus_buf_text(&page->words));
    mus_html_end(html);
}

static void put_hall(struct plan *plan, size_t hall)
{
    struct mus_sheet_page *page = &plan->page;
    const struct mus_fair *fair = page->papers->fair;
    mus_sheet_open(page);
    mus_sheet_element(page, "h1", NULL, mus_sheet_both(page, fair->event.halls[hall].name));
    mus_sheet_begin_table(page, "list dense", LIST_JA, LIST_EN, 3);
    for (size_t i = 0; i < fair->participant_count; i++) {
        const struct mus_participant *who = &fair->participants[i];
        if (who->booth.len > 0 && who->booth_hall == hall &&
            who->state == MUS_PARTICIPANT_REGISTERED) {
            const struct mus_meeting example = {.place = MUS_PLACE_BOOTH_A, .a = who->id};
            put_place(plan, &example, i);
        }
    }
    for (size_t t = 0; t < fair->event.table_count; t++) {
        if (fair->event.tables[t].hall == hall) {
            const struct mus_meeting example = {.place = MUS_PLACE_TABLE,
                                                .table = (uint16_t)(t + 1)};
            put_place(plan, &example, SIZE_MAX);
        }
    }
    mus_sheet_end_table(page);
    mus_sheet_close(page);
}

enum mus_status mus_halls_html(const struct mus_papers *papers, struct mus_buf *out,
                               struct mus_error *err)
{
    struct plan plan = {0};
    enum mus_status status =
        mus_sheet_begin(&plan.page, papers, "会場別一覧", "Lists of the halls", out, err);
    if (status == MUS_OK) {
        status = sort_meetings(&plan, papers->fair, err);
    }
    for (size_t h = 0; status == MUS_OK && h < papers->fair->event.hall_count; h++) {
        put_hall(&plan, h);
    }
    return mus_sheet_finish(&plan.page, status, err);
}
