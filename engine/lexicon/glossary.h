/* Rows of the project's own for a lexicon: glossaries, and code tables that have names in both
 * languages. */
#ifndef MUS_LEXICON_GLOSSARY_H
#define MUS_LEXICON_GLOSSARY_H

#include "base/status.h"
#include "base/text.h"
#include "lexicon/builder.h"

/* Adds a glossary: in each line Japanese terms parted by |, a tab, English ones parted by |. Each
 * Japanese term becomes a headword with all the English ones. A line of another form is MUS_INVALID
 * or MUS_LIMIT, `NAME:12: …`, and nothing of the text is added. */
enum mus_status mus_lexicon_add_glossary(struct mus_lexicon_builder *builder, struct mus_text name,
                                         struct mus_text text,
                                         struct mus_error *err) MUS_MUST_CHECK;

/* Adds the two names of a code, without what they have in brackets. Names that list several things
 * (農業、林業 and "Agriculture and forestry") are taken apart where both list as many; otherwise
 * they are passed over, as nobody can say which is which. */
enum mus_status mus_lexicon_add_pair(struct mus_lexicon_builder *builder, struct mus_text ja,
                                     struct mus_text en, struct mus_error *err) MUS_MUST_CHECK;

#endif
