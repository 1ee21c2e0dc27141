/* How often each content has come by: what tells one of several identical rows from the others. */
#ifndef MUS_LEDGER_OCCURRENCES_H
#define MUS_LEDGER_OCCURRENCES_H

#include "base/status.h"
#include "crypto/digest.h"

#include <stddef.h>
#include <stdint.h>

/* All zero is empty. */
struct mus_occurrences {
    struct mus_occurrence *slots; /* open addressing; half of them at most are taken */
    size_t capacity;              /* a power of two, or 0 */
    size_t count;
};

/* Counts it, and says how often it had come by before: 0 for the first. */
enum mus_status mus_occurrences_add(struct mus_occurrences *occurrences,
                                    const struct mus_digest *content, uint64_t *before,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_occurrences_done(struct mus_occurrences *occurrences);

#endif
