#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static enum mus_status fail_path(const char *path, struct mus_error *err)
{
    return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
}

enum mus_status mus_folder_take(const char *dir, int *fd, struct mus_error *err)
{
    bool made = mkdir(dir, 0777) == 0;
    if (!made && errno != EEXIST) {
        return fail_path(dir, err);
    }
    if (made) {
        enum mus_status status = mus_folder_sync_of(dir, err);
        if (status != MUS_OK) {
            return status;
        }
    }
    int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return fail_path(dir, err);
    }
    if (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        enum mus_status status =
            errno == EWOULDBLOCK
                ? mus_fail(err, MUS_CONFLICT, "%s: another process is writing here", dir)
                : fail_path(dir, err);
        close(folder);
        return status;
    }
    *fd = folder;
    return MUS_OK;
}

enum mus_status mus_folders_above(const char *path, size_t from, struct mus_error *err)
{
    size_t len = strlen(path);
    char *copy = mus_alloc(len + 1, 1);
    if (copy == NULL) {
        return mus_fail_memory(err);
    }
    memcpy(copy, path, len + 1);
    enum mus_status status = MUS_OK;
    for (size_t i = from == 0 ? 1 : from; status == MUS_OK && i < len; i++) {
        if (copy[i] != '/') {
            continue;
        }
        copy[i] = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
            status = fail_path(copy, err);
        }
        copy[i] = '/';
    }
    mus_free(copy);
    return status;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

enum mus_status mus_tree_remove(const char *path, struct mus_error *err)
{
    enum { OPEN_FOLDERS = 16 };
    if (nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0 &&
        errno != ENOENT) {
        return fail_path(path, err);
    }
    return MUS_OK;
}
