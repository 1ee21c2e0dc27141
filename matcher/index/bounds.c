/* The bound. Let f be a unit of the query that seeks and t a live listing (or the bare profile) of
 * the candidate. Pairs are of a few kinds, by the sides of both: a need and an offer, a need and a
 * need, and so on (matcher/fit.c has the table). Of each kind there is, the parts are at most
 *
 *   purpose     the best that f's purposes meet among those of all the candidate's listings of t's
 *               side, or the neutral value where some has none or t is the bare profile
 *   subject     the value of a sum of all that t may be. A sum over terms is at most the sum of
 * what each is worth at most: the index keeps, of each term, the greatest saturation over the
 * candidate's offers and its bare profile, and what its needs add to that, both rounded up. Where
 * an offer meets a need the need asks, so that the sum of the other direction counts; where a need
 * meets a need, nothing does unless purposes complement each other; and where the subject may be
 * unknown it is at least neutral industry,   the nearest of all the candidate's classes, each by
 * itself: nearness of a list is technology  the greatest of its codes market      the best of its
 * country and of each place it is present in partner     likewise, with kind and size: a mean is
 * the sum of its shares
 *
 * and likewise from the candidate's units to the query's. What is unknown has the neutral value:
 * wherever some t may leave a part unknown the bound is at least that. The pair that decides a fit
 * is of some kind, and adds up to no more than the sum of these bounds for it and some f; so
 * neither does the second pair that breadth is made of. The bound is the greatest over kinds and
 * units. Fits are sums, and the formula never falls where a fit grows; hence no score is above its
 * bound.
 *
 * Every rounding goes up, or is the same as the score's own on a value that is no less. */
#include "matcher/index/bounds.h"

#include "matcher/parts.h"
#include "matcher/places.h"
#include "matcher/subject.h"

#include <string.h>

static uint32_t contribution(const struct mus_bounds *bounds, enum mus_part part, uint64_t value)
{
    return mus_part_known(bounds->weights, part, value).contribution;
}

static const struct mus_firm_listing *listing_of(const struct mus_bounds *bounds, uint32_t unit)
{
    return mus_party_listing(&bounds->query->party, unit);
}

/* ------------------------------------------------------------------ of the query alone */

static bool is_need(const struct mus_firm_listing *listing)
{
    return listing != NULL && listing->side == MUS_SIDE_NEED;
}

static bool has_classes(const struct mus_bounds *bounds, enum mus_class_field field, uint32_t list)
{
    return mus_party_classes(&bounds->query->party, field, list).count > 0;
}

static void add_unit(struct mus_bounds *bounds, uint32_t unit)
{
    const struct mus_party *party = &bounds->query->party;
    struct mus_bound_group *group = &bounds->groups[mus_bounds_group_of(unit)];
    const struct mus_firm_listing *listing = listing_of(bounds, unit);
    enum mus_seeking seeking = party->seeking[unit];
    group->needs = group->needs || is_need(listing);
    group->offers = group->offers || (listing != NULL && !is_need(listing));
    group->topic = seeking == MUS_SEEKING_TOPIC && (group->topic || !group->seeks);
    group->seeks = group->seeks || seeking != MUS_SEEKING_NOTHING;
    group->silent = group->silent || seeking == MUS_SEEKING_NOTHING;
    group->by_text = group->by_text || seeking == MUS_SEEKING_TEXT;
    group->all_by_text = group->all_by_text && seeking == MUS_SEEKING_TEXT;
    group->aimless = group->aimless || listing == NULL || listing->purposes.count == 0;
    if (!has_classes(bounds, MUS_CLASS_INDUSTRY,
                     party->classes[MUS_CLASS_INDUSTRY].of_unit[unit])) {
        mus_raise(&group->industry, bounds->neutral[MUS_PART_INDUSTRY]);
    }
    if (!has_classes(bounds, MUS_CLASS_TECHNOLOGY,
                     party->classes[MUS_CLASS_TECHNOLOGY].of_unit[unit])) {
        mus_raise(&group->technology, bounds->neutral[MUS_PART_TECHNOLOGY]);
    }
    bounds->wordless = bounds->wordless || (is_need(listing) && seeking == MUS_SEEKING_NOTHING);
}

/* What the query leaves unknown for whoever seeks in it. */
static void look_at_answers(struct mus_bounds *bounds)
{
    const struct mus_party *party = &bounds->query->party;
    bool industries = true;
    bool technology = true;
    bounds->has[0] = party->has_offer;
    bounds->has[1] = party->has_need;
    for (uint32_t unit = 0; unit <= party->count; unit++) {
        const struct mus_firm_listing *listing = listing_of(bounds, unit);
        if (listing != NULL && listing->purposes.count == 0) {
            bounds->aimless[is_need(listing)] = true;
        }
        industries = industries && has_classes(bounds, MUS_CLASS_INDUSTRY,
                                               party->classes[MUS_CLASS_INDUSTRY].of_unit[unit]);
        technology = technology && has_classes(bounds, MUS_CLASS_TECHNOLOGY,
                                               party->classes[MUS_CLASS_TECHNOLOGY].of_unit[unit]);
    }
    bounds->back_industry_neutral = !industries;
    bounds->back_technology_neutral = !technology;
    bounds->back_market_neutral = !mus_place_is_known(party->firm);
    bounds->answers_text = party->has_text;
}

static void look_at_fixed(struct mus_bounds *bounds)
{
    const struct mus_scorer *scorer = bounds->query->scorer;
    static const enum mus_part OF_A_PAIR[] = {MUS_PART_PURPOSE,    MUS_PART_SUBJECT,
                                              MUS_PART_TECHNOLOGY, MUS_PART_INDUSTRY,
                                              MUS_PART_MARKET,     MUS_PART_PARTNER};
    uint64_t whole = 0;
    for (size_t i = 0; i < sizeof OF_A_PAIR / sizeof *OF_A_PAIR; i++) {
        whole += bounds->weights->weight[OF_A_PAIR[i]];
    }
    uint64_t most = bounds->most[MUS_PART_BREADTH];
    uint64_t rate = whole == 0 ? 0 : (most * 65536 + whole - 1) / whole;
    /* A second pair needs another listing that seeks. */
    bounds->forth_breadth = bounds->query->party.count > 1 ? rate : 0;
    bounds->back_breadth = bounds->query->party.count > 0 ? rate : 0;
    bounds->forth_fixed =
        scorer->theme.count == 0 ? bounds->neutral[MUS_PART_THEME] : bounds->most[MUS_PART_THEME];
    bounds->back_fixed = mus_part_theme(scorer, &bounds->query->party).contribution;
}

static void make_ways(struct mus_bounds *bounds)
{
    const struct mus_firm *firm = bounds->query->party.firm;
    for (unsigned value = 0; value < 256; value++) {
        struct mus_firm other = {.stage = (enum mus_stage)(value / 16),
                                 .channels = (mus_word_set)(value % 16)};
        bounds->ways[value] = mus_part_stage(bounds->weights, firm, &other).contribution +
                              mus_part_channel(bounds->weights, firm, &other).contribution;
    }
}

void mus_bounds_make(struct mus_bounds *bounds, const struct mus_query *query)
{
    uint32_t units = mus_party_seekers(&query->party);
    unsigned group_count = units < MUS_BOUND_GROUPS ? units : MUS_BOUND_GROUPS;
    /* A group takes three pages of memory, and most queries have a few. */
    memset(bounds, 0, offsetof(struct mus_bounds, groups) + group_count * sizeof *bounds->groups);
    bounds->query = query;
    bounds->weights = query->scorer->rules.weights;
    bounds->one_way = query->bare_need;
    bounds->group_count = group_count;
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        bounds->neutral[part] =
            contribution(bounds, (enum mus_part)part, bounds->weights->neutral[part]);
        bounds->most[part] = contribution(bounds, (enum mus_part)part, MUS_MILLION);
    }
    for (unsigned group = 0; group < bounds->group_count; group++) {
        bounds->groups[group].all_by_text = true;
    }
    for (uint32_t unit = 0; unit < units; unit++) {
        add_unit(bounds, unit);
    }
    look_at_answers(bounds);
    look_at_fixed(bounds);
    make_ways(bounds);
}

/* ------------------------------------------------------------------ sums of text */

static void scale(const struct mus_bounds *bounds, uint32_t *table, uint32_t unit, bool topic)
{
    const struct mus_weights *weights = bounds->weights;
    for (uint64_t step = 0; step < MUS_SUM_STEPS; step++) {
        uint32_t value = MUS_MILLION;
        if (unit > 0) {
            value = mus_subject_value(&weights->text, weights->neutral[MUS_PART_SUBJECT],
                                      ((step + 1) * MUS_SUM_STEP) << 20, (uint64_t)unit << 20,
                                      topic ? MUS_SEEKING_TOPIC : MUS_SEEKING_TEXT);
        }
        table[step] = contribution(bounds, MUS_PART_SUBJECT, value);
    }
}

void mus_bounds_scale_group(struct mus_bounds *bounds, unsigned group, uint32_t unit)
{
    scale(bounds, bounds->groups[group].subject, unit, bounds->groups[group].topic);
}

void mus_bounds_scale_back(struct mus_bounds *bounds, uint32_t unit, bool topic)
{
    scale(bounds, topic ? bounds->back_topic : bounds->back_subject, unit, topic);
}

/* ------------------------------------------------------------------ of a segment */

/* What the listing says of its partner. */
struct criteria {
    const struct mus_firm_partner *partner;
    unsigned stated;
    bool countries;
};

static struct criteria criteria_of(const struct mus_bounds *bounds,
                                   const struct mus_firm_listing *listing)
{
    if (listing == NULL) {
        return (struct criteria){NULL, 0, false};
    }
    const struct mus_firm_partner *partner = &listing->partner;
    bool countries = mus_partner_names_countries(bounds->query->scorer, partner->countries);
    return (struct criteria){
        partner, (unsigned)(partner->kinds != 0) + (partner->sizes != 0) + countries, countries};
}

/* A criterion's share of the part, rounded up. */
static uint32_t share_of_part(const struct mus_bounds *bounds, unsigned stated, uint64_t value)
{
    uint64_t weight = bounds->weights->weight[MUS_PART_PARTNER];
    return (uint32_t)(weight * value / stated / MUS_MILLION) + 1;
}

static uint32_t market_of(const struct mus_bounds *bounds, const struct mus_firm_listing *listing,
                          const struct mus_firm *other)
{
    return mus_part_market(bounds->query->scorer, bounds->query->party.firm, listing, other)
        .contribution;
}

static uint32_t partner_place_of(const struct mus_bounds *bounds, const struct criteria *criteria,
                                 const struct mus_firm *other)
{
    const struct mus_scorer *scorer = bounds->query->scorer;
    uint32_t value = bounds->weights->neutral[MUS_PART_PARTNER];
    if (!criteria->countries) {
        return 0;
    }
    if (mus_place_is_known(other)) {
        value = mus_place_best(scorer->rules.reference, &scorer->groups, &bounds->weights->market,
                               criteria->partner->countries, other)
                    .value;
    }
    return share_of_part(bounds, criteria->stated, value);
}

static uint32_t kind_and_size(const struct mus_bounds *bounds, const struct criteria *criteria,
                              unsigned kind, unsigned size)
{
    uint32_t neutral = bounds->weights->neutral[MUS_PART_PARTNER];
    uint32_t sum = 0;
    if (criteria->stated == 0) {
        return bounds->neutral[MUS_PART_PARTNER];
    }
    if (criteria->partner->kinds != 0) {
        bool sought = kind < 16 && (criteria->partner->kinds >> kind & 1) != 0;
        sum += share_of_part(bounds, criteria->stated,
                             kind == MUS_KIND_UNKNOWN ? neutral
                             : sought                 ? MUS_MILLION
                                                      : 0);
    }
    if (criteria->partner->sizes != 0) {
        bool sought = mus_partner_size_sought(criteria->partner->sizes, (enum mus_size)size);
        sum += share_of_part(bounds, criteria->stated,
                             size == MUS_SIZE_UNKNOWN ? neutral
                             : sought                 ? MUS_MILLION
                                                      : 0);
    }
    return sum;
}

static void enter_places(struct mus_bounds *bounds, const struct mus_segment *segment,
                         uint32_t unit, struct mus_bound_group *group)
{
    const struct mus_firm_listing *listing = listing_of(bounds, unit);
    struct criteria criteria = criteria_of(bounds, listing);
    for (uint32_t code = 0; code < segment->sets[MUS_COLUMN_COUNTRY].count; code++) {
        struct mus_firm other = {.country = 0};
        mus_segment_set(segment, MUS_COLUMN_COUNTRY, code, &other.country, 1);
        mus_raise(&group->market[code], market_of(bounds, listing, &other));
        mus_raise(&group->partner_place[code], partner_place_of(bounds, &criteria, &other));
    }
    group->market[MUS_CODE_OTHER] = bounds->most[MUS_PART_MARKET];
    group->partner_place[MUS_CODE_OTHER] = bounds->most[MUS_PART_PARTNER] + 1;
    for (uint32_t i = 0; i < segment->kinds[MUS_FEATURE_PRESENCE].count; i++) {
        uint64_t place = mus_segment_hash(segment, MUS_FEATURE_PRESENCE, i);
        struct mus_firm other = {.presence = {&place, 1}};
        mus_raise(&group->present_market, market_of(bounds, listing, &other));
        mus_raise(&group->present_partner, partner_place_of(bounds, &criteria, &other));
    }
}

static void enter_partner(struct mus_bounds *bounds, uint32_t unit, struct mus_bound_group *group)
{
    struct criteria criteria = criteria_of(bounds, listing_of(bounds, unit));
    for (unsigned value = 0; value < 256; value++) {
        mus_raise(&group->partner[value], kind_and_size(bounds, &criteria, value / 4, value % 4));
    }
}

static uint32_t best_purpose(const struct mus_bounds *bounds, uint32_t unit, const uint64_t *set,
                             size_t count)
{
    const struct mus_query *query = bounds->query;
    uint32_t best = 0;
    for (size_t i = query->want_starts[unit]; i < query->want_starts[unit + 1]; i++) {
        for (size_t k = 0; k < count; k++) {
            if (query->wants[i].purpose == set[k]) {
                mus_raise(&best, query->wants[i].value);
            }
        }
    }
    return best;
}

enum { MOST_PURPOSES = 64 };

/* The purposes of candidates' listings of a side. */
static void enter_purposes(struct mus_bounds *bounds, const struct mus_segment *segment,
                           unsigned side)
{
    const struct mus_party *party = &bounds->query->party;
    const enum mus_fact_column column = mus_bounds_purposes(side);
    for (uint32_t code = 0; code < segment->sets[column].count; code++) {
        uint64_t set[MOST_PURPOSES];
        size_t count = mus_segment_set(segment, column, code, set, MOST_PURPOSES);
        bool whole = count <= MOST_PURPOSES;
        for (uint32_t unit = 0; unit < party->count; unit++) {
            struct mus_bound_group *group = &bounds->groups[mus_bounds_group_of(unit)];
            const bool need = is_need(listing_of(bounds, unit));
            uint32_t best = whole ? best_purpose(bounds, unit, set, count) : MUS_MILLION;
            uint32_t value = contribution(bounds, MUS_PART_PURPOSE, best);
            mus_raise(&group->purpose[side][code], value);
            mus_raise(&bounds->back_purpose[need][side][code], value);
            bool meets = need && side == 1 && best > 0;
            group->meets[code] = group->meets[code] || meets;
            bounds->meets[code] = bounds->meets[code] || meets;
        }
    }
    for (unsigned group = 0; group < bounds->group_count; group++) {
        bounds->groups[group].purpose[side][MUS_CODE_OTHER] = bounds->most[MUS_PART_PURPOSE];
        bounds->groups[group].meets[MUS_CODE_OTHER] = true;
    }
    bounds->meets[MUS_CODE_OTHER] = true;
    bounds->back_purpose[0][side][MUS_CODE_OTHER] = bounds->most[MUS_PART_PURPOSE];
    bounds->back_purpose[1][side][MUS_CODE_OTHER] = bounds->most[MUS_PART_PURPOSE];
}

bool mus_bounds_needs_meet(const struct mus_bounds *bounds, const struct mus_segment *segment)
{
    const struct mus_party *party = &bounds->query->party;
    bool meet = false;
    for (uint32_t window = 0; !meet && window < mus_windows_of(segment->docs); window++) {
        meet = (mus_segment_window(segment, window).other >> MUS_COLUMN_NEEDED & 1) != 0;
    }
    for (uint32_t code = 0; !meet && code < segment->sets[MUS_COLUMN_NEEDED].count; code++) {
        uint64_t set[MOST_PURPOSES];
        size_t count = mus_segment_set(segment, MUS_COLUMN_NEEDED, code, set, MOST_PURPOSES);
        meet = count > MOST_PURPOSES;
        for (uint32_t unit = 0; !meet && unit < party->count; unit++) {
            meet = is_need(listing_of(bounds, unit)) && best_purpose(bounds, unit, set, count) > 0;
        }
    }
    return meet;
}

enum { MOST_LANGUAGES = 256 };

static void enter_languages(struct mus_bounds *bounds, const struct mus_segment *segment)
{
    uint64_t set[MOST_LANGUAGES];
    for (uint32_t code = 0; code < segment->sets[MUS_COLUMN_LANGUAGES].count; code++) {
        size_t count = mus_segment_set(segment, MUS_COLUMN_LANGUAGES, code, set, MOST_LANGUAGES);
        struct mus_firm other = {.languages = {set, count < MOST_LANGUAGES ? count : 0}};
        bounds->languages[code] =
            count > MOST_LANGUAGES
                ? bounds->most[MUS_PART_LANGUAGE]
                : mus_part_language(bounds->weights, bounds->query->party.firm, &other)
                      .contribution;
    }
    bounds->languages[MUS_CODE_OTHER] = bounds->most[MUS_PART_LANGUAGE];
}

void mus_bounds_enter(struct mus_bounds *bounds, const struct mus_segment *segment)
{
    memset(bounds->back_purpose, 0, sizeof bounds->back_purpose);
    memset(bounds->meets, 0, sizeof bounds->meets);
    for (unsigned i = 0; i < bounds->group_count; i++) {
        struct mus_bound_group *group = &bounds->groups[i];
        memset(group->market, 0, sizeof group->market);
        memset(group->partner_place, 0, sizeof group->partner_place);
        memset(group->partner, 0, sizeof group->partner);
        memset(group->purpose, 0, sizeof group->purpose);
        memset(group->meets, 0, sizeof group->meets);
        group->present_market = group->present_partner = 0;
    }
    for (uint32_t unit = 0; unit < mus_party_seekers(&bounds->query->party); unit++) {
        struct mus_bound_group *group = &bounds->groups[mus_bounds_group_of(unit)];
        enter_places(bounds, segment, unit, group);
        enter_partner(bounds, unit, group);
    }
    enter_purposes(bounds, segment, 0);
    enter_purposes(bounds, segment, 1);
    enter_languages(bounds, segment);
}
