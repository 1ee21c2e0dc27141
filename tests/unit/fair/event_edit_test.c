#include "fair/format/event_edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event_fixture.h"

struct editing {
    struct sample_event sample;
    struct mus_event_edit edit;
    struct mus_arena arena;
};

static void begin(struct editing *editing)
{
    *editing = (struct editing){0};
    make_event(&editing->sample);
    assert_int_equal(
        mus_event_edit_begin(&editing->edit, &editing->sample.event, 2, &editing->arena, NULL),
        MUS_OK);
}

static void end(struct editing *editing)
{
    mus_arena_done(&editing->arena);
}

static uint16_t walk(const struct editing *editing, size_t from, size_t to)
{
    const struct mus_event *event = &editing->edit.event;
    return event->walk_minutes[from * event->hall_count + to];
}

static void the_event_that_was_is_not_touched(void **state)
{
    (void)state;
    struct editing editing;
    begin(&editing);
    mus_event_edit_walk(&editing.edit, 0, 1, 9);
    mus_event_edit_meets(&editing.edit, 0, 1);
    mus_event_edit_remove_interpreter(&editing.edit, 0);
    assert_int_equal(editing.sample.walk_minutes[1], 6);
    assert_int_equal(editing.sample.roles[0].meets, 2);
    assert_int_equal(editing.sample.event.interpreter_count, 2);
    end(&editing);
}

/* s4 is lost, the second table closed in s3, the first interpreter absent in s4. */
static void sets_of_slots_follow_the_slots(void **state)
{
    (void)state;
    struct editing editing;
    struct mus_slot_drafts more = {.count = 1};
    begin(&editing);
    more.items[0] = (struct mus_slot_draft){{MUS_NO_TEXT, MUS_NO_TEXT, FAIR_DAY, 660, 20}, 0};
    assert_int_equal(mus_event_edit_add_slots(&editing.edit, &more, NULL), MUS_OK);
    const struct mus_event *event = &editing.edit.event;
    assert_int_equal(event->slot_count, 5);
    assert_true(mus_text_equals(event->slots[2].id, "s5")); /* in its place by time */
    assert_int_equal(event->closed, 0x10);
    assert_int_equal(event->tables[1].closed, 0x8);
    assert_int_equal(event->interpreters[0].unavailable, 0x10);
    assert_int_equal(mus_event_edit_remove_slots(&editing.edit, 0x9, NULL), MUS_OK); /* s1, s3 */
    assert_int_equal(event->slot_count, 3);
    assert_int_equal(event->closed, 0x4);
    assert_int_equal(event->tables[1].closed, 0);
    struct mus_event_slot slot = event->slots[2];
    slot.day = FAIR_DAY;
    slot.start = 540; /* s4 becomes the first */
    assert_int_equal(mus_event_edit_change_slot(&editing.edit, 2, &slot, NULL), MUS_OK);
    assert_true(mus_text_equals(event->slots[0].id, "s4"));
    assert_int_equal(event->closed, 0x1);
    end(&editing);
}

static void a_slot_is_there_once(void **state)
{
    (void)state;
    struct editing editing;
    struct mus_slot_drafts more = {.count = 1};
    struct mus_error err;
    begin(&editing);
    more.items[0] = (struct mus_slot_draft){{MUS_TEXT("s2"), MUS_NO_TEXT, FAIR_DAY, 660, 20}, 0};
    assert_int_equal(mus_event_edit_add_slots(&editing.edit, &more, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "slot \"s2\" is there already");
    assert_int_equal(editing.edit.event.slot_count, 4);
    end(&editing);
}

static void ways_between_halls_stay_what_they_are(void **state)
{
    (void)state;
    struct editing editing;
    struct mus_error err;
    const struct mus_hall third = {MUS_TEXT("h3"), {MUS_TEXT("北館"), MUS_NO_TEXT}};
    begin(&editing);
    assert_int_equal(mus_event_edit_add_hall(&editing.edit, &third, NULL), MUS_OK);
    assert_int_equal(walk(&editing, 0, 1), 6);
    assert_int_equal(walk(&editing, 1, 0), 6);
    assert_int_equal(walk(&editing, 2, 0), 0);
    mus_event_edit_walk(&editing.edit, 2, 1, 4);
    mus_event_edit_walk(&editing.edit, 0, 2, 5);
    assert_int_equal(walk(&editing, 1, 2), 4);
    assert_int_equal(mus_event_edit_add_hall(&editing.edit, &third, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "hall \"h3\" is there already");
    /* the first hall has tables; without them it goes, and the third is the second then */
    assert_int_equal(mus_event_edit_remove_hall(&editing.edit, 0, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "hall \"h1\" has tables, such as 1");
    editing.edit.tables[0].hall = editing.edit.tables[1].hall = 2;
    assert_int_equal(mus_event_edit_remove_hall(&editing.edit, 0, NULL), MUS_OK);
    assert_int_equal(editing.edit.event.hall_count, 2);
    assert_true(mus_text_equals(editing.edit.event.halls[1].id, "h3"));
    assert_int_equal(walk(&editing, 0, 1), 4);
    assert_int_equal(walk(&editing, 0, 0), 0);
    assert_int_equal(editing.edit.event.tables[0].hall, 1);
    assert_int_equal(editing.edit.event.tables[2].hall, 0);
    end(&editing);
}

static void tables_and_interpreters_come_behind_the_others(void **state)
{
    (void)state;
    struct editing editing;
    struct mus_error err;
    const struct mus_event_table table = {1, 0, MUS_TEXT("隅")};
    struct mus_event_interpreter third = {.id = MUS_TEXT("i2")};
    begin(&editing);
    assert_int_equal(mus_event_edit_add_tables(&editing.edit, &table, 2, NULL), MUS_OK);
    assert_int_equal(editing.edit.event.table_count, 5);
    assert_true(mus_text_equals(editing.edit.event.tables[4].label, "隅"));
    assert_int_equal(
        mus_event_edit_add_tables(&editing.edit, &table, MUS_TIMETABLE_MAX_TABLES, &err),
        MUS_LIMIT);
    assert_string_equal(err.message, "tables: 10005, at most 10000");
    assert_int_equal(mus_event_edit_add_interpreter(&editing.edit, &third, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "interpreter \"i2\" is there already");
    third.id = MUS_TEXT("i3");
    assert_int_equal(mus_event_edit_add_interpreter(&editing.edit, &third, NULL), MUS_OK);
    mus_event_edit_remove_interpreter(&editing.edit, 1);
    assert_int_equal(editing.edit.event.interpreter_count, 2);
    assert_true(mus_text_equals(editing.edit.event.interpreters[0].id, "i1"));
    assert_true(mus_text_equals(editing.edit.event.interpreters[1].id, "i3"));
    end(&editing);
}

static void roles_meet_both_ways_whoever_comes_and_goes(void **state)
{
    (void)state;
    struct editing editing;
    struct mus_error err;
    struct mus_event_role press = {
        .code = MUS_TEXT("press"), .name = {MUS_TEXT("報道"), MUS_NO_TEXT}, .meets = 7, .max = 2};
    begin(&editing);
    const struct mus_event *event = &editing.edit.event;
    assert_int_equal(mus_event_edit_add_role(&editing.edit, &press, NULL), MUS_OK);
    assert_int_equal(event->roles[2].meets, 0); /* not said yet */
    mus_event_edit_meets(&editing.edit, 2, 0x5);
    assert_int_equal(event->roles[2].meets, 0x5); /* exhibitors and each other */
    assert_int_equal(event->roles[0].meets, 0x6);
    assert_int_equal(event->roles[1].meets, 0x1);
    assert_int_equal(mus_event_edit_add_role(&editing.edit, &press, &err), MUS_CONFLICT);
    assert_string_equal(err.message, "role \"press\" is there already");
    mus_event_edit_remove_role(&editing.edit, 1); /* press is the second now */
    assert_int_equal(event->role_count, 2);
    assert_int_equal(event->roles[0].meets, 0x2);
    assert_int_equal(event->roles[1].meets, 0x3);
    mus_event_edit_meets(&editing.edit, 1, 0);
    assert_int_equal(event->roles[0].meets, 0);
    end(&editing);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct sample_event sample;
    enum mus_status status = MUS_NO_MEMORY;
    make_event(&sample);
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_event_edit edit;
        struct mus_arena arena = {0};
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_event_edit_begin(&edit, &sample.event, 5000, &arena, &err);
        if (status == MUS_OK) {
            status = mus_event_edit_remove_slots(&edit, 0x2, &err);
        }
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
        mus_arena_done(&arena);
        assert_true(n < 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_event_that_was_is_not_touched),
        cmocka_unit_test(sets_of_slots_follow_the_slots),
        cmocka_unit_test(a_slot_is_there_once),
        cmocka_unit_test(ways_between_halls_stay_what_they_are),
        cmocka_unit_test(tables_and_interpreters_come_behind_the_others),
        cmocka_unit_test(roles_meet_both_ways_whoever_comes_and_goes),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
