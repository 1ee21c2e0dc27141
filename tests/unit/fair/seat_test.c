#include "fair/seat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event_fixture.h"

enum { WITHOUT_BOOTH = 0, AT_EAST = 2, GUEST = 4, PEOPLE = 6, MEETINGS = 4 };

/* p-0, p-1: no booth; p-2: a booth in the east hall; p-3: one in the west hall; p-4 speaks
 * Vietnamese; p-5. m-0 of p-0 and p-1 is the one that looks for a seat. */
struct plan {
    struct sample_event sample;
    struct mus_participant people[PEOPLE];
    struct mus_meeting meetings[MEETINGS];
    struct mus_text languages[1];
    struct mus_fair fair;
    struct mus_arena arena;
};

static void make_plan(struct plan *plan)
{
    static const char *const IDS[] = {"p-0", "p-1", "p-2", "p-3", "p-4", "p-5"};
    *plan = (struct plan){.languages = {MUS_TEXT("vi")}};
    make_event(&plan->sample);
    plan->sample.event.closed = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        plan->people[i] = participant_of(IDS[i], "c-1");
    }
    plan->people[2].booth = MUS_TEXT("A-2");
    plan->people[3].booth = MUS_TEXT("B-3");
    plan->people[3].booth_hall = 1;
    plan->people[GUEST].languages = (struct mus_texts){plan->languages, 1};
    plan->meetings[0] = meeting_of("m-0", "p-0", "p-1");
    plan->fair = (struct mus_fair){.event = plan->sample.event,
                                   .participants = plan->people,
                                   .participant_count = PEOPLE,
                                   .meetings = plan->meetings,
                                   .meeting_count = 1};
}

/* Another meeting that stands. */
static struct mus_meeting *stand(struct plan *plan, const char *id, const char *a, const char *b,
                                 int slot, unsigned table)
{
    struct mus_meeting *meeting = &plan->meetings[plan->fair.meeting_count++];
    *meeting = meeting_of(id, a, b);
    meeting->slot = (int16_t)slot;
    meeting->table = (uint16_t)table;
    meeting->place = table > 0 ? MUS_PLACE_TABLE : MUS_PLACE_BOOTH_A;
    return meeting;
}

static struct mus_seat find(struct plan *plan, size_t slot, unsigned table)
{
    struct mus_seat seat = {0};
    struct mus_error err;
    if (mus_seat_find(&plan->fair, 0, slot, (uint16_t)table, 0, &plan->arena, &seat, &err) !=
        MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_arena_done(&plan->arena);
    assert_int_equal(seat.slot, slot);
    return seat;
}

static void assert_clash(struct plan *plan, size_t slot, unsigned table, const char *message)
{
    struct mus_seat seat = {.slot = 77};
    struct mus_error err;
    assert_int_equal(
        mus_seat_find(&plan->fair, 0, slot, (uint16_t)table, 0x1, &plan->arena, &seat, &err),
        MUS_CONFLICT);
    assert_string_equal(err.message, message);
    assert_int_equal(seat.slot, 77);
    mus_arena_done(&plan->arena);
}

static void the_first_free_table_is_taken_or_the_one_asked_for(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    assert_int_equal(find(&plan, 1, 0).table, 1);
    assert_int_equal(find(&plan, 1, 3).table, 3);
    (void)stand(&plan, "m-1", "p-4", "p-5", 1, 1);
    assert_int_equal(find(&plan, 1, 0).table, 2);
    assert_int_equal(find(&plan, 2, 1).table, 1); /* taken in another slot */
    assert_clash(&plan, 1, 1, "table 1 is taken by m-1 in s2");
    plan.meetings[1].state = MUS_MEETING_CANCELLED;
    assert_int_equal(find(&plan, 1, 1).table, 1);
    assert_clash(&plan, 2, 2, "table 2 is closed in s3");
    assert_clash(&plan, 2, 4, "there is no table 4");
    plan.meetings[0].table = 1; /* its own table does not stand in its way */
    plan.meetings[0].slot = 1;
    assert_int_equal(find(&plan, 1, 1).table, 1);
}

static void there_may_be_no_table_at_all(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    (void)stand(&plan, "m-1", "p-4", "p-5", 2, 1);
    (void)stand(&plan, "m-2", "p-2", "p-3", 2, 3);
    assert_clash(&plan, 2, 0, "no table is free in s3");
}

static void both_must_come_and_be_free(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    assert_clash(&plan, 0, 0, "s1 has begun");
    plan.people[1].unavailable = 0x4;
    assert_clash(&plan, 2, 0, "p-1 does not come in s3");
    plan.people[0].state = MUS_PARTICIPANT_CANCELLED;
    assert_clash(&plan, 1, 0, "p-0 does not come in s2");
    plan.people[0].state = MUS_PARTICIPANT_REGISTERED;
    (void)stand(&plan, "m-1", "p-1", "p-5", 1, 3);
    assert_clash(&plan, 1, 0, "p-1 is in m-1 in s2");
    plan.fair.event.closed = 0x8;
    assert_clash(&plan, 3, 0, "s4 is lost");
    plan.fair.participants++; /* p-0 is not there any more */
    plan.fair.participant_count--;
    assert_clash(&plan, 1, 0, "one of the two is not there any more");
}

static void a_meeting_at_a_booth_has_no_table(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    plan.meetings[0] = meeting_of("m-0", "p-1", "p-2");
    struct mus_seat seat = find(&plan, 1, 0);
    assert_int_equal(seat.place, MUS_PLACE_BOOTH_B);
    assert_int_equal(seat.table, 0);
    assert_clash(&plan, 1, 2, "the meeting is not at a shared table");
    plan.people[1].online = true;
    assert_int_equal(find(&plan, 1, 0).place, MUS_PLACE_ONLINE);
}

/* Six minutes between the halls, none between s1 and s2. */
static void there_is_time_to_walk_from_and_to_the_others_of_the_day(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    plan.meetings[0] = meeting_of("m-0", "p-1", "p-3"); /* in the west hall */
    struct mus_meeting *other = stand(&plan, "m-1", "p-2", "p-1", 0, 0);
    other->place = MUS_PLACE_BOOTH_A; /* in the east hall */
    assert_clash(&plan, 1, 0, "p-1 has no time to walk between hall h2 in s2 and m-1");
    assert_int_equal(find(&plan, 2, 0).place, MUS_PLACE_BOOTH_B); /* on the next day */
    other->slot = 1;
    plan.fair.event.slots = plan.sample.slots;
    struct mus_seat seat;
    assert_int_equal(mus_seat_find(&plan.fair, 0, 0, 0, 0, &plan.arena, &seat, NULL),
                     MUS_CONFLICT); /* and before it */
    plan.sample.slots[1].start = 626;
    assert_int_equal(find(&plan, 0, 0).slot, 0);
    /* tables are in halls too: the third is in the west */
    plan.sample.slots[1].start = 620;
    plan.meetings[0] = meeting_of("m-0", "p-0", "p-1");
    other->slot = 0;
    assert_int_equal(find(&plan, 1, 0).table, 1);
    assert_clash(&plan, 1, 3, "p-1 has no time to walk between hall h2 in s2 and m-1");
}

static void an_interpreter_who_is_free_comes_along(void **state)
{
    (void)state;
    struct plan plan;
    make_plan(&plan);
    plan.meetings[0] = meeting_of("m-0", "p-0", "p-4");
    assert_int_equal(find(&plan, 1, 0).interpreter, 0); /* i1 alone speaks Vietnamese */
    struct mus_meeting *other = stand(&plan, "m-1", "p-1", "p-5", 1, 1);
    other->interpreter = 0;
    assert_clash(&plan, 1, 0, "no interpreter of \"vi\" is free in s2");
    plan.sample.interpreters[1].languages.items = plan.languages;
    assert_int_equal(find(&plan, 1, 0).interpreter, 1);
    plan.meetings[0].interpreter = 1; /* and stays with it */
    other->interpreter = -1;
    assert_int_equal(find(&plan, 1, 0).interpreter, 1);
    plan.languages[0] = MUS_TEXT("th");
    plan.sample.interpreters[1].languages.count = 0;
    assert_clash(&plan, 1, 0, "nobody can interpret between p-0 and p-4");
}

static void its_allocation_may_fail(void **state)
{
    (void)state;
    struct plan plan;
    struct mus_seat seat;
    struct mus_error err = {0};
    struct mus_text english[] = {MUS_TEXT("en")};
    make_plan(&plan);
    plan.meetings[0] = meeting_of("m-0", "p-0", "p-4");
    plan.people[0].languages = (struct mus_texts){english, 1}; /* "en+vi" */
    assert_int_equal(find(&plan, 1, 0).interpreter, 0);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_seat_find(&plan.fair, 0, 1, 0, 0, &plan.arena, &seat, &err),
                     MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_string_equal(err.message, "out of memory");
    mus_arena_done(&plan.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_free_table_is_taken_or_the_one_asked_for),
        cmocka_unit_test(there_may_be_no_table_at_all),
        cmocka_unit_test(both_must_come_and_be_free),
        cmocka_unit_test(a_meeting_at_a_booth_has_no_table),
        cmocka_unit_test(there_is_time_to_walk_from_and_to_the_others_of_the_day),
        cmocka_unit_test(an_interpreter_who_is_free_comes_along),
        cmocka_unit_test(its_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
