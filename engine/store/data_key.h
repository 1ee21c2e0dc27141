/* Data keys in the keys environment. Internal to the store. */
#ifndef MUS_STORE_DATA_KEY_H
#define MUS_STORE_DATA_KEY_H

#include "base/status.h"
#include "crypto/seal.h"
#include "store/door.h"
#include "store/store.h"

#include <stdbool.h>

/* The company's data key. Where it has none, *found is false. The caller wipes out. */
enum mus_status mus_data_key_get(const struct mus_read *read, struct mus_text id,
                                 struct mus_key *out, bool *found,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* The same; where it has none one is made, and kept when the write is committed. */
enum mus_status mus_data_key_make(struct mus_write *write, struct mus_text id, struct mus_key *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The keys transaction of the write, begun at need. */
enum mus_status mus_write_keys(struct mus_write *write, struct mus_txn **out,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
