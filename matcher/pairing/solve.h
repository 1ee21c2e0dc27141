/* Pairs a whole event, with a proof of how good the result is.
 *
 * Bipartite and small enough: exactly, by min-cost flow. Otherwise: the Lagrangian dual, which
 * gives prices and an upper bound that holds whatever was chosen; pairs taken by reduced cost;
 * local search. Minimums first. How each part works stands at the top of its .c.
 *
 * Deterministic: same problem, seed and steps, same answer, on any number of threads; stopped
 * early, it still gives a legal answer. */
#ifndef MUS_MATCHER_PAIRING_SOLVE_H
#define MUS_MATCHER_PAIRING_SOLVE_H

#include "base/status.h"
#include "base/stop.h"
#include "matcher/pairing/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mus_pairing_method {
    MUS_PAIRING_BEST,  /* whichever suits the problem */
    MUS_PAIRING_FLOW,  /* exact; for bipartite problems without a second participant of a company */
    MUS_PAIRING_PRICES /* the dual and local search, for any problem */
};

struct mus_pairing_options {
    enum mus_pairing_method method;
    uint64_t seed;
    uint64_t steps; /* at most so many sweeps and search moves, in units of its own; 0: the usual */
    size_t threads; /* 0: one */
    const struct mus_stop *stop; /* NULL: never */
};

/* Why some participants stay below their minimum: all the partners that the members accept and may
 * meet have, together, too little room for them. Everything is counted beyond the fixed pairs.
 * Groups have no member in common. With no member: no group was found. */
struct mus_pairing_group {
    const uint32_t *members; /* participants, ascending */
    size_t member_count;
    const uint32_t *partners; /* all that some member may meet, ascending; also other members */
    size_t partner_count;
    uint64_t needed; /* sum of the members' minimums */
    /* How many meetings the members can have at most, one among themselves counted for both: each
     * partner has as many as its max or as members may meet it; beside the event's capacity. Less
     * than needed. */
    uint64_t room;
};

struct mus_pairing_unmet {
    uint32_t participant;
    uint32_t missing;
    uint32_t group; /* of the answer's groups */
};

struct mus_pairing_answer {
    uint32_t *chosen; /* places in pairs, ascending */
    size_t chosen_count;
    int64_t total;       /* of their scores */
    int64_t upper_bound; /* of the total of every legal choice with at most `missing` missing */
    uint64_t missing;
    uint64_t missing_lower_bound;
    struct mus_pairing_unmet *unmet; /* by participant */
    size_t unmet_count;
    struct mus_pairing_group *groups;
    size_t group_count;
    uint32_t *group_participants;   /* where the members and partners of all groups lie */
    uint64_t steps;                 /* that were used */
    enum mus_pairing_method method; /* FLOW or PRICES */
    /* The proof of both bounds: see judge.h. */
    struct mus_pairing_proof *proof;
};

/* Solves a problem that passes its check; every answer has passed the judge. MUS_NO_MEMORY, or
 * MUS_INVALID where the method does not suit the problem. The caller frees what the answer holds
 * (mus_pairing_answer_done). */
enum mus_status mus_pairing_solve(const struct mus_pairing_problem *problem,
                                  const struct mus_pairing_options *options,
                                  struct mus_pairing_answer *answer,
                                  struct mus_error *err) MUS_MUST_CHECK;
void mus_pairing_answer_done(struct mus_pairing_answer *answer);

#endif
