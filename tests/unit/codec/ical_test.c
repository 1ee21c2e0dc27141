#include "codec/ical.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EVENT                                                                                      \
    ((struct mus_ical_event){.uid = MUS_TEXT("m-000001@fair-18.musubi"),                           \
                             .sequence = 3,                                                        \
                             .stamp = 1778461200,                                                  \
                             .start = 1794448800,                                                  \
                             .end = 1794450000,                                                    \
                             .summary = MUS_TEXT("商談：架空水処理, Inc.; 第2回"),                 \
                             .location = MUS_TEXT("大ホール A-01")})

static void needs_libical(void)
{
    if (!mus_ical_is_built()) {
        skip();
    }
}

static void an_event_is_written_as_the_standard_has_it(void **state)
{
    (void)state;
    needs_libical();
    struct mus_buf out = {0};
    struct mus_error err;
    const struct mus_ical calendar = {.name = MUS_TEXT("架空"), .events = &EVENT, .event_count = 1};
    assert_int_equal(mus_ical_write(&calendar, &out, &err), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//musubi//fair//EN\r\n"
                                  "METHOD:PUBLISH\r\nX-WR-CALNAME:架空\r\nBEGIN:VEVENT\r\n"
                                  "DTSTAMP:20260511T010000Z\r\nDTSTART:20261112T020000Z\r\n"
                                  "DTEND:20261112T022000Z\r\nSEQUENCE:3\r\nSTATUS:CONFIRMED\r\n"
                                  "UID:m-000001@fair-18.musubi\r\n"
                                  "SUMMARY:商談：架空水処理\\, Inc.\\; 第2回\r\n"
                                  "LOCATION:大ホール A-01\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    mus_buf_done(&out);
}

static void what_is_off_is_cancelled_under_the_same_name(void **state)
{
    (void)state;
    needs_libical();
    struct mus_buf out = {0};
    const struct mus_ical calendar = {.cancel = true, .events = &EVENT, .event_count = 1};
    assert_int_equal(mus_ical_write(&calendar, &out, NULL), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    assert_non_null(strstr(out.data, "METHOD:CANCEL\r\n"));
    assert_non_null(strstr(out.data, "STATUS:CANCELLED\r\n"));
    assert_non_null(strstr(out.data, "UID:m-000001@fair-18.musubi\r\n"));
    mus_buf_done(&out);
}

static void what_cannot_be_written_is_refused(void **state)
{
    (void)state;
    needs_libical();
    struct mus_buf out = {0};
    struct mus_error err;
    struct mus_ical_event bad = EVENT;
    const struct mus_ical calendar = {.events = &bad, .event_count = 1};
    bad.summary = MUS_TEXT("\xff");
    assert_int_equal(mus_ical_write(&calendar, &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "event 0: a text is not UTF-8");
    bad = EVENT;
    bad.end = bad.start - 1;
    assert_int_equal(mus_ical_write(&calendar, &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "event 0: a time is out of range");
    assert_int_equal(out.len, 0);
    mus_buf_done(&out);
}

/* One that is off may have lost its time; one that is to be held must have it. */
static void only_what_is_off_may_be_without_a_time(void **state)
{
    (void)state;
    needs_libical();
    struct mus_buf out = {0};
    struct mus_error err;
    struct mus_ical_event event = EVENT;
    struct mus_ical calendar = {.cancel = true, .events = &event, .event_count = 1};
    event.no_time = true;
    assert_int_equal(mus_ical_write(&calendar, &out, &err), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//musubi//fair//EN\r\n"
                                  "METHOD:CANCEL\r\nBEGIN:VEVENT\r\nDTSTAMP:20260511T010000Z\r\n"
                                  "SEQUENCE:3\r\nSTATUS:CANCELLED\r\n"
                                  "UID:m-000001@fair-18.musubi\r\n"
                                  "SUMMARY:商談：架空水処理\\, Inc.\\; 第2回\r\n"
                                  "LOCATION:大ホール A-01\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    mus_buf_clear(&out);
    calendar.cancel = false;
    assert_int_equal(mus_ical_write(&calendar, &out, &err), MUS_INVALID);
    assert_string_equal(err.message, "event 0: has no time");
    assert_int_equal(out.len, 0);
    mus_buf_done(&out);
}

/* RFC 5545, 3.1: at most 75 octets, and no character cut in two. */
static void long_lines_are_folded_between_characters(void **state)
{
    (void)state;
    needs_libical();
    static char summary[3 * 200 + 1];
    struct mus_buf out = {0};
    struct mus_ical_event event = EVENT;
    const struct mus_ical calendar = {.events = &event, .event_count = 1};
    for (size_t i = 0; i < 200; i++) {
        memcpy(summary + 3 * i, "商", 3);
    }
    event.summary = mus_text_of(summary);
    assert_int_equal(mus_ical_write(&calendar, &out, NULL), MUS_OK);
    mus_buf_add_byte(&out, '\0');
    size_t unfolded = 0;
    for (char *line = out.data; *line != '\0';) {
        char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_in_range(end - line, 1, 75);
        assert_true(mus_text_is_utf8((struct mus_text){line, (size_t)(end - line)}, NULL));
        for (char *at = line; (at = strstr(at, "商")) != NULL && at < end; at += 3) {
            unfolded++;
        }
        line = end + 2;
    }
    assert_int_equal(unfolded, 200);
    mus_buf_done(&out);
}

static void clocks_elsewhere_show_another_time(void **state)
{
    (void)state;
    needs_libical();
    struct mus_error err;
    int minutes = 0;
    assert_int_equal(mus_ical_offset(MUS_TEXT("Asia/Ho_Chi_Minh"), 1794448800, &minutes, &err),
                     MUS_OK);
    assert_int_equal(minutes, 420);
    assert_int_equal(mus_ical_offset(MUS_TEXT("America/Los_Angeles"), 1778461200, &minutes, &err),
                     MUS_OK);
    assert_int_equal(minutes, -420); /* daylight saving */
    assert_int_equal(mus_ical_offset(MUS_TEXT("Asia/Nowhere"), 0, &minutes, &err), MUS_NOT_FOUND);
    assert_string_equal(err.message, "no time zone \"Asia/Nowhere\"");
}

static void memory_that_runs_out_is_said(void **state)
{
    (void)state;
    needs_libical();
    const struct mus_ical calendar = {.name = MUS_TEXT("架空"), .events = &EVENT, .event_count = 1};
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
        struct mus_buf out = {0};
        mus_mem_fail_at(n, true);
        status = mus_ical_write(&calendar, &out, NULL);
        mus_mem_fail_at(0, false);
        mus_buf_done(&out);
    }
    assert_int_equal(status, MUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_written_as_the_standard_has_it),
        cmocka_unit_test(what_is_off_is_cancelled_under_the_same_name),
        cmocka_unit_test(what_cannot_be_written_is_refused),
        cmocka_unit_test(only_what_is_off_may_be_without_a_time),
        cmocka_unit_test(long_lines_are_folded_between_characters),
        cmocka_unit_test(clocks_elsewhere_show_another_time),
        cmocka_unit_test(memory_that_runs_out_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
