#include "ledger/checkpoints.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "store/ledger.h"

/* A note is large: it lies in the arena, not on the stack. */
static enum mus_status read_note(struct mus_text bytes, uint64_t size, struct mus_arena *arena,
                                 struct mus_note **note, struct mus_checkpoint *checkpoint,
                                 struct mus_error *err)
{
    *note = mus_arena_alloc(arena, 1, sizeof **note);
    if (*note == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_note_read(bytes, *note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read((*note)->text, checkpoint, err);
    }
    if (status == MUS_OK && checkpoint->size != size) {
        status = mus_fail(err, MUS_CORRUPT, "it says %" PRIu64 " entries", checkpoint->size);
    }
    return status == MUS_OK || status == MUS_NO_MEMORY
               ? status
               : mus_fail_at(err, MUS_CORRUPT, "the checkpoint kept for %" PRIu64 " entries", size);
}

/* ------------------------------------------------------------------ keys */

enum mus_status mus_checkpoint_keys(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_note_key **keys, size_t *count,
                                    struct mus_error *err)
{
    struct mus_texts texts = {0};
    enum mus_status status = mus_store_ledger_keys(read, arena, &texts, err);
    if (status != MUS_OK) {
        return status;
    }
    struct mus_note_key *items = mus_arena_alloc(arena, texts.count, sizeof *items);
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < texts.count; i++) {
        status = mus_note_key_read(texts.items[i], &items[i], err);
        if (status != MUS_OK) {
            return mus_fail_at(err, MUS_CORRUPT, "verification key %zu of the ledger", i + 1);
        }
    }
    *keys = items;
    *count = texts.count;
    return MUS_OK;
}

enum mus_status mus_checkpoint_signer(const struct mus_read *read, const struct mus_note *note,
                                      struct mus_arena *arena, struct mus_note_key *out,
                                      struct mus_error *err)
{
    struct mus_note_key *keys = NULL;
    size_t count = 0;
    enum mus_status status = mus_checkpoint_keys(read, arena, &keys, &count, err);
    for (size_t i = count; status == MUS_OK && i > 0; i--) {
        status = mus_note_verify(note, &keys[i - 1], NULL, err);
        if (status == MUS_OK) {
            *out = keys[i - 1];
            return MUS_OK;
        }
        status = status == MUS_NO ? MUS_OK : status;
    }
    return status == MUS_OK
               ? mus_fail(err, MUS_NO, "no key of the ledger has signed the checkpoint")
               : status;
}

/* ------------------------------------------------------------------ signing */

/* That the tree begins with what was signed last. */
static enum mus_status check_beginning(const struct mus_read *read,
                                       const struct mus_checkpoint *last, struct mus_error *err)
{
    uint64_t size = 0;
    struct mus_digest root;
    enum mus_status status = mus_store_ledger_size(read, &size, err);
    if (status == MUS_OK && last->size > size) {
        return mus_fail(err, MUS_NO,
                        "the last checkpoint covers %" PRIu64 " entries, the ledger has %" PRIu64
                        ": entries are missing",
                        last->size, size);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_root(read, last->size, &root, err);
    }
    if (status == MUS_OK && mus_digest_compare(&root, &last->root) != 0) {
        return mus_fail(err, MUS_NO,
                        "the first %" PRIu64
                        " entries are not those that the last checkpoint was signed for",
                        last->size);
    }
    return status;
}

/* *note is NULL where nothing was signed yet. */
static enum mus_status load_last(const struct mus_read *read, struct mus_arena *arena,
                                 struct mus_text *bytes, struct mus_note **note,
                                 struct mus_checkpoint *last, struct mus_error *err)
{
    uint64_t size = 0;
    *note = NULL;
    enum mus_status status = mus_store_last_checkpoint(read, arena, &size, bytes, err);
    if (status == MUS_OK && bytes->ptr != NULL) {
        status = read_note(*bytes, size, arena, note, last, err);
    }
    return status == MUS_OK && *note != NULL ? check_beginning(read, last, err) : status;
}

static enum mus_status write_note(struct mus_write *write, const struct mus_signing_key *key,
                                  struct mus_arena *arena, struct mus_signed_tree *out,
                                  struct mus_error *err)
{
    struct mus_buf text = {0};
    struct mus_buf note = {0};
    const struct mus_checkpoint checkpoint = {
        .origin = mus_text_of(mus_signing_key_public(key)->name),
        .size = out->size,
        .root = out->root,
    };
    mus_checkpoint_write(&checkpoint, &text);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        mus_buf_add_text(&note, mus_buf_text(&text));
        mus_buf_add_byte(&note, '\n');
        mus_signing_key_sign_note(key, mus_buf_text(&text), 0, &note);
        status = mus_buf_check(&note, err);
    }
    if (status == MUS_OK) {
        out->note = mus_arena_copy(arena, mus_buf_text(&note));
        status = out->note.ptr == NULL ? mus_fail_memory(err)
                                       : mus_store_put_checkpoint(write, out->size, out->note, err);
    }
    mus_buf_done(&text);
    mus_buf_done(&note);
    return status;
}

/* A key that was opened a moment ago may have been replaced since: the log's word is that of the
 * last one. */
static enum mus_status check_in_use(const struct mus_read *read, const struct mus_signing_key *key,
                                    struct mus_arena *arena, struct mus_error *err)
{
    struct mus_note_key *keys = NULL;
    size_t count = 0;
    enum mus_status status = mus_checkpoint_keys(read, arena, &keys, &count, err);
    if (status != MUS_OK ||
        (count > 0 && mus_note_key_equal(&keys[count - 1], mus_signing_key_public(key)))) {
        return status;
    }
    return mus_fail(err, MUS_CONFLICT, "this key of \"%s\" is not the one that the ledger uses",
                    mus_signing_key_public(key)->name);
}

enum mus_status mus_checkpoint_sign(struct mus_write *write, const struct mus_signing_key *key,
                                    struct mus_arena *arena, struct mus_signed_tree *out,
                                    struct mus_error *err)
{
    const struct mus_read *view = mus_store_write_view(write);
    struct mus_signed_tree tree = {0};
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_note *note = NULL;
    struct mus_checkpoint last;
    enum mus_status status = check_in_use(view, key, arena, err);
    if (status == MUS_OK) {
        status = load_last(view, arena, &bytes, &note, &last, err);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_size(view, &tree.size, err);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_root(view, tree.size, &tree.root, err);
    }
    bool same = false;
    if (status == MUS_OK && note != NULL && last.size == tree.size) {
        status = mus_note_verify(note, mus_signing_key_public(key), NULL, err);
        same = status == MUS_OK;
        status = status == MUS_NO ? MUS_OK : status;
    }
    tree.note = bytes;
    if (status == MUS_OK && !same) {
        status = write_note(write, key, arena, &tree, err);
    }
    if (status == MUS_OK) {
        *out = tree;
    }
    return status;
}

enum mus_status mus_checkpoint_last(const struct mus_read *read, struct mus_arena *arena,
                                    struct mus_signed_tree *out, struct mus_error *err)
{
    struct mus_text bytes = MUS_NO_TEXT;
    struct mus_note *note = NULL;
    struct mus_checkpoint last;
    enum mus_status status = load_last(read, arena, &bytes, &note, &last, err);
    if (status == MUS_OK && note == NULL) {
        return mus_fail(err, MUS_NOT_FOUND,
                        "no checkpoint was signed yet; do so with: musubi ledger checkpoint");
    }
    if (status == MUS_OK) {
        *out = (struct mus_signed_tree){.size = last.size, .root = last.root, .note = bytes};
    }
    return status;
}

/* ------------------------------------------------------------------ proofs */

static enum mus_status fold(const struct mus_read *read, const struct mus_merkle_plan *plan,
                            struct mus_merkle_proof *out, struct mus_error *err)
{
    struct mus_digest nodes[2 * MUS_MERKLE_MAX_PROOF];
    enum mus_status status = mus_store_ledger_nodes(read, plan, nodes, err);
    if (status == MUS_OK) {
        mus_merkle_fold(plan, nodes, out);
    }
    return status;
}

enum mus_status mus_prove_inclusion(const struct mus_read *read, uint64_t index, uint64_t size,
                                    struct mus_merkle_proof *out, struct mus_error *err)
{
    struct mus_merkle_plan plan;
    uint64_t entries = 0;
    enum mus_status status = mus_store_ledger_size(read, &entries, err);
    if (status == MUS_OK && index >= entries) {
        return mus_fail(err, MUS_NOT_FOUND, "no entry %" PRIu64 " (the ledger has %" PRIu64 ")",
                        index, entries);
    }
    if (status == MUS_OK && index >= size) {
        return mus_fail(err, MUS_NOT_FOUND,
                        "entry %" PRIu64 " came after the last checkpoint, of size %" PRIu64
                        "; sign a new one with: musubi ledger checkpoint",
                        index, size);
    }
    if (status != MUS_OK) {
        return status;
    }
    mus_merkle_plan_inclusion(index, size, &plan);
    return fold(read, &plan, out, err);
}

enum mus_status mus_prove_consistency(const struct mus_read *read, uint64_t old, uint64_t size,
                                      struct mus_merkle_proof *out, struct mus_error *err)
{
    struct mus_merkle_plan plan;
    if (old > size) {
        return mus_fail(err, MUS_NO,
                        "the earlier checkpoint has size %" PRIu64 ", the last one %" PRIu64, old,
                        size);
    }
    mus_merkle_plan_consistency(old, size, &plan);
    return fold(read, &plan, out, err);
}

/* ------------------------------------------------------------------ witnesses */

enum mus_status mus_checkpoint_cosigned(const struct mus_read *read,
                                        const struct mus_note_key *witness, uint64_t *size,
                                        struct mus_error *err)
{
    struct mus_arena arena = {0};
    uint64_t largest = 0;
    uint64_t from = 0;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK) {
        uint64_t at = 0;
        struct mus_text bytes = MUS_NO_TEXT;
        struct mus_note *note = NULL;
        struct mus_checkpoint checkpoint;
        mus_arena_reset(&arena);
        status = mus_store_next_checkpoint(read, from, &arena, &at, &bytes, err);
        if (status != MUS_OK || bytes.ptr == NULL) {
            break;
        }
        status = read_note(bytes, at, &arena, &note, &checkpoint, err);
        if (status == MUS_OK) {
            status = mus_note_verify(note, witness, NULL, err);
            largest = status == MUS_OK ? at : largest;
            status = status == MUS_NO ? MUS_OK : status;
        }
        from = at + 1;
    }
    mus_arena_done(&arena);
    if (status == MUS_OK) {
        *size = largest;
    }
    return status;
}

/* Notes are large. */
struct cosigning {
    struct mus_note kept;  /* the checkpoint as it is */
    struct mus_note given; /* its text, with the line alone */
    struct mus_buf alone, whole;
    const struct mus_note_key *witness;
    uint64_t time;
};

/* Whether the line is the witness's cosignature of this text. */
static enum mus_status check_line(struct cosigning *cosigning, struct mus_text line, bool *fits,
                                  struct mus_error *err)
{
    struct mus_buf *alone = &cosigning->alone;
    mus_buf_add_text(alone, cosigning->kept.text);
    mus_buf_add_byte(alone, '\n');
    mus_buf_add_text(alone, line);
    enum mus_status status = mus_buf_check(alone, err);
    if (status == MUS_OK) {
        status = mus_note_read(mus_buf_text(alone), &cosigning->given, err);
    }
    if (status == MUS_OK) {
        status = mus_note_verify(&cosigning->given, cosigning->witness, &cosigning->time, err);
    }
    *fits = status == MUS_OK;
    return status == MUS_NO ? MUS_OK : status;
}

/* The note with the line behind the others, in place of an earlier one of this witness: one who
 * looks every hour would fill it otherwise until nobody can read it. */
static enum mus_status write_whole(struct cosigning *cosigning, struct mus_text line,
                                   struct mus_error *err)
{
    const struct mus_note *kept = &cosigning->kept;
    const struct mus_note_key *witness = cosigning->witness;
    struct mus_buf *whole = &cosigning->whole;
    mus_buf_add_text(whole, kept->text);
    mus_buf_add_byte(whole, '\n');
    for (size_t i = 0; i < kept->count; i++) {
        const struct mus_note_signature *signature = &kept->signatures[i];
        if (!mus_text_equals(signature->name, witness->name) ||
            memcmp(signature->id, witness->id, sizeof witness->id) != 0) {
            mus_buf_add_text(whole, signature->line);
        }
    }
    mus_buf_add_text(whole, line);
    enum mus_status status = mus_buf_check(whole, err);
    return status == MUS_OK ? mus_note_read(mus_buf_text(whole), &cosigning->given, err) : status;
}

/* Keeps the line with the note where it fits and is later than what the note has of the witness;
 * *fits says whether it fits. */
static enum mus_status keep_line(struct mus_write *write, uint64_t size, struct mus_text line,
                                 struct cosigning *cosigning, bool *fits, struct mus_error *err)
{
    uint64_t before = 0;
    enum mus_status status = check_line(cosigning, line, fits, err);
    if (status != MUS_OK || !*fits) {
        return status;
    }
    status = mus_note_verify(&cosigning->kept, cosigning->witness, &before, err);
    if (status == MUS_NO_MEMORY || (status == MUS_OK && before >= cosigning->time)) {
        return status;
    }
    status = write_whole(cosigning, line, err);
    return status == MUS_OK
               ? mus_store_put_checkpoint(write, size, mus_buf_text(&cosigning->whole), err)
               : status;
}

static enum mus_status try_cosign(struct mus_write *write, uint64_t size, struct mus_text bytes,
                                  struct mus_text line, const struct mus_note_key *witness,
                                  bool *fits, struct mus_error *err)
{
    struct cosigning *cosigning = mus_alloc_zero(1, sizeof *cosigning);
    *fits = false;
    if (cosigning == NULL) {
        return mus_fail_memory(err);
    }
    cosigning->witness = witness;
    enum mus_status status = mus_note_read(bytes, &cosigning->kept, err);
    if (status == MUS_OK) {
        status = keep_line(write, size, line, cosigning, fits, err);
    }
    mus_buf_done(&cosigning->alone);
    mus_buf_done(&cosigning->whole);
    mus_free(cosigning);
    return status;
}

/* One line and its line feed; notes end like that. */
static enum mus_status one_line(struct mus_text written, struct mus_buf *out, struct mus_error *err)
{
    struct mus_text line = mus_text_trim(written);
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\n') {
            return mus_fail(err, MUS_INVALID, "expected one signature line, found several");
        }
    }
    if (!mus_text_starts(line, MUS_TEXT("\xE2\x80\x94 "))) {
        return mus_fail(err, MUS_INVALID,
                        "expected a signature line, which begins with \"\xE2\x80\x94 \"");
    }
    mus_buf_add_text(out, line);
    mus_buf_add_byte(out, '\n');
    return mus_buf_check(out, err);
}

/* What a witness signs names origin, size and root: it fits one checkpoint, if any. */
static enum mus_status cosign(struct mus_write *write, struct mus_text line,
                              const struct mus_note_key *witness, uint64_t *size,
                              struct mus_error *err)
{
    struct mus_arena arena = {0};
    uint64_t from = 0;
    bool fits = false;
    enum mus_status status = MUS_OK;
    while (status == MUS_OK && !fits) {
        struct mus_text bytes = MUS_NO_TEXT;
        uint64_t at = 0;
        mus_arena_reset(&arena);
        status =
            mus_store_next_checkpoint(mus_store_write_view(write), from, &arena, &at, &bytes, err);
        if (status != MUS_OK || bytes.ptr == NULL) {
            break;
        }
        status = try_cosign(write, at, bytes, line, witness, &fits, err);
        *size = at;
        from = at + 1;
    }
    mus_arena_done(&arena);
    return status == MUS_OK && !fits
               ? mus_fail(err, MUS_NO,
                          "the cosignature of \"%s\" fits no checkpoint of this ledger",
                          witness->name)
               : status;
}

enum mus_status mus_checkpoint_cosign(struct mus_write *write, struct mus_text line,
                                      const struct mus_note_key *witness, uint64_t *size,
                                      struct mus_error *err)
{
    struct mus_buf whole = {0};
    uint64_t found = 0;
    enum mus_status status = MUS_OK;
    if (witness->algorithm != MUS_NOTE_COSIGNATURE) {
        status = mus_fail(err, MUS_INVALID, "\"%s\" is the key of a log, not of a witness",
                          witness->name);
    }
    if (status == MUS_OK) {
        status = one_line(line, &whole, err);
    }
    if (status == MUS_OK) {
        status = cosign(write, mus_buf_text(&whole), witness, &found, err);
    }
    mus_buf_done(&whole);
    if (status == MUS_OK) {
        *size = found;
    }
    return status;
}
