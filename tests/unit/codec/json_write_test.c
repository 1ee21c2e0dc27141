#include "codec/json_write.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"

static void write_sample(struct mus_json_writer *writer)
{
    mus_json_begin_object(writer);
    mus_json_put_text(writer, "id", MUS_TEXT("c-1"));
    mus_json_key(writer, "name");
    mus_json_begin_object(writer);
    mus_json_put_z(writer, "ja", "結び");
    mus_json_end_object(writer);
    mus_json_put_integer(writer, "employees", 42);
    mus_json_put_real(writer, "share", 0.5);
    mus_json_put_bool(writer, "anonymous", false);
    mus_json_put_null(writer, "successor");
    mus_json_key_text(writer, MUS_TEXT("pairs"));
    mus_json_begin_array(writer);
    mus_json_begin_array(writer);
    mus_json_write_z(writer, "p1");
    mus_json_write_integer(writer, -7);
    mus_json_end_array(writer);
    mus_json_write_bool(writer, true);
    mus_json_end_array(writer);
    mus_json_key(writer, "none");
    mus_json_begin_array(writer);
    mus_json_end_array(writer);
    mus_json_key(writer, "nothing");
    mus_json_begin_object(writer);
    mus_json_end_object(writer);
    mus_json_end_object(writer);
    mus_json_end(writer);
}

static void compact_text_has_no_white_space(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    write_sample(&writer);
    assert_string_equal(buf.data,
                        "{\"id\":\"c-1\",\"name\":{\"ja\":\"結び\"},\"employees\":42,\"share\":0.5,"
                        "\"anonymous\":false,\"successor\":null,\"pairs\":[[\"p1\",-7],true],"
                        "\"none\":[],\"nothing\":{}}");
    mus_buf_done(&buf);
}

static void pretty_text_is_indented_by_two_spaces(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf, .pretty = true};
    write_sample(&writer);
    assert_string_equal(buf.data, "{\n"
                                  "  \"id\": \"c-1\",\n"
                                  "  \"name\": {\n"
                                  "    \"ja\": \"結び\"\n"
                                  "  },\n"
                                  "  \"employees\": 42,\n"
                                  "  \"share\": 0.5,\n"
                                  "  \"anonymous\": false,\n"
                                  "  \"successor\": null,\n"
                                  "  \"pairs\": [\n"
                                  "    [\n"
                                  "      \"p1\",\n"
                                  "      -7\n"
                                  "    ],\n"
                                  "    true\n"
                                  "  ],\n"
                                  "  \"none\": [],\n"
                                  "  \"nothing\": {}\n"
                                  "}");
    mus_buf_done(&buf);
}

static void assert_written(struct mus_text text, const char *expected)
{
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_write_text(&writer, text);
    mus_json_end(&writer);
    assert_string_equal(buf.data, expected);
    struct mus_json *value = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_json_parse(mus_buf_text(&buf), &value, &err), MUS_OK);
    mus_json_free(value);
    mus_buf_done(&buf);
}

static void only_what_must_be_escaped_is_escaped(void **state)
{
    (void)state;
    assert_written(MUS_TEXT(""), "\"\"");
    assert_written(MUS_TEXT("川崎 & é </script> '"), "\"川崎 & é </script> '\"");
    assert_written(MUS_TEXT("\"\\/"), "\"\\\"\\\\/\"");
    assert_written(MUS_TEXT("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"");
    assert_written(MUS_TEXT("\x01\x1F\x7F"), "\"\\u0001\\u001f\x7F\"");
    assert_written(MUS_TEXT("\xE2\x80\xA8\xE2\x80\xA9"), "\"\xE2\x80\xA8\xE2\x80\xA9\"");
    assert_written(MUS_TEXT("🌸"), "\"🌸\"");
}

static void text_that_is_not_given_is_null(void **state)
{
    (void)state;
    assert_written(MUS_NO_TEXT, "null");
}

static void what_the_parser_would_refuse_is_replaced(void **state)
{
    (void)state;
    assert_written(MUS_TEXT("a\0b"), "\"a\xEF\xBF\xBD"
                                     "b\"");
    assert_written(MUS_TEXT("a\xFF\xC0\x80z"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    assert_written(MUS_TEXT("\xE5\xB7"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void keys_are_escaped_like_text(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_begin_object(&writer);
    mus_json_put_integer(&writer, "a\"\n名", 1);
    mus_json_end_object(&writer);
    assert_string_equal(buf.data, "{\"a\\\"\\n名\":1}");
    mus_buf_done(&buf);
}

static void a_member_that_is_not_given_can_be_left_out(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_begin_object(&writer);
    mus_json_put_given(&writer, "a", MUS_NO_TEXT);
    mus_json_put_given(&writer, "b", MUS_TEXT(""));
    mus_json_put_text(&writer, "c", MUS_NO_TEXT);
    mus_json_end_object(&writer);
    assert_string_equal(buf.data, "{\"b\":\"\",\"c\":null}");
    mus_buf_done(&buf);
}

static void integers_are_written_exactly(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_begin_array(&writer);
    mus_json_write_integer(&writer, 0);
    mus_json_write_integer(&writer, MUS_JSON_INTEGER_MAX);
    mus_json_write_integer(&writer, -MUS_JSON_INTEGER_MAX);
    mus_json_end_array(&writer);
    assert_string_equal(buf.data, "[0,9007199254740991,-9007199254740991]");
    mus_buf_done(&buf);
}

static void assert_real(double real, const char *expected)
{
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_write_real(&writer, real);
    if (expected != NULL) {
        assert_string_equal(buf.data, expected);
    }
    struct mus_json *value = NULL;
    assert_int_equal(mus_json_parse(mus_buf_text(&buf), &value, NULL), MUS_OK);
    assert_int_equal(mus_json_type(value), MUS_JSON_NUMBER);
    double again = mus_json_real(value);
    assert_memory_equal(&again, &real, sizeof real);
    mus_json_free(value);
    mus_buf_done(&buf);
}

static void reals_are_written_shortly_and_read_back_the_same(void **state)
{
    (void)state;
    assert_real(0.0, "0.0");
    assert_real(-0.0, "-0.0");
    assert_real(1.0, "1.0");
    assert_real(0.1, "0.1");
    assert_real(1.0 / 3, "0.3333333333333333");
    assert_real(0.1 + 0.2, "0.30000000000000004");
    assert_real(9007199254740992.0, "9007199254740992.0");
    assert_real(1e15, "1e+15");
    assert_real(1e300, "1e+300");
    assert_real(DBL_MAX, "1.7976931348623157e+308");
    assert_real(-DBL_MIN, "-2.2250738585072014e-308");
    assert_real(DBL_TRUE_MIN, "4.94065645841247e-324");
    struct mus_random random;
    mus_random_init(&random, 1);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = mus_random_next(&random);
        double real;
        memcpy(&real, &bits, sizeof real);
        if (isfinite(real)) {
            assert_real(real, NULL);
        }
    }
}

static void the_locale_does_not_show(void **state)
{
    (void)state;
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL &&
        setlocale(LC_NUMERIC, "fr_FR.UTF-8") == NULL) {
        skip();
    }
    assert_real(1234.5, "1234.5");
    setlocale(LC_NUMERIC, "C");
}

static void raw_text_is_a_value_like_any_other(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    mus_json_begin_array(&writer);
    mus_json_write_raw(&writer, MUS_TEXT("{\"a\":1}"));
    mus_json_write_raw(&writer, MUS_TEXT("2"));
    mus_json_end_array(&writer);
    assert_string_equal(buf.data, "[{\"a\":1},2]");
    mus_buf_done(&buf);
}

static void one_writer_writes_several_lines(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    for (int i = 0; i < 2; i++) {
        mus_json_begin_object(&writer);
        mus_json_put_integer(&writer, "i", i);
        mus_json_end_object(&writer);
        mus_json_end(&writer);
        mus_buf_add_byte(&buf, '\n');
    }
    assert_string_equal(buf.data, "{\"i\":0}\n{\"i\":1}\n");
    mus_buf_done(&buf);
}

static void a_tree_is_written_back_as_it_was(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[1,-2,3.5,1e+20,\"x\\n\",null,true,false,[],{}],"
                               "\"名\":{\"b\":9007199254740991,\"c\":1.0}}";
    struct mus_json *value = NULL;
    assert_int_equal(mus_json_parse(mus_text_of(text), &value, NULL), MUS_OK);
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    struct mus_error err = {0};
    assert_int_equal(mus_json_write_value(&writer, value, &err), MUS_OK);
    mus_json_end(&writer);
    assert_string_equal(buf.data, text);

    mus_buf_clear(&buf);
    mus_json_begin_array(&writer);
    assert_int_equal(mus_json_write_value(&writer, mus_json_get(value, "名"), &err), MUS_OK);
    assert_int_equal(mus_json_write_value(&writer, mus_json_get(value, "none"), &err), MUS_OK);
    mus_json_end_array(&writer);
    assert_string_equal(buf.data, "[{\"b\":9007199254740991,\"c\":1.0},null]");
    mus_buf_done(&buf);
    mus_json_free(value);
}

static void what_is_written_is_read_as_the_same(void **state)
{
    (void)state;
    for (int pretty = 0; pretty < 2; pretty++) {
        struct mus_buf first = {0};
        struct mus_buf second = {0};
        struct mus_json_writer writer = {.buf = &first, .pretty = pretty};
        write_sample(&writer);
        struct mus_json *value = NULL;
        assert_int_equal(mus_json_parse(mus_buf_text(&first), &value, NULL), MUS_OK);
        writer.buf = &second;
        assert_int_equal(mus_json_write_value(&writer, value, NULL), MUS_OK);
        mus_json_end(&writer);
        assert_string_equal(first.data, second.data);
        mus_json_free(value);
        mus_buf_done(&first);
        mus_buf_done(&second);
    }
}

static void a_tree_that_would_stand_too_deep_is_refused(void **state)
{
    (void)state;
    char text[2 * MUS_MAX_JSON_DEPTH + 1] = {0};
    memset(text, '[', MUS_MAX_JSON_DEPTH);
    memset(text + MUS_MAX_JSON_DEPTH, ']', MUS_MAX_JSON_DEPTH);
    struct mus_json *value = NULL;
    assert_int_equal(mus_json_parse(mus_text_of(text), &value, NULL), MUS_OK);
    struct mus_buf buf = {0};
    struct mus_json_writer writer = {.buf = &buf};
    struct mus_error err = {0};
    mus_json_begin_array(&writer);
    assert_int_equal(mus_json_write_value(&writer, value, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a JSON value would be nested 33 levels deep, at most 32");
    assert_string_equal(buf.data, "[");
    assert_int_equal(mus_json_write_value(&writer, mus_json_at(value, 0), &err), MUS_OK);
    mus_json_end_array(&writer);
    mus_json_end(&writer);
    assert_string_equal(buf.data, text);
    mus_buf_done(&buf);
    mus_json_free(value);
}

static void running_out_of_memory_is_remembered_by_the_buffer(void **state)
{
    (void)state;
    uint64_t n = 0;
    bool failed = true;
    while (failed) {
        struct mus_buf buf = {0};
        struct mus_json_writer writer = {.buf = &buf, .pretty = true};
        mus_mem_fail_at(++n, false);
        write_sample(&writer);
        mus_mem_fail_at(0, false);
        failed = buf.failed;
        assert_int_equal(mus_buf_check(&buf, NULL), failed ? MUS_NO_MEMORY : MUS_OK);
        mus_buf_done(&buf);
        assert_true(n < 50);
    }
    assert_true(n > 2);
}

static void value_without_key(struct mus_json_writer *writer)
{
    mus_json_begin_object(writer);
    mus_json_write_null(writer);
}

static void key_without_value(struct mus_json_writer *writer)
{
    mus_json_begin_object(writer);
    mus_json_key(writer, "a");
    mus_json_end_object(writer);
}

static void key_after_key(struct mus_json_writer *writer)
{
    mus_json_begin_object(writer);
    mus_json_key(writer, "a");
    mus_json_key(writer, "b");
}

static void key_in_array(struct mus_json_writer *writer)
{
    mus_json_begin_array(writer);
    mus_json_key(writer, "a");
}

static void key_outside(struct mus_json_writer *writer)
{
    mus_json_key(writer, "a");
}

static void wrong_end(struct mus_json_writer *writer)
{
    mus_json_begin_array(writer);
    mus_json_end_object(writer);
}

static void end_without_begin(struct mus_json_writer *writer)
{
    mus_json_end_array(writer);
}

static void second_value(struct mus_json_writer *writer)
{
    mus_json_write_null(writer);
    mus_json_write_null(writer);
}

static void nothing_written(struct mus_json_writer *writer)
{
    mus_json_end(writer);
}

static void not_whole(struct mus_json_writer *writer)
{
    mus_json_begin_array(writer);
    mus_json_end(writer);
}

static void too_deep(struct mus_json_writer *writer)
{
    for (int i = 0; i <= MUS_MAX_JSON_DEPTH; i++) {
        mus_json_begin_array(writer);
    }
}

static void integer_too_large(struct mus_json_writer *writer)
{
    mus_json_write_integer(writer, MUS_JSON_INTEGER_MAX + 1);
}

static void no_number(struct mus_json_writer *writer)
{
    mus_json_write_real(writer, (double)INFINITY);
}

static void our_own_mistakes_are_asserted(void **state)
{
    (void)state;
#ifdef NDEBUG
    skip();
#endif
    static void (*const mistakes[])(struct mus_json_writer *) = {
        value_without_key, key_without_value, key_after_key, key_in_array,    key_outside,
        wrong_end,         end_without_begin, second_value,  nothing_written, not_whole,
        too_deep,          integer_too_large, no_number,
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct mus_buf buf = {0};
            struct mus_json_writer writer = {.buf = &buf};
            signal(SIGABRT, SIG_DFL); /* cmocka catches it */
            close(STDERR_FILENO);
            mistakes[i](&writer);
            _exit(0);
        }
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compact_text_has_no_white_space),
        cmocka_unit_test(pretty_text_is_indented_by_two_spaces),
        cmocka_unit_test(only_what_must_be_escaped_is_escaped),
        cmocka_unit_test(text_that_is_not_given_is_null),
        cmocka_unit_test(what_the_parser_would_refuse_is_replaced),
        cmocka_unit_test(keys_are_escaped_like_text),
        cmocka_unit_test(a_member_that_is_not_given_can_be_left_out),
        cmocka_unit_test(integers_are_written_exactly),
        cmocka_unit_test(reals_are_written_shortly_and_read_back_the_same),
        cmocka_unit_test(the_locale_does_not_show),
        cmocka_unit_test(raw_text_is_a_value_like_any_other),
        cmocka_unit_test(one_writer_writes_several_lines),
        cmocka_unit_test(a_tree_is_written_back_as_it_was),
        cmocka_unit_test(what_is_written_is_read_as_the_same),
        cmocka_unit_test(a_tree_that_would_stand_too_deep_is_refused),
        cmocka_unit_test(running_out_of_memory_is_remembered_by_the_buffer),
        cmocka_unit_test(our_own_mistakes_are_asserted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
