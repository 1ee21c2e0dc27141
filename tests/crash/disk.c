/* So that pwrite is called pwrite, as the database calls it, and not pwrite64. */
#undef _FILE_OFFSET_BITS
#include "disk.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/random.h"

enum { FILES = 4, SECTOR = 512 };

#define EXPORTED __attribute__((visibility("default")))

/* A stretch that was overwritten and not yet synced, with what stood there. */
struct overwritten {
    struct overwritten *before;
    size_t at, len;
    size_t file_len; /* of the file before the write */
    char old[];
};

struct watched {
    dev_t device;
    ino_t inode;
    struct overwritten *last;
};

/* One disk for the whole program: the C library's functions have nowhere else to look. */
static struct {
    struct watched files[FILES];
    size_t count;
    bool deaf;
    bool watching;
    disk_observer *observer;
    void *context;
} disk;

typedef ssize_t write_function(int, const void *, size_t);
typedef ssize_t writev_function(int, const struct iovec *, int);
typedef ssize_t pwrite_function(int, const void *, size_t, off_t);
typedef int sync_function(int);

/* The C library's (or the sanitizer's) function of this name, as a pointer in *function. */
static void find_real(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        abort();
    }
    memcpy(function, &found, sizeof found); /* ISO C knows no cast from object to function */
}

static struct watched *file_of(int fd)
{
    struct stat info;
    if (!disk.watching || fstat(fd, &info) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < disk.count; i++) {
        if (disk.files[i].device == info.st_dev && disk.files[i].inode == info.st_ino) {
            return &disk.files[i];
        }
    }
    return NULL;
}

static void remember(struct watched *file, int fd, off_t at, size_t len)
{
    struct stat info;
    struct overwritten *o = calloc(1, sizeof *o + len);
    if (o == NULL || fstat(fd, &info) != 0) {
        abort();
    }
    o->before = file->last;
    o->at = (size_t)at;
    o->len = len;
    o->file_len = (size_t)info.st_size;
    /* The descriptor may be for writing only. */
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int reading = open(path, O_RDONLY | O_CLOEXEC);
    if (reading < 0 || pread(reading, o->old, len, at) < 0) {
        abort();
    }
    close(reading);
    file->last = o;
}

static void forget_all(struct watched *file)
{
    while (file->last != NULL) {
        struct overwritten *o = file->last;
        file->last = o->before;
        free(o);
    }
}

/* A write with O_DSYNC is under way until it returns, and on the disk by itself then. */
static void after_write(struct watched *file, int fd)
{
    disk.observer(disk.context);
    if ((fcntl(fd, F_GETFL) & O_DSYNC) == O_DSYNC && !disk.deaf) {
        struct overwritten *o = file->last;
        file->last = o->before;
        free(o);
    }
}

EXPORTED ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    pwrite_function *real;
    find_real("pwrite", &real);
    struct watched *file = file_of(fd);
    if (file == NULL) {
        return real(fd, bytes, len, at);
    }
    remember(file, fd, at, len);
    ssize_t wrote = real(fd, bytes, len, at);
    after_write(file, fd);
    return wrote;
}

EXPORTED ssize_t write(int fd, const void *bytes, size_t len)
{
    write_function *real;
    find_real("write", &real);
    struct watched *file = file_of(fd);
    if (file == NULL) {
        return real(fd, bytes, len);
    }
    remember(file, fd, lseek(fd, 0, SEEK_CUR), len);
    ssize_t wrote = real(fd, bytes, len);
    after_write(file, fd);
    return wrote;
}

EXPORTED ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    writev_function *real;
    find_real("writev", &real);
    struct watched *file = file_of(fd);
    if (file == NULL) {
        return real(fd, pieces, count);
    }
    size_t len = 0;
    for (int i = 0; i < count; i++) {
        len += pieces[i].iov_len;
    }
    remember(file, fd, lseek(fd, 0, SEEK_CUR), len);
    ssize_t wrote = real(fd, pieces, count);
    after_write(file, fd);
    return wrote;
}

static int sync_with(const char *name, int fd)
{
    sync_function *real;
    find_real(name, &real);
    struct watched *file = file_of(fd);
    if (file == NULL) {
        return real(fd);
    }
    disk.observer(disk.context);
    if (!disk.deaf) {
        forget_all(file);
    }
    return 0;
}

EXPORTED int fdatasync(int fd)
{
    return sync_with("fdatasync", fd);
}

EXPORTED int fsync(int fd)
{
    return sync_with("fsync", fd);
}

void disk_begin(const char *const *paths, size_t count, bool deaf, disk_observer *observer,
                void *context)
{
    for (size_t i = 0; i < count && i < FILES; i++) {
        struct stat info;
        if (stat(paths[i], &info) != 0) {
            abort();
        }
        disk.files[i] = (struct watched){info.st_dev, info.st_ino, NULL};
    }
    disk.count = count;
    disk.deaf = deaf;
    disk.observer = observer;
    disk.context = context;
    disk.watching = true;
}

void disk_end(void)
{
    disk.watching = false;
    for (size_t i = 0; i < disk.count; i++) {
        forget_all(&disk.files[i]);
    }
}

/* What the file holds now, read through any descriptor that the program has of it. */
static struct disk_file read_now(const struct watched *file)
{
    for (int fd = 3; fd < 256; fd++) {
        struct stat info;
        char path[64];
        if (fstat(fd, &info) != 0 || info.st_dev != file->device || info.st_ino != file->inode) {
            continue;
        }
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        int reading = open(path, O_RDONLY | O_CLOEXEC);
        struct disk_file now = {malloc((size_t)info.st_size + 1), (size_t)info.st_size};
        if (reading < 0 || now.bytes == NULL ||
            pread(reading, now.bytes, now.len, 0) != (ssize_t)now.len) {
            abort();
        }
        close(reading);
        return now;
    }
    abort();
}

static bool sector_is_lost(enum disk_loss loss, struct mus_random *random)
{
    return loss == DISK_DROPS || (loss == DISK_TEARS && mus_random_below(random, 2) == 0);
}

/* Puts the old sectors of one write back, by chance; says where what certainly is in the file ends
 * because of it. */
static size_t fall_back(const struct overwritten *o, enum disk_loss loss, struct mus_random *random,
                        char *bytes)
{
    size_t end = 0;
    for (size_t at = 0; at < o->len; at += SECTOR) {
        size_t len = o->len - at < SECTOR ? o->len - at : SECTOR;
        if (sector_is_lost(loss, random)) {
            memcpy(bytes + o->at + at, o->old + at, len);
        } else {
            end = o->at + at + len;
        }
    }
    return end;
}

/* The newest writes first: a sector that was written twice may fall back one step or both. */
struct disk_file disk_after_cut(size_t which, enum disk_loss loss, uint64_t seed)
{
    const struct watched *file = &disk.files[which];
    struct mus_random random;
    struct disk_file out = read_now(file);
    size_t end = file->last == NULL ? out.len : 0;
    mus_random_init(&random, seed);
    for (const struct overwritten *o = file->last; o != NULL; o = o->before) {
        size_t kept = fall_back(o, loss, &random, out.bytes);
        end = kept > end ? kept : end;
        if (o->before == NULL && o->file_len > end) {
            end = o->file_len;
        }
    }
    out.len = end < out.len ? end : out.len;
    return out;
}
