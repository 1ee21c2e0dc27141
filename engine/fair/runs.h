/* Runs that were: two compared, one restored, one done again. */
#ifndef MUS_FAIR_RUNS_H
#define MUS_FAIR_RUNS_H

#include "base/arena.h"
#include "base/status.h"
#include "fair/plan.h"
#include "store/events.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- compared ---- */

struct mus_run_difference {
    enum mus_change change;
    const struct mus_meeting *was, *is; /* after the one run, after the other; NULL: not there */
};

struct mus_run_comparison {
    struct mus_run a, b;
    struct mus_run_difference *rows; /* by the meeting's id; of those that differ */
    size_t count;
    size_t counts[MUS_CHANGE_COUNT]; /* of all meetings, by change */
};

/* From the meetings as they stood after run a to those after run b; in the arena. MUS_NOT_FOUND: no
 * run 7. */
enum mus_status mus_runs_compare(const struct mus_read *read, struct mus_text event, uint64_t a,
                                 uint64_t b, struct mus_arena *arena,
                                 struct mus_run_comparison *out,
                                 struct mus_error *err) MUS_MUST_CHECK;

/* ---- restored ---- */

/* A meeting that cannot stand again as it stood. */
struct mus_not_restored {
    size_t meeting;      /* of the plan */
    struct mus_text why; /* lower-case English, as an error is: p-0003 is in m-000007 in s4 */
};

struct mus_restoring {
    struct mus_fair_plan plan;
    const struct mus_not_restored *left; /* by meeting */
    size_t left_count;
};

/* The meetings as they stood after the run, as a plan for a new one. What is settled since stays
 * as it is; a meeting of somebody who takes no part any more is not planned again; one whose seat
 * breaks a rule today is planned without a seat. */
enum mus_status mus_run_restore(const struct mus_fair *fair, const struct mus_read *read,
                                const struct mus_fair_context *context, uint64_t number,
                                struct mus_restoring *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_restoring_done(struct mus_restoring *restoring);

/* ---- done again ---- */

struct mus_repetition {
    struct mus_run run;
    bool same;              /* the answers are the same bytes, seconds apart */
    struct mus_text before; /* the answer that is kept */
    struct mus_text again;
};

/* Solves the run's problem again with its seed and steps. MUS_INVALID: run 7 solved no problem. */
enum mus_status mus_run_repeat(const struct mus_read *read, struct mus_text event, uint64_t number,
                               size_t threads, struct mus_arena *arena, struct mus_repetition *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* The documents of a run, borrowed from the read; not given where it has none. */
enum mus_status mus_run_documents(const struct mus_read *read, const struct mus_run *run,
                                  struct mus_text *problem, struct mus_text *answer,
                                  struct mus_error *err) MUS_MUST_CHECK;

#endif
