#include "store/schema.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "crypto/digest.h"

#include <string.h>

const struct mus_db_info MUS_MAIN_TABLES[MUS_DB_COUNT] = {
    [MUS_DB_META] = {"meta", false, false},
    [MUS_DB_COMPANY] = {"company", false, true},
    [MUS_DB_FIRM] = {"firm", false, true},
    [MUS_DB_MILESTONE] = {"milestone", false, false},
    [MUS_DB_SOURCE] = {"source", false, false},
    [MUS_DB_NUMBER] = {"corporate_number", true, false},
    [MUS_DB_NAME] = {"name", true, false},
    [MUS_DB_SEALED] = {"sealed", false, false},
    [MUS_DB_REDIRECT] = {"redirect", false, false},
    [MUS_DB_MERGE] = {"merge", false, false},
    [MUS_DB_TABLE] = {"table", false, false},
    [MUS_DB_TABLE_IN_FORCE] = {"table_in_force", false, false},
    [MUS_DB_DOCUMENT] = {"document", false, false},
    [MUS_DB_DOCUMENT_IN_FORCE] = {"document_in_force", false, false},
    [MUS_DB_LEDGER_ENTRY] = {"ledger_entry", false, false},
    [MUS_DB_LEDGER_TILE] = {"ledger_tile", false, false},
    [MUS_DB_LEDGER_ABOUT] = {"ledger_about", true, false},
    [MUS_DB_LEDGER_REQUEST] = {"ledger_request", false, false},
    [MUS_DB_ALIAS] = {"alias", false, false},
    [MUS_DB_ALIAS_OF] = {"alias_of", false, false},
    [MUS_DB_CHECKPOINT] = {"checkpoint", false, false},
    [MUS_DB_LEDGER_KEY] = {"ledger_key", false, false},
    [MUS_DB_CASE] = {"case", false, false},
    [MUS_DB_CASE_OF_COMPANY] = {"case_of_company", true, false},
    [MUS_DB_EVENT] = {"event", false, false},
    [MUS_DB_EVENT_NUMBERS] = {"event_numbers", false, false},
    [MUS_DB_PARTICIPANT] = {"participant", false, false},
    [MUS_DB_ATTENDANCE] = {"attendance", true, false},
    [MUS_DB_PEOPLE] = {"people", false, false},
    [MUS_DB_WISH] = {"wish", false, false},
    [MUS_DB_MEETING] = {"meeting", false, false},
    [MUS_DB_MEETING_OF_PAIR] = {"meeting_of_pair", false, false},
    [MUS_DB_RUN] = {"run", false, false},
    [MUS_DB_SEGMENT] = {"index_segment", false, false},
    [MUS_DB_GONE] = {"index_gone", false, false},
    [MUS_DB_DISCOUNT] = {"index_discount", false, false},
    [MUS_DB_CHANGED] = {"index_changed", false, false},
};

const struct mus_db_info MUS_KEYS_TABLES[MUS_KEYS_COUNT] = {
    [MUS_KEYS_META] = {"meta", false, false},
    [MUS_KEYS_KEY] = {"key", false, false},
    [MUS_KEYS_ERASING] = {"erasing", false, false},
};

enum { CUT = MUS_MAX_KEY - 1 - MUS_DIGEST_BYTES };

/* Puts a piece behind what is there, as far as it fits; returns the length that it all has. */
static size_t lay(struct mus_db_key *key, size_t at, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len && at + i < MUS_MAX_KEY; i++) {
        key->bytes[at + i] = bytes[i];
    }
    return at + len;
}

static void lay_pieces(struct mus_db_key *key, const struct mus_text *pieces, size_t count)
{
    struct mus_digest_run run;
    mus_digest_init(&run, MUS_DIGEST_BLAKE2B);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len = lay(key, len, pieces[i].ptr, pieces[i].len);
        mus_digest_add(&run, pieces[i].ptr, pieces[i].len);
    }
    key->len = len;
    if (len > MUS_MAX_KEY) {
        struct mus_digest digest = mus_digest_take(&run);
        key->bytes[CUT] = (char)0xFF;
        memcpy(key->bytes + CUT + 1, digest.bytes, sizeof digest.bytes);
        key->len = MUS_MAX_KEY;
    }
}

static enum mus_status check_piece(const char *what, struct mus_text text, struct mus_error *err)
{
    if (text.len == 0) {
        return mus_fail(err, MUS_INVALID, "%s: is empty", what);
    }
    if (memchr(text.ptr, '\0', text.len) != NULL) {
        return mus_fail(err, MUS_INVALID, "%s: holds a NUL character", what);
    }
    return MUS_OK;
}

enum mus_status mus_key_of_text(const char *what, struct mus_text text, struct mus_db_key *out,
                                struct mus_error *err)
{
    enum mus_status status = check_piece(what, text, err);
    if (status == MUS_OK) {
        lay_pieces(out, &text, 1);
    }
    return status;
}

enum mus_status mus_key_of_pair(const char *what, struct mus_text first, struct mus_text second,
                                struct mus_db_key *out, struct mus_error *err)
{
    enum mus_status status = check_piece(what, first, err);
    if (status == MUS_OK) {
        status = check_piece(what, second, err);
    }
    if (status == MUS_OK) {
        const struct mus_text pieces[] = {first, {"", 1}, second};
        lay_pieces(out, pieces, 3);
    }
    return status;
}

struct mus_text mus_key_second(struct mus_text key)
{
    if (key.len == MUS_MAX_KEY && (unsigned char)key.ptr[CUT] == 0xFF) {
        return MUS_NO_TEXT;
    }
    const char *nul = memchr(key.ptr, '\0', key.len);
    if (nul == NULL) {
        return MUS_NO_TEXT;
    }
    return (struct mus_text){nul + 1, key.len - (size_t)(nul + 1 - key.ptr)};
}

void mus_key_of_ids(struct mus_text first, struct mus_text second, struct mus_text third,
                    struct mus_db_key *out)
{
    const struct mus_text ids[] = {first, second, third};
    out->len = 0;
    for (size_t i = 0; i < 3 && (i == 0 || ids[i].ptr != NULL); i++) {
        bool sound = mus_text_is_id(ids[i]);
        if (i > 0) {
            out->bytes[out->len++] = '\0';
        }
        memcpy(out->bytes + out->len, sound ? ids[i].ptr : "?", sound ? ids[i].len : 1);
        out->len += sound ? ids[i].len : 1;
    }
}

bool mus_key_read_ids(struct mus_text key, struct mus_text *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *nul = i + 1 == count ? NULL : memchr(key.ptr, '\0', key.len);
        if (i + 1 < count && nul == NULL) {
            return false;
        }
        ids[i] = (struct mus_text){key.ptr, nul == NULL ? key.len : (size_t)(nul - key.ptr)};
        if (!mus_text_is_id(ids[i])) {
            return false;
        }
        size_t past = ids[i].len + (nul != NULL);
        key = (struct mus_text){key.ptr + past, key.len - past};
    }
    return true;
}

static void lay_number(char *at, uint64_t number)
{
    for (size_t i = 0; i < 8; i++) {
        at[i] = (char)(unsigned char)(number >> (56 - 8 * i));
    }
}

static uint64_t number_at(const char *at)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++) {
        value = value << 8 | (unsigned char)at[i];
    }
    return value;
}

void mus_key_of_number(uint64_t number, struct mus_db_key *out)
{
    lay_number(out->bytes, number);
    out->len = 8;
}

bool mus_key_read_number(struct mus_text key, uint64_t *number)
{
    if (key.len != 8) {
        return false;
    }
    *number = number_at(key.ptr);
    return true;
}

void mus_key_of_numbers(uint64_t first, uint64_t second, struct mus_db_key *out)
{
    lay_number(out->bytes, first);
    lay_number(out->bytes + 8, second);
    out->len = 16;
}

bool mus_key_read_numbers(struct mus_text key, uint64_t *first, uint64_t *second)
{
    if (key.len != 16) {
        return false;
    }
    *first = number_at(key.ptr);
    *second = number_at(key.ptr + 8);
    return true;
}

void mus_key_of_numbered(struct mus_text id, uint64_t number, struct mus_db_key *out)
{
    mus_key_of_ids(id, MUS_NO_TEXT, MUS_NO_TEXT, out);
    out->bytes[out->len] = '\0';
    lay_number(out->bytes + out->len + 1, number);
    out->len += 1 + 8;
}

bool mus_key_read_numbered(struct mus_text key, struct mus_text *id, uint64_t *number)
{
    if (key.len < 1 + 1 + 8 || key.ptr[key.len - 9] != '\0') {
        return false;
    }
    *id = (struct mus_text){key.ptr, key.len - 9};
    *number = number_at(key.ptr + key.len - 8);
    return mus_text_is_id(*id);
}

void mus_key_of_tile(unsigned level, uint64_t index, struct mus_db_key *out)
{
    out->bytes[0] = (char)(unsigned char)level;
    lay_number(out->bytes + 1, index);
    out->len = 9;
}

bool mus_key_read_tile(struct mus_text key, unsigned *level, uint64_t *index)
{
    if (key.len != 9) {
        return false;
    }
    *level = (unsigned char)key.ptr[0];
    *index = number_at(key.ptr + 1);
    return true;
}

enum mus_status mus_key_of_alias(unsigned what, struct mus_text id, struct mus_db_key *out,
                                 struct mus_error *err)
{
    enum mus_status status = check_piece("id", id, err);
    if (status == MUS_OK && id.len > MUS_MAX_ID) {
        status = mus_fail(err, MUS_INVALID, "id: %zu bytes, at most %d", id.len, MUS_MAX_ID);
    }
    if (status == MUS_OK) {
        out->bytes[0] = (char)(unsigned char)what;
        memcpy(out->bytes + 1, id.ptr, id.len);
        out->len = 1 + id.len;
    }
    return status;
}

bool mus_key_read_alias(struct mus_text key, unsigned *what, struct mus_text *id)
{
    if (key.len < 2 || key.len > 1 + MUS_MAX_ID) {
        return false;
    }
    *what = (unsigned char)key.ptr[0];
    *id = (struct mus_text){key.ptr + 1, key.len - 1};
    return true;
}

bool mus_is_milestone(struct mus_text id)
{
    return mus_text_hash(id) % 16 == 0;
}

static struct mus_text little_endian(uint64_t number, size_t width, struct mus_db_number *room)
{
    for (size_t i = 0; i < width; i++) {
        room->bytes[i] = (char)(unsigned char)(number >> (8 * i));
    }
    return (struct mus_text){room->bytes, width};
}

struct mus_text mus_value_u32(uint32_t number, struct mus_db_number *room)
{
    return little_endian(number, 4, room);
}

struct mus_text mus_value_u64(uint64_t number, struct mus_db_number *room)
{
    return little_endian(number, 8, room);
}

bool mus_value_read_u32(struct mus_text value, uint32_t *out)
{
    if (value.ptr == NULL || value.len != 4) {
        return false;
    }
    *out = (uint32_t)mus_bytes_little_endian((const unsigned char *)value.ptr, 4);
    return true;
}

bool mus_value_read_u64(struct mus_text value, uint64_t *out)
{
    if (value.ptr == NULL || value.len != 8) {
        return false;
    }
    *out = mus_bytes_little_endian((const unsigned char *)value.ptr, 8);
    return true;
}
