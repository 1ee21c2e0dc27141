#include "store_fixture.h"

#include "store/segments.h"
#include "store/stats.h"

static const struct mus_table_stats *find(const struct mus_store_stats *stats, const char *name)
{
    for (size_t i = 0; i < stats->table_count; i++) {
        if (strcmp(stats->tables[i].name, name) == 0) {
            return &stats->tables[i];
        }
    }
    fail_msg("no table %s", name);
    return NULL;
}

static void sizes_follow_what_is_stored(void **state)
{
    struct world *world = *state;
    struct mus_store_stats empty;
    struct mus_store_stats stats;
    must(world, mus_store_stats(world->store, &empty, &world->err));
    assert_int_equal(empty.companies, 0);
    assert_int_equal(empty.version, MUS_SCHEMA_VERSION);
    assert_int_equal(empty.map_bytes, world->options.map_bytes);
    assert_int_equal(empty.table_count, (int)MUS_DB_COUNT + (int)MUS_KEYS_COUNT);
    for (int i = 0; i < 40; i++) {
        char json[256];
        snprintf(json, sizeof json, COMPANY("c-%d", "社%d", CONTACT("山田")), i, i);
        put_json(world, json);
    }
    must(world, mus_store_stats(world->store, &stats, &world->err));
    assert_int_equal(stats.companies, 40);
    assert_int_equal(find(&stats, "company")->entries, 40);
    assert_int_equal(find(&stats, "sealed")->entries, 40);
    assert_int_equal(find(&stats, "key")->entries, 40);
    assert_true(find(&stats, "company")->bytes > find(&empty, "company")->bytes);
    assert_true(stats.file_bytes > empty.file_bytes);
    assert_true(stats.free_bytes > 0 && stats.free_bytes < stats.file_bytes);
    assert_true(stats.keys_bytes > empty.keys_bytes);
}

static void expect_index(struct world *world, uint64_t segments, uint64_t documents, uint64_t gone,
                         uint64_t changed)
{
    struct mus_store_stats stats;
    must(world, mus_store_stats(world->store, &stats, &world->err));
    assert_true(stats.index.current);
    assert_int_equal(stats.index.segments, segments);
    assert_int_equal(stats.index.documents, documents);
    assert_int_equal(stats.index.gone, gone);
    assert_int_equal(stats.index.changed, changed);
}

static void it_is_told_how_the_index_stands(void **state)
{
    struct world *world = *state;
    char json[256];
    expect_index(world, 0, 0, 0, 0);
    world->store->changed_most = 4;
    for (int i = 0; i < 6; i++) {
        snprintf(json, sizeof json, COMPANY("c-%d", "社%d", ""), i, i);
        put_json(world, json);
    }
    expect_index(world, 1, 5, 0, 1); /* five of them went into a segment, the sixth is by itself */
    world->store->changed_most = 0;
    put_json(world, COMPANY("c-1", "社1", ",\"description\":{\"ja\":\"水道\"}"));
    expect_index(world, 2, 7, 1, 0);
}

static void whether_the_index_serves_weights_is_told(void **state)
{
    struct world *world = *state;
    struct mus_text_weights weights = mus_weights_default().text;
    struct mus_text_weights others = weights;
    struct mus_read *read = NULL;
    bool serves = false;
    others.half *= 2;
    put_json(world, COMPANY("c-1", "一", ""));
    for (int made_for_others = 0; made_for_others < 2; made_for_others++) {
        must(world, mus_store_reindex(world->store, made_for_others ? &others : &weights, NULL,
                                      NULL, &world->err));
        must(world, mus_store_read_begin(world->store, &read, &world->err));
        must(world, mus_store_index_serves(read, &weights, &serves, &world->err));
        assert_int_equal(serves, !made_for_others);
        must(world, mus_store_index_serves(read, &others, &serves, &world->err));
        assert_int_equal(serves, made_for_others);
        mus_store_read_end(read);
    }
}

static void every_call_and_allocation_may_fail(void **state)
{
    struct world *world = *state;
    world->store->changed_most = 0;
    put_json(world, COMPANY("c-1", "一", ""));
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_store_stats stats;
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_stats(world->store, &stats, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 100);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(sizes_follow_what_is_stored),
        IN_WORLD(it_is_told_how_the_index_stands),
        IN_WORLD(whether_the_index_serves_weights_is_told),
        IN_WORLD(every_call_and_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
