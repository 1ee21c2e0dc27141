/* A timetabling problem as clauses.
 *
 * Every rule of matcher/timetable/model/problem.h is said, so that a model is a timetable that
 * places every meeting, and there is a model wherever there is such a timetable. Two forms:
 *
 *   for proving     every demand holds; meetings have literals only for slots they can take, and
 *                   much is added that follows from the demands and shortens proofs;
 *   for explaining  each demand holds only while its selector is true, so that a solver can say
 *                   which of them clash; less is added.
 *
 * Borrows the problem. One thread at a time. */
#ifndef MUS_MATCHER_PROOF_ENCODING_H
#define MUS_MATCHER_PROOF_ENCODING_H

#include "base/arena.h"
#include "base/status.h"
#include "matcher/proof/cadical.h"
#include "matcher/proof/totaliser.h"
#include "matcher/timetable/model/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_encoding {
    const struct mus_timetable_problem *problem;
    bool explaining;
    struct mus_sat *sat;
    struct mus_arena arena;

    mus_slots *allowed;       /* of each meeting: where it has a literal */
    int *held;                /* meeting × slot: it is held then; 0: it never is */
    int *busy;                /* participant × slot: has a meeting then; 0: never has */
    uint32_t *meetings_begin; /* of each participant, and one more: in `meetings` */
    uint32_t *meetings;       /* of participant 0, of participant 1, … */
    int **so_far;             /* of each participant: see encode_counts.c; NULL: not counted */
    struct mus_unary *breaks; /* of each participant */

    /* mus_encode_unless of demands of which several parts speak; 0: not said yet. */
    int *unless_held;   /* each meeting is held */
    int *unless_locked; /* … at its locked table */
    int *unless_one;    /* each participant is in one meeting at a time */
    int *unless_tables; /* each slot has so many tables */

    struct mus_demand *demands; /* for explaining: those with a selector */
    int *selectors;
    size_t demand_count, demand_room;
};

enum mus_encoding_form {
    MUS_ENCODE_PROOF,
    MUS_ENCODE_CLASH,            /* for explaining, without MUS_DEMAND_BREAKS */
    MUS_ENCODE_CLASH_WITH_BREAKS /* … with it */
};

/* MUS_LIMIT, with no message, where it would take more than MUS_PROVER_MAX_LITERALS. End with
 * mus_encoding_done in any case. */
enum mus_status mus_encoding_init(struct mus_encoding *encoding,
                                  const struct mus_timetable_problem *problem,
                                  enum mus_encoding_form form,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_encoding_done(struct mus_encoding *encoding);

/* The sum of all breaks, counted up to the bound. MUS_LIMIT as above. */
enum mus_status mus_encoding_total(struct mus_encoding *encoding, size_t bound,
                                   struct mus_unary *total, struct mus_error *err) MUS_MUST_CHECK;

/* After MUS_SAT_YES: the slot of each meeting. */
void mus_encoding_read(const struct mus_encoding *encoding, int16_t *slots);

#endif
