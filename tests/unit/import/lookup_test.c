#include "import/lookup.h"

#include "import_fixture.h"
#include "matcher/text/fold.h"
#include "profile/table_make.h"

struct world {
    struct mus_arena arena;
    struct mus_tables tables;
    struct mus_lookup countries;
    struct mus_lookup regions;
};

static int setup(void **state)
{
    static struct world world;
    world = (struct world){0};
    built_in_tables(&world.arena, &world.tables);
    assert_int_equal(mus_lookup_of_table(mus_tables_get(&world.tables, "countries"), &world.arena,
                                         &world.countries, NULL),
                     MUS_OK);
    assert_int_equal(mus_lookup_of_table(mus_tables_get(&world.tables, "regions"), &world.arena,
                                         &world.regions, NULL),
                     MUS_OK);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    mus_arena_done(&world->arena);
    return 0;
}

/* What the lookup finds in the text, "" for nothing. */
static void assert_search(const struct mus_lookup *lookup, enum mus_lookup_place place,
                          const char *text, const char *expected)
{
    struct mus_buf folded = {0};
    struct mus_text value = MUS_NO_TEXT;
    assert_int_equal(mus_fold_search(mus_text_of(text), &folded, NULL), MUS_OK);
    bool found = mus_lookup_search(lookup, place, mus_buf_text(&folded), &value);
    assert_text(found ? value : MUS_TEXT(""), expected);
    mus_buf_done(&folded);
}

static void a_spelling_is_found_as_the_table_finds_it(void **state)
{
    const struct world *world = *state;
    static const char *const words[] = {"DE",        "Deutschland", "ドイツ", "ＧＥＲＭＡＮＹ",
                                        "Freedonia", "日本",        "jp"};
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        struct mus_buf folded = {0};
        struct mus_text value = MUS_NO_TEXT;
        assert_int_equal(mus_table_fold(mus_text_of(words[i]), &folded, NULL), MUS_OK);
        const struct mus_table_row *row =
            mus_table_lookup(mus_tables_get(&world->tables, "countries"), mus_text_of(words[i]));
        assert_int_equal(mus_lookup_find(&world->countries, mus_buf_text(&folded), &value),
                         row != NULL);
        if (row != NULL) {
            assert_true(mus_text_equal(row->code, value));
        }
        mus_buf_done(&folded);
    }
}

static void the_longest_spelling_at_the_front_counts(void **state)
{
    const struct world *world = *state;
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "アメリカ合衆国ニューヨーク州", "US");
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "インドネシア共和国ジャカルタ", "ID");
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "インド国グジャラート州", "IN");
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "中国香港金鍾道", "HK");
    assert_search(&world->regions, MUS_LOOKUP_FRONT, "東京都港区", "JP-13");
    assert_search(&world->regions, MUS_LOOKUP_FRONT, "京都府京都市", "JP-26");
    assert_search(&world->regions, MUS_LOOKUP_FRONT, "港区東京都", "");
    assert_search(&world->regions, MUS_LOOKUP_FRONT, "", "");
}

static void a_word_ends_where_letters_of_its_kind_end(void **state)
{
    const struct world *world = *state;
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "タイワン台北市", "");
    assert_search(&world->countries, MUS_LOOKUP_FRONT, "タイ国バンコク", "TH");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "145 Chadwick Court", "");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "N'Djamena, Chad", "TD");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "ヴァージンアイランズ", "");
}

static void of_several_words_in_a_text_the_last_counts(void **state)
{
    const struct world *world = *state;
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "One Canada Square, London, United Kingdom",
                  "GB");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "Road Town, British Virgin Islands", "VG");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "７５２４３　アメリカ合衆国テキサス州",
                  "US");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "nowhere", "");
}

static void short_spellings_of_a_reference_table_find_nothing_inside_a_text(void **state)
{
    const struct world *world = *state;
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "Wilmington, DE 19801", "");
    assert_search(&world->countries, MUS_LOOKUP_WITHIN, "this and that", ""); /* AND is Andorra */
}

static void a_map_s_own_spellings_may_be_short(void **state)
{
    (void)state;
    struct mus_spelling items[] = {{MUS_TEXT("usa"), MUS_TEXT("US")},
                                   {MUS_TEXT("hk"), MUS_TEXT("HK")},
                                   {MUS_TEXT("none"), MUS_NO_TEXT}};
    struct mus_lookup lookup;
    assert_int_equal(mus_lookup_make(MUS_TEXT("places"), items, 3, &lookup, NULL), MUS_OK);
    assert_search(&lookup, MUS_LOOKUP_WITHIN, "Honolulu, HI 96814 ＵＳＡ", "US");
    assert_search(&lookup, MUS_LOOKUP_WITHIN, "Central HK", "HK");
    assert_search(&lookup, MUS_LOOKUP_WITHIN, "Susanne", "");
    assert_search(&lookup, MUS_LOOKUP_FRONT, "none", "");
}

static void a_spelling_for_two_values_is_refused(void **state)
{
    (void)state;
    struct mus_spelling items[] = {{MUS_TEXT("a"), MUS_TEXT("x")},
                                   {MUS_TEXT("b"), MUS_TEXT("x")},
                                   {MUS_TEXT("a"), MUS_TEXT("y")}};
    struct mus_spelling twice[] = {{MUS_TEXT("a"), MUS_TEXT("x")}, {MUS_TEXT("a"), MUS_TEXT("x")}};
    struct mus_lookup lookup;
    struct mus_error err = {0};
    assert_int_equal(mus_lookup_make(MUS_TEXT("t"), items, 3, &lookup, &err), MUS_INVALID);
    assert_string_equal(err.message, "\"a\" stands for both \"x\" and \"y\"");
    assert_int_equal(mus_lookup_make(MUS_TEXT("t"), twice, 2, &lookup, &err), MUS_OK);
    assert_int_equal(lookup.count, 1);
}

static void without_memory_there_is_no_lookup(void **state)
{
    const struct world *world = *state;
    struct mus_arena arena = {0};
    struct mus_lookup lookup;
    mus_mem_fail_at(1, false);
    assert_int_equal(
        mus_lookup_of_table(mus_tables_get(&world->tables, "countries"), &arena, &lookup, NULL),
        MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spelling_is_found_as_the_table_finds_it),
        cmocka_unit_test(the_longest_spelling_at_the_front_counts),
        cmocka_unit_test(a_word_ends_where_letters_of_its_kind_end),
        cmocka_unit_test(of_several_words_in_a_text_the_last_counts),
        cmocka_unit_test(short_spellings_of_a_reference_table_find_nothing_inside_a_text),
        cmocka_unit_test(a_map_s_own_spellings_may_be_short),
        cmocka_unit_test(a_spelling_for_two_values_is_refused),
        cmocka_unit_test(without_memory_there_is_no_lookup),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
