/* Power cut at every write and sync that the store makes: whatever of the unsynced sectors reached
 * the disk, what was acknowledged is there, nothing is half-done, and the check passes. MUS_CRASHES
 * says how many torn states are tried at each point (default 1), MUS_SEED repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "disk.h"
#include "workload.h"

enum { STEPS = 15, FILES = 2, SNAPSHOTS = 20000 };

static const char *const NAMES[FILES] = {"main/data.mdb", "keys/data.mdb"};

/* The disk as a cut left it. */
struct snapshot {
    struct disk_file files[FILES];
    unsigned done; /* steps acknowledged by then */
};

struct run {
    char top[32];
    char dir[64];
    struct mus_store_options options;
    uint64_t seed;
    int tears;
    unsigned done;
    struct snapshot *snapshots;
    size_t count;
};

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void take(struct run *run, enum disk_loss loss)
{
    if (run->count == SNAPSHOTS) {
        abort();
    }
    struct snapshot *snapshot = &run->snapshots[run->count++];
    snapshot->done = run->done;
    for (size_t i = 0; i < FILES; i++) {
        snapshot->files[i] = disk_after_cut(i, loss, run->seed + 2 * run->count + i);
    }
}

static void observe(void *context)
{
    struct run *run = context;
    take(run, DISK_DROPS);
    take(run, DISK_KEEPS);
    for (int i = 0; i < run->tears; i++) {
        take(run, DISK_TEARS);
    }
}

static void write_file(const char *dir, const char *name, const struct disk_file *file)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_true(write(fd, file->bytes, file->len) == (ssize_t)file->len);
    close(fd);
}

/* Makes the store and does the steps on the disk that loses power. */
static void run_steps(struct run *run, bool deaf)
{
    struct mus_store *store = NULL;
    struct mus_error err;
    char paths[FILES][128];
    const char *watched[FILES];
    strcpy(run->top, "/tmp/musubi-XXXXXX");
    assert_non_null(mkdtemp(run->top));
    snprintf(run->dir, sizeof run->dir, "%s/s", run->top);
    for (size_t i = 0; i < FILES; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", run->dir, NAMES[i]);
        watched[i] = paths[i];
    }
    run->options.map_bytes = 1 << 20;
    assert_int_equal(mus_store_init(run->dir, &run->options, &err), MUS_OK);
    assert_int_equal(mus_store_open(run->dir, &run->options, &store, &err), MUS_OK);
    disk_begin(watched, FILES, deaf, observe, run);
    for (unsigned step = 0; step < STEPS; step++) {
        assert_int_equal(workload_step(store, step, &err), MUS_OK);
        run->done = step + 1;
    }
    disk_end();
    mus_store_close(store);
}

/* The lock file would be gone after a real power cut: nobody has the database open. */
static void lay_out(const struct run *run, const struct snapshot *snapshot)
{
    for (size_t i = 0; i < FILES; i++) {
        write_file(run->dir, NAMES[i], &snapshot->files[i]);
    }
    char path[128];
    snprintf(path, sizeof path, "%s/main/lock.mdb", run->dir);
    unlink(path);
    snprintf(path, sizeof path, "%s/keys/lock.mdb", run->dir);
    unlink(path);
}

static void start(struct run *run)
{
    const char *tears_text = getenv("MUS_CRASHES");
    const char *seed_text = getenv("MUS_SEED");
    memset(run, 0, sizeof *run);
    run->tears = tears_text == NULL ? 1 : atoi(tears_text);
    run->seed = seed_text == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(seed_text, NULL, 10);
    run->snapshots = calloc(SNAPSHOTS, sizeof *run->snapshots);
    assert_non_null(run->snapshots);
    print_message("seed %llu\n", (unsigned long long)run->seed);
}

static void finish(struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        for (size_t f = 0; f < FILES; f++) {
            free(run->snapshots[i].files[f].bytes);
        }
    }
    free(run->snapshots);
    nftw(run->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void what_was_acknowledged_survives_a_power_cut_anywhere(void **state)
{
    (void)state;
    struct run run;
    start(&run);
    run_steps(&run, false);
    assert_true(run.count > 3 * STEPS);
    for (size_t i = 0; i < run.count; i++) {
        unsigned done = run.snapshots[i].done;
        lay_out(&run, &run.snapshots[i]);
        if (!workload_verify(run.dir, &run.options, &done)) {
            fail_msg("cut %zu of %zu, after %u steps", i, run.count, run.snapshots[i].done);
        }
    }
    print_message("%zu cuts\n", run.count);
    finish(&run);
}

/* In a process of its own, which a broken database may bring down. */
static bool survives(const struct run *run, const struct snapshot *snapshot)
{
    lay_out(run, snapshot);
    fflush(stderr);
    pid_t child = fork();
    if (child == 0) {
        unsigned done = snapshot->done;
        const struct rlimit no_core = {0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        alarm(60);
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDERR_FILENO);
        _exit(workload_verify(run->dir, &run->options, &done) ? 0 : 1);
    }
    int how = 0;
    waitpid(child, &how, 0);
    return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static void a_disk_that_ignores_syncs_is_found_out(void **state)
{
    (void)state;
    struct run run;
    start(&run);
    run_steps(&run, true);
    bool found_out = false;
    for (size_t i = run.count; i > 0 && !found_out; i--) {
        found_out = !survives(&run, &run.snapshots[i - 1]);
    }
    assert_true(found_out);
    finish(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_survives_a_power_cut_anywhere),
        cmocka_unit_test(a_disk_that_ignores_syncs_is_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
