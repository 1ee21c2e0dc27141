/* Signed notes, checkpoints and their keys, as the C2SP specifications signed-note,
 * tlog-checkpoint and tlog-cosignature have them.
 *
 * A note is text that ends in a line feed, a blank line, and one or more lines
 *     — <key name> <base64 of 4 bytes key id ‖ signature>
 * A checkpoint is a note whose text is origin, decimal size, base64 root, each a line (lines behind
 * them are extensions and kept). A verification key is written
 *     <name>+<8 hex digits of the id>+<base64 of algorithm byte ‖ key>
 * with id = the first 4 bytes of SHA-256(name ‖ 0x0A ‖ algorithm byte ‖ key). A name holds neither
 * white space nor plus. Base64 is strict. Reading is pure; what is read borrows from the bytes.
 *
 * Other algorithms have other bytes and are passed over where they stand in a note: a key of an
 * unknown algorithm is refused, a signature line of one is not. */
#ifndef MUS_CRYPTO_NOTE_H
#define MUS_CRYPTO_NOTE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUS_NOTE_KEY_ID_BYTES 4
#define MUS_MAX_KEY_NAME 64 /* bytes of a key's name */
#define MUS_MAX_NOTE_BYTES 65536
#define MUS_MAX_NOTE_SIGNATURES 64
#define MUS_SIGNATURE_BYTES 64 /* Ed25519 */

enum mus_note_algorithm {
    MUS_NOTE_ED25519 = 1,     /* of a log: signs the note's text */
    MUS_NOTE_COSIGNATURE = 4, /* of a witness (cosignature/v1): signs the text with a time */
};

/* The public half. name is terminated. */
struct mus_note_key {
    char name[MUS_MAX_KEY_NAME + 1];
    unsigned char id[MUS_NOTE_KEY_ID_BYTES];
    enum mus_note_algorithm algorithm;
    unsigned char key[32]; /* Ed25519 */
};

/* 1 to MUS_MAX_KEY_NAME bytes of UTF-8 without white space, control characters and plus. */
bool mus_note_is_name(struct mus_text name);
/* MUS_INVALID: "name": expected …; the id is computed. */
enum mus_status mus_note_key_make(struct mus_text name, enum mus_note_algorithm algorithm,
                                  const unsigned char key[32], struct mus_note_key *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* MUS_INVALID where the text is no verification key in its one proper form, or its id is not that
 * of its key. */
enum mus_status mus_note_key_read(struct mus_text text, struct mus_note_key *out,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_note_key_write(const struct mus_note_key *key, struct mus_buf *out);
bool mus_note_key_equal(const struct mus_note_key *a, const struct mus_note_key *b);

/* One signature line. */
struct mus_note_signature {
    struct mus_text name;
    unsigned char id[MUS_NOTE_KEY_ID_BYTES];
    unsigned char bytes[128]; /* without the id; what is longer is kept by its length alone */
    size_t len;
    struct mus_text line; /* whole, with its line feed */
};

struct mus_note {
    struct mus_text text; /* with its last line feed */
    struct mus_note_signature signatures[MUS_MAX_NOTE_SIGNATURES];
    size_t count;
};

/* MUS_INVALID with the line: "checkpoint, line 5: …" is the caller's place to put in front; here
 * "line 5: a signature line begins with \"— \"". A note without any signature is refused; one
 * beyond the limits above is MUS_LIMIT. */
enum mus_status mus_note_read(struct mus_text bytes, struct mus_note *out,
                              struct mus_error *err) MUS_MUST_CHECK;
/* MUS_NO where the note has no signature of this key, or it does not fit; of several, each must.
 * For a cosignature *time (unix seconds; may be NULL) is when the witness saw it, by the first of
 * its signatures; otherwise 0. MUS_NO_MEMORY. */
enum mus_status mus_note_verify(const struct mus_note *note, const struct mus_note_key *key,
                                uint64_t *time, struct mus_error *err) MUS_MUST_CHECK;

/* Whether it is this key's signature of the bytes (strict: as libsodium checks). */
bool mus_note_key_check(const struct mus_note_key *key, const void *bytes, size_t len,
                        const unsigned char signature[MUS_SIGNATURE_BYTES]);
/* Appends what a witness signs: "cosignature/v1\ntime <time>\n" ‖ text. */
void mus_note_write_cosigned(uint64_t time, struct mus_text text, struct mus_buf *out);

struct mus_checkpoint {
    struct mus_text origin;
    uint64_t size;
    struct mus_digest root;
    struct mus_text extensions; /* further lines, none of them empty, each with its line feed */
};
/* Reads a note's text. MUS_INVALID: "line 2: expected the size as a decimal number, found …". */
enum mus_status mus_checkpoint_read(struct mus_text text, struct mus_checkpoint *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Appends the note's text. */
void mus_checkpoint_write(const struct mus_checkpoint *checkpoint, struct mus_buf *out);
/* Appends "— name base64\n". `bytes` is the signature, for a cosignature with its time before it.
 */
void mus_note_write_signature(const struct mus_note_key *key, const void *bytes, size_t len,
                              struct mus_buf *out);

#endif
