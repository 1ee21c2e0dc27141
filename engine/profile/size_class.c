#include "profile/size_class.h"

/* Article 2, paragraph 1, items 1 to 4 and paragraph 5 of the Small and Medium-sized Enterprise
 * Basic Act (Act No. 154 of 1963). */
struct limits {
    int64_t capital_jpy;
    int64_t employees;
    int64_t small_employees;
    const char *law_ja, *law_en;
    const char *small_law_ja, *small_law_en;
};

#define LAW_JA "中小企業基本法第2条"
#define LAW_EN "Small and Medium-sized Enterprise Basic Act, Article 2"
#define ITEM(n) LAW_JA "第1項第" n "号", LAW_EN ", paragraph 1, item " n
#define SMALL LAW_JA "第5項", LAW_EN ", paragraph 5"

static const struct limits FIRST_ITEM = {300000000, 300, 20, ITEM("1"), SMALL};
static const struct limits WHOLESALE = {100000000, 100, 5, ITEM("2"), SMALL};
static const struct limits SERVICES = {50000000, 100, 5, ITEM("3"), SMALL};
static const struct limits RETAIL = {50000000, 50, 5, ITEM("4"), SMALL};

enum { DEEMED_LARGE_PERCENT = 50 };

enum answer { OPEN, NO, YES };

/* What the Act looks at. */
struct firm {
    bool has_employees, has_capital, individual;
    int64_t employees, capital_jpy;
};

static const struct limits *limits_of(enum mus_main_business business)
{
    switch (business) {
    case MUS_BUSINESS_MANUFACTURING:
    case MUS_BUSINESS_OTHER:
        return &FIRST_ITEM;
    case MUS_BUSINESS_WHOLESALE:
        return &WHOLESALE;
    case MUS_BUSINESS_SERVICES:
        return &SERVICES;
    case MUS_BUSINESS_RETAIL:
        return &RETAIL;
    case MUS_BUSINESS_UNKNOWN:
        break;
    }
    return NULL;
}

static bool act_applies(enum mus_kind kind)
{
    switch (kind) {
    case MUS_KIND_UNIVERSITY:
    case MUS_KIND_RESEARCH_INSTITUTE:
    case MUS_KIND_PUBLIC_BODY:
    case MUS_KIND_SUPPORT_ORGANISATION:
        return false;
    case MUS_KIND_UNKNOWN:
    case MUS_KIND_COMPANY:
    case MUS_KIND_SOLE_PROPRIETOR:
    case MUS_KIND_FINANCIAL_INSTITUTION:
    case MUS_KIND_TRADING_COMPANY:
        break;
    }
    return true;
}

static enum answer within(bool has, int64_t value, int64_t limit)
{
    return !has ? OPEN : value <= limit ? YES : NO;
}

static enum answer is_sme(const struct firm *firm, const struct limits *limits)
{
    enum answer employees = within(firm->has_employees, firm->employees, limits->employees);
    if (firm->individual) {
        return employees;
    }
    enum answer capital = within(firm->has_capital, firm->capital_jpy, limits->capital_jpy);
    if (employees == YES || capital == YES) {
        return YES;
    }
    return employees == NO && capital == NO ? NO : OPEN;
}

static enum answer is_small(const struct firm *firm, const struct limits *limits)
{
    return within(firm->has_employees, firm->employees, limits->small_employees);
}

/* The answer of one row, or what all rows agree on where the main business is missing. */
static enum answer ask(const struct firm *firm, const struct limits *limits,
                       enum answer (*question)(const struct firm *, const struct limits *))
{
    static const struct limits *const all[] = {&FIRST_ITEM, &WHOLESALE, &SERVICES, &RETAIL};
    if (limits != NULL) {
        return question(firm, limits);
    }
    enum answer answer = question(firm, all[0]);
    for (size_t i = 1; i < sizeof all / sizeof all[0]; i++) {
        if (question(firm, all[i]) != answer) {
            return OPEN;
        }
    }
    return answer;
}

/* The strictest row's limits where the main business is missing: what they let pass, all do. */
static mus_field_set decided_by(const struct firm *firm, const struct limits *limits,
                                enum mus_size size)
{
    const mus_field_set employees = MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES);
    const mus_field_set capital = MUS_FIELD_BIT(MUS_FIELD_CAPITAL_JPY);
    switch (size) {
    case MUS_SIZE_SMALL:
        return employees;
    case MUS_SIZE_LARGE:
        return firm->individual ? employees : employees | capital;
    case MUS_SIZE_SME: {
        const struct limits *row = limits == NULL ? &RETAIL : limits;
        bool by_employees = within(firm->has_employees, firm->employees, row->employees) == YES;
        bool by_capital = !firm->individual &&
                          within(firm->has_capital, firm->capital_jpy, row->capital_jpy) == YES;
        return (by_employees ? employees : 0) | (by_capital ? capital : 0);
    }
    case MUS_SIZE_UNKNOWN:
        break;
    }
    return 0;
}

static mus_field_set missing_values(const struct firm *firm, const struct limits *limits,
                                    enum answer sme, enum answer small)
{
    mus_field_set missing = 0;
    if (sme == NO || (sme == YES && small != OPEN)) {
        return missing;
    }
    if (!firm->has_employees) {
        missing |= MUS_FIELD_BIT(MUS_FIELD_EMPLOYEES);
    }
    if (sme == OPEN && !firm->has_capital && !firm->individual) {
        missing |= MUS_FIELD_BIT(MUS_FIELD_CAPITAL_JPY);
    }
    if (limits == NULL) {
        missing |= MUS_FIELD_BIT(MUS_FIELD_MAIN_BUSINESS);
    }
    return missing;
}

static enum mus_size class_of(enum answer sme, enum answer small)
{
    if (sme == YES) {
        return small == YES ? MUS_SIZE_SMALL : MUS_SIZE_SME;
    }
    return sme == NO ? MUS_SIZE_LARGE : MUS_SIZE_UNKNOWN;
}

static void state_law(struct mus_size_basis *basis, const struct limits *limits, enum mus_size size)
{
    if (size == MUS_SIZE_SMALL) {
        basis->law_ja = FIRST_ITEM.small_law_ja;
        basis->law_en = FIRST_ITEM.small_law_en;
    } else if (limits == NULL) {
        basis->law_ja = LAW_JA "第1項";
        basis->law_en = LAW_EN ", paragraph 1";
    } else {
        basis->law_ja = limits->law_ja;
        basis->law_en = limits->law_en;
    }
}

static struct firm firm_of(const struct mus_company *company)
{
    return (struct firm){
        .has_employees = mus_company_has(company, MUS_FIELD_EMPLOYEES),
        .has_capital = mus_company_has(company, MUS_FIELD_CAPITAL_JPY),
        .individual = company->kind == MUS_KIND_SOLE_PROPRIETOR,
        .employees = company->employees,
        .capital_jpy = company->capital_jpy,
    };
}

enum mus_size mus_size_class(const struct mus_company *company, struct mus_size_basis *basis)
{
    struct mus_size_basis result = {
        .capital_limit_jpy = -1,
        .employees_limit = -1,
        .small_employees_limit = -1,
        .law_ja = "",
        .law_en = "",
        .deemed_large = mus_company_has(company, MUS_FIELD_PARENT_SHARE_PERCENT) &&
                        company->parent_share_percent >= DEEMED_LARGE_PERCENT,
    };
    enum mus_size size = MUS_SIZE_UNKNOWN;
    if (act_applies(company->kind)) {
        struct firm firm = firm_of(company);
        const struct limits *limits = limits_of(company->main_business);
        enum answer sme = ask(&firm, limits, is_sme);
        enum answer small = ask(&firm, limits, is_small);
        size = class_of(sme, small);
        result.applicable = true;
        result.decided_by = decided_by(&firm, limits, size);
        result.missing = missing_values(&firm, limits, sme, small);
        if (limits != NULL) {
            result.capital_limit_jpy = firm.individual ? -1 : limits->capital_jpy;
            result.employees_limit = limits->employees;
            result.small_employees_limit = limits->small_employees;
        }
        state_law(&result, limits, size);
    }
    if (basis != NULL) {
        *basis = result;
    }
    return size;
}
