/* Strengths are the greatest over the company's live listings (and, of what is found, the bare
 * description), so that whatever pair of listings decides a fit is not underrated. What counts in
 * the statistics is every listing, live or not, as there. */
#include "matcher/index/feature.h"

#include "base/mem.h"
#include "matcher/index/grid.h"
#include "matcher/index/term_rows.h"
#include "matcher/score.h"
#include "matcher/subject.h"
#include "matcher/veto.h"

#include <stdlib.h>
#include <string.h>

struct mus_feature_maker {
    const struct mus_text_weights *weights;
    mus_date day;
    struct mus_term_rows terms;
    struct mus_feature *features;
    size_t count, capacity;
    uint64_t *hashes; /* of one kind of codes */
    size_t hash_count, hash_capacity;
    struct mus_feature_count *counts;
    size_t count_capacity;
};

struct mus_feature_maker *mus_feature_maker_new(const struct mus_text_weights *weights,
                                                mus_date day)
{
    struct mus_feature_maker *maker = mus_alloc_zero(1, sizeof *maker);
    if (maker != NULL) {
        maker->weights = weights;
        maker->day = day;
    }
    return maker;
}

void mus_feature_maker_free(struct mus_feature_maker *maker)
{
    if (maker != NULL) {
        mus_term_rows_done(&maker->terms);
        mus_free(maker->features);
        mus_free(maker->hashes);
        mus_free(maker->counts);
        mus_free(maker);
    }
}

static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count <= *capacity) {
        return true;
    }
    size_t room = *capacity < 64 ? 64 : *capacity;
    while (room < count) {
        room *= 2;
    }
    void *grown = mus_realloc(*items, room, size);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    *capacity = room;
    return true;
}

static bool add(struct mus_feature_maker *maker, const struct mus_feature *feature)
{
    void *items = maker->features;
    if (!grow(&items, &maker->capacity, maker->count + 1, sizeof *feature)) {
        return false;
    }
    maker->features = items;
    maker->features[maker->count++] = *feature;
    return true;
}

/* ------------------------------------------------------------------ codes */

static bool gather(struct mus_feature_maker *maker, struct mus_hashes codes)
{
    void *items = maker->hashes;
    if (!grow(&items, &maker->hash_capacity, maker->hash_count + codes.count,
              sizeof *maker->hashes)) {
        return false;
    }
    maker->hashes = items;
    if (codes.count > 0) {
        memcpy(maker->hashes + maker->hash_count, codes.items, codes.count * sizeof *codes.items);
        maker->hash_count += codes.count;
    }
    return true;
}

/* The codes gathered become features of the kind. */
static bool add_gathered(struct mus_feature_maker *maker, enum mus_feature_kind kind)
{
    size_t count = mus_hashes_sort(maker->hashes, maker->hash_count);
    maker->hash_count = 0;
    bool done = true;
    for (size_t i = 0; done && i < count; i++) {
        const struct mus_feature feature = {
            .hash = maker->hashes[i], .kind = (uint8_t)kind, .standing = true};
        done = add(maker, &feature);
    }
    return done;
}

static bool add_codes(struct mus_feature_maker *maker, enum mus_feature_kind kind,
                      struct mus_hashes codes)
{
    return gather(maker, codes) && add_gathered(maker, kind);
}

static bool add_one(struct mus_feature_maker *maker, enum mus_feature_kind kind, uint64_t hash)
{
    return hash == 0 || add_codes(maker, kind, (struct mus_hashes){&hash, 1});
}

enum listing_codes {
    LISTING_INDUSTRIES,
    LISTING_INDUSTRIES_ASKED,
    LISTING_TECHNOLOGY,
    LISTING_TECHNOLOGY_ASKED,
    LISTING_MARKETS,
    LISTING_PURPOSES,
};

static bool gather_listing(struct mus_feature_maker *maker, const struct mus_firm_listing *listing,
                           enum listing_codes codes)
{
    const struct mus_hashes none = {NULL, 0};
    bool need = listing->side == MUS_SIDE_NEED;
    switch (codes) {
    case LISTING_INDUSTRIES:
        return gather(maker, listing->industries);
    case LISTING_INDUSTRIES_ASKED:
        return gather(maker, listing->partner.industries) &&
               gather(maker, need ? listing->industries : none);
    case LISTING_TECHNOLOGY:
        return gather(maker, listing->technology_fields);
    case LISTING_TECHNOLOGY_ASKED:
        return gather(maker, need ? listing->technology_fields : none);
    case LISTING_MARKETS:
        return gather(maker, listing->markets);
    case LISTING_PURPOSES:
        break;
    }
    return gather(maker, listing->purposes);
}

static bool add_shared(struct mus_feature_maker *maker, const struct mus_firm *firm,
                       enum mus_feature_kind kind, struct mus_hashes own, enum listing_codes codes)
{
    bool done = gather(maker, own);
    for (size_t i = 0; done && i < firm->listing_count; i++) {
        if (mus_listing_is_live(&firm->listings[i], maker->day)) {
            done = gather_listing(maker, &firm->listings[i], codes);
        }
    }
    return done && add_gathered(maker, kind);
}

static bool add_all_codes(struct mus_feature_maker *maker, const struct mus_firm *firm)
{
    const struct mus_hashes none = {NULL, 0};
    return add_shared(maker, firm, MUS_FEATURE_INDUSTRY, firm->industries, LISTING_INDUSTRIES) &&
           add_shared(maker, firm, MUS_FEATURE_INDUSTRY_ASKED, none, LISTING_INDUSTRIES_ASKED) &&
           add_shared(maker, firm, MUS_FEATURE_TECHNOLOGY, firm->technology_fields,
                      LISTING_TECHNOLOGY) &&
           add_shared(maker, firm, MUS_FEATURE_TECHNOLOGY_ASKED, none, LISTING_TECHNOLOGY_ASKED) &&
           add_shared(maker, firm, MUS_FEATURE_MARKET, firm->target_markets, LISTING_MARKETS) &&
           add_shared(maker, firm, MUS_FEATURE_PURPOSE, none, LISTING_PURPOSES) &&
           add_codes(maker, MUS_FEATURE_LANGUAGE, firm->languages) &&
           add_codes(maker, MUS_FEATURE_CERTIFICATION, firm->certifications) &&
           add_codes(maker, MUS_FEATURE_PRESENCE, firm->presence) &&
           add_codes(maker, MUS_FEATURE_NOT_WITH, firm->not_with) &&
           add_one(maker, MUS_FEATURE_REGION, firm->region) &&
           add_one(maker, MUS_FEATURE_COUNTRY, firm->country) &&
           add_one(maker, MUS_FEATURE_GROUP, firm->group);
}

/* ------------------------------------------------------------------ terms */

static bool add_strength(struct mus_feature_maker *maker, enum mus_feature_kind kind, uint64_t hash,
                         uint64_t value, uint16_t companies)
{
    if (value == 0 && companies == 0) {
        return true;
    }
    const struct mus_feature feature = {.hash = hash,
                                        .companies = companies,
                                        .kind = (uint8_t)kind,
                                        .code = value == 0 ? 0 : mus_grid_up(value),
                                        .standing = value > 0};
    return add(maker, &feature);
}

/* What needs add to what is kept already, which is rounded up. */
static uint64_t excess(const uint32_t found[MUS_FOUND_IN_COUNT])
{
    uint32_t elsewhere = found[MUS_FOUND_ELSEWHERE];
    uint64_t kept = elsewhere == 0 ? 0 : mus_grid_value(mus_grid_up(elsewhere));
    return found[MUS_FOUND_IN_NEEDS] > kept ? found[MUS_FOUND_IN_NEEDS] - kept : 0;
}

/* What a company counts for stands with the literal term where there is one, else with the
 * translated. */
static bool add_term(struct mus_feature_maker *maker, uint32_t term)
{
    const struct mus_term_row *row = &maker->terms.rows[term];
    uint64_t hash = maker->terms.numbers.hashes[term];
    uint32_t found[MUS_FOUND_IN_COUNT];
    for (unsigned in = 0; in < MUS_FOUND_IN_COUNT; in++) {
        found[in] =
            mus_term_row_saturation(&maker->terms, maker->weights, term, (enum mus_found_in)in);
    }
    return add_strength(maker, MUS_FEATURE_FOUND, hash, found[MUS_FOUND_ELSEWHERE],
                        row->literal ? row->companies : 0) &&
           add_strength(maker, MUS_FEATURE_FOUND_TRANSLATED, hash,
                        row->found_translated[MUS_FOUND_ELSEWHERE],
                        row->literal ? 0 : row->companies) &&
           add_strength(maker, MUS_FEATURE_FOUND_IN_NEED, hash, excess(found), 0) &&
           add_strength(maker, MUS_FEATURE_FOUND_IN_NEED_TRANSLATED, hash,
                        excess(row->found_translated), 0) &&
           add_strength(maker, MUS_FEATURE_SOUGHT, hash, row->sought[MUS_SEEKS_BY_TEXT], 0) &&
           add_strength(maker, MUS_FEATURE_SOUGHT_TRANSLATED, hash,
                        row->sought_translated[MUS_SEEKS_BY_TEXT], 0) &&
           add_strength(maker, MUS_FEATURE_TOPIC, hash, row->sought[MUS_SEEKS_BY_TOPIC], 0) &&
           add_strength(maker, MUS_FEATURE_TOPIC_TRANSLATED, hash,
                        row->sought_translated[MUS_SEEKS_BY_TOPIC], 0);
}

static bool add_terms(struct mus_feature_maker *maker, const struct mus_firm *firm)
{
    bool done = mus_term_rows_read(&maker->terms, maker->weights, firm, maker->day);
    for (uint32_t term = 0; done && term < maker->terms.numbers.count; term++) {
        done = add_term(maker, term);
    }
    return done;
}

int mus_feature_count_compare(const void *left, const void *right)
{
    const struct mus_feature_count *l = left;
    const struct mus_feature_count *r = right;
    if (l->kind != r->kind) {
        return l->kind < r->kind ? -1 : 1;
    }
    return l->hash < r->hash ? -1 : l->hash > r->hash;
}

size_t mus_feature_counts_sort(struct mus_feature_count *counts, size_t count)
{
    size_t kept = 0;
    if (count > 0) {
        qsort(counts, count, sizeof *counts, mus_feature_count_compare);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && mus_feature_count_compare(&counts[kept - 1], &counts[i]) == 0) {
            counts[kept - 1].companies += counts[i].companies;
        } else {
            counts[kept++] = counts[i];
        }
    }
    return kept;
}

enum mus_status mus_feature_counts_of(struct mus_feature_maker *maker, const struct mus_firm *firm,
                                      struct mus_feature_counts *out, struct mus_error *err)
{
    const struct mus_term_rows *terms = &maker->terms;
    void *counts = maker->counts;
    size_t count = 0;
    *out = (struct mus_feature_counts){NULL, 0};
    if (!mus_term_rows_count(&maker->terms, firm) ||
        !grow(&counts, &maker->count_capacity, terms->numbers.count, sizeof *maker->counts)) {
        return mus_fail_memory(err);
    }
    maker->counts = counts;
    for (uint32_t term = 0; term < terms->numbers.count; term++) {
        const struct mus_term_row *row = &terms->rows[term];
        if (row->companies > 0) {
            maker->counts[count++] = (struct mus_feature_count){
                .kind = row->literal ? MUS_FEATURE_FOUND : MUS_FEATURE_FOUND_TRANSLATED,
                .hash = terms->numbers.hashes[term],
                .companies = row->companies};
        }
    }
    *out =
        (struct mus_feature_counts){maker->counts, mus_feature_counts_sort(maker->counts, count)};
    return MUS_OK;
}

/* ------------------------------------------------------------------ facts */

static void bound_by(struct mus_facts *facts, mus_date last_day, mus_date day)
{
    if (last_day == MUS_NO_DATE) {
        return;
    }
    if (last_day >= day) {
        facts->until = last_day < facts->until ? last_day : facts->until;
    } else if (last_day >= facts->from) {
        facts->from = last_day + 1; /* on its last day it still took part */
    }
}

static unsigned flags_of_listing(const struct mus_firm *firm,
                                 const struct mus_firm_listing *listing)
{
    bool need = listing->side == MUS_SIDE_NEED;
    const struct mus_firm_partner *partner = &listing->partner;
    unsigned flags = MUS_FACT_LISTED |
                     (need ? MUS_FACT_NEED | MUS_FACT_NEEDING : MUS_FACT_OFFER | MUS_FACT_OFFERING);
    for (size_t f = 0; f < MUS_LISTING_FIELD_COUNT; f++) {
        flags |= listing->fields[f].count > 0 ? MUS_FACT_TEXT : 0;
    }
    if (need && mus_subject_seeking(listing) == MUS_SEEKING_NOTHING) {
        flags |= MUS_FACT_WORDLESS_NEED;
    }
    if (partner->kinds != 0 || partner->sizes != 0 || partner->countries.count > 0) {
        flags |= MUS_FACT_PARTNER;
    }
    if (listing->purposes.count == 0) {
        flags |= need ? MUS_FACT_AIMLESS_NEED : MUS_FACT_AIMLESS_OFFER;
    }
    if (listing->markets.count == 0 && firm->target_markets.count == 0) {
        flags |= MUS_FACT_WITHOUT_MARKET;
    }
    flags |= listing->purposes.count > 0 ? MUS_FACT_PURPOSE : 0;
    flags |= listing->markets.count > 0 ? MUS_FACT_MARKET : 0;
    flags |= listing->industries.count > 0 ? MUS_FACT_INDUSTRY : 0;
    flags |= listing->technology_fields.count > 0 ? MUS_FACT_TECHNOLOGY : 0;
    return flags;
}

static unsigned flags_of_company(const struct mus_firm *firm)
{
    unsigned flags = firm->description.count > 0 ? MUS_FACT_TEXT : 0;
    flags |=
        firm->target_markets.count == 0 && firm->listing_count == 0 ? MUS_FACT_WITHOUT_MARKET : 0;
    flags |= firm->industries.count == 0 ? MUS_FACT_WITHOUT_INDUSTRY : 0;
    flags |= firm->technology_fields.count == 0 ? MUS_FACT_WITHOUT_TECHNOLOGY : 0;
    flags |= firm->presence.count > 0 ? MUS_FACT_PRESENT : 0;
    flags |= firm->country != 0 ? MUS_FACT_COUNTRY : 0;
    flags |= firm->target_markets.count > 0 ? MUS_FACT_MARKET : 0;
    flags |= firm->industries.count > 0 ? MUS_FACT_INDUSTRY : 0;
    flags |= firm->technology_fields.count > 0 ? MUS_FACT_TECHNOLOGY : 0;
    flags |= firm->languages.count > 0 ? MUS_FACT_LANGUAGE : 0;
    flags |= firm->certifications.count > 0 ? MUS_FACT_CERTIFICATION : 0;
    flags |= firm->presence.count > 0 ? MUS_FACT_PRESENCE : 0;
    flags |= firm->region != 0 ? MUS_FACT_REGION : 0;
    return flags;
}

static void read_facts(const struct mus_firm *firm, mus_date day, struct mus_facts *facts)
{
    *facts = (struct mus_facts){.kind = (uint8_t)firm->kind,
                                .size = (uint8_t)firm->size,
                                .stage = (uint8_t)firm->stage,
                                .channels = (uint8_t)(firm->channels & 0xF),
                                .main_business = (uint8_t)firm->main_business,
                                .employees = firm->employees,
                                .capital_jpy = firm->capital_jpy,
                                .from = MUS_NO_DATE,
                                .until = MUS_FOR_EVER};
    unsigned flags = flags_of_company(firm);
    bool by_text = true;
    for (size_t i = 0; i < firm->listing_count; i++) {
        const struct mus_firm_listing *listing = &firm->listings[i];
        bound_by(facts, listing->valid_until, day);
        if (mus_listing_is_live(listing, day)) {
            flags |= flags_of_listing(firm, listing);
            by_text = by_text && (listing->side == MUS_SIDE_NEED ||
                                  mus_subject_seeking(listing) == MUS_SEEKING_TEXT);
        }
    }
    if ((flags & MUS_FACT_LISTED) == 0 && firm->target_markets.count == 0) {
        flags |= MUS_FACT_WITHOUT_MARKET;
    }
    flags |= by_text ? MUS_FACT_OFFERS_BY_TEXT : 0;
    bound_by(facts, firm->profile_valid_until, day);
    bound_by(facts, firm->consent_until, day);
    if (firm->held) {
        bound_by(facts, firm->held_until, day);
    }
    const struct mus_veto_context context = {.today = day};
    if (mus_veto_find(NULL, firm, &context) != MUS_VETO_NONE) {
        flags |= MUS_FACT_BARRED;
    }
    facts->flags = flags;
}

/* Puts the hash in its place among the ascending. */
static size_t insert(uint64_t *hashes, size_t count, size_t most, uint64_t hash)
{
    size_t at = count < most ? count : most;
    while (at > 0 && hashes[at - 1] > hash) {
        at--;
    }
    if (at > 0 && hashes[at - 1] == hash) {
        return count;
    }
    if (count < most) {
        memmove(hashes + at + 1, hashes + at, (count - at) * sizeof *hashes);
        hashes[at] = hash;
    }
    return count + 1;
}

size_t mus_feature_purposes(const struct mus_firm *firm, mus_date day, enum mus_side side,
                            uint64_t *out, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < firm->listing_count; i++) {
        const struct mus_firm_listing *listing = &firm->listings[i];
        bool counts = listing->side == side && mus_listing_is_live(listing, day);
        for (size_t p = 0; counts && p < listing->purposes.count; p++) {
            count = insert(out, count, most, listing->purposes.items[p]);
        }
    }
    return count;
}

enum mus_status mus_features_of(struct mus_feature_maker *maker, const struct mus_firm *firm,
                                const struct mus_feature **features, size_t *count,
                                struct mus_facts *facts, struct mus_error *err)
{
    maker->count = 0;
    maker->hash_count = 0;
    if (!add_terms(maker, firm) || !add_all_codes(maker, firm)) {
        return mus_fail_memory(err);
    }
    read_facts(firm, maker->day, facts);
    *features = maker->features;
    *count = maker->count;
    return MUS_OK;
}
