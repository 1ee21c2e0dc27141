#include "ledger/format/export.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The entries are mapped: counting comes back to them. entries.jsonl is three times as large and
 * looked at once, in order: reading it through a small buffer costs less than mapping its pages. */
struct mapping {
    void *at; /* NULL: none */
    size_t len;
};

enum { CHECKPOINT, ENTRIES, MAPS };

struct mus_export_files {
    struct mapping maps[MAPS];
    int lines;
    struct mus_export bytes;
};

static enum mus_status fail_path(const char *path, struct mus_error *err)
{
    return mus_fail(err, errno == ENOENT || errno == ENOTDIR ? MUS_NOT_FOUND : MUS_IO, "%s: %s",
                    path, strerror(errno));
}

/* MUS_IO for what is no plain file; *size (may be NULL) is its size. */
static enum mus_status open_file(const char *path, int *out, size_t *size, struct mus_error *err)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return fail_path(path, err);
    }
    enum mus_status status = MUS_OK;
    if (fstat(fd, &info) != 0) {
        status = fail_path(path, err);
    } else if (!S_ISREG(info.st_mode)) {
        status = mus_fail(err, MUS_IO, "%s: expected a file", path);
    }
    if (status != MUS_OK) {
        close(fd);
        return status;
    }
    *out = fd;
    if (size != NULL) {
        *size = (size_t)info.st_size;
    }
    return MUS_OK;
}

/* An empty file cannot be mapped, and is no bytes. */
static enum mus_status map_file(const char *path, struct mapping *out, struct mus_error *err)
{
    int fd = -1;
    size_t size = 0;
    enum mus_status status = open_file(path, &fd, &size, err);
    if (status != MUS_OK) {
        return status;
    }
    if (size > 0) {
        void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (map == MAP_FAILED) {
            status = fail_path(path, err);
        } else {
            madvise(map, size, MADV_WILLNEED);
            *out = (struct mapping){map, size};
        }
    }
    close(fd);
    return status;
}

static struct mus_text text_of(const struct mapping *map)
{
    return (struct mus_text){map->at == NULL ? "" : map->at, map->len};
}

static enum mus_status open_all(const char *dir, struct mus_export_files *files,
                                struct mus_error *err)
{
    static const char *const names[] = {"checkpoint", "entries", "entries.jsonl"};
    for (size_t i = 0; i <= MAPS; i++) {
        char *path = mus_path_join(dir, names[i]);
        enum mus_status status = path == NULL ? mus_fail_memory(err)
                                 : i < MAPS   ? map_file(path, &files->maps[i], err)
                                              : open_file(path, &files->lines, NULL, err);
        mus_free(path);
        if (status != MUS_OK) {
            return status;
        }
    }
    posix_fadvise(files->lines, 0, 0, POSIX_FADV_SEQUENTIAL);
    return MUS_OK;
}

enum mus_status mus_export_open(const char *dir, struct mus_export_files **out,
                                struct mus_error *err)
{
    struct mus_export_files *files = mus_alloc_zero(1, sizeof *files);
    if (files == NULL) {
        return mus_fail_memory(err);
    }
    files->lines = -1;
    enum mus_status status = open_all(dir, files, err);
    if (status != MUS_OK) {
        mus_export_close(files);
        return status;
    }
    files->bytes = (struct mus_export){.entries = text_of(&files->maps[ENTRIES]),
                                       .checkpoint = text_of(&files->maps[CHECKPOINT]),
                                       .lines_file = &files->lines};
    *out = files;
    return MUS_OK;
}

const struct mus_export *mus_export_bytes(const struct mus_export_files *files)
{
    return &files->bytes;
}

void mus_export_close(struct mus_export_files *files)
{
    if (files == NULL) {
        return;
    }
    for (size_t i = 0; i < MAPS; i++) {
        if (files->maps[i].at != NULL) {
            munmap(files->maps[i].at, files->maps[i].len);
        }
    }
    if (files->lines >= 0) {
        close(files->lines);
    }
    mus_free(files);
}
