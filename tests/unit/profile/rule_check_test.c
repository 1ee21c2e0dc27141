#include "profile/rule_check.h"

#include "company_fixture.h"

#include "base/mem.h"

static enum mus_status check_text(enum mus_field_rule rule, const char *text,
                                  const struct mus_tables *tables, struct mus_error *err)
{
    struct mus_place place = {0};
    mus_place_key(&place, "here");
    return mus_rule_check_text(rule, mus_text_of(text), tables, &place, err);
}

static void good_texts_are_accepted(void **state)
{
    (void)state;
    static const struct {
        enum mus_field_rule rule;
        const char *text;
    } rows[] = {
        {MUS_RULE_NONE, "anything"},
        {MUS_RULE_CORPORATE_NUMBER, "8700110005901"},
        {MUS_RULE_ID, "c-1:x.y_Z"},
        {MUS_RULE_COUNTRY, "VN"},
        {MUS_RULE_MARKET, "VN"},
        {MUS_RULE_MARKET, "ASEAN"},
        {MUS_RULE_MARKET, "any"},
        {MUS_RULE_REGION, "JP-14"},
        {MUS_RULE_REGION, "TH-10"}, /* the table has no region of Thailand */
        {MUS_RULE_REGION, "GB-LND"},
        {MUS_RULE_LANGUAGE, "ja"},
        {MUS_RULE_LANGUAGE, "zh-Hant"},
        {MUS_RULE_LANGUAGE, "zh-Hant-TW"},
        {MUS_RULE_LANGUAGE, "fil"},
        {MUS_RULE_LANGUAGE, "de-CH-1901"},
        {MUS_RULE_LANGUAGE, "x-klingon"},
        {MUS_RULE_WEBSITE, "https://example.jp"},
        {MUS_RULE_WEBSITE, "http://例え.jp/会社?a=b#c"},
        {MUS_RULE_WEBSITE, "HTTPS://EXAMPLE.JP"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        assert_int_equal(check_text(rows[i].rule, rows[i].text, &FIXTURE_TABLES, &err), MUS_OK);
        assert_int_equal(check_text(rows[i].rule, rows[i].text, NULL, &err), MUS_OK);
    }
}

static void bad_texts_are_refused_with_the_place(void **state)
{
    (void)state;
    static const struct {
        enum mus_field_rule rule;
        const char *text, *message;
    } rows[] = {
        {MUS_RULE_CORPORATE_NUMBER, "2835678256246", "here: the check digit is 2, expected 5"},
        {MUS_RULE_ID, "a b", "here: malformed id \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
        {MUS_RULE_COUNTRY, "XX",
         "here: unknown code \"XX\"; expected an ISO 3166-1 country code such as JP"},
        {MUS_RULE_COUNTRY, "Japan",
         "here: unknown code \"Japan\"; expected an ISO 3166-1 country code such as JP"},
        {MUS_RULE_COUNTRY, "jp",
         "here: unknown code \"jp\"; expected an ISO 3166-1 country code such as JP"},
        {MUS_RULE_COUNTRY, "ASEAN",
         "here: unknown code \"ASEAN\"; expected an ISO 3166-1 country code such as JP"},
        {MUS_RULE_MARKET, "ASIAN",
         "here: unknown code \"ASIAN\"; expected a country such as VN, a group of countries such "
         "as ASEAN, or any"},
        {MUS_RULE_MARKET, "Any",
         "here: unknown code \"Any\"; expected a country such as VN, a group of countries such as "
         "ASEAN, or any"},
        {MUS_RULE_REGION, "JP-15",
         "here: unknown code \"JP-15\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_REGION, "神奈川県",
         "here: malformed code \"神奈川県\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_REGION, "JP14",
         "here: malformed code \"JP14\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_REGION, "JP-",
         "here: malformed code \"JP-\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_REGION, "JP-1400",
         "here: malformed code \"JP-1400\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_REGION, "TH-b",
         "here: malformed code \"TH-b\"; expected an ISO 3166-2 code such as JP-14"},
        {MUS_RULE_LANGUAGE, "japanese",
         "here: malformed language \"japanese\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "j",
         "here: malformed language \"j\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "x",
         "here: malformed language \"x\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "12",
         "here: malformed language \"12\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "zh-",
         "here: malformed language \"zh-\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "zh_Hant",
         "here: malformed language \"zh_Hant\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "zh-Traditional",
         "here: malformed language \"zh-Traditional\"; expected a BCP 47 tag such as ja or "
         "zh-Hant"},
        {MUS_RULE_LANGUAGE, "zh-ha!",
         "here: malformed language \"zh-ha!\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_LANGUAGE, "日本語",
         "here: malformed language \"日本語\"; expected a BCP 47 tag such as ja or zh-Hant"},
        {MUS_RULE_WEBSITE, "www.example.jp",
         "here: malformed address \"www.example.jp\"; expected http:// or https:// and a host"},
        {MUS_RULE_WEBSITE, "ftp://example.jp",
         "here: malformed address \"ftp://example.jp\"; expected http:// or https:// and a host"},
        {MUS_RULE_WEBSITE, "javascript:alert(1)",
         "here: malformed address \"javascript:alert(1)\"; expected http:// or https:// and a "
         "host"},
        {MUS_RULE_WEBSITE, "https://",
         "here: malformed address \"https://\"; expected http:// or https:// and a host"},
        {MUS_RULE_WEBSITE, "https:///a",
         "here: malformed address \"https:///a\"; expected http:// or https:// and a host"},
        {MUS_RULE_WEBSITE, "https://a b",
         "here: malformed address \"https://a b\"; expected http:// or https:// and a host"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        assert_int_equal(check_text(rows[i].rule, rows[i].text, &FIXTURE_TABLES, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void without_tables_only_the_form_is_judged(void **state)
{
    (void)state;
    assert_int_equal(check_text(MUS_RULE_COUNTRY, "ZZ", NULL, NULL), MUS_OK);
    assert_int_equal(check_text(MUS_RULE_COUNTRY, "Z1", NULL, NULL), MUS_INVALID);
    assert_int_equal(check_text(MUS_RULE_COUNTRY, "ZZZ", NULL, NULL), MUS_INVALID);
    assert_int_equal(check_text(MUS_RULE_MARKET, "NORTH_AMERICA", NULL, NULL), MUS_OK);
    assert_int_equal(check_text(MUS_RULE_MARKET, "North America", NULL, NULL), MUS_INVALID);
    assert_int_equal(check_text(MUS_RULE_MARKET, "N", NULL, NULL), MUS_INVALID);
    assert_int_equal(check_text(MUS_RULE_REGION, "JP-99", NULL, NULL), MUS_OK);
    const struct mus_tables none = {0};
    assert_int_equal(check_text(MUS_RULE_COUNTRY, "ZZ", &none, NULL), MUS_OK);
}

static enum mus_status check_code(enum mus_field_rule rule, const char *scheme, const char *version,
                                  const char *code, const struct mus_tables *tables,
                                  struct mus_error *err)
{
    struct mus_place place = {0};
    mus_place_key(&place, "codes");
    mus_place_index(&place, 2);
    struct mus_code value = {mus_text_of(scheme), mus_text_of(version), mus_text_of(code)};
    enum mus_status status = mus_rule_check_code(rule, &value, tables, &place, err);
    assert_string_equal(mus_place_text(&place), "codes[2]");
    return status;
}

static void good_codes_are_accepted(void **state)
{
    (void)state;
    static const struct {
        enum mus_field_rule rule;
        const char *scheme, *version, *code;
    } rows[] = {
        {MUS_RULE_INDUSTRY, "JSIC", "13", "24"},
        {MUS_RULE_INDUSTRY, "JSIC", "14", "246"},
        {MUS_RULE_INDUSTRY, "JSIC", NULL, "246"}, /* judged by the version in force */
        {MUS_RULE_INDUSTRY, "HS", "2022", "842121"},
        {MUS_RULE_INDUSTRY, "OWN_SCHEME_2025X", NULL, "水/膜"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02W"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02W30/62"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02W 30/62"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "C"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "C02"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "C02F"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "C02F3/12"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "H01L 2021/001234"},
        {MUS_RULE_TECHNOLOGY, "IPC_GREEN", NULL, "A01G23/00"},
        {MUS_RULE_TECHNOLOGY, "SDG", NULL, "13"},
        {MUS_RULE_TECHNOLOGY, "FAIR", NULL, "water"},
        {MUS_RULE_TECHNOLOGY, "FTERM", NULL, "4D006"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        enum mus_status status = check_code(rows[i].rule, rows[i].scheme, rows[i].version,
                                            rows[i].code, &FIXTURE_TABLES, &err);
        assert_string_equal(err.message, "");
        assert_int_equal(status, MUS_OK);
        assert_int_equal(
            check_code(rows[i].rule, rows[i].scheme, rows[i].version, rows[i].code, NULL, NULL),
            MUS_OK);
    }
}

static void bad_codes_are_refused_with_the_member(void **state)
{
    (void)state;
    static const struct {
        enum mus_field_rule rule;
        const char *scheme, *version, *code, *message;
    } rows[] = {
        {MUS_RULE_INDUSTRY, "jsic", "14", "24",
         "codes[2].scheme: malformed scheme \"jsic\"; expected 1 to 16 of A-Z 0-9 _"},
        {MUS_RULE_INDUSTRY, "ABCDEFGHIJKLMNOPQ", NULL, "1",
         "codes[2].scheme: malformed scheme \"ABCDEFGHIJKLMNOPQ\"; expected 1 to 16 of A-Z 0-9 _"},
        {MUS_RULE_INDUSTRY, "JSIC", "rev 14", "24",
         "codes[2].version: malformed version \"rev 14\"; expected 1 to 32 of A-Z a-z 0-9 . _ -"},
        {MUS_RULE_INDUSTRY, "JSIC", "12", "24",
         "codes[2].version: unknown version \"12\" of JSIC; there is 14, 13"},
        {MUS_RULE_INDUSTRY, "JSIC", "13", "246",
         "codes[2].code: unknown code \"246\"; not in table jsic 13"},
        {MUS_RULE_INDUSTRY, "JSIC", NULL, "A99",
         "codes[2].code: unknown code \"A99\"; not in table jsic 14"},
        {MUS_RULE_INDUSTRY, "HS", NULL, "84\n21",
         "codes[2].code: malformed code \"84 21\"; expected no control characters"},
        {MUS_RULE_TECHNOLOGY, "cpc", NULL, "Y02W",
         "codes[2].scheme: malformed scheme \"cpc\"; expected 1 to 16 of A-Z 0-9 _"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02X",
         "codes[2].code: unknown code \"Y02X\"; not in table cpc_y02 2025"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02X30/62",
         "codes[2].code: unknown code \"Y02X30/62\"; not in table cpc_y02 2025"},
        {MUS_RULE_TECHNOLOGY, "CPC", NULL, "Y02W30",
         "codes[2].code: unknown code \"Y02W30\"; not in table cpc_y02 2025"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "I01",
         "codes[2].code: malformed symbol \"I01\"; expected an IPC symbol such as B09B or B09B "
         "3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "B0",
         "codes[2].code: malformed symbol \"B0\"; expected an IPC symbol such as B09B or B09B "
         "3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "B09b",
         "codes[2].code: malformed symbol \"B09b\"; expected an IPC symbol such as B09B or B09B "
         "3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "B09B3",
         "codes[2].code: malformed symbol \"B09B3\"; expected an IPC symbol such as B09B or B09B "
         "3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "B09B3/0",
         "codes[2].code: malformed symbol \"B09B3/0\"; expected an IPC symbol such as B09B or "
         "B09B 3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC", NULL, "B09B12345/00",
         "codes[2].code: malformed symbol \"B09B12345/00\"; expected an IPC symbol such as B09B "
         "or B09B 3/00"},
        {MUS_RULE_TECHNOLOGY, "IPC_GREEN", NULL, "B09C",
         "codes[2].code: unknown code \"B09C\"; not in table ipc_green 1"},
        {MUS_RULE_TECHNOLOGY, "SDG", NULL, "18",
         "codes[2].code: unknown code \"18\"; not in table sdg 1"},
        {MUS_RULE_TECHNOLOGY, "FAIR", NULL, "fire",
         "codes[2].code: unknown code \"fire\"; not in table fair_categories 2025"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        assert_int_equal(check_code(rows[i].rule, rows[i].scheme, rows[i].version, rows[i].code,
                                    &FIXTURE_TABLES, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void naming_the_versions_may_run_out_of_memory(void **state)
{
    (void)state;
    struct mus_error err = {0};
    mus_mem_fail_at(1, true);
    enum mus_status status =
        check_code(MUS_RULE_INDUSTRY, "JSIC", "12", "24", &FIXTURE_TABLES, &err);
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
}

static void purposes_are_looked_up(void **state)
{
    (void)state;
    struct mus_error err = {0};
    struct mus_place place = {0};
    assert_int_equal(mus_rule_check_purpose(MUS_TEXT("sales"), &FIXTURE_TABLES, &place, &err),
                     MUS_OK);
    assert_int_equal(mus_rule_check_purpose(MUS_TEXT("selling"), NULL, &place, &err), MUS_OK);
    assert_int_equal(mus_rule_check_purpose(MUS_TEXT("selling"), &FIXTURE_TABLES, &place, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "unknown code \"selling\"; expected a purpose such as sales, "
                                     "procurement or alliance");
}

static void addresses_are_looked_at_without_being_repeated(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum mus_status status;
    } rows[] = {
        {"t@example.jp", MUS_OK},       {"田中@例え.jp", MUS_OK},     {"a@b", MUS_OK},
        {"tanaka", MUS_INVALID},        {"@example.jp", MUS_INVALID}, {"tanaka@", MUS_INVALID},
        {"a@b@c", MUS_INVALID},         {"a b@c.jp", MUS_INVALID},    {"a@b.jp\n", MUS_INVALID},
        {"t＠example.jp", MUS_INVALID}, {"a@", MUS_INVALID},          {"", MUS_INVALID},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mus_error err = {0};
        struct mus_place place = {0};
        assert_int_equal(mus_rule_check_email(mus_text_of(rows[i].text), &place, &err),
                         rows[i].status);
        assert_string_equal(err.message, rows[i].status == MUS_OK ? "" : "no e-mail address");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_texts_are_accepted),
        cmocka_unit_test(bad_texts_are_refused_with_the_place),
        cmocka_unit_test(without_tables_only_the_form_is_judged),
        cmocka_unit_test(good_codes_are_accepted),
        cmocka_unit_test(bad_codes_are_refused_with_the_member),
        cmocka_unit_test(naming_the_versions_may_run_out_of_memory),
        cmocka_unit_test(purposes_are_looked_up),
        cmocka_unit_test(addresses_are_looked_at_without_being_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
