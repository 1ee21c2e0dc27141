/* A small log with real keys, for the tests of proofs and receipts. Include after cmocka. */
#ifndef MUS_TESTS_LOG_FIXTURE_H
#define MUS_TESTS_LOG_FIXTURE_H

#include "crypto/crypto.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/signing_key.h"

#include <string.h>

#define ORIGIN "ledger.example"

/* A key whose seed is one byte over and over. */
static inline struct mus_signing_key *key_of(unsigned char byte, const char *name,
                                             enum mus_note_algorithm algorithm)
{
    unsigned char seed[32];
    struct mus_signing_key *key = NULL;
    struct mus_error err = {0};
    memset(seed, byte, sizeof seed);
    if (mus_crypto_init(&err) != MUS_OK ||
        mus_signing_key_of_seed(seed, mus_text_of(name), algorithm, &key, &err) != MUS_OK) {
        fail_msg("%s", err.message);
    }
    return key;
}

/* Leaves of a log whose entries are the numbers from 0 on, one byte each. */
static inline void fill_leaves(struct mus_digest *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned char byte = (unsigned char)i;
        leaves[i] = mus_merkle_leaf(&byte, 1);
    }
}

static inline struct mus_digest root_of(const struct mus_digest *leaves, size_t count)
{
    struct mus_merkle_edge edge = {0};
    for (size_t i = 0; i < count; i++) {
        mus_merkle_add(&edge, &leaves[i]);
    }
    return mus_merkle_root(&edge);
}

static inline struct mus_merkle_proof folded(const struct mus_digest *leaves,
                                             const struct mus_merkle_plan *plan)
{
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    struct mus_merkle_proof proof = {.count = 0};
    for (size_t i = 0; i < plan->count; i++) {
        const struct mus_merkle_place *place = &plan->places[i];
        nodes[i] = root_of(leaves + (place->index << place->level), (size_t)1 << place->level);
    }
    mus_merkle_fold(plan, nodes, &proof);
    return proof;
}

static inline struct mus_merkle_proof inclusion_of(const struct mus_digest *leaves, uint64_t index,
                                                   uint64_t size)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_inclusion(index, size, &plan);
    return folded(leaves, &plan);
}

static inline struct mus_merkle_proof consistency_of(const struct mus_digest *leaves, uint64_t old,
                                                     uint64_t size)
{
    struct mus_merkle_plan plan;
    mus_merkle_plan_consistency(old, size, &plan);
    return folded(leaves, &plan);
}

/* Appends the signed note of a checkpoint; cosign it with sign_too. */
static inline void add_checkpoint(struct mus_buf *out, const struct mus_signing_key *key,
                                  const struct mus_checkpoint *checkpoint)
{
    struct mus_buf text = {0};
    mus_checkpoint_write(checkpoint, &text);
    mus_buf_add_text(out, mus_buf_text(&text));
    mus_buf_add_byte(out, '\n');
    mus_signing_key_sign_note(key, mus_buf_text(&text), 0, out);
    mus_buf_done(&text);
}

/* Appends another signature to a note that begins at the buffer's first byte. */
static inline void sign_too(struct mus_buf *note, const struct mus_signing_key *key, uint64_t time)
{
    struct mus_note read;
    struct mus_buf text = {0};
    assert_int_equal(mus_note_read(mus_buf_text(note), &read, NULL), MUS_OK);
    mus_buf_add_text(&text, read.text);
    mus_signing_key_sign_note(key, mus_buf_text(&text), time, note);
    mus_buf_done(&text);
}

#endif
