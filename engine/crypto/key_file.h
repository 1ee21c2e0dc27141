/* The text of a key file (see keyring.h): one line, read strictly. Pure; any thread. */
#ifndef MUS_CRYPTO_KEY_FILE_H
#define MUS_CRYPTO_KEY_FILE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/passphrase.h"
#include "crypto/seal.h"

#include <stdbool.h>

#define MUS_MAX_KEY_FILE 256 /* bytes */

struct mus_key_file {
    bool from_passphrase;
    struct mus_key_id id;
    struct mus_key key;                  /* where it is not from a passphrase */
    struct mus_passphrase_recipe recipe; /* where it is */
};

/* MUS_CORRUPT for whatever mus_key_file_write does not write, a key that is not the id's included.
 * The caller wipes out. */
enum mus_status mus_key_file_read(struct mus_text text, struct mus_key_file *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Appends the line with its line feed; the caller wipes out. */
void mus_key_file_write(const struct mus_key_file *file, struct mus_buf *out);

#endif
