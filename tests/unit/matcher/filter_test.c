#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matcher/filter.h"
#include "small.h"

#define TODAY 20000

struct fixture {
    struct mus_arena arena;
    struct mus_reference reference;
    struct mus_filter filter;
    struct mus_firm firm;
    struct mus_firm_listing listings[2];
};

static enum mus_filter_verdict applied(const struct fixture *f)
{
    return mus_filter_apply(&f->filter, &f->reference, TODAY, &f->firm);
}

static void no_filter_lets_all_pass(void **state)
{
    struct fixture *f = *state;
    assert_true(mus_filter_is_empty(&f->filter));
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.sides = 1U << MUS_SIDE_NEED;
    assert_false(mus_filter_is_empty(&f->filter));
}

static void countries_pass_by_name_by_group_and_by_any(void **state)
{
    struct fixture *f = *state;
    f->firm.country = hash_of("VN");
    f->filter.countries = list_of(&f->arena, "DE VN");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.countries = list_of(&f->arena, "ASEAN");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.countries = list_of(&f->arena, "EU");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->filter.countries = list_of(&f->arena, "any");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
}

static void a_missing_value_fails_as_unknown(void **state)
{
    struct fixture *f = *state;
    f->filter.kinds = 1U << MUS_KIND_UNIVERSITY;
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->firm.kind = MUS_KIND_UNIVERSITY;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->firm.kind = MUS_KIND_COMPANY;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void what_fails_outweighs_what_is_missing(void **state)
{
    struct fixture *f = *state;
    f->filter.kinds = 1U << MUS_KIND_UNIVERSITY;
    f->filter.countries = list_of(&f->arena, "DE");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void sme_lets_small_ones_pass_but_not_the_other_way_round(void **state)
{
    struct fixture *f = *state;
    f->filter.sizes = 1U << MUS_SIZE_SME;
    f->firm.size = MUS_SIZE_SMALL;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->firm.size = MUS_SIZE_LARGE;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->filter.sizes = 1U << MUS_SIZE_SMALL;
    f->firm.size = MUS_SIZE_SME;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void bounds_are_inclusive(void **state)
{
    struct fixture *f = *state;
    f->filter.min_employees = (struct mus_bound){true, 10};
    f->filter.max_employees = (struct mus_bound){true, 20};
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->firm.employees = 10;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->firm.employees = 20;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->firm.employees = 21;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->firm.employees = 9;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void a_lower_bound_of_zero_still_wants_a_value(void **state)
{
    struct fixture *f = *state;
    f->filter.min_capital_jpy = (struct mus_bound){true, 0};
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->firm.capital_jpy = 0;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
}

static void an_industry_lets_all_below_it_pass(void **state)
{
    struct fixture *f = *state;
    f->filter.industries = list_of(&f->arena, "24 33");
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->firm.industries = list_of(&f->arena, "241");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->firm.industries = list_of(&f->arena, "25");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->listings[0].industries = list_of(&f->arena, "33");
    f->firm.listing_count = 1;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->listings[0].valid_until = TODAY - 1;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void purposes_and_sides_are_those_of_live_listings(void **state)
{
    struct fixture *f = *state;
    f->filter.purposes = list_of(&f->arena, "sales");
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->listings[1].purposes = list_of(&f->arena, "sales agent");
    f->firm.listing_count = 2;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.sides = 1U << MUS_SIDE_NEED;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->listings[1].valid_until = TODAY - 1;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->filter.sides = 0;
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
}

static void target_markets_meet_across_groups(void **state)
{
    struct fixture *f = *state;
    f->firm.target_markets = list_of(&f->arena, "ASEAN");
    f->filter.target_markets = list_of(&f->arena, "VN");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.target_markets = list_of(&f->arena, "ASEAN");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.target_markets = list_of(&f->arena, "DE");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->firm.target_markets = list_of(&f->arena, "any");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
}

static void the_other_lists_pass_by_any_member(void **state)
{
    struct fixture *f = *state;
    f->firm.languages = list_of(&f->arena, "ja en");
    f->firm.certifications = list_of(&f->arena, "ISO14001");
    f->firm.presence = list_of(&f->arena, "TH");
    f->firm.region = hash_of("JP-14");
    f->firm.stage = MUS_STAGE_STUDY;
    f->firm.main_business = MUS_BUSINESS_RETAIL;
    f->firm.technology_fields = list_of(&f->arena, "241");
    f->filter.languages = list_of(&f->arena, "en vi");
    f->filter.certifications = list_of(&f->arena, "ISO14001");
    f->filter.presence = list_of(&f->arena, "ASEAN");
    f->filter.regions = list_of(&f->arena, "JP-13 JP-14");
    f->filter.stages = 1U << MUS_STAGE_STUDY;
    f->filter.main_business = 1U << MUS_BUSINESS_RETAIL;
    f->filter.technology_fields = list_of(&f->arena, "E");
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.languages = list_of(&f->arena, "vi");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
}

static void a_country_that_is_not_wanted_fails_by_name_and_by_group(void **state)
{
    struct fixture *f = *state;
    f->firm.country = hash_of("VN");
    f->filter.not_countries = list_of(&f->arena, "DE");
    assert_false(mus_filter_is_empty(&f->filter));
    assert_int_equal(applied(f), MUS_FILTER_PASS);
    f->filter.not_countries = list_of(&f->arena, "DE VN");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->filter.not_countries = list_of(&f->arena, "ASEAN");
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->firm.country = 0;
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
}

static void one_channel_of_several_will_do(void **state)
{
    struct fixture *f = *state;
    f->filter.channels = 1U << MUS_CHANNEL_ONLINE | 1U << MUS_CHANNEL_CROSS_BORDER_EC;
    assert_false(mus_filter_is_empty(&f->filter));
    assert_int_equal(applied(f), MUS_FILTER_UNKNOWN);
    f->firm.channels = 1U << MUS_CHANNEL_FACE_TO_FACE;
    assert_int_equal(applied(f), MUS_FILTER_FAIL);
    f->firm.channels |= 1U << MUS_CHANNEL_ONLINE;
    assert_int_equal(applied(f), MUS_FILTER_PASS);
}

static int set_up(void **state)
{
    static struct fixture f;
    f = (struct fixture){
        .firm = firm_of("c-1", "VN"),
        .listings = {listing_of_side(MUS_SIDE_OFFER), listing_of_side(MUS_SIDE_NEED)},
    };
    f.reference = small_reference(&f.arena);
    f.firm.listings = f.listings;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    mus_arena_done(&f->arena);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_filter_lets_all_pass),
        TEST(countries_pass_by_name_by_group_and_by_any),
        TEST(a_missing_value_fails_as_unknown),
        TEST(what_fails_outweighs_what_is_missing),
        TEST(sme_lets_small_ones_pass_but_not_the_other_way_round),
        TEST(bounds_are_inclusive),
        TEST(a_lower_bound_of_zero_still_wants_a_value),
        TEST(an_industry_lets_all_below_it_pass),
        TEST(purposes_and_sides_are_those_of_live_listings),
        TEST(target_markets_meet_across_groups),
        TEST(the_other_lists_pass_by_any_member),
        TEST(a_country_that_is_not_wanted_fails_by_name_and_by_group),
        TEST(one_channel_of_several_will_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
