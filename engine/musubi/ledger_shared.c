#include "musubi/ledger_shared.h"

#include <string.h>

#include "crypto/encode.h"

enum { MAX_WITNESSES = 64 };

struct mus_ledger_context mus_musubi_context(const struct mus_musubi *musubi, const char *by)
{
    return (struct mus_ledger_context){
        .tables = &musubi->tables,
        .today = musubi->today,
        .now = mus_musubi_now(musubi),
        .by = by == NULL ? MUS_TEXT("") : mus_text_of(by),
    };
}

enum mus_status mus_key_file_at(const struct mus_musubi *musubi, const struct mus_signing *signing,
                                struct mus_key_file_at *out, struct mus_error *err)
{
    const char *path = signing == NULL ? NULL : signing->key_file;
    const char *passphrase = signing == NULL ? NULL : signing->passphrase_file;
    *out = (struct mus_key_file_at){.file = {.path = path == NULL ? musubi->signing_key : path}};
    enum mus_status status = mus_passphrase_read(passphrase, &out->passphrase, err);
    if (status == MUS_OK && passphrase != NULL) {
        out->file.passphrase = mus_buf_text(&out->passphrase);
    }
    return status;
}

void mus_key_file_done(struct mus_key_file_at *at)
{
    mus_passphrase_wipe(&at->passphrase);
}

void mus_put_key(struct mus_json_writer *writer, const char *name, const struct mus_note_key *key)
{
    struct mus_buf text = {0};
    mus_note_key_write(key, &text);
    mus_json_put_text(writer, name, mus_buf_text(&text));
    writer->buf->failed = writer->buf->failed || text.failed;
    mus_buf_done(&text);
}

void mus_put_key_id(struct mus_json_writer *writer, const char *name,
                    const struct mus_note_key *key)
{
    char id[2 * MUS_NOTE_KEY_ID_BYTES + 1];
    mus_hex_print(id, key->id, sizeof key->id);
    mus_json_put_z(writer, name, id);
}

void mus_put_digest(struct mus_json_writer *writer, const char *name,
                    const struct mus_digest *digest)
{
    char hex[2 * MUS_DIGEST_BYTES + 1];
    mus_hex_print(hex, digest->bytes, sizeof digest->bytes);
    mus_json_put_z(writer, name, hex);
}

enum mus_status mus_key_option(const char *option, const char *text, struct mus_note_key *out,
                               struct mus_error *err)
{
    enum mus_status status = mus_note_key_read(mus_text_trim(mus_text_of(text)), out, err);
    return status == MUS_OK ? MUS_OK : mus_fail_at(err, status, "%s", option);
}

/* The next word of the text, which is moved behind it. */
static struct mus_text next_word(struct mus_text *text)
{
    struct mus_text rest = mus_text_trim(*text);
    size_t len = 0;
    while (len < rest.len && strchr(" \t\r\n", rest.ptr[len]) == NULL) {
        len++;
    }
    *text = (struct mus_text){rest.ptr + len, rest.len - len};
    return (struct mus_text){rest.ptr, len};
}

enum mus_status mus_witness_option(const char *text, struct mus_arena *arena,
                                   struct mus_note_key **keys, size_t *count, struct mus_error *err)
{
    struct mus_text rest = text == NULL ? MUS_TEXT("") : mus_text_of(text);
    struct mus_note_key *items = mus_arena_alloc(arena, MAX_WITNESSES, sizeof *items);
    size_t found = 0;
    if (items == NULL) {
        return mus_fail_memory(err);
    }
    for (struct mus_text word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        if (found == MAX_WITNESSES) {
            return mus_fail(err, MUS_LIMIT, "--witness: more than %d keys", MAX_WITNESSES);
        }
        enum mus_status status = mus_note_key_read(word, &items[found], err);
        if (status == MUS_OK && items[found].algorithm != MUS_NOTE_COSIGNATURE) {
            status = mus_fail(err, MUS_INVALID, "\"%s\" is the key of a log, not of a witness",
                              items[found].name);
        }
        if (status != MUS_OK) {
            return mus_fail_at(err, status, "--witness");
        }
        found++;
    }
    *keys = items;
    *count = found;
    return MUS_OK;
}

void mus_put_time(struct mus_json_writer *writer, const char *name, uint64_t seconds)
{
    struct mus_buf text = {0};
    if (seconds == 0) {
        return;
    }
    mus_time_write_tokyo(&text, seconds);
    mus_json_put_text(writer, name, mus_buf_text(&text));
    writer->buf->failed = writer->buf->failed || text.failed;
    mus_buf_done(&text);
}
