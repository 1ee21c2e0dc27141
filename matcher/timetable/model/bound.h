/* What every timetable that places all meetings must have, seen from one participant at a time.
 *
 * Quick, and exact surprisingly often: where a timetable reaches the bound, it is proved optimal
 * without any further proof. */
#ifndef MUS_MATCHER_TIMETABLE_MODEL_BOUND_H
#define MUS_MATCHER_TIMETABLE_MODEL_BOUND_H

#include "base/status.h"
#include "matcher/timetable/model/problem.h"

/* The slots each meeting can have in a timetable that places everything: its allowed ones, less
 * those that the order (`after`) or a meeting of a side that can only be there takes away. Empty
 * where there is no such timetable; the other way round proves nothing. */
enum mus_status mus_timetable_domains(const struct mus_timetable_problem *problem,
                                      mus_slots *domains, struct mus_error *err) MUS_MUST_CHECK;

struct mus_timetable_bound {
    uint64_t breaks; /* of all participants together, at least */
    uint32_t fewest; /* of each participant at least, for fairness to somebody who must have some */
    /* Somebody's meetings cannot all be placed, or are too few to have so many breaks. */
    bool impossible;
    uint32_t participant; /* impossible: whose */
};

/* *least, where not NULL, is filled in with the fewest breaks of each participant, not counting
 * fairness: of MUS_TIMETABLE_MAX_SLOTS at most. */
enum mus_status mus_timetable_bound(const struct mus_timetable_problem *problem,
                                    struct mus_timetable_bound *bound, uint8_t *least,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
