/* Documents that results refer to by digest (weights, rule sets): kept for ever, so that an old
 * ranking can be made again. Of each kind one is in force. */
#ifndef MUS_STORE_DOCUMENTS_H
#define MUS_STORE_DOCUMENTS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "store/store.h"

/* Stores the bytes under their SHA-256 and puts them in force. `kind` is 1–32 characters of an id
 * ("weights"); MUS_INVALID otherwise, MUS_LIMIT beyond MUS_MAX_JSON_BYTES. `digest` may be NULL. */
enum mus_status mus_store_put_document(struct mus_write *write, struct mus_text kind,
                                       struct mus_text bytes, struct mus_digest *digest,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* Stores the bytes under their SHA-256 and puts nothing in force: what a run was made of, and made.
 * As above, but up to MUS_MAX_KEPT_DOCUMENT. */
enum mus_status mus_store_keep_document(struct mus_write *write, struct mus_text kind,
                                        struct mus_text bytes, struct mus_digest *digest,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* Puts a document that is kept in force; MUS_INVALID as above. */
enum mus_status mus_store_enforce_document(struct mus_write *write, struct mus_text kind,
                                           const struct mus_digest *digest,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* Takes away the one in force, if there is one: for kinds that no result refers to. */
enum mus_status mus_store_drop_document(struct mus_write *write, struct mus_text kind,
                                        struct mus_error *err) MUS_MUST_CHECK;
/* The one in force; not there: MUS_OK with *bytes not given. Copied into the arena. */
enum mus_status mus_store_document_in_force(const struct mus_read *read, struct mus_text kind,
                                            struct mus_arena *arena, struct mus_text *bytes,
                                            struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND: no weights document "<digest>". */
enum mus_status mus_store_document(const struct mus_read *read, struct mus_text kind,
                                   const struct mus_digest *digest, struct mus_arena *arena,
                                   struct mus_text *bytes, struct mus_error *err) MUS_MUST_CHECK;
/* The same without a copy: borrowed until the read ends; in a write, until its next change. */
enum mus_status mus_store_borrow_document(const struct mus_read *read, struct mus_text kind,
                                          const struct mus_digest *digest, struct mus_text *bytes,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The one in force without a copy, borrowed likewise, and its digest; not there: MUS_OK with *bytes
 * not given. */
enum mus_status mus_store_borrow_in_force(const struct mus_read *read, struct mus_text kind,
                                          struct mus_text *bytes, struct mus_digest *digest,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
