/* The lexicon by which the store's texts are found in the other language (lexicon/lexicon.h).
 *
 * The store keeps one: its source, and what is compiled of it for this version of the analysis.
 * Both are documents of the kinds "lexicon" and "lexicon_compiled"; unlike other documents they do
 * not outlive their successors, as they are large and no result refers to them. Without one texts
 * are found in their own language only. */
#ifndef MUS_STORE_LEXICON_H
#define MUS_STORE_LEXICON_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "lexicon/lexicon.h"
#include "profile/firm_analysis.h"
#include "store/store.h"

#include <stdbool.h>

/* Puts the source (lexicon/source.h) in the place of the one before and analyses every company
 * anew, in this write. One that is in force already changes nothing. MUS_INVALID and MUS_LIMIT
 * where it is no source. `digest` may be NULL. */
enum mus_status mus_store_put_lexicon(struct mus_write *write, struct mus_text source,
                                      struct mus_digest *digest,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* Borrowed until the read ends, in a write until its next change; not given where there is none. */
enum mus_status mus_store_lexicon_source(const struct mus_read *read, struct mus_text *source,
                                         struct mus_digest *digest,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* The compiled one, borrowed likewise; *there is false where the store has none. */
enum mus_status mus_store_lexicon(const struct mus_read *read, struct mus_lexicon *out, bool *there,
                                  struct mus_error *err) MUS_MUST_CHECK;

/* What it takes to analyse companies and needs as the store's were. It must not be moved, and
 * belongs to one thread at a time; its lexicon lives as long as the read. */
struct mus_store_tools {
    struct mus_firm_tools firm;
    struct mus_lexicon lexicon; /* firm.lexicon points here, or nowhere */
    struct mus_digest digest;   /* of the compiled one, zeros where there is none */
};
/* On failure nothing is left to close. Closing what is zeroed does nothing. */
enum mus_status mus_store_tools_open(const struct mus_read *read, struct mus_store_tools *tools,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* Takes the lexicon of another read, or of the same write after a change. */
enum mus_status mus_store_tools_look(const struct mus_read *read, struct mus_store_tools *tools,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_store_tools_close(struct mus_store_tools *tools);

#endif
