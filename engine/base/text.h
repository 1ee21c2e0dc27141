/* Text as pointer and length: UTF-8, not terminated, borrowed. A NULL pointer means "not given",
 * which is not the same as empty. */
#ifndef MUS_BASE_TEXT_H
#define MUS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_text {
    const char *ptr;
    size_t len;
};

/* A list of texts; items is NULL where count is 0. */
struct mus_texts {
    const struct mus_text *items;
    size_t count;
};

#define MUS_TEXT(literal) ((struct mus_text){"" literal, sizeof(literal) - 1})
#define MUS_NO_TEXT ((struct mus_text){NULL, 0})

/* For printf's "%.*s". Values in messages are cut to MUS_ERROR_VALUE_MAX bytes. */
#define MUS_TEXT_ARG(text) (int)(text).len, (text).ptr == NULL ? "" : (text).ptr
#define MUS_TEXT_SHORT_ARG(text) mus_text_short_len(text), (text).ptr == NULL ? "" : (text).ptr

/* NULL: a text that is not given. */
struct mus_text mus_text_of(const char *terminated);
bool mus_text_equal(struct mus_text a, struct mus_text b);
bool mus_text_equals(struct mus_text a, const char *terminated);
/* Bytewise order, shorter first: <0, 0, >0. */
int mus_text_compare(struct mus_text a, struct mus_text b);
bool mus_text_starts(struct mus_text text, struct mus_text prefix);
/* Without ASCII white space and U+3000 at either end. */
struct mus_text mus_text_trim(struct mus_text text);
/* Cuts the first part off a list joined by a sign, and the sign behind it. */
struct mus_text mus_text_cut(struct mus_text *list, char sign);
/* Whether one of the parts, trimmed, is this text. */
bool mus_text_lists(struct mus_text list, char sign, struct mus_text part);
/* The length in bytes to show in a message: whole characters, MUS_ERROR_VALUE_MAX at most. */
int mus_text_short_len(struct mus_text text);
/* Decodes the character at *at and moves *at past it. Returns -1, moving one byte, where the
 * bytes are no UTF-8 (overlong forms, surrogates and values above U+10FFFF are none). */
int32_t mus_text_next(struct mus_text text, size_t *at);
/* The half-width ASCII character of a full-width form (U+FF01 to U+FF5E), ' ' for U+3000 and the
 * no-break space U+00A0, and any other character as it is. */
int32_t mus_text_narrow(int32_t character);
/* True if all of it is UTF-8; otherwise *at is the offset of the first bad byte (at may be NULL).
 */
bool mus_text_is_utf8(struct mus_text text, size_t *at);
/* True for 1–64 of A-Za-z0-9._:- */
bool mus_text_is_id(struct mus_text text);
/* A 64-bit hash of the bytes, the same on every machine (FNV-1a with a final mix). It names terms
 * and codes inside the match record; it is not for untrusted keys of a hash table. */
uint64_t mus_text_hash(struct mus_text text);
uint64_t mus_text_hash_seeded(uint64_t seed, struct mus_text text);

#endif
