/* What two invented companies really want of each other: the yardstick of bench_combine.
 *
 * A wish is a number of half points, from facts alone: what each listing is really about (the
 * concept it was drawn from, which the profile's words only hint at), whose line of business makes
 * or uses that, and what the profiles state of purposes, markets, partners and languages. No weight
 * and no text of the score takes part, and each fact counts in a few steps only. */
#ifndef MUS_BENCH_COMBINE_TRUTH_H
#define MUS_BENCH_COMBINE_TRUTH_H

#include "base/calendar.h"
#include "fixtures/generator/concepts.h"
#include "matcher/firm.h"
#include "matcher/reference.h"

enum { WISH_LEAST = -14, WISH_MOST = 14, WISH_STEPS = WISH_MOST - WISH_LEAST + 1 };

struct truth_firm {
    struct mus_firm firm;
    const struct mus_gen_concept **topics; /* of each listing */
    const char *industry;                  /* JSIC group, two digits, whether stated or not */
    uint64_t industry_hash;
};

struct truth_world {
    const struct mus_reference *reference;
    mus_date today;
};

/* How much `from` would like to meet `to`: WISH_LEAST … WISH_MOST.
 *
 *     subject    6 an offer and a need of one concept; 2 of one family of concepts
 *                3 `to` is in a line of business that uses (makes) what `from` offers (needs)
 *                1 … and the other way about: `from` might use what `to` offers
 *     purposes   +2 they meet well (0.6 or more), -2 they do not (less than 0.3)
 *     market     +2 `to` lies in a market of `from`, +1 is present in one or all are welcome, -2
 *     partner    kind +1, -2; country +1, -2; line of business +1, -1; size 0, -1
 *     language   -3 none in common
 *
 * What is not stated counts 0. The best listing of `from` decides, with the best of `to`. */
int truth_wish(const struct truth_world *world, const struct truth_firm *from,
               const struct truth_firm *to);

#endif
