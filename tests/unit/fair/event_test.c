#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "event_fixture.h"

static struct sample_event sample;

static int make_sample(void **state)
{
    (void)state;
    make_event(&sample);
    return 0;
}

static void expect(enum mus_status status, const char *message)
{
    struct mus_error err = {0};
    enum mus_status found = mus_event_check(&sample.event, &err);
    assert_string_equal(found == MUS_OK ? "" : err.message, message);
    assert_int_equal(found, status);
    make_event(&sample);
}

static void a_whole_event_passes(void **state)
{
    (void)state;
    expect(MUS_OK, "");
    sample.event.walk_minutes = NULL; /* nobody need walk */
    expect(MUS_OK, "");
    sample.event.slot_count = sample.event.table_count = sample.event.interpreter_count = 0;
    sample.event.closed = 0;
    sample.event.edition = sample.event.programme = sample.event.purpose = MUS_NO_TEXT;
    expect(MUS_OK, "");
}

static void the_head_keeps_its_rules(void **state)
{
    (void)state;
    sample.event.id = MUS_TEXT("fair 18");
    expect(MUS_INVALID, "id: expected letters, digits and ._:-, found \"fair 18\"");
    sample.event.id = MUS_NO_TEXT;
    expect(MUS_INVALID, "id: is empty");
    sample.event.edition = MUS_TEXT("an-edition-whose-code-is-rather-too-long");
    expect(MUS_LIMIT, "edition: 40 bytes, at most 32");
    sample.event.name = (struct mus_bilingual){MUS_NO_TEXT, MUS_NO_TEXT};
    expect(MUS_INVALID, "name: is empty");
    sample.event.theme.en = MUS_TEXT("one\ntwo");
    expect(MUS_INVALID, "theme: en: holds a control character");
    sample.event.venue.ja = MUS_TEXT("\xE3\x81");
    expect(MUS_INVALID, "venue: ja: is not UTF-8");
    sample.event.language = MUS_TEXT("Japanese language");
    expect(MUS_INVALID, "language[0]: malformed language \"Japanese language\"; expected a BCP 47 "
                        "tag such as ja or zh-Hant");
    sample.event.first = MUS_NO_DATE;
    expect(MUS_INVALID, "from: there is no such day");
    sample.event.last = INT32_MAX;
    expect(MUS_INVALID, "to: there is no such day");
    sample.event.last = FAIR_DAY - 1;
    expect(MUS_INVALID, "to: lies before the first day");
    sample.event.last = FAIR_DAY + 366;
    expect(MUS_LIMIT, "to: 367 days, at most 366");
    sample.event.capacity = UINT64_MAX - 1;
    expect(MUS_LIMIT, "capacity: 18446744073709551614, at most 9007199254740991");
    sample.event.changed = UINT64_MAX;
    expect(MUS_INVALID, "changed: 18446744073709551615 lies beyond the calendar");
}

static void halls_keep_their_rules(void **state)
{
    (void)state;
    sample.event.hall_count = 0;
    expect(MUS_INVALID, "halls: there is none");
    sample.event.hall_count = MUS_TIMETABLE_MAX_HALLS + 1;
    expect(MUS_LIMIT, "halls: 17, at most 16");
    sample.halls[1].id = sample.halls[0].id;
    expect(MUS_INVALID, "halls[1]: id: \"h1\" is that of halls[0]");
    sample.walk_minutes[1] = 7;
    expect(MUS_INVALID, "walking: 7 minutes from \"h1\" to \"h2\", but 6 back");
    sample.walk_minutes[3] = 1;
    expect(MUS_INVALID, "walking: 1 minutes from \"h2\" to \"h2\"");
    sample.walk_minutes[1] = sample.walk_minutes[2] = 1441;
    expect(MUS_INVALID, "walking: 1441 minutes from \"h1\" to \"h2\"");
}

static void slots_stand_in_time_order_on_its_days(void **state)
{
    (void)state;
    sample.event.slot_count = 65;
    expect(MUS_LIMIT, "slots: 65, at most 64");
    sample.slots[3].id = MUS_TEXT("s1");
    expect(MUS_INVALID, "slots[3]: id: \"s1\" is that of slots[0]");
    sample.slots[0].session = MUS_TEXT("午前");
    expect(MUS_INVALID, "slots[0]: session: expected letters, digits and ._:-, found \"午前\"");
    sample.slots[0].day = FAIR_DAY - 1;
    expect(MUS_INVALID, "slots[0]: day: is none of the event's days");
    sample.slots[3].day = FAIR_DAY + 2;
    expect(MUS_INVALID, "slots[3]: day: is none of the event's days");
    sample.slots[3].day = FAIR_DAY;
    expect(MUS_INVALID, "slots[3]: day: lies before that of slots[2]");
    sample.slots[1].start = 619;
    expect(MUS_INVALID, "slots[1]: start: 10:19 lies before the end of slots[0]");
    sample.slots[3].start = 1440;
    expect(MUS_INVALID, "slots[3]: start: minute 1440 of a day of 1440");
    sample.slots[3].minutes = 0;
    expect(MUS_INVALID, "slots[3]: minutes: 0, expected 1 to 660: it ends on its day");
    sample.slots[3].minutes = 661;
    expect(MUS_INVALID, "slots[3]: minutes: 661, expected 1 to 660: it ends on its day");
    sample.slots[3].minutes = 660;
    expect(MUS_OK, "");
}

static void only_slots_of_the_event_are_lost(void **state)
{
    (void)state;
    sample.event.closed = 15;
    expect(MUS_OK, "");
    sample.event.closed = 16;
    expect(MUS_INVALID, "closed: names a slot beyond the event's 4");
}

static void sixty_four_slots_are_a_whole_mask(void **state)
{
    (void)state;
    static struct mus_event_slot slots[MUS_TIMETABLE_MAX_SLOTS];
    static char ids[MUS_TIMETABLE_MAX_SLOTS][8];
    for (unsigned i = 0; i < MUS_TIMETABLE_MAX_SLOTS; i++) {
        snprintf(ids[i], sizeof ids[i], "t%u", i);
        slots[i] = (struct mus_event_slot){mus_text_of(ids[i]), MUS_NO_TEXT, FAIR_DAY,
                                           (uint16_t)(600 + i), 1};
    }
    assert_int_equal(mus_event_all_slots(&sample.event), 15);
    sample.event.slots = slots;
    sample.event.slot_count = MUS_TIMETABLE_MAX_SLOTS;
    sample.tables[0].closed = UINT64_MAX;
    assert_true(mus_event_all_slots(&sample.event) == UINT64_MAX);
    assert_int_equal(mus_event_slot_of(&sample.event, MUS_TEXT("t63")), 63);
    expect(MUS_OK, "");
}

static void tables_and_interpreters_keep_their_rules(void **state)
{
    (void)state;
    const struct mus_texts none = {NULL, 0};
    sample.event.table_count = 10001;
    expect(MUS_LIMIT, "tables: 10001, at most 10000");
    sample.tables[2].hall = 2;
    expect(MUS_INVALID, "tables[2]: hall: there is no hall 2");
    sample.tables[2].closed = 16;
    expect(MUS_INVALID, "tables[2]: closed: names a slot beyond the event's 4");
    sample.tables[1].label =
        MUS_TEXT("a label that is rather longer than what fits on the card of a table");
    expect(MUS_LIMIT, "tables[1]: label: 67 bytes, at most 64");
    sample.event.interpreter_count = 1001;
    expect(MUS_LIMIT, "interpreters: 1001, at most 1000");
    sample.interpreters[1].id = MUS_TEXT("i1");
    expect(MUS_INVALID, "interpreters[1]: id: \"i1\" is that of interpreters[0]");
    sample.interpreters[0].languages = none;
    expect(MUS_INVALID, "interpreters[0]: languages: there is none");
    sample.languages[1] = MUS_TEXT("en");
    expect(MUS_INVALID, "interpreters[0]: languages[1]: \"en\" stands there twice");
    sample.interpreters[1].unavailable = 1ULL << 63;
    expect(MUS_INVALID, "interpreters[1]: unavailable: names a slot beyond the event's 4");
}

static void interpreters_speak_eight_languages_together(void **state)
{
    (void)state;
    struct mus_text languages[] = {MUS_TEXT("de"), MUS_TEXT("fr"), MUS_TEXT("id"), MUS_TEXT("ko"),
                                   MUS_TEXT("th"), MUS_TEXT("zh"), MUS_TEXT("ms")};
    sample.interpreters[1].languages = (struct mus_texts){languages, 6};
    expect(MUS_OK, "");
    sample.interpreters[1].languages = (struct mus_texts){languages, 7};
    expect(MUS_LIMIT, "interpreters[1].languages[6]: \"ms\" is one more language than 8");
}

static void roles_say_both_ways_who_may_meet(void **state)
{
    (void)state;
    sample.event.role_count = 0;
    expect(MUS_INVALID, "roles: there is none");
    sample.event.role_count = 17;
    expect(MUS_LIMIT, "roles: 17, at most 16");
    sample.roles[1].code = MUS_TEXT("exhibitor");
    expect(MUS_INVALID, "roles[1]: code: \"exhibitor\" is that of roles[0]");
    sample.roles[1].max = 200001;
    expect(MUS_LIMIT, "roles[1]: max: 200001, at most 200000");
    sample.roles[1].min = 7;
    expect(MUS_INVALID, "roles[1]: min: 7 is above its max of 6");
    sample.roles[0].meets = 4;
    expect(MUS_INVALID, "roles[0]: meets: names a role beyond the event's 2");
    sample.roles[0].meets = 0;
    expect(MUS_INVALID, "roles[0]: meets: roles[1] says otherwise");
    sample.roles[0].meets = 3; /* also among themselves */
    expect(MUS_OK, "");
}

static void places_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(mus_event_slot_of(&sample.event, MUS_TEXT("s3")), 2);
    assert_true(mus_event_slot_of(&sample.event, MUS_TEXT("s5")) == SIZE_MAX);
    assert_int_equal(mus_event_hall_of(&sample.event, MUS_TEXT("h2")), 1);
    assert_true(mus_event_hall_of(&sample.event, MUS_TEXT("")) == SIZE_MAX);
    assert_int_equal(mus_event_role_of(&sample.event, MUS_TEXT("visitor")), 1);
    assert_true(mus_event_role_of(&sample.event, MUS_TEXT("Visitor")) == SIZE_MAX);
    assert_int_equal(mus_event_interpreter_of(&sample.event, MUS_TEXT("i2")), 1);
    assert_true(mus_event_interpreter_of(&sample.event, MUS_TEXT("i3")) == SIZE_MAX);
}

#define TEST(name) cmocka_unit_test_setup(name, make_sample)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_event_passes),
        TEST(the_head_keeps_its_rules),
        TEST(halls_keep_their_rules),
        TEST(slots_stand_in_time_order_on_its_days),
        TEST(only_slots_of_the_event_are_lost),
        TEST(sixty_four_slots_are_a_whole_mask),
        TEST(tables_and_interpreters_keep_their_rules),
        TEST(interpreters_speak_eight_languages_together),
        TEST(roles_say_both_ways_who_may_meet),
        TEST(places_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
