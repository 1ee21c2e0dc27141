#include "import/map.h"

#include "import_fixture.h"

struct world {
    struct mus_arena arena;
    struct mus_arena map;
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
    mus_arena_done(&world->map);
    return 0;
}

static enum mus_status read_map(struct world *world, const char *text, struct mus_map *out,
                                struct mus_error *err)
{
    mus_arena_reset(&world->map);
    return mus_map_read_json(mus_text_of(text), &world->tables, &world->map, out, err);
}

#define DOCUMENT(members) "{\"format\":\"musubi-map/1\"," members "}"
#define FIELDS(fields) DOCUMENT("\"fields\":{" fields "}")
#define NAME "\"name.ja\":{\"column\":\"A\"}"

static void a_whole_document_is_read(void **state)
{
    struct mus_map map;
    const char *text = DOCUMENT(
        "\"source\":\"fair\",\"header_row\":2,\"encoding\":\"cp932\",\"sheet\":\"S\","
        "\"key\":[\"name.ja\",\"address\"],\"row_name\":{\"column\":1,\"label\":\"No.\"},"
        "\"tables\":{\"closures\":{\"01\":\"closed\",\"02\":null}},"
        "\"reject_if\":[{\"column\":\"x\",\"in\":[\"9\"],\"reason\":\"withdrawn\"}],"
        "\"fields\":{" NAME ",\"address\":{\"column\":[\"b\",3],\"join\":\" \"},"
        "\"status\":[{\"column\":4,\"table\":\"closures\",\"default\":\"active\"},"
        "{\"when\":{\"column\":5,\"given\":false},\"constant\":\"active\"}],"
        "\"country\":{\"column\":\"address\",\"pattern\":{\"after_last\":\",\"},"
        "\"table\":\"countries\"},"
        "\"employees\":{\"column\":6,\"unit\":10},"
        "\"languages\":{\"constant\":[\"ja\",\"en\"]},"
        "\"certifications\":{\"column\":7,\"split\":\"、,/\",\"optional\":true},"
        "\"listings[0].anonymous\":{\"constant\":true},\"founded_year\":{\"constant\":1998}}");
    assert_int_equal(read_map(*state, text, &map, NULL), MUS_OK);
    assert_text(map.source, "fair");
    assert_int_equal(map.header_row, 2);
    assert_int_equal(map.encoding, MUS_ENCODING_CP932);
    assert_text(map.sheet, "S");
    assert_int_equal(map.key.count, 2);
    assert_int_equal(map.row_name.number, 1);
    assert_text(map.row_name_label, "No.");
    assert_int_equal(map.field_count, 9);
    assert_int_equal(map.fields[1].rules[0].column_count, 2);
    assert_text(map.fields[1].rules[0].join, " ");
    assert_int_equal(map.fields[2].rule_count, 2);
    assert_true(map.fields[2].rules[0].has_fallback);
    assert_int_equal(map.fields[2].rules[0].lookup->count, 2);
    assert_int_equal(map.fields[2].rules[1].when->test, MUS_MAP_MISSING);
    assert_int_equal(map.fields[3].rules[0].step_count, 1);
    assert_int_equal(map.fields[4].rules[0].unit, 10);
    assert_text(map.fields[5].rules[0].constant, "ja\nen");
    assert_true(map.fields[6].rules[0].optional);
    assert_text(map.fields[7].rules[0].constant, "true");
    assert_text(map.fields[8].rules[0].constant, "1998");
    assert_int_equal(map.reject_count, 1);
    assert_text(map.rejects[0].reason, "withdrawn");
}

static void fields_alone_are_a_map(void **state)
{
    struct mus_map map;
    assert_int_equal(read_map(*state, "{" NAME ",\"country\":{\"constant\":\"JP\"}}", &map, NULL),
                     MUS_OK);
    assert_int_equal(map.field_count, 2);
    assert_int_equal(map.row_name.at, MUS_NO_COLUMN);
}

static void a_wrong_map_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"[]", "expected a map, which is an object, found an array"},
        {"{}", "expected an object of at least one field, found an object"},
        {"{\"name.ja\":3}", "name.ja: expected an object, found an integer"},
        {"{\"names\":{\"column\":1}}", "names: no field is called \"names\""},
        {"{" NAME "} x",
         "line 1, column 28: unexpected \"x\" where the end of the text was expected"},
        {"{\"fields\":{" NAME "}}", "format: expected \"musubi-map/1\", found nothing"},
        {"{\"format\":\"musubi-map/2\",\"fields\":{" NAME "}}",
         "format: expected \"musubi-map/1\", found \"musubi-map/2\""},
        {DOCUMENT("\"fields\":{}"),
         "fields: expected an object of at least one field, found an object"},
        {DOCUMENT("\"fields\":[]"),
         "fields: expected an object of at least one field, found an array"},
        {DOCUMENT("\"mode\":1,\"fields\":{" NAME "}"), "unknown key \"mode\""},
        {DOCUMENT("\"source\":\" \",\"fields\":{" NAME "}"),
         "source: expected a text of at most 64 bytes"},
        {DOCUMENT("\"source\":7,\"fields\":{" NAME "}"),
         "source: expected a text, found an integer"},
        {DOCUMENT("\"header_row\":0,\"fields\":{" NAME "}"),
         "header_row: expected a row number from 1 on, found an integer"},
        {DOCUMENT("\"no_header\":\"yes\",\"fields\":{" NAME "}"),
         "no_header: expected true or false, found \"yes\""},
        {DOCUMENT("\"no_header\":true,\"fields\":{" NAME "}"),
         "fields.name.ja.column: expected the number of a column, since there is no header, "
         "found \"A\""},
        {DOCUMENT("\"encoding\":\"ebcdic\",\"fields\":{" NAME "}"),
         "encoding: unknown encoding \"ebcdic\", expected detect, UTF-8, CP932 or UTF-16LE"},
        {DOCUMENT("\"key\":[\"address\"],\"fields\":{" NAME "}"),
         "key: \"address\" is no text that the map fills"},
        {DOCUMENT("\"key\":[],\"fields\":{" NAME "}"), "key: expected 1 to 10000 texts, found 0"},
        {DOCUMENT("\"key\":\"employees\",\"fields\":{\"employees\":{\"column\":1}}"),
         "key: \"employees\" is no text that the map fills"},
        {DOCUMENT("\"row_name\":{\"column\":1},\"fields\":{" NAME "}"),
         "row_name.label: expected a text, found nothing"},
        {DOCUMENT("\"row_name\":{\"column\":0,\"label\":\"\"},\"fields\":{" NAME "}"),
         "row_name.column: expected a column from 1 to 1024, found 0"},
        {DOCUMENT("\"tables\":[],\"fields\":{" NAME "}"),
         "tables: expected an object of tables, found an array"},
        {DOCUMENT("\"tables\":{\"t\":{}},\"fields\":{" NAME "}"),
         "tables.t: expected an object of 1 to 10000 words, found an object"},
        {DOCUMENT("\"tables\":{\"t\":{\"a\":1}},\"fields\":{" NAME "}"),
         "tables.t.a: expected a text, found an integer"},
        {DOCUMENT("\"tables\":{\"t\":{\" \":\"x\"}},\"fields\":{" NAME "}"),
         "tables.t. : the word is empty"},
        {DOCUMENT("\"tables\":{\"t\":{\"a\":\"x\",\"Ａ\":\"y\"}},\"fields\":{" NAME "}"),
         "tables.t: \"a\" stands for both \"x\" and \"y\""},
        {DOCUMENT("\"reject_if\":{},\"fields\":{" NAME "}"),
         "reject_if: expected an array of at most 16 conditions, found an object"},
        {DOCUMENT("\"reject_if\":[{\"column\":1,\"in\":\"x\"}],\"fields\":{" NAME "}"),
         "reject_if[0].reason: expected a text, found nothing"},
        {DOCUMENT("\"reject_if\":[{\"column\":1,\"reason\":\"x\"}],\"fields\":{" NAME "}"),
         "reject_if[0]: expected either \"in\" or \"given\" with true or false"},
        {FIELDS("\"name.ja\":[]"), "fields.name.ja: expected 1 to 16 rules, found 0"},
        {FIELDS("\"name.ja\":{}"), "fields.name.ja: expected either \"column\" or \"constant\""},
        {FIELDS("\"name.ja\":{\"column\":1,\"constant\":\"x\"}"),
         "fields.name.ja: expected either \"column\" or \"constant\""},
        {FIELDS("\"name.ja\":{\"columns\":1}"), "fields.name.ja: unknown key \"columns\""},
        {FIELDS("\"name.ja\":{\"column\":1.5}"),
         "fields.name.ja.column: expected a heading or the number of a column, found a number"},
        {FIELDS("\"name.ja\":{\"column\":1025}"),
         "fields.name.ja.column: expected a column from 1 to 1024, found 1025"},
        {FIELDS("\"name.ja\":{\"column\":\" \"}"),
         "fields.name.ja.column: expected a heading or the number of a column, found \" \""},
        {FIELDS("\"name.ja\":{\"column\":[]}"),
         "fields.name.ja.column: expected 1 to 16 columns, found 0"},
        {FIELDS("\"name.ja\":{\"column\":[1,null]}"),
         "fields.name.ja.column[1]: expected a heading or the number of a column, found null"},
        {FIELDS("\"name.ja\":{\"column\":1,\"join\":\"-\"}"),
         "fields.name.ja: \"join\" goes with several columns"},
        {FIELDS("\"name.ja\":{\"constant\":\"\"}"),
         "fields.name.ja.constant: expected a value, found \"\""},
        {FIELDS("\"name.ja\":{\"constant\":null}"),
         "fields.name.ja.constant: expected a text, found null"},
        {FIELDS("\"country\":{\"constant\":\"JP\",\"table\":\"countries\"}"),
         "fields.country: a constant goes with neither pattern nor table nor optional"},
        {FIELDS("\"country\":{\"column\":1,\"table\":\"lands\"}"),
         "fields.country.table: there is no table \"lands\", neither in the map nor in the store"},
        {FIELDS("\"country\":{\"column\":1,\"table\":3}"),
         "fields.country.table: expected the name of a table, found an integer"},
        {FIELDS("\"country\":{\"column\":1,\"default\":\"JP\"}"),
         "fields.country: \"default\" goes with \"table\""},
        {FIELDS("\"name.ja\":{\"column\":1,\"unit\":1000}"),
         "fields.name.ja: \"unit\" goes with a number"},
        {FIELDS("\"capital_jpy\":{\"column\":1,\"unit\":0}"),
         "fields.capital_jpy.unit: expected a whole number from 1 on, found an integer"},
        {FIELDS("\"name.ja\":{\"column\":1,\"split\":\"/\"}"),
         "fields.name.ja: \"split\" goes with a list"},
        {FIELDS("\"languages\":{\"column\":1,\"split\":\"\"}"),
         "fields.languages.split: expected one or more characters, found \"\""},
        {FIELDS("\"name.ja\":{\"column\":1,\"optional\":1}"),
         "fields.name.ja.optional: expected true or false, found an integer"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{}}"),
         "fields.name.ja.pattern: expected a step, an object with one key, found an object"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":[]}"),
         "fields.name.ja.pattern: expected 1 to 16 steps, found 0"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{\"match\":\"x\"}}"),
         "fields.name.ja.pattern: unknown step \"match\""},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{\"after_last\":\"\"}}"),
         "fields.name.ja.pattern.after_last: a text is empty"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{\"after_last\":[\",\"]}}"),
         "fields.name.ja.pattern.after_last: expected a text, found an array"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":[{\"take\":[0]}]}"),
         "fields.name.ja.pattern[0].take: expected a start from 0 and a length, such as [0, 3], "
         "found nothing"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{\"last_pieces\":[\",\",0]}}"),
         "fields.name.ja.pattern.last_pieces: expected a text and a number of pieces, such as "
         "[\",\", 2], found nothing"},
        {FIELDS("\"name.ja\":{\"column\":1,\"pattern\":{\"front\":\"lands\"}}"),
         "fields.name.ja.pattern.front: there is no table \"lands\", neither in the map nor in the "
         "store"},
        {FIELDS("\"name.ja\":{\"column\":1,\"when\":{\"column\":2}}"),
         "fields.name.ja.when: expected either \"in\" or \"given\" with true or false"},
        {FIELDS("\"name.ja\":{\"column\":1,\"when\":{\"in\":[\"x\"]}}"),
         "fields.name.ja.when.column: expected a heading or the number of a column, found nothing"},
        {FIELDS("\"name.ja\":[{\"column\":1},{\"column\":2,\"x\":1}]"),
         "fields.name.ja[1]: unknown key \"x\""},
        {FIELDS(NAME ",\"name\":{\"column\":2}"),
         "fields: \"name.ja\" and \"name\" fill the same field"},
        {FIELDS("\"listings\":{\"column\":1}"), "fields.listings: no field is called \"listings\""},
        {FIELDS("\"listings[20].title\":{\"column\":1}"),
         "fields.listings[20].title: \"listings[20].title\" lies beyond the 20 that a map may "
         "have"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct mus_map map;
        struct mus_error err = {0};
        enum mus_status status = read_map(*state, cases[i].text, &map, &err);
        assert_string_equal(err.message, cases[i].message);
        assert_true(status == MUS_INVALID || status == MUS_LIMIT);
    }
}

static void a_map_has_a_limit_of_fields(void **state)
{
    struct mus_map map;
    struct mus_error err = {0};
    struct mus_buf text = {0};
    mus_buf_add_z(&text, "{");
    for (int i = 0; i <= MUS_MAX_MAP_FIELDS; i++) {
        mus_buf_printf(&text, "%s\"declarations.d%d\":{\"column\":1}", i == 0 ? "" : ",", i);
    }
    mus_buf_add_z(&text, "}");
    assert_int_equal(read_map(*state, text.data, &map, &err), MUS_LIMIT);
    assert_string_equal(err.message, "more than 500 fields");
    mus_buf_done(&text);
}

static void a_file_is_named_in_front(void **state)
{
    struct world *world = *state;
    char path[] = "/tmp/musubi-map-XXXXXX";
    char expected[128];
    struct mus_map map;
    struct mus_error err = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "\xEF\xBB\xBF{\"x\":1}", 10), 10);
    close(fd);
    snprintf(expected, sizeof expected, "%s: x: no field is called \"x\"", path);
    assert_int_equal(mus_map_read_file(path, &world->tables, &world->map, &map, &err), MUS_INVALID);
    assert_string_equal(err.message, expected);
    unlink(path);
    assert_int_equal(mus_map_read_file(path, &world->tables, &world->map, &map, &err),
                     MUS_NOT_FOUND);
}

static void every_failing_allocation_is_told(void **state)
{
    struct world *world = *state;
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena arena = {0};
        struct mus_map map;
        const char *text =
            DOCUMENT("\"key\":\"name.ja\",\"tables\":{\"t\":{\"01\":\"closed\",\"02\":null}},"
                     "\"fields\":{" NAME ",\"status\":{\"column\":[4,5],\"table\":\"t\"},"
                     "\"country\":{\"column\":\"a\",\"pattern\":[{\"after_last\":\",\"},"
                     "{\"front\":\"countries\"}]},\"languages\":{\"constant\":[\"ja\",\"en\"]}}");
        mus_mem_fail_at(n, false);
        status = mus_map_read_json(mus_text_of(text), &world->tables, &arena, &map, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_document_is_read),
        cmocka_unit_test(fields_alone_are_a_map),
        cmocka_unit_test(a_wrong_map_is_refused_with_its_place),
        cmocka_unit_test(a_map_has_a_limit_of_fields),
        cmocka_unit_test(a_file_is_named_in_front),
        cmocka_unit_test(every_failing_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
