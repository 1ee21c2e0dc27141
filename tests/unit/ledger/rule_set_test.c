#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ledger/format/rule_set.h"

/* A document with everything in it, as it is written. */
#define HEAD                                                                                       \
    "{\"format\":\"musubi-rules/1\",\"id\":\"r-1\",\"title\":{\"ja\":\"規則\",\"en\":\"Rules\"},"
#define NOTE "\"note\":{\"ja\":\"注\",\"en\":\"note\"},"
#define YEAR "\"indicator\":\"city-matches\",\"from_fiscal_year\":2014,"
#define HOME "\"home_country\":\"JP\","
#define NAMED                                                                                      \
    "\"named\":[{\"programmes\":[\"FAIR\",\"KOBS\"],\"stages\":[\"meeting_held\",\"concluded\"],"  \
    "\"confirmed\":true},{\"programmes\":[\"any\"],\"stages\":[\"concluded\"],"                    \
    "\"confirmed\":false}],"
#define REPORTED                                                                                   \
    "\"reported\":[{\"programmes\":[\"FAIR\"],\"sides\":[\"exhibitor\"],\"confirmed\":false}],"
#define ONE "\"one_match\":[\"pair\",\"purpose\",\"fiscal_year\"],"
#define SAME "\"same_company\":\"corporate_number\"}"
#define FULL HEAD NOTE YEAR HOME NAMED REPORTED ONE SAME

static struct mus_rule_set rules_of(const char *json, struct mus_arena *arena)
{
    struct mus_rule_set rules = {0};
    struct mus_error err = {0};
    if (mus_rule_set_read(mus_text_of(json), arena, &rules, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return rules;
}

static void assert_text(struct mus_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void assert_written(const char *json, const char *expected)
{
    struct mus_arena arena = {0};
    struct mus_buf written = {0};
    struct mus_rule_set rules = rules_of(json, &arena);
    mus_rule_set_write(&rules, &written);
    assert_false(written.failed);
    assert_string_equal(written.data, expected);
    mus_buf_done(&written);
    mus_arena_done(&arena);
}

/* Reading */

static void a_rule_set_is_read_with_all_it_holds(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_rule_set rules = rules_of(FULL, &arena);
    assert_text(rules.id, "r-1");
    assert_text(rules.title_ja, "規則");
    assert_text(rules.title_en, "Rules");
    assert_text(rules.note_ja, "注");
    assert_text(rules.note_en, "note");
    assert_text(rules.indicator, "city-matches");
    assert_int_equal(rules.from_fiscal_year, 2014);
    assert_memory_equal(rules.home_country, "JP", 2);
    assert_int_equal(rules.named.count, 2);
    assert_int_equal(rules.named.items[0].programmes.count, 2);
    assert_int_equal(rules.named.items[0].marks,
                     1u << MUS_LEDGER_MEETING_HELD | 1u << MUS_LEDGER_CONCLUDED);
    assert_true(rules.named.items[0].confirmed);
    assert_int_equal(rules.named.items[1].programmes.count, 0);
    assert_int_equal(rules.reported.count, 1);
    assert_int_equal(rules.reported.items[0].marks, 1u << MUS_LEDGER_EXHIBITOR);
    assert_int_equal(rules.one_match, MUS_MATCH_PURPOSE | MUS_MATCH_FISCAL_YEAR);
    assert_true(rules.same_by_number);
    mus_arena_done(&arena);
}

static void what_may_be_left_out_has_its_usual_value(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_rule_set rules =
        rules_of(HEAD YEAR NAMED "\"reported\":[],\"one_match\":[\"pair\"]}", &arena);
    assert_int_equal(rules.note_ja.len + rules.note_en.len, 0);
    assert_memory_equal(rules.home_country, "JP", 2);
    assert_int_equal(rules.reported.count, 0);
    assert_int_equal(rules.one_match, 0);
    assert_false(rules.same_by_number);
    mus_arena_done(&arena);
}

struct refusal {
    const char *json;
    enum mus_status status;
    const char *message;
};

#define WITH_NAMED(named) HEAD NOTE YEAR HOME "\"named\":" named "," REPORTED ONE SAME
#define WITH_CLAUSE(clause) WITH_NAMED("[" clause "]")
#define WITH_ONE(one) HEAD NOTE YEAR HOME NAMED REPORTED "\"one_match\":" one "," SAME
#define FORMAT_ID "{\"format\":\"musubi-rules/1\",\"id\":\"r-1\","
#define LONG_CODE "1234567890123456789012345"

static const struct refusal REFUSALS[] = {
    {"[]", MUS_INVALID, "expected an object, found an array"},
    {"{\"format\":\"musubi-rules/2\"}", MUS_INVALID,
     "format: \"musubi-rules/2\" is not known; expected \"musubi-rules/1\""},
    {"{}", MUS_INVALID, "format: \"\" is not known; expected \"musubi-rules/1\""},
    {"{\"format\":\"musubi-rules/1\",\"year\":1}", MUS_INVALID, "unknown key \"year\""},
    {"{\"format\":\"musubi-rules/1\"}", MUS_INVALID, "id: expected a string, found nothing"},
    {"{\"format\":\"musubi-rules/1\",\"id\":\" \"}", MUS_INVALID, "id: is blank"},
    {"{\"format\":\"musubi-rules/1\",\"id\":\"a b\"}", MUS_INVALID,
     "id: malformed id \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
    {FORMAT_ID "\"title\":\"x\"}", MUS_INVALID, "title: expected an object, found a string"},
    {FORMAT_ID "\"title\":{\"ja\":\"x\"}}", MUS_INVALID,
     "title.en: expected a string, found nothing"},
    {FORMAT_ID "\"title\":{\"ja\":\"x\",\"en\":\"x\",\"fr\":\"x\"}}", MUS_INVALID,
     "title: unknown key \"fr\""},
    {HEAD "\"note\":7}", MUS_INVALID, "note: expected an object, found an integer"},
    {HEAD "\"indicator\":\"123456789012345678901234567890123\"}", MUS_LIMIT,
     "indicator: 33 bytes, at most 32"},
    {HEAD "\"indicator\":\"i\",\"from_fiscal_year\":\"2014\"}", MUS_INVALID,
     "from_fiscal_year: expected an integer, found a string"},
    {HEAD "\"indicator\":\"i\",\"from_fiscal_year\":1989}", MUS_INVALID,
     "from_fiscal_year: 1989 is out of range; expected 1990 to 2200"},
    {HEAD YEAR "\"home_country\":\"Japan\"}", MUS_INVALID,
     "home_country: malformed code \"Japan\"; expected two capital letters"},
    {HEAD YEAR "\"home_country\":\"JP\"}", MUS_INVALID, "named: expected an array, found nothing"},
    {HEAD YEAR "\"named\":[]}", MUS_INVALID, "reported: expected an array, found nothing"},
    {HEAD YEAR "\"named\":[],\"reported\":[]}", MUS_INVALID,
     "\"named\" and \"reported\" are empty: nothing would count"},
    {WITH_CLAUSE("1"), MUS_INVALID, "named[0]: expected an object, found an integer"},
    {WITH_CLAUSE("{\"programmes\":[\"A\"],\"sides\":[\"visitor\"],\"confirmed\":true}"),
     MUS_INVALID, "named[0]: unknown key \"sides\""},
    {WITH_CLAUSE("{\"programmes\":[],\"stages\":[\"concluded\"],\"confirmed\":true}"), MUS_INVALID,
     "named[0].programmes: is empty"},
    {WITH_CLAUSE("{\"programmes\":[\"A B\"]}"), MUS_INVALID,
     "named[0].programmes[0]: malformed id \"A B\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
    {WITH_CLAUSE("{\"programmes\":[null]}"), MUS_INVALID,
     "named[0].programmes[0]: expected a string, found null"},
    {WITH_CLAUSE("{\"programmes\":[\"" LONG_CODE "\"]}"), MUS_LIMIT,
     "named[0].programmes[0]: 25 bytes, at most 24"},
    {WITH_CLAUSE("{\"programmes\":[\"A\",\"any\"]}"), MUS_INVALID,
     "named[0].programmes[1]: \"any\" names all programmes and stands alone"},
    {WITH_CLAUSE("{\"programmes\":[\"A\",\"B\",\"A\"]}"), MUS_INVALID,
     "named[0].programmes[2]: \"A\" stands twice"},
    {WITH_CLAUSE("{\"programmes\":[\"A\"],\"stages\":[]}"), MUS_INVALID,
     "named[0].stages: is empty"},
    {WITH_CLAUSE("{\"programmes\":[\"A\"],\"stages\":[\"visitor\"]}"), MUS_INVALID,
     "named[0].stages[0]: unknown word \"visitor\"; expected meeting_held, follow_up, concluded, "
     "first_order"},
    {WITH_CLAUSE("{\"programmes\":[\"A\"],\"stages\":[\"concluded\",\"concluded\"]}"), MUS_INVALID,
     "named[0].stages[1]: \"concluded\" stands twice"},
    {WITH_CLAUSE("{\"programmes\":[\"A\"],\"stages\":[\"concluded\"]}"), MUS_INVALID,
     "named[0].confirmed: expected a boolean, found nothing"},
    {WITH_ONE("[]"), MUS_INVALID, "one_match: is empty"},
    {WITH_ONE("[\"purpose\"]"), MUS_INVALID, "one_match: \"pair\" is missing"},
    {WITH_ONE("[\"pair\",\"stage\"]"), MUS_INVALID,
     "one_match[1]: unknown word \"stage\"; expected pair, purpose, fiscal_year, programme, "
     "edition"},
    {WITH_ONE("[\"pair\",\"pair\"]"), MUS_INVALID, "one_match[1]: \"pair\" stands twice"},
    {HEAD YEAR NAMED REPORTED ONE "\"same_company\":\"name\"}", MUS_INVALID,
     "same_company: unknown word \"name\"; expected \"id\" or \"corporate_number\""},
    {FULL " x", MUS_INVALID,
     "line 1, column 490: unexpected \"x\" where the end of the text was expected"},
};

static void what_is_wrong_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_rule_set rules;
        enum mus_status status =
            mus_rule_set_read(mus_text_of(REFUSALS[i].json), &arena, &rules, &err);
        assert_string_equal(err.message, REFUSALS[i].message);
        assert_int_equal(status, REFUSALS[i].status);
        mus_arena_done(&arena);
    }
}

/* A document with so many clauses of so many programmes. */
static struct mus_buf wide(size_t clauses, size_t programmes)
{
    struct mus_buf json = {0};
    mus_buf_add_z(&json, HEAD YEAR "\"named\":[");
    for (size_t i = 0; i < clauses; i++) {
        mus_buf_add_z(&json, i == 0 ? "{\"programmes\":[" : ",{\"programmes\":[");
        for (size_t p = 0; p < programmes; p++) {
            mus_buf_printf(&json, "%s\"PROG-%zu-%zu\"", p == 0 ? "" : ",", i, p);
        }
        mus_buf_add_z(&json, "],\"stages\":[\"concluded\"],\"confirmed\":false}");
    }
    mus_buf_add_z(&json, "],\"reported\":[],\"one_match\":[\"pair\"]}");
    assert_false(json.failed);
    return json;
}

static void assert_wide(size_t clauses, size_t programmes, enum mus_status expected,
                        const char *message)
{
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_rule_set rules;
    struct mus_buf json = wide(clauses, programmes);
    assert_int_equal(mus_rule_set_read(mus_buf_text(&json), &arena, &rules, &err), expected);
    assert_string_equal(err.message, message);
    mus_buf_done(&json);
    mus_arena_done(&arena);
}

static void every_limit_is_met(void **state)
{
    (void)state;
    assert_wide(MUS_MAX_RULE_CLAUSES, 1, MUS_OK, "");
    assert_wide(MUS_MAX_RULE_CLAUSES + 1, 1, MUS_LIMIT, "named: 33 entries, at most 32");
    assert_wide(1, MUS_MAX_RULE_PROGRAMMES, MUS_OK, "");
    assert_wide(1, MUS_MAX_RULE_PROGRAMMES + 1, MUS_LIMIT,
                "named[0].programmes: 101 entries, at most 100");
    assert_wide(MUS_MAX_RULE_CLAUSES, MUS_MAX_RULE_PROGRAMMES, MUS_LIMIT,
                "the rule set has 42347 bytes, at most 32768");
}

/* Writing */

static void what_was_written_is_what_was_read(void **state)
{
    (void)state;
    assert_written(FULL, FULL);
}

static void there_is_one_way_to_write_it(void **state)
{
    (void)state;
    assert_written(
        "{ \"same_company\" : \"id\", \"one_match\": [\"edition\", \"pair\"],\n"
        "\"reported\": [{\"confirmed\": true, \"sides\": [\"organiser\", \"visitor\"], "
        "\"programmes\": [\"B\", \"A\"]}], \"named\": [], \"from_fiscal_year\": 2014,"
        "\"indicator\": \"\\u0069\", \"note\": {\"ja\": null, \"en\": \" \"}, \"title\": "
        "{\"en\": \"E\", \"ja\": \"J\"}, \"id\": \"x\", \"format\": \"musubi-rules/1\"}",
        "{\"format\":\"musubi-rules/1\",\"id\":\"x\",\"title\":{\"ja\":\"J\",\"en\":"
        "\"E\"},\"indicator\":\"i\",\"from_fiscal_year\":2014,\"home_country\":\"JP\","
        "\"named\":[],\"reported\":[{\"programmes\":[\"B\",\"A\"],\"sides\":[\"visitor\","
        "\"organiser\"],\"confirmed\":true}],\"one_match\":[\"pair\",\"edition\"],"
        "\"same_company\":\"id\"}");
}

static void only_that_way_is_canonical(void **state)
{
    (void)state;
    struct mus_error err = {0};
    assert_int_equal(mus_rule_set_check_canonical(MUS_TEXT(FULL), &err), MUS_OK);
    assert_int_equal(mus_rule_set_check_canonical(MUS_TEXT(FULL "\n"), &err), MUS_INVALID);
    assert_string_equal(err.message, "not the canonical form, from byte 494 on");
    assert_int_equal(
        mus_rule_set_check_canonical(MUS_TEXT(HEAD YEAR NAMED REPORTED ONE SAME), &err),
        MUS_INVALID);
    assert_string_equal(err.message, "not the canonical form, from byte 127 on");
    assert_int_equal(mus_rule_set_check_canonical(MUS_TEXT("{}"), &err), MUS_INVALID);
    assert_string_equal(err.message, "format: \"\" is not known; expected \"musubi-rules/1\"");
}

/* Asking */

static void the_first_clause_that_names_a_programme_speaks_of_it(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_rule_set rules = rules_of(FULL, &arena);
    assert_ptr_equal(mus_rule_clause_for(&rules.named, MUS_TEXT("KOBS")), &rules.named.items[0]);
    assert_ptr_equal(mus_rule_clause_for(&rules.named, MUS_TEXT("OTHER")), &rules.named.items[1]);
    assert_null(mus_rule_clause_for(&rules.reported, MUS_TEXT("KOBS")));
    mus_arena_done(&arena);
}

static void assert_diff(const char *a, const char *b, const char *expected)
{
    struct mus_arena arena = {0};
    struct mus_buf lines = {0};
    struct mus_rule_set before = rules_of(a, &arena);
    struct mus_rule_set after = rules_of(b, &arena);
    mus_rule_set_diff(&before, &after, &lines);
    assert_string_equal(lines.data == NULL ? "" : lines.data, expected);
    mus_buf_done(&lines);
    mus_arena_done(&arena);
}

static void sets_that_count_alike_do_not_differ(void **state)
{
    (void)state;
    assert_diff(FULL, FULL, "");
    assert_diff(FULL,
                FORMAT_ID
                "\"title\":{\"ja\":\"他\",\"en\":\"Other\"}," YEAR
                "\"named\":[{\"programmes\":[\"KOBS\",\"FAIR\"],\"stages\":[\"concluded\","
                "\"meeting_held\"],\"confirmed\":true},{\"programmes\":[\"any\"],"
                "\"stages\":[\"concluded\"],\"confirmed\":false}]," REPORTED ONE SAME,
                "");
}

static void each_difference_is_a_line(void **state)
{
    (void)state;
    assert_diff(
        FULL,
        HEAD "\"indicator\":\"other\",\"from_fiscal_year\":2020,\"home_country\":\"VN\","
             "\"named\":[{\"programmes\":[\"FAIR\"],\"stages\":[\"concluded\"],"
             "\"confirmed\":false}],\"reported\":[{\"programmes\":[\"any\"],\"sides\":"
             "[\"visitor\"],\"confirmed\":true},{\"programmes\":[\"A\"],\"sides\":"
             "[\"organiser\"],\"confirmed\":false}],\"one_match\":[\"pair\"]}",
        "indicator: city-matches → other\n"
        "from_fiscal_year: 2014 → 2020\n"
        "home_country: JP → VN\n"
        "named[0].programmes: [\"FAIR\",\"KOBS\"] → [\"FAIR\"]\n"
        "named[0].stages: [\"meeting_held\",\"concluded\"] → [\"concluded\"]\n"
        "named[0].confirmed: true → false\n"
        "named[1]: {\"programmes\":[\"any\"],\"stages\":[\"concluded\"],\"confirmed\":false} "
        "→ (none)\n"
        "reported[0].programmes: [\"FAIR\"] → [\"any\"]\n"
        "reported[0].sides: [\"exhibitor\"] → [\"visitor\"]\n"
        "reported[0].confirmed: false → true\n"
        "reported[1]: (none) → {\"programmes\":[\"A\"],\"sides\":[\"organiser\"],"
        "\"confirmed\":false}\n"
        "one_match: [\"pair\",\"purpose\",\"fiscal_year\"] → [\"pair\"]\n"
        "same_company: corporate_number → id\n");
}

/* Memory */

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_rule_set rules;
        mus_mem_fail_at(n, false);
        status = mus_rule_set_read(MUS_TEXT(FULL), &arena, &rules, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
    status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = mus_rule_set_check_canonical(MUS_TEXT(FULL), NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_set_is_read_with_all_it_holds),
        cmocka_unit_test(what_may_be_left_out_has_its_usual_value),
        cmocka_unit_test(what_is_wrong_is_refused_with_its_place),
        cmocka_unit_test(every_limit_is_met),
        cmocka_unit_test(what_was_written_is_what_was_read),
        cmocka_unit_test(there_is_one_way_to_write_it),
        cmocka_unit_test(only_that_way_is_canonical),
        cmocka_unit_test(the_first_clause_that_names_a_programme_speaks_of_it),
        cmocka_unit_test(sets_that_count_alike_do_not_differ),
        cmocka_unit_test(each_difference_is_a_line),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
