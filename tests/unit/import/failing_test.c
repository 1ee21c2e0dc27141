/* Every allocation and every call of the database made to fail in turn: what is in the store is
 * always some whole batches, and importing again completes it. */
#include "import/import.h"

#include "import_fixture.h"

/* Batches of two rows, or of one: then there are more than are read ahead. */
enum { ROWS = 6, MOST = 2, LINE = 200 };

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

static const char *write_table(struct fixture *fixture)
{
    return write_file(fixture, "t.csv",
                      "企業名,国,従業員数,言語,シーズ,担当者名,source.id\n"
                      "会社1,日本,1,日本語・英語,製品,結 太郎,1\n会社2,JP,2,,製品,,2\n"
                      "会社3,JP,3,英語,,結 花子,3\n会社4,JP,4,,,,4\n"
                      "会社5,JP,多数,,,,5\n会社6,JP,6,,製品,,6\n");
}

/* Companies come in the order of the rows, in whole batches: of two rows 0, 2, 4 or 5 companies, as
 * one is rejected. */
static void assert_whole_batches(const struct fixture *fixture, size_t batch)
{
    uint64_t count = company_count(fixture);
    char *found = dump(fixture, true);
    assert_true(count % batch == 0 || count == 5);
    assert_true(count <= 5);
    for (int i = 1; i <= ROWS; i++) {
        char name[LINE];
        snprintf(name, sizeof name, "\"会社%d\"", i);
        bool there = (uint64_t)i <= count || (i == ROWS && count == 5);
        assert_int_equal(strstr(found, name) != NULL, there && i != 5);
    }
    mus_free(found);
}

static enum mus_status run(struct fixture *fixture, const char *path, size_t batch)
{
    struct mus_import_job job = job_of(fixture, path);
    job.batch = batch;
    return run_job(fixture, &job);
}

static void start_anew(struct fixture *fixture)
{
    fixture_done(fixture);
    fixture_init(fixture);
    write_table(fixture);
}

static bool no_leftovers(const struct fixture *fixture)
{
    /* Neither the rejected rows nor a part of their file. */
    char pattern[160];
    snprintf(pattern, sizeof pattern, "%s/t.csv.rejected.csv", fixture->dir);
    return access(pattern, F_OK) != 0;
}

static void fail_every_allocation(struct fixture *fixture, size_t batch)
{
    const char *path = write_table(fixture);
    enum mus_status status = MUS_NO_MEMORY;
    uint64_t failures = 0;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_mem_fail_at(n, false);
        status = run(fixture, path, batch);
        mus_mem_fail_at(0, false);
        assert_true(status == MUS_OK || status == MUS_NO_MEMORY);
        failures += status != MUS_OK;
        assert_true(status == MUS_OK || no_leftovers(fixture));
        assert_whole_batches(fixture, batch);
        if (status != MUS_OK && company_count(fixture) == 5) {
            start_anew(fixture);
            path = path_of(fixture, "t.csv");
        }
    }
    assert_true(failures > 50);
    assert_int_equal(company_count(fixture), 5);
    assert_int_equal(fixture->report->rejected, 1);
    assert_sound(fixture);
}

static void every_failing_allocation_leaves_whole_batches(void **state)
{
    for (size_t batch = 1; batch <= MOST; batch++) {
        fail_every_allocation(*state, batch);
        start_anew(*state);
    }
}

static void fail_every_call(struct fixture *fixture, size_t batch)
{
    const char *path = write_table(fixture);
    enum mus_status status = MUS_STORE;
    uint64_t failures = 0;
    for (uint64_t n = 1; status != MUS_OK; n++) {
        mus_store_fail_at(n);
        status = run(fixture, path, batch);
        mus_store_fail_at(0);
        failures += status != MUS_OK;
        assert_true(status == MUS_OK || no_leftovers(fixture));
        assert_whole_batches(fixture, batch);
        if (status != MUS_OK && company_count(fixture) == 5) {
            start_anew(fixture);
            path = path_of(fixture, "t.csv");
        }
    }
    assert_true(failures > 20);
    assert_int_equal(company_count(fixture), 5);
    assert_sound(fixture);
}

static void every_failing_call_of_the_database_leaves_whole_batches(void **state)
{
    for (size_t batch = 1; batch <= MOST; batch++) {
        fail_every_call(*state, batch);
        start_anew(*state);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(every_failing_allocation_leaves_whole_batches),
        TEST(every_failing_call_of_the_database_leaves_whole_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
