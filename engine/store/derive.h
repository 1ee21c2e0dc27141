/* What is derived from records: match records, keys of names, milestones; and the compiled lexicon.
 * Made anew when a newer program analyses otherwise than the one that wrote them. Internal to the
 * store. */
#ifndef MUS_STORE_DERIVE_H
#define MUS_STORE_DERIVE_H

#include "base/status.h"
#include "store/store.h"

#include <stdint.h>

/* The version of all that this program derives. */
uint32_t mus_derived_version(void);
/* Compiles the lexicon that is in force, if there is one. */
enum mus_status mus_store_compile_lexicon(struct mus_write *write,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* The lexicon and everything that is derived from records, made anew in a write under way. */
enum mus_status mus_write_derive(struct mus_write *write, struct mus_error *err) MUS_MUST_CHECK;
/* Derives everything anew and records the version, in one write. */
enum mus_status mus_store_derive(struct mus_store *store, struct mus_error *err) MUS_MUST_CHECK;

#endif
