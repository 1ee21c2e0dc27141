#include "ledger/format/proof_file.h"

#include "crypto/encode.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static const struct mus_text INCLUSION = {"musubi-inclusion-proof/1", 24};
static const struct mus_text CONSISTENCY = {"musubi-consistency-proof/1", 26};

/* Writing */

static void add_digest(struct mus_buf *out, const struct mus_digest *digest)
{
    mus_base64_write(out, digest->bytes, sizeof digest->bytes);
    mus_buf_add_byte(out, '\n');
}

void mus_proof_file_write(const struct mus_proof_file *proof, struct mus_buf *out)
{
    mus_buf_add_text(out, proof->consistency ? CONSISTENCY : INCLUSION);
    mus_buf_printf(out, "\n%s %" PRIu64 "\n", proof->consistency ? "old" : "index", proof->index);
    if (!proof->consistency) {
        mus_buf_add_z(out, "leaf ");
        add_digest(out, &proof->leaf);
    }
    assert(proof->proof.count <= MUS_MERKLE_MAX_PROOF);
    for (size_t i = 0; i < proof->proof.count; i++) {
        add_digest(out, &proof->proof.digests[i]);
    }
    mus_buf_add_byte(out, '\n');
    if (proof->consistency) {
        mus_buf_add_text(out, proof->old_checkpoint);
        mus_buf_add_byte(out, '\n');
    }
    mus_buf_add_text(out, proof->checkpoint);
}

/* Reading */

struct reader {
    struct mus_text rest;
    size_t line; /* number of the line that comes next, from 1 */
};

/* The next line without its line feed; false where there is none that is whole. */
static bool take_line(struct reader *reader, struct mus_text *line)
{
    const char *end =
        reader->rest.len == 0 ? NULL : memchr(reader->rest.ptr, '\n', reader->rest.len);
    if (end == NULL) {
        return false;
    }
    size_t len = (size_t)(end - reader->rest.ptr);
    *line = (struct mus_text){reader->rest.ptr, len};
    reader->rest.ptr += len + 1;
    reader->rest.len -= len + 1;
    reader->line++;
    return true;
}

static enum mus_status fail_line(const struct reader *reader, const char *expected,
                                 struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID, "line %zu: expected %s", reader->line, expected);
}

/* The line "<word> …" without the word. */
static bool take_after(struct reader *reader, struct mus_text word, struct mus_text *value)
{
    struct reader ahead = *reader;
    if (!take_line(&ahead, value) || !mus_text_starts(*value, word)) {
        return false;
    }
    value->ptr += word.len;
    value->len -= word.len;
    *reader = ahead;
    return true;
}

/* Decimal without leading zeroes, below 2^63. */
static bool read_number(struct mus_text text, uint64_t *out)
{
    enum { MAX_DIGITS = 19 }; /* so many never pass 2^64 */
    uint64_t value = 0;
    if (text.len == 0 || text.len > MAX_DIGITS || (text.len > 1 && text.ptr[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *out = value;
    return value <= INT64_MAX;
}

static bool read_digest(struct mus_text text, struct mus_digest *out)
{
    size_t len = 0;
    return mus_base64_read(text, out->bytes, sizeof out->bytes, &len) && len == sizeof out->bytes;
}

static enum mus_status take_head(struct reader *reader, struct mus_proof_file *out,
                                 struct mus_error *err)
{
    struct reader ahead = *reader;
    struct mus_text line;
    struct mus_text value;
    if (!take_line(&ahead, &line) ||
        (!mus_text_equal(line, INCLUSION) && !mus_text_equal(line, CONSISTENCY))) {
        return fail_line(reader, "musubi-inclusion-proof/1 or musubi-consistency-proof/1", err);
    }
    out->consistency = mus_text_equal(line, CONSISTENCY);
    *reader = ahead;
    if (!take_after(&ahead, out->consistency ? MUS_TEXT("old ") : MUS_TEXT("index "), &value) ||
        !read_number(value, &out->index)) {
        return fail_line(reader, out->consistency ? "\"old\" and a size" : "\"index\" and a number",
                         err);
    }
    *reader = ahead;
    if (out->consistency) {
        return MUS_OK;
    }
    if (!take_after(&ahead, MUS_TEXT("leaf "), &value) || !read_digest(value, &out->leaf)) {
        return fail_line(reader, "\"leaf\" and a digest in base64", err);
    }
    *reader = ahead;
    return MUS_OK;
}

/* The digests and the blank line behind them. */
static enum mus_status take_digests(struct reader *reader, struct mus_merkle_proof *out,
                                    struct mus_error *err)
{
    for (;;) {
        struct reader ahead = *reader;
        struct mus_text line;
        if (!take_line(&ahead, &line)) {
            return fail_line(reader, "a digest in base64 or a blank line", err);
        }
        if (line.len == 0) {
            *reader = ahead;
            return MUS_OK;
        }
        if (out->count == MUS_MERKLE_MAX_PROOF) {
            return fail_line(reader, "a blank line: no proof has more digests", err);
        }
        if (!read_digest(line, &out->digests[out->count])) {
            return fail_line(reader, "a digest in base64 or a blank line", err);
        }
        out->count++;
        *reader = ahead;
    }
}

/* The old checkpoint and the blank line behind it. A checkpoint holds one blank line, in front of
 * its signatures: it ends at the second. */
static enum mus_status take_old(struct reader *reader, struct mus_text *out, struct mus_error *err)
{
    struct reader ahead = *reader;
    struct mus_text line;
    for (int blank = 0; blank < 2;) {
        if (!take_line(&ahead, &line)) {
            return fail_line(&ahead, "a blank line behind the old checkpoint", err);
        }
        blank += line.len == 0;
    }
    *out = (struct mus_text){reader->rest.ptr, (size_t)(line.ptr - reader->rest.ptr)};
    *reader = ahead;
    return MUS_OK;
}

struct signed_checkpoint {
    struct mus_note note;
    struct mus_checkpoint content;
};

static enum mus_status read_checkpoint(struct mus_text bytes, const char *place,
                                       struct signed_checkpoint *out, struct mus_error *err)
{
    enum mus_status status = mus_note_read(bytes, &out->note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(out->note.text, &out->content, err);
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", place);
}

enum mus_status mus_proof_file_read(struct mus_text bytes, struct mus_proof_file *out,
                                    struct mus_error *err)
{
    struct reader reader = {bytes, 1};
    struct mus_proof_file proof = {.index = 0};
    struct signed_checkpoint checkpoint;
    enum mus_status status = take_head(&reader, &proof, err);
    if (status == MUS_OK) {
        status = take_digests(&reader, &proof.proof, err);
    }
    if (status == MUS_OK && proof.consistency) {
        status = take_old(&reader, &proof.old_checkpoint, err);
        if (status == MUS_OK) {
            status = read_checkpoint(proof.old_checkpoint, "old checkpoint", &checkpoint, err);
        }
    }
    if (status == MUS_OK) {
        proof.checkpoint = reader.rest;
        status = read_checkpoint(proof.checkpoint, "checkpoint", &checkpoint, err);
    }
    if (status == MUS_OK) {
        *out = proof;
    }
    return status;
}

/* Verifying */

static enum mus_status verify_checkpoint(struct mus_text bytes, const char *place,
                                         const struct mus_note_key *key,
                                         struct signed_checkpoint *out, struct mus_error *err)
{
    enum mus_status status = read_checkpoint(bytes, place, out, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_note_verify(&out->note, key, NULL, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "%s", place);
    }
    if (!mus_text_equals(out->content.origin, key->name)) {
        return mus_fail(err, MUS_NO, "%s: it is of \"%.*s\", the key is of \"%s\"", place,
                        MUS_TEXT_SHORT_ARG(out->content.origin), key->name);
    }
    return MUS_OK;
}

static enum mus_status verify_inclusion(const struct mus_proof_file *proof,
                                        const struct mus_checkpoint *checkpoint,
                                        struct mus_error *err)
{
    struct mus_digest root;
    if (proof->index >= checkpoint->size) {
        return mus_fail(err, MUS_NO,
                        "index %" PRIu64 " is not among the %" PRIu64 " entries of the checkpoint",
                        proof->index, checkpoint->size);
    }
    if (!mus_merkle_inclusion_root(&proof->leaf, proof->index, checkpoint->size, &proof->proof,
                                   &root)) {
        return mus_fail(err, MUS_NO,
                        "a proof of %zu digests is not one of entry %" PRIu64 " among %" PRIu64,
                        proof->proof.count, proof->index, checkpoint->size);
    }
    if (mus_digest_compare(&root, &checkpoint->root) != 0) {
        return mus_fail(err, MUS_NO,
                        "the leaf is not entry %" PRIu64 " of the log: the proof leads to another "
                        "root than the checkpoint's",
                        proof->index);
    }
    return MUS_OK;
}

static enum mus_status verify_consistency(const struct mus_proof_file *proof,
                                          const struct mus_checkpoint *old,
                                          const struct mus_checkpoint *checkpoint,
                                          struct mus_error *err)
{
    if (proof->index != old->size) {
        return mus_fail(err, MUS_NO,
                        "the proof goes on from %" PRIu64 " entries, the old checkpoint is of "
                        "%" PRIu64,
                        proof->index, old->size);
    }
    if (old->size > checkpoint->size) {
        return mus_fail(err, MUS_NO,
                        "the old checkpoint is of %" PRIu64 " entries, the new one of %" PRIu64
                        " only",
                        old->size, checkpoint->size);
    }
    if (!mus_merkle_consistent(old->size, &old->root, checkpoint->size, &checkpoint->root,
                               &proof->proof)) {
        return mus_fail(err, MUS_NO,
                        "the proof does not show that the log of %" PRIu64
                        " entries begins with that of %" PRIu64,
                        checkpoint->size, old->size);
    }
    return MUS_OK;
}

enum mus_status mus_proof_file_verify(const struct mus_proof_file *proof,
                                      const struct mus_note_key *key, struct mus_error *err)
{
    struct signed_checkpoint checkpoint;
    struct signed_checkpoint old;
    enum mus_status status =
        verify_checkpoint(proof->checkpoint, "checkpoint", key, &checkpoint, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!proof->consistency) {
        return verify_inclusion(proof, &checkpoint.content, err);
    }
    status = verify_checkpoint(proof->old_checkpoint, "old checkpoint", key, &old, err);
    if (status != MUS_OK) {
        return status;
    }
    return verify_consistency(proof, &old.content, &checkpoint.content, err);
}
