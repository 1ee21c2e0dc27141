/* Invented years of outcomes: lists of candidates whose parts hang together, of which one is
 * concluded by weights that differ from the expert's by as much as is asked for. Seeded: the same
 * seed gives the same year. */
#ifndef MUS_BENCH_LEARNING_OUTCOMES_H
#define MUS_BENCH_LEARNING_OUTCOMES_H

#include "base/random.h"
#include "matcher/learn/learn.h"

enum { MUS_YEAR_LIST = 8, MUS_YEAR_MOST_EVENTS = 500 };

struct mus_year {
    uint32_t expert[MUS_PART_COUNT];
    double truth[MUS_PART_COUNT]; /* how much a spread of a part truly counts */
    size_t event_count;
    struct mus_learn_candidate candidates[MUS_YEAR_MOST_EVENTS * MUS_YEAR_LIST];
    struct mus_logit_event events[MUS_YEAR_MOST_EVENTS];
};

/* Draws the truth: the expert's weights in spreads, all of them `sharpness` together, each moved by
 * a normal number of standard deviation `departure` and kept above 0. */
void mus_year_truth(struct mus_year *year, struct mus_random *random, double sharpness,
                    double departure);
/* Draws so many events by that truth, in place of those there are. */
void mus_year_events(struct mus_year *year, struct mus_random *random, size_t count);
struct mus_learn_problem mus_year_problem(const struct mus_year *year);
/* −log P of a choice, expected under the truth, on the mean over the events of the year, where
 * candidates are chosen by weights · values at the sharpness that suits these weights best. What
 * was chosen is not looked at. */
double mus_year_loss(const struct mus_year *year, const uint32_t *weights);

#endif
