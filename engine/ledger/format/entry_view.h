/* A named or reported entry seen through its bytes: what counting needs, at fixed places or behind
 * lengths, some 20 times as fast as decoding. Only lengths are checked: the entry was held to its
 * rules when it was written, and is again wherever a ledger is verified. Pure; any thread; borrows
 * from the bytes. */
#ifndef MUS_LEDGER_FORMAT_ENTRY_VIEW_H
#define MUS_LEDGER_FORMAT_ENTRY_VIEW_H

#include "base/text.h"
#include "ledger/format/ledger_entry.h"

#include <stdbool.h>
#include <stdint.h>

struct mus_entry_view {
    mus_date date;
    unsigned mark;  /* stage of a named entry, side of the fair of a reported one */
    uint32_t count; /* n of a reported entry, 1 of a named one */
    struct mus_text programme, edition, purpose;
    struct mus_text codes; /* these with their lengths, as they stand: alike where all three are */
    const unsigned char *sides;
    unsigned side_count;
};

/* False where the lengths do not add up, or the kind is another one. */
bool mus_entry_view_read(struct mus_text bytes, struct mus_entry_view *out);
/* index below side_count. */
struct mus_ledger_side mus_entry_view_side(const struct mus_entry_view *view, unsigned index);
/* Where the id and the corporate number of a side stand. */
const unsigned char *mus_entry_view_id(const struct mus_entry_view *view, unsigned index);
uint64_t mus_entry_view_number(const struct mus_entry_view *view, unsigned index);

#endif
