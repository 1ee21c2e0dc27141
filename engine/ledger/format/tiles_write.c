/* Level 0 gathers leaves. When a level has gathered 256 hashes they are a tile, and the root over
 * them is the next hash of the level above: so the memory needed is one tile a level, and one
 * bundle of entries. */
#include "ledger/format/tiles_write.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/mem.h"
#include "ledger/format/tiles.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char TILE[] = "tile";
static const char UNFINISHED[] = "tile.new";

struct level {
    uint64_t index; /* of the tile that is being gathered */
    unsigned count;
    unsigned char hashes[MUS_TILE_WIDTH * MUS_DIGEST_BYTES];
};

struct mus_tiles_writer {
    const char *dir;  /* borrowed */
    char *unfinished; /* DIR/tile.new */
    size_t top;       /* bytes of unfinished */
    struct mus_buf path, bundle;
    struct level levels[MUS_TILE_LEVELS];
};

static enum mus_status fail_path(const char *path, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
}

enum mus_status mus_tiles_begin(const char *dir, struct mus_tiles_writer **out,
                                struct mus_error *err)
{
    struct mus_tiles_writer *writer = mus_alloc_zero(1, sizeof *writer);
    if (writer == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = MUS_OK;
    writer->dir = dir;
    writer->unfinished = mus_path_join(dir, UNFINISHED);
    if (writer->unfinished == NULL) {
        status = mus_fail_memory(err);
    } else {
        writer->top = strlen(writer->unfinished);
        status = mus_tree_remove(writer->unfinished, err);
    }
    if (status != MUS_OK) {
        mus_tiles_writer_free(writer);
        return status;
    }
    *out = writer;
    return MUS_OK;
}

/* tile/0/x001/234 → DIR/tile.new/0/x001/234 */
static enum mus_status make_path(struct mus_tiles_writer *writer, int level, uint64_t index,
                                 unsigned width, struct mus_error *err)
{
    struct mus_buf name = {0};
    mus_tile_path(level, index, width, &name);
    mus_buf_clear(&writer->path);
    enum mus_status status = mus_buf_check(&name, err);
    if (status == MUS_OK) {
        assert(name.len > sizeof TILE - 1);
        mus_buf_add(&writer->path, writer->unfinished, writer->top);
        mus_buf_add(&writer->path, name.data + sizeof TILE - 1, name.len - (sizeof TILE - 1));
        status = mus_buf_check(&writer->path, err);
    }
    mus_buf_done(&name);
    return status;
}

static int create(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static enum mus_status write_file(const char *path, int fd, const void *bytes, size_t len,
                                  struct mus_error *err)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t put = write(fd, at, len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return fail_path(path, err);
        }
        at += put;
        len -= (size_t)put;
    }
    return MUS_OK;
}

/* Most tiles lie in a folder that is there: folders are made only where the file cannot be. */
static enum mus_status write_tile(struct mus_tiles_writer *writer, int level, uint64_t index,
                                  unsigned width, struct mus_text bytes, struct mus_error *err)
{
    enum mus_status status = make_path(writer, level, index, width, err);
    if (status != MUS_OK) {
        return status;
    }
    const char *path = writer->path.data;
    int fd = create(path);
    if (fd < 0 && errno == ENOENT) {
        status = mus_folders_above(path, writer->top, err);
        if (status != MUS_OK) {
            return status;
        }
        fd = create(path);
    }
    if (fd < 0) {
        return fail_path(path, err);
    }
    status = write_file(path, fd, bytes.ptr, bytes.len, err);
    if (close(fd) != 0 && status == MUS_OK) {
        status = fail_path(path, err);
    }
    return status;
}

static enum mus_status write_level(struct mus_tiles_writer *writer, unsigned at,
                                   struct mus_error *err)
{
    struct level *level = &writer->levels[at];
    struct mus_text bytes = {(const char *)level->hashes, (size_t)level->count * MUS_DIGEST_BYTES};
    return write_tile(writer, (int)at, level->index, level->count, bytes, err);
}

static enum mus_status write_bundle(struct mus_tiles_writer *writer, struct mus_error *err)
{
    enum mus_status status = mus_buf_check(&writer->bundle, err);
    if (status == MUS_OK) {
        status = write_tile(writer, -1, writer->levels[0].index, writer->levels[0].count,
                            mus_buf_text(&writer->bundle), err);
    }
    mus_buf_clear(&writer->bundle);
    return status;
}

/* Hands the hash up for as long as it fills a tile. */
static enum mus_status add_hash(struct mus_tiles_writer *writer, struct mus_digest hash,
                                struct mus_error *err)
{
    for (unsigned at = 0;; at++) {
        assert(at < MUS_TILE_LEVELS);
        struct level *level = &writer->levels[at];
        memcpy(level->hashes + (size_t)level->count * MUS_DIGEST_BYTES, hash.bytes,
               MUS_DIGEST_BYTES);
        level->count++;
        if (level->count < MUS_TILE_WIDTH) {
            return MUS_OK;
        }
        enum mus_status status = at == 0 ? write_bundle(writer, err) : MUS_OK;
        if (status == MUS_OK) {
            status = write_level(writer, at, err);
        }
        if (status != MUS_OK) {
            return status;
        }
        hash = mus_tile_fold(level->hashes, MUS_TILE_WIDTH);
        level->index++;
        level->count = 0;
    }
}

enum mus_status mus_tiles_add(struct mus_tiles_writer *writer, struct mus_text entry,
                              const struct mus_digest *leaf, struct mus_error *err)
{
    assert(entry.len <= UINT16_MAX);
    mus_buf_add_byte(&writer->bundle, (unsigned char)(entry.len >> 8));
    mus_buf_add_byte(&writer->bundle, (unsigned char)entry.len);
    mus_buf_add_text(&writer->bundle, entry);
    return add_hash(writer, *leaf, err);
}

/* Many small files: one call for the whole file system costs less than one for each of them. */
static enum mus_status sync_all(const struct mus_tiles_writer *writer, struct mus_error *err)
{
    int fd = open(writer->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum mus_status status = fd < 0 || syncfs(fd) != 0 ? fail_path(writer->dir, err) : MUS_OK;
    if (fd >= 0) {
        close(fd);
    }
    return status;
}

enum mus_status mus_tiles_settle(struct mus_tiles_writer *writer, struct mus_error *err)
{
    enum mus_status status = writer->levels[0].count > 0 ? write_bundle(writer, err) : MUS_OK;
    for (unsigned at = 0; status == MUS_OK && at < MUS_TILE_LEVELS; at++) {
        if (writer->levels[at].count > 0) {
            status = write_level(writer, at, err);
        }
    }
    return status == MUS_OK ? sync_all(writer, err) : status;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

enum mus_status mus_tiles_remove(const char *dir, struct mus_error *err)
{
    char *path = mus_path_join(dir, TILE);
    enum mus_status status = path == NULL ? mus_fail_memory(err) : mus_tree_remove(path, err);
    mus_free(path);
    return status;
}

/* A log without entries has no tiles, and so no folder. */
enum mus_status mus_tiles_publish(struct mus_tiles_writer *writer, struct mus_error *err)
{
    enum mus_status status = mus_tiles_remove(writer->dir, err);
    if (status != MUS_OK || !is_there(writer->unfinished)) {
        return status;
    }
    char *path = mus_path_join(writer->dir, TILE);
    if (path == NULL) {
        return mus_fail_memory(err);
    }
    status = mus_file_rename(writer->unfinished, path, err);
    mus_free(path);
    return status;
}

void mus_tiles_writer_free(struct mus_tiles_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    if (writer->unfinished != NULL) {
        /* What cannot be removed now is removed by the next one that begins. */
        enum mus_status status = mus_tree_remove(writer->unfinished, NULL);
        (void)status;
    }
    mus_free(writer->unfinished);
    mus_buf_done(&writer->path);
    mus_buf_done(&writer->bundle);
    mus_free(writer);
}
