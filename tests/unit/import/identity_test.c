#include "import/identity.h"

#include "import_fixture.h"

static struct mus_company company(const char *name, const char *country, const char *address)
{
    struct mus_company made = {0};
    made.name_ja = name == NULL ? MUS_NO_TEXT : mus_text_of(name);
    made.country = country == NULL ? MUS_NO_TEXT : mus_text_of(country);
    made.address = address == NULL ? MUS_NO_TEXT : mus_text_of(address);
    return made;
}

static const struct mus_identity_options FILE_OPTIONS = {.source = {"file", 4}};

/* "name/id", "" for none. */
static void assert_source(const struct mus_company *made,
                          const struct mus_identity_options *options, const char *expected)
{
    struct mus_arena arena = {0};
    struct mus_source source;
    char found[256] = "";
    assert_int_equal(mus_identity_source(made, options, &arena, &source, NULL), MUS_OK);
    if (source.name.ptr != NULL) {
        snprintf(found, sizeof found, "%.*s/%.*s", MUS_TEXT_ARG(source.name),
                 MUS_TEXT_ARG(source.id));
    }
    assert_string_equal(found, expected);
    mus_arena_done(&arena);
}

static void a_row_that_says_its_source_has_it(void **state)
{
    (void)state;
    struct mus_company made = company("結び", "JP", NULL);
    made.source = (struct mus_source){MUS_TEXT("fair"), MUS_TEXT("E-1")};
    assert_source(&made, &FILE_OPTIONS, "fair/E-1");
    made.source.name = MUS_NO_TEXT;
    assert_source(&made, &FILE_OPTIONS, "file/E-1");
}

static void an_id_needs_no_source_but_gets_one_that_was_named(void **state)
{
    (void)state;
    const struct mus_identity_options named = {.source = {"fair", 4}, .source_named = true};
    struct mus_company made = company("結び", "JP", NULL);
    made.id = MUS_TEXT("c-1");
    assert_source(&made, &FILE_OPTIONS, "");
    assert_source(&made, &named, "fair/c-1");
}

static void a_corporate_number_is_the_key(void **state)
{
    (void)state;
    struct mus_company made = company("結び", "JP", NULL);
    made.corporate_number = MUS_TEXT("8700110005901");
    assert_source(&made, &FILE_OPTIONS, "file/8700110005901");
}

static void a_digest_of_name_country_and_place_is_the_key_otherwise(void **state)
{
    (void)state;
    struct mus_company made = company("結び商事", "JP", "川崎市1-2");
    assert_source(&made, &FILE_OPTIONS, "file/k-14d3ca0751a2f547d59a");
    made.employees = 42;
    made.name_kana = MUS_TEXT("ムスビショウジ");
    assert_source(&made, &FILE_OPTIONS, "file/k-14d3ca0751a2f547d59a");
    made = company("結び 商事", "JP", "川崎市１－２"); /* spaces and width do not count */
    assert_source(&made, &FILE_OPTIONS, "file/k-14d3ca0751a2f547d59a");
}

static void other_names_countries_and_places_are_other_companies(void **state)
{
    (void)state;
    const struct mus_company others[] = {
        company("結び商事", "JP", "川崎市1-2"), company("結び商会", "JP", "川崎市1-2"),
        company("結び商事", "VN", "川崎市1-2"), company("結び商事", "JP", "川崎市1-3"),
        company("結び商事", "JP", NULL)};
    struct mus_arena arena = {0};
    struct mus_source sources[ARRAY_COUNT(others)];
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        assert_int_equal(mus_identity_source(&others[i], &FILE_OPTIONS, &arena, &sources[i], NULL),
                         MUS_OK);
        for (size_t k = 0; k < i; k++) {
            assert_false(mus_text_equal(sources[i].id, sources[k].id));
        }
    }
    mus_arena_done(&arena);
}

static void a_map_says_what_makes_the_key(void **state)
{
    (void)state;
    const struct mus_text paths[] = {MUS_TEXT("name"), MUS_TEXT("address")};
    const struct mus_text number[] = {MUS_TEXT("corporate_number")};
    struct mus_identity_options options = {.source = {"file", 4}, .key = {paths, 2}};
    struct mus_company a = company("結び", "JP", "川崎市");
    struct mus_company b = company("結び", "VN", "川崎市");
    struct mus_arena arena = {0};
    struct mus_source first;
    struct mus_source second;
    struct mus_error err = {0};
    assert_int_equal(mus_identity_source(&a, &options, &arena, &first, NULL), MUS_OK);
    assert_int_equal(mus_identity_source(&b, &options, &arena, &second, NULL), MUS_OK);
    assert_true(mus_text_equal(first.id, second.id));
    options.key = (struct mus_texts){number, 1};
    assert_int_equal(mus_identity_source(&a, &options, &arena, &first, &err), MUS_INVALID);
    assert_string_equal(err.message, "the columns that make its key are empty");
    mus_arena_done(&arena);
}

static void nothing_to_tell_it_by_is_refused(void **state)
{
    (void)state;
    struct mus_company made = company(NULL, "JP", "川崎市");
    struct mus_arena arena = {0};
    struct mus_source source;
    struct mus_error err = {0};
    assert_int_equal(mus_identity_source(&made, &FILE_OPTIONS, &arena, &source, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "neither id nor corporate number nor name: nothing to tell it by");
    mus_arena_done(&arena);
}

static void sources_have_limits(void **state)
{
    (void)state;
    char longest[MUS_MAX_SOURCE_ID + 2];
    struct mus_company made = company("結び", "JP", NULL);
    struct mus_arena arena = {0};
    struct mus_source source;
    struct mus_error err = {0};
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    made.source.id = mus_text_of(longest);
    assert_int_equal(mus_identity_source(&made, &FILE_OPTIONS, &arena, &source, &err), MUS_LIMIT);
    assert_string_equal(err.message, "source.id: 129 bytes; expected at most 128");
    made.source.id.len = MUS_MAX_SOURCE_ID;
    assert_int_equal(mus_identity_source(&made, &FILE_OPTIONS, &arena, &source, &err), MUS_OK);
    made.source.name = (struct mus_text){longest, MUS_MAX_SOURCE_NAME + 1};
    assert_int_equal(mus_identity_source(&made, &FILE_OPTIONS, &arena, &source, &err), MUS_LIMIT);
    assert_string_equal(err.message, "source.name: 65 bytes; expected at most 64");
    mus_arena_done(&arena);
}

static void a_file_names_its_source(void **state)
{
    (void)state;
    static const struct {
        const char *path, *source;
    } cases[] = {
        {"fair.csv", "fair"},
        {"/a/b.c/出展者.XLSX", "出展者"},
        {"fair.csv.rejected.csv", "fair"},
        {"fair.jsonl.rejected.jsonl", "fair"},
        {"fair.csv.rejected.csv.rejected.csv", "fair"},
        {"fair.csv.rejected-2.csv", "fair"},
        {"fair.jsonl.rejected-999.jsonl", "fair"},
        {"fair.rejected-1000.csv", "fair.rejected-1000"},
        {"fair-2.csv", "fair-2"},
        {".csv", ".csv"},
        {"v1.2.csv", "v1.2"},
        {"0123456789012345678901234567890123456789012345678901234567890123.csv",
         "0123456789012345678901234567890123456789012345678901234567890123"},
        {"第18回川崎国際環境技術展出展者一覧（最終版）訂正後.xlsx",
         "第18回川崎国際環境技術展出展者一-05c909b17b379804"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct mus_arena arena = {0};
        struct mus_text source;
        assert_int_equal(mus_identity_file_source(cases[i].path, &arena, &source, NULL), MUS_OK);
        assert_true(source.len <= MUS_MAX_SOURCE_NAME);
        assert_text(source, cases[i].source);
        mus_arena_done(&arena);
    }
}

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    struct mus_company made = company("結び商事", "JP", "川崎市1-2");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_source source;
        struct mus_text name;
        mus_mem_fail_at(n, false);
        status = mus_identity_source(&made, &FILE_OPTIONS, &arena, &source, NULL);
        if (status == MUS_OK) {
            status = mus_identity_file_source("a.csv", &arena, &name, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_says_its_source_has_it),
        cmocka_unit_test(an_id_needs_no_source_but_gets_one_that_was_named),
        cmocka_unit_test(a_corporate_number_is_the_key),
        cmocka_unit_test(a_digest_of_name_country_and_place_is_the_key_otherwise),
        cmocka_unit_test(other_names_countries_and_places_are_other_companies),
        cmocka_unit_test(a_map_says_what_makes_the_key),
        cmocka_unit_test(nothing_to_tell_it_by_is_refused),
        cmocka_unit_test(sources_have_limits),
        cmocka_unit_test(a_file_names_its_source),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
