/* Annealing: makes a plan better, one move after the other.
 *
 * Works in portions of a given number of steps; where it stands between two portions belongs to
 * it. Deterministic in its seed and the steps given. One thread. */
#ifndef MUS_MATCHER_TIMETABLE_SEARCH_H
#define MUS_MATCHER_TIMETABLE_SEARCH_H

#include "base/stop.h"
#include "matcher/timetable/moves.h"
#include "matcher/timetable/resolve.h"

struct mus_search {
    struct mus_moves moves;
    struct mus_resolve resolve;
    double temperature, cooling; /* thousandths of a break; factor from stage to stage */
    uint64_t cycle_steps, cycle_left, stage_steps, stage_left;
    uint64_t steps; /* done in all */
};

/* The plan is borrowed; it stands for the best timetable known, and is legal. */
enum mus_status mus_search_init(struct mus_search *search, struct mus_plan *plan, uint64_t seed,
                                struct mus_error *err) MUS_MUST_CHECK;
void mus_search_done(struct mus_search *search);
/* So many steps, or until the stop, or until as few breaks as `enough` are reached with everything
 * placed. */
void mus_search_run(struct mus_search *search, uint64_t steps, uint64_t enough,
                    const struct mus_stop *stop);
/* A better timetable has come from elsewhere. */
void mus_search_tell(struct mus_search *search, const int8_t *slots);
/* What moves may cost at a temperature, in thousandths of a break. */
void mus_search_thresholds(struct mus_moves *moves, double temperature);

#endif
