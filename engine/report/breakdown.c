#include "report/breakdown.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "matcher/vocabulary.h"

static const char *const NAMES[MUS_BY_COUNT] = {
    [MUS_BY_PROGRAMME] = "by_programme", [MUS_BY_MONTH] = "by_month",
    [MUS_BY_PURPOSE] = "by_purpose",     [MUS_BY_COUNTRY] = "by_country",
    [MUS_BY_SIZE] = "by_size",
};

/* ------------------------------------------------------------------ adding up */

/* Cells in the order of their keys while they grow. */
struct cells {
    struct mus_report_cell *items;
    size_t count, capacity;
};

/* Where the key stands or belongs. */
static size_t place_of(const struct cells *cells, struct mus_text key)
{
    size_t low = 0;
    size_t high = cells->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mus_text_compare(cells->items[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum mus_status make_room(struct cells *cells, struct mus_arena *arena,
                                 struct mus_error *err)
{
    enum { FIRST = 16 };
    if (cells->count < cells->capacity) {
        return MUS_OK;
    }
    size_t capacity = cells->capacity == 0 ? FIRST : 2 * cells->capacity;
    struct mus_report_cell *items = mus_arena_alloc(arena, capacity, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    if (cells->count > 0) {
        memcpy(items, cells->items, cells->count * sizeof *items);
    }
    cells->items = items;
    cells->capacity = capacity;
    return MUS_OK;
}

static enum mus_status add(struct cells *cells, struct mus_text key, uint32_t count,
                           struct mus_arena *arena, struct mus_error *err)
{
    size_t at = place_of(cells, key);
    if (at < cells->count && mus_text_equal(cells->items[at].key, key)) {
        cells->items[at].count += count;
        return MUS_OK;
    }
    enum mus_status status = make_room(cells, arena, err);
    if (status == MUS_OK) {
        struct mus_report_cell *cell = &cells->items[at];
        memmove(cell + 1, cell, (cells->count - at) * sizeof *cell);
        *cell = (struct mus_report_cell){.key = key, .count = count};
        cells->count++;
    }
    return status;
}

static struct mus_text purpose_key(const struct mus_counted *counted)
{
    return counted->purpose.len == 0 ? MUS_TEXT(MUS_PURPOSE_UNSPECIFIED) : counted->purpose;
}

static struct mus_text country_key(const struct mus_counted *counted)
{
    return counted->country[0] == '\0' ? MUS_TEXT(MUS_CELL_UNKNOWN)
                                       : (struct mus_text){counted->country, 2};
}

static struct mus_text size_key(const struct mus_counted *counted)
{
    return counted->size == MUS_SIZE_UNKNOWN
               ? MUS_TEXT(MUS_CELL_UNKNOWN)
               : mus_text_of(mus_vocabulary_code(MUS_VOCABULARY_SIZE, counted->size));
}

/* ------------------------------------------------------------------ months */

/* From 0: April is the first. */
static int month_of(mus_date date)
{
    int year, month, day;
    mus_date_parts(date, &year, &month, &day);
    return (month + 8) % 12;
}

/* All twelve, also those in which nothing was concluded. */
static enum mus_status make_months(int fiscal_year, struct mus_arena *arena, struct cells *cells,
                                   struct mus_error *err)
{
    enum { ROOM = sizeof "2025-04 and more" };
    char *keys = mus_arena_alloc(arena, MUS_REPORT_MONTHS, ROOM);
    cells->items = mus_arena_alloc(arena, MUS_REPORT_MONTHS, sizeof *cells->items);
    if (keys == NULL || cells->items == NULL) {
        return mus_fail_memory(err);
    }
    cells->count = cells->capacity = MUS_REPORT_MONTHS;
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        char *key = keys + i * ROOM;
        int len = snprintf(key, ROOM, "%04d-%02d", fiscal_year + (i >= 9), (i + 3) % 12 + 1);
        cells->items[i].key = (struct mus_text){key, (size_t)len};
    }
    return MUS_OK;
}

/* Rounded up, so that whoever keeps to the line reaches the target. */
static uint64_t needed_by(uint64_t target, uint64_t months)
{
    return (target * months + MUS_REPORT_MONTHS - 1) / MUS_REPORT_MONTHS;
}

static void hide_cumulatives(struct mus_report_month months[MUS_REPORT_MONTHS])
{
    int first = MUS_REPORT_MONTHS;
    int last = 0;
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        if (months[i].hidden) {
            first = first < i ? first : i;
            last = i;
        }
    }
    for (int i = first; i < last; i++) {
        months[i].cumulative_hidden = true;
    }
}

void mus_months_make(const struct mus_indicator *indicator,
                     struct mus_report_month out[MUS_REPORT_MONTHS])
{
    const struct mus_breakdown *by_month = &indicator->by[MUS_BY_MONTH];
    uint64_t cumulative = 0;
    assert(by_month->count == MUS_REPORT_MONTHS);
    for (int i = 0; i < MUS_REPORT_MONTHS; i++) {
        struct mus_report_month *month = &out[i];
        mus_date first;
        int year = indicator->fiscal_year + (i >= 9);
        cumulative += by_month->cells[i].count;
        *month = (struct mus_report_month){
            .year = year,
            .month = (i + 3) % 12 + 1,
            .count = by_month->cells[i].count,
            .cumulative = cumulative,
            .needed = indicator->has_target ? needed_by(indicator->target, i + 1U) : 0,
            .hidden = by_month->cells[i].hidden,
        };
        month->future =
            !mus_date_of(month->year, month->month, 1, &first) || first > indicator->as_of;
    }
    hide_cumulatives(out);
}

/* ------------------------------------------------------------------ all of them */

static enum mus_status add_counted(const struct mus_counted *counted,
                                   struct cells cells[MUS_BY_COUNT], struct mus_arena *arena,
                                   struct mus_error *err)
{
    uint32_t count = counted->count;
    cells[MUS_BY_MONTH].items[month_of(counted->date)].count += count;
    enum mus_status status = add(&cells[MUS_BY_PROGRAMME], counted->programme, count, arena, err);
    if (status == MUS_OK) {
        status = add(&cells[MUS_BY_PURPOSE], purpose_key(counted), count, arena, err);
    }
    if (status == MUS_OK) {
        status = add(&cells[MUS_BY_COUNTRY], country_key(counted), count, arena, err);
    }
    if (status == MUS_OK) {
        status = add(&cells[MUS_BY_SIZE], size_key(counted), count, arena, err);
    }
    return status;
}

enum mus_status mus_breakdowns_make(const struct mus_count *count, int fiscal_year,
                                    struct mus_arena *arena, struct mus_breakdown out[MUS_BY_COUNT],
                                    struct mus_error *err)
{
    struct cells cells[MUS_BY_COUNT] = {{0}};
    enum mus_status status = make_months(fiscal_year, arena, &cells[MUS_BY_MONTH], err);
    for (size_t i = 0; status == MUS_OK && i < count->counted_count; i++) {
        status = add_counted(&count->counted[i], cells, arena, err);
    }
    for (size_t i = 0; status == MUS_OK && i < MUS_BY_COUNT; i++) {
        out[i] = (struct mus_breakdown){NAMES[i], cells[i].items, cells[i].count};
    }
    return status;
}

/* ------------------------------------------------------------------ hiding */

/* Told elsewhere in the same report. */
static bool is_told_anyway(const struct mus_breakdown *breakdown,
                           const struct mus_report_cell *cell)
{
    return strcmp(breakdown->name, NAMES[MUS_BY_PURPOSE]) == 0 &&
           mus_text_equals(cell->key, MUS_PURPOSE_UNSPECIFIED);
}

/* The smallest cell that is still told and may be hidden; NULL: none. */
static struct mus_report_cell *smallest_told(struct mus_breakdown *breakdown)
{
    struct mus_report_cell *smallest = NULL;
    for (size_t i = 0; i < breakdown->count; i++) {
        struct mus_report_cell *cell = &breakdown->cells[i];
        if (cell->hidden || cell->count == 0 || is_told_anyway(breakdown, cell)) {
            continue;
        }
        if (smallest == NULL || cell->count < smallest->count) {
            smallest = cell;
        }
    }
    return smallest;
}

void mus_breakdown_suppress(struct mus_breakdown *breakdown, int64_t below)
{
    uint64_t bound = below > 0 ? (uint64_t)below : 0;
    uint64_t sum = 0;
    size_t hidden = 0;
    for (;;) {
        struct mus_report_cell *cell = smallest_told(breakdown);
        bool revealing = hidden == 1 || (hidden > 0 && sum < bound);
        if (cell == NULL || (cell->count >= bound && !revealing)) {
            return;
        }
        cell->hidden = true;
        sum += cell->count;
        hidden++;
    }
}
