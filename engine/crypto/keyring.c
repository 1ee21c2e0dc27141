#include "crypto/keyring.h"

#include "base/file.h"
#include "base/mem.h"
#include "crypto/crypto.h"
#include "crypto/key_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_PASSES = 3, DEFAULT_MEMORY_KIB = 64 * 1024 };

static_assert(crypto_pwhash_SALTBYTES == MUS_SALT_BYTES, "as the header says");

struct mus_keyring {
    struct mus_key *key; /* sodium_malloc: locked, guarded, read-only once made */
    struct mus_key_id id;
    bool needs_passphrase;
};

void mus_keyring_free(struct mus_keyring *keyring)
{
    if (keyring == NULL) {
        return;
    }
    sodium_free(keyring->key); /* wipes, and accepts NULL */
    mus_free(keyring);
}

static struct mus_keyring *keyring_new(void)
{
    struct mus_keyring *keyring = mus_alloc_zero(1, sizeof *keyring);
    if (keyring == NULL) {
        return NULL;
    }
    keyring->key = sodium_malloc(sizeof *keyring->key);
    if (keyring->key == NULL) {
        mus_free(keyring);
        return NULL;
    }
    return keyring;
}

static enum mus_status derive(const struct mus_key_file *file, struct mus_text passphrase,
                              struct mus_key *out, struct mus_error *err)
{
    if (crypto_pwhash(out->bytes, sizeof out->bytes, passphrase.ptr, passphrase.len, file->salt,
                      file->passes, (size_t)file->memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return mus_fail(err, MUS_NO_MEMORY, "deriving the key takes %u KiB of memory: not there",
                        file->memory_kib);
    }
    return MUS_OK;
}

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

static enum mus_status write_file(const char *path, struct mus_text text, struct mus_error *err)
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

/* Fills in the new file's key, or its salt and cost, and the ring's key. */
static enum mus_status draw(const struct mus_keyring_options *options, struct mus_key_file *file,
                            struct mus_key *key, struct mus_error *err)
{
    enum mus_status status = MUS_OK;
    file->from_passphrase = options->passphrase.ptr != NULL;
    if (file->from_passphrase) {
        if (options->passphrase.len == 0) {
            return mus_fail(err, MUS_INVALID, "the passphrase is empty");
        }
        const struct mus_passphrase_cost *cost = &options->cost;
        file->passes = cost->passes == 0 ? DEFAULT_PASSES : cost->passes;
        file->memory_kib = cost->memory_kib == 0 ? DEFAULT_MEMORY_KIB : cost->memory_kib;
        if (file->passes > MUS_MAX_PASSES || file->memory_kib < MUS_MIN_PASS_MEMORY_KIB ||
            file->memory_kib > MUS_MAX_PASS_MEMORY_KIB) {
            return mus_fail(err, MUS_INVALID,
                            "the passphrase's cost of %u passes over %u KiB is out of range",
                            file->passes, file->memory_kib);
        }
        mus_crypto_random(file->salt, sizeof file->salt);
        status = derive(file, options->passphrase, key, err);
    } else {
        mus_key_random(key);
        file->key = *key;
    }
    if (status == MUS_OK) {
        file->id = mus_key_id_of(key);
    }
    return status;
}

static void settle(struct mus_keyring *keyring, const struct mus_key_file *file)
{
    keyring->id = file->id;
    keyring->needs_passphrase = file->from_passphrase;
    sodium_mprotect_readonly(keyring->key);
}

enum mus_status mus_keyring_create(const char *path, const struct mus_keyring_options *options,
                                   struct mus_keyring **out, struct mus_error *err)
{
    static const struct mus_keyring_options none;
    struct mus_key_file file = {0};
    struct mus_buf text = {0};
    struct mus_keyring *keyring = keyring_new();
    enum mus_status status = keyring == NULL ? mus_fail_memory(err) : MUS_OK;
    if (status == MUS_OK) {
        status = draw(options == NULL ? &none : options, &file, keyring->key, err);
    }
    /* Reserved first: a buffer that grows would leave copies of the key behind. */
    if (status == MUS_OK && !mus_buf_reserve(&text, MUS_MAX_KEY_FILE)) {
        status = mus_fail_memory(err);
    }
    if (status == MUS_OK) {
        mus_key_file_write(&file, &text);
        status = mus_buf_check(&text, err);
    }
    if (status == MUS_OK) {
        status = write_file(path, mus_buf_text(&text), err);
    }
    if (status == MUS_OK) {
        settle(keyring, &file);
        *out = keyring;
        keyring = NULL;
    }
    mus_buf_wipe(&text);
    mus_crypto_wipe(&file, sizeof file);
    mus_keyring_free(keyring);
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

/* The whole file, one byte more than the limit at most. */
static enum mus_status read_file(const char *path, char *bytes, size_t capacity, size_t *len,
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

static enum mus_status load(const char *path, struct mus_key_file *out, struct mus_error *err)
{
    char bytes[MUS_MAX_KEY_FILE + 1];
    size_t len = 0;
    enum mus_status status = read_file(path, bytes, sizeof bytes, &len, err);
    if (status == MUS_OK) {
        status = mus_key_file_read((struct mus_text){bytes, len}, out, err);
        status = status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", path);
    }
    mus_crypto_wipe(bytes, sizeof bytes);
    return status;
}

enum mus_status mus_keyring_file_id(const char *path, struct mus_key_id *out, struct mus_error *err)
{
    struct mus_key_file file = {0};
    enum mus_status status = load(path, &file, err);
    if (status == MUS_OK) {
        *out = file.id;
    }
    mus_crypto_wipe(&file, sizeof file);
    return status;
}

static enum mus_status recover(const char *path, const struct mus_key_file *file,
                               const struct mus_keyring_options *options, struct mus_key *key,
                               struct mus_error *err)
{
    if (!file->from_passphrase) {
        *key = file->key;
        return MUS_OK;
    }
    if (options == NULL || options->passphrase.ptr == NULL) {
        return mus_fail(err, MUS_UNREADABLE, "%s: this key needs its passphrase", path);
    }
    enum mus_status status = derive(file, options->passphrase, key, err);
    if (status == MUS_OK && !mus_key_id_equal(file->id, mus_key_id_of(key))) {
        return mus_fail(err, MUS_UNREADABLE, "%s: the passphrase is wrong", path);
    }
    return status;
}

enum mus_status mus_keyring_open(const char *path, const struct mus_keyring_options *options,
                                 struct mus_keyring **out, struct mus_error *err)
{
    struct mus_key_file file = {0};
    struct mus_keyring *keyring = keyring_new();
    enum mus_status status = keyring == NULL ? mus_fail_memory(err) : load(path, &file, err);
    if (status == MUS_OK) {
        status = recover(path, &file, options, keyring->key, err);
    }
    if (status == MUS_OK) {
        settle(keyring, &file);
        *out = keyring;
        keyring = NULL;
    }
    mus_crypto_wipe(&file, sizeof file);
    mus_keyring_free(keyring);
    return status;
}

struct mus_key_id mus_keyring_id(const struct mus_keyring *keyring)
{
    return keyring->id;
}

bool mus_keyring_needs_passphrase(const struct mus_keyring *keyring)
{
    return keyring->needs_passphrase;
}

/* What a wrapped key is bound to: "data key", NUL, the owner's id. */
static enum mus_status bind(struct mus_text owner, struct mus_buf *out, struct mus_error *err)
{
    static const char use[] = "data key";
    mus_buf_add(out, use, sizeof use);
    mus_buf_add_text(out, owner);
    return mus_buf_check(out, err);
}

enum mus_status mus_keyring_wrap(const struct mus_keyring *keyring, struct mus_text owner,
                                 const struct mus_key *key, struct mus_buf *out,
                                 struct mus_error *err)
{
    struct mus_buf ad = {0};
    enum mus_status status = bind(owner, &ad, err);
    if (status == MUS_OK) {
        struct mus_text plain = {(const char *)key->bytes, sizeof key->bytes};
        status = mus_seal(keyring->key, mus_buf_text(&ad), plain, out, err);
    }
    mus_buf_done(&ad);
    return status;
}

enum mus_status mus_keyring_unwrap(const struct mus_keyring *keyring, struct mus_text owner,
                                   struct mus_text wrapped, struct mus_key *out,
                                   struct mus_error *err)
{
    struct mus_buf ad = {0};
    struct mus_buf plain = {0};
    enum mus_status status = bind(owner, &ad, err);
    if (status == MUS_OK) {
        status = mus_unseal(keyring->key, mus_buf_text(&ad), wrapped, &plain, err);
        if (status == MUS_UNREADABLE) {
            status = mus_fail_at(err, status, "data key of \"%.*s\"", MUS_TEXT_SHORT_ARG(owner));
        }
    }
    if (status == MUS_OK && plain.len != sizeof out->bytes) {
        status = mus_fail(err, MUS_UNREADABLE, "data key of \"%.*s\": %zu bytes, expected %zu",
                          MUS_TEXT_SHORT_ARG(owner), plain.len, sizeof out->bytes);
    }
    if (status == MUS_OK) {
        memcpy(out->bytes, plain.data, sizeof out->bytes);
    }
    mus_buf_wipe(&plain);
    mus_buf_done(&ad);
    return status;
}

enum mus_status mus_keyring_rewrap(const struct mus_keyring *from, const struct mus_keyring *to,
                                   struct mus_text owner, struct mus_text wrapped,
                                   struct mus_buf *out, struct mus_error *err)
{
    struct mus_key key = {0};
    enum mus_status status = mus_keyring_unwrap(from, owner, wrapped, &key, err);
    if (status == MUS_OK) {
        status = mus_keyring_wrap(to, owner, &key, out, err);
    }
    mus_key_wipe(&key);
    return status;
}
