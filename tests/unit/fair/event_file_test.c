#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "event_fixture.h"
#include "fair/format/event_file.h"
#include "fair/format/event_record.h"
#include "fair/format/event_slots.h"

#define HEAD                                                                                       \
    "{\"format\":\"musubi-event/1\",\"id\":\"fair-18\",\"name\":{\"ja\":\"環境技術展\"},"     \
    "\"from\":\"2026-05-11\",\"to\":\"2026-05-12\""
#define TAIL "}"

static struct mus_arena arena;

static int end_arena(void **state)
{
    (void)state;
    mus_arena_done(&arena);
    return 0;
}

static void read_file(const char *json, struct mus_event *out)
{
    struct mus_error err = {0};
    if (mus_event_file_read(mus_text_of(json), &arena, out, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
}

static void expect_refused(const char *json, enum mus_status status, const char *message)
{
    struct mus_event event;
    struct mus_error err = {0};
    assert_int_equal(mus_event_file_read(mus_text_of(json), &arena, &event, &err), status);
    assert_string_equal(err.message, message);
}

static void expect_invalid(const char *json, const char *message)
{
    expect_refused(json, MUS_INVALID, message);
}

static void what_is_not_said_is_usual(void **state)
{
    (void)state;
    struct mus_event event;
    read_file(HEAD TAIL, &event);
    assert_int_equal(event.first, FAIR_DAY);
    assert_int_equal(event.hall_count, 1);
    assert_true(mus_text_equals(event.halls[0].id, "h1"));
    assert_int_equal(event.slot_count + event.table_count + event.interpreter_count, 0);
    assert_int_equal(event.role_count, 2);
    assert_true(mus_text_equals(event.roles[1].code, "visitor"));
    assert_int_equal(event.roles[1].meets, 1);
    assert_true(event.capacity == UINT64_MAX && event.max_break_difference == UINT32_MAX);
    assert_true(mus_text_equals(event.language, "ja"));
    assert_null(event.programme.ptr);
}

/* The slots as "id day start+minutes session;" each. */
static void expect_slots(const struct mus_event *event, const char *expected)
{
    struct mus_buf text = {0};
    for (size_t i = 0; i < event->slot_count; i++) {
        const struct mus_event_slot *slot = &event->slots[i];
        mus_buf_printf(&text, "%.*s %d ", MUS_TEXT_ARG(slot->id), (int)(slot->day - FAIR_DAY));
        mus_minute_write(&text, slot->start);
        mus_buf_printf(&text, "+%u %.*s;", slot->minutes, MUS_TEXT_ARG(slot->session));
    }
    assert_string_equal(text.data == NULL ? "" : text.data, expected);
    mus_buf_done(&text);
}

static void a_series_is_made_of_times_and_days(void **state)
{
    (void)state;
    struct mus_event event;
    read_file(HEAD ",\"slots\":[{\"from\":\"10:00\",\"to\":\"11:00\",\"minutes\":20,\"pause\":5,"
                   "\"session\":\"am\"},{\"day\":\"2026-05-12\",\"from\":\"9:30\",\"to\":\"10:00\","
                   "\"minutes\":30}]" TAIL,
              &event);
    expect_slots(&event, "s1 0 10:00+20 am;s2 0 10:25+20 am;s3 1 09:30+30 ;s4 1 10:00+20 am;"
                         "s5 1 10:25+20 am;");
}

static void single_slots_stand_where_their_time_is(void **state)
{
    (void)state;
    struct mus_event event;
    read_file(HEAD ",\"slots\":[{\"day\":\"2026-05-12\",\"start\":\"16:00\",\"minutes\":480},"
                   "{\"id\":\"s1\",\"day\":\"2026-05-11\",\"start\":\"13:00\",\"minutes\":45},"
                   "{\"day\":\"2026-05-11\",\"start\":\"10:00\",\"minutes\":20,\"session\":\"am\"}"
                   "],\"closed\":[\"s1\"]" TAIL,
              &event);
    expect_slots(&event, "s2 0 10:00+20 am;s1 0 13:00+45 ;s3 1 16:00+480 ;");
    assert_int_equal(event.closed, 2);
}

static void tables_halls_roles_and_interpreters_are_read(void **state)
{
    (void)state;
    struct mus_event event;
    read_file(HEAD
              ",\"roles\":[{\"code\":\"buyer\",\"min\":1,\"max\":8,\"meets\":[\"seller\",\"buyer\"]"
              "},{\"code\":\"seller\"}],\"tables\":[{\"count\":2},{\"hall\":\"b\",\"label\":\"窓\","
              "\"closed\":[\"s1\"]}],\"halls\":[{\"id\":\"a\"},{\"id\":\"b\",\"name\":{\"en\":\"B\""
              "}},{\"id\":\"c\"}],\"walking\":[[\"c\",\"a\",6]],\"interpreters\":[{\"id\":\"i1\","
              "\"languages\":[\"en\",\"vi\"],\"unavailable\":[\"s1\"]}],\"slots\":[{\"day\":"
              "\"2026-05-11\",\"start\":\"10:00\",\"minutes\":20}],\"capacity\":40,"
              "\"max_break_difference\":0,\"language\":\"en\"" TAIL,
              &event);
    assert_int_equal(event.table_count, 3);
    assert_int_equal(event.tables[1].hall, 0);
    assert_int_equal(event.tables[2].hall, 1);
    assert_int_equal(event.tables[2].closed, 1);
    assert_int_equal(event.hall_count, 3);
    assert_int_equal(event.walk_minutes[2], 6);
    assert_int_equal(event.walk_minutes[6], 6);
    assert_int_equal(event.walk_minutes[1], 0);
    assert_int_equal(event.roles[0].meets, 3);
    assert_int_equal(event.roles[1].meets, 1); /* as the buyer says */
    assert_int_equal(event.roles[1].max, 20);
    assert_int_equal(event.interpreters[0].languages.count, 2);
    assert_int_equal(event.capacity, 40);
    assert_int_equal(event.max_break_difference, 0);
    read_file(HEAD ",\"tables\":12" TAIL, &event);
    assert_int_equal(event.table_count, 12);
}

static void what_is_written_is_read_as_the_same_event(void **state)
{
    (void)state;
    struct sample_event sample;
    struct mus_event again;
    struct mus_buf file = {0};
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    make_event(&sample);
    mus_event_file_write(&sample.event, true, &file);
    read_file(file.data, &again);
    again.changed = sample.event.changed; /* which a file does not say */
    mus_event_encode(&sample.event, &a);
    mus_event_encode(&again, &b);
    assert_true(mus_text_equal(mus_buf_text(&a), mus_buf_text(&b)));
    mus_buf_done(&file);
    mus_buf_done(&a);
    mus_buf_done(&b);
}

static void the_head_is_refused_with_its_place(void **state)
{
    (void)state;
    expect_invalid("[]", "expected an object, found an array");
    expect_invalid("{\"format\":\"musubi-event/2\"}",
                   "format: expected \"musubi-event/1\", found \"musubi-event/2\"");
    expect_invalid("{}", "format: expected \"musubi-event/1\", found \"\"");
    expect_invalid(HEAD ",\"slot\":[]" TAIL, "unknown key \"slot\"");
    expect_invalid("{\"format\":\"musubi-event/1\"}", "\"id\" is missing");
    expect_invalid("{\"format\":\"musubi-event/1\",\"id\":\"a b\"}",
                   "id: malformed id \"a b\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -");
    expect_invalid("{\"format\":\"musubi-event/1\",\"id\":\"a\",\"from\":\"2026-02-30\"}",
                   "from: no such date \"2026-02-30\"");
    expect_invalid("{\"format\":\"musubi-event/1\",\"id\":\"a\",\"from\":\"2026-05-11\"}",
                   "\"to\" is missing");
    expect_invalid("{\"format\":\"musubi-event/1\",\"id\":\"a\",\"from\":\"2026-05-11\",\"to\":"
                   "\"2026-05-10\"}",
                   "to: lies before the first day");
    expect_invalid("{\"format\":\"musubi-event/1\",\"id\":\"a\",\"from\":\"2026-05-11\",\"to\":"
                   "\"2026-05-12\"}",
                   "name: is empty");
    expect_invalid(HEAD ",\"capacity\":-1" TAIL,
                   "capacity: -1 is out of range; expected 0 to 9007199254740991");
    expect_invalid(HEAD ",\"name\":{\"fr\":\"x\"}" TAIL, "line 1, column 103: key \"name\" stands "
                                                         "twice");
}

#define SLOTS(list) HEAD ",\"slots\":[" list "]" TAIL
#define AT_TEN "{\"day\":\"2026-05-11\",\"start\":\"10:00\",\"minutes\":20}"

static void slots_are_refused_with_their_place(void **state)
{
    (void)state;
    expect_invalid(SLOTS("1"), "slots[0]: expected an object, found an integer");
    expect_invalid(SLOTS("{}"), "slots[0]: \"day\" is missing");
    expect_invalid(SLOTS("{\"day\":\"2026-05-13\"}"), "slots[0].day: is none of the event's days");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\"}"), "slots[0]: \"start\" is missing");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"25:00\"}"),
                   "slots[0].start: malformed time \"25:00\"; expected one such as 09:30");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"10:60\"}"),
                   "slots[0].start: malformed time \"10:60\"; expected one such as 09:30");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"10:00\"}"),
                   "slots[0]: \"minutes\" is missing");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"10:00\",\"minutes\":0}"),
                   "slots[0].minutes: 0 is out of range; expected 1 to 1440");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"23:50\",\"minutes\":11}"),
                   "slots[0]: 11 minutes from 23:50 do not end on their day");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"10:00\",\"minutes\":5,\"end\":1}"),
                   "slots[0]: unknown key \"end\"");
    expect_invalid(SLOTS(AT_TEN "," AT_TEN),
                   "slots[1]: 10:00 on 2026-05-11 lies before the end of slots[0]");
    expect_invalid(SLOTS("{\"day\":\"2026-05-11\",\"start\":\"10:10\",\"minutes\":5}," AT_TEN),
                   "slots[0]: 10:10 on 2026-05-11 lies before the end of slots[1]");
    expect_invalid(SLOTS("{\"id\":\"a\",\"day\":\"2026-05-12\",\"start\":\"10:00\",\"minutes\":5},"
                         "{\"id\":\"a\",\"day\":\"2026-05-11\",\"start\":\"10:00\",\"minutes\":5}"),
                   "slots[1]: \"a\" is the id of slots[0]");
}

static void series_are_refused_with_their_place(void **state)
{
    (void)state;
    expect_invalid(SLOTS("{\"from\":\"10:00\"}"), "slots[0]: \"to\" is missing");
    expect_invalid(SLOTS("{\"from\":\"10:00\",\"to\":\"10:10\",\"minutes\":20}"),
                   "slots[0]: no slot of 20 minutes from 10:00 ends by 10:10");
    expect_invalid(SLOTS("{\"from\":\"10:00\",\"to\":\"11:00\",\"minutes\":20,\"pause\":-5}"),
                   "slots[0].pause: -5 is out of range; expected 0 to 1440");
    expect_invalid(SLOTS("{\"from\":\"10:00\",\"to\":\"11:00\",\"minutes\":20,\"id\":\"x\"}"),
                   "slots[0]: unknown key \"id\"");
    expect_refused(SLOTS("{\"from\":\"00:00\",\"to\":\"24:00\",\"minutes\":1}"), MUS_LIMIT,
                   "slots[0]: is the 65th, at most 64");
}

static void the_rest_is_refused_with_its_place(void **state)
{
    (void)state;
    expect_invalid(HEAD ",\"halls\":[{\"id\":\"a\"},{}]" TAIL, "halls[1]: \"id\" is missing");
    expect_invalid(HEAD ",\"halls\":[{\"id\":\"a\"},{\"id\":\"a\"}]" TAIL,
                   "halls[1]: id: \"a\" is that of halls[0]");
    expect_invalid(HEAD ",\"halls\":[]" TAIL, "halls: there is none");
    expect_invalid(HEAD ",\"walking\":[[\"h1\",\"h2\",6]]" TAIL, "walking[0][1]: no hall \"h2\"");
    expect_invalid(HEAD ",\"walking\":[[\"h1\",\"h1\",6]]" TAIL,
                   "walking[0]: from a hall to itself");
    expect_invalid(HEAD ",\"walking\":[[\"h1\",6]]" TAIL,
                   "walking[0]: expected two halls and minutes, found 2 values");
    expect_invalid(HEAD ",\"walking\":[[\"h1\",\"h1\",null]]" TAIL,
                   "walking[0][2]: expected an integer, found null");
    expect_invalid(HEAD ",\"tables\":[{\"hall\":\"h9\"}]" TAIL, "tables[0].hall: no hall \"h9\"");
    expect_invalid(HEAD ",\"tables\":[{\"closed\":[\"s9\"]}]" TAIL,
                   "tables[0].closed[0]: no slot \"s9\"");
    expect_refused(HEAD ",\"tables\":[{\"count\":9999},{\"count\":2}]" TAIL, MUS_LIMIT,
                   "tables[1]: makes more than 10000 tables");
    expect_invalid(HEAD ",\"interpreters\":[{\"id\":\"i1\"}]" TAIL,
                   "interpreters[0]: languages: there is none");
    expect_invalid(HEAD ",\"roles\":[]" TAIL, "roles: there is none");
    expect_invalid(HEAD ",\"roles\":[{\"code\":\"a\",\"meets\":[\"b\"]}]" TAIL,
                   "roles[0].meets[0]: no role \"b\"");
    expect_invalid(HEAD ",\"roles\":[{\"code\":\"a\",\"min\":3,\"max\":2}]" TAIL,
                   "roles[0]: min: 3 is above its max of 2");
    expect_invalid(HEAD ",\"closed\":[\"s1\"]" TAIL, "closed[0]: no slot \"s1\"");
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct sample_event sample;
    struct mus_buf file = {0};
    enum mus_status status = MUS_NO;
    make_event(&sample);
    mus_event_file_write(&sample.event, true, &file);
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct mus_arena own = {0};
        struct mus_event event;
        mus_mem_fail_at(n, false);
        status = mus_event_file_read(mus_buf_text(&file), &own, &event, NULL);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        mus_arena_done(&own);
        assert_true(n < 1000);
    }
    mus_buf_done(&file);
}

static void times_of_day_are_hours_and_minutes(void **state)
{
    (void)state;
    unsigned minute = 0;
    assert_true(mus_minute_read(MUS_TEXT("9:05"), &minute) && minute == 545);
    assert_true(mus_minute_read(MUS_TEXT("00:00"), &minute) && minute == 0);
    assert_true(mus_minute_read(MUS_TEXT("24:00"), &minute) && minute == 1440);
    static const char *const wrong[] = {"", "9", "905", "9.05", "24:01", "1:5", "010:00", "-1:00"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(mus_minute_read(mus_text_of(wrong[i]), &minute));
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, end_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_said_is_usual),
        TEST(a_series_is_made_of_times_and_days),
        TEST(single_slots_stand_where_their_time_is),
        TEST(tables_halls_roles_and_interpreters_are_read),
        TEST(what_is_written_is_read_as_the_same_event),
        TEST(the_head_is_refused_with_its_place),
        TEST(slots_are_refused_with_their_place),
        TEST(series_are_refused_with_their_place),
        TEST(the_rest_is_refused_with_its_place),
        TEST(every_allocation_may_fail),
        TEST(times_of_day_are_hours_and_minutes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
