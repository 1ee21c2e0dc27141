#include "matcher/text/matched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static int make_analyser(void **state)
{
    *state = mus_analyser_new();
    return *state == NULL ? -1 : 0;
}

static int free_analyser(void **state)
{
    mus_analyser_free(*state);
    return 0;
}

/* The terms of `query`, as hashes. */
static struct mus_hashes terms_of(struct mus_analyser *analyser, const char *query,
                                  struct mus_arena *arena)
{
    struct mus_text item = mus_text_of(query);
    struct mus_texts texts = {&item, 1};
    struct mus_bag bag = {0};
    assert_int_equal(mus_terms_bag(analyser, texts, arena, &bag, NULL), MUS_OK);
    uint64_t *hashes = mus_arena_alloc(arena, bag.count, sizeof *hashes);
    assert_non_null(hashes);
    for (size_t i = 0; i < bag.count; i++) {
        hashes[i] = bag.terms[i].hash;
    }
    return (struct mus_hashes){hashes, bag.count};
}

static enum mus_status matched(struct mus_analyser *analyser, struct mus_text text,
                               struct mus_hashes wanted, size_t limit, struct mus_arena *arena,
                               struct mus_texts *shown, struct mus_error *err)
{
    const struct mus_token *tokens = NULL;
    size_t count = 0;
    enum mus_status status = mus_terms_of(analyser, text, &tokens, &count, err);
    return status == MUS_OK
               ? mus_terms_matched(tokens, count, text, wanted, limit, arena, shown, err)
               : status;
}

static void at_most(void **state, size_t limit, const char *query, const char *text,
                    const char *wanted)
{
    struct mus_arena arena = {0};
    struct mus_hashes hashes = terms_of(*state, query, &arena);
    struct mus_texts shown = {0};
    struct mus_text all = mus_text_of(text);
    assert_int_equal(matched(*state, all, hashes, limit, &arena, &shown, NULL), MUS_OK);
    struct mus_buf buf = {0};
    for (size_t i = 0; i < shown.count; i++) {
        assert_true(shown.items[i].ptr >= all.ptr);
        assert_true(shown.items[i].ptr + shown.items[i].len <= all.ptr + all.len);
        mus_buf_add_z(&buf, i == 0 ? "" : "|");
        mus_buf_add_text(&buf, shown.items[i]);
    }
    assert_string_equal(mus_buf_text(&buf).ptr, wanted);
    mus_buf_done(&buf);
    mus_arena_done(&arena);
}

static void shows(void **state, const char *query, const char *text, const char *wanted)
{
    at_most(state, 20, query, text, wanted);
}

static void pairs_that_overlap_or_touch_are_shown_as_one(void **state)
{
    shows(state, "廃棄物", "産業廃棄物を処理", "廃棄物");
    shows(state, "廃棄 物処", "廃棄物処理", "廃棄物処");
    shows(state, "産業廃棄物処理", "産業廃棄物処理", "産業廃棄物処理");
    shows(state, "ポンプ", "省エネ型ポンプの販売", "ポンプ");
}

static void a_particle_at_either_end_is_left_out(void **state)
{
    shows(state, "廃棄物の処理", "廃棄物の分別", "廃棄物");
    shows(state, "廃棄物の処理", "水の処理", "処理");
    shows(state, "ものづくり企業", "ものづくり企業", "ものづくり企業");
    shows(state, "ガスの", "ガスの分析", "ガス");
}

static void single_kanji_are_shown_where_nothing_longer_holds_them(void **state)
{
    shows(state, "水質", "水と質", "水|質");
    shows(state, "廃棄物 水", "廃棄物と物と水", "廃棄物|水");
}

static void what_stands_within_something_shown_is_left_out(void **state)
{
    shows(state, "廃棄物処理 処理", "廃棄物処理と処理", "廃棄物処理");
    shows(state, "waste-water", "waste-water treatment", "waste-water");
    shows(state, "ISO14001", "ISO14001", "ISO14001");
}

static void a_second_spelling_of_the_same_is_left_out(void **state)
{
    shows(state, "recycle", "Recycling of recycled waste", "Recycling");
    shows(state, "ポンプ", "ﾎﾟﾝﾌﾟとポンプ", "ﾎﾟﾝﾌﾟ");
}

static void the_original_spelling_is_shown(void **state)
{
    shows(state, "led ポンプ", "ＬＥＤとﾎﾟﾝﾌﾟ", "ＬＥＤ|ﾎﾟﾝﾌﾟ");
    shows(state, "muller", "Herr Müller", "Müller");
    shows(state, "waste", "WASTE!", "WASTE");
}

static void hiragana_is_shown_only_where_there_is_nothing_else(void **state)
{
    shows(state, "しています 排水", "排水を処理しています", "排水");
    shows(state, "ものづくり", "ものづくり", "ものづくり");
    shows(state, "です", "水です", "");
}

static void the_longest_are_kept_in_the_order_of_the_text(void **state)
{
    static const char text[] = "水, 排水 pump 廃棄物処理 and filter";
    at_most(state, 0, text, text, "");
    at_most(state, 1, text, text, "廃棄物処理");
    at_most(state, 2, text, text, "排水|廃棄物処理");
    at_most(state, 3, text, text, "排水|廃棄物処理|filter");
    at_most(state, SIZE_MAX, text, text, "排水|pump|廃棄物処理|filter");
}

static void there_are_never_more_than_a_list_may_hold(void **state)
{
    struct mus_buf text = {0};
    for (int i = 0; i < 3 * MUS_MAX_LIST; i++) {
        mus_buf_printf(&text, "x%dy ", i);
    }
    struct mus_arena arena = {0};
    struct mus_hashes hashes = terms_of(*state, text.data, &arena);
    assert_int_equal(hashes.count, 3 * MUS_MAX_LIST);
    struct mus_texts shown = {0};
    assert_int_equal(matched(*state, mus_buf_text(&text), hashes, SIZE_MAX, &arena, &shown, NULL),
                     MUS_OK);
    assert_int_equal(shown.count, MUS_MAX_LIST);
    mus_arena_done(&arena);
    mus_buf_done(&text);
}

static void nothing_wanted_or_no_text_shows_nothing(void **state)
{
    shows(state, "", "廃棄物", "");
    shows(state, "廃棄物", "", "");
    shows(state, "水", "火", "");
}

static void a_text_that_is_not_utf8_is_refused(void **state)
{
    struct mus_arena arena = {0};
    struct mus_texts shown = {.count = 77};
    struct mus_error err;
    assert_int_equal(matched(*state, (struct mus_text){"a\xFF", 2}, (struct mus_hashes){0}, 5,
                             &arena, &shown, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "byte 1: not UTF-8");
    assert_int_equal(shown.count, 77);
    mus_arena_done(&arena);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        assert_true(n < 100);
        struct mus_analyser *analyser = mus_analyser_new();
        struct mus_arena wanted = {0};
        struct mus_arena arena = {0};
        struct mus_hashes hashes = terms_of(analyser, "廃棄物 pump", &wanted);
        struct mus_texts shown = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        enum mus_status status = matched(analyser, MUS_TEXT("廃棄物の処理、pump と廃棄物"), hashes,
                                         5, &arena, &shown, &err);
        mus_mem_fail_at(0, false);
        done = status == MUS_OK;
        assert_true(done || status == MUS_NO_MEMORY);
        assert_string_equal(err.message, done ? "" : "out of memory");
        assert_int_equal(shown.count, done ? 2 : 0);
        mus_arena_done(&arena);
        mus_arena_done(&wanted);
        mus_analyser_free(analyser);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_that_overlap_or_touch_are_shown_as_one),
        cmocka_unit_test(a_particle_at_either_end_is_left_out),
        cmocka_unit_test(single_kanji_are_shown_where_nothing_longer_holds_them),
        cmocka_unit_test(what_stands_within_something_shown_is_left_out),
        cmocka_unit_test(a_second_spelling_of_the_same_is_left_out),
        cmocka_unit_test(the_original_spelling_is_shown),
        cmocka_unit_test(hiragana_is_shown_only_where_there_is_nothing_else),
        cmocka_unit_test(the_longest_are_kept_in_the_order_of_the_text),
        cmocka_unit_test(there_are_never_more_than_a_list_may_hold),
        cmocka_unit_test(nothing_wanted_or_no_text_shows_nothing),
        cmocka_unit_test(a_text_that_is_not_utf8_is_refused),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_analyser, free_analyser);
}
