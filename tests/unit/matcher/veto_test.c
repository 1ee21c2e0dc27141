#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/veto.h"
#include "small.h"

#define TODAY 20000

static enum mus_veto found(const struct mus_firm *query, const struct mus_firm *candidate)
{
    struct mus_veto_context context = {.today = TODAY};
    return mus_veto_find(query, candidate, &context);
}

static void what_was_never_asked_is_no_veto(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    assert_int_equal(found(&a, &b), MUS_VETO_NONE);
    assert_int_equal(found(NULL, &b), MUS_VETO_NONE);
}

static void a_company_is_not_suggested_to_itself_or_its_group(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    assert_int_equal(found(&a, &a), MUS_VETO_SELF);
    a.group = b.group = 7;
    assert_int_equal(found(&a, &b), MUS_VETO_SAME_GROUP);
    assert_int_equal(found(NULL, &b), MUS_VETO_NONE);
    b.group = 8;
    assert_int_equal(found(&a, &b), MUS_VETO_NONE);
}

static void who_has_met_or_never_wishes_to_is_not_suggested(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    struct mus_veto_context context = {.today = TODAY, .met = {&b.id_hash, 1}};
    assert_int_equal(mus_veto_find(&a, &b, &context), MUS_VETO_ALREADY_MET);
    context = (struct mus_veto_context){.today = TODAY, .declined = {&b.id_hash, 1}};
    assert_int_equal(mus_veto_find(&a, &b, &context), MUS_VETO_DECLINED);
    assert_int_equal(mus_veto_pair(&a, &b, &context), MUS_VETO_DECLINED);
    context = (struct mus_veto_context){.today = TODAY, .never = {&b.id_hash, 1}};
    assert_int_equal(mus_veto_find(&a, &b, &context), MUS_VETO_NEVER_WISH);
}

static void not_with_holds_whoever_names_the_other(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    a.not_with = (struct mus_hashes){&b.id_hash, 1};
    assert_int_equal(found(&a, &b), MUS_VETO_NOT_WITH);
    assert_int_equal(found(&b, &a), MUS_VETO_NOT_WITH);
}

static void the_candidates_own_state_forbids_it(void **state)
{
    (void)state;
    struct mus_firm b = firm_of("c-2", "VN");
    b.status = MUS_COMPANY_CLOSED;
    assert_int_equal(found(NULL, &b), MUS_VETO_CLOSED);
    b.status = MUS_COMPANY_MERGED;
    assert_int_equal(found(NULL, &b), MUS_VETO_MERGED);
    b.status = MUS_COMPANY_ACTIVE;
    b.review = MUS_REVIEW_SUSPENDED;
    assert_int_equal(found(NULL, &b), MUS_VETO_SUSPENDED);
    b.review = MUS_REVIEW_DRAFT;
    assert_int_equal(found(NULL, &b), MUS_VETO_DRAFT);
    b.review = MUS_REVIEW_PUBLISHED;
    b.profile_withheld = true;
    assert_int_equal(found(NULL, &b), MUS_VETO_NOT_SHARED);
}

static void a_last_day_still_counts_and_the_next_does_not(void **state)
{
    (void)state;
    struct mus_firm b = firm_of("c-2", "VN");
    b.profile_valid_until = b.consent_until = TODAY;
    assert_int_equal(found(NULL, &b), MUS_VETO_NONE);
    b.consent_until = TODAY - 1;
    assert_int_equal(found(NULL, &b), MUS_VETO_NOT_SHARED);
    b.profile_valid_until = TODAY - 1;
    assert_int_equal(found(NULL, &b), MUS_VETO_PROFILE_EXPIRED);
    struct mus_veto_context timeless = {.today = MUS_NO_DATE};
    assert_int_equal(mus_veto_find(NULL, &b, &timeless), MUS_VETO_NONE);
}

static void only_when_all_listings_are_past_the_company_is_out(void **state)
{
    (void)state;
    struct mus_firm b = firm_of("c-2", "VN");
    struct mus_firm_listing listings[] = {listing_of_side(MUS_SIDE_OFFER),
                                          listing_of_side(MUS_SIDE_NEED)};
    listings[0].valid_until = TODAY - 1;
    b.listings = listings;
    b.listing_count = 2;
    assert_int_equal(found(NULL, &b), MUS_VETO_NONE);
    b.listing_count = 1;
    assert_int_equal(found(NULL, &b), MUS_VETO_LISTING_EXPIRED);
}

static void a_hold_on_either_forbids_until_its_last_day(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    a.held = true;
    assert_int_equal(found(&a, &b), MUS_VETO_HOLD);
    assert_int_equal(found(&b, &a), MUS_VETO_HOLD);
    a.held_until = TODAY;
    assert_int_equal(found(&a, &b), MUS_VETO_HOLD);
    a.held_until = TODAY - 1;
    assert_int_equal(found(&a, &b), MUS_VETO_NONE);
}

static void of_several_reasons_the_first_is_told(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    a.group = b.group = 7;
    b.status = MUS_COMPANY_CLOSED;
    b.held = true;
    assert_int_equal(found(&a, &b), MUS_VETO_SAME_GROUP);
    assert_int_equal(found(NULL, &b), MUS_VETO_CLOSED);
}

static void a_pair_is_barred_by_the_state_of_either(void **state)
{
    (void)state;
    struct mus_firm a = firm_of("c-1", "JP");
    struct mus_firm b = firm_of("c-2", "VN");
    struct mus_veto_context context = {.today = TODAY};
    assert_int_equal(mus_veto_pair(&a, &b, &context), MUS_VETO_NONE);
    a.review = MUS_REVIEW_DRAFT;
    assert_int_equal(mus_veto_pair(&a, &b, &context), MUS_VETO_DRAFT);
    assert_int_equal(mus_veto_pair(&b, &a, &context), MUS_VETO_DRAFT);
    assert_int_equal(mus_veto_find(&a, &b, &context), MUS_VETO_NONE);
    b.status = MUS_COMPANY_CLOSED;
    assert_int_equal(mus_veto_pair(&a, &b, &context), MUS_VETO_CLOSED);
    assert_int_equal(mus_veto_pair(&b, &a, &context), MUS_VETO_CLOSED);
}

static void names_lead_back_to_what_they_name(void **state)
{
    (void)state;
    for (unsigned veto = 1; veto < MUS_VETO_COUNT; veto++) {
        const char *name = mus_veto_name((enum mus_veto)veto);
        assert_int_equal(mus_veto_of(mus_text_of(name)), veto);
    }
    assert_string_equal(mus_veto_name(MUS_VETO_LISTING_EXPIRED), "listing_expired");
    assert_int_equal(mus_veto_of(MUS_TEXT("")), MUS_VETO_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_never_asked_is_no_veto),
        cmocka_unit_test(a_company_is_not_suggested_to_itself_or_its_group),
        cmocka_unit_test(who_has_met_or_never_wishes_to_is_not_suggested),
        cmocka_unit_test(not_with_holds_whoever_names_the_other),
        cmocka_unit_test(the_candidates_own_state_forbids_it),
        cmocka_unit_test(a_last_day_still_counts_and_the_next_does_not),
        cmocka_unit_test(only_when_all_listings_are_past_the_company_is_out),
        cmocka_unit_test(a_hold_on_either_forbids_until_its_last_day),
        cmocka_unit_test(of_several_reasons_the_first_is_told),
        cmocka_unit_test(a_pair_is_barred_by_the_state_of_either),
        cmocka_unit_test(names_lead_back_to_what_they_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
