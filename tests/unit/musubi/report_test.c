#include "musubi_fixture.h"

#include <sys/stat.h>

#include "codec/json.h"

#define RULES(id, confirmed)                                                                       \
    "{\"format\":\"musubi-rules/1\",\"id\":\"" id                                                  \
    "\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"},"                                           \
    "\"indicator\":\"city-matches\",\"from_fiscal_year\":2014,\"home_country\":\"JP\","            \
    "\"named\":[{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":" confirmed     \
    "}],\"reported\":[{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":false}]," \
    "\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"],\"same_company\":\"corporate_number\"}"

static void record(struct place *place, const char *json)
{
    ok(place,
       mus_ledger_record(place->musubi, json, strlen(json), "佐藤", &place->sink, &place->err));
    clear(place);
}

static void adopt(struct place *place, const char *rules)
{
    ok(place, mus_rules_adopt(place->musubi, file(place, "rules.json", rules), "佐藤", &place->sink,
                              &place->err));
    clear(place);
}

/* On 23 November 2026: a rule set that asks for a second person, one that does not and is in force,
 * a target, a pair, and a questionnaire. */
static int make_ledger(void **state)
{
    if (make_store(state) != 0) {
        return -1;
    }
    struct place *place = *state;
    put(place, "{\"id\":\"c-1\",\"name\":{\"ja\":\"一\"},\"country\":\"JP\"}");
    put(place, "{\"id\":\"c-2\",\"name\":{\"ja\":\"二\"},\"country\":\"VN\"}");
    adopt(place, RULES("strict", "true"));
    adopt(place, RULES("standard", "false"));
    record(place, "{\"kind\":\"figure\",\"fiscal_year\":2026,\"figure\":\"target\",\"value\":800,"
                  "\"indicator\":\"city-matches\",\"source\":\"計画\"}");
    record(place, "{\"kind\":\"named\",\"companies\":[\"c-1\",\"c-2\"],\"stage\":\"concluded\","
                  "\"date\":\"2026-05-11\",\"programme\":\"KOBS\",\"purpose\":\"sales\"}");
    record(place, "{\"kind\":\"reported\",\"respondent\":\"c-1\",\"side\":\"exhibitor\",\"n\":7,"
                  "\"date\":\"2026-11-13\",\"programme\":\"FAIR\",\"edition\":\"2026\"}");
    return 0;
}

static enum mus_status ask(struct place *place, struct mus_report_options options)
{
    return mus_report_indicator(place->musubi, &options, &place->sink, &place->err);
}

static struct mus_json *answer(struct place *place)
{
    struct mus_json *json = NULL;
    assert_int_equal(place->answers, 1);
    struct mus_text text = {place->out.data, place->out.len - 1};
    ok(place, mus_json_parse_reply(text, &json, &place->err));
    clear(place);
    return json;
}

static int64_t number(const struct mus_json *json, const char *key)
{
    return mus_json_integer(mus_json_get(json, key));
}

static void the_number_of_this_fiscal_year_comes_with_all_its_parts(void **state)
{
    struct place *place = *state;
    ok(place, ask(place, (struct mus_report_options){0}));
    struct mus_json *json = answer(place);
    assert_int_equal(number(json, "fiscal_year"), 2026);
    assert_int_equal(number(json, "total"), 8);
    assert_int_equal(number(json, "named"), 1);
    assert_int_equal(number(json, "reported"), 7);
    assert_int_equal(number(json, "target"), 800);
    assert_int_equal(number(mus_json_get(json, "by_country"), "VN"), 1);
    assert_int_equal(number(mus_json_get(json, "by_month"), "2026-11"), 7);
    assert_int_equal(number(mus_json_get(json, "ledger"), "size"), 5);
    assert_int_equal(mus_json_count(mus_json_get(json, "months")), 12);
    assert_int_equal(mus_json_type(mus_json_get(json, "published_below")), MUS_JSON_NULL);
    assert_true(mus_text_equals(mus_json_text(mus_json_get(json, "rule_set")), "standard"));
    assert_true(mus_text_equals(mus_json_text(mus_json_get(json, "as_of")), "2026-11-23"));
    mus_json_free(json);
}

static void fiscal_years_are_read_as_people_write_them(void **state)
{
    struct place *place = *state;
    static const char *const YEARS[] = {"2026", "FY2026", "令和8年度", "R8"};
    for (size_t i = 0; i < 4; i++) {
        ok(place, ask(place, (struct mus_report_options){.fiscal_year = YEARS[i]}));
        struct mus_json *json = answer(place);
        assert_int_equal(number(json, "total"), 8);
        mus_json_free(json);
    }
    expect(place, ask(place, (struct mus_report_options){.fiscal_year = "next"}), MUS_INVALID,
           place->err.message);
    assert_memory_equal(place->err.message, "--fy: ", 6);
}

static void hidden_numbers_are_null(void **state)
{
    struct place *place = *state;
    ok(place, ask(place, (struct mus_report_options){.suppress_below = 3}));
    struct mus_json *json = answer(place);
    const struct mus_json *programmes = mus_json_get(json, "by_programme");
    assert_int_equal(mus_json_type(mus_json_get(programmes, "KOBS")), MUS_JSON_NULL);
    assert_int_equal(mus_json_type(mus_json_get(programmes, "FAIR")), MUS_JSON_NULL);
    assert_int_equal(number(json, "published_below"), 3);
    assert_int_equal(number(json, "total"), 8);
    mus_json_free(json);
}

static void what_lies_ahead_is_no_day_to_report_on(void **state)
{
    struct place *place = *state;
    expect(place, ask(place, (struct mus_report_options){.as_of = "2026-11-24"}), MUS_INVALID,
           "--as-of: 2026-11-24 lies after today");
    expect(place, ask(place, (struct mus_report_options){.as_of = "令和8年11月22日"}),
           MUS_NOT_FOUND,
           "no rule set is in force for fiscal year 2026; adopt one with: musubi rules adopt FILE");
    ok(place, ask(place, (struct mus_report_options){.as_of = "2026-11-23"}));
}

static void rule_sets_that_are_not_there_are_not_found(void **state)
{
    struct place *place = *state;
    expect(place, ask(place, (struct mus_report_options){.rule_set = "lost"}), MUS_NOT_FOUND,
           "no rule set \"lost\" in the ledger");
}

static void documents_are_answered_or_written(void **state)
{
    struct place *place = *state;
    char path[96];
    struct stat info;
    snprintf(path, sizeof path, "%s/report.csv", place->top);
    ok(place, ask(place, (struct mus_report_options){.format = "csv"}));
    struct mus_json *json = answer(place);
    size_t len = mus_json_text(mus_json_get(json, "content")).len;
    assert_true(len > 100);
    mus_json_free(json);
    ok(place, ask(place, (struct mus_report_options){.format = "csv", .output = path}));
    json = answer(place);
    assert_int_equal(number(json, "bytes"), len);
    assert_null(mus_json_get(json, "content"));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, len);
    mus_json_free(json);
}

static void the_reply_itself_can_be_written(void **state)
{
    struct place *place = *state;
    char path[96];
    struct stat info;
    snprintf(path, sizeof path, "%s/report.json", place->top);
    ok(place, ask(place, (struct mus_report_options){.format = "json", .output = path}));
    struct mus_json *json = answer(place);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, number(json, "bytes"));
    mus_json_free(json);
}

static void formats_that_do_not_go_together_are_refused(void **state)
{
    struct place *place = *state;
    expect(place, ask(place, (struct mus_report_options){.format = "pdf"}), MUS_INVALID,
           "--format: this report has no format \"pdf\"");
    expect(place, ask(place, (struct mus_report_options){.format = "xlsx"}), MUS_INVALID,
           "--format xlsx: a workbook needs a file: --output FILE");
    expect(place, ask(place, (struct mus_report_options){.output = "x"}), MUS_INVALID,
           "--output: expected --format json, csv, html or xlsx beside it");
    expect(place, ask(place, (struct mus_report_options){.language = "fr"}), MUS_INVALID,
           "--lang: expected ja or en, found \"fr\"");
    expect(place, ask(place, (struct mus_report_options){.suppress_below = -1}), MUS_INVALID,
           "--suppress-below: expected 0 or more, found -1");
    struct mus_report_options text = {.format = "text"};
    expect(place, mus_report_yearly(place->musubi, &text, &place->sink, &place->err), MUS_INVALID,
           "--format: this report has no format \"text\"");
    assert_int_equal(place->answers, 0);
}

static void the_yearly_document_is_html_in_either_language(void **state)
{
    struct place *place = *state;
    struct mus_report_options options = {.publisher = "川崎市"};
    ok(place, mus_report_yearly(place->musubi, &options, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "\"format\":\"html\""));
    assert_non_null(strstr(place->out.data, "川崎市"));
    assert_non_null(strstr(place->out.data, "lang=\\\"ja\\\""));
    clear(place);
    options.language = "en";
    ok(place, mus_report_yearly(place->musubi, &options, &place->sink, &place->err));
    assert_non_null(strstr(place->out.data, "lang=\\\"en\\\""));
}

static void two_rule_sets_are_compared(void **state)
{
    struct place *place = *state;
    ok(place, mus_report_compare(place->musubi, "2026", "standard", "strict", NULL, &place->sink,
                                 &place->err));
    struct mus_json *json = answer(place);
    assert_int_equal(number(mus_json_get(json, "a"), "total"), 8);
    assert_int_equal(number(mus_json_get(json, "b"), "total"), 7);
    const struct mus_json *entries = mus_json_get(json, "entries");
    assert_int_equal(mus_json_count(entries), 1);
    const struct mus_json *strict = mus_json_get(mus_json_at(entries, 0), "b");
    const struct mus_json *because = mus_json_at(mus_json_get(strict, "because"), 0);
    assert_true(mus_text_equals(mus_json_text(mus_json_get(because, "reason")), "unconfirmed"));
    assert_int_equal(mus_json_type(mus_json_get(because, "same_as")), MUS_JSON_NULL);
    mus_json_free(json);
    expect(place,
           mus_report_compare(place->musubi, "2026", "standard", "lost", NULL, &place->sink,
                              &place->err),
           MUS_NOT_FOUND, "no rule set \"lost\" in the ledger");
}

static void a_reader_that_goes_away_ends_the_report(void **state)
{
    struct place *place = *state;
    place->refuse_at = 1;
    expect(place, ask(place, (struct mus_report_options){0}), MUS_IO, "the reader has gone");
}

static void each_allocation_may_fail(void **state)
{
    struct place *place = *state;
    struct mus_report_options options = {.format = "csv"};
    for (uint64_t n = 1;; n++) {
        mus_mem_fail_at(n, false);
        enum mus_status status =
            mus_report_indicator(place->musubi, &options, &place->sink, &place->err);
        bool reached = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (!reached) {
            ok(place, status);
            return;
        }
        if (!place->out.failed) { /* the fixture's own copy may be what failed */
            assert_int_equal(status, MUS_NO_MEMORY);
        }
        place->out.failed = false;
        clear(place);
    }
}

#define IN_LEDGER(test) cmocka_unit_test_setup_teardown(test, make_ledger, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(the_number_of_this_fiscal_year_comes_with_all_its_parts),
        IN_LEDGER(fiscal_years_are_read_as_people_write_them),
        IN_LEDGER(hidden_numbers_are_null),
        IN_LEDGER(what_lies_ahead_is_no_day_to_report_on),
        IN_LEDGER(rule_sets_that_are_not_there_are_not_found),
        IN_LEDGER(documents_are_answered_or_written),
        IN_LEDGER(the_reply_itself_can_be_written),
        IN_LEDGER(formats_that_do_not_go_together_are_refused),
        IN_LEDGER(the_yearly_document_is_html_in_either_language),
        IN_LEDGER(two_rule_sets_are_compared),
        IN_LEDGER(a_reader_that_goes_away_ends_the_report),
        IN_LEDGER(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
