/* Sealing under a company's data key, and replacing the key that wraps all data keys.
 *
 * A company gets its data key when there is first something to seal. The key reaches the disk
 * before what it seals; a crash between the two leaves a key that nothing needs (mus_store_check
 * notes it), never sealed data without its key. */
#ifndef MUS_STORE_KEYS_H
#define MUS_STORE_KEYS_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "store/store.h"

/* Seals the text under the company's data key and appends the blob to out. `use` ("note:12") is
 * bound to it together with the id. The id is taken as it is: redirects are the caller's. */
enum mus_status mus_store_seal(struct mus_write *write, struct mus_text id, struct mus_text use,
                               struct mus_text plain, struct mus_buf *out,
                               struct mus_error *err) MUS_MUST_CHECK;
/* Appends the text to out. MUS_UNREADABLE: the data key is gone (the company was erased), the
 * wrapping key is missing or another one, or the blob is not what was sealed for this use. */
enum mus_status mus_store_unseal(const struct mus_read *read, struct mus_text id,
                                 struct mus_text use, struct mus_text sealed, struct mus_buf *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* Makes a new wrapping key, wraps every data key anew and puts the new key file in the place of the
 * old one, which is gone afterwards: keep no copy of it. With a passphrase in `options` the new key
 * comes from it. No transaction of this process may be under way. A crash at any moment leaves
 * either the old or the new key in force, with its file. */
enum mus_status mus_store_replace_key(struct mus_store *store,
                                      const struct mus_keyring_options *options,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
