/* Companies and tables for the tests of this folder. */
#ifndef MUS_TEST_COMPANY_FIXTURE_H
#define MUS_TEST_COMPANY_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "codec/json.h"
#include "codec/json_write.h"
#include "profile/company_json.h"
#include "profile/table.h"

/* Every field of the exchange format. */
#define FULL_COMPANY                                                                                    \
    "{\"id\":\"c-0042\",\"source\":{\"name\":\"fair-2025\",\"id\":\"E-014\"},"                          \
    "\"name\":{\"ja\":\"株式会社結び\",\"kana\":\"ムスビ\",\"en\":\"Musubi Co., Ltd.\"},"      \
    "\"corporate_number\":\"8700110005901\",\"kind\":\"company\",\"status\":\"merged\","                \
    "\"successor\":\"c-1\",\"group\":\"結びグループ\",\"country\":\"JP\",\"region\":\"JP-14\","   \
    "\"city\":\"川崎市\",\"ward\":\"中原区\",\"postal_code\":\"211-0053\",\"address\":\"1-2-3\"," \
    "\"phone\":\"044-000-0000\",\"founded_year\":1998,\"employees\":42,\"capital_jpy\":10000000,"       \
    "\"main_business\":\"manufacturing\",\"parent_share_percent\":0,"                                   \
    "\"website\":\"https://example.jp/\",\"languages\":[\"ja\",\"en\"],"                                \
    "\"certifications\":[\"ISO 14001\"],"                                                               \
    "\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"}],"                        \
    "\"technology_fields\":[{\"scheme\":\"CPC\",\"code\":\"Y02W\"}],"                                   \
    "\"description\":{\"ja\":\"水処理装置\",\"en\":\"Water treatment\"},"                          \
    "\"target_markets\":[\"ID\",\"ASEAN\"],\"presence\":[\"TH\"],\"stage\":\"study\","                  \
    "\"channels\":[\"online\",\"face_to_face\"],"                                                       \
    "\"listings\":[{\"id\":\"l1\",\"side\":\"offer\",\"purposes\":[\"sales\"],"                         \
    "\"title\":{\"ja\":\"膜\"},\"text\":{\"ja\":\"膜分離\",\"en\":\"Membranes\"},"                  \
    "\"keywords\":[\"MBR\"],"                                                                           \
    "\"technology_fields\":[{\"scheme\":\"IPC\",\"code\":\"C02F 3/12\"}],"                              \
    "\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"13\",\"code\":\"24\"}],"                        \
    "\"markets\":[\"VN\",\"any\"],\"partner_sought\":{\"kinds\":[\"company\",\"trading_company\"]"      \
    ",\"countries\":[\"ASEAN\"],\"sizes\":[\"sme\"],"                                                   \
    "\"industries\":[{\"scheme\":\"HS\",\"code\":\"8421\"}],\"text\":{\"en\":\"Dealer\"}},"             \
    "\"conditions\":{\"ja\":\"独占\"},\"valid_until\":\"2027-03-31\",\"anonymous\":true}],"           \
    "\"not_with\":[\"c-9\"],"                                                                           \
    "\"hold\":{\"reason\":\"export control\",\"by\":\"tanaka\",\"until\":\"2027-03-31\"},"              \
    "\"declarations\":{\"anti_social_forces\":\"declared_none\"},"                                      \
    "\"contacts\":[{\"name\":\"田中\",\"role\":\"部長\",\"email\":\"t@example.jp\","                \
    "\"phone\":\"044-000-0001\"}],"                                                                     \
    "\"consent\":{\"share_profile\":true,\"share_contacts\":\"on_acceptance\","                         \
    "\"until\":\"2027-03-31\"},\"review\":{\"state\":\"published\",\"valid_until\":"                    \
    "\"2027-03-31\"}}"

#define SMALL_COMPANY "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"country\":\"JP\"}"

static inline enum mus_status read_company(const char *text, struct mus_arena *arena,
                                           struct mus_company *company, mus_field_set *cleared,
                                           struct mus_error *err)
{
    struct mus_json *json = NULL;
    enum mus_status status = mus_json_parse(mus_text_of(text), &json, err);
    if (status == MUS_OK) {
        status = mus_company_read_json(json, arena, company, cleared, err);
    }
    mus_json_free(json);
    return status;
}

/* A company that must be readable. */
static inline struct mus_company company_of(const char *text, struct mus_arena *arena)
{
    struct mus_company company;
    struct mus_error err = {0};
    if (read_company(text, arena, &company, NULL, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return company;
}

static inline void assert_company_text(const struct mus_company *company, const char *expected)
{
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_company_write_json(&writer, company, true);
    mus_json_end(&writer);
    assert_false(buf.failed);
    assert_string_equal(buf.data, expected);
    mus_buf_done(&buf);
}

#define ROW(value)                                                                                 \
    {                                                                                              \
        .code = {(value), sizeof(value) - 1}, .valid_from = MUS_NO_DATE, .valid_to = MUS_NO_DATE   \
    }
#define TABLE(table_name, table_version, list)                                                     \
    {                                                                                              \
        .name = {(table_name), sizeof(table_name) - 1},                                            \
        .version = {(table_version), sizeof(table_version) - 1}, .rows = (list),                   \
        .count = sizeof(list) / sizeof(list)[0]                                                    \
    }

static const struct mus_table_row FIXTURE_COUNTRIES[] = {ROW("ID"), ROW("JP"), ROW("TH"),
                                                         ROW("VN")};
static const struct mus_table_row FIXTURE_GROUPS[] = {ROW("ASEAN"), ROW("EU")};
static const struct mus_table_row FIXTURE_REGIONS[] = {ROW("JP-13"), ROW("JP-14")};
static const struct mus_table_row FIXTURE_PURPOSES[] = {ROW("agent"), ROW("procurement"),
                                                        ROW("sales")};
static const struct mus_table_row FIXTURE_JSIC_13[] = {ROW("24")};
static const struct mus_table_row FIXTURE_JSIC_14[] = {ROW("24"), ROW("246")};
static const struct mus_table_row FIXTURE_CPC[] = {ROW("Y02A"), ROW("Y02W")};
static const struct mus_table_row FIXTURE_IPC_GREEN[] = {ROW("A01G23/00"), ROW("B09B")};
static const struct mus_table_row FIXTURE_SDG[] = {ROW("13"), ROW("6")};
static const struct mus_table_row FIXTURE_FAIR[] = {ROW("water")};
static const struct mus_table FIXTURE_TABLE_LIST[] = {
    TABLE("countries", "1", FIXTURE_COUNTRIES),
    TABLE("country_groups", "1", FIXTURE_GROUPS),
    TABLE("regions", "1", FIXTURE_REGIONS),
    TABLE("purposes", "1", FIXTURE_PURPOSES),
    TABLE("jsic", "14", FIXTURE_JSIC_14),
    TABLE("jsic", "13", FIXTURE_JSIC_13),
    TABLE("cpc_y02", "2025", FIXTURE_CPC),
    TABLE("ipc_green", "1", FIXTURE_IPC_GREEN),
    TABLE("sdg", "1", FIXTURE_SDG),
    TABLE("fair_categories", "2025", FIXTURE_FAIR),
};
static const struct mus_tables FIXTURE_TABLES = {
    FIXTURE_TABLE_LIST, sizeof FIXTURE_TABLE_LIST / sizeof *FIXTURE_TABLE_LIST};

#endif
