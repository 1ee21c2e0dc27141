/* musubi-verify receipt and musubi-verify proof: one entry, or two states of a ledger. */
#include "ledger/format/note_fault.h"
#include "ledger/format/proof_file.h"
#include "ledger/format/receipt.h"
#include "verify/answer.h"
#include "verify/input.h"

#include <inttypes.h>

/* A file that cannot be read is bad input, one that does not prove what it says is a no. */
static enum mus_status as_input(enum mus_status status)
{
    return status == MUS_CORRUPT ? MUS_INVALID : status;
}

/* ------------------------------------------------------------------------------- receipts */

struct shown_receipt {
    const struct mus_receipt *receipt;
    struct mus_digest root;
    const struct mus_note_key *key;
    size_t witnesses;
};

static enum mus_status say_receipt(struct mus_verify_answer *answer,
                                   const struct shown_receipt *shown, struct mus_error *err)
{
    const struct mus_receipt *receipt = shown->receipt;
    mus_buf_printf(
        &answer->text,
        mus_verify_pick(answer,
                        "%.*s: 記録 %" PRIu64 " は、署名された %" PRIu64 " 件の台帳の中にある\n",
                        "%.*s: entry %" PRIu64 " is in the signed ledger of %" PRIu64 " entries\n"),
        MUS_TEXT_ARG(receipt->origin), receipt->index, receipt->size);
    enum mus_status status = mus_verify_show_entry(answer, receipt->entry, receipt->index, err);
    mus_verify_row_digest(answer, "ルートハッシュ", "root", &shown->root);
    mus_verify_row_key(answer, "署名した鍵", "signed by", shown->key);
    if (shown->witnesses > 0) {
        mus_verify_label(answer, "立会人", "witnesses");
        mus_buf_printf(&answer->text, mus_verify_pick(answer, "%zu 名\n", "%zu\n"),
                       shown->witnesses);
    }
    return status;
}

static enum mus_status put_receipt(struct mus_verify_answer *answer,
                                   const struct shown_receipt *shown, struct mus_error *err)
{
    const struct mus_receipt *receipt = shown->receipt;
    struct mus_json_writer writer = {.buf = &answer->text};
    mus_json_begin_object(&writer);
    mus_json_put_bool(&writer, "verified", true);
    mus_json_put_text(&writer, "origin", receipt->origin);
    mus_json_put_integer(&writer, "index", (int64_t)receipt->index);
    mus_json_put_integer(&writer, "size", (int64_t)receipt->size);
    mus_verify_put_digest(&writer, "root", &shown->root);
    mus_verify_put_key(&writer, "key", shown->key);
    mus_json_put_integer(&writer, "witnesses", (int64_t)shown->witnesses);
    enum mus_status status = mus_verify_put_entry(&writer, receipt->entry, receipt->index, err);
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
    return status;
}

/* Every witness that is asked for must have cosigned. */
static enum mus_status check_receipt(const struct mus_receipt *receipt,
                                     const struct mus_note_key *key,
                                     const struct mus_note_key *witnesses, size_t count,
                                     struct mus_error *err)
{
    enum mus_status status = mus_receipt_verify(receipt, key, NULL, 0, NULL, err);
    for (size_t i = 0; status == MUS_OK && i < count; i++) {
        size_t confirmed = 0;
        status = mus_receipt_verify(receipt, key, &witnesses[i], 1, &confirmed, err);
        if (status == MUS_OK && confirmed == 0) {
            status =
                mus_fail(err, MUS_NO, "the witness \"%s\" has not cosigned it", witnesses[i].name);
        }
    }
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "receipt");
}

enum mus_status mus_verify_run_receipt(const struct mus_verify_options *options,
                                       struct mus_verify_answer *answer, struct mus_error *err)
{
    struct mus_note_key key;
    struct mus_note_key witnesses[MUS_VERIFY_MAX_WITNESSES];
    struct mus_buf bytes = {0};
    struct mus_receipt receipt;
    enum mus_status status = mus_verify_read_log_key("--key", options->key, &key, err);
    if (status == MUS_OK) {
        status = mus_verify_read_witnesses(options, witnesses, err);
    }
    if (status == MUS_OK) {
        status = mus_verify_read(options->words[0], &bytes, err);
    }
    if (status == MUS_OK) {
        status = mus_receipt_decode(mus_buf_text(&bytes), &receipt, err);
        status = as_input(status);
    }
    if (status == MUS_OK) {
        status = check_receipt(&receipt, &key, witnesses, options->witness_count, err);
    }
    struct shown_receipt shown = {
        .receipt = &receipt, .key = &key, .witnesses = options->witness_count};
    if (status == MUS_OK) {
        status = mus_receipt_root(&receipt, &shown.root, err);
    }
    if (status == MUS_OK) {
        status =
            options->json ? put_receipt(answer, &shown, err) : say_receipt(answer, &shown, err);
    }
    mus_buf_done(&bytes);
    return status;
}

/* --------------------------------------------------------------------------------- proofs */

struct shown_proof {
    const struct mus_proof_file *proof;
    struct mus_checkpoint checkpoint;
    const struct mus_note_key *key;
    struct mus_text entry; /* not given: none */
};

static enum mus_status say_proof(struct mus_verify_answer *answer, const struct shown_proof *shown,
                                 struct mus_error *err)
{
    const struct mus_checkpoint *checkpoint = &shown->checkpoint;
    enum mus_status status = MUS_OK;
    mus_buf_printf(
        &answer->text,
        shown->proof->consistency
            ? mus_verify_pick(answer,
                              "%.*s: はじめの %" PRIu64 " 件は、署名された %" PRIu64
                              " 件の台帳にそのまま残っている\n",
                              "%.*s: the first %" PRIu64
                              " entries stand as they stood in the signed ledger of "
                              "%" PRIu64 " entries\n")
            : mus_verify_pick(
                  answer, "%.*s: 記録 %" PRIu64 " は、署名された %" PRIu64 " 件の台帳の中にある\n",
                  "%.*s: entry %" PRIu64 " is in the signed ledger of %" PRIu64 " entries\n"),
        MUS_TEXT_ARG(checkpoint->origin), shown->proof->index, checkpoint->size);
    if (!shown->proof->consistency) {
        mus_verify_row_digest(answer, "リーフハッシュ", "leaf", &shown->proof->leaf);
    }
    if (shown->entry.ptr != NULL) {
        status = mus_verify_show_entry(answer, shown->entry, shown->proof->index, err);
    }
    mus_verify_row_digest(answer, "ルートハッシュ", "root", &checkpoint->root);
    mus_verify_row_key(answer, "署名した鍵", "signed by", shown->key);
    return status;
}

static enum mus_status put_proof(struct mus_verify_answer *answer, const struct shown_proof *shown,
                                 struct mus_error *err)
{
    struct mus_json_writer writer = {.buf = &answer->text};
    enum mus_status status = MUS_OK;
    mus_json_begin_object(&writer);
    mus_json_put_bool(&writer, "verified", true);
    mus_json_put_text(&writer, "origin", shown->checkpoint.origin);
    if (shown->proof->consistency) {
        mus_json_put_integer(&writer, "old", (int64_t)shown->proof->index);
    } else {
        mus_json_put_integer(&writer, "index", (int64_t)shown->proof->index);
        mus_verify_put_digest(&writer, "leaf", &shown->proof->leaf);
    }
    mus_json_put_integer(&writer, "size", (int64_t)shown->checkpoint.size);
    mus_verify_put_digest(&writer, "root", &shown->checkpoint.root);
    mus_verify_put_key(&writer, "key", shown->key);
    if (shown->entry.ptr != NULL) {
        status = mus_verify_put_entry(&writer, shown->entry, shown->proof->index, err);
    }
    mus_json_end_object(&writer);
    mus_json_end(&writer);
    mus_buf_add_byte(&answer->text, '\n');
    return status;
}

static enum mus_status read_checkpoint(const struct mus_proof_file *proof,
                                       struct mus_checkpoint *out, struct mus_error *err)
{
    struct mus_note note;
    enum mus_status status = mus_note_read(proof->checkpoint, &note, err);
    return status == MUS_OK ? mus_checkpoint_read(note.text, out, err) : status;
}

static enum mus_status check_entry(const struct mus_proof_file *proof, struct mus_text entry,
                                   struct mus_error *err)
{
    if (proof->consistency) {
        return mus_fail(err, MUS_INVALID, "--entry: a consistency proof is of no single entry");
    }
    struct mus_digest leaf = mus_merkle_leaf(entry.ptr, entry.len);
    return mus_digest_compare(&leaf, &proof->leaf) == 0
               ? MUS_OK
               : mus_fail(err, MUS_NO, "entry: the proof is of another one");
}

static enum mus_status check_proof(const struct mus_verify_options *options,
                                   const struct shown_proof *shown, struct mus_error *err)
{
    enum mus_status status = mus_proof_file_verify(shown->proof, shown->key, err);
    if (status != MUS_OK) {
        return mus_fail_in_note(err, status, "proof");
    }
    return options->entry == NULL ? MUS_OK : check_entry(shown->proof, shown->entry, err);
}

enum mus_status mus_verify_run_proof(const struct mus_verify_options *options,
                                     struct mus_verify_answer *answer, struct mus_error *err)
{
    struct mus_note_key key;
    struct mus_buf bytes = {0};
    struct mus_buf entry = {0};
    struct mus_proof_file proof;
    struct shown_proof shown = {.proof = &proof, .key = &key};
    enum mus_status status = mus_verify_read_log_key("--key", options->key, &key, err);
    if (status == MUS_OK) {
        status = mus_verify_read(options->words[0], &bytes, err);
    }
    if (status == MUS_OK) {
        status = mus_verify_read(options->entry, &entry, err);
    }
    if (status == MUS_OK) {
        status = mus_proof_file_read(mus_buf_text(&bytes), &proof, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_in_note(err, status, "proof");
    }
    if (status == MUS_OK) {
        shown.entry = options->entry == NULL ? MUS_NO_TEXT : mus_buf_text(&entry);
        status = check_proof(options, &shown, err);
    }
    if (status == MUS_OK) {
        status = read_checkpoint(&proof, &shown.checkpoint, err);
    }
    if (status == MUS_OK) {
        status = options->json ? put_proof(answer, &shown, err) : say_proof(answer, &shown, err);
    }
    mus_buf_done(&bytes);
    mus_buf_done(&entry);
    return status;
}
