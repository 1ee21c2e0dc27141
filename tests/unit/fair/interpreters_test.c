#include "fair/interpreters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

enum { MEETINGS = 5, INTERPRETERS = 3 };

/* Languages 1, 2, 3 are bits 1, 2, 4. */
struct hall {
    struct mus_timetable_slot slots[2];
    struct mus_timetable_meeting meetings[MEETINGS];
    struct mus_timetable_interpreter interpreters[INTERPRETERS];
    struct mus_timetable_seat seats[MEETINGS];
    int16_t had[MEETINGS], of[MEETINGS];
    struct mus_fair_timetable timetable;
};

/* Meetings in the first slot, in these languages; nobody had an interpreter. */
static void make_hall(struct hall *hall, const uint8_t *languages, const uint8_t *speak)
{
    *hall = (struct hall){0};
    for (size_t m = 0; m < MEETINGS; m++) {
        hall->meetings[m].language = languages[m];
        hall->had[m] = -1;
    }
    for (size_t i = 0; i < INTERPRETERS; i++) {
        hall->interpreters[i] = (struct mus_timetable_interpreter){~(mus_slots)0, speak[i]};
    }
    hall->timetable.document.problem = (struct mus_timetable_problem){
        .slots = hall->slots,
        .slot_count = 2,
        .meetings = hall->meetings,
        .meeting_count = MEETINGS,
        .interpreters = hall->interpreters,
        .interpreter_count = INTERPRETERS,
    };
}

static void assert_assigned(struct hall *hall, const int16_t *expected)
{
    assert_int_equal(
        mus_interpreters_assign(&hall->timetable, hall->seats, hall->had, hall->of, NULL), MUS_OK);
    for (size_t m = 0; m < MEETINGS; m++) {
        assert_int_equal(hall->of[m], expected[m]);
    }
}

static void everybody_gets_one_who_speaks_it(void **state)
{
    (void)state;
    struct hall hall;
    /* who speaks only one language is not taken away by who has a choice */
    make_hall(&hall, (const uint8_t[]){1, 2, 3, 0, 0}, (const uint8_t[]){3, 1, 4});
    assert_assigned(&hall, (const int16_t[]){1, 0, 2, -1, -1});
    make_hall(&hall, (const uint8_t[]){1, 1, 2, 0, 0}, (const uint8_t[]){3, 5, 1});
    assert_assigned(&hall, (const int16_t[]){2, 1, 0, -1, -1}); /* the first goes elsewhere */
}

static void each_slot_is_by_itself(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall, (const uint8_t[]){1, 1, 1, 1, 1}, (const uint8_t[]){1, 1, 2});
    hall.seats[2].slot = hall.seats[3].slot = 1;
    hall.seats[4].slot = -1; /* left out */
    assert_assigned(&hall, (const int16_t[]){0, 1, 0, 1, -1});
    hall.interpreters[0].available = 0x2;
    hall.interpreters[2].languages = 1;
    assert_assigned(&hall, (const int16_t[]){1, 2, 0, 1, -1});
}

static void nobody_changes_without_need(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall, (const uint8_t[]){1, 1, 1, 0, 0}, (const uint8_t[]){1, 1, 1});
    hall.had[0] = 2;
    hall.had[1] = 0;
    assert_assigned(&hall, (const int16_t[]){2, 0, 1, -1, -1});
    /* but where it is needed: only 2 speaks what the third asks for */
    hall.meetings[2].language = 2;
    hall.interpreters[2].languages = 3;
    assert_assigned(&hall, (const int16_t[]){1, 0, 2, -1, -1});
    /* two that had the same one: the first keeps it */
    hall.had[1] = hall.had[0] = 1;
    assert_assigned(&hall, (const int16_t[]){1, 0, 2, -1, -1});
    /* one who is not there any more, or does not speak it */
    hall.had[0] = 7;
    hall.had[2] = 0;
    assert_assigned(&hall, (const int16_t[]){0, 1, 2, -1, -1});
}

static void too_few_are_an_error(void **state)
{
    (void)state;
    struct hall hall;
    struct mus_error err;
    make_hall(&hall, (const uint8_t[]){1, 2, 1, 0, 0}, (const uint8_t[]){3, 1, 4});
    assert_int_equal(mus_interpreters_assign(&hall.timetable, hall.seats, hall.had, hall.of, &err),
                     MUS_INVALID);
    assert_string_equal(err.message, "meetings[2]: no interpreter is left in slot 0");
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    struct hall hall;
    enum mus_status status = MUS_NO_MEMORY;
    make_hall(&hall, (const uint8_t[]){1, 2, 3, 0, 0}, (const uint8_t[]){3, 1, 4});
    uint64_t n = 1;
    for (; status != MUS_OK; n++) {
        struct mus_error err = {0};
        mus_mem_fail_at(n, false);
        status = mus_interpreters_assign(&hall.timetable, hall.seats, hall.had, hall.of, &err);
        mus_mem_fail_at(0, false);
        assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
    }
    assert_int_equal(n, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_gets_one_who_speaks_it),
        cmocka_unit_test(each_slot_is_by_itself),
        cmocka_unit_test(nobody_changes_without_need),
        cmocka_unit_test(too_few_are_an_error),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
