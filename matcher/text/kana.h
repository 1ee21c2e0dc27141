/* Kana that stand for one another where keys are made. Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_KANA_H
#define MUS_MATCHER_TEXT_KANA_H

#include <stdint.h>

/* The katakana of a hiragana; any other character as it is. */
static inline int32_t mus_kana_katakana(int32_t c)
{
    return (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E ? c + 0x60 : c;
}

/* The large katakana of a small one (ッ → ツ, ャ → ヤ, ヶ → ケ); any other character as it is. */
static inline int32_t mus_kana_large(int32_t c)
{
    switch (c) {
    case U'ァ':
    case U'ィ':
    case U'ゥ':
    case U'ェ':
    case U'ォ':
    case U'ッ':
    case U'ャ':
    case U'ュ':
    case U'ョ':
    case U'ヮ':
        return c + 1;
    case U'ヵ':
        return U'カ';
    case U'ヶ':
        return U'ケ';
    default:
        return c;
    }
}

#endif
