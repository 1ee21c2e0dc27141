/* Registration files taken into the event of the fixture, beside whose companies m-00 … m-39 are in
 * the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fair_fixture.h"

#include "base/buf.h"
#include "base/mem.h"
#include "fair/registration.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct file {
    char path[64];
    char rejected[80];
};

static void write_file(struct file *file, const char *text)
{
    snprintf(file->path, sizeof file->path, "/tmp/musubi-registration-XXXXXX");
    int fd = mkstemp(file->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    snprintf(file->rejected, sizeof file->rejected, "%s.bad", file->path);
}

static void remove_file(const struct file *file)
{
    unlink(file->path);
    unlink(file->rejected);
}

static struct mus_registration_job job_of(const struct fair *fair, const struct file *file)
{
    return (struct mus_registration_job){.store = fair->match->place->store,
                                         .tables = &fair->match->tables,
                                         .now = BEFORE_FAIR,
                                         .event = EVENT,
                                         .file = file->path,
                                         .rejected = file->rejected};
}

static struct mus_import_report *take(struct fair *fair, const char *text, bool wishes)
{
    struct file file;
    struct mus_import_report *report = NULL;
    write_file(&file, text);
    struct mus_registration_job job = job_of(fair, &file);
    ok(fair->match,
       wishes ? mus_wishes_import(&job, &fair->match->arena, &report, &fair->match->err)
              : mus_registration_import(&job, &fair->match->arena, &report, &fair->match->err));
    remove_file(&file);
    load_fair(fair);
    return report;
}

static void assert_said(const struct mus_import_problem *problem, const char *message)
{
    if (!mus_text_equals(problem->message, message)) {
        fail_msg("%.*s", MUS_TEXT_ARG(problem->message));
    }
}

static const struct mus_participant *of_company(const struct fair *fair, const char *company,
                                                size_t which)
{
    for (size_t i = 0; i < fair->now.participant_count; i++) {
        const struct mus_participant *at = &fair->now.participants[i];
        if (mus_text_equals(at->company, company) && which-- == 0) {
            return at;
        }
    }
    return NULL;
}

static void a_row_becomes_a_participant(void **state)
{
    struct fair *fair = *state;
    struct mus_import_report *report =
        take(fair,
             "企業番号,区分,予定表,担当者名,商談上限,参加不可,対応言語,オンライン\r\n"
             "m-30,来場者,個別,架空太郎,4,s1、s3,日本語・英語,はい\r\n",
             false);
    assert_int_equal(report->added, 1);
    assert_int_equal(report->warning_count, 0);
    const struct mus_participant *who = of_company(fair, "m-30", 0);
    assert_non_null(who);
    assert_int_equal(who->role, 1);
    assert_int_equal(who->mode, MUS_PARTICIPANT_EXCLUSIVE);
    assert_int_equal(who->max, 4);
    assert_int_equal(who->min, MUS_PARTICIPANT_OF_ROLE);
    assert_int_equal(who->unavailable, 5);
    assert_int_equal(who->languages.count, 2);
    assert_true(mus_text_equals(who->languages.items[1], "en"));
    assert_true(who->online);
    assert_true(who->meets);
    struct mus_read *read = begin(fair->match->place);
    struct mus_texts names = {0};
    ok(fair->match,
       mus_store_people(read, EVENT, who->id, &fair->match->arena, &names, &fair->match->err));
    mus_store_read_end(read);
    assert_int_equal(names.count, 1);
    assert_true(mus_text_equals(names.items[0], "架空太郎"));
}

static void people_who_share_become_one_participant(void **state)
{
    struct fair *fair = *state;
    const char *text = "company,role,mode,person,available\n"
                       "m-30,visitor,sharing,Invented One,am\n"
                       "m-31,visitor,exclusive,Invented Two,2026-05-12\n"
                       "m-30,visitor,sharing,Invented Three,am\n"
                       "m-31,visitor,exclusive,Invented Four,\n";
    struct mus_import_report *report = take(fair, text, false);
    assert_int_equal(report->rows, 4);
    assert_int_equal(report->added, 4);
    assert_int_equal(of_company(fair, "m-30", 0)->people, 2);
    assert_int_equal(of_company(fair, "m-30", 0)->unavailable, 12);
    assert_null(of_company(fair, "m-30", 1));
    assert_int_equal(of_company(fair, "m-31", 0)->unavailable, 3);
    assert_int_equal(of_company(fair, "m-31", 1)->unavailable, 0);
    assert_null(of_company(fair, "m-31", 2));
    report = take(fair, text, false);
    assert_int_equal(report->unchanged, 4);
    assert_int_equal(report->taken, 4);
}

static void an_empty_cell_leaves_what_is_known(void **state)
{
    struct fair *fair = *state;
    take(fair, "id,company,role,max,booth,hall\nx-1,m-30,exhibitor,9,A-12,West hall\n", false);
    struct mus_import_report *report =
        take(fair, "id,company,role,max,booth\nx-1,m-30,exhibitor,,B-1\n", false);
    assert_int_equal(report->changed, 1);
    const struct mus_participant *who = of_company(fair, "m-30", 0);
    assert_true(mus_text_equals(who->id, "x-1"));
    assert_int_equal(who->max, 9);
    assert_true(mus_text_equals(who->booth, "B-1"));
    assert_int_equal(who->booth_hall, 1);
}

static void a_bad_row_takes_its_company_with_it(void **state)
{
    struct fair *fair = *state;
    struct mus_import_report *report = take(fair,
                                            "company,role,max\n"
                                            "m-30,visitor,3\n"
                                            "m-31,visitor,3\n"
                                            "m-30,visitor,many\n"
                                            "m-99,visitor,1\n"
                                            "m-32,guest,1\n",
                                            false);
    assert_int_equal(report->rows, 5);
    assert_int_equal(report->taken, 1);
    assert_int_equal(report->rejected, 4);
    assert_null(of_company(fair, "m-30", 0));
    assert_non_null(of_company(fair, "m-31", 0));
    const char *messages[] = {
        "row 2: row 4 of the same company is refused",
        "row 4, column C (max): expected a number from 0 to 64, found \"many\"",
        ("row 5, column A (company): no company \"m-99\"; expected an id, a corporate number, or "
         "SOURCE:ID"),
        "row 6, column B (role): the event has no role \"guest\"",
    };
    for (size_t i = 0; i < 4; i++) {
        assert_said(&report->problems[i], messages[i]);
    }
    assert_true(report->rejected_file.ptr != NULL);
}

static void of_rows_with_one_id_the_last_wins(void **state)
{
    struct fair *fair = *state;
    struct mus_import_report *report = take(fair,
                                            "id,company,role,mode,max\n"
                                            "x-1,m-30,visitor,exclusive,3\n"
                                            "x-1,m-30,visitor,exclusive,5\n",
                                            false);
    assert_int_equal(report->superseded, 1);
    assert_int_equal(report->by_others[0].row, 2);
    assert_int_equal(report->by_others[0].by, 3);
    assert_int_equal(of_company(fair, "m-30", 0)->max, 5);
}

static void a_table_that_cannot_be_understood_is_refused(void **state)
{
    struct fair *fair = *state;
    const struct {
        const char *text, *message;
    } rows[] = {
        {"company,max\nm-30,3\n", "no column gives role; expected one with that heading"},
        {"role,max\nvisitor,3\n", "no column gives company; expected one with that heading"},
        {"company,role,available,参加不可\nm-30,visitor,s1,s2\n",
         "the table has a column for available and one for unavailable; one of them is enough"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct file file;
        struct mus_import_report *report = NULL;
        write_file(&file, rows[i].text);
        struct mus_registration_job job = job_of(fair, &file);
        assert_int_equal(
            mus_registration_import(&job, &fair->match->arena, &report, &fair->match->err),
            MUS_INVALID);
        assert_string_equal(fair->match->err.message, rows[i].message);
        remove_file(&file);
    }
}

static void trying_changes_nothing(void **state)
{
    struct fair *fair = *state;
    struct file file;
    struct mus_import_report *report = NULL;
    write_file(&file, "company,role\nm-30,visitor\nm-31,nobody\n");
    struct mus_registration_job job = job_of(fair, &file);
    job.dry_run = true;
    ok(fair->match, mus_registration_import(&job, &fair->match->arena, &report, &fair->match->err));
    load_fair(fair);
    assert_int_equal(report->added, 1);
    assert_int_equal(report->rejected, 1);
    assert_null(of_company(fair, "m-30", 0));
    assert_int_not_equal(access(file.rejected, F_OK), 0);
    remove_file(&file);
}

static void wishes_name_participants_or_their_companies(void **state)
{
    struct fair *fair = *state;
    const char *text = "希望者,希望相手,希望度\np-06,p-00,必須\nc-06,c-01,\np-07,p-01,会わない\n";
    struct mus_import_report *report = take(fair, text, true);
    assert_int_equal(report->added, 3);
    assert_int_equal(fair->now.wish_count, 3);
    assert_int_equal(fair->now.wishes[0].kind, MUS_WISH_MUST);
    assert_true(mus_text_equals(fair->now.wishes[1].to, "p-01"));
    assert_int_equal(fair->now.wishes[1].kind, MUS_WISH_WANT);
    report = take(fair, text, true);
    assert_int_equal(report->unchanged, 3);
    report =
        take(fair, "from,to,kind\np-06,p-00,want\np-06,p-99,want\np-06,p-06,want\np-06,p-01,love\n",
             true);
    assert_int_equal(report->changed, 1);
    assert_int_equal(report->rejected, 3);
    assert_said(&report->problems[0],
                "row 3, column B (to): no participant and no company \"p-99\"");
    assert_said(&report->problems[1], "row 4, column B (to): \"p-06\" is who wishes");
    assert_said(&report->problems[2],
                "row 5, column C (kind): expected must, want or never, found \"love\"");
}

static void it_fails_cleanly_where_memory_runs_out(void **state)
{
    struct fair *fair = *state;
    struct file file;
    write_file(&file, "company,role,person\nm-30,visitor,A\nm-30,visitor,B\nm-77,visitor,C\n");
    enum mus_status status = MUS_NO_MEMORY;
    for (uint64_t n = 1; status != MUS_OK; n += 1 + n / 16) {
        struct mus_arena arena = {0};
        struct mus_import_report *report = NULL;
        struct mus_registration_job job = job_of(fair, &file);
        job.dry_run = true;
        mus_mem_fail_at(n, true);
        status = mus_registration_import(&job, &arena, &report, NULL);
        mus_mem_fail_at(0, false);
        mus_arena_done(&arena);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY || status == MUS_STORE);
    }
    remove_file(&file);
}

static int make_fair_and_others(void **state)
{
    int failed = make_fair(state);
    struct fair *fair = *state;
    if (failed == 0) {
        put_many(fair->match);
    }
    return failed;
}

#define WITH_OTHERS(test) cmocka_unit_test_setup_teardown(test, make_fair_and_others, remove_fair)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_OTHERS(a_row_becomes_a_participant),
        WITH_OTHERS(people_who_share_become_one_participant),
        WITH_OTHERS(an_empty_cell_leaves_what_is_known),
        WITH_OTHERS(a_bad_row_takes_its_company_with_it),
        WITH_OTHERS(of_rows_with_one_id_the_last_wins),
        WITH_OTHERS(a_table_that_cannot_be_understood_is_refused),
        WITH_OTHERS(trying_changes_nothing),
        WITH_OTHERS(wishes_name_participants_or_their_companies),
        WITH_OTHERS(it_fails_cleanly_where_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
