/* An invented ledger with its keys and witness, for tests: entries of every kind that keep the
 * rules between entries, the same for the same seed. What cannot fail in a test aborts. */
#ifndef MUS_TESTS_SAMPLE_LEDGER_H
#define MUS_TESTS_SAMPLE_LEDGER_H

#include "base/buf.h"
#include "base/random.h"
#include "crypto/merkle.h"
#include "crypto/signing_key.h"
#include "ledger/format/export.h"
#include "ledger/format/ledger_entry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAMPLE_ORIGIN "ledger.example/matches"
#define SAMPLE_WITNESS "witness.example/chamber"
#define SAMPLE_START UINT64_C(1780000000) /* 2026-05-28; an entry every ten minutes */
#define SAMPLE_KEYS 8

struct sample_entry {
    struct mus_buf bytes;
    enum mus_ledger_kind kind;
    unsigned char by; /* person */
    bool reversed;
};

struct sample_ledger {
    struct mus_random random;
    struct mus_signing_key *keys[SAMPLE_KEYS]; /* in the order in which they are in force */
    size_t key_count;
    struct mus_signing_key *witness;
    struct sample_entry *entries;
    size_t count, room;
};

void sample_init(struct sample_ledger *ledger, uint64_t seed);
void sample_done(struct sample_ledger *ledger);

/* Adds entries of mixed kinds; the first of all adopts a rule set. */
void sample_grow(struct sample_ledger *ledger, size_t entries);
/* Adds a rotation to a new key. */
void sample_rotate(struct sample_ledger *ledger);
/* Adds an entry as it is. */
void sample_add(struct sample_ledger *ledger, const struct mus_ledger_entry *entry);
/* A named entry that would come next. */
struct mus_ledger_entry sample_named(struct sample_ledger *ledger);

const struct mus_note_key *sample_key(const struct sample_ledger *ledger, size_t index);
struct mus_digest sample_root(const struct sample_ledger *ledger, uint64_t size);
/* The proof that the first `size` begin with the first `old`, or, with a leaf's index, that it is
 * among them. */
struct mus_merkle_proof sample_consistency(const struct sample_ledger *ledger, uint64_t old,
                                           uint64_t size);
struct mus_merkle_proof sample_inclusion(const struct sample_ledger *ledger, uint64_t index,
                                         uint64_t size);
/* The checkpoint of the first `size`, signed by the key; `seen` is not 0: by the witness too, at
 * that time. */
void sample_checkpoint(const struct sample_ledger *ledger, uint64_t size, size_t key, uint64_t seen,
                       struct mus_buf *out);

/* An export of the first `size`, signed by the newest key. */
struct sample_export {
    struct mus_buf entries, lines, checkpoint;
};
void sample_export(const struct sample_ledger *ledger, uint64_t size, uint64_t seen,
                   struct sample_export *out);
struct mus_export sample_bytes(const struct sample_export *export);
void sample_export_done(struct sample_export *export);

/* The receipt of an entry in the tree of `size`, signed by the key. */
void sample_receipt(const struct sample_ledger *ledger, uint64_t index, uint64_t size, size_t key,
                    uint64_t seen, struct mus_buf *out);

#endif
