#include "profile/company_join.h"

#include "record_fixture.h"

#include "profile/company_value.h"

#define FROM_A "\"source\":{\"name\":\"a\",\"id\":\"1\"},"
#define FROM_B "\"source\":{\"name\":\"b\",\"id\":\"7\"},"

static struct mus_merged join(const char *survivor, const char *other, struct mus_arena *arena)
{
    struct mus_company_record mine = record_of(survivor, arena);
    struct mus_company_record theirs = record_of(other, arena);
    struct mus_merged merged;
    struct mus_error err = {0};
    enum mus_status status = mus_company_join(&mine, &theirs, 9000, arena, &merged, &err);
    assert_string_equal(err.message, "");
    assert_int_equal(status, MUS_OK);
    assert_int_equal(mus_company_record_check(&merged.record, &err), MUS_OK);
    return merged;
}

struct row {
    const char *survivor, *other, *result;
};

/* Members after the ids c-1 and c-2. */
static void assert_joined(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct mus_arena arena = {0};
        struct mus_buf mine = {0};
        struct mus_buf theirs = {0};
        struct mus_buf result = {0};
        mus_buf_printf(&mine, "{\"id\":\"c-1\"%s}", rows[i].survivor);
        mus_buf_printf(&theirs, "{\"id\":\"c-2\"%s}", rows[i].other);
        mus_buf_printf(&result, "{\"id\":\"c-1\"%s}", rows[i].result);
        struct mus_merged merged = join(mine.data, theirs.data, &arena);
        assert_company_text(&merged.record.company, result.data);
        mus_buf_done(&mine);
        mus_buf_done(&theirs);
        mus_buf_done(&result);
        mus_arena_done(&arena);
    }
}

#define ASSERT_JOINED(rows) assert_joined(rows, sizeof(rows) / sizeof(rows)[0])

static void the_survivor_keeps_its_values_and_takes_missing_ones(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged merged =
        join("{\"id\":\"c-1\"," FROM_A "\"name\":{\"ja\":\"結び\"},\"country\":\"JP\","
             "\"employees\":5}",
             "{\"id\":\"c-2\"," FROM_B "\"name\":{\"ja\":\"ムスビ\",\"en\":\"Musubi\"},"
             "\"country\":\"JP\",\"employees\":6,\"capital_jpy\":7}",
             &arena);
    assert_company_text(&merged.record.company,
                        "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\",\"en\":\"Musubi\"},"
                        "\"country\":\"JP\",\"employees\":5,\"capital_jpy\":7}");
    assert_true(merged.changed == (BIT(NAME_EN) | BIT(CAPITAL_JPY)));
    assert_int_equal(merged.record.source_count, 2);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_EMPLOYEES], 0);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CAPITAL_JPY], 1);
    assert_int_equal(merged.record.updated_ms, 9000);
    mus_arena_done(&arena);
}

static void lists_are_united(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {",\"languages\":[\"ja\",\"en\"]", ",\"languages\":[\"en\",\"th\"]",
         ",\"languages\":[\"ja\",\"en\",\"th\"]"},
        {",\"languages\":[]", ",\"languages\":[\"en\"]", ",\"languages\":[\"en\"]"},
        {",\"channels\":[\"online\"]", ",\"channels\":[\"face_to_face\"]",
         ",\"channels\":[\"online\",\"face_to_face\"]"},
        {",\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"}]",
         ",\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"},"
         "{\"scheme\":\"JSIC\",\"version\":\"13\",\"code\":\"24\"}]",
         ",\"industries\":[{\"scheme\":\"JSIC\",\"version\":\"14\",\"code\":\"24\"},"
         "{\"scheme\":\"JSIC\",\"version\":\"13\",\"code\":\"24\"}]"},
        {",\"declarations\":{\"b\":\"1\",\"d\":\"1\"}",
         ",\"declarations\":{\"a\":\"2\",\"b\":\"2\",\"c\":\"2\"}",
         ",\"declarations\":{\"a\":\"2\",\"b\":\"1\",\"c\":\"2\",\"d\":\"1\"}"},
        {",\"contacts\":[{\"name\":\"T\"}]", ",\"contacts\":[{\"name\":\"T\"},{\"name\":\"U\"}]",
         ",\"contacts\":[{\"name\":\"T\"},{\"name\":\"U\"}]"},
        {"", ",\"contacts\":[{\"name\":\"U\"}]", ",\"contacts\":[{\"name\":\"U\"}]"},
        {",\"listings\":[{\"id\":\"l1\",\"side\":\"offer\"},{\"id\":\"l3\",\"side\":\"need\"}]",
         ",\"listings\":[{\"id\":\"x\",\"side\":\"offer\"},{\"id\":\"l1\",\"side\":\"offer\","
         "\"keywords\":[\"a\"]},{\"id\":\"l2\",\"side\":\"offer\",\"keywords\":[\"b\"]}]",
         ",\"listings\":[{\"id\":\"l1\",\"side\":\"offer\"},{\"id\":\"l3\",\"side\":\"need\"},"
         "{\"id\":\"l4\",\"side\":\"offer\",\"keywords\":[\"a\"]},"
         "{\"id\":\"l2\",\"side\":\"offer\",\"keywords\":[\"b\"]}]"},
    };
    ASSERT_JOINED(rows);
}

static void what_a_union_changed_is_a_persons_and_survives_the_next_import(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    static const char *const line = "{\"id\":\"c-1\"," FROM_A "\"languages\":[\"ja\"]}";
    struct mus_merged merged =
        join(line, "{\"id\":\"c-2\"," FROM_B "\"languages\":[\"th\"]}", &arena);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_LANGUAGES], MUS_BY_PERSON);
    struct mus_company company = company_of(line, &arena);
    const struct mus_supply again = {.mode = MUS_SUPPLY_SOURCE};
    struct mus_merged next;
    assert_int_equal(mus_company_supply(&merged.record, &company, &again, &arena, &next, NULL),
                     MUS_OK);
    assert_true(next.unchanged);
    assert_true(next.kept == BIT(LANGUAGES));
    mus_arena_done(&arena);
}

static void a_union_that_adds_nothing_changes_nothing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged merged = join(FULL_COMPANY, FULL_COMPANY, &arena);
    assert_true(merged.unchanged);
    assert_true(merged.changed == 0);
    struct mus_company_record full = record_of(FULL_COMPANY, &arena);
    assert_same_record(&merged.record, &full);
    mus_arena_done(&arena);
}

static void an_address_is_never_pieced_together(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {",\"country\":\"JP\"", ",\"country\":\"JP\",\"region\":\"JP-14\",\"city\":\"川崎市\"",
         ",\"country\":\"JP\",\"region\":\"JP-14\",\"city\":\"川崎市\""},
        {",\"country\":\"JP\"", ",\"country\":\"TH\",\"region\":\"TH-10\",\"city\":\"x\"",
         ",\"country\":\"JP\""},
        {",\"country\":\"JP\",\"city\":\"川崎市\"",
         ",\"country\":\"JP\",\"city\":\"横浜市\",\"ward\":\"西区\",\"address\":\"1\"",
         ",\"country\":\"JP\",\"city\":\"川崎市\""},
        {",\"country\":\"JP\",\"city\":\"川崎市\"",
         ",\"country\":\"JP\",\"city\":\"川崎市\",\"ward\":\"中原区\",\"address\":\"1\"",
         ",\"country\":\"JP\",\"city\":\"川崎市\",\"ward\":\"中原区\",\"address\":\"1\""},
        {",\"country\":\"JP\",\"address\":\"1-2\"",
         ",\"country\":\"JP\",\"city\":\"川崎市\",\"postal_code\":\"211\"",
         ",\"country\":\"JP\",\"city\":\"川崎市\",\"address\":\"1-2\""},
    };
    ASSERT_JOINED(rows);
}

static void status_successor_and_review_are_the_survivors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ",\"status\":\"merged\",\"successor\":\"c-1\",\"review\":{\"state\":\"suspended\"}",
         ""},
        {",\"status\":\"active\",\"review\":{\"state\":\"draft\"}",
         ",\"status\":\"closed\",\"review\":{\"state\":\"published\"}",
         ",\"status\":\"active\",\"review\":{\"state\":\"draft\"}"},
    };
    ASSERT_JOINED(rows);
}

static void a_sole_proprietor_gets_no_corporate_number(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {",\"kind\":\"sole_proprietor\"",
         ",\"corporate_number\":\"8700110005901\",\"kind\":\"company\"",
         ",\"kind\":\"sole_proprietor\""},
        {",\"corporate_number\":\"8700110005901\"", ",\"kind\":\"sole_proprietor\"",
         ",\"corporate_number\":\"8700110005901\""},
        {"", ",\"corporate_number\":\"8700110005901\",\"kind\":\"company\"",
         ",\"corporate_number\":\"8700110005901\",\"kind\":\"company\""},
    };
    ASSERT_JOINED(rows);
}

static void neither_is_forbidden_to_the_company_that_both_are(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {",\"not_with\":[\"c-2\",\"c-9\"]", ",\"not_with\":[\"c-8\",\"c-1\"]",
         ",\"not_with\":[\"c-9\",\"c-8\"]"},
        {",\"not_with\":[\"c-2\"]", "", ",\"not_with\":[]"},
        {"", ",\"not_with\":[\"c-1\",\"c-7\"]", ",\"not_with\":[\"c-7\"]"},
    };
    ASSERT_JOINED(rows);
}

static void the_longer_hold_stays(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ",\"hold\":{\"reason\":\"b\"}", ",\"hold\":{\"reason\":\"b\"}"},
        {",\"hold\":{\"reason\":\"a\",\"until\":\"2027-03-31\"}",
         ",\"hold\":{\"reason\":\"b\",\"until\":\"2027-04-01\"}",
         ",\"hold\":{\"reason\":\"b\",\"until\":\"2027-04-01\"}"},
        {",\"hold\":{\"reason\":\"a\",\"until\":\"2027-03-31\"}",
         ",\"hold\":{\"reason\":\"b\",\"until\":\"2027-03-31\"}",
         ",\"hold\":{\"reason\":\"a\",\"until\":\"2027-03-31\"}"},
        {",\"hold\":{\"reason\":\"a\",\"until\":\"2027-03-31\"}", ",\"hold\":{\"reason\":\"b\"}",
         ",\"hold\":{\"reason\":\"b\"}"},
        {",\"hold\":{\"reason\":\"a\"}", ",\"hold\":{\"reason\":\"b\",\"until\":\"2027-03-31\"}",
         ",\"hold\":{\"reason\":\"a\"}"},
    };
    ASSERT_JOINED(rows);
}

static void consent_becomes_the_narrower(void **state)
{
    (void)state;
#define CONSENT(members) ",\"consent\":{" members "}"
#define PERSON(name) ",\"contacts\":[{\"name\":\"" name "\"}]"
    static const struct row rows[] = {
        {CONSENT("\"share_profile\":true"), CONSENT("\"share_profile\":false"),
         CONSENT("\"share_profile\":false")},
        {CONSENT("\"share_profile\":false"), CONSENT("\"share_profile\":true"),
         CONSENT("\"share_profile\":false")},
        {CONSENT(""), CONSENT("\"share_profile\":true"), CONSENT("\"share_profile\":true")},
        {CONSENT("\"until\":\"2027-03-31\""), CONSENT("\"until\":\"2026-12-31\""),
         CONSENT("\"until\":\"2026-12-31\"")},
        {CONSENT("\"until\":\"2027-03-31\""), CONSENT(""), CONSENT("\"until\":\"2027-03-31\"")},
        {CONSENT(""), CONSENT("\"until\":\"2027-03-31\""), CONSENT("\"until\":\"2027-03-31\"")},
        {CONSENT("\"share_contacts\":\"on_acceptance\""), CONSENT("\"share_contacts\":\"never\""),
         CONSENT("\"share_contacts\":\"never\"")},
        /* Nobody's contacts are shared on another's word. */
        {PERSON("T") CONSENT("\"share_contacts\":\"on_acceptance\""), PERSON("U"),
         ",\"contacts\":[{\"name\":\"T\"},{\"name\":\"U\"}]" CONSENT("")},
        {PERSON("T"), PERSON("U") CONSENT("\"share_contacts\":\"on_acceptance\""),
         ",\"contacts\":[{\"name\":\"T\"},{\"name\":\"U\"}]" CONSENT("")},
        {PERSON("T") CONSENT("\"share_contacts\":\"on_acceptance\""), "",
         PERSON("T") CONSENT("\"share_contacts\":\"on_acceptance\"")},
        {"", PERSON("U") CONSENT("\"share_contacts\":\"on_acceptance\""),
         PERSON("U") CONSENT("\"share_contacts\":\"on_acceptance\"")},
    };
    ASSERT_JOINED(rows);
}

static void consent_that_was_narrowed_is_not_widened_by_the_next_import(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged merged = join(
        "{\"id\":\"c-1\"," FROM_A "\"contacts\":[{\"name\":\"T\"}]}",
        "{\"id\":\"c-2\"," FROM_B "\"consent\":{\"share_contacts\":\"on_acceptance\"}}", &arena);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CONSENT], MUS_BY_PERSON);
    assert_null(merged.record.company.consent.share_contacts.ptr);
    mus_arena_done(&arena);
}

static void what_a_person_cleared_is_not_taken(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record mine = record_of("{\"id\":\"c-1\"}", &arena);
    mine.supplied_by[MUS_FIELD_PHONE] = MUS_BY_PERSON;
    struct mus_company_record theirs = record_of("{\"id\":\"c-2\",\"phone\":\"044\"}", &arena);
    struct mus_merged merged;
    assert_int_equal(mus_company_join(&mine, &theirs, 1, &arena, &merged, NULL), MUS_OK);
    assert_true(merged.kept == BIT(PHONE));
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\"}");
    mus_arena_done(&arena);
}

static void what_is_a_persons_stays_a_persons(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record mine = record_of("{\"id\":\"c-1\"}", &arena);
    struct mus_company_record theirs =
        record_of("{\"id\":\"c-2\",\"phone\":\"044\",\"city\":\"x\"}", &arena);
    theirs.supplied_by[MUS_FIELD_PHONE] = MUS_BY_PERSON;
    theirs.created_ms = 10;
    struct mus_merged merged;
    assert_int_equal(mus_company_join(&mine, &theirs, 1, &arena, &merged, NULL), MUS_OK);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_PHONE], MUS_BY_PERSON);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CITY], MUS_BY_UNNAMED);
    assert_int_equal(merged.record.created_ms, 10);
    mus_arena_done(&arena);
}

static void sealed_contacts_cannot_be_united(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record none = record_of("{\"id\":\"c-1\"}", &arena);
    struct mus_company_record some =
        record_of("{\"id\":\"c-2\",\"contacts\":[{\"name\":\"T\"}]}", &arena);
    struct mus_company_record sealed = some;
    mus_field_clear(&sealed.company, MUS_FIELD_CONTACTS);
    const struct mus_company_record *const pairs[][2] = {
        {&none, &sealed}, {&some, &sealed}, {&sealed, &some}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct mus_error err = {0};
        struct mus_merged merged;
        assert_int_equal(mus_company_join(pairs[i][0], pairs[i][1], 1, &arena, &merged, &err),
                         MUS_UNREADABLE);
        assert_string_equal(err.message, "contacts: sealed contacts cannot be united");
    }
    struct mus_merged merged;
    assert_int_equal(mus_company_join(&sealed, &none, 1, &arena, &merged, NULL), MUS_OK);
    assert_true(merged.record.has_contacts);
    mus_arena_done(&arena);
}

static void unions_beyond_their_limit_are_refused(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_company_record mine = record_of("{\"id\":\"c-1\",\"not_with\":[\"x\"]}", &arena);
    struct mus_company_record theirs = record_of("{\"id\":\"c-2\",\"not_with\":[\"y\"]}", &arena);
    struct mus_text *ids = mus_arena_alloc(&arena, MUS_MAX_NOT_WITH, sizeof *ids);
    for (int i = 0; i < MUS_MAX_NOT_WITH; i++) {
        struct mus_buf id = {0};
        mus_buf_printf(&id, "n%d", i);
        ids[i] = mus_arena_copy(&arena, mus_buf_text(&id));
        mus_buf_done(&id);
    }
    mine.company.not_with = (struct mus_texts){ids, MUS_MAX_NOT_WITH};
    struct mus_merged merged;
    assert_int_equal(mus_company_join(&mine, &theirs, 1, &arena, &merged, &err), MUS_LIMIT);
    assert_string_equal(err.message, "not_with: more than 10000 entries together");
    mine = record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\"}", &arena);
    struct mus_source *sources = mus_arena_alloc(&arena, MUS_MAX_SOURCES, sizeof *sources);
    for (size_t i = 0; i < MUS_MAX_SOURCES; i++) {
        sources[i] = (struct mus_source){MUS_TEXT("s"), ids[i]};
    }
    theirs.sources = sources;
    theirs.source_count = MUS_MAX_SOURCES;
    assert_int_equal(mus_company_join(&mine, &theirs, 1, &arena, &merged, &err), MUS_LIMIT);
    assert_string_equal(err.message, "sources: more than 64 entries together");
    mus_arena_done(&arena);
}

static void every_failing_allocation_is_said(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record mine = record_of(FULL_COMPANY, &arena);
    struct mus_company_record theirs = record_of(
        "{\"id\":\"c-2\"," FROM_B "\"languages\":[\"th\"],\"not_with\":[\"c-5\"],"
        "\"industries\":[{\"scheme\":\"A\",\"code\":\"1\"}],\"contacts\":[{\"name\":\"U\"}],"
        "\"declarations\":{\"a\":\"1\"},\"listings\":[{\"id\":\"l1\",\"side\":\"need\"}]}",
        &arena);
    struct mus_merged merged;
    struct mus_arena measure = {0};
    assert_int_equal(mus_company_join(&mine, &theirs, 1, &measure, &merged, NULL), MUS_OK);
    for (size_t limit = 1; limit < measure.used; limit += 16) {
        struct mus_arena full = {.limit = limit};
        struct mus_error err = {0};
        assert_int_equal(mus_company_join(&mine, &theirs, 1, &full, &merged, &err), MUS_NO_MEMORY);
        assert_string_equal(err.message, "out of memory");
        mus_arena_done(&full);
    }
    mus_arena_done(&measure);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_survivor_keeps_its_values_and_takes_missing_ones),
        cmocka_unit_test(lists_are_united),
        cmocka_unit_test(what_a_union_changed_is_a_persons_and_survives_the_next_import),
        cmocka_unit_test(a_union_that_adds_nothing_changes_nothing),
        cmocka_unit_test(an_address_is_never_pieced_together),
        cmocka_unit_test(status_successor_and_review_are_the_survivors),
        cmocka_unit_test(a_sole_proprietor_gets_no_corporate_number),
        cmocka_unit_test(neither_is_forbidden_to_the_company_that_both_are),
        cmocka_unit_test(the_longer_hold_stays),
        cmocka_unit_test(consent_becomes_the_narrower),
        cmocka_unit_test(consent_that_was_narrowed_is_not_widened_by_the_next_import),
        cmocka_unit_test(what_a_person_cleared_is_not_taken),
        cmocka_unit_test(what_is_a_persons_stays_a_persons),
        cmocka_unit_test(sealed_contacts_cannot_be_united),
        cmocka_unit_test(unions_beyond_their_limit_are_refused),
        cmocka_unit_test(every_failing_allocation_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
