#include "import/pattern.h"

#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_tables tables;
};

static int setup(void **state)
{
    static struct world world;
    world = (struct world){0};
    built_in_tables(&world.arena, &world.tables);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    mus_arena_done(&world->arena);
    return 0;
}

/* What the pattern leaves of the text; "!" where it finds nothing. */
static void assert_pattern(struct world *world, const char *pattern, const char *text,
                           const char *expected)
{
    char map_text[512];
    struct mus_map map;
    struct mus_buf work = {0};
    struct mus_text left = mus_text_of(text);
    snprintf(map_text, sizeof map_text, "{\"city\":{\"column\":1,\"pattern\":%s}}", pattern);
    assert_int_equal(
        mus_map_read_json(mus_text_of(map_text), &world->tables, &world->arena, &map, NULL),
        MUS_OK);
    const struct mus_map_rule *rule = &map.fields[0].rules[0];
    assert_int_equal(mus_pattern_apply(rule->steps, rule->step_count, &work, &left, NULL), MUS_OK);
    assert_text(left.ptr == NULL ? MUS_TEXT("!") : left, expected);
    mus_buf_done(&work);
}

static void cuts_keep_what_they_name(void **state)
{
    assert_pattern(*state, "{\"after_first\":\",\"}", "a, b, c", "b, c");
    assert_pattern(*state, "{\"after_last\":\",\"}", "a, b, c", "c");
    assert_pattern(*state, "{\"before_first\":\",\"}", "a, b, c", "a");
    assert_pattern(*state, "{\"before_last\":\",\"}", "a, b, c", "a, b");
    assert_pattern(*state, "{\"through_first\":\"市\"}", "市川市八幡市", "市");
    assert_pattern(*state, "{\"through_last\":\"市\"}", "横浜市中区", "横浜市");
    assert_pattern(*state, "{\"after_last\":\";\"}", "a, b, c", "!");
    assert_pattern(*state, "{\"through_last\":\"aa\"}", "aaa", "aaa");
}

static void pieces_are_counted_from_the_end(void **state)
{
    assert_pattern(*state, "{\"last_pieces\":[\",\",2]}", "x, Moldau, Republik",
                   "Moldau, Republik");
    assert_pattern(*state, "{\"last_pieces\":[\",\",2]}", "Moldau, Republik", "Moldau, Republik");
    assert_pattern(*state, "{\"last_pieces\":[\",\",3]}", "Moldau, Republik", "!");
    assert_pattern(*state, "{\"last_pieces\":[\",\",1]}", "Moldau", "Moldau");
}

static void characters_are_taken_not_bytes(void **state)
{
    assert_pattern(*state, "{\"take\":[0,2]}", "横浜市", "横浜");
    assert_pattern(*state, "{\"take\":[2,9]}", "横浜市", "市");
    assert_pattern(*state, "{\"take\":[3,1]}", "横浜市", "");
}

static void beginnings_and_ends_are_stripped_where_they_stand(void **state)
{
    assert_pattern(*state, "{\"strip_prefix\":[\"Tel\",\"TEL:\"]}", "TEL: 044", "044");
    assert_pattern(*state, "{\"strip_suffix\":\"人\"}", "42人", "42");
    assert_pattern(*state, "{\"strip_suffix\":\"人\"}", "42", "42");
}

static void conditions_let_through_or_stop(void **state)
{
    assert_pattern(*state, "[{\"ends\":[\"区\"]},{\"after_last\":\"市\"}]", "横浜市中区", "中区");
    assert_pattern(*state, "[{\"ends\":[\"区\"]},{\"after_last\":\"市\"}]", "市川市", "!");
    assert_pattern(*state, "{\"starts\":[\"a\",\"b\"]}", "bc", "bc");
    assert_pattern(*state, "{\"contains\":\"x\"}", "bc", "!");
}

static void tables_give_what_their_words_stand_for(void **state)
{
    assert_pattern(*state, "{\"front\":\"regions\"}", "神奈川県川崎市", "JP-14");
    assert_pattern(*state, "{\"front\":\"regions\"}", "川崎市", "!");
    assert_pattern(*state, "[{\"after_first\":\":\"},{\"within\":\"countries\"}]",
                   "Sitz: Bahnhofstr. 1, Schweiz", "CH");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_keep_what_they_name),
        cmocka_unit_test(pieces_are_counted_from_the_end),
        cmocka_unit_test(characters_are_taken_not_bytes),
        cmocka_unit_test(beginnings_and_ends_are_stripped_where_they_stand),
        cmocka_unit_test(conditions_let_through_or_stop),
        cmocka_unit_test(tables_give_what_their_words_stand_for),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
