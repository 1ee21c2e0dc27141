#include "codec/row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_name(size_t index, const char *expected)
{
    char name[MUS_COLUMN_NAME_MAX];
    assert_string_equal(mus_column_name(index, name), expected);
}

static void columns_are_named_as_spreadsheets_name_them(void **state)
{
    (void)state;
    assert_name(0, "A");
    assert_name(5, "F");
    assert_name(25, "Z");
    assert_name(26, "AA");
    assert_name(27, "AB");
    assert_name(51, "AZ");
    assert_name(52, "BA");
    assert_name(701, "ZZ");
    assert_name(702, "AAA");
    assert_name(16383, "XFD");
    char name[MUS_COLUMN_NAME_MAX];
    assert_true(strlen(mus_column_name(SIZE_MAX - 1, name)) < MUS_COLUMN_NAME_MAX);
}

static void a_cell_beyond_the_row_is_empty(void **state)
{
    (void)state;
    const struct mus_text cells[] = {MUS_TEXT("a"), MUS_TEXT("b")};
    const struct mus_row row = {.cells = cells, .count = 2};
    assert_true(mus_text_equals(mus_row_cell(&row, 1), "b"));
    assert_true(mus_text_equals(mus_row_cell(&row, 2), ""));
    assert_non_null(mus_row_cell(&row, 2).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_named_as_spreadsheets_name_them),
        cmocka_unit_test(a_cell_beyond_the_row_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
