#include "ledger/format/witness.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "crypto/encode.h"
#include "ledger/format/note_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* The specification's limit of proof lines. */
enum { MAX_PROOF_LINES = 63 };

void mus_witness_request_write(const struct mus_witness_request *request, struct mus_buf *out)
{
    mus_buf_printf(out, "old %" PRIu64 "\n", request->old);
    for (size_t i = 0; i < request->proof.count; i++) {
        mus_base64_write(out, request->proof.digests[i].bytes, MUS_DIGEST_BYTES);
        mus_buf_add_byte(out, '\n');
    }
    mus_buf_add_byte(out, '\n');
    mus_buf_add_text(out, request->checkpoint);
}

/* The next line without its line feed; false where no line feed is left. */
static bool next_line(struct mus_text *rest, struct mus_text *line)
{
    const char *end = rest->len == 0 ? NULL : memchr(rest->ptr, '\n', rest->len);
    if (end == NULL) {
        return false;
    }
    *line = (struct mus_text){rest->ptr, (size_t)(end - rest->ptr)};
    rest->ptr = end + 1;
    rest->len -= line->len + 1;
    return true;
}

/* Decimal, in its one form; below 2^63 as sizes of trees are. */
static bool read_size(struct mus_text text, uint64_t *out)
{
    if (text.len == 0 || text.len > 19 || (text.ptr[0] == '0' && text.len > 1)) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *out = value;
    return value <= INT64_MAX;
}

static enum mus_status read_old(struct mus_text *rest, uint64_t *old, struct mus_error *err)
{
    static const struct mus_text head = {"old ", 4};
    struct mus_text line = *rest;
    if (!next_line(rest, &line) || !mus_text_starts(line, head) ||
        !read_size((struct mus_text){line.ptr + head.len, line.len - head.len}, old)) {
        return mus_fail(err, MUS_INVALID, "line 1: expected \"old \" and a size, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(line));
    }
    return MUS_OK;
}

static enum mus_status read_proof(struct mus_text *rest, struct mus_merkle_proof *proof,
                                  struct mus_error *err)
{
    proof->count = 0;
    for (size_t number = 2;; number++) {
        struct mus_text line = *rest;
        if (!next_line(rest, &line)) {
            return mus_fail(err, MUS_INVALID,
                            "line %zu: expected a digest in base64 or a blank line, found the end",
                            number);
        }
        if (line.len == 0) {
            return MUS_OK;
        }
        size_t len = 0;
        if (proof->count == MAX_PROOF_LINES) {
            return mus_fail(err, MUS_INVALID, "line %zu: a proof has at most %d lines", number,
                            MAX_PROOF_LINES);
        }
        if (!mus_base64_read(line, proof->digests[proof->count].bytes, MUS_DIGEST_BYTES, &len) ||
            len != MUS_DIGEST_BYTES) {
            return mus_fail(err, MUS_INVALID,
                            "line %zu: expected a digest in base64 or a blank line, found \"%.*s\"",
                            number, MUS_TEXT_SHORT_ARG(line));
        }
        proof->count++;
    }
}

enum mus_status mus_witness_request_read(struct mus_text bytes, struct mus_witness_request *out,
                                         struct mus_error *err)
{
    struct mus_witness_request request;
    struct mus_text rest = bytes;
    enum mus_status status = read_old(&rest, &request.old, err);
    if (status == MUS_OK) {
        status = read_proof(&rest, &request.proof, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (rest.len == 0) {
        return mus_fail(err, MUS_INVALID, "line %zu: expected the checkpoint, found the end",
                        request.proof.count + 3);
    }
    request.checkpoint = rest;
    *out = request;
    return MUS_OK;
}

/* DIR/<SHA-256 of the origin>; NULL when memory runs out. */
static char *state_path(const char *dir, struct mus_text origin)
{
    struct mus_digest digest = mus_digest_of(MUS_DIGEST_SHA256, origin.ptr, origin.len);
    char name[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(name, digest.bytes, MUS_DIGEST_BYTES);
    return mus_path_join(dir, name);
}

static enum mus_status read_whole(const char *path, int fd, struct mus_buf *out,
                                  struct mus_error *err)
{
    char block[4096];
    for (;;) {
        ssize_t got = read(fd, block, sizeof block);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
        }
        if (got == 0) {
            return mus_buf_check(out, err);
        }
        if (out->len + (size_t)got > MUS_MAX_NOTE_BYTES) {
            return mus_fail(err, MUS_CORRUPT, "%s: larger than any checkpoint", path);
        }
        mus_buf_add(out, block, (size_t)got);
    }
}

/* Nothing where there is no such file. */
static enum mus_status read_state(const char *path, struct mus_buf *out, struct mus_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return errno == ENOENT ? MUS_OK : mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    size_t before = out->len;
    enum mus_status status = read_whole(path, fd, out, err);
    close(fd);
    /* What was seen once is never nothing: an emptied file would let the log begin anew. */
    return status == MUS_OK && out->len == before
               ? mus_fail(err, MUS_CORRUPT, "%s: it is empty", path)
               : status;
}

enum mus_status mus_witness_last(const char *state_dir, struct mus_text origin, struct mus_buf *out,
                                 struct mus_error *err)
{
    char *path = state_path(state_dir, origin);
    if (path == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = read_state(path, out, err);
    mus_free(path);
    return status;
}

/* What the log has signed: the checkpoint of the request. */
struct offer {
    struct mus_note note;
    struct mus_checkpoint checkpoint;
};

/* "line 5: …" of the checkpoint is not line 5 of the request, hence the place. */
static enum mus_status read_offer(const struct mus_witness_request *request,
                                  const struct mus_note_key *log, struct offer *out,
                                  struct mus_error *err)
{
    enum mus_status status = mus_note_read(request->checkpoint, &out->note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(out->note.text, &out->checkpoint, err);
    }
    if (status != MUS_OK) {
        return mus_fail_in_note(err, status, "checkpoint");
    }
    if (!mus_text_equals(out->checkpoint.origin, log->name)) {
        return mus_fail(err, MUS_INVALID,
                        "checkpoint, line 1: the log is \"%.*s\", the key is of \"%s\"",
                        MUS_TEXT_SHORT_ARG(out->checkpoint.origin), log->name);
    }
    status = mus_note_verify(&out->note, log, NULL, err);
    if (status == MUS_NO) {
        return mus_fail_in_note(err, MUS_INVALID, "checkpoint");
    }
    return status;
}

/* Nothing seen yet is the empty tree. */
struct seen {
    uint64_t size;
    struct mus_digest root;
};

static enum mus_status read_seen(const char *path, struct mus_text bytes, struct mus_text origin,
                                 struct seen *out, struct mus_error *err)
{
    if (bytes.len == 0) {
        *out = (struct seen){0, mus_merkle_empty()};
        return MUS_OK;
    }
    struct mus_note note;
    struct mus_checkpoint checkpoint;
    enum mus_status status = mus_note_read(bytes, &note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(note.text, &checkpoint, err);
    }
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_fail_in_note(err, MUS_CORRUPT, path);
    }
    if (status == MUS_OK && !mus_text_equal(checkpoint.origin, origin)) {
        status = mus_fail(err, MUS_CORRUPT, "%s: of another log, \"%.*s\"", path,
                          MUS_TEXT_SHORT_ARG(checkpoint.origin));
    }
    if (status == MUS_OK) {
        *out = (struct seen){checkpoint.size, checkpoint.root};
    }
    return status;
}

/* A log that has become smaller, or other, is told as such whatever the request goes on from: it is
 * what a witness is there for. */
static enum mus_status check_step(const struct mus_witness_request *request,
                                  const struct mus_checkpoint *now, const struct seen *seen,
                                  struct mus_error *err)
{
    if (now->size < seen->size) {
        return mus_fail(err, MUS_NO,
                        "the log was rolled back: it had %" PRIu64
                        " entries when last seen, this checkpoint has %" PRIu64,
                        seen->size, now->size);
    }
    if (now->size == seen->size && mus_digest_compare(&now->root, &seen->root) != 0) {
        return mus_fail(err, MUS_NO,
                        "the log was rewritten: its %" PRIu64
                        " entries had another root when last seen",
                        seen->size);
    }
    if (request->old > now->size) {
        return mus_fail(err, MUS_INVALID,
                        "the request goes on from %" PRIu64 ", its checkpoint has %" PRIu64
                        " entries",
                        request->old, now->size);
    }
    if (request->old != seen->size) {
        return mus_fail(err, MUS_CONFLICT,
                        "the log was at %" PRIu64
                        " when last seen, the request goes on from %" PRIu64,
                        seen->size, request->old);
    }
    if (!mus_merkle_consistent(seen->size, &seen->root, now->size, &now->root, &request->proof)) {
        return mus_fail(err, MUS_NO,
                        "the proof does not show that the first %" PRIu64 " of the %" PRIu64
                        " entries are those last seen",
                        seen->size, now->size);
    }
    return MUS_OK;
}

static enum mus_status check_against(const char *path, const struct mus_witness_request *request,
                                     const struct mus_checkpoint *now, struct mus_error *err)
{
    struct mus_buf bytes = {0};
    struct seen seen = {0};
    enum mus_status status = read_state(path, &bytes, err);
    if (status == MUS_OK) {
        status = read_seen(path, mus_buf_text(&bytes), now->origin, &seen, err);
    }
    if (status == MUS_OK) {
        status = check_step(request, now, &seen, err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* The cosignature is made before the state changes and given out after it: what was given out is on
 * the disk, and what is on the disk can be had again by asking anew. */
static enum mus_status add_offer(const char *path, const struct mus_witness_request *request,
                                 const struct offer *offer, const struct mus_signing_key *witness,
                                 uint64_t now, struct mus_buf *out, struct mus_error *err)
{
    enum mus_status status = check_against(path, request, &offer->checkpoint, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_buf line = {0};
    mus_signing_key_sign_note(witness, offer->note.text, now, &line);
    status = mus_buf_check(&line, err);
    if (status == MUS_OK && !mus_buf_reserve(out, line.len)) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        status = mus_file_replace(path, request->checkpoint, err);
    }
    if (status == MUS_OK) {
        mus_buf_add_text(out, mus_buf_text(&line));
    }
    mus_buf_done(&line);
    return status;
}

enum mus_status mus_witness_add(const char *state_dir, const struct mus_witness_request *request,
                                const struct mus_note_key *log,
                                const struct mus_signing_key *witness, uint64_t now,
                                struct mus_buf *out, struct mus_error *err)
{
    if (mus_signing_key_public(witness)->algorithm != MUS_NOTE_COSIGNATURE) {
        return mus_fail(err, MUS_INVALID, "the key of \"%s\" is no witness's key",
                        mus_signing_key_public(witness)->name);
    }
    struct offer offer;
    enum mus_status status = read_offer(request, log, &offer, err);
    if (status != MUS_OK) {
        return status;
    }
    int folder = -1;
    char *path = state_path(state_dir, offer.checkpoint.origin);
    status = path == NULL ? mus_fail_memory(err) : mus_folder_take(state_dir, &folder, err);
    if (status == MUS_OK) {
        status = add_offer(path, request, &offer, witness, now, out, err);
        close(folder);
    }
    mus_free(path);
    return status;
}
