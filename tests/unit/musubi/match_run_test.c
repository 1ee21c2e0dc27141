/* A TREC run as it is written, cut short at every place, and carried on to the same bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "musubi/match_run.h"

#define FACTS "musubi: 0.1.0\nweights: abc\n--today: 2026-11-23\n"

/* Query q-0001 has one line, q-0002 two, q-0003 none, q-0004 one, … */
enum { FEW = 9, CYCLE = 3, MANY = 5000 };

struct place {
    char dir[32];
    char *path, *state;
    struct mus_buf whole; /* what a run that was not cut short gives */
    size_t queries;
    struct mus_error err;
};

static size_t lines_of(size_t query)
{
    return query % CYCLE;
}

static void put(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void put_text(const char *path, const char *text)
{
    put(path, text, strlen(text));
}

static void holds(const char *path, struct mus_text expected)
{
    struct mus_buf found = {0};
    assert_int_equal(mus_file_read(path, 1 << 24, &found, NULL), MUS_OK);
    assert_int_equal(found.len, expected.len);
    if (found.len > 0) {
        assert_memory_equal(found.data, expected.ptr, found.len);
    }
    mus_buf_done(&found);
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

static enum mus_status answer(struct mus_run *run, size_t query, struct mus_text id,
                              struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < lines_of(query); i++) {
        char company[16];
        snprintf(company, sizeof company, "c-%zu", query + i);
        status = mus_run_add(run, id, mus_text_of(company), i + 1,
                             (uint32_t)(1000000 - query * 100 - i), err);
    }
    return status;
}

/* Asks for the queries in their order; *answered says how many were not held. */
static enum mus_status ask_all(struct place *place, struct mus_run *run, size_t *answered)
{
    enum mus_status status = MUS_OK;
    *answered = 0;
    for (size_t i = 1; status == MUS_OK && i <= place->queries; i++) {
        char id[16];
        bool held = false;
        snprintf(id, sizeof id, "q-%04zu", i);
        status = mus_run_holds(run, mus_text_of(id), &held, &place->err);
        if (status == MUS_OK && !held) {
            (*answered)++;
            status = answer(run, i, mus_text_of(id), &place->err);
        }
    }
    return status;
}

static enum mus_status write_all(struct place *place, bool resume, const char *facts,
                                 size_t *answered)
{
    struct mus_run *run = NULL;
    enum mus_status status =
        mus_run_open(place->path, resume, mus_text_of(facts), &run, &place->err);
    if (status == MUS_OK) {
        status = ask_all(place, run, answered);
    }
    if (status == MUS_OK) {
        status = mus_run_finish(run, &place->err);
    }
    mus_run_close(run);
    return status;
}

static void must(const struct place *place, enum mus_status status)
{
    if (status != MUS_OK) {
        fail_msg("%s", place->err.message);
    }
}

/* As a process leaves it that was stopped. */
static void leave_interrupted(struct place *place, const char *bytes, size_t len)
{
    struct mus_run *run = NULL;
    must(place, mus_run_open(place->path, false, MUS_TEXT(FACTS), &run, &place->err));
    mus_run_close(run);
    assert_true(is_there(place->state));
    put(place->path, bytes, len);
}

static void expect_whole(struct place *place)
{
    holds(place->path, mus_buf_text(&place->whole));
    assert_false(is_there(place->state));
}

/* Resumed, refused with these words, and left as it was. */
static void expect_refused(struct place *place, const char *facts, enum mus_status status,
                           const char *message)
{
    struct mus_buf before = {0};
    char expected[160];
    size_t answered = 0;
    snprintf(expected, sizeof expected, message, place->path);
    assert_int_equal(mus_file_read(place->path, 1 << 20, &before, NULL), MUS_OK);
    assert_int_equal(write_all(place, true, facts, &answered), status);
    assert_string_equal(place->err.message, expected);
    holds(place->path, mus_buf_text(&before));
    mus_buf_done(&before);
}

static void write_whole(struct place *place, size_t queries)
{
    size_t answered = 0;
    place->queries = queries;
    mus_buf_clear(&place->whole);
    must(place, write_all(place, false, FACTS, &answered));
    assert_int_equal(answered, queries);
    assert_int_equal(mus_file_read(place->path, 1 << 24, &place->whole, NULL), MUS_OK);
}

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->dir, sizeof place->dir, "/tmp/musubi-XXXXXX");
    if (mkdtemp(place->dir) == NULL) {
        return 1;
    }
    place->path = mus_path_join(place->dir, "run");
    place->state = mus_path_join(place->dir, "run.state");
    write_whole(place, FEW);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    enum mus_status status = mus_tree_remove(place->dir, NULL);
    mus_buf_done(&place->whole);
    mus_free(place->path);
    mus_free(place->state);
    free(place);
    return status != MUS_OK;
}

static void a_run_has_a_line_a_company_and_no_state_when_it_is_whole(void **state)
{
    struct place *place = *state;
    place->queries = 4;
    size_t answered = 0;
    must(place, write_all(place, false, FACTS, &answered));
    holds(place->path, MUS_TEXT("q-0001 Q0 c-1 1 999900 musubi\n"
                                "q-0002 Q0 c-2 1 999800 musubi\n"
                                "q-0002 Q0 c-3 2 999799 musubi\n"
                                "q-0004 Q0 c-4 1 999600 musubi\n"));
    assert_false(is_there(place->state));
}

static void the_state_tells_what_the_run_depends_on_before_a_line_is_there(void **state)
{
    struct place *place = *state;
    struct mus_run *run = NULL;
    must(place, mus_run_open(place->path, false, MUS_TEXT(FACTS), &run, &place->err));
    holds(place->path, MUS_TEXT(""));
    holds(place->state, MUS_TEXT("musubi run 1\n" FACTS));
    mus_run_close(run);
    assert_true(is_there(place->state));
}

/* How many queries are certain to be done: those in front of the last one that has a line. */
static size_t certain(const struct place *place, size_t len)
{
    size_t last = 1;
    for (size_t at = 0; at < len;) {
        const char *end = memchr(place->whole.data + at, '\n', len - at);
        if (end == NULL) {
            break;
        }
        last = strtoul(place->whole.data + at + 2, NULL, 10);
        at = (size_t)(end - place->whole.data) + 1;
    }
    return last - 1;
}

static void a_run_cut_short_at_any_byte_is_carried_on_to_the_same_bytes(void **state)
{
    struct place *place = *state;
    for (size_t len = 0; len <= place->whole.len; len++) {
        size_t answered = 0;
        leave_interrupted(place, place->whole.data, len);
        must(place, write_all(place, true, FACTS, &answered));
        expect_whole(place);
        assert_int_equal(answered, place->queries - certain(place, len));
    }
}

/* What a machine that lost its power leaves: blocks that were never written. */
static void what_stands_behind_bytes_that_never_reached_the_disk_is_not_believed(void **state)
{
    struct place *place = *state;
    char *bytes = malloc(place->whole.len);
    for (size_t from = 0; from < place->whole.len; from++) {
        size_t answered = 0;
        memcpy(bytes, place->whole.data, place->whole.len);
        for (size_t i = from; i < place->whole.len && i < from + 40; i++) {
            bytes[i] = '\0';
        }
        leave_interrupted(place, bytes, place->whole.len);
        must(place, write_all(place, true, FACTS, &answered));
        expect_whole(place);
        assert_int_equal(answered, place->queries - certain(place, from));
    }
    free(bytes);
}

static void a_long_run_is_carried_on_from_wherever_a_block_ends(void **state)
{
    struct place *place = *state;
    static const size_t ends[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 131073};
    write_whole(place, MANY);
    assert_true(place->whole.len > 131073);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t answered = 0;
        leave_interrupted(place, place->whole.data, ends[i]);
        must(place, write_all(place, true, FACTS, &answered));
        expect_whole(place);
        assert_int_equal(answered, place->queries - certain(place, ends[i]));
    }
}

static void lines_that_were_kept_are_counted(void **state)
{
    struct place *place = *state;
    struct mus_run *run = NULL;
    size_t answered = 0;
    leave_interrupted(place, place->whole.data, place->whole.len - 1);
    must(place, mus_run_open(place->path, true, MUS_TEXT(FACTS), &run, &place->err));
    must(place, ask_all(place, run, &answered));
    must(place, mus_run_finish(run, &place->err));
    assert_int_equal(mus_run_line_count(run), FEW / CYCLE * 3);
    mus_run_close(run);
}

static void a_run_begun_with_something_else_is_not_carried_on(void **state)
{
    static const char digest[] = "a123456789012345678901234567890123456789012345678901234567890123";
    struct place *place = *state;
    char facts[160];
    leave_interrupted(place, place->whole.data, 40);
    expect_refused(place, "musubi: 0.1.0\nweights: abd\n--today: 2026-11-23\n", MUS_CONFLICT,
                   "%s: cannot go on: it was begun with weights abc, not abd");
    expect_refused(place, "musubi: 0.1.0\nweights: abc\n--today: 2026-11-24\n", MUS_CONFLICT,
                   "%s: cannot go on: it was begun with --today 2026-11-23, not 2026-11-24");
    snprintf(facts, sizeof facts, "musubi: 0.1.0\nweights: %s\n", digest);
    expect_refused(place, facts, MUS_CONFLICT,
                   "%s: cannot go on: it was begun with weights abc, not a12345678901");
    assert_true(is_there(place->state));
}

static void a_state_that_is_none_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "musubi run 1",
        "musubi run 2\n" FACTS,
        "musubi run 1\nmusubi: 0.1.0\nweights: abc\n",
        "musubi run 1\nmusubi: 0.1.0\nweights: abc\n--today\n",
        "musubi run 1\nmusubi: 0.1.0\nweights: abc\n--today:2026-11-23\n",
        "musubi run 1\nweights: abc\nmusubi: 0.1.0\n--today: 2026-11-23\n",
        "musubi run 1\n" FACTS "more: 1\n",
    };
    struct place *place = *state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        leave_interrupted(place, place->whole.data, 40);
        put_text(place->state, bad[i]);
        expect_refused(place, FACTS, MUS_CONFLICT, "%s.state: this is not the state of a run");
    }
}

static void a_run_that_is_whole_is_not_carried_on(void **state)
{
    expect_refused(*state, FACTS, MUS_CONFLICT,
                   "%1$s: no interrupted run: there is no %1$s.state beside it");
}

static void what_was_not_begun_is_begun(void **state)
{
    struct place *place = *state;
    size_t answered = 0;
    put(place->path, "", 0);
    must(place, write_all(place, true, FACTS, &answered));
    expect_whole(place);
    assert_int_equal(remove(place->path), 0);
    must(place, write_all(place, true, FACTS, &answered));
    expect_whole(place);
}

static void lines_of_other_queries_are_refused(void **state)
{
    struct place *place = *state;
    leave_interrupted(place, place->whole.data, place->whole.len);
    place->queries = 5;
    expect_refused(place, FACTS, MUS_CONFLICT,
                   "%s, line 7: cannot go on: the query \"q-0007\" is not asked, or not in this "
                   "order");
    place->queries = FEW;
    put_text(place->path, "q-0002 Q0 c-2 1 9 musubi\nq-0001 Q0 c-2 1 9 musubi\n");
    expect_refused(place, FACTS, MUS_CONFLICT,
                   "%s, line 2: cannot go on: the query \"q-0001\" is not asked, or not in this "
                   "order");
    place->queries = 0;
    expect_refused(place, FACTS, MUS_CONFLICT,
                   "%s, line 1: cannot go on: the query \"q-0002\" is not asked, or not in this "
                   "order");
}

static void a_line_of_something_else_is_refused(void **state)
{
    static const char *const bad[] = {
        "an earlier run",
        "",
        "q-0002",
        "q-0002 Q0 c-2 1 9",
        "q-0002 Q0 c-2 1 9 musubi ",
        "q-0002 Q0 c-2 1 9 other",
        "q-0002 Q1 c-2 1 9 musubi",
        "q-0002 Q0  1 9 musubi",
        "q-0002 Q0 c-2 01 9 musubi",
        "q-0002 Q0 c-2 x 9 musubi",
        "q-0002 Q0 c-2 2 9 musubi",
        "q-0002 Q0 c-2 1 -9 musubi",
        "q-0002 Q0 c-2 1 12345678 musubi",
        "q-0002 Q0 c-2 1  musubi",
        "q/0002 Q0 c-2 1 9 musubi",
        "q-0001 Q0 c-2 1 9 musubi",
        "q-0001 Q0 c-2 3 9 musubi",
    };
    struct place *place = *state;
    leave_interrupted(place, "", 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[160];
        snprintf(text, sizeof text, "q-0001 Q0 c-1 1 9 musubi\n%s\nq-0003 Q0 c-2 1 9 musubi\n",
                 bad[i]);
        put_text(place->path, text);
        expect_refused(place, FACTS, MUS_INVALID, "%s, line 2: this is no line of a run");
    }
    char endless[300];
    memset(endless, 'x', sizeof endless);
    put(place->path, endless, sizeof endless);
    expect_refused(place, FACTS, MUS_INVALID, "%s, line 1: this is no line of a run");
}

static void only_one_at_a_time_writes_a_run(void **state)
{
    struct place *place = *state;
    struct mus_run *first = NULL;
    struct mus_run *second = NULL;
    char message[96];
    snprintf(message, sizeof message, "%s: another process is writing it", place->path);
    must(place, mus_run_open(place->path, false, MUS_TEXT(FACTS), &first, &place->err));
    must(place, answer(first, 1, MUS_TEXT("q-0001"), &place->err));
    must(place, mus_run_sync(first, &place->err));
    for (int resume = 0; resume < 2; resume++) {
        assert_int_equal(
            mus_run_open(place->path, resume == 1, MUS_TEXT(FACTS), &second, &place->err),
            MUS_CONFLICT);
        assert_string_equal(place->err.message, message);
    }
    holds(place->path, MUS_TEXT("q-0001 Q0 c-1 1 999900 musubi\n"));
    mus_run_close(first);
}

static void what_was_synced_is_in_the_file(void **state)
{
    struct place *place = *state;
    struct mus_run *run = NULL;
    must(place, mus_run_open(place->path, false, MUS_TEXT(FACTS), &run, &place->err));
    must(place, answer(run, 2, MUS_TEXT("q-0002"), &place->err));
    must(place, mus_run_sync(run, &place->err));
    must(place, answer(run, 4, MUS_TEXT("q-0004"), &place->err));
    mus_run_close(run);
    holds(place->path, MUS_TEXT("q-0002 Q0 c-2 1 999800 musubi\nq-0002 Q0 c-3 2 999799 musubi\n"));
}

static void when_memory_runs_out_the_run_can_be_carried_on(void **state)
{
    struct place *place = *state;
    for (int resume = 0; resume < 2; resume++) {
        enum mus_status status = MUS_NO_MEMORY;
        size_t answered = 0;
        for (uint64_t n = 1; status == MUS_NO_MEMORY; n++) {
            leave_interrupted(place, place->whole.data, 100);
            mus_mem_fail_at(n, false);
            status = write_all(place, resume == 1, FACTS, &answered);
            mus_mem_fail_at(0, false);
            if (status != MUS_OK) {
                must(place, write_all(place, true, FACTS, &answered));
            }
            expect_whole(place);
        }
        must(place, status);
    }
}

/* Files may become no longer than `bytes`. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_is_told_and_the_run_can_be_carried_on(void **state)
{
    struct place *place = *state;
    char message[96];
    size_t answered = 0;
    snprintf(message, sizeof message, "%s: cannot write: File too large", place->path);
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t room = 150; room < place->whole.len; room += 7) {
        limit_files(room);
        enum mus_status status = write_all(place, false, FACTS, &answered);
        limit_files(RLIM_INFINITY);
        assert_int_equal(status, MUS_IO);
        assert_string_equal(place->err.message, message);
        must(place, write_all(place, true, FACTS, &answered));
        expect_whole(place);
    }
}

static void what_cannot_be_opened_or_written_is_told(void **state)
{
    struct place *place = *state;
    struct mus_run *run = NULL;
    char message[96];
    size_t answered = 0;
    mus_free(place->path);
    place->path = mus_path_join("/dev", "full");
    assert_int_equal(write_all(place, false, FACTS, &answered), MUS_IO);
    assert_string_equal(place->err.message, "/dev/full: cannot write: No space left on device");
    assert_int_equal(write_all(place, true, FACTS, &answered), MUS_INVALID);
    assert_string_equal(place->err.message, "/dev/full: only a regular file can be resumed");
    assert_int_equal(mus_run_open(place->dir, false, MUS_TEXT(FACTS), &run, &place->err), MUS_IO);
    snprintf(message, sizeof message, "%s: cannot write: Is a directory", place->dir);
    assert_string_equal(place->err.message, message);
    assert_int_equal(mus_run_open("/musubi-no/run", false, MUS_TEXT(FACTS), &run, &place->err),
                     MUS_IO);
    assert_string_equal(place->err.message,
                        "/musubi-no/run: cannot write: No such file or directory");
}

static void a_run_behind_a_link_or_a_pipe_has_no_state(void **state)
{
    struct place *place = *state;
    char *file = place->path;
    size_t answered = 0;
    put_text(file, "something longer than what will be written, and that must go: it was before");
    place->queries = 1;
    place->path = mus_path_join(place->dir, "link");
    assert_int_equal(symlink("run", place->path), 0);
    must(place, write_all(place, false, FACTS, &answered));
    holds(file, MUS_TEXT("q-0001 Q0 c-1 1 999900 musubi\n"));
    assert_false(is_there(place->state));
    int ends[2];
    char path[32];
    char got[64] = "";
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    mus_free(place->path);
    place->path = path;
    must(place, write_all(place, false, FACTS, &answered));
    assert_int_equal(read(ends[0], got, sizeof got), 30);
    assert_string_equal(got, "q-0001 Q0 c-1 1 999900 musubi\n");
    close(ends[0]);
    close(ends[1]);
    place->path = file;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_run_has_a_line_a_company_and_no_state_when_it_is_whole),
        TEST(the_state_tells_what_the_run_depends_on_before_a_line_is_there),
        TEST(a_run_cut_short_at_any_byte_is_carried_on_to_the_same_bytes),
        TEST(what_stands_behind_bytes_that_never_reached_the_disk_is_not_believed),
        TEST(a_long_run_is_carried_on_from_wherever_a_block_ends),
        TEST(lines_that_were_kept_are_counted),
        TEST(a_run_begun_with_something_else_is_not_carried_on),
        TEST(a_state_that_is_none_is_refused),
        TEST(a_run_that_is_whole_is_not_carried_on),
        TEST(what_was_not_begun_is_begun),
        TEST(lines_of_other_queries_are_refused),
        TEST(a_line_of_something_else_is_refused),
        TEST(only_one_at_a_time_writes_a_run),
        TEST(what_was_synced_is_in_the_file),
        TEST(when_memory_runs_out_the_run_can_be_carried_on),
        TEST(a_full_disk_is_told_and_the_run_can_be_carried_on),
        TEST(what_cannot_be_opened_or_written_is_told),
        TEST(a_run_behind_a_link_or_a_pipe_has_no_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
