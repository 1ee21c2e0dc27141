/* A compiled lexicon: Japanese headwords and the weighted English terms that each stands for, read
 * where it lies. compile.h makes it of a source, and its layout stands in layout.h.
 *
 * A view borrows the bytes, which need no alignment and may be mapped from a store; it dies with
 * them. Opening looks at the header alone; whatever the bytes hold, reading stays within them and
 * ends. Any number of threads may read one view. */
#ifndef MUS_LEXICON_LEXICON_H
#define MUS_LEXICON_LEXICON_H

#include "base/status.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

struct mus_lexicon {
    uint32_t headwords;
    uint32_t prefixes; /* headwords and proper beginnings of such, each once */
    uint32_t terms;    /* different ones */
    /* for the units of this folder */
    const unsigned char *slots;
    const unsigned char *lists;
    const unsigned char *hashes;
    uint32_t slot_count;
    uint32_t reach;
    uint32_t list_words;
};

/* MUS_CONFLICT where another version of the format or of the text analysis has made the bytes (they
 * are to be compiled again), MUS_CORRUPT where compiling never writes such. */
enum mus_status mus_lexicon_open(struct mus_text bytes, struct mus_lexicon *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* Looks at everything: MUS_CORRUPT where a part is not as compiling writes it. */
enum mus_status mus_lexicon_check(const struct mus_lexicon *lexicon,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
