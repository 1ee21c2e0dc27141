/* Numbers below a limit, each with a key, the smallest key first; of equal keys the smaller number.
 * A key may be lowered while its number is inside. Belongs to one thread at a time. */
#ifndef MUS_MATCHER_PAIRING_HEAP_H
#define MUS_MATCHER_PAIRING_HEAP_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_heap_row {
    int64_t key;
    uint32_t number;
};

struct mus_heap {
    struct mus_heap_row *rows;
    uint32_t *places; /* of each number: 1 + its row; 0: not inside */
    size_t count;
};

/* For numbers below `limit`; lives in the arena. MUS_NO_MEMORY. */
enum mus_status mus_heap_init(struct mus_heap *heap, size_t limit, struct mus_arena *arena,
                              struct mus_error *err) MUS_MUST_CHECK;
/* Puts the number in, or gives it the key where it is inside with a larger one. */
void mus_heap_lower(struct mus_heap *heap, uint32_t number, int64_t key);
/* Takes out the first; the heap is not empty. */
struct mus_heap_row mus_heap_take(struct mus_heap *heap);
void mus_heap_clear(struct mus_heap *heap);

#endif
