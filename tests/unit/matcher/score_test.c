#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/mem.h"
#include "pair.h"

/* --- the formula --- */

static void the_harmonic_mean_is_rounded_to_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, 0, 0), 0);
    assert_int_equal(mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, 0, 1000000), 0);
    assert_int_equal(mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, 600000, 600000), 600000);
    /* 2 · 800000 · 350000 / 1150000 = 486956.52 */
    assert_int_equal(mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, 800000, 350000), 486957);
    assert_int_equal(mus_score_combine(MUS_FORMULA_HARMONIC_MEAN, 1000000, 1000000), 1000000);
    assert_int_equal(mus_score_combine(MUS_FORMULA_FIT, 812000, 5), 812000);
}

static void two_empty_companies_have_the_neutral_values(void **state)
{
    struct pair *p = *state;
    p->a.listing_count = p->b.listing_count = 0;
    p->a.country = p->b.country = 0;
    struct mus_score score = pair_score(p);
    /* 72000 + 33000 + 22500 + 27500 + 48000 + 35000 + 12000 + 12000 + 20000 + 0 + 0 */
    assert_int_equal(score.forth.fit, 282000);
    assert_int_equal(score.back.fit, 282000);
    assert_int_equal(score.score, 282000);
    for (unsigned part = 0; part < MUS_PART_COUNT; part++) {
        assert_true(score.forth.parts[part].unknown);
    }
    assert_unknown(&score.forth, MUS_PART_MARKET, MUS_MISSING_BOTH);
    assert_unknown(&score.forth, MUS_PART_THEME, MUS_MISSING_NOTHING);
    assert_unknown(&score.forth, MUS_PART_BREADTH, MUS_MISSING_BOTH);
}

/* --- purpose --- */

static void purposes_count_by_the_table_in_both_directions(void **state)
{
    struct pair *p = *state;
    p->of_a[0].purposes = list(p, "agent");
    p->of_b[0].purposes = list(p, "sales logistics");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PURPOSE, 800000);
    assert_known(&score.back, MUS_PART_PURPOSE, 800000);
    assert_int_equal(score.forth.parts[MUS_PART_PURPOSE].contribution, 144000);
    p->of_b[0].purposes = list(p, "agent");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PURPOSE, 0);
    p->of_b[0].purposes = list(p, "");
    score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_PURPOSE, MUS_MISSING_TO);
    assert_unknown(&score.back, MUS_PART_PURPOSE, MUS_MISSING_FROM);
}

/* --- subject --- */

/* found: 1.5 / (1 − 0.75 + 0.75 · 1/30) = 1.5 / 0.275 = 5.4545; piece 5.4545 / 7.2545 = 0.75188
 * urge: 9 · 1.5 / 9.5 = 1.42105; S = 1.06847; half · √Q = 0.6 · √3 = 1.03923
 * 1.06847 / 2.10770 = 0.506935; 0.1 + 0.9 · 0.506935 = 0.556242 */
static void a_need_finds_an_offer_by_its_words(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump water");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    struct mus_score score = pair_score(p);
    assert_in_range(score.forth.parts[MUS_PART_SUBJECT].value, 556000, 556500);
    assert_false(score.forth.parts[MUS_PART_SUBJECT].unknown);
    /* What B offers was asked for by A: the same words, the other way round. */
    assert_int_equal(score.back.parts[MUS_PART_SUBJECT].value,
                     score.forth.parts[MUS_PART_SUBJECT].value);
}

static void the_description_belongs_to_every_listing(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TEXT] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "valve");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_SUBJECT, 0);
    p->b.description = words(p, "pump");
    score = pair_score(p);
    assert_true(score.forth.parts[MUS_PART_SUBJECT].value > 100000);
    assert_int_equal(score.forth.to_listing, 0);
}

static void a_bare_profile_is_found_by_its_description(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TEXT] = words(p, "pump");
    p->b.description = words(p, "pump");
    p->b.listing_count = 0;
    struct mus_score score = pair_score(p);
    assert_true(score.forth.parts[MUS_PART_SUBJECT].value > 100000);
    assert_int_equal(score.forth.to_listing, MUS_NO_LISTING);
    assert_unknown(&score.forth, MUS_PART_PURPOSE, MUS_MISSING_BOTH);
    assert_unknown(&score.back, MUS_PART_SUBJECT, MUS_MISSING_FROM);
}

static void without_words_on_a_side_the_subject_is_unknown(void **state)
{
    struct pair *p = *state;
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    struct mus_score score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_SUBJECT, MUS_MISSING_FROM);
    assert_unknown(&score.back, MUS_PART_SUBJECT, MUS_MISSING_TO);
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "");
    score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_SUBJECT, MUS_MISSING_TO);
}

static void two_needs_meet_only_where_their_purposes_do(void **state)
{
    struct pair *p = *state;
    p->of_b[0].side = MUS_SIDE_NEED;
    p->b.listing_count = 2; /* the other is an offer of nothing, so that no bare profile serves */
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "catalyst");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "catalyst");
    p->of_b[1].fields[MUS_LISTING_TITLE] = words(p, "paint");
    p->of_a[0].purposes = p->of_b[0].purposes = list(p, "research");
    p->of_b[1].purposes = list(p, "logistics");
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.to_listing, 0);
    assert_true(score.forth.parts[MUS_PART_SUBJECT].value > 100000);
    p->of_a[0].purposes = p->of_b[0].purposes = list(p, "procurement");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_SUBJECT, 0);
}

static void between_offers_the_partner_sought_decides(void **state)
{
    struct pair *p = *state;
    p->of_a[0].side = MUS_SIDE_OFFER;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "import pump");
    p->b.listing_count = 2;
    p->of_b[1].side = MUS_SIDE_NEED; /* so that no bare profile serves */
    p->of_b[1].purposes = list(p, "agent");
    p->of_a[0].purposes = list(p, "agent");
    p->of_b[0].purposes = list(p, "sales");
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.to_listing, 0);
    assert_unknown(&score.forth, MUS_PART_SUBJECT, MUS_MISSING_FROM);
    p->of_a[0].partner.text = words(p, "import");
    score = pair_score(p);
    assert_int_equal(score.forth.to_listing, 0);
    assert_true(score.forth.parts[MUS_PART_SUBJECT].value > 100000);
}

static struct mus_bag translation(struct pair *p, const char *text, uint32_t share)
{
    struct mus_bag bag = words(p, text);
    for (size_t i = 0; i < bag.count; i++) {
        struct mus_term *term = (struct mus_term *)(uintptr_t)&bag.terms[i];
        term->share = share;
    }
    return bag;
}

static void translated_words_find_too(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "eau");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "water");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_SUBJECT, 0);
    p->of_a[0].translated = translation(p, "water:1", 100);
    score = pair_score(p);
    uint32_t half_sure = score.forth.parts[MUS_PART_SUBJECT].value;
    p->of_a[0].translated = translation(p, "water:1", MUS_SHARE_WHOLE);
    score = pair_score(p);
    assert_true(half_sure > 100000);
    assert_true(score.forth.parts[MUS_PART_SUBJECT].value > half_sure);
}

/* However sure and however often a dictionary says it. */
static void a_translation_never_outranks_the_word_itself(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TEXT] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TEXT] = words(p, "pump other:79");
    uint32_t literal = pair_score(p).forth.parts[MUS_PART_SUBJECT].value;
    p->of_b[0].fields[MUS_LISTING_TEXT] = words(p, "ponpu other:79");
    for (uint32_t tf = 100; tf <= 1000000; tf *= 10) {
        char text[32];
        snprintf(text, sizeof text, "pump:%u", tf);
        p->of_b[0].translated = words(p, text);
        mus_firm_listing_measure(&p->of_b[0]);
        uint32_t translated = pair_score(p).forth.parts[MUS_PART_SUBJECT].value;
        assert_true(translated > 100000);
        assert_true(translated < literal);
    }
}

/* --- classes --- */

static void what_a_need_lists_is_asked_for_and_what_an_offer_lists_is_kin(void **state)
{
    struct pair *p = *state;
    p->of_a[0].technology_fields = list(p, "24");
    p->of_b[0].technology_fields = list(p, "241");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_TECHNOLOGY, 1000000);
    /* Level 2: 250000, times 0.7. */
    assert_known(&score.back, MUS_PART_TECHNOLOGY, 175000);
}

static void a_listing_without_classes_stands_under_its_companys(void **state)
{
    struct pair *p = *state;
    p->a.industries = list(p, "241");
    p->b.industries = list(p, "241");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_INDUSTRY, 700000);
    p->of_b[0].industries = list(p, "33");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_INDUSTRY, 0);
    p->b.industries = p->of_b[0].industries = list(p, "");
    score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_INDUSTRY, MUS_MISSING_TO);
}

static void an_industry_sought_is_looked_for_in_listing_and_company(void **state)
{
    struct pair *p = *state;
    p->a.industries = list(p, "33");
    p->of_a[0].partner.industries = list(p, "24");
    p->b.industries = list(p, "241");
    p->of_b[0].industries = list(p, "33");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_INDUSTRY, 1000000);
    p->b.industries = list(p, "C28");
    p->of_b[0].industries = list(p, "");
    score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_INDUSTRY, MUS_MISSING_NOTHING);
}

/* --- market --- */

static void a_market_is_met_by_country_group_presence_and_any(void **state)
{
    struct pair *p = *state;
    p->a.target_markets = list(p, "VN");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 1000000);
    assert_unknown(&score.back, MUS_PART_MARKET, MUS_MISSING_FROM);
    p->a.target_markets = list(p, "ASEAN");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 900000);
    p->a.target_markets = list(p, "DE");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 0);
    p->b.presence = list(p, "DE");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 700000);
    p->a.target_markets = list(p, "EU");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 600000);
    p->a.target_markets = list(p, "any US");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 500000);
    p->of_a[0].markets = list(p, "VN");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_MARKET, 1000000);
}

/* --- partner --- */

static void the_partner_is_the_mean_of_what_was_said_of_it(void **state)
{
    struct pair *p = *state;
    struct mus_score score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_PARTNER, MUS_MISSING_FROM);
    p->of_a[0].partner.kinds = 1U << MUS_KIND_TRADING_COMPANY;
    score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_PARTNER, MUS_MISSING_TO);
    p->b.kind = MUS_KIND_TRADING_COMPANY;
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PARTNER, 1000000);
    p->of_a[0].partner.countries = list(p, "ASEAN");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PARTNER, 950000);
    p->of_a[0].partner.sizes = 1U << MUS_SIZE_SME; /* not said by B: 500000 */
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PARTNER, 800000);
    p->b.size = MUS_SIZE_SMALL;
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PARTNER, 966666);
    p->b.size = MUS_SIZE_LARGE;
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_PARTNER, 633333);
}

static void any_country_is_no_wish(void **state)
{
    struct pair *p = *state;
    p->of_a[0].partner.countries = list(p, "any DE");
    struct mus_score score = pair_score(p);
    assert_unknown(&score.forth, MUS_PART_PARTNER, MUS_MISSING_FROM);
}

/* --- the company's own --- */

static void stages_count_by_the_steps_between(void **state)
{
    struct pair *p = *state;
    p->a.stage = MUS_STAGE_INTEREST;
    p->b.stage = MUS_STAGE_STUDY;
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_STAGE, 700000);
    assert_known(&score.back, MUS_PART_STAGE, 700000);
    p->b.stage = MUS_STAGE_ESTABLISHED;
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_STAGE, 150000);
}

static void one_channel_and_one_language_in_common_will_do(void **state)
{
    struct pair *p = *state;
    p->a.channels = 1U << MUS_CHANNEL_ONLINE | 1U << MUS_CHANNEL_FACE_TO_FACE;
    p->b.channels = 1U << MUS_CHANNEL_ONLINE;
    p->a.languages = list(p, "ja en");
    p->b.languages = list(p, "vi en");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_CHANNEL, 1000000);
    assert_known(&score.forth, MUS_PART_LANGUAGE, 1000000);
    p->b.channels = 1U << MUS_CHANNEL_CROSS_BORDER_EC;
    p->b.languages = list(p, "vi");
    score = pair_score(p);
    assert_known(&score.forth, MUS_PART_CHANNEL, 0);
    assert_known(&score.forth, MUS_PART_LANGUAGE, 0);
    p->b.languages = list(p, "");
    score = pair_score(p);
    assert_unknown(&score.back, MUS_PART_LANGUAGE, MUS_MISSING_FROM);
}

static void an_events_theme_is_met_by_the_one_who_serves(void **state)
{
    struct pair *p = *state;
    p->weights.weight[MUS_PART_THEME] = 20000;
    p->weights.weight[MUS_PART_BREADTH] = 0;
    p->reference.theme = list(p, "24");
    p->of_b[0].technology_fields = list(p, "241");
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_THEME, 1000000);
    assert_unknown(&score.back, MUS_PART_THEME, MUS_MISSING_TO);
}

/* --- pairs of listings --- */

static void the_pair_that_suits_best_decides_and_the_next_gives_breadth(void **state)
{
    struct pair *p = *state;
    p->a.listing_count = p->b.listing_count = 2;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "paint");
    p->of_a[1].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[1].fields[MUS_LISTING_TITLE] = words(p, "valve");
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.from_listing, 1);
    assert_int_equal(score.forth.to_listing, 0);
    assert_int_equal(score.forth.second_from, 0);
    assert_int_equal(score.forth.second_to, 1);
    /* Subject 0, the rest neutral: 72000 + 22500 + 27500 + 48000 + 35000 of 900000. */
    assert_known(&score.forth, MUS_PART_BREADTH, 227777);
}

static void of_equal_pairs_the_first_listings_decide(void **state)
{
    struct pair *p = *state;
    p->a.listing_count = p->b.listing_count = 2;
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.from_listing, 0);
    assert_int_equal(score.forth.to_listing, 0);
    assert_int_equal(score.back.from_listing, 0);
}

static void without_a_second_pair_breadth_is_nothing(void **state)
{
    struct pair *p = *state;
    struct mus_score score = pair_score(p);
    assert_known(&score.forth, MUS_PART_BREADTH, 0);
    assert_int_equal(score.forth.second_from, MUS_NO_LISTING);
}

static void listings_that_have_ended_take_no_part(void **state)
{
    struct pair *p = *state;
    p->b.listing_count = 2;
    p->of_a[0].purposes = list(p, "procurement");
    p->of_b[0].purposes = list(p, "sales");
    p->of_b[0].valid_until = TODAY - 1;
    struct mus_score score = pair_score(p);
    assert_int_equal(score.forth.to_listing, 1);
    assert_unknown(&score.forth, MUS_PART_PURPOSE, MUS_MISSING_TO);
    p->of_b[0].valid_until = TODAY;
    score = pair_score(p);
    assert_int_equal(score.forth.to_listing, 0);
    assert_known(&score.forth, MUS_PART_PURPOSE, 1000000);
}

/* --- the objects --- */

static void a_bare_needs_score_is_its_fit(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TEXT] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    struct mus_score both = pair_score(p);
    struct mus_query *query = NULL;
    struct mus_workspace *workspace = mus_workspace_new();
    struct mus_score score;
    assert_int_equal(mus_query_new(p->scorer, &p->a, true, &query, NULL), MUS_OK);
    assert_int_equal(mus_query_score(query, workspace, &p->b, &score, NULL), MUS_OK);
    assert_int_equal(score.formula, MUS_FORMULA_FIT);
    assert_int_equal(score.score, both.forth.fit);
    assert_int_equal(score.forth.fit, both.forth.fit);
    assert_int_equal(score.back.fit, 0);
    assert_int_equal(mus_score_check(&score, &p->weights, NULL), MUS_OK);
    mus_query_free(query);
    mus_workspace_free(workspace);
}

static void wrong_weights_and_tables_are_refused(void **state)
{
    struct pair *p = *state;
    struct mus_rules rules = {&p->weights, &p->reference, NULL, TODAY, NULL};
    struct mus_scorer *scorer = NULL;
    struct mus_error err;
    p->weights.weight[MUS_PART_PURPOSE]++;
    assert_int_equal(mus_scorer_new(&rules, &scorer, &err), MUS_INVALID);
    assert_string_equal(err.message, "weights: the parts add up to 1000001, not 1000000");
    p->weights.weight[MUS_PART_PURPOSE]--;
    const uint64_t theme[] = {2, 1};
    p->reference.theme = (struct mus_hashes){theme, 2};
    assert_int_equal(mus_scorer_new(&rules, &scorer, &err), MUS_INVALID);
    assert_string_equal(err.message, "theme[1]: not in order");
    assert_null(scorer);
}

static void a_score_that_does_not_add_up_is_told(void **state)
{
    struct pair *p = *state;
    struct mus_score score = pair_score(p);
    struct mus_error err;
    score.score++;
    assert_int_equal(mus_score_check(&score, &p->weights, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "score: 282001, but the fits give 282000");
    score.forth.parts[MUS_PART_STAGE].contribution++;
    assert_int_equal(mus_score_check(&score, &p->weights, &err), MUS_CORRUPT);
    assert_string_equal(err.message, "stage: contribution 12001, not 12000");
}

static enum mus_status try_all(struct pair *p, const struct mus_rules *rules)
{
    struct mus_scorer *scorer = NULL;
    enum mus_status status = mus_scorer_new(rules, &scorer, NULL);
    if (status == MUS_OK) {
        struct mus_score score;
        status = mus_score_pair(scorer, &p->a, &p->b, &score, NULL);
    }
    mus_scorer_free(scorer);
    return status;
}

static void no_memory_is_told_and_leaks_nothing(void **state)
{
    struct pair *p = *state;
    struct mus_rules rules = {&p->weights, &p->reference, NULL, TODAY, NULL};
    p->reference.theme = list(p, "24");
    p->a.listing_count = p->b.listing_count = 3;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_a[0].industries = p->of_b[0].industries = list(p, "24");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = try_all(p, &rules);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_true(n < 1000);
    }
}

static void a_workspace_works_on_after_a_failure(void **state)
{
    struct pair *p = *state;
    p->of_a[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    p->of_b[0].fields[MUS_LISTING_TITLE] = words(p, "pump");
    struct mus_score expected = pair_score(p);
    struct mus_query *query = NULL;
    assert_int_equal(mus_query_new(p->scorer, &p->a, false, &query, NULL), MUS_OK);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_workspace *workspace = mus_workspace_new();
        struct mus_score score = {0};
        mus_mem_fail_at(n, false);
        status = mus_query_score(query, workspace, &p->b, &score, NULL);
        mus_mem_fail_at(0, false);
        assert_int_equal(mus_query_score(query, workspace, &p->b, &score, NULL), MUS_OK);
        assert_int_equal(score.score, expected.score);
        mus_workspace_free(workspace);
        assert_true(n < 100);
    }
    mus_query_free(query);
}

static int set_up(void **state)
{
    static struct pair p;
    pair_start(&p);
    *state = &p;
    return 0;
}

static int tear_down(void **state)
{
    pair_end(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_harmonic_mean_is_rounded_to_the_nearest),
        TEST(two_empty_companies_have_the_neutral_values),
        TEST(purposes_count_by_the_table_in_both_directions),
        TEST(a_need_finds_an_offer_by_its_words),
        TEST(the_description_belongs_to_every_listing),
        TEST(a_bare_profile_is_found_by_its_description),
        TEST(without_words_on_a_side_the_subject_is_unknown),
        TEST(two_needs_meet_only_where_their_purposes_do),
        TEST(between_offers_the_partner_sought_decides),
        TEST(translated_words_find_too),
        TEST(a_translation_never_outranks_the_word_itself),
        TEST(what_a_need_lists_is_asked_for_and_what_an_offer_lists_is_kin),
        TEST(a_listing_without_classes_stands_under_its_companys),
        TEST(an_industry_sought_is_looked_for_in_listing_and_company),
        TEST(a_market_is_met_by_country_group_presence_and_any),
        TEST(the_partner_is_the_mean_of_what_was_said_of_it),
        TEST(any_country_is_no_wish),
        TEST(stages_count_by_the_steps_between),
        TEST(one_channel_and_one_language_in_common_will_do),
        TEST(an_events_theme_is_met_by_the_one_who_serves),
        TEST(the_pair_that_suits_best_decides_and_the_next_gives_breadth),
        TEST(of_equal_pairs_the_first_listings_decide),
        TEST(without_a_second_pair_breadth_is_nothing),
        TEST(listings_that_have_ended_take_no_part),
        TEST(a_bare_needs_score_is_its_fit),
        TEST(wrong_weights_and_tables_are_refused),
        TEST(a_score_that_does_not_add_up_is_told),
        TEST(no_memory_is_told_and_leaks_nothing),
        TEST(a_workspace_works_on_after_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
