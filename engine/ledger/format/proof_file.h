/* Proofs as text files, to be handed on and checked with nothing but the verification key.
 *
 *     musubi-inclusion-proof/1           musubi-consistency-proof/1
 *     index 12                           old 100
 *     leaf <base64 of the leaf's hash>   <base64 of each digest, a line>
 *     <base64 of each digest, a line>    (blank line)
 *     (blank line)                       <the old checkpoint>
 *     <the checkpoint>                   (blank line)
 *                                        <the new checkpoint>
 *
 * The inclusion proof is of a leaf; the entry's bytes come beside it, or are in an export. Numbers
 * are decimal without leading zeroes; digests go from the leaf upwards; each line ends in a line
 * feed. A checkpoint is a whole signed note (crypto/note.h), to its last line feed. Strict: one way
 * to write each. Pure; any thread; borrows from the bytes. */
#ifndef MUS_LEDGER_FORMAT_PROOF_FILE_H
#define MUS_LEDGER_FORMAT_PROOF_FILE_H

#include "base/buf.h"
#include "base/status.h"
#include "crypto/merkle.h"
#include "crypto/note.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_proof_file {
    bool consistency;
    uint64_t index;         /* inclusion; consistency: the old size */
    struct mus_digest leaf; /* inclusion */
    struct mus_merkle_proof proof;
    struct mus_text old_checkpoint; /* consistency */
    struct mus_text checkpoint;
};

void mus_proof_file_write(const struct mus_proof_file *proof, struct mus_buf *out);
/* MUS_INVALID (or MUS_LIMIT, of a checkpoint) with the line: "line 4: expected a digest in base64
 * or a blank line"; in a checkpoint its own line: "checkpoint: line 2: …". */
enum mus_status mus_proof_file_read(struct mus_text bytes, struct mus_proof_file *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Checkpoint signatures by `key` (both checkpoints), whose name is their origin, and the proof.
 * MUS_NO with the reason. */
enum mus_status mus_proof_file_verify(const struct mus_proof_file *proof,
                                      const struct mus_note_key *key,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
