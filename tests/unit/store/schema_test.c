#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/limits.h"
#include "store/schema.h"

static void short_texts_are_their_own_keys(void **state)
{
    (void)state;
    struct mus_db_key key;
    assert_int_equal(mus_key_of_text("name", MUS_TEXT("川崎"), &key, NULL), MUS_OK);
    assert_true(mus_text_equal(mus_key_text(&key), MUS_TEXT("川崎")));
    assert_int_equal(mus_key_of_pair("source", MUS_TEXT("a"), MUS_TEXT("b"), &key, NULL), MUS_OK);
    assert_int_equal(key.len, 3);
    assert_memory_equal(key.bytes, "a\0b", 3);
    assert_true(mus_text_equal(mus_key_second(mus_key_text(&key)), MUS_TEXT("b")));
}

static void long_texts_are_cut_and_stay_apart(void **state)
{
    (void)state;
    char text[MUS_MAX_KEY + 2];
    struct mus_db_key exact;
    struct mus_db_key a;
    struct mus_db_key b;
    memset(text, 'x', sizeof text);
    struct mus_text longer = {text, MUS_MAX_KEY + 1};
    assert_int_equal(mus_key_of_text("name", (struct mus_text){text, MUS_MAX_KEY}, &exact, NULL),
                     MUS_OK);
    assert_int_equal(exact.len, MUS_MAX_KEY);
    assert_memory_equal(exact.bytes, text, MUS_MAX_KEY);
    assert_int_equal(mus_key_of_text("name", longer, &a, NULL), MUS_OK);
    assert_int_equal(a.len, MUS_MAX_KEY);
    assert_int_equal((unsigned char)a.bytes[407], 0xFF);
    text[MUS_MAX_KEY] = 'y';
    assert_int_equal(mus_key_of_text("name", longer, &b, NULL), MUS_OK);
    assert_memory_not_equal(a.bytes, b.bytes, MUS_MAX_KEY);
    assert_memory_equal(a.bytes, b.bytes, 407);
    assert_int_equal(mus_key_of_pair("source", MUS_TEXT("a"), longer, &a, NULL), MUS_OK);
    assert_null(mus_key_second(mus_key_text(&a)).ptr);
}

static void empty_texts_and_nul_are_no_keys(void **state)
{
    (void)state;
    struct mus_db_key key;
    struct mus_error err;
    assert_int_equal(mus_key_of_text("name", MUS_NO_TEXT, &key, &err), MUS_INVALID);
    assert_string_equal(err.message, "name: is empty");
    assert_int_equal(mus_key_of_pair("source", MUS_TEXT("a"), MUS_TEXT("b\0c"), &key, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "source: holds a NUL character");
    assert_int_equal(mus_key_of_pair("source", MUS_TEXT(""), MUS_TEXT("b"), &key, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "source: is empty");
}

static void number_keys_sort_as_numbers(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 1, 255, 256, UINT32_MAX, UINT64_MAX};
    struct mus_db_key last;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct mus_db_key key;
        uint64_t back = 7;
        mus_key_of_number(numbers[i], &key);
        assert_true(mus_key_read_number(mus_key_text(&key), &back));
        assert_int_equal(back, numbers[i]);
        assert_true(i == 0 || mus_text_compare(mus_key_text(&last), mus_key_text(&key)) < 0);
        last = key;
    }
    assert_false(mus_key_read_number(MUS_TEXT("1234567"), &(uint64_t){0}));
}

static void keys_of_tiles_sort_by_level_and_index(void **state)
{
    (void)state;
    static const struct {
        unsigned level;
        uint64_t index;
    } tiles[] = {{0, 0}, {0, 1}, {0, 256}, {1, 0}, {7, UINT64_MAX}};
    struct mus_db_key last;
    for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++) {
        struct mus_db_key key;
        unsigned level = 9;
        uint64_t index = 9;
        mus_key_of_tile(tiles[i].level, tiles[i].index, &key);
        assert_true(mus_key_read_tile(mus_key_text(&key), &level, &index));
        assert_int_equal(level, tiles[i].level);
        assert_true(index == tiles[i].index);
        assert_true(i == 0 || mus_text_compare(mus_key_text(&last), mus_key_text(&key)) < 0);
        last = key;
    }
    assert_false(mus_key_read_tile(MUS_TEXT("12345678"), &(unsigned){0}, &(uint64_t){0}));
}

static void keys_of_aliases_tell_what_and_whom(void **state)
{
    (void)state;
    struct mus_db_key key;
    struct mus_error err;
    struct mus_text id;
    unsigned what = 0;
    char text[MUS_MAX_ID + 2];
    memset(text, 'x', sizeof text);
    struct mus_text longest = {text, MUS_MAX_ID};
    struct mus_text longer = {text, MUS_MAX_ID + 1};
    assert_int_equal(mus_key_of_alias(2, longest, &key, &err), MUS_OK);
    assert_true(mus_key_read_alias(mus_key_text(&key), &what, &id));
    assert_int_equal(what, 2);
    assert_true(mus_text_equal(id, longest));
    assert_int_equal(mus_key_of_alias(2, longer, &key, &err), MUS_INVALID);
    assert_string_equal(err.message, "id: 65 bytes, at most 64");
    assert_int_equal(mus_key_of_alias(2, MUS_TEXT(""), &key, &err), MUS_INVALID);
    assert_string_equal(err.message, "id: is empty");
    assert_false(mus_key_read_alias(MUS_TEXT("\1"), &what, &id));
    assert_false(mus_key_read_alias((struct mus_text){text, sizeof text}, &what, &id));
}

static void keys_of_ids_come_apart_again(void **state)
{
    (void)state;
    struct mus_db_key key;
    struct mus_text ids[3];
    mus_key_of_ids(MUS_TEXT("fair-18"), MUS_TEXT("p-1"), MUS_TEXT("p-2"), &key);
    assert_true(mus_text_equal(mus_key_text(&key), MUS_TEXT("fair-18\0p-1\0p-2")));
    assert_true(mus_key_read_ids(mus_key_text(&key), ids, 3));
    assert_true(mus_text_equals(ids[0], "fair-18") && mus_text_equals(ids[2], "p-2"));
    assert_false(mus_key_read_ids(mus_key_text(&key), ids, 2));
    mus_key_of_ids(MUS_TEXT("fair-18"), MUS_TEXT("p-1"), MUS_NO_TEXT, &key);
    assert_true(mus_key_read_ids(mus_key_text(&key), ids, 2));
    assert_false(mus_key_read_ids(mus_key_text(&key), ids, 3));
    mus_key_of_ids(MUS_NO_TEXT, MUS_TEXT("no id"), MUS_NO_TEXT, &key);
    assert_true(mus_text_equal(mus_key_text(&key), MUS_TEXT("?\0?"))); /* which nothing has */
    assert_false(mus_key_read_ids(mus_key_text(&key), ids, 2));
}

static void keys_of_runs_sort_by_event_and_number(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {1, 2, 256, UINT64_MAX};
    struct mus_db_key last;
    for (size_t i = 0; i < 2 * sizeof numbers / sizeof numbers[0]; i++) {
        struct mus_db_key key;
        struct mus_text id;
        uint64_t number = 0;
        mus_key_of_numbered(i < 4 ? MUS_TEXT("a") : MUS_TEXT("a-2"), numbers[i % 4], &key);
        assert_true(mus_key_read_numbered(mus_key_text(&key), &id, &number));
        assert_true(mus_text_equals(id, i < 4 ? "a" : "a-2") && number == numbers[i % 4]);
        assert_true(i == 0 || mus_text_compare(mus_key_text(&last), mus_key_text(&key)) < 0);
        last = key;
    }
    assert_false(mus_key_read_numbered(MUS_TEXT("\0"
                                                "12345678"),
                                       &(struct mus_text){0}, &(uint64_t){0}));
    assert_false(mus_key_read_numbered(MUS_TEXT("fair-18"), &(struct mus_text){0}, &(uint64_t){0}));
}

static void values_have_one_width(void **state)
{
    (void)state;
    struct mus_db_number room;
    uint32_t small = 0;
    uint64_t large = 0;
    struct mus_text value = mus_value_u32(0x01020304, &room);
    assert_memory_equal(value.ptr, "\4\3\2\1", 4);
    assert_true(mus_value_read_u32(value, &small));
    assert_int_equal(small, 0x01020304);
    assert_false(mus_value_read_u64(value, &large));
    value = mus_value_u64(UINT64_MAX - 1, &room);
    assert_true(mus_value_read_u64(value, &large));
    assert_true(large == UINT64_MAX - 1);
    assert_false(mus_value_read_u32(value, &small));
    assert_false(mus_value_read_u32(MUS_NO_TEXT, &small));
}

static void about_one_id_in_16_is_a_milestone(void **state)
{
    (void)state;
    unsigned count = 0;
    for (unsigned i = 0; i < 16 * 1000; i++) {
        char id[] = {'c',
                     '-',
                     (char)('a' + i % 26),
                     (char)('a' + i / 26 % 26),
                     (char)('a' + i / 26 / 26 % 26),
                     (char)('a' + i / 26 / 26 / 26)};
        count += mus_is_milestone((struct mus_text){id, sizeof id});
    }
    assert_in_range(count, 900, 1100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_are_their_own_keys),
        cmocka_unit_test(long_texts_are_cut_and_stay_apart),
        cmocka_unit_test(empty_texts_and_nul_are_no_keys),
        cmocka_unit_test(number_keys_sort_as_numbers),
        cmocka_unit_test(keys_of_tiles_sort_by_level_and_index),
        cmocka_unit_test(keys_of_aliases_tell_what_and_whom),
        cmocka_unit_test(keys_of_ids_come_apart_again),
        cmocka_unit_test(keys_of_runs_sort_by_event_and_number),
        cmocka_unit_test(values_have_one_width),
        cmocka_unit_test(about_one_id_in_16_is_a_milestone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
