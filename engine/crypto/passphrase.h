/* A key from a passphrase: Argon2id (RFC 9106). What is needed beside the passphrase to derive the
 * key again is no secret, and is written into key files as
 *     argon2id <passes> <memory in KiB> <base64 of the salt>
 * Any thread may call these. */
#ifndef MUS_CRYPTO_PASSPHRASE_H
#define MUS_CRYPTO_PASSPHRASE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/seal.h"

#include <stdbool.h>
#include <stdint.h>

#define MUS_SALT_BYTES 16
/* What a file may ask for, so that an altered one cannot stop the machine. */
#define MUS_MAX_PASSES 1000
#define MUS_MIN_PASS_MEMORY_KIB 8
#define MUS_MAX_PASS_MEMORY_KIB (4u * 1024 * 1024)

/* What deriving costs; zeroes mean the default (3 passes over 64 MiB). */
struct mus_passphrase_cost {
    uint32_t passes;
    uint32_t memory_kib;
};

struct mus_passphrase_recipe {
    struct mus_passphrase_cost cost;
    unsigned char salt[MUS_SALT_BYTES];
};

/* A new recipe, with a salt of its own. MUS_INVALID for an empty passphrase or a cost out of range.
 */
enum mus_status mus_passphrase_draw(struct mus_text passphrase,
                                    const struct mus_passphrase_cost *cost,
                                    struct mus_passphrase_recipe *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* The same key for the same passphrase and recipe; the caller wipes it. MUS_NO_MEMORY. */
enum mus_status mus_passphrase_derive(const struct mus_passphrase_recipe *recipe,
                                      struct mus_text passphrase, struct mus_key *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

/* Appends the four words. */
void mus_passphrase_recipe_write(const struct mus_passphrase_recipe *recipe, struct mus_buf *out);
/* Takes them from the line, strictly. */
bool mus_passphrase_recipe_read(struct mus_text *line, struct mus_passphrase_recipe *out);

#endif
