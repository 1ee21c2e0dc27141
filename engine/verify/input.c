#include "verify/input.h"

#include "crypto/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum mus_status fail_path(const char *path, struct mus_error *err)
{
    return mus_fail(err, errno == ENOENT || errno == ENOTDIR ? MUS_NOT_FOUND : MUS_IO, "%s: %s",
                    path, strerror(errno));
}

static enum mus_status read_all(const char *name, int fd, struct mus_buf *out,
                                struct mus_error *err)
{
    char block[16384];
    enum mus_status status = MUS_OK;
    while (status == MUS_OK) {
        ssize_t got = read(fd, block, sizeof block);
        if (got == 0) {
            break;
        }
        if (got < 0) {
            status = errno == EINTR ? MUS_OK : fail_path(name, err);
        } else if (out->len + (size_t)got > MUS_VERIFY_MAX_FILE) {
            status =
                mus_fail(err, MUS_LIMIT, "%s: larger than %d bytes", name, MUS_VERIFY_MAX_FILE);
        } else {
            mus_buf_add(out, block, (size_t)got);
        }
    }
    mus_crypto_wipe(block, sizeof block);
    return status == MUS_OK ? mus_buf_check(out, err) : status;
}

enum mus_status mus_verify_read(const char *path, struct mus_buf *out, struct mus_error *err)
{
    if (path == NULL) {
        return MUS_OK;
    }
    if (strcmp(path, "-") == 0) {
        return read_all("standard input", STDIN_FILENO, out, err);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return fail_path(path, err);
    }
    enum mus_status status = read_all(path, fd, out, err);
    close(fd);
    return status;
}

static struct mus_text first_line(const struct mus_buf *buf)
{
    struct mus_text text = mus_buf_text(buf);
    const char *end = text.len == 0 ? NULL : memchr(text.ptr, '\n', text.len);
    if (end != NULL) {
        text.len = (size_t)(end - text.ptr);
    }
    if (text.len > 0 && text.ptr[text.len - 1] == '\r') {
        text.len--;
    }
    return text;
}

enum mus_status mus_verify_read_key(const char *name, const char *value, struct mus_note_key *out,
                                    struct mus_error *err)
{
    struct mus_buf file = {0};
    struct mus_text text = mus_text_of(value);
    enum mus_status status = MUS_OK;
    if (value[0] == '@') {
        status = mus_verify_read(value + 1, &file, err);
        text = first_line(&file);
    }
    if (status == MUS_OK) {
        status = mus_note_key_read(text, out, err);
        if (status != MUS_OK) {
            status = mus_fail_at(err, status, "%s", name);
        }
    }
    mus_buf_done(&file);
    return status;
}

enum mus_status mus_verify_read_log_key(const char *name, const char *value,
                                        struct mus_note_key *out, struct mus_error *err)
{
    struct mus_note_key key;
    enum mus_status status = mus_verify_read_key(name, value, &key, err);
    if (status == MUS_OK && key.algorithm != MUS_NOTE_ED25519) {
        status = mus_fail(err, MUS_INVALID, "%s: \"%s\" is a witness's key, not a ledger's", name,
                          key.name);
    }
    if (status == MUS_OK) {
        *out = key;
    }
    return status;
}

static enum mus_status check_witness(const struct mus_note_key *keys, size_t at,
                                     struct mus_error *err)
{
    if (keys[at].algorithm != MUS_NOTE_COSIGNATURE) {
        return mus_fail(err, MUS_INVALID, "--witness: \"%s\" is a ledger's key, not a witness's",
                        keys[at].name);
    }
    for (size_t i = 0; i < at; i++) {
        if (mus_note_key_equal(&keys[i], &keys[at])) {
            return mus_fail(err, MUS_INVALID, "--witness: \"%s\" stands twice", keys[at].name);
        }
    }
    return MUS_OK;
}

enum mus_status mus_verify_read_witnesses(const struct mus_verify_options *options,
                                          struct mus_note_key out[MUS_VERIFY_MAX_WITNESSES],
                                          struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    for (size_t i = 0; status == MUS_OK && i < options->witness_count; i++) {
        status = mus_verify_read_key("--witness", options->witnesses[i], &out[i], err);
        if (status == MUS_OK) {
            status = check_witness(out, i, err);
        }
    }
    return status;
}

enum mus_status mus_verify_read_passphrase(const char *path, struct mus_buf *out,
                                           struct mus_error *err)
{
    enum mus_status status = mus_verify_read(path, out, err);
    if (status != MUS_OK || path == NULL) {
        return status;
    }
    out->len = first_line(out).len;
    return out->len > 0 ? MUS_OK : mus_fail(err, MUS_INVALID, "%s: the passphrase is empty", path);
}
