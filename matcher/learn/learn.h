/* Weights learned from outcomes: what the parts of the score should have weighed, judging by lists
 * of which one candidate was concluded, and whether that is to be believed.
 *
 * A few hundred outcomes a year are little for a dozen weights. So the weights are shrunk to those
 * of the expert, by a prior that is fixed beforehand, and are adopted only through a gate: they
 * must have foretold the choices better than the expert's, each choice foretold without itself, by
 * more than chance would explain. Where the expert is right, waiting is right.
 *
 * Doubles inside (logit.h), integers outside: same problem, same answer on every machine. Pure; any
 * thread. */
#ifndef MUS_MATCHER_LEARN_LEARN_H
#define MUS_MATCHER_LEARN_LEARN_H

#include "base/status.h"
#include "matcher/learn/logit.h"
#include "matcher/score.h"
#include "matcher/weights.h"

#include <stddef.h>
#include <stdint.h>

#define MUS_LEARN_LEAST_EVENTS 20
#define MUS_LEARN_MOST_EVENTS 100000
#define MUS_LEARN_MOST_CANDIDATES 2000000 /* of all events together */

/* A candidate as the choice saw it: the values of the parts, in millionths. */
struct mus_learn_candidate {
    uint32_t value[MUS_PART_COUNT];
};
/* Of a pair that was scored. Where two fits make the score, each part counts with what it moves the
 * score by: the harmonic mean of p and q is 2q²/(p+q)² · p + 2p²/(p+q)² · q, and these factors, of
 * which neither exceeds 2, are held fixed. The weighted sum of the values is then the score. */
struct mus_learn_candidate mus_learn_candidate_of(const struct mus_score *score);

struct mus_learn_problem {
    const uint32_t *expert; /* MUS_PART_COUNT weights that add up to MUS_MILLION */
    const struct mus_learn_candidate *candidates;
    size_t candidate_count;
    const struct mus_logit_event *events; /* one was chosen of each, out of these candidates */
    size_t event_count;
};

enum mus_learn_verdict {
    MUS_LEARN_ADOPT,     /* through the gate */
    MUS_LEARN_FEW,       /* fewer than MUS_LEARN_LEAST_EVENTS: nothing is fitted */
    MUS_LEARN_UNRELATED, /* the expert's score is no better than chance: something else is amiss */
    MUS_LEARN_NO_GAIN,   /* no better than the expert's, or by no more than chance explains */
};
/* "adopt", "few", "unrelated", "no_gain". */
const char *mus_learn_verdict_name(enum mus_learn_verdict verdict);

struct mus_learned {
    enum mus_learn_verdict verdict;
    uint32_t weight[MUS_PART_COUNT]; /* add up to MUS_MILLION; the expert's where none are fitted */
    uint32_t low[MUS_PART_COUNT];    /* 90 % interval by Laplace's approximation, before bounds */
    uint32_t high[MUS_PART_COUNT];
    bool bounded[MUS_PART_COUNT]; /* wanted to move farther than it may */
    bool silent[MUS_PART_COUNT];  /* hardly differs within any list: keeps its share */
    /* Of the choice made, in millionths of a nat for each event, each event left out in turn. */
    int64_t loss_expert;
    int64_t loss;
    int64_t gain;     /* the first less the second */
    int64_t gain_low; /* the lower end of its 90 % bootstrap interval */
};

/* MUS_INVALID for an event of fewer than two candidates or beyond the last, MUS_LIMIT for more
 * than may be, MUS_NO_MEMORY. */
enum mus_status mus_learn(const struct mus_learn_problem *problem, struct mus_learned *out,
                          struct mus_error *err) MUS_MUST_CHECK;

#endif
