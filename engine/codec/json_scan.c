/* The keys of the objects that are open stand on one stack; an object owns those above the height
 * at which it began. When it ends they are searched for a double and taken off. A small object is
 * searched pair by pair; a large one is sorted, by bytes and then by place, so that neither many
 * keys nor keys chosen to collide cost more than n log n comparisons, and the double that is named
 * is the first. */
#include "codec/json_scan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "codec/json.h"
#include "codec/json_number.h"

enum {
    NUMBER_MAX = 63,    /* characters of a number that cJSON reads */
    FEW_KEYS = 24,      /* compared pair by pair */
    FIRST_CAPACITY = 64 /* of the stack of keys */
};

void mus_json_scan_done(struct mus_json_scan *scan)
{
    mus_free(scan->keys);
    mus_arena_done(&scan->decoded);
    *scan = (struct mus_json_scan){0};
}

/* Places and messages */

enum mus_status mus_json_fail_at(const struct mus_json_source *source, size_t at,
                                 enum mus_status status, struct mus_error *err)
{
    size_t line = source->first_line;
    size_t column = 1;
    for (size_t i = 0; i < at; i++) {
        unsigned char byte = (unsigned char)source->text.ptr[i];
        if (byte == '\n') {
            line++;
            column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            column++;
        }
    }
    return mus_fail_at(err, status, "line %zu, column %zu", line, column);
}

enum mus_status mus_json_scan_fail(const struct mus_json_scan *scan, size_t at,
                                   enum mus_status status)
{
    return scan->err == NULL ? status : mus_json_fail_at(&scan->source, at, status, scan->err);
}

enum mus_status mus_json_scan_invalid(const struct mus_json_scan *scan, size_t at,
                                      const char *message)
{
    return mus_json_scan_fail(scan, at, mus_fail(scan->err, MUS_INVALID, "%s", message));
}

static enum mus_status not_utf8(const struct mus_json_scan *scan, size_t at)
{
    unsigned byte = (unsigned char)scan->source.text.ptr[at];
    return mus_json_scan_fail(scan, at,
                              mus_fail(scan->err, MUS_INVALID, "byte 0x%02x is not UTF-8", byte));
}

/* Says what stands here instead of what was expected. */
enum mus_status mus_json_scan_unexpected(const struct mus_json_scan *scan, const char *expected)
{
    size_t at = scan->at;
    if (at == scan->source.text.len) {
        return mus_json_scan_fail(
            scan, at,
            mus_fail(scan->err, MUS_INVALID, "the text ends where %s was expected", expected));
    }
    size_t end = at;
    int32_t character = mus_text_next(scan->source.text, &end);
    if (character < 0) {
        return not_utf8(scan, at);
    }
    if (character == '\'') {
        return mus_json_scan_invalid(scan, at, "single quote: strings take double quotes");
    }
    if (character == '/' && end < scan->source.text.len &&
        (scan->source.text.ptr[end] == '/' || scan->source.text.ptr[end] == '*')) {
        return mus_json_scan_invalid(scan, at, "comment: JSON has none");
    }
    struct mus_text shown = {scan->source.text.ptr + at, end - at};
    if (character < 0x20 || character == 0x7F) {
        mus_fail(scan->err, MUS_INVALID, "unexpected U+%04" PRIX32 " where %s was expected",
                 (uint32_t)character, expected);
    } else if (character < 0x7F) {
        mus_fail(scan->err, MUS_INVALID, "unexpected \"%.*s\" where %s was expected",
                 MUS_TEXT_ARG(shown), expected);
    } else {
        mus_fail(scan->err, MUS_INVALID,
                 "unexpected \"%.*s\" (U+%04" PRIX32 ") where %s was expected", MUS_TEXT_ARG(shown),
                 (uint32_t)character, expected);
    }
    return mus_json_scan_fail(scan, at, MUS_INVALID);
}

/* Characters */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static int hex_value(char byte)
{
    if (is_digit(byte)) {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

void mus_json_scan_space(struct mus_json_scan *scan)
{
    const struct mus_text text = scan->source.text;
    size_t at = scan->at;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\n' || text.ptr[at] == '\r' ||
                             text.ptr[at] == '\t')) {
        at++;
    }
    scan->at = at;
}

/* Strings */

/* The value of the four hexadecimal digits at this offset, -1 if they are not there. */
static int32_t four_hex(struct mus_text text, size_t at)
{
    int32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        int digit = i < text.len ? hex_value(text.ptr[i]) : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* The character that the \u escape at *at (its backslash) stands for, with *at moved past it or
 * past the pair; -1 for bad digits, -2 for half of a pair; *at is then not moved. */
static int32_t read_u_escape(struct mus_text text, size_t *at)
{
    int32_t value = four_hex(text, *at + 2);
    if (value < 0) {
        return -1;
    }
    if (value < 0xD800 || value > 0xDFFF) {
        *at += 6;
        return value;
    }
    bool followed = *at + 7 < text.len && text.ptr[*at + 6] == '\\' && text.ptr[*at + 7] == 'u';
    int32_t low = followed ? four_hex(text, *at + 8) : -1;
    if (value > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
        return -2;
    }
    *at += 12;
    return 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
}

/* The escape at scan->at, shown as far as its own six or two characters go. */
static enum mus_status bad_escape(const struct mus_json_scan *scan, const char *fault)
{
    size_t end = scan->at;
    for (size_t wanted = scan->source.text.ptr[scan->at + 1] == 'u' ? 6 : 2; wanted > 0; wanted--) {
        size_t next = end;
        if (end == scan->source.text.len || scan->source.text.ptr[end] == '"' ||
            mus_text_next(scan->source.text, &next) < 0x20) {
            break;
        }
        end = next;
    }
    struct mus_text shown = {scan->source.text.ptr + scan->at, end - scan->at};
    return mus_json_scan_fail(
        scan, scan->at,
        mus_fail(scan->err, MUS_INVALID, "escape \"%.*s\" %s", MUS_TEXT_SHORT_ARG(shown), fault));
}

static enum mus_status check_escape(struct mus_json_scan *scan)
{
    if (scan->at + 1 == scan->source.text.len) {
        scan->at++;
        return mus_json_scan_unexpected(scan, "the rest of an escape");
    }
    char kind = scan->source.text.ptr[scan->at + 1];
    if (kind != 'u') {
        if (kind == '\0' || strchr("\"\\/bfnrt", kind) == NULL) {
            return bad_escape(scan, "is unknown");
        }
        scan->at += 2;
        return MUS_OK;
    }
    size_t end = scan->at;
    int32_t character = read_u_escape(scan->source.text, &end);
    if (character == -1) {
        return bad_escape(scan, "needs four hexadecimal digits");
    }
    if (character == -2) {
        return bad_escape(scan, "is half of a surrogate pair");
    }
    if (character == 0) {
        return bad_escape(scan, "is not allowed");
    }
    scan->at = end;
    return MUS_OK;
}

/* What is neither a quote nor plain ASCII inside a string. */
static enum mus_status check_special(struct mus_json_scan *scan, bool *has_escape)
{
    const size_t at = scan->at;
    const unsigned char byte = (unsigned char)scan->source.text.ptr[at];
    if (byte == '\\') {
        *has_escape = true;
        return check_escape(scan);
    }
    if (byte < 0x20) {
        return mus_json_scan_fail(scan, at,
                                  mus_fail(scan->err, MUS_INVALID,
                                           "U+%04X inside a string must be written as \\u%04x",
                                           byte, byte));
    }
    return mus_text_next(scan->source.text, &scan->at) < 0 ? not_utf8(scan, at) : MUS_OK;
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

enum mus_status mus_json_scan_string(struct mus_json_scan *scan, struct mus_text *raw,
                                     bool *has_escape)
{
    const struct mus_text text = scan->source.text;
    const size_t start = scan->at++;
    *has_escape = false;
    for (;;) {
        size_t at = scan->at;
        while (at < text.len && is_plain((unsigned char)text.ptr[at])) {
            at++;
        }
        scan->at = at;
        if (at == text.len) {
            return mus_json_scan_invalid(scan, start, "the string that begins here does not end");
        }
        if (text.ptr[at] == '"') {
            *raw = (struct mus_text){text.ptr + start + 1, at - start - 1};
            scan->at++;
            return MUS_OK;
        }
        enum mus_status status = check_special(scan, has_escape);
        if (status != MUS_OK) {
            return status;
        }
    }
}

static int32_t plain_escape(char kind)
{
    switch (kind) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return kind;
    }
}

void mus_json_scan_decode(struct mus_text raw, struct mus_buf *out)
{
    for (size_t at = 0; at < raw.len;) {
        if (raw.ptr[at] != '\\') {
            mus_buf_add_byte(out, (unsigned char)raw.ptr[at++]);
        } else if (raw.ptr[at + 1] == 'u') {
            mus_buf_add_char(out, read_u_escape(raw, &at));
        } else {
            mus_buf_add_char(out, plain_escape(raw.ptr[at + 1]));
            at += 2;
        }
    }
}

/* Keys */

/* A decoded copy in the arena; false when memory runs out. */
static bool decode(struct mus_json_scan *scan, struct mus_text raw, struct mus_text *decoded)
{
    struct mus_buf buf = {0};
    mus_json_scan_decode(raw, &buf);
    *decoded = buf.failed ? MUS_NO_TEXT : mus_arena_copy(&scan->decoded, mus_buf_text(&buf));
    mus_buf_done(&buf);
    return decoded->ptr != NULL;
}

static bool push_key(struct mus_json_scan *scan, struct mus_json_open_key key)
{
    if (scan->key_count == scan->key_capacity) {
        size_t capacity = scan->key_capacity == 0 ? FIRST_CAPACITY : scan->key_capacity * 2;
        struct mus_json_open_key *keys = mus_realloc(scan->keys, capacity, sizeof *keys);
        if (keys == NULL) {
            return false;
        }
        scan->keys = keys;
        scan->key_capacity = capacity;
    }
    scan->keys[scan->key_count++] = key;
    return true;
}

enum mus_status mus_json_scan_key(struct mus_json_scan *scan, struct mus_text *name)
{
    struct mus_json_open_key key = {.at = scan->at};
    bool has_escape = false;
    enum mus_status status = mus_json_scan_string(scan, &key.name, &has_escape);
    if (status != MUS_OK) {
        return status;
    }
    if ((has_escape && !decode(scan, key.name, &key.name)) || !push_key(scan, key)) {
        return mus_fail_memory(scan->err);
    }
    *name = key.name;
    return MUS_OK;
}

static int compare_keys(const void *left, const void *right)
{
    const struct mus_json_open_key *a = left;
    const struct mus_json_open_key *b = right;
    int order = mus_text_compare(a->name, b->name);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static const struct mus_json_open_key *twice_among_few(const struct mus_json_open_key *keys,
                                                       size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (mus_text_equal(keys[i].name, keys[j].name)) {
                return &keys[i];
            }
        }
    }
    return NULL;
}

static const struct mus_json_open_key *twice_among_many(struct mus_json_open_key *keys,
                                                        size_t count)
{
    qsort(keys, count, sizeof *keys, compare_keys);
    const struct mus_json_open_key *first = NULL;
    for (size_t i = 1; i < count; i++) {
        bool again = mus_text_equal(keys[i].name, keys[i - 1].name);
        if (again && (first == NULL || keys[i].at < first->at)) {
            first = &keys[i];
        }
    }
    return first;
}

enum mus_status mus_json_scan_settle(struct mus_json_scan *scan, size_t height)
{
    struct mus_json_open_key *keys = scan->keys + height;
    size_t count = scan->key_count - height;
    scan->key_count = height;
    const struct mus_json_open_key *twice =
        count <= FEW_KEYS ? twice_among_few(keys, count) : twice_among_many(keys, count);
    if (twice == NULL) {
        return MUS_OK;
    }
    return mus_json_scan_fail(scan, twice->at,
                              mus_fail(scan->err, MUS_INVALID, "key \"%.*s\" stands twice",
                                       MUS_TEXT_SHORT_ARG(twice->name)));
}

/* Numbers and words */

enum mus_status mus_json_scan_number(struct mus_json_scan *scan, struct mus_text *out)
{
    const struct mus_text number = mus_json_token_at(scan->source.text, scan->at);
    const char *fault = mus_json_number_fault(number);
    enum mus_status status = MUS_OK;
    if (fault != NULL) {
        status = mus_fail(scan->err, MUS_INVALID, "number \"%.*s\" %s", MUS_TEXT_SHORT_ARG(number),
                          fault);
    } else if (mus_json_number_is_integer(number) && !mus_json_integer_fits(number)) {
        status = mus_fail(scan->err, MUS_LIMIT, "integer \"%.*s\" is not within ±%" PRId64,
                          MUS_TEXT_SHORT_ARG(number), MUS_JSON_INTEGER_MAX);
    } else if (number.len > NUMBER_MAX) {
        status = mus_fail(scan->err, MUS_LIMIT, "number \"%.*s\" is longer than %d characters",
                          MUS_TEXT_SHORT_ARG(number), NUMBER_MAX);
    }
    if (status != MUS_OK) {
        return mus_json_scan_fail(scan, scan->at, status);
    }
    scan->at += number.len;
    *out = number;
    return MUS_OK;
}

enum mus_status mus_json_scan_word(struct mus_json_scan *scan, struct mus_text *out)
{
    const struct mus_text word = mus_json_token_at(scan->source.text, scan->at);
    if (!mus_text_equals(word, "true") && !mus_text_equals(word, "false") &&
        !mus_text_equals(word, "null")) {
        return mus_json_scan_fail(
            scan, scan->at,
            mus_fail(scan->err, MUS_INVALID, "unknown word \"%.*s\"", MUS_TEXT_SHORT_ARG(word)));
    }
    scan->at += word.len;
    *out = word;
    return MUS_OK;
}
