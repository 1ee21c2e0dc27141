/* A catalogue begins with seven 32-bit words: magic, revision, number of messages, offsets of two
 * tables, size and offset of a hash table that is not needed here. Each table row is (length,
 * offset) of a text, which a NUL follows; messages are sorted bytewise. (GNU gettext manual, "The
 * Format of GNU MO Files".) */
#include "codec/mo.h"

#include <string.h>

#define MAGIC 0x950412DE
#define HEADER_BYTES 28
#define TABLE_ROW_BYTES 8

static uint32_t word_at(const struct mus_mo *mo, size_t at)
{
    const unsigned char *p = (const unsigned char *)mo->bytes.ptr + at;
    if (mo->big_endian) {
        return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static struct mus_text row_text(const struct mus_mo *mo, uint32_t table, uint32_t row)
{
    size_t at = (size_t)table + (size_t)row * TABLE_ROW_BYTES;
    return (struct mus_text){mo->bytes.ptr + word_at(mo, at + 4), word_at(mo, at)};
}

/* Of a text with plural forms, which are divided by NULs, the first. */
static struct mus_text first_form(struct mus_text text)
{
    text.len = strnlen(text.ptr, text.len);
    return text;
}

static bool fits(const struct mus_mo *mo, uint64_t offset, uint64_t len)
{
    return offset <= mo->bytes.len && len <= mo->bytes.len - offset;
}

static enum mus_status check_table(const struct mus_mo *mo, uint32_t table, const char *name,
                                   struct mus_error *err)
{
    if (!fits(mo, table, (uint64_t)mo->count * TABLE_ROW_BYTES)) {
        return mus_fail(err, MUS_INVALID, "gettext catalogue: the table of %s lies outside it",
                        name);
    }
    for (uint32_t i = 0; i < mo->count; i++) {
        size_t at = (size_t)table + (size_t)i * TABLE_ROW_BYTES;
        uint64_t len = word_at(mo, at);
        uint64_t offset = word_at(mo, at + 4);
        if (!fits(mo, offset, len + 1) || mo->bytes.ptr[offset + len] != '\0') {
            return mus_fail(err, MUS_INVALID,
                            "gettext catalogue: text %u of the %s lies outside it", i, name);
        }
    }
    return MUS_OK;
}

static enum mus_status check_order(const struct mus_mo *mo, struct mus_error *err)
{
    for (uint32_t i = 1; i < mo->count; i++) {
        struct mus_text before = first_form(row_text(mo, mo->originals, i - 1));
        struct mus_text here = first_form(row_text(mo, mo->originals, i));
        if (mus_text_compare(before, here) >= 0) {
            return mus_fail(err, MUS_INVALID, "gettext catalogue: message %u is out of order", i);
        }
    }
    return MUS_OK;
}

/* The translation of the empty message is a header like that of a mail. */
static enum mus_status check_charset(const struct mus_mo *mo, struct mus_error *err)
{
    struct mus_text header = mus_mo_find(mo, MUS_TEXT(""));
    static const char KEY[] = "charset=";
    const char *at =
        header.ptr == NULL ? NULL : memmem(header.ptr, header.len, KEY, sizeof KEY - 1);
    if (at == NULL) {
        return MUS_OK;
    }
    at += sizeof KEY - 1;
    struct mus_text charset = {at, strcspn(at, " ;\r\n")};
    if (!mus_text_equals(charset, "UTF-8") && !mus_text_equals(charset, "utf-8")) {
        return mus_fail(err, MUS_INVALID,
                        "gettext catalogue: its character set is \"%.*s\", expected UTF-8",
                        MUS_TEXT_SHORT_ARG(charset));
    }
    return MUS_OK;
}

static enum mus_status read_header(struct mus_mo *mo, struct mus_error *err)
{
    if (mo->bytes.len < HEADER_BYTES) {
        return mus_fail(err, MUS_INVALID, "not a gettext catalogue: only %zu bytes", mo->bytes.len);
    }
    if (word_at(mo, 0) != MAGIC) {
        mo->big_endian = true;
    }
    if (word_at(mo, 0) != MAGIC) {
        return mus_fail(err, MUS_INVALID, "not a gettext catalogue");
    }
    uint32_t revision = word_at(mo, 4);
    if (revision >> 16 > 1) {
        return mus_fail(err, MUS_INVALID, "gettext catalogue: unknown revision %u", revision >> 16);
    }
    mo->count = word_at(mo, 8);
    mo->originals = word_at(mo, 12);
    mo->translations = word_at(mo, 16);
    return MUS_OK;
}

enum mus_status mus_mo_open(struct mus_text bytes, struct mus_mo *mo, struct mus_error *err)
{
    struct mus_mo opened = {.bytes = bytes};
    enum mus_status status = read_header(&opened, err);
    if (status == MUS_OK) {
        status = check_table(&opened, opened.originals, "messages", err);
    }
    if (status == MUS_OK) {
        status = check_table(&opened, opened.translations, "translations", err);
    }
    if (status == MUS_OK) {
        status = check_order(&opened, err);
    }
    if (status == MUS_OK) {
        status = check_charset(&opened, err);
    }
    if (status == MUS_OK) {
        *mo = opened;
    }
    return status;
}

struct mus_text mus_mo_find(const struct mus_mo *mo, struct mus_text message)
{
    uint32_t low = 0;
    uint32_t high = mo->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct mus_text here = first_form(row_text(mo, mo->originals, middle));
        int order = mus_text_compare(here, message);
        if (order == 0) {
            return first_form(row_text(mo, mo->translations, middle));
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return MUS_NO_TEXT;
}
