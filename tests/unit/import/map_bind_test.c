#include "import/map.h"

#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_map map;
    struct mus_error err;
};

static const struct mus_text HEADER[] = {{"企業名", 9}, {"住所", 6}, {"Ｎａｍｅ", 12},
                                         {"", 0},       {"住所", 6}, {"電話 番号", 13}};

static enum mus_status bind_to(struct world *world, const char *map, bool has_header)
{
    struct mus_texts header = {HEADER, has_header ? ARRAY_COUNT(HEADER) : 0};
    world->err = (struct mus_error){0};
    assert_int_equal(
        mus_map_read_json(mus_text_of(map), NULL, &world->arena, &world->map, &world->err), MUS_OK);
    return mus_map_bind(&world->map, header, has_header, &world->arena, &world->err);
}

static int setup(void **state)
{
    static struct world world;
    world = (struct world){0};
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    mus_arena_done(&world->arena);
    return 0;
}

static size_t column(const struct world *world, size_t field)
{
    return world->map.fields[field].rules[0].columns[0].at;
}

static void headings_are_found_whatever_their_width_and_case(void **state)
{
    struct world *world = *state;
    assert_int_equal(
        bind_to(world,
                "{\"name.ja\":{\"column\":\" 企業名 \"},\"name.en\":{\"column\":"
                "\"NAME\"},\"phone\":{\"column\":\"電話番号\"},\"city\":{\"column\":4}}",
                true),
        MUS_OK);
    assert_int_equal(column(world, 0), 0);
    assert_int_equal(column(world, 1), 2);
    assert_int_equal(column(world, 2), 5);
    assert_int_equal(column(world, 3), 3);
    assert_int_equal(world->map.width, 6);
}

static void columns_that_need_not_be_there_may_be_missing(void **state)
{
    struct world *world = *state;
    assert_int_equal(bind_to(world,
                             "{\"name.ja\":{\"column\":\"企業名\"},"
                             "\"city\":{\"column\":\"市\",\"optional\":true},"
                             "\"ward\":{\"column\":40,\"optional\":true}}",
                             true),
                     MUS_OK);
    assert_int_equal(column(world, 1), MUS_NO_COLUMN);
    assert_int_equal(column(world, 2), MUS_NO_COLUMN);
}

static void without_a_header_columns_have_numbers(void **state)
{
    struct world *world = *state;
    assert_int_equal(bind_to(world, "{\"name.ja\":{\"column\":30}}", false), MUS_OK);
    assert_int_equal(column(world, 0), 29);
    assert_int_equal(world->map.width, 30);
    assert_int_equal(bind_to(world, "{\"name.ja\":{\"column\":\"A\"}}", false), MUS_INVALID);
    assert_string_equal(
        world->err.message,
        "fields.name.ja: column: without a header a column has a number, not the name \"A\"");
}

static void what_the_file_lacks_is_refused_naming_what_there_is(void **state)
{
    struct world *world = *state;
    assert_int_equal(bind_to(world, "{\"name.ja\":{\"column\":\"社員\"}}", true), MUS_INVALID);
    assert_string_equal(world->err.message,
                        "fields.name.ja: column: no column is called \"社員\"; there are "
                        "\"企業名\", \"住所\", \"Ｎａｍｅ\", \"\", \"住所\", \"電話 番号\"");
    assert_int_equal(bind_to(world, "{\"name.ja\":[{\"column\":1},{\"column\":7}]}", true),
                     MUS_INVALID);
    assert_string_equal(world->err.message,
                        "fields.name.ja[1]: column: there is no column 7; the header has 6");
    assert_int_equal(
        bind_to(world, "{\"name.ja\":{\"column\":1,\"when\":{\"column\":\"x\",\"given\":true}}}",
                true),
        MUS_INVALID);
    assert_string_equal(world->err.message,
                        "fields.name.ja: when.column: no column is called \"x\"; there are "
                        "\"企業名\", \"住所\", \"Ｎａｍｅ\", \"\", \"住所\", \"電話 番号\"");
    assert_int_equal(bind_to(world,
                             "{\"format\":\"musubi-map/1\",\"fields\":{\"name.ja\":{\"column\":1}},"
                             "\"reject_if\":[{\"column\":9,\"given\":true,\"reason\":\"r\"}]}",
                             true),
                     MUS_INVALID);
    assert_string_equal(world->err.message,
                        "reject_if[0].column: there is no column 9; the header has 6");
}

static void a_heading_that_stands_twice_needs_a_number(void **state)
{
    struct world *world = *state;
    assert_int_equal(bind_to(world, "{\"address\":{\"column\":\"住所\"}}", true), MUS_INVALID);
    assert_string_equal(world->err.message,
                        "fields.address: column: columns 2 and 5 are both called \"住所\"; say "
                        "which by its number");
    assert_int_equal(bind_to(world, "{\"address\":{\"column\":5}}", true), MUS_OK);
}

static void every_failing_allocation_is_told(void **state)
{
    struct world *world = *state;
    const struct mus_texts header = {HEADER, ARRAY_COUNT(HEADER)};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        assert_int_equal(mus_map_read_json(MUS_TEXT("{\"name.ja\":{\"column\":\"企業名\"}}"), NULL,
                                           &world->arena, &world->map, NULL),
                         MUS_OK);
        struct mus_arena arena = {0};
        mus_mem_fail_at(n, false);
        status = mus_map_bind(&world->map, header, true, &arena, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_found_whatever_their_width_and_case),
        cmocka_unit_test(columns_that_need_not_be_there_may_be_missing),
        cmocka_unit_test(without_a_header_columns_have_numbers),
        cmocka_unit_test(what_the_file_lacks_is_refused_naming_what_there_is),
        cmocka_unit_test(a_heading_that_stands_twice_needs_a_number),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
