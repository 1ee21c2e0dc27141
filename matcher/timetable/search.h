/* Annealing over Kempe chains: makes a plan better, one change after the other.
 *
 * Works in portions of a given number of steps; where it stands between two portions belongs to
 * it. Deterministic in its seed and the steps given. One thread. */
#ifndef MUS_MATCHER_TIMETABLE_SEARCH_H
#define MUS_MATCHER_TIMETABLE_SEARCH_H

#include "base/random.h"
#include "base/stop.h"
#include "matcher/timetable/chain.h"
#include "matcher/timetable/plan.h"

/* How good a timetable is: left out first, then their weight, then breaks. */
struct mus_plan_figures {
    uint32_t left_out;
    uint64_t left_out_weight;
    uint64_t breaks;
};

struct mus_search_change {
    uint32_t meeting;
    int8_t from, to; /* MUS_PLAN_OUT: came in, or went out */
};

struct mus_search {
    struct mus_plan *plan; /* borrowed */
    struct mus_random random;
    uint64_t dice; /* random bits not used yet */
    uint32_t dice_left;
    struct mus_chain chain, second;
    struct mus_search_change *journal; /* of the change that is being tried */
    uint32_t journal_count, journal_room;
    int8_t *best; /* slots of the best legal plan seen */
    struct mus_plan_figures best_figures;
    int32_t *thresholds;         /* see cooling */
    double temperature, cooling; /* thousandths of a break; factor from stage to stage */
    uint64_t cycle, cycle_steps, stage_steps, stage_left, cycle_left;
    uint64_t steps; /* done in all */
};

/* The plan stands for the best timetable known: no break of fairness is in it. */
enum mus_status mus_search_init(struct mus_search *search, struct mus_plan *plan, uint64_t seed,
                                struct mus_error *err) MUS_MUST_CHECK;
void mus_search_done(struct mus_search *search);
/* So many steps, or until the stop, or until as few breaks as `enough` are reached with everything
 * placed. */
void mus_search_run(struct mus_search *search, uint64_t steps, uint64_t enough,
                    const struct mus_stop *stop);
/* A better timetable has come from elsewhere. */
void mus_search_tell(struct mus_search *search, const int8_t *slots);

bool mus_plan_figures_better(const struct mus_plan_figures *left,
                             const struct mus_plan_figures *right);
struct mus_plan_figures mus_plan_figures(const struct mus_plan *plan);

#endif
