/* How candidates are gathered: loading and scoring (candidate_scores.c), judging (candidates.c).
 * Only these two. */
#ifndef MUS_FAIR_CANDIDATES_INTERNAL_H
#define MUS_FAIR_CANDIDATES_INTERNAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "fair/candidates.h"
#include "match/acquaintance.h"
#include "matcher/firm.h"

struct mus_fair_firm {
    struct mus_text id; /* as the participant names it */
    struct mus_firm firm;
    struct mus_acquaintances acquaintances;
};

struct mus_gathering {
    const struct mus_fair *fair;
    const struct mus_candidate_options *options;
    struct mus_arena arena;
    struct mus_arena words; /* of one pair */
    uint32_t *taking;       /* participants that take part, ascending */
    size_t taking_count;
    struct mus_fair_firm *firms; /* each company once */
    size_t firm_count;
    uint32_t *firm_of; /* of each participant that takes part */
    struct mus_wish_table wishes;
    const uint64_t *held; /* companies that have met here, sorted */
    size_t held_count;
    struct mus_buf pairs;   /* struct mus_candidate */
    struct mus_buf refused; /* struct mus_refused */
};

static inline struct mus_candidate *mus_gathering_pairs(const struct mus_gathering *gathering)
{
    return (struct mus_candidate *)(void *)gathering->pairs.data;
}
static inline size_t mus_gathering_pair_count(const struct mus_gathering *gathering)
{
    return gathering->pairs.len / sizeof(struct mus_candidate);
}

/* Fills firms and firm_of: redirects followed, so that two records of one company are one firm. */
enum mus_status mus_gathering_load_firms(struct mus_gathering *gathering,
                                         struct mus_error *err) MUS_MUST_CHECK;
/* Fills score and worth of every pair. */
enum mus_status mus_gathering_score(struct mus_gathering *gathering,
                                    struct mus_error *err) MUS_MUST_CHECK;

#endif
