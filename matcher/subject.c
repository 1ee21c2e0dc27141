#include "matcher/subject.h"

#include "matcher/ratio.h"

#include <stdbool.h>

#define MAX_LENGTH 1000000U
#define MAX_FOUND ((uint64_t)1 << 47)

uint64_t mus_subject_found_factor(const struct mus_text_weights *weights, enum mus_text_field field,
                                  uint32_t length)
{
    uint64_t counted = length < MAX_LENGTH ? length : MAX_LENGTH;
    uint64_t norm = 1000 - weights->b + weights->b * counted / weights->length[field];
    return (uint64_t)weights->found[field] * 65536 / (norm < 1 ? 1 : norm);
}

uint32_t mus_subject_piece(const struct mus_text_weights *weights, uint32_t rarity, uint64_t found)
{
    if (found == 0) {
        return 0;
    }
    uint64_t counted = found < MAX_FOUND ? found : MAX_FOUND;
    uint64_t k1 = (uint64_t)weights->k1 * 65536 / 1000;
    return (uint32_t)((counted * 65536 / (counted + k1) * rarity) >> 16);
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

struct mus_bag mus_subject_sought_bag(const struct mus_firm_listing *listing,
                                      enum mus_text_field field)
{
    if (field == MUS_TEXT_PARTNER) {
        return listing->partner.text;
    }
    bool only_partner = listing->side != MUS_SIDE_NEED && listing->partner.text.count > 0;
    if (field == MUS_TEXT_DESCRIPTION || only_partner) {
        return (struct mus_bag){0};
    }
    return field == MUS_TEXT_TRANSLATED ? listing->translated : listing->fields[field];
}

/* Translations stand for words that have been counted. */
uint64_t mus_subject_half(const struct mus_text_weights *weights,
                          const struct mus_firm_listing *listing)
{
    uint64_t length = 0;
    for (unsigned field = 0; field < MUS_TEXT_FIELD_COUNT; field++) {
        if (field != MUS_TEXT_TRANSLATED) {
            uint32_t terms = mus_subject_sought_bag(listing, (enum mus_text_field)field).length;
            length += (uint64_t)weights->sought[field] * (terms < MAX_LENGTH ? terms : MAX_LENGTH);
        }
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
