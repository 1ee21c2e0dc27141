/* Other people's solvers on the same problem: one without capacity, companies and marks, whose
 * participants 0 … left-1 are the one side where it has two. */
#ifndef MUS_BENCH_PAIRING_PEER_H
#define MUS_BENCH_PAIRING_PEER_H

#include "matcher/pairing/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct peer_result {
    int64_t total;
    double seconds; /* of CPU, without reading the problem in */
};

/* LEMON's network simplex and its cost scaling; false where the bench was built without it. */
bool lemon_simplex(const struct mus_pairing_problem *problem, size_t left,
                   struct peer_result *result);
bool lemon_scaling(const struct mus_pairing_problem *problem, size_t left,
                   struct peer_result *result);
/* COIN-OR's branch and cut, the program `cbc`, ended as soon as it has proved a gap of
 * ratio_millionths; false where there is no such program. */
bool cbc_solve(const struct mus_pairing_problem *problem, unsigned ratio_millionths,
               struct peer_result *result);

#ifdef __cplusplus
}
#endif

#endif
