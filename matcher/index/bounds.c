/* The bound. For a unit f of the query that seeks and any live listing (or the bare profile) t of
 * the candidate, the six parts of the pair are each at most
 *
 *   purpose     the best that f's purposes meet among all purposes of the candidate, or the neutral
 *               value where some t has none (the bare profile has none: it serves a need where
 * there is no offer, an offer where there is no need) subject     the value of the greatest sum of
 * any t. A sum over terms is at most the sum of what each term is worth at most: the index keeps,
 * of each term, the greatest saturation over all t, rounded up. Where an offer meets a need the
 * need asks, so that the sum of the other direction counts industry,   the nearest of all the
 * candidate's classes, each by itself: nearness of a list is technology  the greatest of its codes
 *   market      the best of its country and of each place it is present in
 *   partner     likewise, with kind and size: a mean is the sum of its shares
 *
 * and likewise from the candidate's units to the query's. What is unknown has the neutral value:
 * wherever some t may leave a part unknown the bound is at least that. The pair that decides a fit
 * adds up to no more than the sum of these bounds for some f, so neither does the second pair that
 * breadth is made of. Fits are sums, and the formula never falls where a fit grows; hence no score
 * is above its bound.
 *
 * Every rounding goes up, or is the same as the score's own on a value that is no less. */
#include "matcher/index/bounds.h"

#include "matcher/parts.h"
#include "matcher/places.h"
#include "matcher/subject.h"

#include <string.h>

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void raise(uint32_t *value, uint32_t to)
{
    *value = greater(*value, to);
}

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
    group->sure = group->sure && seeking == MUS_SEEKING_TEXT;
    if (listing == NULL || listing->purposes.count == 0) {
        group->neutral_purpose = true;
    }
    if (!has_classes(bounds, MUS_CLASS_INDUSTRY,
                     party->classes[MUS_CLASS_INDUSTRY].of_unit[unit])) {
        raise(&group->industry, bounds->neutral[MUS_PART_INDUSTRY]);
    }
    if (!has_classes(bounds, MUS_CLASS_TECHNOLOGY,
                     party->classes[MUS_CLASS_TECHNOLOGY].of_unit[unit])) {
        raise(&group->technology, bounds->neutral[MUS_PART_TECHNOLOGY]);
    }
    bounds->wordless = bounds->wordless || (is_need(listing) && seeking == MUS_SEEKING_NOTHING);
}

/* What the query leaves unknown for whoever seeks in it. */
static void look_at_answers(struct mus_bounds *bounds)
{
    const struct mus_party *party = &bounds->query->party;
    bool industries = true;
    bool technology = true;
    bounds->back_purpose_neutral = party->count == 0;
    for (uint32_t unit = 0; unit <= party->count; unit++) {
        const struct mus_firm_listing *listing = listing_of(bounds, unit);
        bounds->back_purpose_neutral =
            bounds->back_purpose_neutral || (listing != NULL && listing->purposes.count == 0);
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
    *bounds = (struct mus_bounds){
        .query = query, .weights = query->scorer->rules.weights, .one_way = query->bare_need};
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        bounds->neutral[part] =
            contribution(bounds, (enum mus_part)part, bounds->weights->neutral[part]);
        bounds->most[part] = contribution(bounds, (enum mus_part)part, MUS_MILLION);
    }
    uint32_t units = mus_party_seekers(&query->party);
    bounds->group_count = units < MUS_BOUND_GROUPS ? units : MUS_BOUND_GROUPS;
    for (unsigned group = 0; group < bounds->group_count; group++) {
        bounds->groups[group].sure = true;
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
        raise(&group->market[code], market_of(bounds, listing, &other));
        raise(&group->partner_place[code], partner_place_of(bounds, &criteria, &other));
    }
    group->market[MUS_CODE_OTHER] = bounds->most[MUS_PART_MARKET];
    group->partner_place[MUS_CODE_OTHER] = bounds->most[MUS_PART_PARTNER] + 1;
    for (uint32_t i = 0; i < segment->kinds[MUS_FEATURE_PRESENCE].count; i++) {
        uint64_t place = mus_segment_hash(segment, MUS_FEATURE_PRESENCE, i);
        struct mus_firm other = {.presence = {&place, 1}};
        raise(&group->present_market, market_of(bounds, listing, &other));
        raise(&group->present_partner, partner_place_of(bounds, &criteria, &other));
    }
}

static void enter_partner(struct mus_bounds *bounds, uint32_t unit, struct mus_bound_group *group)
{
    struct criteria criteria = criteria_of(bounds, listing_of(bounds, unit));
    for (unsigned value = 0; value < 256; value++) {
        raise(&group->partner[value], kind_and_size(bounds, &criteria, value / 4, value % 4));
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
                raise(&best, query->wants[i].value);
            }
        }
    }
    return contribution(bounds, MUS_PART_PURPOSE, best);
}

enum { MOST_PURPOSES = 64 };

static void enter_purposes(struct mus_bounds *bounds, const struct mus_segment *segment)
{
    const struct mus_party *party = &bounds->query->party;
    for (uint32_t code = 0; code < segment->sets[MUS_COLUMN_PURPOSES].count; code++) {
        uint64_t set[MOST_PURPOSES];
        size_t count = mus_segment_set(segment, MUS_COLUMN_PURPOSES, code, set, MOST_PURPOSES);
        bool whole = count <= MOST_PURPOSES;
        for (uint32_t unit = 0; unit < party->count; unit++) {
            uint32_t value =
                whole ? best_purpose(bounds, unit, set, count) : bounds->most[MUS_PART_PURPOSE];
            raise(&bounds->groups[mus_bounds_group_of(unit)].purpose[code], value);
            raise(&bounds->back_purpose[code], value);
        }
    }
    for (unsigned group = 0; group < bounds->group_count; group++) {
        bounds->groups[group].purpose[MUS_CODE_OTHER] = bounds->most[MUS_PART_PURPOSE];
    }
    bounds->back_purpose[MUS_CODE_OTHER] = bounds->most[MUS_PART_PURPOSE];
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
    for (unsigned i = 0; i < bounds->group_count; i++) {
        struct mus_bound_group *group = &bounds->groups[i];
        memset(group->market, 0, sizeof group->market);
        memset(group->partner_place, 0, sizeof group->partner_place);
        memset(group->partner, 0, sizeof group->partner);
        memset(group->purpose, 0, sizeof group->purpose);
        group->present_market = group->present_partner = 0;
    }
    for (uint32_t unit = 0; unit < mus_party_seekers(&bounds->query->party); unit++) {
        struct mus_bound_group *group = &bounds->groups[mus_bounds_group_of(unit)];
        enter_places(bounds, segment, unit, group);
        enter_partner(bounds, unit, group);
    }
    enter_purposes(bounds, segment);
    enter_languages(bounds, segment);
}

/* ------------------------------------------------------------------ of a document */

struct candidate {
    const struct mus_bounds *bounds;
    const struct mus_segment *segment;
    const struct mus_gathered *gathered;
    uint32_t doc, at;
    uint32_t flags;
    uint32_t asked; /* subject where the candidate's needs ask */
};

static bool has(const struct candidate *c, uint32_t flags)
{
    return (c->flags & flags) != 0;
}

static uint32_t column(const struct candidate *c, enum mus_fact_column column)
{
    return c->segment->columns[column][c->doc];
}

static uint32_t raised(const uint16_t *values, uint32_t at)
{
    return values == NULL ? 0 : (uint32_t)values[at] * MUS_RAISE_STEP;
}

static uint32_t forth_subject(const struct candidate *c, unsigned number)
{
    const struct mus_bound_group *group = &c->bounds->groups[number];
    bool asked = group->offers && has(c, MUS_FACT_NEED);
    bool sure = group->sure && has(c, MUS_FACT_TEXT) &&
                !(asked && (has(c, MUS_FACT_WORDLESS_NEED) || !c->bounds->answers_text));
    uint32_t best = sure ? 0 : c->bounds->neutral[MUS_PART_SUBJECT];
    uint32_t sum = c->gathered->text[number] == NULL ? 0 : c->gathered->text[number][c->at];
    if (sum > 0) {
        raise(&best, group->subject[sum / MUS_SUM_STEP]);
    }
    if (asked) {
        raise(&best, c->asked);
    }
    return best;
}

static uint32_t forth_purpose(const struct candidate *c, const struct mus_bound_group *group)
{
    bool neutral = group->neutral_purpose || has(c, MUS_FACT_WITHOUT_PURPOSE) ||
                   (group->needs && !has(c, MUS_FACT_OFFER)) ||
                   (group->offers && !has(c, MUS_FACT_NEED));
    return greater(group->purpose[column(c, MUS_COLUMN_PURPOSES)],
                   neutral ? c->bounds->neutral[MUS_PART_PURPOSE] : 0);
}

/* What a pair of listings adds up to, with its share of breadth. */
static uint32_t with_breadth(const struct candidate *c, uint32_t pair, uint64_t rate)
{
    const struct mus_bounds *bounds = c->bounds;
    bool unknown = bounds->query->party.count == 0 || !has(c, MUS_FACT_LISTED);
    uint32_t breadth = mus_bounds_breadth(bounds, pair, rate);
    return pair + (unknown ? greater(breadth, bounds->neutral[MUS_PART_BREADTH]) : breadth);
}

static uint32_t classes(const struct candidate *c, uint32_t least, const uint16_t *values,
                        enum mus_part part, uint32_t without)
{
    uint32_t best = greater(least, raised(values, c->at));
    return has(c, without) ? greater(best, c->bounds->neutral[part]) : best;
}

static uint32_t forth(const struct candidate *c)
{
    uint32_t best = 0;
    for (unsigned i = 0; i < c->bounds->group_count; i++) {
        const struct mus_bound_group *group = &c->bounds->groups[i];
        uint32_t country = column(c, MUS_COLUMN_COUNTRY);
        uint32_t market = group->market[country];
        uint32_t partner = group->partner_place[country];
        if (has(c, MUS_FACT_PRESENT)) {
            market = greater(market, group->present_market);
            partner = greater(partner, group->present_partner);
        }
        uint32_t pair = market + partner + group->partner[column(c, MUS_COLUMN_KIND_SIZE)] +
                        forth_purpose(c, group) + forth_subject(c, i) +
                        classes(c, group->industry, c->gathered->industry[i], MUS_PART_INDUSTRY,
                                MUS_FACT_WITHOUT_INDUSTRY) +
                        classes(c, group->technology, c->gathered->technology[i],
                                MUS_PART_TECHNOLOGY, MUS_FACT_WITHOUT_TECHNOLOGY);
        raise(&best, pair);
    }
    return with_breadth(c, best, c->bounds->forth_breadth);
}

static uint32_t back_subject(const struct candidate *c)
{
    const struct mus_bounds *bounds = c->bounds;
    bool asked = bounds->query->party.has_need && has(c, MUS_FACT_OFFER);
    bool sure = bounds->answers_text && has(c, MUS_FACT_SEEKS_BY_TEXT) &&
                !(asked && (bounds->wordless || !has(c, MUS_FACT_TEXT)));
    uint32_t best = sure ? 0 : bounds->neutral[MUS_PART_SUBJECT];
    raise(&best, c->asked);
    if (c->gathered->back_topic != NULL && c->gathered->back_topic[c->at] > 0) {
        raise(&best, bounds->back_topic[c->gathered->back_topic[c->at] / MUS_SUM_STEP]);
    }
    for (unsigned i = 0; i < bounds->group_count && has(c, MUS_FACT_OFFER); i++) {
        uint32_t sum = c->gathered->text[i] == NULL ? 0 : c->gathered->text[i][c->at];
        if (sum > 0 && bounds->groups[i].needs) {
            raise(&best, bounds->groups[i].subject[sum / MUS_SUM_STEP]);
        }
    }
    return best;
}

static uint32_t back_purpose(const struct candidate *c)
{
    const struct mus_party *party = &c->bounds->query->party;
    bool neutral = c->bounds->back_purpose_neutral || has(c, MUS_FACT_WITHOUT_PURPOSE) ||
                   !has(c, MUS_FACT_LISTED) || (has(c, MUS_FACT_NEED) && !party->has_offer) ||
                   (has(c, MUS_FACT_OFFER) && !party->has_need);
    return greater(c->bounds->back_purpose[column(c, MUS_COLUMN_PURPOSES)],
                   neutral ? c->bounds->neutral[MUS_PART_PURPOSE] : 0);
}

static uint32_t back(const struct candidate *c)
{
    const struct mus_bounds *bounds = c->bounds;
    uint32_t market = raised(c->gathered->back_market, c->at);
    if (bounds->back_market_neutral || has(c, MUS_FACT_WITHOUT_MARKET)) {
        market = greater(market, bounds->neutral[MUS_PART_MARKET]);
    }
    uint32_t partner = bounds->neutral[MUS_PART_PARTNER];
    if (has(c, MUS_FACT_PARTNER)) {
        partner = bounds->most[MUS_PART_PARTNER];
    }
    uint32_t pair =
        market + partner + back_purpose(c) + back_subject(c) +
        classes(c, bounds->back_industry_neutral ? bounds->neutral[MUS_PART_INDUSTRY] : 0,
                c->gathered->back_industry, MUS_PART_INDUSTRY, MUS_FACT_WITHOUT_INDUSTRY) +
        classes(c, bounds->back_technology_neutral ? bounds->neutral[MUS_PART_TECHNOLOGY] : 0,
                c->gathered->back_technology, MUS_PART_TECHNOLOGY, MUS_FACT_WITHOUT_TECHNOLOGY);
    return with_breadth(c, pair, bounds->back_breadth);
}

static uint32_t at_most_one(uint32_t fit)
{
    return fit < MUS_MILLION ? fit : MUS_MILLION;
}

uint32_t mus_bounds_of(const struct mus_bounds *bounds, const struct mus_segment *segment,
                       uint32_t doc, const struct mus_gathered *gathered, uint32_t at)
{
    struct candidate c = {.bounds = bounds,
                          .segment = segment,
                          .gathered = gathered,
                          .doc = doc,
                          .at = at,
                          .flags = mus_load_u16(segment->flags, doc)};
    if (gathered->back_text != NULL && gathered->back_text[at] > 0) {
        c.asked = bounds->back_subject[gathered->back_text[at] / MUS_SUM_STEP];
    }
    uint32_t either = bounds->ways[column(&c, MUS_COLUMN_WAYS)] +
                      bounds->languages[column(&c, MUS_COLUMN_LANGUAGES)];
    uint32_t to = at_most_one(forth(&c) + either + bounds->forth_fixed);
    if (bounds->one_way) {
        return to;
    }
    uint32_t from = at_most_one(back(&c) + either + bounds->back_fixed);
    return mus_score_combine(bounds->weights->formula, to, from);
}
