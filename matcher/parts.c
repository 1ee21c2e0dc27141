#include "matcher/parts.h"

#include "matcher/places.h"

static uint32_t place_value(const struct mus_scorer *scorer, struct mus_hashes targets,
                            const struct mus_firm *firm)
{
    const struct mus_rules *rules = &scorer->rules;
    return mus_place_value(rules->reference, &scorer->groups, &rules->weights->market, targets,
                           firm);
}

uint32_t mus_company_market(const struct mus_scorer *scorer, const struct mus_firm *from,
                            const struct mus_firm *to)
{
    return place_value(scorer, from->target_markets, to);
}

struct mus_fit_part mus_part_market_beside(const struct mus_scorer *scorer,
                                           const struct mus_firm *from,
                                           const struct mus_firm_listing *listing,
                                           const struct mus_firm *to, uint32_t company_market)
{
    const struct mus_weights *weights = scorer->rules.weights;
    const struct mus_hashes none = {NULL, 0};
    struct mus_hashes markets = listing == NULL ? none : listing->markets;
    bool from_missing = markets.count == 0 && from->target_markets.count == 0;
    bool to_missing = !mus_place_is_known(to);
    if (from_missing || to_missing) {
        return mus_part_unknown(weights, MUS_PART_MARKET, mus_missing_of(from_missing, to_missing));
    }
    uint32_t own = place_value(scorer, markets, to);
    return mus_part_known(weights, MUS_PART_MARKET, own > company_market ? own : company_market);
}

struct mus_fit_part mus_part_market(const struct mus_scorer *scorer, const struct mus_firm *from,
                                    const struct mus_firm_listing *listing,
                                    const struct mus_firm *to)
{
    return mus_part_market_beside(scorer, from, listing, to, mus_company_market(scorer, from, to));
}

bool mus_partner_names_countries(const struct mus_scorer *scorer, struct mus_hashes countries)
{
    uint64_t any = scorer->rules.reference->any;
    return countries.count > 0 && (any == 0 || !mus_hashes_has(countries, any));
}

bool mus_partner_size_sought(mus_word_set sizes, enum mus_size size)
{
    bool sought = (sizes >> size & 1) != 0;
    return sought || (size == MUS_SIZE_SMALL && (sizes >> MUS_SIZE_SME & 1) != 0);
}

/* The mean over criteria, as they come. */
struct mean {
    uint32_t neutral;
    unsigned stated;
    unsigned known;
    uint64_t sum;
};

static void add_criterion(struct mean *mean, bool stated, bool known, uint32_t value)
{
    if (!stated) {
        return;
    }
    mean->stated++;
    mean->known += known;
    mean->sum += known ? value : mean->neutral;
}

struct mus_fit_part mus_part_partner(const struct mus_scorer *scorer,
                                     const struct mus_firm_listing *listing,
                                     const struct mus_firm *to)
{
    const struct mus_weights *weights = scorer->rules.weights;
    if (listing == NULL) {
        return mus_part_unknown(weights, MUS_PART_PARTNER, MUS_MISSING_FROM);
    }
    const struct mus_firm_partner *partner = &listing->partner;
    struct mean mean = {.neutral = weights->neutral[MUS_PART_PARTNER]};
    add_criterion(&mean, partner->kinds != 0, to->kind != MUS_KIND_UNKNOWN,
                  (partner->kinds >> to->kind & 1) != 0 ? MUS_MILLION : 0);
    add_criterion(&mean, partner->sizes != 0, to->size != MUS_SIZE_UNKNOWN,
                  mus_partner_size_sought(partner->sizes, to->size) ? MUS_MILLION : 0);
    if (mus_partner_names_countries(scorer, partner->countries)) {
        add_criterion(&mean, true, mus_place_is_known(to),
                      place_value(scorer, partner->countries, to));
    }
    if (mean.known == 0) {
        return mus_part_unknown(weights, MUS_PART_PARTNER,
                                mean.stated == 0 ? MUS_MISSING_FROM : MUS_MISSING_TO);
    }
    return mus_part_known(weights, MUS_PART_PARTNER, mean.sum / mean.stated);
}

struct mus_fit_part mus_part_stage(const struct mus_weights *weights, const struct mus_firm *from,
                                   const struct mus_firm *to)
{
    bool from_missing = from->stage == MUS_STAGE_UNKNOWN;
    bool to_missing = to->stage == MUS_STAGE_UNKNOWN;
    if (from_missing || to_missing) {
        return mus_part_unknown(weights, MUS_PART_STAGE, mus_missing_of(from_missing, to_missing));
    }
    int gap = (int)from->stage - (int)to->stage;
    gap = gap < 0 ? -gap : gap;
    return mus_part_known(weights, MUS_PART_STAGE,
                          weights->stage[gap < MUS_STAGE_GAPS ? gap : MUS_STAGE_GAPS - 1]);
}

struct mus_fit_part mus_part_channel(const struct mus_weights *weights, const struct mus_firm *from,
                                     const struct mus_firm *to)
{
    if (from->channels == 0 || to->channels == 0) {
        return mus_part_unknown(weights, MUS_PART_CHANNEL,
                                mus_missing_of(from->channels == 0, to->channels == 0));
    }
    bool common = (from->channels & to->channels) != 0;
    return mus_part_known(weights, MUS_PART_CHANNEL, common ? weights->channel : 0);
}

static bool have_one_in_common(struct mus_hashes a, struct mus_hashes b)
{
    size_t i = 0;
    size_t j = 0;
    while (i < a.count && j < b.count) {
        if (a.items[i] == b.items[j]) {
            return true;
        }
        if (a.items[i] < b.items[j]) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

struct mus_fit_part mus_part_language(const struct mus_weights *weights,
                                      const struct mus_firm *from, const struct mus_firm *to)
{
    if (from->languages.count == 0 || to->languages.count == 0) {
        return mus_part_unknown(
            weights, MUS_PART_LANGUAGE,
            mus_missing_of(from->languages.count == 0, to->languages.count == 0));
    }
    bool common = have_one_in_common(from->languages, to->languages);
    return mus_part_known(weights, MUS_PART_LANGUAGE, common ? weights->language : 0);
}

struct mus_fit_part mus_part_theme(const struct mus_scorer *scorer, const struct mus_party *to)
{
    const struct mus_weights *weights = scorer->rules.weights;
    if (scorer->theme.count == 0) {
        return mus_part_unknown(weights, MUS_PART_THEME, MUS_MISSING_NOTHING);
    }
    const struct mus_code_weights *by_field[MUS_CLASS_FIELD_COUNT] = {
        [MUS_CLASS_TECHNOLOGY] = &weights->technology,
        [MUS_CLASS_INDUSTRY] = &weights->industry,
    };
    bool said = false;
    bool comparable = false;
    uint32_t best = 0;
    for (unsigned field = 0; field < MUS_CLASS_FIELD_COUNT; field++) {
        const struct mus_class_lists *classes = &to->classes[field];
        for (uint32_t unit = 0; unit <= to->count; unit++) {
            struct mus_hashes list = classes->lists[classes->of_unit[unit]];
            struct mus_nearness nearness =
                mus_class_nearness(&scorer->tree, &scorer->theme, list, by_field[field]);
            said = said || list.count > 0;
            comparable = comparable || nearness.comparable;
            best = nearness.forth > best ? nearness.forth : best;
        }
    }
    if (!comparable) {
        return mus_part_unknown(weights, MUS_PART_THEME,
                                said ? MUS_MISSING_NOTHING : MUS_MISSING_TO);
    }
    return mus_part_known(weights, MUS_PART_THEME, best);
}
