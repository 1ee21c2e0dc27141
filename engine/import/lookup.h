/* Spellings and what each stands for: a reference table's codes, labels and synonyms, or the words
 * that a map lists itself. Compared after width, case and space folding. Built once, then constant;
 * any thread. */
#ifndef MUS_IMPORT_LOOKUP_H
#define MUS_IMPORT_LOOKUP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "profile/table.h"

#include <stdbool.h>
#include <stddef.h>

struct mus_spelling {
    struct mus_text folded; /* as mus_table_fold gives it */
    struct mus_text value;  /* not given: the word stands for "not known" */
};

struct mus_lookup {
    struct mus_text name;
    const struct mus_spelling *items; /* by folded, each once */
    size_t count;
    /* Where words are looked for inside a text, spellings of a single character, and of fewer than
     * four Latin letters, find nothing: "DE" stands in too many addresses. */
    bool whole_words_only;
};

/* All spellings of the table; its texts are borrowed. Of equal spellings the one that
 * mus_table_lookup finds. */
enum mus_status mus_lookup_of_table(const struct mus_table *table, struct mus_arena *arena,
                                    struct mus_lookup *out, struct mus_error *err) MUS_MUST_CHECK;
/* Sorts `items`, whose texts are borrowed. MUS_INVALID where a spelling stands twice with two
 * values: "ab" stands for both "x" and "y". */
enum mus_status mus_lookup_make(struct mus_text name, struct mus_spelling *items, size_t count,
                                struct mus_lookup *out, struct mus_error *err) MUS_MUST_CHECK;

/* False where no spelling is `folded` (mus_table_fold). */
bool mus_lookup_find(const struct mus_lookup *lookup, struct mus_text folded,
                     struct mus_text *value);

enum mus_lookup_place {
    MUS_LOOKUP_FRONT,  /* the longest spelling that the text begins with */
    MUS_LOOKUP_WITHIN, /* the last of those that stand in it, each taken as long as possible */
};
/* Looks inside `folded` (mus_fold_search: white space is one blank, which may stand anywhere in a
 * spelling). A spelling that begins or ends with a Latin, katakana or hangul letter is found only
 * where the text has no letter of that kind next to it: "タイ" is not in "タイワン". */
bool mus_lookup_search(const struct mus_lookup *lookup, enum mus_lookup_place place,
                       struct mus_text folded, struct mus_text *value);

#endif
