/* Writes an invented ledger as whoever checks it would get it, always the same:
 *
 *     DIR/export/            40 entries with their tiles; entry 30 is a rotation
 *     DIR/rolled-back/       35 of them
 *     DIR/rewritten/         40, one of them not as it was, signed anew
 *     DIR/log.key            verification keys: the first, the one after the rotation, the
 * witness's DIR/newer.key DIR/witness.key DIR/since              the checkpoint of 38 entries
 *     DIR/receipt            of entry 33, cosigned
 *     DIR/inclusion          that entry 33 is among 40
 *     DIR/consistency        that 40 begin with 35
 *     DIR/entry              the bytes of entry 33
 *     DIR/request.30 …       what a witness is asked: 0 → 30, 30 → 40, 40 → 35
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "crypto/crypto.h"
#include "ledger/format/proof_file.h"
#include "ledger/format/witness.h"
#include "sample_ledger.h"

enum { ALL = 40, ROTATION = 30, BACK = 35, SINCE = 38, ENTRY = 33, SEEN = 1790000000 };

static void must(enum mus_status status, const struct mus_error *err)
{
    if (status != MUS_OK) {
        fprintf(stderr, "make_sample: %s\n", err->message);
        exit(1);
    }
}

static void write_file(const char *dir, const char *name, struct mus_buf *bytes)
{
    struct mus_error err = {0};
    char *path = mus_path_join(dir, name);
    must(path == NULL ? mus_fail_memory(&err) : mus_buf_check(bytes, &err), &err);
    must(mus_file_replace(path, mus_buf_text(bytes), &err), &err);
    mus_free(path);
    mus_buf_done(bytes);
}

static void write_export(const struct sample_ledger *ledger, const char *dir, const char *name,
                         size_t size)
{
    struct mus_error err = {0};
    struct mus_export_writer *writer = NULL;
    struct mus_buf checkpoint = {0};
    char *path = mus_path_join(dir, name);
    must(path == NULL ? mus_fail_memory(&err) : mus_export_begin(path, true, &writer, &err), &err);
    for (size_t i = 0; i < size; i++) {
        must(mus_export_add(writer, mus_buf_text(&ledger->entries[i].bytes), &err), &err);
    }
    sample_checkpoint(ledger, size, 1, SEEN, &checkpoint);
    must(mus_export_finish(writer, mus_buf_text(&checkpoint), &err), &err);
    mus_export_writer_free(writer);
    mus_buf_done(&checkpoint);
    mus_free(path);
}

static void write_key(const char *dir, const char *name, const struct mus_note_key *key)
{
    struct mus_buf text = {0};
    mus_note_key_write(key, &text);
    mus_buf_add_byte(&text, '\n');
    write_file(dir, name, &text);
}

static void write_proofs(const struct sample_ledger *ledger, const char *dir)
{
    struct mus_buf old = {0};
    struct mus_buf checkpoint = {0};
    struct mus_buf file = {0};
    const struct mus_buf *entry = &ledger->entries[ENTRY].bytes;
    sample_checkpoint(ledger, BACK, 1, 0, &old);
    sample_checkpoint(ledger, ALL, 1, 0, &checkpoint);
    struct mus_proof_file proof = {.index = ENTRY,
                                   .leaf = mus_merkle_leaf(entry->data, entry->len),
                                   .proof = sample_inclusion(ledger, ENTRY, ALL),
                                   .checkpoint = mus_buf_text(&checkpoint)};
    mus_proof_file_write(&proof, &file);
    write_file(dir, "inclusion", &file);
    proof = (struct mus_proof_file){.consistency = true,
                                    .index = BACK,
                                    .proof = sample_consistency(ledger, BACK, ALL),
                                    .old_checkpoint = mus_buf_text(&old),
                                    .checkpoint = mus_buf_text(&checkpoint)};
    mus_proof_file_write(&proof, &file);
    write_file(dir, "consistency", &file);
    mus_buf_done(&old);
    mus_buf_done(&checkpoint);
}

static void write_request(const struct sample_ledger *ledger, const char *dir, uint64_t old,
                          uint64_t size)
{
    char name[32];
    struct mus_buf checkpoint = {0};
    struct mus_buf file = {0};
    sample_checkpoint(ledger, size, 1, 0, &checkpoint);
    struct mus_witness_request request = {
        .old = old,
        .proof = sample_consistency(ledger, old < size ? old : size, size),
        .checkpoint = mus_buf_text(&checkpoint),
    };
    mus_witness_request_write(&request, &file);
    snprintf(name, sizeof name, "request.%llu", (unsigned long long)size);
    write_file(dir, name, &file);
    mus_buf_done(&checkpoint);
}

static void write_all(struct sample_ledger *ledger, const char *dir)
{
    struct mus_buf bytes = {0};
    write_export(ledger, dir, "export", ALL);
    write_export(ledger, dir, "rolled-back", BACK);
    write_key(dir, "log.key", sample_key(ledger, 0));
    write_key(dir, "newer.key", sample_key(ledger, 1));
    write_key(dir, "witness.key", mus_signing_key_public(ledger->witness));
    sample_checkpoint(ledger, SINCE, 1, 0, &bytes);
    write_file(dir, "since", &bytes);
    sample_receipt(ledger, ENTRY, ALL, 1, SEEN, &bytes);
    write_file(dir, "receipt", &bytes);
    mus_buf_add_text(&bytes, mus_buf_text(&ledger->entries[ENTRY].bytes));
    write_file(dir, "entry", &bytes);
    write_proofs(ledger, dir);
    write_request(ledger, dir, 0, ROTATION);
    write_request(ledger, dir, ROTATION, ALL);
    write_request(ledger, dir, ALL, BACK);
    ledger->entries[ENTRY].bytes.data[20] ^= 1;
    write_export(ledger, dir, "rewritten", ALL);
}

int main(int argc, char **argv)
{
    struct sample_ledger ledger;
    struct mus_error err = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: %s DIR\n", argv[0]);
        return 2;
    }
    must(mus_crypto_init(&err), &err);
    sample_init(&ledger, 1);
    sample_grow(&ledger, ROTATION);
    sample_rotate(&ledger);
    sample_grow(&ledger, ALL - ROTATION - 1);
    write_all(&ledger, argv[1]);
    sample_done(&ledger);
    return 0;
}
