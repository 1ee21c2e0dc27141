#include "import/lines.h"

#include "base/limits.h"
#include "import_fixture.h"

/* "number@offset+bytes:text|…" of a file with these bytes. */
static void assert_lines(const char *bytes, size_t len, const char *expected)
{
    struct mus_buf found = {0};
    struct mus_lines *lines = NULL;
    char path[] = "/tmp/musubi-lines-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    assert_int_equal(mus_lines_open(path, &lines, NULL), MUS_OK);
    for (;;) {
        bool more = false;
        assert_int_equal(mus_lines_next(lines, &more, NULL), MUS_OK);
        if (!more) {
            break;
        }
        const struct mus_line *line = mus_lines_at(lines);
        mus_buf_printf(&found, "%d@%d+%d:%.*s|", (int)line->number, (int)line->offset,
                       (int)line->bytes, MUS_TEXT_ARG(line->text));
    }
    mus_lines_close(lines);
    unlink(path);
    assert_string_equal(found.data == NULL ? "" : found.data, expected);
    mus_buf_done(&found);
}

#define ASSERT_LINES(bytes, expected) assert_lines(bytes, sizeof(bytes) - 1, expected)

static void lines_end_with_a_line_feed_or_with_the_file(void **state)
{
    (void)state;
    ASSERT_LINES("", "");
    ASSERT_LINES("a", "1@0+1:a|");
    ASSERT_LINES("a\nbc\n", "1@0+1:a|2@2+2:bc|");
    ASSERT_LINES("a\r\nbc\r\n", "1@0+1:a|2@3+2:bc|");
}

static void blank_lines_are_passed_over_but_counted(void **state)
{
    (void)state;
    ASSERT_LINES("\n \t\r\na\n\n\nb", "3@5+1:a|6@9+1:b|");
}

static void a_byte_order_mark_is_passed_over_at_the_beginning_only(void **state)
{
    (void)state;
    ASSERT_LINES("\xEF\xBB\xBF", "");
    ASSERT_LINES("\xEF\xBB\xBF"
                 "a\n\xEF\xBB\xBF"
                 "b",
                 "1@3+1:a|2@5+4:\xEF\xBB\xBF"
                 "b|");
}

static void a_line_may_be_as_long_as_json_may_be(void **state)
{
    struct fixture *fixture = *state;
    struct mus_lines *lines = NULL;
    struct mus_error err = {0};
    bool more = false;
    size_t len = MUS_MAX_JSON_BYTES;
    char *bytes = malloc(3 * len + 16);
    assert_non_null(bytes);
    memset(bytes, 'x', 3 * len + 16);
    bytes[len] = '\n';         /* just fits */
    bytes[2 * len + 2] = '\n'; /* one byte too long */
    bytes[2 * len + 4] = '\n';
    const char *path = write_bytes(fixture, "long", bytes, 3 * len + 16);
    assert_int_equal(mus_lines_open(path, &lines, &err), MUS_OK);
    assert_int_equal(mus_lines_next(lines, &more, &err), MUS_OK);
    assert_int_equal(mus_lines_at(lines)->text.len, len);
    assert_int_equal(mus_lines_next(lines, &more, &err), MUS_REJECTED);
    assert_string_equal(err.message, "line 2: longer than 4194304 bytes");
    assert_int_equal(mus_lines_at(lines)->offset, len + 1);
    assert_int_equal(mus_lines_at(lines)->bytes, len + 1);
    assert_int_equal(mus_lines_next(lines, &more, &err), MUS_OK);
    assert_text(mus_lines_at(lines)->text, "x");
    assert_int_equal(mus_lines_at(lines)->number, 3);
    assert_int_equal(mus_lines_next(lines, &more, &err), MUS_REJECTED);
    assert_int_equal(mus_lines_at(lines)->bytes, len + 11);
    assert_int_equal(mus_lines_next(lines, &more, &err), MUS_OK);
    assert_false(more);
    mus_lines_close(lines);
    free(bytes);
}

static void a_missing_file_is_not_found(void **state)
{
    (void)state;
    struct mus_lines *lines = NULL;
    struct mus_error err = {0};
    assert_int_equal(mus_lines_open("/nonexistent/x.jsonl", &lines, &err), MUS_NOT_FOUND);
    mus_lines_close(NULL);
}

static void every_failing_allocation_is_told(void **state)
{
    struct fixture *fixture = *state;
    const char *path = write_file(fixture, "two", "one\ntwo\n");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_lines *lines = NULL;
        bool more = true;
        mus_mem_fail_at(n, false);
        status = mus_lines_open(path, &lines, NULL);
        while (status == MUS_OK && more) {
            status = mus_lines_next(lines, &more, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_lines_close(lines);
    }
}

static int setup(void **state)
{
    static struct fixture fixture;
    fixture_init(&fixture);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_done(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_a_line_feed_or_with_the_file),
        cmocka_unit_test(blank_lines_are_passed_over_but_counted),
        cmocka_unit_test(a_byte_order_mark_is_passed_over_at_the_beginning_only),
        cmocka_unit_test(a_line_may_be_as_long_as_json_may_be),
        cmocka_unit_test(a_missing_file_is_not_found),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
