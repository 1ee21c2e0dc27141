#include "matcher/evidence_terms.h"

#include "matcher/statistics.h"
#include "matcher/subject.h"

static uint64_t sought(const struct mus_text_weights *weights,
                       const struct mus_firm_listing *seeker, uint64_t term)
{
    uint64_t total = 0;
    for (unsigned f = 0; f < MUS_TEXT_FIELD_COUNT; f++) {
        enum mus_text_field field = (enum mus_text_field)f;
        uint64_t tf = mus_subject_tf(mus_bag_tf(mus_subject_sought_bag(seeker, field), term));
        uint64_t amount = tf * weights->sought[field];
        total += field == MUS_TEXT_TRANSLATED ? amount / 1000 : amount;
    }
    return total;
}

static uint64_t found_in(const struct mus_text_weights *weights, enum mus_text_field field,
                         struct mus_bag bag, uint64_t term)
{
    return mus_subject_tf(mus_bag_tf(bag, term)) *
           mus_subject_found_factor(weights, field, bag.length);
}

static uint64_t found(const struct mus_text_weights *weights, const struct mus_firm *firm,
                      const struct mus_firm_listing *listing, uint64_t term)
{
    uint64_t total = found_in(weights, MUS_TEXT_DESCRIPTION, firm->description, term);
    for (unsigned f = 0; listing != NULL && f < MUS_LISTING_FIELD_COUNT; f++) {
        total += found_in(weights, (enum mus_text_field)f, listing->fields[f], term);
    }
    return total;
}

/* All terms the listing seeks, each once. */
static bool list_terms(const struct mus_firm_listing *seeker, struct mus_arena *arena,
                       struct mus_hashes *out)
{
    size_t room = 0;
    for (unsigned f = 0; f < MUS_TEXT_FIELD_COUNT; f++) {
        room += mus_subject_sought_bag(seeker, (enum mus_text_field)f).count;
    }
    uint64_t *terms = mus_arena_alloc(arena, room, sizeof *terms);
    if (terms == NULL) {
        return false;
    }
    size_t count = 0;
    for (unsigned f = 0; f < MUS_TEXT_FIELD_COUNT; f++) {
        struct mus_bag bag = mus_subject_sought_bag(seeker, (enum mus_text_field)f);
        for (size_t i = 0; i < bag.count; i++) {
            terms[count++] = bag.terms[i].hash;
        }
    }
    *out = (struct mus_hashes){terms, mus_hashes_sort(terms, count)};
    return true;
}

bool mus_evidence_terms(const struct mus_scorer *scorer, const struct mus_firm_listing *seeker,
                        const struct mus_firm *firm, const struct mus_firm_listing *listing,
                        struct mus_arena *arena, struct mus_term_pieces *out)
{
    const struct mus_text_weights *weights = &scorer->rules.weights->text;
    const struct mus_statistics *statistics = scorer->rules.statistics;
    struct mus_hashes terms;
    if (!list_terms(seeker, arena, &terms)) {
        return false;
    }
    struct mus_term_pieces pieces = {
        .items = mus_arena_alloc(arena, terms.count, sizeof *pieces.items),
    };
    if (pieces.items == NULL) {
        return false;
    }
    for (size_t i = 0; i < terms.count; i++) {
        uint64_t term = terms.items[i];
        uint32_t rarity = statistics == NULL
                              ? 65536
                              : mus_statistics_rarity(statistics, term, weights->rarity_floor);
        uint64_t worth = (uint64_t)mus_subject_urge(weights, sought(weights, seeker, term)) *
                         mus_subject_piece(weights, rarity, found(weights, firm, listing, term));
        if (worth > 0) {
            pieces.items[pieces.count++] = (struct mus_term_piece){term, worth};
            pieces.sum += worth;
        }
    }
    *out = pieces;
    return true;
}
