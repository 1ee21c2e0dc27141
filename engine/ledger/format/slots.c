#include "ledger/format/slots.h"

#include "base/mem.h"

enum { FEWEST_SLOTS = 16, FEWEST_ITEMS = 16 };

static void place(uint64_t *items, size_t size, uint64_t item)
{
    size_t at = (size_t)(item >> 32) & (size - 1);
    while (items[at] != 0) {
        at = (at + 1) & (size - 1);
    }
    items[at] = item;
}

static bool widen_to(struct mus_slots *slots, size_t size)
{
    uint64_t *items = mus_alloc_zero(size, sizeof *items);
    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < slots->size; i++) {
        if (slots->items[i] != 0) {
            place(items, size, slots->items[i]);
        }
    }
    mus_free(slots->items);
    slots->items = items;
    slots->size = size;
    return true;
}

static bool widen(struct mus_slots *slots)
{
    return widen_to(slots, slots->size == 0 ? FEWEST_SLOTS : slots->size * 2);
}

bool mus_slots_reserve(struct mus_slots *slots, size_t count)
{
    size_t size = FEWEST_SLOTS;
    while (size / 2 < count) {
        size *= 2;
    }
    return size <= slots->size || widen_to(slots, size);
}

bool mus_slots_put(struct mus_slots *slots, uint64_t hash, uint32_t number)
{
    if (slots->count >= slots->size / 2 && !widen(slots)) {
        return false;
    }
    place(slots->items, slots->size, (uint64_t)(uint32_t)hash << 32 | (number + 1));
    slots->count++;
    return true;
}

void mus_slots_done(struct mus_slots *slots)
{
    mus_free(slots->items);
    *slots = (struct mus_slots){0};
}

void *mus_widened(void *items, size_t *capacity, size_t size)
{
    size_t more = *capacity == 0 ? FEWEST_ITEMS : *capacity * 2;
    void *grown = mus_realloc(items, more, size);
    if (grown != NULL) {
        *capacity = more;
    }
    return grown;
}
