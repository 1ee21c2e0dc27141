#include "../store/store_fixture.h"

#include "ledger_world.h"

#include "ledger/import_entries.h"

static const char *write_file(struct world *world, const char *name, const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", world->top, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_text_of(path));
    assert_non_null(kept.ptr);
    return kept.ptr;
}

static struct mus_entry_import job_of(struct world *world, enum mus_ledger_kind kind,
                                      const char *file)
{
    struct mus_ledger_context context = context_of("田中");
    struct mus_entry_import job = {
        .store = world->store,
        .tables = &world_tables,
        .today = context.today,
        .now = context.now,
        .by = context.by,
        .kind = kind,
        .file = file,
    };
    job.defaults[MUS_ENTRY_PROGRAMME] = MUS_TEXT("FAIR");
    job.defaults[MUS_ENTRY_STAGE] = MUS_TEXT("concluded");
    return job;
}

static const struct mus_import_report *run(struct world *world, const struct mus_entry_import *job)
{
    struct mus_import_report *report = NULL;
    must(world, mus_entry_import_run(job, &world->arena, &report, &world->err));
    return report;
}

static void expect(const struct mus_import_report *report, uint64_t rejected, uint64_t added,
                   uint64_t unchanged)
{
    assert_int_equal(report->rejected, rejected);
    assert_int_equal(report->added, added);
    assert_int_equal(report->unchanged, unchanged);
    assert_int_equal(report->taken, added + unchanged);
    assert_int_equal(report->rows, report->taken + report->rejected);
}

#define ANSWERS                                                                                    \
    "回答企業,区分,開催回,件数,回答日\n"                                             \
    "c-1,出展者,fair-18,3件,R8.11.14\n"                                                        \
    "fair:E-1,来場者,fair-18,０,2026/11/14\n"                                                  \
    "8700110005901,organiser,fair-18,1,2026-11-14\n"                                               \
    "c-3,出展者,fair-18,1,2026-11-14\n"                                                         \
    "c-3,出展者,fair-18,1,2026-11-14\n"

static void a_file_twice_adds_nothing_the_second_time(void **state)
{
    struct world *world = *state;
    put_three(world);
    const char *file = write_file(world, "a.csv", ANSWERS);
    struct mus_entry_import job = job_of(world, MUS_LEDGER_REPORTED, file);
    job.batch = 2;
    expect(run(world, &job), 0, 5, 0);
    expect(run(world, &job), 0, 0, 5);
    job.batch = 0;
    expect(run(world, &job), 0, 0, 5);
    assert_int_equal(size_of(world), 5);
    assert_int_equal(entry_at(world, 0).as.reported.n, 3);
    assert_int_equal(entry_at(world, 1).as.reported.side_of_fair, MUS_LEDGER_VISITOR);
    assert_int_equal(entry_at(world, 2).as.reported.respondent.corporate_number,
                     UINT64_C(8700110005901));
}

static void a_dry_run_tells_the_same_and_keeps_nothing(void **state)
{
    struct world *world = *state;
    put_three(world);
    const char *file = write_file(world, "a.csv", ANSWERS "c-9,出展者,fair-18,1,2026-11-14\n");
    struct mus_entry_import job = job_of(world, MUS_LEDGER_REPORTED, file);
    job.dry_run = true;
    job.batch = 2;
    expect(run(world, &job), 1, 5, 0);
    assert_int_equal(size_of(world), 0);
    assert_false(has_alias(world, MUS_ALIAS_PERSON, "田中"));
}

static void a_merger_in_between_is_no_other_row(void **state)
{
    struct world *world = *state;
    put_three(world);
    const char *file = write_file(world, "a.csv",
                                  "company_a,company_b,date,programme,purpose,id\n"
                                  "c-1,c-2,2026-05-11,KOBS,sales,1\n"
                                  "c-3,c-2,2026-05-11,KOBS,販売先開拓,\n");
    struct mus_entry_import job = job_of(world, MUS_LEDGER_NAMED, file);
    expect(run(world, &job), 0, 2, 0);
    put_json(world, COMPANY("c-3", "別の名", NUMBER("8700110005901")));
    expect(run(world, &job), 0, 0, 2);
}

static void an_id_belongs_to_its_list(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_entry_import job = job_of(world, MUS_LEDGER_REPORTED,
                                         write_file(world, "a.csv",
                                                    "id,respondent,side,edition,n,date\n"
                                                    "1,c-1,visitor,fair-17,1,2025-11-14\n"));
    expect(run(world, &job), 0, 1, 0);
    job.file = write_file(world, "b.csv",
                          "id,respondent,side,edition,n,date\n"
                          "1,c-1,visitor,fair-18,1,2026-11-14\n");
    const struct mus_import_report *report = run(world, &job);
    expect(report, 1, 0, 0);
    assert_string_equal(
        report->problems[0].message.ptr,
        "row 2, column A (id): \"reported/1\" was used for something else, entry 0");
    job.source = "fair-18";
    expect(run(world, &job), 0, 1, 0);
}

static void bad_rows_say_where(void **state)
{
    static const char *const messages[] = {
        "row 2, column D (n): expected 0 to 10000, found \"-1\"",
        "row 3, column D (n): expected 0 to 10000, found \"10001\"",
        ("row 4, column A (respondent): no company \"c-9\"; expected an id, a corporate number, or "
         "SOURCE:ID"),
        "row 5, column E (date): 2026-12-01 lies after today, 2026-11-23",
        "row 6, column B (side): expected exhibitor, visitor, organiser, found \"x\"",
        "row 7, column C (edition): is missing",
        "row 8, column E (date): no such date \"2026-02-30\"",
    };
    struct world *world = *state;
    put_three(world);
    const char *file = write_file(world, "a.csv",
                                  "respondent,side,edition,n,date\n"
                                  "c-1,visitor,fair-18,-1,2026-11-14\n"
                                  "c-1,visitor,fair-18,10001,2026-11-14\n"
                                  "c-9,visitor,fair-18,1,2026-11-14\n"
                                  "c-1,visitor,fair-18,1,2026-12-01\n"
                                  "c-1,x,fair-18,1,2026-11-14\n"
                                  "c-1,visitor,,1,2026-11-14\n"
                                  "c-1,visitor,fair-18,1,2026-02-30\n");
    struct mus_entry_import job = job_of(world, MUS_LEDGER_REPORTED, file);
    const struct mus_import_report *report = run(world, &job);
    expect(report, 7, 0, 0);
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        assert_string_equal(report->problems[i].message.ptr, messages[i]);
    }
    assert_non_null(report->rejected_file.ptr);
}

static void expect_no_import(struct world *world, const struct mus_entry_import *job,
                             enum mus_status status, const char *message)
{
    struct mus_import_report *report = NULL;
    assert_int_equal(mus_entry_import_run(job, &world->arena, &report, &world->err), status);
    assert_string_equal(world->err.message, message);
}

static void headings_must_say_what_is_needed(void **state)
{
    struct world *world = *state;
    struct mus_entry_import job =
        job_of(world, MUS_LEDGER_NAMED, write_file(world, "a.csv", "company_a,date\nc-1,x\n"));
    expect_no_import(world, &job, MUS_INVALID,
                     "no column gives company_b; expected one with that heading");
    job.file = write_file(world, "b.csv", "company_a,企業A,date\nc-1,c-2,x\n");
    expect_no_import(world, &job, MUS_INVALID,
                     "columns A (\"company_a\") and B (\"企業A\") both mean companies[0]");
    job.by = MUS_TEXT(" ");
    expect_no_import(world, &job, MUS_INVALID,
                     "by: expected a person's name of 1 to 64 bytes, found \"\"");
}

static void an_import_cut_short_is_completed_by_the_next(void **state)
{
    struct world *world = *state;
    put_three(world);
    const char *file = write_file(world, "a.csv", ANSWERS "c-9,出展者,fair-18,1,2026-11-14\n");
    struct mus_entry_import job = job_of(world, MUS_LEDGER_REPORTED, file);
    job.batch = 2;
    for (int memory = 0; memory < 2; memory++) {
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK && n < 5000; n += 3) {
            struct mus_import_report *report = NULL;
            struct mus_arena arena = {0};
            (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_entry_import_run(&job, &arena, &report, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
            if (status != MUS_OK) {
                assert_int_equal(status, memory != 0 ? MUS_NO_MEMORY : MUS_STORE);
            } else {
                assert_int_equal(report->taken, 5);
                assert_int_equal(report->rejected, 1);
            }
            mus_arena_done(&arena);
        }
        assert_int_equal(status, MUS_OK);
    }
    assert_int_equal(size_of(world), 5);
    assert_int_equal(check(world).errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(a_file_twice_adds_nothing_the_second_time),
        IN_LEDGER(a_dry_run_tells_the_same_and_keeps_nothing),
        IN_LEDGER(a_merger_in_between_is_no_other_row),
        IN_LEDGER(an_id_belongs_to_its_list),
        IN_LEDGER(bad_rows_say_where),
        IN_LEDGER(headings_must_say_what_is_needed),
        IN_LEDGER(an_import_cut_short_is_completed_by_the_next),
    };
    return cmocka_run_group_tests_name("ledger/import_entries", tests, NULL, NULL);
}
