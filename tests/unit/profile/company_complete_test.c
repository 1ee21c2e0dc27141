#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "profile/company_complete.h"

static const struct mus_table TABLES[] = {
    {.name = {"jsic", 4}, .version = {"14", 2}},
    {.name = {"jsic", 4}, .version = {"13", 2}},
};
static const struct mus_tables ALL = {TABLES, 2};

static void a_class_without_a_version_gets_the_one_in_force(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    const struct mus_code codes[] = {
        {.scheme = {"JSIC", 4}, .code = {"24", 2}},
        {.scheme = {"JSIC", 4}, .version = {"13", 2}, .code = {"25", 2}},
        {.scheme = {"NACE", 4}, .code = {"C", 1}},
    };
    const struct mus_listing listing = {.partner = {.industries = {codes, 1}}};
    struct mus_company company = {.industries = {codes, 3}, .listings = {&listing, 1}};
    assert_int_equal(mus_company_complete(&company, &ALL, &arena, NULL), MUS_OK);
    assert_true(mus_text_equals(company.industries.items[0].version, "14"));
    assert_true(mus_text_equals(company.industries.items[1].version, "13"));
    assert_null(company.industries.items[2].version.ptr);
    assert_true(
        mus_text_equals(company.listings.items[0].partner.industries.items[0].version, "14"));
    assert_null(codes[0].version.ptr);
    mus_arena_done(&arena);
}

static void what_is_complete_stays_as_it_is(void **state)
{
    (void)state;
    struct mus_arena arena = {.limit = 1};
    const struct mus_code code = {.scheme = {"JSIC", 4}, .version = {"13", 2}, .code = {"25", 2}};
    struct mus_company company = {.industries = {&code, 1}};
    assert_int_equal(mus_company_complete(&company, &ALL, &arena, NULL), MUS_OK);
    assert_ptr_equal(company.industries.items, &code);
}

static void a_failed_allocation_is_told(void **state)
{
    (void)state;
    struct mus_arena arena = {.limit = 1};
    struct mus_error err = {0};
    const struct mus_code code = {.scheme = {"JSIC", 4}, .code = {"25", 2}};
    const struct mus_listing listing = {.industries = {&code, 1}};
    struct mus_company company = {.listings = {&listing, 1}};
    assert_int_equal(mus_company_complete(&company, &ALL, &arena, &err), MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_without_a_version_gets_the_one_in_force),
        cmocka_unit_test(what_is_complete_stays_as_it_is),
        cmocka_unit_test(a_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
