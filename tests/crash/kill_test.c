/* A writer killed at random moments: what it had acknowledged is in the store, nothing is
 * half-done, and the check passes. This shows no missing sync, because the page cache survives the
 * process; the power-cut test does. MUS_CRASHES says how many times (default 20), MUS_SEED repeats
 * a run. */
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

#include "base/clock.h"
#include "base/random.h"
#include "store/keys.h"
#include "workload.h"

enum { STEPS_AT_MOST = 12, DELAY_US_AT_MOST = 8000, REPLACE_EVERY = 6 };

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

/* In the child: steps from `step` on, each acknowledged by a byte, until killed. */
static void write_on(const char *dir, const struct mus_store_options *options, unsigned step,
                     int acknowledge)
{
    struct mus_store *store = NULL;
    struct mus_error err;
    if (mus_store_open(dir, options, &store, &err) != MUS_OK) {
        _exit(2);
    }
    for (;; step++) {
        if (workload_step(store, step, &err) != MUS_OK) {
            fprintf(stderr, "step %u: %s\n", step, err.message);
            _exit(3);
        }
        if (write(acknowledge, "", 1) != 1) {
            _exit(4);
        }
        if (step % REPLACE_EVERY == 0 && mus_store_replace_key(store, NULL, &err) != MUS_OK) {
            fprintf(stderr, "replacing the key: %s\n", err.message);
            _exit(5);
        }
    }
}

/* Runs a writer until it has made some steps and a little more time has passed; returns how many
 * were acknowledged, or -1 where it ended by itself. */
static int run_and_kill(const char *dir, const struct mus_store_options *options, unsigned step,
                        struct mus_random *random)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    fflush(stderr);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_on(dir, options, step, ends[1]);
    }
    close(ends[1]);
    int acknowledged = 0;
    char byte;
    int wanted = (int)mus_random_below(random, STEPS_AT_MOST);
    while (acknowledged < wanted && read(ends[0], &byte, 1) == 1) {
        acknowledged++;
    }
    usleep((useconds_t)mus_random_below(random, DELAY_US_AT_MOST));
    kill(child, SIGKILL);
    int how = 0;
    waitpid(child, &how, 0);
    while (read(ends[0], &byte, 1) == 1) { /* what it said before it died */
        acknowledged++;
    }
    close(ends[0]);
    return WIFSIGNALED(how) ? acknowledged : -1;
}

static void what_a_killed_writer_acknowledged_is_there(void **state)
{
    (void)state;
    const char *crashes_text = getenv("MUS_CRASHES");
    const char *seed_text = getenv("MUS_SEED");
    int crashes = crashes_text == NULL ? 20 : atoi(crashes_text);
    uint64_t seed =
        seed_text == NULL ? (uint64_t)mus_clock_now_ms() : strtoull(seed_text, NULL, 10);
    char top[] = "/tmp/musubi-XXXXXX";
    char dir[64];
    struct mus_error err;
    struct mus_random random;
    struct mus_store_options options = {.map_bytes = 1 << 20};
    unsigned step = 0;
    print_message("seed %llu\n", (unsigned long long)seed);
    mus_random_init(&random, seed);
    assert_non_null(mkdtemp(top));
    snprintf(dir, sizeof dir, "%s/s", top);
    assert_int_equal(mus_store_init(dir, &options, &err), MUS_OK);
    for (int i = 0; i < crashes; i++) {
        int acknowledged = run_and_kill(dir, &options, step, &random);
        assert_true(acknowledged >= 0);
        step += (unsigned)acknowledged;
        assert_true(workload_verify(dir, &options, &step));
    }
    print_message("%d crashes, %u steps\n", crashes, step);
    nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_killed_writer_acknowledged_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
