#include "lexicon/numbering.h"

#include "base/mem.h"

enum { CAPACITY_MIN = 64 };

/* The slot where the key is, or where it belongs. */
static uint32_t *slot_of(const struct mus_numbering *numbering, uint64_t key)
{
    size_t mask = 2 * numbering->capacity - 1;
    size_t at = (size_t)(key ^ (key >> 32)) & mask;
    while (numbering->slots[at] != 0 && numbering->keys[numbering->slots[at] - 1] != key) {
        at = (at + 1) & mask;
    }
    return &numbering->slots[at];
}

static bool grow(struct mus_numbering *numbering)
{
    size_t capacity = numbering->capacity == 0 ? CAPACITY_MIN : 2 * numbering->capacity;
    uint32_t *slots = mus_alloc_zero(capacity, 2 * sizeof *slots);
    uint64_t *keys =
        slots == NULL ? NULL : mus_realloc(numbering->keys, capacity, sizeof *numbering->keys);
    if (keys == NULL) {
        mus_free(slots);
        return false;
    }
    mus_free(numbering->slots);
    numbering->slots = slots;
    numbering->keys = keys;
    numbering->capacity = capacity;
    for (size_t i = 0; i < numbering->count; i++) {
        *slot_of(numbering, keys[i]) = (uint32_t)i + 1;
    }
    return true;
}

bool mus_numbering_add(struct mus_numbering *numbering, uint64_t key, uint32_t *number, bool *fresh)
{
    if (numbering->count == numbering->capacity && !grow(numbering)) {
        return false;
    }
    uint32_t *slot = slot_of(numbering, key);
    *fresh = *slot == 0;
    if (*fresh) {
        numbering->keys[numbering->count++] = key;
        *slot = (uint32_t)numbering->count;
    }
    *number = *slot - 1;
    return true;
}

void mus_numbering_done(struct mus_numbering *numbering)
{
    mus_free(numbering->keys);
    mus_free(numbering->slots);
    *numbering = (struct mus_numbering){0};
}
