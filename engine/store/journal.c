#include "store/journal.h"

#include "base/bytes.h"

#include <string.h>

enum { JOURNAL_VERSION = 1 };
#define NOT_GIVEN UINT32_MAX

static void add_text(struct mus_buf *out, struct mus_text text)
{
    if (text.len >= NOT_GIVEN) {
        out->failed = true;
        return;
    }
    mus_buf_add_u32(out, text.ptr == NULL ? NOT_GIVEN : (uint32_t)text.len);
    mus_buf_add_text(out, text);
}

static struct mus_text take_text(struct mus_bytes *bytes)
{
    uint32_t len = mus_bytes_u32(bytes);
    return len == NOT_GIVEN ? MUS_NO_TEXT : mus_bytes_text(bytes, len);
}

void mus_journal_encode(const struct mus_journal_entry *entry, struct mus_buf *out)
{
    mus_buf_add_byte(out, JOURNAL_VERSION);
    mus_buf_add_u64(out, (uint64_t)entry->at_ms);
    add_text(out, entry->survivor);
    add_text(out, entry->merged);
    add_text(out, entry->survivor_record);
    add_text(out, entry->survivor_sealed);
    add_text(out, entry->merged_record);
    add_text(out, entry->merged_sealed);
    mus_buf_add(out, entry->after.bytes, sizeof entry->after.bytes);
}

enum mus_status mus_journal_decode(struct mus_text text, struct mus_journal_entry *out,
                                   struct mus_error *err)
{
    struct mus_bytes bytes = mus_bytes_of(text.ptr, text.len);
    struct mus_journal_entry entry = {0};
    uint8_t version = mus_bytes_u8(&bytes);
    if (!bytes.failed && version != JOURNAL_VERSION) {
        return mus_fail(err, MUS_CORRUPT, "journal entry: unknown version %u", version);
    }
    entry.at_ms = (int64_t)mus_bytes_u64(&bytes);
    entry.survivor = take_text(&bytes);
    entry.merged = take_text(&bytes);
    entry.survivor_record = take_text(&bytes);
    entry.survivor_sealed = take_text(&bytes);
    entry.merged_record = take_text(&bytes);
    entry.merged_sealed = take_text(&bytes);
    const unsigned char *after = mus_bytes_take(&bytes, sizeof entry.after.bytes);
    if (after == NULL || bytes.left != 0 || !mus_text_is_id(entry.survivor) ||
        !mus_text_is_id(entry.merged) || entry.survivor_record.ptr == NULL ||
        entry.merged_record.ptr == NULL) {
        return mus_fail(err, MUS_CORRUPT, "journal entry: malformed");
    }
    memcpy(entry.after.bytes, after, sizeof entry.after.bytes);
    *out = entry;
    return MUS_OK;
}

struct mus_digest mus_journal_digest(struct mus_text record, struct mus_text sealed)
{
    unsigned char len[8];
    for (size_t i = 0; i < sizeof len; i++) {
        len[i] = (unsigned char)((uint64_t)record.len >> (8 * i));
    }
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    mus_digest_add(&run, len, sizeof len);
    mus_digest_add(&run, record.ptr, record.len);
    mus_digest_add(&run, sealed.ptr, sealed.len);
    return mus_digest_take(&run);
}
