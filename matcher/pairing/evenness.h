/* How evenly meetings are spread, and pairing that pays for evenness.
 *
 * The stated trade-off: with an evenness of e millionths, the first meeting of a participant is
 * worth e to the event beside its score, the second e/2, the third e/3, and so on. So what is
 * maximised is
 *
 *     total + Σ_v e·H(meetings of v),   H(n) = 1 + 1/2 + … + 1/n,
 *
 * after the minimums. At e = 0 it is the total alone; at a million, a meeting of somebody who has
 * none is worth as much as that of a perfect pair. Everything is integer arithmetic: e/k is rounded
 * down. Pure; any thread. */
#ifndef MUS_MATCHER_PAIRING_EVENNESS_H
#define MUS_MATCHER_PAIRING_EVENNESS_H

#include "base/status.h"
#include "matcher/pairing/problem.h"
#include "matcher/pairing/solve.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_PAIRING_MAX_EVENNESS 1000000
#define MUS_PAIRING_MAX_CLASSES 16

/* Of the participants of one class, or of all; those whose max is 0 are left out. */
struct mus_pairing_spread {
    size_t participants;
    uint64_t meetings;    /* each counts for both its participants */
    uint32_t fewest;      /* meetings of one of them */
    uint64_t score;       /* sum of the scores of all their meetings */
    uint32_t gini;        /* of numbers of meetings, millionths; 0: all have as many */
    uint32_t gini_scores; /* of sums of scores */
};

struct mus_pairing_figures {
    int64_t total;
    struct mus_pairing_spread all;
    struct mus_pairing_spread classes[MUS_PAIRING_MAX_CLASSES];
    size_t class_count; /* one more than the greatest class there is */
};

/* What the evenness has cost and brought. */
struct mus_pairing_price {
    struct mus_pairing_figures before, after; /* evenness 0, and what was chosen */
    int64_t lost;                             /* of the total; not below 0 where both are exact */
    int64_t worth_before, worth_after;        /* of what is maximised */
    uint32_t rounds;                          /* solutions that were tried */
};

/* Figures of a choice of pairs (places, any order). classes: of each participant, below
 * MUS_PAIRING_MAX_CLASSES; NULL: none. MUS_NO_MEMORY. */
enum mus_status mus_pairing_figures_of(const struct mus_pairing_problem *problem,
                                       const uint32_t *chosen, size_t chosen_count,
                                       const uint8_t *classes, struct mus_pairing_figures *figures,
                                       struct mus_error *err) MUS_MUST_CHECK;

/* As mus_pairing_solve, for the trade-off above; evenness: at most MUS_PAIRING_MAX_EVENNESS. The
 * answer's bounds are those of the plain problem: upper_bound is of the total that evenness 0 could
 * have, and nobody is missing a meeting for evenness' sake. MUS_NO_MEMORY, MUS_INVALID. */
enum mus_status mus_pairing_solve_evenly(const struct mus_pairing_problem *problem,
                                         const struct mus_pairing_options *options,
                                         uint32_t evenness, const uint8_t *classes,
                                         struct mus_pairing_answer *answer,
                                         struct mus_pairing_price *price,
                                         struct mus_error *err) MUS_MUST_CHECK;

#endif
