/* A company as an entry remembers it: what it was on that day, and nothing that names it. */
#ifndef MUS_LEDGER_SIDE_H
#define MUS_LEDGER_SIDE_H

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "ledger/format/ledger_entry.h"
#include "store/store.h"

/* Country, size class, kind and corporate number of the company, redirects followed; *id is the one
 * it is kept under, in the arena. The side's random id is left to be filled in. A sole proprietor's
 * side has no number, whatever the profile says. MUS_NOT_FOUND: no company "c-9". */
enum mus_status mus_ledger_side_of_company(const struct mus_read *read, struct mus_text company,
                                           struct mus_arena *arena, struct mus_text *id,
                                           struct mus_ledger_side *side,
                                           struct mus_error *err) MUS_MUST_CHECK;

#endif
