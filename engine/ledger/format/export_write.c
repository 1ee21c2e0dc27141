/* All files are written and synced under other names first. Then the old checkpoint goes, the files
 * take their places, and the new checkpoint comes last: a folder that has a checkpoint is whole,
 * also after a crash in between. */
#include "ledger/format/export.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "base/new_file.h"
#include "crypto/merkle.h"
#include "ledger/format/entry_line.h"
#include "ledger/format/ledger_entry.h"
#include "ledger/format/note_fault.h"
#include "ledger/format/tiles_write.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum { ENTRIES, LINES, CHECKPOINT, FILES };
static const char *const NAMES[FILES] = {"entries", "entries.jsonl", "checkpoint"};

struct mus_export_writer {
    char *dir;
    char *paths[FILES];
    int folder; /* taken while it is open */
    struct mus_new_file files[FILES];
    struct mus_tiles_writer *tiles; /* NULL: not asked for */
    struct mus_merkle_edge edge;
    struct mus_buf line;
};

static enum mus_status name_files(struct mus_export_writer *writer, const char *dir,
                                  struct mus_error *err)
{
    size_t room = strlen(dir) + 1;
    writer->dir = mus_alloc(room, 1);
    bool named = writer->dir != NULL;
    if (named) {
        memcpy(writer->dir, dir, room);
    }
    for (size_t i = 0; i < FILES; i++) {
        writer->paths[i] = mus_path_join(dir, NAMES[i]);
        named = named && writer->paths[i] != NULL;
    }
    return named ? MUS_OK : mus_fail_memory(err);
}

enum mus_status mus_export_begin(const char *dir, bool tiles, struct mus_export_writer **out,
                                 struct mus_error *err)
{
    struct mus_export_writer *writer = mus_alloc_zero(1, sizeof *writer);
    if (writer == NULL) {
        return mus_fail_memory(err);
    }
    writer->folder = -1;
    enum mus_status status = name_files(writer, dir, err);
    if (status == MUS_OK) {
        status = mus_folder_take(dir, &writer->folder, err);
    }
    for (size_t i = 0; status == MUS_OK && i < FILES; i++) {
        status = mus_new_file_begin(writer->paths[i], &writer->files[i], err);
    }
    if (status == MUS_OK && tiles) {
        status = mus_tiles_begin(writer->dir, &writer->tiles, err);
    }
    if (status != MUS_OK) {
        mus_export_writer_free(writer);
        return status;
    }
    *out = writer;
    return MUS_OK;
}

static enum mus_status add_line(struct mus_export_writer *writer, struct mus_text bytes,
                                struct mus_error *err)
{
    struct mus_ledger_entry entry;
    enum mus_status status = mus_ledger_entry_decode(bytes, &entry, err);
    if (status != MUS_OK) {
        return mus_fail_at(err, status, "entry %" PRIu64, writer->edge.size);
    }
    mus_buf_clear(&writer->line);
    mus_ledger_entry_line(&entry, writer->edge.size, &writer->line);
    mus_buf_add_byte(&writer->line, '\n');
    status = mus_buf_check(&writer->line, err);
    return status != MUS_OK
               ? status
               : mus_new_file_add(&writer->files[LINES], writer->line.data, writer->line.len, err);
}

static enum mus_status add_bytes(struct mus_export_writer *writer, struct mus_text bytes,
                                 struct mus_error *err)
{
    const unsigned char length[] = {(unsigned char)(bytes.len >> 8), (unsigned char)bytes.len};
    enum mus_status status = mus_new_file_add(&writer->files[ENTRIES], length, sizeof length, err);
    return status != MUS_OK ? status
                            : mus_new_file_add(&writer->files[ENTRIES], bytes.ptr, bytes.len, err);
}

enum mus_status mus_export_add(struct mus_export_writer *writer, struct mus_text entry,
                               struct mus_error *err)
{
    if (entry.len > MUS_LEDGER_MAX_ENTRY) {
        return mus_fail(err, MUS_CORRUPT, "entry %" PRIu64 ": %zu bytes, at most %d are possible",
                        writer->edge.size, entry.len, MUS_LEDGER_MAX_ENTRY);
    }
    struct mus_digest leaf = mus_merkle_leaf(entry.ptr, entry.len);
    enum mus_status status = add_line(writer, entry, err);
    if (status == MUS_OK) {
        status = add_bytes(writer, entry, err);
    }
    if (status == MUS_OK && writer->tiles != NULL) {
        status = mus_tiles_add(writer->tiles, entry, &leaf, err);
    }
    if (status == MUS_OK) {
        mus_merkle_add(&writer->edge, &leaf);
    }
    return status;
}

static enum mus_status check_tree(const struct mus_export_writer *writer, struct mus_text bytes,
                                  struct mus_error *err)
{
    struct mus_note note;
    struct mus_checkpoint checkpoint;
    enum mus_status status = mus_note_read(bytes, &note, err);
    if (status == MUS_OK) {
        status = mus_checkpoint_read(note.text, &checkpoint, err);
    }
    if (status != MUS_OK) {
        return mus_fail_in_note(err, status, "checkpoint");
    }
    if (checkpoint.size != writer->edge.size) {
        return mus_fail(err, MUS_CORRUPT,
                        "checkpoint: it is of %" PRIu64 " entries, %" PRIu64 " were written",
                        checkpoint.size, writer->edge.size);
    }
    struct mus_digest root = mus_merkle_root(&writer->edge);
    if (mus_digest_compare(&checkpoint.root, &root) != 0) {
        return mus_fail(err, MUS_CORRUPT,
                        "checkpoint: the %" PRIu64 " entries written have another root",
                        checkpoint.size);
    }
    return MUS_OK;
}

static enum mus_status settle(struct mus_export_writer *writer, struct mus_text checkpoint,
                              struct mus_error *err)
{
    enum mus_status status =
        mus_new_file_add(&writer->files[CHECKPOINT], checkpoint.ptr, checkpoint.len, err);
    for (size_t i = 0; status == MUS_OK && i < FILES; i++) {
        status = mus_new_file_settle(&writer->files[i], err);
    }
    if (status == MUS_OK && writer->tiles != NULL) {
        status = mus_tiles_settle(writer->tiles, err);
    }
    return status;
}

static enum mus_status remove_checkpoint(struct mus_export_writer *writer, struct mus_error *err)
{
    if (unlink(writer->paths[CHECKPOINT]) == 0) {
        return mus_folder_sync(writer->dir, err);
    }
    return errno == ENOENT
               ? MUS_OK
               : mus_fail(err, MUS_IO, "%s: %s", writer->paths[CHECKPOINT], strerror(errno));
}

enum mus_status mus_export_finish(struct mus_export_writer *writer, struct mus_text checkpoint,
                                  struct mus_error *err)
{
    enum mus_status status = check_tree(writer, checkpoint, err);
    if (status == MUS_OK) {
        status = settle(writer, checkpoint, err);
    }
    if (status == MUS_OK) {
        status = remove_checkpoint(writer, err);
    }
    if (status == MUS_OK) {
        status = writer->tiles != NULL ? mus_tiles_publish(writer->tiles, err)
                                       : mus_tiles_remove(writer->dir, err);
    }
    for (size_t i = 0; status == MUS_OK && i < FILES; i++) {
        status = mus_new_file_publish(&writer->files[i], err);
    }
    return status;
}

void mus_export_writer_free(struct mus_export_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    mus_tiles_writer_free(writer->tiles);
    for (size_t i = 0; i < FILES; i++) {
        mus_new_file_drop(&writer->files[i]);
        mus_free(writer->paths[i]);
    }
    if (writer->folder >= 0) {
        close(writer->folder);
    }
    mus_free(writer->dir);
    mus_buf_done(&writer->line);
    mus_free(writer);
}
