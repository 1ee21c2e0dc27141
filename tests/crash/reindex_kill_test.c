/* The index made anew, over and over, while companies are imported, and all of it killed at random
 * moments: the check passes, and a match gives what it gives once the index has been made in peace.
 * Every other time the index is made for other weights than those in use, so that the killed store
 * looks at every company and the one in peace does not. MUS_CRASHES says how many kills (default
 * 12), MUS_SEED repeats a run. */
#include "killed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "matcher/weights.h"
#include "musubi/handle.h"
#include "store/segments.h"

enum {
    COMPANIES = 700,
    BATCH = 20 /* so few stand beside the segments for a while */,
    DELAY_US_AT_MOST = 1200000
};

struct place {
    struct killed_folder folder;
    char store[128];
    char files[2][128]; /* two versions of each company */
};

static void write_file(const char *path, int version)
{
    static const char *const TEXTS[] = {"排水の膜", "太陽光の架台", "廃棄物の選別装置"};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < COMPANIES; i++) {
        fprintf(file,
                "{\"id\":\"c-%04d\",\"name\":{\"en\":\"Firm %d\"},\"country\":\"JP\","
                "\"listings\":[{\"id\":\"l\",\"side\":\"%s\",\"purposes\":[\"sales\"],"
                "\"text\":{\"ja\":\"%s\"}}]}\n",
                i, i, i % 2 == 0 ? "offer" : "need", TEXTS[(i + version) % 3]);
    }
    assert_int_equal(fclose(file), 0);
}

/* ------------------------------------------------------------------ what is killed */

struct working {
    const struct place *place;
    int version;
    bool for_others; /* the index is made for other weights */
};

struct reindexing {
    struct mus_musubi *musubi;
    bool for_others;
    atomic_bool enough;
    enum mus_status status;
    struct mus_error err;
};

static void *reindex_on(void *context)
{
    struct reindexing *reindexing = context;
    struct mus_sink quiet = quiet_sink();
    struct mus_text_weights others = mus_weights_default().text;
    others.half *= 2;
    while (reindexing->status == MUS_OK && !atomic_load(&reindexing->enough)) {
        reindexing->status = reindexing->for_others
                                 ? mus_store_reindex(reindexing->musubi->store, &others, NULL, NULL,
                                                     &reindexing->err)
                                 : mus_reindex(reindexing->musubi, &quiet, &reindexing->err);
    }
    return NULL;
}

static enum mus_status import_beside(struct mus_musubi *musubi, const struct working *working,
                                     struct mus_sink *sink, struct mus_error *err)
{
    struct reindexing reindexing = {.musubi = musubi, .for_others = working->for_others};
    struct mus_import_options options = {.file = working->place->files[working->version],
                                         .batch = BATCH};
    pthread_t thread;
    if (pthread_create(&thread, NULL, reindex_on, &reindexing) != 0) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_import_companies(musubi, &options, sink, err);
    atomic_store(&reindexing.enough, true);
    pthread_join(thread, NULL);
    if (status == MUS_OK && reindexing.status != MUS_OK) {
        status = mus_fail(err, reindexing.status, "reindex: %s", reindexing.err.message);
    }
    return status;
}

static enum mus_status work(const void *context, struct mus_sink *sink, struct mus_error *err)
{
    const struct working *working = context;
    struct mus_open_options open = {.store = working->place->store, .today = "2026-11-23"};
    struct mus_musubi *musubi = NULL;
    enum mus_status status = mus_open(&open, &musubi, err);
    if (status == MUS_OK) {
        status = import_beside(musubi, working, sink, err);
    }
    mus_close(musubi);
    return status;
}

/* ------------------------------------------------------------------ what is left */

static enum mus_status keep(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)err;
    mus_buf_add(user, json, len);
    return MUS_OK;
}

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fail_msg("%s", err->message);
    }
}

static void match(struct mus_musubi *musubi, struct mus_buf *answer)
{
    struct mus_match_options options = {.company = "c-0007", .top = 50, .threads = 1};
    struct mus_sink sink = {keep, NULL, answer};
    struct mus_error err = {0};
    mus_buf_clear(answer);
    must(mus_match(musubi, &options, &sink, &err), &err);
}

static void check(struct mus_musubi *musubi, const char *expected)
{
    struct mus_buf report = {0};
    struct mus_sink sink = {keep, NULL, &report};
    struct mus_error err = {0};
    enum mus_status status = mus_check(musubi, &sink, &err);
    mus_buf_add_byte(&report, '\0');
    if (status != MUS_OK || strstr(report.data, expected) == NULL) {
        fail_msg("%s", report.data);
    }
    mus_buf_done(&report);
}

static void expect_sound(const struct place *place)
{
    struct mus_open_options open = {.store = place->store, .today = "2026-11-23"};
    struct mus_sink quiet = quiet_sink();
    struct mus_musubi *musubi = NULL;
    struct mus_error err = {0};
    struct mus_buf killed = {0};
    struct mus_buf in_peace = {0};
    must(mus_open(&open, &musubi, &err), &err);
    check(musubi, "\"errors\":0,");
    match(musubi, &killed);
    must(mus_reindex(musubi, &quiet, &err), &err);
    check(musubi, "\"errors\":0,\"warnings\":0,");
    match(musubi, &in_peace);
    assert_int_equal(killed.len, in_peace.len);
    assert_memory_equal(killed.data, in_peace.data, killed.len);
    mus_buf_done(&killed);
    mus_buf_done(&in_peace);
    mus_close(musubi);
}

static void make_place(struct place *place)
{
    struct mus_open_options open = {.store = place->store};
    struct mus_sink quiet = quiet_sink();
    struct mus_error err = {0};
    char folder[sizeof place->folder.path];
    make_folder(&place->folder);
    memcpy(folder, place->folder.path, sizeof folder);
    snprintf(place->store, sizeof place->store, "%s/store", folder);
    for (int version = 0; version < 2; version++) {
        snprintf(place->files[version], sizeof place->files[version], "%s/%d.jsonl", folder,
                 version);
        write_file(place->files[version], version);
    }
    must(mus_init(&open, &quiet, &err), &err);
}

static void a_killed_reindex_leaves_a_sound_index(void **state)
{
    (void)state;
    struct place place;
    struct mus_random random;
    uint64_t kills = begin_kills(&random);
    make_place(&place);
    struct mus_sink quiet = quiet_sink();
    struct mus_error err = {0};
    const struct working first = {&place, 0, false};
    must(work(&first, &quiet, &err), &err);
    for (uint64_t i = 0; i < kills; i++) {
        const struct working working = {&place, (int)(i / 2 % 2), i % 2 == 1};
        run_and_kill(work, &working, (useconds_t)mus_random_below(&random, DELAY_US_AT_MOST), NULL);
        expect_sound(&place);
    }
    remove_folder(place.folder.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_reindex_leaves_a_sound_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
