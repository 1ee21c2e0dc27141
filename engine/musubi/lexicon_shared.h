/* Making a lexicon of what a store has: for building one by command, and for a new store. */
#ifndef MUS_MUSUBI_LEXICON_SHARED_H
#define MUS_MUSUBI_LEXICON_SHARED_H

#include "base/buf.h"
#include "base/status.h"
#include "lexicon/builder.h"
#include "profile/table.h"

/* Appends the source made of the built-in glossary, of the names of subjects, places and purposes
 * in the tables in force, and of what the caller adds to it: files of its own (lexicon/glossary.h)
 * and EDICT, where their paths are given. Messages about a file begin with its path. */
struct mus_lexicon_recipe {
    const struct mus_tables *tables;
    const char *glossary; /* NULL: none */
    const char *edict;    /* NULL: none */
};
enum mus_status mus_lexicon_make(const struct mus_lexicon_recipe *recipe, struct mus_buf *source,
                                 struct mus_lexicon_counts counts[MUS_LEXICON_ORIGIN_COUNT],
                                 struct mus_error *err) MUS_MUST_CHECK;

#endif
