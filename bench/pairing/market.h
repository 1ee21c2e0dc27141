/* Invented markets for the pairing bench: scores are reciprocal and popularity is skewed, a few
 * participants are wanted by everybody. The same seed gives the same market on every machine. */
#ifndef MUS_BENCH_PAIRING_MARKET_H
#define MUS_BENCH_PAIRING_MARKET_H

#include "matcher/pairing/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct market_kind {
    size_t left;       /* participants */
    size_t right;      /* 0: one side only, anyone with anyone */
    size_t seen;       /* partners that each participant (of the left side) looks at, … */
    size_t candidates; /* … of which it keeps the best */
    uint32_t least_max, most_max;
    uint32_t min;
    uint32_t fame; /* what popularity counts beside taste, in hundredths */
    uint64_t seed;
};

struct market {
    struct mus_pairing_participant *participants;
    struct mus_pairing_pair *pairs;
    struct mus_pairing_problem problem;
};

/* False where memory ran out. */
bool market_init(struct market *market, const struct market_kind *kind);
void market_done(struct market *market);

/* What pairs taken by score alone come to. */
struct market_greedy {
    int64_t total;
    uint64_t missing;  /* meetings below minimums */
    uint64_t short_of; /* participants below their minimum */
    double seconds;
};
bool market_greedy(const struct market *market, struct market_greedy *greedy);

#endif
