#include "codec/json.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"

static struct mus_json *parse(const char *text)
{
    struct mus_json *value = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_json_parse(mus_text_of(text), &value, &err), MUS_OK);
    assert_string_equal(err.message, "");
    assert_non_null(value);
    return value;
}

static void assert_text(struct mus_text text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void every_value_has_its_type(void **state)
{
    (void)state;
    static const enum mus_json_type expected[] = {
        MUS_JSON_NULL,   MUS_JSON_BOOL,   MUS_JSON_BOOL,  MUS_JSON_INTEGER, MUS_JSON_NUMBER,
        MUS_JSON_NUMBER, MUS_JSON_STRING, MUS_JSON_ARRAY, MUS_JSON_OBJECT,
    };
    struct mus_json *value = parse("[null, true, false, 1, 1.0, 1e3, \"1\", [], {}]");
    assert_int_equal(mus_json_type(value), MUS_JSON_ARRAY);
    for (size_t i = 0; i < mus_json_count(value); i++) {
        assert_int_equal(mus_json_type(mus_json_at(value, i)), expected[i]);
    }
    assert_int_equal(mus_json_type(NULL), MUS_JSON_ABSENT);
    mus_json_free(value);
}

static void every_type_has_a_name_for_messages(void **state)
{
    (void)state;
    assert_string_equal(mus_json_type_name(MUS_JSON_ABSENT), "nothing");
    assert_string_equal(mus_json_type_name(MUS_JSON_NULL), "null");
    assert_string_equal(mus_json_type_name(MUS_JSON_BOOL), "a boolean");
    assert_string_equal(mus_json_type_name(MUS_JSON_INTEGER), "an integer");
    assert_string_equal(mus_json_type_name(MUS_JSON_NUMBER), "a number");
    assert_string_equal(mus_json_type_name(MUS_JSON_STRING), "a string");
    assert_string_equal(mus_json_type_name(MUS_JSON_ARRAY), "an array");
    assert_string_equal(mus_json_type_name(MUS_JSON_OBJECT), "an object");
}

static void integers_are_exact_up_to_the_limit(void **state)
{
    (void)state;
    struct mus_json *value = parse("[9007199254740991, -9007199254740991, 9007199254740990, -0]");
    assert_true(mus_json_integer(mus_json_at(value, 0)) == INT64_C(9007199254740991));
    assert_true(mus_json_integer(mus_json_at(value, 1)) == INT64_C(-9007199254740991));
    assert_true(mus_json_integer(mus_json_at(value, 2)) == INT64_C(9007199254740990));
    assert_true(mus_json_integer(mus_json_at(value, 3)) == 0);
    mus_json_free(value);
}

static void a_number_with_point_or_exponent_is_no_integer_even_if_whole(void **state)
{
    (void)state;
    struct mus_json *value = parse("[1.0, 1e3, 12]");
    assert_true(mus_json_integer(mus_json_at(value, 0)) == 0);
    assert_true(mus_json_real(mus_json_at(value, 0)) == 1.0);
    assert_true(mus_json_real(mus_json_at(value, 1)) == 1000.0);
    assert_true(mus_json_real(mus_json_at(value, 2)) == 12.0);
    mus_json_free(value);
}

static void a_number_of_the_greatest_length_is_read_to_its_end(void **state)
{
    (void)state;
    struct mus_json *value =
        parse("[0.0000000000000000000000000000000000000000000000000000000000001]");
    assert_true(mus_json_real(mus_json_at(value, 0)) == 1e-61);
    mus_json_free(value);
}

static void a_number_too_large_for_a_double_is_refused_with_its_place(void **state)
{
    (void)state;
    struct mus_json *value = NULL;
    struct mus_error err = {0};
    struct mus_text text = MUS_TEXT("[1e308,\n {\"a\": -1e400}]");
    assert_int_equal(mus_json_parse(text, &value, &err), MUS_LIMIT);
    assert_string_equal(err.message, "line 2, column 8: number \"-1e400\" is too large");
    assert_int_equal(mus_json_parse(text, &value, NULL), MUS_LIMIT);
    assert_null(value);
}

static void a_message_names_the_line_of_the_whole_file(void **state)
{
    (void)state;
    struct mus_json *value = NULL;
    struct mus_error err = {0};
    struct mus_text text = MUS_TEXT("{\"id\": \"c-1\", \"id\": \"c-2\"}");
    assert_int_equal(mus_json_parse_at(text, 4711, &value, &err), MUS_INVALID);
    assert_string_equal(err.message, "line 4711, column 15: key \"id\" stands twice");
    assert_int_equal(mus_json_parse_at(MUS_TEXT("1e999"), 4712, &value, &err), MUS_LIMIT);
    assert_string_equal(err.message, "line 4712, column 1: number \"1e999\" is too large");
}

static void the_text_need_not_be_terminated(void **state)
{
    (void)state;
    static const char *const texts[] = {"12", "true", "null", "\"a\"", "[1,2]", "{\"1\":1}", "1.5"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t len = strlen(texts[i]);
        char *exact = mus_alloc(len, 1);
        assert_non_null(exact);
        memcpy(exact, texts[i], len);
        struct mus_json *value = NULL;
        assert_int_equal(mus_json_parse((struct mus_text){exact, len}, &value, NULL), MUS_OK);
        mus_free(exact);
        mus_json_free(value);
    }
}

static void strings_are_decoded(void **state)
{
    (void)state;
    struct mus_json *value = parse(
        "[\"\", \"川崎\", \"\\u5ddd\\u5d0e\", \"\\ud83c\\udf38\", \"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]");
    struct mus_text empty = mus_json_text(mus_json_at(value, 0));
    assert_non_null(empty.ptr);
    assert_int_equal(empty.len, 0);
    assert_text(mus_json_text(mus_json_at(value, 1)), "川崎");
    assert_text(mus_json_text(mus_json_at(value, 2)), "川崎");
    assert_text(mus_json_text(mus_json_at(value, 3)), "🌸");
    assert_text(mus_json_text(mus_json_at(value, 4)), "\"\\/\b\f\n\r\t");
    mus_json_free(value);
}

static void a_value_of_another_type_reads_as_nothing(void **state)
{
    (void)state;
    struct mus_json *value = parse("{\"text\": \"12\", \"number\": 12, \"yes\": true}");
    const struct mus_json *text = mus_json_get(value, "text");
    const struct mus_json *number = mus_json_get(value, "number");
    const struct mus_json *yes = mus_json_get(value, "yes");
    assert_true(mus_json_integer(text) == 0);
    assert_true(mus_json_real(text) == 0);
    assert_null(mus_json_text(number).ptr);
    assert_false(mus_json_bool(number));
    assert_true(mus_json_bool(yes));
    assert_int_equal(mus_json_count(number), 0);
    assert_int_equal(mus_json_count(yes), 0);
    assert_null(mus_json_at(value, 0));
    assert_null(mus_json_get(text, "text"));
    mus_json_free(value);
}

static void an_absent_value_reads_as_nothing(void **state)
{
    (void)state;
    struct mus_json_iter iter;
    assert_null(mus_json_text(NULL).ptr);
    assert_true(mus_json_integer(NULL) == 0);
    assert_true(mus_json_real(NULL) == 0);
    assert_false(mus_json_bool(NULL));
    assert_int_equal(mus_json_count(NULL), 0);
    assert_null(mus_json_at(NULL, 0));
    assert_null(mus_json_get(NULL, "a"));
    assert_false(mus_json_first(NULL, &iter));
    assert_false(mus_json_next(&iter));
    mus_json_free(NULL);
}

static void members_are_found_by_their_exact_key(void **state)
{
    (void)state;
    struct mus_json *value = parse("{\"Id\": 1, \"id\": 2, \"\": 3, \"\\u540d\": 4}");
    assert_true(mus_json_integer(mus_json_get(value, "Id")) == 1);
    assert_true(mus_json_integer(mus_json_get(value, "id")) == 2);
    assert_true(mus_json_integer(mus_json_get(value, "")) == 3);
    assert_true(mus_json_integer(mus_json_get(value, "名")) == 4);
    assert_null(mus_json_get(value, "ID"));
    mus_json_free(value);
}

static void an_iterator_goes_through_an_array_in_order(void **state)
{
    (void)state;
    struct mus_json *value = parse("[10, 11, 12]");
    struct mus_json_iter iter;
    size_t seen = 0;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        assert_int_equal(iter.index, seen);
        assert_null(iter.key.ptr);
        assert_true(mus_json_integer(iter.value) == (int64_t)(10 + seen));
        assert_ptr_equal(iter.value, mus_json_at(value, seen));
        seen++;
    }
    assert_int_equal(seen, 3);
    assert_int_equal(mus_json_count(value), 3);
    assert_null(mus_json_at(value, 3));
    assert_false(mus_json_next(&iter));
    mus_json_free(value);
}

static void an_iterator_goes_through_an_object_with_its_keys(void **state)
{
    (void)state;
    static const char *const keys[] = {"b", "", "a"};
    struct mus_json *value = parse("{\"b\": 0, \"\": 1, \"a\": 2}");
    struct mus_json_iter iter;
    size_t seen = 0;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        assert_non_null(iter.key.ptr);
        assert_text(iter.key, keys[seen]);
        assert_true(mus_json_integer(iter.value) == (int64_t)seen);
        seen++;
    }
    assert_int_equal(seen, 3);
    assert_int_equal(mus_json_count(value), 3);
    mus_json_free(value);
}

static void a_scalar_and_an_empty_container_have_no_elements(void **state)
{
    (void)state;
    struct mus_json *value = parse("[[], {}, \"a\", 5, null]");
    struct mus_json_iter iter;
    for (size_t i = 0; i < mus_json_count(value); i++) {
        assert_false(mus_json_first(mus_json_at(value, i), &iter));
        assert_int_equal(mus_json_count(mus_json_at(value, i)), 0);
    }
    mus_json_free(value);
}

static void an_unknown_key_is_named_with_its_place(void **state)
{
    (void)state;
    static const char *const known[] = {"id", "name"};
    struct mus_json *value = parse("{\"name\": 1, \"Id\": 2, \"x\": 3}");
    struct mus_error err = {0};
    assert_int_equal(mus_json_check_keys(value, known, 2, "listings[0]", &err), MUS_INVALID);
    assert_string_equal(err.message, "listings[0]: unknown key \"Id\"");
    assert_int_equal(mus_json_check_keys(value, known, 2, "", &err), MUS_INVALID);
    assert_string_equal(err.message, "unknown key \"Id\"");
    assert_int_equal(mus_json_check_keys(value, NULL, 0, NULL, &err), MUS_INVALID);
    assert_string_equal(err.message, "unknown key \"name\"");
    mus_json_free(value);
}

static void known_keys_and_values_without_keys_pass_the_check_of_keys(void **state)
{
    (void)state;
    static const char *const known[] = {"id", "name", "other"};
    struct mus_error err = {0};
    struct mus_json *value = parse("[{\"name\": 1, \"id\": 2}, {}, [1], 5]");
    for (size_t i = 0; i < mus_json_count(value); i++) {
        assert_int_equal(mus_json_check_keys(mus_json_at(value, i), known, 3, "", &err), MUS_OK);
    }
    assert_int_equal(mus_json_check_keys(NULL, known, 3, "", &err), MUS_OK);
    assert_string_equal(err.message, "");
    mus_json_free(value);
}

static void a_hundred_thousand_keys_are_parsed_quickly(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    for (unsigned i = 0; i < 100000; i++) {
        mus_buf_printf(&buf, "%s\"key %u\":%u", i == 0 ? "{" : ",", i, i);
    }
    mus_buf_add_byte(&buf, '}');
    struct mus_json *value = NULL;
    int64_t start = mus_clock_monotonic_ms();
    assert_int_equal(mus_json_parse(mus_buf_text(&buf), &value, NULL), MUS_OK);
    assert_true(mus_clock_monotonic_ms() - start < 10000);
    assert_int_equal(mus_json_count(value), 100000);
    assert_true(mus_json_integer(mus_json_get(value, "key 99999")) == 99999);
    mus_json_free(value);
    mus_buf_done(&buf);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    const struct mus_text text =
        MUS_TEXT("{\"a\": [1, 2.5, \"x\", null, {\"\\u0062\": true}], \"c\": \"\\n\"}");
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        struct mus_json *value = NULL;
        struct mus_error err = {0};
        mus_mem_fail_at(++n, false);
        status = mus_json_parse(text, &value, &err);
        mus_mem_fail_at(0, false);
        assert_true(n < 200);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_int_equal(err.status, MUS_NO_MEMORY);
            assert_null(value);
        }
        mus_json_free(value);
    }
    /* A node for each value, a block for each key and string, and what the check needs. */
    assert_true(n > 9 + 3 + 2);
}

static void a_failure_reported_by_nobody_is_still_a_failure(void **state)
{
    (void)state;
    struct mus_json *value = NULL;
    mus_mem_fail_at(1, true);
    assert_int_equal(mus_json_parse(MUS_TEXT("[]"), &value, NULL), MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_null(value);
}

static void *parse_often(void *result)
{
    for (int i = 0; i < 200; i++) {
        struct mus_json *value = NULL;
        *(bool *)result = mus_json_parse(MUS_TEXT("{\"a\": [1, \"b\"]}"), &value, NULL) == MUS_OK &&
                          mus_json_count(mus_json_get(value, "a")) == 2;
        mus_json_free(value);
        if (!*(bool *)result) {
            break;
        }
    }
    return NULL;
}

static void threads_may_parse_at_the_same_time(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    bool good[THREADS] = {false};
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, parse_often, &good[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(good[i]);
    }
}

static void an_answer_of_our_own_may_be_larger_than_what_is_taken_in(void **state)
{
    (void)state;
    struct mus_buf text = {0};
    struct mus_json *json = NULL;
    struct mus_error err = {0};
    mus_buf_add_byte(&text, '"');
    while (text.len <= MUS_MAX_JSON_BYTES) {
        mus_buf_add_z(&text, "0123456789");
    }
    mus_buf_add_byte(&text, '"');
    assert_int_equal(mus_json_parse(mus_buf_text(&text), &json, &err), MUS_LIMIT);
    assert_int_equal(mus_json_parse_reply(mus_buf_text(&text), &json, &err), MUS_OK);
    assert_int_equal(mus_json_text(json).len, text.len - 2);
    mus_json_free(json);
    mus_buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_of_our_own_may_be_larger_than_what_is_taken_in),
        cmocka_unit_test(every_value_has_its_type),
        cmocka_unit_test(every_type_has_a_name_for_messages),
        cmocka_unit_test(integers_are_exact_up_to_the_limit),
        cmocka_unit_test(a_number_with_point_or_exponent_is_no_integer_even_if_whole),
        cmocka_unit_test(a_number_of_the_greatest_length_is_read_to_its_end),
        cmocka_unit_test(a_number_too_large_for_a_double_is_refused_with_its_place),
        cmocka_unit_test(a_message_names_the_line_of_the_whole_file),
        cmocka_unit_test(the_text_need_not_be_terminated),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(a_value_of_another_type_reads_as_nothing),
        cmocka_unit_test(an_absent_value_reads_as_nothing),
        cmocka_unit_test(members_are_found_by_their_exact_key),
        cmocka_unit_test(an_iterator_goes_through_an_array_in_order),
        cmocka_unit_test(an_iterator_goes_through_an_object_with_its_keys),
        cmocka_unit_test(a_scalar_and_an_empty_container_have_no_elements),
        cmocka_unit_test(an_unknown_key_is_named_with_its_place),
        cmocka_unit_test(known_keys_and_values_without_keys_pass_the_check_of_keys),
        cmocka_unit_test(a_hundred_thousand_keys_are_parsed_quickly),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(a_failure_reported_by_nobody_is_still_a_failure),
        cmocka_unit_test(threads_may_parse_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
