/* The wrapping key: the one key that the data keys of companies are sealed with.
 *
 * It lies in a small text file of its own, apart from the store's data and to be backed up apart:
 *   musubi-key/1 <key id> <base64 of the key>
 * for a key that was drawn at random, or
 *   musubi-passphrase/1 <key id> argon2id <passes> <memory in KiB> <base64 of the salt>
 * for one that Argon2id (RFC 9106) derives from a passphrase. <key id> is the key's id in
 * hexadecimal; with a passphrase it tells at once whether it was the right one. The file must be
 * a plain file that neither group nor others may read. A key ring holds the key in locked, guarded
 * memory and wipes it when freed. Any number of threads may read one. */
#ifndef MUS_CRYPTO_KEYRING_H
#define MUS_CRYPTO_KEYRING_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/passphrase.h"
#include "crypto/seal.h"

#include <stdbool.h>

struct mus_keyring;

/* How a key ring is made or opened: with a passphrase where one is given (ptr not NULL), otherwise
 * from the file alone. */
struct mus_keyring_options {
    struct mus_text passphrase;
    struct mus_passphrase_cost cost; /* when creating */
};

/* Makes a new key and its file (mode 0600, synced). MUS_CONFLICT where the file is there already;
 * MUS_INVALID for an empty passphrase. `options` may be NULL. */
enum mus_status mus_keyring_create(const char *path, const struct mus_keyring_options *options,
                                   struct mus_keyring **out, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND where there is no such file; MUS_UNREADABLE where others may read it, it needs a
 * passphrase that was not given, or the passphrase is wrong; MUS_CORRUPT where it is no key file.
 */
enum mus_status mus_keyring_open(const char *path, const struct mus_keyring_options *options,
                                 struct mus_keyring **out, struct mus_error *err) MUS_MUST_CHECK;
/* The id of the key that the file holds or leads to; needs no passphrase. Statuses as above. */
enum mus_status mus_keyring_file_id(const char *path, struct mus_key_id *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_keyring_free(struct mus_keyring *keyring);

struct mus_key_id mus_keyring_id(const struct mus_keyring *keyring);
/* True where the key comes from a passphrase. */
bool mus_keyring_needs_passphrase(const struct mus_keyring *keyring);

/* Seals the data key of `owner` (a company id, bound to it as associated data) and appends the blob
 * of MUS_WRAPPED_BYTES bytes to out. */
#define MUS_WRAPPED_BYTES (MUS_KEY_BYTES + MUS_SEAL_OVERHEAD)
enum mus_status mus_keyring_wrap(const struct mus_keyring *keyring, struct mus_text owner,
                                 const struct mus_key *key, struct mus_buf *out,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* MUS_UNREADABLE where it was wrapped by another key, for another owner, or altered. The caller
 * wipes the key. */
enum mus_status mus_keyring_unwrap(const struct mus_keyring *keyring, struct mus_text owner,
                                   struct mus_text wrapped, struct mus_key *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* The same data key wrapped by another key ring: for replacing the wrapping key. */
enum mus_status mus_keyring_rewrap(const struct mus_keyring *from, const struct mus_keyring *to,
                                   struct mus_text owner, struct mus_text wrapped,
                                   struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
