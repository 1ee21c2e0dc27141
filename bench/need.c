/* What one typed need costs, from opening the store to the last of twenty explained answers, beside
 * the limit that is set for 10,000 companies:
 *
 *   plain      needs from which nothing is read: every company is scored
 *   read       needs with conditions, which most companies do not pass
 *   opening    ms of it to open the store and close it
 *   reading    ms of it to make the phrases of the tables, and to read one need with them
 *
 * Usage: bench_need FILE.jsonl FOLDER (empty or absent) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "match/need_reading.h"
#include "musubi/musubi.h"
#include "profile/builtin.h"
#include "timer.h"

enum { REPEATS = 5, TOP = 20 };

static const double LIMIT_MS = 100;

static const char *const PLAIN[] = {
    "工場排水を再利用する膜処理の装置を導入したい",
    "食品工場の生ごみを減らし、電気として使う方法",
    "reuse of factory waste water with membranes",
    "recycling of used plastics into pellets of high quality",
};
static const char *const READ[] = {
    "ベトナムで水処理プラントの代理店を探している",
    "英語が話せる、従業員10人以上のリサイクル設備のメーカーを探しています",
    "logistics companies in Germany with more than 10 employees",
    "water treatment manufacturers in ASEAN except Vietnam, able to meet online",
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
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

static void import_all(const struct mus_open_options *open, const char *file)
{
    struct mus_error err = {0};
    uint64_t bytes = 0;
    struct mus_sink sink = {.take = forget, .user = &bytes};
    struct mus_musubi *musubi = NULL;
    struct mus_import_options options = {.file = file};
    must(mus_init(open, &sink, &err), &err);
    must(mus_open(open, &musubi, &err), &err);
    must(mus_import_companies(musubi, &options, &sink, &err), &err);
    mus_close(musubi);
}

static void match_once(const struct mus_open_options *open, const char *need, int64_t threads,
                       uint64_t *bytes)
{
    struct mus_error err = {0};
    struct mus_sink sink = {.take = forget, .user = bytes};
    struct mus_musubi *musubi = NULL;
    struct mus_match_options options = {
        .need = need, .top = TOP, .threads = threads, .explain = true};
    must(mus_open(open, &musubi, &err), &err);
    must(mus_match(musubi, &options, &sink, &err), &err);
    mus_close(musubi);
}

static void match_all(const struct mus_open_options *open, const char *name,
                      const char *const *needs, size_t count, int64_t threads)
{
    uint64_t bytes = 0;
    double wall = wall_seconds();
    double cpu = cpu_seconds();
    for (size_t i = 0; i < REPEATS * count; i++) {
        match_once(open, needs[i % count], threads, &bytes);
    }
    double each = 1e3 / (double)(REPEATS * count);
    wall = (wall_seconds() - wall) * each;
    cpu = (cpu_seconds() - cpu) * each;
    printf("%-10s %8.1f ms a need explained (CPU %.1f ms), %" PRId64
           " thread(s), %.0f bytes; %.2f x the limit of %.0f ms\n",
           name, wall, cpu, threads, (double)bytes / (double)(REPEATS * count), wall / LIMIT_MS,
           LIMIT_MS);
}

static void open_alone(const struct mus_open_options *open)
{
    struct mus_error err = {0};
    double wall = wall_seconds();
    double cpu = cpu_seconds();
    for (int i = 0; i < REPEATS; i++) {
        struct mus_musubi *musubi = NULL;
        must(mus_open(open, &musubi, &err), &err);
        mus_close(musubi);
    }
    printf("opening    %8.1f ms (CPU %.1f ms)\n", (wall_seconds() - wall) * 1e3 / REPEATS,
           (cpu_seconds() - cpu) * 1e3 / REPEATS);
}

static void read_alone(void)
{
    static const char *const names[] = {"countries", "country_groups", "regions", "languages",
                                        "need_words"};
    struct mus_table items[COUNT(names)];
    struct mus_tables tables = {items, COUNT(names)};
    struct mus_arena arena = {0};
    struct mus_error err = {0};
    struct mus_phrases phrases = {0};
    struct mus_reading reading = {0};
    for (size_t i = 0; i < COUNT(names); i++) {
        must(mus_builtin_read(names[i], &arena, &items[i], &err), &err);
    }
    const size_t reads = REPEATS * COUNT(READ);
    double start = cpu_seconds();
    for (int i = 0; i < REPEATS; i++) {
        must(mus_phrases_make(&tables, &arena, &phrases, &err), &err);
    }
    double made = cpu_seconds();
    for (size_t i = 0; i < reads; i++) {
        struct mus_text need = mus_text_of(READ[i % COUNT(READ)]);
        must(mus_need_read(&phrases, need, &arena, &reading, &err), &err);
    }
    double read = cpu_seconds();
    printf("reading    %8.2f ms CPU to make %zu phrases, %.3f ms to read a need\n",
           (made - start) * 1e3 / REPEATS, phrases.count, (read - made) * 1e3 / (double)reads);
    mus_arena_done(&arena);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: %s FILE.jsonl FOLDER\n", argv[0]);
        return 2;
    }
    struct mus_open_options open = {.store = argv[2], .today = "2026-04-01"};
    import_all(&open, argv[1]);
    for (int64_t threads = 1; threads <= 2; threads++) {
        match_all(&open, "plain", PLAIN, COUNT(PLAIN), threads);
        match_all(&open, "read", READ, COUNT(READ), threads);
    }
    open_alone(&open);
    read_alone();
    return 0;
}
