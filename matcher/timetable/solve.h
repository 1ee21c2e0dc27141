/* Timetables a fair, and mends a timetable that stands.
 *
 * Construction, then annealing over Kempe chains (search.h), with the prover beside it on a second
 * thread, both in rounds of fixed counts: so many search steps, so many conflicts, then they tell
 * each other what they know. Same problem, seed and steps: same answer, on any machine and number
 * of threads. A stop only ends it earlier, with the best legal timetable it has. */
#ifndef MUS_MATCHER_TIMETABLE_SOLVE_H
#define MUS_MATCHER_TIMETABLE_SOLVE_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/timetable/model/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_timetable_status {
    MUS_TIMETABLE_OPTIMAL,    /* everything placed, fewest breaks proved */
    MUS_TIMETABLE_FEASIBLE,   /* everything placed */
    MUS_TIMETABLE_INCOMPLETE, /* some left out, not proved necessary */
    MUS_TIMETABLE_INFEASIBLE  /* proved: not everything can be placed */
};

/* Why a meeting stays out, in the timetable as it is. */
enum mus_left_out {
    MUS_LEFT_OUT_NO_COMMON_SLOT, /* the two are never both available within its session */
    MUS_LEFT_OUT_BOTH_BUSY,      /* wherever both could come, one or both are in another meeting */
    MUS_LEFT_OUT_TABLES,         /* there are slots free for both, but no table free in them */
    MUS_LEFT_OUT_INTERPRETERS,
    MUS_LEFT_OUT_LOCK,  /* its locked slot or table is taken */
    MUS_LEFT_OUT_ORDER, /* what must come earlier leaves no slot */
    MUS_LEFT_OUT_WALKING,
    MUS_LEFT_OUT_BREAKS /* the limit on the difference of breaks */
};

struct mus_timetable_options {
    uint64_t seed;
    uint64_t steps; /* rounds of search and prover; 0: the usual, which ends when nothing moves */
    size_t threads; /* 0: one; 2 and more: the prover runs beside the search */
    bool no_prover;
    const struct mus_stop *stop; /* NULL: never */
};

struct mus_timetable_answer {
    enum mus_timetable_status status;
    struct mus_timetable_seat *seats; /* one for each meeting */
    uint8_t *why;                     /* enum mus_left_out, where a seat's slot is -1 */
    struct mus_timetable_figures figures;
    uint64_t lower_bound;   /* on breaks, where everything is placed */
    struct mus_clash clash; /* INFEASIBLE; may be empty */
    uint64_t steps;
};

/* Solves a problem that passes its check, from nothing (standing seats are not looked at). */
enum mus_status mus_timetable_solve(const struct mus_timetable_problem *problem,
                                    const struct mus_timetable_options *options,
                                    struct mus_timetable_answer *answer,
                                    struct mus_error *err) MUS_MUST_CHECK;

/* Mends the timetable of the meetings' standing seats: those without a standing slot are placed if
 * they can be, those whose standing seat has become impossible are placed elsewhere, and of all
 * others as few as possible are moved. First as few meetings left out as can be, then few moves and
 * few breaks together: a move costs `move_cost` thousandths of a break. */
struct mus_timetable_repair_options {
    uint64_t seed;
    uint64_t steps;     /* 0: the usual */
    uint32_t move_cost; /* 0: the usual, 3000 */
    uint32_t max_moved; /* of meetings that could stay; 0: the usual, as the cost allows */
    bool only_place;    /* nothing that stands is moved: only what is unplaced is placed */
    const struct mus_stop *stop;
};
enum mus_status mus_timetable_repair(const struct mus_timetable_problem *problem,
                                     const struct mus_timetable_repair_options *options,
                                     struct mus_timetable_answer *answer,
                                     struct mus_error *err) MUS_MUST_CHECK;
void mus_timetable_answer_done(struct mus_timetable_answer *answer);

#endif
