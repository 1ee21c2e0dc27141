/* Firms for the tests of this folder. */
#ifndef MUS_TEST_FIRM_FIXTURE_H
#define MUS_TEST_FIRM_FIXTURE_H

#include "company_fixture.h"

#include "matcher/firm.h"
#include "profile/code_hash.h"

/* A typed need: one listing and nothing else. */
static inline struct mus_company need_of(const struct mus_listing *listing)
{
    return (struct mus_company){
        .given = MUS_FIELD_BIT(MUS_FIELD_LISTINGS),
        .listings = {listing, 1},
    };
}

static inline void assert_hashes_equal(struct mus_hashes a, struct mus_hashes b)
{
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_true(a.items[i] == b.items[i]);
        assert_true(i == 0 || a.items[i - 1] < a.items[i]);
    }
}

static inline void assert_bags_equal(struct mus_bag a, struct mus_bag b)
{
    assert_int_equal(a.count, b.count);
    assert_int_equal(a.length, b.length);
    for (size_t i = 0; i < a.count; i++) {
        assert_true(a.terms[i].hash == b.terms[i].hash);
        assert_int_equal(a.terms[i].tf, b.terms[i].tf);
    }
}

static inline void assert_listings_equal(const struct mus_firm_listing *a,
                                         const struct mus_firm_listing *b)
{
    assert_int_equal(a->side, b->side);
    assert_int_equal(a->anonymous, b->anonymous);
    assert_int_equal(a->valid_until, b->valid_until);
    assert_hashes_equal(a->purposes, b->purposes);
    assert_hashes_equal(a->industries, b->industries);
    assert_hashes_equal(a->technology_fields, b->technology_fields);
    assert_hashes_equal(a->markets, b->markets);
    for (int i = 0; i < MUS_LISTING_FIELD_COUNT; i++) {
        assert_bags_equal(a->fields[i], b->fields[i]);
    }
    assert_int_equal(a->partner.kinds, b->partner.kinds);
    assert_int_equal(a->partner.sizes, b->partner.sizes);
    assert_hashes_equal(a->partner.countries, b->partner.countries);
    assert_hashes_equal(a->partner.industries, b->partner.industries);
    assert_bags_equal(a->partner.text, b->partner.text);
}

static inline void assert_firms_equal(const struct mus_firm *a, const struct mus_firm *b)
{
    assert_true(mus_text_equal(a->id, b->id));
    assert_true(a->id_hash == b->id_hash);
    assert_true(a->group == b->group && a->country == b->country && a->region == b->region);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->main_business, b->main_business);
    assert_int_equal(a->stage, b->stage);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->review, b->review);
    assert_int_equal(a->channels, b->channels);
    assert_int_equal(a->profile_withheld, b->profile_withheld);
    assert_int_equal(a->consent_until, b->consent_until);
    assert_int_equal(a->profile_valid_until, b->profile_valid_until);
    assert_int_equal(a->held, b->held);
    assert_int_equal(a->held_until, b->held_until);
    assert_true(a->employees == b->employees && a->capital_jpy == b->capital_jpy);
    assert_hashes_equal(a->languages, b->languages);
    assert_hashes_equal(a->certifications, b->certifications);
    assert_hashes_equal(a->industries, b->industries);
    assert_hashes_equal(a->technology_fields, b->technology_fields);
    assert_hashes_equal(a->target_markets, b->target_markets);
    assert_hashes_equal(a->presence, b->presence);
    assert_hashes_equal(a->not_with, b->not_with);
    assert_bags_equal(a->description, b->description);
    assert_int_equal(a->listing_count, b->listing_count);
    for (size_t i = 0; i < a->listing_count; i++) {
        assert_listings_equal(&a->listings[i], &b->listings[i]);
    }
}

#endif
