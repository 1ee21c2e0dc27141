/* Few of those kept are ever looked at, so that a binary heap does instead of sorting them
 * (Williams, Algorithm 232: Heapsort, 1964). */
#include "matcher/index/kept.h"

#include "base/mem.h"

void mus_kept_done(struct mus_kept_list *list)
{
    mus_free(list->items);
    *list = (struct mus_kept_list){0};
}

enum mus_status mus_kept_add(struct mus_kept_list *list, struct mus_kept kept,
                             struct mus_error *err)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 1024 : 2 * list->capacity;
        struct mus_kept *items = mus_realloc(list->items, capacity, sizeof *items);
        if (items == NULL) {
            return mus_fail_memory(err);
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = kept;
    return MUS_OK;
}

void mus_kept_drop(struct mus_kept_list *list, uint32_t least)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].bound >= least) {
            list->items[left++] = list->items[i];
        }
    }
    list->count = left;
}

static bool is_better(const struct mus_kept *left, const struct mus_kept *right)
{
    if (left->bound != right->bound) {
        return left->bound > right->bound;
    }
    return left->segment != right->segment ? left->segment > right->segment
                                           : left->doc > right->doc;
}

/* Nobody below `at` in the heap is better than what comes to stand there. */
static void sink(struct mus_kept *heap, size_t count, size_t at)
{
    const struct mus_kept sinking = heap[at];
    for (size_t below = 2 * at + 1; below < count; below = 2 * at + 1) {
        below += below + 1 < count && is_better(&heap[below + 1], &heap[below]);
        if (!is_better(&heap[below], &sinking)) {
            break;
        }
        heap[at] = heap[below];
        at = below;
    }
    heap[at] = sinking;
}

void mus_kept_heap(struct mus_kept_list *list)
{
    for (size_t i = list->count / 2; i-- > 0;) {
        sink(list->items, list->count, i);
    }
}

void mus_kept_put_last(struct mus_kept_list *list, size_t count)
{
    const struct mus_kept best = list->items[0];
    list->items[0] = list->items[count - 1];
    list->items[count - 1] = best;
    sink(list->items, count - 1, 0);
}
