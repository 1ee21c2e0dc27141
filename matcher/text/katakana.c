#include "matcher/text/katakana.h"

#include "matcher/text/chars.h"

static int32_t next_of(struct mus_text text, size_t at)
{
    return at < text.len ? mus_char_next(text.ptr, &at) : 0;
}

/* The B of ヴ and the small vowel behind it; 0 where none stands there. */
static int32_t with_vowel(int32_t small)
{
    switch (small) {
    case U'ァ':
        return U'バ';
    case U'ィ':
        return U'ビ';
    case U'ェ':
        return U'ベ';
    case U'ォ':
        return U'ボ';
    default:
        return 0;
    }
}

size_t mus_katakana_form(struct mus_text folded, char form[MUS_MAX_TERM_BYTES])
{
    size_t len = 0;
    size_t characters = 0;
    int32_t c = 0;
    for (size_t at = 0; at < folded.len && len + 4 <= MUS_MAX_TERM_BYTES; characters++) {
        c = mus_char_next(folded.ptr, &at);
        if (c == U'ヴ') {
            int32_t joined = with_vowel(next_of(folded, at));
            if (joined != 0) {
                mus_char_next(folded.ptr, &at);
            }
            if (joined != 0) {
                c = joined;
            } else {
                c = U'ブ';
            }
        }
        len += mus_char_write(form + len, c);
    }
    return c == U'ー' && characters > 2 ? len - 3 : len;
}
