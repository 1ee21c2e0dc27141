#include "match_fixture.h"

#include "base/limits.h"
#include "match/pool.h"

/* What one thread saw: how often each of the forty. */
struct seen {
    unsigned count[40];
    unsigned all;
    const char *refuse; /* an id that fails, NULL for none */
};

static enum mus_status note(void *state, const struct mus_firm *firm, struct mus_error *err)
{
    struct seen *seen = state;
    int number = (firm->id.ptr[2] - '0') * 10 + (firm->id.ptr[3] - '0');
    seen->count[number]++;
    seen->all++;
    if (seen->refuse != NULL && mus_text_equals(firm->id, seen->refuse)) {
        return mus_fail(err, MUS_LIMIT, "%s is refused", seen->refuse);
    }
    return MUS_OK;
}

static enum mus_status run(struct match *match, struct seen *seen, size_t threads)
{
    void *states[MUS_MAX_THREADS];
    struct mus_read *read = begin(match->place);
    for (size_t t = 0; t < threads; t++) {
        states[t] = &seen[t];
    }
    enum mus_status status = mus_pool_run(read, note, states, threads, &match->err);
    mus_store_read_end(read);
    return status;
}

static void every_company_is_looked_at_once_by_any_number_of_threads(void **state)
{
    struct match *match = *state;
    static const size_t counts[] = {1, 2, 7, MUS_MAX_THREADS};
    put_many(match);
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        struct seen *seen = calloc(counts[c], sizeof *seen);
        ok(match, run(match, seen, counts[c]));
        for (int i = 0; i < 40; i++) {
            unsigned times = 0;
            for (size_t t = 0; t < counts[c]; t++) {
                times += seen[t].count[i];
            }
            assert_int_equal(times, 1);
        }
        free(seen);
    }
}

static void the_work_is_shared_among_the_threads(void **state)
{
    struct match *match = *state;
    struct seen seen[4] = {0};
    put_many(match);
    ok(match, run(match, seen, 4));
    for (int t = 0; t < 4; t++) {
        assert_int_equal(seen[t].all, 10);
    }
}

static void an_empty_store_is_no_work(void **state)
{
    struct match *match = *state;
    struct seen seen[2] = {0};
    ok(match, run(match, seen, 2));
    assert_int_equal(seen[0].all + seen[1].all, 0);
}

static void of_several_failures_that_of_the_first_thread_is_told(void **state)
{
    struct match *match = *state;
    struct seen seen[3] = {{.refuse = NULL}, {.refuse = "m-04"}, {.refuse = "m-02"}};
    put_many(match);
    assert_int_equal(run(match, seen, 3), MUS_LIMIT);
    assert_string_equal(match->err.message, "m-04 is refused");
}

static void a_damaged_record_is_told_with_its_company(void **state)
{
    struct match *match = *state;
    struct seen seen[2] = {0};
    struct mus_write *write = NULL;
    put_many(match);
    must(match->place, mus_store_write_begin(match->place->store, &write, &match->place->err));
    must(match->place, mus_db_put(mus_store_write_view(write)->txn, MUS_DB_FIRM, MUS_TEXT("m-05"),
                                  MUS_TEXT(""), &match->place->err));
    must(match->place, mus_store_write_commit(write, &match->place->err));
    mus_store_write_end(write);
    assert_int_equal(run(match, seen, 2), MUS_CORRUPT);
    assert_memory_equal(match->err.message, "company \"m-05\": ", 16);
}

static void each_allocation_that_fails_is_told(void **state)
{
    struct match *match = *state;
    enum mus_status status = MUS_NO_MEMORY;
    put_many(match);
    for (uint64_t n = 1; status != MUS_OK; n++) {
        struct seen seen = {0};
        void *states[] = {&seen};
        struct mus_read *read = begin(match->place);
        mus_mem_fail_at(n, false);
        status = mus_pool_run(read, note, states, 1, &match->err);
        mus_mem_fail_at(0, false);
        mus_store_read_end(read);
        if (status != MUS_OK) {
            assert_int_equal(status, MUS_NO_MEMORY);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MATCH(every_company_is_looked_at_once_by_any_number_of_threads),
        IN_MATCH(the_work_is_shared_among_the_threads),
        IN_MATCH(an_empty_store_is_no_work),
        IN_MATCH(of_several_failures_that_of_the_first_thread_is_told),
        IN_MATCH(a_damaged_record_is_told_with_its_company),
        IN_MATCH(each_allocation_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
