#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static char *repeated(const char *unit, size_t times, char *out)
{
    size_t len = strlen(unit);
    for (size_t i = 0; i < times; i++) {
        memcpy(out + i * len, unit, len);
    }
    out[times * len] = '\0';
    return out;
}

static void fail_writes_the_message_and_returns_the_status(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail(&err, MUS_INVALID, "needs[%d].code: unknown code \"%s\"", 2, "A99"),
                     MUS_INVALID);
    assert_int_equal(err.status, MUS_INVALID);
    assert_string_equal(err.message, "needs[2].code: unknown code \"A99\"");
}

static void fail_without_an_error_only_returns_the_status(void **state)
{
    (void)state;
    assert_int_equal(mus_fail(NULL, MUS_LIMIT, "too many"), MUS_LIMIT);
    assert_int_equal(mus_fail_at(NULL, MUS_LIMIT, "row 1"), MUS_LIMIT);
    assert_int_equal(mus_fail_memory(NULL), MUS_NO_MEMORY);
}

static void fail_at_puts_the_place_in_front(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail(&err, MUS_INVALID, "no such date \"R7.2.30\""), MUS_INVALID);
    assert_int_equal(mus_fail_at(&err, MUS_REJECTED, "row %d, column %s", 18, "F"), MUS_REJECTED);
    assert_int_equal(err.status, MUS_REJECTED);
    assert_string_equal(err.message, "row 18, column F: no such date \"R7.2.30\"");
}

static void out_of_memory_has_its_usual_message(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail_memory(&err), MUS_NO_MEMORY);
    assert_int_equal(err.status, MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
}

static void a_message_may_quote_the_one_it_replaces(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail(&err, MUS_IO, "disk full"), MUS_IO);
    assert_int_equal(mus_fail(&err, MUS_STORE, "commit: %s", err.message), MUS_STORE);
    assert_string_equal(err.message, "commit: disk full");
}

static void a_message_that_just_fits_is_whole(void **state)
{
    (void)state;
    char text[MUS_ERROR_MESSAGE_MAX + 1];
    struct mus_error err;
    repeated("a", MUS_ERROR_MESSAGE_MAX - 1, text);
    assert_int_equal(mus_fail(&err, MUS_INVALID, "%s", text), MUS_INVALID);
    assert_string_equal(err.message, text);
}

/* Every offset of the cut within a character of each length. */
static void a_long_message_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "é", "令", "𠮷"};
    char text[4 * MUS_ERROR_MESSAGE_MAX + 1];
    struct mus_error err;
    for (size_t c = 0; c < 4; c++) {
        for (int shift = 0; shift < 5; shift++) {
            repeated(characters[c], MUS_ERROR_MESSAGE_MAX, text);
            assert_int_equal(mus_fail(&err, MUS_INVALID, "%.*s%s", shift, "xxxxx", text),
                             MUS_INVALID);
            size_t len = strlen(err.message);
            size_t width = strlen(characters[c]);
            assert_true(len < MUS_ERROR_MESSAGE_MAX);
            assert_true(len + width >= MUS_ERROR_MESSAGE_MAX);
            assert_string_equal(err.message + len - 3, "…");
            assert_int_equal((len - 3 - (size_t)shift) % width, 0);
        }
    }
}

static void a_long_place_and_a_long_tail_are_cut_too(void **state)
{
    (void)state;
    char text[MUS_ERROR_MESSAGE_MAX + 1];
    struct mus_error err;
    for (size_t len = MUS_ERROR_MESSAGE_MAX - 8; len <= MUS_ERROR_MESSAGE_MAX; len++) {
        assert_int_equal(mus_fail(&err, MUS_INVALID, "tail of it"), MUS_INVALID);
        assert_int_equal(mus_fail_at(&err, MUS_INVALID, "%s", repeated("p", len, text)),
                         MUS_INVALID);
        assert_int_equal(strlen(err.message), MUS_ERROR_MESSAGE_MAX - 1);
        assert_string_equal(err.message + strlen(err.message) - 3, "…");
    }
}

static void a_message_stays_on_one_line(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail(&err, MUS_INVALID, "found \"%s\"", "a\nb\r\tc\x7F\x1B[0m"),
                     MUS_INVALID);
    assert_string_equal(err.message, "found \"a b  c  [0m\"");
}

static void bytes_that_are_not_utf8_become_question_marks(void **state)
{
    (void)state;
    struct mus_error err;
    assert_int_equal(mus_fail(&err, MUS_INVALID, "found \"%s\"", "\x93\xFA令\xE4\xBB\xED\xA0\x80"),
                     MUS_INVALID);
    assert_string_equal(err.message, "found \"??令?????\"");
}

static void every_status_has_its_name_and_codes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int exit_code;
        int http_code;
    } expected[MUS_STATUS_COUNT] = {
        {"ok", 0, 200},        {"no", 1, 200},       {"invalid", 2, 400},  {"limit", 2, 413},
        {"not_found", 2, 404}, {"conflict", 2, 409}, {"rejected", 2, 422}, {"no_memory", 3, 503},
        {"io", 3, 500},        {"store", 3, 500},    {"corrupt", 3, 500},  {"unreadable", 3, 500},
    };
    for (unsigned i = 0; i < MUS_STATUS_COUNT; i++) {
        enum mus_status status = (enum mus_status)i;
        assert_string_equal(mus_status_name(status), expected[i].name);
        assert_int_equal(mus_status_exit_code(status), expected[i].exit_code);
        assert_int_equal(mus_status_http_code(status), expected[i].http_code);
    }
}

static void a_status_out_of_range_counts_as_a_store_failure(void **state)
{
    (void)state;
    assert_string_equal(mus_status_name(MUS_STATUS_COUNT), "store");
    assert_int_equal(mus_status_exit_code(MUS_STATUS_COUNT), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_writes_the_message_and_returns_the_status),
        cmocka_unit_test(fail_without_an_error_only_returns_the_status),
        cmocka_unit_test(fail_at_puts_the_place_in_front),
        cmocka_unit_test(out_of_memory_has_its_usual_message),
        cmocka_unit_test(a_message_may_quote_the_one_it_replaces),
        cmocka_unit_test(a_message_that_just_fits_is_whole),
        cmocka_unit_test(a_long_message_is_cut_at_a_whole_character),
        cmocka_unit_test(a_long_place_and_a_long_tail_are_cut_too),
        cmocka_unit_test(a_message_stays_on_one_line),
        cmocka_unit_test(bytes_that_are_not_utf8_become_question_marks),
        cmocka_unit_test(every_status_has_its_name_and_codes),
        cmocka_unit_test(a_status_out_of_range_counts_as_a_store_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
