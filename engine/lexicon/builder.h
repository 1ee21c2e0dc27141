/* Rows of a lexicon collected from where they come from, and written as a source (source.h).
 *
 * A headword is folded (matcher/text/fold.h), its old kanji become the form in use today, and a
 * space between two Japanese characters in it is left out, as it all is when texts are read. A
 * gloss is kept as it is spelled, since capitals can tell (IT is no "it"), but for white space and
 * what parts glosses in a line. A row is passed over, and counted, where
 *  - its headword is empty, longer than MUS_MAX_HEADWORD characters, one character that is no
 *    kanji, or fewer than three hiragana and nothing else: such would be found inside other words;
 *  - no gloss is left. A gloss of more than MUS_MAX_GLOSS_WORDS words describes and does not
 *    translate: it is left out, and so is what comes after MUS_MAX_GLOSSES.
 *
 * A builder belongs to one thread at a time. */
#ifndef MUS_LEXICON_BUILDER_H
#define MUS_LEXICON_BUILDER_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stddef.h>

/* Where a row comes from. What stands first is trusted most, and comes first within a headword. */
enum mus_lexicon_origin {
    MUS_LEXICON_GLOSSARY,
    MUS_LEXICON_TABLES,
    MUS_LEXICON_EDICT,
    MUS_LEXICON_ORIGIN_COUNT
};

struct mus_lexicon_counts {
    size_t rows;        /* that the source has; of exact duplicates the first alone */
    size_t passed_over; /* that were handed in and left out */
};

struct mus_lexicon_builder;

/* NULL when memory runs out. */
struct mus_lexicon_builder *mus_lexicon_builder_new(void);
void mus_lexicon_builder_free(struct mus_lexicon_builder *builder);

/* Takes the row, or passes it over. Texts are copied. MUS_INVALID where one is not UTF-8, MUS_LIMIT
 * beyond MUS_MAX_LEXICON_ROWS or MUS_MAX_LEXICON_BYTES; then nothing is taken. */
enum mus_status mus_lexicon_add(struct mus_lexicon_builder *builder, enum mus_lexicon_origin origin,
                                struct mus_text headword, struct mus_texts glosses,
                                struct mus_error *err) MUS_MUST_CHECK;
/* Counts something that was no row at all. */
void mus_lexicon_pass_over(struct mus_lexicon_builder *builder, enum mus_lexicon_origin origin);

/* How far the builder has come, so that a file that turns out to be wrong can be taken back whole.
 */
struct mus_lexicon_mark {
    size_t rows;
    size_t bytes;
    size_t passed_over[MUS_LEXICON_ORIGIN_COUNT];
};
struct mus_lexicon_mark mus_lexicon_mark(const struct mus_lexicon_builder *builder);
void mus_lexicon_take_back(struct mus_lexicon_builder *builder, struct mus_lexicon_mark mark);

/* Appends the source to out, and writes the counts by origin. The same rows in the same order give
 * the same bytes. More rows may be added afterwards. */
enum mus_status mus_lexicon_write(struct mus_lexicon_builder *builder, struct mus_buf *out,
                                  struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT],
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
