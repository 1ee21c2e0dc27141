#include "codec/json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nesting */

static struct mus_json_level *level(struct mus_json_writer *writer)
{
    return writer->depth == 0 ? NULL : &writer->levels[writer->depth - 1];
}

static void new_line(struct mus_json_writer *writer)
{
    if (!writer->pretty) {
        return;
    }
    mus_buf_add_byte(writer->buf, '\n');
    for (unsigned i = 0; i < writer->depth; i++) {
        mus_buf_add_z(writer->buf, "  ");
    }
}

/* The comma and the line break before a key or an element. */
static void separate(struct mus_json_writer *writer, struct mus_json_level *in)
{
    if (in->filled) {
        mus_buf_add_byte(writer->buf, ',');
    }
    in->filled = true;
    new_line(writer);
}

/* Before every value. */
static void begin_value(struct mus_json_writer *writer)
{
    struct mus_json_level *in = level(writer);
    if (in == NULL) {
        assert(!writer->has_value);
        writer->has_value = true;
    } else if (in->object) {
        assert(writer->has_key);
        writer->has_key = false;
    } else {
        separate(writer, in);
    }
}

static void begin(struct mus_json_writer *writer, bool object)
{
    begin_value(writer);
    assert(writer->depth < MUS_MAX_JSON_DEPTH);
    writer->levels[writer->depth++] = (struct mus_json_level){.object = object};
    mus_buf_add_byte(writer->buf, object ? '{' : '[');
}

static void end(struct mus_json_writer *writer, bool object)
{
    assert(writer->depth > 0 && !writer->has_key);
    struct mus_json_level *in = &writer->levels[writer->depth - 1];
    assert(in->object == object);
    writer->depth--;
    if (in->filled) {
        new_line(writer);
    }
    mus_buf_add_byte(writer->buf, object ? '}' : ']');
}

void mus_json_begin_object(struct mus_json_writer *writer)
{
    begin(writer, true);
}

void mus_json_end_object(struct mus_json_writer *writer)
{
    end(writer, true);
}

void mus_json_begin_array(struct mus_json_writer *writer)
{
    begin(writer, false);
}

void mus_json_end_array(struct mus_json_writer *writer)
{
    end(writer, false);
}

void mus_json_end(struct mus_json_writer *writer)
{
    assert(writer->depth == 0 && writer->has_value);
    writer->has_value = false;
}

/* Strings */

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* Where the characters end that stand for themselves. */
static size_t end_of_plain(struct mus_text text, size_t at)
{
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.ptr[at];
        size_t next = at + 1;
        if (byte >= 0x80) {
            next = at;
            if (mus_text_next(text, &next) <= 0) {
                return at;
            }
        } else if (!is_plain(byte)) {
            return at;
        }
        at = next;
    }
    return at;
}

static void add_escaped(struct mus_buf *buf, unsigned char byte)
{
    static const char *const escapes[0x20] = {
        ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t",
    };
    if (byte == '"' || byte == '\\') {
        mus_buf_add_byte(buf, '\\');
        mus_buf_add_byte(buf, byte);
    } else if (byte < 0x20 && escapes[byte] != NULL) {
        mus_buf_add_z(buf, escapes[byte]);
    } else {
        mus_buf_printf(buf, "\\u%04x", byte);
    }
}

static void add_string(struct mus_buf *buf, struct mus_text text)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    mus_buf_add_byte(buf, '"');
    for (size_t at = 0; at < text.len;) {
        const size_t end = end_of_plain(text, at);
        mus_buf_add(buf, text.ptr + at, end - at);
        at = end;
        if (at == text.len) {
            break;
        }
        int32_t character = mus_text_next(text, &at);
        if (character > 0) {
            add_escaped(buf, (unsigned char)character);
        } else {
            mus_buf_add_z(buf, replacement);
        }
    }
    mus_buf_add_byte(buf, '"');
}

void mus_json_key_text(struct mus_json_writer *writer, struct mus_text key)
{
    struct mus_json_level *in = level(writer);
    assert(in != NULL && in->object && !writer->has_key);
    separate(writer, in);
    add_string(writer->buf, key);
    mus_buf_add_z(writer->buf, writer->pretty ? ": " : ":");
    writer->has_key = true;
}

void mus_json_key(struct mus_json_writer *writer, const char *key)
{
    mus_json_key_text(writer, mus_text_of(key));
}

void mus_json_write_text(struct mus_json_writer *writer, struct mus_text text)
{
    if (text.ptr == NULL) {
        mus_json_write_null(writer);
        return;
    }
    begin_value(writer);
    add_string(writer->buf, text);
}

void mus_json_write_z(struct mus_json_writer *writer, const char *terminated)
{
    mus_json_write_text(writer, mus_text_of(terminated));
}

/* Numbers and words */

/* As printf does, which looks at a format for each of them. */
static void add_integer(struct mus_buf *buf, int64_t value)
{
    char digits[20]; /* those of 2^63, and a sign */
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    mus_buf_add(buf, digits + at, sizeof digits - at);
}

void mus_json_write_integer(struct mus_json_writer *writer, int64_t value)
{
    assert(value >= -MUS_JSON_INTEGER_MAX && value <= MUS_JSON_INTEGER_MAX);
    begin_value(writer);
    add_integer(writer->buf, value);
}

/* printf writes the locale's decimal point, which may be several bytes long. */
static void add_with_point(struct mus_buf *buf, const char *number)
{
    bool real = false;
    bool foreign = false;
    for (const char *p = number; *p != '\0'; p++) {
        if (strchr("0123456789-+e", *p) != NULL) {
            mus_buf_add_byte(buf, (unsigned char)*p);
            real = real || *p == 'e';
            foreign = false;
        } else if (!foreign) {
            mus_buf_add_byte(buf, '.');
            real = foreign = true;
        }
    }
    if (!real) {
        mus_buf_add_z(buf, ".0");
    }
}

void mus_json_write_real(struct mus_json_writer *writer, double value)
{
    assert(isfinite(value));
    begin_value(writer);
    char number[64];
    int digits = 15;
    do {
        int len = snprintf(number, sizeof number, "%.*g", digits, value);
        assert(len > 0 && (size_t)len < sizeof number);
        (void)len;
    } while (digits++ < 17 && strtod(number, NULL) != value);
    add_with_point(writer->buf, number);
}

void mus_json_write_bool(struct mus_json_writer *writer, bool value)
{
    begin_value(writer);
    mus_buf_add_z(writer->buf, value ? "true" : "false");
}

void mus_json_write_null(struct mus_json_writer *writer)
{
    begin_value(writer);
    mus_buf_add_z(writer->buf, "null");
}

void mus_json_write_raw(struct mus_json_writer *writer, struct mus_text json)
{
    assert(json.len > 0);
    begin_value(writer);
    mus_buf_add_text(writer->buf, json);
}

/* Trees */

/* Levels of containers; recursion as deep as the tree, which the parser limits. */
static unsigned depth_of(const struct mus_json *value)
{
    enum mus_json_type type = mus_json_type(value);
    if (type != MUS_JSON_ARRAY && type != MUS_JSON_OBJECT) {
        return 0;
    }
    unsigned deepest = 0;
    struct mus_json_iter iter;
    for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
        unsigned depth = depth_of(iter.value);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void write_tree(struct mus_json_writer *writer, const struct mus_json *value);

static void write_elements(struct mus_json_writer *writer, const struct mus_json *container)
{
    struct mus_json_iter iter;
    for (bool more = mus_json_first(container, &iter); more; more = mus_json_next(&iter)) {
        if (iter.key.ptr != NULL) {
            mus_json_key_text(writer, iter.key);
        }
        write_tree(writer, iter.value);
    }
}

static void write_tree(struct mus_json_writer *writer, const struct mus_json *value)
{
    switch (mus_json_type(value)) {
    case MUS_JSON_ABSENT:
    case MUS_JSON_NULL:
        mus_json_write_null(writer);
        break;
    case MUS_JSON_BOOL:
        mus_json_write_bool(writer, mus_json_bool(value));
        break;
    case MUS_JSON_INTEGER:
        mus_json_write_integer(writer, mus_json_integer(value));
        break;
    case MUS_JSON_NUMBER:
        mus_json_write_real(writer, mus_json_real(value));
        break;
    case MUS_JSON_STRING:
        mus_json_write_text(writer, mus_json_text(value));
        break;
    case MUS_JSON_ARRAY:
        mus_json_begin_array(writer);
        write_elements(writer, value);
        mus_json_end_array(writer);
        break;
    case MUS_JSON_OBJECT:
        mus_json_begin_object(writer);
        write_elements(writer, value);
        mus_json_end_object(writer);
        break;
    }
}

enum mus_status mus_json_write_value(struct mus_json_writer *writer, const struct mus_json *value,
                                     struct mus_error *err)
{
    unsigned depth = writer->depth + depth_of(value);
    if (depth > MUS_MAX_JSON_DEPTH) {
        return mus_fail(err, MUS_LIMIT, "a JSON value would be nested %u levels deep, at most %d",
                        depth, MUS_MAX_JSON_DEPTH);
    }
    write_tree(writer, value);
    return MUS_OK;
}

/* Key and value */

void mus_json_put_text(struct mus_json_writer *writer, const char *key, struct mus_text text)
{
    mus_json_key(writer, key);
    mus_json_write_text(writer, text);
}

void mus_json_put_given(struct mus_json_writer *writer, const char *key, struct mus_text text)
{
    if (text.ptr != NULL) {
        mus_json_put_text(writer, key, text);
    }
}

void mus_json_put_z(struct mus_json_writer *writer, const char *key, const char *terminated)
{
    mus_json_key(writer, key);
    mus_json_write_z(writer, terminated);
}

void mus_json_put_integer(struct mus_json_writer *writer, const char *key, int64_t value)
{
    mus_json_key(writer, key);
    mus_json_write_integer(writer, value);
}

void mus_json_put_real(struct mus_json_writer *writer, const char *key, double value)
{
    mus_json_key(writer, key);
    mus_json_write_real(writer, value);
}

void mus_json_put_bool(struct mus_json_writer *writer, const char *key, bool value)
{
    mus_json_key(writer, key);
    mus_json_write_bool(writer, value);
}

void mus_json_put_null(struct mus_json_writer *writer, const char *key)
{
    mus_json_key(writer, key);
    mus_json_write_null(writer);
}
