#include "base/new_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

enum { BLOCK = 256 * 1024 };

static enum mus_status fail_file(const struct mus_new_file *file, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: %s", file->temporary, strerror(errno));
}

static char *with_ending(const char *path, const char *ending)
{
    size_t len = strlen(path);
    size_t more = strlen(ending);
    char *out = mus_alloc(len + more + 1, 1);
    if (out != NULL) {
        memcpy(out, path, len);
        memcpy(out + len, ending, more + 1);
    }
    return out;
}

enum mus_status mus_new_file_begin(const char *path, struct mus_new_file *out,
                                   struct mus_error *err)
{
    struct mus_new_file file = {.path = with_ending(path, ""),
                                .folder = mus_path_folder(path),
                                .temporary = with_ending(path, ".new"),
                                .block = mus_alloc(BLOCK, 1),
                                .fd = -1};
    enum mus_status status = MUS_OK;
    if (file.path == NULL || file.folder == NULL || file.temporary == NULL || file.block == NULL) {
        status = mus_fail_memory(err);
    } else {
        file.fd = open(file.temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
        status = file.fd < 0 ? fail_file(&file, err) : MUS_OK;
    }
    if (status != MUS_OK) {
        mus_new_file_drop(&file);
        return status;
    }
    *out = file;
    return MUS_OK;
}

static enum mus_status write_all(struct mus_new_file *file, const char *bytes, size_t len,
                                 struct mus_error *err)
{
    while (len > 0) {
        ssize_t put = write(file->fd, bytes, len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return fail_file(file, err);
        }
        bytes += put;
        len -= (size_t)put;
    }
    return MUS_OK;
}

static enum mus_status write_pending(struct mus_new_file *file, struct mus_error *err)
{
    size_t len = file->pending;
    file->pending = 0;
    return write_all(file, file->block, len, err);
}

enum mus_status mus_new_file_add(struct mus_new_file *file, const void *bytes, size_t len,
                                 struct mus_error *err)
{
    if (len > BLOCK - file->pending) {
        enum mus_status status = write_pending(file, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    if (len > BLOCK) {
        return write_all(file, bytes, len, err);
    }
    if (len > 0) {
        memcpy(file->block + file->pending, bytes, len);
        file->pending += len;
    }
    return MUS_OK;
}

enum mus_status mus_new_file_settle(struct mus_new_file *file, struct mus_error *err)
{
    enum mus_status status = write_pending(file, err);
    if (status == MUS_OK && fsync(file->fd) != 0) {
        status = fail_file(file, err);
    }
    return status;
}

enum mus_status mus_new_file_publish(struct mus_new_file *file, struct mus_error *err)
{
    assert(file->pending == 0);
    if (rename(file->temporary, file->path) != 0) {
        return fail_file(file, err);
    }
    mus_free(file->temporary);
    file->temporary = NULL;
    return mus_folder_sync(file->folder, err);
}

void mus_new_file_drop(struct mus_new_file *file)
{
    bool begun = file->path != NULL || file->block != NULL;
    if (begun && file->fd >= 0) {
        close(file->fd);
        if (file->temporary != NULL) {
            unlink(file->temporary);
        }
    }
    mus_free(file->path);
    mus_free(file->folder);
    mus_free(file->temporary);
    mus_free(file->block);
    *file = (struct mus_new_file){.fd = -1};
}

enum mus_status mus_file_replace(const char *path, struct mus_text bytes, struct mus_error *err)
{
    struct mus_new_file file = {.fd = -1};
    enum mus_status status = mus_new_file_begin(path, &file, err);
    if (status == MUS_OK) {
        status = mus_new_file_add(&file, bytes.ptr, bytes.len, err);
    }
    if (status == MUS_OK) {
        status = mus_new_file_settle(&file, err);
    }
    if (status == MUS_OK) {
        status = mus_new_file_publish(&file, err);
    }
    mus_new_file_drop(&file);
    return status;
}
