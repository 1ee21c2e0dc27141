#include "musubi_fixture.h"

static enum mus_status import(struct place *place, const char *content, bool dry_run)
{
    struct mus_table_import_options options = {.file = file(place, "t.csv", content),
                                               .name = "own",
                                               .version = "1",
                                               .columns = "code,ja",
                                               .dry_run = dry_run};
    return mus_table_import(place->musubi, &options, &place->sink, &place->err);
}

static enum mus_status show(struct place *place, const char *version)
{
    return mus_table_show(place->musubi, "own", version, NULL, &place->sink, &place->err);
}

static void a_table_can_be_used_as_soon_as_it_was_taken_in(void **state)
{
    struct place *place = *state;
    ok(place, import(place, "x,一\n", false));
    expect_answers(place, "{\"table\":\"own\",\"version\":\"1\",\"rows\":1,\"previous\":null,"
                          "\"dry_run\":false,\"lost_codes\":[]}\n");
    ok(place, show(place, NULL));
    expect_answers(place, "{\"code\":\"x\",\"ja\":\"一\"}\n");
    put(place, "{\"id\":\"c\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
               "\"industries\":[{\"scheme\":\"OWN\",\"version\":\"1\",\"code\":\"x\"}]}");
}

static void a_dry_run_takes_nothing(void **state)
{
    struct place *place = *state;
    ok(place, import(place, "x,一\n", true));
    clear(place);
    expect(place, show(place, NULL), MUS_NOT_FOUND, "no table \"own\"");
    expect(place, show(place, "1"), MUS_NOT_FOUND, "no table \"own\" of version 1");
}

static void a_version_is_never_replaced_by_another_content(void **state)
{
    struct place *place = *state;
    ok(place, import(place, "x,一\n", false));
    ok(place, import(place, "x,一\n", false));
    clear(place);
    expect(place, import(place, "x,二\n", false), MUS_CONFLICT,
           "table \"own\", version \"1\": is here already with other content");
    ok(place, show(place, NULL));
    expect_answers(place, "{\"code\":\"x\",\"ja\":\"一\"}\n");
}

static void twenty_companies_that_lose_a_code_are_named_and_all_are_counted(void **state)
{
    struct place *place = *state;
    for (int i = 0; i < 25; i++) {
        char json[200];
        snprintf(json, sizeof json,
                 "{\"id\":\"c-%02d\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
                 "\"target_markets\":[\"EU\",\"EU\"]}",
                 i);
        put(place, json);
    }
    struct mus_table_import_options options = {.file = file(place, "t.csv", "ASEAN,アセアン\n"),
                                               .name = "country_groups",
                                               .version = "9",
                                               .columns = "code,ja",
                                               .dry_run = true};
    ok(place, mus_table_import(place->musubi, &options, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"code\":\"EU\""));
    assert_non_null(strstr(place->out.data, "\"companies_count\":25,"));
    assert_non_null(strstr(place->out.data, "\"c-19\"]"));
    assert_null(strstr(place->out.data, "c-20"));
}

static void a_sink_that_refuses_ends_a_list_with_its_word(void **state)
{
    struct place *place = *state;
    place->refuse_at = 3;
    expect(place, mus_table_list(place->musubi, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    clear(place);
    expect(place, mus_table_show(place->musubi, "kinds", NULL, NULL, &place->sink, &place->err),
           MUS_IO, "the reader has gone");
}

static void a_row_is_found_by_code_label_or_synonym(void **state)
{
    static const char *const words[] = {"trading_company", "商社", "Trading company",
                                        "TRADING COMPANY"};
    struct place *place = *state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ok(place,
           mus_table_show(place->musubi, "kinds", NULL, words[i], &place->sink, &place->err));
        assert_memory_equal(place->out.data, "{\"code\":\"trading_company\"", 25);
        clear(place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(a_table_can_be_used_as_soon_as_it_was_taken_in),
        IN_STORE(a_dry_run_takes_nothing),
        IN_STORE(a_version_is_never_replaced_by_another_content),
        IN_STORE(twenty_companies_that_lose_a_code_are_named_and_all_are_counted),
        IN_STORE(a_sink_that_refuses_ends_a_list_with_its_word),
        IN_STORE(a_row_is_found_by_code_label_or_synonym),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
