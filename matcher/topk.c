/* A heap whose root is the worst row kept: what does not beat it is turned away by one comparison.
 */
#include "matcher/topk.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum mus_status mus_topk_init(struct mus_topk *topk, size_t capacity, struct mus_error *err)
{
    struct mus_topk_row *rows = mus_alloc(capacity, sizeof *rows);
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    *topk = (struct mus_topk){rows, 0, capacity};
    return MUS_OK;
}

void mus_topk_done(struct mus_topk *topk)
{
    mus_free(topk->rows);
    *topk = (struct mus_topk){0};
}

struct mus_topk_row mus_topk_row_of(struct mus_text id, uint32_t score)
{
    assert(id.len <= MUS_MAX_ID);
    struct mus_topk_row row = {.score = score, .id_len = (uint8_t)id.len};
    if (id.len > 0) {
        memcpy(row.id, id.ptr, id.len);
    }
    return row;
}

struct mus_text mus_topk_row_id(const struct mus_topk_row *row)
{
    return (struct mus_text){row->id, row->id_len};
}

/* Below 0 where the company (score, id) is better than the row. */
static int compare_to(uint32_t score, struct mus_text id, const struct mus_topk_row *row)
{
    if (score != row->score) {
        return score > row->score ? -1 : 1;
    }
    return mus_text_compare(id, mus_topk_row_id(row));
}

static int compare_rows(const void *left, const void *right)
{
    const struct mus_topk_row *l = left;
    return compare_to(l->score, mus_topk_row_id(l), right);
}

bool mus_topk_would_keep(const struct mus_topk *topk, uint32_t score, struct mus_text id)
{
    if (topk->count < topk->capacity) {
        return true;
    }
    return topk->capacity > 0 && compare_to(score, id, &topk->rows[0]) < 0;
}

static void swap(struct mus_topk_row *a, struct mus_topk_row *b)
{
    struct mus_topk_row kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_up(struct mus_topk *topk, size_t at)
{
    while (at > 0) {
        size_t parent = (at - 1) / 2;
        if (compare_rows(&topk->rows[at], &topk->rows[parent]) <= 0) {
            return;
        }
        swap(&topk->rows[at], &topk->rows[parent]);
        at = parent;
    }
}

static void sift_down(struct mus_topk *topk, size_t at)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < topk->count; child++) {
            if (compare_rows(&topk->rows[child], &topk->rows[worst]) > 0) {
                worst = child;
            }
        }
        if (worst == at) {
            return;
        }
        swap(&topk->rows[at], &topk->rows[worst]);
        at = worst;
    }
}

void mus_topk_offer(struct mus_topk *topk, const struct mus_topk_row *row)
{
    if (!mus_topk_would_keep(topk, row->score, mus_topk_row_id(row))) {
        return;
    }
    if (topk->count < topk->capacity) {
        topk->rows[topk->count] = *row;
        sift_up(topk, topk->count++);
    } else {
        topk->rows[0] = *row;
        sift_down(topk, 0);
    }
}

void mus_topk_merge(struct mus_topk *into, const struct mus_topk *from)
{
    for (size_t i = 0; i < from->count; i++) {
        mus_topk_offer(into, &from->rows[i]);
    }
}

void mus_topk_sort(struct mus_topk *topk)
{
    if (topk->count > 1) {
        qsort(topk->rows, topk->count, sizeof *topk->rows, compare_rows);
    }
}

enum mus_status mus_topk_check(const struct mus_topk *topk, struct mus_error *err)
{
    if (topk->count > topk->capacity) {
        return mus_fail(err, MUS_CORRUPT, "topk: %zu rows where there is room for %zu", topk->count,
                        topk->capacity);
    }
    for (size_t i = 1; i < topk->count; i++) {
        if (compare_rows(&topk->rows[i], &topk->rows[(i - 1) / 2]) > 0) {
            return mus_fail(err, MUS_CORRUPT, "topk[%zu]: worse than the row above it", i);
        }
    }
    return MUS_OK;
}
