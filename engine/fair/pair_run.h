/* Pairing an event: candidates, the problem, the solver, and what becomes of the meetings.
 *
 * Meetings that need an interpreter are no more than the interpreters can serve
 * (pair_interpreters.h). Meetings of pairs that are chosen again keep their ids, slots and tables;
 * a pair that comes back has the meeting it had before; pairs that are not chosen lose theirs. What
 * is settled (meet.h) is left as it is. */
#ifndef MUS_FAIR_PAIR_RUN_H
#define MUS_FAIR_PAIR_RUN_H

#include "fair/candidates.h"
#include "fair/pair_interpreters.h"
#include "fair/plan.h"
#include "fair/spread.h"
#include "matcher/pairing/evenness.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why a wish was not fulfilled. */
enum mus_unfulfilled {
    MUS_UNFULFILLED_APART,       /* the two may not meet: see apart and veto */
    MUS_UNFULFILLED_COMPANY,     /* others of the same two companies meet */
    MUS_UNFULFILLED_INTERPRETER, /* nobody who interprets has time for it */
    MUS_UNFULFILLED_OWN_FULL,    /* who wishes has as many meetings as it may have */
    MUS_UNFULFILLED_OTHER_FULL,  /* the other has */
    MUS_UNFULFILLED_CAPACITY,    /* there is room for no more meetings at the event */
    MUS_UNFULFILLED_COUNT
};
/* "apart", … */
const char *mus_unfulfilled_name(enum mus_unfulfilled why);

struct mus_wish_missed {
    uint32_t from, to; /* participants of the fair */
    uint8_t kind;      /* enum mus_wish_kind: must or want */
    uint8_t why;       /* enum mus_unfulfilled */
    uint8_t apart, veto;
};

/* Somebody below the minimum: how many meetings are missing, and why in both languages. */
struct mus_below_minimum {
    uint32_t participant; /* of the fair */
    uint32_t missing;
    struct mus_text ja, en;
};

struct mus_pair_run_options {
    uint32_t evenness;            /* 0 … a million: see matcher/pairing/evenness.h */
    size_t most, per_participant; /* of candidates; 0: the usual */
};

struct mus_pair_run {
    struct mus_fair_plan plan;
    size_t candidate_count, refused_count, dropped;
    bool wishes;
    uint64_t score_total; /* of the scores of all pairs chosen */
    /* Of what they are worth (worth.h); the bound is proved, and as if there were interpreters
     * enough. */
    int64_t total, upper_bound;
    uint64_t missing, missing_lower_bound;
    bool exact; /* by the flow; otherwise by prices */
    uint64_t must_count, must_fulfilled, want_count, want_fulfilled;
    const struct mus_wish_missed *missed; /* musts first, then wants; by from, to */
    size_t missed_count;
    const struct mus_below_minimum *below; /* by participant */
    size_t below_count;
    struct mus_pair_interpreters interpreters; /* where the event has any */
    struct mus_spread spread[MUS_SPREAD_COUNT];
    /* Where evenness was asked for: what it cost and brought, in worth; classes are sizes. */
    struct mus_pairing_price price;
};

/* The fair and the context are borrowed for the life of the run. MUS_INVALID: nobody takes part.
 * The caller ends what it holds; to make it: mus_fair_plan_commit(&run.plan). */
enum mus_status mus_pair_run_make(const struct mus_fair *fair, const struct mus_read *read,
                                  const struct mus_fair_context *context,
                                  const struct mus_pair_run_options *options,
                                  struct mus_pair_run *out, struct mus_error *err) MUS_MUST_CHECK;
void mus_pair_run_done(struct mus_pair_run *run);

/* Solves a problem document as the run did (seed, steps, evenness): the answer document, with
 * `seconds` 0, is appended. MUS_INVALID and the like where the document is none. */
enum mus_status mus_pairing_answer_of(struct mus_text problem, const struct mus_run *run,
                                      size_t threads, struct mus_buf *out,
                                      struct mus_error *err) MUS_MUST_CHECK;

#endif
