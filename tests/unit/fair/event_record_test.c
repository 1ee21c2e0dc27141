#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "event_fixture.h"
#include "fair/format/event_record.h"

enum { KINDS = 5 };

/* One of each record, with every field given. */
static void write_kind(int kind, struct mus_buf *out)
{
    struct sample_event sample;
    struct mus_text words[] = {MUS_TEXT("en"), MUS_TEXT("th")};
    const struct mus_texts two = {words, 2};
    const struct mus_lock lock = {MUS_TEXT("佐藤"), FAIR_SECONDS};
    struct mus_participant who = participant_of("p-0001", "c-1");
    struct mus_meeting m = meeting_of("m-000001", "p-0001", "p-0002");
    struct mus_run run = run_of(3);
    make_event(&sample);
    who.role = 1;
    who.min = 2;
    who.booth = MUS_TEXT("A-12");
    who.booth_hall = 1;
    who.unavailable = 5;
    who.online = true;
    who.languages = two;
    who.time_zone = MUS_TEXT("Asia/Bangkok");
    m.state = MUS_MEETING_NO_SHOW;
    m.slot = 1;
    m.table = 2;
    m.interpreter = 0;
    m.language = MUS_TEXT("en");
    m.lock_pair = m.lock_slot = m.lock_table = lock;
    m.sequence = 4;
    m.absent = MUS_TEXT("p-0002");
    m.case_id = MUS_TEXT("case-000001");
    run.mode = MUS_TEXT("repair");
    run.evenness = run.gini = 200000;
    memset(run.problem.bytes, 1, sizeof run.problem.bytes);
    memset(run.answer.bytes, 2, sizeof run.answer.bytes);
    memset(run.meetings.bytes, 3, sizeof run.meetings.bytes);
    memset(run.weights.bytes, 4, sizeof run.weights.bytes);
    switch (kind) {
    case 0:
        mus_event_encode(&sample.event, out);
        break;
    case 1:
        mus_participant_encode(&who, out);
        break;
    case 2:
        mus_meeting_encode(&m, out);
        break;
    case 3:
        mus_run_encode(&run, out);
        break;
    default:
        mus_people_encode(&two, out);
    }
    assert_int_equal(mus_buf_check(out, NULL), MUS_OK);
}

/* Reads the bytes as a record of the kind and writes what was read. */
static enum mus_status read_again(int kind, struct mus_text bytes, struct mus_buf *again,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_event event;
    struct mus_participant who;
    struct mus_meeting m;
    struct mus_run run;
    struct mus_texts names;
    enum mus_status status = MUS_OK;
    switch (kind) {
    case 0:
        status = mus_event_decode(bytes, &arena, &event, err);
        if (status == MUS_OK) {
            mus_event_encode(&event, again);
        }
        break;
    case 1:
        status = mus_participant_decode(bytes, &arena, &who, err);
        if (status == MUS_OK) {
            mus_participant_encode(&who, again);
        }
        break;
    case 2:
        status = mus_meeting_decode(bytes, &m, err);
        if (status == MUS_OK) {
            mus_meeting_encode(&m, again);
        }
        break;
    case 3:
        status = mus_run_decode(bytes, &run, err);
        if (status == MUS_OK) {
            mus_run_encode(&run, again);
        }
        break;
    default:
        status = mus_people_decode(bytes, &arena, &names, err);
        if (status == MUS_OK) {
            mus_people_encode(&names, again);
        }
    }
    mus_arena_done(&arena);
    return status;
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct mus_buf bytes = {0};
        struct mus_buf again = {0};
        struct mus_error err;
        write_kind(kind, &bytes);
        assert_int_equal(read_again(kind, mus_buf_text(&bytes), &again, &err), MUS_OK);
        assert_int_equal(bytes.len, again.len);
        assert_memory_equal(bytes.data, again.data, bytes.len);
        mus_buf_done(&bytes);
        mus_buf_done(&again);
    }
}

static void fields_come_back_in_their_places(void **state)
{
    (void)state;
    struct mus_arena arena = {0};
    struct mus_buf bytes = {0};
    struct mus_event event;
    struct mus_participant who;
    write_kind(0, &bytes);
    assert_int_equal(mus_event_decode(mus_buf_text(&bytes), &arena, &event, NULL), MUS_OK);
    assert_true(mus_text_equals(event.name.ja, "第18回環境技術展"));
    assert_null(event.name.en.ptr); /* not given, not empty */
    assert_int_equal(event.walk_minutes[1], 6);
    assert_int_equal(event.walk_minutes[2], 6);
    assert_true(mus_text_equals(event.slots[3].id, "s4"));
    assert_int_equal(event.slots[3].minutes, 45);
    assert_true(mus_text_equals(event.interpreters[0].languages.items[1], "vi"));
    assert_int_equal(event.roles[1].meets, 1);
    assert_int_equal(event.capacity, 1120);
    assert_int_equal(event.closed, 8);
    mus_buf_clear(&bytes);
    write_kind(1, &bytes);
    assert_int_equal(mus_participant_decode(mus_buf_text(&bytes), &arena, &who, NULL), MUS_OK);
    assert_true(who.online && who.meets);
    assert_int_equal(who.min, 2);
    assert_true(who.max == MUS_PARTICIPANT_OF_ROLE);
    assert_int_equal(who.unavailable, 5);
    mus_buf_done(&bytes);
    mus_arena_done(&arena);
}

/* The least participant, byte by byte. */
static void the_bytes_are_as_documented(void **state)
{
    (void)state;
    static const unsigned char expected[] = {
        1,                                              /* version */
        1,    0,    'p',  1,    0,    'c',              /* id, company */
        0,    1,    1,                                  /* role, mode, state */
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, /* min, max */
        0,    0,    0,    0,                            /* booth, its hall */
        0,    0,    0,    0,    0,    0,    0,    0,    /* unavailable */
        2,                                              /* flags */
        0,    0,    0,    0,                            /* languages, time zone */
        1,    0,                                        /* people */
        0x10, 0x2A, 0x01, 0x6A, 0,    0,    0,    0,    /* registered */
    };
    const struct mus_participant who = participant_of("p", "c");
    struct mus_buf bytes = {0};
    mus_participant_encode(&who, &bytes);
    assert_int_equal(bytes.len, sizeof expected);
    assert_memory_equal(bytes.data, expected, sizeof expected);
    mus_buf_done(&bytes);
}

static void expect_corrupt(int kind, struct mus_text bytes, const char *end)
{
    static const char *const names[KINDS] = {"event", "participant", "meeting", "run", "people"};
    char message[200];
    struct mus_buf again = {0};
    struct mus_error err;
    snprintf(message, sizeof message, "%s record: %s", names[kind], end);
    assert_int_equal(read_again(kind, bytes, &again, &err), MUS_CORRUPT);
    assert_string_equal(err.message, message);
    mus_buf_done(&again);
}

static void nothing_else_is_read(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct mus_buf bytes = {0};
        write_kind(kind, &bytes);
        for (size_t len = 0; len < bytes.len; len++) {
            expect_corrupt(kind, (struct mus_text){bytes.data, len}, "cut short or malformed");
        }
        bytes.data[0] = 2;
        expect_corrupt(kind, mus_buf_text(&bytes), "unknown version 2");
        bytes.data[0] = 1;
        mus_buf_add_byte(&bytes, 0);
        expect_corrupt(kind, mus_buf_text(&bytes), "goes on behind its end");
        mus_buf_done(&bytes);
    }
}

static void what_breaks_a_rule_is_not_read(void **state)
{
    (void)state;
    struct sample_event sample;
    struct mus_buf bytes = {0};
    make_event(&sample);
    sample.slots[1].start = 610;
    mus_event_encode(&sample.event, &bytes);
    expect_corrupt(0, mus_buf_text(&bytes),
                   "slots[1]: start: 10:10 lies before the end of slots[0]");
    mus_buf_done(&bytes);
}

/* Whatever one changed bit makes of it: refused, or another thing that is written as it was read.
 */
static void a_changed_bit_is_refused_or_read_as_it_stands(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct mus_buf bytes = {0};
        write_kind(kind, &bytes);
        for (size_t i = 0; i < 8 * bytes.len; i++) {
            struct mus_buf again = {0};
            bytes.data[i / 8] = (char)(bytes.data[i / 8] ^ 1 << i % 8);
            enum mus_status status = read_again(kind, mus_buf_text(&bytes), &again, NULL);
            assert_true(status == MUS_CORRUPT ||
                        mus_text_equal(mus_buf_text(&again), mus_buf_text(&bytes)));
            bytes.data[i / 8] = (char)(bytes.data[i / 8] ^ 1 << i % 8);
            mus_buf_done(&again);
        }
        mus_buf_done(&bytes);
    }
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct mus_buf bytes = {0};
        write_kind(kind, &bytes);
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_buf again = {0};
            struct mus_error err = {0};
            mus_mem_fail_at(n, false);
            status = read_again(kind, mus_buf_text(&bytes), &again, &err);
            mus_mem_fail_at(0, false);
            if (status == MUS_OK && again.failed) {
                status = MUS_NO_MEMORY;
            }
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            mus_buf_done(&again);
            assert_true(n < 100);
        }
        mus_buf_done(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(fields_come_back_in_their_places),
        cmocka_unit_test(the_bytes_are_as_documented),
        cmocka_unit_test(nothing_else_is_read),
        cmocka_unit_test(what_breaks_a_rule_is_not_read),
        cmocka_unit_test(a_changed_bit_is_refused_or_read_as_it_stands),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
