#include "crypto/signing_key_line.h"

#include "crypto/crypto.h"
#include "crypto/encode.h"
#include "crypto/secret_file.h"

static const char OPEN_HEAD[] = "musubi-signing-key/1";
static const char LOCKED_HEAD[] = "musubi-signing-passphrase/1";

void mus_signing_key_line_write(const struct mus_signing_key_line *line, struct mus_buf *out)
{
    mus_buf_add_z(out, line->locked ? LOCKED_HEAD : OPEN_HEAD);
    mus_buf_add_byte(out, ' ');
    mus_note_key_write(&line->key, out);
    mus_buf_add_byte(out, ' ');
    if (line->locked) {
        mus_passphrase_recipe_write(&line->recipe, out);
        mus_buf_add_byte(out, ' ');
        mus_base64_write(out, line->sealed, sizeof line->sealed);
    } else {
        mus_base64_write(out, line->seed, sizeof line->seed);
    }
    mus_buf_add_byte(out, '\n');
}

static bool read_words(struct mus_text text, struct mus_signing_key_line *out)
{
    struct mus_text head = mus_secret_word(&text);
    out->locked = mus_text_equals(head, LOCKED_HEAD);
    if (!out->locked && !mus_text_equals(head, OPEN_HEAD)) {
        return false;
    }
    if (mus_note_key_read(mus_secret_word(&text), &out->key, NULL) != MUS_OK) {
        return false;
    }
    if (!out->locked) {
        return mus_secret_bytes(text, out->seed, sizeof out->seed);
    }
    return mus_passphrase_recipe_read(&text, &out->recipe) &&
           mus_secret_bytes(text, out->sealed, sizeof out->sealed);
}

enum mus_status mus_signing_key_line_read(struct mus_text text, struct mus_signing_key_line *out,
                                          struct mus_error *err)
{
    struct mus_signing_key_line line = {.locked = false};
    enum mus_status status = MUS_OK;
    if (text.len == 0 || text.len > MUS_MAX_SIGNING_KEY_LINE || text.ptr[text.len - 1] != '\n' ||
        !read_words((struct mus_text){text.ptr, text.len - 1}, &line)) {
        status = mus_fail(err, MUS_CORRUPT,
                          "not a signing key's file (expected one line \"musubi-signing-key/1 …\" "
                          "or \"musubi-signing-passphrase/1 …\")");
    } else {
        *out = line;
    }
    mus_crypto_wipe(&line, sizeof line);
    return status;
}
