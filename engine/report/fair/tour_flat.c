/* The visits of all groups as one table, by group and time. */
#include "report/fair/flat.h"
#include "report/fair/place.h"
#include "report/fair/tour_papers.h"

struct column {
    const char *ja, *en;
    unsigned width;
};

static const struct column COLUMNS[] = {
    {"グループ", "group", 12},  {"グループ名", "group name", 30},
    {"人数", "people", 8},      {"日", "day", 12},
    {"開始", "start", 8},       {"終了", "end", 8},
    {"時間枠", "slot", 10},     {"小間", "booth", 10},
    {"訪ねる先", "visit", 34},  {"会場", "hall", 16},
    {"通訳", "interpreter", 10}};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

struct filler {
    const struct mus_tour_papers *papers;
    struct mus_arena *arena;
    struct mus_text *cells;
    size_t used;
    struct mus_buf words;
    bool failed;
};

static void put(struct filler *filler, struct mus_text text)
{
    struct mus_text copy = mus_arena_copy(filler->arena, text);
    filler->failed = filler->failed || (copy.ptr == NULL && text.ptr != NULL);
    filler->cells[filler->used++] = text.ptr == NULL ? MUS_TEXT("") : copy;
}

/* What stands in words, which are then empty again. */
static void put_words(struct filler *filler)
{
    put(filler, mus_buf_text(&filler->words));
    filler->failed = filler->failed || filler->words.failed;
    mus_buf_clear(&filler->words);
}

static void put_name(struct filler *filler, struct mus_bilingual name)
{
    mus_paper_say(filler->papers->language, name.ja, name.en, &filler->words);
    put_words(filler);
}

static void put_number(struct filler *filler, unsigned number)
{
    mus_buf_printf(&filler->words, "%u", number);
    put_words(filler);
}

/* Nothing where the slot has no times. */
static void put_clock(struct filler *filler, const struct mus_timetable_slot *slot, unsigned minute)
{
    if (slot->minutes > 0) {
        mus_buf_printf(&filler->words, "%02u:%02u", minute / 60 % 24, minute % 60);
    }
    put_words(filler);
}

static void put_visit(struct filler *filler, size_t group, size_t s)
{
    const struct mus_tour_document *document = filler->papers->document;
    const struct mus_tour_problem *problem = &document->problem;
    const struct mus_timetable_slot *slot = &problem->slots[s];
    const struct mus_tour_stop *stop =
        &filler->papers->answer->stops[group * problem->slot_count + s];
    put(filler, document->group_ids[group]);
    put_name(filler, document->group_names[group]);
    put_number(filler, problem->groups[group].people);
    put(filler, document->days[s]);
    put_clock(filler, slot, slot->start);
    put_clock(filler, slot, (unsigned)slot->start + slot->minutes);
    put(filler, document->slot_ids[s]);
    put(filler, document->booth_ids[stop->booth]);
    put_name(filler, document->booth_names[stop->booth]);
    put(filler, problem->hall_count == 0 ? MUS_TEXT("")
                                         : document->hall_ids[problem->booths[stop->booth].hall]);
    put(filler,
        stop->interpreter < 0 ? MUS_TEXT("") : document->interpreter_ids[stop->interpreter]);
}

static enum mus_status make(const struct mus_tour_papers *papers, struct mus_arena *arena,
                            struct mus_flat *out, struct mus_error *err)
{
    const struct mus_tour_problem *problem = &papers->document->problem;
    bool english = papers->language == MUS_PAPER_EN;
    struct mus_flat flat = {.title = english ? MUS_TEXT("tours") : MUS_TEXT("視察の行程"),
                            .columns = COLUMN_COUNT};
    struct filler filler = {.papers = papers, .arena = arena};
    filler.cells =
        mus_arena_alloc(arena, (size_t)papers->answer->visits * COLUMN_COUNT, sizeof *filler.cells);
    if (filler.cells == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        flat.heads[i] = mus_text_of(english ? COLUMNS[i].en : COLUMNS[i].ja);
        flat.widths[i] = COLUMNS[i].width;
    }
    for (size_t g = 0; g < problem->group_count; g++) {
        for (size_t s = 0; s < problem->slot_count; s++) {
            if (papers->answer->stops[g * problem->slot_count + s].booth >= 0) {
                put_visit(&filler, g, s);
            }
        }
    }
    mus_buf_done(&filler.words);
    flat.cells = filler.cells;
    flat.rows = filler.used / COLUMN_COUNT;
    *out = flat;
    return filler.failed ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_tour_papers_csv(const struct mus_tour_papers *papers, struct mus_buf *out,
                                    struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_flat flat;
    enum mus_status status = make(papers, &arena, &flat, err);
    if (status == MUS_OK) {
        status = mus_flat_csv(&flat, out, err);
    }
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_tour_papers_xlsx(const struct mus_tour_papers *papers, struct mus_buf *out,
                                     struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_flat flat;
    enum mus_status status = make(papers, &arena, &flat, err);
    if (status == MUS_OK) {
        status = mus_flat_xlsx(&flat, papers->now, out, err);
    }
    mus_arena_done(&arena);
    return status;
}
