#include "report/fair/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/mem.h"
#include "codec/ical.h"

#include "papers_fixture.h"

struct calendars {
    struct paper_fair fair;
    struct mus_arena arena;
    struct mus_appointments all;
};

static void make_calendars(struct calendars *out, enum mus_paper_language language)
{
    *out = (struct calendars){0};
    make_papers(&out->fair, language);
    assert_int_equal(mus_appointments_make(&out->fair.fair, true, &out->arena, &out->all, NULL),
                     MUS_OK);
}

static void assert_calendar(const struct calendars *calendars, size_t participant, bool cancelled,
                            const char *expected)
{
    struct mus_buf out = {0};
    struct mus_error err = {0};
    if (mus_papers_calendar(&calendars->fair.papers, &calendars->all, participant, cancelled, &out,
                            &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    mus_buf_add_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    mus_buf_done(&out);
}

static void needs_libical(void)
{
    if (!mus_ical_is_built()) {
        skip();
    }
}

#define HEAD(method, name)                                                                         \
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//musubi//fair//EN\r\nMETHOD:" method               \
    "\r\nX-WR-CALNAME:" name "\r\n"

static void a_calendar_holds_the_planned_meetings_that_have_a_time(void **state)
{
    (void)state;
    needs_libical();
    struct calendars calendars;
    make_calendars(&calendars, MUS_PAPER_JA);
    assert_calendar(&calendars, E1, false,
                    HEAD("PUBLISH", "架空水処理") "BEGIN:VEVENT\r\nDTSTAMP:20260511T010000Z\r\n"
                                                  "DTSTART:20260511T010000Z\r\n"
                                                  "DTEND:20260511T012000Z\r\nSEQUENCE:1\r\n"
                                                  "STATUS:CONFIRMED\r\n"
                                                  "UID:m-000001@fair-18.musubi\r\n"
                                                  "SUMMARY:商談：架空商事\r\n"
                                                  "LOCATION:小間 B-02（東館）\r\n"
                                                  "DESCRIPTION:第18回環境技術展\r\nEND:VEVENT\r\n"
                                                  "BEGIN:VEVENT\r\nDTSTAMP:20260511T010000Z\r\n"
                                                  "DTSTART:20260511T020000Z\r\n"
                                                  "DTEND:20260511T023000Z\r\nSEQUENCE:2\r\n"
                                                  "STATUS:CONFIRMED\r\n"
                                                  "UID:m-000002@fair-18.musubi\r\n"
                                                  "SUMMARY:商談：Hanoi \"Clean\" Air\r\n"
                                                  "LOCATION:オンライン\r\n"
                                                  "DESCRIPTION:第18回環境技術展\r\nEND:VEVENT\r\n"
                                                  "END:VCALENDAR\r\n");
    mus_arena_done(&calendars.arena);
}

static void what_was_cancelled_is_taken_out_under_the_same_name(void **state)
{
    (void)state;
    needs_libical();
    struct calendars calendars;
    make_calendars(&calendars, MUS_PAPER_EN);
    /* one whose time is known, and one whose time is not */
    assert_calendar(
        &calendars, E1, true,
        HEAD("CANCEL", "Invented Water") "BEGIN:VEVENT\r\nDTSTAMP:20260511T010000Z\r\n"
                                         "DTSTART:20260511T012000Z\r\nDTEND:20260511T014000Z\r\n"
                                         "SEQUENCE:2\r\nSTATUS:CANCELLED\r\n"
                                         "UID:m-000004@fair-18.musubi\r\n"
                                         "SUMMARY:Meeting: Invented Trading\r\n"
                                         "LOCATION:Booth B-02 (East hall)\r\n"
                                         "DESCRIPTION:第18回環境技術展\r\nEND:VEVENT\r\n"
                                         "BEGIN:VEVENT\r\nDTSTAMP:20260511T010000Z\r\n"
                                         "SEQUENCE:1\r\nSTATUS:CANCELLED\r\n"
                                         "UID:m-000007@fair-18.musubi\r\n"
                                         "SUMMARY:Meeting: 架空物産\r\n"
                                         "LOCATION:Booth B-02 (East hall)\r\n"
                                         "DESCRIPTION:第18回環境技術展\r\nEND:VEVENT\r\n"
                                         "END:VCALENDAR\r\n");
    mus_arena_done(&calendars.arena);
}

static void a_meeting_that_lost_its_time_is_taken_out_too(void **state)
{
    (void)state;
    struct calendars calendars;
    make_calendars(&calendars, MUS_PAPER_JA);
    assert_true(mus_papers_calendar_holds(&calendars.all, E2, true)); /* m-000008 */
    calendars.fair.meetings[7].sequence = 0;
    /* m-000003 and m-000008 were never in any calendar */
    assert_false(mus_papers_calendar_holds(&calendars.all, E2, true));
    assert_true(mus_papers_calendar_holds(&calendars.all, E2, false));
    assert_false(mus_papers_calendar_holds(&calendars.all, V4, false));
    assert_true(mus_papers_calendar_holds(&calendars.all, V4, true)); /* who left is told as well */
    assert_false(mus_papers_calendar_holds(&calendars.all, V5, true));
    mus_arena_done(&calendars.arena);
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    needs_libical();
    struct calendars calendars;
    make_calendars(&calendars, MUS_PAPER_BOTH);
    for (int cancelled = 0; cancelled < 2; cancelled++) {
        enum mus_status status = MUS_NO_MEMORY;
        for (uint64_t n = 1; status != MUS_OK; n++) {
            struct mus_buf out = {0};
            struct mus_error err = {0};
            mus_mem_fail_at(n, false);
            status = mus_papers_calendar(&calendars.fair.papers, &calendars.all, E1, cancelled != 0,
                                         &out, &err);
            mus_mem_fail_at(0, false);
            assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
            assert_string_equal(err.message, status == MUS_OK ? "" : "out of memory");
            mus_buf_done(&out);
        }
    }
    mus_arena_done(&calendars.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_calendar_holds_the_planned_meetings_that_have_a_time),
        cmocka_unit_test(what_was_cancelled_is_taken_out_under_the_same_name),
        cmocka_unit_test(a_meeting_that_lost_its_time_is_taken_out_too),
        cmocka_unit_test(any_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
