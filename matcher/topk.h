/* The k best of any number of companies: greatest score first, of equal scores the id that is
 * bytewise smaller, so that neither order of arrival nor splitting among threads shows. */
#ifndef MUS_MATCHER_TOPK_H
#define MUS_MATCHER_TOPK_H

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_topk_row {
    uint32_t score;
    uint32_t forth; /* the two fits */
    uint32_t back;
    uint64_t tag; /* the caller's: a record number, a reason */
    uint8_t id_len;
    char id[MUS_MAX_ID];
};

/* Start with mus_topk_init, end with mus_topk_done. Before mus_topk_sort the rows are a heap. */
struct mus_topk {
    struct mus_topk_row *rows;
    size_t count;
    size_t capacity;
};

/* Capacity 0 keeps nothing. */
enum mus_status mus_topk_init(struct mus_topk *topk, size_t capacity,
                              struct mus_error *err) MUS_MUST_CHECK;
void mus_topk_done(struct mus_topk *topk);
/* A row for the company; the id (at most MUS_MAX_ID bytes) is copied. */
struct mus_topk_row mus_topk_row_of(struct mus_text id, uint32_t score);
struct mus_text mus_topk_row_id(const struct mus_topk_row *row);
/* True if a company of this score and id would be kept now. */
bool mus_topk_would_keep(const struct mus_topk *topk, uint32_t score, struct mus_text id);
/* Not after mus_topk_sort. */
void mus_topk_offer(struct mus_topk *topk, const struct mus_topk_row *row);
void mus_topk_merge(struct mus_topk *into, const struct mus_topk *from);
/* Best first. */
void mus_topk_sort(struct mus_topk *topk);
/* Before mus_topk_sort: every row is better than its parent in the heap. */
enum mus_status mus_topk_check(const struct mus_topk *topk, struct mus_error *err) MUS_MUST_CHECK;

#endif
