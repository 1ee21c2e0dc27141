#include "table_fixture.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "profile/table_rows.h"

#include <stdio.h>
#include <string.h>

static const struct mus_table HEAD = {
    .name = {"jsic", 4},
    .version = {"14", 2},
    .title = {.ja = {"産業分類", 12}},
    .source = {"Ministry", 8},
};

static struct mus_table_columns columns_of(const char *list)
{
    struct mus_table_columns columns;
    struct mus_error err = {0};
    if (mus_table_columns_read(mus_text_of(list), &columns, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return columns;
}

/* Cells are separated by "|". */
static enum mus_status add(struct mus_table_rows *rows, const char *columns, const char *line,
                           uint64_t number, struct mus_error *err)
{
    struct mus_table_columns named = columns_of(columns);
    struct mus_text cells[16];
    size_t count = 0;
    for (const char *at = line; at != NULL;) {
        const char *end = strchr(at, '|');
        cells[count++] = (struct mus_text){at, end == NULL ? strlen(at) : (size_t)(end - at)};
        at = end == NULL ? NULL : end + 1;
    }
    return mus_table_rows_add(rows, &named, (struct mus_texts){cells, count}, number, err);
}

static void rows_of_named_columns_become_a_table(void **state)
{
    (void)state;
    static const char columns[] = "level, code,parent,ja,en,order,note_ja,note_en,synonym,synonym";
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_table table;
    struct mus_table_rows *rows = mus_table_rows_new();
    assert_int_equal(
        add(rows, columns, "2|01|A| 農業　|AGRICULTURE|7|注|note|農家； 畑;|farm", 2, &err),
        MUS_OK);
    assert_int_equal(add(rows, columns, "1|A||農業、林業|AGRICULTURE AND FORESTRY", 1, &err),
                     MUS_OK);
    assert_int_equal(add(rows, columns, "9|||  ", 3, &err), MUS_OK);
    assert_int_equal(mus_table_rows_finish(rows, &HEAD, &arena, &table, &err), MUS_OK);
    mus_table_rows_free(rows);

    assert_int_equal(mus_table_check(&table, &err), MUS_OK);
    assert_text(table.name, "jsic");
    assert_text(table.version, "14");
    assert_text(table.title.ja, "産業分類");
    assert_null(table.title.en.ptr);
    assert_text(table.source, "Ministry");
    assert_int_equal(table.count, 2);
    assert_text(table.rows[0].code, "01");
    assert_text(table.rows[0].parent, "A");
    assert_text(table.rows[0].label.ja, "農業");
    assert_text(table.rows[0].note.ja, "注");
    assert_text(table.rows[0].note.en, "note");
    assert_int_equal(table.rows[0].order, 7);
    assert_int_equal(table.rows[0].synonyms.count, 3);
    assert_text(table.rows[0].synonyms.items[1], "畑");
    assert_null(table.rows[1].parent.ptr);
    assert_int_equal(table.rows[1].order, -1);
    assert_row(mus_table_lookup(&table, MUS_TEXT("FARM")), "01");
    mus_arena_done(&arena);
}

static void columns_come_from_a_heading_too(void **state)
{
    (void)state;
    const struct mus_text names[] = {MUS_TEXT("コード"), MUS_TEXT(" code "), MUS_TEXT("en")};
    struct mus_table_columns columns;
    struct mus_error err;
    assert_int_equal(mus_table_columns_of((struct mus_texts){names, 3}, &columns, &err), MUS_OK);
    assert_int_equal(columns.count, 3);
    assert_int_equal(columns.items[0], MUS_TABLE_COLUMN_PASSED_OVER);
    assert_int_equal(columns.items[1], MUS_TABLE_COLUMN_CODE);
    assert_int_equal(columns.items[2], MUS_TABLE_COLUMN_EN);
}

static void columns_without_code_or_label_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *list;
        const char *message;
    } cases[] = {
        {"", "columns: \"code\" is missing"},
        {"-,ja", "columns: \"code\" is missing"},
        {"code,parent", "columns: \"ja\" or \"en\" is missing"},
        {"code,ja,ja", "columns: \"ja\" stands twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mus_table_columns columns;
        struct mus_error err;
        assert_int_equal(mus_table_columns_read(mus_text_of(cases[i].list), &columns, &err),
                         MUS_INVALID);
        assert_string_equal(err.message, cases[i].message);
    }
}

static void so_many_columns_at_most(void **state)
{
    (void)state;
    struct mus_buf list = {0};
    struct mus_table_columns columns;
    struct mus_error err;
    mus_buf_add_z(&list, "code,ja");
    for (int i = 2; i < MUS_MAX_COLUMNS; i++) {
        mus_buf_add_z(&list, ",-");
    }
    assert_int_equal(mus_table_columns_read(mus_buf_text(&list), &columns, &err), MUS_OK);
    mus_buf_add_z(&list, ",-");
    assert_int_equal(mus_table_columns_read(mus_buf_text(&list), &columns, &err), MUS_LIMIT);
    assert_string_equal(err.message, "columns: at most 1024");
    mus_buf_done(&list);
}

static void a_row_that_breaks_a_rule_is_named_by_its_number(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *message;
    } cases[] = {
        {"A|x|||", "row 18: code: \"A\" stands twice"},
        {"a b|x|||", "row 18: code: malformed code \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : "
                     "/ -"},
        {"|x|||", "row 18: code: malformed code \"\"; expected 1 to 64 of A-Z a-z 0-9 . _ : / -"},
        {"B||||", "row 18: ja: a label in \"ja\" or \"en\" is missing"},
        {"B|x|Z||", "row 18: parent: unknown code \"Z\""},
        {"B|x||9007199254740992|", "row 18: order: 9007199254740992 is out of range; expected 0 to "
                                   "9007199254740991"},
        {"B|x|||first", "row 18: synonyms: \"first\" stands for \"A\" as well"},
        {"B|\xFF|||", "row 18: ja: \"?\" is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        struct mus_table table;
        struct mus_table_rows *rows = mus_table_rows_new();
        assert_int_equal(add(rows, "code,ja,parent,order,synonym", "A|first", 3, &err), MUS_OK);
        assert_int_equal(add(rows, "code,ja,parent,order,synonym", cases[i].line, 18, &err),
                         MUS_OK);
        assert_int_equal(mus_table_rows_finish(rows, &HEAD, &arena, &table, &err), MUS_INVALID);
        assert_string_equal(err.message, cases[i].message);
        mus_table_rows_free(rows);
        mus_arena_done(&arena);
    }
}

static void an_order_that_is_no_number_is_refused_at_once(void **state)
{
    (void)state;
    struct mus_error err;
    struct mus_table_rows *rows = mus_table_rows_new();
    assert_int_equal(add(rows, "code,ja,order", "A|x|1.5", 18, &err), MUS_INVALID);
    assert_string_equal(err.message,
                        "row 18: order: \"1.5\" is no number from 0 to 9007199254740991");
    assert_int_equal(add(rows, "code,ja,order", "A|x|99999999999999999999", 19, &err), MUS_INVALID);
    /* A refused row is not in the table. */
    struct mus_arena arena = {0};
    struct mus_table table;
    assert_int_equal(mus_table_rows_finish(rows, &HEAD, &arena, &table, &err), MUS_INVALID);
    assert_string_equal(err.message, "rows: the table has none");
    mus_arena_done(&arena);
    mus_table_rows_free(rows);
}

static void so_many_synonyms_at_most(void **state)
{
    (void)state;
    struct mus_error err;
    struct mus_buf line = {0};
    mus_buf_add_z(&line, "A|x|");
    for (int i = 0; i < MUS_MAX_LIST; i++) {
        mus_buf_printf(&line, "%d;", i);
    }
    struct mus_table_rows *rows = mus_table_rows_new();
    assert_int_equal(add(rows, "code,ja,synonym", line.data, 1, &err), MUS_OK);
    mus_buf_add_z(&line, "more");
    assert_int_equal(add(rows, "code,ja,synonym", line.data, 2, &err), MUS_LIMIT);
    assert_string_equal(err.message, "row 2: synonym: more than 200 entries");
    mus_table_rows_free(rows);
    mus_buf_done(&line);
}

static void so_many_rows_at_most(void **state)
{
    (void)state;
    struct mus_error err;
    struct mus_table_columns columns = columns_of("code,ja");
    struct mus_table_rows *rows = mus_table_rows_new();
    for (int i = 0; i <= MUS_MAX_TABLE_ROWS; i++) {
        char code[16];
        int len = snprintf(code, sizeof code, "%d", i);
        const struct mus_text cells[] = {{code, (size_t)len}, {code, (size_t)len}};
        enum mus_status status =
            mus_table_rows_add(rows, &columns, (struct mus_texts){cells, 2}, (uint64_t)i + 1, &err);
        assert_int_equal(status, i < MUS_MAX_TABLE_ROWS ? MUS_OK : MUS_LIMIT);
    }
    assert_string_equal(err.message, "row 100001: a table has at most 100000 rows");
    mus_table_rows_free(rows);
}

static enum mus_status make_small(struct mus_arena *arena, struct mus_error *err)
{
    struct mus_table table;
    struct mus_table_rows *rows = mus_table_rows_new();
    if (rows == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = add(rows, "code,ja,synonym", "A|x|y;z", 1, err);
    if (status == MUS_OK) {
        status = mus_table_rows_finish(rows, &HEAD, arena, &table, err);
    }
    mus_table_rows_free(rows);
    return status;
}

static void making_survives_every_failing_allocation(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = make_small(&arena, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        if (status != MUS_OK) {
            assert_string_equal(err.message, "out of memory");
        }
        mus_arena_done(&arena);
    }
}

static void nothing_can_be_freed(void **state)
{
    (void)state;
    mus_table_rows_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_named_columns_become_a_table),
        cmocka_unit_test(columns_come_from_a_heading_too),
        cmocka_unit_test(columns_without_code_or_label_are_refused),
        cmocka_unit_test(so_many_columns_at_most),
        cmocka_unit_test(a_row_that_breaks_a_rule_is_named_by_its_number),
        cmocka_unit_test(an_order_that_is_no_number_is_refused_at_once),
        cmocka_unit_test(so_many_synonyms_at_most),
        cmocka_unit_test(so_many_rows_at_most),
        cmocka_unit_test(making_survives_every_failing_allocation),
        cmocka_unit_test(nothing_can_be_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
