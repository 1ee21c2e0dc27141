/* The text of a key file (see keyring.h): one line, read strictly. Pure; any thread. */
#ifndef MUS_CRYPTO_KEY_FILE_H
#define MUS_CRYPTO_KEY_FILE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/seal.h"

#include <stdbool.h>
#include <stdint.h>

#define MUS_SALT_BYTES 16
#define MUS_MAX_KEY_FILE 256 /* bytes */
/* What a file may ask for, so that an altered one cannot stop the machine. */
#define MUS_MAX_PASSES 1000
#define MUS_MIN_PASS_MEMORY_KIB 8
#define MUS_MAX_PASS_MEMORY_KIB (4u * 1024 * 1024)

struct mus_key_file {
    bool from_passphrase;
    struct mus_key_id id;
    struct mus_key key; /* where it is not from a passphrase */
    unsigned char salt[MUS_SALT_BYTES];
    uint32_t passes;
    uint32_t memory_kib;
};

/* MUS_CORRUPT for whatever mus_key_file_write does not write, a key that is not the id's included.
 * The caller wipes out. */
enum mus_status mus_key_file_read(struct mus_text text, struct mus_key_file *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* Appends the line with its line feed; the caller wipes out. */
void mus_key_file_write(const struct mus_key_file *file, struct mus_buf *out);

#endif
