/* A company made ready to be stored: all that is made of its record alone, which is most of the
 * work of storing it, and can be done on any thread, before the write and without the store.
 *
 * The match record is made with a lexicon. It says which, so that a put whose store has another
 * one in force by then makes it anew. */
#ifndef MUS_STORE_READY_H
#define MUS_STORE_READY_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "profile/company_record.h"
#include "store/companies.h"
#include "store/lexicon.h"

#include <stdbool.h>
#include <stddef.h>

struct mus_index;

struct mus_ready {
    struct mus_text id;
    const struct mus_source *sources;
    size_t source_count;
    struct mus_text record; /* encoded */
    struct mus_text firm;   /* the match record; not given: it is made when it is needed */
    struct mus_digest lexicon;
    const struct mus_index *index;
    bool has_contacts;
    struct mus_text contacts; /* in plain bytes; not given: none in hand */
};

/* Everything lies in the arena, nothing is borrowed. `scratch` is working memory, and may be the
 * same arena. Without tools (NULL) there is no match record yet.
 * MUS_INVALID: no id, a source that cannot be a key, or the record does not pass
 * mus_company_record_check. */
enum mus_status mus_store_make_ready(const struct mus_store_tools *tools,
                                     const struct mus_company_record *record,
                                     struct mus_arena *scratch, struct mus_arena *arena,
                                     struct mus_ready *out, struct mus_error *err) MUS_MUST_CHECK;
/* mus_store_put of the record that was made ready. `ready` may not be borrowed from the store. */
enum mus_status mus_store_put_ready(struct mus_write *write, const struct mus_ready *ready,
                                    enum mus_put *put, struct mus_error *err) MUS_MUST_CHECK;

/* A company as the store holds it, sealed contacts and all: what two looks at it compare. Copied
 * into the arena; not there: neither is given. The id is taken as it is. */
struct mus_stored {
    struct mus_text record, sealed;
};
enum mus_status mus_store_stored(const struct mus_read *read, struct mus_text id,
                                 struct mus_arena *arena, struct mus_stored *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
bool mus_stored_same(const struct mus_stored *a, const struct mus_stored *b);

#endif
