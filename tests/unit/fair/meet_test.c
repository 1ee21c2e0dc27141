#include "fair/meet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "event_fixture.h"

static void only_who_is_registered_and_asks_takes_part(void **state)
{
    (void)state;
    struct mus_participant who = participant_of("p-1", "c-1");
    assert_true(mus_takes_part(&who));
    who.meets = false;
    assert_false(mus_takes_part(&who));
    who.meets = true;
    who.state = MUS_PARTICIPANT_WAITING;
    assert_false(mus_takes_part(&who));
}

static void roles_say_who_meets_whom(void **state)
{
    (void)state;
    struct sample_event sample;
    make_event(&sample);
    struct mus_participant exhibitor = participant_of("p-1", "c-1");
    struct mus_participant visitor = participant_of("p-2", "c-2");
    visitor.role = 1;
    assert_true(mus_roles_meet(&sample.event, &exhibitor, &visitor));
    assert_true(mus_roles_meet(&sample.event, &visitor, &exhibitor));
    assert_false(mus_roles_meet(&sample.event, &visitor, &visitor));
    assert_false(mus_roles_meet(&sample.event, &exhibitor, &exhibitor));
}

static void a_meeting_is_where_the_booth_is(void **state)
{
    (void)state;
    struct mus_participant a = participant_of("p-1", "c-1");
    struct mus_participant b = participant_of("p-2", "c-2");
    assert_int_equal(mus_meeting_place(&a, &b), MUS_PLACE_TABLE);
    b.booth = MUS_TEXT("B-2");
    assert_int_equal(mus_meeting_place(&a, &b), MUS_PLACE_BOOTH_B);
    a.booth = MUS_TEXT("A-1");
    assert_int_equal(mus_meeting_place(&a, &b), MUS_PLACE_BOOTH_A);
    b.online = true;
    assert_int_equal(mus_meeting_place(&a, &b), MUS_PLACE_ONLINE);
}

/* s1 and s2 on the first day at 10:00 and 10:20, in Tokyo. */
static void a_slot_begins_in_tokyo(void **state)
{
    (void)state;
    struct sample_event sample;
    make_event(&sample);
    assert_int_equal(mus_event_begun(&sample.event, FAIR_SECONDS - 1), 0);
    assert_int_equal(mus_event_begun(&sample.event, FAIR_SECONDS), 0x1);
    assert_int_equal(mus_event_begun(&sample.event, FAIR_SECONDS + 20 * 60), 0x3);
    assert_int_equal(mus_event_begun(&sample.event, FAIR_SECONDS + 7 * 86400), 0xF);
    assert_true(mus_day_is_to_come(FAIR_DAY + 1, FAIR_SECONDS));
    assert_true(mus_day_is_to_come(FAIR_DAY + 1, FAIR_SECONDS + 14 * 3600 - 1)); /* 23:59:59 */
    assert_false(mus_day_is_to_come(FAIR_DAY + 1, FAIR_SECONDS + 14 * 3600));
    assert_false(mus_day_is_to_come(FAIR_DAY, FAIR_SECONDS));
}

static void what_was_held_or_has_begun_is_settled(void **state)
{
    (void)state;
    struct mus_meeting meeting = meeting_of("m-1", "p-1", "p-2");
    assert_false(mus_meeting_settled(&meeting, ~(mus_slots)0)); /* in no slot */
    meeting.slot = 1;
    assert_false(mus_meeting_settled(&meeting, 0x1));
    assert_true(mus_meeting_settled(&meeting, 0x3));
    meeting.state = MUS_MEETING_CANCELLED;
    assert_false(mus_meeting_settled(&meeting, 0x3));
    meeting.state = MUS_MEETING_HELD;
    assert_true(mus_meeting_settled(&meeting, 0));
    meeting.state = MUS_MEETING_NO_SHOW;
    assert_true(mus_meeting_settled(&meeting, 0));
}

static void any_of_three_locks_holds_a_meeting(void **state)
{
    (void)state;
    struct mus_meeting meeting = meeting_of("m-1", "p-1", "p-2");
    assert_false(mus_meeting_locked(&meeting));
    struct mus_lock *locks[] = {&meeting.lock_pair, &meeting.lock_slot, &meeting.lock_table};
    for (size_t i = 0; i < 3; i++) {
        *locks[i] = (struct mus_lock){MUS_TEXT("佐藤"), FAIR_SECONDS};
        assert_true(mus_meeting_locked(&meeting));
        *locks[i] = (struct mus_lock){0};
    }
}

static void slots_are_those_where_both_come_and_there_is_a_place(void **state)
{
    (void)state;
    struct sample_event sample;
    make_event(&sample); /* s4 is lost; the second table is closed in s3 */
    sample.tables[0].closed = sample.tables[2].closed = 0x4;
    struct mus_participant a = participant_of("p-1", "c-1");
    struct mus_participant b = participant_of("p-2", "c-2");
    assert_int_equal(mus_event_slots(&sample.event), 0x7);
    assert_int_equal(mus_event_table_slots(&sample.event, 0), 0x3);
    assert_int_equal(mus_event_table_slots(&sample.event, 2), 0x3);
    assert_int_equal(mus_meeting_slots(&sample.event, &a, &b, MUS_NO_TEXT), 0x3);
    a.unavailable = 0x1;
    assert_int_equal(mus_participant_slots(&sample.event, &a), 0x6);
    assert_int_equal(mus_meeting_slots(&sample.event, &a, &b, MUS_NO_TEXT), 0x2);
    b.booth = MUS_TEXT("B-1"); /* needs no table */
    assert_int_equal(mus_meeting_slots(&sample.event, &a, &b, MUS_NO_TEXT), 0x6);
    sample.interpreters[0].unavailable = 0x4;
    assert_int_equal(mus_meeting_slots(&sample.event, &a, &b, MUS_TEXT("vi")), 0x2);
    assert_int_equal(mus_meeting_slots(&sample.event, &a, &b, MUS_TEXT("fr")), 0);
}

/* ---- languages: i1 speaks en and vi, i2 en; the fair ja ---- */

static struct mus_participant speaker(struct mus_text *languages, size_t count)
{
    struct mus_participant who = participant_of("p-1", "c-1");
    who.languages = (struct mus_texts){languages, count};
    return who;
}

static void assert_language(const struct mus_participant *a, const struct mus_participant *b,
                            enum mus_language_need expected, const char *code)
{
    struct sample_event sample;
    struct mus_arena arena = {0};
    make_event(&sample);
    for (int turn = 0; turn < 2; turn++) {
        enum mus_language_need need;
        struct mus_text found;
        struct mus_text plain;
        assert_int_equal(mus_meeting_language(&sample.event, turn == 0 ? a : b, turn == 0 ? b : a,
                                              &arena, &need, &found, NULL),
                         MUS_OK);
        assert_int_equal(need, expected);
        assert_true(mus_text_equals(found, code));
        assert_int_equal(mus_meeting_plain_language(&sample.event, a, b, &arena, &plain, NULL),
                         MUS_OK);
        assert_memory_equal(plain.len == 0 ? "" : plain.ptr, code, plain.len);
        assert_int_equal(plain.len, strcspn(code, "+"));
    }
    mus_arena_done(&arena);
}

static void who_shares_a_language_needs_nobody(void **state)
{
    (void)state;
    struct mus_text fr_ja[] = {MUS_TEXT("fr"), MUS_TEXT("ja")};
    struct mus_text fr[] = {MUS_TEXT("fr")};
    struct mus_participant local = speaker(NULL, 0); /* speaks that of the fair */
    struct mus_participant both = speaker(fr_ja, 2);
    struct mus_participant french = speaker(fr, 1);
    assert_language(&local, &local, MUS_LANGUAGE_SHARED, "");
    assert_language(&local, &both, MUS_LANGUAGE_SHARED, "");
    assert_language(&french, &both, MUS_LANGUAGE_SHARED, "");
}

static void a_guest_is_interpreted_in_the_first_language_that_somebody_has(void **state)
{
    (void)state;
    struct mus_text fr_vi_en[] = {MUS_TEXT("fr"), MUS_TEXT("vi"), MUS_TEXT("en")};
    struct mus_text fr[] = {MUS_TEXT("fr")};
    struct mus_participant local = speaker(NULL, 0);
    struct mus_participant guest = speaker(fr_vi_en, 3);
    struct mus_participant french = speaker(fr, 1);
    assert_language(&local, &guest, MUS_LANGUAGE_INTERPRETER, "vi");
    assert_language(&local, &french, MUS_LANGUAGE_NOBODY, "");
}

static void two_guests_need_somebody_who_has_both(void **state)
{
    (void)state;
    struct mus_text vi[] = {MUS_TEXT("vi")};
    struct mus_text en[] = {MUS_TEXT("en")};
    struct mus_text th[] = {MUS_TEXT("th")};
    struct mus_participant vietnamese = speaker(vi, 1);
    struct mus_participant english = speaker(en, 1);
    struct mus_participant thai = speaker(th, 1);
    assert_language(&vietnamese, &english, MUS_LANGUAGE_INTERPRETER, "en+vi");
    assert_language(&thai, &english, MUS_LANGUAGE_NOBODY, "");
}

static void without_interpreters_it_is_left_to_the_two(void **state)
{
    (void)state;
    struct sample_event sample;
    struct mus_text th[] = {MUS_TEXT("th")};
    struct mus_participant local = speaker(NULL, 0);
    struct mus_participant thai = speaker(th, 1);
    enum mus_language_need need;
    struct mus_text code;
    struct mus_arena arena = {0};
    make_event(&sample);
    sample.event.interpreter_count = 0;
    assert_int_equal(mus_meeting_language(&sample.event, &local, &thai, &arena, &need, &code, NULL),
                     MUS_OK);
    assert_int_equal(need, MUS_LANGUAGE_SHARED);
    mus_arena_done(&arena);
}

static void its_allocation_may_fail(void **state)
{
    (void)state;
    struct sample_event sample;
    struct mus_text vi[] = {MUS_TEXT("vi")};
    struct mus_text en[] = {MUS_TEXT("en")};
    struct mus_participant a = speaker(vi, 1);
    struct mus_participant b = speaker(en, 1);
    enum mus_language_need need;
    struct mus_text code;
    struct mus_error err = {0};
    struct mus_arena arena = {0};
    make_event(&sample);
    mus_mem_fail_at(1, false);
    assert_int_equal(mus_meeting_language(&sample.event, &a, &b, &arena, &need, &code, &err),
                     MUS_NO_MEMORY);
    mus_mem_fail_at(0, false);
    assert_string_equal(err.message, "out of memory");
    mus_arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_who_is_registered_and_asks_takes_part),
        cmocka_unit_test(roles_say_who_meets_whom),
        cmocka_unit_test(a_meeting_is_where_the_booth_is),
        cmocka_unit_test(a_slot_begins_in_tokyo),
        cmocka_unit_test(what_was_held_or_has_begun_is_settled),
        cmocka_unit_test(any_of_three_locks_holds_a_meeting),
        cmocka_unit_test(slots_are_those_where_both_come_and_there_is_a_place),
        cmocka_unit_test(who_shares_a_language_needs_nobody),
        cmocka_unit_test(a_guest_is_interpreted_in_the_first_language_that_somebody_has),
        cmocka_unit_test(two_guests_need_somebody_who_has_both),
        cmocka_unit_test(without_interpreters_it_is_left_to_the_two),
        cmocka_unit_test(its_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
