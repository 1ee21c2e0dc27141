#include "matcher/text/legal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct expected {
    const char *name;
    const char *key;
    enum mus_legal_form front;
    enum mus_legal_form back;
};

static void are_stripped(const struct expected *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mus_buf key = {0};
        struct mus_legal_ends legal;
        assert_int_equal(
            mus_name_key(mus_text_of(cases[i].name), MUS_NAME_COMPARE, &key, &legal, NULL), MUS_OK);
        assert_string_equal(key.data, cases[i].key);
        assert_string_equal(mus_legal_form_name(legal.front), mus_legal_form_name(cases[i].front));
        assert_string_equal(mus_legal_form_name(legal.back), mus_legal_form_name(cases[i].back));
        mus_buf_done(&key);
    }
}

#define NONE MUS_LEGAL_NONE

static void japanese_forms_go_from_either_end(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"株式会社アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"アクア株式会社", "アクア", NONE, MUS_LEGAL_STOCK_COMPANY},
        {"㈱アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"（株）アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"【株】アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"アクア ( 株 )", "アクア", NONE, MUS_LEGAL_STOCK_COMPANY},
        {"株 式 会 社　アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"株式會社アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"㍿アクア", "アクア", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"有限会社アクア", "アクア", MUS_LEGAL_LIMITED_COMPANY, NONE},
        {"㈲アクア", "アクア", MUS_LEGAL_LIMITED_COMPANY, NONE},
        {"アクア合同会社", "アクア", NONE, MUS_LEGAL_LLC},
        {"(同)アクア", "アクア", MUS_LEGAL_LLC, NONE},
        {"合資会社アクア", "アクア", MUS_LEGAL_LIMITED_PARTNERSHIP, NONE},
        {"合名会社アクア", "アクア", MUS_LEGAL_GENERAL_PARTNERSHIP, NONE},
        {"アクア相互会社", "アクア", NONE, MUS_LEGAL_MUTUAL_COMPANY},
        {"一般社団法人アクア", "アクア", MUS_LEGAL_GENERAL_ASSOCIATION, NONE},
        {"公益社団法人アクア", "アクア", MUS_LEGAL_PUBLIC_ASSOCIATION, NONE},
        {"一般財団法人アクア", "アクア", MUS_LEGAL_GENERAL_FOUNDATION, NONE},
        {"公益財団法人アクア", "アクア", MUS_LEGAL_PUBLIC_FOUNDATION, NONE},
        {"特定非営利活動法人アクア", "アクア", MUS_LEGAL_NON_PROFIT, NONE},
        {"ＮＰＯ法人アクア", "アクア", MUS_LEGAL_NON_PROFIT, NONE},
        {"独立行政法人アクア", "アクア", MUS_LEGAL_INDEPENDENT_AGENCY, NONE},
        {"国立大学法人アクア大学", "アクア大学", MUS_LEGAL_NATIONAL_UNIVERSITY, NONE},
        {"学校法人アクア学園", "アクア学園", MUS_LEGAL_SCHOOL, NONE},
        {"医療法人社団アクア会", "アクア会", MUS_LEGAL_MEDICAL, NONE},
        {"医療法人アクア会", "アクア会", MUS_LEGAL_MEDICAL, NONE},
        {"社会福祉法人アクア会", "アクア会", MUS_LEGAL_WELFARE, NONE},
        {"宗教法人アクア寺", "アクア寺", MUS_LEGAL_RELIGIOUS, NONE},
        {"アクア税理士法人", "アクア", NONE, MUS_LEGAL_PROFESSIONAL},
        {"農事組合法人アクア", "アクア", MUS_LEGAL_FARM, NONE},
        {"アクア特定目的会社", "アクア", NONE, MUS_LEGAL_SPECIAL_PURPOSE},
        {"株式会社アクア Co., Ltd.", "アクア", MUS_LEGAL_STOCK_COMPANY, MUS_LEGAL_FOREIGN_LIMITED},
    };
    are_stripped(cases, sizeof cases / sizeof *cases);
}

static void what_is_no_form_stays(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"アクア協同組合", "アクア協同組合", NONE, NONE},
        {"アクア信用金庫", "アクア信用金庫", NONE, NONE},
        {"アクア投資法人", "アクア投資法人", NONE, NONE},
        {"アクア株式会社川崎支店", "アクア株式会社川崎支店", NONE, NONE},
        {"日本AG", "日本ag", NONE, NONE},
        {"湯の里SPA", "湯の里spa", NONE, NONE},
        {"PTシステム", "ptシステム", NONE, NONE},
        {"Osakaag", "osakaag", NONE, NONE},
        {"Zinc", "zinc", NONE, NONE},
        {"Tokyo EV", "tokyoev", NONE, NONE},
        {"Incorporated Design", "incorporateddesign", NONE, NONE},
    };
    are_stripped(cases, sizeof cases / sizeof *cases);
}

static void foreign_forms_go_across_points_and_spaces(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"Aqua Co., Ltd.", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"AQUA CO.,LTD", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Ａｑｕａ　Ｃｏ．，Ｌｔｄ．", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua Company Limited", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua Ltd", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua, Inc.", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua Corp.", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua Corporation", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua K.K.", "aqua", NONE, MUS_LEGAL_STOCK_COMPANY},
        {"Aqua KK", "aqua", NONE, MUS_LEGAL_STOCK_COMPANY},
        {"KK Aqua", "aqua", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"Kabushiki Kaisha Aqua", "aqua", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"Aqua G.K.", "aqua", NONE, MUS_LEGAL_LLC},
        {"Aqua LLC", "aqua", NONE, MUS_LEGAL_LLC},
        {"Aqua L.L.C.", "aqua", NONE, MUS_LEGAL_LLC},
        {"Aqua LLP", "aqua", NONE, MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP},
        {"Aqua PLC", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua GmbH", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua GmbH & Co. KG", "aqua", NONE, MUS_LEGAL_FOREIGN_LLC_PARTNERSHIP},
        {"Aqua KG", "aqua", NONE, MUS_LEGAL_LIMITED_PARTNERSHIP},
        {"Aqua AG", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua SE", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua S.A.", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua S.p.A.", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua S.r.l.", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua B.V.", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua N.V.", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua Pte. Ltd.", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua Sdn. Bhd.", "aqua", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"PT Aqua Tbk", "aqua", MUS_LEGAL_FOREIGN_STOCK, MUS_LEGAL_FOREIGN_STOCK},
        {"P.T. Aqua", "aqua", MUS_LEGAL_FOREIGN_STOCK, NONE},
        {"Aqua JSC", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua Oy", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua AB", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua A/S", "aqua", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"Aqua e.V.", "aqua", NONE, MUS_LEGAL_GENERAL_ASSOCIATION},
        {"Công ty TNHH Aqua", "aqua", MUS_LEGAL_FOREIGN_LIMITED, NONE},
        {"Công ty Cổ phần Aqua", "aqua", MUS_LEGAL_FOREIGN_STOCK, NONE},
        {"水环境有限公司", "水环境", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"水环境股份有限公司", "水环境", NONE, MUS_LEGAL_FOREIGN_STOCK},
        {"주식회사 아쿠아", "아쿠아", MUS_LEGAL_FOREIGN_STOCK, NONE},
        {"บริษัท อควา จำกัด", "อควา", MUS_LEGAL_FOREIGN_LIMITED, MUS_LEGAL_FOREIGN_LIMITED},
    };
    are_stripped(cases, sizeof cases / sizeof *cases);
}

static void one_form_of_a_script_goes_from_an_end_and_no_more(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"AB & Company Co., Ltd.", "abcompany", NONE, MUS_LEGAL_FOREIGN_LIMITED},
        {"Aqua Inc. (株)", "aqua", NONE, MUS_LEGAL_STOCK_COMPANY},
        {"Smith & Co.", "smith", NONE, MUS_LEGAL_FOREIGN_COMPANY},
    };
    are_stripped(cases, sizeof cases / sizeof *cases);
}

static void a_name_that_is_only_a_form_keeps_it(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"株式会社", "株式会社", NONE, NONE},
        {"Co., Ltd.", "coltd", NONE, NONE},
        {"(株)・", "株", NONE, NONE},
        {"株式会社INC", "inc", MUS_LEGAL_STOCK_COMPANY, NONE},
        {"株式会社株式会社", "株式会社", MUS_LEGAL_STOCK_COMPANY, NONE},
    };
    are_stripped(cases, sizeof cases / sizeof *cases);
}

static void every_form_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < MUS_LEGAL_FORM_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(mus_legal_form_name((enum mus_legal_form)i),
                                    mus_legal_form_name((enum mus_legal_form)j));
        }
    }
    assert_string_equal(mus_legal_form_name(MUS_LEGAL_NONE), "none");
    assert_string_equal(mus_legal_form_name(MUS_LEGAL_STOCK_COMPANY), "stock_company");
    assert_string_equal(mus_legal_form_name(MUS_LEGAL_FORM_COUNT), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_forms_go_from_either_end),
        cmocka_unit_test(what_is_no_form_stays),
        cmocka_unit_test(foreign_forms_go_across_points_and_spaces),
        cmocka_unit_test(one_form_of_a_script_goes_from_an_end_and_no_more),
        cmocka_unit_test(a_name_that_is_only_a_form_keeps_it),
        cmocka_unit_test(every_form_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
