#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "event_fixture.h"

static struct sample_event sample;
static struct mus_participant who;
static struct mus_meeting m;
static struct mus_run run;

static int make_sample(void **state)
{
    (void)state;
    make_event(&sample);
    who = participant_of("p-0001", "c-1");
    m = meeting_of("m-000001", "p-0001", "p-0002");
    run = run_of(1);
    return 0;
}

static void judge(enum mus_status found, const struct mus_error *err, enum mus_status status,
                  const char *message)
{
    assert_string_equal(found == MUS_OK ? "" : err->message, message);
    assert_int_equal(found, status);
    make_sample(NULL);
}

static void expect_who(enum mus_status status, const char *message)
{
    struct mus_error err = {0};
    judge(mus_participant_check(&who, &sample.event, &err), &err, status, message);
}

static void expect_meeting(enum mus_status status, const char *message)
{
    struct mus_error err = {0};
    judge(mus_meeting_check(&m, &sample.event, &err), &err, status, message);
}

static void expect_run(enum mus_status status, const char *message)
{
    struct mus_error err = {0};
    judge(mus_run_check(&run, &err), &err, status, message);
}

static void a_participant_keeps_its_rules(void **state)
{
    (void)state;
    struct mus_text languages[] = {MUS_TEXT("en"), MUS_TEXT("en")};
    expect_who(MUS_OK, "");
    who.id = MUS_TEXT("");
    expect_who(MUS_INVALID, "id: is empty");
    who.company = MUS_TEXT("c 1");
    expect_who(MUS_INVALID, "company: expected letters, digits and ._:-, found \"c 1\"");
    who.role = 2;
    expect_who(MUS_INVALID, "role: there is no role 2");
    who.mode = 0;
    expect_who(MUS_INVALID, "mode: there is no mode 0");
    who.state = MUS_PARTICIPANT_STATE_END;
    expect_who(MUS_INVALID, "state: there is no state 5");
    who.booth = MUS_TEXT("A-12");
    who.booth_hall = 2;
    expect_who(MUS_INVALID, "booth_hall: there is no hall 2");
    who.booth_hall = 1;
    expect_who(MUS_INVALID, "booth_hall: given without a booth");
    who.unavailable = 16;
    expect_who(MUS_INVALID, "unavailable: names a slot beyond the event's 4");
    who.languages = (struct mus_texts){languages, 2};
    expect_who(MUS_INVALID, "languages[1]: \"en\" stands there twice");
    who.time_zone = MUS_TEXT("Asia/Ho_Chi_Minh");
    expect_who(MUS_OK, "");
    who.time_zone = MUS_TEXT("+09:00");
    expect_who(MUS_INVALID, "time_zone: malformed name \"+09:00\"; expected one such as "
                            "Asia/Bangkok");
    who.people = 0;
    expect_who(MUS_INVALID, "people: there is nobody");
    who.people = 51;
    expect_who(MUS_LIMIT, "people: 51, at most 50");
    who.registered = UINT64_MAX;
    expect_who(MUS_INVALID, "registered: 18446744073709551615 lies beyond the calendar");
}

static void what_a_participant_does_not_say_its_role_says(void **state)
{
    (void)state;
    assert_int_equal(mus_participant_min(&sample.event, &who), 1);
    assert_int_equal(mus_participant_max(&sample.event, &who), 20);
    who.min = 3;
    who.max = 5;
    assert_int_equal(mus_participant_min(&sample.event, &who), 3);
    assert_int_equal(mus_participant_max(&sample.event, &who), 5);
    expect_who(MUS_OK, "");
    who.min = 21; /* above the role's max */
    expect_who(MUS_INVALID, "min: 21 is above its max of 20");
    who.min = 21;
    assert_int_equal(mus_participant_check(&who, NULL, NULL), MUS_OK);
    who.max = 20;
    assert_int_equal(mus_participant_check(&who, NULL, NULL), MUS_INVALID);
    who.max = 200001;
    expect_who(MUS_LIMIT, "max: 200001, at most 200000");
    who.min = 200001;
    expect_who(MUS_LIMIT, "min: 200001, at most 200000");
}

static void names_of_people_keep_their_rules(void **state)
{
    (void)state;
    struct mus_text names[51];
    struct mus_error err;
    for (size_t i = 0; i < 51; i++) {
        names[i] = MUS_TEXT("山田 太郎");
    }
    assert_int_equal(mus_people_check(&(struct mus_texts){names, 50}, &err), MUS_OK);
    assert_int_equal(mus_people_check(&(struct mus_texts){names, 51}, &err), MUS_LIMIT);
    assert_string_equal(err.message, "people: 51 names, at most 50");
    names[2] = MUS_TEXT("");
    assert_int_equal(mus_people_check(&(struct mus_texts){names, 3}, &err), MUS_INVALID);
    assert_string_equal(err.message, "people[2]: name: is empty");
}

static void nobody_wishes_to_meet_themselves(void **state)
{
    (void)state;
    struct mus_error err;
    struct mus_wish wish = {MUS_TEXT("p-1"), MUS_TEXT("p-2"), MUS_WISH_NEVER};
    assert_int_equal(mus_wish_check(&wish, &err), MUS_OK);
    wish.kind = 0;
    assert_int_equal(mus_wish_check(&wish, &err), MUS_INVALID);
    assert_string_equal(err.message, "kind: there is no kind 0");
    wish = (struct mus_wish){MUS_TEXT("p-1"), MUS_TEXT("p-1"), MUS_WISH_WANT};
    assert_int_equal(mus_wish_check(&wish, &err), MUS_INVALID);
    assert_string_equal(err.message, "to: \"p-1\" is who wishes");
}

static void a_meeting_is_of_two_in_order(void **state)
{
    (void)state;
    expect_meeting(MUS_OK, "");
    m.b = m.a;
    expect_meeting(MUS_INVALID, "b: \"p-0001\" does not stand after \"p-0001\"");
    m.a = MUS_TEXT("p-9");
    expect_meeting(MUS_INVALID, "b: \"p-0002\" does not stand after \"p-9\"");
    m.score = 1000001;
    expect_meeting(MUS_INVALID, "score: 1000001 is above 1000000");
    m.state = 0;
    expect_meeting(MUS_INVALID, "state: there is no state 0");
    m.case_id = MUS_TEXT("case 1");
    expect_meeting(MUS_INVALID, "case_id: expected letters, digits and ._:-, found \"case 1\"");
    m.changed = UINT64_MAX;
    expect_meeting(MUS_INVALID, "changed: 18446744073709551615 lies beyond the calendar");
}

static void a_meeting_is_where_the_event_has_room(void **state)
{
    (void)state;
    m.slot = 3;
    m.table = 3;
    expect_meeting(MUS_OK, "");
    m.place = 4;
    expect_meeting(MUS_INVALID, "place: there is no place 4");
    m.slot = 4;
    expect_meeting(MUS_INVALID, "slot: there is no slot 4");
    m.slot = -2;
    expect_meeting(MUS_INVALID, "slot: there is no slot -2");
    m.slot = 0;
    m.table = 4;
    expect_meeting(MUS_INVALID, "table: there is no table 4");
    m.slot = 0;
    m.table = 1;
    m.place = MUS_PLACE_ONLINE;
    expect_meeting(MUS_INVALID, "table: the meeting is at none");
    m.table = 1;
    expect_meeting(MUS_INVALID, "table: the meeting has no slot");
    m.table = 1; /* one that is locked waits for its slot there */
    m.lock_table = (struct mus_lock){MUS_TEXT("佐藤"), FAIR_SECONDS};
    expect_meeting(MUS_OK, "");
}

static void an_interpreter_is_of_the_language_that_is_needed(void **state)
{
    (void)state;
    m.language = MUS_TEXT("vi");
    expect_meeting(MUS_OK, "");
    m.language = MUS_TEXT("vi");
    m.slot = m.interpreter = 0;
    expect_meeting(MUS_OK, "");
    m.language = MUS_TEXT("vi");
    m.slot = 0;
    m.interpreter = 1;
    expect_meeting(MUS_INVALID, "interpreter: \"i2\" does not speak \"vi\"");
    m.slot = 0;
    m.interpreter = 1;
    expect_meeting(MUS_INVALID, "interpreter: the meeting has no language");
    m.language = MUS_TEXT("vi");
    m.interpreter = 0;
    expect_meeting(MUS_INVALID, "interpreter: the meeting has no slot");
    m.interpreter = 2;
    expect_meeting(MUS_INVALID, "interpreter: there is no interpreter 2");
    m.interpreter = -2;
    expect_meeting(MUS_INVALID, "interpreter: there is no interpreter -2");
    m.language = MUS_TEXT("v");
    expect_meeting(MUS_INVALID, "language[0]: malformed language \"v\"; expected a BCP 47 tag such "
                                "as ja or zh-Hant");
}

static void a_lock_holds_something_and_has_an_author(void **state)
{
    (void)state;
    const struct mus_lock lock = {MUS_TEXT("佐藤"), FAIR_SECONDS};
    m.lock_pair = lock;
    expect_meeting(MUS_OK, "");
    m.lock_slot = lock;
    expect_meeting(MUS_INVALID, "lock_slot: the meeting has no slot");
    m.slot = 1;
    m.lock_slot = m.lock_table = lock;
    expect_meeting(MUS_INVALID, "lock_table: the meeting has no table");
    m.lock_pair.since = 1;
    expect_meeting(MUS_INVALID, "lock_pair: by: is empty");
    m.lock_pair = (struct mus_lock){MUS_TEXT("佐藤"), UINT64_MAX};
    expect_meeting(MUS_INVALID, "lock_pair: since: 18446744073709551615 lies beyond the calendar");
}

static void who_stayed_away_was_to_be_there(void **state)
{
    (void)state;
    m.state = MUS_MEETING_NO_SHOW;
    expect_meeting(MUS_INVALID, "absent: who stayed away is not said");
    m.absent = MUS_TEXT("p-0001");
    expect_meeting(MUS_INVALID, "absent: nobody is said to have stayed away");
    m.state = MUS_MEETING_NO_SHOW;
    m.absent = MUS_TEXT("p-0003");
    expect_meeting(MUS_INVALID, "absent: \"p-0003\" is not in the meeting");
    m.state = MUS_MEETING_NO_SHOW;
    m.absent = MUS_TEXT("p-0002");
    expect_meeting(MUS_OK, "");
}

static void a_run_keeps_its_rules(void **state)
{
    (void)state;
    expect_run(MUS_OK, "");
    run.number = 0;
    expect_run(MUS_INVALID, "number: runs are counted from 1");
    run.kind = MUS_RUN_KIND_END;
    expect_run(MUS_INVALID, "kind: there is no kind 5");
    run.what = MUS_NO_TEXT;
    expect_run(MUS_INVALID, "what: is empty");
    run.by = MUS_NO_TEXT;
    expect_run(MUS_INVALID, "by: is empty");
    run.mode = MUS_TEXT("all of it");
    expect_run(MUS_INVALID, "mode: expected letters, digits and ._:-, found \"all of it\"");
    run.evenness = 1000001;
    expect_run(MUS_INVALID, "evenness: 1000001 is above 1000000");
    run.gini = 1000001;
    expect_run(MUS_INVALID, "gini: 1000001 is above 1000000");
}

static void words_and_values_lead_to_each_other(void **state)
{
    (void)state;
    assert_string_equal(mus_participant_state_name(MUS_PARTICIPANT_NO_SHOW), "no_show");
    assert_int_equal(mus_participant_state_of(MUS_TEXT("waiting")), MUS_PARTICIPANT_WAITING);
    assert_int_equal(mus_participant_mode_of(MUS_TEXT("sharing")), MUS_PARTICIPANT_SHARING);
    assert_string_equal(mus_participant_mode_name(MUS_PARTICIPANT_EXCLUSIVE), "exclusive");
    assert_int_equal(mus_wish_kind_of(MUS_TEXT("never")), MUS_WISH_NEVER);
    assert_int_equal(mus_wish_kind_of(MUS_TEXT("Never")), 0);
    assert_string_equal(mus_wish_kind_name(MUS_WISH_KIND_END), "?");
    assert_string_equal(mus_meeting_state_name(MUS_MEETING_HELD), "held");
    assert_string_equal(mus_run_kind_name(MUS_RUN_RESTORE), "restore");
    assert_string_equal(mus_run_kind_name(0), "?");
}

static void parts_of_a_fair_are_found_by_id(void **state)
{
    (void)state;
    const struct mus_participant participants[] = {
        participant_of("p-1", "c-1"), participant_of("p-10", "c-2"), participant_of("p-2", "c-3")};
    const struct mus_meeting meetings[] = {meeting_of("m-1", "p-1", "p-2"),
                                           meeting_of("m-2", "p-10", "p-2")};
    const struct mus_fair fair = {.participants = participants,
                                  .participant_count = 3,
                                  .meetings = meetings,
                                  .meeting_count = 2};
    const struct mus_fair empty = {0};
    assert_int_equal(mus_fair_participant(&fair, MUS_TEXT("p-1")), 0);
    assert_int_equal(mus_fair_participant(&fair, MUS_TEXT("p-10")), 1);
    assert_int_equal(mus_fair_participant(&fair, MUS_TEXT("p-2")), 2);
    assert_true(mus_fair_participant(&fair, MUS_TEXT("p-11")) == SIZE_MAX);
    assert_int_equal(mus_fair_meeting(&fair, MUS_TEXT("m-2")), 1);
    assert_true(mus_fair_meeting(&fair, MUS_TEXT("m-0")) == SIZE_MAX);
    assert_true(mus_fair_participant(&empty, MUS_TEXT("p-1")) == SIZE_MAX);
}

#define TEST(name) cmocka_unit_test_setup(name, make_sample)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_participant_keeps_its_rules),
        TEST(what_a_participant_does_not_say_its_role_says),
        TEST(names_of_people_keep_their_rules),
        TEST(nobody_wishes_to_meet_themselves),
        TEST(a_meeting_is_of_two_in_order),
        TEST(a_meeting_is_where_the_event_has_room),
        TEST(an_interpreter_is_of_the_language_that_is_needed),
        TEST(a_lock_holds_something_and_has_an_author),
        TEST(who_stayed_away_was_to_be_there),
        TEST(a_run_keeps_its_rules),
        TEST(words_and_values_lead_to_each_other),
        TEST(parts_of_a_fair_are_found_by_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
