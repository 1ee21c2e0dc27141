/* Agenda: a row for each participant and meeting. Tables: a row for each meeting by place. Halls: a
 * row for each booth and table. Badges: a row for each person. Outcomes: a row for each company and
 * side, with the columns that `ledger import reported` understands; how many is to be filled in,
 * and meetings that were not held crossed out of the list, which `event import outcomes` reads. */
#include "report/fair/flat.h"

#include "base/calendar.h"
#include "report/fair/flat_cells.h"
#include "report/fair/place.h"
#include "report/fair/seats.h"

#include <stdlib.h>

static const struct mus_flat_column AGENDA[] = {{"参加者番号", "participant", 12},
                                                {"企業", "company", 34},
                                                {"日", "day", 12},
                                                {"開始", "start", 8},
                                                {"終了", "end", 8},
                                                {"相手番号", "partner", 12},
                                                {"相手企業", "partner company", 34},
                                                {"場所", "place", 24},
                                                {"通訳", "interpreter", 10},
                                                {"現地時刻", "local time", 22},
                                                {"商談番号", "meeting", 14},
                                                {"状態", "state", 10}};
static const struct mus_flat_column TABLES[] = {
    {"場所", "place", 24},       {"日", "day", 12},          {"開始", "start", 8},
    {"終了", "end", 8},          {"番号1", "a", 12},         {"企業1", "company a", 34},
    {"番号2", "b", 12},          {"企業2", "company b", 34}, {"通訳", "interpreter", 10},
    {"商談番号", "meeting", 14}, {"状態", "state", 10}};
static const struct mus_flat_column HALLS[] = {{"会場", "hall", 20},
                                               {"場所", "place", 24},
                                               {"参加者番号", "participant", 12},
                                               {"企業", "company", 34}};
static const struct mus_flat_column BADGES[] = {{"参加者番号", "participant", 12},
                                                {"企業", "company", 34},
                                                {"企業（英）", "company (en)", 34},
                                                {"氏名", "person", 20},
                                                {"区分", "role", 14},
                                                {"小間", "booth", 10}};
/* In this order in both languages: what is read back is found by its heading. */
static const struct mus_flat_column OUTCOMES[] = {{"回答企業", "respondent", 20},
                                                  {"企業名", "name", 34},
                                                  {"区分", "side", 12},
                                                  {"開催回", "edition", 14},
                                                  {"事業", "programme", 10},
                                                  {"回答日", "date", 12},
                                                  {"件数", "n", 8},
                                                  {"商談番号", "meetings", 40}};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const struct {
    const char *ja, *en;
    const struct mus_flat_column *columns;
    size_t count;
} PAPERS[MUS_PAPER_COUNT] = {
    [MUS_PAPER_AGENDA] = {"商談予定", "agenda", AGENDA, COUNT(AGENDA)},
    [MUS_PAPER_TABLES] = {"テーブル", "tables", TABLES, COUNT(TABLES)},
    [MUS_PAPER_HALLS] = {"会場", "halls", HALLS, COUNT(HALLS)},
    [MUS_PAPER_BADGES] = {"名札", "badges", BADGES, COUNT(BADGES)},
    [MUS_PAPER_OUTCOMES] = {"商談結果", "outcomes", OUTCOMES, COUNT(OUTCOMES)},
};

struct filler {
    const struct mus_papers *papers;
    struct mus_flat_cells cells;
};

static void put(struct filler *filler, struct mus_text text)
{
    mus_flat_put(&filler->cells, text);
}

static void put_words(struct filler *filler)
{
    mus_flat_put_words(&filler->cells);
}

static void put_company(struct filler *filler, size_t participant)
{
    bool english = filler->papers->language == MUS_PAPER_EN;
    put(filler, mus_fair_name_in(&filler->papers->names->items[participant], english));
}

static void put_clock(struct filler *filler, unsigned minutes)
{
    mus_buf_printf(&filler->cells.words, "%02u:%02u", minutes / 60, minutes % 60);
    put_words(filler);
}

/* Day, start and end. */
static void put_slot(struct filler *filler, int16_t slot)
{
    if (slot < 0) {
        put(filler, MUS_TEXT(""));
        put(filler, MUS_TEXT(""));
        put(filler, MUS_TEXT(""));
        return;
    }
    const struct mus_event_slot *at = &filler->papers->fair->event.slots[slot];
    mus_date_write_iso(&filler->cells.words, at->day);
    put_words(filler);
    put_clock(filler, at->start);
    put_clock(filler, (unsigned)at->start + at->minutes);
}

static void put_interpreter(struct filler *filler, const struct mus_meeting *meeting)
{
    const struct mus_event *event = &filler->papers->fair->event;
    put(filler,
        meeting->interpreter < 0 ? MUS_TEXT("") : event->interpreters[meeting->interpreter].id);
}

static void put_place(struct filler *filler, const struct mus_meeting *meeting)
{
    mus_paper_place(filler->papers, meeting, &filler->cells.words);
    put_words(filler);
}

static void fill_agenda(struct filler *filler, const struct mus_appointments *appointments,
                        size_t participant)
{
    const struct mus_fair *fair = filler->papers->fair;
    for (size_t i = appointments->begin[participant]; i < appointments->begin[participant + 1];
         i++) {
        const struct mus_appointment *at = &appointments->items[i];
        const struct mus_meeting *meeting = at->meeting;
        put(filler, fair->participants[participant].id);
        put_company(filler, participant);
        put_slot(filler, meeting->slot);
        put(filler, fair->participants[at->partner].id);
        put_company(filler, at->partner);
        put_place(filler, meeting);
        put_interpreter(filler, meeting);
        if (meeting->slot >= 0 && meeting->place == MUS_PLACE_ONLINE) {
            mus_paper_local_time(filler->papers, participant, &fair->event.slots[meeting->slot],
                                 &filler->cells.words);
        }
        put_words(filler);
        put(filler, meeting->id);
        put(filler, mus_text_of(mus_meeting_state_name((enum mus_meeting_state)meeting->state)));
    }
}

static void fill_tables(struct filler *filler, const struct mus_meeting *meeting)
{
    const struct mus_fair *fair = filler->papers->fair;
    const struct mus_text sides[] = {meeting->a, meeting->b};
    put_place(filler, meeting);
    put_slot(filler, meeting->slot);
    for (size_t i = 0; i < 2; i++) {
        size_t place = mus_fair_participant(fair, sides[i]);
        put(filler, sides[i]);
        if (place == SIZE_MAX) {
            put(filler, MUS_TEXT(""));
        } else {
            put_company(filler, place);
        }
    }
    put_interpreter(filler, meeting);
    put(filler, meeting->id);
    put(filler, mus_text_of(mus_meeting_state_name((enum mus_meeting_state)meeting->state)));
}

static void put_label(struct filler *filler, struct mus_bilingual label)
{
    mus_paper_say(filler->papers->language, label.ja, label.en, &filler->cells.words);
    put_words(filler);
}

static void fill_booth(struct filler *filler, size_t participant)
{
    const struct mus_fair *fair = filler->papers->fair;
    const struct mus_participant *who = &fair->participants[participant];
    const struct mus_meeting example = {.place = MUS_PLACE_BOOTH_A, .a = who->id};
    put_label(filler, fair->event.halls[who->booth_hall].name);
    put_place(filler, &example);
    put(filler, who->id);
    put_company(filler, participant);
}

static void fill_table(struct filler *filler, size_t table)
{
    const struct mus_event *event = &filler->papers->fair->event;
    const struct mus_meeting example = {.place = MUS_PLACE_TABLE, .table = (uint16_t)(table + 1)};
    put_label(filler, event->halls[event->tables[table].hall].name);
    put_place(filler, &example);
    put(filler, MUS_TEXT(""));
    put(filler, MUS_TEXT(""));
}

static void fill_badge(struct filler *filler, size_t participant, struct mus_text person)
{
    const struct mus_fair *fair = filler->papers->fair;
    const struct mus_participant *who = &fair->participants[participant];
    const struct mus_fair_name *name = &filler->papers->names->items[participant];
    put(filler, who->id);
    put(filler, mus_fair_name_in(name, false));
    put(filler, name->en);
    put(filler, person);
    put_label(filler, fair->event.roles[who->role].name);
    put(filler, who->booth);
}

/* A company answers once for a side, however many of its people took part. */
struct answer {
    struct mus_text company;
    size_t participant; /* the first of them */
    bool exhibits;
    struct mus_text meetings; /* ids of all their meetings that were to be, parted by commas */
};

/* Who has a booth or comes as one is an exhibitor, everybody else a visitor. */
static bool exhibits(const struct mus_fair *fair, size_t participant)
{
    const struct mus_participant *who = &fair->participants[participant];
    return who->booth.len > 0 || mus_text_equals(fair->event.roles[who->role].code, "exhibitor");
}

static void fill_outcome(struct filler *filler, const struct answer *answer)
{
    const struct mus_fair *fair = filler->papers->fair;
    size_t participant = answer->participant;
    put(filler, fair->participants[participant].company);
    put_company(filler, participant);
    put(filler, exhibits(fair, participant) ? MUS_TEXT("exhibitor") : MUS_TEXT("visitor"));
    put(filler, fair->event.edition);
    put(filler, fair->event.programme);
    mus_date_write_iso(&filler->cells.words, fair->event.last);
    put_words(filler);
    put(filler, MUS_TEXT(""));
    put(filler, answer->meetings);
}

static int by_company_and_side(const void *left, const void *right)
{
    const struct answer *a = left;
    const struct answer *b = right;
    int order = mus_text_compare(a->company, b->company);
    if (order == 0) {
        order = (int)b->exhibits - (int)a->exhibits;
    }
    return order != 0 ? order
                      : (a->participant > b->participant) - (a->participant < b->participant);
}

static int by_participant(const void *left, const void *right)
{
    const struct answer *a = left;
    const struct answer *b = right;
    return (a->participant > b->participant) - (a->participant < b->participant);
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
    return a->exhibits == b->exhibits && mus_text_equal(a->company, b->company);
}

static void list_meetings(struct filler *filler, const struct mus_appointments *appointments,
                          size_t participant)
{
    for (size_t i = appointments->begin[participant]; i < appointments->begin[participant + 1];
         i++) {
        const struct mus_meeting *meeting = appointments->items[i].meeting;
        if (meeting->slot >= 0) {
            mus_buf_add_z(&filler->cells.words, filler->cells.words.len == 0 ? "" : ",");
            mus_buf_add_text(&filler->cells.words, meeting->id);
        }
    }
}

/* Sorted answers, of which one is kept for each company and side: the first. */
static size_t join_answers(struct filler *filler, const struct mus_appointments *appointments,
                           struct answer *answers, size_t count)
{
    size_t kept = 0;
    for (size_t from = 0; from < count; kept++) {
        size_t to = from;
        while (to < count && same_answer(&answers[to], &answers[from])) {
            list_meetings(filler, appointments, answers[to++].participant);
        }
        answers[kept] = answers[from];
        answers[kept].meetings =
            mus_arena_copy(filler->cells.arena, mus_buf_text(&filler->cells.words));
        filler->cells.failed = filler->cells.failed || filler->cells.words.failed ||
                               (filler->cells.words.len > 0 && answers[kept].meetings.ptr == NULL);
        mus_buf_clear(&filler->cells.words);
        from = to;
    }
    return kept;
}

static enum mus_status fill_outcomes(struct filler *filler, struct mus_error *err)
{
    const struct mus_fair *fair = filler->papers->fair;
    struct mus_appointments appointments;
    struct answer *answers =
        mus_arena_alloc(filler->cells.arena, fair->participant_count, sizeof *answers);
    size_t count = 0;
    enum mus_status status =
        answers == NULL
            ? mus_fail_memory(err)
            : mus_appointments_make(fair, false, filler->cells.arena, &appointments, err);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t i = 0; i < fair->participant_count; i++) {
        if (mus_papers_include(filler->papers, i)) {
            answers[count++] = (struct answer){.company = fair->participants[i].company,
                                               .participant = i,
                                               .exhibits = exhibits(fair, i)};
        }
    }
    if (count > 1) {
        qsort(answers, count, sizeof *answers, by_company_and_side);
    }
    size_t kept = join_answers(filler, &appointments, answers, count);
    if (kept > 1) {
        qsort(answers, kept, sizeof *answers, by_participant);
    }
    for (size_t i = 0; i < kept; i++) {
        fill_outcome(filler, &answers[i]);
    }
    return MUS_OK;
}

static size_t people_of(const struct mus_papers *papers, size_t participant)
{
    size_t named = papers->people == NULL ? 0 : papers->people[participant].count;
    size_t people = papers->fair->participants[participant].people;
    return named > people ? named : people;
}

static bool comes(const struct mus_papers *papers, size_t participant)
{
    return papers->only == SIZE_MAX
               ? papers->fair->participants[participant].state == MUS_PARTICIPANT_REGISTERED
               : papers->only == participant;
}

static size_t most_rows(const struct mus_papers *papers, enum mus_paper paper)
{
    const struct mus_fair *fair = papers->fair;
    size_t people = 0;
    switch (paper) {
    case MUS_PAPER_AGENDA:
        return fair->meeting_count * 2;
    case MUS_PAPER_TABLES:
        return fair->meeting_count;
    case MUS_PAPER_HALLS:
        return fair->participant_count + fair->event.table_count;
    case MUS_PAPER_BADGES:
        for (size_t i = 0; i < fair->participant_count; i++) {
            people += people_of(papers, i);
        }
        return people;
    case MUS_PAPER_OUTCOMES:
    case MUS_PAPER_COUNT:
        break;
    }
    return fair->participant_count;
}

static enum mus_status fill_agendas(struct filler *filler, struct mus_error *err)
{
    const struct mus_papers *papers = filler->papers;
    struct mus_appointments appointments;
    enum mus_status status =
        mus_appointments_make(papers->fair, false, filler->cells.arena, &appointments, err);
    for (size_t i = 0; status == MUS_OK && i < papers->fair->participant_count; i++) {
        if (mus_papers_include(papers, i)) {
            fill_agenda(filler, &appointments, i);
        }
    }
    return status;
}

static enum mus_status fill_seats(struct filler *filler, struct mus_error *err)
{
    struct mus_seating seating;
    enum mus_status status =
        mus_seating_make(filler->papers->fair, filler->cells.arena, &seating, err);
    for (size_t i = 0; status == MUS_OK && i < seating.count; i++) {
        fill_tables(filler, seating.items[i]);
    }
    return status;
}

static enum mus_status fill_halls(struct filler *filler, struct mus_error *err)
{
    const struct mus_fair *fair = filler->papers->fair;
    struct mus_seating seating;
    enum mus_status status = mus_seating_make(fair, filler->cells.arena, &seating, err);
    for (size_t i = 0; status == MUS_OK && i < seating.booth_count; i++) {
        fill_booth(filler, seating.booths[i]);
    }
    for (size_t t = 0; status == MUS_OK && t < fair->event.table_count; t++) {
        fill_table(filler, t);
    }
    return status;
}

static void fill_badges(struct filler *filler)
{
    const struct mus_papers *papers = filler->papers;
    for (size_t i = 0; i < papers->fair->participant_count; i++) {
        size_t named = papers->people == NULL ? 0 : papers->people[i].count;
        for (size_t p = 0; comes(papers, i) && p < people_of(papers, i); p++) {
            fill_badge(filler, i, p < named ? papers->people[i].items[p] : MUS_TEXT(""));
        }
    }
}

static enum mus_status fill(struct filler *filler, enum mus_paper paper, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    switch (paper) {
    case MUS_PAPER_AGENDA:
        status = fill_agendas(filler, err);
        break;
    case MUS_PAPER_TABLES:
        status = fill_seats(filler, err);
        break;
    case MUS_PAPER_HALLS:
        status = fill_halls(filler, err);
        break;
    case MUS_PAPER_BADGES:
        fill_badges(filler);
        break;
    case MUS_PAPER_OUTCOMES:
    case MUS_PAPER_COUNT:
        status = fill_outcomes(filler, err);
        break;
    }
    return status;
}

enum mus_status mus_flat_make(const struct mus_papers *papers, enum mus_paper paper,
                              struct mus_arena *arena, struct mus_flat *out, struct mus_error *err)
{
    bool english = papers->language == MUS_PAPER_EN;
    struct mus_flat flat = {.title = mus_text_of(english ? PAPERS[paper].en : PAPERS[paper].ja)};
    struct filler filler = {.papers = papers};
    enum mus_status status =
        mus_flat_cells_begin(&filler.cells, &flat, PAPERS[paper].columns, PAPERS[paper].count,
                             most_rows(papers, paper), english, arena, err);
    if (status != MUS_OK) {
        return status;
    }
    status = fill(&filler, paper, err);
    enum mus_status ended = mus_flat_cells_end(&filler.cells, &flat, status == MUS_OK ? err : NULL);
    status = status == MUS_OK ? ended : status;
    if (status == MUS_OK) {
        *out = flat;
    }
    return status;
}
