#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "fair/interpreter_room.h"

#include "event_fixture.h"

/* i1 speaks English and Vietnamese in s1 to s3, i2 English in s1 to s3: s4 is closed. */
struct hall {
    struct sample_event sample;
    struct mus_participant participants[4];
    struct mus_meeting meeting;
    struct mus_fair fair;
    struct mus_arena arena;
    struct mus_interpreter_room room;
    struct mus_error err;
};

static const struct mus_text VIETNAMESE[] = {{"vi", 2}};
static const struct mus_text ENGLISH[] = {{"en", 2}};
static const struct mus_text KOREAN[] = {{"ko", 2}};

enum { HOME, VIETNAM, ENGLAND, KOREA };

static void make_hall(struct hall *hall)
{
    *hall = (struct hall){0};
    make_event(&hall->sample);
    hall->participants[HOME] = participant_of("p-0", "c-0");
    hall->participants[VIETNAM] = participant_of("p-1", "c-1");
    hall->participants[VIETNAM].languages = (struct mus_texts){VIETNAMESE, 1};
    hall->participants[ENGLAND] = participant_of("p-2", "c-2");
    hall->participants[ENGLAND].languages = (struct mus_texts){ENGLISH, 1};
    hall->participants[KOREA] = participant_of("p-3", "c-3");
    hall->participants[KOREA].languages = (struct mus_texts){KOREAN, 1};
    hall->fair = (struct mus_fair){
        .event = hall->sample.event, .participants = hall->participants, .participant_count = 4};
}

static void open_hall(struct hall *hall, mus_slots begun)
{
    assert_int_equal(
        mus_interpreter_room_init(&hall->room, &hall->fair, begun, &hall->arena, &hall->err),
        MUS_OK);
}

static void close_hall(struct hall *hall)
{
    mus_interpreter_room_done(&hall->room);
    mus_arena_done(&hall->arena);
}

static struct mus_interpreter_need need_of(struct hall *hall, uint32_t a, uint32_t b)
{
    struct mus_interpreter_need need;
    assert_int_equal(mus_interpreter_room_need(&hall->room, a, b, &need, &hall->err), MUS_OK);
    return need;
}

static bool take(struct hall *hall, uint32_t who, mus_slots slots)
{
    struct mus_interpreter_need need = need_of(hall, HOME, who);
    need.slots &= slots;
    return mus_interpreter_room_take(&hall->room, &need);
}

static void only_those_who_share_no_language_need_somebody(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    open_hall(&hall, 0);
    assert_int_equal(need_of(&hall, HOME, HOME).language, 0);
    assert_int_equal(need_of(&hall, HOME, KOREA).language, 0); /* nobody could help */
    struct mus_interpreter_need need = need_of(&hall, VIETNAM, HOME);
    assert_int_equal(need.language, 1);
    assert_int_equal(need.slots, 7);
    assert_int_equal(need_of(&hall, ENGLAND, VIETNAM).language, 2);
    assert_int_equal(mus_interpreter_room_language_count(&hall.room), 2);
    assert_true(mus_text_equals(mus_interpreter_room_language(&hall.room, 1), "vi"));
    assert_true(mus_text_equals(mus_interpreter_room_language(&hall.room, 2), "en+vi"));
    assert_int_equal(mus_interpreter_room_slots(&hall.room, 1), 3);
    close_hall(&hall);
}

static void as_many_are_taken_as_interpreters_have_slots(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    open_hall(&hall, 1);
    for (int i = 0; i < 2; i++) {
        assert_true(take(&hall, VIETNAM, 15));
    }
    assert_false(take(&hall, VIETNAM, 15));
    for (int i = 0; i < 2; i++) {
        assert_true(take(&hall, ENGLAND, 15));
    }
    assert_false(take(&hall, ENGLAND, 15));
    close_hall(&hall);
}

static void a_meeting_makes_room_for_one_that_has_no_other_choice(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    open_hall(&hall, 0);
    assert_true(take(&hall, ENGLAND, 1)); /* i1, who comes first */
    assert_true(take(&hall, VIETNAM, 1)); /* i1, so that i2 goes to the other */
    assert_false(take(&hall, ENGLAND, 1));
    assert_true(take(&hall, ENGLAND, 3));
    close_hall(&hall);
}

static void room_for_one_more_is_seen_where_others_can_make_it(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    open_hall(&hall, 0);
    assert_true(take(&hall, ENGLAND, 1));
    struct mus_interpreter_need vietnamese = need_of(&hall, HOME, VIETNAM);
    vietnamese.slots = 1;
    mus_interpreter_room_look(&hall.room);
    assert_true(mus_interpreter_room_has(&hall.room, &vietnamese));
    close_hall(&hall);

    open_hall(&hall, 0);
    assert_true(take(&hall, VIETNAM, 1));
    assert_true(take(&hall, ENGLAND, 1));
    struct mus_interpreter_need english = need_of(&hall, HOME, ENGLAND);
    vietnamese = need_of(&hall, HOME, VIETNAM);
    mus_interpreter_room_look(&hall.room);
    assert_true(mus_interpreter_room_has(&hall.room, &english));
    english.slots = vietnamese.slots = 1;
    assert_false(mus_interpreter_room_has(&hall.room, &english));
    assert_false(mus_interpreter_room_has(&hall.room, &vietnamese));
    close_hall(&hall);
}

static void what_is_settled_has_its_interpreter(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    hall.meeting = meeting_of("m-000001", "p-0", "p-1");
    hall.meeting.state = MUS_MEETING_HELD;
    hall.meeting.slot = 1;
    hall.meeting.interpreter = 0;
    hall.fair.meetings = &hall.meeting;
    hall.fair.meeting_count = 1;
    open_hall(&hall, 0);
    assert_int_equal(need_of(&hall, HOME, VIETNAM).slots, 5);
    assert_int_equal(mus_interpreter_room_slots(&hall.room, 1), 2);
    assert_true(take(&hall, VIETNAM, 15));
    assert_true(take(&hall, VIETNAM, 15));
    assert_false(take(&hall, VIETNAM, 15));
    close_hall(&hall);
}

/* ------------------------------------------------------------------ against trying everything */

enum { NEEDS = 7, UNITS = 8 };

static bool servable(const struct mus_interpreter_need *needs, size_t count, unsigned used)
{
    if (count == 0) {
        return true;
    }
    for (unsigned u = 0; u < UNITS; u++) {
        bool speaks = u < UNITS / 2 || needs->language == 2;
        if ((used >> u & 1U) == 0 && speaks && (needs->slots >> u % 4 & 1U) != 0 && u % 4 < 3 &&
            servable(needs + 1, count - 1, used | 1U << u)) {
            return true;
        }
    }
    return false;
}

static void what_is_taken_is_what_can_be_served(void **state)
{
    (void)state;
    uint32_t chance = 1;
    for (int round = 0; round < 300; round++) {
        struct hall hall;
        struct mus_interpreter_need needs[NEEDS + 1];
        size_t count = 0;
        make_hall(&hall);
        open_hall(&hall, 0);
        need_of(&hall, HOME, VIETNAM); /* the first language, which i1 alone speaks */
        need_of(&hall, HOME, ENGLAND);
        for (int i = 0; i < NEEDS; i++) {
            chance = chance * 1664525U + 1013904223U;
            needs[count] = (struct mus_interpreter_need){1 + (chance >> 20 & 1U), chance >> 28 & 7};
            bool fits = servable(needs, count + 1, 0);
            assert_int_equal(mus_interpreter_room_take(&hall.room, &needs[count]), fits);
            count += fits;
        }
        mus_interpreter_room_look(&hall.room);
        for (uint32_t language = 1; language <= 2; language++) {
            for (mus_slots slots = 0; slots < 8; slots++) {
                needs[count] = (struct mus_interpreter_need){language, slots};
                assert_int_equal(mus_interpreter_room_has(&hall.room, &needs[count]),
                                 servable(needs, count + 1, 0));
            }
        }
        close_hall(&hall);
    }
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    struct hall hall;
    make_hall(&hall);
    for (uint64_t n = 1;; n++) {
        struct mus_interpreter_need need;
        mus_mem_fail_at(n, false);
        enum mus_status status =
            mus_interpreter_room_init(&hall.room, &hall.fair, 0, &hall.arena, &hall.err);
        if (status == MUS_OK) {
            status = mus_interpreter_room_need(&hall.room, ENGLAND, VIETNAM, &need, &hall.err);
        }
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        close_hall(&hall);
        assert_int_equal(status, met ? MUS_NO_MEMORY : MUS_OK);
        if (!met) {
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_those_who_share_no_language_need_somebody),
        cmocka_unit_test(as_many_are_taken_as_interpreters_have_slots),
        cmocka_unit_test(a_meeting_makes_room_for_one_that_has_no_other_choice),
        cmocka_unit_test(room_for_one_more_is_seen_where_others_can_make_it),
        cmocka_unit_test(what_is_settled_has_its_interpreter),
        cmocka_unit_test(what_is_taken_is_what_can_be_served),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
