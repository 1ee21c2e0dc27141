#include "../store/store_fixture.h"

#include "ledger_world.h"

#include "ledger/mergers.h"

struct following {
    struct mus_arena arena;
    struct mus_merger *mergers;
    size_t count;
};

static enum mus_status follow_all(struct mus_write *write, void *context, struct mus_error *err)
{
    struct following *following = context;
    const struct mus_ledger_context who = context_of("課長");
    mus_arena_reset(&following->arena);
    return mus_mergers_follow(write, &who, &following->arena, &following->mergers,
                              &following->count, err);
}

static void become(struct world *world, const char *id, const char *successor)
{
    char json[256];
    snprintf(json, sizeof json,
             "{\"id\":\"%s\",\"name\":{\"ja\":\"旧\"},\"country\":\"JP\",\"status\":\"merged\","
             "\"successor\":\"%s\"}",
             id, successor);
    put_json(world, json);
}

static void follow(struct world *world, struct following *following)
{
    must(world, mus_store_update(world->store, follow_all, following, &world->err));
}

static void what_became_another_is_told_once(void **state)
{
    struct world *world = *state;
    struct following following = {0};
    put_three(world);
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    follow(world, &following);
    assert_int_equal(following.count, 0);
    become(world, "c-1", "c-3");
    follow(world, &following);
    assert_int_equal(following.count, 1);
    assert_true(mus_text_equals(following.mergers[0].from, "c-1"));
    assert_true(mus_text_equals(following.mergers[0].to, "c-3"));
    assert_int_equal(following.mergers[0].entry, 1);
    follow(world, &following);
    assert_int_equal(following.count, 0);
    mus_arena_done(&following.arena);
}

static void a_contradiction_is_told_and_left_to_a_person(void **state)
{
    struct world *world = *state;
    struct following following = {0};
    put_three(world);
    append_ok(world, SUCCESSION("c-3", "c-1"), "課長");
    become(world, "c-1", "c-3");
    follow(world, &following);
    assert_int_equal(following.count, 1);
    assert_true(following.mergers[0].contradicted);
    assert_int_equal(following.mergers[0].entry, 0);
    assert_int_equal(size_of(world), 1);
    mus_arena_done(&following.arena);
}

static void successors_in_a_circle_are_refused(void **state)
{
    struct world *world = *state;
    struct following following = {0};
    put_three(world);
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    become(world, "c-1", "c-3");
    become(world, "c-3", "c-1");
    assert_int_equal(mus_store_update(world->store, follow_all, &following, &world->err),
                     MUS_CONFLICT);
    assert_string_equal(world->err.message, "company \"c-1\": its successors go in a circle");
    mus_arena_done(&following.arena);
}

static void following_is_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    struct following following = {0};
    put_three(world);
    append_ok(world, NAMED("c-1", "c-2"), "田中");
    become(world, "c-1", "c-3");
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
            (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_update(world->store, follow_all, &following, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            assert_int_equal(size_of(world), status == MUS_OK || memory != 0 ? 2 : 1);
        }
        assert_int_equal(status, MUS_OK);
    }
    mus_arena_done(&following.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(what_became_another_is_told_once),
        IN_LEDGER(a_contradiction_is_told_and_left_to_a_person),
        IN_LEDGER(successors_in_a_circle_are_refused),
        IN_LEDGER(following_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("ledger/mergers", tests, NULL, NULL);
}
