/* Moves of a search: random changes of a plan, kept where they cost no more than the dice allow.
 *
 * Holds the best legal timetable that was seen on the way. One thread; deterministic in the seed.
 */
#ifndef MUS_MATCHER_TIMETABLE_MOVES_H
#define MUS_MATCHER_TIMETABLE_MOVES_H

#include "base/random.h"
#include "matcher/timetable/chain.h"
#include "matcher/timetable/plan.h"

#define MUS_MOVES_THRESHOLDS 4096

/* How good a timetable is: left out first, then their weight, then the price. */
struct mus_plan_figures {
    uint32_t left_out;
    uint64_t left_out_weight;
    uint64_t price; /* of breaks and moves, in thousandths of a break */
    uint64_t breaks;
};
struct mus_plan_figures mus_plan_figures(const struct mus_plan *plan);
bool mus_plan_figures_better(const struct mus_plan_figures *left,
                             const struct mus_plan_figures *right);

struct mus_moves_change {
    uint32_t meeting;
    int8_t from, to; /* MUS_PLAN_OUT: came in, or went out */
};

struct mus_moves {
    struct mus_plan *plan; /* borrowed */
    struct mus_random random;
    uint64_t dice; /* random bits not used yet */
    uint32_t dice_left;
    struct mus_chain chain, second;
    struct mus_moves_change *journal; /* of the move that is being tried */
    uint32_t journal_count, journal_room;
    int8_t *best; /* slots of the best legal plan seen */
    struct mus_plan_figures best_figures;
    uint64_t most_moved; /* a plan in which more are moved is not kept */
    int32_t *thresholds; /* what a move may cost is one of these, drawn evenly; 0 at first */
};

/* The plan stands for the best timetable known, and is legal. */
enum mus_status mus_moves_init(struct mus_moves *moves, struct mus_plan *plan, uint64_t seed,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_moves_done(struct mus_moves *moves);
/* Where the plan as it is is better than the best one, and legal, it is the best one. */
void mus_moves_keep_best(struct mus_moves *moves);
/* The plan as it is, which is legal, is the best one, whatever was before. */
void mus_moves_begin_anew(struct mus_moves *moves);
/* Evenly 0 … bound-1, but for what 2³² leaves over. */
uint32_t mus_moves_below(struct mus_moves *moves, uint32_t bound);

/* A meeting goes elsewhere: mostly where it tears up no day in plain sight. */
void mus_moves_shift_anyone(struct mus_moves *moves);
/* One of somebody's meetings goes beside others of the same participant. */
void mus_moves_shift_beside(struct mus_moves *moves, uint32_t person);
/* Somebody with more breaks than need be gets a day without holes. */
void mus_moves_gather(struct mus_moves *moves);
/* One of somebody's meetings is left out. */
void mus_moves_leave_out(struct mus_moves *moves, uint32_t person);
/* A meeting that is left out comes in; there must be one. */
void mus_moves_insert(struct mus_moves *moves);

#endif
