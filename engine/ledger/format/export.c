#include "ledger/format/export.h"

#include "base/limits.h"
#include "crypto/encode.h"
#include "crypto/merkle.h"
#include "ledger/format/export_check.h"
#include "ledger/format/export_chunks.h"
#include "ledger/format/export_keys.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/note_fault.h"
#include "ledger/format/receipt.h"

#include <assert.h>
#include <inttypes.h>

/* One verification. */
struct verification {
    const struct mus_export *export;
    const struct mus_export_options *options;
    struct mus_note note; /* the checkpoint */
    struct mus_export_chunks chunks;
    struct mus_export_keys keys;
    struct mus_export_report report;
};

/* What is malformed in the export is a "no", in a file that was given beside it bad input. */
static enum mus_status as_no(enum mus_status status)
{
    return status == MUS_INVALID || status == MUS_LIMIT || status == MUS_CORRUPT ? MUS_NO : status;
}

static enum mus_status read_note(struct mus_text bytes, struct mus_note *note,
                                 struct mus_checkpoint *checkpoint, struct mus_error *err)
{
    enum mus_status status = mus_note_read(bytes, note, err);
    return status == MUS_OK ? mus_checkpoint_read(note->text, checkpoint, err) : status;
}

static enum mus_status read_checkpoint(struct verification *verification, struct mus_error *err)
{
    struct mus_checkpoint *checkpoint = &verification->report.checkpoint;
    const char *name = verification->options->key->name;
    enum mus_status status =
        read_note(verification->export->checkpoint, &verification->note, checkpoint, err);
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_fail_in_note(err, MUS_NO, "checkpoint");
    }
    if (status == MUS_OK && !mus_text_equals(checkpoint->origin, name)) {
        return mus_fail(err, MUS_NO,
                        "checkpoint, line 1: the log is \"%.*s\", the key is of \"%s\"",
                        MUS_TEXT_SHORT_ARG(checkpoint->origin), name);
    }
    return status;
}

/* What comes behind the last whole entry, or the line of it. */
static void find_ends(const struct mus_export_chunks *chunks, const struct mus_export_lines *lines,
                      uint64_t lines_end, struct mus_export_fault *fault)
{
    struct mus_export_fault found = {.entry = MUS_NO_FAULT};
    if (fault->entry != MUS_NO_FAULT) {
        return;
    }
    if (chunks->end < chunks->entries.len) {
        found.entry = chunks->size;
        found.status =
            mus_fail(&found.err, MUS_NO, "entry %" PRIu64 ": entries ends within it", chunks->size);
    } else if (lines_end < lines->len) {
        found.entry = chunks->size;
        found.status = mus_fail(&found.err, MUS_NO,
                                "entry %" PRIu64 ": entries ends before it, entries.jsonl does not",
                                chunks->size);
    }
    mus_export_fault_take(fault, &found);
}

/* A chunk of the smallest entries has more bytes than this: more threads would find nothing to do.
 */
enum { BYTES_A_THREAD = 32 * 1024 };

static size_t thread_count(const struct verification *verification)
{
    size_t threads = verification->options->threads;
    size_t most = verification->export->entries.len / BYTES_A_THREAD + 1;
    if (threads > most) {
        threads = most;
    }
    return threads == 0 ? 1 : threads > MUS_MAX_THREADS ? MUS_MAX_THREADS : threads;
}

/* All that is to be said of entries, by themselves and among each other. */
static enum mus_status check_entries(struct verification *verification, struct mus_book *book,
                                     struct mus_error *err)
{
    struct mus_export_chunks *chunks = &verification->chunks;
    struct mus_export_lines lines;
    struct mus_export_fault fault = {.entry = MUS_NO_FAULT};
    uint64_t lines_end = 0;
    enum mus_status status = mus_export_lines_open(verification->export, &lines, err);
    if (status == MUS_OK) {
        status = mus_export_check(chunks, &lines, thread_count(verification), book, &fault,
                                  &lines_end, err);
    }
    if (status == MUS_OK) {
        find_ends(chunks, &lines, lines_end, &fault);
        status = mus_export_keys_follow(chunks, verification->options->key, &verification->keys,
                                        &fault, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (fault.entry != MUS_NO_FAULT && err != NULL) {
        *err = fault.err;
    }
    return fault.entry == MUS_NO_FAULT ? MUS_OK : fault.status;
}

/* What the checkpoint says, if there are bytes for so many. */
static uint64_t expected_size(const struct verification *verification)
{
    enum { LEAST_ENTRY = 24 };
    uint64_t most = verification->export->entries.len / LEAST_ENTRY;
    uint64_t told = verification->report.checkpoint.size;
    return told < most ? told : most;
}

/* The rules between entries hold whether or not somebody wants to count. */
static enum mus_status check_with_book(struct verification *verification, struct mus_error *err)
{
    struct mus_book *own = NULL;
    struct mus_book *book = verification->options->book;
    if (book == NULL) {
        enum mus_status status = mus_book_new(&own, err);
        if (status != MUS_OK) {
            return status;
        }
        book = own;
    }
    assert(mus_book_size(book) == 0);
    enum mus_status status = mus_book_reserve(book, expected_size(verification), err);
    if (status == MUS_OK) {
        status = check_entries(verification, book, err);
    }
    mus_book_free(own);
    return status;
}

static enum mus_status fail_root(const char *place, uint64_t size, const struct mus_digest *ours,
                                 const struct mus_digest *theirs, struct mus_error *err)
{
    struct mus_buf a = {0};
    struct mus_buf b = {0};
    mus_base64_write(&a, ours->bytes, MUS_DIGEST_BYTES);
    mus_base64_write(&b, theirs->bytes, MUS_DIGEST_BYTES);
    enum mus_status status =
        a.failed || b.failed
            ? mus_fail_memory(err)
            : mus_fail(err, MUS_NO,
                       "%s: the %" PRIu64 " entries have root %s, the checkpoint says %s", place,
                       size, a.data, b.data);
    mus_buf_done(&a);
    mus_buf_done(&b);
    return status;
}

static enum mus_status check_tree(const struct verification *verification, struct mus_error *err)
{
    const struct mus_checkpoint *checkpoint = &verification->report.checkpoint;
    uint64_t size = verification->chunks.size;
    if (checkpoint->size != size) {
        return mus_fail(err, MUS_NO,
                        "checkpoint, line 2: it is of %" PRIu64 " entries, entries has %" PRIu64,
                        checkpoint->size, size);
    }
    struct mus_digest root = mus_export_root(&verification->chunks, size);
    return mus_digest_compare(&root, &checkpoint->root) == 0
               ? MUS_OK
               : fail_root("checkpoint, line 3", size, &root, &checkpoint->root, err);
}

static enum mus_status check_signature(struct verification *verification, struct mus_error *err)
{
    const struct mus_export_keys *keys = &verification->keys;
    const struct mus_note_key *last = mus_export_keys_last(keys);
    enum mus_status status = mus_note_verify(&verification->note, last, NULL, err);
    if (status != MUS_OK) {
        return mus_fail_in_note(err, as_no(status), "checkpoint");
    }
    verification->report.key = *last;
    verification->report.rotations = keys->count - 1 - keys->given;
    return MUS_OK;
}

static enum mus_status check_witnesses(struct verification *verification, struct mus_error *err)
{
    struct mus_export_report *report = &verification->report;
    for (size_t i = 0; i < verification->options->witness_count; i++) {
        uint64_t time = 0;
        enum mus_status status =
            mus_note_verify(&verification->note, &verification->options->witnesses[i], &time, err);
        if (status != MUS_OK) {
            return mus_fail_in_note(err, as_no(status), "checkpoint");
        }
        report->witnesses++;
        report->witnessed_at = time > report->witnessed_at ? time : report->witnessed_at;
    }
    return MUS_OK;
}

/* An earlier state of the log, as a checkpoint or a receipt tells it. */
static enum mus_status check_origin(const char *place, struct mus_text origin,
                                    const struct verification *verification, struct mus_error *err)
{
    struct mus_text own = verification->report.checkpoint.origin;
    return mus_text_equal(origin, own)
               ? MUS_OK
               : mus_fail(err, MUS_NO, "%s: of the log \"%.*s\", the export is of \"%.*s\"", place,
                          MUS_TEXT_SHORT_ARG(origin), MUS_TEXT_SHORT_ARG(own));
}

static enum mus_status check_beginning(const char *place, uint64_t size,
                                       const struct mus_digest *root,
                                       const struct verification *verification,
                                       struct mus_error *err)
{
    uint64_t own = verification->chunks.size;
    if (size > own) {
        return mus_fail(err, MUS_NO,
                        "%s: the ledger had %" PRIu64 " entries then, the export has %" PRIu64,
                        place, size, own);
    }
    struct mus_digest beginning = mus_export_root(&verification->chunks, size);
    if (mus_digest_compare(&beginning, root) != 0) {
        return mus_fail(err, MUS_NO,
                        "%s: the first %" PRIu64 " entries are not those that stood there then",
                        place, size);
    }
    return MUS_OK;
}

static enum mus_status check_since(struct verification *verification, struct mus_error *err)
{
    struct mus_note note;
    struct mus_checkpoint checkpoint;
    if (verification->options->since.len == 0) {
        return MUS_OK;
    }
    enum mus_status status = read_note(verification->options->since, &note, &checkpoint, err);
    if (status != MUS_OK) {
        return mus_fail_in_note(err, status, "since");
    }
    status = check_origin("since", checkpoint.origin, verification, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_export_keys_verify(&verification->keys, &note, err);
    if (status != MUS_OK) {
        return mus_fail_in_note(err, status, "since");
    }
    verification->report.since = checkpoint.size;
    return check_beginning("since", checkpoint.size, &checkpoint.root, verification, err);
}

static enum mus_status check_receipt_entry(const struct verification *verification,
                                           const struct mus_receipt *receipt, struct mus_error *err)
{
    struct mus_digest root;
    enum mus_status status = mus_receipt_root(receipt, &root, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, as_no(status), "receipt");
    }
    uint64_t size = verification->chunks.size;
    if (receipt->index < size &&
        !mus_text_equal(mus_export_entry(&verification->chunks, receipt->index), receipt->entry)) {
        return mus_fail(err, MUS_NO, "receipt: entry %" PRIu64 " is another one in the export",
                        receipt->index);
    }
    return check_beginning("receipt", receipt->size, &root, verification, err);
}

/* Its decoder says that it is about a receipt. */
static enum mus_status bad_receipt(enum mus_status status, struct mus_error *err)
{
    if (status != MUS_CORRUPT) {
        return status;
    }
    if (err != NULL) {
        err->status = MUS_INVALID;
    }
    return MUS_INVALID;
}

static enum mus_status check_receipt(const struct verification *verification, struct mus_error *err)
{
    struct mus_receipt receipt;
    if (verification->options->receipt.len == 0) {
        return MUS_OK;
    }
    enum mus_status status = mus_receipt_decode(verification->options->receipt, &receipt, err);
    if (status != MUS_OK) {
        return bad_receipt(status, err);
    }
    status = check_origin("receipt", receipt.origin, verification, err);
    if (status != MUS_OK) {
        return status;
    }
    const struct mus_note_key *key = mus_export_keys_find(&verification->keys, receipt.key_id);
    if (key == NULL) {
        return mus_fail(err, MUS_NO, "receipt: not signed by a key that the log is known to have");
    }
    status = mus_receipt_verify(&receipt, key, NULL, 0, NULL, err);
    return status == MUS_OK ? check_receipt_entry(verification, &receipt, err)
                            : mus_fail_at(err, as_no(status), "receipt");
}

static void tell_times(struct verification *verification)
{
    enum mus_ledger_kind kind;
    mus_date date;
    struct mus_export_report *report = &verification->report;
    uint64_t size = verification->chunks.size;
    if (size > 0) {
        /* Both have been read already. */
        mus_ledger_entry_peek(mus_export_entry(&verification->chunks, 0), &kind,
                              &report->first_recorded, &date);
        mus_ledger_entry_peek(mus_export_entry(&verification->chunks, size - 1), &kind,
                              &report->last_recorded, &date);
    }
}

static enum mus_status verify(struct verification *verification, struct mus_error *err)
{
    enum mus_status status = read_checkpoint(verification, err);
    if (status == MUS_OK) {
        status = mus_export_chunks_init(verification->export->entries, &verification->chunks, err);
    }
    if (status == MUS_OK) {
        status = check_with_book(verification, err);
    }
    if (status == MUS_OK) {
        status = check_tree(verification, err);
    }
    if (status == MUS_OK) {
        status = check_signature(verification, err);
    }
    if (status == MUS_OK) {
        status = check_witnesses(verification, err);
    }
    if (status == MUS_OK) {
        status = check_since(verification, err);
    }
    if (status == MUS_OK) {
        status = check_receipt(verification, err);
    }
    return status;
}

enum mus_status mus_export_verify(const struct mus_export *export,
                                  const struct mus_export_options *options,
                                  struct mus_export_report *out, struct mus_error *err)
{
    struct verification verification = {.export = export, .options = options};
    enum mus_status status = verify(&verification, err);
    if (status == MUS_OK) {
        struct mus_export_report *report = &verification.report;
        tell_times(&verification);
        report->reach_checked =
            report->since > 0 || report->witnesses > 0 || options->receipt.len > 0;
        *out = *report;
    }
    mus_export_chunks_done(&verification.chunks);
    mus_export_keys_done(&verification.keys);
    return status;
}
