#include "import/headings.h"

#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_tables tables;
    struct mus_map map;
    struct mus_headings_notes notes;
    struct mus_error err;
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
    return 0;
}

/* Headings parted by | */
static enum mus_status make(struct world *world, const char *headings)
{
    struct mus_text items[40];
    size_t count = 0;
    const char *from = headings;
    for (;;) {
        const char *end = strchr(from, '|');
        items[count++] = (struct mus_text){from, end == NULL ? strlen(from) : (size_t)(end - from)};
        if (end == NULL) {
            break;
        }
        from = end + 1;
    }
    world->err = (struct mus_error){0};
    return mus_headings_map((struct mus_texts){items, count}, &world->tables, &world->arena,
                            &world->map, &world->notes, &world->err);
}

/* "path@column" or "path=constant", parted by blanks; a unit other than 1 behind *. */
static void assert_map(struct world *world, const char *headings, const char *expected)
{
    struct mus_buf found = {0};
    enum mus_status status = make(world, headings);
    if (status != MUS_OK) {
        print_error("%s\n", world->err.message);
    }
    assert_int_equal(status, MUS_OK);
    for (size_t i = 0; i < world->map.field_count; i++) {
        const struct mus_map_field *field = &world->map.fields[i];
        const struct mus_map_rule *rule = &field->rules[0];
        mus_buf_printf(&found, "%s%.*s", i == 0 ? "" : " ", MUS_TEXT_ARG(field->path));
        if (rule->constant.ptr != NULL) {
            mus_buf_printf(&found, "=%.*s", MUS_TEXT_ARG(rule->constant));
        } else {
            mus_buf_printf(&found, "@%zu", rule->columns[0].at);
        }
        if (rule->unit != 1) {
            mus_buf_printf(&found, "*%lld", (long long)rule->unit);
        }
    }
    assert_string_equal(found.data == NULL ? "" : found.data, expected);
    mus_buf_done(&found);
}

static void japanese_headings_are_understood(void **state)
{
    assert_map(
        *state,
        "企業名|フリガナ|英語名|法人番号|郵便番号|所在地|都道府県|市区町村|電話番号|従業員数|業種|"
        "設立年|ＵＲＬ|国名|対象国|対応言語|事業内容",
        "name.ja@0 name.kana@1 name.en@2 corporate_number@3 postal_code@4 address@5 region@6 "
        "city@7 phone@8 employees@9 industries@10 founded_year@11 website@12 country@13 "
        "target_markets@14 languages@15 description.ja@16");
    assert_int_equal(((struct world *)*state)->notes.count, 0);
}

static void english_headings_are_understood(void **state)
{
    assert_map(*state, "Company Name|Country|Address|Website|Number of employees|Languages",
               "name@0 country@1 address@2 website@3 employees@4 languages@5");
}

static void the_format_s_own_names_are_understood(void **state)
{
    assert_map(*state, "id|source.id|name.ja|employees|listings[3].title.en|hold.reason",
               "id@0 source.id@1 name.ja@2 employees@3 listings[3].title.en@4 hold.reason@5");
}

static void the_unit_of_the_capital_stands_in_its_heading(void **state)
{
    static const struct {
        const char *heading, *expected;
    } cases[] = {{"資本金（百万円）", "capital_jpy@1*1000000"},
                 {"資本金(千円)", "capital_jpy@1*1000"},
                 {"資本金［万円］", "capital_jpy@1*10000"},
                 {"資本金", "capital_jpy@1"},
                 {"資本金（円）", "capital_jpy@1"},
                 {"資本金 単位：億円", "capital_jpy@1*100000000"},
                 {"Capital (JPY million)", "capital_jpy@1*1000000"},
                 {"capital_jpy", "capital_jpy@1"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        char headings[128];
        char expected[128];
        snprintf(headings, sizeof headings, "name.en|%s", cases[i].heading);
        snprintf(expected, sizeof expected, "name.en@0 %s", cases[i].expected);
        assert_map(*state, headings, expected);
    }
}

static void remarks_in_headings_do_not_count(void **state)
{
    assert_map(*state, "企業名（必須）|※電話番号|【任意】言語（複数選択可）|国名",
               "name.ja@0 phone@1 languages@2 country@3");
}

static void a_form_s_offer_and_need_become_listings(void **state)
{
    assert_map(*state, "企業名|国|シーズ|ニーズ|キーワード",
               "name.ja@0 country@1 listings[0].text@2 listings[1].text@3 listings[0].keywords@4 "
               "listings[0].side=offer listings[1].side=need");
}

static void of_two_names_each_has_its_script(void **state)
{
    assert_map(*state, "企業名|Company name|国", "name.ja@0 name.en@1 country@2");
    assert_map(*state, "英語名|Company name|国", "name.en@0 name.ja@1 country@2");
}

static void the_one_telephone_beside_a_person_is_that_person_s(void **state)
{
    struct world *world = *state;
    assert_map(world, "企業名|国|担当者|電話番号（必須）",
               "name.ja@0 country@1 contacts[0].name@2 contacts[0].phone@3");
    assert_int_equal(world->notes.count, 1);
    assert_text(world->notes.items[0],
                "column D (\"電話番号（必須）\") is taken as the contact's telephone");
    assert_map(world, "企業名|TEL|国|メールアドレス",
               "name.ja@0 contacts[0].phone@1 country@2 contacts[0].email@3");
    assert_map(world, "Company|Country|Phone|E-mail",
               "name@0 country@1 contacts[0].phone@2 contacts[0].email@3");
    assert_map(world, "企業名|国|担当者|代表電話",
               "name.ja@0 country@1 contacts[0].name@2 phone@3");
    assert_map(world, "企業名|国|担当者|電話番号|担当者電話",
               "name.ja@0 country@1 contacts[0].name@2 phone@3 contacts[0].phone@4");
    assert_map(world, "name.ja|country|phone|contacts[0].name",
               "name.ja@0 country@1 phone@2 contacts[0].name@3");
    assert_map(world, "企業名|国|電話番号", "name.ja@0 country@1 phone@2");
    assert_int_equal(world->notes.count, 0);
}

static void what_is_not_understood_is_told(void **state)
{
    struct world *world = *state;
    assert_map(world, "企業名|備考|国|musubi_error||血液型", "name.ja@0 country@2");
    assert_int_equal(world->notes.count, 2);
    assert_text(world->notes.items[0], "column B (\"備考\") was not understood and is passed over");
    assert_text(world->notes.items[1],
                "column F (\"血液型\") was not understood and is passed over");
}

static void a_japanese_list_without_countries_is_one_of_japan(void **state)
{
    struct world *world = *state;
    assert_map(world, "会社名|住所", "name.ja@0 address@1 region@1 country=JP");
    assert_int_equal(world->notes.count, 1);
    assert_text(world->notes.items[0],
                "no column gives the country; JP is taken, since the headings are Japanese");
    assert_map(world, "Company|Address", "name@0 address@1 region@1");
    assert_int_equal(world->notes.count, 0);
}

static void a_heading_with_two_meanings_is_refused(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *headings, *message;
    } cases[] = {
        {"企業名|分野",
         "column B (\"分野\") can mean industries or technology_fields; say which with a map"},
        {"名前", "column A (\"名前\") can mean name.ja or contacts[0].name; say which with a map"},
        {"企業名|区分", "column B (\"区分\") can mean kind or main_business; say which with a map"},
        {"企業名|地域",
         "column B (\"地域\") can mean country, region or target_markets; say which with a map"},
        {"企業名|住所|所在地",
         "columns B (\"住所\") and C (\"所在地\") both mean address; say which with a map"},
        {"企業名|英語名|Company name",
         "column C (\"Company name\") can mean name.ja or name.en, which other columns are; say "
         "which with a map"},
        {"備考|血液型", "none of the headings is understood; say with a map what the columns are; "
                        "if they stand further down, say --header-row N"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(make(world, cases[i].headings), MUS_INVALID);
        assert_string_equal(world->err.message, cases[i].message);
    }
}

static void every_failing_allocation_is_told(void **state)
{
    struct world *world = *state;
    static const struct mus_text items[] = {{"会社名", 9}, {"Company", 7}, {"住所", 6},
                                            {"シーズ", 9}, {"備考", 6},    {"電話", 6},
                                            {"担当者", 9}};
    const struct mus_texts header = {items, ARRAY_COUNT(items)};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_map map;
        struct mus_headings_notes notes;
        mus_mem_fail_at(n, false);
        status = mus_headings_map(header, &world->tables, &arena, &map, &notes, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_headings_are_understood),
        cmocka_unit_test(english_headings_are_understood),
        cmocka_unit_test(the_format_s_own_names_are_understood),
        cmocka_unit_test(the_unit_of_the_capital_stands_in_its_heading),
        cmocka_unit_test(remarks_in_headings_do_not_count),
        cmocka_unit_test(a_form_s_offer_and_need_become_listings),
        cmocka_unit_test(of_two_names_each_has_its_script),
        cmocka_unit_test(the_one_telephone_beside_a_person_is_that_person_s),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(a_japanese_list_without_countries_is_one_of_japan),
        cmocka_unit_test(a_heading_with_two_meanings_is_refused),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
