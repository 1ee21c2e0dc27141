#include "lexicon_fixture.h"

/* What reading all lines after the heading ends with. */
static enum mus_status read_all(struct mus_text source, size_t *count, struct mus_error *err)
{
    struct mus_lexicon_lines lines;
    bool more = true;
    *count = 0;
    enum mus_status status = mus_lexicon_lines_start(&lines, source, err);
    while (status == MUS_OK && more) {
        status = mus_lexicon_lines_next(&lines, &more, err);
        *count += status == MUS_OK && more;
    }
    return status;
}

static void refuses(const char *lines, enum mus_status expected, const char *message)
{
    struct mus_buf source = {0};
    struct mus_error err = {0};
    size_t count;
    mus_buf_printf(&source, "%s%s", MUS_LEXICON_HEADING, lines);
    assert_int_equal(read_all(mus_buf_text(&source), &count, &err), expected);
    assert_string_equal(err.message, message);
    mus_buf_done(&source);
}

static void a_line_has_a_headword_and_glosses(void **state)
{
    (void)state;
    struct mus_lexicon_lines lines;
    bool more = false;
    struct mus_text source = MUS_TEXT(MUS_LEXICON_HEADING "水\twater|cold water\n水\taqua\n");
    assert_int_equal(mus_lexicon_lines_start(&lines, source, NULL), MUS_OK);
    assert_int_equal(mus_lexicon_lines_next(&lines, &more, NULL), MUS_OK);
    assert_true(more && mus_text_equals(lines.line.headword, "水"));
    assert_true(mus_text_equals(lines.line.glosses, "water|cold water"));
    assert_int_equal(lines.number, 2);
    assert_int_equal(mus_lexicon_lines_next(&lines, &more, NULL), MUS_OK);
    assert_true(more && mus_text_equals(lines.line.glosses, "aqua"));
    assert_int_equal(mus_lexicon_lines_next(&lines, &more, NULL), MUS_OK);
    assert_false(more);
}

static void another_heading_is_refused(void **state)
{
    (void)state;
    static const char *const WRONG[] = {"", "musubi-lexicon/2\n", "musubi-lexicon/1",
                                        "水\twater\n"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        struct mus_error err = {0};
        size_t count;
        assert_int_equal(read_all(mus_text_of(WRONG[i]), &count, &err), MUS_INVALID);
        assert_string_equal(err.message, "line 1: expected \"musubi-lexicon/1\"");
    }
}

static void a_wrong_line_is_named(void **state)
{
    (void)state;
    refuses("水\twater\n汚", MUS_INVALID, "line 3: the line has no end");
    refuses("\n", MUS_INVALID, "line 2: a headword, a tab and glosses were expected");
    refuses("水 water\n", MUS_INVALID, "line 2: a headword, a tab and glosses were expected");
    refuses("\twater\n", MUS_INVALID, "line 2: a headword was expected");
    refuses("水\r\twater\n", MUS_INVALID, "line 2: a control character in the headword");
    refuses("水\twater\tice\n", MUS_INVALID, "line 2: a control character in the glosses");
    refuses("水\t\n", MUS_INVALID, "line 2: gloss 1 is empty");
    refuses("水\twater|\n", MUS_INVALID, "line 2: gloss 2 is empty");
    refuses("水\twater| |ice\n", MUS_INVALID, "line 2: gloss 2 is empty");
    refuses("水\twater\xFF\n", MUS_INVALID, "line 2: byte 9: not UTF-8");
    refuses("水\twater\n川\triver\n", MUS_INVALID, "line 3: \"川\" stands behind \"水\"");
}

static void what_is_beyond_a_limit_is_refused(void **state)
{
    (void)state;
    refuses("あいうえおかきくけこさしすせ\tx\nあいうえおかきくけこさしすせそ\tx\n", MUS_LIMIT,
            "line 3: a headword of 15 characters, at most 14");
    refuses("水\ta b c d e f|a b c d e f g\n", MUS_LIMIT, "line 2: gloss 2 has 7 words, at most 6");
    refuses(
        "水\t1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|"
        "32|33\n",
        MUS_LIMIT, "line 2: 33 glosses, at most 32");
}

static void a_source_is_as_long_as_it_may_be_and_no_longer(void **state)
{
    (void)state;
    struct mus_buf source = {0};
    struct mus_error err = {0};
    size_t count = 0;
    mus_buf_add_z(&source, MUS_LEXICON_HEADING);
    for (size_t i = 0; i < MUS_MAX_LEXICON_ROWS; i++) {
        mus_buf_add(&source, "ab\tc\n", 5);
    }
    assert_int_equal(read_all(mus_buf_text(&source), &count, &err), MUS_OK);
    assert_int_equal(count, MUS_MAX_LEXICON_ROWS);
    mus_buf_add(&source, "ab\tc\n", 5);
    assert_int_equal(read_all(mus_buf_text(&source), &count, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a lexicon has at most 2000000 lines");
    assert_true(mus_buf_reserve(&source, MUS_MAX_LEXICON_BYTES));
    memset(source.data + source.len, 'x', MUS_MAX_LEXICON_BYTES);
    source.len += MUS_MAX_LEXICON_BYTES;
    assert_int_equal(read_all(mus_buf_text(&source), &count, &err), MUS_LIMIT);
    assert_string_equal(err.message, "a lexicon has at most 67108864 bytes");
    mus_buf_done(&source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_a_headword_and_glosses),
        cmocka_unit_test(another_heading_is_refused),
        cmocka_unit_test(a_wrong_line_is_named),
        cmocka_unit_test(what_is_beyond_a_limit_is_refused),
        cmocka_unit_test(a_source_is_as_long_as_it_may_be_and_no_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
