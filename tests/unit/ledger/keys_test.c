#include "../store/store_fixture.h"

#include "ledger_world.h"

#include "ledger/format/rotation.h"
#include "ledger/keys.h"

static const char *path_of(struct world *world, const char *name)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", world->top, name);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_text_of(path));
    assert_non_null(kept.ptr);
    return kept.ptr;
}

static struct mus_ledger_key_file file_of(struct world *world)
{
    return (struct mus_ledger_key_file){.path = path_of(world, "log.key")};
}

static struct mus_note_key make_key(struct world *world, const struct mus_ledger_key_file *file)
{
    struct mus_note_key key;
    bool adopted = true;
    must(world, mus_ledger_key_new(world->store, file, MUS_TEXT("example.org/log"), &key, &adopted,
                                   &world->err));
    assert_false(adopted);
    return key;
}

static void expect_key(struct world *world, const struct mus_ledger_key_file *file,
                       const struct mus_note_key *expected)
{
    struct mus_signing_key *key = NULL;
    must(world, mus_ledger_key_open(world->store, file, &key, &world->err));
    assert_true(mus_note_key_equal(mus_signing_key_public(key), expected));
    mus_signing_key_free(key);
}

static struct mus_ledger_rotated rotate(struct world *world, const struct mus_ledger_key_file *file)
{
    struct mus_ledger_rotated rotated;
    const struct mus_ledger_context context = context_of("課長");
    must(world,
         mus_ledger_key_rotate(world->store, file, &context, &world->arena, &rotated, &world->err));
    return rotated;
}

static void a_ledger_has_one_key_at_a_time(void **state)
{
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    struct mus_signing_key *none = NULL;
    assert_int_equal(mus_ledger_key_open(world->store, &file, &none, &world->err), MUS_NOT_FOUND);
    struct mus_note_key key = make_key(world, &file);
    expect_key(world, &file, &key);
    assert_int_equal(mus_ledger_key_new(world->store, &file, MUS_TEXT("example.org/log"), &key,
                                        NULL, &world->err),
                     MUS_CONFLICT);
    struct mus_ledger_key_file other = {.path = path_of(world, "other.key")};
    struct mus_signing_key *made = NULL;
    must(world, mus_signing_key_create(other.path, MUS_TEXT("example.org/log"), MUS_NOTE_ED25519,
                                       MUS_NO_TEXT, NULL, &made, &world->err));
    mus_signing_key_free(made);
    assert_int_equal(mus_ledger_key_open(world->store, &other, &made, &world->err), MUS_CONFLICT);
}

static void a_file_that_is_there_is_adopted_by_its_name(void **state)
{
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    struct mus_signing_key *made = NULL;
    struct mus_note_key key;
    bool adopted = false;
    must(world, mus_signing_key_create(file.path, MUS_TEXT("a"), MUS_NOTE_ED25519, MUS_NO_TEXT,
                                       NULL, &made, &world->err));
    assert_int_equal(
        mus_ledger_key_new(world->store, &file, MUS_TEXT("b"), &key, NULL, &world->err),
        MUS_CONFLICT);
    must(world,
         mus_ledger_key_new(world->store, &file, MUS_TEXT("a"), &key, &adopted, &world->err));
    assert_true(adopted);
    assert_true(mus_note_key_equal(&key, mus_signing_key_public(made)));
    mus_signing_key_free(made);
}

static void a_rotation_is_signed_by_the_old_key_and_seals_the_tree(void **state)
{
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    struct mus_note_key first = make_key(world, &file);
    struct mus_ledger_rotated rotated = rotate(world, &file);
    struct mus_note_key next;
    struct mus_ledger_entry entry = entry_at(world, rotated.entry);
    must(world, mus_rotation_follow(&entry, &first, &next, &world->err));
    assert_true(mus_note_key_equal(&next, &rotated.key));
    assert_int_equal(rotated.size, 1);
    expect_key(world, &file, &rotated.key);
    struct mus_note_key old;
    must(world, mus_signing_key_file(rotated.old_file.ptr, &old, NULL, &world->err));
    assert_true(mus_note_key_equal(&old, &first));
}

static void a_rotation_cut_short_before_its_entry_leaves_no_key(void **state)
{
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    struct mus_note_key first = make_key(world, &file);
    struct mus_signing_key *left = NULL;
    const char *next = path_of(world, "log.key.next");
    must(world, mus_signing_key_create(next, MUS_TEXT("example.org/log"), MUS_NOTE_ED25519,
                                       MUS_NO_TEXT, NULL, &left, &world->err));
    mus_signing_key_free(left);
    expect_key(world, &file, &first);
    assert_int_equal(access(next, F_OK), -1);
}

static void a_rotation_cut_short_behind_its_entry_is_completed(void **state)
{
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    const char *next = path_of(world, "log.key.next");
    make_key(world, &file);
    struct mus_ledger_rotated rotated = rotate(world, &file);
    /* As if neither file had been renamed yet; then as if only the old one had. */
    assert_int_equal(rename(file.path, next), 0);
    assert_int_equal(rename(rotated.old_file.ptr, file.path), 0);
    expect_key(world, &file, &rotated.key);
    assert_int_equal(access(rotated.old_file.ptr, F_OK), 0);
    assert_int_equal(rename(file.path, next), 0);
    expect_key(world, &file, &rotated.key);
    assert_int_equal(access(next, F_OK), -1);
}

static void a_passphrase_stays_with_the_next_key(void **state)
{
    struct world *world = *state;
    const struct mus_passphrase_cost cost = {.passes = 1, .memory_kib = 8192};
    struct mus_ledger_key_file file = file_of(world);
    struct mus_signing_key *key = NULL;
    bool locked = false;
    file.passphrase = MUS_TEXT("open sesame");
    file.cost = &cost;
    make_key(world, &file);
    struct mus_ledger_rotated rotated = rotate(world, &file);
    must(world, mus_signing_key_file(file.path, &rotated.key, &locked, &world->err));
    assert_true(locked);
    file.passphrase = MUS_TEXT("open barley");
    assert_int_equal(mus_ledger_key_open(world->store, &file, &key, &world->err), MUS_UNREADABLE);
}

/* What fails behind the write leaves a rotation made: each try may add one, and the next has more
 * keys to read. */
static void whatever_fails_the_key_in_hand_is_the_ledgers(void **state)
{
    enum { TRIES = 150 };
    struct world *world = *state;
    struct mus_ledger_key_file file = file_of(world);
    const struct mus_ledger_context context = context_of("課長");
    make_key(world, &file);
    for (uint64_t n = 1; n <= 2 * TRIES; n++) {
        struct mus_ledger_rotated rotated;
        struct mus_signing_key *key = NULL;
        struct mus_arena arena = {0};
        bool memory = n > TRIES;
        (memory ? mus_mem_fail_at(n - TRIES, false) : mus_store_fail_at(n));
        enum mus_status status =
            mus_ledger_key_rotate(world->store, &file, &context, &arena, &rotated, &world->err);
        mus_mem_fail_at(0, false);
        mus_store_fail_at(0);
        mus_arena_done(&arena);
        assert_true(status == MUS_OK || status == (memory ? MUS_NO_MEMORY : MUS_STORE));
        must(world, mus_ledger_key_open(world->store, &file, &key, &world->err));
        mus_signing_key_free(key);
    }
    rotate(world, &file);
    assert_int_equal(check(world).errors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(a_ledger_has_one_key_at_a_time),
        IN_LEDGER(a_file_that_is_there_is_adopted_by_its_name),
        IN_LEDGER(a_rotation_is_signed_by_the_old_key_and_seals_the_tree),
        IN_LEDGER(a_rotation_cut_short_before_its_entry_leaves_no_key),
        IN_LEDGER(a_rotation_cut_short_behind_its_entry_is_completed),
        IN_LEDGER(a_passphrase_stays_with_the_next_key),
        IN_LEDGER(whatever_fails_the_key_in_hand_is_the_ledgers),
    };
    return cmocka_run_group_tests_name("ledger/keys", tests, NULL, NULL);
}
