/* The private half of a note's key: Ed25519, in a file of its own.
 *
 *     musubi-signing-key/1 <verification key> <base64 of the 32 bytes of the seed>
 *     musubi-signing-passphrase/1 <verification key> argon2id <passes> <memory in KiB>
 *         <base64 of the salt> <base64 of the seed, sealed (crypto/seal.h) under the derived key>
 *
 * one line, mode 0600; a file that group or others may read is refused. What the seed is sealed for
 * (its associated data) is "signing seed", a NUL and the verification key. The seed lies in locked
 * memory and is wiped when freed. A signing key belongs to one thread at a time. */
#ifndef MUS_CRYPTO_SIGNING_KEY_H
#define MUS_CRYPTO_SIGNING_KEY_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/note.h"
#include "crypto/passphrase.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_signing_key;

/* Makes a new key and its file (mode 0600, synced, its folder too). MUS_CONFLICT where the file is
 * there; MUS_INVALID for a bad name or an empty passphrase. passphrase not given: none. `cost` may
 * be NULL. */
enum mus_status
mus_signing_key_create(const char *path, struct mus_text name, enum mus_note_algorithm algorithm,
                       struct mus_text passphrase, const struct mus_passphrase_cost *cost,
                       struct mus_signing_key **out, struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NOT_FOUND, MUS_UNREADABLE (others may read it; a passphrase is needed or wrong; what is
 * sealed was altered), MUS_CORRUPT (no such line, or a seed that is not the named key's). A
 * passphrase that is not needed is not looked at. */
enum mus_status mus_signing_key_open(const char *path, struct mus_text passphrase,
                                     struct mus_signing_key **out,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* The public half that the file names; needs no passphrase, and does not show that the private half
 * is its own. *locked (may be NULL): whether the
 * private half needs one. */
enum mus_status mus_signing_key_file(const char *path, struct mus_note_key *out, bool *locked,
                                     struct mus_error *err) MUS_MUST_CHECK;
/* From a seed in hand, for tests and known vectors. */
enum mus_status mus_signing_key_of_seed(const unsigned char seed[32], struct mus_text name,
                                        enum mus_note_algorithm algorithm,
                                        struct mus_signing_key **out,
                                        struct mus_error *err) MUS_MUST_CHECK;
void mus_signing_key_free(struct mus_signing_key *key);
const struct mus_note_key *mus_signing_key_public(const struct mus_signing_key *key);

/* The bare Ed25519 signature of the bytes. */
void mus_signing_key_sign(const struct mus_signing_key *key, const void *bytes, size_t len,
                          unsigned char out[MUS_SIGNATURE_BYTES]);
/* Appends the signature line for the note's text; for a cosignature key `time` (unix seconds) is
 * signed with it, as "cosignature/v1\ntime <time>\n" ‖ text. */
void mus_signing_key_sign_note(const struct mus_signing_key *key, struct mus_text text,
                               uint64_t time, struct mus_buf *out);

#endif
