#include "store_fixture.h"

#include "store/tables.h"

#define TABLE(name, version, code)                                                                 \
    "{\"format\":\"musubi-table/1\",\"table\":\"" name "\",\"version\":\"" version                 \
    "\",\"rows\":[{\"code\":\"" code "\",\"en\":\"x\"}]}"

static enum mus_status try_put_table(struct world *world, const char *json, bool force,
                                     enum mus_table_put *put)
{
    struct mus_table table;
    struct mus_write *write = NULL;
    must(world, mus_table_read_json(mus_text_of(json), &world->arena, &table, &world->err));
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    enum mus_status status = mus_store_put_table(write, &table, force, put, &world->err);
    if (status == MUS_OK) {
        status = mus_store_write_commit(write, &world->err);
    }
    mus_store_write_end(write);
    return status;
}

static enum mus_table_put put_table(struct world *world, const char *json)
{
    enum mus_table_put put = MUS_TABLE_UNCHANGED;
    must(world, try_put_table(world, json, false, &put));
    return put;
}

static void expect_in_force(struct world *world, const char *name, const char *version,
                            const char *code)
{
    struct mus_tables all;
    struct mus_tables in_force;
    struct mus_read *read = begin(world);
    must(world, mus_store_tables(read, &world->arena, &all, &world->err));
    must(world, mus_store_tables_in_force(read, &world->arena, &in_force, &world->err));
    mus_store_read_end(read);
    const struct mus_table *a = mus_tables_get(&all, name);
    const struct mus_table *b = mus_tables_get(&in_force, name);
    assert_non_null(a);
    assert_non_null(b);
    assert_text(a->version, version);
    assert_text(b->version, version);
    assert_text(a->rows[0].code, code);
}

static void the_version_put_last_is_in_force(void **state)
{
    struct world *world = *state;
    assert_int_equal(put_table(world, TABLE("b", "2", "B2")), MUS_TABLE_ADDED);
    assert_int_equal(put_table(world, TABLE("a", "1", "A1")), MUS_TABLE_ADDED);
    expect_in_force(world, "b", "2", "B2");
    assert_int_equal(put_table(world, TABLE("b", "1", "B1")), MUS_TABLE_ADDED);
    expect_in_force(world, "b", "1", "B1");
    assert_int_equal(put_table(world, TABLE("b", "1", "B1")), MUS_TABLE_UNCHANGED);
    assert_int_equal(put_table(world, TABLE("b", "2", "B2")), MUS_TABLE_CHOSEN);
    expect_in_force(world, "b", "2", "B2");
    expect_in_force(world, "a", "1", "A1");
    expect_sound(world);
}

static void a_version_keeps_its_content_unless_forced(void **state)
{
    struct world *world = *state;
    enum mus_table_put put;
    put_table(world, TABLE("a", "1", "A1"));
    assert_int_equal(try_put_table(world, TABLE("a", "1", "A2"), false, &put), MUS_CONFLICT);
    assert_string_equal(world->err.message,
                        "table \"a\", version \"1\": is here already with other content");
    expect_in_force(world, "a", "1", "A1");
    must(world, try_put_table(world, TABLE("a", "1", "A2"), true, &put));
    assert_int_equal(put, MUS_TABLE_REPLACED);
    expect_in_force(world, "a", "1", "A2");
    expect_sound(world);
}

static void tables_are_listed_by_name_and_version(void **state)
{
    struct world *world = *state;
    struct mus_table_info *items = NULL;
    size_t count = 0;
    put_table(world, TABLE("b", "2", "B2"));
    put_table(world, TABLE("b", "3", "B3"));
    put_table(world, TABLE("b", "1", "B1"));
    put_table(world, TABLE("a", "1", "A1"));
    put_table(world, TABLE("b", "2", "B2"));
    struct mus_read *read = begin(world);
    must(world, mus_store_list_tables(read, &world->arena, &items, &count, &world->err));
    mus_store_read_end(read);
    assert_int_equal(count, 4);
    static const char *const expected[] = {"1", "1", "2", "3"};
    for (size_t i = 0; i < 4; i++) {
        assert_text(items[i].name, i == 0 ? "a" : "b");
        assert_text(items[i].version, expected[i]);
        assert_int_equal(items[i].rows, 1);
        assert_int_equal(items[i].in_force, i == 0 || i == 2);
    }
}

static void a_store_without_tables_has_none(void **state)
{
    struct world *world = *state;
    struct mus_tables all;
    struct mus_read *read = begin(world);
    must(world, mus_store_tables(read, &world->arena, &all, &world->err));
    mus_store_read_end(read);
    assert_int_equal(all.count, 0);
    assert_null(mus_tables_get(&all, "a"));
}

static void tables_outlive_the_read(void **state)
{
    struct world *world = *state;
    struct mus_tables all;
    put_table(world, TABLE("a", "1", "A1"));
    struct mus_read *read = begin(world);
    must(world, mus_store_tables(read, &world->arena, &all, &world->err));
    mus_store_read_end(read);
    close_store(world);
    assert_text(all.items[0].rows[0].label.en, "x");
    must(world, mus_table_check(&all.items[0], &world->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(the_version_put_last_is_in_force),
        IN_WORLD(a_version_keeps_its_content_unless_forced),
        IN_WORLD(tables_are_listed_by_name_and_version),
        IN_WORLD(a_store_without_tables_has_none),
        IN_WORLD(tables_outlive_the_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
