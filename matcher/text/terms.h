/* Text taken apart into terms: what is indexed, looked up and shown as evidence.
 *
 * - Japanese (and Chinese) runs of kanji and kana give every pair of neighbouring characters and
 *   every single kanji; a run of one katakana gives that. Pairs of two hiragana are kept: leaving
 *   them out lost .009 nDCG@10 on descriptions of industries and .002 on contracts. A word of two
 * or more katakana stands as a whole too, without the long vowel that many leave out at its end
 *   (サーバー = サーバ). Old kanji are known by the form in use today (廢棄 = 廃棄). Hangul, Thai,
 * Lao, Khmer and Burmese runs give pairs, or the one character that there is.
 * - Other scripts give words, case-folded. Latin letters lose their diacritics (Müller =
 *   Muller), English stop words are set aside (but not IT or US, in capitals) and the rest is
 *   stemmed (Snowball "english"), with one spelling for Britain and America (fibre = fiber). Digits
 * are words (1,000 = 1000; 2.5 stays whole), also together with letters (co2); iso14001 gives iso
 * and 14001 beside itself. Words joined by a hyphen or & give the parts and the joined form
 * (waste-water: waste, water, wastewater).
 * - What stands in brackets as an exception, （…を除く） or (except …), is left out: a text is not
 *   about what it excludes.
 * - Text is folded first (fold.h). Words longer than MUS_MAX_TERM_BYTES are known by their
 *   beginning.
 *
 * A term's name is a short hash of its folded form behind a byte for its kind, so that a pair
 * and a word never share a form; its last bits tell the class (mus_term_class_of). Anything here
 * that changes the terms of a text takes a new MUS_ANALYSIS_VERSION, which is stored beside what
 * was analysed, and is part of what scores depend on. What only names the same terms otherwise
 * takes new versions of what holds their names: match records and compiled lexicons. */
#ifndef MUS_MATCHER_TEXT_TERMS_H
#define MUS_MATCHER_TEXT_TERMS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/firm.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_ANALYSIS_VERSION 2

enum mus_token_kind {
    MUS_TOKEN_PAIR,     /* two neighbouring characters of a script without spaces */
    MUS_TOKEN_SINGLE,   /* one character of such a script */
    MUS_TOKEN_WORD,     /* a word or a number, or a part of one */
    MUS_TOKEN_JOINED,   /* several parts as one word */
    MUS_TOKEN_KATAKANA, /* a whole word of katakana */
};

struct mus_token {
    uint64_t hash;
    enum mus_token_kind kind;
    uint32_t begin; /* bytes begin … end-1 of the original text, whole characters */
    uint32_t end;
};

/* Holds the stemmer and working memory, so that no token costs an allocation. Belongs to one thread
 * at a time. */
struct mus_analyser;

/* NULL when memory runs out. */
struct mus_analyser *mus_analyser_new(void);
void mus_analyser_free(struct mus_analyser *analyser);

/* The tokens of the text in the order of their beginnings (a joined word comes before its parts, a
 * word of katakana before its pairs, a pair before its single). They are borrowed from the analyser
 * until its next use. MUS_INVALID where the text is not UTF-8, MUS_LIMIT beyond
 * MUS_MAX_ANALYSED_TEXT. */
enum mus_status mus_terms_of(struct mus_analyser *analyser, struct mus_text text,
                             const struct mus_token **tokens, size_t *count,
                             struct mus_error *err) MUS_MUST_CHECK;

/* All terms of the texts (of one field in several languages, say) as one bag, sorted by hash. Texts
 * that are not given are skipped. Whole words of katakana add nothing to the length, which their
 * pairs make. The bag lies in the arena. */
enum mus_status mus_terms_bag(struct mus_analyser *analyser, struct mus_texts texts,
                              struct mus_arena *arena, struct mus_bag *bag,
                              struct mus_error *err) MUS_MUST_CHECK;

#endif
