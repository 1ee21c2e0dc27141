/* Which wrapping key is in force. Internal to the store; replacing it is in keys.h. */
#ifndef MUS_STORE_WRAPPING_H
#define MUS_STORE_WRAPPING_H

#include "base/status.h"
#include "crypto/keyring.h"
#include "store/store.h"

/* For a new store: records the version of the keys environment and the key's id. */
enum mus_status mus_wrapping_record(struct mus_store *store, struct mus_key_id id,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Finishes a replacement that was cut short, and opens the key ring; where there is no key to be
 * had the store remembers why. */
enum mus_status mus_wrapping_open(struct mus_store *store,
                                  const struct mus_keyring_options *options,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
