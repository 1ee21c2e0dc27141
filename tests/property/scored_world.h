/* A small world of random companies with their statistics and a scorer, for properties of scores.
 */
#ifndef MUS_TESTS_PROPERTY_SCORED_WORLD_H
#define MUS_TESTS_PROPERTY_SCORED_WORLD_H

#include "base/arena.h"
#include "matcher/score.h"
#include "matcher/statistics.h"
#include "random_firm.h"

#include <stdbool.h>

#define CASES 20000
#define POOL 40        /* companies in a world */
#define WORLD_CASES 50 /* cases tried in one world */

struct scored_world {
    struct mus_random random;
    struct mus_arena arena;
    struct mus_random_world world;
    struct mus_firm *firms[POOL];
    struct mus_statistics *statistics;
    struct mus_weights weights;
    struct mus_scorer *scorer;
};

void scored_world_start(struct scored_world *f);
void scored_world_finish(struct scored_world *f);
/* Ends the world before it and makes one with new companies; every other one has wild weights. */
void scored_world_new(struct scored_world *f, unsigned number, bool barred);
/* The steps of it, for worlds of another kind. */
void scored_world_end(struct scored_world *f);
void count_all(struct scored_world *f);
void make_scorer(struct scored_world *f);

struct mus_firm *any_firm(struct scored_world *f);
/* The score of the pair, which has passed its check. */
struct mus_score score_of(struct scored_world *f, const struct mus_firm *a,
                          const struct mus_firm *b);
bool same_fit(const struct mus_fit *a, const struct mus_fit *b);

#endif
