/* The matches of a lexicon in one folded text, in the order of their beginnings: for the units of
 * this folder. See glossing.h for what a match is. Belongs to one thread at a time. */
#ifndef MUS_LEXICON_MATCHES_H
#define MUS_LEXICON_MATCHES_H

#include "base/limits.h"
#include "base/text.h"
#include "lexicon/characters.h"
#include "lexicon/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A character of the text, spaces that are mere layout left out. */
struct mus_place {
    struct mus_character is;
    bool spaced;    /* such a space stands before it */
    uint32_t begin; /* bytes of the folded text */
    uint32_t end;
};

/* Start with {0}, end with mus_matches_done; use it for any number of texts one after another. */
struct mus_matches {
    struct mus_place *places;
    size_t count;
    size_t capacity;
    size_t at;       /* where matches are looked for next */
    size_t furthest; /* the furthest end of those that began before */
};

struct mus_match {
    size_t begin; /* places begin … end-1 */
    size_t end;
    uint64_t key;    /* of the headword; the same headword has the same */
    uint32_t value;  /* of its list */
    unsigned halves; /* how far it counts: 2 in full, 1 by half */
};

/* Takes the text in hand. False when memory runs out. */
bool mus_matches_start(struct mus_matches *matches, struct mus_text folded);
/* The matches that begin at the next place where one does, the shorter first; 0 at the end of the
 * text. They are all there are but those which count nothing. */
size_t mus_matches_next(struct mus_matches *matches, const struct mus_lexicon *lexicon,
                        struct mus_match found[MUS_MAX_HEADWORD]);
void mus_matches_done(struct mus_matches *matches);

#endif
