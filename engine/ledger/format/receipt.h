/* A receipt: one entry, the proof that it is in the ledger, and the checkpoint that was signed.
 *
 *     4   "MUSr"
 *     u8  version (1)
 *     u16 length and bytes of the entry
 *     u64 index                       u64 size of the tree
 *     u8  digests of the inclusion proof, 32 bytes each, from the leaf upwards
 *     u8  length and bytes of the log's key name (= the origin)
 *     4   key id, u8 algorithm, 64 signature
 *     u8  cosignatures, each: u8 length and bytes of the witness's name, 4 key id, u64 time,
 *         64 signature
 *
 * Little-endian. The root is not in it: entry and proof give it, and with it the signed text
 * (origin, size, root, nothing else) is written anew. For a named entry in a tree of up to 2^20
 * that is 1,024 bytes at most, cosignatures extra. Pure; any thread. */
#ifndef MUS_LEDGER_FORMAT_RECEIPT_H
#define MUS_LEDGER_FORMAT_RECEIPT_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "ledger/format/ledger_entry.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_MAX_RECEIPT_WITNESSES 16

struct mus_receipt_witness {
    struct mus_text name;
    unsigned char id[MUS_NOTE_KEY_ID_BYTES];
    uint64_t time;
    unsigned char signature[MUS_SIGNATURE_BYTES];
};

struct mus_receipt {
    struct mus_text entry; /* its bytes */
    uint64_t index, size;
    struct mus_merkle_proof proof;
    struct mus_text origin;
    unsigned char key_id[MUS_NOTE_KEY_ID_BYTES];
    enum mus_note_algorithm algorithm;
    unsigned char signature[MUS_SIGNATURE_BYTES];
    struct mus_receipt_witness witnesses[MUS_MAX_RECEIPT_WITNESSES];
    size_t witness_count;
};

/* Of a note that has a signature of the log's key, whose name is its origin, and no extension
 * lines; its cosignatures of the keys given are taken along. MUS_INVALID where it has not, or
 * where entry and proof do not lead to its root, or a signature does not fit; MUS_LIMIT for more
 * cosignatures than a receipt holds. Borrows entry and note. */
enum mus_status mus_receipt_make(struct mus_text entry, uint64_t index,
                                 const struct mus_merkle_proof *proof, const struct mus_note *note,
                                 const struct mus_note_key *key,
                                 const struct mus_note_key *witnesses, size_t witness_count,
                                 struct mus_receipt *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_receipt_encode(const struct mus_receipt *receipt, struct mus_buf *out);
/* Borrows from the bytes. MUS_CORRUPT for whatever mus_receipt_encode does not write. */
enum mus_status mus_receipt_decode(struct mus_text bytes, struct mus_receipt *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* The root that entry and proof lead to: with it the checkpoint is whole. MUS_NO where the proof
 * has not the right length. */
enum mus_status mus_receipt_root(const struct mus_receipt *receipt, struct mus_digest *root,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Everything: the entry is well written, the proof leads to a root that `key` has signed. MUS_NO
 * with the reason. Cosignatures of the witnesses given are checked too and counted in *confirmed
 * (may be NULL), each once; one that does not fit is MUS_NO. Those of others are passed over. */
enum mus_status mus_receipt_verify(const struct mus_receipt *receipt,
                                   const struct mus_note_key *key,
                                   const struct mus_note_key *witnesses, size_t witness_count,
                                   size_t *confirmed, struct mus_error *err) MUS_MUST_CHECK;

#endif
