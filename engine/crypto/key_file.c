#include "crypto/key_file.h"

#include "crypto/crypto.h"
#include "crypto/encode.h"

#include <inttypes.h>
#include <string.h>

static const char KEY_HEAD[] = "musubi-key/1";
static const char PASSPHRASE_HEAD[] = "musubi-passphrase/1";

void mus_key_file_write(const struct mus_key_file *file, struct mus_buf *out)
{
    mus_buf_add_z(out, file->from_passphrase ? PASSPHRASE_HEAD : KEY_HEAD);
    mus_buf_add_byte(out, ' ');
    mus_hex_write(out, file->id.bytes, MUS_KEY_ID_BYTES);
    if (file->from_passphrase) {
        mus_buf_printf(out, " argon2id %" PRIu32 " %" PRIu32 " ", file->passes, file->memory_kib);
        mus_base64_write(out, file->salt, MUS_SALT_BYTES);
    } else {
        mus_buf_add_byte(out, ' ');
        mus_base64_write(out, file->key.bytes, MUS_KEY_BYTES);
    }
    mus_buf_add_byte(out, '\n');
}

/* The next word, up to one blank; the text moves past it. */
static struct mus_text next_word(struct mus_text *text)
{
    size_t len = 0;
    while (len < text->len && text->ptr[len] != ' ') {
        len++;
    }
    struct mus_text word = {text->ptr, len};
    size_t past = len < text->len ? len + 1 : len;
    text->ptr += past;
    text->len -= past;
    return word;
}

/* Decimal without sign and leading zeroes, min … max. */
static bool read_number(struct mus_text word, uint32_t min, uint32_t max, uint32_t *out)
{
    if (word.len == 0 || word.len > 10 || word.ptr[0] == '0') {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(word.ptr[i] - '0');
    }
    if (value < min || value > max) {
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

static bool read_exactly(struct mus_text word, void *out, size_t len)
{
    size_t got = 0;
    return mus_base64_read(word, out, len, &got) && got == len;
}

static bool read_line(struct mus_text line, struct mus_key_file *out)
{
    struct mus_text head = next_word(&line);
    out->from_passphrase = mus_text_equals(head, PASSPHRASE_HEAD);
    if (!out->from_passphrase && !mus_text_equals(head, KEY_HEAD)) {
        return false;
    }
    if (!mus_hex_read(next_word(&line), out->id.bytes, MUS_KEY_ID_BYTES)) {
        return false;
    }
    if (!out->from_passphrase) {
        return read_exactly(line, out->key.bytes, MUS_KEY_BYTES) &&
               mus_key_id_equal(out->id, mus_key_id_of(&out->key));
    }
    return mus_text_equals(next_word(&line), "argon2id") &&
           read_number(next_word(&line), 1, MUS_MAX_PASSES, &out->passes) &&
           read_number(next_word(&line), MUS_MIN_PASS_MEMORY_KIB, MUS_MAX_PASS_MEMORY_KIB,
                       &out->memory_kib) &&
           read_exactly(line, out->salt, MUS_SALT_BYTES);
}

enum mus_status mus_key_file_read(struct mus_text text, struct mus_key_file *out,
                                  struct mus_error *err)
{
    struct mus_key_file file = {0};
    enum mus_status status = MUS_OK;
    if (text.len == 0 || text.len > MUS_MAX_KEY_FILE || text.ptr[text.len - 1] != '\n' ||
        !read_line((struct mus_text){text.ptr, text.len - 1}, &file)) {
        status = mus_fail(err, MUS_CORRUPT,
                          "not a key file (expected one line \"musubi-key/1 …\" or "
                          "\"musubi-passphrase/1 …\")");
    } else {
        *out = file;
    }
    mus_crypto_wipe(&file, sizeof file);
    return status;
}
