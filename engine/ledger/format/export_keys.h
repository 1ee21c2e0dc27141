/* The keys of a log, followed from one that is known through its rotation entries. Internal to the
 * verification of exports; one thread. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_KEYS_H
#define MUS_LEDGER_FORMAT_EXPORT_KEYS_H

#include "crypto/note.h"
#include "ledger/format/export_check.h"

#include <stddef.h>

/* In the order in which they were in force. The first is the key given where it was the log's first
 * one, otherwise the first that an entry names: what was in force before is not known then. */
struct mus_export_keys {
    struct mus_note_key *items;
    size_t count;
    size_t given; /* which of them is the key given */
};

/* Each rotation is signed by the key before it. The key given is either the one that signed the
 * first rotation, or one of those that rotations lead to; the first rotation is then taken as the
 * log tells it. A rotation that does not fit is a fault, taken into *fault where it comes before
 * the one that is there. MUS_NO_MEMORY. */
enum mus_status mus_export_keys_follow(const struct mus_export_chunks *chunks,
                                       const struct mus_note_key *key, struct mus_export_keys *out,
                                       struct mus_export_fault *fault,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_export_keys_done(struct mus_export_keys *keys);
/* The key that signs now. */
const struct mus_note_key *mus_export_keys_last(const struct mus_export_keys *keys);
/* MUS_NO where none of them has signed the note. */
enum mus_status mus_export_keys_verify(const struct mus_export_keys *keys,
                                       const struct mus_note *note,
                                       struct mus_error *err) MUS_MUST_CHECK;
/* The one with this id; NULL: none. */
const struct mus_note_key *mus_export_keys_find(const struct mus_export_keys *keys,
                                                const unsigned char id[MUS_NOTE_KEY_ID_BYTES]);

#endif
