#include "profile/company_merge.h"

#include "record_fixture.h"

#include "base/mem.h"
#include "base/random.h"
#include "profile/company_value.h"

static struct mus_merged supply(const struct mus_company_record *old, const char *text,
                                struct mus_supply options, struct mus_arena *arena)
{
    struct mus_company company = company_of(text, arena);
    struct mus_merged merged;
    struct mus_error err = {0};
    enum mus_status status = mus_company_supply(old, &company, &options, arena, &merged, &err);
    assert_string_equal(err.message, "");
    assert_int_equal(status, MUS_OK);
    return merged;
}

static struct mus_merged edit(const struct mus_company_record *old, const char *text,
                              struct mus_arena *arena)
{
    struct mus_company company;
    mus_field_set cleared = 0;
    assert_int_equal(read_company(text, arena, &company, &cleared, NULL), MUS_OK);
    struct mus_merged merged;
    assert_int_equal(mus_company_edit(old, &company, cleared, 5000, arena, &merged, NULL), MUS_OK);
    assert_int_equal(mus_company_record_check(&merged.record, NULL), MUS_OK);
    return merged;
}

static const struct mus_supply LINE = {.mode = MUS_SUPPLY_SOURCE, .now_ms = 2000};
static const struct mus_supply LINE_OVER = {
    .mode = MUS_SUPPLY_SOURCE, .overwrite = true, .now_ms = 2000};

#define FROM_A "\"source\":{\"name\":\"a\",\"id\":\"1\"},"
#define FROM_B "\"source\":{\"name\":\"b\",\"id\":\"7\"},"

static void a_new_company_is_all_its_sources(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged new = supply(
        NULL, "{\"id\":\"c-1\"," FROM_A "\"city\":\"川崎市\",\"employees\":5}", LINE, &arena);
    assert_true(new.added);
    assert_false(new.unchanged);
    assert_true(new.changed == (BIT(CITY) | BIT(EMPLOYEES)));
    assert_true(new.kept == 0);
    assert_int_equal(new.record.created_ms, 2000);
    assert_int_equal(new.record.updated_ms, 2000);
    assert_int_equal(new.record.source_count, 1);
    assert_int_equal(new.record.supplied_by[MUS_FIELD_CITY], 0);
    assert_int_equal(new.record.supplied_by[MUS_FIELD_WARD], MUS_BY_NOBODY);
    assert_null(new.record.company.source.name.ptr);
    assert_int_equal(mus_company_record_check(&new.record, NULL), MUS_OK);
    mus_arena_done(&arena);
}

static void a_new_company_may_have_no_id_yet(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged new = supply(NULL, "{" FROM_A "\"city\":\"x\"}", LINE, &arena);
    assert_null(new.record.company.id.ptr);
    mus_arena_done(&arena);
}

static void the_same_line_again_changes_nothing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of(FULL_COMPANY, &arena);
    struct mus_merged again = supply(&old, FULL_COMPANY, LINE, &arena);
    assert_true(again.unchanged);
    assert_false(again.added);
    assert_true(again.changed == 0);
    assert_int_equal(again.record.updated_ms, 1000);
    assert_same_record(&old, &again.record);
    mus_arena_done(&arena);
}

static void what_a_source_no_longer_gives_is_cleared(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old =
        record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\",\"employees\":5}", &arena);
    struct mus_merged merged = supply(&old, "{" FROM_A "\"employees\":6}", LINE, &arena);
    assert_true(merged.changed == (BIT(CITY) | BIT(EMPLOYEES)));
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\",\"employees\":6}");
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CITY], MUS_BY_NOBODY);
    assert_int_equal(merged.record.created_ms, 1000);
    assert_int_equal(merged.record.updated_ms, 2000);
    mus_arena_done(&arena);
}

static void what_another_source_supplied_stays_unless_the_line_gives_it(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old =
        record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\",\"employees\":5}", &arena);
    struct mus_merged merged =
        supply(&old, "{\"id\":\"other\"," FROM_B "\"employees\":6,\"ward\":null}", LINE, &arena);
    assert_true(merged.changed == BIT(EMPLOYEES));
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\",\"city\":\"x\",\"employees\":6}");
    assert_int_equal(merged.record.source_count, 2);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CITY], 0);
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_EMPLOYEES], 1);
    /* Now it is b's: a without it leaves it. */
    struct mus_merged third = supply(&merged.record, "{" FROM_A "\"city\":\"x\"}", LINE, &arena);
    assert_true(third.unchanged);
    mus_arena_done(&arena);
}

static void a_value_that_was_there_stays_its_first_suppliers(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\"}", &arena);
    struct mus_merged merged = supply(&old, "{" FROM_B "\"city\":\"x\"}", LINE, &arena);
    assert_true(merged.changed == 0);
    assert_false(merged.unchanged); /* the source is new */
    assert_int_equal(merged.record.supplied_by[MUS_FIELD_CITY], 0);
    struct mus_merged again = supply(&merged.record, "{" FROM_B "\"city\":\"x\"}", LINE, &arena);
    assert_true(again.unchanged);
    mus_arena_done(&arena);
}

static void lines_without_a_source_are_one_supplier(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of("{\"id\":\"c-1\",\"city\":\"x\"}", &arena);
    assert_int_equal(old.source_count, 0);
    assert_int_equal(old.supplied_by[MUS_FIELD_CITY], MUS_BY_UNNAMED);
    struct mus_merged merged = supply(&old, "{\"ward\":\"y\"}", LINE, &arena);
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\",\"ward\":\"y\"}");
    mus_arena_done(&arena);
}

static void a_persons_values_stay_and_are_reported(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of(
        "{\"id\":\"c-1\"," FROM_A "\"city\":\"x\",\"ward\":\"y\",\"employees\":5}", &arena);
    struct mus_merged edited = edit(&old, "{\"city\":\"z\",\"ward\":null,\"employees\":5}", &arena);
    assert_true(edited.changed == (BIT(CITY) | BIT(WARD)));
    assert_int_equal(edited.record.supplied_by[MUS_FIELD_CITY], MUS_BY_PERSON);
    assert_int_equal(edited.record.supplied_by[MUS_FIELD_WARD], MUS_BY_PERSON);
    assert_int_equal(edited.record.supplied_by[MUS_FIELD_EMPLOYEES], 0);
    assert_int_equal(edited.record.updated_ms, 5000);
    struct mus_merged merged = supply(
        &edited.record, "{" FROM_A "\"city\":\"x\",\"ward\":\"y\",\"employees\":6}", LINE, &arena);
    assert_true(merged.kept == (BIT(CITY) | BIT(WARD)));
    assert_true(merged.changed == BIT(EMPLOYEES));
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\",\"city\":\"z\",\"employees\":6}");
    /* Where the source says the same there is nothing to report. */
    struct mus_merged same =
        supply(&merged.record, "{" FROM_A "\"city\":\"z\",\"employees\":6}", LINE, &arena);
    assert_true(same.kept == 0 && same.unchanged);
    struct mus_merged over =
        supply(&merged.record, "{" FROM_A "\"city\":\"x\",\"ward\":\"y\",\"employees\":6}",
               LINE_OVER, &arena);
    assert_true(over.kept == 0);
    assert_true(over.changed == (BIT(CITY) | BIT(WARD)));
    assert_int_equal(over.record.supplied_by[MUS_FIELD_CITY], 0);
    mus_arena_done(&arena);
}

static void a_line_without_a_field_leaves_what_a_person_wrote(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\"}", &arena);
    struct mus_merged edited = edit(&old, "{\"city\":\"z\"}", &arena);
    struct mus_merged merged =
        supply(&edited.record, "{" FROM_A "\"id\":\"c-1\"}", LINE_OVER, &arena);
    assert_true(merged.unchanged);
    assert_true(merged.kept == 0);
    mus_arena_done(&arena);
}

static void columns_touch_only_mapped_fields(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of(
        "{\"id\":\"c-1\"," FROM_A "\"city\":\"x\",\"ward\":\"y\",\"employees\":5}", &arena);
    const struct mus_supply columns = {
        .mode = MUS_SUPPLY_MAPPED, .mapped = BIT(CITY) | BIT(EMPLOYEES), .now_ms = 3000};
    /* The empty cell (city) leaves the value; the unmapped ward is not looked at. */
    struct mus_merged merged =
        supply(&old, "{" FROM_A "\"ward\":\"w\",\"employees\":6}", columns, &arena);
    assert_true(merged.changed == BIT(EMPLOYEES));
    assert_company_text(&merged.record.company,
                        "{\"id\":\"c-1\",\"city\":\"x\",\"ward\":\"y\",\"employees\":6}");
    struct mus_supply clearing = columns;
    clearing.clear_empty = true;
    struct mus_merged cleared =
        supply(&merged.record, "{" FROM_B "\"employees\":6}", clearing, &arena);
    assert_true(cleared.changed == BIT(CITY));
    assert_company_text(&cleared.record.company, "{\"id\":\"c-1\",\"ward\":\"y\",\"employees\":6}");
    struct mus_merged again =
        supply(&cleared.record, "{" FROM_B "\"employees\":6}", clearing, &arena);
    assert_true(again.unchanged);
    mus_arena_done(&arena);
}

static void empty_cells_do_not_clear_what_a_person_wrote_unless_told(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged old = edit(NULL, "{\"id\":\"c-1\",\"city\":\"x\"}", &arena);
    assert_true(old.added);
    struct mus_supply clearing = {
        .mode = MUS_SUPPLY_MAPPED, .mapped = BIT(CITY), .clear_empty = true, .now_ms = 3000};
    struct mus_merged kept = supply(&old.record, "{}", clearing, &arena);
    assert_true(kept.unchanged);
    assert_true(kept.kept == BIT(CITY));
    clearing.overwrite = true;
    struct mus_merged cleared = supply(&old.record, "{}", clearing, &arena);
    assert_true(cleared.changed == BIT(CITY));
    assert_int_equal(cleared.record.supplied_by[MUS_FIELD_CITY], MUS_BY_NOBODY);
    mus_arena_done(&arena);
}

static void an_edit_that_says_what_is_there_changes_nothing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old = record_of(FULL_COMPANY, &arena);
    struct mus_merged merged = edit(&old, FULL_COMPANY, &arena);
    assert_true(merged.unchanged);
    assert_same_record(&old, &merged.record);
    struct mus_merged nothing = edit(&old, "{}", &arena);
    assert_true(nothing.unchanged);
    struct mus_company_record bare = record_of(SMALL_COMPANY, &arena);
    struct mus_merged cleared = edit(&bare, "{\"city\":null,\"contacts\":[]}", &arena);
    assert_true(cleared.unchanged);
    mus_arena_done(&arena);
}

static void an_edit_replaces_clears_and_leaves(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record old =
        record_of("{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\",\"en\":\"M\"},\"country\":\"JP\","
                  "\"languages\":[\"ja\"],\"contacts\":[{\"name\":\"T\"}]}",
                  &arena);
    struct mus_merged merged =
        edit(&old, "{\"name\":{\"en\":null},\"languages\":[],\"contacts\":[],\"stage\":\"study\"}",
             &arena);
    assert_true(merged.changed == (BIT(NAME_EN) | BIT(LANGUAGES) | BIT(CONTACTS) | BIT(STAGE)));
    assert_company_text(&merged.record.company, "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},"
                                                "\"country\":\"JP\",\"languages\":[],"
                                                "\"stage\":\"study\"}");
    assert_false(merged.record.has_contacts);
    mus_arena_done(&arena);
}

static void an_edit_may_name_a_source(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_merged new = edit(NULL, "{\"id\":\"c-1\"," FROM_A "\"city\":\"x\"}", &arena);
    assert_int_equal(new.record.source_count, 1);
    assert_int_equal(new.record.supplied_by[MUS_FIELD_CITY], MUS_BY_PERSON);
    struct mus_merged known = edit(&new.record, "{" FROM_A "\"city\":\"x\"}", &arena);
    assert_true(known.unchanged);
    struct mus_merged second = edit(&new.record, "{" FROM_B "\"city\":\"x\"}", &arena);
    assert_false(second.unchanged);
    assert_int_equal(second.record.source_count, 2);
    mus_arena_done(&arena);
}

static void sealed_contacts_stay_unless_new_ones_come(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record sealed =
        record_of("{\"id\":\"c-1\"," FROM_A "\"contacts\":[{\"name\":\"T\"}]}", &arena);
    mus_field_clear(&sealed.company, MUS_FIELD_CONTACTS);
    struct mus_merged stay = supply(&sealed, "{" FROM_B "\"city\":\"x\"}", LINE, &arena);
    assert_true(stay.record.has_contacts);
    assert_false(mus_company_has(&stay.record.company, MUS_FIELD_CONTACTS));
    assert_true(stay.changed == BIT(CITY));
    struct mus_merged replaced =
        supply(&sealed, "{" FROM_B "\"contacts\":[{\"name\":\"U\"}]}", LINE, &arena);
    assert_true(replaced.changed == BIT(CONTACTS));
    assert_true(replaced.record.has_contacts);
    assert_int_equal(replaced.record.supplied_by[MUS_FIELD_CONTACTS], 1);
    struct mus_merged gone = supply(&sealed, "{" FROM_A "\"city\":\"x\"}", LINE, &arena);
    assert_true(gone.changed == (BIT(CONTACTS) | BIT(CITY)));
    assert_false(gone.record.has_contacts);
    struct mus_merged emptied = supply(&sealed, "{" FROM_A "\"contacts\":[]}", LINE, &arena);
    assert_true(emptied.changed == BIT(CONTACTS));
    assert_int_equal(mus_company_record_check(&emptied.record, NULL), MUS_OK);
    mus_arena_done(&arena);
}

static void more_sources_than_the_limit_are_refused(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_company_record record =
        record_of("{\"id\":\"c-1\"," FROM_A "\"city\":\"x\"}", &arena);
    for (int n = 2; n <= MUS_MAX_SOURCES + 1; n++) {
        struct mus_buf text = {0};
        struct mus_error err = {0};
        mus_buf_printf(&text, "{\"source\":{\"name\":\"s\",\"id\":\"%d\"}}", n);
        struct mus_company company = company_of(text.data, &arena);
        struct mus_merged merged;
        enum mus_status status =
            mus_company_supply(&record, &company, &LINE, &arena, &merged, &err);
        mus_buf_done(&text);
        if (n <= MUS_MAX_SOURCES) {
            assert_int_equal(status, MUS_OK);
            record = merged.record;
        } else {
            assert_int_equal(status, MUS_LIMIT);
            assert_string_equal(err.message, "source: at most 64 sources may supply one company");
            assert_int_equal(mus_company_edit(&record, &company, 0, 0, &arena, &merged, &err),
                             MUS_LIMIT);
        }
    }
    assert_int_equal(record.source_count, MUS_MAX_SOURCES);
    mus_arena_done(&arena);
}

static void running_out_of_memory_is_said(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_arena full = {.limit = 1};
    struct mus_error err = {0};
    struct mus_company company = company_of(FULL_COMPANY, &arena);
    struct mus_merged merged;
    assert_int_equal(mus_company_supply(NULL, &company, &LINE, &full, &merged, &err),
                     MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
    assert_int_equal(mus_company_edit(NULL, &company, 0, 0, &full, &merged, &err), MUS_NO_MEMORY);
    mus_arena_done(&arena);
    mus_arena_done(&full);
}

/* A line that gives some fields of small value ranges, so that lines often agree. */
static void random_line(struct mus_random *random, struct mus_buf *out)
{
    static const char *const members[][3] = {
        {"\"city\":\"x\"", "\"city\":\"y\"", "\"city\":null"},
        {"\"employees\":1", "\"employees\":2", "\"employees\":0"},
        {"\"languages\":[\"ja\"]", "\"languages\":[]", "\"languages\":null"},
        {"\"stage\":\"study\"", "\"stage\":\"interest\"", "\"stage\":\"\""},
        {"\"hold\":{}", "\"hold\":{\"reason\":\"r\"}", "\"hold\":null"},
        {"\"contacts\":[{\"name\":\"T\"}]", "\"contacts\":[]", "\"contacts\":[{\"phone\":\"1\"}]"},
        {"\"channels\":[\"online\"]", "\"channels\":[]", "\"channels\":null"},
    };
    static const char *const sources[] = {"", FROM_A, FROM_B};
    mus_buf_printf(out, "{%s\"id\":\"c-1\"", sources[mus_random_below(random, 3)]);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        uint64_t choice = mus_random_below(random, 5);
        if (choice < 3) {
            mus_buf_printf(out, ",%s", members[i][choice]);
        }
    }
    mus_buf_add_z(out, "}");
}

static struct mus_supply random_supply(struct mus_random *random)
{
    return (struct mus_supply){
        .mode = mus_random_below(random, 2) == 0 ? MUS_SUPPLY_SOURCE : MUS_SUPPLY_MAPPED,
        .mapped = mus_random_next(random),
        .clear_empty = mus_random_below(random, 2) == 0,
        .overwrite = mus_random_below(random, 4) == 0,
        .now_ms = (int64_t)mus_random_below(random, 1000),
    };
}

/* What changed is exactly what differs; the record is whole and survives its encoding. */
static void assert_sound(const struct mus_company_record *old, const struct mus_merged *merged,
                         struct mus_arena *arena)
{
    struct mus_error err = {0};
    assert_int_equal(mus_company_record_check(&merged->record, &err), MUS_OK);
    for (unsigned field = 0; field < MUS_FIELD_COUNT && old != NULL; field++) {
        bool same = mus_field_equal(&old->company, &merged->record.company, (enum mus_field)field);
        assert_int_equal(same, (merged->changed & MUS_FIELD_BIT(field)) == 0);
    }
    assert_true((merged->changed & merged->kept) == 0);
    struct mus_buf bytes = {0};
    mus_company_record_encode(&merged->record, &bytes);
    struct mus_company_record again;
    assert_int_equal(mus_company_record_decode(bytes.data, bytes.len, arena, &again, NULL), MUS_OK);
    again.company.contacts = merged->record.company.contacts;
    assert_same_record(&merged->record, &again);
    mus_buf_done(&bytes);
}

static void whatever_was_there_supplying_twice_changes_nothing_the_second_time(void **state)
{
    (void)state;
    struct mus_random random;
    mus_random_init(&random, 20261123);
    for (int history = 0; history < 300; history++) {
        struct mus_arena arena = {0};
        struct mus_merged merged = edit(NULL, "{\"id\":\"c-1\"}", &arena);
        for (int step = 0; step < 8; step++) {
            struct mus_company_record old = merged.record;
            struct mus_buf line = {0};
            random_line(&random, &line);
            if (mus_random_below(&random, 4) == 0) {
                merged = edit(&old, line.data, &arena);
                assert_sound(&old, &merged, &arena);
                assert_true(edit(&merged.record, line.data, &arena).unchanged);
            } else {
                struct mus_supply options = random_supply(&random);
                merged = supply(&old, line.data, options, &arena);
                assert_sound(&old, &merged, &arena);
                struct mus_merged twice = supply(&merged.record, line.data, options, &arena);
                assert_true(twice.unchanged);
                assert_true(twice.kept == merged.kept);
                assert_same_record(&merged.record, &twice.record);
            }
            mus_buf_done(&line);
        }
        mus_arena_done(&arena);
    }
}

static void sources_of_different_fields_may_come_in_any_order(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    static const char *const a = "{\"id\":\"c-1\"," FROM_A "\"city\":\"x\",\"employees\":5}";
    static const char *const b = "{\"id\":\"c-1\"," FROM_B "\"ward\":\"y\",\"stage\":\"study\"}";
    struct mus_merged first = supply(NULL, a, LINE, &arena);
    struct mus_merged ab = supply(&first.record, b, LINE, &arena);
    struct mus_merged second = supply(NULL, b, LINE, &arena);
    struct mus_merged ba = supply(&second.record, a, LINE, &arena);
    assert_true(mus_company_equal(&ab.record.company, &ba.record.company));
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_company_is_all_its_sources),
        cmocka_unit_test(a_new_company_may_have_no_id_yet),
        cmocka_unit_test(the_same_line_again_changes_nothing),
        cmocka_unit_test(what_a_source_no_longer_gives_is_cleared),
        cmocka_unit_test(what_another_source_supplied_stays_unless_the_line_gives_it),
        cmocka_unit_test(a_value_that_was_there_stays_its_first_suppliers),
        cmocka_unit_test(lines_without_a_source_are_one_supplier),
        cmocka_unit_test(a_persons_values_stay_and_are_reported),
        cmocka_unit_test(a_line_without_a_field_leaves_what_a_person_wrote),
        cmocka_unit_test(columns_touch_only_mapped_fields),
        cmocka_unit_test(empty_cells_do_not_clear_what_a_person_wrote_unless_told),
        cmocka_unit_test(an_edit_that_says_what_is_there_changes_nothing),
        cmocka_unit_test(an_edit_replaces_clears_and_leaves),
        cmocka_unit_test(an_edit_may_name_a_source),
        cmocka_unit_test(sealed_contacts_stay_unless_new_ones_come),
        cmocka_unit_test(more_sources_than_the_limit_are_refused),
        cmocka_unit_test(running_out_of_memory_is_said),
        cmocka_unit_test(whatever_was_there_supplying_twice_changes_nothing_the_second_time),
        cmocka_unit_test(sources_of_different_fields_may_come_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
