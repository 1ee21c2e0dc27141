#include "import/draft.h"

#include "codec/json.h"
#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_arena row;
    struct mus_tables tables;
    struct mus_map map;
    struct mus_draft draft;
    struct mus_remark remark;
    struct mus_error err;
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
    mus_draft_done(&world->draft);
    mus_arena_done(&world->arena);
    mus_arena_done(&world->row);
    return 0;
}

/* Columns have numbers; cells are parted by | */
static enum mus_status read_row(struct world *world, const char *map, const char *cells)
{
    static struct mus_text items[20];
    static char copy[512];
    size_t count = 0;
    mus_draft_done(&world->draft);
    mus_arena_reset(&world->row);
    world->err = (struct mus_error){0};
    assert_int_equal(
        mus_map_read_json(mus_text_of(map), &world->tables, &world->arena, &world->map, NULL),
        MUS_OK);
    assert_int_equal(
        mus_map_bind(&world->map, (struct mus_texts){NULL, 0}, false, &world->arena, NULL), MUS_OK);
    assert_int_equal(mus_draft_init(&world->draft, &world->map, &world->tables, NULL), MUS_OK);
    snprintf(copy, sizeof copy, "%s", cells);
    for (char *from = copy; from != NULL;) {
        char *end = strchr(from, '|');
        items[count++] = (struct mus_text){from, end == NULL ? strlen(from) : (size_t)(end - from)};
        from = end == NULL ? NULL : end + 1;
    }
    const struct mus_row row = {.cells = items, .count = count, .number = 1, .line = 1};
    return mus_draft_read(&world->draft, &row, &world->row, &world->remark, &world->err);
}

struct onto {
    const char *old; /* JSON, NULL: none */
    bool clear_empty;
};

static void assert_company_on(struct world *world, const char *map, const char *cells,
                              struct onto onto, const char *expected)
{
    struct mus_company old;
    struct mus_company company;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_field_set mapped = 0;
    enum mus_status status = read_row(world, map, cells);
    if (status != MUS_OK) {
        print_error("%s\n", world->err.message);
    }
    assert_int_equal(status, MUS_OK);
    if (onto.old != NULL) {
        struct mus_json *tree = NULL;
        assert_int_equal(mus_json_parse(mus_text_of(onto.old), &tree, NULL), MUS_OK);
        assert_int_equal(mus_company_read_json(tree, &world->arena, &old, NULL, NULL), MUS_OK);
        mus_json_free(tree);
    }
    assert_int_equal(mus_draft_company(&world->draft, onto.old == NULL ? NULL : &old, MUS_TEXT("s"),
                                       onto.clear_empty, &company, &mapped, NULL),
                     MUS_OK);
    assert_int_equal(company.given & ~mapped, 0);
    mus_company_write_json(&writer, &company, true);
    assert_string_equal(json.data, expected);
    mus_buf_done(&json);
}

static void assert_company(struct world *world, const char *map, const char *cells,
                           const char *expected)
{
    assert_company_on(world, map, cells, (struct onto){0}, expected);
}

static void cells_fill_fields(void **state)
{
    assert_company(*state,
                   "{\"name.ja\":{\"column\":1},\"country\":{\"column\":2},\"capital_jpy\":{"
                   "\"column\":3,\"unit\":1000000},\"employees\":{\"column\":4}}",
                   " 結び |日本|10|",
                   "{\"name\":{\"ja\":\"結び\"},\"country\":\"JP\","
                   "\"capital_jpy\":10000000}");
}

static void a_short_row_has_empty_cells(void **state)
{
    assert_company(*state, "{\"name.ja\":{\"column\":1},\"city\":{\"column\":9}}", "結び",
                   "{\"name\":{\"ja\":\"結び\"}}");
}

static void the_first_rule_that_gives_a_value_decides(void **state)
{
    const char *map =
        "{\"country\":[{\"column\":1,\"pattern\":{\"after_last\":\",\"},\"table\":\"countries\"},"
        "{\"column\":1,\"pattern\":{\"last_pieces\":[\",\",2]},\"table\":\"countries\"},"
        "{\"when\":{\"column\":2,\"in\":[\"ja\",\"JPN\"]},\"constant\":\"JP\"}]}";
    assert_company(*state, map, "Bern, Schweiz", "{\"country\":\"CH\"}");
    assert_company(*state, map, "Chisinau, Moldau, Republik", "{\"country\":\"MD\"}");
    assert_company(*state, map, "川崎市|ｊｐｎ", "{\"country\":\"JP\"}");
    assert_company(*state, map, "川崎市|", "{}");
}

static void where_no_rule_gives_a_value_the_first_refusal_is_told(void **state)
{
    struct world *world = *state;
    const char *map = "{\"country\":[{\"column\":2},{\"column\":1,\"table\":\"countries\"}]}";
    assert_int_equal(read_row(world, map, "Utopia|Freedonia"), MUS_INVALID);
    assert_string_equal(world->err.message, "\"Freedonia\" is not in the table countries");
    assert_int_equal(world->remark.column, 1);
    assert_text(world->remark.field, "country");
}

static void a_default_stands_for_what_the_table_lacks(void **state)
{
    const char *tables = "{\"format\":\"musubi-map/1\",\"tables\":{\"t\":{\"01\":\"closed\",\"02\":"
                         "null}},\"fields\":{\"status\":{\"column\":1,\"table\":\"t\"%s}}}";
    char map[256];
    struct world *world = *state;
    snprintf(map, sizeof map, tables, ",\"default\":\"active\"");
    assert_company(world, map, "０１", "{\"status\":\"closed\"}");
    assert_company(world, map, "02", "{}");
    assert_company(world, map, "99", "{\"status\":\"active\"}");
    snprintf(map, sizeof map, tables, ",\"default\":null");
    assert_company(world, map, "99", "{}");
    snprintf(map, sizeof map, tables, "");
    assert_company(world, map, "-", "{}");
    assert_int_equal(read_row(world, map, "99"), MUS_INVALID);
    assert_string_equal(world->err.message, "\"99\" is not in the table t");
}

static void columns_are_joined_without_the_empty_ones(void **state)
{
    const char *map = "{\"address\":{\"column\":[1,2,3],\"join\":\" \"}}";
    assert_company(*state, map, "a||c", "{\"address\":\"a c\"}");
    assert_company(*state, map, "||", "{}");
}

static void a_row_can_be_rejected_for_a_reason(void **state)
{
    struct world *world = *state;
    const char *map = "{\"format\":\"musubi-map/1\",\"fields\":{\"name.ja\":{\"column\":1}},"
                      "\"reject_if\":[{\"column\":2,\"in\":[\"99\"],\"reason\":\"withdrawn\"},"
                      "{\"column\":3,\"given\":false,\"reason\":\"no number\"}]}";
    assert_int_equal(read_row(world, map, "a|99|1"), MUS_INVALID);
    assert_string_equal(world->err.message, "withdrawn");
    assert_int_equal(world->remark.column, 1);
    assert_int_equal(read_row(world, map, "a|01|"), MUS_INVALID);
    assert_string_equal(world->err.message, "no number");
    assert_int_equal(read_row(world, map, "a|01|1"), MUS_OK);
}

#define OFFER                                                                                      \
    "{\"listings[0].side\":{\"constant\":\"offer\"},\"listings[0].text.ja\":{\"column\":1},"       \
    "\"listings[0].markets\":{\"column\":2},\"listings[1].side\":{\"constant\":\"need\"},"         \
    "\"listings[1].id\":{\"constant\":\"wanted\"},\"listings[1].partner_sought.text.ja\":{"        \
    "\"column\":3},\"listings[1].partner_sought.kinds\":{\"column\":4}}"

static void listings_come_from_columns_and_empty_ones_do_not(void **state)
{
    assert_company(
        *state, OFFER, "ろ過膜|ベトナム|代理店|商社",
        "{\"listings\":[{\"id\":\"l-2682c826-1\",\"side\":\"offer\",\"text\":{\"ja\":"
        "\"ろ過膜\"},\"markets\":[\"VN\"]},{\"id\":\"wanted\",\"side\":\"need\","
        "\"partner_sought\":{\"kinds\":[\"trading_company\"],\"text\":{\"ja\":\"代理店\"}}"
        "}]}");
    assert_company(*state, OFFER, "|ベトナム||", "{}");
}

static void other_listings_stay(void **state)
{
    const struct onto old = {
        .old = "{\"listings\":[{\"id\":\"x\",\"side\":\"offer\",\"text\":{\"ja\":\"他\"}},"
               "{\"id\":\"wanted\",\"side\":\"need\",\"title\":{\"ja\":\"題\"},"
               "\"partner_sought\":{\"text\":{\"ja\":\"旧\"}}}]}"};
    assert_company_on(*state, OFFER, "||新|", old,
                      "{\"listings\":[{\"id\":\"x\",\"side\":\"offer\",\"text\":{\"ja\":\"他\"}},"
                      "{\"id\":\"wanted\",\"side\":\"need\",\"title\":{\"ja\":\"題\"},"
                      "\"partner_sought\":{\"text\":{\"ja\":\"新\"}}}]}");
    assert_company_on(*state, OFFER, "|||", old,
                      "{\"listings\":[{\"id\":\"x\",\"side\":\"offer\",\"text\":{\"ja\":\"他\"}},"
                      "{\"id\":\"wanted\",\"side\":\"need\",\"title\":{\"ja\":\"題\"},"
                      "\"partner_sought\":{\"text\":{\"ja\":\"旧\"}}}]}");
}

static void clearing_empty_cells_drops_a_listing_without_words(void **state)
{
    assert_company_on(*state, OFFER, "|||",
                      (struct onto){.old = "{\"listings\":[{\"id\":\"wanted\",\"side\":\"need\","
                                           "\"partner_sought\":{\"text\":{\"ja\":\"旧\"}}}]}",
                                    .clear_empty = true},
                      "{}");
    assert_company_on(
        *state, OFFER, "|||",
        (struct onto){.old = "{\"listings\":[{\"id\":\"wanted\",\"side\":\"need\","
                             "\"title\":{\"ja\":\"題\"},"
                             "\"partner_sought\":{\"text\":{\"ja\":\"旧\"}}}]}",
                      .clear_empty = true},
        "{\"listings\":[{\"id\":\"wanted\",\"side\":\"need\",\"title\":{\"ja\":\"題\"}"
        "}]}");
}

static void objects_keep_the_parts_that_have_no_column(void **state)
{
    const char *map = "{\"hold.until\":{\"column\":1},\"consent.share_profile\":{\"column\":2},"
                      "\"review.state\":{\"column\":3},\"declarations.a\":{\"column\":4}}";
    const struct onto old = {
        .old = "{\"hold\":{\"reason\":\"r\",\"until\":\"2026-01-01\"},\"declarations\":{\"b\":"
               "\"x\"},\"consent\":{\"share_profile\":true,\"until\":\"2027-01-01\"},"
               "\"review\":{\"state\":\"draft\"}}"};
    assert_company_on(
        *state, map, "2027-03-31|いいえ|公開|declared_none", old,
        "{\"hold\":{\"reason\":\"r\",\"until\":\"2027-03-31\"},\"declarations\":{\"a\":"
        "\"declared_none\",\"b\":\"x\"},\"consent\":{\"share_profile\":false,\"until\":"
        "\"2027-01-01\"},\"review\":{\"state\":\"published\"}}");
    assert_company_on(*state, map, "|||", (struct onto){.old = old.old, .clear_empty = true},
                      "{\"hold\":{\"reason\":\"r\"},\"declarations\":{\"b\":\"x\"},\"consent\":{"
                      "\"until\":\"2027-01-01\"}}");
}

static void contacts_are_those_that_stand_there(void **state)
{
    const char *map = "{\"contacts[0].name\":{\"column\":1},\"contacts[0].role\":{\"constant\":"
                      "\"窓口\"},\"contacts[1].email\":{\"column\":2}}";
    assert_company(*state, map, "結 太郎|",
                   "{\"contacts\":[{\"name\":\"結 太郎\",\"role\":\"窓口\"}]}");
    assert_company(*state, map, "|a@b", "{\"contacts\":[{\"email\":\"a@b\"}]}");
    assert_company(*state, map, "|", "{}");
}

static void a_doubt_is_remembered_with_its_column(void **state)
{
    struct world *world = *state;
    assert_int_equal(read_row(world, "{\"review.valid_until\":{\"column\":2}}", "x|平成31年5月2日"),
                     MUS_OK);
    assert_non_null(world->draft.warnings);
    assert_int_equal(world->draft.warnings->column, 1);
    assert_text(world->draft.warnings->field, "review.valid_until");
    assert_int_equal(read_row(world, "{\"city\":{\"column\":1}}", "x"), MUS_OK);
    assert_null(world->draft.warnings);
}

static void every_failing_allocation_is_told(void **state)
{
    struct world *world = *state;
    const struct mus_text cells[] = {MUS_TEXT("ろ過膜"), MUS_TEXT("ベトナム"), MUS_TEXT("代理店"),
                                     MUS_TEXT("商社")};
    const struct mus_row row = {.cells = cells, .count = 4, .number = 1, .line = 1};
    assert_int_equal(read_row(world, OFFER, "a"), MUS_OK);
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_draft draft = {0};
        struct mus_company company;
        struct mus_remark remark;
        mus_field_set mapped;
        mus_mem_fail_at(n, false);
        status = mus_draft_init(&draft, &world->map, &world->tables, NULL);
        if (status == MUS_OK) {
            status = mus_draft_read(&draft, &row, &arena, &remark, NULL);
        }
        if (status == MUS_OK) {
            status = mus_draft_company(&draft, NULL, MUS_TEXT("s"), false, &company, &mapped, NULL);
        }
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_draft_done(&draft);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_fill_fields),
        cmocka_unit_test(a_short_row_has_empty_cells),
        cmocka_unit_test(the_first_rule_that_gives_a_value_decides),
        cmocka_unit_test(where_no_rule_gives_a_value_the_first_refusal_is_told),
        cmocka_unit_test(a_default_stands_for_what_the_table_lacks),
        cmocka_unit_test(columns_are_joined_without_the_empty_ones),
        cmocka_unit_test(a_row_can_be_rejected_for_a_reason),
        cmocka_unit_test(listings_come_from_columns_and_empty_ones_do_not),
        cmocka_unit_test(other_listings_stay),
        cmocka_unit_test(clearing_empty_cells_drops_a_listing_without_words),
        cmocka_unit_test(objects_keep_the_parts_that_have_no_column),
        cmocka_unit_test(contacts_are_those_that_stand_there),
        cmocka_unit_test(a_doubt_is_remembered_with_its_column),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
