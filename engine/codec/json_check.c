/* A reader by recursive descent that keeps nothing but the keys of the objects that are open.
 *
 * The keys stand on one stack; an object owns those above the height at which it began. When it
 * ends they are searched for a double and taken off. A small object is searched pair by pair; a
 * large one is sorted, by bytes and then by place, so that neither many keys nor keys chosen to
 * collide cost more than n log n comparisons, and the double that is named is the first. */
#include "codec/json_check.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/mem.h"
#include "codec/json.h"
#include "codec/json_number.h"

enum {
    NUMBER_MAX = 63,    /* characters of a number that cJSON reads */
    FEW_KEYS = 24,      /* compared pair by pair */
    FIRST_CAPACITY = 64 /* of the stack of keys */
};

static_assert(MUS_MAX_JSON_BYTES < UINT32_MAX && MUS_MAX_REPLY_BYTES < UINT32_MAX,
              "offsets are kept in 32 bits");

struct key {
    struct mus_text name; /* decoded; in the text itself, or in the arena if it had escapes */
    size_t at;
};

struct checker {
    const struct mus_json_source *source;
    struct mus_text text;
    size_t at;
    unsigned depth;
    struct key *keys;
    size_t key_count;
    size_t key_capacity;
    struct mus_arena decoded;
    struct mus_buf *numbers;
    struct mus_error *err;
};

static enum mus_status check_value(struct checker *c, const char *expected);

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

static enum mus_status placed(const struct checker *c, size_t at, enum mus_status status)
{
    return c->err == NULL ? status : mus_json_fail_at(c->source, at, status, c->err);
}

static enum mus_status invalid(const struct checker *c, size_t at, const char *message)
{
    return placed(c, at, mus_fail(c->err, MUS_INVALID, "%s", message));
}

static enum mus_status not_utf8(const struct checker *c, size_t at)
{
    unsigned byte = (unsigned char)c->text.ptr[at];
    return placed(c, at, mus_fail(c->err, MUS_INVALID, "byte 0x%02x is not UTF-8", byte));
}

/* Says what stands here instead of what was expected. */
static enum mus_status unexpected(const struct checker *c, const char *expected)
{
    size_t at = c->at;
    if (at == c->text.len) {
        return placed(
            c, at, mus_fail(c->err, MUS_INVALID, "the text ends where %s was expected", expected));
    }
    size_t end = at;
    int32_t character = mus_text_next(c->text, &end);
    if (character < 0) {
        return not_utf8(c, at);
    }
    if (character == '\'') {
        return invalid(c, at, "single quote: strings take double quotes");
    }
    if (character == '/' && end < c->text.len &&
        (c->text.ptr[end] == '/' || c->text.ptr[end] == '*')) {
        return invalid(c, at, "comment: JSON has none");
    }
    struct mus_text shown = {c->text.ptr + at, end - at};
    if (character < 0x20 || character == 0x7F) {
        mus_fail(c->err, MUS_INVALID, "unexpected U+%04" PRIX32 " where %s was expected",
                 (uint32_t)character, expected);
    } else if (character < 0x7F) {
        mus_fail(c->err, MUS_INVALID, "unexpected \"%.*s\" where %s was expected",
                 MUS_TEXT_ARG(shown), expected);
    } else {
        mus_fail(c->err, MUS_INVALID, "unexpected \"%.*s\" (U+%04" PRIX32 ") where %s was expected",
                 MUS_TEXT_ARG(shown), (uint32_t)character, expected);
    }
    return placed(c, at, MUS_INVALID);
}

/* Characters */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
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

static bool here(const struct checker *c, char byte)
{
    return c->at < c->text.len && c->text.ptr[c->at] == byte;
}

static void skip_space(struct checker *c)
{
    while (here(c, ' ') || here(c, '\n') || here(c, '\r') || here(c, '\t')) {
        c->at++;
    }
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

/* The escape at c->at, shown as far as its own six or two characters go. */
static enum mus_status bad_escape(const struct checker *c, const char *fault)
{
    size_t end = c->at;
    for (size_t wanted = c->text.ptr[c->at + 1] == 'u' ? 6 : 2; wanted > 0; wanted--) {
        size_t next = end;
        if (end == c->text.len || c->text.ptr[end] == '"' || mus_text_next(c->text, &next) < 0x20) {
            break;
        }
        end = next;
    }
    struct mus_text shown = {c->text.ptr + c->at, end - c->at};
    return placed(
        c, c->at,
        mus_fail(c->err, MUS_INVALID, "escape \"%.*s\" %s", MUS_TEXT_SHORT_ARG(shown), fault));
}

static enum mus_status check_escape(struct checker *c)
{
    if (c->at + 1 == c->text.len) {
        c->at++;
        return unexpected(c, "the rest of an escape");
    }
    char kind = c->text.ptr[c->at + 1];
    if (kind != 'u') {
        if (kind == '\0' || strchr("\"\\/bfnrt", kind) == NULL) {
            return bad_escape(c, "is unknown");
        }
        c->at += 2;
        return MUS_OK;
    }
    size_t end = c->at;
    int32_t character = read_u_escape(c->text, &end);
    if (character == -1) {
        return bad_escape(c, "needs four hexadecimal digits");
    }
    if (character == -2) {
        return bad_escape(c, "is half of a surrogate pair");
    }
    if (character == 0) {
        return bad_escape(c, "is not allowed");
    }
    c->at = end;
    return MUS_OK;
}

/* Moves from the opening quote past the closing one. */
static enum mus_status check_string(struct checker *c, bool *has_escape)
{
    const size_t start = c->at++;
    while (c->at < c->text.len) {
        unsigned char byte = (unsigned char)c->text.ptr[c->at];
        if (byte == '"') {
            c->at++;
            return MUS_OK;
        }
        if (byte == '\\') {
            *has_escape = true;
            enum mus_status status = check_escape(c);
            if (status != MUS_OK) {
                return status;
            }
        } else if (byte < 0x20) {
            return placed(c, c->at,
                          mus_fail(c->err, MUS_INVALID,
                                   "U+%04X inside a string must be written as \\u%04x", byte,
                                   byte));
        } else if (byte < 0x80) {
            c->at++;
        } else {
            size_t bad = c->at;
            if (mus_text_next(c->text, &c->at) < 0) {
                return not_utf8(c, bad);
            }
        }
    }
    return invalid(c, start, "the string that begins here does not end");
}

/* Keys */

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

/* Decodes a string that was checked; false when memory runs out. */
static bool decode(struct checker *c, struct mus_text raw, struct mus_text *decoded)
{
    struct mus_buf buf = {0};
    for (size_t at = 0; at < raw.len;) {
        if (raw.ptr[at] != '\\') {
            mus_buf_add_byte(&buf, (unsigned char)raw.ptr[at++]);
        } else if (raw.ptr[at + 1] == 'u') {
            mus_buf_add_char(&buf, read_u_escape(raw, &at));
        } else {
            mus_buf_add_char(&buf, plain_escape(raw.ptr[at + 1]));
            at += 2;
        }
    }
    *decoded = buf.failed ? MUS_NO_TEXT : mus_arena_copy(&c->decoded, mus_buf_text(&buf));
    mus_buf_done(&buf);
    return decoded->ptr != NULL;
}

static bool push_key(struct checker *c, struct key key)
{
    if (c->key_count == c->key_capacity) {
        size_t capacity = c->key_capacity == 0 ? FIRST_CAPACITY : c->key_capacity * 2;
        struct key *keys = mus_realloc(c->keys, capacity, sizeof *keys);
        if (keys == NULL) {
            return false;
        }
        c->keys = keys;
        c->key_capacity = capacity;
    }
    c->keys[c->key_count++] = key;
    return true;
}

static enum mus_status check_key(struct checker *c)
{
    struct key key = {.at = c->at};
    bool has_escape = false;
    enum mus_status status = check_string(c, &has_escape);
    if (status != MUS_OK) {
        return status;
    }
    key.name = (struct mus_text){c->text.ptr + key.at + 1, c->at - key.at - 2};
    if ((has_escape && !decode(c, key.name, &key.name)) || !push_key(c, key)) {
        return mus_fail_memory(c->err);
    }
    return MUS_OK;
}

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    int order = mus_text_compare(a->name, b->name);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static const struct key *twice_among_few(const struct key *keys, size_t count)
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

static const struct key *twice_among_many(struct key *keys, size_t count)
{
    qsort(keys, count, sizeof *keys, compare_keys);
    const struct key *first = NULL;
    for (size_t i = 1; i < count; i++) {
        bool again = mus_text_equal(keys[i].name, keys[i - 1].name);
        if (again && (first == NULL || keys[i].at < first->at)) {
            first = &keys[i];
        }
    }
    return first;
}

/* Takes the keys above `height` off the stack. */
static enum mus_status settle_keys(struct checker *c, size_t height)
{
    struct key *keys = c->keys + height;
    size_t count = c->key_count - height;
    c->key_count = height;
    const struct key *twice =
        count <= FEW_KEYS ? twice_among_few(keys, count) : twice_among_many(keys, count);
    if (twice == NULL) {
        return MUS_OK;
    }
    return placed(c, twice->at,
                  mus_fail(c->err, MUS_INVALID, "key \"%.*s\" stands twice",
                           MUS_TEXT_SHORT_ARG(twice->name)));
}

/* Numbers and words */

static enum mus_status check_number(struct checker *c)
{
    struct mus_text number = mus_json_token_at(c->text, c->at);
    const char *fault = mus_json_number_fault(number);
    enum mus_status status = MUS_OK;
    if (fault != NULL) {
        status =
            mus_fail(c->err, MUS_INVALID, "number \"%.*s\" %s", MUS_TEXT_SHORT_ARG(number), fault);
    } else if (mus_json_number_is_integer(number) && !mus_json_integer_fits(number)) {
        status = mus_fail(c->err, MUS_LIMIT, "integer \"%.*s\" is not within ±%" PRId64,
                          MUS_TEXT_SHORT_ARG(number), MUS_JSON_INTEGER_MAX);
    } else if (number.len > NUMBER_MAX) {
        status = mus_fail(c->err, MUS_LIMIT, "number \"%.*s\" is longer than %d characters",
                          MUS_TEXT_SHORT_ARG(number), NUMBER_MAX);
    }
    if (status != MUS_OK) {
        return placed(c, c->at, status);
    }
    if (c->numbers != NULL) {
        mus_buf_add_u32(c->numbers, (uint32_t)c->at);
    }
    c->at += number.len;
    return MUS_OK;
}

static enum mus_status check_word(struct checker *c)
{
    struct mus_text word = mus_json_token_at(c->text, c->at);
    if (!mus_text_equals(word, "true") && !mus_text_equals(word, "false") &&
        !mus_text_equals(word, "null")) {
        return placed(
            c, c->at,
            mus_fail(c->err, MUS_INVALID, "unknown word \"%.*s\"", MUS_TEXT_SHORT_ARG(word)));
    }
    c->at += word.len;
    return MUS_OK;
}

/* Arrays and objects */

static enum mus_status open_container(struct checker *c)
{
    if (c->depth == MUS_MAX_JSON_DEPTH) {
        return placed(
            c, c->at,
            mus_fail(c->err, MUS_LIMIT, "nested deeper than %d levels", MUS_MAX_JSON_DEPTH));
    }
    c->depth++;
    c->at++;
    skip_space(c);
    return MUS_OK;
}

/* After an element: true where a comma leads to another one. */
static bool another(struct checker *c, size_t *comma)
{
    skip_space(c);
    if (!here(c, ',')) {
        return false;
    }
    *comma = c->at++;
    skip_space(c);
    return true;
}

static enum mus_status close_container(struct checker *c, char end, const char *expected)
{
    if (!here(c, end)) {
        return unexpected(c, expected);
    }
    c->at++;
    c->depth--;
    return MUS_OK;
}

static enum mus_status check_array(struct checker *c)
{
    enum mus_status status = open_container(c);
    if (status != MUS_OK) {
        return status;
    }
    if (here(c, ']')) {
        return close_container(c, ']', "");
    }
    size_t comma = 0;
    do {
        if (comma > 0 && here(c, ']')) {
            return invalid(c, comma, "comma before \"]\"");
        }
        status = check_value(c, comma > 0 ? "a value" : "a value or \"]\"");
        if (status != MUS_OK) {
            return status;
        }
    } while (another(c, &comma));
    return close_container(c, ']', "\",\" or \"]\"");
}

static enum mus_status check_member(struct checker *c, const char *expected)
{
    if (!here(c, '"')) {
        return unexpected(c, expected);
    }
    enum mus_status status = check_key(c);
    if (status != MUS_OK) {
        return status;
    }
    skip_space(c);
    if (!here(c, ':')) {
        return unexpected(c, "\":\"");
    }
    c->at++;
    skip_space(c);
    return check_value(c, "a value");
}

static enum mus_status check_object(struct checker *c)
{
    const size_t height = c->key_count;
    enum mus_status status = open_container(c);
    if (status != MUS_OK) {
        return status;
    }
    if (here(c, '}')) {
        return close_container(c, '}', "");
    }
    size_t comma = 0;
    do {
        if (comma > 0 && here(c, '}')) {
            return invalid(c, comma, "comma before \"}\"");
        }
        status = check_member(c, comma > 0 ? "a key in double quotes"
                                           : "a key in double quotes or \"}\"");
        if (status != MUS_OK) {
            return status;
        }
    } while (another(c, &comma));
    status = close_container(c, '}', "\",\" or \"}\"");
    return status != MUS_OK ? status : settle_keys(c, height);
}

/* The value at c->at, white space before it skipped. */
static enum mus_status check_value(struct checker *c, const char *expected)
{
    char byte = c->at < c->text.len ? c->text.ptr[c->at] : '\0';
    bool has_escape = false;
    if (byte == '"') {
        return check_string(c, &has_escape);
    }
    if (byte == '{') {
        return check_object(c);
    }
    if (byte == '[') {
        return check_array(c);
    }
    if (is_digit(byte) || byte == '-' || byte == '+' || byte == '.') {
        return check_number(c);
    }
    return is_letter(byte) ? check_word(c) : unexpected(c, expected);
}

static enum mus_status check_document(struct checker *c)
{
    size_t max = c->source->max_bytes == 0 ? MUS_MAX_JSON_BYTES : c->source->max_bytes;
    if (c->text.len > max) {
        return mus_fail(c->err, MUS_LIMIT, "a JSON text of %zu bytes, at most %zu are read",
                        c->text.len, max);
    }
    if (mus_text_starts(c->text, MUS_TEXT("\xEF\xBB\xBF"))) {
        return invalid(c, 0, "byte order mark: JSON has none");
    }
    skip_space(c);
    enum mus_status status = check_value(c, "a value");
    if (status != MUS_OK) {
        return status;
    }
    skip_space(c);
    return c->at == c->text.len ? MUS_OK : unexpected(c, "the end of the text");
}

enum mus_status mus_json_check_text(const struct mus_json_source *source, struct mus_buf *numbers,
                                    struct mus_error *err)
{
    struct checker c = {.source = source, .text = source->text, .numbers = numbers, .err = err};
    enum mus_status status = check_document(&c);
    if (status == MUS_OK && numbers != NULL) {
        status = mus_buf_check(numbers, err);
    }
    mus_free(c.keys);
    mus_arena_done(&c.decoded);
    return status;
}
