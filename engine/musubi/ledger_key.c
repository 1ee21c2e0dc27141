/* The log's key, and what is signed with it: checkpoints and exports. */
#include <inttypes.h>

#include "ledger/checkpoints.h"
#include "ledger/format/export.h"
#include "musubi/ledger_shared.h"
#include "store/ledger.h"

/* ------------------------------------------------------------------ keys */

enum mus_status mus_key_new(struct mus_musubi *musubi, const char *name,
                            const struct mus_signing *signing, struct mus_sink *sink,
                            struct mus_error *err)
{
    struct mus_key_file_at at;
    struct mus_note_key key;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    bool adopted = false;
    enum mus_status status = mus_key_file_at(musubi, signing, &at, err);
    if (status == MUS_OK) {
        status =
            mus_ledger_key_new(musubi->store, &at.file, mus_text_of(name), &key, &adopted, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_put_key(&writer, "key", &key);
        mus_put_key_id(&writer, "id", &key);
        mus_json_put_z(&writer, "file", at.file.path);
        mus_json_put_bool(&writer, "adopted", adopted);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_key_file_done(&at);
    return status;
}

/* Whether the file holds the key in use. What stands against reading it is no failure of showing.
 */
static void look_at_file(const char *path, const struct mus_note_key *current, bool *in_hand,
                         bool *locked)
{
    struct mus_note_key key;
    *locked = false;
    *in_hand = mus_signing_key_file(path, &key, locked, NULL) == MUS_OK && current != NULL &&
               mus_note_key_equal(&key, current);
}

static void write_keys(struct mus_json_writer *writer, const struct mus_note_key *keys,
                       size_t count, const char *path)
{
    bool in_hand;
    bool locked;
    look_at_file(path, count == 0 ? NULL : &keys[count - 1], &in_hand, &locked);
    mus_json_begin_object(writer);
    mus_json_key(writer, "keys");
    mus_json_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        mus_json_begin_object(writer);
        mus_put_key(writer, "key", &keys[i]);
        mus_put_key_id(writer, "id", &keys[i]);
        mus_json_put_bool(writer, "in_use", i + 1 == count);
        mus_json_end_object(writer);
    }
    mus_json_end_array(writer);
    mus_json_put_z(writer, "file", path);
    mus_json_put_bool(writer, "in_hand", in_hand);
    mus_json_put_bool(writer, "locked", locked);
    mus_json_end_object(writer);
}

enum mus_status mus_key_show(struct mus_musubi *musubi, const struct mus_signing *signing,
                             struct mus_sink *sink, struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_read *read = NULL;
    struct mus_note_key *keys = NULL;
    size_t count = 0;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    const char *path =
        signing == NULL || signing->key_file == NULL ? musubi->signing_key : signing->key_file;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_keys(read, &arena, &keys, &count, err);
    }
    if (status == MUS_OK && count == 0) {
        status = mus_fail(err, MUS_NOT_FOUND,
                          "the ledger has no key yet; make one with: musubi key new NAME");
    }
    if (status == MUS_OK) {
        write_keys(&writer, keys, count, path);
        status = mus_sink_give(sink, &json, err);
    }
    mus_store_read_end(read);
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}

enum mus_status mus_key_rotate(struct mus_musubi *musubi, const struct mus_signing *signing,
                               const char *by, struct mus_sink *sink, struct mus_error *err)
{
    const struct mus_ledger_context context = mus_musubi_context(musubi, by);
    struct mus_arena arena = {0};
    struct mus_key_file_at at;
    struct mus_ledger_rotated rotated;
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = mus_key_file_at(musubi, signing, &at, err);
    if (status == MUS_OK) {
        status = mus_ledger_key_rotate(musubi->store, &at.file, &context, &arena, &rotated, err);
    }
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_put_key(&writer, "key", &rotated.key);
        mus_put_key_id(&writer, "id", &rotated.key);
        mus_json_put_integer(&writer, "entry", (int64_t)rotated.entry);
        mus_json_put_integer(&writer, "checkpoint", (int64_t)rotated.size);
        mus_json_put_text(&writer, "old_file", rotated.old_file);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_key_file_done(&at);
    mus_arena_done(&arena);
    return status;
}

/* ------------------------------------------------------------------ checkpoints */

struct signing {
    const struct mus_signing_key *key;
    struct mus_arena arena;
    struct mus_signed_tree tree;
};

static enum mus_status sign(struct mus_write *write, void *context, struct mus_error *err)
{
    struct signing *signing = context;
    mus_arena_reset(&signing->arena);
    return mus_checkpoint_sign(write, signing->key, &signing->arena, &signing->tree, err);
}

/* With the key in its file; the tree lies in signing->arena. */
static enum mus_status sign_now(struct mus_musubi *musubi, const struct mus_signing *options,
                                struct signing *signing, struct mus_error *err)
{
    struct mus_key_file_at at;
    struct mus_signing_key *key = NULL;
    enum mus_status status = mus_key_file_at(musubi, options, &at, err);
    if (status == MUS_OK) {
        status = mus_ledger_key_open(musubi->store, &at.file, &key, err);
    }
    if (status == MUS_OK) {
        signing->key = key;
        status = mus_store_update(musubi->store, sign, signing, err);
        signing->key = NULL;
    }
    mus_signing_key_free(key);
    mus_key_file_done(&at);
    return status;
}

enum mus_status mus_ledger_checkpoint(struct mus_musubi *musubi, const struct mus_signing *options,
                                      struct mus_sink *sink, struct mus_error *err)
{
    struct signing signing = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = sign_now(musubi, options, &signing, err);
    if (status == MUS_OK) {
        mus_json_begin_object(&writer);
        mus_json_put_integer(&writer, "size", (int64_t)signing.tree.size);
        mus_put_digest(&writer, "root", &signing.tree.root);
        mus_json_put_text(&writer, "checkpoint", signing.tree.note);
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_arena_done(&signing.arena);
    return status;
}

/* ------------------------------------------------------------------ export */

static enum mus_status write_entries(const struct mus_read *read, uint64_t size,
                                     struct mus_export_writer *writer, struct mus_error *err)
{
    struct mus_ledger_walker *walker = NULL;
    enum mus_status status = mus_ledger_walker_open(read, 0, &walker, err);
    for (uint64_t i = 0; status == MUS_OK && i < size; i++) {
        uint64_t index = 0;
        struct mus_text entry = MUS_NO_TEXT;
        status = mus_ledger_walker_next(walker, &index, &entry, err);
        if (status == MUS_OK && entry.ptr == NULL) {
            status = mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 ": is not there", i);
        }
        if (status == MUS_OK) {
            status = mus_export_add(writer, entry, err);
        }
    }
    mus_ledger_walker_close(walker);
    return status;
}

struct exported {
    struct mus_signed_tree tree;
    uint64_t entries; /* in the ledger */
};

static enum mus_status export_last(struct mus_musubi *musubi, const char *folder, bool tiles,
                                   struct mus_arena *arena, struct exported *out,
                                   struct mus_error *err)
{
    struct mus_read *read = NULL;
    struct mus_export_writer *writer = NULL;
    enum mus_status status = mus_store_read_begin(musubi->store, &read, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_last(read, arena, &out->tree, err);
    }
    if (status == MUS_OK) {
        status = mus_store_ledger_size(read, &out->entries, err);
    }
    if (status == MUS_OK) {
        status = mus_export_begin(folder, tiles, &writer, err);
    }
    if (status == MUS_OK) {
        status = write_entries(read, out->tree.size, writer, err);
    }
    if (status == MUS_OK) {
        status = mus_export_finish(writer, out->tree.note, err);
    }
    mus_export_writer_free(writer);
    mus_store_read_end(read);
    return status;
}

/* Without the key the last checkpoint will do, and *why says so; that the tree does not go on from
 * it, or that the system failed, is no reason to go on. */
static enum mus_status try_sign(struct mus_musubi *musubi, const struct mus_signing *options,
                                struct mus_error *why, struct mus_error *err)
{
    struct signing signing = {0};
    enum mus_status status = sign_now(musubi, options, &signing, why);
    mus_arena_done(&signing.arena);
    if (status == MUS_OK || status == MUS_NOT_FOUND || status == MUS_UNREADABLE ||
        status == MUS_CONFLICT) {
        return MUS_OK;
    }
    return mus_fail(err, status, "%s", why->message);
}

enum mus_status mus_ledger_export(struct mus_musubi *musubi, const char *folder, bool tiles,
                                  const struct mus_signing *options, struct mus_sink *sink,
                                  struct mus_error *err)
{
    struct mus_arena arena = {0};
    struct mus_error why = {0};
    struct exported exported = {0};
    struct mus_buf json = {0};
    struct mus_json_writer writer = {.buf = &json};
    enum mus_status status = try_sign(musubi, options, &why, err);
    if (status == MUS_OK) {
        status = export_last(musubi, folder, tiles, &arena, &exported, err);
    }
    if (status == MUS_OK) {
        bool signed_now = why.status == MUS_OK;
        mus_json_begin_object(&writer);
        mus_json_put_z(&writer, "folder", folder);
        mus_json_put_integer(&writer, "size", (int64_t)exported.tree.size);
        mus_put_digest(&writer, "root", &exported.tree.root);
        mus_json_put_integer(&writer, "left_out", (int64_t)(exported.entries - exported.tree.size));
        mus_json_put_bool(&writer, "signed_now", signed_now);
        if (!signed_now) {
            mus_json_put_z(&writer, "why_not", why.message);
        }
        mus_json_end_object(&writer);
        status = mus_sink_give(sink, &json, err);
    }
    mus_buf_done(&json);
    mus_arena_done(&arena);
    return status;
}
