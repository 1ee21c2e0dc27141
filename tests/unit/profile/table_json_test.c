#include "table_fixture.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static void a_table_is_read_with_all_it_holds(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    assert_text(table.name, "things");
    assert_text(table.version, "2026-11");
    assert_text(table.title.ja, "物");
    assert_text(table.source, "The project");
    assert_int_equal(table.count, 3);
    const struct mus_table_row *a = &table.rows[0];
    assert_text(a->label.ja, "甲");
    assert_text(a->note.ja, "注");
    assert_null(a->note.en.ptr);
    assert_int_equal(a->order, 2);
    assert_int_equal(a->valid_to - a->valid_from, 2555);
    assert_int_equal(a->synonyms.count, 2);
    assert_int_equal(a->complement_count, 2);
    assert_int_equal(a->complements[1].value, 900000);
    const struct mus_table_row *part = &table.rows[1];
    assert_text(part->parent, "A");
    assert_null(part->label.ja.ptr);
    assert_int_equal(part->order, 0);
    assert_int_equal(part->valid_from, MUS_NO_DATE);
    const struct mus_table_row *b = &table.rows[2];
    assert_int_equal(b->order, -1);
    assert_int_equal(b->member_count, 3);
    assert_int_equal(b->members[0].from, MUS_NO_DATE);
    assert_int_equal(b->members[2].to, MUS_NO_DATE);
    mus_arena_done(&arena);
}

static void what_was_written_is_what_was_read(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    struct mus_buf written = {0};
    mus_table_write_json(&table, &written);
    assert_false(written.failed);
    assert_string_equal(written.data, FULL_TABLE);
    mus_buf_done(&written);
    mus_arena_done(&arena);
}

static void rows_and_members_come_out_in_order(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table =
        table_of(TABLE_OF("{\"code\":\"b\",\"ja\":\"2\",\"members\":[{\"code\":\"VN\"},"
                          "{\"code\":\"ID\",\"from\":\"2001-01-01\"},"
                          "{\"code\":\"ID\",\"to\":\"2000-01-01\"}]},"
                          "{\"code\":\"a\",\"ja\":\"1\"}"),
                 &arena);
    assert_text(table.rows[0].code, "a");
    assert_text(table.rows[1].members[0].code, "ID");
    assert_int_equal(table.rows[1].members[0].from, MUS_NO_DATE);
    assert_text(table.rows[1].members[2].code, "VN");
    mus_arena_done(&arena);
}

static void null_means_not_given(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table =
        table_of(TABLE_OF("{\"code\":\"a\",\"ja\":\"1\",\"en\":null,\"parent\":null,\"note\":null,"
                          "\"order\":null,\"valid_from\":null,\"valid_to\":null,\"synonyms\":[],"
                          "\"members\":null,\"complements\":null}"),
                 &arena);
    assert_null(table.rows[0].parent.ptr);
    assert_null(table.rows[0].label.en.ptr);
    assert_int_equal(table.rows[0].order, -1);
    mus_arena_done(&arena);
}

struct refusal {
    const char *json;
    enum mus_status status;
    const char *message;
};

#define ROW_A "{\"code\":\"A\",\"ja\":\"1\"}"

static const struct refusal REFUSALS[] = {
    {"[]", MUS_INVALID, "expected an object, found an array"},
    {"{\"format\":\"musubi-table/2\"}", MUS_INVALID,
     "format: \"musubi-table/2\" is not known; expected \"musubi-table/1\""},
    {"{}", MUS_INVALID, "format: \"\" is not known; expected \"musubi-table/1\""},
    {"{\"format\":\"musubi-table/1\",\"name\":\"t\"}", MUS_INVALID, "unknown key \"name\""},
    {"{\"format\":\"musubi-table/1\",\"rows\":[" ROW_A "]}", MUS_INVALID,
     "table: malformed name \"\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
    {"{\"format\":\"musubi-table/1\",\"table\":\"a b\",\"rows\":[" ROW_A "]}", MUS_INVALID,
     "table: malformed name \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
    {"{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"v 1\",\"rows\":[" ROW_A "]}",
     MUS_INVALID, "version: malformed version \"v 1\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -"},
    {"{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\"}", MUS_INVALID,
     "rows: expected an array, found nothing"},
    {TABLE_OF(""), MUS_INVALID, "rows: the table has none"},
    {TABLE_OF("1"), MUS_INVALID, "rows[0]: expected an object, found an integer"},
    {TABLE_OF("{\"code\":\"A\",\"fr\":\"x\"}"), MUS_INVALID, "rows[0]: unknown key \"fr\""},
    {TABLE_OF("{\"ja\":\"1\"}"), MUS_INVALID,
     "rows[0].code: malformed code \"\"; expected 1 to 64 of A-Z a-z 0-9 . _ : / -"},
    {TABLE_OF(ROW_A ",{\"code\":\"a b\",\"ja\":\"1\"}"), MUS_INVALID,
     "rows[1].code: malformed code \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : / -"},
    {TABLE_OF("{\"code\":\"A\"}"), MUS_INVALID,
     "rows[0].ja: a label in \"ja\" or \"en\" is missing"},
    {TABLE_OF("{\"code\":\"b\",\"ja\":\"2\"}," ROW_A "," ROW_A), MUS_INVALID,
     "rows[2].code: \"A\" stands twice"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"parent\":\"Z\"}"), MUS_INVALID,
     "rows[0].parent: unknown code \"Z\""},
    {TABLE_OF("{\"code\":\"B\",\"ja\":\"1\",\"parent\":\"A\"},"
              "{\"code\":\"A\",\"ja\":\"1\",\"parent\":\"B\"}"),
     MUS_INVALID, "rows[1].parent: the parents above \"B\" go in a circle"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"parent\":\"A\"}"), MUS_INVALID,
     "rows[0].parent: the parents above \"A\" go in a circle"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"order\":-1}"), MUS_INVALID,
     "rows[0].order: -1 is out of range; expected 0 to 9007199254740991"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"valid_from\":\"2025-02-30\"}"), MUS_INVALID,
     "rows[0].valid_from: no such date \"2025-02-30\""},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"valid_from\":\"2025-02-02\","
              "\"valid_to\":\"2025-02-01\"}"),
     MUS_INVALID, "rows[0].valid_to: the last day is before the first"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"synonyms\":[\"x\"]},"
              "{\"code\":\"B\",\"ja\":\"2\",\"synonyms\":[\"Ｘ\"]}"),
     MUS_INVALID, "rows[1].synonyms: \"x\" stands for \"A\" as well"},
    {TABLE_OF("{\"code\":\"B\",\"ja\":\"x\"},"
              "{\"code\":\"A\",\"ja\":\"2\",\"synonyms\":[\"X\"]}"),
     MUS_INVALID, "rows[1].synonyms: \"x\" stands for \"B\" as well"},
    {TABLE_OF("{\"code\":\"B\",\"ja\":\"2\"},"
              "{\"code\":\"A\",\"ja\":\"2\",\"synonyms\":[\"b\"]}"),
     MUS_INVALID, "rows[1].synonyms: \"b\" stands for \"B\" as well"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"synonyms\":[\" \"]}"), MUS_INVALID,
     "rows[0].synonyms[0]: is blank"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"members\":[{\"code\":\"JP\"},{\"code\":\"JP\"}]}"),
     MUS_INVALID, "rows[0].members: \"JP\" stands twice for the same time"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"members\":[{\"code\":\"JP\","
              "\"to\":\"2020-01-01\"},{\"code\":\"JP\",\"from\":\"2020-01-01\"}]}"),
     MUS_INVALID, "rows[0].members: \"JP\" stands twice for the same time"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"members\":[{\"code\":\"JP\","
              "\"from\":\"2020-01-02\",\"to\":\"2020-01-01\"}]}"),
     MUS_INVALID, "rows[0].members: the last day is before the first"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"members\":[{\"from\":\"2020-01-02\"}]}"), MUS_INVALID,
     "rows[0].members: malformed code \"\"; expected 1 to 64 of A-Z a-z 0-9 . _ : / -"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"A\"}]}"), MUS_INVALID,
     "rows[0].complements[0]: \"value\" is missing"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"A\",\"value\":1000001}]}"),
     MUS_INVALID, "rows[0].complements[0].value: 1000001 is out of range; expected 0 to 1000000"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"Z\",\"value\":1}]}"),
     MUS_INVALID, "rows[0].complements: unknown code \"Z\""},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"A\",\"value\":1},"
              "{\"code\":\"A\",\"value\":1}]}"),
     MUS_INVALID, "rows[0].complements: \"A\" stands twice or out of order"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"B\",\"value\":5}]},"
              "{\"code\":\"B\",\"ja\":\"2\"}"),
     MUS_INVALID, "rows[0].complements: \"B\" is 5 here and not written, so 0 there"},
    {TABLE_OF("{\"code\":\"A\",\"ja\":\"1\",\"complements\":[{\"code\":\"B\",\"value\":5}]},"
              "{\"code\":\"B\",\"ja\":\"2\",\"complements\":[{\"code\":\"A\",\"value\":4}]}"),
     MUS_INVALID, "rows[0].complements: \"B\" is 5 here and 4 there"},
};

static void what_breaks_a_rule_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_table table = {.count = 77};
        enum mus_status status =
            mus_table_read_json(mus_text_of(REFUSALS[i].json), &arena, &table, &err);
        assert_string_equal(err.message, REFUSALS[i].message);
        assert_int_equal(status, REFUSALS[i].status);
        assert_int_equal(table.count, 77);
        mus_arena_done(&arena);
    }
}

/* A chain of `levels` rows, each the parent of the next. */
static enum mus_status read_chain(int levels, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_table table;
    mus_buf_add_z(&json, "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                         "\"rows\":[{\"code\":\"0\",\"ja\":\"x\"}");
    for (int i = 1; i < levels; i++) {
        mus_buf_printf(&json, ",{\"code\":\"%d\",\"ja\":\"x\",\"parent\":\"%d\"}", i, i - 1);
    }
    mus_buf_add_z(&json, "]}");
    enum mus_status status = mus_table_read_json(mus_buf_text(&json), &arena, &table, err);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

static void a_hierarchy_has_so_many_levels_at_most(void **state)
{
    (void)state;
    struct mus_error err = {0};
    assert_int_equal(read_chain(MUS_MAX_TABLE_DEPTH, &err), MUS_OK);
    assert_int_equal(read_chain(MUS_MAX_TABLE_DEPTH + 1, &err), MUS_LIMIT);
    assert_string_equal(err.message, "rows[16].parent: more than 16 levels");
}

static enum mus_status read_members(int count, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_buf json = {0};
    struct mus_table table;
    mus_buf_add_z(&json, "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                         "\"rows\":[{\"code\":\"0\",\"ja\":\"x\",\"members\":[{\"code\":\"x\"}");
    for (int i = 1; i < count; i++) {
        mus_buf_printf(&json, ",{\"code\":\"%d\"}", i);
    }
    mus_buf_add_z(&json, "]}]}");
    enum mus_status status = mus_table_read_json(mus_buf_text(&json), &arena, &table, err);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

static void a_group_has_so_many_members_at_most(void **state)
{
    (void)state;
    struct mus_error err = {0};
    assert_int_equal(read_members(MUS_MAX_TABLE_MEMBERS, &err), MUS_OK);
    assert_int_equal(read_members(MUS_MAX_TABLE_MEMBERS + 1, &err), MUS_LIMIT);
    assert_string_equal(err.message, "rows[0].members: 1001 entries, at most 1000");
}

static void reading_survives_every_failing_allocation(void **state)
{
    (void)state;
    struct mus_error err;
    struct mus_table table;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, false);
        status = mus_table_read_json(MUS_TEXT(FULL_TABLE), &arena, &table, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        if (status != MUS_OK) {
            assert_string_equal(err.message, "out of memory");
        }
        mus_arena_done(&arena);
    }
}

static void writing_without_memory_is_remembered(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_table table = table_of(FULL_TABLE, &arena);
    bool failed = true;
    for (uint64_t n = 1; failed; n++) {
        struct mus_buf written = {0};
        mus_mem_fail_at(n, false);
        mus_table_write_json(&table, &written);
        mus_mem_fail_at(0, false);
        failed = written.failed;
        if (!failed) {
            assert_string_equal(written.data, FULL_TABLE);
        }
        mus_buf_done(&written);
    }
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_read_with_all_it_holds),
        cmocka_unit_test(what_was_written_is_what_was_read),
        cmocka_unit_test(rows_and_members_come_out_in_order),
        cmocka_unit_test(null_means_not_given),
        cmocka_unit_test(what_breaks_a_rule_is_refused_with_its_place),
        cmocka_unit_test(a_hierarchy_has_so_many_levels_at_most),
        cmocka_unit_test(a_group_has_so_many_members_at_most),
        cmocka_unit_test(reading_survives_every_failing_allocation),
        cmocka_unit_test(writing_without_memory_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
