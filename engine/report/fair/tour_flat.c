/* The visits of all groups as one table, by group and time. */
#include "report/fair/flat_cells.h"
#include "report/fair/place.h"
#include "report/fair/tour_papers.h"

static const struct mus_flat_column COLUMNS[] = {
    {"グループ", "group", 12},  {"グループ名", "group name", 30},
    {"人数", "people", 8},      {"日", "day", 12},
    {"開始", "start", 8},       {"終了", "end", 8},
    {"時間枠", "slot", 10},     {"小間", "booth", 10},
    {"訪ねる先", "visit", 34},  {"会場", "hall", 16},
    {"通訳", "interpreter", 10}};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };

struct filler {
    const struct mus_tour_papers *papers;
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

static void put_name(struct filler *filler, struct mus_bilingual name)
{
    mus_paper_say(filler->papers->language, name.ja, name.en, &filler->cells.words);
    put_words(filler);
}

static void put_number(struct filler *filler, unsigned number)
{
    mus_buf_printf(&filler->cells.words, "%u", number);
    put_words(filler);
}

/* Nothing where the slot has no times. */
static void put_clock(struct filler *filler, const struct mus_timetable_slot *slot, unsigned minute)
{
    if (slot->minutes > 0) {
        mus_buf_printf(&filler->cells.words, "%02u:%02u", minute / 60 % 24, minute % 60);
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
    *out = (struct mus_flat){.title = english ? MUS_TEXT("tours") : MUS_TEXT("視察の行程")};
    struct filler filler = {.papers = papers};
    enum mus_status status = mus_flat_cells_begin(&filler.cells, out, COLUMNS, COLUMN_COUNT,
                                                  papers->answer->visits, english, arena, err);
    if (status != MUS_OK) {
        return status;
    }
    for (size_t g = 0; g < problem->group_count; g++) {
        for (size_t s = 0; s < problem->slot_count; s++) {
            if (papers->answer->stops[g * problem->slot_count + s].booth >= 0) {
                put_visit(&filler, g, s);
            }
        }
    }
    return mus_flat_cells_end(&filler.cells, out, err);
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
