#include "matcher/text/chars.h"

#include <utf8proc.h>

static bool between(int32_t c, int32_t low, int32_t high)
{
    return c >= low && c <= high;
}

static enum mus_char_class ascii_class(int32_t c)
{
    if (between(c, 'a', 'z') || between(c, 'A', 'Z')) {
        return MUS_CHAR_LATIN;
    }
    if (between(c, '0', '9')) {
        return MUS_CHAR_DIGIT;
    }
    if (c <= ' ' || c == 0x7F) {
        return MUS_CHAR_SPACE;
    }
    return c == '+' || c == '<' || c == '>' || c == '$' ? MUS_CHAR_SYMBOL : MUS_CHAR_PUNCT;
}

static bool is_han(int32_t c)
{
    return between(c, 0x4E00, 0x9FFF) || between(c, 0x3400, 0x4DBF) || between(c, 0xF900, 0xFAFF) ||
           between(c, 0x20000, 0x323AF) || between(c, 0x3005, 0x3007);
}

static bool is_latin(int32_t c)
{
    return between(c, 0xC0, 0x24F) || between(c, 0x250, 0x2AF) || between(c, 0x1E00, 0x1EFF) ||
           between(c, 0x2C60, 0x2C7F) || between(c, 0xA720, 0xA7FF) || c == 0xAA || c == 0xBA;
}

static bool is_unspaced(int32_t c)
{
    return between(c, 0x0E01, 0x0E3A) || between(c, 0x0E40, 0x0E4E) || between(c, 0x0E80, 0x0ECF) ||
           between(c, 0x0EDC, 0x0EDF) || between(c, 0x1000, 0x103F) || between(c, 0x1780, 0x17D3);
}

static enum mus_char_class class_by_category(int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    switch ((int)category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return is_latin(c) ? MUS_CHAR_LATIN : MUS_CHAR_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return MUS_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return MUS_CHAR_MARK;
    case UTF8PROC_CATEGORY_SC:
        return MUS_CHAR_SYMBOL;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
        return MUS_CHAR_SPACE;
    default:
        return MUS_CHAR_PUNCT;
    }
}

enum mus_char_class mus_char_class(int32_t c)
{
    if (c < 0x80) {
        return ascii_class(c);
    }
    if (is_han(c)) {
        return MUS_CHAR_HAN;
    }
    if (between(c, 0x3041, 0x3096) || c == 0x309D || c == 0x309E) {
        return MUS_CHAR_HIRAGANA;
    }
    if (between(c, 0x30A1, 0x30FA) || between(c, 0x30FC, 0x30FE) || between(c, 0x31F0, 0x31FF) ||
        c == 0x3099 || c == 0x309A) {
        return MUS_CHAR_KATAKANA;
    }
    if (between(c, 0xAC00, 0xD7A3) || between(c, 0x1100, 0x11FF)) {
        return MUS_CHAR_HANGUL;
    }
    return is_unspaced(c) ? MUS_CHAR_UNSPACED : class_by_category(c);
}

enum mus_char_class mus_char_class_at(struct mus_text text, size_t at)
{
    return at < text.len ? mus_char_class(mus_text_next(text, &at)) : MUS_CHAR_SPACE;
}

enum mus_char_class mus_char_class_before(struct mus_text text, size_t at)
{
    if (at == 0) {
        return MUS_CHAR_SPACE;
    }
    do {
        at--;
    } while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return mus_char_class_at(text, at);
}

bool mus_char_is_dash(int32_t c)
{
    return c == '-' || between(c, 0x2010, 0x2015) || c == 0x2212 || c == 0x2500 || c == 0x2501 ||
           c == 0x301C || c == 0x30A0;
}

/* Letters whose stroke or tie is no combining mark. */
static const struct {
    int32_t from;
    char to[3];
} STROKED[] = {
    {0xAA, "a"},   {0xBA, "o"},  {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},
    {0x111, "d"},  {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14B, "n"},
    {0x153, "oe"}, {0x167, "t"}, {0x180, "b"}, {0x19A, "l"}, {0x1B6, "z"}, {0x1E5, "g"},
    {0x23C, "c"},  {0x247, "e"}, {0x249, "j"}, {0x24D, "r"}, {0x24F, "y"}, {0x253, "b"},
    {0x257, "d"},  {0x259, "e"}, {0x268, "i"}, {0x289, "u"},
};

static size_t stroked(int32_t c, int32_t *plain)
{
    for (size_t i = 0; i < sizeof STROKED / sizeof *STROKED; i++) {
        if (STROKED[i].from == c) {
            plain[0] = (unsigned char)STROKED[i].to[0];
            plain[1] = (unsigned char)STROKED[i].to[1];
            return STROKED[i].to[1] == '\0' ? 1 : 2;
        }
    }
    plain[0] = c;
    return 1;
}

size_t mus_char_plain(int32_t c, int32_t plain[MUS_CHAR_PLAIN_MAX])
{
    plain[0] = c;
    if (c < 0x80 || !is_latin(c)) {
        return 1;
    }
    int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    /* The base letter comes first; what follows are its marks. ǽ is æ with one. */
    return stroked(count > 0 ? parts[0] : c, plain);
}
