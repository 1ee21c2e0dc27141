/* The pairing problem of a fair, as the document that a run keeps.
 *
 * Its participants are those that take part, under the ids of the event; a company is a number that
 * means nothing outside the document, so that an erased company leaves nothing of itself in it.
 * max and min are what is left of them after meetings that are settled (meet.h), max at most one a
 * slot in which the participant can come. Pairs that are locked are fixed; they may lift a max. */
#ifndef MUS_FAIR_PAIR_PROBLEM_H
#define MUS_FAIR_PAIR_PROBLEM_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/candidates.h"
#include "fair/format/event.h"
#include "fair/format/pairing_json.h"

#include <stdint.h>

struct mus_pair_problem {
    struct mus_pairing_document document;
    const uint32_t *participants; /* of the fair, by the place in the problem */
    uint8_t *marks;               /* those of the document's problem, to forbid more pairs by */
};

/* Everything lies in the arena. MUS_CONFLICT: two locked meetings of the same two companies. */
enum mus_status mus_pair_problem_of(const struct mus_fair *fair,
                                    const struct mus_candidates *candidates, mus_slots begun,
                                    struct mus_arena *arena, struct mus_pair_problem *out,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
