/* Small pairing problems, written down. */
#ifndef MUS_TESTS_PAIRING_SMALL_H
#define MUS_TESTS_PAIRING_SMALL_H

#include "matcher/pairing/problem.h"

#include <string.h>

enum { SMALL_PARTICIPANTS = 16, SMALL_PAIRS = 40 };

struct small {
    struct mus_pairing_participant participants[SMALL_PARTICIPANTS];
    struct mus_pairing_pair pairs[SMALL_PAIRS];
    uint8_t marks[SMALL_PAIRS];
    struct mus_pairing_problem problem;
};

/* So many participants, each with this max and min and no company; no capacity, no pair yet. */
static inline void small_start(struct small *small, size_t participants, uint32_t max, uint32_t min)
{
    memset(small, 0, sizeof *small);
    for (size_t v = 0; v < participants; v++) {
        small->participants[v] = (struct mus_pairing_participant){max, min, MUS_PAIRING_NO_COMPANY};
    }
    small->problem = (struct mus_pairing_problem){
        .participants = small->participants,
        .participant_count = participants,
        .pairs = small->pairs,
        .marks = small->marks,
        .capacity = MUS_PAIRING_NO_CAPACITY,
    };
}

static inline void small_pair(struct small *small, uint32_t a, uint32_t b, uint32_t score)
{
    small->pairs[small->problem.pair_count++] = (struct mus_pairing_pair){a, b, score};
}

static inline void small_marked(struct small *small, uint32_t a, uint32_t b, uint32_t score,
                                enum mus_pairing_mark mark)
{
    small->marks[small->problem.pair_count] = (uint8_t)mark;
    small_pair(small, a, b, score);
}

#endif
