/* The cells of a breakdown in the order in which they are shown, and how each breakdown is called.
 *
 * By count, the greatest first, and those that are hidden last, in the order of their keys: their
 * place tells nothing of their count. Sizes stand from small to large. One thread. */
#ifndef MUS_REPORT_ORDERED_H
#define MUS_REPORT_ORDERED_H

#include "report/indicator.h"
#include "report/words.h"

#include <stddef.h>
#include <stdint.h>

struct mus_breakdown_face {
    const char *table; /* of the labels; NULL: months */
    const char *title_ja, *title_en;
    const char *of_ja, *of_en; /* what a row is */
};
/* which: MUS_BY_PROGRAMME … */
const struct mus_breakdown_face *mus_breakdown_face(size_t which);

struct mus_ordered {
    const struct mus_report_cell **cells; /* in the arena of the words */
    size_t count;
};
/* Empty without memory: words->failed is set. */
struct mus_ordered mus_ordered_make(const struct mus_indicator *indicator, size_t which,
                                    struct mus_words *words);
/* The greatest count that is told. */
uint64_t mus_ordered_most(const struct mus_ordered *ordered);

#endif
