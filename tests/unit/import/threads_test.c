/* Any number of threads gives the same store and the same report, also where another writer is at
 * work meanwhile. */
#include "import/import.h"

#include "import_fixture.h"

#include "import/batch.h"
#include "import/prepare.h"
#include "store/internal.h"
#include "store/ready.h"

enum { ROWS = 700, LINE = 400 };

static int setup(void **state)
{
    static struct fixture fixture;
    fixture_init(&fixture);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_done(*state);
    return 0;
}

/* A row that names its company by the source alone, far from the row that wins over it. */
static bool is_without_id(unsigned row)
{
    unsigned company = row + 140;
    return row % 19 == 2 && company < ROWS && company % 11 != 7 && company % 23 != 5 &&
           company % 29 != 3 && company % 31 != 8 && company % 97 != 13;
}

/* Rows of which some are bad, some lack their name, and some are superseded, by the next ones or
 * far behind; `change` makes other texts. */
static void write_rows(struct mus_buf *out, unsigned change)
{
    for (unsigned i = 0; i < ROWS; i++) {
        char line[LINE];
        unsigned company = i % 31 == 8 ? i / 2 : i % 11 == 7 ? i - 5 : i;
        if (is_without_id(i)) {
            snprintf(line, sizeof line,
                     "{\"source\":{\"name\":\"s\",\"id\":\"%u\"},\"name\":{\"ja\":\"別名\"},"
                     "\"country\":\"JP\"}\n",
                     i + 140);
        } else if (i % 29 == 3) {
            snprintf(line, sizeof line, "{\"id\":\"c-%u\",\"country\":\"JP\"}\n", company);
        } else if (i % 23 == 5) {
            snprintf(line, sizeof line, "{\"id\":\"c-%u\",\"country\":\"XX\"}\n", company);
        } else {
            snprintf(line, sizeof line,
                     "{\"id\":\"c-%u\",\"source\":{\"name\":\"s\",\"id\":\"%u\"},"
                     "\"name\":{\"ja\":\"会社%u\"},\"country\":\"JP\",\"contacts\":[{\"name\":"
                     "\"結 %u\"}],\"listings\":[{\"id\":\"l\",\"side\":\"offer\",\"text\":{\"ja\":"
                     "\"水処理用ろ過膜の第%u型\"}}]}\n",
                     company, i % 97 == 13 ? 13 : company, company, company,
                     company + change + (i % 31 == 8 ? 1000 : 0));
        }
        mus_buf_add_z(out, line);
    }
    assert_false(out->failed);
}

static const char *rows_file(const struct fixture *fixture, const char *name, unsigned change)
{
    struct mus_buf rows = {0};
    write_rows(&rows, change);
    const char *path = write_bytes(fixture, name, rows.data, rows.len);
    mus_buf_done(&rows);
    return path;
}

/* The bytes of records and match records. */
static void gather(const struct fixture *fixture, struct mus_buf *out)
{
    static const enum mus_walk all[] = {MUS_WALK_COMPANIES, MUS_WALK_FIRMS};
    struct mus_read *read = NULL;
    assert_int_equal(mus_store_read_begin(fixture->store, &read, NULL), MUS_OK);
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        struct mus_walker *walker = NULL;
        struct mus_walk_item item = {0};
        assert_int_equal(mus_walker_open(read, all[i], (struct mus_id_range){0}, &walker, NULL),
                         MUS_OK);
        do {
            assert_int_equal(mus_walker_next(walker, &item, NULL), MUS_OK);
            mus_buf_add_text(out, item.id);
            mus_buf_add_text(out, item.bytes);
        } while (item.id.ptr != NULL);
        mus_walker_close(walker);
    }
    mus_store_read_end(read);
    assert_false(out->failed);
}

static bool holds(const struct mus_buf *bytes, const char *text)
{
    return memmem(bytes->data, bytes->len, text, strlen(text)) != NULL;
}

/* Everything that the report tells but where the rejected rows went. */
static void add_report(const struct mus_import_report *report, struct mus_buf *out)
{
    mus_buf_printf(out, "%u %u %u %u %u %u %u\n", (unsigned)report->rows, (unsigned)report->taken,
                   (unsigned)report->rejected, (unsigned)report->superseded,
                   (unsigned)report->added, (unsigned)report->changed, (unsigned)report->unchanged);
    for (size_t i = 0; i < report->problem_count; i++) {
        mus_buf_printf(out, "%u %.*s\n", (unsigned)report->problems[i].row,
                       MUS_TEXT_ARG(report->problems[i].message));
    }
    for (size_t i = 0; i < report->by_others_count; i++) {
        mus_buf_printf(out, "%u < %u\n", (unsigned)report->by_others[i].row,
                       (unsigned)report->by_others[i].by);
    }
    for (size_t i = 0; i < report->warnings_listed; i++) {
        mus_buf_printf(out, "%.*s\n", MUS_TEXT_ARG(report->warnings[i]));
    }
    assert_false(out->failed);
}

/* What so many threads make of a new store: a first import, another one upon it, and a dry run. */
static void run_all(size_t threads, size_t batch, struct mus_buf *out)
{
    struct fixture fixture;
    size_t len = 0;
    fixture_init(&fixture);
    struct mus_import_job job = job_of(&fixture, rows_file(&fixture, "a.jsonl", 0));
    job.threads = threads;
    job.batch = batch;
    add_report(import_job(&fixture, &job), out);
    char *rejected = read_file(fixture.report->rejected_file.ptr, &len);
    assert_non_null(rejected);
    mus_buf_add(out, rejected, len);
    mus_free(rejected);
    job.file = rows_file(&fixture, "b.jsonl", 3);
    job.dry_run = true;
    add_report(import_job(&fixture, &job), out);
    job.dry_run = false;
    add_report(import_job(&fixture, &job), out);
    add_report(import_job(&fixture, &job), out); /* which changes nothing */
    gather(&fixture, out);
    char *whole = dump(&fixture, false);
    mus_buf_add_z(out, whole);
    mus_free(whole);
    assert_sound(&fixture);
    fixture_done(&fixture);
}

/* One thread judges each batch when those before it are stored; several are some batches ahead. */
static void any_number_of_threads_gives_the_same(void **unused)
{
    static const size_t others[][2] = {{2, 300}, {3, 1000}, {7, 129}, {4, 70}, {1, 70}};
    struct mus_buf one = {0};
    (void)unused;
    run_all(1, 300, &one);
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        struct mus_buf several = {0};
        run_all(others[i][0], others[i][1], &several);
        assert_int_equal(several.len, one.len);
        assert_memory_equal(several.data, one.data, one.len);
        mus_buf_done(&several);
    }
    mus_buf_done(&one);
}

/* ------------------------------------------------------------------ another writer */

struct meddler {
    struct fixture *fixture;
    const char *id; /* of a company that a later batch brings */
    const char *name;
    int calls;
};

static enum mus_status put_company(struct mus_write *write, void *context, struct mus_error *err)
{
    const struct meddler *meddler = context;
    const struct mus_source source = {MUS_TEXT("by hand"), MUS_TEXT("1")};
    struct mus_company_record record = {
        .company = {.id = mus_text_of(meddler->id),
                    .name_ja = mus_text_of(meddler->name),
                    .country = MUS_TEXT("JP"),
                    .given = MUS_FIELD_BIT(MUS_FIELD_NAME_JA) | MUS_FIELD_BIT(MUS_FIELD_COUNTRY)},
        .sources = &source,
        .source_count = 1,
    };
    memset(record.supplied_by, MUS_BY_NOBODY, sizeof record.supplied_by);
    record.supplied_by[MUS_FIELD_NAME_JA] = MUS_BY_PERSON;
    record.supplied_by[MUS_FIELD_COUNTRY] = 0;
    return mus_store_put(write, &record, NULL, err);
}

/* When the first batch is stored those behind it have been judged: what they rest on changes. */
static void meddle(void *user, uint64_t done, uint64_t total)
{
    struct meddler *meddler = user;
    struct mus_error err = {0};
    (void)done;
    (void)total;
    if (meddler->calls++ == 0) {
        enum mus_status status =
            mus_store_update(meddler->fixture->store, put_company, meddler, &err);
        assert_string_equal(err.message, "");
        assert_int_equal(status, MUS_OK);
    }
}

static void meddle_with(struct fixture *fixture, size_t batch, const char *company)
{
    char id[16];
    char text[32];
    struct meddler meddler = {.fixture = fixture, .id = id, .name = "手で入れた会社"};
    struct mus_import_job job = job_of(fixture, rows_file(fixture, "a.jsonl", 0));
    snprintf(id, sizeof id, "c-%s", company);
    job.threads = 3;
    job.batch = batch;
    job.progress = meddle;
    job.user = &meddler;
    const struct mus_import_report *report = import_job(fixture, &job);
    assert_int_equal(meddler.calls, ROWS / batch);
    assert_int_equal(report->changed, 1);
    assert_int_equal(report->kept_count, 1); /* the name that a person gave */
    char *found = dump(fixture, false);
    assert_non_null(strstr(found, "手で入れた会社"));
    snprintf(text, sizeof text, "\"会社%s\"", company);
    assert_null(strstr(found, text));
    snprintf(text, sizeof text, "第%s型", company);
    assert_non_null(strstr(found, text));
    mus_free(found);
    assert_sound(fixture);
}

static void a_row_is_judged_anew_where_another_writer_was_faster(void **state)
{
    meddle_with(*state, 350, "600");
}

/* As many as are judged ahead. */
static void so_is_a_row_some_batches_behind(void **state)
{
    meddle_with(*state, 70, "270");
}

/* As an erasure does first, before anything that a read sees of the company is gone. */
static void destroy_key(struct fixture *fixture, struct mus_text id)
{
    struct mus_txn *txn = NULL;
    struct mus_error *err = &fixture->err;
    assert_int_equal(mus_txn_begin(fixture->store->keys, true, &txn, err), MUS_OK);
    assert_int_equal(mus_db_delete(txn, MUS_KEYS_KEY, id, MUS_NO_TEXT, err), MUS_OK);
    assert_int_equal(mus_txn_commit(txn, err), MUS_OK);
    mus_txn_end(txn);
}

/* The first row of the job's file judged as the second reading does; *postponed is what was made of
 * it. */
static enum mus_status judge_one(struct fixture *fixture, const struct mus_import_job *job,
                                 bool stores, bool *postponed)
{
    struct mus_arena arena = {0};
    struct mus_import_report report = {.arena = &arena};
    struct mus_import_plan plan = {0};
    struct mus_batch batch = {0};
    struct mus_batch_worker worker = {0};
    struct mus_input *input = NULL;
    struct mus_batch_row *row = NULL;
    struct mus_error *err = &fixture->err;
    bool more = false;
    *err = (struct mus_error){0};
    assert_int_equal(mus_import_prepare(job, &arena, &report, &plan, err), MUS_OK);
    assert_int_equal(mus_batch_init(&batch, 1, &arena, err), MUS_OK);
    assert_int_equal(mus_batch_worker_init(&worker, &plan.judge, err), MUS_OK);
    assert_int_equal(mus_input_open(&plan.input, &input, err), MUS_OK);
    assert_int_equal(mus_input_next(input, &more, err), MUS_OK);
    assert_true(more);
    assert_int_equal(mus_batch_add(&batch, mus_input_at(input), 0, &row, err), MUS_OK);
    worker.analyses = stores;
    enum mus_status status = mus_batch_judge_second(&worker, &batch, 0, err);
    *postponed = row->made.postponed;
    mus_input_close(input);
    mus_batch_worker_done(&worker);
    mus_batch_done(&batch);
    mus_draft_done(&plan.judge.draft);
    mus_arena_done(&arena);
    return status;
}

static void a_row_whose_company_is_being_erased_is_judged_in_the_write(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, rows_file(fixture, "a.jsonl", 0));
    bool postponed = true;
    import_job(fixture, &job);
    assert_int_equal(judge_one(fixture, &job, true, &postponed), MUS_OK);
    assert_false(postponed);
    destroy_key(fixture, MUS_TEXT("c-0"));
    assert_int_equal(judge_one(fixture, &job, true, &postponed), MUS_OK);
    assert_true(postponed);
    assert_int_equal(judge_one(fixture, &job, false, &postponed), MUS_UNREADABLE);
    assert_string_equal(fixture->err.message,
                        "contacts of \"c-0\": the data key of \"c-0\" is gone");
}

static void destroy_one(void *user, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    destroy_key(user, MUS_TEXT("c-600"));
}

/* Its batch is not judged yet when the first is stored, by one thread; or too far behind. */
static void destroy_behind_the_first(struct fixture *fixture, size_t threads, size_t batch)
{
    struct mus_import_job job = job_of(fixture, rows_file(fixture, "a.jsonl", 0));
    import_job(fixture, &job);
    job.file = rows_file(fixture, "b.jsonl", 3);
    job.threads = threads;
    job.batch = batch;
    job.progress = destroy_one;
    job.user = fixture;
    assert_int_equal(run_job(fixture, &job), MUS_UNREADABLE);
    assert_string_equal(fixture->err.message,
                        "contacts of \"c-600\": the data key of \"c-600\" is gone");
    struct mus_buf found = {0};
    gather(fixture, &found);
    assert_true(holds(&found, "第303型")); /* what came before stays */
    assert_false(holds(&found, "第603型"));
    assert_true(holds(&found, "第600型"));
    mus_buf_done(&found);
}

static void a_row_that_the_write_cannot_read_either_ends_the_import(void **state)
{
    destroy_behind_the_first(*state, 1, 350);
}

static void so_it_does_where_several_batches_are_judged_ahead(void **state)
{
    destroy_behind_the_first(*state, 3, 70);
}

/* ------------------------------------------------------------------ limits */

static void more_threads_than_there_may_be_are_refused(void **state)
{
    struct fixture *fixture = *state;
    struct mus_import_job job = job_of(fixture, rows_file(fixture, "a.jsonl", 0));
    job.threads = MUS_MAX_THREADS + 1;
    assert_int_equal(run_job(fixture, &job), MUS_LIMIT);
    assert_string_equal(fixture->err.message, "257 threads; at most 256");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same),
        TEST(a_row_is_judged_anew_where_another_writer_was_faster),
        TEST(so_is_a_row_some_batches_behind),
        TEST(a_row_whose_company_is_being_erased_is_judged_in_the_write),
        TEST(a_row_that_the_write_cannot_read_either_ends_the_import),
        TEST(so_it_does_where_several_batches_are_judged_ahead),
        TEST(more_threads_than_there_may_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
