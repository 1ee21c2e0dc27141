/* Changing the log's key: an entry that the key so far has signed for the new one, so that whoever
 * holds the first verification key can follow to the last. What is signed is
 *     "musubi-key-rotation/1\n" ‖ origin ‖ "\n" ‖ algorithm byte ‖ new public key (32)
 * Pure; any thread. */
#ifndef MUS_LEDGER_FORMAT_ROTATION_H
#define MUS_LEDGER_FORMAT_ROTATION_H

#include "base/status.h"
#include "crypto/signing_key.h"
#include "ledger/format/ledger_entry.h"

/* Fills the rotation part of the entry, signed by `from` for `to`; both have the origin as name. */
enum mus_status mus_rotation_make(const struct mus_signing_key *from, const struct mus_note_key *to,
                                  struct mus_ledger_entry *entry,
                                  struct mus_error *err) MUS_MUST_CHECK;
/* The key after the rotation, where `key` is the one so far: MUS_NO where its signature does not
 * fit. */
enum mus_status mus_rotation_follow(const struct mus_ledger_entry *entry,
                                    const struct mus_note_key *key, struct mus_note_key *next,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
