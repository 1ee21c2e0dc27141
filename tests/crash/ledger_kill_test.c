/* A process killed at random moments while it appends to the ledger as fast as it can: every entry
 * of an acknowledged batch is there, a batch is whole or not there at all, and the tree is that of
 * the entries. MUS_CRASHES says how many times (default 40), MUS_SEED repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "store/check.h"
#include "store/ledger.h"
#include "workload.h"

enum { BATCHES_AT_MOST = 12, ENTRIES_AT_MOST = 40, DELAY_US_AT_MOST = 5000 };

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

struct batch {
    uint64_t count;
    uint64_t size; /* of the ledger afterwards */
};

/* Each batch leaves a request with the size that it brings the ledger to. */
static struct mus_text request_of(uint64_t size, char room[32])
{
    snprintf(room, 32, "size-%llu", (unsigned long long)size);
    return mus_text_of(room);
}

static enum mus_status append_batch(struct mus_write *write, void *context, struct mus_error *err)
{
    struct batch *batch = context;
    const struct mus_digest content = {{0}};
    struct mus_buf bytes = {0};
    char room[32];
    uint64_t index = 0;
    uint64_t first = 0;
    enum mus_status status = mus_store_ledger_size(mus_store_write_view(write), &first, err);
    for (uint64_t i = 0; status == MUS_OK && i < batch->count; i++) {
        mus_buf_clear(&bytes);
        workload_entry(first + i, &bytes);
        status = mus_buf_check(&bytes, err);
        if (status == MUS_OK) {
            status = mus_store_ledger_append(write, mus_buf_text(&bytes), &index, err);
        }
    }
    mus_buf_done(&bytes);
    if (status == MUS_OK) {
        batch->size = first + batch->count;
        status = mus_store_ledger_put_request(write, request_of(batch->size, room), index, &content,
                                              err);
    }
    return status;
}

/* In the child: batches, each acknowledged by the size of the ledger, until killed. */
static void append_on(const char *dir, const struct mus_store_options *options, uint64_t seed,
                      int acknowledge)
{
    struct mus_store *store = NULL;
    struct mus_error err;
    struct mus_random random;
    mus_random_init(&random, seed);
    if (mus_store_open(dir, options, &store, &err) != MUS_OK) {
        _exit(2);
    }
    for (;;) {
        struct batch batch = {1 + mus_random_below(&random, ENTRIES_AT_MOST), 0};
        if (mus_store_update(store, append_batch, &batch, &err) != MUS_OK) {
            fprintf(stderr, "appending: %s\n", err.message);
            _exit(3);
        }
        if (write(acknowledge, &batch.size, sizeof batch.size) != (ssize_t)sizeof batch.size) {
            _exit(4);
        }
    }
}

/* Runs a process until it has acknowledged some batches and a little more time has passed. The size
 * that was acknowledged last goes to *size, where there was any. False: it ended by itself. */
static bool run_and_kill(const char *dir, const struct mus_store_options *options,
                         struct mus_random *random, uint64_t *size)
{
    int ends[2];
    uint64_t seed = mus_random_next(random);
    if (pipe(ends) != 0) {
        return false;
    }
    fflush(stderr);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        append_on(dir, options, seed, ends[1]);
    }
    close(ends[1]);
    uint64_t wanted = mus_random_below(random, BATCHES_AT_MOST);
    uint64_t said = 0;
    while (wanted > 0 && read(ends[0], &said, sizeof said) == (ssize_t)sizeof said) {
        *size = said;
        wanted--;
    }
    usleep((useconds_t)mus_random_below(random, DELAY_US_AT_MOST));
    kill(child, SIGKILL);
    int how = 0;
    waitpid(child, &how, 0);
    while (read(ends[0], &said, sizeof said) == (ssize_t)sizeof said) { /* before it died */
        *size = said;
    }
    close(ends[0]);
    return WIFSIGNALED(how);
}

/* That the ledger holds what was acknowledged, and beyond it one whole batch at most. */
static void verify(const char *dir, const struct mus_store_options *options, uint64_t *size)
{
    struct mus_store *store = NULL;
    struct mus_read *read = NULL;
    struct mus_arena arena = {0};
    struct mus_check_report report;
    struct mus_digest content;
    struct mus_error err = {0};
    char room[32];
    uint64_t found = 0;
    uint64_t index = 0;
    bool has_request = false;
    assert_int_equal(mus_store_open(dir, options, &store, &err), MUS_OK);
    if (mus_store_check(store, &arena, &report, &err) != MUS_OK) {
        fail_msg("check: %s", err.message);
    }
    assert_int_equal(mus_store_read_begin(store, &read, &err), MUS_OK);
    assert_int_equal(mus_store_ledger_size(read, &found, &err), MUS_OK);
    assert_in_range(found, *size, *size + ENTRIES_AT_MOST);
    assert_true(workload_ledger_is(read, found));
    if (found > 0) {
        assert_int_equal(mus_store_ledger_request(read, request_of(found, room), &has_request,
                                                  &index, &content, &err),
                         MUS_OK);
        assert_true(has_request && index + 1 == found);
    }
    mus_store_read_end(read);
    mus_store_close(store);
    mus_arena_done(&arena);
    *size = found;
}

static void what_was_acknowledged_is_in_the_ledger_and_its_tree(void **state)
{
    (void)state;
    const char *crashes_text = getenv("MUS_CRASHES");
    const char *seed_text = getenv("MUS_SEED");
    int crashes = crashes_text == NULL ? 40 : atoi(crashes_text);
    uint64_t seed =
        seed_text == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(seed_text, NULL, 10);
    char top[] = "/tmp/musubi-XXXXXX";
    char dir[64];
    struct mus_error err;
    struct mus_random random;
    struct mus_store_options options = {.map_bytes = 1 << 20};
    uint64_t size = 0;
    print_message("seed %llu\n", (unsigned long long)seed);
    mus_random_init(&random, seed);
    assert_non_null(mkdtemp(top));
    snprintf(dir, sizeof dir, "%s/s", top);
    assert_int_equal(mus_store_init(dir, &options, &err), MUS_OK);
    for (int i = 0; i < crashes; i++) {
        assert_true(run_and_kill(dir, &options, &random, &size));
        verify(dir, &options, &size);
    }
    print_message("%d crashes, %llu entries\n", crashes, (unsigned long long)size);
    assert_true(crashes < 40 || size > 256); /* tiles were filled on the way */
    nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_is_in_the_ledger_and_its_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
