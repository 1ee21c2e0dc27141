/* Each part is looked at once more, piece by piece, by the same functions that gave its value. */
#include "matcher/collector.h"

#include "matcher/evidence_terms.h"
#include "matcher/fit.h"
#include "matcher/parts.h"
#include "matcher/places.h"
#include "matcher/ratio.h"

void mus_collect_purposes(struct mus_collector *c)
{
    if (c->from_listing == NULL || c->to_listing == NULL) {
        return;
    }
    struct mus_hashes wanted = c->from_listing->purposes;
    struct mus_hashes have = c->to_listing->purposes;
    for (size_t i = 0; i < wanted.count; i++) {
        for (size_t j = 0; j < have.count; j++) {
            struct mus_evidence piece =
                mus_collector_piece(c, MUS_PART_PURPOSE, MUS_EVIDENCE_PURPOSE_PAIR);
            piece.from = wanted.items[i];
            piece.to = have.items[j];
            piece.value =
                mus_reference_complement(c->scorer->rules.reference, piece.from, piece.to);
            piece.matched = piece.value > 0;
            if (piece.matched) {
                mus_collector_add(c, &piece);
            }
        }
    }
}

/* An offer that meets a need was asked for by it; otherwise `from` is the one that seeks. */
static bool find_terms(struct mus_collector *c, struct mus_term_pieces *pieces)
{
    if (!mus_fit_is_need(c->from_listing) && mus_fit_is_need(c->to_listing)) {
        return mus_evidence_terms(c->scorer, c->to_listing, c->from, c->from_listing, c->arena,
                                  pieces);
    }
    return mus_evidence_terms(c->scorer, c->from_listing, c->to, c->to_listing, c->arena, pieces);
}

void mus_collect_terms(struct mus_collector *c)
{
    struct mus_term_pieces pieces = {0};
    bool nothing = c->from_listing == NULL || c->fit->parts[MUS_PART_SUBJECT].value == 0;
    if (!nothing && !find_terms(c, &pieces)) {
        c->failed = true;
        return;
    }
    for (size_t i = 0; i < pieces.count; i++) {
        struct mus_evidence piece = mus_collector_piece(c, MUS_PART_SUBJECT, MUS_EVIDENCE_TERM);
        uint64_t worth = pieces.items[i].worth;
        piece.from = piece.to = pieces.items[i].hash;
        piece.value = mus_ratio(worth, pieces.sum - worth, MUS_MILLION);
        mus_collector_add(c, &piece);
    }
}

/* Which of the two values of a pair of codes counts. */
enum comparison {
    COMPARE_ASKED,
    COMPARE_KIN,
};

struct codes {
    struct mus_hashes items;
    uint32_t listing; /* where they stand */
};

static void add_code_pair(struct mus_collector *c, struct mus_evidence *piece,
                          const struct mus_class_set *from, const struct mus_code_weights *weights,
                          enum comparison comparison)
{
    struct mus_hashes to = {&piece->to, 1};
    struct mus_nearness near = mus_class_nearness(&c->scorer->tree, from, to, weights);
    piece->value = comparison == COMPARE_ASKED
                       ? near.forth
                       : (uint32_t)((uint64_t)near.kin * weights->kin / MUS_MILLION);
    if (piece->value > 0) {
        mus_collector_add(c, piece);
    }
}

static void add_codes(struct mus_collector *c, struct mus_evidence piece, const struct codes *from,
                      const struct codes *to, const struct mus_code_weights *weights,
                      enum comparison comparison)
{
    piece.from_listing = from->listing;
    piece.to_listing = to->listing;
    for (size_t i = 0; i < from->items.count && !c->failed; i++) {
        struct mus_class_set set;
        struct mus_hashes one = {&from->items.items[i], 1};
        if (mus_class_set_make(&set, &c->scorer->tree, one, NULL) != MUS_OK) {
            c->failed = true;
            return;
        }
        piece.from = from->items.items[i];
        for (size_t j = 0; j < to->items.count; j++) {
            piece.to = to->items.items[j];
            add_code_pair(c, &piece, &set, weights, comparison);
        }
        mus_class_set_done(&set);
    }
}

/* The list that stands behind a listing: its own, else the company's. */
static struct codes own_or_company(struct mus_hashes own, uint32_t listing,
                                   struct mus_hashes company)
{
    if (own.count > 0) {
        return (struct codes){own, listing};
    }
    return (struct codes){company, MUS_NO_LISTING};
}

void mus_collect_technology(struct mus_collector *c)
{
    const struct mus_hashes none = {NULL, 0};
    struct mus_hashes mine = c->from_listing == NULL ? none : c->from_listing->technology_fields;
    struct mus_hashes theirs = c->to_listing == NULL ? none : c->to_listing->technology_fields;
    struct codes from = own_or_company(mine, c->fit->from_listing, c->from->technology_fields);
    struct codes to = own_or_company(theirs, c->fit->to_listing, c->to->technology_fields);
    bool asked = mine.count > 0 && mus_fit_is_need(c->from_listing);
    add_codes(c, mus_collector_piece(c, MUS_PART_TECHNOLOGY, MUS_EVIDENCE_TECHNOLOGY), &from, &to,
              &c->weights->technology, asked ? COMPARE_ASKED : COMPARE_KIN);
}

void mus_collect_industry(struct mus_collector *c)
{
    const struct mus_hashes none = {NULL, 0};
    const struct mus_code_weights *weights = &c->weights->industry;
    struct mus_evidence piece = mus_collector_piece(c, MUS_PART_INDUSTRY, MUS_EVIDENCE_INDUSTRY);
    struct mus_hashes theirs = c->to_listing == NULL ? none : c->to_listing->industries;
    struct codes to = own_or_company(theirs, c->fit->to_listing, c->to->industries);
    if (c->from_listing != NULL && c->from_listing->partner.industries.count > 0) {
        struct codes sought = {c->from_listing->partner.industries, c->fit->from_listing};
        struct codes company = {c->to->industries, MUS_NO_LISTING};
        add_codes(c, piece, &sought, &to, weights, COMPARE_ASKED);
        if (theirs.count > 0) {
            add_codes(c, piece, &sought, &company, weights, COMPARE_ASKED);
        }
        return;
    }
    struct mus_hashes mine = c->from_listing == NULL ? none : c->from_listing->industries;
    struct codes from = own_or_company(mine, c->fit->from_listing, c->from->industries);
    bool asked = mine.count > 0 && mus_fit_is_need(c->from_listing);
    add_codes(c, piece, &from, &to, weights, asked ? COMPARE_ASKED : COMPARE_KIN);
}

static void add_places(struct mus_collector *c, enum mus_part part, struct mus_hashes targets,
                       uint32_t listing)
{
    const struct mus_rules *rules = &c->scorer->rules;
    for (size_t i = 0; i < targets.count; i++) {
        struct mus_place_match match = mus_place_meet(rules->reference, &c->scorer->groups,
                                                      &c->weights->market, targets.items[i], c->to);
        if (match.value > 0) {
            struct mus_evidence piece = mus_collector_piece(c, part, match.kind);
            piece.from = match.target;
            piece.to = match.place;
            piece.from_listing = listing;
            piece.to_listing = MUS_NO_LISTING;
            piece.value = match.value;
            mus_collector_add(c, &piece);
        }
    }
}

void mus_collect_market(struct mus_collector *c)
{
    if (c->from_listing != NULL) {
        add_places(c, MUS_PART_MARKET, c->from_listing->markets, c->fit->from_listing);
    }
    add_places(c, MUS_PART_MARKET, c->from->target_markets, MUS_NO_LISTING);
}

/* A word of `to` that was sought, or was not among those sought. */
static void add_word(struct mus_collector *c, enum mus_evidence_kind kind, mus_word_set sought,
                     unsigned word, bool matched)
{
    if (sought == 0 || word == 0) {
        return;
    }
    struct mus_evidence piece = mus_collector_piece(c, MUS_PART_PARTNER, kind);
    piece.from = sought;
    piece.to = word;
    piece.to_listing = MUS_NO_LISTING;
    piece.value = matched ? MUS_MILLION : 0;
    piece.matched = matched;
    mus_collector_add(c, &piece);
}

void mus_collect_partner(struct mus_collector *c)
{
    if (c->from_listing == NULL) {
        return;
    }
    const struct mus_firm_partner *partner = &c->from_listing->partner;
    add_word(c, MUS_EVIDENCE_KIND, partner->kinds, c->to->kind,
             (partner->kinds >> c->to->kind & 1) != 0);
    add_word(c, MUS_EVIDENCE_SIZE, partner->sizes, c->to->size,
             mus_partner_size_sought(partner->sizes, c->to->size));
    if (mus_partner_names_countries(c->scorer, partner->countries)) {
        add_places(c, MUS_PART_PARTNER, partner->countries, c->fit->from_listing);
    }
}

static void add_theme_of(struct mus_collector *c, const struct codes *to,
                         const struct mus_code_weights *weights)
{
    struct codes theme = {c->scorer->rules.reference->theme, MUS_NO_LISTING};
    add_codes(c, mus_collector_piece(c, MUS_PART_THEME, MUS_EVIDENCE_THEME), &theme, to, weights,
              COMPARE_ASKED);
}

void mus_collect_theme(struct mus_collector *c)
{
    struct codes fields = {c->to->technology_fields, MUS_NO_LISTING};
    struct codes industries = {c->to->industries, MUS_NO_LISTING};
    add_theme_of(c, &fields, &c->weights->technology);
    add_theme_of(c, &industries, &c->weights->industry);
    for (size_t i = 0; i < c->to->listing_count; i++) {
        const struct mus_firm_listing *listing = &c->to->listings[i];
        if (mus_listing_is_live(listing, c->scorer->rules.today)) {
            fields = (struct codes){listing->technology_fields, (uint32_t)i};
            industries = (struct codes){listing->industries, (uint32_t)i};
            add_theme_of(c, &fields, &c->weights->technology);
            add_theme_of(c, &industries, &c->weights->industry);
        }
    }
}
