#include "profile/listing_json.h"

#include "company_fixture.h"

#include "profile/company_value.h"

static void ids_that_are_missing_are_the_first_free_ones(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company =
        company_of("{\"listings\":[{},{\"id\":\"l1\"},{},{\"id\":\"l3\"},{}]}", &arena);
    assert_company_text(&company, "{\"listings\":[{\"id\":\"l2\"},{\"id\":\"l1\"},{\"id\":\"l4\"},"
                                  "{\"id\":\"l3\"},{\"id\":\"l5\"}]}");
    mus_arena_done(&arena);
}

static void malformed_listings_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } rows[] = {
        {"{\"id\":\"l1\"}", "listings: expected an array, found an object"},
        {"[\"l1\"]", "listings[0]: expected an object, found a string"},
        {"[null]", "listings[0]: expected an object, found null"},
        {"[{\"id\":\"l1\"},{\"id\":\"l2\"},{\"id\":\"l1\"}]",
         "listings[2].id: \"l1\" stands twice"},
        {"[{\"id\":\"l 1\"}]",
         "listings[0].id: malformed id \"l 1\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {"[{\"offer\":true}]", "listings[0]: unknown key \"offer\""},
        {"[{\"purposes\":\"sales\"}]", "listings[0].purposes: expected an array, found a string"},
        {"[{},{},{\"purposes\":[7]}]",
         "listings[2].purposes[0]: expected a string, found an integer"},
        {"[{\"title\":\"x\"}]", "listings[0].title: expected an object, found a string"},
        {"[{\"title\":{\"kana\":\"x\"}}]", "listings[0].title: unknown key \"kana\""},
        {"[{\"text\":{\"en\":3}}]", "listings[0].text.en: expected a string, found an integer"},
        {"[{\"keywords\":{}}]", "listings[0].keywords: expected an array, found an object"},
        {"[{\"keywords\":[\" \"]}]", "listings[0].keywords[0]: is blank"},
        {"[{\"technology_fields\":[{\"scheme\":\"CPC\"}]}]",
         "listings[0].technology_fields[0]: \"code\" is missing"},
        {"[{\"industries\":[{}]}]", "listings[0].industries[0]: \"scheme\" is missing"},
        {"[{\"markets\":[true]}]", "listings[0].markets[0]: expected a string, found a boolean"},
        {"[{\"partner_sought\":[]}]",
         "listings[0].partner_sought: expected an object, found an array"},
        {"[{\"partner_sought\":{\"size\":[]}}]",
         "listings[0].partner_sought: unknown key \"size\""},
        {"[{\"partner_sought\":{\"countries\":\"TH\"}}]",
         "listings[0].partner_sought.countries: expected an array, found a string"},
        {"[{\"partner_sought\":{\"industries\":[1]}}]",
         "listings[0].partner_sought.industries[0]: expected an object, found an integer"},
        {"[{\"partner_sought\":{\"text\":\"x\"}}]",
         "listings[0].partner_sought.text: expected an object, found a string"},
        {"[{\"conditions\":[]}]", "listings[0].conditions: expected an object, found an array"},
        {"[{\"valid_until\":\"2027-4-1\"}]",
         "listings[0].valid_until: expected a date such as 2025-04-01, found \"2027-4-1\""},
        {"[{\"anonymous\":1}]", "listings[0].anonymous: expected a boolean, found an integer"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company company;
        struct mus_buf text = {0};
        mus_buf_printf(&text, "{\"listings\":%s}", rows[i].json);
        assert_int_equal(read_company(text.data, &arena, &company, NULL, &err), MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
        mus_buf_done(&text);
        mus_arena_done(&arena);
    }
}

static void a_lone_listing_is_read_at_the_readers_place(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_json *json = NULL;
    assert_int_equal(
        mus_json_parse(MUS_TEXT("{\"text\":{\"en\":\"pumps\"},\"side\":\"need\"}"), &json, NULL),
        MUS_OK);
    struct mus_reader reader = {.arena = &arena, .err = &err};
    mus_place_key(&reader.place, "need");
    struct mus_listing listing;
    assert_int_equal(mus_listing_read_json(&reader, json, &listing), MUS_OK);
    assert_null(listing.id.ptr);
    assert_int_equal(listing.side, MUS_SIDE_NEED);
    assert_int_equal(listing.valid_until, MUS_NO_DATE);
    assert_string_equal(mus_place_text(&reader.place), "need");
    mus_json_free(json);
    assert_int_equal(mus_json_parse(MUS_TEXT("{\"sides\":\"need\"}"), &json, NULL), MUS_OK);
    assert_int_equal(mus_listing_read_json(&reader, json, &listing), MUS_INVALID);
    assert_string_equal(err.message, "need: unknown key \"sides\"");
    mus_json_free(json);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_that_are_missing_are_the_first_free_ones),
        cmocka_unit_test(malformed_listings_are_refused),
        cmocka_unit_test(a_lone_listing_is_read_at_the_readers_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
