#include "../store/store_fixture.h"

#include "ledger/keys.h"
#include "store/ledger.h"

#include <pthread.h>
#include <time.h>

/* The log's key file and what lies beside it while its key is replaced. */
struct key_files {
    char path[96], next[112];
    struct mus_ledger_key_file file;
};

static struct key_files files_of(const struct world *world)
{
    struct key_files files;
    snprintf(files.path, sizeof files.path, "%s/log.key", world->top);
    snprintf(files.next, sizeof files.next, "%s.next", files.path);
    return files;
}

static struct mus_note_key make_key(struct world *world, struct key_files *files)
{
    struct mus_note_key key;
    *files = files_of(world);
    files->file = (struct mus_ledger_key_file){.path = files->path};
    must(world, mus_ledger_key_new(world->store, &files->file, MUS_TEXT("example.org/log"), &key,
                                   NULL, &world->err));
    return key;
}

static enum mus_status rotate(struct world *world, const struct key_files *files,
                              struct mus_error *err)
{
    const struct mus_ledger_context context = {.now = 1795402800, .by = MUS_TEXT("課長")};
    struct mus_arena arena = {0};
    struct mus_ledger_rotated rotated;
    enum mus_status status =
        mus_ledger_key_rotate(world->store, &files->file, &context, &arena, &rotated, err);
    mus_arena_done(&arena);
    return status;
}

static struct mus_note_key open_key(struct world *world, const struct key_files *files)
{
    struct mus_signing_key *key = NULL;
    must(world, mus_ledger_key_open(world->store, &files->file, &key, &world->err));
    struct mus_note_key public = *mus_signing_key_public(key);
    mus_signing_key_free(key);
    return public;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void a_file_that_was_cut_short_while_it_was_written_goes(void **state)
{
    static const char *const torn[] = {"", "musubi-signing-key/1 example.org/log+04"};
    struct world *world = *state;
    struct key_files files;
    struct mus_note_key key = make_key(world, &files);
    for (size_t i = 0; i < sizeof torn / sizeof torn[0]; i++) {
        write_file(files.next, torn[i]);
        struct mus_note_key found = open_key(world, &files);
        assert_true(mus_note_key_equal(&found, &key));
        assert_int_equal(access(files.next, F_OK), -1);
    }
    write_file(files.next, "");
    must(world, rotate(world, &files, &world->err));
}

static void a_key_that_no_entry_speaks_of_goes(void **state)
{
    struct world *world = *state;
    struct key_files files;
    struct mus_signing_key *unseen = NULL;
    struct mus_note_key key = make_key(world, &files);
    must(world, mus_signing_key_create(files.next, MUS_TEXT("example.org/log"), MUS_NOTE_ED25519,
                                       MUS_NO_TEXT, NULL, &unseen, &world->err));
    mus_signing_key_free(unseen);
    struct mus_note_key found = open_key(world, &files);
    assert_true(mus_note_key_equal(&found, &key));
    assert_int_equal(access(files.next, F_OK), -1);
}

static void files_that_were_not_renamed_yet_are(void **state)
{
    struct world *world = *state;
    struct key_files files;
    char old[128];
    struct mus_note_key first = make_key(world, &files);
    must(world, rotate(world, &files, &world->err));
    struct mus_note_key second = open_key(world, &files);
    assert_false(mus_note_key_equal(&first, &second));
    snprintf(old, sizeof old, "%s.old-%02x%02x%02x%02x", files.path, first.id[0], first.id[1],
             first.id[2], first.id[3]);
    /* Cut short between the two renamings, and before the first. */
    for (int before_first = 0; before_first < 2; before_first++) {
        assert_int_equal(rename(files.path, files.next), 0);
        if (before_first) {
            assert_int_equal(rename(old, files.path), 0);
        }
        struct mus_note_key found = open_key(world, &files);
        assert_true(mus_note_key_equal(&found, &second));
        assert_int_equal(access(files.next, F_OK), -1);
        assert_int_equal(access(old, F_OK), 0);
    }
}

static void a_key_file_of_neither_key_is_left_alone(void **state)
{
    struct world *world = *state;
    struct key_files files;
    struct mus_signing_key *other = NULL;
    make_key(world, &files);
    assert_int_equal(unlink(files.path), 0);
    must(world, mus_signing_key_create(files.path, MUS_TEXT("example.org/log"), MUS_NOTE_ED25519,
                                       MUS_NO_TEXT, NULL, &other, &world->err));
    mus_signing_key_free(other);
    write_file(files.next, "torn");
    struct mus_signing_key *key = NULL;
    assert_int_equal(mus_ledger_key_open(world->store, &files.file, &key, &world->err),
                     MUS_CORRUPT);
    assert_int_equal(access(files.next, F_OK), 0);
    assert_int_equal(access(files.path, F_OK), 0);
}

struct rotating {
    struct world *world;
    const struct key_files *files;
    struct mus_error err;
    enum mus_status status;
};

static void *rotate_beside(void *argument)
{
    struct rotating *rotating = argument;
    rotating->status = rotate(rotating->world, rotating->files, &rotating->err);
    return NULL;
}

/* Somebody else writes just now, so that the rotation has to wait; a third one signs. */
static void a_key_in_use_meanwhile_does_not_take_the_new_one_away(void **state)
{
    struct world *world = *state;
    struct key_files files;
    struct mus_write *write = NULL;
    pthread_t thread;
    const struct timespec while_it_begins = {.tv_nsec = 100000000};
    struct mus_note_key first = make_key(world, &files);
    struct rotating rotating = {.world = world, .files = &files};
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    assert_int_equal(pthread_create(&thread, NULL, rotate_beside, &rotating), 0);
    nanosleep(&while_it_begins, NULL);
    struct mus_note_key found = open_key(world, &files);
    assert_true(mus_note_key_equal(&found, &first));
    mus_store_write_end(write);
    assert_int_equal(pthread_join(thread, NULL), 0);
    if (rotating.status != MUS_OK) {
        fail_msg("%s", rotating.err.message);
    }
    found = open_key(world, &files);
    assert_false(mus_note_key_equal(&found, &first));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(a_file_that_was_cut_short_while_it_was_written_goes),
        IN_WORLD(a_key_that_no_entry_speaks_of_goes),
        IN_WORLD(files_that_were_not_renamed_yet_are),
        IN_WORLD(a_key_file_of_neither_key_is_left_alone),
        IN_WORLD(a_key_in_use_meanwhile_does_not_take_the_new_one_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
