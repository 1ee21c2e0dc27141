#include "profile/firm_analysis.h"

#include "profile/code_hash.h"
#include "profile/firm_layout.h"
#include "profile/size_class.h"

#include <stdlib.h>

struct analysis {
    const struct mus_firm_tools *tools;
    struct mus_arena *arena;
    struct mus_error *err;
};

/* Lists of hashes */

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static struct mus_hashes sorted_once(uint64_t *items, size_t count)
{
    if (count == 0) {
        return (struct mus_hashes){NULL, 0};
    }
    qsort(items, count, sizeof *items, by_value);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (items[i] != items[kept - 1]) {
            items[kept++] = items[i];
        }
    }
    return (struct mus_hashes){items, kept};
}

static enum mus_status hash_texts(struct analysis *analysis, struct mus_texts texts,
                                  uint64_t (*hash_of)(struct mus_text), struct mus_hashes *out)
{
    uint64_t *items = mus_arena_alloc(analysis->arena, texts.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(analysis->err);
    }
    for (size_t i = 0; i < texts.count; i++) {
        items[i] = hash_of(texts.items[i]);
    }
    *out = sorted_once(items, texts.count);
    return MUS_OK;
}

static enum mus_status hash_names(struct analysis *analysis, struct mus_texts names,
                                  struct mus_hashes *out)
{
    uint64_t *items = mus_arena_alloc(analysis->arena, names.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(analysis->err);
    }
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++) {
        enum mus_status status = mus_code_hash_name(names.items[i], &items[count], analysis->err);
        if (status != MUS_OK) {
            return status;
        }
        count += items[count] != 0;
    }
    *out = sorted_once(items, count);
    return MUS_OK;
}

static uint64_t hash_industry(const struct mus_code *code)
{
    return mus_code_hash_industry(code->scheme, code->version, code->code);
}

static uint64_t hash_technology(const struct mus_code *code)
{
    return mus_code_hash_technology(code->scheme, code->code);
}

static enum mus_status hash_codes(struct analysis *analysis, struct mus_codes codes,
                                  uint64_t (*hash_of)(const struct mus_code *),
                                  struct mus_hashes *out)
{
    uint64_t *items = mus_arena_alloc(analysis->arena, codes.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(analysis->err);
    }
    for (size_t i = 0; i < codes.count; i++) {
        items[i] = hash_of(&codes.items[i]);
    }
    *out = sorted_once(items, codes.count);
    return MUS_OK;
}

/* Bags */

static enum mus_status bag_of(struct analysis *analysis, struct mus_bilingual text,
                              struct mus_bag *out)
{
    const struct mus_text both[] = {text.ja, text.en};
    return mus_terms_bag(analysis->tools->analyser, (struct mus_texts){both, 2}, analysis->arena,
                         out, analysis->err);
}

/* Translations */

/* A walk along bags by terms that come in their order. */
struct walk {
    const struct mus_bag *bags;
    size_t count;
    size_t
        at[MUS_LISTING_FIELD_COUNT]; /* in each bag, the first term not below the one asked for */
};

static bool one_holds(struct walk *walk, uint64_t term)
{
    bool holds = false;
    for (size_t i = 0; i < walk->count; i++) {
        const struct mus_bag *bag = &walk->bags[i];
        size_t at = walk->at[i];
        while (at < bag->count && bag->terms[at].hash < term) {
            at++;
        }
        walk->at[i] = at;
        holds = holds || (at < bag->count && bag->terms[at].hash == term);
    }
    return holds;
}

/* What the texts are in the other language, less what `bags`, their terms, hold already. The record
 * keeps hundredths, so these are what the firm has. */
static enum mus_status translate(struct analysis *analysis, struct mus_texts texts,
                                 const struct mus_bag *bags, size_t count, struct mus_bag *out)
{
    const struct mus_firm_tools *tools = analysis->tools;
    if (tools->lexicon == NULL) {
        return MUS_OK;
    }
    struct mus_bag bag;
    enum mus_status status = mus_lexicon_bag(tools->lexicon, tools->glossing, texts,
                                             analysis->arena, &bag, analysis->err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_term *terms = mus_arena_alloc(analysis->arena, bag.count, sizeof *terms);
    if (terms == NULL) {
        return mus_fail_memory(analysis->err);
    }
    struct walk walk = {.bags = bags, .count = count};
    size_t kept = 0;
    for (size_t i = 0; i < bag.count; i++) {
        const uint32_t step = MUS_FIRM_TRANSLATED_STEP;
        uint32_t tf = bag.terms[i].tf / step * step;
        if (tf > 0 && !one_holds(&walk, bag.terms[i].hash)) {
            terms[kept++] = (struct mus_term){bag.terms[i].hash, tf, bag.terms[i].share};
        }
    }
    *out = (struct mus_bag){kept == 0 ? NULL : terms, kept, 0};
    return MUS_OK;
}

static enum mus_status translate_text(struct analysis *analysis, struct mus_bilingual text,
                                      struct mus_bag bag, struct mus_bag *out)
{
    enum mus_status status = translate(analysis, (struct mus_texts){&text.ja, 1}, &bag, 1, out);
    out->length = bag.length;
    return status;
}

/* The listing's own fields together. */
static enum mus_status translate_listing(struct analysis *analysis,
                                         const struct mus_listing *listing,
                                         struct mus_firm_listing *out)
{
    size_t count = listing->keywords.count;
    struct mus_text *texts = mus_arena_alloc(analysis->arena, count + 2, sizeof *texts);
    if (texts == NULL) {
        return mus_fail_memory(analysis->err);
    }
    for (size_t i = 0; i < count; i++) {
        texts[i] = listing->keywords.items[i];
    }
    texts[count++] = listing->title.ja;
    texts[count++] = listing->text.ja;
    enum mus_status status = translate(analysis, (struct mus_texts){texts, count}, out->fields,
                                       MUS_LISTING_FIELD_COUNT, &out->translated);
    mus_firm_listing_measure(out);
    return status;
}

/* Listings */

static enum mus_status analyse_partner(struct analysis *analysis,
                                       const struct mus_partner_sought *partner,
                                       struct mus_firm_partner *out)
{
    if (!partner->given) {
        return MUS_OK;
    }
    out->kinds = partner->kinds;
    out->sizes = partner->sizes;
    enum mus_status status =
        hash_texts(analysis, partner->countries, mus_code_hash, &out->countries);
    if (status == MUS_OK) {
        status = hash_codes(analysis, partner->industries, hash_industry, &out->industries);
    }
    if (status == MUS_OK) {
        status = bag_of(analysis, partner->text, &out->text);
    }
    return status == MUS_OK ? translate_text(analysis, partner->text, out->text, &out->translated)
                            : status;
}

static enum mus_status analyse_listing_texts(struct analysis *analysis,
                                             const struct mus_listing *listing,
                                             struct mus_firm_listing *out)
{
    enum mus_status status = bag_of(analysis, listing->title, &out->fields[MUS_LISTING_TITLE]);
    if (status == MUS_OK) {
        status = mus_terms_bag(analysis->tools->analyser, listing->keywords, analysis->arena,
                               &out->fields[MUS_LISTING_KEYWORDS], analysis->err);
    }
    if (status == MUS_OK) {
        status = bag_of(analysis, listing->text, &out->fields[MUS_LISTING_TEXT]);
    }
    return status;
}

static enum mus_status analyse_listing(struct analysis *analysis, const struct mus_listing *listing,
                                       struct mus_firm_listing *out)
{
    out->side = listing->side;
    out->anonymous = listing->anonymous;
    out->valid_until = listing->valid_until;
    enum mus_status status = hash_texts(analysis, listing->purposes, mus_code_hash, &out->purposes);
    if (status == MUS_OK) {
        status = hash_codes(analysis, listing->industries, hash_industry, &out->industries);
    }
    if (status == MUS_OK) {
        status = hash_codes(analysis, listing->technology_fields, hash_technology,
                            &out->technology_fields);
    }
    if (status == MUS_OK) {
        status = hash_texts(analysis, listing->markets, mus_code_hash, &out->markets);
    }
    if (status == MUS_OK) {
        status = analyse_listing_texts(analysis, listing, out);
    }
    if (status == MUS_OK) {
        status = analyse_partner(analysis, &listing->partner, &out->partner);
    }
    return status == MUS_OK ? translate_listing(analysis, listing, out) : status;
}

static enum mus_status analyse_listings(struct analysis *analysis, struct mus_listings listings,
                                        struct mus_firm *firm)
{
    struct mus_firm_listing *items =
        mus_arena_alloc(analysis->arena, listings.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(analysis->err);
    }
    for (size_t i = 0; i < listings.count; i++) {
        enum mus_status status = analyse_listing(analysis, &listings.items[i], &items[i]);
        if (status != MUS_OK) {
            return status;
        }
    }
    firm->listings = listings.count == 0 ? NULL : items;
    firm->listing_count = listings.count;
    return MUS_OK;
}

/* The company */

/* The hash of a code, 0 where there is none. */
static uint64_t hash_given(struct mus_text code)
{
    return code.len == 0 ? 0 : mus_code_hash(code);
}

static void take_numbers(const struct mus_company *company, struct mus_firm *firm)
{
    firm->id = company->id;
    firm->id_hash = company->id.len == 0 ? 0 : mus_text_hash(company->id);
    firm->country = hash_given(company->country);
    firm->region = hash_given(company->region);
    firm->kind = company->kind;
    firm->size = mus_size_class(company, NULL);
    firm->main_business = company->main_business;
    firm->stage = company->stage;
    firm->status = company->status;
    firm->channels = company->channels;
    firm->employees = mus_company_has(company, MUS_FIELD_EMPLOYEES) ? company->employees : -1;
    firm->capital_jpy = mus_company_has(company, MUS_FIELD_CAPITAL_JPY) ? company->capital_jpy : -1;
}

static void take_conditions(const struct mus_company *company, struct mus_firm *firm)
{
    firm->consent_until = MUS_NO_DATE;
    firm->profile_valid_until = MUS_NO_DATE;
    firm->held_until = MUS_NO_DATE;
    if (mus_company_has(company, MUS_FIELD_CONSENT)) {
        firm->profile_withheld = company->consent.share_profile == MUS_ANSWER_NO;
        firm->consent_until = company->consent.until;
    }
    if (mus_company_has(company, MUS_FIELD_REVIEW)) {
        firm->review = company->review.state;
        firm->profile_valid_until = company->review.valid_until;
    }
    if (mus_company_has(company, MUS_FIELD_HOLD)) {
        firm->held = true;
        firm->held_until = company->hold.until;
    }
}

static enum mus_status analyse_lists(struct analysis *analysis, const struct mus_company *company,
                                     struct mus_firm *firm)
{
    enum mus_status status =
        hash_texts(analysis, company->languages, mus_code_hash_language, &firm->languages);
    if (status == MUS_OK) {
        status = hash_names(analysis, company->certifications, &firm->certifications);
    }
    if (status == MUS_OK) {
        status = hash_codes(analysis, company->industries, hash_industry, &firm->industries);
    }
    if (status == MUS_OK) {
        status = hash_codes(analysis, company->technology_fields, hash_technology,
                            &firm->technology_fields);
    }
    if (status == MUS_OK) {
        status =
            hash_texts(analysis, company->target_markets, mus_code_hash, &firm->target_markets);
    }
    if (status == MUS_OK) {
        status = hash_texts(analysis, company->presence, mus_code_hash, &firm->presence);
    }
    if (status == MUS_OK) {
        status = hash_texts(analysis, company->not_with, mus_text_hash, &firm->not_with);
    }
    return status;
}

enum mus_status mus_firm_of_company(const struct mus_firm_tools *tools,
                                    const struct mus_company *company, struct mus_arena *arena,
                                    struct mus_firm *out, struct mus_error *err)
{
    struct analysis analysis = {tools, arena, err};
    struct mus_firm firm = {0};
    take_numbers(company, &firm);
    take_conditions(company, &firm);
    enum mus_status status = mus_code_hash_name(company->group, &firm.group, err);
    if (status == MUS_OK) {
        status = analyse_lists(&analysis, company, &firm);
    }
    if (status == MUS_OK) {
        status = bag_of(&analysis, company->description, &firm.description);
    }
    if (status == MUS_OK) {
        status =
            translate_text(&analysis, company->description, firm.description, &firm.translated);
    }
    if (status == MUS_OK) {
        status = analyse_listings(&analysis, company->listings, &firm);
    }
    if (status == MUS_OK) {
        *out = firm;
    }
    return status;
}
