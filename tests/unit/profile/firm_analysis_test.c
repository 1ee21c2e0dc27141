#include "firm_fixture.h"

#include "../lexicon/lexicon_fixture.h"
#include "base/mem.h"
#include "matcher/subject.h"
#include "profile/code_hash.h"
#include "profile/firm_analysis.h"

static int make_analyser(void **state)
{
    *state = mus_analyser_new();
    return *state == NULL;
}

static int free_analyser(void **state)
{
    mus_analyser_free(*state);
    return 0;
}

static struct mus_firm firm_of(struct mus_analyser *analyser, const struct mus_company *company,
                               struct mus_arena *arena)
{
    struct mus_firm firm;
    struct mus_error err = {0};
    if (mus_firm_of_company(&(struct mus_firm_tools){.analyser = analyser}, company, arena, &firm,
                            &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return firm;
}

static bool has(struct mus_hashes hashes, const char *code)
{
    return mus_hashes_has(hashes, mus_code_hash(mus_text_of(code)));
}

static mus_date day_of(int year, int month, int day)
{
    mus_date date;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

static void every_field_that_the_matcher_knows_is_taken(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_true(mus_text_equals(firm.id, "c-0042"));
    assert_true(firm.id_hash == mus_text_hash(MUS_TEXT("c-0042")));
    assert_true(firm.group == mus_code_hash(MUS_TEXT("結びグループ")));
    assert_true(firm.country == mus_code_hash(MUS_TEXT("JP")));
    assert_true(firm.region == mus_code_hash(MUS_TEXT("JP-14")));
    assert_int_equal(firm.kind, MUS_KIND_COMPANY);
    assert_int_equal(firm.size, MUS_SIZE_SME);
    assert_int_equal(firm.main_business, MUS_BUSINESS_MANUFACTURING);
    assert_int_equal(firm.stage, MUS_STAGE_STUDY);
    assert_int_equal(firm.status, MUS_COMPANY_MERGED);
    assert_int_equal(firm.review, MUS_REVIEW_PUBLISHED);
    assert_int_equal(firm.channels, 1 << MUS_CHANNEL_ONLINE | 1 << MUS_CHANNEL_FACE_TO_FACE);
    assert_int_equal(firm.employees, 42);
    assert_int_equal(firm.capital_jpy, 10000000);
    assert_int_equal(firm.languages.count, 2);
    assert_true(has(firm.languages, "ja") && has(firm.languages, "en"));
    assert_true(has(firm.certifications, "iso14001"));
    assert_true(has(firm.industries, "JSIC:14:24"));
    assert_true(has(firm.technology_fields, "CPC:Y02W"));
    assert_true(has(firm.target_markets, "ID") && has(firm.target_markets, "ASEAN"));
    assert_true(has(firm.presence, "TH"));
    assert_true(mus_hashes_has(firm.not_with, mus_text_hash(MUS_TEXT("c-9"))));
    assert_true(firm.description.count > 0);
    mus_arena_done(&arena);
}

static void a_listing_is_taken_with_the_partner_it_seeks(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_int_equal(firm.listing_count, 1);
    const struct mus_firm_listing *listing = &firm.listings[0];
    assert_int_equal(listing->side, MUS_SIDE_OFFER);
    assert_true(listing->anonymous);
    assert_int_equal(listing->valid_until, day_of(2027, 3, 31));
    assert_true(has(listing->purposes, "sales"));
    assert_true(has(listing->industries, "JSIC:13:24"));
    assert_true(has(listing->technology_fields, "IPC:C02F 3/12"));
    assert_true(has(listing->markets, "VN") && has(listing->markets, "any"));
    assert_int_equal(listing->fields[MUS_LISTING_TITLE].length, 1);
    assert_int_equal(listing->fields[MUS_LISTING_KEYWORDS].length, 1);
    assert_true(listing->fields[MUS_LISTING_TEXT].length > 2);
    assert_int_equal(listing->partner.kinds, 1 << MUS_KIND_COMPANY | 1 << MUS_KIND_TRADING_COMPANY);
    assert_int_equal(listing->partner.sizes, 1 << MUS_SIZE_SME);
    assert_true(has(listing->partner.countries, "ASEAN"));
    assert_true(has(listing->partner.industries, "HS::8421"));
    assert_int_equal(listing->partner.text.length, 1);
    mus_arena_done(&arena);
}

static void what_is_not_given_is_unknown_and_never_zero(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(SMALL_COMPANY, &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_int_equal(firm.employees, -1);
    assert_int_equal(firm.capital_jpy, -1);
    assert_true(firm.region == 0 && firm.group == 0);
    assert_int_equal(firm.consent_until, MUS_NO_DATE);
    assert_int_equal(firm.profile_valid_until, MUS_NO_DATE);
    assert_int_equal(firm.held_until, MUS_NO_DATE);
    assert_false(firm.held);
    assert_false(firm.profile_withheld);
    assert_int_equal(firm.size, MUS_SIZE_UNKNOWN);
    assert_int_equal(firm.review, MUS_REVIEW_UNKNOWN);
    assert_int_equal(firm.description.count, 0);
    assert_int_equal(firm.listing_count, 0);
    assert_null(firm.listings);
    mus_arena_done(&arena);
}

static void consent_review_and_hold_give_their_last_days(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company =
        company_of("{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\","
                   "\"consent\":{\"share_profile\":false,\"until\":\"2026-01-31\"},"
                   "\"review\":{\"state\":\"draft\",\"valid_until\":\"2026-02-28\"},"
                   "\"hold\":{\"reason\":\"x\",\"until\":\"2026-03-31\"}}",
                   &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_true(firm.profile_withheld);
    assert_int_equal(firm.consent_until, day_of(2026, 1, 31));
    assert_int_equal(firm.review, MUS_REVIEW_DRAFT);
    assert_int_equal(firm.profile_valid_until, day_of(2026, 2, 28));
    assert_true(firm.held);
    assert_int_equal(firm.held_until, day_of(2026, 3, 31));
    mus_arena_done(&arena);
}

static void a_hold_without_end_has_no_last_day(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company =
        company_of("{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\","
                   "\"consent\":{\"share_profile\":true},\"hold\":{\"reason\":\"x\"}}",
                   &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_true(firm.held);
    assert_int_equal(firm.held_until, MUS_NO_DATE);
    assert_false(firm.profile_withheld);
    assert_int_equal(firm.consent_until, MUS_NO_DATE);
    mus_arena_done(&arena);
}

static void lists_are_sorted_and_hold_each_hash_once(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(
        "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\","
        "\"target_markets\":[\"VN\",\"ID\",\"TH\",\"VN\",\"SG\",\"ID\"],"
        "\"certifications\":[\"ISO 9001\",\"ISO9001\",\"\\u00AD\",\"ＩＳＯ　９００１\"]}",
        &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    assert_int_equal(firm.target_markets.count, 4);
    assert_hashes_equal(firm.target_markets, firm.target_markets);
    assert_int_equal(firm.certifications.count, 1);
    mus_arena_done(&arena);
}

static void a_typed_need_is_a_firm_of_one_listing(void **state)
{
    struct mus_arena arena = {0};
    const struct mus_listing listing = {
        .side = MUS_SIDE_NEED,
        .text = {.ja = MUS_TEXT("排水処理")},
        .valid_until = MUS_NO_DATE,
    };
    struct mus_company need = need_of(&listing);
    struct mus_firm firm = firm_of(*state, &need, &arena);
    assert_true(firm.id_hash == 0 && firm.country == 0);
    assert_int_equal(firm.listing_count, 1);
    assert_int_equal(firm.listings[0].side, MUS_SIDE_NEED);
    assert_int_equal(firm.listings[0].valid_until, MUS_NO_DATE);
    assert_true(firm.listings[0].fields[MUS_LISTING_TEXT].count > 0);
    mus_arena_done(&arena);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    struct mus_arena arena = {0};
    struct mus_error err;
    struct mus_firm firm = {.employees = 77};
    const struct mus_company company = {
        .given = MUS_FIELD_BIT(MUS_FIELD_DESCRIPTION_JA),
        .description = {.ja = MUS_TEXT("\xFF")},
    };
    assert_int_equal(mus_firm_of_company(&(struct mus_firm_tools){.analyser = *state}, &company,
                                         &arena, &firm, &err),
                     MUS_INVALID);
    assert_int_equal(firm.employees, 77);
    const struct mus_company group = {.group = MUS_TEXT("\xFF")};
    assert_int_equal(mus_firm_of_company(&(struct mus_firm_tools){.analyser = *state}, &group,
                                         &arena, &firm, &err),
                     MUS_INVALID);
    mus_arena_done(&arena);
}

/* --- translations --- */

static const char WORDS[] = "ポンプ\tpump\n下水\tsewage\n代理店\tagency|distributor\n"
                            "処理\ttreatment|handling\n水\twater\n水処理\twater treatment\n"
                            "膜\tmembrane\n";

static struct mus_firm translated_firm(struct built *built, const struct mus_company *company)
{
    const struct mus_firm_tools tools = {built->analyser, built->space, &built->lexicon};
    struct mus_firm firm;
    struct mus_error err = {0};
    if (mus_firm_of_company(&tools, company, &built->arena, &firm, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return firm;
}

static struct mus_firm translated_json(struct built *built, const char *json)
{
    struct mus_company company = company_of(json, &built->arena);
    return translated_firm(built, &company);
}

static struct mus_firm translated_need(struct built *built, struct mus_bilingual text)
{
    const struct mus_listing listing = {
        .side = MUS_SIDE_NEED, .text = text, .valid_until = MUS_NO_DATE};
    struct mus_company need = need_of(&listing);
    return translated_firm(built, &need);
}

/* Frequencies as text, "waste 1000|refuse 700", and the length. */
static void assert_translated(struct built *built, struct mus_bag bag, const char *expected,
                              uint32_t length)
{
    assert_int_equal(bag.length, length);
    bag.length = 0;
    assert_terms(built, bag, expected);
}

static uint32_t share_of(struct built *built, struct mus_bag bag, const char *word)
{
    uint64_t hash = term_of_word(built->analyser, mus_text_of(word));
    for (size_t i = 0; i < bag.count; i++) {
        if (bag.terms[i].hash == hash) {
            return bag.terms[i].share;
        }
    }
    return 0;
}

#define LISTED(description, listing)                                                               \
    "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\",\"description\":" description   \
    ",\"listings\":[{\"id\":\"l1\",\"side\":\"offer\",\"purposes\":[\"sales\"]," listing "}]}"

static void a_listing_s_own_fields_are_translated_together(void **state)
{
    (void)state;
    struct built built;
    build(&built, WORDS);
    struct mus_firm firm = translated_json(
        &built,
        LISTED("{\"ja\":\"膜\"}",
               "\"title\":{\"ja\":\"水処理\"},\"keywords\":[\"ポンプ\",\"MBR\"],"
               "\"text\":{\"ja\":\"処理\"},\"partner_sought\":{\"text\":{\"ja\":\"代理店\"}}"));
    const struct mus_firm_listing *listing = &firm.listings[0];
    uint32_t length = 0;
    for (int i = 0; i < MUS_LISTING_FIELD_COUNT; i++) {
        length += listing->fields[i].length;
    }
    /* 水処理 707 each and by half the 処理 in it, 500 and 354; the text's 処理 1000 and 707 */
    assert_translated(&built, listing->translated,
                      "water 700|treatment 2200|handling 1060|pump 1000", length);
    unbuild(&built);
}

static void the_partner_text_and_the_description_are_translated_apart(void **state)
{
    (void)state;
    struct built built;
    build(&built, WORDS);
    struct mus_firm firm =
        translated_json(&built, LISTED("{\"ja\":\"膜と膜\"}",
                                       "\"title\":{\"ja\":\"ポンプ\"},"
                                       "\"partner_sought\":{\"text\":{\"ja\":\"下水の代理店\"}}"));
    const struct mus_firm_listing *listing = &firm.listings[0];
    assert_translated(&built, listing->translated, "pump 1000",
                      listing->fields[MUS_LISTING_TITLE].length);
    assert_translated(&built, listing->partner.translated,
                      "sewage 1000|agency 1000|distributor 700", listing->partner.text.length);
    assert_translated(&built, firm.translated, "membrane 2000", firm.description.length);
    unbuild(&built);
}

static void what_a_text_says_itself_is_no_translation_of_it(void **state)
{
    (void)state;
    struct built built;
    build(&built, WORDS);
    struct mus_firm firm = translated_json(
        &built,
        LISTED("{\"ja\":\"膜\",\"en\":\"Membranes for handling\"}",
               "\"title\":{\"ja\":\"下水の処理\",\"en\":\"Sewage works\"},\"keywords\":[\"pumps\"],"
               "\"text\":{\"ja\":\"膜とポンプ\"},"
               "\"partner_sought\":{\"text\":{\"ja\":\"水の代理店\",\"en\":\"agency, sewage\"}}"));
    const struct mus_firm_listing *listing = &firm.listings[0];
    /* Another field of the listing tells it, but neither description nor partner text. */
    assert_int_equal(listing->translated.count, 3);
    assert_true(share_of(&built, listing->translated, "membrane") == MUS_SHARE_WHOLE);
    assert_true(share_of(&built, listing->translated, "treatment") > 0);
    assert_true(share_of(&built, listing->translated, "handling") > 0);
    assert_translated(&built, listing->partner.translated, "water 1000|distributor 700",
                      listing->partner.text.length);
    assert_translated(&built, firm.translated, "", firm.description.length);
    assert_null(firm.translated.terms);
    unbuild(&built);
}

static void frequencies_are_kept_in_tens(void **state)
{
    (void)state;
    struct built built;
    build(&built, "炉\tfurnace|kiln|oven|heater\n");
    struct mus_firm firm = translated_need(&built, (struct mus_bilingual){.ja = MUS_TEXT("炉")});
    /* 1000, 707, 577 and 500: as the record keeps them */
    assert_translated(&built, firm.listings[0].translated,
                      "furnace 1000|kiln 700|oven 570|heater 500",
                      firm.listings[0].fields[MUS_LISTING_TEXT].length);
    unbuild(&built);
}

static void all_that_a_word_can_mean_shares_one_whole(void **state)
{
    (void)state;
    struct built built;
    build(&built, WORDS);
    struct mus_firm firm =
        translated_need(&built, (struct mus_bilingual){.ja = MUS_TEXT("処理と水")});
    struct mus_bag bag = firm.listings[0].translated;
    assert_int_equal(share_of(&built, bag, "water"), MUS_SHARE_WHOLE);
    /* 1000 and 707 of 1707, in 255ths */
    assert_int_equal(share_of(&built, bag, "treatment"), 149);
    assert_int_equal(share_of(&built, bag, "handling"), 106);
    firm = translated_need(&built, (struct mus_bilingual){.ja = MUS_TEXT("処理、処理、処理")});
    assert_int_equal(share_of(&built, firm.listings[0].translated, "treatment"), MUS_SHARE_WHOLE);
    unbuild(&built);
}

static void without_a_lexicon_nothing_is_translated(void **state)
{
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    struct mus_firm firm = firm_of(*state, &company, &arena);
    const struct mus_firm_listing *listing = &firm.listings[0];
    assert_int_equal(firm.translated.count, 0);
    assert_int_equal(listing->translated.count, 0);
    assert_int_equal(listing->partner.translated.count, 0);
    mus_arena_done(&arena);
}

static void a_typed_need_in_japanese_seeks_in_english(void **state)
{
    (void)state;
    struct built built;
    build(&built, WORDS);
    struct mus_firm japanese =
        translated_need(&built, (struct mus_bilingual){.ja = MUS_TEXT("下水の膜")});
    struct mus_bag sought = mus_subject_sought_translation(&japanese.listings[0], 0);
    assert_translated(&built, sought, "sewage 1000|membrane 1000",
                      japanese.listings[0].fields[MUS_LISTING_TEXT].length);
    struct mus_firm english =
        translated_need(&built, (struct mus_bilingual){.en = MUS_TEXT("membranes for sewage")});
    assert_int_equal(mus_subject_sought_translation(&english.listings[0], 0).count, 0);
    /* so that the two meet */
    for (size_t i = 0; i < sought.count; i++) {
        struct mus_bag words = english.listings[0].fields[MUS_LISTING_TEXT];
        assert_int_equal(mus_bag_tf(words, sought.terms[i].hash), 1);
    }
    unbuild(&built);
}

/* --- memory --- */

static void survive_failing_allocations(const struct mus_company *company,
                                        const struct mus_lexicon *lexicon)
{
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_error err;
        struct mus_firm firm;
        struct mus_firm_tools tools = {mus_analyser_new(), mus_glossing_new(), lexicon};
        mus_mem_fail_at(n, false);
        status = mus_firm_of_company(&tools, company, &arena, &firm, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_analyser_free(tools.analyser);
        mus_glossing_free(tools.glossing);
        mus_arena_done(&arena);
    }
}

static void survive_small_arenas(const struct mus_firm_tools *tools,
                                 const struct mus_company *company)
{
    enum mus_status status = MUS_NO_MEMORY;
    for (size_t limit = 16; status != MUS_OK; limit += 16) {
        struct mus_arena arena = {.limit = limit};
        struct mus_error err;
        struct mus_firm firm;
        status = mus_firm_of_company(tools, company, &arena, &firm, &err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
}

static void analysis_survives_every_failing_allocation(void **state)
{
    struct built built;
    build(&built, WORDS);
    struct mus_company company = company_of(FULL_COMPANY, &built.arena);
    survive_failing_allocations(&company, NULL);
    survive_failing_allocations(&company, &built.lexicon);
    survive_small_arenas(&(struct mus_firm_tools){.analyser = *state}, &company);
    survive_small_arenas(&(struct mus_firm_tools){*state, built.space, &built.lexicon}, &company);
    unbuild(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_that_the_matcher_knows_is_taken),
        cmocka_unit_test(a_listing_is_taken_with_the_partner_it_seeks),
        cmocka_unit_test(what_is_not_given_is_unknown_and_never_zero),
        cmocka_unit_test(consent_review_and_hold_give_their_last_days),
        cmocka_unit_test(a_hold_without_end_has_no_last_day),
        cmocka_unit_test(lists_are_sorted_and_hold_each_hash_once),
        cmocka_unit_test(a_typed_need_is_a_firm_of_one_listing),
        cmocka_unit_test(text_that_is_not_utf8_is_refused),
        cmocka_unit_test(a_listing_s_own_fields_are_translated_together),
        cmocka_unit_test(the_partner_text_and_the_description_are_translated_apart),
        cmocka_unit_test(what_a_text_says_itself_is_no_translation_of_it),
        cmocka_unit_test(frequencies_are_kept_in_tens),
        cmocka_unit_test(all_that_a_word_can_mean_shares_one_whole),
        cmocka_unit_test(without_a_lexicon_nothing_is_translated),
        cmocka_unit_test(a_typed_need_in_japanese_seeks_in_english),
        cmocka_unit_test(analysis_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
