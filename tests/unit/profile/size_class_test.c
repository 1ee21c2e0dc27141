#include "profile/size_class.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MISSING = -1 };

#define EMPLOYEES MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES)
#define CAPITAL MUS_FIELD_BIT(MUS_FIELD_CAPITAL_JPY)
#define BUSINESS MUS_FIELD_BIT(MUS_FIELD_MAIN_BUSINESS)

static struct mus_company firm(enum mus_kind kind, enum mus_main_business business,
                               int64_t capital_jpy, int64_t employees)
{
    struct mus_company company = {.kind = kind, .main_business = business};
    if (capital_jpy != MISSING) {
        company.capital_jpy = capital_jpy;
        company.given |= CAPITAL;
    }
    if (employees != MISSING) {
        company.employees = employees;
        company.given |= EMPLOYEES;
    }
    return company;
}

static enum mus_size size_of(enum mus_main_business business, int64_t capital_jpy,
                             int64_t employees)
{
    struct mus_company company = firm(MUS_KIND_COMPANY, business, capital_jpy, employees);
    return mus_size_class(&company, NULL);
}

static const struct {
    enum mus_main_business business;
    int64_t capital_jpy, employees, small;
    const char *law_ja, *law_en;
} ROWS[] = {
    {MUS_BUSINESS_MANUFACTURING, 300000000, 300, 20, "中小企業基本法第2条第1項第1号",
     "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1, item 1"},
    {MUS_BUSINESS_OTHER, 300000000, 300, 20, "中小企業基本法第2条第1項第1号",
     "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1, item 1"},
    {MUS_BUSINESS_WHOLESALE, 100000000, 100, 5, "中小企業基本法第2条第1項第2号",
     "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1, item 2"},
    {MUS_BUSINESS_SERVICES, 50000000, 100, 5, "中小企業基本法第2条第1項第3号",
     "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1, item 3"},
    {MUS_BUSINESS_RETAIL, 50000000, 50, 5, "中小企業基本法第2条第1項第4号",
     "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1, item 4"},
};
enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };

static void one_yen_or_one_person_beyond_both_limits_makes_large(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        enum mus_main_business business = ROWS[i].business;
        int64_t yen = ROWS[i].capital_jpy;
        int64_t people = ROWS[i].employees;
        assert_int_equal(size_of(business, yen - 1, people - 1), MUS_SIZE_SME);
        assert_int_equal(size_of(business, yen, people), MUS_SIZE_SME);
        assert_int_equal(size_of(business, yen, people + 1), MUS_SIZE_SME);
        assert_int_equal(size_of(business, yen + 1, people), MUS_SIZE_SME);
        assert_int_equal(size_of(business, yen + 1, people + 1), MUS_SIZE_LARGE);
    }
}

static void the_limit_of_small_is_inclusive(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        enum mus_main_business business = ROWS[i].business;
        int64_t small = ROWS[i].small;
        assert_int_equal(size_of(business, 1, small - 1), MUS_SIZE_SMALL);
        assert_int_equal(size_of(business, 1, small), MUS_SIZE_SMALL);
        assert_int_equal(size_of(business, 1, small + 1), MUS_SIZE_SME);
        /* Small is a matter of people alone. */
        assert_int_equal(size_of(business, ROWS[i].capital_jpy + 1, small), MUS_SIZE_SMALL);
        assert_int_equal(size_of(business, MISSING, small), MUS_SIZE_SMALL);
        assert_int_equal(size_of(business, 1, 0), MUS_SIZE_SMALL);
    }
}

static void one_value_within_its_limit_decides_and_one_beyond_does_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        enum mus_main_business business = ROWS[i].business;
        assert_int_equal(size_of(business, ROWS[i].capital_jpy, MISSING), MUS_SIZE_SME);
        assert_int_equal(size_of(business, MISSING, ROWS[i].employees), MUS_SIZE_SME);
        assert_int_equal(size_of(business, ROWS[i].capital_jpy + 1, MISSING), MUS_SIZE_UNKNOWN);
        assert_int_equal(size_of(business, MISSING, ROWS[i].employees + 1), MUS_SIZE_UNKNOWN);
        assert_int_equal(size_of(business, MISSING, MISSING), MUS_SIZE_UNKNOWN);
    }
}

static void an_individual_has_the_employee_test_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct mus_company company =
            firm(MUS_KIND_SOLE_PROPRIETOR, ROWS[i].business, 1, ROWS[i].employees + 1);
        struct mus_size_basis basis;
        assert_int_equal(mus_size_class(&company, &basis), MUS_SIZE_LARGE);
        assert_true(basis.decided_by == EMPLOYEES);
        assert_int_equal(basis.capital_limit_jpy, -1);
        company.employees = ROWS[i].employees;
        assert_int_equal(mus_size_class(&company, NULL), MUS_SIZE_SME);
        company.employees = ROWS[i].small;
        assert_int_equal(mus_size_class(&company, NULL), MUS_SIZE_SMALL);
        company.given = CAPITAL;
        assert_int_equal(mus_size_class(&company, &basis), MUS_SIZE_UNKNOWN);
        assert_true(basis.missing == EMPLOYEES);
    }
}

static void the_basis_names_the_item_and_its_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        struct mus_company company =
            firm(MUS_KIND_COMPANY, ROWS[i].business, ROWS[i].capital_jpy, ROWS[i].employees);
        struct mus_size_basis basis;
        mus_size_class(&company, &basis);
        assert_true(basis.applicable);
        assert_string_equal(basis.law_ja, ROWS[i].law_ja);
        assert_string_equal(basis.law_en, ROWS[i].law_en);
        assert_int_equal(basis.capital_limit_jpy, ROWS[i].capital_jpy);
        assert_int_equal(basis.employees_limit, ROWS[i].employees);
        assert_int_equal(basis.small_employees_limit, ROWS[i].small);
        company.employees = ROWS[i].small;
        mus_size_class(&company, &basis);
        assert_string_equal(basis.law_ja, "中小企業基本法第2条第5項");
        assert_string_equal(basis.law_en,
                            "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 5");
    }
}

static void the_basis_says_what_decided_and_what_is_missing(void **state)
{
    (void)state;
    static const struct {
        enum mus_main_business business;
        int64_t capital_jpy, employees;
        enum mus_size size;
        mus_field_set decided_by, missing;
    } rows[] = {
        {MUS_BUSINESS_RETAIL, 50000000, 50, MUS_SIZE_SME, CAPITAL | EMPLOYEES, 0},
        {MUS_BUSINESS_RETAIL, 50000001, 50, MUS_SIZE_SME, EMPLOYEES, 0},
        {MUS_BUSINESS_RETAIL, 50000000, 51, MUS_SIZE_SME, CAPITAL, 0},
        {MUS_BUSINESS_RETAIL, 50000001, 51, MUS_SIZE_LARGE, CAPITAL | EMPLOYEES, 0},
        {MUS_BUSINESS_RETAIL, 50000001, 5, MUS_SIZE_SMALL, EMPLOYEES, 0},
        /* An SME for sure; whether small depends on the people. */
        {MUS_BUSINESS_RETAIL, 50000000, MISSING, MUS_SIZE_SME, CAPITAL, EMPLOYEES},
        {MUS_BUSINESS_RETAIL, 50000001, MISSING, MUS_SIZE_UNKNOWN, 0, EMPLOYEES},
        {MUS_BUSINESS_RETAIL, MISSING, 51, MUS_SIZE_UNKNOWN, 0, CAPITAL},
        {MUS_BUSINESS_RETAIL, MISSING, MISSING, MUS_SIZE_UNKNOWN, 0, CAPITAL | EMPLOYEES},
        {MUS_BUSINESS_UNKNOWN, MISSING, 5, MUS_SIZE_SMALL, EMPLOYEES, 0},
        {MUS_BUSINESS_UNKNOWN, MISSING, 6, MUS_SIZE_SME, EMPLOYEES, BUSINESS},
        {MUS_BUSINESS_UNKNOWN, MISSING, 20, MUS_SIZE_SME, EMPLOYEES, BUSINESS},
        {MUS_BUSINESS_UNKNOWN, MISSING, 21, MUS_SIZE_SME, EMPLOYEES, 0},
        {MUS_BUSINESS_UNKNOWN, MISSING, 50, MUS_SIZE_SME, EMPLOYEES, 0},
        {MUS_BUSINESS_UNKNOWN, MISSING, 51, MUS_SIZE_UNKNOWN, 0, CAPITAL | BUSINESS},
        {MUS_BUSINESS_UNKNOWN, 50000000, 51, MUS_SIZE_SME, CAPITAL, 0},
        {MUS_BUSINESS_UNKNOWN, 50000000, MISSING, MUS_SIZE_SME, CAPITAL, EMPLOYEES | BUSINESS},
        {MUS_BUSINESS_UNKNOWN, 50000001, 51, MUS_SIZE_UNKNOWN, 0, BUSINESS},
        {MUS_BUSINESS_UNKNOWN, 300000000, 301, MUS_SIZE_UNKNOWN, 0, BUSINESS},
        {MUS_BUSINESS_UNKNOWN, 300000001, 300, MUS_SIZE_UNKNOWN, 0, BUSINESS},
        {MUS_BUSINESS_UNKNOWN, 300000001, 301, MUS_SIZE_LARGE, CAPITAL | EMPLOYEES, 0},
        {MUS_BUSINESS_UNKNOWN, 300000001, MISSING, MUS_SIZE_UNKNOWN, 0, EMPLOYEES | BUSINESS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_company company =
            firm(MUS_KIND_UNKNOWN, rows[i].business, rows[i].capital_jpy, rows[i].employees);
        struct mus_size_basis basis;
        assert_int_equal(mus_size_class(&company, &basis), rows[i].size);
        assert_true(basis.decided_by == rows[i].decided_by);
        assert_true(basis.missing == rows[i].missing);
    }
}

static void without_a_main_business_the_paragraph_is_named(void **state)
{
    (void)state;
    struct mus_company company = firm(MUS_KIND_COMPANY, MUS_BUSINESS_UNKNOWN, 1, 50);
    struct mus_size_basis basis;
    assert_int_equal(mus_size_class(&company, &basis), MUS_SIZE_SME);
    assert_string_equal(basis.law_ja, "中小企業基本法第2条第1項");
    assert_string_equal(basis.law_en,
                        "Small and Medium-sized Enterprise Basic Act, Article 2, paragraph 1");
    assert_int_equal(basis.employees_limit, -1);
}

static void the_act_does_not_speak_of_universities(void **state)
{
    (void)state;
    static const enum mus_kind outside[] = {MUS_KIND_UNIVERSITY, MUS_KIND_RESEARCH_INSTITUTE,
                                            MUS_KIND_PUBLIC_BODY, MUS_KIND_SUPPORT_ORGANISATION};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        struct mus_company company = firm(outside[i], MUS_BUSINESS_OTHER, 1, 1);
        struct mus_size_basis basis;
        assert_int_equal(mus_size_class(&company, &basis), MUS_SIZE_UNKNOWN);
        assert_false(basis.applicable);
        assert_string_equal(basis.law_ja, "");
        assert_true(basis.missing == 0);
    }
    static const enum mus_kind within[] = {MUS_KIND_UNKNOWN, MUS_KIND_COMPANY,
                                           MUS_KIND_FINANCIAL_INSTITUTION,
                                           MUS_KIND_TRADING_COMPANY};
    for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
        struct mus_company company = firm(within[i], MUS_BUSINESS_OTHER, 1, 1);
        assert_int_equal(mus_size_class(&company, NULL), MUS_SIZE_SMALL);
    }
}

static void half_in_another_firms_hands_is_deemed_large_and_keeps_its_class(void **state)
{
    (void)state;
    struct mus_company company = firm(MUS_KIND_COMPANY, MUS_BUSINESS_OTHER, 1, 10);
    struct mus_size_basis basis;
    company.parent_share_percent = 100; /* not given */
    mus_size_class(&company, &basis);
    assert_false(basis.deemed_large);
    company.given |= MUS_FIELD_BIT(MUS_FIELD_PARENT_SHARE_PERCENT);
    company.parent_share_percent = 49;
    mus_size_class(&company, &basis);
    assert_false(basis.deemed_large);
    company.parent_share_percent = 50;
    assert_int_equal(mus_size_class(&company, &basis), MUS_SIZE_SMALL);
    assert_true(basis.deemed_large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_yen_or_one_person_beyond_both_limits_makes_large),
        cmocka_unit_test(the_limit_of_small_is_inclusive),
        cmocka_unit_test(one_value_within_its_limit_decides_and_one_beyond_does_not),
        cmocka_unit_test(an_individual_has_the_employee_test_only),
        cmocka_unit_test(the_basis_names_the_item_and_its_limits),
        cmocka_unit_test(the_basis_says_what_decided_and_what_is_missing),
        cmocka_unit_test(without_a_main_business_the_paragraph_is_named),
        cmocka_unit_test(the_act_does_not_speak_of_universities),
        cmocka_unit_test(half_in_another_firms_hands_is_deemed_large_and_keeps_its_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
