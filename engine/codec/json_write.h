/* JSON written straight into a buffer, one value after the other, without a tree.
 *
 *     struct mus_json_writer writer = {.buf = &buf};
 *     mus_json_begin_object(&writer);
 *     mus_json_put_text(&writer, "id", id);
 *     mus_json_key(&writer, "pairs");
 *     mus_json_begin_array(&writer);
 *     mus_json_write_integer(&writer, 3);
 *     mus_json_end_array(&writer);
 *     mus_json_end_object(&writer);
 *     mus_json_end(&writer);
 *     return mus_buf_check(&buf, err);
 *
 * What is written is accepted by mus_json_parse and means the same, provided that the caller gives
 * no key twice in one object and stays below MUS_MAX_JSON_BYTES. The same calls give the same
 * bytes. UTF-8 is written as it is; only the quote, the backslash and control characters are
 * escaped. Broken nesting (a value without a key, an end without a begin, more than
 * MUS_MAX_JSON_DEPTH levels) is our own mistake and asserted. Running out of memory is remembered
 * by the buffer. A writer belongs to one thread at a time. */
#ifndef MUS_CODEC_JSON_WRITE_H
#define MUS_CODEC_JSON_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"
#include "codec/json.h"

/* Set buf, and pretty where people will read it (two spaces a level); zero the rest. */
struct mus_json_writer {
    struct mus_buf *buf;
    bool pretty;
    bool has_key;   /* a key stands without its value */
    bool has_value; /* the document's value has begun */
    unsigned depth; /* containers open */
    struct mus_json_level {
        bool object;
        bool filled; /* something stands in it: a comma comes before the next */
    } levels[MUS_MAX_JSON_DEPTH];
};

void mus_json_begin_object(struct mus_json_writer *writer);
void mus_json_end_object(struct mus_json_writer *writer);
void mus_json_begin_array(struct mus_json_writer *writer);
void mus_json_end_array(struct mus_json_writer *writer);

/* Before each value inside an object, and nowhere else. */
void mus_json_key(struct mus_json_writer *writer, const char *key);
void mus_json_key_text(struct mus_json_writer *writer, struct mus_text key);

/* null where the text is not given. U+FFFD stands for each byte that is no UTF-8 and for NUL,
 * which mus_json_parse would refuse. */
void mus_json_write_text(struct mus_json_writer *writer, struct mus_text text);
void mus_json_write_z(struct mus_json_writer *writer, const char *terminated);
/* At most MUS_JSON_INTEGER_MAX in size. */
void mus_json_write_integer(struct mus_json_writer *writer, int64_t value);
/* Finite. The shortest of 15, 16 or 17 digits that reads back as the same double, always with a
 * point or an exponent, so that it reads back as MUS_JSON_NUMBER. */
void mus_json_write_real(struct mus_json_writer *writer, double value);
void mus_json_write_bool(struct mus_json_writer *writer, bool value);
void mus_json_write_null(struct mus_json_writer *writer);
/* The text of one whole value that is known to be good JSON, as it stands. */
void mus_json_write_raw(struct mus_json_writer *writer, struct mus_text json);
/* A parsed tree. MUS_LIMIT, with nothing written, where it would go deeper than
 * MUS_MAX_JSON_DEPTH at this place. */
enum mus_status mus_json_write_value(struct mus_json_writer *writer, const struct mus_json *value,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* Key and value at once. */
void mus_json_put_text(struct mus_json_writer *writer, const char *key, struct mus_text text);
/* Neither key nor value where the text is not given. */
void mus_json_put_given(struct mus_json_writer *writer, const char *key, struct mus_text text);
void mus_json_put_z(struct mus_json_writer *writer, const char *key, const char *terminated);
void mus_json_put_integer(struct mus_json_writer *writer, const char *key, int64_t value);
void mus_json_put_real(struct mus_json_writer *writer, const char *key, double value);
void mus_json_put_bool(struct mus_json_writer *writer, const char *key, bool value);
void mus_json_put_null(struct mus_json_writer *writer, const char *key);

/* Asserts that exactly one value stands there, whole. The writer is then ready for the next one:
 * for JSON Lines add a line feed to the buffer in between. */
void mus_json_end(struct mus_json_writer *writer);

#endif
