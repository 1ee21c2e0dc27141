/* The log's signing key: made once, replaced by rotation.
 *
 * The store holds the verification keys in the order of their use, the private half of the last one
 * lies in a file of its own. A rotation makes the new key in FILE.next, writes the rotation entry,
 * the new verification key and a checkpoint signed by it at once, and only then renames: the old
 * file stays as FILE.old-<key id>, the new one takes its place. Where that is cut short, the next
 * use of the key completes it: the store says which key is the log's. All of this happens inside
 * writes of the store, so that of several processes none takes a key away that another is about to
 * make the log's. Hence no write may be open where these are called. */
#ifndef MUS_LEDGER_KEYS_H
#define MUS_LEDGER_KEYS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/signing_key.h"
#include "ledger/append.h"
#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_ledger_key_file {
    const char *path;
    struct mus_text passphrase;             /* not given: none */
    const struct mus_passphrase_cost *cost; /* of a new file; NULL: the usual */
};

/* Makes the log's first key; a key file that is there already becomes the log's, if it has this
 * name. MUS_CONFLICT: the ledger has a key already. *adopted may be NULL. */
enum mus_status mus_ledger_key_new(struct mus_store *store, const struct mus_ledger_key_file *file,
                                   struct mus_text name, struct mus_note_key *out, bool *adopted,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* The signing key in use. MUS_NOT_FOUND: the ledger has no key yet, or the file is not there;
 * MUS_CONFLICT: the file holds another key than the ledger's; MUS_UNREADABLE: the passphrase. */
enum mus_status mus_ledger_key_open(struct mus_store *store, const struct mus_ledger_key_file *file,
                                    struct mus_signing_key **out,
                                    struct mus_error *err) MUS_MUST_CHECK;

struct mus_ledger_rotated {
    struct mus_note_key key;
    uint64_t entry;           /* that tells of it */
    uint64_t size;            /* of the checkpoint that the new key has signed */
    struct mus_text old_file; /* in the arena */
};
/* Of the context now and by count. As mus_ledger_key_open; MUS_NO where the tree does not go on
 * from the last checkpoint: then nothing is changed. */
enum mus_status mus_ledger_key_rotate(struct mus_store *store,
                                      const struct mus_ledger_key_file *file,
                                      const struct mus_ledger_context *context,
                                      struct mus_arena *arena, struct mus_ledger_rotated *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
