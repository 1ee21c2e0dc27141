#include "crypto/secret_file.h"

#include "base/file.h"
#include "crypto/encode.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, bytes, len);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        bytes += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

enum mus_status mus_secret_file_write(const char *path, struct mus_text text, struct mus_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) {
        return mus_fail(err, MUS_CONFLICT, "%s: a key file is already here", path);
    }
    if (fd < 0) {
        return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    enum mus_status status = MUS_OK;
    if (!write_all(fd, text.ptr, text.len) || fsync(fd) != 0) {
        status = mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    if (close(fd) != 0 && status == MUS_OK) {
        status = mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    if (status == MUS_OK) {
        status = mus_folder_sync_of(path, err);
    }
    if (status != MUS_OK) {
        unlink(path);
    }
    return status;
}

static enum mus_status check_mode(int fd, const char *path, struct mus_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return mus_fail(err, MUS_UNREADABLE, "%s: a key file must be a plain file", path);
    }
    if ((info.st_mode & 077) != 0) {
        return mus_fail(err, MUS_UNREADABLE,
                        "%s: others than its owner may use this key file (mode %03o, expected 600)",
                        path, (unsigned)info.st_mode & 0777);
    }
    return MUS_OK;
}

enum mus_status mus_secret_file_read(const char *path, char *bytes, size_t capacity, size_t *len,
                                     struct mus_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return mus_fail(err, MUS_NOT_FOUND, "%s: no such key file", path);
    }
    if (fd < 0) {
        return mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
    }
    enum mus_status status = check_mode(fd, path, err);
    size_t have = 0;
    while (status == MUS_OK && have < capacity) {
        ssize_t got = read(fd, bytes + have, capacity - have);
        if (got < 0 && errno != EINTR) {
            status = mus_fail(err, MUS_IO, "%s: %s", path, strerror(errno));
        } else if (got == 0) {
            break;
        } else if (got > 0) {
            have += (size_t)got;
        }
    }
    close(fd);
    *len = have;
    return status;
}

struct mus_text mus_secret_word(struct mus_text *line)
{
    size_t len = 0;
    while (len < line->len && line->ptr[len] != ' ') {
        len++;
    }
    struct mus_text word = {line->ptr, len};
    size_t past = len + 1 < line->len ? len + 1 : len;
    line->ptr += past;
    line->len -= past;
    return word;
}

bool mus_secret_bytes(struct mus_text word, void *out, size_t len)
{
    size_t got = 0;
    return mus_base64_read(word, out, len, &got) && got == len;
}
