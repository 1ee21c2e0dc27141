/* What outsiders are given and can check: proofs, receipts, exports, witnesses. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "codec/qr.h"
#include "ledger/checkpoints.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/export.h"
#include "ledger/format/proof_file.h"
#include "ledger/format/receipt.h"
#include "ledger/format/witness.h"
#include "musubi/ledger_shared.h"
#include "store/ledger.h"

/* Larger than any proof, receipt or note. */
enum { MAX_PROOF_BYTES = 1024 * 1024 };

static enum mus_status read_given(const char *path, struct mus_buf *out, struct mus_error *err)
{
    return path == NULL ? MUS_OK : mus_file_read(path, MAX_PROOF_BYTES, out, err);
}

static enum mus_status write_given(const char *path, const struct mus_buf *bytes,
                                   struct mus_error *err)
{
    return path == NULL ? MUS_OK : mus_file_replace(path, mus_buf_text(bytes), err);
}

static void put_count(struct mus_json_writer *writer, const char *name, uint64_t value)
{
    mus_json_put_integer(writer, name, (int64_t)value);
}

/* ------------------------------------------------------------------ verify */

static enum mus_status give_verified(const struct mus_export_report *report, struct mus_sink *sink,
                                     struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    put_count(&writer, "size", report->checkpoint.size);
    mus_put_digest(&writer, "root", &report->checkpoint.root);
    mus_put_key(&writer, "key", &report->key);
    put_count(&writer, "rotations", report->rotations);
    mus_put_time(&writer, "first_recorded", report->first_recorded);
    mus_put_time(&writer, "last_recorded", report->last_recorded);
    put_count(&writer, "witnesses", report->witnesses);
    mus_put_time(&writer, "witnessed_at", report->witnessed_at);
    put_count(&writer, "since", report->since);
    mus_json_put_bool(&writer, "reach_checked", report->reach_checked);
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MUS_MAX_THREADS ? MUS_MAX_THREADS : (size_t)count;
}

static enum mus_status verify_files(const struct mus_ledger_verify_options *options,
                                    struct mus_export_options *how, struct mus_sink *sink,
                                    struct mus_error *err)
{
    struct mus_export_files *files = NULL;
    struct mus_export_report report;
    enum mus_status status = mus_export_open(options->folder, &files, err);
    if (status == MUS_OK) {
        status = mus_export_verify(mus_export_bytes(files), how, &report, err);
    }
    if (status == MUS_OK) {
        status = give_verified(&report, sink, err);
    }
    mus_export_close(files);
    return status;
}

enum mus_status mus_ledger_verify(const struct mus_ledger_verify_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_note_key key;
    struct mus_note_key *witnesses = NULL;
    size_t witness_count = 0;
    struct mus_buf since = {0};
    struct mus_buf receipt = {0};
    enum mus_status status = mus_key_option("--key", options->key, &key, err);
    if (status == MUS_OK) {
        status = mus_witness_option(options->witnesses, &arena, &witnesses, &witness_count, err);
    }
    if (status == MUS_OK) {
        status = read_given(options->since, &since, err);
    }
    if (status == MUS_OK) {
        status = read_given(options->receipt, &receipt, err);
    }
    if (status == MUS_OK) {
        struct mus_export_options how = {
            .key = &key,
            .witnesses = witnesses,
            .witness_count = witness_count,
            .since = mus_buf_text(&since),
            .receipt = mus_buf_text(&receipt),
            .threads = options->threads > 0 ? (size_t)options->threads : processors(),
        };
        status = verify_files(options, &how, sink, err);
    }
    mus_buf_done(&since);
    mus_buf_done(&receipt);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ proofs of entries */

/* An entry, the last checkpoint, and the way from one to the other. */
struct proving {
    const struct mus_read *read;
    struct mus_arena arena;
    uint64_t index;
    struct mus_text entry;
    struct mus_signed_tree tree;
    struct mus_merkle_proof proof;
    struct mus_buf file, receipt, picture;
};

static void proving_done(struct proving *proving)
{
    mus_buf_done(&proving->file);
    mus_buf_done(&proving->receipt);
    mus_buf_done(&proving->picture);
    mus_arena_done(&proving->arena);
}

static enum mus_status make_proof(struct proving *proving, struct mus_error *err)
{
    struct mus_arena *arena = &proving->arena;
    enum mus_status status =
        mus_store_ledger_entry(proving->read, proving->index, arena, &proving->entry, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_last(proving->read, arena, &proving->tree, err);
    }
    if (status == MUS_OK) {
        status = mus_prove_inclusion(proving->read, proving->index, proving->tree.size,
                                     &proving->proof, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_proof_file file = {
        .index = proving->index,
        .leaf = mus_merkle_leaf(proving->entry.ptr, proving->entry.len),
        .proof = proving->proof,
        .checkpoint = proving->tree.note,
    };
    mus_proof_file_write(&file, &proving->file);
    return mus_buf_check(&proving->file, err);
}

static enum mus_status make_receipt(struct proving *proving, const char *witness_keys,
                                    struct mus_error *err)
{
    struct mus_note_key *witnesses = NULL;
    size_t count = 0;
    struct mus_note_key signer;
    struct mus_arena *arena = &proving->arena;
    struct mus_note *note = mus_arena_alloc(arena, 1, sizeof *note);
    struct mus_receipt *receipt = mus_arena_alloc(arena, 1, sizeof *receipt);
    if (note == NULL || receipt == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_witness_option(witness_keys, arena, &witnesses, &count, err);
    if (status == MUS_OK) {
        status = mus_note_read(proving->tree.note, note, err);
    }
    if (status == MUS_OK) {
        status = mus_checkpoint_signer(proving->read, note, arena, &signer, err);
    }
    if (status == MUS_OK) {
        status = mus_receipt_make(proving->entry, proving->index, &proving->proof, note, &signer,
                                  witnesses, count, receipt, err);
    }
    if (status == MUS_OK) {
        mus_receipt_encode(receipt, &proving->receipt);
        status = mus_buf_check(&proving->receipt, err);
    }
    return status;
}

static enum mus_status draw_code(struct proving *proving, struct mus_error *err)
{
    enum { MARGIN = 4, PIXELS = 4 };
    struct mus_buf *out = &proving->picture;
    struct mus_qr *qr = mus_arena_alloc(&proving->arena, 1, sizeof *qr);
    if (qr == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_qr_make(mus_buf_text(&proving->receipt), MUS_QR_LOW, qr, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "--qr");
    }
    unsigned side = qr->side + 2 * MARGIN;
    mus_buf_printf(out,
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
                   "viewBox=\"0 0 %u %u\" shape-rendering=\"crispEdges\">"
                   "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/><path d=\"",
                   side * PIXELS, side * PIXELS, side, side);
    mus_qr_write_path(qr, MARGIN, out);
    mus_buf_add_z(out, "\"/></svg>\n");
    return mus_buf_check(out, err);
}

static enum mus_status write_files(struct proving *proving,
                                   const struct mus_ledger_prove_options *options,
                                   struct mus_error *err)
{
    enum mus_status status = write_given(options->output, &proving->file, err);
    if (status == MUS_OK) {
        status = write_given(options->receipt, &proving->receipt, err);
    }
    return status == MUS_OK ? write_given(options->qr, &proving->picture, err) : status;
}

static enum mus_status give_proof(struct proving *proving,
                                  const struct mus_ledger_prove_options *options,
                                  struct mus_sink *sink, struct mus_error *err)
{
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    mus_json_begin_object(&writer);
    put_count(&writer, "entry", proving->index);
    put_count(&writer, "size", proving->tree.size);
    mus_json_put_text(&writer, "proof", mus_buf_text(&proving->file));
    if (options->receipt != NULL || options->qr != NULL) {
        put_count(&writer, "receipt", proving->receipt.len);
    }
    mus_json_end_object(&writer);
    enum mus_status status = mus_sink_give(sink, &json, err);
    mus_buf_done(&json);
    return status;
}

enum mus_status mus_ledger_prove(struct mus_musubi *musubi,
                                 const struct mus_ledger_prove_options *options,
                                 struct mus_sink *sink, struct mus_error *err)
{
    struct proving proving = {.index = (uint64_t)options->entry};
    struct mus_read *read = NULL;
    if (options->entry < 0) {
        return mus_fail(err, MUS_INVALID, "entry: expected a number from 0 on, found %" PRId64,
                        options->entry);
    }
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        proving.read = read;
        status = make_proof(&proving, err);
    }
    if (status == MUS_OK && (options->receipt != NULL || options->qr != NULL)) {
        status = make_receipt(&proving, options->witnesses, err);
    }
    if (status == MUS_OK && options->qr != NULL) {
        status = draw_code(&proving, err);
    }
    if (status == MUS_OK) {
        status = write_files(&proving, options, err);
    }
    if (status == MUS_OK) {
        status = give_proof(&proving, options, sink, err);
    }
    mus_store_read_end(read);
    proving_done(&proving);
    return status;
}

/* ------------------------------------------------------------------ proofs of growth */

/* The earlier checkpoint, signed by a key of this ledger. */
static enum mus_status read_earlier(const struct mus_read *read, struct mus_text bytes,
                                    struct mus_arena *arena, struct mus_checkpoint *out,
                                    struct mus_error *err)
{
    struct mus_note_key signer;
    struct mus_note *note = mus_arena_alloc(arena, 1, sizeof *note);
    if (note == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_note_read(bytes, note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(note->text, out, err);
    }
    return status == MUS_OK ? mus_checkpoint_signer(read, note, arena, &signer, err) : status;
}

static enum mus_status make_growth(struct proving *proving, struct mus_text earlier,
                                   uint64_t *since, struct mus_error *err)
{
    struct mus_checkpoint old;
    struct mus_arena *arena = &proving->arena;
    enum mus_status status = read_earlier(proving->read, earlier, arena, &old, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_last(proving->read, arena, &proving->tree, err);
    }
    if (status == MUS_OK) {
        status = mus_prove_consistency(proving->read, old.size, proving->tree.size, &proving->proof,
                                       err);
    }
    if (status == MUS_OK && !mus_merkle_consistent(old.size, &old.root, proving->tree.size,
                                                   &proving->tree.root, &proving->proof)) {
        status = mus_fail(err, MUS_NO,
                          "the ledger does not go on from this checkpoint of %" PRIu64 " entries",
                          old.size);
    }
    if (status != MUS_OK) {
        return status;
    }
    struct mus_proof_file file = {
        .consistency = true,
        .index = old.size,
        .proof = proving->proof,
        .old_checkpoint = earlier,
        .checkpoint = proving->tree.note,
    };
    mus_proof_file_write(&file, &proving->file);
    *since = old.size;
    return mus_buf_check(&proving->file, err);
}

enum mus_status mus_ledger_prove_since(struct mus_musubi *musubi, const char *checkpoint,
                                       const char *output, struct mus_sink *sink,
                                       struct mus_error *err)
{
    struct proving proving = {0};
    struct mus_read *read = NULL;
    struct mus_buf earlier = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    uint64_t since = 0;
    enum mus_status status = read_given(checkpoint, &earlier, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        proving.read = read;
        status = make_growth(&proving, mus_buf_text(&earlier), &since, err);
        status = status == MUS_INVALID ? mus_fail_at(err, status, "%s", checkpoint) : status;
    }
    if (status == MUS_OK) {
        status = write_given(output, &proving.file, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        put_count(&writer, "since", since);
        put_count(&writer, "size", proving.tree.size);
        mus_json_put_text(&writer, "proof", mus_buf_text(&proving.file));
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&earlier);
    mus_buf_done(&json);
    proving_done(&proving);
    return status;
}

/* ------------------------------------------------------------------ checking a proof */

static void put_receipt_entry(struct mus_json_writer *writer, const struct mus_receipt *receipt)
{
    struct mus_ledger_entry entry;
    struct mus_buf line = {0};
    if (mus_ledger_entry_decode(receipt->entry, &entry, NULL) == MUS_OK) {
        mus_ledger_entry_line(&entry, receipt->index, &line);
        writer->buf->failed = writer->buf->failed || line.failed;
        if (!line.failed) {
            mus_json_key(writer, "line");
            mus_json_write_raw(writer, mus_buf_text(&line));
        }
    }
    mus_buf_done(&line);
}

static enum mus_status check_receipt(struct mus_text bytes, const struct mus_note_key *key,
                                     const struct mus_note_key *witnesses, size_t count,
                                     struct mus_json_writer *writer, struct mus_error *err)
{
    struct mus_receipt *receipt = mus_alloc_zero(1, sizeof *receipt);
    size_t confirmed = 0;
    if (receipt == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_receipt_decode(bytes, receipt, err);
    if (status == MUS_CORRUPT) {
        status = mus_fail_at(err, MUS_NO, "not a receipt as it was written");
    }
    if (status == MUS_OK) {
        status = mus_receipt_verify(receipt, key, witnesses, count, &confirmed, err);
    }
    if (status == MUS_OK) {
        mus_json_put_z(writer, "what", "receipt");
        put_count(writer, "entry", receipt->index);
        put_count(writer, "size", receipt->size);
        put_receipt_entry(writer, receipt);
        put_count(writer, "witnesses", confirmed);
    }
    mus_free(receipt);
    return status;
}

static enum mus_status check_proof(struct mus_text bytes, const struct mus_note_key *key,
                                   struct mus_json_writer *writer, struct mus_error *err)
{
    struct mus_proof_file proof;
    struct mus_checkpoint checkpoint;
    struct mus_note *note = mus_alloc(1, sizeof *note);
    if (note == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_proof_file_read(bytes, &proof, err);
    if (status == MUS_OK) {
        status = mus_proof_file_verify(&proof, key, err);
    }
    if (status == MUS_OK) {
        status = mus_note_read(proof.checkpoint, note, err);
    }
    if (status == MUS_OK) {
        status = mus_checkpoint_read(note->text, &checkpoint, err);
    }
    if (status == MUS_OK) {
        mus_json_put_z(writer, "what", proof.consistency ? "consistency" : "inclusion");
        put_count(writer, proof.consistency ? "since" : "entry", proof.index);
        put_count(writer, "size", checkpoint.size);
    }
    mus_free(note);
    return status;
}

enum mus_status mus_ledger_check_proof(const char *file, const char *key, const char *witnesses,
                                       struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_note_key log;
    struct mus_note_key *keys = NULL;
    size_t count = 0;
    struct mus_buf bytes = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = mus_key_option("--key", key, &log, err);
    if (status == MUS_OK) {
        status = mus_witness_option(witnesses, &arena, &keys, &count, err);
    }
    if (status == MUS_OK) {
        status = read_given(file, &bytes, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        status = mus_text_starts(mus_buf_text(&bytes), MUS_TEXT("MUSr"))
                     ? check_receipt(mus_buf_text(&bytes), &log, keys, count, &writer, err)
                     : check_proof(mus_buf_text(&bytes), &log, &writer, err);
        mus_json_end_object(&writer);
        status = status == MUS_INVALID || status == MUS_NO ? mus_fail_at(err, status, "%s", file)
                                                           : status;
    }
    if (status == MUS_OK) {
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&bytes);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ witnesses */

static enum mus_status make_request(struct proving *proving, const struct mus_note_key *witness,
                                    int64_t old, struct mus_witness_request *request,
                                    struct mus_error *err)
{
    enum mus_status status =
        mus_checkpoint_last(proving->read, &proving->arena, &proving->tree, err);
    request->old = old < 0 ? 0 : (uint64_t)old;
    if (status == MUS_OK && old < 0) {
        status = mus_checkpoint_cosigned(proving->read, witness, &request->old, err);
    }
    if (status == MUS_OK) {
        status = mus_prove_consistency(proving->read, request->old, proving->tree.size,
                                       &request->proof, err);
    }
    if (status == MUS_OK) {
        request->checkpoint = proving->tree.note;
        mus_witness_request_write(request, &proving->file);
        status = mus_buf_check(&proving->file, err);
    }
    return status;
}

enum mus_status mus_ledger_witness_request(struct mus_musubi *musubi, const char *key, int64_t old,
                                           const char *output, struct mus_sink *sink,
                                           struct mus_error *err)
{
    struct proving proving = {0};
    struct mus_witness_request request = {0};
    struct mus_note_key witness = {0};
    struct mus_read *read = NULL;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    if (key == NULL && old < 0) {
        return mus_fail(err, MUS_INVALID,
                        "expected --key, the witness's, or --old, the size that "
                        "it saw last");
    }
    enum mus_status status = key == NULL ? MUS_OK : mus_key_option("--key", key, &witness, err);
    if (status == MUS_OK) {
        status = mus_store_read_begin(musubi->store, &read, err);
    }
    if (status == MUS_OK) {
        proving.read = read;
        status = make_request(&proving, &witness, old, &request, err);
    }
    if (status == MUS_OK) {
        status = write_given(output, &proving.file, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        put_count(&writer, "old", request.old);
        put_count(&writer, "size", proving.tree.size);
        mus_json_put_text(&writer, "request", mus_buf_text(&proving.file));
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&json);
    proving_done(&proving);
    return status;
}

struct accepting {
    struct mus_text line;
    struct mus_note_key witness;
    uint64_t size;
};

static enum mus_status accept(struct mus_write *write, void *context, struct mus_error *err)
{
    struct accepting *accepting = context;
    return mus_checkpoint_cosign(write, accepting->line, &accepting->witness, &accepting->size,
                                 err);
}

enum mus_status mus_ledger_witness_accept(struct mus_musubi *musubi, const char *file,
                                          const char *key, struct mus_sink *sink,
                                          struct mus_error *err)
{
    struct accepting accepting = {0};
    struct mus_buf bytes = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    if (key == NULL || file == NULL) {
        return mus_fail(err, MUS_INVALID, "expected %s",
                        key == NULL ? "--key, the witness's" : "the file of the cosignature");
    }
    enum mus_status status = mus_key_option("--key", key, &accepting.witness, err);
    if (status == MUS_OK) {
        status = read_given(file, &bytes, err);
    }
    if (status == MUS_OK) {
        accepting.line = mus_buf_text(&bytes);
        status = mus_store_update(musubi->store, accept, &accepting, err);
        status = status == MUS_INVALID || status == MUS_NO ? mus_fail_at(err, status, "%s", file)
                                                           : status;
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_z(&writer, "witness", accepting.witness.name);
        put_count(&writer, "size", accepting.size);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&bytes);
    mus_buf_done(&json);
    return status;
}
