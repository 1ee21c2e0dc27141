/* What is derived from records: match records, keys of names, milestones; and the compiled lexicon.
 * Made anew when a newer program analyses otherwise than the one that wrote them. Internal to the
 * store. */
#ifndef MUS_STORE_DERIVE_H
#define MUS_STORE_DERIVE_H

#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

#include <stdint.h>

/* The version of all that this program derives. */
uint32_t mus_derived_version(void);
/* Compiles the lexicon that is in force, if there is one. */
enum mus_status mus_store_compile_lexicon(struct mus_write *write,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Its bytes, borrowed until the read ends; not given where there is none. */
enum mus_status mus_store_compiled_lexicon(const struct mus_read *read, struct mus_text *bytes,
                                           struct mus_error *err) MUS_MUST_CHECK;
/* Everything that is derived from records, made anew with the compiled lexicon as it is, in a write
 * under way; and the version recorded. */
enum mus_status mus_write_derive_records(struct mus_write *write,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* Derives everything anew, the compiled lexicon first, and records the version, in one write. */
enum mus_status mus_store_derive(struct mus_store *store, struct mus_error *err) MUS_MUST_CHECK;

#endif
