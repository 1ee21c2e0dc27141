#include "fair/worth.h"

#include <stdlib.h>

enum { ONE_WANTS = 100000, BOTH_WANT = 200000, ONE_MUST = 600000, MUST_AND_WANT = 650000 };
enum { BOTH_MUST = 750000 };

static uint32_t bonus(uint8_t wish_a, uint8_t wish_b)
{
    unsigned musts = (wish_a == MUS_WISH_MUST) + (wish_b == MUS_WISH_MUST);
    unsigned wants = (wish_a == MUS_WISH_WANT) + (wish_b == MUS_WISH_WANT);
    if (musts == 2) {
        return BOTH_MUST;
    }
    if (musts == 1) {
        return wants == 1 ? MUST_AND_WANT : ONE_MUST;
    }
    return wants == 2 ? BOTH_WANT : wants == 1 ? ONE_WANTS : 0;
}

uint32_t mus_pair_worth(bool wishes, uint32_t score, uint8_t wish_a, uint8_t wish_b)
{
    return wishes ? score / 4 + bonus(wish_a, wish_b) : score;
}

static int by_from_and_to(const void *left, const void *right)
{
    const struct mus_wish_row *a = left;
    const struct mus_wish_row *b = right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return a->to < b->to ? -1 : a->to > b->to;
}

enum mus_status mus_wish_table_of(const struct mus_fair *fair, struct mus_arena *arena,
                                  struct mus_wish_table *out, struct mus_error *err)
{
    struct mus_wish_row *rows = mus_arena_alloc(arena, fair->wish_count, sizeof *rows);
    struct mus_wish_table table = {.rows = rows};
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < fair->wish_count; i++) {
        size_t from = mus_fair_participant(fair, fair->wishes[i].from);
        size_t to = mus_fair_participant(fair, fair->wishes[i].to);
        if (from != SIZE_MAX && to != SIZE_MAX) {
            rows[table.count++] =
                (struct mus_wish_row){(uint32_t)from, (uint32_t)to, fair->wishes[i].kind};
            table.positive = table.positive || fair->wishes[i].kind != MUS_WISH_NEVER;
        }
    }
    qsort(rows, table.count, sizeof *rows, by_from_and_to);
    *out = table;
    return MUS_OK;
}

uint8_t mus_wish_of(const struct mus_wish_table *table, uint32_t from, uint32_t to)
{
    struct mus_wish_row key = {.from = from, .to = to};
    const struct mus_wish_row *row =
        table->count == 0
            ? NULL
            : bsearch(&key, table->rows, table->count, sizeof *table->rows, by_from_and_to);
    return row == NULL ? 0 : row->kind;
}
