/* What is derived from records: match records, keys of names, milestones. Made anew when a newer
 * program analyses otherwise than the one that wrote them. Internal to the store. */
#ifndef MUS_STORE_DERIVE_H
#define MUS_STORE_DERIVE_H

#include "base/status.h"
#include "store/store.h"

#include <stdint.h>

/* The version of all that this program derives. */
uint32_t mus_derived_version(void);
/* Derives everything anew and records the version, in one write. */
enum mus_status mus_store_derive(struct mus_store *store, struct mus_error *err) MUS_MUST_CHECK;

#endif
