/* An import killed at random moments: every batch that it had reported as durable is in the store
 * whole, of the next one there is all or nothing, and the check passes. Each round kills an import
 * of new companies, finishes it, and kills an import that changes each of them. MUS_CRASHES says
 * how many kills (default 12), MUS_SEED repeats a run. */
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
#include "musubi/musubi.h"

enum { COMPANIES = 1200, BATCH = 40, DELAY_US_AT_MOST = 400000 };

struct place {
    char folder[64];
    char store[128];
    char files[2][128]; /* as first supplied, and with every name changed */
};

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void write_file(const char *path, const char *name)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < COMPANIES; i++) {
        fprintf(file,
                "{\"id\":\"c-%05d\",\"name\":{\"en\":\"%s %05d\"},\"country\":\"JP\","
                "\"description\":{\"ja\":\"水処理の装置\"}",
                i, name, i);
        if (i % 3 == 0) {
            fprintf(file, ",\"contacts\":[{\"name\":\"Invented\",\"email\":\"%s@example.com\"}]",
                    name);
        }
        fputs("}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

static enum mus_status ignore(void *user, const char *json, size_t len, struct mus_error *err)
{
    (void)user;
    (void)json;
    (void)len;
    (void)err;
    return MUS_OK;
}

static void acknowledge(void *user, uint64_t done, uint64_t total)
{
    (void)total;
    if (write(*(int *)user, &done, sizeof done) != (ssize_t)sizeof done) {
        _exit(4);
    }
}

static enum mus_status import(const struct place *place, int version, struct mus_sink *sink,
                              struct mus_error *err)
{
    struct mus_open_options open = {.store = place->store};
    struct mus_import_options options = {.file = place->files[version], .batch = BATCH};
    struct mus_musubi *musubi = NULL;
    enum mus_status status = mus_open(&open, &musubi, err);
    if (status == MUS_OK) {
        status = mus_import_companies(musubi, &options, sink, err);
    }
    mus_close(musubi);
    return status;
}

/* Imports in a child and kills it; returns the rows it had reported as durable. */
static uint64_t import_and_kill(const struct place *place, int version, struct mus_random *random)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct mus_sink sink = {ignore, acknowledge, &ends[1]};
        struct mus_error err = {0};
        close(ends[0]);
        enum mus_status status = import(place, version, &sink, &err);
        if (status != MUS_OK) {
            fprintf(stderr, "%s\n", err.message);
        }
        _exit(status == MUS_OK ? 0 : 3);
    }
    close(ends[1]);
    usleep((useconds_t)mus_random_below(random, DELAY_US_AT_MOST));
    kill(child, SIGKILL);
    uint64_t durable = 0;
    uint64_t done;
    while (read(ends[0], &done, sizeof done) == (ssize_t)sizeof done) {
        durable = done;
    }
    close(ends[0]);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
    return durable;
}

/* What the store holds, company by company. */
struct held {
    const char *name; /* the version's */
    uint64_t count;   /* of that version, all of them in front of the others */
    uint64_t seen;
};

static enum mus_status look(void *user, const char *json, size_t len, struct mus_error *err)
{
    struct held *held = user;
    char id[16];
    char name[32];
    (void)err;
    snprintf(id, sizeof id, "\"c-%05d\"", (int)held->seen);
    snprintf(name, sizeof name, "\"%s %05d\"", held->name, (int)held->seen);
    assert_non_null(memmem(json, len, id, strlen(id)));
    if (memmem(json, len, name, strlen(name)) != NULL) {
        assert_int_equal(held->count, held->seen);
        held->count++;
    }
    held->seen++;
    return MUS_OK;
}

static struct held held_by(const struct place *place, const char *name)
{
    struct mus_open_options open = {.store = place->store};
    struct mus_musubi *musubi = NULL;
    struct mus_error err = {0};
    struct held held = {.name = name};
    struct mus_sink quiet = {ignore, NULL, NULL};
    struct mus_sink sink = {look, NULL, &held};
    assert_int_equal(mus_open(&open, &musubi, &err), MUS_OK);
    if (mus_check(musubi, &quiet, &err) != MUS_OK) {
        fail_msg("check: %s", err.message);
    }
    assert_int_equal(mus_company_list(musubi, NULL, 0, &sink, &err), MUS_OK);
    mus_close(musubi);
    return held;
}

static void assert_whole_batches(uint64_t held, uint64_t durable)
{
    assert_true(held >= durable);
    assert_true(held % BATCH == 0 || held == COMPANIES);
    assert_true(held <= durable + BATCH);
}

static void one_round(const struct place *place, struct mus_random *random)
{
    struct mus_open_options open = {.store = place->store};
    struct mus_sink quiet = {ignore, NULL, NULL};
    struct mus_error err = {0};
    assert_int_equal(mus_init(&open, &quiet, &err), MUS_OK);
    uint64_t durable = import_and_kill(place, 0, random);
    struct held held = held_by(place, "first");
    assert_int_equal(held.seen, held.count);
    assert_whole_batches(held.count, durable);
    if (import(place, 0, &quiet, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    durable = import_and_kill(place, 1, random);
    held = held_by(place, "second");
    assert_int_equal(held.seen, COMPANIES);
    assert_whole_batches(held.count, durable);
    nftw(place->store, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void a_killed_import_leaves_whole_batches(void **state)
{
    (void)state;
    struct place place = {.folder = "/tmp/musubi-import-kill-XXXXXX"};
    uint64_t seed = number_of("MUS_SEED", (uint64_t)mus_clock_now_ms());
    uint64_t kills = number_of("MUS_CRASHES", 12);
    struct mus_random random;
    mus_random_init(&random, seed);
    printf("MUS_SEED=%llu, %llu kills\n", (unsigned long long)seed, (unsigned long long)kills);
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.store, sizeof place.store, "%s/store", place.folder);
    snprintf(place.files[0], sizeof place.files[0], "%s/first.jsonl", place.folder);
    snprintf(place.files[1], sizeof place.files[1], "%s/second.jsonl", place.folder);
    write_file(place.files[0], "first");
    write_file(place.files[1], "second");
    for (uint64_t kill_number = 0; kill_number < kills; kill_number += 2) {
        one_round(&place, &random);
    }
    nftw(place.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_import_leaves_whole_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
