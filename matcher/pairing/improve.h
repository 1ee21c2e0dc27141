/* Improvement of a choice from wherever it and prices disagree. How it works stands at the top of
 * improve.c. Deterministic. */
#ifndef MUS_MATCHER_PAIRING_IMPROVE_H
#define MUS_MATCHER_PAIRING_IMPROVE_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/choice.h"
#include "matcher/pairing/core.h"
#include "matcher/pairing/worth.h"

#include <stdbool.h>
#include <stdint.h>

/* Looks for better choices over the core, which holds every chosen edge, until nothing is found, or
 * about `searches` searches were made, or somebody asks to stop; adds to *made how many were. What
 * is missing to minimums never grows; with as much missing, the total never falls. thorough: moves
 * may lose some in between, which takes longer and helps where groups stand in the way.
 * MUS_NO_MEMORY; the choice is legal even then. */
enum mus_status mus_improve(struct mus_choice *choice, const struct mus_core *core,
                            const struct mus_worth *worth, bool thorough, uint64_t searches,
                            const struct mus_stop *stop, uint64_t *made,
                            struct mus_error *err) MUS_MUST_CHECK;

#endif
