/* Checkpoints of the ledger in the store, and what is proved with them.
 *
 * A checkpoint is the log's word for a tree of a size. It is signed only where the one before is a
 * beginning of the tree: a log that has signed two that contradict each other is caught by whoever
 * holds both. Witnesses' cosignatures are kept with the note they belong to. */
#ifndef MUS_LEDGER_CHECKPOINTS_H
#define MUS_LEDGER_CHECKPOINTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/signing_key.h"
#include "ledger/format/receipt.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

struct mus_signed_tree {
    uint64_t size;
    struct mus_digest root;
    struct mus_text note;
};

/* Signs the tree as it is and keeps the note; where the last one says the same, by this key, that
 * one is given, with its cosignatures. In the arena. MUS_NO: the last checkpoint is no beginning of
 * the tree, MUS_CONFLICT: the key is not the last of the log's; nothing is signed then. */
enum mus_status mus_checkpoint_sign(struct mus_write *write, const struct mus_signing_key *key,
                                    struct mus_arena *arena, struct mus_signed_tree *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The last one; in the arena. MUS_NOT_FOUND: nothing was signed yet. MUS_NO where it is no
 * beginning of the tree. */
enum mus_status mus_checkpoint_last(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_signed_tree *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The log's verification keys, oldest first, in the arena; the last one is in use. */
enum mus_status mus_checkpoint_keys(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_note_key **keys, size_t *count,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The key of the log that signed the note. MUS_NO where none has. */
enum mus_status mus_checkpoint_signer(const struct mus_read *read, const struct mus_note *note,
                                      struct mus_arena *arena, struct mus_note_key *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* MUS_NOT_FOUND: no such entry, or one behind the tree of `size`. */
enum mus_status mus_prove_inclusion(const struct mus_read *read, uint64_t index, uint64_t size,
                                    struct mus_merkle_proof *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
enum mus_status mus_prove_consistency(const struct mus_read *read, uint64_t old, uint64_t size,
                                      struct mus_merkle_proof *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* The largest checkpoint that the witness has cosigned; *size is 0 where it has none. */
enum mus_status mus_checkpoint_cosigned(const struct mus_read *read,
                                        const struct mus_note_key *witness, uint64_t *size,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Adds the witness's cosignature line (as the witness gave it) to the checkpoint that it is of;
 * *size says which. MUS_NO: it fits none; MUS_INVALID: it is no signature line, or the key is not a
 * witness's; MUS_LIMIT: the checkpoint has as many signatures as a note may have. A later one takes
 * the place of the witness's earlier one; adding one twice, or an earlier one, changes nothing. */
enum mus_status mus_checkpoint_cosign(struct mus_write *write, struct mus_text line,
                                      const struct mus_note_key *witness, uint64_t *size,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
