/* From a lexicon source (source.h) to the form that is read in place (lexicon.h). */
#ifndef MUS_LEXICON_COMPILE_H
#define MUS_LEXICON_COMPILE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "matcher/text/terms.h"

/* Appends the compiled lexicon to out. Same source, same bytes.
 *
 * A headword stands for the words of its glosses as the text analysis names them. The p-th gloss of
 * a line, of n words without stop words, gives each of these 1000/√(p·n) thousandths, rounded, 1 at
 * least: a sense that comes late says less, and so does one word of many. Of several weights of a
 * term the greatest stands. A headword that is left with no term is none.
 *
 * MUS_INVALID and MUS_LIMIT, with the line, where the source is not sound; MUS_LIMIT beyond
 * MUS_MAX_LEXICON_TERMS. */
enum mus_status mus_lexicon_compile(struct mus_text source, struct mus_analyser *analyser,
                                    struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
