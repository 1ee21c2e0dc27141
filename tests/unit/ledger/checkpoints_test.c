#include "../store/store_fixture.h"

#include "ledger_world.h"

#include "ledger/checkpoints.h"

static const unsigned char LOG_SEED[32] = {1};
static const unsigned char WITNESS_SEED[32] = {2};

static struct mus_signing_key *key_of(struct world *world, const unsigned char seed[32],
                                      const char *name, enum mus_note_algorithm algorithm)
{
    struct mus_signing_key *key = NULL;
    must(world, mus_signing_key_of_seed(seed, mus_text_of(name), algorithm, &key, &world->err));
    return key;
}

static enum mus_status add_key(struct mus_write *write, void *context, struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_note_key_write(mus_signing_key_public(context), &text);
    enum mus_status status = mus_store_add_ledger_key(write, mus_buf_text(&text), err);
    mus_buf_done(&text);
    return status;
}

/* The log's key, known to the store. */
static struct mus_signing_key *log_key(struct world *world)
{
    struct mus_signing_key *key = key_of(world, LOG_SEED, "example.org/log", MUS_NOTE_ED25519);
    must(world, mus_store_update(world->store, add_key, key, &world->err));
    return key;
}

struct signing {
    const struct mus_signing_key *key;
    struct mus_arena *arena;
    struct mus_signed_tree tree;
};

static enum mus_status sign_one(struct mus_write *write, void *context, struct mus_error *err)
{
    struct signing *signing = context;
    return mus_checkpoint_sign(write, signing->key, signing->arena, &signing->tree, err);
}

static struct mus_signed_tree sign(struct world *world, const struct mus_signing_key *key)
{
    struct signing signing = {.key = key, .arena = &world->arena};
    must(world, mus_store_update(world->store, sign_one, &signing, &world->err));
    return signing.tree;
}

static void append_some(struct world *world, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        append_ok(world, REPORTED("c-3", "1"), "田中");
    }
}

static void a_tree_is_signed_once(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    struct mus_signed_tree empty = sign(world, key);
    assert_int_equal(empty.size, 0);
    append_some(world, 3);
    struct mus_signed_tree first = sign(world, key);
    struct mus_signed_tree again = sign(world, key);
    assert_int_equal(first.size, 3);
    assert_true(mus_text_equal(first.note, again.note));
    mus_signing_key_free(key);
}

/* A key that was opened before somebody else replaced it. */
static void a_key_that_was_given_up_signs_nothing(void **state)
{
    static const unsigned char next_seed[32] = {3};
    struct world *world = *state;
    put_three(world);
    append_some(world, 1);
    struct mus_signing_key *key = log_key(world);
    struct mus_signing_key *next = key_of(world, next_seed, "example.org/log", MUS_NOTE_ED25519);
    must(world, mus_store_update(world->store, add_key, next, &world->err));
    struct mus_signed_tree tree = sign(world, next);
    struct signing signing = {.key = key, .arena = &world->arena};
    assert_int_equal(mus_store_update(world->store, sign_one, &signing, &world->err), MUS_CONFLICT);
    assert_string_equal(world->err.message,
                        "this key of \"example.org/log\" is not the one that the ledger uses");
    assert_true(mus_text_equal(sign(world, next).note, tree.note));
    mus_signing_key_free(key);
    mus_signing_key_free(next);
}

static void a_tree_that_does_not_go_on_is_not_signed(void **state)
{
    struct world *world = *state;
    put_three(world);
    append_some(world, 2);
    struct mus_signing_key *key = log_key(world);
    struct mus_buf text = {0};
    struct mus_buf note = {0};
    const struct mus_checkpoint forged = {.origin = MUS_TEXT("example.org/log"), .size = 1};
    mus_checkpoint_write(&forged, &text);
    mus_buf_add_text(&note, mus_buf_text(&text));
    mus_buf_add_byte(&note, '\n');
    mus_signing_key_sign_note(key, mus_buf_text(&text), 0, &note);
    struct mus_write *write = NULL;
    must(world, mus_store_write_begin(world->store, &write, &world->err));
    must(world, mus_store_put_checkpoint(write, 1, mus_buf_text(&note), &world->err));
    must(world, mus_store_write_commit(write, &world->err));
    mus_store_write_end(write);
    struct signing signing = {.key = key, .arena = &world->arena};
    assert_int_equal(mus_store_update(world->store, sign_one, &signing, &world->err), MUS_NO);
    assert_string_equal(world->err.message, "the first 1 entries are not those that the last "
                                            "checkpoint was signed for");
    mus_buf_done(&text);
    mus_buf_done(&note);
    mus_signing_key_free(key);
}

static void every_entry_and_every_growth_is_proved(void **state)
{
    enum { ENTRIES = 11 };
    struct world *world = *state;
    struct mus_digest roots[ENTRIES + 1];
    put_three(world);
    append_some(world, ENTRIES);
    struct mus_read *read = begin(world);
    for (uint64_t size = 0; size <= ENTRIES; size++) {
        must(world, mus_store_ledger_root(read, size, &roots[size], &world->err));
    }
    for (uint64_t size = 1; size <= ENTRIES; size++) {
        struct mus_merkle_proof proof;
        for (uint64_t i = 0; i < size; i++) {
            struct mus_text bytes;
            struct mus_digest root;
            must(world, mus_store_ledger_entry(read, i, &world->arena, &bytes, &world->err));
            struct mus_digest leaf = mus_merkle_leaf(bytes.ptr, bytes.len);
            must(world, mus_prove_inclusion(read, i, size, &proof, &world->err));
            assert_true(mus_merkle_inclusion_root(&leaf, i, size, &proof, &root));
            assert_int_equal(mus_digest_compare(&root, &roots[size]), 0);
        }
        for (uint64_t old = 0; old <= size; old++) {
            must(world, mus_prove_consistency(read, old, size, &proof, &world->err));
            assert_true(mus_merkle_consistent(old, &roots[old], size, &roots[size], &proof));
        }
    }
    struct mus_merkle_proof none;
    assert_int_equal(mus_prove_inclusion(read, ENTRIES, ENTRIES, &none, &world->err),
                     MUS_NOT_FOUND);
    assert_int_equal(mus_prove_inclusion(read, 5, 5, &none, &world->err), MUS_NOT_FOUND);
    assert_int_equal(mus_prove_consistency(read, 5, 4, &none, &world->err), MUS_NO);
    mus_store_read_end(read);
}

/* ---- witnesses ---- */

struct cosigning {
    struct mus_text line;
    struct mus_note_key witness;
    uint64_t size;
};

static enum mus_status cosign_one(struct mus_write *write, void *context, struct mus_error *err)
{
    struct cosigning *cosigning = context;
    return mus_checkpoint_cosign(write, cosigning->line, &cosigning->witness, &cosigning->size,
                                 err);
}

static struct mus_text text_of_note(struct mus_text note)
{
    struct mus_note read;
    assert_int_equal(mus_note_read(note, &read, NULL), MUS_OK);
    return read.text;
}

static struct mus_text cosignature(struct world *world, const struct mus_signing_key *witness,
                                   struct mus_text note, uint64_t time)
{
    struct mus_buf line = {0};
    mus_signing_key_sign_note(witness, text_of_note(note), time, &line);
    struct mus_text kept = mus_arena_copy(&world->arena, mus_buf_text(&line));
    mus_buf_done(&line);
    assert_non_null(kept.ptr);
    return kept;
}

static uint64_t cosigned(struct world *world, const struct mus_note_key *witness)
{
    uint64_t size = 99;
    struct mus_read *read = begin(world);
    must(world, mus_checkpoint_cosigned(read, witness, &size, &world->err));
    mus_store_read_end(read);
    return size;
}

static void a_cosignature_stays_with_its_checkpoint(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    struct mus_signing_key *witness =
        key_of(world, WITNESS_SEED, "example.org/witness", MUS_NOTE_COSIGNATURE);
    append_some(world, 2);
    struct mus_signed_tree first = sign(world, key);
    append_some(world, 1);
    struct mus_signed_tree second = sign(world, key);
    struct cosigning cosigning = {.witness = *mus_signing_key_public(witness)};
    assert_int_equal(cosigned(world, &cosigning.witness), 0);
    cosigning.line = cosignature(world, witness, first.note, NOW);
    must(world, mus_store_update(world->store, cosign_one, &cosigning, &world->err));
    assert_int_equal(cosigning.size, 2);
    must(world, mus_store_update(world->store, cosign_one, &cosigning, &world->err));
    assert_int_equal(cosigned(world, &cosigning.witness), 2);
    cosigning.line = cosignature(world, witness, second.note, NOW);
    must(world, mus_store_update(world->store, cosign_one, &cosigning, &world->err));
    assert_int_equal(cosigning.size, 3);
    assert_int_equal(cosigned(world, &cosigning.witness), 3);
    /* Signing again gives the note with what was gathered. */
    struct mus_signed_tree third = sign(world, key);
    assert_int_equal(third.note.len, second.note.len + cosigning.line.len);
    mus_signing_key_free(witness);
    mus_signing_key_free(key);
}

static struct mus_note *last_note(struct world *world)
{
    struct mus_signed_tree tree;
    struct mus_read *read = begin(world);
    struct mus_note *note = mus_arena_alloc(&world->arena, 1, sizeof *note);
    must(world, mus_checkpoint_last(read, &world->arena, &tree, &world->err));
    tree.note = mus_arena_copy(&world->arena, tree.note);
    mus_store_read_end(read);
    must(world, mus_note_read(tree.note, note, &world->err));
    return note;
}

/* A witness that is asked every hour, while nothing is added, cosigns one checkpoint each time. */
static void the_latest_cosignature_of_a_witness_stays(void **state)
{
    enum { HOURS = 70, HOUR = 3600 };
    struct world *world = *state;
    uint64_t time = 0;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    struct mus_signing_key *witness =
        key_of(world, WITNESS_SEED, "chamber.example", MUS_NOTE_COSIGNATURE);
    append_some(world, 1);
    struct mus_signed_tree tree = sign(world, key);
    struct cosigning cosigning = {.witness = *mus_signing_key_public(witness)};
    for (uint64_t i = 0; i < HOURS; i++) {
        cosigning.line = cosignature(world, witness, tree.note, NOW + i * HOUR);
        must(world, mus_store_update(world->store, cosign_one, &cosigning, &world->err));
    }
    cosigning.line = cosignature(world, witness, tree.note, NOW);
    must(world, mus_store_update(world->store, cosign_one, &cosigning, &world->err));
    struct mus_note *note = last_note(world);
    assert_int_equal(note->count, 2);
    must(world, mus_note_verify(note, &cosigning.witness, &time, &world->err));
    assert_int_equal(time, NOW + (HOURS - 1) * HOUR);
    must(world, mus_note_verify(note, mus_signing_key_public(key), NULL, &world->err));
    append_some(world, 1);
    assert_int_equal(sign(world, key).size, 2);
    mus_signing_key_free(key);
    mus_signing_key_free(witness);
}

static void no_more_witnesses_are_taken_than_can_be_read(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    append_some(world, 1);
    struct mus_signed_tree tree = sign(world, key);
    for (unsigned i = 1; i <= MUS_MAX_NOTE_SIGNATURES; i++) {
        char name[32];
        snprintf(name, sizeof name, "w%u.example", i);
        struct mus_signing_key *witness = key_of(world, WITNESS_SEED, name, MUS_NOTE_COSIGNATURE);
        struct cosigning cosigning = {.witness = *mus_signing_key_public(witness),
                                      .line = cosignature(world, witness, tree.note, NOW)};
        assert_int_equal(mus_store_update(world->store, cosign_one, &cosigning, &world->err),
                         i < MUS_MAX_NOTE_SIGNATURES ? MUS_OK : MUS_LIMIT);
        mus_signing_key_free(witness);
    }
    assert_int_equal(last_note(world)->count, MUS_MAX_NOTE_SIGNATURES);
    append_some(world, 1);
    assert_int_equal(sign(world, key).size, 2);
    mus_signing_key_free(key);
}

static void a_cosignature_of_something_else_is_refused(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    struct mus_signing_key *witness =
        key_of(world, WITNESS_SEED, "example.org/witness", MUS_NOTE_COSIGNATURE);
    append_some(world, 1);
    struct mus_signed_tree tree = sign(world, key);
    struct mus_signed_tree other = tree;
    char changed[512];
    assert_true(tree.note.len < sizeof changed);
    memcpy(changed, tree.note.ptr, tree.note.len);
    changed[strlen("example.org/log\n")] = '7'; /* the size */
    other.note.ptr = changed;
    struct cosigning cosigning = {.witness = *mus_signing_key_public(witness)};
    cosigning.line = cosignature(world, witness, other.note, NOW);
    assert_int_equal(mus_store_update(world->store, cosign_one, &cosigning, &world->err), MUS_NO);
    cosigning.line = MUS_TEXT("nonsense");
    assert_int_equal(mus_store_update(world->store, cosign_one, &cosigning, &world->err),
                     MUS_INVALID);
    cosigning.line = cosignature(world, witness, tree.note, NOW);
    cosigning.witness = *mus_signing_key_public(key);
    assert_int_equal(mus_store_update(world->store, cosign_one, &cosigning, &world->err),
                     MUS_INVALID);
    mus_signing_key_free(witness);
    mus_signing_key_free(key);
}

static void signing_and_cosigning_are_whole_or_not_at_all(void **state)
{
    struct world *world = *state;
    put_three(world);
    struct mus_signing_key *key = log_key(world);
    struct mus_signing_key *witness =
        key_of(world, WITNESS_SEED, "example.org/witness", MUS_NOTE_COSIGNATURE);
    for (int memory = 0; memory < 2; memory++) {
        append_some(world, 1);
        struct signing signing = {.key = key, .arena = &world->arena};
        struct cosigning cosigning = {.witness = *mus_signing_key_public(witness)};
        enum mus_status status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
            (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_update(world->store, sign_one, &signing, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
        }
        assert_int_equal(status, MUS_OK);
        cosigning.line = cosignature(world, witness, signing.tree.note, NOW);
        status = MUS_NO;
        for (uint64_t n = 1; status != MUS_OK && n < 1000; n++) {
            assert_int_equal(cosigned(world, &cosigning.witness), memory);
            (memory != 0 ? mus_mem_fail_at(n, false) : mus_store_fail_at(n));
            status = mus_store_update(world->store, cosign_one, &cosigning, &world->err);
            mus_mem_fail_at(0, false);
            mus_store_fail_at(0);
        }
        assert_int_equal(status, MUS_OK);
        assert_int_equal(cosigned(world, &cosigning.witness), memory + 1);
    }
    assert_int_equal(check(world).errors, 0);
    mus_signing_key_free(witness);
    mus_signing_key_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_LEDGER(a_tree_is_signed_once),
        IN_LEDGER(a_tree_that_does_not_go_on_is_not_signed),
        IN_LEDGER(a_key_that_was_given_up_signs_nothing),
        IN_LEDGER(every_entry_and_every_growth_is_proved),
        IN_LEDGER(a_cosignature_stays_with_its_checkpoint),
        IN_LEDGER(the_latest_cosignature_of_a_witness_stays),
        IN_LEDGER(no_more_witnesses_are_taken_than_can_be_read),
        IN_LEDGER(a_cosignature_of_something_else_is_refused),
        IN_LEDGER(signing_and_cosigning_are_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("ledger/checkpoints", tests, NULL, NULL);
}
