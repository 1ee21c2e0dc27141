#include "musubi_fixture.h"

#define C(id, name) "{\"id\":\"" id "\",\"name\":{\"ja\":\"" name "\"},\"country\":\"JP\"}"
#define SUMMARY(id, name)                                                                          \
    "{\"id\":\"" id "\",\"name\":{\"ja\":\"" name                                                  \
    "\"},\"country\":\"JP\",\"country_name\":{\"ja\":\"日本\",\"en\":\"Japan\"},\"listings\":0}\n"

static void put_three(struct place *place)
{
    put(place, C("c-1", "川崎環境"));
    put(place, C("c-2", "横浜水"));
    put(place, C("c-3", "川崎水"));
}

static void a_list_goes_on_after_an_id_that_need_not_be_there(void **state)
{
    struct place *place = *state;
    put_three(place);
    ok(place, mus_company_list(place->musubi, "c-1", 1, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-2", "横浜水"));
    ok(place, mus_company_list(place->musubi, "c-1x", 0, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-2", "横浜水") SUMMARY("c-3", "川崎水"));
    ok(place, mus_company_list(place->musubi, NULL, 2, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-1", "川崎環境") SUMMARY("c-2", "横浜水"));
}

static void a_sink_that_refuses_ends_any_list_with_its_word(void **state)
{
    struct place *place = *state;
    put_three(place);
    place->refuse_at = 2;
    expect(place, mus_company_list(place->musubi, NULL, 0, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    assert_int_equal(place->answers, 2);
    clear(place);
    expect(place, mus_company_export(place->musubi, false, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
    clear(place);
    expect(place, mus_company_search(place->musubi, "川崎", 0, &place->sink, &place->err), MUS_IO,
           "the reader has gone");
}

static void a_search_gives_id_then_name_then_what_holds_the_words(void **state)
{
    struct place *place = *state;
    put_three(place);
    put(place, C("x-1", "川崎"));
    ok(place, mus_company_search(place->musubi, "川崎", 0, &place->sink, &place->err));
    expect_answers(place,
                   SUMMARY("x-1", "川崎") SUMMARY("c-1", "川崎環境") SUMMARY("c-3", "川崎水"));
    ok(place, mus_company_search(place->musubi, "c-2", 0, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-2", "横浜水"));
    ok(place, mus_company_search(place->musubi, "川崎", 1, &place->sink, &place->err));
    expect_answers(place, SUMMARY("x-1", "川崎"));
}

static void the_id_of_a_merged_company_finds_its_survivor_once(void **state)
{
    struct place *place = *state;
    put_three(place);
    ok(place, mus_company_merge(place->musubi, "c-1", "c-3", &place->sink, &place->err));
    clear(place);
    ok(place, mus_company_search(place->musubi, "c-3", 0, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-1", "川崎環境"));
    ok(place, mus_company_search(place->musubi, "川崎環境", 0, &place->sink, &place->err));
    expect_answers(place, SUMMARY("c-1", "川崎環境"));
}

static void a_company_without_id_gets_one(void **state)
{
    struct place *place = *state;
    static const char json[] = "{\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}";
    ok(place, mus_company_put(place->musubi, json, sizeof json - 1, &place->sink, &place->err));
    assert_memory_equal(place->out.data, "{\"company\":\"c-", 13);
    assert_non_null(
        strstr(place->out.data, "\",\"added\":true,\"changed\":[\"name.ja\",\"country\"]}"));
}

static void what_is_exported_can_be_put_again_and_changes_nothing(void **state)
{
    struct place *place = *state;
    put(place, "{\"id\":\"c-1\",\"source\":{\"name\":\"a\",\"id\":\"7\"},\"name\":{\"ja\":\"一\"},"
               "\"country\":\"JP\",\"languages\":[\"ja\"],\"listings\":[{\"id\":\"l\",\"side\":"
               "\"offer\",\"markets\":[\"VN\"]}],\"contacts\":[{\"name\":\"山田\"}],"
               "\"consent\":{\"share_contacts\":\"on_acceptance\"}}");
    ok(place, mus_company_export(place->musubi, true, &place->sink, &place->err));
    char *json = strdup(place->out.data);
    clear(place);
    ok(place, mus_company_put(place->musubi, json, strlen(json), &place->sink, &place->err));
    free(json);
    expect_answers(place, "{\"company\":\"c-1\",\"added\":false,\"changed\":[]}\n");
}

static void contacts_are_given_only_where_consent_was_and_still_is(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *consent;
        const char *state;
    } rows[] = {
        {"null", "never_asked"},
        {"{\"share_profile\":true}", "never_asked"},
        {"{\"share_contacts\":\"never\"}", "refused"},
        {"{\"share_contacts\":\"on_acceptance\",\"until\":\"2026-11-22\"}", "expired"},
        {"{\"share_contacts\":\"on_acceptance\",\"until\":\"2026-11-23\"}", "shown"},
        {"{\"share_contacts\":\"on_acceptance\"}", "shown"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char json[256];
        char expected[64];
        snprintf(json, sizeof json,
                 "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
                 "\"contacts\":[{\"name\":\"山田\"}],\"consent\":%s}",
                 rows[i].consent);
        put(place, json);
        snprintf(expected, sizeof expected, "\"contacts\":\"%s\"}", rows[i].state);
        ok(place, mus_company_show(place->musubi, "c-1", true, &place->sink, &place->err));
        assert_non_null(strstr(place->out.data, expected));
        assert_int_equal(strstr(place->out.data, "山田") != NULL,
                         strcmp(rows[i].state, "shown") == 0);
        clear(place);
        ok(place, mus_company_export(place->musubi, true, &place->sink, &place->err));
        assert_int_equal(strstr(place->out.data, "山田") != NULL,
                         strcmp(rows[i].state, "shown") == 0);
        clear(place);
        ok(place, mus_company_show(place->musubi, "c-1", false, &place->sink, &place->err));
        assert_null(strstr(place->out.data, "山田"));
        clear(place);
    }
}

static void contacts_that_are_cleared_are_gone(void **state)
{
    struct place *place = *state;
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\","
               "\"contacts\":[{\"name\":\"山田\"}]}");
    put(place, "{\"id\":\"c-1\",\"contacts\":null}");
    ok(place, mus_company_show(place->musubi, "c-1", true, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"contacts\":\"none\"}"));
    clear(place);
    ok(place, mus_check(place->musubi, &place->sink, &place->err));
}

static void a_wrong_edit_changes_nothing(void **state)
{
    struct place *place = *state;
    static const char wrong[] = "{\"id\":\"c-1\",\"city\":\"川崎市\",\"country\":\"ZZ\"}";
    put_three(place);
    ok(place, mus_company_export(place->musubi, true, &place->sink, &place->err));
    char *before = strdup(place->out.data);
    clear(place);
    expect(place,
           mus_company_put(place->musubi, wrong, sizeof wrong - 1, &place->sink, &place->err),
           MUS_INVALID,
           "country: unknown code \"ZZ\"; expected an ISO 3166-1 country code such as JP");
    ok(place, mus_company_export(place->musubi, true, &place->sink, &place->err));
    expect_answers(place, before);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STORE(a_list_goes_on_after_an_id_that_need_not_be_there),
        IN_STORE(a_sink_that_refuses_ends_any_list_with_its_word),
        IN_STORE(a_search_gives_id_then_name_then_what_holds_the_words),
        IN_STORE(the_id_of_a_merged_company_finds_its_survivor_once),
        IN_STORE(a_company_without_id_gets_one),
        IN_STORE(what_is_exported_can_be_put_again_and_changes_nothing),
        IN_STORE(contacts_are_given_only_where_consent_was_and_still_is),
        IN_STORE(contacts_that_are_cleared_are_gone),
        IN_STORE(a_wrong_edit_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
