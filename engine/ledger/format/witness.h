/* A witness: keeps for each log the last checkpoint it has seen, and cosigns a newer one only where
 * a consistency proof shows that nothing of it was taken back (C2SP tlog-witness, cosignature/v1).
 *
 * A request is the body of the specification's add-checkpoint call:
 *     old <size>
 *     <base64 of each digest of the consistency proof, a line>
 *     (blank line)
 *     <the checkpoint, signed by the log>
 * The witness's state is a folder with one file a log, named by the SHA-256 of the origin and
 * holding the last checkpoint it cosigned, replaced atomically and synced before the cosignature is
 * given out. One process at a time (the folder is locked). */
#ifndef MUS_LEDGER_FORMAT_WITNESS_H
#define MUS_LEDGER_FORMAT_WITNESS_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/signing_key.h"

#include <stdint.h>

struct mus_witness_request {
    uint64_t old;
    struct mus_merkle_proof proof;
    struct mus_text checkpoint;
};
void mus_witness_request_write(const struct mus_witness_request *request, struct mus_buf *out);
/* Borrows. MUS_INVALID with the line. */
enum mus_status mus_witness_request_read(struct mus_text bytes, struct mus_witness_request *out,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* Checks the request against the folder's state and appends the cosignature line. A log that is not
 * known yet is taken from size 0. MUS_INVALID: not signed by `log`, or malformed; MUS_CONFLICT: the
 * old size is not the one last cosigned ("the log was at 120 when last seen, the request goes on
 * from 100": what the specification answers with 409); MUS_NO: the log was rolled back or
 * rewritten: smaller than seen, another root at the same size, or the proof does not hold. Nothing
 * is stored then. `now` is unix seconds. */
enum mus_status mus_witness_add(const char *state_dir, const struct mus_witness_request *request,
                                const struct mus_note_key *log,
                                const struct mus_signing_key *witness, uint64_t now,
                                struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* The last checkpoint seen of the log; *out is left empty where none is. */
enum mus_status mus_witness_last(const char *state_dir, struct mus_text origin, struct mus_buf *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
