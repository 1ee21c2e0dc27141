#include "import/value.h"

#include "import/target.h"
#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_arena row;
    struct mus_tables tables;
};

static int setup(void **state)
{
    static struct world world;
    world = (struct world){0};
    built_in_tables(&world.arena, &world.tables);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    mus_arena_done(&world->arena);
    mus_arena_done(&world->row);
    return 0;
}

struct reading {
    int64_t unit;
    const char *separators;
};

static enum mus_status read_with(struct world *world, const char *path, const char *text,
                                 struct reading reading, struct mus_value *value,
                                 struct mus_text *note, struct mus_error *err)
{
    struct mus_target target;
    struct mus_value_reader reader = {
        .tables = &world->tables,
        .arena = &world->row,
        .unit = reading.unit == 0 ? 1 : reading.unit,
        .separators = reading.separators == NULL ? MUS_NO_TEXT : mus_text_of(reading.separators)};
    assert_int_equal(mus_target_read(mus_text_of(path), &target, NULL), MUS_OK);
    enum mus_status status = mus_value_read(&reader, &target.part, mus_text_of(text), value, err);
    *note = reader.note;
    return status;
}

/* The value as one word: "-" where none is given. */
static void write_value(const char *path, const struct mus_value *value, struct mus_buf *out)
{
    struct mus_target target;
    assert_int_equal(mus_target_read(mus_text_of(path), &target, NULL), MUS_OK);
    if (!value->given) {
        mus_buf_add_z(out, "-");
        return;
    }
    switch (target.part.type) {
    case MUS_VALUE_TEXT:
        mus_buf_add_text(out, value->as.text);
        break;
    case MUS_VALUE_NUMBER:
    case MUS_VALUE_YEAR:
    case MUS_VALUE_PERCENT:
        mus_buf_printf(out, "%lld", (long long)value->as.number);
        break;
    case MUS_VALUE_WORD:
        mus_buf_add_z(out, mus_vocabulary_code(target.part.vocabulary, value->as.word));
        break;
    case MUS_VALUE_WORD_SET:
        mus_buf_printf(out, "%u", value->as.set);
        break;
    case MUS_VALUE_TEXTS:
        for (size_t i = 0; i < value->as.texts.count; i++) {
            mus_buf_add_z(out, i == 0 ? "" : "|");
            mus_buf_add_text(out, value->as.texts.items[i]);
        }
        break;
    case MUS_VALUE_CODES:
        for (size_t i = 0; i < value->as.codes.count; i++) {
            const struct mus_code *code = &value->as.codes.items[i];
            mus_buf_printf(out, "%s%.*s:%.*s:%.*s", i == 0 ? "" : "|", MUS_TEXT_ARG(code->scheme),
                           MUS_TEXT_ARG(code->version), MUS_TEXT_ARG(code->code));
        }
        break;
    case MUS_VALUE_DATE:
        mus_date_write_iso(out, value->as.date);
        break;
    case MUS_VALUE_ANSWER:
        mus_buf_add_z(out, value->as.answer == MUS_ANSWER_YES ? "yes" : "no");
        break;
    case MUS_VALUE_FLAG:
        mus_buf_add_z(out, value->as.flag ? "true" : "false");
        break;
    }
}

static void assert_value_with(struct world *world, const char *path, const char *text,
                              struct reading reading, const char *expected)
{
    struct mus_buf found = {0};
    struct mus_value value = {0};
    struct mus_text note;
    struct mus_error err = {0};
    enum mus_status status = read_with(world, path, text, reading, &value, &note, &err);
    if (status != MUS_OK) {
        print_error("%s \"%s\": %s\n", path, text, err.message);
    }
    assert_int_equal(status, MUS_OK);
    write_value(path, &value, &found);
    assert_string_equal(found.data == NULL ? "" : found.data, expected);
    mus_buf_done(&found);
}

static void assert_value(struct world *world, const char *path, const char *text,
                         const char *expected)
{
    assert_value_with(world, path, text, (struct reading){0}, expected);
}

static void assert_refused(struct world *world, const char *path, const char *text,
                           const char *message)
{
    struct mus_value value = {0};
    struct mus_text note;
    struct mus_error err = {0};
    assert_int_equal(read_with(world, path, text, (struct reading){0}, &value, &note, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, message);
}

static void missing_is_never_a_value(void **state)
{
    static const char *const words[] = {"-",   "－",   "ー",  "—",        "なし",    "無し",
                                        "N/A", "#N/A", "---", "該当なし", "特になし"};
    static const char *const paths[] = {"name.ja",   "employees", "founded_year",    "country",
                                        "languages", "stage",     "corporate_number"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        for (size_t k = 0; k < ARRAY_COUNT(paths); k++) {
            assert_value(*state, paths[k], words[i], "-");
        }
    }
    assert_value(*state, "employees", "不明", "-");
    assert_value(*state, "employees", "0", "0");
}

static void amounts_take_the_unit_of_the_column_or_their_own(void **state)
{
    assert_value(*state, "employees", "４２名", "42");
    assert_value(*state, "employees", "1,234人", "1234");
    assert_value_with(*state, "capital_jpy", "1491", (struct reading){.unit = 1000000},
                      "1491000000");
    assert_value_with(*state, "capital_jpy", "1,000万円", (struct reading){.unit = 1000000},
                      "10000000");
    assert_value(*state, "parent_share_percent", "５０％", "50");
    assert_value(*state, "parent_share_percent", "50 %", "50");
    assert_refused(*state, "employees", "多数", "expected a number, found \"多数\"");
    assert_refused(*state, "employees", "42.5", "expected a whole number, found \"42.5\"");
}

static void years_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text, *year;
    } cases[] = {{"1998", "1998"},        {"１９９８年", "1998"}, {"1998年4月", "1998"},
                 {"1998/4/1", "1998"},    {"1998-04", "1998"},    {"昭和45年", "1970"},
                 {"S45", "1970"},         {"平成元年", "1989"},   {"平成10年4月1日", "1998"},
                 {"令和2年度", "2020"},   {"578年", "578"},       {"大正12年9月", "1923"},
                 {"明治6年創業", "1873"}, {"2001.3.31", "2001"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_value(*state, "founded_year", cases[i].text, cases[i].year);
    }
    assert_refused(*state, "founded_year", "昔", "expected a year, found \"昔\"");
    assert_refused(*state, "founded_year", "98年ごろか", "expected a year, found \"98年ごろか\"");
}

static void dates_of_a_bygone_era_are_taken_with_a_doubt(void **state)
{
    struct mus_value value = {0};
    struct mus_text note;
    assert_value(*state, "review.valid_until", "令和7年4月1日", "2025-04-01");
    assert_value(*state, "review.valid_until", "2025/4/1", "2025-04-01");
    assert_int_equal(read_with(*state, "review.valid_until", "平成31年5月2日", (struct reading){0},
                               &value, &note, NULL),
                     MUS_OK);
    assert_text(note, "\"平成31年5月2日\" lies after the end of its era; taken as 2019-05-02");
    assert_refused(*state, "hold.until", "R7.2.30", "no such date \"R7.2.30\"");
}

static void codes_are_found_by_any_of_their_names(void **state)
{
    assert_value(*state, "country", "Deutschland", "DE");
    assert_value(*state, "country", "ベトナム", "VN");
    assert_value(*state, "region", "神奈川県", "JP-14");
    assert_value(*state, "region", "DE-BY", "DE-BY");
    assert_value(*state, "kind", "大学", "university");
    assert_value(*state, "stage", "first_deal", "first_deal");
    assert_value(*state, "listings[0].side", "シーズ", "offer");
    assert_refused(*state, "country", "Freedonia", "\"Freedonia\" is not in the table countries");
    assert_refused(*state, "region", "どこか県", "\"どこか県\" is not in the table regions");
    assert_refused(*state, "kind", "幽霊", "\"幽霊\" is not in the table kinds");
}

static void a_name_has_one_line_and_a_description_as_many_as_it_has(void **state)
{
    static const char *const single[] = {
        "name.ja",           "name",        "name.kana",       "city", "ward", "address",
        "listings[0].title", "hold.reason", "contacts[0].name"};
    static const char *const several[] = {"description", "description.en", "listings[0].text",
                                          "listings[0].conditions.ja",
                                          "listings[0].partner_sought.text"};
    for (size_t i = 0; i < ARRAY_COUNT(single); i++) {
        assert_value(*state, single[i], "結び \r\n\t 商事\n本店", "結び 商事 本店");
        assert_value(*state, single[i], "結び  商事", "結び  商事");
    }
    for (size_t i = 0; i < ARRAY_COUNT(several); i++) {
        assert_value(*state, several[i], "結び\n\t商事", "結び\n\t商事");
    }
    assert_value(*state, "postal_code", "〒\n２１０\n８５７７", "210 8577");
    assert_value(*state, "phone", "044-000-0000\n(代表)", "044-000-0000 (代表)");
}

static void lists_are_parted_and_each_value_stands_once(void **state)
{
    assert_value(*state, "languages", "日本語、英語", "ja|en");
    assert_value(*state, "languages", "英語／中国語", "en|zh");
    assert_value(*state, "languages", "英語, English;日本語", "en|ja");
    assert_value(*state, "target_markets", "ベトナム、ASEAN、全世界", "VN|ASEAN|any");
    assert_value(*state, "target_markets", "タイ・ベトナム", "TH|VN");
    assert_value(*state, "target_markets", "ボスニア・ヘルツェゴビナ", "BA");
    assert_value(*state, "certifications", "ISO 9001、ISO/IEC 27001\nISO 9001",
                 "ISO 9001|ISO/IEC 27001");
    assert_value(*state, "listings[0].purposes", "販路開拓", "sales");
    assert_value(*state, "channels", "オンライン、対面", "6");
    assert_value_with(*state, "languages", "日本語+英語", (struct reading){.separators = "+"},
                      "ja|en");
    assert_value(*state, "languages", "、", "-");
    assert_refused(*state, "languages", "火星語／英語",
                   "\"火星語／英語\" is not in the table languages");
    assert_refused(*state, "listings[0].purposes", "踊り", "\"踊り\" is not in the table purposes");
    assert_refused(*state, "target_markets", "Freedonia",
                   "\"Freedonia\" is not in the table countries or country_groups");
}

static void classes_have_a_scheme_and_a_version(void **state)
{
    assert_value(*state, "industries", "JSIC:14:24", "JSIC:14:24");
    assert_value(*state, "industries", "ISIC:C", "ISIC::C");
    assert_value(*state, "industries", "24、製造業", "JSIC:14:24|JSIC:14:E");
    assert_value(*state, "technology_fields", "CPC:Y02W", "CPC::Y02W");
    assert_value(*state, "technology_fields", "Y02W", "CPC::Y02W");
    assert_refused(*state, "industries", "魔法", "\"魔法\" is not in the table jsic");
    assert_refused(*state, "technology_fields", "魔法",
                   "\"魔法\" is not in the table cpc_y02, fair_categories or sdg");
}

static void numbers_that_are_texts_become_narrow(void **state)
{
    assert_value(*state, "postal_code", "〒２１０－０００７", "210-0007");
    assert_value(*state, "phone", "０４４ー２００ー２１１１", "044-200-2111");
    assert_value(*state, "corporate_number", "８７００１１０００５９０１", "8700110005901");
    assert_value(*state, "contacts[0].email", "ａ＠example.jp", "a@example.jp");
    assert_value(*state, "website", "www.example.jp/x", "http://www.example.jp/x");
    assert_value(*state, "website", "https://example.jp", "https://example.jp");
    assert_value(*state, "website", "ｗｗｗ．ｅｘａｍｐｌｅ．ｊｐ", "http://www.example.jp");
    assert_value(*state, "website", "問い合わせ中",
                 "問い合わせ中"); /* the company's check refuses it */
    assert_value(*state, "id", "c-1", "c-1");
    assert_refused(*state, "id", "c 1",
                   "malformed id \"c 1\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -");
}

static void answers_are_yes_or_no(void **state)
{
    assert_value(*state, "consent.share_profile", "はい", "yes");
    assert_value(*state, "consent.share_profile", "同意しない", "no");
    assert_value(*state, "consent.share_profile", "なし", "no");
    assert_value(*state, "listings[0].anonymous", "○", "true");
    assert_value(*state, "listings[0].anonymous", "×", "false");
    assert_value(*state, "listings[0].anonymous", "ＹＥＳ", "true");
    assert_refused(*state, "listings[0].anonymous", "たぶん",
                   "expected yes or no, found \"たぶん\"");
}

static void a_name_goes_where_its_letters_belong(void **state)
{
    struct world *world = *state;
    struct mus_value value = {0};
    struct mus_text note;
    assert_int_equal(read_with(world, "name", "結び商事", (struct reading){0}, &value, &note, NULL),
                     MUS_OK);
    assert_false(value.latin);
    assert_int_equal(
        read_with(world, "name", "Münster GmbH", (struct reading){0}, &value, &note, NULL), MUS_OK);
    assert_true(value.latin);
}

static void a_list_has_a_limit(void **state)
{
    struct mus_buf text = {0};
    struct mus_value value = {0};
    struct mus_text note;
    struct mus_error err = {0};
    for (int i = 0; i < MUS_MAX_LIST; i++) {
        mus_buf_printf(&text, "ISO %d、", i);
    }
    assert_int_equal(
        read_with(*state, "certifications", text.data, (struct reading){0}, &value, &note, &err),
        MUS_OK);
    assert_int_equal(value.as.texts.count, MUS_MAX_LIST);
    mus_buf_add_z(&text, "one more");
    assert_int_equal(
        read_with(*state, "certifications", text.data, (struct reading){0}, &value, &note, &err),
        MUS_LIMIT);
    assert_string_equal(err.message, "more than 200 elements");
    mus_buf_done(&text);
}

static void what_is_stored_can_be_cleared(void **state)
{
    struct mus_company company = {0};
    struct mus_target target;
    struct mus_value value = {0};
    struct mus_text note;
    assert_int_equal(mus_target_read(MUS_TEXT("hold.until"), &target, NULL), MUS_OK);
    assert_int_equal(
        read_with(*state, "hold.until", "2027-03-31", (struct reading){0}, &value, &note, NULL),
        MUS_OK);
    mus_value_store(&value, &target.part, &company);
    assert_int_equal(company.hold.until, value.as.date);
    mus_value_clear(&target.part, &company);
    assert_int_equal(company.hold.until, MUS_NO_DATE);
}

static void every_failing_allocation_is_told(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *path, *text;
    } cases[] = {{"languages", "英語／中国語、日本語"},
                 {"industries", "24、製造業"},
                 {"website", "www.example.jp"},
                 {"review.valid_until", "平成31年5月2日"},
                 {"postal_code", "〒２１０"},
                 {"target_markets", "全世界"},
                 {"consent.share_profile", "はい"},
                 {"founded_year", "昭和45年"},
                 {"address", "川崎区\n1-2"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
            struct mus_value value = {0};
            struct mus_text note;
            mus_arena_done(&world->row);
            mus_mem_fail_at(n, false);
            status = read_with(world, cases[i].path, cases[i].text, (struct reading){0}, &value,
                               &note, NULL);
            mus_mem_fail_at(0, false);
        }
        assert_int_equal(status, MUS_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_is_never_a_value),
        cmocka_unit_test(amounts_take_the_unit_of_the_column_or_their_own),
        cmocka_unit_test(years_are_read_as_people_write_them),
        cmocka_unit_test(dates_of_a_bygone_era_are_taken_with_a_doubt),
        cmocka_unit_test(codes_are_found_by_any_of_their_names),
        cmocka_unit_test(a_name_has_one_line_and_a_description_as_many_as_it_has),
        cmocka_unit_test(lists_are_parted_and_each_value_stands_once),
        cmocka_unit_test(classes_have_a_scheme_and_a_version),
        cmocka_unit_test(numbers_that_are_texts_become_narrow),
        cmocka_unit_test(answers_are_yes_or_no),
        cmocka_unit_test(a_name_goes_where_its_letters_belong),
        cmocka_unit_test(a_list_has_a_limit),
        cmocka_unit_test(what_is_stored_can_be_cleared),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
