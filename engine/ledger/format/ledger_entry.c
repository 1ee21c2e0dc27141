#include "ledger/format/ledger_entry.h"

#include "base/bytes.h"
#include "crypto/encode.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* Where the head lies; the rest begins behind it. */
enum { AT_VERSION = 0, AT_KIND = 1, AT_RECORDED = 2, HEAD_BYTES = 26 };

/* Writing */

static void put_text(struct mus_buf *out, struct mus_text text)
{
    assert(text.len <= UINT8_MAX);
    mus_buf_add_byte(out, (unsigned char)text.len);
    mus_buf_add_text(out, text);
}

static void put_id(struct mus_buf *out, const struct mus_ledger_id *id)
{
    mus_buf_add(out, id->bytes, sizeof id->bytes);
}

static void put_date(struct mus_buf *out, mus_date date)
{
    mus_buf_add_u32(out, (uint32_t)date);
}

static void put_side(struct mus_buf *out, const struct mus_ledger_side *side)
{
    put_id(out, &side->company);
    mus_buf_add_u64(out, side->corporate_number);
    mus_buf_add(out, side->country, sizeof side->country);
    mus_buf_add_byte(out, (unsigned char)side->size);
    mus_buf_add_byte(out, (unsigned char)side->kind);
}

static void put_named(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    mus_buf_add_byte(out, (unsigned char)entry->as.named.stage);
    put_date(out, entry->as.named.date);
    put_text(out, entry->as.named.programme);
    put_text(out, entry->as.named.edition);
    put_text(out, entry->as.named.purpose);
    put_text(out, entry->as.named.agreement);
    mus_buf_add_byte(out, entry->as.named.has_evidence ? 1 : 0);
    if (entry->as.named.has_evidence) {
        mus_buf_add(out, entry->as.named.evidence.bytes, MUS_DIGEST_BYTES);
    }
    put_side(out, &entry->as.named.sides[0]);
    put_side(out, &entry->as.named.sides[1]);
}

static void put_reported(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    put_date(out, entry->as.reported.date);
    put_text(out, entry->as.reported.programme);
    put_text(out, entry->as.reported.edition);
    mus_buf_add_byte(out, (unsigned char)entry->as.reported.side_of_fair);
    mus_buf_add_u32(out, entry->as.reported.n);
    put_side(out, &entry->as.reported.respondent);
}

static void put_figure(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    mus_buf_add_u16(out, (uint16_t)entry->as.figure.fiscal_year);
    mus_buf_add_byte(out, (unsigned char)entry->as.figure.kind);
    mus_buf_add_u32(out, entry->as.figure.value);
    put_text(out, entry->as.figure.indicator);
    assert(entry->as.figure.source.len <= UINT16_MAX);
    mus_buf_add_u16(out, (uint16_t)entry->as.figure.source.len);
    mus_buf_add_text(out, entry->as.figure.source);
}

static void put_rotation(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    mus_buf_add_byte(out, (unsigned char)entry->as.rotation.algorithm);
    mus_buf_add(out, entry->as.rotation.key, sizeof entry->as.rotation.key);
    mus_buf_add(out, entry->as.rotation.signature, sizeof entry->as.rotation.signature);
}

static void put_rest(struct mus_buf *out, const struct mus_ledger_entry *entry)
{
    switch (entry->kind) {
    case MUS_LEDGER_NAMED:
        put_named(out, entry);
        return;
    case MUS_LEDGER_REPORTED:
        put_reported(out, entry);
        return;
    case MUS_LEDGER_CONFIRMED:
        mus_buf_add_u64(out, entry->as.about.entry);
        return;
    case MUS_LEDGER_REVERSED:
        mus_buf_add_u64(out, entry->as.about.entry);
        mus_buf_add_byte(out, (unsigned char)entry->as.about.reason);
        return;
    case MUS_LEDGER_SUCCESSION:
        put_date(out, entry->as.succession.date);
        put_id(out, &entry->as.succession.from);
        put_id(out, &entry->as.succession.to);
        return;
    case MUS_LEDGER_RULES:
        mus_buf_add_u32(out, (uint32_t)entry->as.rules.len);
        mus_buf_add_text(out, entry->as.rules);
        return;
    case MUS_LEDGER_FIGURE:
        put_figure(out, entry);
        return;
    case MUS_LEDGER_ROTATION:
        put_rotation(out, entry);
        return;
    case MUS_LEDGER_KIND_END:
        break;
    }
    assert(false); /* an entry of no kind does not pass its check */
}

void mus_ledger_entry_encode(const struct mus_ledger_entry *entry, struct mus_buf *out)
{
    size_t before = out->len;
    mus_buf_add_byte(out, MUS_LEDGER_ENTRY_VERSION);
    mus_buf_add_byte(out, (unsigned char)entry->kind);
    mus_buf_add_u64(out, entry->recorded);
    put_id(out, &entry->by);
    put_rest(out, entry);
    assert(out->failed || out->len - before <= MUS_LEDGER_MAX_ENTRY);
    (void)before;
}

/* Reading */

static struct mus_text take_text(struct mus_bytes *bytes)
{
    return mus_bytes_text(bytes, mus_bytes_u8(bytes));
}

static void take_bytes(struct mus_bytes *bytes, void *out, size_t len)
{
    const unsigned char *at = mus_bytes_take(bytes, len);
    if (at != NULL) {
        memcpy(out, at, len);
    }
}

static struct mus_ledger_id take_id(struct mus_bytes *bytes)
{
    struct mus_ledger_id id = {{0}};
    take_bytes(bytes, id.bytes, sizeof id.bytes);
    return id;
}

static mus_date take_date(struct mus_bytes *bytes)
{
    return (mus_date)mus_bytes_u32(bytes);
}

static struct mus_ledger_side take_side(struct mus_bytes *bytes)
{
    struct mus_ledger_side side = {0};
    side.company = take_id(bytes);
    side.corporate_number = mus_bytes_u64(bytes);
    take_bytes(bytes, side.country, sizeof side.country);
    side.size = (enum mus_size)mus_bytes_u8(bytes);
    side.kind = (enum mus_kind)mus_bytes_u8(bytes);
    return side;
}

static enum mus_status take_named(struct mus_bytes *bytes, struct mus_ledger_entry *entry,
                                  struct mus_error *err)
{
    entry->as.named.stage = (enum mus_ledger_stage)mus_bytes_u8(bytes);
    entry->as.named.date = take_date(bytes);
    entry->as.named.programme = take_text(bytes);
    entry->as.named.edition = take_text(bytes);
    entry->as.named.purpose = take_text(bytes);
    entry->as.named.agreement = take_text(bytes);
    uint8_t evidence = mus_bytes_u8(bytes);
    if (evidence > 1) {
        return mus_fail(err, MUS_CORRUPT, "evidence: expected 0 or 1, found %u", evidence);
    }
    entry->as.named.has_evidence = evidence == 1;
    if (evidence == 1) {
        take_bytes(bytes, entry->as.named.evidence.bytes, MUS_DIGEST_BYTES);
    }
    entry->as.named.sides[0] = take_side(bytes);
    entry->as.named.sides[1] = take_side(bytes);
    return MUS_OK;
}

static void take_reported(struct mus_bytes *bytes, struct mus_ledger_entry *entry)
{
    entry->as.reported.date = take_date(bytes);
    entry->as.reported.programme = take_text(bytes);
    entry->as.reported.edition = take_text(bytes);
    entry->as.reported.side_of_fair = (enum mus_ledger_side_of_fair)mus_bytes_u8(bytes);
    entry->as.reported.n = mus_bytes_u32(bytes);
    entry->as.reported.respondent = take_side(bytes);
}

static void take_figure(struct mus_bytes *bytes, struct mus_ledger_entry *entry)
{
    entry->as.figure.fiscal_year = mus_bytes_u16(bytes);
    entry->as.figure.kind = (enum mus_ledger_figure_kind)mus_bytes_u8(bytes);
    entry->as.figure.value = mus_bytes_u32(bytes);
    entry->as.figure.indicator = take_text(bytes);
    entry->as.figure.source = mus_bytes_text(bytes, mus_bytes_u16(bytes));
}

static enum mus_status take_rest(struct mus_bytes *bytes, struct mus_ledger_entry *entry,
                                 struct mus_error *err)
{
    switch (entry->kind) {
    case MUS_LEDGER_NAMED:
        return take_named(bytes, entry, err);
    case MUS_LEDGER_REPORTED:
        take_reported(bytes, entry);
        return MUS_OK;
    case MUS_LEDGER_CONFIRMED:
        entry->as.about.entry = mus_bytes_u64(bytes);
        return MUS_OK;
    case MUS_LEDGER_REVERSED:
        entry->as.about.entry = mus_bytes_u64(bytes);
        entry->as.about.reason = (enum mus_ledger_reason)mus_bytes_u8(bytes);
        return MUS_OK;
    case MUS_LEDGER_SUCCESSION:
        entry->as.succession.date = take_date(bytes);
        entry->as.succession.from = take_id(bytes);
        entry->as.succession.to = take_id(bytes);
        return MUS_OK;
    case MUS_LEDGER_RULES:
        entry->as.rules = mus_bytes_text(bytes, mus_bytes_u32(bytes));
        return MUS_OK;
    case MUS_LEDGER_FIGURE:
        take_figure(bytes, entry);
        return MUS_OK;
    case MUS_LEDGER_ROTATION:
        entry->as.rotation.algorithm = (enum mus_note_algorithm)mus_bytes_u8(bytes);
        take_bytes(bytes, entry->as.rotation.key, sizeof entry->as.rotation.key);
        take_bytes(bytes, entry->as.rotation.signature, sizeof entry->as.rotation.signature);
        return MUS_OK;
    case MUS_LEDGER_KIND_END:
        break;
    }
    return mus_fail(err, MUS_CORRUPT, "unknown kind %u", (unsigned)entry->kind);
}

static enum mus_status take_entry(struct mus_bytes *bytes, struct mus_ledger_entry *entry,
                                  struct mus_error *err)
{
    uint8_t version = mus_bytes_u8(bytes);
    if (!bytes->failed && version != MUS_LEDGER_ENTRY_VERSION) {
        return mus_fail(err, MUS_CORRUPT, "unknown version %u", version);
    }
    entry->kind = (enum mus_ledger_kind)mus_bytes_u8(bytes);
    entry->recorded = mus_bytes_u64(bytes);
    entry->by = take_id(bytes);
    enum mus_status status = bytes->failed ? MUS_OK : take_rest(bytes, entry, err);
    if (status != MUS_OK) {
        return status;
    }
    if (bytes->failed) {
        return mus_fail(err, MUS_CORRUPT, "cut short");
    }
    if (bytes->left > 0) {
        return mus_fail(err, MUS_CORRUPT, "bytes behind the end: %zu", bytes->left);
    }
    return MUS_OK;
}

enum mus_status mus_ledger_entry_decode(struct mus_text bytes, struct mus_ledger_entry *out,
                                        struct mus_error *err)
{
    struct mus_bytes reader = mus_bytes_of(bytes.ptr, bytes.len);
    struct mus_ledger_entry entry = {0};
    enum mus_status status = take_entry(&reader, &entry, err);
    if (status != MUS_OK) {
        return status;
    }
    status = mus_ledger_entry_check(&entry, err);
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        /* What a person may mend in an entry still to be made is damage in one that was. */
        status = MUS_CORRUPT;
        if (err != NULL) {
            err->status = status;
        }
    }
    if (status == MUS_OK) {
        *out = entry;
    }
    return status;
}

bool mus_ledger_entry_peek(struct mus_text bytes, enum mus_ledger_kind *kind, uint64_t *recorded,
                           mus_date *date)
{
    const unsigned char *head = (const unsigned char *)bytes.ptr;
    if (bytes.len < HEAD_BYTES || head[AT_VERSION] != MUS_LEDGER_ENTRY_VERSION ||
        head[AT_KIND] == 0 || head[AT_KIND] >= MUS_LEDGER_KIND_END) {
        return false;
    }
    enum mus_ledger_kind found = (enum mus_ledger_kind)head[AT_KIND];
    mus_date day = MUS_NO_DATE;
    if (found == MUS_LEDGER_NAMED || found == MUS_LEDGER_REPORTED) {
        size_t at = HEAD_BYTES + (found == MUS_LEDGER_NAMED ? 1 : 0);
        if (bytes.len < at + 4) {
            return false;
        }
        day = (mus_date)mus_bytes_little_endian(head + at, 4);
    }
    *kind = found;
    *recorded = mus_bytes_little_endian(head + AT_RECORDED, 8);
    *date = day;
    return true;
}

bool mus_ledger_id_equal(const struct mus_ledger_id *a, const struct mus_ledger_id *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

bool mus_ledger_id_read(struct mus_text text, struct mus_ledger_id *out)
{
    return mus_hex_read(text, out->bytes, sizeof out->bytes);
}

void mus_ledger_order_sides(struct mus_ledger_side sides[2])
{
    if (memcmp(sides[0].company.bytes, sides[1].company.bytes, MUS_LEDGER_ID_BYTES) > 0) {
        struct mus_ledger_side first = sides[1];
        sides[1] = sides[0];
        sides[0] = first;
    }
}
