#include "matcher/timetable/model/counting.h"

#include "base/mem.h"
#include "small_timetable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_demand(const struct mus_demand *demand, enum mus_demand_kind kind,
                          uint32_t meeting, uint32_t participant, int slot)
{
    assert_int_equal(demand->kind, kind);
    assert_int_equal(demand->meeting, meeting);
    assert_int_equal(demand->participant, participant);
    assert_int_equal(demand->slot, slot);
}

static struct mus_clash count(const struct small_timetable *small)
{
    struct mus_clash clash;
    assert_int_equal(mus_timetable_count(&small->problem, &clash, NULL), MUS_OK);
    assert_true(clash.count == 0 || clash.minimal);
    return clash;
}

static void a_meeting_has_no_slot_of_its_own(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 4, 2, 2);
    small.people[0].available = 0x3;
    small.people[1].available = 0x7;
    small_meet(&small, 0, 1)->session = 0xC;
    struct mus_clash clash = count(&small);
    assert_int_equal(clash.count, 3);
    assert_demand(&clash.demands[0], MUS_DEMAND_MEETING, 0, UINT32_MAX, -1);
    assert_demand(&clash.demands[1], MUS_DEMAND_SESSION, 0, UINT32_MAX, -1);
    assert_demand(&clash.demands[2], MUS_DEMAND_AVAILABLE, UINT32_MAX, 0, -1);
    mus_clash_done(&clash);
}

static void meetings_locked_at_one_table_have_too_few_slots(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 2, 3, 8);
    (void)small_meet(&small, 6, 7);
    for (uint32_t i = 0; i < 3; i++) {
        small_meet(&small, 2 * i, 2 * i + 1)->locked_table = 2;
    }
    struct mus_clash clash = count(&small);
    assert_int_equal(clash.count, 6);
    for (uint32_t i = 0; i < 3; i++) {
        assert_demand(&clash.demands[i], MUS_DEMAND_MEETING, i + 1, UINT32_MAX, -1);
        assert_demand(&clash.demands[3 + i], MUS_DEMAND_LOCKED_TABLE, i + 1, UINT32_MAX, -1);
    }
    mus_clash_done(&clash);
}

static void interpreters_of_two_languages_are_too_few_together(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 1, 3, 6);
    const struct mus_timetable_interpreter both = {.available = 1, .languages = 3};
    small.problem.interpreters = &both;
    small.problem.interpreter_count = 1;
    small_meet(&small, 0, 1)->language = 1;
    (void)small_meet(&small, 2, 3);
    small_meet(&small, 4, 5)->language = 2;
    struct mus_clash clash = count(&small);
    assert_int_equal(clash.count, 3);
    assert_demand(&clash.demands[0], MUS_DEMAND_MEETING, 0, UINT32_MAX, -1);
    assert_demand(&clash.demands[1], MUS_DEMAND_MEETING, 2, UINT32_MAX, -1);
    assert_demand(&clash.demands[2], MUS_DEMAND_INTERPRETERS, UINT32_MAX, UINT32_MAX, 0);
    mus_clash_done(&clash);
}

/* Meeting 1 before 2 before 3, of which the last is locked into the second slot. Meeting 0, before
 * them all, and 4, behind, are not to blame. */
static void a_chain_is_as_short_as_can_be(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 6, 5, 10);
    for (uint32_t i = 0; i < 5; i++) {
        struct mus_timetable_meeting *meeting = small_meet(&small, 2 * i, 2 * i + 1);
        small.after[i] = i == 0 ? 0 : i - 1;
        meeting->after_begin = i;
        meeting->after_count = i > 0;
    }
    small.people[2].available = ~(mus_slots)1;
    small.meetings[3].locked_slot = 2;
    struct mus_clash clash = count(&small);
    assert_int_equal(clash.count, 7);
    assert_demand(&clash.demands[0], MUS_DEMAND_MEETING, 1, UINT32_MAX, -1);
    assert_demand(&clash.demands[2], MUS_DEMAND_MEETING, 3, UINT32_MAX, -1);
    assert_demand(&clash.demands[3], MUS_DEMAND_LOCKED_SLOT, 3, UINT32_MAX, -1);
    assert_demand(&clash.demands[4], MUS_DEMAND_AVAILABLE, UINT32_MAX, 2, -1);
    assert_demand(&clash.demands[5], MUS_DEMAND_AFTER, 2, UINT32_MAX, -1);
    assert_int_equal(clash.demands[5].other, 1);
    mus_clash_done(&clash);
}

static void what_has_room_is_no_clash(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 7, 4, 8);
    small_meet_all(&small);
    assert_int_equal(count(&small).count, 0);
}

/* Tens of thousands of meetings that fill all tables but for one. */
static void a_large_fair_is_counted_quickly(void **state)
{
    (void)state;
    enum { SLOTS = 30, TABLES = 1000, MEETINGS = SLOTS * TABLES / 2 + 1 };
    struct mus_timetable_slot slots[SLOTS] = {{0}};
    struct mus_timetable_participant *people = test_calloc(2 * MEETINGS, sizeof *people);
    struct mus_timetable_meeting *meetings = test_calloc(MEETINGS, sizeof *meetings);
    for (size_t s = 0; s < SLOTS; s++) {
        slots[s].tables = TABLES;
    }
    for (uint32_t i = 0; i < MEETINGS; i++) {
        people[2 * i].available = people[2 * i + 1].available = ~(mus_slots)0;
        meetings[i] = (struct mus_timetable_meeting){
            .a = 2 * i, .b = 2 * i + 1, .session = (1U << SLOTS / 2) - 1, .locked_slot = -1};
    }
    const struct mus_timetable_problem problem = {.slots = slots,
                                                  .slot_count = SLOTS,
                                                  .table_count = TABLES,
                                                  .participants = people,
                                                  .participant_count = 2 * MEETINGS,
                                                  .meetings = meetings,
                                                  .meeting_count = MEETINGS};
    struct mus_clash clash;
    assert_int_equal(mus_timetable_count(&problem, &clash, NULL), MUS_OK);
    assert_int_equal(clash.count, 2 * MEETINGS + SLOTS / 2);
    mus_clash_done(&clash);
    test_free(people);
    test_free(meetings);
}

static void no_memory_is_told_wherever_it_runs_out(void **state)
{
    (void)state;
    struct small_timetable small;
    small_init(&small, 3, 4, 6);
    small_meet(&small, 0, 1)->after_count = 1;
    small_meet_in(&small, 2, 3, 2);
    small.after[0] = 1;
    for (int clashing = 0; clashing < 2; clashing++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_clash clash = {0};
            mus_mem_fail_at(n, true);
            status = mus_timetable_count(&small.problem, &clash, NULL);
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_true(status != MUS_OK || clash.count > 0);
            mus_clash_done(&clash);
        }
        small.people[0].available = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_meeting_has_no_slot_of_its_own),
        cmocka_unit_test(meetings_locked_at_one_table_have_too_few_slots),
        cmocka_unit_test(interpreters_of_two_languages_are_too_few_together),
        cmocka_unit_test(a_chain_is_as_short_as_can_be),
        cmocka_unit_test(what_has_room_is_no_clash),
        cmocka_unit_test(a_large_fair_is_counted_quickly),
        cmocka_unit_test(no_memory_is_told_wherever_it_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
