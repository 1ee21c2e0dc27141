/* Matching every company of a store with every other: seconds and CPU of `match --all --run`, and
 * the ratio of its CPU to what as many single matches would take, by a sample of them in the same
 * run.
 *
 * Where SECONDS are given the run is broken off when they are over, and the seconds of all
 * companies follow from the share that was done; its first half is not counted then, in which the
 * pages of the store are met for the first time.
 *
 * Usage: bench_all_pairs STORE FOLDER (for the run) [SECONDS [THREADS]] */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "musubi/musubi.h"
#include "store/companies.h"
#include "timer.h"

enum { SINGLES = 300, PASSES = 2 };

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static struct mus_musubi *open_store(const char *store)
{
    struct mus_error err = {0};
    struct mus_musubi *musubi = NULL;
    struct mus_open_options options = {.store = store, .read_only = true};
    must(mus_open(&options, &musubi, &err), &err);
    return musubi;
}

static enum mus_status take(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)user;
    (void)json;
    (void)len;
    (void)err;
    return MUS_OK;
}

/* ------------------------------------------------------------------ all pairs */

/* How far the run has come, and what it took until then. */
struct mark {
    uint64_t done, total;
    double wall, cpu;
};

struct telling {
    int pipe;
    double began;
};

static void tell(void *user, uint64_t done, uint64_t total)
{
    const struct telling *telling = user;
    const struct mark mark = {done, total, wall_seconds() - telling->began, cpu_seconds()};
    if (write(telling->pipe, &mark, sizeof mark) != (ssize_t)sizeof mark) {
        _exit(1);
    }
}

static void match_all(const char *store, const char *run, int threads, int pipe)
{
    struct mus_error err = {0};
    struct telling telling = {pipe, wall_seconds()};
    struct mus_musubi *musubi = open_store(store);
    struct mus_match_options options = {.all = true, .top = 20, .run = run, .threads = threads};
    struct mus_sink sink = {.take = take, .progress = tell, .user = &telling};
    must(mus_match(musubi, &options, &sink, &err), &err);
    mus_close(musubi);
}

/* What the companies between two marks took, as if all had. */
struct took {
    uint64_t companies;
    double wall, cpu;
};

static struct took run_all(const char *store, const char *folder, double seconds, int threads)
{
    char run[4096];
    int ends[2];
    struct mark half = {0, 0, 0, 0};
    struct mark last = half;
    struct mark mark;
    snprintf(run, sizeof run, "%s/all-pairs.run", folder);
    if (pipe(ends) != 0) {
        perror("bench: pipe");
        exit(1);
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        match_all(store, run, threads, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    while (read(ends[0], &mark, sizeof mark) == (ssize_t)sizeof mark) {
        half = seconds > 0 && mark.wall < seconds / 2 ? mark : half;
        last = mark;
        if (seconds > 0 && mark.wall >= seconds) {
            break;
        }
    }
    if (last.done < last.total) {
        kill(child, SIGTERM);
    }
    waitpid(child, NULL, 0);
    if (last.done <= half.done) {
        fprintf(stderr, "bench: the run was not told about; give it more seconds\n");
        exit(1);
    }
    half = last.done == last.total ? (struct mark){0, 0, 0, 0} : half;
    double share = (double)last.total / (double)(last.done - half.done);
    return (struct took){last.total, (last.wall - half.wall) * share,
                         (last.cpu - half.cpu) * share};
}

/* ------------------------------------------------------------------ one by one */

/* Ids of companies that stand as far from each other as can be. */
static size_t read_ids(const char *store, uint64_t companies, char *ids[SINGLES])
{
    struct mus_error err = {0};
    struct mus_store_options options = {.read_only = true};
    struct mus_store *opened = NULL;
    struct mus_read *read = NULL;
    struct mus_walker *walker = NULL;
    uint64_t step = companies / SINGLES > 0 ? companies / SINGLES : 1;
    size_t count = 0;
    must(mus_store_open(store, &options, &opened, &err), &err);
    must(mus_store_read_begin(opened, &read, &err), &err);
    must(mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker, &err), &err);
    for (uint64_t at = 0; count < SINGLES; at++) {
        struct mus_walk_item item;
        must(mus_walker_next(walker, &item, &err), &err);
        if (item.id.ptr == NULL) {
            break;
        }
        if (at % step == 0) {
            ids[count++] = strndup(item.id.ptr, item.id.len);
        }
    }
    mus_walker_close(walker);
    mus_store_read_end(read);
    mus_store_close(opened);
    return count;
}

/* CPU seconds of a match, the mean; those of the last pass. */
static double match_singly(const char *store, uint64_t companies)
{
    struct mus_error err = {0};
    char *ids[SINGLES];
    size_t count = read_ids(store, companies, ids);
    struct mus_musubi *musubi = open_store(store);
    double cpu = 0;
    for (unsigned pass = 0; pass < PASSES; pass++) {
        cpu = cpu_seconds();
        for (size_t i = 0; i < count; i++) {
            struct mus_match_options options = {.company = ids[i], .top = 20, .threads = 1};
            struct mus_sink sink = {.take = take};
            must(mus_match(musubi, &options, &sink, &err), &err);
        }
        cpu = cpu_seconds() - cpu;
    }
    mus_close(musubi);
    for (size_t i = 0; i < count; i++) {
        free(ids[i]);
    }
    return count == 0 ? 0 : cpu / (double)count;
}

int main(int argc, char **argv)
{
    mus_mem_keep();
    if (argc < 3 || argc > 5) {
        fprintf(stderr, "usage: %s STORE FOLDER [SECONDS [THREADS]]\n", argv[0]);
        return 2;
    }
    double seconds = argc > 3 ? strtod(argv[3], NULL) : 0;
    int threads = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 0;
    struct took took = run_all(argv[1], argv[2], seconds, threads);
    double single = match_singly(argv[1], took.companies);
    double companies = (double)took.companies;
    printf("all pairs, top 20: %.0f companies, %.1f s, CPU %.1f s (%.3f ms a company)%s\n",
           companies, took.wall, took.cpu, 1000 * took.cpu / companies,
           seconds > 0 ? ", by the share that was done" : "");
    printf("single matches:    CPU %.3f ms, %.1f s for as many\n", 1000 * single,
           single * companies);
    printf("ratio %.2f\n", took.cpu / (single * companies));
    return 0;
}
