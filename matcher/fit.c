/* fit(A→B) is the sum of the parts' contributions.
 *
 * A seeks with each of its live listings, or, having none, with its bare profile; B serves with
 * each of its live listings and with its bare profile, so that a row with no more than a
 * description can be found. The pair whose six parts that depend on listings add up to most decides
 * them (ties: the listing that stands first, A's before B's, the bare profile last). What a pair
 * compares as its subject:
 *
 *   A's \ B's   offer                     need                        bare profile
 *   need        A's need → B's text       A's need → B's text, but 0  A's need → B's description
 *                                         unless purposes complement
 *   offer       partner sought → B's text B's need → A's text: B has  partner sought, else the
 *                                         asked for what A has        offer itself → description
 *   bare        (nothing is sought: unknown)
 *
 * B's text is that of the listing and the company's description together. A partner sought without
 * a word, or a B without any text at all, leaves the subject unknown.
 *
 * Classes: what a need lists, and the industries of the partner sought, are asked for; otherwise
 * the two sides' own classes are compared, as kin. A listing without classes stands under its
 * company's.
 *
 * Between one need and one offer there is one pair, so a further matching keyword never lowers the
 * subject. Between more, where the pair that decides may change, it never lowers what the six parts
 * of the deciding pair add up to; nor does a further listing of a side that the company has.
 * Breadth is the worth of the best pair that shares no listing with the first, as a share of what
 * such a pair can be worth. */
#include "matcher/fit.h"

#include "matcher/parts.h"
#include "matcher/subject.h"

struct direction {
    const struct mus_scorer *scorer;
    const struct mus_weights *weights;
    const struct mus_party *from;
    const struct mus_party *to;
    const uint64_t *seek; /* from's unit seeks, to's unit serves */
    const uint64_t *ask;  /* to's unit seeks, from's unit serves */
    const uint32_t *purpose;
    uint32_t *sums;
    size_t from_step; /* tables are read at from's unit · from_step + to's unit · to_step */
    size_t to_step;
    const struct mus_query *query;
    struct mus_workspace *workspace;
    bool forth;
    uint32_t company_market; /* see mus_company_market */
};

/* The parts that a pair of units decides. */
struct pair_parts {
    struct mus_fit_part purpose;
    struct mus_fit_part subject;
    struct mus_fit_part technology;
    struct mus_fit_part industry;
};

bool mus_fit_is_need(const struct mus_firm_listing *listing)
{
    return listing != NULL && listing->side == MUS_SIDE_NEED;
}

static size_t at(const struct direction *d, uint32_t f, uint32_t t)
{
    return f * d->from_step + t * d->to_step;
}

static bool has_purposes(const struct mus_firm_listing *listing)
{
    return listing != NULL && listing->purposes.count > 0;
}

static inline struct mus_fit_part purpose_part(const struct direction *d, uint32_t f, uint32_t t)
{
    bool from_missing = !has_purposes(mus_party_listing(d->from, f));
    bool to_missing = !has_purposes(mus_party_listing(d->to, t));
    if (from_missing || to_missing) {
        return mus_part_unknown(d->weights, MUS_PART_PURPOSE,
                                mus_missing_of(from_missing, to_missing));
    }
    return mus_part_known(d->weights, MUS_PART_PURPOSE, d->purpose[at(d, f, t)]);
}

static inline struct mus_fit_part subject_value(const struct direction *d, uint64_t sum,
                                                uint64_t half, enum mus_seeking seeking)
{
    return mus_part_known(d->weights, MUS_PART_SUBJECT,
                          mus_subject_value(&d->weights->text,
                                            d->weights->neutral[MUS_PART_SUBJECT], sum, half,
                                            seeking));
}

/* An offer and a need: the need is the one that asks. */
static inline struct mus_fit_part asked_subject(const struct direction *d, uint32_t f, uint32_t t)
{
    bool to_missing = d->to->seeking[t] == MUS_SEEKING_NOTHING;
    bool from_missing = !d->from->has_text;
    if (from_missing || to_missing) {
        return mus_part_unknown(d->weights, MUS_PART_SUBJECT,
                                mus_missing_of(from_missing, to_missing));
    }
    return subject_value(d, d->ask[at(d, f, t)], d->to->half[t], d->to->seeking[t]);
}

static inline struct mus_fit_part subject_part(const struct direction *d, uint32_t f, uint32_t t)
{
    const struct mus_firm_listing *from = mus_party_listing(d->from, f);
    const struct mus_firm_listing *to = mus_party_listing(d->to, t);
    if (from != NULL && !mus_fit_is_need(from) && mus_fit_is_need(to)) {
        return asked_subject(d, f, t);
    }
    enum mus_seeking seeking = d->from->seeking[f];
    bool from_missing =
        seeking == MUS_SEEKING_NOTHING || (seeking == MUS_SEEKING_TOPIC && to != NULL);
    bool to_missing = !d->to->has_text;
    if (from_missing || to_missing) {
        return mus_part_unknown(d->weights, MUS_PART_SUBJECT,
                                mus_missing_of(from_missing, to_missing));
    }
    if (mus_fit_is_need(from) && mus_fit_is_need(to) && d->purpose[at(d, f, t)] == 0) {
        return mus_part_known(d->weights, MUS_PART_SUBJECT, 0);
    }
    return subject_value(d, d->seek[at(d, f, t)], d->from->half[f], seeking);
}

/* Of from's list of classes and to's, by their numbers. */
static inline struct mus_nearness nearness(const struct direction *d, enum mus_class_field field,
                                           uint32_t from_list, uint32_t to_list)
{
    uint32_t own = d->forth ? from_list : to_list;
    uint32_t other = d->forth ? to_list : from_list;
    size_t lists = d->query->party.classes[field].count;
    struct mus_near_cell *cell = &d->workspace->near[field][other * lists + own];
    if (!cell->done) {
        const struct mus_code_weights *weights =
            field == MUS_CLASS_INDUSTRY ? &d->weights->industry : &d->weights->technology;
        cell->nearness =
            mus_class_nearness(&d->scorer->tree, &d->query->sets[field][own],
                               mus_party_classes(&d->workspace->candidate, field, other), weights);
        cell->done = true;
    }
    return cell->nearness;
}

static uint32_t asked(const struct direction *d, const struct mus_nearness *nearness)
{
    return d->forth ? nearness->forth : nearness->back;
}

static inline struct mus_fit_part compare_classes(const struct direction *d, enum mus_part part,
                                                  enum mus_class_field field, uint32_t f,
                                                  uint32_t t)
{
    uint32_t from_list = d->from->classes[field].of_unit[f];
    uint32_t to_list = d->to->classes[field].of_unit[t];
    bool from_missing = mus_party_classes(d->from, field, from_list).count == 0;
    bool to_missing = mus_party_classes(d->to, field, to_list).count == 0;
    if (from_missing || to_missing) {
        return mus_part_unknown(d->weights, part, mus_missing_of(from_missing, to_missing));
    }
    struct mus_nearness near = nearness(d, field, from_list, to_list);
    if (!near.comparable) {
        return mus_part_unknown(d->weights, part, MUS_MISSING_NOTHING);
    }
    if (from_list != 0 && mus_fit_is_need(mus_party_listing(d->from, f))) {
        return mus_part_known(d->weights, part, asked(d, &near));
    }
    uint32_t factor =
        field == MUS_CLASS_INDUSTRY ? d->weights->industry.kin : d->weights->technology.kin;
    return mus_part_known(d->weights, part, (uint64_t)near.kin * factor / MUS_MILLION);
}

/* The partner sought has these industries: the listing's or the company's will do. */
static inline struct mus_fit_part sought_industry(const struct direction *d, uint32_t sought,
                                                  uint32_t t)
{
    const enum mus_class_field field = MUS_CLASS_INDUSTRY;
    uint32_t to_list = d->to->classes[field].of_unit[t];
    struct mus_nearness own = nearness(d, field, sought, to_list);
    struct mus_nearness company = nearness(d, field, sought, 0);
    if (!own.comparable && !company.comparable) {
        bool said = mus_party_classes(d->to, field, to_list).count > 0;
        return mus_part_unknown(d->weights, MUS_PART_INDUSTRY,
                                said ? MUS_MISSING_NOTHING : MUS_MISSING_TO);
    }
    uint32_t by_own = asked(d, &own);
    uint32_t by_company = asked(d, &company);
    return mus_part_known(d->weights, MUS_PART_INDUSTRY, by_own > by_company ? by_own : by_company);
}

static inline struct mus_fit_part industry_part(const struct direction *d, uint32_t f, uint32_t t)
{
    uint32_t sought = d->from->classes[MUS_CLASS_INDUSTRY].sought[f];
    if (sought != 0) {
        return sought_industry(d, sought, t);
    }
    return compare_classes(d, MUS_PART_INDUSTRY, MUS_CLASS_INDUSTRY, f, t);
}

static struct pair_parts pair_parts(const struct direction *d, uint32_t f, uint32_t t)
{
    return (struct pair_parts){
        .purpose = purpose_part(d, f, t),
        .subject = subject_part(d, f, t),
        .technology = compare_classes(d, MUS_PART_TECHNOLOGY, MUS_CLASS_TECHNOLOGY, f, t),
        .industry = industry_part(d, f, t),
    };
}

/* What they contribute together. */
static uint32_t pair_sum(const struct direction *d, uint32_t f, uint32_t t)
{
    return purpose_part(d, f, t).contribution + subject_part(d, f, t).contribution +
           compare_classes(d, MUS_PART_TECHNOLOGY, MUS_CLASS_TECHNOLOGY, f, t).contribution +
           industry_part(d, f, t).contribution;
}

/* Whether to's bare profile serves what this unit of from's seeks. */
static bool bare_serves(const struct direction *d, uint32_t f)
{
    const struct mus_firm_listing *listing = mus_party_listing(d->from, f);
    if (listing == NULL) {
        return d->to->count == 0;
    }
    return mus_fit_is_need(listing) ? !d->to->has_offer : !d->to->has_need;
}

static struct mus_fit_part market_part(const struct direction *d,
                                       const struct mus_firm_listing *listing)
{
    return mus_part_market_beside(d->scorer, d->from->firm, listing, d->to->firm,
                                  d->company_market);
}

/* Fills the table of sums and finds the best pair. */
static uint32_t find_best(const struct direction *d, uint32_t *best_f, uint32_t *best_t)
{
    uint32_t best = 0;
    *best_f = 0;
    *best_t = 0;
    for (uint32_t f = 0; f < mus_party_seekers(d->from); f++) {
        const struct mus_firm_listing *listing = mus_party_listing(d->from, f);
        uint32_t fixed = market_part(d, listing).contribution +
                         mus_part_partner(d->scorer, listing, d->to->firm).contribution;
        uint32_t servers = d->to->count + bare_serves(d, f);
        for (uint32_t t = 0; t < servers; t++) {
            uint32_t sum = fixed + pair_sum(d, f, t);
            d->sums[at(d, f, t)] = sum;
            if (sum > best) {
                best = sum;
                *best_f = f;
                *best_t = t;
            }
        }
    }
    return best;
}

static uint32_t find_second(const struct direction *d, uint32_t best_f, uint32_t best_t,
                            uint32_t *second_f, uint32_t *second_t)
{
    uint32_t second = 0;
    for (uint32_t f = 0; f < d->from->count; f++) {
        for (uint32_t t = 0; f != best_f && t < d->to->count; t++) {
            if (t != best_t && d->sums[at(d, f, t)] > second) {
                second = d->sums[at(d, f, t)];
                *second_f = f;
                *second_t = t;
            }
        }
    }
    return second;
}

static uint32_t listing_index(const struct mus_party *party, uint32_t unit)
{
    return unit < party->count ? party->live[unit] : MUS_NO_LISTING;
}

/* `second`: what the best pair that shares no listing with the first adds up to. */
static struct mus_fit_part breadth_part(const struct direction *d, uint64_t second)
{
    static const enum mus_part OF_A_PAIR[] = {MUS_PART_PURPOSE,    MUS_PART_SUBJECT,
                                              MUS_PART_TECHNOLOGY, MUS_PART_INDUSTRY,
                                              MUS_PART_MARKET,     MUS_PART_PARTNER};
    if (d->from->count == 0 || d->to->count == 0) {
        return mus_part_unknown(d->weights, MUS_PART_BREADTH,
                                mus_missing_of(d->from->count == 0, d->to->count == 0));
    }
    uint64_t whole = 0;
    for (size_t i = 0; i < sizeof OF_A_PAIR / sizeof OF_A_PAIR[0]; i++) {
        whole += d->weights->weight[OF_A_PAIR[i]];
    }
    return mus_part_known(d->weights, MUS_PART_BREADTH,
                          whole == 0 ? 0 : second * MUS_MILLION / whole);
}

static void add_breadth(const struct direction *d, uint32_t best_f, uint32_t best_t,
                        struct mus_fit *fit)
{
    uint32_t f = d->from->count;
    uint32_t t = d->to->count;
    uint32_t second = find_second(d, best_f, best_t, &f, &t);
    fit->second_from = listing_index(d->from, f);
    fit->second_to = listing_index(d->to, t);
    fit->parts[MUS_PART_BREADTH] = breadth_part(d, second);
}

static void add_company_parts(const struct direction *d, struct mus_fit *fit)
{
    const struct mus_firm *from = d->from->firm;
    const struct mus_firm *to = d->to->firm;
    fit->parts[MUS_PART_STAGE] = mus_part_stage(d->weights, from, to);
    fit->parts[MUS_PART_CHANNEL] = mus_part_channel(d->weights, from, to);
    fit->parts[MUS_PART_LANGUAGE] = mus_part_language(d->weights, from, to);
    fit->parts[MUS_PART_THEME] = mus_part_theme(d->scorer, d->to);
}

static void add_pair_parts(const struct direction *d, uint32_t f, uint32_t t, struct mus_fit *fit)
{
    const struct mus_firm_listing *listing = mus_party_listing(d->from, f);
    struct pair_parts parts = pair_parts(d, f, t);
    fit->parts[MUS_PART_PURPOSE] = parts.purpose;
    fit->parts[MUS_PART_SUBJECT] = parts.subject;
    fit->parts[MUS_PART_TECHNOLOGY] = parts.technology;
    fit->parts[MUS_PART_INDUSTRY] = parts.industry;
    fit->parts[MUS_PART_MARKET] = market_part(d, listing);
    fit->parts[MUS_PART_PARTNER] = mus_part_partner(d->scorer, listing, d->to->firm);
    fit->from_listing = listing_index(d->from, f);
    fit->to_listing = listing_index(d->to, t);
}

static struct direction direction_of(const struct mus_query *query, struct mus_workspace *workspace,
                                     bool forth)
{
    const struct mus_party *from = forth ? &query->party : &workspace->candidate;
    const struct mus_party *to = forth ? &workspace->candidate : &query->party;
    return (struct direction){
        .scorer = query->scorer,
        .weights = query->scorer->rules.weights,
        .from = from,
        .to = to,
        .seek = forth ? workspace->forth : workspace->back,
        .ask = forth ? workspace->back : workspace->forth,
        .purpose = workspace->purpose,
        .sums = workspace->sums,
        .from_step = forth ? 1 : workspace->stride,
        .to_step = forth ? workspace->stride : 1,
        .query = query,
        .workspace = workspace,
        .forth = forth,
        .company_market = mus_company_market(query->scorer, from->firm, to->firm),
    };
}

struct mus_fit mus_fit_make(const struct mus_query *query, struct mus_workspace *workspace,
                            bool forth)
{
    struct direction d = direction_of(query, workspace, forth);
    struct mus_fit fit = {0};
    uint32_t f;
    uint32_t t;
    find_best(&d, &f, &t);
    add_pair_parts(&d, f, t, &fit);
    add_company_parts(&d, &fit);
    add_breadth(&d, f, t, &fit);
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        fit.fit += fit.parts[part].contribution;
    }
    return fit;
}

uint32_t mus_fit_ways(const struct mus_query *query, const struct mus_workspace *workspace)
{
    const struct mus_weights *weights = query->scorer->rules.weights;
    const struct mus_firm *a = query->party.firm;
    const struct mus_firm *b = workspace->candidate.firm;
    return mus_part_stage(weights, a, b).contribution +
           mus_part_channel(weights, a, b).contribution +
           mus_part_language(weights, a, b).contribution;
}

uint32_t mus_fit_sum(const struct mus_query *query, struct mus_workspace *workspace, bool forth,
                     uint32_t ways)
{
    struct direction d = direction_of(query, workspace, forth);
    uint32_t f;
    uint32_t t;
    uint32_t best = find_best(&d, &f, &t);
    uint32_t second = find_second(&d, f, t, &(uint32_t){0}, &(uint32_t){0});
    return best + ways + mus_part_theme(d.scorer, d.to).contribution +
           breadth_part(&d, second).contribution;
}

uint32_t mus_fit_most(const struct mus_weights *weights, uint32_t ways)
{
    return MUS_MILLION - weights->weight[MUS_PART_STAGE] - weights->weight[MUS_PART_CHANNEL] -
           weights->weight[MUS_PART_LANGUAGE] + ways;
}
