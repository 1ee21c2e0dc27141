/* The text of a signing key's file (see signing_key.h): one line, read strictly. Pure; any thread.
 */
#ifndef MUS_CRYPTO_SIGNING_KEY_LINE_H
#define MUS_CRYPTO_SIGNING_KEY_LINE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/note.h"
#include "crypto/passphrase.h"
#include "crypto/seal.h"

#include <stdbool.h>

#define MUS_SEED_BYTES 32
#define MUS_SEALED_SEED_BYTES (MUS_SEED_BYTES + MUS_SEAL_OVERHEAD)
#define MUS_MAX_SIGNING_KEY_LINE 512 /* bytes */

struct mus_signing_key_line {
    struct mus_note_key key;
    bool locked;                         /* by a passphrase */
    unsigned char seed[MUS_SEED_BYTES];  /* where it is not */
    struct mus_passphrase_recipe recipe; /* where it is */
    unsigned char sealed[MUS_SEALED_SEED_BYTES];
};

/* MUS_CORRUPT for whatever mus_signing_key_line_write does not write. Whether the seed is that of
 * the key is not looked at. The caller wipes out. */
enum mus_status mus_signing_key_line_read(struct mus_text text, struct mus_signing_key_line *out,
                                          struct mus_error *err) MUS_MUST_CHECK;
/* Appends the line with its line feed; the caller wipes out. */
void mus_signing_key_line_write(const struct mus_signing_key_line *line, struct mus_buf *out);

#endif
