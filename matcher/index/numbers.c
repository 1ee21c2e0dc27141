/* A table with open places: a hash stands in the place that its product with a multiplier leads to,
 * or in the next free one. At most half of the places are taken, so that the runs between free ones
 * are short.
 *
 * Hashes are made of text from outside, by a function that everybody knows, and may have been
 * chosen to meet in one place. Where a run becomes longer than chance makes it, all hashes move to
 * the places of another multiplier: who wants them to meet there as well has to find as many that
 * do so under both, and so on. */
#include "matcher/index/numbers.h"

#include "base/mem.h"

#include <string.h>

enum {
    LEAST_BITS = 4,
    MOST_BITS = 31,
    LONGEST_RUN = 128, /* a million hashes at random never have such a one */
};

/* Any numbers without a pattern do; the step is even, so that the next multiplier is odd again. */
#define FIRST_MULTIPLIER UINT64_C(0x9E3779B97F4A7C15)
#define MULTIPLIER_STEP UINT64_C(0xD1342543DE82EF96)

/* Room for slots; those in use are 0. False: no memory. */
static bool take_slots(struct mus_numbers *numbers, unsigned bits)
{
    size_t slots = (size_t)1 << bits;
    if (slots > numbers->slots_kept) {
        uint32_t *room = mus_alloc_zero(slots, sizeof *room);
        if (room == NULL) {
            return false;
        }
        mus_free(numbers->slots);
        numbers->slots = room;
        numbers->slots_kept = slots;
    } else {
        memset(numbers->slots, 0, slots * sizeof *numbers->slots);
    }
    numbers->bits = bits;
    return true;
}

static bool take_hashes(struct mus_numbers *numbers, size_t count)
{
    if (count <= numbers->capacity) {
        return true;
    }
    uint64_t *hashes = mus_realloc(numbers->hashes, count, sizeof *hashes);
    if (hashes == NULL) {
        return false;
    }
    numbers->hashes = hashes;
    numbers->capacity = (uint32_t)count;
    return true;
}

/* Hashes first: whoever has slots has room for half as many hashes. */
static bool take_room(struct mus_numbers *numbers, unsigned bits)
{
    return bits <= MOST_BITS && take_hashes(numbers, (size_t)1 << (bits - 1)) &&
           take_slots(numbers, bits);
}

bool mus_numbers_start(struct mus_numbers *numbers, size_t count)
{
    unsigned bits = LEAST_BITS;
    while (bits <= MOST_BITS && (size_t)1 << (bits - 1) < count) {
        bits++;
    }
    numbers->count = 0;
    numbers->multiplier = FIRST_MULTIPLIER;
    return take_room(numbers, bits);
}

void mus_numbers_done(struct mus_numbers *numbers)
{
    mus_free(numbers->hashes);
    mus_free(numbers->slots);
    *numbers = (struct mus_numbers){0};
}

/* Into the first free place from its own on; how far that is. */
static size_t put(struct mus_numbers *numbers, uint32_t number)
{
    size_t last = ((size_t)1 << numbers->bits) - 1;
    size_t run = 0;
    size_t place = mus_numbers_place(numbers, numbers->hashes[number]);
    for (; numbers->slots[place] != 0; run++) {
        place = (place + 1) & last;
    }
    numbers->slots[place] = number + 1;
    return run;
}

static void put_all(struct mus_numbers *numbers)
{
    for (uint32_t number = 0; number < numbers->count; number++) {
        put(numbers, number);
    }
}

uint32_t mus_numbers_add(struct mus_numbers *numbers, uint64_t hash)
{
    if (numbers->count == (size_t)1 << (numbers->bits - 1)) {
        if (!take_room(numbers, numbers->bits + 1)) {
            return MUS_NO_NUMBER;
        }
        put_all(numbers);
    }
    numbers->hashes[numbers->count] = hash;
    if (put(numbers, numbers->count++) > LONGEST_RUN) {
        numbers->multiplier += MULTIPLIER_STEP;
        memset(numbers->slots, 0, ((size_t)1 << numbers->bits) * sizeof *numbers->slots);
        put_all(numbers);
    }
    return numbers->count - 1;
}
