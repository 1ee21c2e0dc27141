#include "crypto/key_file.h"

#include "crypto/crypto.h"
#include "crypto/encode.h"
#include "crypto/secret_file.h"

static const char KEY_HEAD[] = "musubi-key/1";
static const char PASSPHRASE_HEAD[] = "musubi-passphrase/1";

void mus_key_file_write(const struct mus_key_file *file, struct mus_buf *out)
{
    mus_buf_add_z(out, file->from_passphrase ? PASSPHRASE_HEAD : KEY_HEAD);
    mus_buf_add_byte(out, ' ');
    mus_hex_write(out, file->id.bytes, MUS_KEY_ID_BYTES);
    mus_buf_add_byte(out, ' ');
    if (file->from_passphrase) {
        mus_passphrase_recipe_write(&file->recipe, out);
    } else {
        mus_base64_write(out, file->key.bytes, MUS_KEY_BYTES);
    }
    mus_buf_add_byte(out, '\n');
}

static bool read_line(struct mus_text line, struct mus_key_file *out)
{
    struct mus_text head = mus_secret_word(&line);
    out->from_passphrase = mus_text_equals(head, PASSPHRASE_HEAD);
    if (!out->from_passphrase && !mus_text_equals(head, KEY_HEAD)) {
        return false;
    }
    if (!mus_hex_read(mus_secret_word(&line), out->id.bytes, MUS_KEY_ID_BYTES)) {
        return false;
    }
    if (!out->from_passphrase) {
        return mus_secret_bytes(line, out->key.bytes, MUS_KEY_BYTES) &&
               mus_key_id_equal(out->id, mus_key_id_of(&out->key));
    }
    return mus_passphrase_recipe_read(&line, &out->recipe) && line.len == 0;
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
