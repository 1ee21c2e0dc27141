/* An import killed at random moments: every batch that it had reported as durable is in the store
 * whole, of the next one there is all or nothing, and the check passes. Each round kills an import
 * of new companies, finishes it, and kills an import that changes each of them. MUS_CRASHES says
 * how many kills (default 12), MUS_SEED repeats a run. */
#include "killed.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COMPANIES = 1200, BATCH = 40, DELAY_US_AT_MOST = 400000 };

struct place {
    struct killed_folder folder;
    char store[128];
    char files[2][128]; /* as first supplied, and with every name changed */
};

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

struct importing {
    const struct place *place;
    int version;
};

static enum mus_status import(const void *context, struct mus_sink *sink, struct mus_error *err)
{
    const struct importing *importing = context;
    struct mus_open_options open = {.store = importing->place->store};
    struct mus_import_options options = {.file = importing->place->files[importing->version],
                                         .batch = BATCH};
    struct mus_musubi *musubi = NULL;
    enum mus_status status = mus_open(&open, &musubi, err);
    if (status == MUS_OK) {
        status = mus_import_companies(musubi, &options, sink, err);
    }
    mus_close(musubi);
    return status;
}

/* Returns the rows it had reported as durable. */
static uint64_t import_and_kill(const struct place *place, int version, struct mus_random *random)
{
    const struct importing importing = {place, version};
    return run_and_kill(import, &importing, (useconds_t)mus_random_below(random, DELAY_US_AT_MOST),
                        NULL);
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
    struct mus_sink quiet = quiet_sink();
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
    struct mus_sink quiet = quiet_sink();
    struct mus_error err = {0};
    assert_int_equal(mus_init(&open, &quiet, &err), MUS_OK);
    uint64_t durable = import_and_kill(place, 0, random);
    struct held held = held_by(place, "first");
    assert_int_equal(held.seen, held.count);
    assert_whole_batches(held.count, durable);
    const struct importing first = {place, 0};
    if (import(&first, &quiet, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    durable = import_and_kill(place, 1, random);
    held = held_by(place, "second");
    assert_int_equal(held.seen, COMPANIES);
    assert_whole_batches(held.count, durable);
    remove_folder(place->store);
}

static void a_killed_import_leaves_whole_batches(void **state)
{
    (void)state;
    struct place place;
    struct mus_random random;
    uint64_t kills = begin_kills(&random);
    make_folder(&place.folder);
    snprintf(place.store, sizeof place.store, "%s/store", place.folder.path);
    snprintf(place.files[0], sizeof place.files[0], "%s/first.jsonl", place.folder.path);
    snprintf(place.files[1], sizeof place.files[1], "%s/second.jsonl", place.folder.path);
    write_file(place.files[0], "first");
    write_file(place.files[1], "second");
    for (uint64_t kill_number = 0; kill_number < kills; kill_number += 2) {
        one_round(&place, &random);
    }
    remove_folder(place.folder.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_import_leaves_whole_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
