/* Better prices where descent stands still, found with the help of a choice that is near the bound.
 */
#ifndef MUS_MATCHER_PAIRING_POLISH_H
#define MUS_MATCHER_PAIRING_POLISH_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/dual.h"

#include <stdint.h>

/* Makes at most so many rounds from the best prices, and keeps better ones. target: what a choice
 * has reached, in the dual's units: its total less what is missing costs. How it works stands at
 * the top of polish.c. MUS_NO_MEMORY. */
enum mus_status mus_dual_polish(struct mus_dual *dual, int64_t target, uint64_t rounds,
                                const struct mus_stop *stop, struct mus_error *err) MUS_MUST_CHECK;

#endif
