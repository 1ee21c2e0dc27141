#include "lexicon/builder.h"

#include "lexicon_fixture.h"

static enum mus_status add(struct mus_lexicon_builder *builder, enum mus_lexicon_origin origin,
                           const char *headword, const char *glosses, struct mus_error *err)
{
    struct mus_text items[40];
    struct mus_text left = mus_text_of(glosses);
    size_t count = 0;
    while (left.len > 0) {
        items[count++] = mus_text_cut(&left, '/');
    }
    return mus_lexicon_add(builder, origin, mus_text_of(headword), (struct mus_texts){items, count},
                           err);
}

static void takes(struct mus_lexicon_builder *builder, const char *headword, const char *glosses)
{
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, headword, glosses, NULL), MUS_OK);
}

static void assert_written(struct mus_lexicon_builder *builder, const char *lines)
{
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    struct mus_lexicon_lines read;
    bool more = true;
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    assert_memory_equal(out.data, MUS_LEXICON_HEADING, sizeof MUS_LEXICON_HEADING - 1);
    assert_string_equal(out.data + sizeof MUS_LEXICON_HEADING - 1, lines);
    assert_int_equal(mus_lexicon_lines_start(&read, mus_buf_text(&out), NULL), MUS_OK);
    while (more) {
        assert_int_equal(mus_lexicon_lines_next(&read, &more, NULL), MUS_OK);
    }
    mus_buf_done(&out);
}

static size_t passed_over(struct mus_lexicon_builder *builder)
{
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    mus_buf_done(&out);
    return counts[MUS_LEXICON_EDICT].passed_over;
}

static void rows_are_sorted_by_headword_then_origin_then_arrival(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "水", "wet", NULL), MUS_OK);
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "水", "aqua", NULL), MUS_OK);
    assert_int_equal(add(builder, MUS_LEXICON_GLOSSARY, "水", "water", NULL), MUS_OK);
    assert_int_equal(add(builder, MUS_LEXICON_TABLES, "水", "waters", NULL), MUS_OK);
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "水道", "water supply/tap", NULL), MUS_OK);
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "土", "soil", NULL), MUS_OK);
    assert_written(builder, "土\tsoil\n水\twater\n水\twaters\n水\twet\n水\taqua\n"
                            "水道\twater supply|tap\n");
    mus_lexicon_builder_free(builder);
}

static void of_the_same_line_the_first_stands(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    takes(builder, "水", "water");
    takes(builder, "水", "aqua");
    takes(builder, "水", "water");
    assert_int_equal(add(builder, MUS_LEXICON_TABLES, "水", "aqua", NULL), MUS_OK);
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    assert_int_equal(counts[MUS_LEXICON_GLOSSARY].rows, 0);
    assert_int_equal(counts[MUS_LEXICON_TABLES].rows, 1);
    assert_int_equal(counts[MUS_LEXICON_EDICT].rows, 1);
    mus_buf_done(&out);
    assert_written(builder, "水\taqua\n水\twater\n");
    takes(builder, "水", "cold water");
    assert_written(builder, "水\taqua\n水\twater\n水\tcold water\n");
    mus_lexicon_builder_free(builder);
}

static void headwords_are_folded_and_glosses_keep_their_spelling(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    takes(builder, "ﾎﾟﾝﾌﾟ", "pump");
    takes(builder, "ＩＴ 企業", " IT  company / a|b\tc /WtE");
    takes(builder, "水　処理 施設", "plant");
    takes(builder, "open source", "open source");
    takes(builder, "廢棄", "disposal");
    assert_written(builder, "it 企業\tIT company|a b c|WtE\nopen source\topen source\n"
                            "ポンプ\tpump\n廃棄\tdisposal\n水処理施設\tplant\n");
    mus_lexicon_builder_free(builder);
}

static void what_would_be_found_inside_other_words_is_passed_over(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    static const char *const OVER[] = {
        "", " ", "a", "ア", "あ", "いか", "ー", "1", "あいうえおかきくけこさしすせそ"};
    for (size_t i = 0; i < sizeof OVER / sizeof OVER[0]; i++) {
        takes(builder, OVER[i], "x");
        assert_int_equal(passed_over(builder), i + 1);
    }
    takes(builder, "水", "x");
    takes(builder, "いかだ", "x");
    takes(builder, "タイ", "x");
    takes(builder, "イか", "x");
    takes(builder, "pv", "x");
    takes(builder, "あいうえおかきくけこさしすせ", "x");
    assert_int_equal(passed_over(builder), sizeof OVER / sizeof OVER[0]);
    mus_lexicon_builder_free(builder);
}

static void glosses_beyond_the_limits_are_left_out(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    takes(builder, "水", "one two three four five six seven/a b c d e f/ /water");
    assert_written(builder, "水\ta b c d e f|water\n");
    takes(builder, "土", "one two three four five six seven");
    takes(builder, "土", "");
    assert_int_equal(passed_over(builder), 2);
    takes(builder, "風",
          "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25/26/27/28/29/30/31/32/"
          "33/34");
    assert_written(builder,
                   "水\ta b c d e f|water\n"
                   "風\t1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|"
                   "29|30|31|32\n");
    mus_lexicon_builder_free(builder);
}

static void what_is_no_utf8_is_refused(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_error err = {0};
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "水\xFF", "water", &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 3: not UTF-8");
    assert_int_equal(add(builder, MUS_LEXICON_EDICT, "水", "wat\xFF", &err), MUS_INVALID);
    assert_string_equal(err.message, "byte 3: not UTF-8");
    assert_written(builder, "");
    mus_lexicon_builder_free(builder);
}

static void rows_can_be_taken_back(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    takes(builder, "水", "water");
    struct mus_lexicon_mark mark = mus_lexicon_mark(builder);
    takes(builder, "土", "soil");
    takes(builder, "あ", "ah");
    mus_lexicon_take_back(builder, mark);
    assert_written(builder, "水\twater\n");
    assert_int_equal(passed_over(builder), 0);
    takes(builder, "風", "wind");
    assert_written(builder, "水\twater\n風\twind\n");
    mus_lexicon_builder_free(builder);
}

static void a_lexicon_has_no_more_than_its_limits(void **state)
{
    (void)state;
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    struct mus_error err = {0};
    struct mus_text gloss = MUS_TEXT("c");
    struct mus_texts glosses = {&gloss, 1};
    for (size_t i = 0; i < MUS_MAX_LEXICON_ROWS; i++) {
        if (mus_lexicon_add(builder, MUS_LEXICON_EDICT, MUS_TEXT("ab"), glosses, NULL) != MUS_OK) {
            fail();
        }
    }
    assert_int_equal(mus_lexicon_add(builder, MUS_LEXICON_EDICT, MUS_TEXT("ab"), glosses, &err),
                     MUS_LIMIT);
    assert_string_equal(err.message, "a lexicon has at most 2000000 lines and 67108864 bytes");
    mus_lexicon_builder_free(builder);

    builder = mus_lexicon_builder_new();
    char *long_gloss = malloc(MUS_MAX_LEXICON_BYTES);
    memset(long_gloss, 'x', MUS_MAX_LEXICON_BYTES);
    /* beside the gloss stand the heading, the headword, a tab and the end of the line */
    gloss =
        (struct mus_text){long_gloss, MUS_MAX_LEXICON_BYTES - (sizeof MUS_LEXICON_HEADING - 1) - 3};
    assert_int_equal(mus_lexicon_add(builder, MUS_LEXICON_EDICT, MUS_TEXT("ab"), glosses, &err),
                     MUS_LIMIT);
    gloss.len--;
    assert_int_equal(mus_lexicon_add(builder, MUS_LEXICON_EDICT, MUS_TEXT("ab"), glosses, &err),
                     MUS_OK);
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    assert_int_equal(mus_lexicon_write(builder, &out, counts, NULL), MUS_OK);
    assert_int_equal(out.len, MUS_MAX_LEXICON_BYTES);
    mus_buf_done(&out);
    free(long_gloss);
    mus_lexicon_builder_free(builder);
}

static enum mus_status add_and_write(struct mus_error *err)
{
    struct mus_lexicon_builder *builder = mus_lexicon_builder_new();
    if (builder == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_buf out = {0};
    struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT];
    enum mus_status status = add(builder, MUS_LEXICON_TABLES, "水", "water/aqua", err);
    if (status == MUS_OK) {
        status = add(builder, MUS_LEXICON_EDICT, "水", "ice", err);
    }
    if (status == MUS_OK) {
        status = mus_lexicon_write(builder, &out, counts, err);
    }
    mus_buf_done(&out);
    mus_lexicon_builder_free(builder);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = add_and_write(&err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_by_headword_then_origin_then_arrival),
        cmocka_unit_test(of_the_same_line_the_first_stands),
        cmocka_unit_test(headwords_are_folded_and_glosses_keep_their_spelling),
        cmocka_unit_test(what_would_be_found_inside_other_words_is_passed_over),
        cmocka_unit_test(glosses_beyond_the_limits_are_left_out),
        cmocka_unit_test(what_is_no_utf8_is_refused),
        cmocka_unit_test(rows_can_be_taken_back),
        cmocka_unit_test(a_lexicon_has_no_more_than_its_limits),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
