/* Bytes as printable text and back: hexadecimal in lower case, and base64 (RFC 4648 §4, with
 * padding). Reading is strict: one text for each run of bytes and no other. The time taken does not
 * depend on the bytes, so that keys may pass through here. */
#ifndef MUS_CRYPTO_ENCODE_H
#define MUS_CRYPTO_ENCODE_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

void mus_hex_write(struct mus_buf *out, const void *bytes, size_t len);
/* Writes 2·len characters and a NUL. */
void mus_hex_print(char *out, const void *bytes, size_t len);
/* False unless the text is exactly the hexadecimal form of len bytes (a–f in lower case). */
bool mus_hex_read(struct mus_text text, void *out, size_t len);

void mus_base64_write(struct mus_buf *out, const void *bytes, size_t len);
/* Reads into at most `capacity` bytes and says how many there were. False where the text is not
 * base64 in its one proper form, or too long. */
bool mus_base64_read(struct mus_text text, void *out, size_t capacity, size_t *len);

#endif
