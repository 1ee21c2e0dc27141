#include "match_fixture.h"

#include "matcher/text/terms.h"

static uint64_t hash(const char *code)
{
    return mus_code_hash(mus_text_of(code));
}

static void the_purposes_table_says_which_purposes_meet(void **state)
{
    struct match *match = *state;
    const struct mus_reference *reference = &match->world.reference;
    assert_int_equal(mus_reference_complement(reference, hash("sales"), hash("procurement")),
                     1000000);
    assert_int_equal(mus_reference_complement(reference, hash("procurement"), hash("sales")),
                     1000000);
    assert_int_equal(mus_reference_complement(reference, hash("sales"), hash("nonsense")), 0);
}

static bool in_group_on(struct match *match, const char *day, const char *country,
                        const char *group)
{
    struct mus_world world;
    ok(match, mus_world_init(&world, &match->tables, day_of(day), &match->err));
    bool found = mus_reference_in_group(&world.reference, hash(country), hash(group));
    mus_world_done(&world);
    return found;
}

static void a_country_is_in_a_group_from_its_first_day_to_its_last(void **state)
{
    assert_false(in_group_on(*state, "2025-10-25", "TL", "ASEAN"));
    assert_true(in_group_on(*state, "2025-10-26", "TL", "ASEAN"));
    assert_true(in_group_on(*state, "2020-01-31", "GB", "EU"));
    assert_false(in_group_on(*state, "2020-02-01", "GB", "EU"));
    assert_false(in_group_on(*state, TODAY, "JP", "ASEAN"));
}

static void an_industry_lies_below_the_division_of_its_version(void **state)
{
    struct match *match = *state;
    uint64_t division = mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("E"));
    uint64_t group = mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("24"));
    uint64_t other = mus_code_hash_industry(MUS_TEXT("JSIC"), MUS_TEXT("13"), MUS_TEXT("24"));
    assert_true(mus_reference_below(&match->world.reference, group, division));
    assert_false(mus_reference_below(&match->world.reference, division, group));
    assert_null(mus_reference_code(&match->world.reference, other));
}

static void a_technology_field_is_known_by_its_scheme_alone(void **state)
{
    struct match *match = *state;
    assert_non_null(mus_reference_code(
        &match->world.reference, mus_code_hash_technology(MUS_TEXT("CPC"), MUS_TEXT("Y02W"))));
    assert_non_null(mus_reference_code(&match->world.reference,
                                       mus_code_hash_technology(MUS_TEXT("JSIC"), MUS_TEXT("24"))));
}

static void of_two_versions_a_field_means_the_one_in_force_and_an_industry_its_own(void **state)
{
    struct match *match = *state;
    struct mus_table_row row = {.code = MUS_TEXT("1"), .label = {.ja = MUS_TEXT("新")}};
    struct mus_table_row old_row = {.code = MUS_TEXT("2"), .label = {.ja = MUS_TEXT("旧")}};
    const struct mus_table tables[] = {
        {.name = MUS_TEXT("own"), .version = MUS_TEXT("b"), .rows = &row, .count = 1},
        {.name = MUS_TEXT("own"), .version = MUS_TEXT("a"), .rows = &old_row, .count = 1}};
    struct mus_tables both = {tables, 2};
    struct mus_world world;
    ok(match, mus_world_init(&world, &both, day_of(TODAY), &match->err));
    const struct mus_reference *reference = &world.reference;
    struct mus_text scheme = MUS_TEXT("OWN");
    assert_non_null(mus_reference_code(reference, mus_code_hash_technology(scheme, MUS_TEXT("1"))));
    assert_null(mus_reference_code(reference, mus_code_hash_technology(scheme, MUS_TEXT("2"))));
    assert_non_null(mus_reference_code(
        reference, mus_code_hash_industry(scheme, MUS_TEXT("b"), MUS_TEXT("1"))));
    assert_non_null(mus_reference_code(
        reference, mus_code_hash_industry(scheme, MUS_TEXT("a"), MUS_TEXT("2"))));
    mus_world_done(&world);
}

static void the_reference_passes_its_check(void **state)
{
    struct match *match = *state;
    ok(match, mus_reference_check(&match->world.reference, &match->err));
}

static void the_reference_is_indexed_for_all_scorers(void **state)
{
    struct match *match = *state;
    const struct mus_reference_index *index = match->world.index;
    assert_int_equal(index->tree.index.count, match->world.reference.code_count);
    assert_ptr_equal(index->reference.codes, match->world.reference.codes);
}

/* Only who asks for a match need be told. */
static void a_world_whose_tables_do_not_pass_goes_without_the_index(void **state)
{
    struct match *match = *state;
    struct mus_table_complement too_well = {.code = MUS_TEXT("b"), .value = MUS_MILLION + 1};
    struct mus_table_row row = {
        .code = MUS_TEXT("a"), .complements = &too_well, .complement_count = 1};
    const struct mus_table table = {.name = MUS_TEXT("purposes"), .rows = &row, .count = 1};
    struct mus_tables tables = {&table, 1};
    struct mus_world world;
    ok(match, mus_world_init(&world, &tables, day_of(TODAY), &match->err));
    assert_null(world.index);
    mus_world_done(&world);
}

static void a_world_without_tables_knows_nothing(void **state)
{
    struct match *match = *state;
    struct mus_tables none = {0};
    struct mus_world world;
    ok(match, mus_world_init(&world, &none, day_of(TODAY), &match->err));
    assert_int_equal(world.reference.complement_count, 0);
    assert_int_equal(world.reference.code_count, 0);
    assert_int_equal(world.reference.membership_count, 0);
    struct mus_bilingual label = mus_world_label(&world, "kinds", MUS_TEXT("company"));
    assert_text(label.ja, "company");
    assert_text(label.en, "company");
    mus_world_done(&world);
}

static void the_digest_is_of_the_weights_and_not_of_the_day(void **state)
{
    struct match *match = *state;
    struct mus_world world;
    ok(match, mus_world_init(&world, &match->tables, day_of("2030-01-01"), &match->err));
    assert_int_equal(strlen(world.weights_digest), MUS_WEIGHTS_DIGEST_LEN);
    assert_int_equal(strspn(world.weights_digest, "0123456789abcdef"), MUS_WEIGHTS_DIGEST_LEN);
    assert_string_equal(world.weights_digest, match->world.weights_digest);
    mus_world_done(&world);
}

static void a_code_is_shown_by_its_label_in_either_language(void **state)
{
    struct match *match = *state;
    struct mus_bilingual label = mus_world_label(&match->world, "kinds", MUS_TEXT("company"));
    assert_text(label.ja, "企業");
    assert_text(label.en, "Company");
    label = mus_world_label(&match->world, "kinds", MUS_TEXT("nonsense"));
    assert_text(label.ja, "nonsense");
    assert_text(label.en, "nonsense");
}

static void a_label_in_one_language_stands_for_both(void **state)
{
    struct match *match = *state;
    struct mus_table_row row = {.code = MUS_TEXT("1"), .label = {.en = MUS_TEXT("one")}};
    const struct mus_table table = {.name = MUS_TEXT("own"), .rows = &row, .count = 1};
    struct mus_tables tables = {&table, 1};
    struct mus_world world;
    ok(match, mus_world_init(&world, &tables, day_of(TODAY), &match->err));
    assert_text(mus_world_label(&world, "own", MUS_TEXT("1")).ja, "one");
    mus_world_done(&world);
}

static void a_market_is_a_country_a_group_or_any(void **state)
{
    struct match *match = *state;
    const struct mus_world *world = &match->world;
    assert_text(mus_world_market_label(world, MUS_TEXT("VN")).en, "Vietnam");
    assert_text(mus_world_market_label(world, MUS_TEXT("ASEAN")).ja, "東南アジア諸国連合（ASEAN）");
    assert_text(mus_world_market_label(world, MUS_TEXT("any")).en, "any country");
    assert_text(mus_world_market_label(world, MUS_TEXT("ZZ")).en, "ZZ");
}

static void a_class_is_shown_by_the_label_of_its_version(void **state)
{
    struct match *match = *state;
    struct mus_code code = {MUS_TEXT("JSIC"), MUS_TEXT("14"), MUS_TEXT("26")};
    assert_text(mus_world_class_label(&match->world, &code).ja, "生産用機械器具製造業");
    code.version = MUS_NO_TEXT;
    assert_text(mus_world_class_label(&match->world, &code).ja, "生産用機械器具製造業");
    code.version = MUS_TEXT("13");
    assert_text(mus_world_class_label(&match->world, &code).ja, "26");
    code.scheme = MUS_TEXT("NACE");
    assert_text(mus_world_class_label(&match->world, &code).ja, "26");
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    struct mus_world world;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = mus_world_init(&world, &match->tables, day_of(TODAY), &match->err);
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_string_equal(match->err.message, "out of memory");
        }
    }
    mus_world_done(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(the_purposes_table_says_which_purposes_meet),
        IN_MATCH(a_country_is_in_a_group_from_its_first_day_to_its_last),
        IN_MATCH(an_industry_lies_below_the_division_of_its_version),
        IN_MATCH(a_technology_field_is_known_by_its_scheme_alone),
        IN_MATCH(of_two_versions_a_field_means_the_one_in_force_and_an_industry_its_own),
        IN_MATCH(the_reference_passes_its_check),
        IN_MATCH(the_reference_is_indexed_for_all_scorers),
        IN_MATCH(a_world_whose_tables_do_not_pass_goes_without_the_index),
        IN_MATCH(a_world_without_tables_knows_nothing),
        IN_MATCH(the_digest_is_of_the_weights_and_not_of_the_day),
        IN_MATCH(a_code_is_shown_by_its_label_in_either_language),
        IN_MATCH(a_label_in_one_language_stands_for_both),
        IN_MATCH(a_market_is_a_country_a_group_or_any),
        IN_MATCH(a_class_is_shown_by_the_label_of_its_version),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
