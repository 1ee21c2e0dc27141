#include "store/folder.h"

#include "base/file.h"
#include "base/text.h"
#include "store/schema.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char MARK[] = "musubi-store";
static const char MAKING[] = "musubi-store.making";

/* Everything that making a store leaves in its folder, contents before folders. */
static const char *const LEFTOVERS[] = {
    "main/data.mdb", "main/lock.mdb", "keys/data.mdb", "keys/lock.mdb", "wrapping.key",
};
static const char *const FOLDERS[] = {MUS_MAIN_FOLDER, MUS_KEYS_FOLDER};
static const char *const EXPECTED[] = {MUS_MAIN_FOLDER, MUS_KEYS_FOLDER, MUS_KEY_FILE_NAME, MAKING};

enum { FOLDER_COUNT = sizeof FOLDERS / sizeof FOLDERS[0], MARK_ROOM = 64 };

static enum mus_status fail_file(struct mus_error *err, const char *dir, const char *name)
{
    int reason = errno;
    if (reason == ENOMEM) {
        return mus_fail_memory(err);
    }
    return mus_fail(err, MUS_IO, "%s%s%s: %s", dir, name[0] == '\0' ? "" : "/", name,
                    strerror(reason));
}

static int open_folder(const char *dir)
{
    return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_quietly(int fd)
{
    int reason = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = reason;
}

static bool exists(int folder, const char *name)
{
    struct stat info;
    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_expected(const char *name)
{
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        if (strcmp(EXPECTED[i], name) == 0) {
            return true;
        }
    }
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Empty, or holding nothing but what an unfinished making left. */
static enum mus_status check_usable(const char *dir, int folder, struct mus_error *err)
{
    if (exists(folder, MARK)) {
        return mus_fail(err, MUS_CONFLICT, "%s: a store is already here", dir);
    }
    DIR *listing = opendir(dir);
    if (listing == NULL) {
        return fail_file(err, dir, "");
    }
    size_t expected = 0;
    size_t others = 0;
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        *(is_expected(entry->d_name) ? &expected : &others) += 1;
    }
    closedir(listing);
    bool leftovers = exists(folder, MAKING);
    if (others > 0 || (expected > 2 && !leftovers)) {
        return mus_fail(err, MUS_CONFLICT, "%s: the folder is not empty", dir);
    }
    return MUS_OK;
}

static void sweep(int folder)
{
    for (size_t i = 0; i < sizeof LEFTOVERS / sizeof LEFTOVERS[0]; i++) {
        unlinkat(folder, LEFTOVERS[i], 0);
    }
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        unlinkat(folder, FOLDERS[i], AT_REMOVEDIR);
    }
}

/* Takes the mark-in-the-making: whoever has it locked is making the store. */
static enum mus_status take_mark(struct mus_making *making, int folder, struct mus_error *err)
{
    making->fd = openat(folder, MAKING, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (making->fd < 0) {
        return fail_file(err, making->dir, MAKING);
    }
    if (flock(making->fd, LOCK_EX | LOCK_NB) != 0) {
        close(making->fd);
        making->fd = -1; /* another's: not ours to sweep */
        return mus_fail(err, MUS_CONFLICT, "%s: a store is just being made here", making->dir);
    }
    if (exists(folder, MARK)) { /* the other one finished between our look and our lock */
        close(making->fd);
        making->fd = -1;
        return mus_fail(err, MUS_CONFLICT, "%s: a store is already here", making->dir);
    }
    return MUS_OK;
}

static enum mus_status fill(const struct mus_making *making, int folder, struct mus_error *err)
{
    static const char line[] = MUS_STORE_MARK "\n";
    sweep(folder);
    if (ftruncate(making->fd, 0) != 0 ||
        pwrite(making->fd, line, sizeof line - 1, 0) != (ssize_t)(sizeof line - 1) ||
        fsync(making->fd) != 0) {
        return fail_file(err, making->dir, MAKING);
    }
    for (size_t i = 0; i < FOLDER_COUNT; i++) {
        if (mkdirat(folder, FOLDERS[i], 0700) != 0) {
            return fail_file(err, making->dir, FOLDERS[i]);
        }
    }
    return MUS_OK;
}

enum mus_status mus_making_begin(const char *dir, struct mus_making *out, struct mus_error *err)
{
    struct mus_making making = {dir, -1, mkdir(dir, 0700) == 0};
    if (!making.made_folder && errno != EEXIST) {
        return fail_file(err, dir, "");
    }
    int folder = open_folder(dir);
    if (folder < 0) {
        return fail_file(err, dir, "");
    }
    enum mus_status status = check_usable(dir, folder, err);
    if (status == MUS_OK) {
        status = take_mark(&making, folder, err);
    }
    if (status == MUS_OK) {
        status = fill(&making, folder, err);
        if (status != MUS_OK) {
            mus_making_end(&making);
        }
    }
    close(folder);
    if (status == MUS_OK) {
        *out = making;
    }
    return status;
}

enum mus_status mus_making_finish(struct mus_making *making, struct mus_error *err)
{
    int folder = open_folder(making->dir);
    if (folder < 0) {
        return fail_file(err, making->dir, "");
    }
    /* Names first, mark second: the mark says that all else is on the disk. */
    enum mus_status status = MUS_OK;
    if (fsync(folder) != 0 || renameat(folder, MAKING, folder, MARK) != 0) {
        status = fail_file(err, making->dir, MARK);
    } else if (fsync(folder) != 0) {
        status = fail_file(err, making->dir, MARK);
        renameat(folder, MARK, folder, MAKING);
    }
    close(folder);
    if (status == MUS_OK) {
        status = mus_folder_sync_of(making->dir, err);
    }
    if (status == MUS_OK) {
        close(making->fd);
        making->fd = -1;
    }
    return status;
}

void mus_making_end(struct mus_making *making)
{
    if (making->fd < 0) {
        return;
    }
    int folder = open_folder(making->dir);
    if (folder >= 0) {
        sweep(folder);
        unlinkat(folder, MARK, 0);
        unlinkat(folder, MAKING, 0);
        close(folder);
    }
    if (making->made_folder) {
        rmdir(making->dir);
    }
    close(making->fd);
    making->fd = -1;
}

/* The mark's first line without its line feed. */
static enum mus_status read_mark(const char *dir, char line[MARK_ROOM], struct mus_error *err)
{
    int folder = open_folder(dir);
    int fd = folder < 0 ? -1 : openat(folder, MARK, O_RDONLY | O_CLOEXEC);
    close_quietly(folder);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return mus_fail(err, MUS_NOT_FOUND, "no store at \"%s\"; make one with: musubi init", dir);
    }
    if (fd < 0) {
        return fail_file(err, dir, MARK);
    }
    ssize_t got = read(fd, line, MARK_ROOM - 1);
    close_quietly(fd);
    if (got < 0) {
        return fail_file(err, dir, MARK);
    }
    line[got] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return MUS_OK;
}

enum mus_status mus_folder_check_mark(const char *dir, struct mus_error *err)
{
    char line[MARK_ROOM];
    enum mus_status status = read_mark(dir, line, err);
    if (status != MUS_OK || strcmp(line, MUS_STORE_MARK) == 0) {
        return status;
    }
    static const struct mus_text head = {"musubi-store/", 13};
    struct mus_text text = mus_text_of(line);
    char *end = NULL;
    unsigned long layout = mus_text_starts(text, head) ? strtoul(line + head.len, &end, 10) : 0;
    if (layout > 1 && *end == '\0') {
        return mus_fail(err, MUS_STORE,
                        "%s: the store has layout %lu, this program knows 1: use a newer musubi",
                        dir, layout);
    }
    return mus_fail(err, MUS_CORRUPT, "%s/%s: not the mark of a store (\"%.*s\")", dir, MARK,
                    MUS_TEXT_SHORT_ARG(text));
}
