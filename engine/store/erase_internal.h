/* Internal to the store. */
#ifndef MUS_STORE_ERASE_INTERNAL_H
#define MUS_STORE_ERASE_INTERNAL_H

#include "base/status.h"
#include "store/store.h"

/* Completes erasures that were cut short between their two commits. */
enum mus_status mus_store_finish_erasures(struct mus_store *store,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
