/* Documents are of kinds, by their stratum and by how much their country counts; those of a kind
 * need the same, so that sums of many documents at a time are compared with what each needs. There
 * are MUS_LANE_KINDS of them: what the strata leave goes to the best grades of countries, and the
 * last has all other grades, whose documents are asked one by one for their own. */
#include "matcher/index/candidates.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static_assert(MUS_WORTH_FIELDS < MUS_LANE_KIND_BITS, "strata leave a bit for countries");

enum { WORDS = MUS_WINDOW / 64 };

struct sorted {
    unsigned fields; /* that divide */
    uint8_t kinds[MUS_WINDOW];
};

static unsigned min(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Whose country is one of the set. */
static void find_members(const struct mus_place_of_candidates *place,
                         const struct mus_code_set *set, uint64_t *out)
{
    const uint32_t first = place->window * MUS_WINDOW;
    const uint8_t *countries = place->segment->countries + first;
    const uint32_t docs = place->segment->docs - first;
    const uint32_t whole = min(docs / 64, WORDS); /* words */
    place->lanes->members(countries, set, whole, out);
    memset(out + whole, 0, (WORDS - whole) * sizeof *out);
    for (uint32_t at = whole * 64; at < min(docs, MUS_WINDOW); at++) {
        out[at / 64] |= (uint64_t)mus_code_set_has(set, countries[at]) << (at % 64);
    }
}

/* A kind's number is its stratum's, and above it its grade's. */
static void sort_window(const struct mus_place_of_candidates *place, struct sorted *sorted)
{
    uint64_t of_grades[MUS_LANE_KIND_BITS][WORDS];
    const uint64_t *bits[MUS_LANE_KIND_BITS];
    unsigned count = sorted->fields = mus_strata_fields(place->strata);
    for (unsigned i = 0; i < count; i++) {
        bits[i] = mus_strata_near(place->strata, i, place->window);
    }
    for (unsigned bit = 0; (place->grades->told - 1) >> bit != 0; bit++) {
        find_members(place, &place->grades->sets[bit], of_grades[bit]);
        bits[count++] = of_grades[bit];
    }
    place->lanes->kinds(bits, count, WORDS, sorted->kinds);
}

static unsigned stratum_of(const struct sorted *sorted, uint8_t kind)
{
    return kind & ((1U << sorted->fields) - 1);
}

/* Puts those of 64 documents behind the candidates whose bits are set in `hits`, but for those who
 * do not have enough for their own grade. */
static void add_hits(const struct mus_place_of_candidates *place, const struct sorted *sorted,
                     unsigned word, uint64_t hits, struct mus_candidates *candidates)
{
    const uint8_t *countries = place->segment->countries + (size_t)place->window * MUS_WINDOW;
    for (uint64_t left = hits; left != 0; left &= left - 1) {
        const uint32_t at = word * 64 + (unsigned)__builtin_ctzll(left);
        const unsigned grade = place->grades->of[countries[at]];
        const unsigned stratum = stratum_of(sorted, sorted->kinds[at]);
        candidates->at[candidates->count] = (uint16_t)at; /* stays if it is one */
        candidates->strata[candidates->count] = (uint8_t)stratum;
        candidates->count += grade < place->grades->told ||
                             mus_bounds_may(place->bounds, &place->needed[stratum].needs[grade],
                                            place->gathered, at);
    }
}

/* What is read of them next lies scattered. */
static void fetch_ahead(const struct mus_place_of_candidates *place,
                        const struct mus_candidates *candidates)
{
    const struct mus_segment *segment = place->segment;
    for (uint32_t i = 0; i < candidates->count; i++) {
        const size_t doc = (size_t)place->window * MUS_WINDOW + candidates->at[i];
        __builtin_prefetch(segment->rows + 8 * doc);
        __builtin_prefetch(segment->forward_starts + 2 * doc);
    }
}

void mus_candidates_of_window(const struct mus_place_of_candidates *place,
                              struct mus_candidates *candidates)
{
    struct sorted sorted;
    const struct mus_need *needs[MUS_LANE_KINDS];
    uint64_t hits[WORDS];
    sort_window(place, &sorted);
    for (unsigned kind = 0; kind < MUS_LANE_KINDS; kind++) {
        const unsigned grade = min(kind >> sorted.fields, place->grades->told - 1);
        needs[kind] = &place->needed[stratum_of(&sorted, (uint8_t)kind)].needs[grade];
    }
    const struct mus_some_documents eligible = {sorted.kinds, place->first, place->words,
                                                place->eligible + place->first};
    mus_bounds_hits(place->bounds, place->lanes, needs, place->gathered, &eligible, hits);
    candidates->count = 0;
    for (unsigned i = 0; i < place->words; i++) {
        add_hits(place, &sorted, place->first + i, hits[i], candidates);
    }
    fetch_ahead(place, candidates);
}
