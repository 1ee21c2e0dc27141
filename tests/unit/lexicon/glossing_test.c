#include "lexicon/glossing.h"

#include "lexicon_fixture.h"

static const char WATER[] =
    "下水\tsewage\n処理\ttreatment|handling\n水\twater\n水処理\twater treatment\n"
    "汚水\tsewage|dirty water\n";

static void matches_add_up(void **state)
{
    (void)state;
    struct built built;
    build(&built, WATER);
    /* 水処理 707 each, 処理 by half 500 and 354 (of 707), which is 353.5 rounded up */
    assert_bag(&built, "水処理", "water 707|treatment 1207|handling 354");
    assert_bag(&built, "水", "water 1000");
    assert_bag(&built, "下水と汚水", "sewage 2000|dirty 500|water 500");
    assert_bag(&built, "処理、処理", "treatment 2000|handling 1414");
    assert_bag(&built, "no such words", "");
    assert_bag(&built, "", "");
    unbuild(&built);
}

static void several_texts_make_one_bag(void **state)
{
    (void)state;
    struct built built;
    struct mus_text items[] = {MUS_TEXT("下"), MUS_NO_TEXT, MUS_TEXT("水"), MUS_TEXT("下水")};
    struct mus_bag bag;
    build(&built, WATER);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){items, 4},
                                     &built.arena, &bag, NULL),
                     MUS_OK);
    assert_terms(&built, bag, "water 1000|sewage 1000");
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){NULL, 0},
                                     &built.arena, &bag, NULL),
                     MUS_OK);
    assert_int_equal(bag.count, 0);
    unbuild(&built);
}

static void only_the_weightiest_terms_are_kept(void **state)
{
    (void)state;
    struct built built;
    struct mus_buf lines = {0};
    struct mus_buf text = {0};
    for (int i = 1000; i < 1000 + MUS_MAX_TRANSLATED_TERMS; i++) {
        mus_buf_printf(&lines, "水%d\tx%d\n", i, i);
        mus_buf_printf(&text, "水%d ", i);
    }
    mus_buf_printf(&lines, "海\tan|sea\n"); /* 707 a sea, as it comes second */
    build(&built, lines.data);
    struct mus_text item = mus_buf_text(&text);
    struct mus_texts texts = {&item, 1};
    struct mus_bag bag;
    mus_buf_add_z(&text, "海");
    item = mus_buf_text(&text);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, texts, &built.arena, &bag, NULL),
                     MUS_OK);
    assert_int_equal(bag.count, MUS_MAX_TRANSLATED_TERMS);
    assert_int_equal(mus_bag_tf(bag, term_of_word(built.analyser, MUS_TEXT("sea"))), 0);
    mus_buf_add_z(&text, "と海と海"); /* 2121 is more than 1000: of these the greatest hash goes */
    item = mus_buf_text(&text);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, texts, &built.arena, &bag, NULL),
                     MUS_OK);
    assert_int_equal(bag.count, MUS_MAX_TRANSLATED_TERMS);
    uint64_t sea = term_of_word(built.analyser, MUS_TEXT("sea"));
    assert_int_equal(mus_bag_tf(bag, sea), 2121);
    uint64_t greatest = 0;
    for (int i = 1000; i < 1000 + MUS_MAX_TRANSLATED_TERMS; i++) {
        char word[8];
        snprintf(word, sizeof word, "x%d", i);
        uint64_t hash = term_of_word(built.analyser, mus_text_of(word));
        greatest = hash > greatest ? hash : greatest;
    }
    assert_int_equal(mus_bag_tf(bag, greatest), 0);
    mus_buf_done(&lines);
    mus_buf_done(&text);
    unbuild(&built);
}

static void one_space_serves_lexicons_of_any_size(void **state)
{
    (void)state;
    struct built small;
    struct built large;
    build(&small, "水\tsea\n");
    build(&large, WATER);
    struct mus_glossing *own = large.space;
    large.space = small.space;
    assert_bag(&small, "水", "sea 1000");
    assert_bag(&large, "水", "water 1000");
    assert_bag(&small, "水", "sea 1000");
    large.space = own;
    unbuild(&small);
    unbuild(&large);
}

static void it_tells_whether_it_has_one_of_the_terms(void **state)
{
    (void)state;
    struct built built;
    struct mus_bag bag;
    struct mus_text text = MUS_TEXT("下水");
    build(&built, WATER);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){&text, 1},
                                     &built.arena, &bag, NULL),
                     MUS_OK);
    uint64_t terms[] = {bag.terms[0].hash + 1, bag.terms[0].hash};
    assert_true(mus_lexicon_has_any(&built.lexicon, (struct mus_hashes){terms, 2}));
    assert_false(mus_lexicon_has_any(&built.lexicon, (struct mus_hashes){terms, 1}));
    assert_false(mus_lexicon_has_any(&built.lexicon, (struct mus_hashes){NULL, 0}));
    unbuild(&built);
}

static void a_bad_text_is_refused_and_leaves_nothing_behind(void **state)
{
    (void)state;
    struct built built;
    struct mus_text items[] = {MUS_TEXT("下水"), MUS_TEXT("水\xFF")};
    struct mus_error err = {0};
    struct mus_bag bag;
    struct mus_texts shown;
    build(&built, WATER);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){items, 2},
                                     &built.arena, &bag, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "byte 3: not UTF-8");
    assert_bag(&built, "水", "water 1000");
    assert_int_equal(mus_lexicon_matched(&built.lexicon, built.space, items[1],
                                         (struct mus_hashes){NULL, 0}, 9, &built.arena, &shown,
                                         &err),
                     MUS_INVALID);
    unbuild(&built);
}

/* --- evidence --- */

static int by_hash(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return *a < *b ? -1 : *a > *b;
}

static void at_most(size_t limit, const char *lines, const char *wanted, const char *text,
                    const char *expected)
{
    struct built built;
    uint64_t hashes[8];
    struct mus_text left = mus_text_of(wanted);
    struct mus_text all = mus_text_of(text);
    struct mus_buf seen = {0};
    struct mus_texts shown;
    size_t count = 0;
    build(&built, lines);
    for (; left.len > 0; count++) {
        hashes[count] = term_of_word(built.analyser, mus_text_cut(&left, ' '));
    }
    qsort(hashes, count, sizeof hashes[0], by_hash);
    assert_int_equal(mus_lexicon_matched(&built.lexicon, built.space, all,
                                         (struct mus_hashes){hashes, count}, limit, &built.arena,
                                         &shown, NULL),
                     MUS_OK);
    for (size_t i = 0; i < shown.count; i++) {
        assert_true(shown.items[i].ptr >= all.ptr &&
                    shown.items[i].ptr + shown.items[i].len <= all.ptr + all.len);
        mus_buf_printf(&seen, "%s%.*s", i > 0 ? "|" : "", MUS_TEXT_ARG(shown.items[i]));
    }
    assert_string_equal(seen.data == NULL ? "" : seen.data, expected);
    mus_buf_done(&seen);
    unbuild(&built);
}

static void shows(const char *wanted, const char *text, const char *expected)
{
    at_most(9, WATER, wanted, text, expected);
}

static void what_stands_for_wanted_terms_is_shown(void **state)
{
    (void)state;
    shows("sewage", "下水と汚水と水", "下水|汚水");
    shows("water", "下水と汚水と水", "汚水|水");
    shows("nothing", "下水と汚水と水", "");
    shows("", "下水", "");
    shows("sewage", "", "");
}

static void within_something_shown_nothing_is_shown(void **state)
{
    (void)state;
    shows("treatment water", "水処理と処理", "水処理|処理");
    shows("handling", "水処理装置", "処理");
    shows("treatment", "処理の処理", "処理");
}

static void the_text_is_shown_as_it_is_spelled(void **state)
{
    (void)state;
    shows("treatment", "産業用 水 処理 の", "水 処理");
    at_most(9, "ledランプ\tlamp\nポンプ\tpump\n", "lamp pump", "ﾎﾟﾝﾌﾟとＬＥＤﾗﾝﾌﾟ",
            "ﾎﾟﾝﾌﾟ|ＬＥＤﾗﾝﾌﾟ");
}

static void the_longest_are_kept_in_the_order_of_the_text(void **state)
{
    (void)state;
    at_most(0, WATER, "water sewage", "水、下水、水処理", "");
    at_most(1, WATER, "water sewage", "水、下水、水処理", "水処理");
    at_most(2, WATER, "water sewage", "水、下水、水処理", "下水|水処理");
    at_most(SIZE_MAX, WATER, "water sewage", "水、下水、水処理", "水|下水|水処理");
}

static void there_are_never_more_than_a_list_may_hold(void **state)
{
    (void)state;
    struct mus_buf lines = {0};
    struct built built;
    struct mus_texts shown;
    struct mus_buf text = {0};
    for (int i = 100; i < 101 + MUS_MAX_LIST; i++) {
        mus_buf_printf(&lines, "水%d\twater\n", i);
        mus_buf_printf(&text, "水%d ", i);
    }
    build(&built, lines.data);
    uint64_t water = term_of_word(built.analyser, MUS_TEXT("water"));
    assert_int_equal(mus_lexicon_matched(&built.lexicon, built.space, mus_buf_text(&text),
                                         (struct mus_hashes){&water, 1}, SIZE_MAX, &built.arena,
                                         &shown, NULL),
                     MUS_OK);
    assert_int_equal(shown.count, MUS_MAX_LIST);
    mus_buf_done(&lines);
    mus_buf_done(&text);
    unbuild(&built);
}

static enum mus_status gloss_and_show(const struct built *built, struct mus_error *err)
{
    struct mus_glossing *space = mus_glossing_new();
    if (space == NULL) {
        return mus_fail_memory(err);
    }
    struct mus_arena arena = {0};
    struct mus_bag bag;
    struct mus_texts shown;
    struct mus_text text = MUS_TEXT("下水と水処理");
    enum mus_status status =
        mus_lexicon_bag(&built->lexicon, space, (struct mus_texts){&text, 1}, &arena, &bag, err);
    if (status == MUS_OK) {
        uint64_t wanted = bag.terms[0].hash;
        status = mus_lexicon_matched(&built->lexicon, space, text, (struct mus_hashes){&wanted, 1},
                                     9, &arena, &shown, err);
    }
    mus_arena_done(&arena);
    mus_glossing_free(space);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct built built;
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    build(&built, WATER);
    while (status != MUS_OK) {
        mus_mem_fail_at(++n, false);
        status = gloss_and_show(&built, &err);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
    }
    mus_mem_fail_at(0, false);
    assert_true(n > 6);
    unbuild(&built);
}

static void no_text_costs_an_allocation_once_there_is_room(void **state)
{
    (void)state;
    struct built built;
    build(&built, WATER);
    assert_bag(&built, "下水と水処理と下水と水処理",
               "sewage 2000|water 1414|treatment 2414|handling 707");
    struct mus_text text = MUS_TEXT("水処理");
    struct mus_bag bag;
    mus_mem_fail_at(0, false);
    assert_int_equal(mus_lexicon_bag(&built.lexicon, built.space, (struct mus_texts){&text, 1},
                                     &built.arena, &bag, NULL),
                     MUS_OK);
    assert_int_equal(mus_mem_count(), 0);
    unbuild(&built);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_add_up),
        cmocka_unit_test(several_texts_make_one_bag),
        cmocka_unit_test(only_the_weightiest_terms_are_kept),
        cmocka_unit_test(one_space_serves_lexicons_of_any_size),
        cmocka_unit_test(it_tells_whether_it_has_one_of_the_terms),
        cmocka_unit_test(a_bad_text_is_refused_and_leaves_nothing_behind),
        cmocka_unit_test(what_stands_for_wanted_terms_is_shown),
        cmocka_unit_test(within_something_shown_nothing_is_shown),
        cmocka_unit_test(the_text_is_shown_as_it_is_spelled),
        cmocka_unit_test(the_longest_are_kept_in_the_order_of_the_text),
        cmocka_unit_test(there_are_never_more_than_a_list_may_hold),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(no_text_costs_an_allocation_once_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
