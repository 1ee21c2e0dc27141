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
        total += tf * weights->sought[field];
    }
    return total;
}

/* The share with which the listing seeks the term as a translation. */
static uint64_t sought_as_translation(const struct mus_firm_listing *seeker, uint64_t term)
{
    uint64_t share = 0;
    for (unsigned which = 0; which < MUS_SOUGHT_TRANSLATIONS; which++) {
        struct mus_bag bag = mus_subject_sought_translation(seeker, which);
        for (size_t i = 0; i < bag.count; i++) {
            share += bag.terms[i].hash == term ? bag.terms[i].share : 0;
        }
    }
    return share < MUS_SHARE_WHOLE ? share : MUS_SHARE_WHOLE;
}

static uint64_t found_in(const struct mus_text_weights *weights, enum mus_text_field field,
                         struct mus_bag bag, uint64_t term)
{
    return mus_subject_tf(mus_bag_tf(bag, term)) *
           mus_subject_found_factor(weights, field, bag.length);
}

/* What the term is worth, found literally so much, and in a translated bag. */
static struct mus_saturations saturations(const struct mus_text_weights *weights, uint64_t term,
                                          uint64_t found, struct mus_bag translated, uint64_t once)
{
    uint32_t literal = mus_subject_saturation(weights, mus_term_class_of(term), found);
    uint32_t other =
        mus_subject_translated(weights, mus_bag_tf(translated, term), translated.length);
    uint32_t for_literal = mus_subject_for_literal(weights, other, once);
    return (struct mus_saturations){literal > for_literal ? literal : for_literal,
                                    mus_subject_for_translated(weights, literal, other)};
}

static struct mus_saturations in_unit(const struct mus_text_weights *weights,
                                      const struct mus_firm *firm,
                                      const struct mus_firm_listing *listing, uint64_t term)
{
    uint64_t total = found_in(weights, MUS_TEXT_DESCRIPTION, firm->description, term);
    uint64_t once =
        mus_subject_found_factor(weights, MUS_TEXT_DESCRIPTION, firm->description.length);
    struct mus_saturations bare = saturations(weights, term, total, firm->translated, once);
    if (listing == NULL) {
        return bare;
    }
    once = UINT64_MAX;
    for (unsigned f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        enum mus_text_field field = (enum mus_text_field)f;
        uint64_t factor = mus_subject_found_factor(weights, field, listing->fields[f].length);
        total += found_in(weights, field, listing->fields[f], term);
        once = factor < once ? factor : once;
    }
    struct mus_saturations own = saturations(weights, term, total, listing->translated, once);
    return (struct mus_saturations){own.literal > bare.literal ? own.literal : bare.literal,
                                    own.translated > bare.translated ? own.translated
                                                                     : bare.translated};
}

static size_t copy_terms(struct mus_bag bag, uint64_t *terms)
{
    for (size_t i = 0; i < bag.count; i++) {
        terms[i] = bag.terms[i].hash;
    }
    return bag.count;
}

/* All terms the listing seeks, each once. */
static bool list_terms(const struct mus_firm_listing *seeker, struct mus_arena *arena,
                       struct mus_hashes *out)
{
    size_t room = 0;
    for (unsigned f = 0; f < MUS_TEXT_FIELD_COUNT; f++) {
        room += mus_subject_sought_bag(seeker, (enum mus_text_field)f).count;
    }
    for (unsigned which = 0; which < MUS_SOUGHT_TRANSLATIONS; which++) {
        room += mus_subject_sought_translation(seeker, which).count;
    }
    uint64_t *terms = mus_arena_alloc(arena, room, sizeof *terms);
    if (terms == NULL) {
        return false;
    }
    size_t count = 0;
    for (unsigned f = 0; f < MUS_TEXT_FIELD_COUNT; f++) {
        count += copy_terms(mus_subject_sought_bag(seeker, (enum mus_text_field)f), terms + count);
    }
    for (unsigned which = 0; which < MUS_SOUGHT_TRANSLATIONS; which++) {
        count += copy_terms(mus_subject_sought_translation(seeker, which), terms + count);
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
        uint32_t rarity = mus_subject_rarity(weights, statistics, term);
        struct mus_saturations found = in_unit(weights, firm, listing, term);
        uint64_t worth =
            (uint64_t)mus_subject_urge(weights, sought(weights, seeker, term)) *
                mus_subject_piece(rarity, found.literal) +
            (uint64_t)mus_subject_urge_of_share(weights, sought_as_translation(seeker, term)) *
                mus_subject_piece(rarity, found.translated);
        if (worth > 0) {
            pieces.items[pieces.count++] = (struct mus_term_piece){term, worth};
            pieces.sum += worth;
        }
    }
    *out = pieces;
    return true;
}
