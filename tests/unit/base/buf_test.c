#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"

static void an_empty_buffer_is_an_empty_text(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_text text = mus_buf_text(&buf);
    assert_non_null(text.ptr);
    assert_int_equal(text.len, 0);
    assert_int_equal(mus_buf_check(&buf, NULL), MUS_OK);
    mus_buf_done(&buf);
}

static void what_is_added_stands_in_order_and_is_terminated(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add(&buf, "ab\0c", 4);
    assert_int_equal(buf.data[4], 0);
    mus_buf_add_text(&buf, MUS_TEXT("-d"));
    mus_buf_add_text(&buf, MUS_NO_TEXT);
    mus_buf_add_z(&buf, "-e");
    mus_buf_add_byte(&buf, 0xFF);
    mus_buf_printf(&buf, "%s/%d", "f", 42);
    mus_buf_printf(&buf, "%s", "");
    assert_int_equal(buf.len, 13);
    assert_memory_equal(buf.data,
                        "ab\0c-d-e\xFF"
                        "f/42",
                        14);
    assert_int_equal(mus_buf_check(&buf, NULL), MUS_OK);
    mus_buf_done(&buf);
    assert_null(buf.data);
    assert_int_equal(buf.capacity, 0);
}

static void it_grows_by_any_step_and_keeps_what_it_has(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    for (int i = 0; i < 20000; i++) {
        mus_buf_add_byte(&buf, (unsigned char)(i % 251));
        assert_true(buf.capacity > buf.len);
        assert_int_equal(buf.data[buf.len], 0);
    }
    for (int i = 0; i < 20000; i++) {
        assert_int_equal((unsigned char)buf.data[i], i % 251);
    }
    mus_buf_done(&buf);
}

static void printf_writes_across_the_end_of_the_room(void **state)
{
    (void)state;
    for (int len = 60; len <= 70; len++) {
        struct mus_buf buf = {0};
        mus_buf_printf(&buf, "%*s", len, "x");
        assert_int_equal(buf.len, len);
        assert_int_equal(strlen(buf.data), len);
        mus_buf_done(&buf);
    }
}

static void integers_are_little_endian(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_u16(&buf, 0x1234);
    mus_buf_add_u32(&buf, 0x89ABCDEF);
    mus_buf_add_u64(&buf, UINT64_C(0xFEDCBA9876543210));
    assert_int_equal(buf.len, 14);
    assert_memory_equal(buf.data, "\x34\x12\xEF\xCD\xAB\x89\x10\x32\x54\x76\x98\xBA\xDC\xFE", 14);
    mus_buf_done(&buf);
}

static void every_character_is_written_as_it_is_read(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    for (int32_t c = 0; c <= 0x10FFFF; c++) {
        if (c == 0xD800) {
            c = 0xE000;
        }
        mus_buf_clear(&buf);
        mus_buf_add_char(&buf, c);
        size_t at = 0;
        assert_int_equal(mus_text_next(mus_buf_text(&buf), &at), c);
        assert_int_equal(at, buf.len);
    }
    mus_buf_done(&buf);
}

static void a_failure_is_remembered_and_nothing_more_is_written(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    struct mus_error err;
    mus_buf_add_z(&buf, "kept");
    mus_mem_fail_at(1, false);
    mus_buf_printf(&buf, "%100s", "lost");
    assert_true(buf.failed);
    mus_buf_add_z(&buf, "x"); /* there is room and memory, yet the text would have a hole */
    mus_mem_fail_at(0, false);
    assert_string_equal(buf.data, "kept");
    assert_false(mus_buf_reserve(&buf, 0));
    assert_int_equal(mus_buf_check(&buf, &err), MUS_NO_MEMORY);
    assert_string_equal(err.message, "out of memory");
    mus_buf_done(&buf);
}

static void clearing_forgets_a_failure_and_keeps_the_memory(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_clear(&buf);
    mus_buf_add_z(&buf, "first");
    buf.failed = true;
    mus_buf_clear(&buf);
    assert_string_equal(buf.data, "");
    mus_mem_fail_at(1, true);
    mus_buf_add_z(&buf, "second");
    mus_mem_fail_at(0, false);
    assert_string_equal(buf.data, "second");
    assert_int_equal(mus_buf_check(&buf, NULL), MUS_OK);
    mus_buf_done(&buf);
}

static void a_size_that_overflows_is_a_failure(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    assert_false(mus_buf_reserve(&buf, SIZE_MAX));
    assert_true(buf.failed);
    mus_buf_clear(&buf);
    mus_buf_add_z(&buf, "x");
    assert_false(mus_buf_reserve(&buf, SIZE_MAX - 1));
    assert_true(buf.failed);
    mus_buf_done(&buf);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_buf buf = {0};
        mus_mem_fail_at(n, false);
        for (int i = 0; i < 1000; i++) {
            mus_buf_printf(&buf, "%d,", i);
        }
        mus_mem_fail_at(0, false);
        done = mus_buf_check(&buf, NULL) == MUS_OK;
        mus_buf_done(&buf);
    }
}

/* bytes.h */

static void what_was_written_is_read_back(void **state)
{
    (void)state;
    struct mus_buf buf = {0};
    mus_buf_add_byte(&buf, 0xFE);
    mus_buf_add_u16(&buf, 0xFFFE);
    mus_buf_add_u32(&buf, 0xFFFFFFFE);
    mus_buf_add_u64(&buf, UINT64_MAX - 1);
    mus_buf_add_z(&buf, "text");
    struct mus_bytes bytes = mus_bytes_of(buf.data, buf.len);
    assert_int_equal(mus_bytes_u8(&bytes), 0xFE);
    assert_int_equal(mus_bytes_u16(&bytes), 0xFFFE);
    assert_int_equal(mus_bytes_u32(&bytes), 0xFFFFFFFE);
    assert_true(mus_bytes_u64(&bytes) == UINT64_MAX - 1);
    assert_true(mus_text_equals(mus_bytes_text(&bytes, 4), "text"));
    assert_int_equal(bytes.left, 0);
    assert_false(bytes.failed);
    mus_buf_done(&buf);
}

static void a_reader_that_failed_stays_failed_and_gives_zeroes(void **state)
{
    (void)state;
    struct mus_bytes bytes = mus_bytes_of("\x01\x02\x03", 3);
    assert_int_equal(mus_bytes_u16(&bytes), 0x0201);
    assert_int_equal(mus_bytes_u32(&bytes), 0);
    assert_true(bytes.failed);
    assert_int_equal(mus_bytes_u8(&bytes), 0);
    assert_null(mus_bytes_take(&bytes, 0));
    assert_null(mus_bytes_text(&bytes, 1).ptr);
    assert_true(bytes.failed);
}

static void every_truncation_is_noticed(void **state)
{
    (void)state;
    static const unsigned char data[15] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (size_t len = 0; len <= sizeof data; len++) {
        struct mus_bytes bytes = mus_bytes_of(data, len);
        mus_bytes_u8(&bytes);
        mus_bytes_u16(&bytes);
        mus_bytes_u32(&bytes);
        mus_bytes_u64(&bytes);
        assert_int_equal(bytes.failed, len < sizeof data);
    }
}

static void a_length_near_the_largest_is_refused(void **state)
{
    (void)state;
    struct mus_bytes bytes = mus_bytes_of("abc", 3);
    assert_null(mus_bytes_take(&bytes, SIZE_MAX));
    assert_true(bytes.failed);
}

static void no_bytes_at_all_are_an_empty_run(void **state)
{
    (void)state;
    struct mus_bytes bytes = mus_bytes_of(NULL, 0);
    assert_non_null(mus_bytes_take(&bytes, 0));
    struct mus_text text = mus_bytes_text(&bytes, 0);
    assert_non_null(text.ptr);
    assert_int_equal(text.len, 0);
    assert_false(bytes.failed);
    mus_bytes_u8(&bytes);
    assert_true(bytes.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_is_an_empty_text),
        cmocka_unit_test(what_is_added_stands_in_order_and_is_terminated),
        cmocka_unit_test(it_grows_by_any_step_and_keeps_what_it_has),
        cmocka_unit_test(printf_writes_across_the_end_of_the_room),
        cmocka_unit_test(integers_are_little_endian),
        cmocka_unit_test(every_character_is_written_as_it_is_read),
        cmocka_unit_test(a_failure_is_remembered_and_nothing_more_is_written),
        cmocka_unit_test(clearing_forgets_a_failure_and_keeps_the_memory),
        cmocka_unit_test(a_size_that_overflows_is_a_failure),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(a_reader_that_failed_stays_failed_and_gives_zeroes),
        cmocka_unit_test(every_truncation_is_noticed),
        cmocka_unit_test(a_length_near_the_largest_is_refused),
        cmocka_unit_test(no_bytes_at_all_are_an_empty_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
