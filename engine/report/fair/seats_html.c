/* Sheets that lie on a table or hang at a booth, a page for each day, with who comes when in large
 * type, since they are read standing; and the list of a hall, with what is where. */
#include "report/fair/papers_html.h"
#include "report/fair/print_page.h"
#include "report/fair/seats.h"

struct sheets {
    struct mus_print_page page;
    struct mus_seating seating;
};

static void put_side(struct mus_print_page *page, struct mus_text id)
{
    struct mus_html *html = &page->html;
    size_t place = mus_fair_participant(page->papers->fair, id);
    if (place != SIZE_MAX) {
        mus_print_name(page, "td", "who", place);
    } else {
        mus_html_element(html, "td", "who", id);
    }
}

/* host: whose booth it is, who is in the sheet's head already; not given: at a table. */
static void put_row(struct mus_print_page *page, const struct mus_meeting *meeting,
                    struct mus_text host)
{
    struct mus_html *html = &page->html;
    const struct mus_event *event = &page->papers->fair->event;
    mus_html_begin(html, "tr");
    mus_print_element(page, "td", "time", mus_print_time(page, &event->slots[meeting->slot]));
    const struct mus_text sides[] = {meeting->a, meeting->b};
    for (size_t i = 0; i < 2; i++) {
        if (host.ptr == NULL || !mus_text_equal(sides[i], host)) {
            put_side(page, sides[i]);
        }
    }
    mus_print_interpreter(page, meeting);
    mus_html_end(html);
}

static void put_heads(struct mus_print_page *page, bool at_table)
{
    const struct mus_bilingual time = {MUS_TEXT("時刻"), MUS_TEXT("Time")};
    const struct mus_bilingual interpreter = {MUS_TEXT("通訳"), MUS_TEXT("Interpreter")};
    const struct mus_bilingual table[] = {time,
                                          {MUS_TEXT("企業"), MUS_TEXT("Company")},
                                          {MUS_TEXT("企業"), MUS_TEXT("Company")},
                                          interpreter};
    const struct mus_bilingual booth[] = {
        time, {MUS_TEXT("お越しになる企業"), MUS_TEXT("Who comes")}, interpreter};
    if (at_table) {
        mus_print_begin_table(page, "seats", table, 4);
    } else {
        mus_print_begin_table(page, "guests", booth, 3);
    }
}

static void put_day(struct mus_print_page *page, struct mus_seats seats, struct mus_text host)
{
    const struct mus_event *event = &page->papers->fair->event;
    const struct mus_event_slot *slot = &event->slots[seats.items[0]->slot];
    mus_print_element(page, "h2", NULL, mus_print_day(page, slot->day));
    put_heads(page, host.ptr == NULL);
    for (size_t i = 0; i < seats.count; i++) {
        put_row(page, seats.items[i], host);
    }
    mus_print_end_table(page);
}

/* A page for each day. example: a meeting at the place; host: SIZE_MAX at a table. */
static void put_sheets(struct mus_print_page *page, const struct mus_meeting *example, size_t host,
                       struct mus_seats seats)
{
    const struct mus_event *event = &page->papers->fair->event;
    for (size_t i = 0; i < seats.count;) {
        mus_date day = event->slots[seats.items[i]->slot].day;
        size_t end = i + 1;
        while (end < seats.count && event->slots[seats.items[end]->slot].day == day) {
            end++;
        }
        mus_print_open(page, "sheet place");
        mus_print_place(page, "h1", example, true);
        if (host != SIZE_MAX) {
            mus_print_name(page, "p", "host", host);
        }
        put_day(page, (struct mus_seats){seats.items + i, end - i}, example->a);
        mus_print_close(page);
        i = end;
    }
}

static struct mus_meeting at_table(size_t table)
{
    return (struct mus_meeting){.place = MUS_PLACE_TABLE, .table = (uint16_t)(table + 1)};
}

static struct mus_meeting at_booth(const struct mus_participant *host)
{
    return (struct mus_meeting){.place = MUS_PLACE_BOOTH_A, .a = host->id};
}

static enum mus_status begin(struct sheets *sheets, const struct mus_papers *papers, const char *ja,
                             const char *en, struct mus_buf *out, struct mus_error *err)
{
    *sheets = (struct sheets){0};
    enum mus_status status = mus_print_begin(&sheets->page, papers, ja, en, out, err);
    return status == MUS_OK
               ? mus_seating_make(papers->fair, &sheets->page.arena, &sheets->seating, err)
               : status;
}

enum mus_status mus_tables_html(const struct mus_papers *papers, struct mus_buf *out,
                                struct mus_error *err)
{
    struct sheets sheets;
    const struct mus_fair *fair = papers->fair;
    enum mus_status status =
        begin(&sheets, papers, "テーブル・小間の予定", "Tables and booths", out, err);
    for (size_t t = 0; status == MUS_OK && t < fair->event.table_count; t++) {
        const struct mus_meeting example = at_table(t);
        put_sheets(&sheets.page, &example, SIZE_MAX,
                   mus_seats_at_table(&sheets.seating, example.table));
    }
    for (size_t i = 0; status == MUS_OK && i < sheets.seating.booth_count; i++) {
        uint32_t host = sheets.seating.booths[i];
        const struct mus_meeting example = at_booth(&fair->participants[host]);
        put_sheets(&sheets.page, &example, host, mus_seats_at_booth(&sheets.seating, example.a));
    }
    return mus_print_finish(&sheets.page, status, err);
}

/* ------------------------------------------------------------------ halls */

/* host: whose booth it is; SIZE_MAX: a table. */
static void put_place(struct mus_print_page *page, const struct mus_meeting *example, size_t host,
                      size_t meetings)
{
    struct mus_html *html = &page->html;
    mus_html_begin(html, "tr");
    mus_print_place(page, "td", example, false);
    if (host == SIZE_MAX) {
        mus_print_element(page, "td", NULL, MUS_TEXT(""));
    } else {
        mus_print_name(page, "td", NULL, host);
    }
    mus_buf_printf(mus_print_words(page), "%zu", meetings);
    mus_print_element(page, "td", "number", mus_buf_text(&page->words));
    mus_html_end(html);
}

static void put_hall(struct sheets *sheets, size_t hall)
{
    struct mus_print_page *page = &sheets->page;
    const struct mus_fair *fair = page->papers->fair;
    mus_print_open(page, "sheet");
    mus_print_pair(page, "h1", NULL, fair->event.halls[hall].name);
    const struct mus_bilingual heads[] = {{MUS_TEXT("場所"), MUS_TEXT("Place")},
                                          {MUS_TEXT("企業"), MUS_TEXT("Company")},
                                          {MUS_TEXT("商談数"), MUS_TEXT("Meetings")}};
    mus_print_begin_table(page, "list", heads, 3);
    for (size_t i = 0; i < sheets->seating.booth_count; i++) {
        const struct mus_participant *who = &fair->participants[sheets->seating.booths[i]];
        if (who->booth_hall == hall) {
            const struct mus_meeting example = at_booth(who);
            put_place(page, &example, sheets->seating.booths[i],
                      mus_seats_at_booth(&sheets->seating, who->id).count);
        }
    }
    for (size_t t = 0; t < fair->event.table_count; t++) {
        if (fair->event.tables[t].hall == hall) {
            const struct mus_meeting example = at_table(t);
            put_place(page, &example, SIZE_MAX,
                      mus_seats_at_table(&sheets->seating, example.table).count);
        }
    }
    mus_print_end_table(page);
    mus_print_close(page);
}

enum mus_status mus_halls_html(const struct mus_papers *papers, struct mus_buf *out,
                               struct mus_error *err)
{
    struct sheets sheets;
    enum mus_status status = begin(&sheets, papers, "会場別一覧", "Lists of the halls", out, err);
    for (size_t h = 0; status == MUS_OK && h < papers->fair->event.hall_count; h++) {
        put_hall(&sheets, h);
    }
    return mus_print_finish(&sheets.page, status, err);
}
