/* The glossary that is part of the library: the files of fixtures/glossary as they were when it was
 * built. Constant; any thread. */
#ifndef MUS_LEXICON_BUILTIN_H
#define MUS_LEXICON_BUILTIN_H

#include "base/text.h"

#include <stddef.h>

struct mus_builtin_glossary {
    struct mus_text name; /* "water" */
    struct mus_text text; /* for mus_lexicon_add_glossary */
};

/* In the order of their names. */
const struct mus_builtin_glossary *mus_lexicon_builtin(size_t *count);

/* Written by base/embed.py; for builtin.c alone. */
extern const struct mus_builtin_glossary mus_builtin_glossary_data[];
extern const size_t mus_builtin_glossary_data_count;

#endif
