/* What the book is built of: arrays that grow, and a hash table of numbers.
 *
 * The table keeps 32 bits of a key's hash beside each number; what the number stands for lies
 * elsewhere. Looking up walks over the numbers whose 32 bits agree, and the caller compares the
 * whole key, so that two keys with one hash stay two:
 *
 *     struct mus_slot_walk walk = mus_slots_walk(&slots, hash);
 *     while (mus_slots_next(&slots, &walk, &number)) {
 *         if (… the key of number is the one looked for …) { … }
 *     }
 *
 * Start with `struct mus_slots slots = {0};`, end with mus_slots_done. */
#ifndef MUS_LEDGER_FORMAT_SLOTS_H
#define MUS_LEDGER_FORMAT_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_slots {
    uint64_t *items; /* hash ‖ number + 1; 0: free */
    size_t size;     /* a power of two, or 0 */
    size_t count;
};

struct mus_slot_walk {
    size_t at;
    uint32_t tag;
};

static inline struct mus_slot_walk mus_slots_walk(const struct mus_slots *slots, uint64_t hash)
{
    uint32_t tag = (uint32_t)hash;
    return (struct mus_slot_walk){slots->size == 0 ? 0 : tag & (slots->size - 1), tag};
}

/* Asks for the place where a walk will begin. */
static inline void mus_slots_prefetch(const struct mus_slots *slots, uint64_t hash)
{
    if (slots->size > 0) {
        __builtin_prefetch(&slots->items[(uint32_t)hash & (slots->size - 1)]);
    }
}

/* The next number whose hash agrees; false: there is none. At most half of the slots are taken, so
 * that a walk ends. */
static inline bool mus_slots_next(const struct mus_slots *slots, struct mus_slot_walk *walk,
                                  uint32_t *number)
{
    while (slots->size > 0 && slots->items[walk->at] != 0) {
        uint64_t item = slots->items[walk->at];
        walk->at = (walk->at + 1) & (slots->size - 1);
        if (item >> 32 == walk->tag) {
            *number = (uint32_t)item - 1;
            return true;
        }
    }
    return false;
}

/* Makes room for `count` numbers in all, so that putting them widens nothing; false when memory
 * runs out. */
bool mus_slots_reserve(struct mus_slots *slots, size_t count);
/* Puts a number below UINT32_MAX under the hash; false when memory runs out. */
bool mus_slots_put(struct mus_slots *slots, uint64_t hash, uint32_t number);
void mus_slots_done(struct mus_slots *slots);

/* Twice the room, and `capacity` says so. */
void *mus_widened(void *items, size_t *capacity, size_t size);
/* Room for one more of `size` bytes behind `count`: the block, perhaps moved, or NULL when memory
 * runs out; the old one stays then. */
static inline void *mus_grown(void *items, size_t count, size_t *capacity, size_t size)
{
    return count < *capacity ? items : mus_widened(items, capacity, size);
}

#endif
