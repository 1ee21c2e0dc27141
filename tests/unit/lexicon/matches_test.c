#include "lexicon/matches.h"

#include "lexicon_fixture.h"
#include "matcher/text/fold.h"

/* The matches as text: "水処理 2|水 1". */
static void finds(const char *lines, const char *text, const char *expected)
{
    struct built built;
    struct mus_buf folded = {0};
    struct mus_buf seen = {0};
    struct mus_matches matches = {0};
    struct mus_match found[MUS_MAX_HEADWORD];
    build(&built, lines);
    assert_int_equal(mus_fold_search(mus_text_of(text), &folded, NULL), MUS_OK);
    assert_true(mus_matches_start(&matches, mus_buf_text(&folded)));
    for (;;) {
        size_t count = mus_matches_next(&matches, &built.lexicon, found);
        if (count == 0) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            const struct mus_place *first = &matches.places[found[i].begin];
            const struct mus_place *last = &matches.places[found[i].end - 1];
            mus_buf_printf(&seen, "%s%.*s %u", seen.len > 0 ? "|" : "",
                           (int)(last->end - first->begin), folded.data + first->begin,
                           found[i].halves);
            assert_int_equal(found[i].begin, found[0].begin);
            assert_true(i == 0 || found[i - 1].end < found[i].end);
        }
    }
    assert_string_equal(seen.data == NULL ? "" : seen.data, expected);
    mus_matches_done(&matches);
    mus_buf_done(&seen);
    mus_buf_done(&folded);
    unbuild(&built);
}

static const char WATER[] = "処理\ttreatment\n水\twater\n水処理\twater treatment\n"
                            "水処理装置\tplant\n理装\tx\n装置\tdevice\n";

static void a_match_counts_in_full_or_within_another_by_half(void **state)
{
    (void)state;
    finds(WATER, "水処理", "水処理 2|処理 1");
    finds(WATER, "水処理装置", "水処理 1|水処理装置 2|処理 1|理装 1|装置 1");
    finds(WATER, "処理装置", "処理 2|理装 2|装置 2");
    finds(WATER, "処理水処理", "処理 2|水処理 2|処理 1");
    finds(WATER, "水處理", "水處理 2|處理 1");
}

static void one_character_within_another_match_is_none(void **state)
{
    (void)state;
    finds(WATER, "水", "水 2");
    finds(WATER, "汚水と水処理", "水 2|水処理 2|処理 1");
}

static void the_same_headword_is_found_as_often_as_it_stands(void **state)
{
    (void)state;
    finds(WATER, "装置、装置", "装置 2|装置 2");
    finds("ああああ\tx\n", "ああああああ", "ああああ 2|ああああ 2|ああああ 2");
}

static void a_space_between_japanese_characters_is_layout(void **state)
{
    (void)state;
    finds(WATER, "水 処理", "水 処理 2|処理 1");
    finds("pv 装置\tx\npv装置\ty\n", "PV 装置 PV装置", "pv 装置 2|pv装置 2");
    finds(WATER, "水・処理", "水 2|処理 2");
}

static void a_word_of_letters_is_read_whole(void **state)
{
    (void)state;
    static const char LED[] = "led\tlight\nled照明\tlighting\nポンプ2\tx\n";
    finds(LED, "LED called leds led", "led 2|led 2");
    finds(LED, "oled照明とled照明", "led 1|led照明 2");
    finds(LED, "ポンプ2とポンプ25", "ポンプ2 2");
}

static void short_katakana_inside_a_longer_word_is_none(void **state)
{
    (void)state;
    static const char KANA[] = "ガス\tgas\nプラント\tplant\nポン\tx\n一ガ\tz\n機ポ\ty\n";
    finds(KANA, "ポンプ、ポン", "ポン 2");
    finds(KANA, "天然ガス、ガスプラント", "ガス 2|プラント 2");
    finds(KANA, "ガス プラント", "ガス 2|プラント 2");
    finds(KANA, "機ポンプと機ポ", "機ポ 2");
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct mus_matches matches = {0};
    mus_mem_fail_at(1, false);
    assert_false(mus_matches_start(&matches, MUS_TEXT("水")));
    mus_mem_fail_at(0, false);
    assert_true(mus_matches_start(&matches, MUS_TEXT("水")));
    mus_matches_done(&matches);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_counts_in_full_or_within_another_by_half),
        cmocka_unit_test(one_character_within_another_match_is_none),
        cmocka_unit_test(the_same_headword_is_found_as_often_as_it_stands),
        cmocka_unit_test(a_space_between_japanese_characters_is_layout),
        cmocka_unit_test(a_word_of_letters_is_read_whole),
        cmocka_unit_test(short_katakana_inside_a_longer_word_is_none),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
