/* Every entry of an export looked at: by itself, beside its line, and among the others. Internal to
 * the verification of exports. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_CHECK_H
#define MUS_LEDGER_FORMAT_EXPORT_CHECK_H

#include "base/status.h"
#include "ledger/format/export_chunks.h"

/* Something that does not fit, or kept us from looking. */
struct mus_export_fault {
    uint64_t entry; /* MUS_NO_FAULT: none */
    enum mus_status status;
    struct mus_error err;
};
#define MUS_NO_FAULT UINT64_MAX

/* Keeps the one whose entry comes first; of two at one entry the one that is kept already. */
void mus_export_fault_take(struct mus_export_fault *kept, const struct mus_export_fault *found);

/* Checks each entry and its line, and makes the nodes of whole chunks, with `threads` threads, this
 * one among them. In between this thread adds the entries to `book` (empty, its own until then). It
 * takes into *fault (which may hold one already) whichever fault comes first in the order of
 * entries, the same for any number of threads. */
void mus_export_check(struct mus_export_chunks *chunks, size_t threads, struct mus_book *book,
                      struct mus_export_fault *fault);

#endif
