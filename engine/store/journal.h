/* The journal entry of a merge: enough to undo it. Pure; any thread.
 *
 *     u8  version (1)
 *     i64 when, ms since 1970 UTC
 *     u32 length and bytes, for each of: the survivor's id, the merged id, the survivor's record
 *         and sealed contacts before, the merged one's record and sealed contacts
 *     32 bytes: BLAKE2b-256 of the survivor's record and sealed contacts after
 *
 * Little-endian; a length of 0xFFFFFFFF stands for "not given". */
#ifndef MUS_STORE_JOURNAL_H
#define MUS_STORE_JOURNAL_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <stdint.h>

struct mus_journal_entry {
    int64_t at_ms;
    struct mus_text survivor, merged; /* ids */
    struct mus_text survivor_record, survivor_sealed;
    struct mus_text merged_record, merged_sealed;
    struct mus_digest after;
};

void mus_journal_encode(const struct mus_journal_entry *entry, struct mus_buf *out);
/* Borrows from the bytes. MUS_CORRUPT for whatever mus_journal_encode does not write, or without
 * both ids and records. */
enum mus_status mus_journal_decode(struct mus_text text, struct mus_journal_entry *out,
                                   struct mus_error *err) MUS_MUST_CHECK;
/* What `after` holds for this record and these sealed contacts. */
struct mus_digest mus_journal_digest(struct mus_text record, struct mus_text sealed);

#endif
