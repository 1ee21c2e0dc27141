/* Words of katakana that are written in several ways. Pure; any thread. */
#ifndef MUS_MATCHER_TEXT_KATAKANA_H
#define MUS_MATCHER_TEXT_KATAKANA_H

#include "base/limits.h"
#include "base/text.h"

#include <stddef.h>

/* Writes the form by which the word is known and returns its length: without a long vowel at its
 * end where two characters or more remain (サーバー → サーバ, ポンプ stays), ヴァ ヴィ ヴ ヴェ ヴォ
 * as バ ビ ブ ベ ボ. `folded` is all katakana; what goes beyond MUS_MAX_TERM_BYTES is left out. */
size_t mus_katakana_form(struct mus_text folded, char form[MUS_MAX_TERM_BYTES]);

#endif
