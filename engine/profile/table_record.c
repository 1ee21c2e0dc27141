/* The record of a table in the store:
 *
 *     u16 version (1)
 *     text name, version, title ja, title en, source
 *     u32 rows, then each: text code, parent, label ja, label en, note ja, note en; i64 order;
 *         i32 valid from, valid to; u16 synonyms, each a text; u16 members, each text code, i32
 *         from, i32 to; u16 complements, each text code, u32 value
 *
 * Numbers are little-endian; a text is a u32 length and its bytes, 0xFFFFFFFF for "not given"; a
 * day is a count from 1970-01-01, INT32_MIN for none. Keys are not kept: how text is folded may
 * change with the Unicode version, so they are made anew. Same table, same bytes. */
#include "profile/table.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "profile/table_make.h"

enum { RECORD_VERSION = 1 };
#define NOT_GIVEN UINT32_MAX

/* Encoding */

static void put_text(struct mus_buf *out, struct mus_text text)
{
    mus_buf_add_u32(out, text.ptr == NULL ? NOT_GIVEN : (uint32_t)text.len);
    mus_buf_add_text(out, text);
}

static void put_bilingual(struct mus_buf *out, struct mus_bilingual text)
{
    put_text(out, text.ja);
    put_text(out, text.en);
}

static void put_row(struct mus_buf *out, const struct mus_table_row *row)
{
    put_text(out, row->code);
    put_text(out, row->parent);
    put_bilingual(out, row->label);
    put_bilingual(out, row->note);
    mus_buf_add_u64(out, (uint64_t)row->order);
    mus_buf_add_u32(out, (uint32_t)row->valid_from);
    mus_buf_add_u32(out, (uint32_t)row->valid_to);
    mus_buf_add_u16(out, (uint16_t)row->synonyms.count);
    for (size_t i = 0; i < row->synonyms.count; i++) {
        put_text(out, row->synonyms.items[i]);
    }
    mus_buf_add_u16(out, (uint16_t)row->member_count);
    for (size_t i = 0; i < row->member_count; i++) {
        put_text(out, row->members[i].code);
        mus_buf_add_u32(out, (uint32_t)row->members[i].from);
        mus_buf_add_u32(out, (uint32_t)row->members[i].to);
    }
    mus_buf_add_u16(out, (uint16_t)row->complement_count);
    for (size_t i = 0; i < row->complement_count; i++) {
        put_text(out, row->complements[i].code);
        mus_buf_add_u32(out, row->complements[i].value);
    }
}

void mus_table_encode(const struct mus_table *table, struct mus_buf *out)
{
    mus_buf_add_u16(out, RECORD_VERSION);
    put_text(out, table->name);
    put_text(out, table->version);
    put_bilingual(out, table->title);
    put_text(out, table->source);
    mus_buf_add_u32(out, (uint32_t)table->count);
    for (size_t i = 0; i < table->count; i++) {
        put_row(out, &table->rows[i]);
    }
}

/* Decoding */

struct decoder {
    struct mus_bytes bytes;
    struct mus_arena *arena;
    bool no_memory;
};

static struct mus_text take_text(struct decoder *decoder)
{
    uint32_t len = mus_bytes_u32(&decoder->bytes);
    if (len == NOT_GIVEN) {
        return MUS_NO_TEXT;
    }
    return mus_bytes_text(&decoder->bytes, len);
}

static struct mus_bilingual take_bilingual(struct decoder *decoder)
{
    struct mus_bilingual text;
    text.ja = take_text(decoder);
    text.en = take_text(decoder);
    return text;
}

static mus_date take_date(struct decoder *decoder)
{
    return (mus_date)mus_bytes_u32(&decoder->bytes);
}

/* Room for `count` things of at least `least` bytes each in the record; NULL where there are none
 * or cannot be so many. */
static void *take_room(struct decoder *decoder, size_t count, size_t least, size_t size)
{
    if (count == 0 || decoder->bytes.failed) {
        return NULL;
    }
    if (count > decoder->bytes.left / least) {
        decoder->bytes.failed = true;
        return NULL;
    }
    void *room = mus_arena_alloc(decoder->arena, count, size);
    if (room == NULL) {
        decoder->no_memory = true;
        decoder->bytes.failed = true;
    }
    return room;
}

static void take_synonyms(struct decoder *decoder, struct mus_table_row *row)
{
    size_t count = mus_bytes_u16(&decoder->bytes);
    struct mus_text *items = take_room(decoder, count, 4, sizeof *items);
    if (items == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = take_text(decoder);
    }
    row->synonyms = (struct mus_texts){items, count};
}

static void take_members(struct decoder *decoder, struct mus_table_row *row)
{
    size_t count = mus_bytes_u16(&decoder->bytes);
    struct mus_table_member *members = take_room(decoder, count, 12, sizeof *members);
    if (members == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        members[i].code = take_text(decoder);
        members[i].from = take_date(decoder);
        members[i].to = take_date(decoder);
    }
    row->members = members;
    row->member_count = count;
}

static void take_complements(struct decoder *decoder, struct mus_table_row *row)
{
    size_t count = mus_bytes_u16(&decoder->bytes);
    struct mus_table_complement *items = take_room(decoder, count, 8, sizeof *items);
    if (items == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        items[i].code = take_text(decoder);
        items[i].value = mus_bytes_u32(&decoder->bytes);
    }
    row->complements = items;
    row->complement_count = count;
}

static void take_row(struct decoder *decoder, struct mus_table_row *row)
{
    row->code = take_text(decoder);
    row->parent = take_text(decoder);
    row->label = take_bilingual(decoder);
    row->note = take_bilingual(decoder);
    row->order = (int64_t)mus_bytes_u64(&decoder->bytes);
    row->valid_from = take_date(decoder);
    row->valid_to = take_date(decoder);
    take_synonyms(decoder, row);
    take_members(decoder, row);
    take_complements(decoder, row);
}

static void take_table(struct decoder *decoder, struct mus_table *table)
{
    if (mus_bytes_u16(&decoder->bytes) != RECORD_VERSION) {
        decoder->bytes.failed = true;
    }
    table->name = take_text(decoder);
    table->version = take_text(decoder);
    table->title = take_bilingual(decoder);
    table->source = take_text(decoder);
    size_t count = mus_bytes_u32(&decoder->bytes);
    struct mus_table_row *rows = take_room(decoder, count, 46, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < count && !decoder->bytes.failed; i++) {
        take_row(decoder, &rows[i]);
    }
    table->rows = rows;
    table->count = count;
}

static bool is_sorted(const struct mus_table *table)
{
    for (size_t i = 1; i < table->count; i++) {
        if (mus_text_compare(table->rows[i - 1].code, table->rows[i].code) >= 0) {
            return false;
        }
    }
    return true;
}

enum mus_status mus_table_decode(const void *bytes, size_t len, struct mus_arena *arena,
                                 struct mus_table *out, struct mus_error *err)
{
    struct mus_text copy = mus_arena_copy(arena, (struct mus_text){bytes, len});
    if (copy.ptr == NULL && bytes != NULL) {
        return mus_fail_memory(err);
    }
    struct decoder decoder = {.bytes = mus_bytes_of(copy.ptr, copy.len), .arena = arena};
    struct mus_table table = {0};
    take_table(&decoder, &table);
    if (decoder.no_memory) {
        return mus_fail_memory(err);
    }
    if (decoder.bytes.failed || decoder.bytes.left != 0 || !is_sorted(&table)) {
        return mus_fail(err, MUS_CORRUPT, "table record: not what was written");
    }
    const struct mus_table_origin by_code = {MUS_TABLE_BY_CODE, NULL};
    enum mus_status status = mus_table_make(&table, &by_code, arena, err);
    if (status == MUS_INVALID || status == MUS_LIMIT) {
        return mus_fail_at(err, MUS_CORRUPT, "table record \"%.*s\"",
                           MUS_TEXT_SHORT_ARG(table.name));
    }
    if (status == MUS_OK) {
        *out = table;
    }
    return status;
}
