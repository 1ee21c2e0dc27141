#include "fair/format/record_fields.h"

#include <assert.h>

void mus_field_add_text(struct mus_buf *out, struct mus_text text)
{
    assert(text.len <= UINT16_MAX);
    mus_buf_add_u16(out, (uint16_t)text.len);
    mus_buf_add_text(out, text);
}

void mus_field_add_texts(struct mus_buf *out, const struct mus_texts *texts)
{
    mus_buf_add_u16(out, (uint16_t)texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        mus_field_add_text(out, texts->items[i]);
    }
}

void mus_field_add_name(struct mus_buf *out, const struct mus_bilingual *name)
{
    mus_field_add_text(out, name->ja);
    mus_field_add_text(out, name->en);
}

struct mus_text mus_field_text(struct mus_bytes *bytes)
{
    struct mus_text text = mus_bytes_text(bytes, mus_bytes_u16(bytes));
    return text.len == 0 ? MUS_NO_TEXT : text;
}

struct mus_bilingual mus_field_name(struct mus_bytes *bytes)
{
    struct mus_text ja = mus_field_text(bytes);
    return (struct mus_bilingual){ja, mus_field_text(bytes)};
}

enum mus_status mus_field_list(struct mus_bytes *bytes, size_t least, size_t size,
                               struct mus_arena *arena, void **items, size_t *count,
                               struct mus_error *err)
{
    size_t n = mus_bytes_u16(bytes);
    if (n > bytes->left / least) {
        bytes->failed = true;
        n = 0;
    }
    *count = n;
    *items = n == 0 ? NULL : mus_arena_alloc(arena, n, size);
    return n > 0 && *items == NULL ? mus_fail_memory(err) : MUS_OK;
}

enum mus_status mus_field_texts(struct mus_bytes *bytes, struct mus_arena *arena,
                                struct mus_texts *out, struct mus_error *err)
{
    void *list = NULL;
    enum mus_status status = mus_field_list(bytes, MUS_RECORD_TEXT, sizeof(struct mus_text), arena,
                                            &list, &out->count, err);
    struct mus_text *items = list;
    for (size_t i = 0; status == MUS_OK && i < out->count; i++) {
        items[i] = mus_field_text(bytes);
    }
    out->items = items;
    return status;
}

enum mus_status mus_field_version(struct mus_bytes *bytes, const char *what, struct mus_error *err)
{
    uint8_t version = mus_bytes_u8(bytes);
    return bytes->failed || version == MUS_RECORD_VERSION
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "%s record: unknown version %u", what, version);
}

enum mus_status mus_field_end(const struct mus_bytes *bytes, const char *what,
                              struct mus_error *err)
{
    return !bytes->failed && bytes->left == 0
               ? MUS_OK
               : mus_fail(err, MUS_CORRUPT, "%s record: %s", what,
                          bytes->failed ? "cut short or malformed" : "goes on behind its end");
}

enum mus_status mus_field_judge(enum mus_status status, const struct mus_error *reason,
                                const char *what, struct mus_error *err)
{
    return status == MUS_OK ? MUS_OK
                            : mus_fail(err, MUS_CORRUPT, "%s record: %s", what, reason->message);
}
