/* Proofs about timetables by SAT: that no timetable has fewer breaks, that none places every
 * meeting, and sometimes the best timetable itself. The one door to CaDiCaL is cadical.c; without
 * the library prover_absent.c stands in and mus_prover_exists is false.
 *
 * A prover works in portions (mus_prover_work), so that it can run beside a search on another
 * thread; what the search has found is told between portions. It is not shared between threads at
 * one time. Deterministic in the conflicts that it was given. */
#ifndef MUS_MATCHER_PROOF_PROVER_H
#define MUS_MATCHER_PROOF_PROVER_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/timetable/model/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool mus_prover_exists(void);

struct mus_prover;
/* Where the encoding would be too large to be of use, *out is NULL: a literal takes some 50 bytes.
 * The problem is borrowed. Proves about timetables that place every meeting. */
#define MUS_PROVER_MAX_LITERALS 12000000
enum mus_status mus_prover_new(const struct mus_timetable_problem *problem, uint64_t lower_bound,
                               struct mus_prover **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_prover_free(struct mus_prover *prover);

/* Tells that a timetable with so many breaks and every meeting placed is known: from now on only
 * better ones are of interest. */
void mus_prover_known(struct mus_prover *prover, uint64_t breaks);

enum mus_prover_verdict {
    MUS_PROVER_OPEN,       /* nothing more known than the bounds below */
    MUS_PROVER_OPTIMAL,    /* no timetable has fewer breaks than the best known one */
    MUS_PROVER_INFEASIBLE, /* none places every meeting */
};
struct mus_prover_state {
    enum mus_prover_verdict verdict;
    uint64_t lower_bound; /* no timetable that places everything has fewer breaks */
    bool found;           /* a timetable came out of it that is better than what was known */
    uint64_t breaks;      /* its breaks */
    uint64_t conflicts;   /* used in all */
};
/* Works for at most so many conflicts, or until the stop. *slots (one for each meeting, of the
 * caller) is filled in where a better timetable was found in this portion; tables are not given. */
enum mus_status mus_prover_work(struct mus_prover *prover, uint64_t conflicts,
                                const struct mus_stop *stop, int16_t *slots,
                                struct mus_prover_state *state,
                                struct mus_error *err) MUS_MUST_CHECK;

/* For a problem proved infeasible: a set of clashing demands, each of which is needed (until the
 * stop). clash->count is 0 where nothing could be found in time. The caller frees it. */
enum mus_status mus_prover_explain(const struct mus_timetable_problem *problem,
                                   const struct mus_stop *stop, struct mus_clash *clash,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
