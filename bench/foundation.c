/* What importing, keeping and plain scanning cost, beside what the machine itself takes for the
 * same bytes in the same run:
 *
 *   import     companies a second, and its time over that of parsing the same lines as JSON and
 *              putting their bytes, unread, into a bare LMDB in batches of the same size
 *   size       bytes of the store a company, over the bytes of its line
 *   match      ms of one match by plain scan, and its time over that of adding up every byte of the
 *              match records once
 *
 * Usage: bench_foundation FILE.jsonl FOLDER (empty or absent) [QUERIES] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <lmdb.h>

#include "codec/json.h"
#include "import/lines.h"
#include "musubi/musubi.h"
#include "store/companies.h"
#include "store/stats.h"

enum { BATCH = 1000, DEFAULT_QUERIES = 20 };

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double wall(void)
{
    return seconds(CLOCK_MONOTONIC);
}

static double cpu(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static void must_lmdb(int status)
{
    if (status != 0) {
        fprintf(stderr, "bench: %s\n", mdb_strerror(status));
        exit(1);
    }
}

static enum mus_status forget(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)json;
    (void)err;
    *(uint64_t *)user += len;
    return MUS_OK;
}

struct lines_seen {
    uint64_t lines, bytes;
    double parse, put; /* seconds */
};

/* The next line, NULL behind the last one. */
static const struct mus_line *next_line(struct mus_lines *lines)
{
    struct mus_error err = {0};
    bool more = false;
    must(mus_lines_next(lines, &more, &err), &err);
    return more ? mus_lines_at(lines) : NULL;
}

/* The limit: the same lines parsed as JSON and thrown away, and put as they are. */
static struct lines_seen bare(const char *file, const char *folder)
{
    struct lines_seen seen = {0};
    struct mus_error err = {0};
    struct mus_lines *lines = NULL;
    const struct mus_line *line;
    double start = wall();
    must(mus_lines_open(file, &lines, &err), &err);
    for (;;) {
        struct mus_json *json = NULL;
        if ((line = next_line(lines)) == NULL) {
            break;
        }
        must(mus_json_parse(line->text, &json, &err), &err);
        mus_json_free(json);
        seen.lines++;
        seen.bytes += line->text.len;
    }
    mus_lines_close(lines);
    seen.parse = wall() - start;

    MDB_env *env;
    MDB_txn *txn = NULL;
    MDB_dbi dbi = 0;
    start = wall();
    must_lmdb(mdb_env_create(&env));
    must_lmdb(mdb_env_set_mapsize(env, (size_t)64 << 30));
    mkdir(folder, 0700);
    must_lmdb(mdb_env_open(env, folder, 0, 0600));
    must(mus_lines_open(file, &lines, &err), &err);
    for (uint64_t n = 0;; n++) {
        line = next_line(lines);
        if (txn != NULL && (line == NULL || n % BATCH == 0)) {
            must_lmdb(mdb_txn_commit(txn));
            txn = NULL;
        }
        if (line == NULL) {
            break;
        }
        if (txn == NULL) {
            must_lmdb(mdb_txn_begin(env, NULL, 0, &txn));
            must_lmdb(mdb_dbi_open(txn, NULL, 0, &dbi));
        }
        char key[24];
        int len = snprintf(key, sizeof key, "%012" PRIu64, n);
        MDB_val k = {(size_t)len, key};
        MDB_val v = {line->text.len, (void *)(uintptr_t)line->text.ptr};
        must_lmdb(mdb_put(txn, dbi, &k, &v, 0));
    }
    mus_lines_close(lines);
    mdb_env_close(env);
    seen.put = wall() - start;
    return seen;
}

static void import_all(const struct mus_open_options *open, const char *file,
                       const struct lines_seen *seen)
{
    struct mus_error err = {0};
    uint64_t bytes = 0;
    struct mus_sink sink = {.take = forget, .user = &bytes};
    struct mus_musubi *musubi = NULL;
    struct mus_import_options options = {.file = file, .batch = BATCH};
    must(mus_init(open, &sink, &err), &err);
    double start = wall();
    double start_cpu = cpu();
    must(mus_open(open, &musubi, &err), &err);
    must(mus_import_companies(musubi, &options, &sink, &err), &err);
    mus_close(musubi);
    double took = wall() - start;
    double limit = seen->parse + seen->put;
    printf("import     %8.0f companies/s (%.1f s, CPU %.1f s); %.1f x parsing and putting the same "
           "lines (%.1f + %.1f s)\n",
           (double)seen->lines / took, took, cpu() - start_cpu, took / limit, seen->parse,
           seen->put);
    double again = wall();
    must(mus_open(open, &musubi, &err), &err);
    must(mus_import_companies(musubi, &options, &sink, &err), &err);
    mus_close(musubi);
    printf("again      %8.0f companies/s, nothing changed\n",
           (double)seen->lines / (wall() - again));
}

/* One look at every byte of the match records. */
static double read_records(struct mus_store *store, uint64_t *bytes)
{
    struct mus_error err = {0};
    struct mus_read *read = NULL;
    struct mus_walker *walker = NULL;
    struct mus_walk_item item;
    uint64_t sum = 0;
    double start = wall();
    must(mus_store_read_begin(store, &read, &err), &err);
    must(mus_walker_open(read, MUS_WALK_FIRMS, (struct mus_id_range){0}, &walker, &err), &err);
    *bytes = 0;
    for (;;) {
        must(mus_walker_next(walker, &item, &err), &err);
        if (item.id.ptr == NULL) {
            break;
        }
        for (size_t i = 0; i < item.bytes.len; i++) {
            sum += (unsigned char)item.bytes.ptr[i];
        }
        *bytes += item.bytes.len;
    }
    mus_walker_close(walker);
    mus_store_read_end(read);
    double took = wall() - start;
    return sum == 0 ? 0 : took;
}

static void report_size(const char *folder, const struct lines_seen *seen, double *limit)
{
    struct mus_error err = {0};
    struct mus_store *store = NULL;
    struct mus_store_options options = {.read_only = true};
    struct mus_store_stats stats;
    uint64_t bytes = 0;
    must(mus_store_open(folder, &options, &store, &err), &err);
    must(mus_store_stats(store, &stats, &err), &err);
    *limit = read_records(store, &bytes);
    *limit = read_records(store, &bytes);
    double n = (double)seen->lines;
    double used = (double)(stats.file_bytes - stats.free_bytes + stats.keys_bytes);
    printf("size       %8.0f bytes a company (line %.0f, match record %.0f); %.2f x its line\n",
           used / n, (double)seen->bytes / n, (double)bytes / n, used / (double)seen->bytes);
    for (size_t i = 0; i < stats.table_count; i++) {
        if (stats.tables[i].bytes > stats.file_bytes / 100) {
            printf("           %8.0f %s\n", (double)stats.tables[i].bytes / n,
                   stats.tables[i].name);
        }
    }
    mus_store_close(store);
}

static void match_some(const struct mus_open_options *open, int queries, int64_t threads,
                       bool explain, double limit, const char *name)
{
    struct mus_error err = {0};
    uint64_t bytes = 0;
    struct mus_sink sink = {.take = forget, .user = &bytes};
    struct mus_musubi *musubi = NULL;
    must(mus_open(open, &musubi, &err), &err);
    double start = wall();
    for (int i = 0; i < queries; i++) {
        char id[24];
        snprintf(id, sizeof id, "g-%08d", 1 + i * 4);
        struct mus_match_options options = {
            .company = id, .top = 20, .threads = threads, .explain = explain};
        must(mus_match(musubi, &options, &sink, &err), &err);
    }
    double each = (wall() - start) / queries;
    mus_close(musubi);
    printf("%-10s %8.1f ms a match, %" PRId64
           " thread(s)%s; %.1f x reading the match records (%.1f ms)\n",
           name, each * 1e3, threads, explain ? ", explained" : "", each / limit, limit * 1e3);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s FILE.jsonl FOLDER [QUERIES]\n", argv[0]);
        return 2;
    }
    int queries = argc > 3 ? atoi(argv[3]) : DEFAULT_QUERIES;
    char store[4096];
    char peer[4096];
    mkdir(argv[2], 0700);
    snprintf(store, sizeof store, "%s/store", argv[2]);
    snprintf(peer, sizeof peer, "%s/bare", argv[2]);
    struct mus_open_options open = {.store = store, .today = "2026-04-01"};
    struct lines_seen seen = bare(argv[1], peer);
    printf("companies  %8" PRIu64 "\n", seen.lines);
    import_all(&open, argv[1], &seen);
    double limit = 0;
    report_size(store, &seen, &limit);
    match_some(&open, queries, 1, false, limit, "match");
    match_some(&open, queries, 2, false, limit, "match");
    match_some(&open, queries, 1, true, limit, "match");
    return 0;
}
