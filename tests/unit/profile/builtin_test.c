#include "table_fixture.h"

#include "matcher/vocabulary.h"
#include "profile/builtin.h"

static struct mus_table read_builtin(const char *name, struct mus_arena *arena)
{
    struct mus_table table;
    struct mus_error err = {0};
    if (mus_builtin_read(name, arena, &table, &err) != MUS_OK) {
        fail_msg("%s: %s", name, err.message);
    }
    return table;
}

static void every_built_in_table_is_sound_and_called_by_its_name(void **state)
{
    (void)state;
    size_t count;
    const struct mus_builtin_table *tables = mus_builtin_tables(&count);
    assert_true(count >= 23);
    for (size_t i = 0; i < count; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_table table = read_builtin(tables[i].name.ptr, &arena);
        assert_text(table.name, tables[i].name.ptr);
        if (mus_table_check(&table, &err) != MUS_OK) {
            fail_msg("%s: %s", tables[i].name.ptr, err.message);
        }
        assert_true(i == 0 || mus_text_compare(tables[i - 1].name, tables[i].name) < 0);
        assert_true(table.title.ja.len > 0 && table.title.en.len > 0 && table.source.len > 0);
        mus_arena_done(&arena);
    }
}

static void every_row_has_labels_in_both_languages(void **state)
{
    (void)state;
    size_t count;
    const struct mus_builtin_table *tables = mus_builtin_tables(&count);
    for (size_t i = 0; i < count; i++) {
        struct mus_arena arena = {0};
        struct mus_table table = read_builtin(tables[i].name.ptr, &arena);
        for (size_t k = 0; k < table.count; k++) {
            const struct mus_table_row *row = &table.rows[k];
            assert_true(row->label.ja.len > 0);
            assert_true(row->label.en.len > 0);
            assert_ptr_equal(mus_table_find(&table, row->code), row);
            assert_ptr_equal(mus_table_lookup(&table, row->code), row);
        }
        mus_arena_done(&arena);
    }
}

static void every_label_and_synonym_leads_to_a_row_that_has_it(void **state)
{
    (void)state;
    size_t count;
    const struct mus_builtin_table *tables = mus_builtin_tables(&count);
    for (size_t i = 0; i < count; i++) {
        struct mus_arena arena = {0};
        struct mus_table table = read_builtin(tables[i].name.ptr, &arena);
        for (size_t k = 0; k < table.count; k++) {
            const struct mus_table_row *row = &table.rows[k];
            const struct mus_table_row *found = mus_table_lookup(&table, row->label.ja);
            assert_non_null(found);
            assert_true(found == row || mus_text_equal(found->label.ja, row->label.ja));
            for (size_t s = 0; s < row->synonyms.count; s++) {
                assert_ptr_equal(mus_table_lookup(&table, row->synonyms.items[s]), row);
            }
        }
        mus_arena_done(&arena);
    }
}

static void every_fixed_word_has_a_row(void **state)
{
    (void)state;
    for (int v = 0; v < MUS_VOCABULARY_COUNT; v++) {
        enum mus_vocabulary vocabulary = (enum mus_vocabulary)v;
        struct mus_arena arena = {0};
        struct mus_table table = read_builtin(mus_vocabulary_table(vocabulary), &arena);
        assert_int_equal(table.count, mus_vocabulary_size(vocabulary));
        for (unsigned i = 1; i <= mus_vocabulary_size(vocabulary); i++) {
            const char *code = mus_vocabulary_code(vocabulary, i);
            assert_row(mus_table_find(&table, mus_text_of(code)), code);
        }
        mus_arena_done(&arena);
    }
}

static void every_member_of_a_group_is_a_country_and_no_group_is_one(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table countries = read_builtin("countries", &arena);
    struct mus_table groups = read_builtin("country_groups", &arena);
    for (size_t i = 0; i < groups.count; i++) {
        assert_null(mus_table_find(&countries, groups.rows[i].code));
        assert_true(groups.rows[i].member_count > 0);
        for (size_t k = 0; k < groups.rows[i].member_count; k++) {
            assert_non_null(mus_table_find(&countries, groups.rows[i].members[k].code));
        }
    }
    mus_arena_done(&arena);
}

static void membership_depends_on_the_day(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table groups = read_builtin("country_groups", &arena);
    mus_date in_2010;
    mus_date in_2024;
    assert_true(mus_date_of(2010, 6, 1, &in_2010));
    assert_true(mus_date_of(2024, 6, 1, &in_2024));
    assert_true(mus_table_group_has(&groups, MUS_TEXT("ASEAN"), MUS_TEXT("VN"), in_2024));
    assert_true(mus_table_group_has(&groups, MUS_TEXT("EU"), MUS_TEXT("GB"), in_2010));
    assert_false(mus_table_group_has(&groups, MUS_TEXT("EU"), MUS_TEXT("GB"), in_2024));
    assert_true(mus_table_group_has(&groups, MUS_TEXT("EAST_ASIA"), MUS_TEXT("JP"), in_2024));
    mus_arena_done(&arena);
}

static void sixteen_purposes_complement_each_other_in_both_directions(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table purposes = read_builtin("purposes", &arena);
    assert_int_equal(purposes.count, 16);
    const struct mus_table_row *sales = mus_table_find(&purposes, MUS_TEXT("sales"));
    bool found = false;
    for (size_t i = 0; i < sales->complement_count; i++) {
        if (mus_text_equals(sales->complements[i].code, "procurement")) {
            found = true;
            assert_int_equal(sales->complements[i].value, 1000000);
        }
    }
    assert_true(found);
    mus_arena_done(&arena);
}

static void labels_that_two_industries_share_lead_to_the_smaller_code(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table jsic = read_builtin("jsic", &arena);
    assert_row(mus_table_lookup(&jsic, MUS_TEXT("分類不能の産業")), "99");
    assert_row(mus_table_lookup(&jsic, MUS_TEXT("Ｔ")), "T");
    mus_arena_done(&arena);
}

static void a_name_that_is_not_built_in_is_not_found(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table;
    struct mus_error err;
    assert_int_equal(mus_builtin_read("isic", &arena, &table, &err), MUS_NOT_FOUND);
    assert_string_equal(err.message, "no built-in table \"isic\"");
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_built_in_table_is_sound_and_called_by_its_name),
        cmocka_unit_test(every_row_has_labels_in_both_languages),
        cmocka_unit_test(every_label_and_synonym_leads_to_a_row_that_has_it),
        cmocka_unit_test(every_fixed_word_has_a_row),
        cmocka_unit_test(every_member_of_a_group_is_a_country_and_no_group_is_one),
        cmocka_unit_test(membership_depends_on_the_day),
        cmocka_unit_test(sixteen_purposes_complement_each_other_in_both_directions),
        cmocka_unit_test(labels_that_two_industries_share_lead_to_the_smaller_code),
        cmocka_unit_test(a_name_that_is_not_built_in_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
