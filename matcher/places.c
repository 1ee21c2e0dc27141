#include "matcher/places.h"

static struct mus_place_match better(struct mus_place_match best, struct mus_place_match other)
{
    return other.value > best.value ? other : best;
}

static struct mus_place_match meet_group(const struct mus_reference *reference,
                                         const struct mus_market_weights *weights, uint64_t group,
                                         const struct mus_firm *firm)
{
    struct mus_place_match best = {0};
    if (mus_reference_in_group(reference, firm->country, group)) {
        best = (struct mus_place_match){weights->group, MUS_EVIDENCE_GROUP, group, firm->country};
    }
    for (size_t i = 0; i < firm->presence.count && best.value < weights->presence_group; i++) {
        uint64_t country = firm->presence.items[i];
        if (country == group || mus_reference_in_group(reference, country, group)) {
            best = (struct mus_place_match){weights->presence_group, MUS_EVIDENCE_PRESENCE_GROUP,
                                            group, country};
        }
    }
    return best;
}

struct mus_place_match mus_place_meet(const struct mus_reference *reference,
                                      const struct mus_term_set *groups,
                                      const struct mus_market_weights *weights, uint64_t target,
                                      const struct mus_firm *firm)
{
    struct mus_place_match best = {0};
    if (reference->any != 0 && target == reference->any) {
        return (struct mus_place_match){weights->any, MUS_EVIDENCE_ANY, target, firm->country};
    }
    if (target == firm->country) {
        best =
            (struct mus_place_match){weights->country, MUS_EVIDENCE_COUNTRY, target, firm->country};
    }
    if (mus_hashes_has(firm->presence, target)) {
        best = better(best, (struct mus_place_match){weights->presence, MUS_EVIDENCE_PRESENCE,
                                                     target, target});
    }
    if (mus_term_set_find(groups, target) != MUS_NO_TERM) {
        best = better(best, meet_group(reference, weights, target, firm));
    }
    return best;
}

struct mus_place_match mus_place_best(const struct mus_reference *reference,
                                      const struct mus_term_set *groups,
                                      const struct mus_market_weights *weights,
                                      struct mus_hashes targets, const struct mus_firm *firm)
{
    struct mus_place_match best = {0};
    for (size_t i = 0; i < targets.count; i++) {
        best = better(best, mus_place_meet(reference, groups, weights, targets.items[i], firm));
    }
    return best;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t value_of(const struct mus_reference *reference, const struct mus_term_set *groups,
                         const struct mus_market_weights *weights, uint64_t target,
                         const struct mus_firm *firm)
{
    if (reference->any != 0 && target == reference->any) {
        return weights->any;
    }
    uint32_t value = target == firm->country ? weights->country : 0;
    if (firm->presence.count > 0 && mus_hashes_has(firm->presence, target)) {
        value = greater(value, weights->presence);
    }
    if (mus_term_set_find(groups, target) != MUS_NO_TERM) {
        value = greater(value, meet_group(reference, weights, target, firm).value);
    }
    return value;
}

/* A score asks for little else: most places are strangers, told by a comparison or two each. */
uint32_t mus_place_value(const struct mus_reference *reference, const struct mus_term_set *groups,
                         const struct mus_market_weights *weights, struct mus_hashes targets,
                         const struct mus_firm *firm)
{
    uint32_t best = 0;
    for (size_t i = 0; i < targets.count; i++) {
        best = greater(best, value_of(reference, groups, weights, targets.items[i], firm));
    }
    return best;
}
