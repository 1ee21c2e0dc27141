#include "match_fixture.h"

#include "match/usage.h"

static const char *const COMPANY =
    "{\"id\":\"c\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\",\"region\":\"JP-14\","
    "\"languages\":[\"ja\"],\"target_markets\":[\"EU\",\"any\"],\"presence\":[\"TH\"],"
    "\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"}],"
    "\"technology_fields\":[{\"scheme\":\"CPC\",\"code\":\"Y02W\"}],"
    "\"listings\":[{\"id\":\"l\",\"side\":\"offer\",\"purposes\":[\"sales\",\"agent\"],"
    "\"markets\":[\"VN\"],\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"25\"}]"
    ","
    "\"technology_fields\":[{\"scheme\":\"FAIR\",\"code\":\"1\"}],"
    "\"partner_sought\":{\"countries\":[\"ASEAN\"],"
    "\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"26\"}]}}]}";

/* The codes of the table, each followed by a comma. */
static void expect_codes(struct match *match, const char *table, const char *expected)
{
    struct mus_company company = company_of(match, COMPANY);
    struct mus_texts used;
    struct mus_buf found = {0};
    ok(match, mus_usage_of(&company, mus_text_of(table), &match->arena, &used, &match->err));
    mus_buf_add_z(&found, "");
    for (size_t i = 0; i < used.count; i++) {
        mus_buf_printf(&found, "%.*s,", MUS_TEXT_ARG(used.items[i]));
    }
    assert_string_equal(found.data == NULL ? "" : found.data, expected);
    mus_buf_done(&found);
}

static void a_company_uses_codes_in_its_profile_and_its_listings(void **state)
{
    expect_codes(*state, "purposes", "sales,agent,");
    expect_codes(*state, "jsic", "24,25,26,");
    expect_codes(*state, "cpc_y02", "Y02W,");
    expect_codes(*state, "fair_categories", "1,");
    expect_codes(*state, "languages", "ja,");
    expect_codes(*state, "regions", "JP-14,");
}

static void a_market_counts_for_countries_and_for_groups_whatever_its_length(void **state)
{
    expect_codes(*state, "countries", "JP,EU,TH,VN,ASEAN,");
    expect_codes(*state, "country_groups", "EU,TH,VN,ASEAN,");
}

static void a_table_that_no_company_refers_to_is_not_used(void **state)
{
    expect_codes(*state, "nonsense", "");
    expect_codes(*state, "JSIC", "");
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    struct mus_company company = company_of(match, COMPANY);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_texts used;
        mus_mem_fail_at(n, false);
        status = mus_usage_of(&company, MUS_TEXT("jsic"), &arena, &used, &match->err);
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_string_equal(match->err.message, "out of memory");
        }
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(a_company_uses_codes_in_its_profile_and_its_listings),
        IN_MATCH(a_market_counts_for_countries_and_for_groups_whatever_its_length),
        IN_MATCH(a_table_that_no_company_refers_to_is_not_used),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
