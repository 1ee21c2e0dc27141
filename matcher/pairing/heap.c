/* Four children a row: flatter than two, and the four lie in one or two cache lines. */
#include "matcher/pairing/heap.h"

#include <assert.h>

enum { CHILDREN = 4 };

enum mus_status mus_heap_init(struct mus_heap *heap, size_t limit, struct mus_arena *arena,
                              struct mus_error *err)
{
    struct mus_heap made = {
        .rows = mus_arena_alloc(arena, limit, sizeof *made.rows),
        .places = mus_arena_alloc(arena, limit, sizeof *made.places),
    };
    if (made.rows == NULL || made.places == NULL) {
        return mus_fail_memory(err);
    }
    *heap = made;
    return MUS_OK;
}

static bool before(struct mus_heap_row a, struct mus_heap_row b)
{
    return a.key != b.key ? a.key < b.key : a.number < b.number;
}

static void put(struct mus_heap *heap, size_t at, struct mus_heap_row row)
{
    heap->rows[at] = row;
    heap->places[row.number] = (uint32_t)at + 1;
}

static void sift_up(struct mus_heap *heap, size_t at, struct mus_heap_row row)
{
    while (at > 0) {
        size_t parent = (at - 1) / CHILDREN;
        if (!before(row, heap->rows[parent])) {
            break;
        }
        put(heap, at, heap->rows[parent]);
        at = parent;
    }
    put(heap, at, row);
}

static void sift_down(struct mus_heap *heap, size_t at, struct mus_heap_row row)
{
    for (;;) {
        size_t child = CHILDREN * at + 1;
        if (child >= heap->count) {
            break;
        }
        size_t end = child + CHILDREN < heap->count ? child + CHILDREN : heap->count;
        size_t first = child;
        for (child++; child < end; child++) {
            first = before(heap->rows[child], heap->rows[first]) ? child : first;
        }
        if (!before(heap->rows[first], row)) {
            break;
        }
        put(heap, at, heap->rows[first]);
        at = first;
    }
    put(heap, at, row);
}

void mus_heap_lower(struct mus_heap *heap, uint32_t number, int64_t key)
{
    size_t at = heap->places[number];
    if (at == 0) {
        sift_up(heap, heap->count++, (struct mus_heap_row){key, number});
    } else if (key < heap->rows[at - 1].key) {
        sift_up(heap, at - 1, (struct mus_heap_row){key, number});
    }
}

struct mus_heap_row mus_heap_take(struct mus_heap *heap)
{
    assert(heap->count > 0);
    struct mus_heap_row first = heap->rows[0];
    struct mus_heap_row last = heap->rows[--heap->count];
    heap->places[first.number] = 0;
    if (heap->count > 0) {
        sift_down(heap, 0, last);
    }
    return first;
}

void mus_heap_clear(struct mus_heap *heap)
{
    for (size_t i = 0; i < heap->count; i++) {
        heap->places[heap->rows[i].number] = 0;
    }
    heap->count = 0;
}
