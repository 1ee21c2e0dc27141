#include "store_fixture.h"

#include <pthread.h>
#include <sys/stat.h>

#include "base/random.h"
#include "store/derive.h"
#include "store/documents.h"
#include "store/migrate.h"

static void a_new_store_is_empty_and_sound(void **state)
{
    struct world *world = *state;
    assert_int_equal(count_companies(world), 0);
    expect_sound(world);
    assert_false(mus_store_is_read_only(world->store));
    must(world, mus_store_key_status(world->store, &world->err));
}

static void a_store_is_not_made_twice(void **state)
{
    struct world *world = *state;
    char message[128];
    snprintf(message, sizeof message, "%s: a store is already here", world->dir);
    assert_int_equal(mus_store_init(world->dir, &world->options, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message, message);
    expect_sound(world);
}

static void where_there_is_no_store_the_way_to_one_is_told(void **state)
{
    struct world *world = *state;
    char message[160];
    snprintf(message, sizeof message, "no store at \"%s\"; make one with: musubi init", world->dir);
    assert_int_equal(mus_store_open(world->dir, NULL, &world->store, &world->err), MUS_NOT_FOUND);
    assert_string_equal(world->err.message, message);
    assert_null(world->store);
}

static void every_call_and_allocation_may_fail_while_a_store_is_made(void **state)
{
    struct world *world = *state;
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_init(world->dir, &world->options, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_int_equal(access(world->dir, F_OK) == 0, status == MUS_OK);
            assert_true(n < 300);
        }
        open_store(world);
        expect_sound(world);
        close_store(world);
        nftw(world->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
}

static void a_key_file_of_ones_own_is_used_and_never_overwritten(void **state)
{
    struct world *world = *state;
    char key[128];
    char message[160];
    snprintf(key, sizeof key, "%s/own.key", world->top);
    world->options.key_file = key;
    must(world, mus_store_init(world->dir, &world->options, &world->err));
    open_store(world);
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    reopen(world);
    expect_contact(world, "c-1", "山田");
    close_store(world);
    nftw(world->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    assert_int_equal(mus_store_init(world->dir, &world->options, &world->err), MUS_CONFLICT);
    snprintf(message, sizeof message, "%s: a key file is already here", key);
    assert_string_equal(world->err.message, message);
    assert_int_equal(access(key, F_OK), 0);
    assert_int_equal(access(world->dir, F_OK), -1);
}

static void a_store_opened_for_reading_is_not_written(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    close_store(world);
    world->options.read_only = true;
    open_store(world);
    assert_true(mus_store_is_read_only(world->store));
    expect_contact(world, "c-1", "山田");
    expect_sound(world);
    assert_int_equal(mus_store_write_begin(world->store, &write, &world->err), MUS_STORE);
    assert_string_equal(world->err.message, "the store is open for reading only");
}

static void every_call_and_allocation_may_fail_while_it_is_opened(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", CONTACT("山田")));
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            close_store(world);
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_open(world->dir, &world->options, &world->store, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
            assert_true(n < 300);
        }
        expect_contact(world, "c-1", "山田");
        expect_sound(world);
    }
}

/* ---- growing ---- */

struct batch {
    struct world *world;
    unsigned from, count;
    unsigned calls;
};

static enum mus_status put_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    struct batch *batch = context;
    batch->calls++;
    for (unsigned i = batch->from; i < batch->from + batch->count; i++) {
        char json[512];
        snprintf(json, sizeof json,
                 "{\"id\":\"c-%05u\",\"name\":{\"ja\":\"会社%u\"},\"country\":\"JP\","
                 "\"description\":{\"en\":\"Company number %u makes pumps and valves\"}%s}",
                 i, i, i, CONTACT("山田"));
        struct mus_company_record record = record_of(batch->world, json);
        enum mus_status status = mus_store_put(write, &record, NULL, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    return MUS_OK;
}

static void a_change_that_outgrows_the_map_is_made_again_in_a_larger_one(void **state)
{
    struct world *world = *state;
    close_store(world);
    world->options.map_bytes = 256 * 1024;
    open_store(world);
    struct batch batch = {world, 0, 1500, 0};
    must(world, mus_store_update(world->store, put_batch, &batch, &world->err));
    assert_in_range(batch.calls, 2, 12);
    assert_int_equal(count_companies(world), 1500);
    expect_sound(world);
    world->options.map_bytes = 0;
    reopen(world);
    expect_sound(world);
}

static enum mus_status refuse(struct mus_write *write, void *context, struct mus_error *err)
{
    unsigned *calls = context;
    (void)write;
    ++*calls;
    return mus_fail(err, MUS_CONFLICT, "no");
}

static void a_change_that_refuses_is_not_made_again(void **state)
{
    struct world *world = *state;
    unsigned calls = 0;
    assert_int_equal(mus_store_update(world->store, refuse, &calls, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message, "no");
    assert_int_equal(calls, 1);
}

/* ---- many at once ---- */

struct reader {
    struct world *world;
    bool sound;
};

/* Sees as many companies by counting as by walking, and always a multiple of ten. */
static void *read_much(void *context)
{
    struct reader *reader = context;
    reader->sound = true;
    for (int i = 0; i < 100; i++) {
        struct mus_read *read = NULL;
        struct mus_walker *walker = NULL;
        struct mus_walk_item item;
        uint64_t count = 1;
        uint64_t walked = 0;
        reader->sound &= mus_store_read_begin(reader->world->store, &read, NULL) == MUS_OK;
        reader->sound &= mus_store_company_count(read, &count, NULL) == MUS_OK;
        reader->sound &= mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker,
                                         NULL) == MUS_OK;
        while (mus_walker_next(walker, &item, NULL) == MUS_OK && item.id.ptr != NULL) {
            walked++;
        }
        mus_walker_close(walker);
        mus_store_read_end(read);
        reader->sound &= walked == count && count % 10 == 0;
    }
    return NULL;
}

static void readers_see_whole_batches_while_a_writer_writes(void **state)
{
    struct world *world = *state;
    struct reader readers[3];
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++) {
        readers[i].world = world;
        assert_int_equal(pthread_create(&threads[i], NULL, read_much, &readers[i]), 0);
    }
    for (unsigned i = 0; i < 30; i++) {
        struct batch batch = {world, i * 10, 10, 0};
        must(world, mus_store_update(world->store, put_batch, &batch, &world->err));
    }
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(readers[i].sound);
    }
    expect_sound(world);
}

/* ---- what is derived ---- */

static void match_records_of_another_version_are_made_anew(void **state)
{
    struct world *world = *state;
    put_json(world, COMPANY("c-1", "川崎", SOURCE("a", "1")));
    put_json(world, COMPANY("c-2", "幸", ""));
    tamper(world, MUS_DB_FIRM, MUS_TEXT("c-1"), MUS_TEXT("old"));
    tamper(world, MUS_DB_NAME, MUS_TEXT("old key"), MUS_TEXT("c-1"));
    tamper(world, MUS_DB_META, MUS_META_DERIVED, MUS_TEXT("\1\0\0\0"));
    assert_int_equal(check(world).errors, 3);
    close_store(world);
    world->options.read_only = true;
    char message[160];
    snprintf(message, sizeof message,
             "%s: the match records were made by another version: open the store for writing once",
             world->dir);
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_STORE);
    assert_string_equal(world->err.message, message);
    world->options.read_only = false;
    open_store(world);
    expect_sound(world);
}

static uint64_t number_seen(struct world *world)
{
    struct mus_read *read = begin(world);
    uint64_t number = mus_store_read_number(read);
    mus_store_read_end(read);
    return number;
}

static void the_number_of_a_read_grows_with_what_was_changed_and_with_nothing_else(void **state)
{
    struct world *world = *state;
    uint64_t before = number_seen(world);
    struct mus_read *read = begin(world);
    put_json(world, COMPANY("c-1", "一", ""));
    uint64_t after = number_seen(world);
    assert_true(after > before);
    assert_int_equal(mus_store_read_number(read), before);
    mus_store_read_end(read);
    put_json(world, COMPANY("c-1", "一", "")); /* as it is */
    assert_int_equal(number_seen(world), after);
    reopen(world);
    assert_int_equal(number_seen(world), after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_new_store_is_empty_and_sound),
        IN_WORLD(a_store_is_not_made_twice),
        IN_PLACE(where_there_is_no_store_the_way_to_one_is_told),
        IN_PLACE(every_call_and_allocation_may_fail_while_a_store_is_made),
        IN_PLACE(a_key_file_of_ones_own_is_used_and_never_overwritten),
        IN_WORLD(a_store_opened_for_reading_is_not_written),
        IN_WORLD(every_call_and_allocation_may_fail_while_it_is_opened),
        IN_WORLD(a_change_that_outgrows_the_map_is_made_again_in_a_larger_one),
        IN_WORLD(a_change_that_refuses_is_not_made_again),
        IN_WORLD(readers_see_whole_batches_while_a_writer_writes),
        IN_WORLD(match_records_of_another_version_are_made_anew),
        IN_WORLD(the_number_of_a_read_grows_with_what_was_changed_and_with_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
