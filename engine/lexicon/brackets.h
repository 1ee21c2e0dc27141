/* What stands in brackets explains and does not name: it is left out of labels and glosses. Pure;
 * any thread. */
#ifndef MUS_LEXICON_BRACKETS_H
#define MUS_LEXICON_BRACKETS_H

#include "base/buf.h"
#include "base/text.h"

/* Appends the text without what stands in (…), {…}, （…） or 〔…〕, one within another too, with a
 * space for each; without blanks and the signs . ; at either end. A bracket that is never closed
 * takes all that follows. Never more bytes than the text has. */
void mus_brackets_strip(struct mus_text text, struct mus_buf *out);

#endif
