#include "codec/json_pull.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static enum mus_status begin(struct mus_json_pull *pull, const char *text,
                             struct mus_json_item *item, struct mus_error *err)
{
    const struct mus_json_source source = {mus_text_of(text), 1, 0};
    return mus_json_pull_begin(pull, &source, item, err);
}

/* The next element, which must be there. */
static struct mus_json_item next(struct mus_json_pull *pull)
{
    struct mus_json_item item;
    struct mus_error err = {0};
    bool more = false;
    if (mus_json_pull_next(pull, &item, &more, &err) != MUS_OK || !more) {
        fail_msg("no next element: %s", err.message);
    }
    return item;
}

static void assert_ends(struct mus_json_pull *pull)
{
    struct mus_json_item item;
    bool more = true;
    assert_int_equal(mus_json_pull_next(pull, &item, &more, NULL), MUS_OK);
    assert_false(more);
}

static void assert_text(struct mus_text found, const char *expected)
{
    assert_int_equal(found.len, strlen(expected));
    assert_memory_equal(found.ptr, expected, found.len);
}

static void every_type_of_value_is_told(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    assert_int_equal(begin(&pull, " [null, true, false, -12, 1.5, \"a\", [], {}] ", &item, NULL),
                     MUS_OK);
    assert_int_equal(item.type, MUS_JSON_ARRAY);
    assert_int_equal(item.at, 1);
    assert_int_equal(next(&pull).type, MUS_JSON_NULL);
    assert_true(next(&pull).boolean);
    item = next(&pull);
    assert_true(item.type == MUS_JSON_BOOL && !item.boolean);
    item = next(&pull);
    assert_true(item.type == MUS_JSON_INTEGER && item.integer == -12);
    assert_int_equal(next(&pull).type, MUS_JSON_NUMBER);
    item = next(&pull);
    assert_int_equal(item.type, MUS_JSON_STRING);
    assert_text(item.text, "a");
    assert_int_equal(next(&pull).type, MUS_JSON_ARRAY);
    assert_ends(&pull);
    assert_int_equal(next(&pull).type, MUS_JSON_OBJECT);
    assert_ends(&pull);
    assert_ends(&pull);
    assert_int_equal(mus_json_pull_end(&pull, NULL), MUS_OK);
    mus_json_pull_done(&pull);
}

static void keys_and_strings_are_decoded(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    assert_int_equal(begin(&pull,
                           "{\"plain\": \"川崎\", \"esc\\u0061ped\": \"\\ud83c\\udfaf\\n\\\"\"}",
                           &item, NULL),
                     MUS_OK);
    item = next(&pull);
    assert_text(item.key, "plain");
    assert_text(item.text, "川崎");
    item = next(&pull);
    assert_text(item.key, "escaped");
    assert_text(item.text, "🎯\n\"");
    assert_ends(&pull);
    assert_int_equal(mus_json_pull_end(&pull, NULL), MUS_OK);
    mus_json_pull_done(&pull);
}

static void the_extreme_integers_are_exact(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    assert_int_equal(begin(&pull, "[9007199254740991, -9007199254740991, -0, 0]", &item, NULL),
                     MUS_OK);
    assert_true(next(&pull).integer == MUS_JSON_INTEGER_MAX);
    assert_true(next(&pull).integer == -MUS_JSON_INTEGER_MAX);
    assert_true(next(&pull).integer == 0);
    assert_true(next(&pull).integer == 0);
    mus_json_pull_done(&pull);
}

static void what_is_skipped_is_checked(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    struct mus_error err;
    assert_int_equal(begin(&pull, "[{\"a\": [1, {\"b\": 2}]}, 7]", &item, NULL), MUS_OK);
    item = next(&pull);
    assert_int_equal(mus_json_pull_skip(&pull, &item, NULL), MUS_OK);
    item = next(&pull);
    assert_true(item.integer == 7);
    assert_int_equal(mus_json_pull_skip(&pull, &item, NULL), MUS_OK);
    assert_ends(&pull);
    mus_json_pull_done(&pull);
    assert_int_equal(begin(&pull, "[{\"a\": [1,\n {\"b\": 2, \"b\": 3}]}, 7]", &item, NULL),
                     MUS_OK);
    item = next(&pull);
    assert_int_equal(mus_json_pull_skip(&pull, &item, &err), MUS_INVALID);
    assert_string_equal(err.message, "line 2, column 11: key \"b\" stands twice");
    mus_json_pull_done(&pull);
}

static void a_key_that_stands_twice_is_found_at_the_end_of_its_object(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    struct mus_error err;
    bool more = true;
    assert_int_equal(begin(&pull, "{\"a\": 1, \"\\u0061\": 2}", &item, NULL), MUS_OK);
    (void)next(&pull);
    assert_true(next(&pull).integer == 2);
    assert_int_equal(mus_json_pull_next(&pull, &item, &more, &err), MUS_INVALID);
    assert_string_equal(err.message, "line 1, column 10: key \"a\" stands twice");
    mus_json_pull_done(&pull);
}

static void a_value_is_read_again_from_where_it_began(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    assert_int_equal(begin(&pull, "{\"first\": [1, 2], \"second\": 3}", &item, NULL), MUS_OK);
    item = next(&pull);
    const size_t first = item.at;
    assert_int_equal(mus_json_pull_skip(&pull, &item, NULL), MUS_OK);
    (void)next(&pull);
    assert_ends(&pull);
    assert_int_equal(mus_json_pull_end(&pull, NULL), MUS_OK);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(mus_json_pull_again(&pull, first, &item, NULL), MUS_OK);
        assert_int_equal(item.type, MUS_JSON_ARRAY);
        assert_true(next(&pull).integer == 1);
        assert_true(next(&pull).integer == 2);
        assert_ends(&pull);
    }
    mus_json_pull_done(&pull);
}

static void a_text_that_goes_on_is_refused_at_its_end(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    struct mus_error err;
    assert_int_equal(begin(&pull, "12 ]", &item, &err), MUS_OK);
    assert_int_equal(mus_json_pull_end(&pull, &err), MUS_INVALID);
    assert_string_equal(
        err.message, "line 1, column 4: unexpected \"]\" where the end of the text was expected");
    mus_json_pull_done(&pull);
}

static void the_limit_of_bytes_is_that_of_the_source(void **state)
{
    (void)state;
    struct mus_json_pull pull;
    struct mus_json_item item;
    struct mus_error err;
    const struct mus_json_source source = {MUS_TEXT("[1, 2]"), 1, 5};
    assert_int_equal(mus_json_pull_begin(&pull, &source, &item, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a JSON text of 6 bytes, at most 5 are read");
    mus_json_pull_done(&pull);
}

static void a_million_elements_need_no_memory_of_their_own(void **state)
{
    (void)state;
    enum { COUNT = 1000000 };
    struct mus_buf text = {0};
    struct mus_json_pull pull;
    struct mus_json_item item;
    bool more = true;
    mus_buf_add_z(&text, "[[\"p1\",\"p2\",1]");
    for (int i = 1; i < COUNT; i++) {
        mus_buf_add_z(&text, ",[\"p1\",\"p2\",1]");
    }
    mus_buf_add_z(&text, "]");
    const struct mus_json_source source = {mus_buf_text(&text), 1, 100 * COUNT};
    mus_mem_fail_at(1, true);
    int64_t total = 0;
    enum mus_status status = mus_json_pull_begin(&pull, &source, &item, NULL);
    while (status == MUS_OK && pull.depth > 0) {
        status = mus_json_pull_next(&pull, &item, &more, NULL);
        total += more && item.type == MUS_JSON_INTEGER ? item.integer : 0;
    }
    mus_mem_fail_at(0, false);
    assert_int_equal(status, MUS_OK);
    assert_true(total == COUNT);
    mus_json_pull_done(&pull);
    mus_buf_done(&text);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_json_pull pull;
        struct mus_json_item item;
        struct mus_error err;
        mus_mem_fail_at(n, false);
        status = begin(&pull, "{\"\\u0061\": \"\\u0062\", \"c\": {\"d\": \"\\n\"}}", &item, &err);
        if (status == MUS_OK) {
            status = mus_json_pull_skip(&pull, &item, &err);
        }
        mus_mem_fail_at(0, false);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
            assert_string_equal(err.message, "out of memory");
        }
        mus_json_pull_done(&pull);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_of_value_is_told),
        cmocka_unit_test(keys_and_strings_are_decoded),
        cmocka_unit_test(the_extreme_integers_are_exact),
        cmocka_unit_test(what_is_skipped_is_checked),
        cmocka_unit_test(a_key_that_stands_twice_is_found_at_the_end_of_its_object),
        cmocka_unit_test(a_value_is_read_again_from_where_it_began),
        cmocka_unit_test(a_text_that_goes_on_is_refused_at_its_end),
        cmocka_unit_test(the_limit_of_bytes_is_that_of_the_source),
        cmocka_unit_test(a_million_elements_need_no_memory_of_their_own),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
