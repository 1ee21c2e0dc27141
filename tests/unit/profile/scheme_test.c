#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "profile/scheme.h"

static void expect_both(const char *scheme, const char *table)
{
    char buffer[MUS_SCHEME_BYTES];
    struct mus_text found = mus_table_of_scheme(mus_text_of(scheme), buffer);
    assert_ptr_equal(found.ptr, buffer);
    assert_string_equal(buffer, table);
    assert_int_equal(found.len, strlen(table));
    found = mus_scheme_of_table(mus_text_of(table), buffer);
    assert_string_equal(buffer, scheme);
    assert_int_equal(found.len, strlen(scheme));
}

static void a_table_is_called_by_its_scheme_in_small_letters(void **state)
{
    (void)state;
    expect_both("JSIC", "jsic");
    expect_both("NACE_2", "nace_2");
}

static void a_few_have_names_of_their_own(void **state)
{
    (void)state;
    expect_both("CPC", "cpc_y02");
    expect_both("FAIR", "fair_categories");
}

static void other_characters_stay_as_they_are(void **state)
{
    (void)state;
    char buffer[MUS_SCHEME_BYTES];
    mus_table_of_scheme(MUS_TEXT("A-1.環"), buffer);
    assert_string_equal(buffer, "a-1.環");
    mus_scheme_of_table(MUS_TEXT("a-1.環"), buffer);
    assert_string_equal(buffer, "A-1.環");
}

static void a_name_of_64_bytes_fits_and_a_longer_one_has_no_table(void **state)
{
    (void)state;
    char buffer[MUS_SCHEME_BYTES];
    char name[65];
    memset(name, 'X', sizeof name);
    assert_int_equal(mus_table_of_scheme((struct mus_text){name, 64}, buffer).len, 64);
    assert_int_equal(buffer[64], '\0');
    assert_null(mus_table_of_scheme((struct mus_text){name, 65}, buffer).ptr);
    assert_null(mus_scheme_of_table((struct mus_text){name, 65}, buffer).ptr);
}

static void no_name_has_no_table(void **state)
{
    (void)state;
    char buffer[MUS_SCHEME_BYTES];
    assert_null(mus_table_of_scheme(MUS_TEXT(""), buffer).ptr);
    assert_null(mus_scheme_of_table(MUS_NO_TEXT, buffer).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_called_by_its_scheme_in_small_letters),
        cmocka_unit_test(a_few_have_names_of_their_own),
        cmocka_unit_test(other_characters_stay_as_they_are),
        cmocka_unit_test(a_name_of_64_bytes_fits_and_a_longer_one_has_no_table),
        cmocka_unit_test(no_name_has_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
