#include "profile/company_json.h"

#include "company_fixture.h"

#include "base/mem.h"
#include "profile/company_value.h"
#include "profile/field.h"

struct refusal {
    const char *json;
    const char *message;
};

static void assert_refused(const struct refusal *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company company = {.employees = -7};
        mus_field_set cleared = 99;
        enum mus_status status = read_company(rows[i].json, &arena, &company, &cleared, &err);
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(status, MUS_INVALID);
        assert_int_equal(err.status, status);
        assert_int_equal(company.employees, -7);
        assert_int_equal(cleared, 99);
        mus_arena_done(&arena);
    }
}

#define ASSERT_REFUSED(rows) assert_refused(rows, sizeof(rows) / sizeof(rows)[0])

static void every_field_is_read(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    mus_field_set cleared = 99;
    struct mus_company company;
    assert_int_equal(read_company(FULL_COMPANY, &arena, &company, &cleared, NULL), MUS_OK);
    assert_true(company.given == MUS_FIELD_BIT(MUS_FIELD_COUNT) - 1);
    assert_true(cleared == 0);
    assert_true(mus_text_equals(company.id, "c-0042"));
    assert_true(mus_text_equals(company.source.name, "fair-2025"));
    assert_true(mus_text_equals(company.source.id, "E-014"));
    assert_true(mus_text_equals(company.name_ja, "株式会社結び"));
    assert_true(mus_text_equals(company.name_kana, "ムスビ"));
    assert_int_equal(company.kind, MUS_KIND_COMPANY);
    assert_int_equal(company.status, MUS_COMPANY_MERGED);
    assert_int_equal(company.founded_year, 1998);
    assert_int_equal(company.capital_jpy, 10000000);
    assert_int_equal(company.main_business, MUS_BUSINESS_MANUFACTURING);
    assert_int_equal(company.parent_share_percent, 0);
    assert_int_equal(company.languages.count, 2);
    assert_true(mus_text_equals(company.industries.items[0].version, "14"));
    assert_null(company.technology_fields.items[0].version.ptr);
    assert_int_equal(company.channels, 1 << MUS_CHANNEL_ONLINE | 1 << MUS_CHANNEL_FACE_TO_FACE);
    assert_int_equal(company.stage, MUS_STAGE_STUDY);
    const struct mus_listing *listing = &company.listings.items[0];
    assert_int_equal(listing->side, MUS_SIDE_OFFER);
    assert_true(listing->anonymous);
    assert_true(listing->partner.given);
    assert_int_equal(listing->partner.kinds, 1 << MUS_KIND_COMPANY | 1 << MUS_KIND_TRADING_COMPANY);
    assert_int_equal(listing->partner.sizes, 1 << MUS_SIZE_SME);
    assert_true(mus_text_equals(company.hold.by, "tanaka"));
    assert_true(mus_text_equals(company.declarations.items[0].value, "declared_none"));
    assert_true(mus_text_equals(company.contacts.items[0].email, "t@example.jp"));
    assert_int_equal(company.consent.share_profile, MUS_ANSWER_YES);
    assert_int_equal(company.review.state, MUS_REVIEW_PUBLISHED);
    mus_date day;
    assert_true(mus_date_of(2027, 3, 31, &day));
    assert_int_equal(listing->valid_until, day);
    assert_int_equal(company.hold.until, day);
    assert_int_equal(company.consent.until, day);
    assert_int_equal(company.review.valid_until, day);
    mus_arena_done(&arena);
}

static void what_is_read_is_written_back_in_the_same_order(void **state)
{
    (void)state;
    static const char *const texts[] = {
        FULL_COMPANY,
        SMALL_COMPANY,
        "{}",
        "{\"name\":{\"en\":\"Musubi\"},\"description\":{\"en\":\"Ties\"}}",
        ("{\"languages\":[],\"channels\":[],\"listings\":[],\"not_with\":[],\"hold\":{},"
         "\"declarations\":{},\"contacts\":[],\"consent\":{},\"review\":{}}"),
        "{\"listings\":[{\"id\":\"l1\",\"partner_sought\":{}}]}",
        "{\"consent\":{\"share_profile\":false,\"share_contacts\":\"never\"}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_company company = company_of(texts[i], &arena);
        assert_company_text(&company, texts[i]);
        struct mus_company again = company_of(texts[i], &arena);
        assert_true(mus_company_equal(&company, &again));
        mus_arena_done(&arena);
    }
}

static void contacts_are_written_only_when_asked_for(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company =
        company_of("{\"id\":\"c-1\",\"contacts\":[{\"name\":\"T\"}]}", &arena);
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_company_write_json(&writer, &company, false);
    mus_json_end(&writer);
    assert_string_equal(buf.data, "{\"id\":\"c-1\"}");
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void null_and_blank_are_not_given_and_reported_as_cleared(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company;
    mus_field_set cleared = 0;
    assert_int_equal(read_company("{\"name\":{\"ja\":\"結び\",\"en\":null},\"city\":\"\","
                                  "\"ward\":\" \\u3000\",\"employees\":null,\"hold\":null,"
                                  "\"description\":null,\"successor\":null,\"id\":null,"
                                  "\"source\":null,\"listings\":null,\"capital_jpy\":0}",
                                  &arena, &company, &cleared, NULL),
                     MUS_OK);
    assert_true(company.given ==
                (MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_CAPITAL_JPY)));
    assert_true(cleared ==
                (MUS_FIELD_BIT(MUS_FIELD_NAME_EN) | MUS_FIELD_BIT(MUS_FIELD_CITY) |
                 MUS_FIELD_BIT(MUS_FIELD_WARD) | MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES) |
                 MUS_FIELD_BIT(MUS_FIELD_HOLD) | MUS_FIELD_BIT(MUS_FIELD_DESCRIPTION_JA) |
                 MUS_FIELD_BIT(MUS_FIELD_DESCRIPTION_EN) | MUS_FIELD_BIT(MUS_FIELD_SUCCESSOR) |
                 MUS_FIELD_BIT(MUS_FIELD_LISTINGS)));
    assert_null(company.id.ptr);
    assert_null(company.source.name.ptr);
    assert_int_equal(company.hold.until, MUS_NO_DATE);
    mus_arena_done(&arena);
}

static void a_null_name_clears_all_names(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company;
    mus_field_set cleared = 0;
    assert_int_equal(read_company("{\"name\":null}", &arena, &company, &cleared, NULL), MUS_OK);
    assert_true(cleared == (MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_NAME_KANA) |
                            MUS_FIELD_BIT(MUS_FIELD_NAME_EN)));
    mus_arena_done(&arena);
}

static void nulls_inside_lists_and_objects_are_not_given_where_they_may_be(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(
        "{\"listings\":[{\"side\":\"need\",\"title\":null,\"partner_sought\":null,"
        "\"valid_until\":null,\"anonymous\":null,\"purposes\":null}],"
        "\"hold\":{\"reason\":null,\"until\":null},"
        "\"declarations\":{\"a\":null,\"b\":\"yes\"},\"consent\":{\"share_profile\":null}}",
        &arena);
    assert_company_text(&company, "{\"listings\":[{\"id\":\"l1\",\"side\":\"need\"}],\"hold\":{},"
                                  "\"declarations\":{\"b\":\"yes\"},\"consent\":{}}");
    mus_arena_done(&arena);
}

static void declarations_are_kept_by_name(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company =
        company_of("{\"declarations\":{\"c\":\"3\",\"a\":\"1\",\"b\":\"2\"}}", &arena);
    assert_company_text(&company, "{\"declarations\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}");
    mus_arena_done(&arena);
}

static void the_tree_may_go_before_the_company(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    /* company_of frees the tree: the address sanitizer watches what is read here. */
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    assert_company_text(&company, FULL_COMPANY);
    mus_arena_done(&arena);
}

static void wrong_shapes_are_refused(void **state)
{
    (void)state;
    static const struct refusal rows[] = {
        {"[]", "expected an object, found an array"},
        {"null", "expected an object, found null"},
        {"\"c-1\"", "expected an object, found a string"},
        {"{\"employee\":3}", "unknown key \"employee\""},
        {"{\"Name\":{}}", "unknown key \"Name\""},
        {"{\"id\":7}", "id: expected a string, found an integer"},
        {"{\"source\":\"fair\"}", "source: expected an object, found a string"},
        {"{\"source\":{\"name\":\"f\",\"key\":\"1\"}}", "source: unknown key \"key\""},
        {"{\"source\":{\"name\":\"f\"}}", "source: \"id\" is missing"},
        {"{\"source\":{\"id\":\"1\"}}", "source: \"name\" is missing"},
        {"{\"source\":{\"name\":\"f\",\"id\":14}}",
         "source.id: expected a string, found an integer"},
        {"{\"name\":\"Musubi\"}", "name: expected an object, found a string"},
        {"{\"name\":{\"de\":\"x\"}}", "name: unknown key \"de\""},
        {"{\"name\":{\"ja\":1}}", "name.ja: expected a string, found an integer"},
        {"{\"name\":{\"kana\":[]}}", "name.kana: expected a string, found an array"},
        {"{\"corporate_number\":8700110005901}",
         "corporate_number: expected a string, found an integer"},
        {"{\"country\":[\"JP\"]}", "country: expected a string, found an array"},
        {"{\"description\":\"x\"}", "description: expected an object, found a string"},
        {"{\"description\":{\"kana\":\"x\"}}", "description: unknown key \"kana\""},
        {"{\"description\":{\"en\":true}}", "description.en: expected a string, found a boolean"},
        {"{\"languages\":\"ja\"}", "languages: expected an array, found a string"},
        {"{\"languages\":[\"ja\",1]}", "languages[1]: expected a string, found an integer"},
        {"{\"languages\":[null]}", "languages[0]: expected a string, found null"},
        {"{\"certifications\":[\"\"]}", "certifications[0]: is blank"},
        {"{\"target_markets\":{\"a\":1}}", "target_markets: expected an array, found an object"},
        {"{\"presence\":[[\"TH\"]]}", "presence[0]: expected a string, found an array"},
        {"{\"hold\":true}", "hold: expected an object, found a boolean"},
        {"{\"hold\":{\"why\":\"x\"}}", "hold: unknown key \"why\""},
        {"{\"hold\":{\"reason\":5}}", "hold.reason: expected a string, found an integer"},
        {"{\"hold\":{\"by\":{}}}", "hold.by: expected a string, found an object"},
        {"{\"declarations\":[]}", "declarations: expected an object, found an array"},
        {"{\"declarations\":{\"a\":true}}", "declarations.a: expected a string, found a boolean"},
        {"{\"declarations\":{\" \":\"x\"}}", "declarations: a name is blank"},
        {"{\"contacts\":{}}", "contacts: expected an array, found an object"},
        {"{\"contacts\":[\"Tanaka\"]}", "contacts[0]: expected an object, found a string"},
        {"{\"contacts\":[{\"mail\":\"x\"}]}", "contacts[0]: unknown key \"mail\""},
        {"{\"contacts\":[{},{\"phone\":44}]}",
         "contacts[1].phone: expected a string, found an integer"},
        {"{\"consent\":[]}", "consent: expected an object, found an array"},
        {"{\"consent\":{\"share\":true}}", "consent: unknown key \"share\""},
        {"{\"consent\":{\"share_profile\":\"yes\"}}",
         "consent.share_profile: expected a boolean, found a string"},
        {"{\"review\":\"draft\"}", "review: expected an object, found a string"},
        {"{\"review\":{\"status\":\"draft\"}}", "review: unknown key \"status\""},
    };
    ASSERT_REFUSED(rows);
}

static void wrong_numbers_are_refused(void **state)
{
    (void)state;
    static const struct refusal rows[] = {
        {"{\"employees\":\"42\"}", "employees: expected an integer, found a string"},
        {"{\"employees\":42.0}", "employees: expected an integer, found a number"},
        {"{\"employees\":-1}", "employees: -1 is out of range; expected 0 to 10000000"},
        {"{\"employees\":10000001}", "employees: 10000001 is out of range; expected 0 to 10000000"},
        {"{\"capital_jpy\":-1}", "capital_jpy: -1 is out of range; expected 0 to 1000000000000000"},
        {"{\"capital_jpy\":1000000000000001}",
         "capital_jpy: 1000000000000001 is out of range; expected 0 to 1000000000000000"},
        {"{\"capital_jpy\":1e9}", "capital_jpy: expected an integer, found a number"},
        {"{\"founded_year\":98}", "founded_year: 98 is out of range; expected 500 to 9999"},
        {"{\"founded_year\":10000}", "founded_year: 10000 is out of range; expected 500 to 9999"},
        {"{\"founded_year\":\"昭和50年\"}", "founded_year: expected an integer, found a string"},
        {"{\"parent_share_percent\":101}",
         "parent_share_percent: 101 is out of range; expected 0 to 100"},
        {"{\"parent_share_percent\":-1}",
         "parent_share_percent: -1 is out of range; expected 0 to 100"},
        {"{\"parent_share_percent\":33.4}",
         "parent_share_percent: expected an integer, found a number"},
        {"{\"parent_share_percent\":true}",
         "parent_share_percent: expected an integer, found a boolean"},
    };
    ASSERT_REFUSED(rows);
}

static void unknown_words_are_refused_with_the_known_ones(void **state)
{
    (void)state;
    static const struct refusal rows[] = {
        {"{\"stage\":\"maybe\"}",
         "stage: unknown code \"maybe\"; expected interest, information, study, exhibiting, "
         "first_deal, established"},
        {"{\"kind\":\"firm\"}",
         "kind: unknown code \"firm\"; expected company, sole_proprietor, university, "
         "research_institute, public_body, support_organisation, financial_institution, "
         "trading_company"},
        {"{\"kind\":3}", "kind: expected a string, found an integer"},
        {"{\"status\":\"Active\"}",
         "status: unknown code \"Active\"; expected active, closed, merged"},
        {"{\"main_business\":\"製造業\"}",
         "main_business: unknown code \"製造業\"; expected manufacturing, wholesale, retail, "
         "services, other"},
        {"{\"channels\":\"online\"}", "channels: expected an array, found a string"},
        {"{\"channels\":[\"online\",\"fax\"]}",
         "channels[1]: unknown code \"fax\"; expected online, face_to_face, cross_border_ec"},
        {"{\"channels\":[null]}", "channels[0]: expected a string, found null"},
        {"{\"channels\":[\"\"]}", "channels[0]: is blank"},
        {"{\"review\":{\"state\":\"open\"}}",
         "review.state: unknown code \"open\"; expected draft, published, suspended"},
        {"{\"consent\":{\"share_contacts\":\"always\"}}",
         "consent.share_contacts: unknown code \"always\"; expected on_acceptance, never"},
        {"{\"listings\":[{\"side\":\"both\"}]}",
         "listings[0].side: unknown code \"both\"; expected offer, need"},
        {"{\"listings\":[{\"partner_sought\":{\"sizes\":[\"big\"]}}]}",
         "listings[0].partner_sought.sizes[0]: unknown code \"big\"; expected small, sme, large"},
        {"{\"listings\":[{\"partner_sought\":{\"kinds\":[\"company\",\"bank\"]}}]}",
         "listings[0].partner_sought.kinds[1]: unknown code \"bank\"; expected company, "
         "sole_proprietor, university, research_institute, public_body, support_organisation, "
         "financial_institution, trading_company"},
    };
    ASSERT_REFUSED(rows);
}

static void wrong_ids_and_dates_are_refused(void **state)
{
    (void)state;
    static const struct refusal rows[] = {
        {"{\"id\":\"c 1\"}", "id: malformed id \"c 1\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {"{\"id\":\"会社\"}", "id: malformed id \"会社\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {"{\"id\":\"12345678901234567890123456789012345678901234567890123456789012345\"}",
         "id: malformed id "
         "\"12345678901234567890123456789012345678901234567890123456789012345\"; expected 1 to "
         "64 of A-Z a-z 0-9 . _ : -"},
        {"{\"successor\":\"a/b\"}",
         "successor: malformed id \"a/b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {"{\"not_with\":[\"c-1\",\"c,2\"]}",
         "not_with[1]: malformed id \"c,2\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {"{\"not_with\":[\" \"]}", "not_with[0]: is blank"},
        {"{\"hold\":{\"until\":\"2027/03/31\"}}",
         "hold.until: expected a date such as 2025-04-01, found \"2027/03/31\""},
        {"{\"hold\":{\"until\":\"2027-02-29\"}}", "hold.until: no such date \"2027-02-29\""},
        {"{\"hold\":{\"until\":20270331}}", "hold.until: expected a string, found an integer"},
        {"{\"consent\":{\"until\":\"2027-13-01\"}}", "consent.until: no such date \"2027-13-01\""},
        {"{\"consent\":{\"until\":\"R9.3.31\"}}",
         "consent.until: expected a date such as 2025-04-01, found \"R9.3.31\""},
        {"{\"review\":{\"valid_until\":\"soon\"}}",
         "review.valid_until: expected a date such as 2025-04-01, found \"soon\""},
    };
    ASSERT_REFUSED(rows);
}

static void wrong_codes_are_refused(void **state)
{
    (void)state;
    static const struct refusal rows[] = {
        {"{\"industries\":\"24\"}", "industries: expected an array, found a string"},
        {"{\"industries\":[\"24\"]}", "industries[0]: expected an object, found a string"},
        {"{\"industries\":[{\"code\":\"24\"}]}", "industries[0]: \"scheme\" is missing"},
        {"{\"industries\":[{\"scheme\":\"JSIC\"}]}", "industries[0]: \"code\" is missing"},
        {"{\"industries\":[{\"scheme\":\"JSIC\",\"code\":24}]}",
         "industries[0].code: expected a string, found an integer"},
        {"{\"industries\":[{\"scheme\":\"JSIC\",\"version\":14,\"code\":\"24\"}]}",
         "industries[0].version: expected a string, found an integer"},
        {"{\"industries\":[{\"scheme\":\"JSIC\",\"code\":\"24\",\"label\":\"x\"}]}",
         "industries[0]: unknown key \"label\""},
        {"{\"technology_fields\":[{\"scheme\":\"CPC\",\"code\":\"Y02W\"},{\"scheme\":\"\"}]}",
         "technology_fields[1]: \"scheme\" is missing"},
        {"{\"technology_fields\":[{\"scheme\":\"CPC\",\"version\":\"1\",\"code\":\"Y02W\"}]}",
         "technology_fields[0]: unknown key \"version\""},
    };
    ASSERT_REFUSED(rows);
}

static void texts_and_lists_beyond_their_limits_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *before, *unit, *after;
        size_t good;
        const char *message;
    } rows[] = {
        {"{\"name\":{\"ja\":\"", "x", "\"}}", 512, "name.ja: 513 bytes, at most 512"},
        {"{\"city\":\"", "x", "\"}", 512, "city: 513 bytes, at most 512"},
        {"{\"postal_code\":\"", "1", "\"}", 64, "postal_code: 65 bytes, at most 64"},
        {"{\"description\":{\"en\":\"", "x", "\"}}", 32768,
         "description.en: 32769 bytes, at most 32768"},
        {"{\"website\":\"", "h", "\"}", 2048, "website: 2049 bytes, at most 2048"},
        {"{\"certifications\":[\"", "x", "\"]}", 512, "certifications[0]: 513 bytes, at most 512"},
        {"{\"languages\":[\"ja\"", ",\"ja\"", "]}", 199, "languages: 201 entries, at most 200"},
        {"{\"channels\":[\"online\"", ",\"online\"", "]}", 199,
         "channels: 201 entries, at most 200"},
        {"{\"listings\":[{}", ",{}", "]}", 199, "listings: 201 entries, at most 200"},
        {"{\"contacts\":[{}", ",{}", "]}", 49, "contacts: 51 entries, at most 50"},
        {"{\"not_with\":[\"c\"", ",\"c\"", "]}", 9999, "not_with: 10001 entries, at most 10000"},
        {"{\"industries\":[{\"scheme\":\"A\",\"code\":\"1\"}", ",{\"scheme\":\"A\",\"code\":\"1\"}",
         "]}", 199, "industries: 201 entries, at most 200"},
        {"{\"industries\":[{\"scheme\":\"A\",\"code\":\"", "1", "\"}]}", 64,
         "industries[0].code: 65 bytes, at most 64"},
        {"{\"source\":{\"name\":\"", "f", "\",\"id\":\"1\"}}", 64,
         "source.name: 65 bytes, at most 64"},
        {"{\"source\":{\"name\":\"f\",\"id\":\"", "1", "\"}}", 128,
         "source.id: 129 bytes, at most 128"},
        {"{\"declarations\":{\"", "a", "\":\"x\"}}", 64,
         "declarations: a name of 65 bytes, at most 64"},
        {"{\"listings\":[{\"title\":{\"ja\":\"", "x", "\"}}]}", 512,
         "listings[0].title.ja: 513 bytes, at most 512"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t beyond = 0; beyond <= 1; beyond++) {
            struct mus_arena arena = {0};
            struct mus_error err = {0};
            struct mus_company company;
            struct mus_buf text = {0};
            mus_buf_add_z(&text, rows[i].before);
            for (size_t n = 0; n < rows[i].good + beyond; n++) {
                mus_buf_add_z(&text, rows[i].unit);
            }
            mus_buf_add_z(&text, rows[i].after);
            enum mus_status status = read_company(text.data, &arena, &company, NULL, &err);
            assert_string_equal(err.message, beyond ? rows[i].message : "");
            assert_int_equal(status, beyond ? MUS_LIMIT : MUS_OK);
            mus_buf_done(&text);
            mus_arena_done(&arena);
        }
    }
}

static void too_many_declarations_are_refused(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company company;
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "{\"declarations\":{\"a\":\"x\"");
    for (int n = 0; n < 200; n++) {
        mus_buf_printf(&text, ",\"n%d\":\"x\"", n);
    }
    mus_buf_add_z(&text, "}}");
    assert_int_equal(read_company(text.data, &arena, &company, NULL, &err), MUS_LIMIT);
    assert_string_equal(err.message, "declarations: 201 entries, at most 200");
    mus_buf_done(&text);
    mus_arena_done(&arena);
}

static void every_failing_allocation_is_said_and_leaves_nothing(void **state)
{
    (void)state;
    struct mus_json *json = NULL;
    assert_int_equal(mus_json_parse(MUS_TEXT(FULL_COMPANY), &json, NULL), MUS_OK);
    uint64_t n = 0;
    enum mus_status status;
    do {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_company company;
        mus_mem_fail_at(++n, false);
        status = mus_company_read_json(json, &arena, &company, NULL, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        mus_arena_done(&arena);
    } while (status != MUS_OK);
    assert_true(n > 1);
    mus_json_free(json);
}

static void an_arena_that_is_full_is_out_of_memory_at_any_point(void **state)
{
    (void)state;
    struct mus_json *json = NULL;
    assert_int_equal(mus_json_parse(MUS_TEXT(FULL_COMPANY), &json, NULL), MUS_OK);
    struct mus_arena whole = {0};
    struct mus_company company;
    assert_int_equal(mus_company_read_json(json, &whole, &company, NULL, NULL), MUS_OK);
    for (size_t limit = 1; limit < whole.used; limit += 16) {
        struct mus_arena arena = {.limit = limit};
        assert_int_equal(mus_company_read_json(json, &arena, &company, NULL, NULL), MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    mus_arena_done(&whole);
    mus_json_free(json);
}

static void a_refusal_without_memory_for_its_message_is_out_of_memory(void **state)
{
    (void)state;
    struct mus_json *json = NULL;
    assert_int_equal(mus_json_parse(MUS_TEXT("{\"stage\":\"maybe\"}"), &json, NULL), MUS_OK);
    struct mus_arena arena = {0};
    struct mus_company company;
    mus_mem_fail_at(1, true);
    enum mus_status status = mus_company_read_json(json, &arena, &company, NULL, NULL);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_NO_MEMORY);
    mus_arena_done(&arena);
    mus_json_free(json);
}

static void writing_without_memory_is_remembered_by_the_buffer(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_buf buf = {0};
        struct mus_json_writer writer = {.buf = &buf};
        mus_mem_fail_at(n, false);
        mus_company_write_json(&writer, &company, true);
        mus_mem_fail_at(0, false);
        mus_json_end(&writer);
        failed = buf.failed;
        if (!failed) {
            assert_string_equal(buf.data, FULL_COMPANY);
        }
        mus_buf_done(&buf);
    }
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(what_is_read_is_written_back_in_the_same_order),
        cmocka_unit_test(contacts_are_written_only_when_asked_for),
        cmocka_unit_test(null_and_blank_are_not_given_and_reported_as_cleared),
        cmocka_unit_test(a_null_name_clears_all_names),
        cmocka_unit_test(nulls_inside_lists_and_objects_are_not_given_where_they_may_be),
        cmocka_unit_test(declarations_are_kept_by_name),
        cmocka_unit_test(the_tree_may_go_before_the_company),
        cmocka_unit_test(wrong_shapes_are_refused),
        cmocka_unit_test(wrong_numbers_are_refused),
        cmocka_unit_test(unknown_words_are_refused_with_the_known_ones),
        cmocka_unit_test(wrong_ids_and_dates_are_refused),
        cmocka_unit_test(wrong_codes_are_refused),
        cmocka_unit_test(texts_and_lists_beyond_their_limits_are_refused),
        cmocka_unit_test(too_many_declarations_are_refused),
        cmocka_unit_test(every_failing_allocation_is_said_and_leaves_nothing),
        cmocka_unit_test(an_arena_that_is_full_is_out_of_memory_at_any_point),
        cmocka_unit_test(a_refusal_without_memory_for_its_message_is_out_of_memory),
        cmocka_unit_test(writing_without_memory_is_remembered_by_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
