/* Sums are compared for 64 documents at a time, with what countries of the best grade need and with
 * what the others do. Who has enough for the best alone is asked for no more than whether it is of
 * it. */
#include "matcher/index/candidates.h"

#include <stdbool.h>

enum { WORDS = MUS_WINDOW / 64 };

/* Of 64 documents whose bits are set in `hits`, those whose sums do for the country that they are
 * of: where a bit of `any` is not set they do for the best grade alone. Returns how many. */
static uint32_t of_country(const struct mus_place_of_candidates *place,
                           const struct mus_needed *needed, unsigned word, uint64_t hits,
                           uint64_t any, uint16_t *at)
{
    const uint8_t *countries = place->segment->countries + (size_t)place->window * MUS_WINDOW;
    uint32_t count = 0;
    for (uint64_t left = hits; left != 0; left &= left - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        uint32_t doc = word * 64 + bit;
        at[count] = (uint16_t)doc; /* stays if it is one */
        count += (any >> bit & 1) == 0
                     ? needed->best[countries[doc]]
                     : mus_bounds_may(place->bounds, needed, place->gathered, doc, countries[doc]);
    }
    return count;
}

/* Those of the stratum that may be suggested; false where there are none. */
static bool find_members(const struct mus_place_of_candidates *place, unsigned stratum,
                         uint64_t *members)
{
    const size_t before = (size_t)place->window * WORDS + place->first;
    uint64_t any = 0;
    for (unsigned i = 0; i < place->words; i++) {
        members[i] = place->eligible[place->first + i];
        members[i] &= mus_strata_bits(place->strata, stratum, before + i);
        any |= members[i];
    }
    return any != 0;
}

/* What is read of them next lies scattered. */
static void fetch_ahead(const struct mus_place_of_candidates *place, const uint16_t *at,
                        uint32_t count)
{
    const struct mus_segment *segment = place->segment;
    for (uint32_t i = 0; i < count; i++) {
        const size_t doc = (size_t)place->window * MUS_WINDOW + at[i];
        __builtin_prefetch(segment->rows + 8 * doc);
        __builtin_prefetch(segment->forward_starts + 2 * doc);
    }
}

void mus_candidates_add(struct mus_candidates *candidates,
                        const struct mus_place_of_candidates *place,
                        const struct mus_needed *needed, unsigned stratum)
{
    uint64_t members[WORDS];
    uint64_t hits[WORDS];
    uint64_t any[WORDS]; /* who has enough for others than the best */
    if (!find_members(place, stratum, members)) {
        return;
    }
    const uint32_t before = candidates->count;
    mus_bounds_hits(place->bounds, place->lanes, &needed->least, place->gathered, place->first,
                    place->words, members, hits);
    mus_bounds_hits(place->bounds, place->lanes, &needed->lesser, place->gathered, place->first,
                    place->words, hits, any);
    for (unsigned i = 0; i < place->words; i++) {
        candidates->count += of_country(place, needed, place->first + i, hits[i], any[i],
                                        candidates->at + candidates->count);
    }
    fetch_ahead(place, candidates->at + before, candidates->count - before);
}
