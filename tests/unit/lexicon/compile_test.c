#include "lexicon/compile.h"

#include "lexicon_fixture.h"

/* The weights of the terms of 水道. */
static void weighs(const char *lines, const char *expected)
{
    struct built built;
    build(&built, lines);
    assert_bag(&built, "水道", expected);
    unbuild(&built);
}

static void a_gloss_weighs_by_its_place_and_its_words(void **state)
{
    (void)state;
    weighs("水道\twater\n", "water 1000");
    weighs("水道\twater supply\n", "water 707|supply 707");
    weighs("水道\ttap|water supply\n", "tap 1000|water 500|supply 500");
    weighs("水道\ta|b|channel of the water\n", "channel 408|water 408|b 707");
}

static void of_several_weights_the_greatest_stands(void **state)
{
    (void)state;
    weighs("水道\tsupply|water supply|water\n", "supply 1000|water 577");
    weighs("水道\twater supply\n水道\ttap|water\n", "water 707|supply 707|tap 1000");
    weighs("水道\twater water\n", "water 707");
}

static void stop_words_and_joined_forms_are_no_terms(void **state)
{
    (void)state;
    weighs("水道\tsupply of the water\n", "supply 707|water 707");
    weighs("水道\twaste-water\n", "waste 707|water 707");
    weighs("水道\tIT\n", "IT 1000");
}

static void a_headword_without_terms_is_none(void **state)
{
    (void)state;
    struct built built;
    build(&built, "水\twater\n水道\tof the\n水道管\tpipe\n");
    assert_int_equal(built.lexicon.headwords, 2);
    assert_int_equal(built.lexicon.prefixes, 3);
    assert_int_equal(built.lexicon.terms, 2);
    assert_bag(&built, "水道", "water 1000");
    unbuild(&built);
}

static void a_source_without_lines_finds_nothing(void **state)
{
    (void)state;
    struct built built;
    build(&built, "");
    assert_int_equal(built.lexicon.headwords, 0);
    assert_bag(&built, "水道", "");
    unbuild(&built);
}

static void the_same_source_gives_the_same_bytes(void **state)
{
    (void)state;
    struct built a;
    struct built b;
    static const char lines[] = "下水\tsewage\n下水道\tsewerage|sewer\n水\twater\n水道\tsewage\n";
    build(&a, lines);
    build(&b, lines);
    assert_int_equal(a.bytes.len, b.bytes.len);
    assert_memory_equal(a.bytes.data, b.bytes.data, a.bytes.len);
    unbuild(&a);
    unbuild(&b);
}

static void headwords_that_mean_the_same_share_a_list(void **state)
{
    (void)state;
    struct built one;
    struct built two;
    build(&one, "下水\tsewage|waste water\n");
    build(&two, "下水\tsewage|waste water\n汚水\tsewage|waste water\n");
    assert_int_equal(one.lexicon.list_words, 1 + 1 + 3);
    assert_int_equal(two.lexicon.list_words, one.lexicon.list_words);
    unbuild(&one);
    unbuild(&two);
}

static void what_out_held_stays_before(void **state)
{
    (void)state;
    struct built built;
    build(&built, "水\twater\n");
    struct mus_buf out = {0};
    mus_buf_add_z(&out, "abc");
    assert_int_equal(mus_lexicon_compile(mus_buf_text(&built.source), built.analyser, &out, NULL),
                     MUS_OK);
    assert_memory_equal(out.data, "abc", 3);
    assert_int_equal(out.len, 3 + built.bytes.len);
    assert_memory_equal(out.data + 3, built.bytes.data, built.bytes.len);
    mus_buf_done(&out);
    unbuild(&built);
}

static void a_bad_source_is_refused(void **state)
{
    (void)state;
    struct mus_analyser *analyser = mus_analyser_new();
    struct mus_buf out = {0};
    struct mus_error err = {0};
    assert_int_equal(mus_lexicon_compile(MUS_TEXT("x"), analyser, &out, &err), MUS_INVALID);
    assert_int_equal(
        mus_lexicon_compile(MUS_TEXT(MUS_LEXICON_HEADING "水 water\n"), analyser, &out, &err),
        MUS_INVALID);
    assert_string_equal(err.message, "line 2: a headword, a tab and glosses were expected");
    assert_int_equal(out.len, 0);
    mus_buf_done(&out);
    mus_analyser_free(analyser);
}

static void too_many_different_words_are_refused(void **state)
{
    (void)state;
    struct mus_analyser *analyser = mus_analyser_new();
    struct mus_buf source = {0};
    struct mus_buf out = {0};
    struct mus_error err = {0};
    mus_buf_add_z(&source, MUS_LEXICON_HEADING);
    for (size_t i = 0; i <= MUS_MAX_LEXICON_TERMS; i++) {
        static const char *const SIGNS[] = {"水\t", " ", " ", " ", " ", " "};
        mus_buf_printf(&source, "%s%zu%s", SIGNS[i % 6], i, i % 6 == 5 ? "\n" : "");
    }
    mus_buf_add_byte(&source, '\n');
    assert_int_equal(mus_lexicon_compile(mus_buf_text(&source), analyser, &out, &err), MUS_LIMIT);
    assert_string_equal(err.message,
                        "line 166668: more than 1000000 different words in the glosses");
    mus_buf_done(&source);
    mus_buf_done(&out);
    mus_analyser_free(analyser);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_analyser *analyser = mus_analyser_new();
    struct mus_error err = {0};
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t n = 0;
    while (status != MUS_OK) {
        struct mus_buf out = {0};
        mus_mem_fail_at(++n, false);
        status =
            mus_lexicon_compile(MUS_TEXT(MUS_LEXICON_HEADING "水\twater|cold water\n水道\ttap\n"),
                                analyser, &out, &err);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_buf_done(&out);
    }
    assert_true(n > 15);
    mus_analyser_free(analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gloss_weighs_by_its_place_and_its_words),
        cmocka_unit_test(of_several_weights_the_greatest_stands),
        cmocka_unit_test(stop_words_and_joined_forms_are_no_terms),
        cmocka_unit_test(a_headword_without_terms_is_none),
        cmocka_unit_test(a_source_without_lines_finds_nothing),
        cmocka_unit_test(the_same_source_gives_the_same_bytes),
        cmocka_unit_test(headwords_that_mean_the_same_share_a_list),
        cmocka_unit_test(what_out_held_stays_before),
        cmocka_unit_test(a_bad_source_is_refused),
        cmocka_unit_test(too_many_different_words_are_refused),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
