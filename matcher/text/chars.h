/* Properties of single characters that the units of matcher/text share. Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_CHARS_H
#define MUS_MATCHER_TEXT_CHARS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a character of folded text is. */
enum mus_char_class {
    MUS_CHAR_SPACE,    /* white space and controls */
    MUS_CHAR_PUNCT,    /* punctuation, and symbols that only decorate */
    MUS_CHAR_SYMBOL,   /* symbols that can tell names apart: + < > and currencies */
    MUS_CHAR_LATIN,    /* Latin letters */
    MUS_CHAR_DIGIT,    /* decimal digits of any script */
    MUS_CHAR_LETTER,   /* letters of other scripts that put spaces between words */
    MUS_CHAR_MARK,     /* combining marks */
    MUS_CHAR_HAN,      /* kanji with 々 〆 〇 */
    MUS_CHAR_HIRAGANA, /* with ゝ ゞ */
    MUS_CHAR_KATAKANA, /* with ー ヽ ヾ */
    MUS_CHAR_HANGUL,
    MUS_CHAR_UNSPACED, /* Thai, Lao, Khmer, Burmese: letters and their marks */
};

enum mus_char_class mus_char_class(int32_t character);

/* The class of the character that begins there, and of the one that ends there, in UTF-8;
 * MUS_CHAR_SPACE where there is none. */
enum mus_char_class mus_char_class_at(struct mus_text text, size_t at);
enum mus_char_class mus_char_class_before(struct mus_text text, size_t at);

/* Dashes of all kinds, the minus sign among them; not ー. */
bool mus_char_is_dash(int32_t character);

enum { MUS_CHAR_PLAIN_MAX = 4 };

/* The folded Latin letter without diacritics (é → e, ø → o, æ → ae, đ → d), as 1 or 2 characters;
 * any other character as it is. Returns how many were written. */
size_t mus_char_plain(int32_t character, int32_t plain[MUS_CHAR_PLAIN_MAX]);

/* The character at *at of text that is known to be UTF-8; moves *at past it. */
static inline int32_t mus_char_next(const char *utf8, size_t *at)
{
    const unsigned char *here = (const unsigned char *)utf8 + *at;
    if (here[0] < 0x80) {
        *at += 1;
        return here[0];
    }
    if (here[0] < 0xE0) {
        *at += 2;
        return (here[0] & 0x1F) << 6 | (here[1] & 0x3F);
    }
    if (here[0] < 0xF0) {
        *at += 3;
        return (here[0] & 0x0F) << 12 | (here[1] & 0x3F) << 6 | (here[2] & 0x3F);
    }
    *at += 4;
    return (here[0] & 0x07) << 18 | (here[1] & 0x3F) << 12 | (here[2] & 0x3F) << 6 |
           (here[3] & 0x3F);
}

/* Writes the character as UTF-8 (up to 4 bytes) and returns its length. */
static inline size_t mus_char_write(char *out, int32_t character)
{
    uint32_t c = (uint32_t)character;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | (c >> 6));
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | (c >> 12));
        out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (c >> 18));
    out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

#endif
