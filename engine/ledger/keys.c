#include "ledger/keys.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "crypto/encode.h"
#include "ledger/checkpoints.h"
#include "ledger/format/rotation.h"
#include "store/ledger.h"

/* ------------------------------------------------------------------ which key is the log's */

/* MUS_NOT_FOUND where there is none yet. */
static enum mus_status current_key(const struct mus_read *read, struct mus_note_key *out,
                                   struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_note_key *keys = NULL;
    size_t count = 0;
    enum mus_status status = mus_checkpoint_keys(read, &arena, &keys, &count, err);
    if (status == MUS_OK && count == 0) {
        status = mus_fail(err, MUS_NOT_FOUND,
                          "the ledger has no key yet; make one with: musubi key new NAME");
    } else if (status == MUS_OK) {
        *out = keys[count - 1];
    }
    mus_arena_done(&arena);
    return status;
}

static enum mus_status current_key_of(struct mus_store *store, struct mus_note_key *out,
                                      struct mus_error *err)
{
    struct mus_read *read = NULL;
    enum mus_status status = mus_store_read_begin(store, &read, err);
    if (status == MUS_OK) {
        status = current_key(read, out, err);
    }
    mus_store_read_end(read);
    return status;
}

/* ------------------------------------------------------------------ files */

enum { ID_DIGITS = 2 * MUS_NOTE_KEY_ID_BYTES };

static enum mus_status next_path(const char *path, struct mus_buf *out, struct mus_error *err)
{
    mus_buf_printf(out, "%s.next", path);
    return mus_buf_check(out, err);
}

static enum mus_status old_path(const char *path, const struct mus_note_key *key,
                                struct mus_buf *out, struct mus_error *err)
{
    mus_buf_printf(out, "%s.old-", path);
    mus_hex_write(out, key->id, sizeof key->id);
    return mus_buf_check(out, err);
}

/* *there is false where there is no such file. */
static enum mus_status look(const char *path, bool *there, struct mus_note_key *key,
                            struct mus_error *err)
{
    struct mus_error said = {0};
    enum mus_status status = mus_signing_key_file(path, key, NULL, &said);
    *there = status == MUS_OK;
    return status == MUS_OK || status == MUS_NOT_FOUND ? MUS_OK
                                                       : mus_fail(err, status, "%s", said.message);
}

/* The old key's file steps aside, the new one's takes its place. */
static enum mus_status settle(const char *path, const char *next, bool old_there,
                              const struct mus_note_key *old, struct mus_error *err)
{
    struct mus_buf aside = {0};
    enum mus_status status = MUS_OK;
    if (old_there) {
        status = old_path(path, old, &aside, err);
        if (status == MUS_OK) {
            status = mus_file_rename(path, aside.data, err);
        }
    }
    if (status == MUS_OK) {
        status = mus_file_rename(next, path, err);
    }
    mus_buf_done(&aside);
    return status;
}

static enum mus_status remove_next(const char *next, struct mus_error *err)
{
    return unlink(next) == 0 ? mus_folder_sync_of(next, err)
                             : mus_fail(err, MUS_IO, "%s: %s", next, strerror(errno));
}

/* What waits in `next`, if anything, finds its place or goes. A file that was cut short while it
 * was written holds no key that an entry speaks of: entries come after it. */
static enum mus_status judge_next(const char *path, const char *next,
                                  const struct mus_note_key *current, struct mus_error *err)
{
    struct mus_note_key waiting;
    struct mus_note_key old;
    bool there = false;
    bool old_there = false;
    enum mus_status found = look(next, &there, &waiting, err);
    if ((found != MUS_OK && found != MUS_CORRUPT) || (found == MUS_OK && !there)) {
        return found;
    }
    struct mus_error said = {0};
    enum mus_status status = look(path, &old_there, &old, &said);
    if (status != MUS_OK) {
        return mus_fail(err, status, "%s", said.message);
    }
    if (there && mus_note_key_equal(&waiting, current)) {
        return settle(path, next, old_there, &old, err);
    }
    return old_there && mus_note_key_equal(&old, current) ? remove_next(next, err) : found;
}

/* A rotation that was cut short after its entry was written is completed; one cut short before
 * leaves a key that nobody has seen, which goes. Inside a write alone: whoever is about to rotate
 * holds one until his entry is in the store, so that no key is taken for forgotten that is about to
 * be the log's. */
static enum mus_status complete_in(struct mus_write *write, const char *path, struct mus_error *err)
{
    struct mus_buf next = {0};
    struct mus_note_key current;
    enum mus_status status = current_key(mus_store_write_view(write), &current, err);
    if (status == MUS_OK) {
        status = next_path(path, &next, err);
    }
    if (status == MUS_OK) {
        status = judge_next(path, next.data, &current, err);
    }
    mus_buf_done(&next);
    return status;
}

/* For mus_store_update. */
static enum mus_status complete_now(struct mus_write *write, void *context, struct mus_error *err)
{
    const char *const *path = context;
    return complete_in(write, *path, err);
}

/* Nothing waits but after an accident, or while somebody rotates: the write is seldom needed. */
static enum mus_status complete(struct mus_store *store, const char *path, struct mus_error *err)
{
    struct mus_buf next = {0};
    enum mus_status status = next_path(path, &next, err);
    if (status == MUS_OK && access(next.data, F_OK) == 0) {
        status = mus_store_update(store, complete_now, &path, err);
    }
    mus_buf_done(&next);
    return status;
}

/* ------------------------------------------------------------------ opening */

static enum mus_status check_is(const struct mus_signing_key *key, const char *path,
                                const struct mus_note_key *current, struct mus_error *err)
{
    char found[ID_DIGITS + 1];
    char expected[ID_DIGITS + 1];
    const struct mus_note_key *own = mus_signing_key_public(key);
    if (mus_note_key_equal(own, current)) {
        return MUS_OK;
    }
    mus_hex_print(found, own->id, sizeof own->id);
    mus_hex_print(expected, current->id, sizeof current->id);
    return mus_fail(err, MUS_CONFLICT, "%s: holds key %s+%s, the ledger's is %s+%s", path,
                    own->name, found, current->name, expected);
}

enum mus_status mus_ledger_key_open(struct mus_store *store, const struct mus_ledger_key_file *file,
                                    struct mus_signing_key **out, struct mus_error *err)
{
    struct mus_note_key current;
    struct mus_signing_key *key = NULL;
    enum mus_status status = complete(store, file->path, err);
    if (status == MUS_OK) {
        status = current_key_of(store, &current, err);
    }
    if (status == MUS_OK) {
        status = mus_signing_key_open(file->path, file->passphrase, &key, err);
    }
    if (status == MUS_OK) {
        status = check_is(key, file->path, &current, err);
    }
    if (status != MUS_OK) {
        mus_signing_key_free(key);
        return status;
    }
    *out = key;
    return MUS_OK;
}

/* ------------------------------------------------------------------ the first key */

static enum mus_status check_none(const struct mus_read *read, struct mus_error *err)
{
    struct mus_note_key key;
    struct mus_error said = {0};
    char id[ID_DIGITS + 1];
    enum mus_status status = current_key(read, &key, &said);
    if (status == MUS_NOT_FOUND) {
        return MUS_OK;
    }
    if (status != MUS_OK) {
        return mus_fail(err, status, "%s", said.message);
    }
    mus_hex_print(id, key.id, sizeof key.id);
    return mus_fail(err, MUS_CONFLICT,
                    "the ledger has key %s+%s already; replace it with: musubi key rotate",
                    key.name, id);
}

static enum mus_status add_key(struct mus_write *write, const struct mus_note_key *key,
                               struct mus_error *err)
{
    struct mus_buf text = {0};
    mus_note_key_write(key, &text);
    enum mus_status status = mus_buf_check(&text, err);
    if (status == MUS_OK) {
        status = mus_store_add_ledger_key(write, mus_buf_text(&text), err);
    }
    mus_buf_done(&text);
    return status;
}

static enum mus_status put_first(struct mus_write *write, void *context, struct mus_error *err)
{
    enum mus_status status = check_none(mus_store_write_view(write), err);
    return status == MUS_OK ? add_key(write, context, err) : status;
}

/* The key in the file, or one made there. */
static enum mus_status make_or_adopt(const struct mus_ledger_key_file *file, struct mus_text name,
                                     struct mus_signing_key **key, bool *adopted,
                                     struct mus_error *err)
{
    struct mus_note_key there;
    enum mus_status status = look(file->path, adopted, &there, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!*adopted) {
        return mus_signing_key_create(file->path, name, MUS_NOTE_ED25519, file->passphrase,
                                      file->cost, key, err);
    }
    if (!mus_text_equals(name, there.name) || there.algorithm != MUS_NOTE_ED25519) {
        return mus_fail(err, MUS_CONFLICT, "%s: holds a key of %s \"%s\" already", file->path,
                        there.algorithm == MUS_NOTE_ED25519 ? "the log" : "the witness",
                        there.name);
    }
    return mus_signing_key_open(file->path, file->passphrase, key, err);
}

enum mus_status mus_ledger_key_new(struct mus_store *store, const struct mus_ledger_key_file *file,
                                   struct mus_text name, struct mus_note_key *out, bool *adopted,
                                   struct mus_error *err)
{
    struct mus_signing_key *key = NULL;
    struct mus_read *read = NULL;
    struct mus_note_key made;
    bool there = false;
    enum mus_status status = mus_store_read_begin(store, &read, err);
    if (status == MUS_OK) {
        status = check_none(read, err); /* before a file is made for nothing */
    }
    mus_store_read_end(read);
    if (status == MUS_OK) {
        status = make_or_adopt(file, name, &key, &there, err);
    }
    if (status == MUS_OK) {
        made = *mus_signing_key_public(key);
        status = mus_store_update(store, put_first, &made, err);
    }
    mus_signing_key_free(key);
    if (status == MUS_OK) {
        *out = made;
        if (adopted != NULL) {
            *adopted = there;
        }
    }
    return status;
}

/* ------------------------------------------------------------------ rotation */

struct rotation {
    const struct mus_ledger_context *context;
    const struct mus_ledger_key_file *file;
    const char *next; /* where the new key's file is made */
    const struct mus_signing_key *from;
    struct mus_signing_key *to;
    struct mus_arena arena;
    uint64_t entry, size;
};

static enum mus_status append_rotation(struct mus_write *write, struct rotation *rotation,
                                       struct mus_error *err)
{
    struct mus_buf bytes = {0};
    uint64_t last = 0;
    struct mus_ledger_entry entry = {.kind = MUS_LEDGER_ROTATION};
    enum mus_status status =
        mus_store_ledger_last_recorded(mus_store_write_view(write), &last, err);
    entry.recorded = rotation->context->now > last ? rotation->context->now : last;
    if (status == MUS_OK) {
        status = mus_store_alias(write, MUS_ALIAS_PERSON, mus_text_trim(rotation->context->by),
                                 &entry.by, err);
    }
    if (status == MUS_OK) {
        status =
            mus_rotation_make(rotation->from, mus_signing_key_public(rotation->to), &entry, err);
    }
    if (status == MUS_OK) {
        status = mus_ledger_entry_check(&entry, err);
    }
    if (status == MUS_OK) {
        mus_ledger_entry_encode(&entry, &bytes);
        status = mus_buf_check(&bytes, err);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_append(write, mus_buf_text(&bytes), &rotation->entry, err);
    }
    mus_buf_done(&bytes);
    return status;
}

static enum mus_status check_from(struct mus_write *write, const struct rotation *rotation,
                                  struct mus_error *err)
{
    struct mus_note_key current;
    enum mus_status status = current_key(mus_store_write_view(write), &current, err);
    if (status == MUS_OK && !mus_note_key_equal(&current, mus_signing_key_public(rotation->from))) {
        return mus_fail(err, MUS_CONFLICT, "the key was replaced by somebody else just now");
    }
    return status;
}

/* The file of the new key. What an earlier try has left in its place goes first. */
static enum mus_status make_next(struct mus_write *write, struct rotation *rotation,
                                 struct mus_error *err)
{
    const struct mus_ledger_key_file *file = rotation->file;
    struct mus_text name = mus_text_of(mus_signing_key_public(rotation->from)->name);
    enum mus_status status = complete_in(write, file->path, err);
    return status == MUS_OK
               ? mus_signing_key_create(rotation->next, name, MUS_NOTE_ED25519, file->passphrase,
                                        file->cost, &rotation->to, err)
               : status;
}

static enum mus_status put_new(struct mus_write *write, struct rotation *rotation,
                               struct mus_error *err)
{
    struct mus_signed_tree signed_tree;
    enum mus_status status = append_rotation(write, rotation, err);
    if (status == MUS_OK) {
        status = add_key(write, mus_signing_key_public(rotation->to), err);
    }
    if (status == MUS_OK) {
        status = mus_checkpoint_sign(write, rotation->to, &rotation->arena, &signed_tree, err);
    }
    if (status == MUS_OK) {
        rotation->size = signed_tree.size;
    }
    return status;
}

/* For mus_store_update: entry, key and checkpoint stand or fall together. The file is made in the
 * write too, which keeps others from it (complete_in). Where the commit fails it stays: the store
 * alone can say later whether its key has become the log's. */
static enum mus_status put_rotation(struct mus_write *write, void *context, struct mus_error *err)
{
    struct rotation *rotation = context;
    mus_arena_reset(&rotation->arena);
    mus_signing_key_free(rotation->to);
    rotation->to = NULL;
    enum mus_status status = check_from(write, rotation, err);
    if (status == MUS_OK) {
        status = make_next(write, rotation, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    status = put_new(write, rotation, err);
    if (status != MUS_OK) {
        unlink(rotation->next); /* a key that nobody has seen */
    }
    return status;
}

static enum mus_status rotate(struct mus_store *store, struct rotation *rotation,
                              struct mus_ledger_rotated *done, struct mus_error *err)
{
    enum mus_status status = mus_store_update(store, put_rotation, rotation, err);
    if (status == MUS_OK) {
        struct mus_error ignored;
        done->key = *mus_signing_key_public(rotation->to);
        done->entry = rotation->entry;
        done->size = rotation->size;
        /* The key is the log's. Where its file does not find its place now, it does so when it is
         * next used. */
        (void)(complete(store, rotation->file->path, &ignored) == MUS_OK);
    }
    mus_signing_key_free(rotation->to);
    rotation->to = NULL;
    return status;
}

enum mus_status mus_ledger_key_rotate(struct mus_store *store,
                                      const struct mus_ledger_key_file *file,
                                      const struct mus_ledger_context *context,
                                      struct mus_arena *arena, struct mus_ledger_rotated *out,
                                      struct mus_error *err)
{
    struct rotation rotation = {.context = context, .file = file};
    struct mus_signing_key *from = NULL;
    struct mus_buf next = {0};
    struct mus_buf old = {0};
    struct mus_ledger_rotated done = {0};
    enum mus_status status = mus_ledger_check_person(context->by, err);
    if (status == MUS_OK) {
        status = mus_ledger_key_open(store, file, &from, err);
    }
    if (status == MUS_OK) {
        status = next_path(file->path, &next, err);
    }
    if (status == MUS_OK) {
        status = old_path(file->path, mus_signing_key_public(from), &old, err);
    }
    if (status == MUS_OK) {
        done.old_file = mus_arena_copy(arena, mus_buf_text(&old));
        status = done.old_file.ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    if (status == MUS_OK) {
        rotation.from = from;
        rotation.next = next.data;
        status = rotate(store, &rotation, &done, err);
    }
    mus_signing_key_free(from);
    mus_arena_done(&rotation.arena);
    mus_buf_done(&next);
    mus_buf_done(&old);
    if (status == MUS_OK) {
        *out = done;
    }
    return status;
}
