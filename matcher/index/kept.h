/* Documents that are kept by a search, with their bounds, and the best of them. Inside the index.
 */
#ifndef MUS_MATCHER_INDEX_KEPT_H
#define MUS_MATCHER_INDEX_KEPT_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_kept {
    uint32_t bound;
    uint32_t segment;
    uint32_t doc;
    bool tried; /* has been looked at */
};

/* Starts zeroed. */
struct mus_kept_list {
    struct mus_kept *items;
    size_t count, capacity;
};

void mus_kept_done(struct mus_kept_list *list);
/* The only failure is MUS_NO_MEMORY. */
enum mus_status mus_kept_add(struct mus_kept_list *list, struct mus_kept kept,
                             struct mus_error *err) MUS_MUST_CHECK;
/* Those whose bound is less are no longer kept. */
void mus_kept_drop(struct mus_kept_list *list, uint32_t least);
/* Makes a heap of them: the best is items[0]. Of equal bounds the greater segment, then document,
 * is the better one. */
void mus_kept_heap(struct mus_kept_list *list);
/* The best of a heap of `count` is put at its end, behind a heap of one less. */
void mus_kept_put_last(struct mus_kept_list *list, size_t count);

#endif
