/* How many of the best are among `seen` documents of `all` follows Poisson's law nearly, its mean l
 * being top · seen / all; that they are more than l + 3 √l + 1 happens once in some hundreds. */
#include "matcher/index/guess.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

enum { WHOLE = 65536 };

static size_t rank_of(const struct mus_guess *guess, uint64_t seen)
{
    double mean = guess->all == 0 ? 0 : (double)guess->top * (double)seen / (double)guess->all;
    return (size_t)(mean + 3 * sqrt(mean) + 1) + 1;
}

enum mus_status mus_guess_make(struct mus_guess *guess, size_t top, uint64_t all,
                               struct mus_error *err)
{
    *guess = (struct mus_guess){.top = top, .all = all, .ratio = WHOLE};
    guess->capacity = rank_of(guess, all);
    guess->bounds = mus_alloc(guess->capacity, sizeof *guess->bounds);
    return guess->bounds == NULL ? mus_fail_memory(err) : MUS_OK;
}

void mus_guess_done(struct mus_guess *guess)
{
    mus_free(guess->bounds);
    guess->bounds = NULL;
}

void mus_guess_add(struct mus_guess *guess, uint32_t bound)
{
    size_t low = 0;
    size_t high = guess->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (guess->bounds[middle] >= bound) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == guess->capacity) {
        return;
    }
    guess->count += guess->count < guess->capacity;
    memmove(guess->bounds + low + 1, guess->bounds + low,
            (guess->count - low - 1) * sizeof *guess->bounds);
    guess->bounds[low] = bound;
}

void mus_guess_learn(struct mus_guess *guess, uint32_t score, uint32_t bound)
{
    guess->ratio = score < bound ? (uint64_t)score * WHOLE / bound : WHOLE;
}

uint32_t mus_guess_score(const struct mus_guess *guess, uint64_t seen)
{
    size_t rank = rank_of(guess, seen);
    return rank > guess->count ? 0 : (uint32_t)(guess->bounds[rank - 1] * guess->ratio / WHOLE);
}
