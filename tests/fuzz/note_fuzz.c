/* Notes, checkpoints and verification keys: what is accepted is written back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "crypto/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* What is written must be the bytes; the buffer is emptied. */
static void demand_written(struct mus_buf *written, struct mus_text bytes)
{
    demand(!written->failed && mus_text_equal(mus_buf_text(written), bytes));
    mus_buf_clear(written);
}

static void try_key(struct mus_text bytes, struct mus_buf *back)
{
    struct mus_note_key key;
    if (mus_note_key_read(bytes, &key, NULL) == MUS_OK) {
        demand(mus_note_is_name(mus_text_of(key.name)));
        mus_note_key_write(&key, back);
        demand_written(back, bytes);
    }
}

static void try_checkpoint(struct mus_text bytes, struct mus_buf *back)
{
    struct mus_checkpoint checkpoint;
    if (mus_checkpoint_read(bytes, &checkpoint, NULL) == MUS_OK) {
        demand(checkpoint.origin.len > 0 && checkpoint.size <= INT64_MAX);
        mus_checkpoint_write(&checkpoint, back);
        demand_written(back, bytes);
    }
}

static void rewrite(const struct mus_note_signature *signature, struct mus_buf *out)
{
    struct mus_note_key key = {.algorithm = MUS_NOTE_ED25519};
    if (signature->len > sizeof signature->bytes || signature->name.len > MUS_MAX_KEY_NAME) {
        mus_buf_add_text(out, signature->line);
        return;
    }
    memcpy(key.name, signature->name.ptr, signature->name.len);
    memcpy(key.id, signature->id, sizeof key.id);
    mus_note_write_signature(&key, signature->bytes, signature->len, out);
}

static void try_note(struct mus_text bytes, struct mus_buf *back)
{
    struct mus_note note;
    if (mus_note_read(bytes, &note, NULL) != MUS_OK) {
        return;
    }
    demand(note.count >= 1 && note.text.ptr[note.text.len - 1] == '\n');
    mus_buf_add_text(back, note.text);
    mus_buf_add_byte(back, '\n');
    for (size_t i = 0; i < note.count; i++) {
        rewrite(&note.signatures[i], back);
    }
    demand_written(back, bytes);
    try_checkpoint(note.text, back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mus_text bytes = {(const char *)data, size};
    struct mus_buf back = {0};
    if (mus_crypto_init(NULL) == MUS_OK) {
        try_key(bytes, &back);
        try_checkpoint(bytes, &back);
        try_note(bytes, &back);
    }
    mus_buf_done(&back);
    return 0;
}
