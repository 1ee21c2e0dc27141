#include "report/ordered.h"

#include <stdlib.h>

const struct mus_breakdown_face *mus_breakdown_face(size_t which)
{
    static const struct mus_breakdown_face faces[MUS_BY_COUNT] = {
        [MUS_BY_PROGRAMME] = {"programmes", "事業別", "By programme", "事業", "Programme"},
        [MUS_BY_MONTH] = {NULL, "月別", "By month", "月", "Month"},
        [MUS_BY_PURPOSE] = {"purposes", "目的別", "By purpose", "目的", "Purpose"},
        [MUS_BY_COUNTRY] = {"countries", "国・地域別", "By country or territory", "国・地域",
                            "Country or territory"},
        [MUS_BY_SIZE] = {"sizes", "企業規模別", "By size of firm", "企業規模", "Size"},
    };
    return &faces[which];
}

static int compare_keys(const struct mus_report_cell *a, const struct mus_report_cell *b)
{
    return mus_text_compare(a->key, b->key);
}

static int by_count(const void *x, const void *y)
{
    const struct mus_report_cell *a = *(const struct mus_report_cell *const *)x;
    const struct mus_report_cell *b = *(const struct mus_report_cell *const *)y;
    if (a->hidden != b->hidden) {
        return a->hidden ? 1 : -1;
    }
    if (!a->hidden && a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return compare_keys(a, b);
}

/* small, sme, large, and what is not known last. */
static int rank_of_size(struct mus_text key)
{
    static const char *const sizes[] = {"small", "sme", "large"};
    int rank = 0;
    while (rank < 3 && !mus_text_equals(key, sizes[rank])) {
        rank++;
    }
    return rank;
}

static int by_size(const void *x, const void *y)
{
    const struct mus_report_cell *a = *(const struct mus_report_cell *const *)x;
    const struct mus_report_cell *b = *(const struct mus_report_cell *const *)y;
    int difference = rank_of_size(a->key) - rank_of_size(b->key);
    return difference != 0 ? difference : compare_keys(a, b);
}

struct mus_ordered mus_ordered_make(const struct mus_indicator *indicator, size_t which,
                                    struct mus_words *words)
{
    const struct mus_breakdown *by = &indicator->by[which];
    struct mus_ordered ordered = {
        .cells = mus_arena_alloc(words->arena, by->count, sizeof *ordered.cells),
    };
    if (ordered.cells == NULL) {
        words->failed = true;
        return ordered;
    }
    for (size_t i = 0; i < by->count; i++) {
        ordered.cells[ordered.count++] = &by->cells[i];
    }
    if (which != MUS_BY_MONTH) {
        qsort(ordered.cells, ordered.count, sizeof *ordered.cells,
              which == MUS_BY_SIZE ? by_size : by_count);
    }
    return ordered;
}

uint64_t mus_ordered_most(const struct mus_ordered *ordered)
{
    uint64_t most = 0;
    for (size_t i = 0; i < ordered->count; i++) {
        const struct mus_report_cell *cell = ordered->cells[i];
        if (!cell->hidden && cell->count > most) {
            most = cell->count;
        }
    }
    return most;
}
