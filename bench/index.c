/* What keeping the index of a store costs, and what it gives while it is being kept:
 *
 *   size       bytes of the index a company, and its segments, before and after the changes
 *   change     ms from a company changed to its commit on the disk, beside a bare LMDB commit of
 *              one record as long, in turn. The index is folded every 64 changes, and small
 *              segments of it become larger ones: the mean and the longest tell what that costs
 *   match      ms of a match for companies of the store, and while another process changes
 *              companies in batches as an import does
 *
 * The store is changed: give it a copy.
 *
 * Usage: bench_index STORE FOLDER (absent or empty) [CHANGES] */
#include <inttypes.h>
#include <lmdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/random.h"
#include "musubi/musubi.h"
#include "store/companies.h"
#include "store/stats.h"
#include "timer.h"

enum { MATCHES = 300, BATCH = 4096, MOST_CHANGES = 100000 };

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static void must_lmdb(int code)
{
    if (code != 0) {
        fprintf(stderr, "bench: %s\n", mdb_strerror(code));
        exit(1);
    }
}

/* ------------------------------------------------------------------ ids */

struct ids {
    struct mus_arena arena;
    struct mus_text *items;
    size_t count;
};

static void read_ids(struct mus_store *store, struct ids *ids)
{
    struct mus_error err = {0};
    struct mus_read *read = NULL;
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    uint64_t count = 0;
    must(mus_store_read_begin(store, &read, &err), &err);
    must(mus_store_company_count(read, &count, &err), &err);
    ids->items = calloc(count + 1, sizeof *ids->items);
    must(mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker, &err), &err);
    for (;;) {
        must(mus_walker_next(walker, &item, &err), &err);
        if (item.id.ptr == NULL) {
            break;
        }
        ids->items[ids->count++] = mus_arena_copy(&ids->arena, item.id);
    }
    mus_walker_close(walker);
    mus_store_read_end(read);
}

/* ------------------------------------------------------------------ changing */

struct changing {
    const struct ids *ids;
    struct mus_random random;
    unsigned count; /* in one write */
    size_t bytes;   /* of the last record */
};

/* Its description gets one character more, or loses it. */
static enum mus_status change_one(struct mus_write *write, struct mus_text id,
                                  struct changing *changing, struct mus_error *err)
{
    static const char MORE[] = "新";
    struct mus_arena arena = {0};
    struct mus_company_record record;
    enum mus_status status =
        mus_store_company(mus_store_write_view(write), id, &arena, &record, err);
    if (status == MUS_OK) {
        struct mus_text *text = &record.company.description.ja;
        size_t added = sizeof MORE - 1;
        bool has = text->len > added && memcmp(text->ptr + text->len - added, MORE, added) == 0;
        char *now = mus_arena_alloc(&arena, text->len + added, 1);
        memcpy(now, text->ptr, text->len);
        memcpy(now + text->len, MORE, added);
        *text = (struct mus_text){now, has ? text->len - added : text->len + added};
        changing->bytes = text->len;
        status = mus_store_put(write, &record, NULL, err);
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status change_some(struct mus_write *write, void *context, struct mus_error *err)
{
    struct changing *changing = context;
    enum mus_status status = MUS_OK;
    for (unsigned i = 0; status == MUS_OK && i < changing->count; i++) {
        size_t which = (size_t)mus_random_below(&changing->random, changing->ids->count);
        status = change_one(write, changing->ids->items[which], changing, err);
    }
    return status;
}

/* ------------------------------------------------------------------ the peer */

struct bare {
    MDB_env *env;
    MDB_dbi dbi;
};

static void bare_open(struct bare *bare, const char *folder)
{
    MDB_txn *txn = NULL;
    mkdir(folder, 0700);
    must_lmdb(mdb_env_create(&bare->env));
    must_lmdb(mdb_env_set_mapsize(bare->env, (size_t)1 << 32));
    must_lmdb(mdb_env_open(bare->env, folder, 0, 0600));
    must_lmdb(mdb_txn_begin(bare->env, NULL, 0, &txn));
    must_lmdb(mdb_dbi_open(txn, NULL, 0, &bare->dbi));
    must_lmdb(mdb_txn_commit(txn));
}

static void bare_put(struct bare *bare, uint64_t number, size_t bytes)
{
    static char value[65536];
    MDB_txn *txn = NULL;
    MDB_val key = {sizeof number, &number};
    MDB_val data = {bytes < sizeof value ? bytes : sizeof value, value};
    must_lmdb(mdb_txn_begin(bare->env, NULL, 0, &txn));
    must_lmdb(mdb_put(txn, bare->dbi, &key, &data, 0));
    must_lmdb(mdb_txn_commit(txn));
}

/* ------------------------------------------------------------------ figures */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

struct figures {
    double mean, half, most, worst; /* half: the median; most: 99 of 100 are below */
};

static struct figures figures_of(double *times, size_t count)
{
    struct figures figures = {0};
    qsort(times, count, sizeof *times, compare_doubles);
    for (size_t i = 0; i < count; i++) {
        figures.mean += times[i] / (double)count;
    }
    figures.half = times[count / 2];
    figures.most = times[count * 99 / 100];
    figures.worst = times[count - 1];
    return figures;
}

static void measure_changes(struct mus_store *store, const struct ids *ids, const char *folder,
                            size_t changes)
{
    struct mus_error err = {0};
    struct bare bare;
    struct changing changing = {.ids = ids, .count = 1, .bytes = 1024};
    double *ours = calloc(changes, sizeof *ours);
    double *theirs = calloc(changes, sizeof *theirs);
    double cpu = 0;
    mus_random_init(&changing.random, 1);
    bare_open(&bare, folder);
    for (size_t i = 0; i < changes; i++) {
        double start = wall_seconds();
        double start_cpu = cpu_seconds();
        must(mus_store_update(store, change_some, &changing, &err), &err);
        ours[i] = wall_seconds() - start;
        cpu += cpu_seconds() - start_cpu;
        start = wall_seconds();
        bare_put(&bare, i, changing.bytes);
        theirs[i] = wall_seconds() - start;
    }
    mdb_env_close(bare.env);
    struct figures a = figures_of(ours, changes);
    struct figures b = figures_of(theirs, changes);
    printf(
        "change     %8.3f ms mean (median %.3f, p99 %.3f, longest %.1f; CPU %.3f); %.2f x a bare "
        "commit of one record (%.3f ms, longest %.1f; median %.2f x)\n",
        a.mean * 1e3, a.half * 1e3, a.most * 1e3, a.worst * 1e3, cpu / (double)changes * 1e3,
        a.mean / b.mean, b.mean * 1e3, b.worst * 1e3, a.half / b.half);
    free(ours);
    free(theirs);
}

/* ------------------------------------------------------------------ matches */

static enum mus_status forget(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)json;
    (void)err;
    *(uint64_t *)user += len;
    return MUS_OK;
}

static struct figures match_some(struct mus_musubi *musubi, const struct ids *ids)
{
    static double times[MATCHES];
    struct mus_error err = {0};
    uint64_t bytes = 0;
    struct mus_sink sink = {.take = forget, .user = &bytes};
    for (size_t i = 0; i < MATCHES; i++) {
        char id[80];
        snprintf(id, sizeof id, "%.*s", MUS_TEXT_ARG(ids->items[i * (ids->count / MATCHES)]));
        struct mus_match_options options = {.company = id, .top = 20, .threads = 1};
        double start = wall_seconds();
        must(mus_match(musubi, &options, &sink, &err), &err);
        times[i] = wall_seconds() - start;
    }
    return figures_of(times, MATCHES);
}

/* Another process, since one opens a store once. It begins when a byte comes, and ends when its
 * input does; then it says how many companies it changed. */
struct writer {
    pid_t pid;
    int go, told;
};

static void write_on(const char *folder, const struct ids *ids, int go, int told)
{
    struct mus_error err = {0};
    struct mus_store *store = NULL;
    struct changing changing = {.ids = ids, .count = BATCH};
    uint64_t changed = 0;
    struct pollfd input = {.fd = go, .events = POLLIN};
    char byte;
    mus_random_init(&changing.random, 2);
    if (read(go, &byte, 1) != 1) {
        return;
    }
    must(mus_store_open(folder, NULL, &store, &err), &err);
    while (poll(&input, 1, 0) == 0) {
        must(mus_store_update(store, change_some, &changing, &err), &err);
        changed += changing.count;
    }
    mus_store_close(store);
    (void)!write(told, &changed, sizeof changed);
}

static struct writer start_writer(const char *folder, const struct ids *ids)
{
    int go[2];
    int told[2];
    if (pipe(go) != 0 || pipe(told) != 0) {
        perror("bench");
        exit(1);
    }
    struct writer writer = {.pid = fork(), .go = go[1], .told = told[0]};
    if (writer.pid == 0) {
        close(go[1]);
        write_on(folder, ids, go[0], told[1]);
        _exit(0);
    }
    close(go[0]);
    close(told[1]);
    return writer;
}

static void measure_matches(const char *folder, const struct ids *ids)
{
    struct mus_error err = {0};
    struct mus_musubi *musubi = NULL;
    struct mus_open_options open = {.store = folder, .read_only = true};
    struct writer writer = start_writer(folder, ids);
    uint64_t changed = 0;
    must(mus_open(&open, &musubi, &err), &err);
    match_some(musubi, ids);
    struct figures alone = match_some(musubi, ids);
    (void)!write(writer.go, "", 1);
    struct figures beside = match_some(musubi, ids);
    close(writer.go);
    if (read(writer.told, &changed, sizeof changed) != sizeof changed) {
        fprintf(stderr, "bench: the writer failed\n");
        exit(1);
    }
    waitpid(writer.pid, NULL, 0);
    mus_close(musubi);
    printf("match      %8.3f ms mean (p99 %.3f); while %" PRIu64
           " companies were changed %.3f (p99 %.3f): %.2f x\n",
           alone.mean * 1e3, alone.most * 1e3, changed, beside.mean * 1e3, beside.most * 1e3,
           beside.mean / alone.mean);
}

static void tell_size(struct mus_store *store)
{
    struct mus_error err = {0};
    struct mus_store_stats stats;
    uint64_t bytes = 0;
    must(mus_store_stats(store, &stats, &err), &err);
    for (size_t i = 0; i < stats.table_count; i++) {
        bytes += strncmp(stats.tables[i].name, "index_", 6) == 0 ? stats.tables[i].bytes : 0;
    }
    printf("size       %8.0f bytes of index a company (%.1f MB for %" PRIu64 " companies, %" PRIu64
           " segments)\n",
           (double)bytes / (double)stats.companies, (double)bytes / 1e6, stats.companies,
           stats.index.segments);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s STORE FOLDER [CHANGES]\n", argv[0]);
        return 2;
    }
    mus_mem_keep();
    size_t changes = argc > 3 ? (size_t)atol(argv[3]) : 1000;
    struct mus_error err = {0};
    struct mus_store *store = NULL;
    struct ids ids = {.count = 0};
    must(mus_store_open(argv[1], NULL, &store, &err), &err);
    read_ids(store, &ids);
    if (ids.count < MATCHES || changes == 0 || changes > MOST_CHANGES) {
        fprintf(stderr, "bench: %zu companies, expected %d or more; changes 1 to %d\n", ids.count,
                MATCHES, MOST_CHANGES);
        return 2;
    }
    tell_size(store);
    measure_changes(store, &ids, argv[2], changes);
    tell_size(store);
    mus_store_close(store);
    measure_matches(argv[1], &ids);
    mus_arena_done(&ids.arena);
    free(ids.items);
    return 0;
}
