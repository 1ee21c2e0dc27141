/* Numbers in unary as literals, and their sums: the totaliser (Bailleux and Boufkhad, CP 2003).
 *
 * at[k - 1] is true where the number is at least k. A sum counts no further than its bound: its
 * last literal means "at least so many". Memory comes from the arena. */
#ifndef MUS_MATCHER_PROOF_TOTALISER_H
#define MUS_MATCHER_PROOF_TOTALISER_H

#include "base/arena.h"
#include "matcher/proof/cadical.h"

#include <stdbool.h>
#include <stddef.h>

struct mus_unary {
    int *at;
    size_t count; /* the number is at most so much, or no more was counted */
};

enum mus_totaliser_sides {
    MUS_TOTALISER_UP,  /* the sum is at least what is counted: enough for upper limits on it */
    MUS_TOTALISER_BOTH /* it is exactly that */
};

struct mus_totaliser {
    struct mus_sat *sat;
    struct mus_arena *arena;
    enum mus_totaliser_sides sides;
};

/* The sum of the parts (none: 0), counted up to the bound. False when memory runs out. The parts
 * array is used up as working memory. */
bool mus_totaliser_sum(const struct mus_totaliser *totaliser, struct mus_unary *parts, size_t count,
                       size_t bound, struct mus_unary *sum);
/* The same of single literals. */
bool mus_totaliser_count(const struct mus_totaliser *totaliser, int *literals, size_t count,
                         size_t bound, struct mus_unary *sum);

#endif
