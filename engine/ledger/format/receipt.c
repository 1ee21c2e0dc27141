#include "ledger/format/receipt.h"

#include "base/bytes.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { RECEIPT_VERSION = 1, COSIGNATURE_TIME_BYTES = 8 };
static const char MAGIC[4] = {'M', 'U', 'S', 'r'};

/* The promise of the header: the largest named entry (its fixed fields, four codes with their
 * lengths, evidence, two sides) in a tree of 2^20, with the longest origin. */
enum {
    LARGEST_CODES = MUS_LEDGER_MAX_PROGRAMME + MUS_LEDGER_MAX_EDITION + MUS_LEDGER_MAX_PURPOSE +
                    MUS_LEDGER_MAX_AGREEMENT + 4,
    LARGEST_SIDE = MUS_LEDGER_ID_BYTES + 8 + 2 + 1 + 1,
    LARGEST_NAMED = 1 + 1 + 8 + MUS_LEDGER_ID_BYTES + 1 + 4 + LARGEST_CODES + 1 + MUS_DIGEST_BYTES +
                    2 * LARGEST_SIDE,
    LARGEST_RECEIPT = sizeof MAGIC + 1 + 2 + LARGEST_NAMED + 8 + 8 + 1 + 20 * MUS_DIGEST_BYTES + 1 +
                      MUS_MAX_KEY_NAME + MUS_NOTE_KEY_ID_BYTES + 1 + MUS_SIGNATURE_BYTES + 1,
};
_Static_assert(LARGEST_RECEIPT <= 1024, "a receipt of a named entry fits in one KiB");

/* Making */

static const struct mus_note_signature *find_signature(const struct mus_note *note,
                                                       const struct mus_note_key *key)
{
    for (size_t i = 0; i < note->count; i++) {
        const struct mus_note_signature *signature = &note->signatures[i];
        if (mus_text_equals(signature->name, key->name) &&
            memcmp(signature->id, key->id, sizeof key->id) == 0) {
            return signature;
        }
    }
    return NULL;
}

static const struct mus_receipt_witness *find_witness(const struct mus_receipt *receipt,
                                                      struct mus_text name, const unsigned char *id)
{
    for (size_t i = 0; i < receipt->witness_count; i++) {
        const struct mus_receipt_witness *witness = &receipt->witnesses[i];
        if (mus_text_equal(witness->name, name) &&
            memcmp(witness->id, id, sizeof witness->id) == 0) {
            return witness;
        }
    }
    return NULL;
}

/* What does not fit in a note that was given is the giver's mistake, not an answer. */
static enum mus_status check_signed(const struct mus_note *note, const struct mus_note_key *key,
                                    uint64_t *time, struct mus_error *err)
{
    enum mus_status status = mus_note_verify(note, key, time, err);
    return status == MUS_OK
               ? MUS_OK
               : mus_fail_at(err, status == MUS_NO ? MUS_INVALID : status, "checkpoint");
}

/* The cosignature of the witness, where the note has one that is not taken yet. */
static enum mus_status take_witness(const struct mus_note *note, const struct mus_note_key *key,
                                    struct mus_receipt *receipt, struct mus_error *err)
{
    const struct mus_note_signature *signature = find_signature(note, key);
    if (key->algorithm != MUS_NOTE_COSIGNATURE) {
        return mus_fail(err, MUS_INVALID, "%s is not the key of a witness", key->name);
    }
    if (signature == NULL || find_witness(receipt, signature->name, key->id) != NULL) {
        return MUS_OK;
    }
    if (receipt->witness_count == MUS_MAX_RECEIPT_WITNESSES) {
        return mus_fail(err, MUS_LIMIT, "a receipt holds at most %d cosignatures",
                        MUS_MAX_RECEIPT_WITNESSES);
    }
    struct mus_receipt_witness *witness = &receipt->witnesses[receipt->witness_count];
    enum mus_status status = check_signed(note, key, &witness->time, err);
    if (status != MUS_OK) {
        return status;
    }
    witness->name = signature->name;
    memcpy(witness->id, key->id, sizeof key->id);
    memcpy(witness->signature, signature->bytes + COSIGNATURE_TIME_BYTES, MUS_SIGNATURE_BYTES);
    receipt->witness_count++;
    return MUS_OK;
}

/* The log's signature, taken along. */
static enum mus_status take_signature(const struct mus_note *note, const struct mus_note_key *key,
                                      struct mus_receipt *receipt, struct mus_error *err)
{
    if (key->algorithm != MUS_NOTE_ED25519) {
        return mus_fail(err, MUS_INVALID, "%s is not the key of a log", key->name);
    }
    enum mus_status status = check_signed(note, key, NULL, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_note_signature *signature = find_signature(note, key);
    assert(signature != NULL);
    memcpy(receipt->key_id, key->id, sizeof key->id);
    receipt->algorithm = key->algorithm;
    memcpy(receipt->signature, signature->bytes, MUS_SIGNATURE_BYTES);
    return MUS_OK;
}

/* Entry and proof must lead to what was signed. */
static enum mus_status check_root(const struct mus_receipt *receipt,
                                  const struct mus_checkpoint *checkpoint, struct mus_error *err)
{
    struct mus_digest root;
    enum mus_status status = mus_receipt_root(receipt, &root, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status == MUS_NO ? MUS_INVALID : status, "proof");
    }
    if (mus_digest_compare(&root, &checkpoint->root) != 0) {
        return mus_fail(err, MUS_INVALID, "proof: it leads to another root than the checkpoint's");
    }
    return MUS_OK;
}

static enum mus_status read_checkpoint(const struct mus_note *note, const struct mus_note_key *key,
                                       struct mus_checkpoint *out, struct mus_error *err)
{
    enum mus_status status = mus_checkpoint_read(note->text, out, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "checkpoint");
    }
    if (!mus_text_equals(out->origin, key->name)) {
        return mus_fail(err, MUS_INVALID, "checkpoint: it is of \"%.*s\", the key is of \"%s\"",
                        MUS_TEXT_SHORT_ARG(out->origin), key->name);
    }
    if (out->extensions.len > 0) {
        return mus_fail(err, MUS_INVALID, "checkpoint: a receipt cannot hold its further lines");
    }
    return MUS_OK;
}

enum mus_status mus_receipt_make(struct mus_text entry, uint64_t index,
                                 const struct mus_merkle_proof *proof, const struct mus_note *note,
                                 const struct mus_note_key *key,
                                 const struct mus_note_key *witnesses, size_t witness_count,
                                 struct mus_receipt *out, struct mus_error *err)
{
    struct mus_checkpoint checkpoint;
    if (entry.len > MUS_LEDGER_MAX_ENTRY) {
        return mus_fail(err, MUS_INVALID, "an entry has at most %d bytes", MUS_LEDGER_MAX_ENTRY);
    }
    enum mus_status status = read_checkpoint(note, key, &checkpoint, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_receipt receipt = {
        .entry = entry,
        .index = index,
        .size = checkpoint.size,
        .proof = *proof,
        .origin = checkpoint.origin,
    };
    status = check_root(&receipt, &checkpoint, err);
    if (status == MUS_OK) {
        status = take_signature(note, key, &receipt, err);
    }
    for (size_t i = 0; i < witness_count && status == MUS_OK; i++) {
        status = take_witness(note, &witnesses[i], &receipt, err);
    }
    if (status == MUS_OK) {
        *out = receipt;
    }
    return status;
}

/* Writing */

static void put_name(struct mus_buf *out, struct mus_text name)
{
    assert(name.len <= MUS_MAX_KEY_NAME);
    mus_buf_add_byte(out, (unsigned char)name.len);
    mus_buf_add_text(out, name);
}

void mus_receipt_encode(const struct mus_receipt *receipt, struct mus_buf *out)
{
    assert(receipt->entry.len <= MUS_LEDGER_MAX_ENTRY);
    assert(receipt->proof.count <= MUS_MERKLE_MAX_PROOF);
    assert(receipt->witness_count <= MUS_MAX_RECEIPT_WITNESSES);
    mus_buf_add(out, MAGIC, sizeof MAGIC);
    mus_buf_add_byte(out, RECEIPT_VERSION);
    mus_buf_add_u16(out, (uint16_t)receipt->entry.len);
    mus_buf_add_text(out, receipt->entry);
    mus_buf_add_u64(out, receipt->index);
    mus_buf_add_u64(out, receipt->size);
    mus_buf_add_byte(out, (unsigned char)receipt->proof.count);
    for (size_t i = 0; i < receipt->proof.count; i++) {
        mus_buf_add(out, receipt->proof.digests[i].bytes, MUS_DIGEST_BYTES);
    }
    put_name(out, receipt->origin);
    mus_buf_add(out, receipt->key_id, sizeof receipt->key_id);
    mus_buf_add_byte(out, (unsigned char)receipt->algorithm);
    mus_buf_add(out, receipt->signature, sizeof receipt->signature);
    mus_buf_add_byte(out, (unsigned char)receipt->witness_count);
    for (size_t i = 0; i < receipt->witness_count; i++) {
        const struct mus_receipt_witness *witness = &receipt->witnesses[i];
        put_name(out, witness->name);
        mus_buf_add(out, witness->id, sizeof witness->id);
        mus_buf_add_u64(out, witness->time);
        mus_buf_add(out, witness->signature, sizeof witness->signature);
    }
}

/* Reading */

static void take_bytes(struct mus_bytes *bytes, void *out, size_t len)
{
    const unsigned char *at = mus_bytes_take(bytes, len);
    if (at != NULL) {
        memcpy(out, at, len);
    }
}

static struct mus_text take_name(struct mus_bytes *bytes)
{
    return mus_bytes_text(bytes, mus_bytes_u8(bytes));
}

static enum mus_status take_tree(struct mus_bytes *bytes, struct mus_receipt *receipt,
                                 struct mus_error *err)
{
    receipt->entry = mus_bytes_text(bytes, mus_bytes_u16(bytes));
    receipt->index = mus_bytes_u64(bytes);
    receipt->size = mus_bytes_u64(bytes);
    receipt->proof.count = mus_bytes_u8(bytes);
    if (receipt->proof.count > MUS_MERKLE_MAX_PROOF) {
        return mus_fail(err, MUS_CORRUPT, "receipt: no proof has %zu digests",
                        receipt->proof.count);
    }
    for (size_t i = 0; i < receipt->proof.count; i++) {
        take_bytes(bytes, receipt->proof.digests[i].bytes, MUS_DIGEST_BYTES);
    }
    if (!bytes->failed && (receipt->size > INT64_MAX || receipt->index >= receipt->size)) {
        return mus_fail(err, MUS_CORRUPT,
                        "receipt: no tree of %" PRIu64 " entries has an entry %" PRIu64,
                        receipt->size, receipt->index);
    }
    return MUS_OK;
}

static enum mus_status take_log(struct mus_bytes *bytes, struct mus_receipt *receipt,
                                struct mus_error *err)
{
    receipt->origin = take_name(bytes);
    take_bytes(bytes, receipt->key_id, sizeof receipt->key_id);
    receipt->algorithm = (enum mus_note_algorithm)mus_bytes_u8(bytes);
    take_bytes(bytes, receipt->signature, sizeof receipt->signature);
    if (bytes->failed) {
        return MUS_OK;
    }
    if (!mus_note_is_name(receipt->origin)) {
        return mus_fail(err, MUS_CORRUPT, "receipt: \"%.*s\" is no name of a log",
                        MUS_TEXT_SHORT_ARG(receipt->origin));
    }
    if (receipt->algorithm != MUS_NOTE_ED25519) {
        return mus_fail(err, MUS_CORRUPT, "receipt: unknown algorithm %u",
                        (unsigned)receipt->algorithm);
    }
    return MUS_OK;
}

static enum mus_status take_witnesses(struct mus_bytes *bytes, struct mus_receipt *receipt,
                                      struct mus_error *err)
{
    size_t count = mus_bytes_u8(bytes);
    if (count > MUS_MAX_RECEIPT_WITNESSES) {
        return mus_fail(err, MUS_CORRUPT, "receipt: more than %d cosignatures",
                        MUS_MAX_RECEIPT_WITNESSES);
    }
    for (size_t i = 0; i < count; i++) {
        struct mus_receipt_witness *witness = &receipt->witnesses[i];
        witness->name = take_name(bytes);
        take_bytes(bytes, witness->id, sizeof witness->id);
        witness->time = mus_bytes_u64(bytes);
        take_bytes(bytes, witness->signature, sizeof witness->signature);
        if (bytes->failed) {
            return MUS_OK;
        }
        if (!mus_note_is_name(witness->name) ||
            find_witness(receipt, witness->name, witness->id) != NULL) {
            return mus_fail(err, MUS_CORRUPT,
                            "receipt: \"%.*s\" is no name of a witness, or stands twice",
                            MUS_TEXT_SHORT_ARG(witness->name));
        }
        receipt->witness_count++;
    }
    return MUS_OK;
}

static enum mus_status take_receipt(struct mus_bytes *bytes, struct mus_receipt *receipt,
                                    struct mus_error *err)
{
    const unsigned char *magic = mus_bytes_take(bytes, sizeof MAGIC);
    if (magic == NULL || memcmp(magic, MAGIC, sizeof MAGIC) != 0) {
        return mus_fail(err, MUS_CORRUPT, "receipt: it does not begin with \"MUSr\"");
    }
    uint8_t version = mus_bytes_u8(bytes);
    if (!bytes->failed && version != RECEIPT_VERSION) {
        return mus_fail(err, MUS_CORRUPT, "receipt: unknown version %u", version);
    }
    enum mus_status status = take_tree(bytes, receipt, err);
    if (status == MUS_OK) {
        status = take_log(bytes, receipt, err);
    }
    if (status == MUS_OK) {
        status = take_witnesses(bytes, receipt, err);
    }
    return status;
}

enum mus_status mus_receipt_decode(struct mus_text bytes, struct mus_receipt *out,
                                   struct mus_error *err)
{
    struct mus_bytes reader = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_receipt receipt = {.index = 0};
    enum mus_status status = take_receipt(&reader, &receipt, err);
    if (status != MUS_OK) {
        return status;
    }
    if (reader.failed) {
        return mus_fail(err, MUS_CORRUPT, "receipt: cut short");
    }
    if (reader.left > 0) {
        return mus_fail(err, MUS_CORRUPT, "receipt: bytes behind the end: %zu", reader.left);
    }
    *out = receipt;
    return MUS_OK;
}

/* Verifying */

enum mus_status mus_receipt_root(const struct mus_receipt *receipt, struct mus_digest *root,
                                 struct mus_error *err)
{
    struct mus_digest leaf = mus_merkle_leaf(receipt->entry.ptr, receipt->entry.len);
    if (!mus_merkle_inclusion_root(&leaf, receipt->index, receipt->size, &receipt->proof, root)) {
        return mus_fail(err, MUS_NO,
                        "a proof of %zu digests is not one of entry %" PRIu64 " among %" PRIu64,
                        receipt->proof.count, receipt->index, receipt->size);
    }
    return MUS_OK;
}

static void write_big_endian(unsigned char out[COSIGNATURE_TIME_BYTES], uint64_t value)
{
    for (size_t i = COSIGNATURE_TIME_BYTES; i > 0; i--) {
        out[i - 1] = (unsigned char)value;
        value >>= 8;
    }
}

/* The signed note as it was, of a text written anew. */
static void note_of(const struct mus_receipt *receipt, struct mus_text text, struct mus_note *note)
{
    *note = (struct mus_note){.text = text, .count = 1 + receipt->witness_count};
    struct mus_note_signature *log = &note->signatures[0];
    log->name = receipt->origin;
    log->len = MUS_SIGNATURE_BYTES;
    memcpy(log->id, receipt->key_id, sizeof log->id);
    memcpy(log->bytes, receipt->signature, MUS_SIGNATURE_BYTES);
    for (size_t i = 0; i < receipt->witness_count; i++) {
        const struct mus_receipt_witness *witness = &receipt->witnesses[i];
        struct mus_note_signature *signature = &note->signatures[1 + i];
        signature->name = witness->name;
        signature->len = COSIGNATURE_TIME_BYTES + MUS_SIGNATURE_BYTES;
        memcpy(signature->id, witness->id, sizeof signature->id);
        write_big_endian(signature->bytes, witness->time);
        memcpy(signature->bytes + COSIGNATURE_TIME_BYTES, witness->signature, MUS_SIGNATURE_BYTES);
    }
}

static enum mus_status verify_log(const struct mus_receipt *receipt, const struct mus_note *note,
                                  const struct mus_note_key *key, struct mus_error *err)
{
    enum mus_status status = mus_note_verify(note, key, NULL, err);
    if (status == MUS_NO && memcmp(receipt->key_id, key->id, sizeof key->id) == 0) {
        return mus_fail(err, MUS_NO, "entry and proof lead to a checkpoint that %s has not signed",
                        key->name);
    }
    return status;
}

static const struct mus_note_key *key_of(const struct mus_receipt_witness *witness,
                                         const struct mus_note_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (mus_text_equals(witness->name, keys[i].name) &&
            memcmp(witness->id, keys[i].id, sizeof witness->id) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

static enum mus_status verify_witnesses(const struct mus_receipt *receipt,
                                        const struct mus_note *note,
                                        const struct mus_note_key *keys, size_t key_count,
                                        size_t *confirmed, struct mus_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < receipt->witness_count; i++) {
        const struct mus_note_key *key = key_of(&receipt->witnesses[i], keys, key_count);
        if (key == NULL) {
            continue;
        }
        enum mus_status status = mus_note_verify(note, key, NULL, err);
        if (status != MUS_OK) {
            return status;
        }
        count++;
    }
    if (confirmed != NULL) {
        *confirmed = count;
    }
    return MUS_OK;
}

/* The text that was signed, of the root that entry and proof lead to. */
static enum mus_status write_signed(const struct mus_receipt *receipt, struct mus_buf *out,
                                    struct mus_error *err)
{
    struct mus_checkpoint checkpoint = {.origin = receipt->origin, .size = receipt->size};
    enum mus_status status = mus_receipt_root(receipt, &checkpoint.root, err);
    if (status != MUS_OK) {
        return status;
    }
    mus_checkpoint_write(&checkpoint, out);
    return mus_buf_check(out, err);
}

static enum mus_status check_entry(const struct mus_receipt *receipt, struct mus_error *err)
{
    struct mus_ledger_entry entry;
    enum mus_status status = mus_ledger_entry_decode(receipt->entry, &entry, err);
    return status == MUS_OK ? MUS_OK
                            : mus_fail_at(err, status == MUS_CORRUPT ? MUS_NO : status, "entry");
}

enum mus_status mus_receipt_verify(const struct mus_receipt *receipt,
                                   const struct mus_note_key *key,
                                   const struct mus_note_key *witnesses, size_t witness_count,
                                   size_t *confirmed, struct mus_error *err)
{
    struct mus_buf text = {0};
    struct mus_note note;
    enum mus_status status = check_entry(receipt, err);
    if (status == MUS_OK && !mus_text_equals(receipt->origin, key->name)) {
        status = mus_fail(err, MUS_NO, "the receipt is of \"%.*s\", the key is of \"%s\"",
                          MUS_TEXT_SHORT_ARG(receipt->origin), key->name);
    }
    if (status == MUS_OK) {
        status = write_signed(receipt, &text, err);
    }
    if (status == MUS_OK) {
        note_of(receipt, mus_buf_text(&text), &note);
        status = verify_log(receipt, &note, key, err);
    }
    if (status == MUS_OK) {
        status = verify_witnesses(receipt, &note, witnesses, witness_count, confirmed, err);
    }
    mus_buf_done(&text);
    return status;
}
