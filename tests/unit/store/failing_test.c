/* Every call of the database and every allocation failing in turn, for each kind of change: the
 * store is then as it was before, or as it is after, and sound. */
#include "store_fixture.h"

#include "profile/company_join.h"
#include "store/documents.h"
#include "store/merge.h"
#include "store/tables.h"

static enum mus_status put_new(struct mus_write *write, void *context, struct mus_error *err)
{
    return mus_store_put(write, context, NULL, err);
}

struct merging {
    const struct mus_company_record *joined;
    uint64_t number;
};

static enum mus_status merge(struct mus_write *write, void *context, struct mus_error *err)
{
    struct merging *merging = context;
    return mus_store_merge(write, merging->joined, MUS_TEXT("c-2"), NOW_MS, &merging->number, err);
}

static enum mus_status undo(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct merging *merging = context;
    return mus_store_undo_merge(write, merging->number, err);
}

static enum mus_status put_data(struct mus_write *write, void *context, struct mus_error *err)
{
    enum mus_status status = mus_store_put_table(write, context, true, NULL, err);
    return status == MUS_OK
               ? mus_store_put_document(write, MUS_TEXT("weights"), MUS_TEXT("{}"), NULL, err)
               : status;
}

/* All of main, as one digest. */
static struct mus_digest image(struct world *world)
{
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    struct mus_read *read = begin(world);
    for (size_t table = 0; table < MUS_DB_COUNT; table++) {
        struct mus_cursor *cursor = NULL;
        struct mus_text key = MUS_NO_TEXT;
        struct mus_text value;
        must(world, mus_cursor_open(read->txn, table, &cursor, &world->err));
        must(world, mus_cursor_step(cursor, MUS_CURSOR_FIRST, &key, &value, &world->err));
        while (key.ptr != NULL) {
            mus_digest_add(&run, &table, sizeof table);
            mus_digest_add(&run, key.ptr, key.len);
            mus_digest_add(&run, value.ptr, value.len);
            must(world, mus_cursor_step(cursor, MUS_CURSOR_NEXT, &key, &value, &world->err));
        }
        mus_cursor_close(cursor);
    }
    mus_store_read_end(read);
    return mus_digest_take(&run);
}

/* A failure leaves every byte of main as it was; only a data key that nothing needs may stay. In
 * the end the change is made. */
static void fail_everywhere(struct world *world, bool memory, mus_store_change *change,
                            void *context)
{
    enum mus_status status = MUS_NO;
    struct mus_digest before = image(world);
    for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
        (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
        status = mus_store_update(world->store, change, context, &world->err);
        mus_mem_fail_at(0, false);
        mus_store_fail_at(0);
        if (status != MUS_OK) {
            assert_int_equal(status, memory ? MUS_NO_MEMORY : MUS_STORE);
            struct mus_digest after = image(world);
            assert_int_equal(mus_digest_compare(&before, &after), 0);
        }
        assert_int_equal(check(world).errors, 0);
    }
    assert_int_equal(status, MUS_OK);
}

static void putting_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_company_record first = record_of(
        world, COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    struct mus_company_record second =
        record_of(world, COMPANY("c-1", "幸", SOURCE("b", "2") CONTACT("田中")));
    fail_everywhere(world, false, put_new, &first);
    fail_everywhere(world, true, put_new, &second);
    fail_everywhere(world, false, put_new, &first);
    expect_contact(world, "c-1", "山田");
    struct mus_company_record bare = record_of(world, COMPANY("c-1", "川崎", ""));
    fail_everywhere(world, true, put_new, &bare);
}

static void merging_and_undoing_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_company_record a;
    struct mus_company_record b;
    struct mus_merged joined;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("a", "1") CONTACT("山田")));
    put_json(world, COMPANY("c-2", "幸", SOURCE("a", "2") NUMBER("8700110005901") CONTACT("田中")));
    must(world, get(world, "c-1", &a));
    must(world, get(world, "c-2", &b));
    must(world, mus_company_join(&a, &b, NOW_MS, &world->arena, &joined, &world->err));
    struct merging merging = {&joined.record, 0};
    fail_everywhere(world, false, merge, &merging);
    fail_everywhere(world, false, undo, &merging);
    fail_everywhere(world, true, merge, &merging);
    fail_everywhere(world, true, undo, &merging);
    expect_contact(world, "c-1", "山田");
    expect_contact(world, "c-2", "田中");
    expect_sound(world);
}

static void tables_and_documents_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct mus_table table;
    static const char one[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                              "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    static const char two[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"2\","
                              "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    must(world, mus_table_read_json(mus_text_of(one), &world->arena, &table, &world->err));
    fail_everywhere(world, false, put_data, &table);
    must(world, mus_table_read_json(mus_text_of(two), &world->arena, &table, &world->err));
    fail_everywhere(world, true, put_data, &table);
    expect_sound(world);
}

static enum mus_status read_all(struct world *world)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_company_record record;
    struct mus_texts ids;
    struct mus_text id;
    struct mus_tables tables;
    struct mus_table_info *infos;
    struct mus_merge_info *merges;
    struct mus_id_range *ranges;
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    struct mus_error *err = &world->err;
    size_t count;
    enum mus_status status = mus_store_read_begin(world->store, &read, err);
#define NEXT(call) status = status == MUS_OK ? (call) : status
    NEXT(mus_store_company_whole(read, MUS_TEXT("c-1"), &arena, &record, err));
    NEXT(mus_store_firm(read, MUS_TEXT("c-1"), &arena, &item, err));
    NEXT(mus_store_find_source(read, (struct mus_source){MUS_TEXT("a"), MUS_TEXT("1")}, &arena, &id,
                               err));
    NEXT(mus_store_find_number(read, MUS_TEXT("8700110005901"), &arena, &ids, err));
    NEXT(mus_store_find_name(read, MUS_TEXT("川崎"), &arena, &ids, err));
    NEXT(mus_store_tables(read, &arena, &tables, err));
    NEXT(mus_store_list_tables(read, &arena, &infos, &count, err));
    NEXT(mus_store_merges(read, &arena, &merges, &count, err));
    NEXT(mus_store_document_in_force(read, MUS_TEXT("weights"), &arena, &id, err));
    NEXT(mus_store_partition(read, 4, &arena, &ranges, &count, err));
    NEXT(mus_walker_open(read, MUS_WALK_COMPANIES, ranges[0], &walker, err));
    NEXT(mus_walker_next(walker, &item, err));
#undef NEXT
    mus_walker_close(walker);
    mus_store_read_end(read);
    mus_arena_done(&arena);
    return status;
}

static void reading_says_what_failed(void **state)
{
    struct world *world = *state;
    struct mus_table table;
    static const char json[] = "{\"format\":\"musubi-table/1\",\"table\":\"t\",\"version\":\"1\","
                               "\"rows\":[{\"code\":\"A\",\"en\":\"x\"}]}";
    put_json(world,
             COMPANY("c-1", "川崎", SOURCE("a", "1") NUMBER("8700110005901") CONTACT("山田")));
    must(world, mus_table_read_json(mus_text_of(json), &world->arena, &table, &world->err));
    must(world, mus_store_update(world->store, put_data, &table, &world->err));
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = read_all(world);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(putting_is_whole_or_not_at_all),
        IN_WORLD(merging_and_undoing_are_whole_or_not_at_all),
        IN_WORLD(tables_and_documents_are_whole_or_not_at_all),
        IN_WORLD(reading_says_what_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
