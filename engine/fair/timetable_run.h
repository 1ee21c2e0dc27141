/* Timetabling an event: the problem, the solver, and where each meeting takes place.
 *
 * Whatever the solver gives is confirmed by the judge before it becomes a plan. */
#ifndef MUS_FAIR_TIMETABLE_RUN_H
#define MUS_FAIR_TIMETABLE_RUN_H

#include "fair/plan.h"
#include "matcher/timetable/solve.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_timetable_mode {
    MUS_MODE_ALL,      /* from nothing; only locks and what is settled stay */
    MUS_MODE_UNPLACED, /* what stands stays; only what has no slot is placed */
    MUS_MODE_REPAIR,   /* as few moves as can be */
    MUS_MODE_COUNT
};
/* "all", …; MUS_MODE_COUNT for a word that is none. */
const char *mus_timetable_mode_name(enum mus_timetable_mode mode);
enum mus_timetable_mode mus_timetable_mode_of(struct mus_text name);

/* A meeting without a slot, and why in both languages. */
struct mus_left_over {
    size_t meeting; /* of the plan */
    uint8_t why;    /* enum mus_left_out */
    bool absent;    /* one of the two does not take part: no other reason is looked for */
    struct mus_text ja, en;
};

struct mus_timetable_run {
    struct mus_fair_plan plan;
    enum mus_timetable_mode mode;
    enum mus_timetable_status status;
    uint64_t breaks, lower_bound;
    uint32_t fewest_breaks, most_breaks;
    uint64_t steps;
    struct mus_text reason_ja, reason_en; /* INFEASIBLE: the clash, where one was found */
    const struct mus_left_over *left;     /* by meeting */
    size_t left_count;
    size_t interpreted; /* meetings with an interpreter */
};

/* Fair and context are borrowed for the life of the run. */
enum mus_status mus_timetable_run_make(const struct mus_fair *fair,
                                       const struct mus_fair_context *context,
                                       enum mus_timetable_mode mode, struct mus_timetable_run *out,
                                       struct mus_error *err) MUS_MUST_CHECK;
void mus_timetable_run_done(struct mus_timetable_run *run);

/* Timetables the meetings of a plan that was begun otherwise (somebody cancelled, a slot was lost):
 * fills the rest of the run. The plan is run->plan; on failure it is still to be ended. */
enum mus_status mus_timetable_run_go_on(struct mus_timetable_run *run,
                                        const struct mus_fair_context *context,
                                        enum mus_timetable_mode mode,
                                        struct mus_error *err) MUS_MUST_CHECK;

/* Solves a problem document as a run of this mode does, for doing a run again: the answer document,
 * with `seconds` 0, is appended. */
enum mus_status mus_timetable_answer_of(struct mus_text problem, enum mus_timetable_mode mode,
                                        uint64_t seed, uint64_t steps, size_t threads,
                                        struct mus_buf *out, struct mus_error *err) MUS_MUST_CHECK;

#endif
