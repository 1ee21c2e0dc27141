/* From a word of folded text to the form that its term is made of: diacritics off, English stop
 * words out, English stem in one spelling. Working memory and the stemmer belong to one thread at a
 * time. */
#ifndef MUS_MATCHER_TEXT_WORDS_H
#define MUS_MATCHER_TEXT_WORDS_H

#include "base/limits.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct sb_stemmer;

/* A word as it is put together; `bytes` has room for one character beyond the limit. */
struct mus_word {
    char bytes[MUS_MAX_TERM_BYTES + 4];
    size_t len;
    bool ascii_letters; /* nothing else has come */
    bool cut;           /* it was longer; what follows is left out */
};

void mus_word_start(struct mus_word *word);
/* Adds a stretch of folded text: letters, digits and marks of one word. Latin letters lose their
 * diacritics, a comma between digits goes. */
void mus_word_add(struct mus_word *word, struct mus_text folded);
/* True for words that say nothing of a subject: the, of, and, … */
bool mus_word_is_stop(struct mus_text word);

/* NULL when memory runs out. */
struct sb_stemmer *mus_word_stemmer_new(void);
void mus_word_stemmer_free(struct sb_stemmer *stemmer);
/* The word's stem, in one spelling for Britain and America (organisation = organization, fibre =
 * fiber); what is no plain word of Latin letters is its own. The stem takes the word's place, and
 * is borrowed from it; the pointer is NULL when memory runs out. */
struct mus_text mus_word_stem(struct sb_stemmer *stemmer, struct mus_word *word);

#endif
