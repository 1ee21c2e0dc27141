#include "matcher/subject.h"

#include "matcher/ratio.h"

#include <stdbool.h>

#define MAX_LENGTH 1000000U

/* 1 / (1 − b + b · length / usual length) */
static uint64_t length_factor(const struct mus_text_weights *weights, enum mus_text_field field,
                              uint32_t length)
{
    uint64_t counted = length < MAX_LENGTH ? length : MAX_LENGTH;
    uint64_t norm = 1000 - weights->b + weights->b * counted / weights->length[field];
    return (uint64_t)65536 * 1000 / (norm < 1 ? 1 : norm);
}

uint64_t mus_subject_found_factor(const struct mus_text_weights *weights, enum mus_text_field field,
                                  uint32_t length)
{
    return length_factor(weights, field, length) * weights->found[field] / 1000;
}

uint64_t mus_subject_translated_factor(const struct mus_text_weights *weights, uint32_t length)
{
    return length_factor(weights, MUS_TEXT_TRANSLATED, length);
}

uint32_t mus_subject_translated_by(const struct mus_text_weights *weights, uint32_t tf,
                                   uint64_t factor)
{
    return mus_subject_saturation(weights, MUS_TERM_PAIR, mus_subject_tf(tf) * factor / 1000);
}

uint32_t mus_subject_translated(const struct mus_text_weights *weights, uint32_t tf,
                                uint32_t length)
{
    return mus_subject_translated_by(weights, tf, mus_subject_translated_factor(weights, length));
}

uint32_t mus_subject_most_for_literal(const struct mus_text_weights *weights, uint64_t once)
{
    return mus_subject_of_thousand(mus_subject_saturation(weights, MUS_TERM_WORD, once),
                                   weights->translated_most);
}

uint32_t mus_subject_for_literal(const struct mus_text_weights *weights, uint32_t translated,
                                 uint64_t once)
{
    return mus_subject_for_literal_within(weights, translated,
                                          mus_subject_most_for_literal(weights, once));
}

uint32_t mus_subject_rarity(const struct mus_text_weights *weights,
                            const struct mus_statistics *statistics, uint64_t term)
{
    uint64_t rarity =
        statistics == NULL ? 65536 : mus_statistics_rarity(statistics, term, weights->rarity_floor);
    return mus_subject_weigh_rarity(weights, rarity, term);
}

uint32_t mus_subject_urge(const struct mus_text_weights *weights, uint64_t sought)
{
    uint64_t k3 = weights->k3;
    return (uint32_t)((k3 + 1000) * sought / (sought + k3) * 1024 / 1000);
}

static bool has_own_text(const struct mus_firm_listing *listing)
{
    return listing->fields[MUS_LISTING_TITLE].count > 0 ||
           listing->fields[MUS_LISTING_KEYWORDS].count > 0 ||
           listing->fields[MUS_LISTING_TEXT].count > 0;
}

enum mus_seeking mus_subject_seeking(const struct mus_firm_listing *listing)
{
    if (listing->partner.text.count > 0) {
        return MUS_SEEKING_TEXT;
    }
    if (!has_own_text(listing)) {
        return MUS_SEEKING_NOTHING;
    }
    return listing->side == MUS_SIDE_NEED ? MUS_SEEKING_TEXT : MUS_SEEKING_TOPIC;
}

uint32_t mus_subject_urge_of_share(const struct mus_text_weights *weights, uint64_t share)
{
    return mus_subject_urge(weights, share * 1000 / MUS_SHARE_WHOLE);
}

/* An offer that says what partner it seeks is not looking for what it offers. */
static bool seeks_by_partner(const struct mus_firm_listing *listing)
{
    return listing->side != MUS_SIDE_NEED && listing->partner.text.count > 0;
}

struct mus_bag mus_subject_sought_bag(const struct mus_firm_listing *listing,
                                      enum mus_text_field field)
{
    if (field == MUS_TEXT_PARTNER) {
        return listing->partner.text;
    }
    if (field == MUS_TEXT_DESCRIPTION || field == MUS_TEXT_TRANSLATED ||
        seeks_by_partner(listing)) {
        return (struct mus_bag){0};
    }
    return listing->fields[field];
}

struct mus_bag mus_subject_sought_translation(const struct mus_firm_listing *listing,
                                              unsigned which)
{
    if (which != 0) {
        return listing->partner.translated;
    }
    if (seeks_by_partner(listing)) {
        return (struct mus_bag){0};
    }
    return listing->translated;
}

/* Translations stand for words that have been counted. */
uint64_t mus_subject_half(const struct mus_text_weights *weights,
                          const struct mus_firm_listing *listing)
{
    uint64_t length = 0;
    for (unsigned field = 0; field < MUS_TEXT_FIELD_COUNT; field++) {
        uint32_t terms = mus_subject_sought_bag(listing, (enum mus_text_field)field).length;
        length += (uint64_t)weights->sought[field] * (terms < MAX_LENGTH ? terms : MAX_LENGTH);
    }
    uint64_t root = mus_root((length < 1000 ? 1000 : length) * 1000);
    return weights->half * root / 1000 * ((uint64_t)1 << 26) / 1000;
}

uint32_t mus_subject_value(const struct mus_text_weights *weights, uint32_t neutral, uint64_t sum,
                           uint64_t half, enum mus_seeking seeking)
{
    if (sum == 0) {
        return 0;
    }
    uint64_t value = mus_ratio(sum, half, MUS_MILLION);
    if (seeking == MUS_SEEKING_TOPIC) {
        value = value * weights->topic / 1000;
    }
    return neutral + (uint32_t)(value * (MUS_MILLION - neutral) / MUS_MILLION);
}
