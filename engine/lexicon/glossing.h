/* Japanese texts read with a lexicon: the English terms that they stand for, and the stretches that
 * stand for wanted ones.
 *
 * A text is folded (matcher/text/fold.h), old kanji are read as the form in use today, and a space
 * between two Japanese characters is no more than layout (水 処理 = 水処理). A *match* is a
 * headword anywhere in it, except
 *  - where a Latin word or number of the text goes on at either end (led in called),
 *  - one of fewer than three characters where a katakana word goes on (ポン in ポンプ),
 *  - one character within a longer match.
 * Compounds are so read by their parts as well, as dictionaries never have all compounds: a match
 * counts in full, and by half where another one contains it. */
#ifndef MUS_LEXICON_GLOSSING_H
#define MUS_LEXICON_GLOSSING_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "lexicon/lexicon.h"
#include "matcher/firm.h"

#include <stdbool.h>
#include <stddef.h>

/* Working memory, kept from text to text. Belongs to one thread at a time; lexicons may change. */
struct mus_glossing;

/* NULL when memory runs out. */
struct mus_glossing *mus_glossing_new(void);
void mus_glossing_free(struct mus_glossing *space);

/* The English terms of the texts as a bag: each match gives the terms of its headword their weights
 * (compile.h), in full or by half; sums are exact, tf are thousandths, rounded up from a half. A
 * term's share is its part of all that the headword can mean, added up likewise to a whole. The
 * MUS_MAX_TRANSLATED_TERMS weightiest are kept, of equals those of the smaller hash. The length is
 * 0: the caller knows what it is. Texts that are not given are skipped. MUS_INVALID where one is
 * not UTF-8, MUS_LIMIT beyond MUS_MAX_ANALYSED_TEXT. The bag lies in the arena. */
enum mus_status mus_lexicon_bag(const struct mus_lexicon *lexicon, struct mus_glossing *space,
                                struct mus_texts texts, struct mus_arena *arena,
                                struct mus_bag *bag, struct mus_error *err) MUS_MUST_CHECK;

/* Whether one of the terms is one that it has a headword for. */
bool mus_lexicon_has_any(const struct mus_lexicon *lexicon, struct mus_hashes terms);
/* The stretches of the text, as it is spelled, whose headwords have one of the wanted terms
 * (sorted): the longest first, none within another that is shown and none twice; at most `limit`,
 * and at most MUS_MAX_LIST, in the order of the text. The list lies in the arena; its items point
 * into the text. */
enum mus_status mus_lexicon_matched(const struct mus_lexicon *lexicon, struct mus_glossing *space,
                                    struct mus_text text, struct mus_hashes wanted, size_t limit,
                                    struct mus_arena *arena, struct mus_texts *shown,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
