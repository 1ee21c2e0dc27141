/* A group's page says where to be when, with the free time and the ways to another hall between; a
 * booth's sheet hangs there, in large type, with who comes. */
#include "report/fair/print_page.h"
#include "report/fair/tour_papers.h"

enum { COLUMNS = 4 };

struct tour_page {
    const struct mus_tour_papers *tour;
    const struct mus_tour_problem *problem;
    struct mus_print_page page;
    struct mus_fair fair; /* nobody takes part in it: only what stands in the head of each sheet */
    struct mus_papers papers;
};

static const struct mus_tour_stop *stop_of(const struct tour_page *tour, size_t group, size_t slot)
{
    return &tour->tour->answer->stops[group * tour->problem->slot_count + slot];
}

static struct mus_bilingual or_id(struct mus_bilingual name, struct mus_text id)
{
    return name.ja.len > 0 || name.en.len > 0 ? name : (struct mus_bilingual){id, id};
}

/* ------------------------------------------------------------------ time */

static bool same_day(const struct tour_page *tour, size_t a, size_t b)
{
    return tour->problem->slots[a].day == tour->problem->slots[b].day;
}

/* The slot's times; its id where it has none. */
static void put_time(struct tour_page *tour, size_t slot)
{
    const struct mus_timetable_slot *at = &tour->problem->slots[slot];
    const struct mus_event_slot times = {.start = (uint16_t)(at->start % (24 * 60)),
                                         .minutes = (uint16_t)at->minutes};
    mus_print_element(&tour->page, "td", "time",
                      at->minutes == 0 ? tour->tour->document->slot_ids[slot]
                                       : mus_print_time(&tour->page, &times));
}

/* The day over a table; nothing where the problem names none. */
static void put_day(struct tour_page *tour, size_t slot)
{
    struct mus_text day = tour->tour->document->days[slot];
    mus_date date = MUS_NO_DATE;
    if (day.len > 0) {
        bool known = mus_date_read_iso(day, &date, NULL) == MUS_OK;
        mus_print_element(&tour->page, "h2", NULL, known ? mus_print_day(&tour->page, date) : day);
    }
}

static void put_interpreter(struct tour_page *tour, const struct mus_tour_stop *stop)
{
    mus_print_element(&tour->page, "td", "interpreter",
                      stop->interpreter < 0
                          ? MUS_TEXT("")
                          : tour->tour->document->interpreter_ids[stop->interpreter]);
}

/* ------------------------------------------------------------------ groups */

static void put_place(struct tour_page *tour, const struct mus_tour_stop *stop)
{
    const struct mus_tour_document *document = tour->tour->document;
    struct mus_html *html = &tour->page.html;
    mus_html_begin_class(html, "td", "where");
    mus_html_element(html, "b", NULL, document->booth_ids[stop->booth]);
    if (tour->problem->hall_count > 1) {
        mus_html_element(html, "span", "other",
                         document->hall_ids[tour->problem->booths[stop->booth].hall]);
    }
    mus_html_end(html);
}

static void put_visit(struct tour_page *tour, size_t group, size_t slot)
{
    const struct mus_tour_stop *stop = stop_of(tour, group, slot);
    const struct mus_tour_document *document = tour->tour->document;
    mus_html_begin(&tour->page.html, "tr");
    put_time(tour, slot);
    mus_print_pair(&tour->page, "td", "who",
                   or_id(document->booth_names[stop->booth], document->booth_ids[stop->booth]));
    put_place(tour, stop);
    put_interpreter(tour, stop);
    mus_html_end(&tour->page.html);
}

/* A line between two visits. */
static void put_between(struct tour_page *tour, const char *ja, const char *en)
{
    struct mus_html *html = &tour->page.html;
    mus_html_begin_class(html, "tr", "free");
    mus_html_element(html, "td", NULL, MUS_TEXT(""));
    mus_html_begin(html, "td");
    mus_html_attribute_integer(html, "colspan", COLUMNS - 1);
    mus_html_text(html, mus_print_say(&tour->page, ja, en));
    mus_html_end(html);
    mus_html_end(html);
}

static void put_way(struct tour_page *tour, size_t group, size_t before, size_t slot)
{
    const struct mus_tour_problem *problem = tour->problem;
    size_t from = problem->booths[stop_of(tour, group, before)->booth].hall;
    size_t to = problem->booths[stop_of(tour, group, slot)->booth].hall;
    if (slot > before + 1) {
        put_between(tour, "空き時間", "free");
    }
    if (from != to) {
        put_between(tour, "別の会場へ移る", "on to another hall");
    }
}

static void put_heads(struct tour_page *tour)
{
    const struct mus_bilingual heads[COLUMNS] = {{MUS_TEXT("時刻"), MUS_TEXT("Time")},
                                                 {MUS_TEXT("訪ねる先"), MUS_TEXT("Visit")},
                                                 {MUS_TEXT("小間"), MUS_TEXT("Booth")},
                                                 {MUS_TEXT("通訳"), MUS_TEXT("Interpreter")}};
    mus_print_begin_table(&tour->page, "route", heads, COLUMNS);
}

static void put_route(struct tour_page *tour, size_t group)
{
    size_t before = SIZE_MAX;
    for (size_t s = 0; s < tour->problem->slot_count; s++) {
        if (stop_of(tour, group, s)->booth < 0) {
            continue;
        }
        bool begins = before == SIZE_MAX || !same_day(tour, before, s);
        if (begins && before != SIZE_MAX) {
            mus_print_end_table(&tour->page);
        }
        if (begins) {
            put_day(tour, s);
            put_heads(tour);
        } else {
            put_way(tour, group, before, s);
        }
        put_visit(tour, group, s);
        before = s;
    }
    if (before != SIZE_MAX) {
        mus_print_end_table(&tour->page);
    }
}

static size_t visits_of(const struct tour_page *tour, size_t group)
{
    size_t visits = 0;
    for (size_t s = 0; s < tour->problem->slot_count; s++) {
        visits += stop_of(tour, group, s)->booth >= 0;
    }
    return visits;
}

/* "9名　訪問先 6" and "9 people, 6 visits" */
static void put_counts(struct tour_page *tour, size_t group)
{
    struct mus_buf *words = mus_print_words(&tour->page);
    unsigned people = tour->problem->groups[group].people;
    size_t visits = visits_of(tour, group);
    if (tour->papers.language != MUS_PAPER_EN) {
        mus_buf_printf(words, "　%u名　訪問先 %zu", people, visits);
    }
    if (tour->papers.language != MUS_PAPER_JA) {
        mus_buf_printf(words, "　%u people, %zu visits", people, visits);
    }
    mus_html_text(&tour->page.html, mus_buf_text(words));
}

static void put_group(struct tour_page *tour, size_t group)
{
    const struct mus_tour_document *document = tour->tour->document;
    struct mus_html *html = &tour->page.html;
    mus_print_open(&tour->page, "sheet");
    mus_print_pair(&tour->page, "h1", NULL,
                   or_id(document->group_names[group], document->group_ids[group]));
    mus_html_begin_class(html, "p", "facts");
    mus_html_text(html, document->group_ids[group]);
    put_counts(tour, group);
    mus_html_end(html);
    put_route(tour, group);
    mus_print_close(&tour->page);
}

/* ------------------------------------------------------------------ booths */

static void put_guest(struct tour_page *tour, size_t group, size_t slot)
{
    const struct mus_tour_document *document = tour->tour->document;
    struct mus_html *html = &tour->page.html;
    struct mus_bilingual name = or_id(document->group_names[group], document->group_ids[group]);
    mus_html_begin(html, "tr");
    put_time(tour, slot);
    mus_print_pair(&tour->page, "td", "who", name);
    mus_buf_printf(mus_print_words(&tour->page), "%u", tour->problem->groups[group].people);
    mus_print_element(&tour->page, "td", NULL, mus_buf_text(&tour->page.words));
    put_interpreter(tour, stop_of(tour, group, slot));
    mus_html_end(html);
}

static void open_booth(struct tour_page *tour, size_t booth, size_t slot)
{
    const struct mus_tour_document *document = tour->tour->document;
    const struct mus_bilingual heads[COLUMNS] = {
        {MUS_TEXT("時刻"), MUS_TEXT("Time")},
        {MUS_TEXT("お越しになる方々"), MUS_TEXT("Who comes")},
        {MUS_TEXT("人数"), MUS_TEXT("People")},
        {MUS_TEXT("通訳"), MUS_TEXT("Interpreter")}};
    mus_print_open(&tour->page, "sheet place");
    mus_print_element(&tour->page, "h1", NULL, document->booth_ids[booth]);
    mus_print_pair(&tour->page, "p", "host",
                   or_id(document->booth_names[booth], document->booth_ids[booth]));
    put_day(tour, slot);
    mus_print_begin_table(&tour->page, "route visitors", heads, COLUMNS);
}

/* A sheet for each day on which somebody comes. */
static void put_booth(struct tour_page *tour, size_t booth)
{
    size_t before = SIZE_MAX;
    for (size_t s = 0; s < tour->problem->slot_count; s++) {
        for (size_t g = 0; g < tour->problem->group_count; g++) {
            if (stop_of(tour, g, s)->booth != (int)booth) {
                continue;
            }
            bool begins = before == SIZE_MAX || !same_day(tour, before, s);
            if (begins && before != SIZE_MAX) {
                mus_print_end_table(&tour->page);
                mus_print_close(&tour->page);
            }
            if (begins) {
                open_booth(tour, booth, s);
            }
            put_guest(tour, g, s);
            before = s;
        }
    }
    if (before != SIZE_MAX) {
        mus_print_end_table(&tour->page);
        mus_print_close(&tour->page);
    }
}

/* ------------------------------------------------------------------ all */

enum mus_status mus_tour_papers_html(const struct mus_tour_papers *papers, struct mus_buf *out,
                                     struct mus_error *err)
{
    struct mus_text id = papers->document->id;
    struct tour_page tour = {
        .tour = papers,
        .problem = &papers->document->problem,
        .fair.event = {.name = {MUS_TEXT("視察の行程"), MUS_TEXT("Tours")}, .venue = {id, id}},
        .papers = {.language = papers->language, .only = SIZE_MAX, .now = papers->now}};
    tour.papers.fair = &tour.fair;
    enum mus_status status =
        mus_print_begin(&tour.page, &tour.papers, "視察の行程", "Tours", out, err);
    for (size_t g = 0; status == MUS_OK && g < tour.problem->group_count; g++) {
        put_group(&tour, g);
    }
    for (size_t b = 0; status == MUS_OK && b < tour.problem->booth_count; b++) {
        put_booth(&tour, b);
    }
    return mus_print_finish(&tour.page, status, err);
}
