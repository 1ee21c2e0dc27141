/* Characters of folded text as headwords and texts are read: old kanji in the form in use today,
 * what each is, and where a space between two of them says nothing. Pure; any thread. */
#ifndef MUS_LEXICON_CHARACTERS_H
#define MUS_LEXICON_CHARACTERS_H

#include "base/text.h"
#include "matcher/text/chars.h"
#include "matcher/text/kanji.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_character {
    int32_t character;
    enum mus_char_class class;
};

/* The character at *at of text that is known to be UTF-8; moves *at past it. */
static inline struct mus_character mus_character_next(struct mus_text folded, size_t *at)
{
    int32_t character = mus_char_next(folded.ptr, at);
    enum mus_char_class class = mus_char_class(character);
    if (class == MUS_CHAR_HAN) {
        character = mus_kanji_current(character);
    }
    return (struct mus_character){character, class};
}

static inline bool mus_character_is_japanese(enum mus_char_class class)
{
    return class == MUS_CHAR_HAN || class == MUS_CHAR_HIRAGANA || class == MUS_CHAR_KATAKANA;
}

/* Whether it belongs to a word that is read whole or not at all. */
static inline bool mus_character_is_of_word(enum mus_char_class class)
{
    return class == MUS_CHAR_LATIN || class == MUS_CHAR_DIGIT || class == MUS_CHAR_LETTER ||
           class == MUS_CHAR_MARK;
}

/* Whether a space between `before` and what stands at `at` is no more than layout: 水 処理. */
static inline bool mus_character_joins(struct mus_character before, struct mus_text folded,
                                       size_t at)
{
    return mus_character_is_japanese(before.class) && at < folded.len &&
           mus_character_is_japanese(mus_character_next(folded, &at).class);
}

#endif
