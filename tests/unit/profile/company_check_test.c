#include "profile/company_check.h"

#include "company_fixture.h"

#include "base/limits.h"
#include "base/mem.h"

static mus_date day_of(int year, int month, int day)
{
    mus_date date = MUS_NO_DATE;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

/* The members come after a name and a country. */
static enum mus_status check_members(const char *members, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf text = {0};
    mus_buf_printf(&text, "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\"%s%s}",
                   members[0] == '\0' ? "" : ",", members);
    struct mus_company company = company_of(text.data, &arena);
    enum mus_status status =
        mus_company_check(&company, &FIXTURE_TABLES, day_of(2026, 11, 23), err);
    mus_buf_done(&text);
    mus_arena_done(&arena);
    return status;
}

static void whole_companies_are_accepted(void **state)
{
    (void)state;
    static const char *const texts[] = {FULL_COMPANY, SMALL_COMPANY,
                                        "{\"name\":{\"en\":\"Musubi\"},\"country\":\"TH\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company company = company_of(texts[i], &arena);
        enum mus_status status =
            mus_company_check(&company, &FIXTURE_TABLES, day_of(2026, 11, 23), &err);
        assert_string_equal(err.message, "");
        assert_int_equal(status, MUS_OK);
        assert_int_equal(mus_company_check(&company, NULL, MUS_NO_DATE, NULL), MUS_OK);
        mus_arena_done(&arena);
    }
}

static void what_stands_at_the_edge_is_accepted(void **state)
{
    (void)state;
    static const char *const members[] = {
        "\"founded_year\":2027",
        "\"founded_year\":578",
        "\"region\":\"JP-13\"",
        "\"status\":\"merged\",\"successor\":\"c-2\"",
        "\"status\":\"closed\"",
        "\"kind\":\"sole_proprietor\"",
        "\"kind\":\"university\",\"corporate_number\":\"7000020141305\"",
        "\"not_with\":[\"c-2\",\"c-2\"]",
        "\"target_markets\":[]",
        "\"contacts\":[]",
        "\"contacts\":[{\"role\":\"sales\"}]",
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        struct mus_error err = {0};
        enum mus_status status = check_members(members[i], &err);
        assert_string_equal(err.message, "");
        assert_int_equal(status, MUS_OK);
    }
}

static void a_name_and_a_country_are_required(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } rows[] = {
        {"{}", "name: is missing; expected one in ja or en"},
        {"{\"name\":{\"kana\":\"ムスビ\"},\"country\":\"JP\"}",
         "name: is missing; expected one in ja or en"},
        {"{\"name\":{\"ja\":\"\"},\"country\":\"JP\"}",
         "name: is missing; expected one in ja or en"},
        {"{\"name\":{\"ja\":\"結び\"}}",
         "country: is missing; expected an ISO 3166-1 country code such as JP"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company company = company_of(rows[i].json, &arena);
        assert_int_equal(mus_company_check(&company, &FIXTURE_TABLES, MUS_NO_DATE, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
        mus_arena_done(&arena);
    }
}

static void what_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *members, *message;
    } rows[] = {
        {"\"corporate_number\":\"2835678256246\"",
         "corporate_number: the check digit is 2, expected 5"},
        {"\"corporate_number\":\"123456789012\"",
         "corporate_number: 12 digits are a personal number (My Number) and are never stored"},
        {"\"corporate_number\":\"8-7001-1000-5901\"",
         "corporate_number: expected 13 ASCII digits and nothing else"},
        {"\"kind\":\"sole_proprietor\",\"corporate_number\":\"8700110005901\"",
         "corporate_number: a sole proprietor has none"},
        {"\"region\":\"TH-10\"", "region: \"TH-10\" does not lie in country \"JP\""},
        {"\"region\":\"JP-99\"",
         "region: unknown code \"JP-99\"; expected an ISO 3166-2 code such as JP-14"},
        {"\"status\":\"merged\"", "successor: is missing; a merged company has one"},
        {"\"successor\":\"c-2\"",
         "successor: \"c-2\" without status merged; only a merged company has one"},
        {"\"status\":\"closed\",\"successor\":\"c-2\"",
         "successor: \"c-2\" without status merged; only a merged company has one"},
        {"\"status\":\"merged\",\"successor\":\"c-1\"", "successor: \"c-1\" is the company itself"},
        {"\"not_with\":[\"c-9\",\"c-1\"]", "not_with[1]: \"c-1\" is the company itself"},
        {"\"founded_year\":2028", "founded_year: 2028 lies in the future"},
        {"\"website\":\"example.jp\"",
         "website: malformed address \"example.jp\"; expected http:// or https:// and a host"},
        {"\"languages\":[\"ja\",\"nihongo\"]",
         "languages[1]: malformed language \"nihongo\"; expected a BCP 47 tag such as ja or "
         "zh-Hant"},
        {"\"target_markets\":[\"JP\",\"ASIA\"]",
         "target_markets[1]: unknown code \"ASIA\"; expected a country such as VN, a group of "
         "countries such as ASEAN, or any"},
        {"\"presence\":[\"Thailand\"]",
         "presence[0]: unknown code \"Thailand\"; expected a country such as VN, a group of "
         "countries such as ASEAN, or any"},
        {"\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"A99\"}]",
         "industries[0].code: unknown code \"A99\"; not in table jsic 14"},
        {"\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"9\",\"code\":\"24\"}]",
         "industries[0].version: unknown version \"9\" of JSIC; there is 14, 13"},
        {"\"technology_fields\":[{\"scheme\":\"SDG\",\"code\":\"6\"},{\"scheme\":\"SDG\","
         "\"code\":\"99\"}]",
         "technology_fields[1].code: unknown code \"99\"; not in table sdg 1"},
        {"\"contacts\":[{\"name\":\"T\"},{}]", "contacts[1]: is empty"},
        {"\"contacts\":[{\"email\":\"tanaka\"}]", "contacts[0].email: no e-mail address"},
        {"\"listings\":[{}]", "listings[0].side: is missing; expected offer, need"},
        {"\"listings\":[{\"side\":\"need\"},{\"side\":\"offer\",\"purposes\":[\"sales\",\"sell\"]}"
         "]",
         "listings[1].purposes[1]: unknown code \"sell\"; expected a purpose such as sales, "
         "procurement or alliance"},
        {"\"listings\":[{\"side\":\"need\",\"markets\":[\"ZZ\"]}]",
         "listings[0].markets[0]: unknown code \"ZZ\"; expected a country such as VN, a group of "
         "countries such as ASEAN, or any"},
        {"\"listings\":[{\"side\":\"need\",\"industries\":[{\"scheme\":\"JSIC\",\"code\":\"0\"}]}]",
         "listings[0].industries[0].code: unknown code \"0\"; not in table jsic 14"},
        {"\"listings\":[{\"side\":\"need\",\"technology_fields\":[{\"scheme\":\"IPC\",\"code\":"
         "\"水\"}]}]",
         "listings[0].technology_fields[0].code: malformed symbol \"水\"; expected an IPC symbol "
         "such as B09B or B09B 3/00"},
        {"\"listings\":[{\"side\":\"need\",\"partner_sought\":{\"countries\":[\"EUU\"]}}]",
         "listings[0].partner_sought.countries[0]: unknown code \"EUU\"; expected a country such "
         "as VN, a group of countries such as ASEAN, or any"},
        {"\"listings\":[{\"side\":\"need\",\"partner_sought\":{\"industries\":[{\"scheme\":\"a\","
         "\"code\":\"1\"}]}}]",
         "listings[0].partner_sought.industries[0].scheme: malformed scheme \"a\"; expected 1 to "
         "16 of A-Z 0-9 _"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        enum mus_status status = check_members(rows[i].members, &err);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(status, MUS_INVALID);
    }
}

static void a_country_must_be_known(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company company = company_of("{\"name\":{\"en\":\"M\"},\"country\":\"XX\"}", &arena);
    assert_int_equal(mus_company_check(&company, &FIXTURE_TABLES, MUS_NO_DATE, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "country: unknown code \"XX\"; expected an ISO 3166-1 country code such "
                        "as JP");
    mus_arena_done(&arena);
}

static void without_a_day_the_founding_year_is_not_judged(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(SMALL_COMPANY, &arena);
    company.given |= MUS_FIELD_BIT(MUS_FIELD_FOUNDED_YEAR);
    company.founded_year = 9999;
    assert_int_equal(mus_company_check(&company, &FIXTURE_TABLES, MUS_NO_DATE, NULL), MUS_OK);
    mus_arena_done(&arena);
}

/* Companies that no reader of JSON lets through: an importer or the store may hand them over. */
static void assert_limits(const struct mus_company *company, enum mus_status status,
                          const char *message)
{
    struct mus_error err = {0};
    assert_int_equal(mus_company_check_limits(company, &err), status);
    assert_string_equal(err.message, message);
    assert_int_equal(mus_company_check(company, NULL, MUS_NO_DATE, &err), status);
    assert_string_equal(err.message, message);
}

static void values_beyond_their_limits_are_refused_wherever_they_come_from(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    const struct mus_company good = company_of(SMALL_COMPANY, &arena);
    char long_name[MUS_MAX_NAME + 2] = {0};
    memset(long_name, 'x', MUS_MAX_NAME + 1);
    struct mus_company company = good;
    company.name_ja = mus_text_of(long_name);
    assert_limits(&company, MUS_LIMIT, "name.ja: 513 bytes, at most 512");
    company = good;
    company.name_ja = MUS_TEXT("\x81\x40");
    assert_limits(&company, MUS_INVALID, "name.ja: no UTF-8 at byte 0");
    company = good;
    company.name_ja = MUS_TEXT("a\0b");
    assert_limits(&company, MUS_INVALID, "name.ja: holds a NUL");
    company.name_ja = MUS_TEXT(" ");
    assert_limits(&company, MUS_INVALID, "name.ja: is blank");
    company = good;
    company.id = MUS_TEXT("c 1");
    assert_limits(&company, MUS_INVALID,
                  "id: malformed id \"c 1\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -");
    company = good;
    company.source.name = MUS_TEXT("fair");
    assert_limits(&company, MUS_INVALID, "source.id: is blank");
    company = good;
    company.given |= MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES);
    company.employees = -1;
    assert_limits(&company, MUS_INVALID, "employees: -1 is out of range; expected 0 to 10000000");
    company = good;
    company.given |= MUS_FIELD_BIT(MUS_FIELD_STAGE);
    assert_limits(&company, MUS_INVALID, "stage: is not given");
    company.stage = (enum mus_stage)7;
    assert_limits(&company, MUS_INVALID, "stage: unknown number 7");
    company = good;
    company.given |= MUS_FIELD_BIT(MUS_FIELD_CHANNELS);
    company.channels = 0x11;
    assert_limits(&company, MUS_INVALID, "channels: unknown numbers 11");
    company = good;
    company.given |= MUS_FIELD_BIT(MUS_FIELD_HOLD);
    company.hold.until = INT32_MAX;
    assert_limits(&company, MUS_INVALID,
                  "hold.until: day 2147483647 is not in the years 1600 to 9999");
    mus_arena_done(&arena);
}

static void lists_beyond_their_limits_are_refused_wherever_they_come_from(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    const struct mus_company good = company_of(FULL_COMPANY, &arena);
    struct mus_company company = good;
    struct mus_text *ids = mus_arena_alloc(&arena, MUS_MAX_NOT_WITH + 1, sizeof *ids);
    for (size_t i = 0; i <= MUS_MAX_NOT_WITH; i++) {
        ids[i] = MUS_TEXT("c-9");
    }
    company.not_with = (struct mus_texts){ids, MUS_MAX_NOT_WITH + 1};
    assert_limits(&company, MUS_LIMIT, "not_with: 10001 entries, at most 10000");
    company.not_with.count = MUS_MAX_NOT_WITH;
    assert_int_equal(mus_company_check_limits(&company, NULL), MUS_OK);
    company = good;
    struct mus_listing listings[2] = {good.listings.items[0], good.listings.items[0]};
    company.listings = (struct mus_listings){listings, 2};
    assert_limits(&company, MUS_INVALID, "listings[1].id: \"l1\" stands twice");
    listings[1].id = MUS_TEXT("l2");
    listings[1].side = (enum mus_side)3;
    assert_limits(&company, MUS_INVALID, "listings[1].side: unknown number 3");
    company = good;
    const struct mus_declaration twice[2] = {good.declarations.items[0],
                                             good.declarations.items[0]};
    company.declarations = (struct mus_declarations){twice, 2};
    assert_limits(&company, MUS_INVALID, "declarations.anti_social_forces: stands out of order");
    company = good;
    const struct mus_code code = {.scheme = MUS_TEXT("A")};
    company.industries = (struct mus_codes){&code, 1};
    assert_limits(&company, MUS_INVALID, "industries[0].code: is blank");
    company = good;
    company.consent.share_contacts = MUS_TEXT("always");
    assert_limits(&company, MUS_INVALID,
                  "consent.share_contacts: unknown code \"always\"; expected on_acceptance, never");
    company = good;
    company.review.state = (enum mus_review)9;
    assert_limits(&company, MUS_INVALID, "review.state: unknown number 9");
    mus_arena_done(&arena);
}

static void limits_alone_let_pass_what_only_rules_refuse(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(
        "{\"country\":\"nowhere\",\"corporate_number\":\"1\",\"website\":\"x\",\"successor\":"
        "\"c-1\",\"listings\":[{\"purposes\":[\"p\"]}],\"contacts\":[{},{\"email\":\"x\"}],"
        "\"industries\":[{\"scheme\":\"x\",\"code\":\"1\"}],\"target_markets\":[\"x\"]}",
        &arena);
    assert_int_equal(mus_company_check_limits(&company, NULL), MUS_OK);
    assert_int_equal(mus_company_check(&company, NULL, MUS_NO_DATE, NULL), MUS_INVALID);
    mus_arena_done(&arena);
}

static void a_lone_listing_is_judged_at_its_place(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    struct mus_listing listing = company.listings.items[0];
    listing.id = MUS_NO_TEXT;
    assert_int_equal(mus_listing_check(&listing, &FIXTURE_TABLES, "need", &err), MUS_OK);
    const struct mus_text bad = MUS_TEXT("Mars");
    listing.markets = (struct mus_texts){&bad, 1};
    assert_int_equal(mus_listing_check(&listing, &FIXTURE_TABLES, "need", &err), MUS_INVALID);
    assert_string_equal(err.message, "need.markets[0]: unknown code \"Mars\"; expected a country "
                                     "such as VN, a group of countries such as ASEAN, or any");
    listing.side = MUS_SIDE_UNKNOWN;
    assert_int_equal(mus_listing_check(&listing, &FIXTURE_TABLES, NULL, &err), MUS_INVALID);
    assert_string_equal(err.message, "side: is missing; expected offer, need");
    mus_arena_done(&arena);
}

static void judging_a_good_company_asks_for_no_memory(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    mus_mem_fail_at(1, true);
    enum mus_status status = mus_company_check(&company, &FIXTURE_TABLES, MUS_NO_DATE, NULL);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_OK);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_companies_are_accepted),
        cmocka_unit_test(what_stands_at_the_edge_is_accepted),
        cmocka_unit_test(a_name_and_a_country_are_required),
        cmocka_unit_test(what_breaks_a_rule_is_refused),
        cmocka_unit_test(a_country_must_be_known),
        cmocka_unit_test(without_a_day_the_founding_year_is_not_judged),
        cmocka_unit_test(values_beyond_their_limits_are_refused_wherever_they_come_from),
        cmocka_unit_test(lists_beyond_their_limits_are_refused_wherever_they_come_from),
        cmocka_unit_test(limits_alone_let_pass_what_only_rules_refuse),
        cmocka_unit_test(a_lone_listing_is_judged_at_its_place),
        cmocka_unit_test(judging_a_good_company_asks_for_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
