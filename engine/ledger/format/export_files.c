#include "ledger/format/export.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Mapped, since entries.jsonl of a large ledger is larger than what one would like to read into
 * memory, and each byte of it is looked at once. */
struct mapping {
    void *at; /* NULL: none */
    size_t len;
};

enum { CHECKPOINT, ENTRIES, LINES, FILES };

struct mus_export_files {
    struct mapping maps[FILES];
    struct mus_export bytes;
};

static enum mus_status fail_path(const char *path, struct mus_error *err)
{
    return mus_fail(err, errno == ENOENT || errno == ENOTDIR ? MUS_NOT_FOUND : MUS_IO, "%s: %s",
                    path, strerror(errno));
}

/* An empty file cannot be mapped, and is no bytes. */
static enum mus_status map_open(const char *path, int fd, struct mapping *out,
                                struct mus_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return fail_path(path, err);
    }
    if (!S_ISREG(info.st_mode)) {
        return mus_fail(err, MUS_IO, "%s: expected a file", path);
    }
    if (info.st_size == 0) {
        return MUS_OK;
    }
    void *map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED) {
        return fail_path(path, err);
    }
    madvise(map, (size_t)info.st_size, MADV_WILLNEED);
    *out = (struct mapping){map, (size_t)info.st_size};
    return MUS_OK;
}

static enum mus_status map_file(const char *dir, const char *name, struct mapping *out,
                                struct mus_error *err)
{
    char *path = mus_path_join(dir, name);
    if (path == NULL) {
        return mus_fail_memory(err);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    enum mus_status status = fd < 0 ? fail_path(path, err) : map_open(path, fd, out, err);
    if (fd >= 0) {
        close(fd);
    }
    mus_free(path);
    return status;
}

static struct mus_text text_of(const struct mapping *map)
{
    return (struct mus_text){map->at == NULL ? "" : map->at, map->len};
}

enum mus_status mus_export_open(const char *dir, struct mus_export_files **out,
                                struct mus_error *err)
{
    static const char *const names[FILES] = {"checkpoint", "entries", "entries.jsonl"};
    struct mus_export_files *files = mus_alloc_zero(1, sizeof *files);
    if (files == NULL) {
        return mus_fail_memory(err);
    }
    for (size_t i = 0; i < FILES; i++) {
        enum mus_status status = map_file(dir, names[i], &files->maps[i], err);
        if (status != MUS_OK) {
            mus_export_close(files);
            return status;
        }
    }
    files->bytes = (struct mus_export){.entries = text_of(&files->maps[ENTRIES]),
                                       .lines = text_of(&files->maps[LINES]),
                                       .checkpoint = text_of(&files->maps[CHECKPOINT])};
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
    for (size_t i = 0; i < FILES; i++) {
        if (files->maps[i].at != NULL) {
            munmap(files->maps[i].at, files->maps[i].len);
        }
    }
    mus_free(files);
}
