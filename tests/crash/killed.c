#include "killed.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

void make_folder(struct killed_folder *folder)
{
    strcpy(folder->path, "/tmp/musubi-kill-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

void remove_folder(const char *path)
{
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static enum mus_status ignore(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)user;
    (void)json;
    (void)len;
    (void)err;
    return MUS_OK;
}

struct mus_sink quiet_sink(void)
{
    return (struct mus_sink){ignore, NULL, NULL};
}

static void tell(void *user, uint64_t done, uint64_t total)
{
    (void)total;
    if (write(*(int *)user, &done, sizeof done) != (ssize_t)sizeof done) {
        _exit(4);
    }
}

static void work_and_exit(killed_work *work, const void *context, int end)
{
    struct mus_sink sink = {ignore, tell, &end};
    struct mus_error err = {0};
    enum mus_status status = work(context, &sink, &err);
    if (status != MUS_OK) {
        fprintf(stderr, "%s\n", err.message);
    }
    _exit(status == MUS_OK ? 0 : 3);
}

uint64_t run_and_kill(killed_work *work, const void *context, useconds_t delay, bool *whole)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        work_and_exit(work, context, ends[1]);
    }
    close(ends[1]);
    usleep(delay);
    kill(child, SIGKILL);
    uint64_t told = 0;
    uint64_t done;
    while (read(ends[0], &done, sizeof done) == (ssize_t)sizeof done) {
        told = done;
    }
    close(ends[0]);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
    if (whole != NULL) {
        *whole = !WIFSIGNALED(how);
    }
    return told;
}

uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

uint64_t begin_kills(struct mus_random *random)
{
    uint64_t seed = number_of("MUS_SEED", (uint64_t)mus_clock_now_ms());
    uint64_t kills = number_of("MUS_CRASHES", 12);
    printf("MUS_SEED=%llu, %llu kills\n", (unsigned long long)seed, (unsigned long long)kills);
    mus_random_init(random, seed);
    return kills;
}
