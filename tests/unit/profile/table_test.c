#include "table_fixture.h"

#include "base/buf.h"
#include "base/mem.h"

static mus_date day_of(int year, int month, int day)
{
    mus_date date;
    assert_true(mus_date_of(year, month, day, &date));
    return date;
}

static void a_row_is_found_by_its_code(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    assert_row(mus_table_find(&table, MUS_TEXT("A")), "A");
    assert_row(mus_table_find(&table, MUS_TEXT("A.1")), "A.1");
    assert_row(mus_table_find(&table, MUS_TEXT("B")), "B");
    assert_null(mus_table_find(&table, MUS_TEXT("a")));
    assert_null(mus_table_find(&table, MUS_TEXT("")));
    assert_null(mus_table_find(&table, MUS_TEXT("C")));
    mus_arena_done(&arena);
}

static void words_are_found_whatever_their_width_case_and_spaces(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    assert_row(mus_table_lookup(&table, MUS_TEXT("ａ．１")), "A.1");
    assert_row(mus_table_lookup(&table, MUS_TEXT("甲")), "A");
    assert_row(mus_table_lookup(&table, MUS_TEXT(" ガ ス　")), "A");
    assert_row(mus_table_lookup(&table, MUS_TEXT("ONE")), "A");
    assert_row(mus_table_lookup(&table, MUS_TEXT("part of\t"
                                                 "the FIRST")),
               "A.1");
    assert_null(mus_table_lookup(&table, MUS_TEXT("丙")));
    assert_null(mus_table_lookup(&table, MUS_TEXT("  ")));
    assert_null(mus_table_lookup(&table, MUS_NO_TEXT));
    assert_null(mus_table_lookup(&table, MUS_TEXT("\xFF")));
    mus_arena_done(&arena);
}

static void a_code_goes_before_a_label_and_of_two_labels_the_smaller_code(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(TABLE_OF("{\"code\":\"T\",\"ja\":\"同じ\"},"
                                               "{\"code\":\"99\",\"ja\":\"同じ\"},"
                                               "{\"code\":\"x\",\"ja\":\"t\"}"),
                                      &arena);
    assert_row(mus_table_lookup(&table, MUS_TEXT("同じ")), "99");
    assert_row(mus_table_lookup(&table, MUS_TEXT("t")), "T");
    mus_arena_done(&arena);
}

static void looking_up_without_memory_finds_nothing(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    mus_mem_fail_at(1, true);
    const struct mus_table_row *row = mus_table_lookup(&table, MUS_TEXT("甲"));
    mus_mem_fail_at(0, false);
    assert_null(row);
    mus_arena_done(&arena);
}

static void members_belong_from_their_first_to_their_last_day(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    struct mus_text group = MUS_TEXT("B");
    struct mus_text vn = MUS_TEXT("VN");
    assert_false(mus_table_group_has(&table, group, vn, day_of(1995, 7, 27)));
    assert_true(mus_table_group_has(&table, group, vn, day_of(1995, 7, 28)));
    assert_true(mus_table_group_has(&table, group, vn, day_of(2000, 1, 1)));
    assert_false(mus_table_group_has(&table, group, vn, day_of(2000, 1, 2)));
    assert_true(mus_table_group_has(&table, group, vn, day_of(2026, 1, 1)));
    assert_true(mus_table_group_has(&table, group, MUS_TEXT("JP"), day_of(1600, 1, 1)));
    assert_false(mus_table_group_has(&table, group, MUS_TEXT("TH"), day_of(2026, 1, 1)));
    assert_false(mus_table_group_has(&table, MUS_TEXT("A"), vn, day_of(2026, 1, 1)));
    assert_false(mus_table_group_has(&table, MUS_TEXT("none"), vn, day_of(2026, 1, 1)));
    mus_arena_done(&arena);
}

static void the_members_of_a_day_are_listed_in_order(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    struct mus_texts members;
    const struct mus_table_row *group = mus_table_find(&table, MUS_TEXT("B"));
    assert_int_equal(mus_table_group_members(group, day_of(2026, 1, 1), &arena, &members, NULL),
                     MUS_OK);
    assert_int_equal(members.count, 2);
    assert_text(members.items[0], "JP");
    assert_text(members.items[1], "VN");
    assert_int_equal(mus_table_group_members(group, day_of(1990, 1, 1), &arena, &members, NULL),
                     MUS_OK);
    assert_int_equal(members.count, 1);
    group = mus_table_find(&table, MUS_TEXT("A"));
    assert_int_equal(mus_table_group_members(group, day_of(1990, 1, 1), &arena, &members, NULL),
                     MUS_OK);
    assert_int_equal(members.count, 0);
    assert_null(members.items);
    mus_arena_done(&arena);
}

static void members_that_find_no_memory_are_refused(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    struct mus_arena none = {.limit = 1};
    struct mus_texts members;
    struct mus_error err;
    const struct mus_table_row *group = mus_table_find(&table, MUS_TEXT("B"));
    assert_int_equal(mus_table_group_members(group, day_of(2026, 1, 1), &none, &members, &err),
                     MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
    mus_arena_done(&none);
    mus_arena_done(&arena);
}

static void the_first_of_a_name_is_in_force_and_every_version_can_be_had(void **state)
{
    (void)state;
    const struct mus_table items[] = {
        {.name = MUS_TEXT("jsic"), .version = MUS_TEXT("14")},
        {.name = MUS_TEXT("jsic"), .version = MUS_TEXT("13")},
        {.name = MUS_TEXT("sdg"), .version = MUS_TEXT("1")},
    };
    const struct mus_tables tables = {items, 3};
    assert_ptr_equal(mus_tables_get(&tables, "jsic"), &items[0]);
    assert_ptr_equal(mus_tables_get(&tables, "sdg"), &items[2]);
    assert_null(mus_tables_get(&tables, "isic"));
    assert_ptr_equal(mus_tables_get_version(&tables, MUS_TEXT("jsic"), MUS_TEXT("13")), &items[1]);
    assert_ptr_equal(mus_tables_get_version(&tables, MUS_TEXT("jsic"), MUS_TEXT("14")), &items[0]);
    assert_null(mus_tables_get_version(&tables, MUS_TEXT("jsic"), MUS_TEXT("12")));
    assert_null(mus_tables_get_version(&tables, MUS_TEXT("isic"), MUS_TEXT("13")));
}

static void a_table_whose_keys_were_spoilt_does_not_pass_the_check(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_error err;
    struct mus_table table = table_of(TABLE_OF("{\"code\":\"A\",\"ja\":\"b\"}"), &arena);
    assert_int_equal(table.key_count, 2);
    const struct mus_table_key swapped[] = {table.keys[1], table.keys[0]};
    struct mus_table spoilt = table;
    spoilt.keys = swapped;
    assert_int_equal(mus_table_check(&spoilt, &err), MUS_INVALID);
    assert_string_equal(err.message, "key 1 of the table is not in order");
    spoilt.keys = &table.keys[1];
    spoilt.key_count = 1;
    assert_int_equal(mus_table_check(&spoilt, &err), MUS_INVALID);
    assert_string_equal(err.message, "0 of 1 codes have a key");
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_found_by_its_code),
        cmocka_unit_test(words_are_found_whatever_their_width_case_and_spaces),
        cmocka_unit_test(a_code_goes_before_a_label_and_of_two_labels_the_smaller_code),
        cmocka_unit_test(looking_up_without_memory_finds_nothing),
        cmocka_unit_test(members_belong_from_their_first_to_their_last_day),
        cmocka_unit_test(the_members_of_a_day_are_listed_in_order),
        cmocka_unit_test(members_that_find_no_memory_are_refused),
        cmocka_unit_test(the_first_of_a_name_is_in_force_and_every_version_can_be_had),
        cmocka_unit_test(a_table_whose_keys_were_spoilt_does_not_pass_the_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
