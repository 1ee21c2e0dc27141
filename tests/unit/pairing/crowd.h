/* A random crowd in which some are much sought after, as a problem and as its graph. */
#ifndef MUS_TESTS_PAIRING_CROWD_H
#define MUS_TESTS_PAIRING_CROWD_H

#include "base/random.h"
#include "matcher/pairing/graph.h"

#include <cmocka.h>

enum { CROWD = 120, CROWD_PAIRS = 12 * CROWD };

struct crowd {
    struct mus_pairing_participant participants[CROWD];
    struct mus_pairing_pair pairs[CROWD_PAIRS];
    struct mus_pairing_problem problem;
    struct mus_pairing_graph graph;
};

/* Each meets some of the 24 that follow it in a circle. firm_size: participants of one company, 1
 * for none; they do not meet each other. */
static inline void crowd_start(struct crowd *crowd, uint64_t seed, uint32_t min, uint32_t firm_size)
{
    struct mus_random random;
    mus_random_init(&random, seed);
    *crowd = (struct crowd){0};
    for (uint32_t v = 0; v < CROWD; v++) {
        uint32_t company = firm_size > 1 ? v / firm_size : MUS_PAIRING_NO_COMPANY;
        crowd->participants[v] = (struct mus_pairing_participant){
            min + 1 + (uint32_t)mus_random_below(&random, 5), min, company};
    }
    size_t count = 0;
    for (uint32_t v = 0; v < CROWD; v++) {
        for (uint32_t k = 1 + (uint32_t)mus_random_below(&random, 2); k <= 24; k += 2) {
            uint32_t u = (v + k) % CROWD;
            if (firm_size == 1 || u / firm_size != v / firm_size) {
                uint32_t liked = (u % 7 + v % 7) * 70000;
                crowd->pairs[count++] = (struct mus_pairing_pair){
                    v, u, liked + (uint32_t)mus_random_below(&random, 100000)};
            }
        }
    }
    crowd->problem = (struct mus_pairing_problem){.participants = crowd->participants,
                                                  .participant_count = CROWD,
                                                  .pairs = crowd->pairs,
                                                  .pair_count = count,
                                                  .capacity = MUS_PAIRING_NO_CAPACITY};
    assert_int_equal(mus_pairing_graph_init(&crowd->graph, &crowd->problem, NULL), MUS_OK);
}

static inline void crowd_end(struct crowd *crowd)
{
    mus_pairing_graph_done(&crowd->graph);
}

#endif
