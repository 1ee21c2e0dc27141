/* Documents of a window that may score enough, as far as their stratum, their country and their
 * sums tell. Inside the index. */
#ifndef MUS_MATCHER_INDEX_CANDIDATES_H
#define MUS_MATCHER_INDEX_CANDIDATES_H

#include "matcher/index/need.h"
#include "matcher/index/strata.h"

/* Where they are looked for: words of 64 documents of a window. */
struct mus_place_of_candidates {
    const struct mus_bounds *bounds;
    const struct mus_strata *strata;
    const struct mus_grades *grades; /* of the window */
    const struct mus_needed *needed; /* by stratum */
    const struct mus_segment *segment;
    const struct mus_lanes *lanes;
    const struct mus_gathered *gathered; /* of the window */
    const uint64_t *eligible;            /* of the window */
    uint32_t window;
    unsigned first, words;
};

struct mus_candidates {
    uint32_t count;
    uint16_t at[MUS_WINDOW + 1]; /* in the window, ascending; and where one more is tried */
    uint8_t strata[MUS_WINDOW + 1];
};

void mus_candidates_of_window(const struct mus_place_of_candidates *place,
                              struct mus_candidates *candidates);

#endif
