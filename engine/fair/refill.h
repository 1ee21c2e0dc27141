/* Filling places that have become free: those whose partners cancelled or did not come meet others
 * who have room, and who has waited is let in. */
#ifndef MUS_FAIR_REFILL_H
#define MUS_FAIR_REFILL_H

#include "fair/day.h"
#include "fair/plan.h"

#include <stdbool.h>

struct mus_refill_options {
    struct mus_text participant; /* only for this one; not given: for all who lost meetings */
    bool waiting;                /* from the waiting list too, in the order of registration */
};

/* New meetings by worth (fair/worth.h), best first, each in a slot that is free for both, at the
 * event's rules for pairs (fair/candidates.h). Somebody who lost n meetings gets at most n, a named
 * participant as many as it may have; a partner as many as it may have. Nothing that stands is
 * moved; whoever waits is let in where that brings it its minimum, one meeting at least. day->who
 * are those let in. MUS_NOT_FOUND: no participant "p-9". */
enum mus_status mus_day_refill(const struct mus_fair *fair, const struct mus_read *read,
                               const struct mus_fair_context *context,
                               const struct mus_refill_options *options, struct mus_day *out,
                               struct mus_error *err) MUS_MUST_CHECK;

#endif
