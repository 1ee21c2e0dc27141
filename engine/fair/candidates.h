/* Every pair of participants of a fair that may meet, with what it is worth; and of those that may
 * not, although their roles do, why not.
 *
 * The score of a pair is that of `musubi explain A B`: each company is loaded once, how rare terms
 * are is counted over the whole store, and the pairs are scored on as many threads as are asked
 * for; same fair, store and day, same pairs, whatever their number. */
#ifndef MUS_FAIR_CANDIDATES_H
#define MUS_FAIR_CANDIDATES_H

#include "base/status.h"
#include "fair/format/event.h"
#include "fair/worth.h"
#include "match/world.h"
#include "matcher/veto.h"
#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why two do not meet; of several reasons the first. */
enum mus_apart {
    MUS_APART_NOT,          /* they may */
    MUS_APART_ABSENT,       /* one is not registered (any more), or is waiting */
    MUS_APART_NO_MEETINGS,  /* one asks for none */
    MUS_APART_ROLES,        /* their roles do not meet */
    MUS_APART_SAME_COMPANY, /* they are of one company */
    MUS_APART_HELD,         /* the two companies meet here already in a slot that has begun */
    MUS_APART_NEVER,        /* one wishes never to meet the other */
    MUS_APART_VETO,         /* something stands between the companies: see the veto */
    MUS_APART_SLOTS,        /* no slot in which both come and there is a place */
    MUS_APART_LANGUAGE,     /* no language in common, and no interpreter between them */
    MUS_APART_COUNT
};
/* "absent", "no_meetings", …; "" for MUS_APART_NOT. */
const char *mus_apart_name(enum mus_apart apart);

struct mus_candidate {
    uint32_t a, b; /* places in the fair's participants, a < b */
    uint32_t score;
    uint32_t worth;         /* what pairing goes by */
    uint32_t fit_a, fit_b;  /* how well b serves what a seeks, and a what b does; millionths */
    uint8_t wish_a, wish_b; /* what each wishes of the other, as in worth.h */
};

struct mus_refused {
    uint32_t a, b;
    uint8_t why;  /* enum mus_apart */
    uint8_t veto; /* enum mus_veto, where it is one */
};

struct mus_candidates {
    struct mus_candidate *pairs; /* by a, b */
    size_t count;
    struct mus_refused *refused; /* by a, b; both take part and their roles meet */
    size_t refused_count;
    size_t dropped; /* pairs that may meet, but are not among the best of either side */
    uint8_t *sizes; /* enum mus_size of each participant's company; 0 where it takes no part */
    bool wishes;    /* some are taken into account: see worth.h */
};

struct mus_candidate_options {
    const struct mus_world *world;
    const struct mus_read *read;
    size_t threads;  /* 1 … MUS_MAX_THREADS */
    mus_slots begun; /* slots in which nothing can be put any more */
    /* Where more pairs than this may meet, only those are kept that are among the best
     * `per_participant` of one of the two, or that somebody wishes. 0: the usual, a million and
     * 200. */
    size_t most, per_participant;
};

/* MUS_NOT_FOUND: a company that is not in the store. The caller ends what it holds. */
enum mus_status mus_candidates_find(const struct mus_fair *fair,
                                    const struct mus_candidate_options *options,
                                    struct mus_candidates *out,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_candidates_done(struct mus_candidates *candidates);

/* The pair of two participants in either order; NULL: none. */
const struct mus_candidate *mus_candidate_of(const struct mus_candidates *candidates, uint32_t a,
                                             uint32_t b);
const struct mus_refused *mus_refused_of(const struct mus_candidates *candidates, uint32_t a,
                                         uint32_t b);

#endif
