/* JSON read strictly: the one door to cJSON.
 *
 * The text is first checked by rules of our own (codec/json_check.h), because cJSON alone lets too
 * much through; only then does cJSON build the tree. Whatever is refused is refused with line,
 * column and value:
 *
 *     line 3, column 14: key "id" stands twice
 *
 * Refused are: bytes that are not UTF-8, a byte order mark, text after the value, a key that
 * stands twice in one object (compared as decoded: "a" and "\u0061" are the same), \u0000, halves
 * of surrogate pairs, raw control characters in strings, comments, single quotes, trailing commas,
 * NaN, and numbers written otherwise than RFC 8259 has them. Beyond a limit (MUS_LIMIT) are
 * integers of 2^53 and more in size, numbers too large for a double or longer than 63 characters,
 * nesting deeper than MUS_MAX_JSON_DEPTH, texts longer than MUS_MAX_JSON_BYTES.
 *
 * A tree never changes after it was parsed: any number of threads may read it. Everything that an
 * accessor returns is borrowed from the tree and dies with it. Keys are case-sensitive.
 *
 * Every accessor accepts NULL as "no such value": it has the type MUS_JSON_ABSENT, so that
 * mus_json_type(mus_json_get(object, "key")) needs no test in between. */
#ifndef MUS_CODEC_JSON_H
#define MUS_CODEC_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

/* The largest integer: 2^53 - 1. Its negative is the smallest. */
#define MUS_JSON_INTEGER_MAX INT64_C(9007199254740991)

enum mus_json_type {
    MUS_JSON_ABSENT, /* no value at all: what NULL has */
    MUS_JSON_NULL,
    MUS_JSON_BOOL,
    MUS_JSON_INTEGER, /* written without point and exponent: 12, -3, but not 1.0 or 1e3 */
    MUS_JSON_NUMBER,  /* written with a point or an exponent, whole or not */
    MUS_JSON_STRING,
    MUS_JSON_ARRAY,
    MUS_JSON_OBJECT,
};

struct mus_json;

/* One value and nothing after it but white space. MUS_INVALID, MUS_LIMIT or MUS_NO_MEMORY. The
 * text need not outlive the call. The caller frees *out. */
enum mus_status mus_json_parse(struct mus_text text, struct mus_json **out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The same, for a text that begins at line `first_line` (from 1) of a longer one, such as a line
 * of JSON Lines: messages name the line of the whole. */
enum mus_status mus_json_parse_at(struct mus_text text, size_t first_line, struct mus_json **out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The same, for what musubi itself has written: up to MUS_MAX_REPLY_BYTES. */
enum mus_status mus_json_parse_reply(struct mus_text text, struct mus_json **out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* NULL is accepted. Only for what mus_json_parse gave, not for a value inside it. */
void mus_json_free(struct mus_json *value);

enum mus_json_type mus_json_type(const struct mus_json *value);
/* For messages: "null", "a boolean", "an integer", "a number", "a string", "an array", "an
 * object", and "nothing" for MUS_JSON_ABSENT. */
const char *mus_json_type_name(enum mus_json_type type);

/* The value of a string, decoded; MUS_NO_TEXT for any other type. A NUL follows it, and none
 * stands inside. */
struct mus_text mus_json_text(const struct mus_json *value);
/* The exact value of an integer; 0 for any other type. */
int64_t mus_json_integer(const struct mus_json *value);
/* The value of an integer or a number, always finite; 0 for any other type. */
double mus_json_real(const struct mus_json *value);
/* True for true; false for anything else. */
bool mus_json_bool(const struct mus_json *value);

/* Elements of an array, members of an object; 0 for any other type. Takes constant time. */
size_t mus_json_count(const struct mus_json *value);
/* The element at `index`, NULL beyond the last and for any other type. Walks there from the
 * start: to see all elements use an iterator. */
const struct mus_json *mus_json_at(const struct mus_json *array, size_t index);
/* The member called `key`; NULL if there is none and for any other type. Walks the object. */
const struct mus_json *mus_json_get(const struct mus_json *object, const char *key);

/* Goes through an array or object in the order of the text:
 *
 *     struct mus_json_iter iter;
 *     for (bool more = mus_json_first(value, &iter); more; more = mus_json_next(&iter)) {
 *         … iter.index, iter.key, iter.value …
 *     }
 *
 * Any other type has no elements. */
struct mus_json_iter {
    const struct mus_json *value;
    struct mus_text key; /* MUS_NO_TEXT in an array; a NUL follows it */
    size_t index;
};
bool mus_json_first(const struct mus_json *container, struct mus_json_iter *iter);
bool mus_json_next(struct mus_json_iter *iter);

/* MUS_INVALID where the object has a key that is not among the `count` known ones: `place: unknown
 * key "x"`, or without the place where it is "" or NULL. The first in the order of the text. */
enum mus_status mus_json_check_keys(const struct mus_json *object, const char *const *known,
                                    size_t count, const char *place,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
