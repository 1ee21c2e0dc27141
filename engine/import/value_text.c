#include "import/value_text.h"

#include "base/buf.h"
#include "matcher/text/chars.h"
#include "profile/corporate_number.h"
#include "profile/table_make.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum narrowing {
    NARROW_LOWER, /* letters in lower case */
    NARROW_SIGNS, /* every dash as "-", for numbers */
};

static int32_t narrow(int32_t character, enum narrowing how)
{
    enum { LONG_VOWEL_MARK = 0x30FC };
    int32_t c = mus_text_narrow(character);
    if (how == NARROW_LOWER) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
    return c == LONG_VOWEL_MARK || mus_char_is_dash(c) ? '-' : c;
}

static enum mus_status narrow_all(struct mus_text text, enum narrowing how, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err)
{
    struct mus_buf buf = {0};
    for (size_t at = 0; at < text.len;) {
        int32_t character = mus_text_next(text, &at);
        mus_buf_add_char(&buf, character < 0 ? '?' : narrow(character, how));
    }
    enum mus_status status = mus_buf_check(&buf, err);
    if (status == MUS_OK) {
        *out = mus_arena_copy(arena, mus_text_trim(mus_buf_text(&buf)));
        if (out->ptr == NULL) {
            status = buf.len > 0 ? mus_fail_memory(err) : MUS_OK;
            *out = buf.len > 0 ? *out : MUS_TEXT("");
        }
    }
    mus_buf_done(&buf);
    return status;
}

enum mus_status mus_text_narrowed(struct mus_text text, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err)
{
    return narrow_all(text, NARROW_LOWER, arena, out, err);
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f';
}

enum mus_status mus_text_one_line(struct mus_text text, struct mus_arena *arena,
                                  struct mus_text *out, struct mus_error *err)
{
    struct mus_buf buf = {0};
    size_t from = 0; /* what is not yet written */
    for (size_t at = 0; at < text.len; at++) {
        if (!is_break(text.ptr[at])) {
            continue;
        }
        size_t end = at;
        while (end > from && text.ptr[end - 1] == ' ') {
            end--;
        }
        mus_buf_add(&buf, text.ptr + from, end - from);
        mus_buf_add_byte(&buf, ' ');
        while (at + 1 < text.len && (is_break(text.ptr[at + 1]) || text.ptr[at + 1] == ' ')) {
            at++;
        }
        from = at + 1;
    }
    enum mus_status status = mus_buf_check(&buf, err);
    if (status == MUS_OK && buf.len > 0) {
        mus_buf_add(&buf, text.ptr + from, text.len - from);
        status = mus_buf_check(&buf, err);
    }
    if (status == MUS_OK) {
        *out = buf.len == 0 ? text : mus_arena_copy(arena, mus_buf_text(&buf));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&buf);
    return status;
}

bool mus_text_is_japanese(struct mus_text text)
{
    for (size_t at = 0; at < text.len;) {
        int32_t character = mus_text_next(text, &at);
        enum mus_char_class class = character < 0 ? MUS_CHAR_SPACE : mus_char_class(character);
        if (class == MUS_CHAR_HAN || class == MUS_CHAR_HIRAGANA || class == MUS_CHAR_KATAKANA) {
            return true;
        }
    }
    return false;
}

bool mus_value_is_missing(struct mus_text text)
{
    static const char *const words[] = {"なし",     "無し",     "ナシ",     "該当なし",
                                        "該当無し", "特になし", "特に無し", "N/A",
                                        "n/a",      "#N/A",     "未記入",   "未回答"};
    struct mus_text trimmed = mus_text_trim(text);
    for (size_t i = 0; i < COUNT(words); i++) {
        if (mus_text_equals(trimmed, words[i])) {
            return true;
        }
    }
    for (size_t at = 0; at < trimmed.len;) {
        int32_t character = mus_text_next(trimmed, &at);
        if (character < 0 || narrow(character, NARROW_SIGNS) != '-') {
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ codes */

static enum mus_status not_in(const char *table, struct mus_text text, struct mus_error *err)
{
    return mus_fail(err, MUS_INVALID, "\"%.*s\" is not in the table %s", MUS_TEXT_SHORT_ARG(text),
                    table);
}

enum mus_status mus_row_take(const struct mus_value_reader *reader, const char *table,
                             struct mus_text text, const struct mus_table_row **out,
                             struct mus_error *err)
{
    const struct mus_table *found =
        reader->tables == NULL ? NULL : mus_tables_get(reader->tables, table);
    *out = found == NULL ? NULL : mus_table_find(found, text);
    if (found == NULL || *out != NULL) {
        return MUS_OK;
    }
    struct mus_buf folded = {0};
    enum mus_status status = mus_table_fold(text, &folded, err);
    if (status == MUS_OK && folded.len > 0) {
        *out = mus_table_find_folded(found, mus_buf_text(&folded));
    }
    mus_buf_done(&folded);
    return status;
}

static bool is_ascii(struct mus_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* What is not in the table may still be a code that the company's check knows: ISO 3166-2 for other
 * countries, any BCP 47 tag. */
static enum mus_status take_code(const struct mus_value_reader *reader, const char *table,
                                 bool open, struct mus_text text, struct mus_text *out,
                                 struct mus_error *err)
{
    const struct mus_table_row *row;
    enum mus_status status = mus_row_take(reader, table, text, &row, err);
    if (status != MUS_OK) {
        return status;
    }
    if (row == NULL && !(open && is_ascii(text))) {
        return not_in(table, text, err);
    }
    *out = row == NULL ? text : row->code;
    return MUS_OK;
}

static bool means_any(struct mus_text text)
{
    static const char *const words[] = {"any",    "any country", "worldwide", "global",   "全世界",
                                        "世界",   "世界各国",    "世界中",    "海外全般", "全て",
                                        "すべて", "問わない",    "問わず",    "指定なし", "不問"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (mus_text_equals(text, words[i])) {
            return true;
        }
    }
    return false;
}

static enum mus_status take_market(const struct mus_value_reader *reader, struct mus_text text,
                                   struct mus_text *out, struct mus_error *err)
{
    const struct mus_table_row *row;
    struct mus_text word = MUS_NO_TEXT;
    enum mus_status status = mus_row_take(reader, "countries", text, &row, err);
    if (status == MUS_OK && row == NULL) {
        status = mus_row_take(reader, "country_groups", text, &row, err);
    }
    if (status != MUS_OK) {
        return status;
    }
    if (row != NULL) {
        *out = row->code;
        return MUS_OK;
    }
    status = mus_text_narrowed(text, reader->arena, &word, err);
    if (status == MUS_OK && means_any(word)) {
        *out = MUS_TEXT("any");
        return MUS_OK;
    }
    return status == MUS_OK ? not_in("countries or country_groups", text, err) : status;
}

/* ------------------------------------------------------------------ texts */

static enum mus_status take_id(struct mus_text text, struct mus_text *out, struct mus_error *err)
{
    if (!mus_text_is_id(text)) {
        return mus_fail(err, MUS_INVALID,
                        "malformed id \"%.*s\"; expected 1 to 64 of A-Z a-z 0-9 . _ : -",
                        MUS_TEXT_SHORT_ARG(text));
    }
    *out = text;
    return MUS_OK;
}

static enum mus_status take_narrow(const struct mus_value_reader *reader, struct mus_text text,
                                   struct mus_text *out, struct mus_error *err)
{
    static const struct mus_text mark = {"〒", 3};
    if (mus_text_starts(text, mark)) {
        text = mus_text_trim((struct mus_text){text.ptr + mark.len, text.len - mark.len});
    }
    return narrow_all(text, NARROW_SIGNS, reader->arena, out, err);
}

static bool has(struct mus_text text, const char *part)
{
    size_t len = strlen(part);
    for (size_t at = 0; at + len <= text.len; at++) {
        if (memcmp(text.ptr + at, part, len) == 0) {
            return true;
        }
    }
    return false;
}

/* People leave http:// away. */
static enum mus_status take_website(const struct mus_value_reader *reader, struct mus_text text,
                                    struct mus_text *out, struct mus_error *err)
{
    struct mus_buf narrowed = {0};
    struct mus_buf whole = {0};
    for (size_t at = 0; at < text.len;) {
        int32_t character = mus_text_next(text, &at);
        mus_buf_add_char(&narrowed, character < 0 ? '?' : mus_text_narrow(character));
    }
    enum mus_status status = mus_buf_check(&narrowed, err);
    if (status == MUS_OK) {
        struct mus_text address = mus_text_trim(mus_buf_text(&narrowed));
        bool bare =
            !has(address, "://") && has(address, ".") && !has(address, "@") && !has(address, " ");
        mus_buf_add_z(&whole, bare ? "http://" : "");
        mus_buf_add_text(&whole, address);
        status = mus_buf_check(&whole, err);
    }
    if (status == MUS_OK) {
        *out = mus_arena_copy(reader->arena, mus_buf_text(&whole));
        status = out->ptr == NULL ? mus_fail_memory(err) : MUS_OK;
    }
    mus_buf_done(&narrowed);
    mus_buf_done(&whole);
    return status;
}

enum mus_status mus_text_take(const struct mus_value_reader *reader, enum mus_text_rule rule,
                              struct mus_text text, struct mus_text *out, struct mus_error *err)
{
    switch (rule) {
    case MUS_TEXT_PLAIN:
        *out = text;
        return MUS_OK;
    case MUS_TEXT_ID:
        return take_id(text, out, err);
    case MUS_TEXT_NUMBER:
        return mus_corporate_number_normalise(text, reader->arena, out, err);
    case MUS_TEXT_NARROW:
        return take_narrow(reader, text, out, err);
    case MUS_TEXT_WEBSITE:
        return take_website(reader, text, out, err);
    case MUS_TEXT_COUNTRY:
        return take_code(reader, "countries", false, text, out, err);
    case MUS_TEXT_REGION:
        return take_code(reader, "regions", true, text, out, err);
    case MUS_TEXT_MARKET:
        return take_market(reader, text, out, err);
    case MUS_TEXT_LANGUAGE:
        return take_code(reader, "languages", true, text, out, err);
    case MUS_TEXT_PURPOSE:
        return take_code(reader, "purposes", false, text, out, err);
    case MUS_TEXT_SHARING:
        return take_code(reader, "consent_contacts", false, text, out, err);
    case MUS_TEXT_INDUSTRY:
    case MUS_TEXT_TECHNOLOGY:
        break; /* codes: value_list.h */
    }
    *out = text;
    return MUS_OK;
}

enum mus_status mus_word_take(const struct mus_value_reader *reader, enum mus_vocabulary vocabulary,
                              struct mus_text text, unsigned *out, struct mus_error *err)
{
    const char *table = mus_vocabulary_table(vocabulary);
    const struct mus_table_row *row;
    enum mus_status status = mus_row_take(reader, table, text, &row, err);
    if (status != MUS_OK) {
        return status;
    }
    unsigned number = mus_vocabulary_number(vocabulary, row == NULL ? text : row->code);
    if (number == 0) {
        return not_in(table, text, err);
    }
    *out = number;
    return MUS_OK;
}

enum mus_status mus_text_is_among(const char *words, struct mus_text folded,
                                  struct mus_buf *scratch, bool *among, struct mus_error *err)
{
    const char *from = words;
    bool found = false;
    while (!found && from != NULL) {
        const char *end = strchr(from, '|');
        size_t len = end == NULL ? strlen(from) : (size_t)(end - from);
        mus_buf_clear(scratch);
        enum mus_status status = mus_table_fold((struct mus_text){from, len}, scratch, err);
        if (status != MUS_OK) {
            return status;
        }
        found = mus_text_equal(mus_buf_text(scratch), folded);
        from = end == NULL ? NULL : end + 1;
    }
    *among = found;
    return MUS_OK;
}
