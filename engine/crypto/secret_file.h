/* Small files that hold a secret: one line of words, for their owner's eyes alone. Any thread; what
 * was read is wiped by the caller. */
#ifndef MUS_CRYPTO_SECRET_FILE_H
#define MUS_CRYPTO_SECRET_FILE_H

#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* Makes the file with mode 0600, it and its folder synced; where that fails no file is left.
 * MUS_CONFLICT where one is there already; MUS_IO. */
enum mus_status mus_secret_file_write(const char *path, struct mus_text text,
                                      struct mus_error *err) MUS_MUST_CHECK;
/* Reads the whole file, `capacity` bytes of it at most. MUS_NOT_FOUND; MUS_UNREADABLE where it is
 * no plain file or group or others may use it; MUS_IO. */
enum mus_status mus_secret_file_read(const char *path, char *bytes, size_t capacity, size_t *len,
                                     struct mus_error *err) MUS_MUST_CHECK;

/* The next word, up to one blank; the line moves past both. A blank that ends the line stays, so
 * that who has taken all words and finds nothing left knows that there was none. */
struct mus_text mus_secret_word(struct mus_text *line);
/* Whether the word is the base64 of exactly len bytes, which are written to out. */
bool mus_secret_bytes(struct mus_text word, void *out, size_t len);

#endif
