/* Minimums met wherever they can be: the exact search, for those whom cheaper searches left short.
 *
 * Without groups, and where the capacity does not bind, as few meetings are missing afterwards as
 * in any choice there is, in any graph: who is still short is short in every choice that does as
 * well by all others. With groups (at most one edge of several) the question is as hard as the
 * hardest of its kind, so what is found then is legal but may not be the least. Totals are not
 * looked at: trails mend them. Belongs to one thread at a time; deterministic. */
#ifndef MUS_MATCHER_PAIRING_BLOSSOM_H
#define MUS_MATCHER_PAIRING_BLOSSOM_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/choice.h"

#include <stdint.h>

/* Makes `searches` at most and adds those it made to *made. MUS_NO_MEMORY; the choice is legal even
 * then. */
enum mus_status mus_blossom_meet_minimums(struct mus_choice *choice, uint64_t searches,
                                          const struct mus_stop *stop, uint64_t *made,
                                          struct mus_error *err) MUS_MUST_CHECK;

#endif
