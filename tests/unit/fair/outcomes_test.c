#include "planned_fair.h"

#include "base/buf.h"
#include "base/mem.h"
#include "fair/outcomes.h"
#include "store/ledger.h"

#include <unistd.h>

#define AFTER_FAIR (FAIR_SECONDS + 5 * 86400)

struct file {
    char path[64];
    char rejected[80];
};

static void write_file(struct file *file, struct mus_text text)
{
    snprintf(file->path, sizeof file->path, "/tmp/musubi-outcomes-XXXXXX");
    int fd = mkstemp(file->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
    close(fd);
    snprintf(file->rejected, sizeof file->rejected, "%s.bad", file->path);
}

static enum mus_status import(struct fair *fair, const struct file *file, bool dry_run,
                              struct mus_import_report **report)
{
    const struct mus_registration_job job = {.store = fair->match->place->store,
                                             .tables = &fair->match->tables,
                                             .now = fair->context.now,
                                             .event = EVENT,
                                             .file = file->path,
                                             .rejected = file->rejected,
                                             .dry_run = dry_run};
    const struct mus_case_context cases = {.tables = &fair->match->tables,
                                           .today = FAIR_DAY + 5,
                                           .now = fair->context.now,
                                           .by = MUS_TEXT("佐藤")};
    return mus_outcomes_import(&job, &fair->context, &cases, &fair->match->arena, report,
                               &fair->match->err);
}

static struct mus_import_report *take(struct fair *fair, struct mus_text text)
{
    struct file file;
    struct mus_import_report *report = NULL;
    write_file(&file, text);
    ok(fair->match, import(fair, &file, false, &report));
    unlink(file.path);
    unlink(file.rejected);
    load_fair(fair);
    return report;
}

static int make_past(void **state)
{
    if (make_planned(state) != 0) {
        return -1;
    }
    struct fair *fair = *state;
    fair->context.now = AFTER_FAIR;
    return 0;
}

#define AFTERWARDS(test) cmocka_unit_test_setup_teardown(test, make_past, remove_fair)

static size_t held(const struct fair *fair)
{
    size_t count = 0;
    for (size_t i = 0; i < fair->now.meeting_count; i++) {
        count += fair->now.meetings[i].state == MUS_MEETING_HELD;
    }
    return count;
}

static uint64_t ledger_size(struct fair *fair)
{
    struct mus_read *read = begin(fair->match->place);
    uint64_t size = 0;
    ok(fair->match, mus_store_ledger_size(read, &size, &fair->match->err));
    mus_store_read_end(read);
    return size;
}

/* The form as it is handed out: each company with its meetings; `n` in the column of the matches.
 */
static void write_form(const struct fair *fair, struct mus_buf *out, const char *n)
{
    mus_buf_add_z(out, "回答企業,企業名,件数,商談番号\n");
    for (size_t i = 0; i < fair->now.participant_count; i++) {
        const struct mus_participant *who = &fair->now.participants[i];
        mus_buf_printf(out, "%.*s,名前,%s,\"", MUS_TEXT_ARG(who->company), n);
        for (size_t m = 0; m < fair->now.meeting_count; m++) {
            const struct mus_meeting *meeting = &fair->now.meetings[m];
            if (mus_text_equal(meeting->a, who->id) || mus_text_equal(meeting->b, who->id)) {
                mus_buf_printf(out, "%.*s、 ", MUS_TEXT_ARG(meeting->id));
            }
        }
        mus_buf_add_z(out, "\"\n");
    }
}

static void a_form_that_was_filled_in_makes_its_meetings_held_once(void **state)
{
    struct fair *fair = *state;
    struct mus_buf form = {0};
    write_form(fair, &form, "0");
    struct mus_import_report *report = take(fair, mus_buf_text(&form));
    assert_int_equal(report->rows, 18);
    assert_int_equal(report->taken, 18);
    assert_int_equal(report->warning_count, 0);
    assert_int_equal(held(fair), 24);
    assert_int_equal(ledger_size(fair), 24);
    assert_true(fair->now.meetings[0].case_id.len > 0);
    report = take(fair, mus_buf_text(&form));
    assert_int_equal(report->unchanged, 18);
    assert_int_equal(ledger_size(fair), 24);
    mus_buf_done(&form);
}

static void a_form_that_was_not_filled_in_says_nothing(void **state)
{
    struct fair *fair = *state;
    struct mus_buf form = {0};
    write_form(fair, &form, "");
    struct mus_import_report *report = take(fair, mus_buf_text(&form));
    assert_int_equal(report->unchanged, 18);
    assert_int_equal(held(fair), 0);
    mus_buf_done(&form);
}

static void a_mark_says_of_each_meeting_whether_it_was_held(void **state)
{
    struct fair *fair = *state;
    struct mus_import_report *report =
        take(fair, MUS_TEXT("meeting,held\nm-000001,○\nm-000002,×\nm-000003,\nm-000004,yes\n"
                            "m-000001,no_show\n"));
    assert_int_equal(report->added, 2);
    assert_int_equal(report->unchanged, 3);
    assert_int_equal(held(fair), 2);
    assert_int_equal(fair->now.meetings[0].state, MUS_MEETING_HELD);
    assert_int_equal(fair->now.meetings[3].state, MUS_MEETING_HELD);
}

static void assert_said(const struct mus_import_report *report, size_t which, const char *message)
{
    assert_true(which < report->problem_count);
    assert_text(report->problems[which].message, message);
}

static void a_bad_row_is_refused_with_its_place_and_whole(void **state)
{
    struct fair *fair = *state;
    struct mus_text other = fair->now.meetings[1].id;
    struct mus_buf text = {0};
    const struct mus_meeting *first = &fair->now.meetings[0];
    size_t b = mus_fair_participant(&fair->now, first->b);
    size_t stranger = b == 17 ? 16 : 17;
    mus_buf_printf(&text,
                   "参加者番号,商談番号,商談した\n"
                   ",m-000001 m-000999,○\n"
                   ",m-000001,たぶん\n"
                   "%.*s,m-000001,○\n"
                   "p-99,m-000001,○\n"
                   ",%.*s,○\n",
                   MUS_TEXT_ARG(fair->now.participants[stranger].id), MUS_TEXT_ARG(other));
    struct mus_import_report *report = take(fair, mus_buf_text(&text));
    assert_int_equal(report->rejected, 4);
    assert_said(report, 0, "row 2, column B (商談番号): no meeting \"m-000999\"");
    assert_said(report, 1,
                "row 3, column C (商談した): expected ○, × or nothing, found \"たぶん\"");
    assert_true(report->problems[2].row == 4);
    assert_said(report, 3, "row 5, column A (参加者番号): no participant \"p-99\"");
    assert_int_equal(held(fair), 1);
    assert_int_equal(fair->now.meetings[1].state, MUS_MEETING_HELD);
    mus_buf_done(&text);
}

static void a_meeting_whose_day_is_to_come_is_refused(void **state)
{
    struct fair *fair = *state;
    fair->context.now = BEFORE_FAIR;
    struct mus_import_report *report = take(fair, MUS_TEXT("商談番号\nm-000001\n"));
    assert_said(report, 0, "row 2, column A (商談番号): the day of m-000001 is still to come");
    assert_int_equal(held(fair), 0);
}

static void a_file_without_meetings_is_refused(void **state)
{
    struct fair *fair = *state;
    struct file file;
    struct mus_import_report *report = NULL;
    write_file(&file, MUS_TEXT("回答企業,件数\nc-01,1\n"));
    assert_int_equal(import(fair, &file, false, &report), MUS_INVALID);
    assert_non_null(strstr(fair->match->err.message, "meetings"));
    unlink(file.path);
}

static void a_dry_run_changes_nothing(void **state)
{
    struct fair *fair = *state;
    struct file file;
    struct mus_import_report *report = NULL;
    write_file(&file, MUS_TEXT("商談番号\nm-000001\nm-000999\n"));
    ok(fair->match, import(fair, &file, true, &report));
    assert_int_equal(report->added, 1);
    assert_int_equal(report->rejected, 1);
    assert_int_equal(access(file.rejected, F_OK), -1);
    load_fair(fair);
    assert_int_equal(held(fair), 0);
    unlink(file.path);
}

static void each_allocation_may_fail(void **state)
{
    struct fair *fair = *state;
    struct file file;
    write_file(&file, MUS_TEXT("回答企業,商談番号,商談した\n,m-000001,○\nc-00,m-000999,○\n,,x\n"));
    for (uint64_t n = 1;; n++) {
        struct mus_import_report *report = NULL;
        mus_mem_fail_at(n, false);
        enum mus_status status = import(fair, &file, true, &report);
        bool met = mus_mem_count() >= n;
        mus_mem_fail_at(0, false);
        if (!met) {
            assert_int_equal(status, MUS_OK);
            break;
        }
        assert_true(status == MUS_NO_MEMORY || status == MUS_OK);
    }
    unlink(file.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AFTERWARDS(a_form_that_was_filled_in_makes_its_meetings_held_once),
        AFTERWARDS(a_form_that_was_not_filled_in_says_nothing),
        AFTERWARDS(a_mark_says_of_each_meeting_whether_it_was_held),
        AFTERWARDS(a_bad_row_is_refused_with_its_place_and_whole),
        AFTERWARDS(a_meeting_whose_day_is_to_come_is_refused),
        AFTERWARDS(a_file_without_meetings_is_refused),
        AFTERWARDS(a_dry_run_changes_nothing),
        AFTERWARDS(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
