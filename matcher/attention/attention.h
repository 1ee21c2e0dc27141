/* Lists for a whole event that share attention: who is recommended to whom, so that not everybody
 * is sent to the same few firms.
 *
 * The equilibrium of a matching market with transferable utility (Choo and Siow 2006; as a ranking:
 * Tomita, Togashi and others, RecSys 2023), by iterative proportional fitting. Every list is ranked
 * by the market's expected matches mu. The arithmetic is IEEE double with +, −, ×, ÷ and square
 * root only, in a fixed order, so that it gives the same everywhere; ranks are by mu rounded to a
 * fixed grid, then by score, then by place. Pure; any thread. */
#ifndef MUS_MATCHER_ATTENTION_ATTENTION_H
#define MUS_MATCHER_ATTENTION_ATTENTION_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

/* A pair that may meet. */
struct mus_attention_pair {
    uint32_t a, b;
    uint32_t forth, back; /* how well b serves a, and a serves b: fits in millionths */
};

struct mus_attention_problem {
    size_t participant_count;
    const uint32_t *room; /* meetings that each may have, at least 1 */
    const struct mus_attention_pair *pairs;
    size_t pair_count;
    /* The dial, in thousandths: at 0 each list is in the order of its own score, at 1000 in that of
     * the market, in between the market's prices count in part. */
    uint32_t sharing;
    size_t top; /* length of the lists, at least 1 */
};

/* One place of a list. */
struct mus_attention_row {
    uint32_t partner;
    uint32_t pair;          /* place in pairs */
    uint32_t score;         /* of the two fits, the harmonic mean, in millionths */
    uint32_t rank_by_score; /* where its own score would put it, from 1 */
};

/* How evenly attention lies: exposure of a participant is the sum over the lists it stands in of
 * 1/log2(1+rank), in millionths. */
struct mus_exposure {
    uint32_t gini;        /* millionths; 0: all the same */
    uint64_t smallest;    /* millionths of a first place */
    uint64_t worst_tenth; /* mean of the least exposed tenth */
    uint64_t mean;
    uint64_t mean_score; /* of the pairs that are listed, weighted by exposure; millionths */
    uint64_t mutual;     /* expected mutual choices, see attention.c; millionths of a match */
};

struct mus_attention_lists {
    size_t *begin; /* participant_count + 1: list of v is rows[begin[v]] … rows[begin[v+1]-1] */
    struct mus_attention_row *rows;
    struct mus_exposure before, after;          /* lists by own score, and these */
    uint64_t *exposure_before, *exposure_after; /* of each participant */
    uint32_t rounds;                            /* of the fitting */
};

/* MUS_INVALID: a pair of one participant, or of one that is not there. */
enum mus_status mus_attention_rank(const struct mus_attention_problem *problem,
                                   struct mus_attention_lists *lists,
                                   struct mus_error *err) MUS_MUST_CHECK;
void mus_attention_lists_done(struct mus_attention_lists *lists);

/* The Gini coefficient of values, in millionths; 0 for none or all 0. MUS_NO_MEMORY. */
enum mus_status mus_gini(const uint64_t *values, size_t count, uint32_t *millionths,
                         struct mus_error *err) MUS_MUST_CHECK;

#endif
