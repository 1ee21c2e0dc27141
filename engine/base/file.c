#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

char *mus_path_join(const char *dir, const char *name)
{
    size_t dir_len = strlen(dir);
    size_t name_len = strlen(name);
    char *path = mus_alloc(dir_len + name_len + 2, 1);
    if (path != NULL) {
        memcpy(path, dir, dir_len);
        path[dir_len] = '/';
        memcpy(path + dir_len + 1, name, name_len + 1);
    }
    return path;
}

char *mus_path_with_ending(const char *path, const char *ending)
{
    size_t path_len = strlen(path);
    size_t ending_len = strlen(ending);
    char *whole = mus_alloc(path_len + ending_len + 1, 1);
    if (whole != NULL) {
        memcpy(whole, path, path_len);
        memcpy(whole + path_len, ending, ending_len + 1);
    }
    return whole;
}

enum mus_status mus_folder_sync(const char *dir, struct mus_error *err)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0) {
        close(fd);
    }
    return done ? MUS_OK : mus_fail(err, MUS_IO, "%s: %s", dir, strerror(reason));
}

char *mus_path_folder(const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') {
        len--;
    }
    while (len > 0 && path[len - 1] != '/') {
        len--;
    }
    char *folder = mus_alloc(len + 2, 1);
    if (folder != NULL) {
        memcpy(folder, path, len);
        memcpy(folder + len, len == 0 ? "." : "", len == 0 ? 2 : 1);
    }
    return folder;
}

enum mus_status mus_folder_sync_of(const char *path, struct mus_error *err)
{
    char *folder = mus_path_folder(path);
    if (folder == NULL) {
        return mus_fail_memory(err);
    }
    enum mus_status status = mus_folder_sync(folder, err);
    mus_free(folder);
    return status;
}

enum mus_status mus_file_rename(const char *from, const char *to, struct mus_error *err)
{
    if (rename(from, to) != 0) {
        return mus_fail(err, MUS_IO, "%s: %s", from, strerror(errno));
    }
    return mus_folder_sync_of(to, err);
}

/* Reads to the end of the file or of the limit. */
static enum mus_status read_all(int fd, const char *path, size_t limit, struct mus_buf *out,
                                struct mus_error *err)
{
    enum { BLOCK = 16384 };
    for (;;) {
        char beyond; /* a byte that must not be there: nothing grows for it */
        const bool full = out->len >= limit;
        size_t room = out->capacity > out->len + 1 ? out->capacity - out->len - 1 : 0;
        if (!full && room == 0) {
            if (!mus_buf_reserve(out, BLOCK)) {
                return mus_fail_memory(err);
            }
            room = out->capacity - out->len - 1;
        }
        room = full || room < limit - out->len ? room : limit - out->len;
        ssize_t got = full ? read(fd, &beyond, 1) : read(fd, out->data + out->len, room);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
        }
        if (got > 0 && full) {
            return mus_fail(err, MUS_LIMIT, "%s: larger than %zu bytes", path, limit);
        }
        if (got == 0) {
            return MUS_OK;
        }
        out->len += (size_t)got;
        out->data[out->len] = '\0';
    }
}

enum mus_status mus_file_read(const char *path, size_t limit, struct mus_buf *out,
                              struct mus_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return mus_fail(err, errno == ENOENT ? MUS_NOT_FOUND : MUS_IO, "%s: %s", path,
                        strerror(errno));
    }
    struct stat about;
    enum mus_status status = MUS_OK;
    /* A file's size is only a hint: it may grow, and a pipe has none. */
    if (fstat(fd, &about) == 0 && about.st_size > 0 && (uint64_t)about.st_size <= limit &&
        !mus_buf_reserve(out, (size_t)about.st_size)) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        status = read_all(fd, path, limit, out, err);
    }
    close(fd);
    return status;
}
