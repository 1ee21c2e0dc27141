/* Every entry of an export looked at: by itself, beside its line, and among the others. Internal to
 * the verification of exports. */
#ifndef MUS_LEDGER_FORMAT_EXPORT_CHECK_H
#define MUS_LEDGER_FORMAT_EXPORT_CHECK_H

#include "base/status.h"
#include "ledger/format/book.h"
#include "ledger/format/export_chunks.h"
#include "ledger/format/export_lines.h"

/* Something that does not fit, or kept us from looking. */
struct mus_export_fault {
    uint64_t entry; /* MUS_NO_FAULT: none */
    enum mus_status status;
    struct mus_error err;
};
#define MUS_NO_FAULT UINT64_MAX

/* Keeps the one whose entry comes first; of two at one entry the one that is kept already. */
void mus_export_fault_take(struct mus_export_fault *kept, const struct mus_export_fault *found);

/* Cuts the entries into chunks, adds them to `book` (empty until then), checks each beside its line
 * and makes the nodes of whole chunks, with `threads` threads, this one among them. *fault is
 * whichever fault comes first in the order of entries, the same for any number of threads; where
 * there is one, entries behind it may not have been looked at. Where there is none *lines_end is
 * where the last line ends. MUS_NO_MEMORY. */
enum mus_status mus_export_check(struct mus_export_chunks *chunks,
                                 const struct mus_export_lines *lines, size_t threads,
                                 struct mus_book *book, struct mus_export_fault *fault,
                                 uint64_t *lines_end, struct mus_error *err) MUS_MUST_CHECK;

#endif
