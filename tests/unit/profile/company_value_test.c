#include "profile/company_value.h"

#include "company_fixture.h"

#include "profile/field.h"

/* The text with the first `from` replaced. */
static void replaced(const char *from, const char *to, struct mus_buf *out)
{
    const char *at = strstr(FULL_COMPANY, from);
    assert_non_null(at);
    mus_buf_add(out, FULL_COMPANY, (size_t)(at - FULL_COMPANY));
    mus_buf_add_z(out, to);
    mus_buf_add_z(out, at + strlen(from));
}

static void any_single_difference_makes_companies_unequal(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"c-0042", "c-0043"},
        {"fair-2025", "fair-2024"},
        {"E-014", "E-015"},
        {"株式会社結び", "有限会社結び"},
        {"\"kana\":\"ムスビ\",", ""},
        {"Musubi Co.", "Musubi Company"},
        {"8700110005901", "7000020141305"},
        {"\"kind\":\"company\"", "\"kind\":\"university\""},
        {"\"employees\":42", "\"employees\":43"},
        {"\"employees\":42,", ""},
        {"[\"ja\",\"en\"]", "[\"en\",\"ja\"]"},
        {"[\"ja\",\"en\"]", "[\"ja\"]"},
        {"\"version\":\"14\",", ""},
        {"Y02W", "Y02A"},
        {"[{\"scheme\":\"CPC\",\"code\":\"Y02W\"}]", "[]"},
        {",\"en\":\"Water treatment\"", ""},
        {"[\"online\",\"face_to_face\"]", "[\"online\"]"},
        {"\"id\":\"l1\"", "\"id\":\"l2\""},
        {"\"side\":\"offer\"", "\"side\":\"need\""},
        {"[\"sales\"]", "[\"sales\",\"agent\"]"},
        {"\"title\":{\"ja\":\"膜\"}", "\"title\":{\"en\":\"膜\"}"},
        {"膜分離", "膜"},
        {"MBR", "RO"},
        {"C02F 3/12", "C02F"},
        {"\"version\":\"13\"", "\"version\":\"14\""},
        {"\"VN\",\"any\"", "\"VN\""},
        {"[\"company\",\"trading_company\"]", "[\"company\"]"},
        {"\"countries\":[\"ASEAN\"]", "\"countries\":[\"EU\"]"},
        {"\"sizes\":[\"sme\"]", "\"sizes\":[\"small\"]"},
        {"8421", "8422"},
        {"Dealer", "Agent"},
        {"独占", "非独占"},
        {"\"valid_until\":\"2027-03-31\",\"anonymous\"", "\"anonymous\""},
        {"\"anonymous\":true", "\"anonymous\":false"},
        {"\"not_with\":[\"c-9\"]", "\"not_with\":[]"},
        {"export control", "sanctions"},
        {"\"by\":\"tanaka\",", ""},
        {"declared_none", "declared"},
        {"anti_social_forces", "anti_social"},
        {"部長", "課長"},
        {"t@example.jp", "u@example.jp"},
        {"\"share_profile\":true", "\"share_profile\":false"},
        {"on_acceptance", "never"},
        {"\"state\":\"published\"", "\"state\":\"draft\""},
        {"\"state\":\"published\",\"valid_until\":\"2027-03-31\"", "\"state\":\"published\""},
    };
    struct mus_arena arena = {0};
    struct mus_company full = company_of(FULL_COMPANY, &arena);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_buf text = {0};
        replaced(rows[i].from, rows[i].to, &text);
        struct mus_company other = company_of(text.data, &arena);
        struct mus_company again = company_of(text.data, &arena);
        assert_false(mus_company_equal(&full, &other));
        assert_false(mus_company_equal(&other, &full));
        assert_true(mus_company_equal(&other, &again));
        mus_buf_done(&text);
    }
    mus_arena_done(&arena);
}

static void given_and_empty_is_not_the_same_as_missing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company empty = company_of("{\"languages\":[],\"hold\":{}}", &arena);
    struct mus_company missing = company_of("{}", &arena);
    assert_false(mus_field_equal(&empty, &missing, MUS_FIELD_LANGUAGES));
    assert_false(mus_field_equal(&empty, &missing, MUS_FIELD_HOLD));
    assert_true(mus_field_equal(&empty, &missing, MUS_FIELD_CITY));
    mus_arena_done(&arena);
}

static void every_field_can_be_taken_and_cleared_alone(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    const struct mus_company full = company_of(FULL_COMPANY, &arena);
    const struct mus_company none = company_of("{}", &arena);
    for (unsigned f = 0; f < MUS_FIELD_COUNT; f++) {
        enum mus_field field = (enum mus_field)f;
        struct mus_company company = none;
        mus_field_take(&company, &full, field);
        assert_true(company.given == MUS_FIELD_BIT(f));
        for (unsigned other = 0; other < MUS_FIELD_COUNT; other++) {
            assert_true(
                mus_field_equal(&company, other == f ? &full : &none, (enum mus_field)other));
        }
        mus_field_clear(&company, field);
        assert_true(mus_company_equal(&company, &none));
        assert_memory_equal(&company, &none, sizeof company);
        mus_field_take(&company, &full, field);
        mus_field_take(&company, &none, field);
        assert_memory_equal(&company, &none, sizeof company);
    }
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_single_difference_makes_companies_unequal),
        cmocka_unit_test(given_and_empty_is_not_the_same_as_missing),
        cmocka_unit_test(every_field_can_be_taken_and_cleared_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
