#include "crypto/note.h"

#include "crypto/encode.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

enum {
    COSIGNATURE_TIME_BYTES = 8,
    MAX_SIZE_DIGITS = 19, /* 2^63 - 1 has as many */
};

static const struct mus_text DASH = {"— ", sizeof("— ") - 1};

static_assert(crypto_sign_PUBLICKEYBYTES == sizeof((struct mus_note_key){0}.key), "Ed25519's key");
static_assert(crypto_sign_BYTES == MUS_SIGNATURE_BYTES, "Ed25519's signature");

/* Unicode's White_Space beyond the controls, which no name holds either. */
static bool is_space(int32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_control(int32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

/* A name of any length: those of others may be longer than we let ours be. */
static bool reads_as_name(struct mus_text text)
{
    size_t at = 0;
    while (at < text.len) {
        int32_t c = mus_text_next(text, &at); /* -1 for what is not UTF-8: a control */
        if (is_control(c) || is_space(c) || c == '+') {
            return false;
        }
    }
    return text.len > 0;
}

bool mus_note_is_name(struct mus_text name)
{
    return name.len <= MUS_MAX_KEY_NAME && reads_as_name(name);
}

/* Keys. */

static void compute_id(struct mus_note_key *key)
{
    struct mus_digest_run run;
    const unsigned char mark[2] = {'\n', (unsigned char)key->algorithm};
    mus_digest_init(&run, MUS_DIGEST_SHA256);
    mus_digest_add(&run, key->name, strlen(key->name));
    mus_digest_add(&run, mark, sizeof mark);
    mus_digest_add(&run, key->key, sizeof key->key);
    struct mus_digest digest = mus_digest_take(&run);
    memcpy(key->id, digest.bytes, sizeof key->id);
}

enum mus_status mus_note_key_make(struct mus_text name, enum mus_note_algorithm algorithm,
                                  const unsigned char key[32], struct mus_note_key *out,
                                  struct mus_error *err)
{
    assert(algorithm == MUS_NOTE_ED25519 || algorithm == MUS_NOTE_COSIGNATURE);
    if (!mus_note_is_name(name)) {
        return mus_fail(err, MUS_INVALID,
                        "\"%.*s\": expected a key's name of 1 to %d bytes without white space, "
                        "control characters and plus",
                        MUS_TEXT_SHORT_ARG(name), MUS_MAX_KEY_NAME);
    }
    struct mus_note_key made = {.algorithm = algorithm};
    memcpy(made.name, name.ptr, name.len);
    memcpy(made.key, key, sizeof made.key);
    compute_id(&made);
    *out = made;
    return MUS_OK;
}

/* What stands before the mark; the text moves past the mark. Where there is none it is false, with
 * all of the text. */
static bool take_until(struct mus_text *text, char mark, struct mus_text *out)
{
    const char *at = text->len == 0 ? NULL : memchr(text->ptr, mark, text->len);
    if (at == NULL) {
        *out = *text;
        return false;
    }
    *out = (struct mus_text){text->ptr, (size_t)(at - text->ptr)};
    *text = (struct mus_text){at + 1, text->len - out->len - 1};
    return true;
}

enum mus_status mus_note_key_read(struct mus_text text, struct mus_note_key *out,
                                  struct mus_error *err)
{
    struct mus_text rest = text;
    struct mus_text name;
    struct mus_text hex;
    unsigned char id[MUS_NOTE_KEY_ID_BYTES];
    unsigned char bytes[1 + sizeof out->key];
    size_t len = 0;
    if (!take_until(&rest, '+', &name) || !take_until(&rest, '+', &hex) ||
        !mus_hex_read(hex, id, sizeof id) || !mus_base64_read(rest, bytes, sizeof bytes, &len) ||
        len == 0) {
        return mus_fail(err, MUS_INVALID,
                        "\"%.*s\": expected a verification key as NAME+8 hex digits+base64",
                        MUS_TEXT_SHORT_ARG(text));
    }
    if (bytes[0] != MUS_NOTE_ED25519 && bytes[0] != MUS_NOTE_COSIGNATURE) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\": unknown algorithm %u",
                        MUS_TEXT_SHORT_ARG(text), bytes[0]);
    }
    if (len != sizeof bytes) {
        return mus_fail(err, MUS_INVALID, "\"%.*s\": a key of %zu bytes, expected %zu",
                        MUS_TEXT_SHORT_ARG(text), len - 1, sizeof bytes - 1);
    }
    struct mus_note_key key;
    enum mus_status status =
        mus_note_key_make(name, (enum mus_note_algorithm)bytes[0], bytes + 1, &key, err);
    if (status != MUS_OK) {
        return status;
    }
    if (memcmp(key.id, id, sizeof id) != 0) {
        char expected[2 * sizeof id + 1];
        mus_hex_print(expected, key.id, sizeof key.id);
        return mus_fail(err, MUS_INVALID, "\"%.*s\": the key's id is %s, not %.*s",
                        MUS_TEXT_SHORT_ARG(text), expected, MUS_TEXT_ARG(hex));
    }
    *out = key;
    return MUS_OK;
}

void mus_note_key_write(const struct mus_note_key *key, struct mus_buf *out)
{
    unsigned char bytes[1 + sizeof key->key];
    bytes[0] = (unsigned char)key->algorithm;
    memcpy(bytes + 1, key->key, sizeof key->key);
    mus_buf_add_z(out, key->name);
    mus_buf_add_byte(out, '+');
    mus_hex_write(out, key->id, sizeof key->id);
    mus_buf_add_byte(out, '+');
    mus_base64_write(out, bytes, sizeof bytes);
}

bool mus_note_key_equal(const struct mus_note_key *a, const struct mus_note_key *b)
{
    return strcmp(a->name, b->name) == 0 && a->algorithm == b->algorithm &&
           memcmp(a->id, b->id, sizeof a->id) == 0 && memcmp(a->key, b->key, sizeof a->key) == 0;
}

/* Reading a note. */

/* UTF-8 without control characters below U+0020, except the line feed. */
static enum mus_status check_characters(struct mus_text text, struct mus_error *err)
{
    size_t line = 1;
    size_t at = 0;
    while (at < text.len) {
        int32_t c = mus_text_next(text, &at);
        if (c < 0) {
            return mus_fail(err, MUS_INVALID, "line %zu: not UTF-8", line);
        }
        if (c < 0x20 && c != '\n') {
            return mus_fail(err, MUS_INVALID, "line %zu: control character U+%04X", line,
                            (unsigned)c);
        }
        line += c == '\n';
    }
    return MUS_OK;
}

static size_t count_lines(struct mus_text text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n';
    }
    return lines;
}

/* Splits at the last blank line: the text may hold blank lines, the signatures cannot. */
static bool split(struct mus_text bytes, struct mus_text *text, struct mus_text *signatures)
{
    for (size_t at = bytes.len; at >= 2; at--) {
        if (bytes.ptr[at - 1] == '\n' && bytes.ptr[at - 2] == '\n') {
            *text = (struct mus_text){bytes.ptr, at - 1};
            *signatures = (struct mus_text){bytes.ptr + at, bytes.len - at};
            return true;
        }
    }
    return false;
}

/* Strict base64 of any length, of which the first `capacity` bytes are kept. It is read in pieces
 * of whole groups; only the last may have padding, and so be short. */
static bool read_long_base64(struct mus_text text, unsigned char *out, size_t capacity, size_t *len)
{
    enum { PIECE = 64, PIECE_BYTES = PIECE / 4 * 3 };
    unsigned char piece[PIECE_BYTES];
    size_t total = 0;
    while (text.len > 0) {
        size_t take = text.len < PIECE ? text.len : PIECE;
        size_t got = 0;
        if (!mus_base64_read((struct mus_text){text.ptr, take}, piece, sizeof piece, &got) ||
            (take < text.len && got != sizeof piece)) {
            return false;
        }
        if (total < capacity) {
            size_t room = capacity - total;
            memcpy(out + total, piece, got < room ? got : room);
        }
        total += got;
        text.ptr += take;
        text.len -= take;
    }
    *len = total;
    return true;
}

/* `line` is without its line feed, which stands behind it. */
static enum mus_status read_signature(struct mus_text line, size_t number,
                                      struct mus_note_signature *out, struct mus_error *err)
{
    struct mus_text rest = line;
    unsigned char bytes[sizeof out->id + sizeof out->bytes];
    size_t len = 0;
    if (!mus_text_starts(line, DASH)) {
        return mus_fail(err, MUS_INVALID, "line %zu: a signature line begins with \"— \"", number);
    }
    rest.ptr += DASH.len;
    rest.len -= DASH.len;
    if (!take_until(&rest, ' ', &out->name) || !reads_as_name(out->name)) {
        return mus_fail(err, MUS_INVALID,
                        "line %zu: expected \"— NAME SIGNATURE\", without plus in the name",
                        number);
    }
    if (!read_long_base64(rest, bytes, sizeof bytes, &len) || len <= sizeof out->id) {
        return mus_fail(err, MUS_INVALID,
                        "line %zu: expected base64 of a key's id and a signature, found \"%.*s\"",
                        number, MUS_TEXT_SHORT_ARG(rest));
    }
    out->len = len - sizeof out->id;
    memcpy(out->id, bytes, sizeof out->id);
    memcpy(out->bytes, bytes + sizeof out->id,
           out->len < sizeof out->bytes ? out->len : sizeof out->bytes);
    out->line = (struct mus_text){line.ptr, line.len + 1};
    return MUS_OK;
}

static enum mus_status read_signatures(struct mus_text lines, size_t number, struct mus_note *out,
                                       struct mus_error *err)
{
    struct mus_text line;
    if (lines.len == 0) {
        return mus_fail(err, MUS_INVALID, "line %zu: expected a signature, found the end", number);
    }
    for (; take_until(&lines, '\n', &line); number++) {
        if (out->count == MUS_MAX_NOTE_SIGNATURES) {
            return mus_fail(err, MUS_LIMIT, "line %zu: more than %d signatures", number,
                            MUS_MAX_NOTE_SIGNATURES);
        }
        enum mus_status status = read_signature(line, number, &out->signatures[out->count], err);
        if (status != MUS_OK) {
            return status;
        }
        out->count++;
    }
    if (lines.len > 0) {
        return mus_fail(err, MUS_INVALID, "line %zu: no line feed at its end", number);
    }
    return MUS_OK;
}

enum mus_status mus_note_read(struct mus_text bytes, struct mus_note *out, struct mus_error *err)
{
    struct mus_note note = {.count = 0};
    struct mus_text signatures;
    if (bytes.len > MUS_MAX_NOTE_BYTES) {
        return mus_fail(err, MUS_LIMIT, "%zu bytes, expected at most %d", bytes.len,
                        MUS_MAX_NOTE_BYTES);
    }
    enum mus_status status = check_characters(bytes, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!split(bytes, &note.text, &signatures)) {
        return mus_fail(err, MUS_INVALID, "no blank line between the text and its signatures");
    }
    status = read_signatures(signatures, count_lines(note.text) + 2, &note, err);
    if (status == MUS_OK) {
        *out = note;
    }
    return status;
}

/* Verifying and signing. */

bool mus_note_key_check(const struct mus_note_key *key, const void *bytes, size_t len,
                        const unsigned char signature[MUS_SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(signature, bytes, len, key->key) == 0;
}

void mus_note_write_cosigned(uint64_t time, struct mus_text text, struct mus_buf *out)
{
    mus_buf_printf(out, "cosignature/v1\ntime %" PRIu64 "\n", time);
    mus_buf_add_text(out, text);
}

static uint64_t big_endian(const unsigned char bytes[COSIGNATURE_TIME_BYTES])
{
    uint64_t value = 0;
    for (size_t i = 0; i < COSIGNATURE_TIME_BYTES; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static enum mus_status check_cosignature(struct mus_text text, const struct mus_note_key *key,
                                         const struct mus_note_signature *signature, bool *fits,
                                         struct mus_error *err)
{
    struct mus_buf signed_text = {0};
    mus_note_write_cosigned(big_endian(signature->bytes), text, &signed_text);
    enum mus_status status = mus_buf_check(&signed_text, err);
    if (status == MUS_OK) {
        *fits = mus_note_key_check(key, signed_text.data, signed_text.len,
                                   signature->bytes + COSIGNATURE_TIME_BYTES);
    }
    mus_buf_done(&signed_text);
    return status;
}

static enum mus_status check_signature(struct mus_text text, const struct mus_note_key *key,
                                       const struct mus_note_signature *signature, bool *fits,
                                       struct mus_error *err)
{
    bool cosignature = key->algorithm == MUS_NOTE_COSIGNATURE;
    *fits = false;
    if (signature->len != MUS_SIGNATURE_BYTES + (cosignature ? COSIGNATURE_TIME_BYTES : 0)) {
        return MUS_OK;
    }
    if (cosignature) {
        return check_cosignature(text, key, signature, fits, err);
    }
    *fits = mus_note_key_check(key, text.ptr, text.len, signature->bytes);
    return MUS_OK;
}

static bool claims(const struct mus_note_signature *signature, const struct mus_note_key *key)
{
    return mus_text_equals(signature->name, key->name) &&
           memcmp(signature->id, key->id, sizeof key->id) == 0;
}

enum mus_status mus_note_verify(const struct mus_note *note, const struct mus_note_key *key,
                                uint64_t *time, struct mus_error *err)
{
    const struct mus_note_signature *first = NULL;
    for (size_t i = 0; i < note->count; i++) {
        const struct mus_note_signature *signature = &note->signatures[i];
        bool fits = false;
        if (!claims(signature, key)) {
            continue;
        }
        enum mus_status status = check_signature(note->text, key, signature, &fits, err);
        if (status != MUS_OK) {
            return status;
        }
        if (!fits) {
            return mus_fail(err, MUS_NO, "the signature of %s does not fit", key->name);
        }
        first = first == NULL ? signature : first;
    }
    if (first == NULL) {
        char id[2 * sizeof key->id + 1];
        mus_hex_print(id, key->id, sizeof key->id);
        return mus_fail(err, MUS_NO, "no signature of %s+%s", key->name, id);
    }
    if (time != NULL) {
        *time = key->algorithm == MUS_NOTE_COSIGNATURE ? big_endian(first->bytes) : 0;
    }
    return MUS_OK;
}

void mus_note_write_signature(const struct mus_note_key *key, const void *bytes, size_t len,
                              struct mus_buf *out)
{
    unsigned char whole[sizeof key->id + sizeof((struct mus_note_signature){0}.bytes)];
    assert(len <= sizeof whole - sizeof key->id);
    memcpy(whole, key->id, sizeof key->id);
    memcpy(whole + sizeof key->id, bytes, len);
    mus_buf_add_text(out, DASH);
    mus_buf_add_z(out, key->name);
    mus_buf_add_byte(out, ' ');
    mus_base64_write(out, whole, sizeof key->id + len);
    mus_buf_add_byte(out, '\n');
}

/* Checkpoints. */

/* Decimal without leading zeroes, below 2^63. */
static bool read_size(struct mus_text text, uint64_t *out)
{
    if (text.len == 0 || text.len > MAX_SIZE_DIGITS || (text.ptr[0] == '0' && text.len > 1)) {
        return false;
    }
    uint64_t value = 0; /* nineteen digits stay below 2^64 */
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    *out = value;
    return value <= INT64_MAX;
}

static enum mus_status check_extensions(struct mus_text lines, struct mus_error *err)
{
    struct mus_text line;
    size_t number = 4;
    for (; take_until(&lines, '\n', &line); number++) {
        if (line.len == 0) {
            return mus_fail(err, MUS_INVALID, "line %zu: empty", number);
        }
    }
    if (lines.len > 0) {
        return mus_fail(err, MUS_INVALID, "line %zu: no line feed at its end", number);
    }
    return MUS_OK;
}

enum mus_status mus_checkpoint_read(struct mus_text text, struct mus_checkpoint *out,
                                    struct mus_error *err)
{
    struct mus_checkpoint checkpoint = {.size = 0};
    struct mus_text rest = text;
    struct mus_text line;
    size_t len = 0;
    enum mus_status status = check_characters(text, err);
    if (status != MUS_OK) {
        return status;
    }
    if (!take_until(&rest, '\n', &checkpoint.origin) || checkpoint.origin.len == 0) {
        return mus_fail(err, MUS_INVALID, "line 1: expected the log's origin");
    }
    if (!take_until(&rest, '\n', &line) || !read_size(line, &checkpoint.size)) {
        return mus_fail(err, MUS_INVALID,
                        "line 2: expected the size as a decimal number, found \"%.*s\"",
                        MUS_TEXT_SHORT_ARG(line));
    }
    if (!take_until(&rest, '\n', &line) ||
        !mus_base64_read(line, checkpoint.root.bytes, MUS_DIGEST_BYTES, &len) ||
        len != MUS_DIGEST_BYTES) {
        return mus_fail(err, MUS_INVALID, "line 3: expected the root as base64 of %d bytes",
                        MUS_DIGEST_BYTES);
    }
    status = check_extensions(rest, err);
    if (status == MUS_OK) {
        checkpoint.extensions = rest;
        *out = checkpoint;
    }
    return status;
}

void mus_checkpoint_write(const struct mus_checkpoint *checkpoint, struct mus_buf *out)
{
    mus_buf_add_text(out, checkpoint->origin);
    mus_buf_printf(out, "\n%" PRIu64 "\n", checkpoint->size);
    mus_base64_write(out, checkpoint->root.bytes, sizeof checkpoint->root.bytes);
    mus_buf_add_byte(out, '\n');
    mus_buf_add_text(out, checkpoint->extensions);
}
