#include "match_fixture.h"

#include "base/limits.h"

static enum mus_status try_read(struct match *match, const char *json,
                                struct mus_match_query *query)
{
    struct mus_json *parsed = NULL;
    ok(match, mus_json_parse(mus_text_of(json), &parsed, &match->err));
    enum mus_status status =
        mus_match_query_read(&match->world, parsed, &match->arena, query, &match->err);
    mus_json_free(parsed);
    return status;
}

static struct mus_match_query query_of(struct match *match, const char *json)
{
    struct mus_match_query query;
    ok(match, try_read(match, json, &query));
    return query;
}

static void expect_wrong(struct match *match, const char *json, const char *message)
{
    struct mus_match_query query;
    assert_int_equal(try_read(match, json, &query), MUS_INVALID);
    assert_string_equal(match->err.message, message);
}

static void a_query_names_a_company(void **state)
{
    struct mus_match_query query =
        query_of(*state, "{\"id\":\"q1\",\"company\":\"c-1\",\"top\":7}");
    assert_text(query.id, "q1");
    assert_text(query.company_id, "c-1");
    assert_false(query.bare_need);
    assert_int_equal(query.top, 7);
    assert_true(mus_filter_is_empty(&query.filter));
}

static void twenty_are_named_where_the_query_does_not_say(void **state)
{
    struct mus_match_query query = query_of(*state, "{\"company\":\"c-1\",\"filters\":null}");
    assert_null(query.id.ptr);
    assert_int_equal(query.top, 20);
}

static void a_need_becomes_a_company_that_is_nothing_else(void **state)
{
    struct mus_match_query query =
        query_of(*state, "{\"need\":{\"purposes\":[\"procurement\"],\"text\":{\"ja\":\"膜\"},"
                         "\"valid_until\":\"2027-03-31\"}}");
    assert_true(query.bare_need);
    assert_null(query.company.id.ptr);
    assert_int_equal(query.company.employees, -1);
    assert_int_equal(query.company.listings.count, 1);
    const struct mus_listing *need = &query.company.listings.items[0];
    assert_int_equal(need->side, MUS_SIDE_NEED);
    assert_text(need->id, "need");
    assert_text(need->text.ja, "膜");
    assert_text(need->purposes.items[0], "procurement");
}

static void a_need_keeps_its_own_id(void **state)
{
    struct mus_match_query query =
        query_of(*state, "{\"need\":{\"id\":\"n7\",\"side\":\"need\",\"keywords\":[\"膜\"]}}");
    assert_text(query.company.listings.items[0].id, "n7");
}

static void filters_are_read_into_hashes_words_and_bounds(void **state)
{
    struct match *match = *state;
    struct mus_match_query query = query_of(
        match, "{\"company\":\"c\",\"filters\":{\"countries\":[\"VN\",\"ASEAN\",\"VN\"],"
               "\"kinds\":[\"company\",\"university\"],\"sizes\":[\"sme\"],\"min_employees\":0,"
               "\"max_capital_jpy\":5,\"languages\":[\"JA\"],\"certifications\":[\"ISO 14001\"],"
               "\"not_countries\":[\"CN\"],\"channels\":[\"online\"],"
               "\"regions\":[\"JP-14\"],\"sides\":[\"offer\"],\"purposes\":[\"sales\"],"
               "\"technology_fields\":[{\"scheme\":\"CPC\",\"code\":\"Y02W\"}]}}");
    const struct mus_filter *filter = &query.filter;
    assert_int_equal(filter->countries.count, 2);
    assert_true(mus_hashes_has(filter->countries, mus_code_hash(MUS_TEXT("ASEAN"))));
    assert_true(mus_hashes_has(filter->not_countries, mus_code_hash(MUS_TEXT("CN"))));
    assert_int_equal(filter->channels, 1U << MUS_CHANNEL_ONLINE);
    assert_int_equal(filter->kinds, 1U << MUS_KIND_COMPANY | 1U << MUS_KIND_UNIVERSITY);
    assert_int_equal(filter->sizes, 1U << MUS_SIZE_SME);
    assert_true(filter->min_employees.given);
    assert_int_equal(filter->min_employees.value, 0);
    assert_false(filter->max_employees.given);
    assert_int_equal(filter->max_capital_jpy.value, 5);
    assert_true(mus_hashes_has(filter->languages, mus_code_hash_language(MUS_TEXT("ja"))));
    assert_int_equal(filter->certifications.count, 1);
    assert_int_equal(filter->technology_fields.items[0],
                     mus_code_hash_technology(MUS_TEXT("CPC"), MUS_TEXT("Y02W")));
}

static void an_industry_without_version_means_every_version(void **state)
{
    struct mus_match_query query =
        query_of(*state, "{\"company\":\"c\",\"filters\":{\"industries\":["
                         "{\"scheme\":\"JSIC\",\"code\":\"24\"},"
                         "{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"}]}}");
    assert_int_equal(query.filter.industries.count, 2);
    assert_true(
        mus_hashes_has(query.filter.industries,
                       mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("24"))));
    assert_true(
        mus_hashes_has(query.filter.industries,
                       mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_NO_TEXT, MUS_TEXT("24"))));
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    expect_wrong(*state, "{}", "expected exactly one of \"company\" and \"need\"");
    expect_wrong(*state, "[]", "expected an object, found an array");
    expect_wrong(*state, "{\"need\":{}}", "need: says nothing; expected a text, a purpose, …");
    expect_wrong(*state, "{\"need\":{\"side\":\"offer\"}}",
                 "need.side: expected \"need\", found \"offer\"");
    expect_wrong(*state, "{\"company\":\"c\",\"filters\":{\"kinds\":[\"ngo\"]}}",
                 "filters.kinds[0]: unknown code \"ngo\"; expected company, sole_proprietor, "
                 "university, research_institute, public_body, support_organisation, "
                 "financial_institution, trading_company");
    expect_wrong(*state, "{\"company\":\"c\",\"colour\":1}", "unknown key \"colour\"");
}

static struct mus_match_query typed(struct match *match, const char *text)
{
    struct mus_match_query query;
    ok(match, mus_match_query_of_text(mus_text_of(text), &match->arena, &query, &match->err));
    assert_true(query.bare_need);
    return query;
}

static void a_typed_need_is_in_the_language_of_its_letters(void **state)
{
    const struct mus_listing *need = typed(*state, " 排水の再利用 ").company.listings.items;
    assert_text(need->text.ja, "排水の再利用");
    assert_null(need->text.en.ptr);
    need = typed(*state, "reuse of water").company.listings.items;
    assert_text(need->text.en, "reuse of water");
    assert_null(need->text.ja.ptr);
    assert_text(typed(*state, "ﾎﾟﾝﾌﾟ").company.listings.items->text.ja, "ﾎﾟﾝﾌﾟ");
}

static void expect_refused_text(struct match *match, struct mus_text text, enum mus_status status,
                                const char *message)
{
    struct mus_match_query query;
    assert_int_equal(mus_match_query_of_text(text, &match->arena, &query, &match->err), status);
    assert_string_equal(match->err.message, message);
}

static void a_typed_need_is_text_of_some_length(void **state)
{
    static char long_text[MUS_MAX_LONG_TEXT + 1];
    memset(long_text, 'x', sizeof long_text);
    expect_refused_text(*state, MUS_TEXT(""), MUS_INVALID, "the need has no text");
    expect_refused_text(*state, MUS_TEXT("　 "), MUS_INVALID, "the need has no text");
    expect_refused_text(*state, MUS_TEXT("\xFF"), MUS_INVALID, "the need is not UTF-8 text");
    expect_refused_text(*state, (struct mus_text){long_text, sizeof long_text}, MUS_LIMIT,
                        "the need is longer than 32768 bytes");
    struct match *match = *state;
    struct mus_match_query query;
    ok(match, mus_match_query_of_text((struct mus_text){long_text, MUS_MAX_LONG_TEXT},
                                      &match->arena, &query, &match->err));
}

static void loading_brings_the_company_and_its_match_record(void **state)
{
    struct match *match = *state;
    put_json(match->place, COMPANY("c-1", "一", ",\"employees\":5"));
    struct mus_read *read = begin(match->place);
    struct mus_match_query query = {.company_id = MUS_TEXT("c-1")};
    ok(match, mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err));
    assert_int_equal(query.company.employees, 5);
    assert_int_equal(query.firm.employees, 5);
    assert_text(query.firm.id, "c-1");
    query.company_id = MUS_TEXT("c-2");
    assert_int_equal(mus_match_query_load(&query, read, &match->tools, &match->arena, &match->err),
                     MUS_NOT_FOUND);
    assert_string_equal(match->err.message, "no company \"c-2\"");
    mus_store_read_end(read);
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    struct mus_json *parsed = NULL;
    enum mus_status status = MUS_NO_MEMORY;
    ok(match,
       mus_json_parse(
           MUS_TEXT("{\"id\":\"q\",\"need\":{\"text\":{\"ja\":\"膜\"},\"keywords\":[\"膜\"]},"
                    "\"filters\":{\"countries\":[\"VN\"],\"certifications\":[\"a\"],"
                    "\"industries\":[{\"scheme\":\"JSIC\",\"code\":\"24\"}]}}"),
           &parsed, &match->err));
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_match_query query;
        mus_mem_fail_at(n, false);
        status = mus_match_query_read(&match->world, parsed, &arena, &query, &match->err);
        if (status == MUS_OK) {
            status = mus_match_query_load(&query, NULL, &match->tools, &arena, &match->err);
        }
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
        mus_arena_done(&arena);
    }
    mus_json_free(parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(a_query_names_a_company),
        IN_MATCH(twenty_are_named_where_the_query_does_not_say),
        IN_MATCH(a_need_becomes_a_company_that_is_nothing_else),
        IN_MATCH(a_need_keeps_its_own_id),
        IN_MATCH(filters_are_read_into_hashes_words_and_bounds),
        IN_MATCH(an_industry_without_version_means_every_version),
        IN_MATCH(what_is_wrong_is_told_with_its_place),
        IN_MATCH(a_typed_need_is_in_the_language_of_its_letters),
        IN_MATCH(a_typed_need_is_text_of_some_length),
        IN_MATCH(loading_brings_the_company_and_its_match_record),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
