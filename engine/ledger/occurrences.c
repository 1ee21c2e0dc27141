#include "ledger/occurrences.h"

#include <string.h>

#include "base/mem.h"

enum { FIRST_CAPACITY = 256 };

struct mus_occurrence {
    struct mus_digest content;
    uint64_t times; /* 0: the slot is free */
};

/* The slot of the content, or the free one where it belongs. A digest is spread evenly as it is. */
static struct mus_occurrence *find(struct mus_occurrence *slots, size_t capacity,
                                   const struct mus_digest *content)
{
    uint64_t start;
    memcpy(&start, content->bytes, sizeof start);
    size_t at = (size_t)start & (capacity - 1);
    while (slots[at].times > 0 && mus_digest_compare(&slots[at].content, content) != 0) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

static enum mus_status grow(struct mus_occurrences *occurrences, struct mus_error *err)
{
    size_t capacity = occurrences->capacity == 0 ? FIRST_CAPACITY : occurrences->capacity * 2;
    struct mus_occurrence *slots = mus_alloc_zero(capacity, sizeof *slots);
    if (slots == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < occurrences->capacity; i++) {
        if (occurrences->slots[i].times > 0) {
            *find(slots, capacity, &occurrences->slots[i].content) = occurrences->slots[i];
        }
    }
    mus_free(occurrences->slots);
    occurrences->slots = slots;
    occurrences->capacity = capacity;
    return MUS_OK;
}

enum mus_status mus_occurrences_add(struct mus_occurrences *occurrences,
                                    const struct mus_digest *content, uint64_t *before,
                                    struct mus_error *err)
{
    if (2 * (occurrences->count + 1) > occurrences->capacity) {
        enum mus_status status = grow(occurrences, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    struct mus_occurrence *slot = find(occurrences->slots, occurrences->capacity, content);
    occurrences->count += slot->times == 0;
    slot->content = *content;
    *before = slot->times++;
    return MUS_OK;
}

void mus_occurrences_done(struct mus_occurrences *occurrences)
{
    mus_free(occurrences->slots);
    *occurrences = (struct mus_occurrences){0};
}
