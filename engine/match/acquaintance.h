/* Whom a company has met already, and with whom one of the two declined: what its cases say, as the
 * matcher's vetoes want it. */
#ifndef MUS_MATCH_ACQUAINTANCE_H
#define MUS_MATCH_ACQUAINTANCE_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/status.h"
#include "matcher/firm.h"
#include "store/store.h"

/* Hashes of company ids, redirects followed, sorted, each once. */
struct mus_acquaintances {
    /* In a meeting held on `met_since` or later, whose entry of the ledger was not taken back. */
    struct mus_hashes met;
    struct mus_hashes declined; /* the last case with them ended so */
};

/* met_since MUS_NO_DATE: whenever. Reads the company's cases alone. MUS_NOT_FOUND: no company
 * "c-1". The lists lie in the arena. */
enum mus_status mus_acquaintances_of(const struct mus_read *read, struct mus_text company,
                                     mus_date met_since, struct mus_arena *arena,
                                     struct mus_acquaintances *out,
                                     struct mus_error *err) MUS_MUST_CHECK;

#endif
