#include "store_fixture.h"

#include "store/cases.h"
#include "store/documents.h"
#include "store/events.h"
#include "store/ledger.h"
#include "store/migrate.h"
#include "store/segments.h"

static void expect_document(struct world *world, const char *expected)
{
    struct mus_text bytes;
    struct mus_read *read = begin(world);
    must(world, mus_store_document_in_force(read, MUS_TEXT("weights"), &world->arena, &bytes,
                                            &world->err));
    assert_text(bytes, expected);
    mus_store_read_end(read);
}

/* Lays the kept store of a version, as a program of then wrote it, in the place of the store. */
static void lay_kept(struct world *world, const char *version)
{
    char command[512];
    snprintf(command, sizeof command,
             "tar -xzf '" MUS_SOURCE_ROOT
             "/tests/unit/store/kept/%s.tar.gz' -C '%s' --no-same-owner "
             "&& mv '%s/%s' '%s'",
             version, world->top, world->top, version, world->dir);
    assert_int_equal(system(command), 0);
}

static uint32_t version_of(struct world *world)
{
    struct mus_text value;
    uint32_t version = 0;
    struct mus_read *read = begin(world);
    must(world, mus_db_get(read->txn, MUS_DB_META, MUS_META_VERSION, &value, &world->err));
    assert_true(mus_value_read_u32(value, &version));
    mus_store_read_end(read);
    return version;
}

/* What the kept stores hold: c-1, c-2, into which c-3 was merged, and a document. */
static void expect_kept(struct world *world)
{
    expect_contact(world, "c-1", "山田");
    expect_source(world, "a", "1", "c-1");
    expect_source(world, "a", "3", "c-2");
    expect_document(world, "{}");
    assert_int_equal(count_companies(world), 2);
    assert_int_equal(version_of(world), MUS_SCHEMA_VERSION);
    expect_sound(world);
}

static void a_store_of_version_1_gets_a_ledger_and_cases(void **state)
{
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_ledger_id alias;
    lay_kept(world, "version-1");
    open_store(world);
    expect_kept(world);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_alias(write, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &alias, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    reopen(world);
    expect_kept(world);
}

/* What only the kept stores from version 2 on hold: an alias of c-1, three entries of the ledger, a
 * case of c-1 and c-2. */
static void expect_kept_ledger(struct world *world)
{
    struct mus_ledger_id alias;
    struct mus_case c;
    bool found = false;
    uint64_t size = 0;
    struct mus_read *read = begin(world);
    must(world, mus_store_find_alias(read, MUS_ALIAS_COMPANY, MUS_TEXT("c-1"), &found, &alias,
                                     &world->err));
    assert_true(found);
    must(world, mus_store_ledger_size(read, &size, &world->err));
    assert_int_equal(size, 3);
    must(world, mus_store_case(read, MUS_TEXT("case-000001"), &world->arena, &c, &world->err));
    assert_text(c.companies[1], "c-2");
    mus_store_read_end(read);
}

static void a_store_of_version_2_gets_events(void **state)
{
    const struct mus_hall hall = {.id = MUS_TEXT("h1")};
    const struct mus_event_role role = {.code = MUS_TEXT("buyer"), .max = 6, .meets = 1};
    struct world *world = *state;
    struct mus_write *write = NULL;
    struct mus_event *events = NULL;
    size_t count = 0;
    const struct mus_event event = {.id = MUS_TEXT("fair-18"),
                                    .name = {.ja = MUS_TEXT("環境技術展")},
                                    .first = 20000,
                                    .last = 20001,
                                    .halls = &hall,
                                    .hall_count = 1,
                                    .roles = &role,
                                    .role_count = 1,
                                    .capacity = UINT64_MAX,
                                    .max_break_difference = UINT32_MAX,
                                    .language = MUS_TEXT("ja")};
    lay_kept(world, "version-2");
    open_store(world);
    expect_kept(world);
    expect_kept_ledger(world);
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put_event(write, &event, &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    reopen(world);
    expect_kept(world);
    expect_kept_ledger(world);
    struct mus_read *read = begin(world);
    must(world, mus_store_events(read, &world->arena, &events, &count, &world->err));
    mus_store_read_end(read);
    assert_int_equal(count, 1);
}

static void a_store_of_version_3_gets_an_index(void **state)
{
    struct world *world = *state;
    struct mus_segments segments;
    bool there = false;
    lay_kept(world, "version-3");
    open_store(world);
    expect_kept(world);
    expect_kept_ledger(world);
    struct mus_read *read = begin(world);
    must(world, mus_store_segments(read, &world->arena, &segments, &there, &world->err));
    assert_true(there);
    assert_int_equal(segments.companies, 2);
    assert_int_equal(segments.count, 1);
    assert_int_equal(segments.items[0].segment.docs, 2);
    mus_store_read_end(read);
}

static void a_kept_store_is_not_touched_by_reading(void **state)
{
    struct world *world = *state;
    char message[160];
    lay_kept(world, "version-1");
    world->options.read_only = true;
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_STORE);
    snprintf(message, sizeof message,
             "%s: the store is of version 1, this program writes 4: open it for writing once",
             world->dir);
    assert_string_equal(world->err.message, message);
}

static void every_call_may_fail_while_a_kept_store_is_led_on(void **state)
{
    struct world *world = *state;
    enum mus_status status = MUS_NO;
    lay_kept(world, "version-1"); /* the oldest takes every step */
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_store_fail_at(n);
        status = mus_store_open(world->dir, &world->options, &world->store, &world->err);
        mus_store_fail_at(0);
        assert_true(status == MUS_OK || status == MUS_STORE);
        assert_true(n < 300);
    }
    expect_kept(world);
}

/* A store as a version 0 might have been: its version says so, and something that version 1 has is
 * missing. */
static void make_old(struct world *world)
{
    put_json(world, COMPANY("c-1", "川崎", ""));
    tamper(world, MUS_DB_META, MUS_META_VERSION, MUS_TEXT("\0\0\0\0"));
    close_store(world);
}

static enum mus_status add_document(struct mus_write *write, struct mus_error *err)
{
    return mus_store_put_document(write, MUS_TEXT("weights"), MUS_TEXT("{}"), NULL, err);
}

static enum mus_status fail_half_way(struct mus_write *write, struct mus_error *err)
{
    enum mus_status status = add_document(write, err);
    return status == MUS_OK ? mus_fail(err, MUS_CORRUPT, "cannot go on") : status;
}

static const struct mus_migration STEPS[] = {{0, add_document}, {0, NULL}};
static const struct mus_migration BAD_STEPS[] = {{0, fail_half_way}, {0, NULL}};

static void an_older_store_is_led_to_the_new_version_once(void **state)
{
    struct world *world = *state;
    make_old(world);
    must(world,
         mus_store_open_with(world->dir, &world->options, STEPS, 1, &world->store, &world->err));
    expect_document(world, "{}");
    expect_name(world, "c-1", "川崎");
    expect_sound(world);
    reopen(world); /* with the real steps, which lead on from there */
    expect_document(world, "{}");
}

static void a_step_that_fails_leaves_the_old_version(void **state)
{
    struct world *world = *state;
    make_old(world);
    assert_int_equal(
        mus_store_open_with(world->dir, &world->options, BAD_STEPS, 1, &world->store, &world->err),
        MUS_CORRUPT);
    assert_string_equal(world->err.message, "cannot go on");
    must(world,
         mus_store_open_with(world->dir, &world->options, STEPS, 1, &world->store, &world->err));
    expect_document(world, "{}");
}

static void a_version_without_a_way_up_is_said(void **state)
{
    struct world *world = *state;
    make_old(world);
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_STORE);
    assert_string_equal(world->err.message,
                        "the store is of version 0, and no way leads to version 4");
}

static void an_older_store_is_not_opened_for_reading(void **state)
{
    struct world *world = *state;
    char message[160];
    make_old(world);
    world->options.read_only = true;
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_STORE);
    snprintf(message, sizeof message,
             "%s: the store is of version 0, this program writes 4: open it for writing once",
             world->dir);
    assert_string_equal(world->err.message, message);
}

static void a_newer_store_is_refused_and_left_alone(void **state)
{
    struct world *world = *state;
    char message[160];
    tamper(world, MUS_DB_META, MUS_META_VERSION, MUS_TEXT("\5\0\0\0"));
    close_store(world);
    snprintf(message, sizeof message,
             "%s: the store is of version 5, this program knows 4: use a newer musubi", world->dir);
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_STORE);
    assert_string_equal(world->err.message, message);
}

static void a_store_without_a_version_is_corrupt(void **state)
{
    struct world *world = *state;
    tamper(world, MUS_DB_META, MUS_META_VERSION, MUS_NO_TEXT);
    close_store(world);
    assert_int_equal(mus_store_open(world->dir, &world->options, &world->store, &world->err),
                     MUS_CORRUPT);
    assert_string_equal(world->err.message, "the store's meta table holds no version");
}

static void every_call_and_allocation_may_fail_on_the_way(void **state)
{
    struct world *world = *state;
    make_old(world);
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            (memory ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_open_with(world->dir, &world->options, STEPS, 1, &world->store,
                                         &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_true(n < 300);
        }
        expect_document(world, "{}");
        expect_sound(world);
        make_old(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_store_of_version_1_gets_a_ledger_and_cases),
        IN_PLACE(a_store_of_version_2_gets_events),
        IN_PLACE(a_store_of_version_3_gets_an_index),
        IN_PLACE(a_kept_store_is_not_touched_by_reading),
        IN_PLACE(every_call_may_fail_while_a_kept_store_is_led_on),
        IN_WORLD(an_older_store_is_led_to_the_new_version_once),
        IN_WORLD(a_step_that_fails_leaves_the_old_version),
        IN_WORLD(a_version_without_a_way_up_is_said),
        IN_WORLD(an_older_store_is_not_opened_for_reading),
        IN_WORLD(a_newer_store_is_refused_and_left_alone),
        IN_WORLD(a_store_without_a_version_is_corrupt),
        IN_WORLD(every_call_and_allocation_may_fail_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
