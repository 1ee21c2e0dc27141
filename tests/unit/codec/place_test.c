#include "codec/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_place_names_keys_and_elements(void **state)
{
    (void)state;
    struct mus_place place = {0};
    assert_string_equal(mus_place_text(&place), "");
    mus_place_key(&place, "listings");
    mus_place_index(&place, 0);
    mus_place_key_text(&place, MUS_TEXT("purposes"));
    mus_place_index(&place, 2);
    assert_string_equal(mus_place_text(&place), "listings[0].purposes[2]");
}

static void an_array_may_be_the_document(void **state)
{
    (void)state;
    struct mus_place place = {0};
    mus_place_index(&place, 18446744073709551615U);
    mus_place_key(&place, "id");
    assert_string_equal(mus_place_text(&place), "[18446744073709551615].id");
}

static void going_back_leads_to_where_one_came_from(void **state)
{
    (void)state;
    struct mus_place place = {0};
    size_t key = mus_place_key(&place, "needs");
    size_t index = mus_place_index(&place, 10);
    mus_place_back(&place, index);
    assert_string_equal(mus_place_text(&place), "needs");
    mus_place_index(&place, 9);
    assert_string_equal(mus_place_text(&place), "needs[9]");
    mus_place_back(&place, key);
    assert_string_equal(mus_place_text(&place), "");
    mus_place_key(&place, "id");
    assert_string_equal(mus_place_text(&place), "id");
}

static void a_failure_tells_the_place(void **state)
{
    (void)state;
    struct mus_place place = {0};
    struct mus_error err = {0};
    assert_int_equal(mus_place_fail(&place, &err, MUS_LIMIT, "%d keys", 3), MUS_LIMIT);
    assert_string_equal(err.message, "3 keys");
    mus_place_key(&place, "needs");
    mus_place_index(&place, 2);
    assert_int_equal(mus_place_fail(&place, &err, MUS_INVALID, "unknown code \"%s\"", "A99"),
                     MUS_INVALID);
    assert_string_equal(err.message, "needs[2]: unknown code \"A99\"");
    assert_int_equal(err.status, MUS_INVALID);
    assert_int_equal(mus_place_fail(&place, NULL, MUS_INVALID, "unheard"), MUS_INVALID);
}

static void a_message_too_long_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    struct mus_place place = {0};
    struct mus_error err = {0};
    char text[3 * 400 + 1] = {0};
    for (size_t i = 0; i < 400; i++) {
        memcpy(text + 3 * i, "結", 3);
    }
    mus_place_key(&place, "a");
    mus_place_fail(&place, &err, MUS_INVALID, "%s", text);
    size_t len = strlen(err.message);
    assert_true(len < MUS_ERROR_MESSAGE_MAX && len > MUS_ERROR_MESSAGE_MAX - 8);
    assert_true(mus_text_is_utf8(mus_text_of(err.message), NULL));
    assert_string_equal(err.message + len - 3, "…");
}

static void a_place_that_just_fits_is_whole(void **state)
{
    (void)state;
    struct mus_place place = {0};
    char key[MUS_PLACE_MAX + 1] = {0};
    memset(key, 'k', MUS_PLACE_MAX);
    mus_place_key(&place, key);
    assert_string_equal(mus_place_text(&place), key);
    assert_false(place.cut);
}

static void a_place_too_long_is_cut_at_a_whole_character_and_marked(void **state)
{
    (void)state;
    struct mus_place place = {0};
    char key[MUS_PLACE_MAX] = {0};
    memset(key, 'k', MUS_PLACE_MAX - 2);
    size_t start = mus_place_key(&place, key);
    size_t short_mark = mus_place_key(&place, "結び"); /* one byte of room behind the point */
    char expected[MUS_PLACE_MAX + 4] = {0};
    memcpy(expected, key, MUS_PLACE_MAX - 2);
    memcpy(expected + MUS_PLACE_MAX - 2, ".…", sizeof ".…");
    assert_string_equal(mus_place_text(&place), expected);

    size_t cut_mark = mus_place_index(&place, 7);
    assert_string_equal(mus_place_text(&place), expected);
    mus_place_back(&place, cut_mark);
    assert_string_equal(mus_place_text(&place), expected);
    mus_place_back(&place, short_mark);
    assert_string_equal(mus_place_text(&place), key);
    mus_place_back(&place, start);
    assert_string_equal(mus_place_text(&place), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_names_keys_and_elements),
        cmocka_unit_test(an_array_may_be_the_document),
        cmocka_unit_test(going_back_leads_to_where_one_came_from),
        cmocka_unit_test(a_failure_tells_the_place),
        cmocka_unit_test(a_message_too_long_is_cut_at_a_whole_character),
        cmocka_unit_test(a_place_that_just_fits_is_whole),
        cmocka_unit_test(a_place_too_long_is_cut_at_a_whole_character_and_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
