#include "store_fixture.h"

#include <pthread.h>
#include <sys/stat.h>

#include "store/door.h"

static const struct mus_db_info TABLES[] = {
    {"plain", false, false}, {"many", true, false}, {"large", false, true}};
enum { PLAIN, MANY, LARGE, TABLE_COUNT };

static struct mus_env *open_env(struct world *world, uint64_t map_bytes)
{
    struct mus_env *env = NULL;
    struct mus_env_options options = {world->dir, false, map_bytes, TABLES, TABLE_COUNT};
    must(world, mus_env_open(&options, &env, &world->err));
    must(world, mus_env_open_tables(env, TABLE_COUNT, true, &world->err));
    return env;
}

static int make_env(void **state)
{
    if (make_place(state) != 0) {
        return -1;
    }
    struct world *world = *state;
    return mkdir(world->dir, 0700);
}

static struct mus_txn *begin_txn(struct world *world, struct mus_env *env, bool write)
{
    struct mus_txn *txn = NULL;
    must(world, mus_txn_begin(env, write, &txn, &world->err));
    return txn;
}

static void put_one(struct world *world, struct mus_env *env, const char *key, const char *value)
{
    struct mus_txn *txn = begin_txn(world, env, true);
    must(world, mus_db_put(txn, PLAIN, mus_text_of(key), mus_text_of(value), &world->err));
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
}

static void expect_stored(struct world *world, struct mus_env *env, const char *key,
                          const char *expected)
{
    struct mus_txn *txn = begin_txn(world, env, false);
    struct mus_text value;
    must(world, mus_db_get(txn, PLAIN, mus_text_of(key), &value, &world->err));
    assert_text(value, expected);
    mus_txn_end(txn);
}

static void what_was_put_is_read_and_removed(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    put_one(world, env, "k", "v");
    expect_stored(world, env, "k", "v");
    struct mus_txn *txn = begin_txn(world, env, true);
    bool has = false;
    must(world, mus_db_has_value(txn, PLAIN, MUS_TEXT("k"), MUS_TEXT("v"), &has, &world->err));
    assert_true(has);
    must(world, mus_db_delete(txn, PLAIN, MUS_TEXT("k"), MUS_NO_TEXT, &world->err));
    must(world, mus_db_delete(txn, PLAIN, MUS_TEXT("k"), MUS_NO_TEXT, &world->err));
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
    txn = begin_txn(world, env, false);
    struct mus_text value;
    must(world, mus_db_get(txn, PLAIN, MUS_TEXT("k"), &value, &world->err));
    assert_null(value.ptr);
    mus_txn_end(txn);
    mus_env_close(env);
}

static void a_key_can_have_many_values_in_order(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    struct mus_txn *txn = begin_txn(world, env, true);
    struct mus_cursor *cursor = NULL;
    struct mus_text value;
    bool has = false;
    static const char *const values[] = {"b", "a", "c", "b"};
    for (size_t i = 0; i < 4; i++) {
        must(world, mus_db_put(txn, MANY, MUS_TEXT("k"), mus_text_of(values[i]), &world->err));
    }
    must(world, mus_db_put(txn, MANY, MUS_TEXT("l"), MUS_TEXT("z"), &world->err));
    must(world, mus_db_delete(txn, MANY, MUS_TEXT("k"), MUS_TEXT("a"), &world->err));
    must(world, mus_db_has_value(txn, MANY, MUS_TEXT("k"), MUS_TEXT("a"), &has, &world->err));
    assert_false(has);
    must(world, mus_db_has_value(txn, MANY, MUS_TEXT("k"), MUS_TEXT("c"), &has, &world->err));
    assert_true(has);
    must(world, mus_cursor_open(txn, MANY, &cursor, &world->err));
    struct mus_text key = MUS_TEXT("k");
    must(world, mus_cursor_step(cursor, MUS_CURSOR_EXACT, &key, &value, &world->err));
    assert_text(value, "b");
    must(world, mus_cursor_step(cursor, MUS_CURSOR_NEXT_VALUE, &key, &value, &world->err));
    assert_text(value, "c");
    must(world, mus_cursor_step(cursor, MUS_CURSOR_NEXT_VALUE, &key, &value, &world->err));
    assert_null(value.ptr);
    mus_cursor_close(cursor);
    mus_txn_end(txn);
    mus_env_close(env);
}

static void a_cursor_steps_through_keys(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    put_one(world, env, "b", "2");
    put_one(world, env, "d", "4");
    struct mus_txn *txn = begin_txn(world, env, false);
    struct mus_cursor *cursor = NULL;
    must(world, mus_cursor_open(txn, PLAIN, &cursor, &world->err));
    static const struct {
        enum mus_cursor_step step;
        const char *from;
        const char *to;
    } steps[] = {
        {MUS_CURSOR_FIRST, "", "b"},        {MUS_CURSOR_NEXT, "", "d"},
        {MUS_CURSOR_NEXT, "", ""},          {MUS_CURSOR_LAST, "", "d"},
        {MUS_CURSOR_AT_OR_AFTER, "", "b"},  {MUS_CURSOR_AT_OR_AFTER, "b", "b"},
        {MUS_CURSOR_AT_OR_AFTER, "c", "d"}, {MUS_CURSOR_AT_OR_AFTER, "e", ""},
        {MUS_CURSOR_EXACT, "c", ""},
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct mus_text key = mus_text_of(steps[i].from);
        struct mus_text value;
        must(world, mus_cursor_step(cursor, steps[i].step, &key, &value, &world->err));
        assert_text(key, steps[i].to);
    }
    mus_cursor_close(cursor);
    mus_cursor_close(NULL);
    mus_txn_end(txn);
    mus_env_close(env);
}

static void a_read_sees_what_was_there_when_it_began(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    put_one(world, env, "k", "old");
    struct mus_txn *read = begin_txn(world, env, false);
    struct mus_txn *second = begin_txn(world, env, false);
    put_one(world, env, "k", "new");
    struct mus_text value;
    must(world, mus_db_get(read, PLAIN, MUS_TEXT("k"), &value, &world->err));
    assert_text(value, "old");
    mus_txn_end(read);
    mus_txn_end(second);
    expect_stored(world, env, "k", "new");
    mus_env_close(env);
}

static void a_failed_write_cannot_be_committed(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    struct mus_txn *txn = begin_txn(world, env, true);
    mus_store_fail_at(1);
    assert_int_equal(mus_db_put(txn, PLAIN, MUS_TEXT("k"), MUS_TEXT("v"), &world->err), MUS_STORE);
    assert_string_equal(world->err.message, "store: writing: Input/output error");
    mus_store_fail_at(0);
    must(world, mus_db_put(txn, PLAIN, MUS_TEXT("l"), MUS_TEXT("v"), &world->err));
    assert_true(mus_txn_is_doomed(txn));
    assert_int_equal(mus_txn_commit(txn, &world->err), MUS_STORE);
    assert_string_equal(world->err.message, "store: a write that failed cannot be committed");
    mus_txn_end(txn);
    struct mus_text value;
    txn = begin_txn(world, env, false);
    must(world, mus_db_get(txn, PLAIN, MUS_TEXT("l"), &value, &world->err));
    assert_null(value.ptr);
    mus_txn_end(txn);
    mus_env_close(env);
}

static void a_full_map_is_told_and_can_be_enlarged(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 1024 * 1024);
    static char big[700 * 1024];
    struct mus_env_sizes before;
    struct mus_env_sizes after;
    memset(big, 'x', sizeof big);
    struct mus_text value = {big, sizeof big};
    struct mus_txn *txn = begin_txn(world, env, true);
    must(world, mus_db_put(txn, PLAIN, MUS_TEXT("a"), value, &world->err));
    assert_int_equal(mus_db_put(txn, PLAIN, MUS_TEXT("b"), value, &world->err), MUS_STORE);
    assert_string_equal(world->err.message, "store: writing: the map is full");
    assert_true(mus_txn_map_was_full(txn));
    mus_env_sizes(env, &before);
    mus_txn_end(txn);
    must(world, mus_env_grow(env, before.map_bytes, &world->err));
    mus_env_sizes(env, &after);
    assert_int_equal(after.map_bytes, 2 * before.map_bytes);
    must(world, mus_env_grow(env, before.map_bytes, &world->err)); /* somebody has done it */
    mus_env_sizes(env, &after);
    assert_int_equal(after.map_bytes, 2 * before.map_bytes);
    txn = begin_txn(world, env, true);
    must(world, mus_db_put(txn, PLAIN, MUS_TEXT("a"), value, &world->err));
    must(world, mus_db_put(txn, PLAIN, MUS_TEXT("b"), value, &world->err));
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
    /* the next write finds less than half of it free and enlarges it by itself */
    txn = begin_txn(world, env, true);
    mus_txn_end(txn);
    mus_env_sizes(env, &after);
    assert_int_equal(after.map_bytes, 4 * before.map_bytes);
    mus_env_close(env);
}

struct growing {
    struct world *world;
    struct mus_env *env;
    enum mus_status status;
};

static void *grow(void *context)
{
    struct growing *growing = context;
    struct mus_env_sizes sizes;
    mus_env_sizes(growing->env, &sizes);
    growing->status = mus_env_grow(growing->env, sizes.map_bytes, NULL);
    return NULL;
}

static void growing_waits_for_readers(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 1024 * 1024);
    struct growing growing = {world, env, MUS_NO};
    pthread_t thread;
    put_one(world, env, "k", "v");
    struct mus_txn *read = begin_txn(world, env, false);
    assert_int_equal(pthread_create(&thread, NULL, grow, &growing), 0);
    struct mus_text value;
    for (int i = 0; i < 1000; i++) { /* the map must not move under the reader */
        must(world, mus_db_get(read, PLAIN, MUS_TEXT("k"), &value, &world->err));
        assert_text(value, "v");
    }
    mus_txn_end(read);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(growing.status, MUS_OK);
    expect_stored(world, env, "k", "v");
    mus_env_close(env);
}

static void an_enormous_map_is_halved_until_it_fits(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, UINT64_C(1) << 62);
    struct mus_env_sizes sizes;
    mus_env_sizes(env, &sizes);
    assert_true(sizes.map_bytes < UINT64_C(1) << 62);
    assert_true(sizes.map_bytes >= UINT64_C(1) << 30);
    put_one(world, env, "k", "v");
    mus_env_close(env);
}

static void reading_only_is_kept_to(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    put_one(world, env, "k", "v");
    mus_env_close(env);
    struct mus_env_options options = {world->dir, true, 0, TABLES, TABLE_COUNT};
    struct mus_txn *txn = NULL;
    must(world, mus_env_open(&options, &env, &world->err));
    must(world, mus_env_open_tables(env, TABLE_COUNT, false, &world->err));
    assert_int_equal(mus_txn_begin(env, true, &txn, &world->err), MUS_STORE);
    assert_string_equal(world->err.message, "the store is open for reading only");
    expect_stored(world, env, "k", "v");
    mus_env_close(env);
}

static void a_file_that_is_no_database_is_corrupt(void **state)
{
    struct world *world = *state;
    char path[128];
    char message[160];
    snprintf(path, sizeof path, "%s/data.mdb", world->dir);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 10000; i++) {
        fputc('x', file);
    }
    fclose(file);
    struct mus_env *env = NULL;
    struct mus_env_options options = {world->dir, false, 0, TABLES, TABLE_COUNT};
    assert_int_equal(mus_env_open(&options, &env, &world->err), MUS_CORRUPT);
    snprintf(message, sizeof message, "%s: store: opening: MDB_INVALID: File is not an LMDB file",
             world->dir);
    assert_string_equal(world->err.message, message);
}

static void sizes_and_clearing(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    struct mus_db_sizes sizes;
    uint64_t pages = 99;
    for (int i = 0; i < 300; i++) {
        char key[16];
        snprintf(key, sizeof key, "key-%d", i);
        put_one(world, env, key, "value");
    }
    struct mus_txn *txn = begin_txn(world, env, true);
    must(world, mus_db_sizes(txn, PLAIN, &sizes, &world->err));
    assert_int_equal(sizes.entries, 300);
    assert_in_range(sizes.pages, 2, 20);
    struct mus_txn *read = begin_txn(world, env, false);
    must(world, mus_txn_free_pages(read, &pages, &world->err));
    assert_in_range(pages, 1, 50);
    mus_txn_end(read);
    must(world, mus_db_clear(txn, PLAIN, &world->err));
    must(world, mus_db_sizes(txn, PLAIN, &sizes, &world->err));
    assert_int_equal(sizes.entries, 0);
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
    mus_env_close(env);
}

/* Puts rows that fit three to a page under each `step`-th number below `count`. */
static void put_large(struct world *world, struct mus_txn *txn, int step, int count)
{
    static char row[1100];
    for (int i = 0; i < count; i += step) {
        char key[16];
        memset(row, 'a' + step, sizeof row);
        int len = snprintf(key, sizeof key, "%05d", i);
        must(world, mus_db_put(txn, LARGE, (struct mus_text){key, (size_t)len},
                               (struct mus_text){row, sizeof row}, &world->err));
    }
}

static void ascending_keys_of_a_large_table_fill_its_pages(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    struct mus_db_sizes sizes;
    struct mus_txn *txn = begin_txn(world, env, true);
    put_large(world, txn, 1, 300);
    must(world, mus_db_sizes(txn, LARGE, &sizes, &world->err));
    assert_int_equal(sizes.entries, 300);
    assert_in_range(sizes.pages, 101, 103); /* with the branches above */
    mus_txn_end(txn);
    mus_env_close(env);
}

static void keys_of_a_large_table_come_in_any_order(void **state)
{
    struct world *world = *state;
    struct mus_env *env = open_env(world, 0);
    struct mus_db_sizes sizes;
    struct mus_txn *txn = begin_txn(world, env, true);
    put_large(world, txn, 3, 301);
    put_large(world, txn, 2, 301); /* between those, and in the place of some */
    put_large(world, txn, 2, 301);
    must(world, mus_db_sizes(txn, LARGE, &sizes, &world->err));
    assert_int_equal(sizes.entries, 201);
    for (int i = 0; i <= 300; i++) {
        char key[16];
        struct mus_text value;
        snprintf(key, sizeof key, "%05d", i);
        must(world, mus_db_get(txn, LARGE, mus_text_of(key), &value, &world->err));
        char expected = i % 2 == 0 ? 'c' : i % 3 == 0 ? 'd' : '\0';
        assert_int_equal(value.ptr == NULL ? '\0' : value.ptr[0], expected);
    }
    must(world, mus_txn_commit(txn, &world->err));
    mus_txn_end(txn);
    mus_env_close(env);
}

static enum mus_status use_all(struct world *world)
{
    struct mus_env *env = NULL;
    struct mus_txn *txn = NULL;
    struct mus_cursor *cursor = NULL;
    struct mus_text key = MUS_NO_TEXT;
    struct mus_text value;
    struct mus_db_sizes sizes;
    uint64_t pages;
    bool has;
    struct mus_env_options options = {world->dir, false, 1 << 20, TABLES, TABLE_COUNT};
    enum mus_status status = mus_env_open(&options, &env, &world->err);
    status = status == MUS_OK ? mus_env_open_tables(env, TABLE_COUNT, true, &world->err) : status;
    status = status == MUS_OK ? mus_env_grow(env, 1 << 20, &world->err) : status;
    status = status == MUS_OK ? mus_txn_begin(env, true, &txn, &world->err) : status;
    status = status == MUS_OK ? mus_db_put(txn, MANY, MUS_TEXT("k"), MUS_TEXT("v"), &world->err)
                              : status;
    status = status == MUS_OK ? mus_db_get(txn, MANY, MUS_TEXT("k"), &value, &world->err) : status;
    status = status == MUS_OK
                 ? mus_db_has_value(txn, MANY, MUS_TEXT("k"), MUS_TEXT("v"), &has, &world->err)
                 : status;
    status = status == MUS_OK ? mus_cursor_open(txn, MANY, &cursor, &world->err) : status;
    status = status == MUS_OK ? mus_cursor_step(cursor, MUS_CURSOR_FIRST, &key, &value, &world->err)
                              : status;
    mus_cursor_close(cursor);
    status = status == MUS_OK ? mus_db_sizes(txn, MANY, &sizes, &world->err) : status;
    status = status == MUS_OK ? mus_db_delete(txn, MANY, MUS_TEXT("k"), MUS_NO_TEXT, &world->err)
                              : status;
    status = status == MUS_OK ? mus_db_clear(txn, MANY, &world->err) : status;
    status = status == MUS_OK ? mus_txn_commit(txn, &world->err) : status;
    mus_txn_end(txn);
    txn = NULL;
    status = status == MUS_OK ? mus_txn_begin(env, false, &txn, &world->err) : status;
    status = status == MUS_OK ? mus_txn_free_pages(txn, &pages, &world->err) : status;
    mus_txn_end(txn);
    mus_env_close(env);
    return status;
}

static void every_call_and_allocation_may_fail(void **state)
{
    struct world *world = *state;
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = use_all(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 100);
        }
    }
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_env, remove_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(what_was_put_is_read_and_removed),
        WITH_FOLDER(a_key_can_have_many_values_in_order),
        WITH_FOLDER(a_cursor_steps_through_keys),
        WITH_FOLDER(a_read_sees_what_was_there_when_it_began),
        WITH_FOLDER(a_failed_write_cannot_be_committed),
        WITH_FOLDER(a_full_map_is_told_and_can_be_enlarged),
        WITH_FOLDER(growing_waits_for_readers),
        WITH_FOLDER(an_enormous_map_is_halved_until_it_fits),
        WITH_FOLDER(reading_only_is_kept_to),
        WITH_FOLDER(a_file_that_is_no_database_is_corrupt),
        WITH_FOLDER(sizes_and_clearing),
        WITH_FOLDER(ascending_keys_of_a_large_table_fill_its_pages),
        WITH_FOLDER(keys_of_a_large_table_come_in_any_order),
        WITH_FOLDER(every_call_and_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
