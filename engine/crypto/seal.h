/* Sealing: XChaCha20-Poly1305 with associated data, under a key of 32 bytes.
 *
 * A sealed blob is
 *   u8 version (1) ‖ 4 bytes key id ‖ 24 bytes nonce ‖ ciphertext ‖ 16 bytes tag.
 * Version and key id are authenticated along with the caller's associated data. The nonce is
 * random: sealing the same text twice gives different bytes. Any thread may call these; a key may
 * be read by many. */
#ifndef MUS_CRYPTO_SEAL_H
#define MUS_CRYPTO_SEAL_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define MUS_KEY_BYTES 32
#define MUS_KEY_ID_BYTES 4
/* What sealing adds to the length of the text. */
#define MUS_SEAL_OVERHEAD (1 + MUS_KEY_ID_BYTES + 24 + 16)

/* A key lies where its owner keeps it and is wiped there with mus_key_wipe. */
struct mus_key {
    unsigned char bytes[MUS_KEY_BYTES];
};

/* The first bytes of a digest of the key: tells keys apart, gives nothing away. */
struct mus_key_id {
    unsigned char bytes[MUS_KEY_ID_BYTES];
};

void mus_key_random(struct mus_key *out);
void mus_key_wipe(struct mus_key *key);
struct mus_key_id mus_key_id_of(const struct mus_key *key);
bool mus_key_id_equal(struct mus_key_id a, struct mus_key_id b);

/* Appends the sealed blob to out; on failure out is as before. `ad` says what the text belongs to
 * and must be given again to unseal. MUS_NO_MEMORY. */
enum mus_status mus_seal(const struct mus_key *key, struct mus_text ad, struct mus_text plain,
                         struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* Appends the text to out; on failure out is as before and holds nothing of it. MUS_UNREADABLE: cut
 * short, a version that is not known, another key's, or not what was sealed for this ad. The caller
 * wipes out (mus_buf_wipe) when it has done with it. */
enum mus_status mus_unseal(const struct mus_key *key, struct mus_text ad, struct mus_text sealed,
                           struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;
/* The id of the key that sealed the blob; false where it is not one. */
bool mus_sealed_by(struct mus_text sealed, struct mus_key_id *id);

/* Wipes what the buffer holds and gives its memory back. */
void mus_buf_wipe(struct mus_buf *buf);

#endif
