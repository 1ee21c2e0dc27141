/* Documents of a window that may score enough, as far as their sums and their country tell. Inside
 * the index. */
#ifndef MUS_MATCHER_INDEX_CANDIDATES_H
#define MUS_MATCHER_INDEX_CANDIDATES_H

#include "matcher/index/need.h"
#include "matcher/index/strata.h"

/* Where they are looked for: words of 64 documents of a window. */
struct mus_place_of_candidates {
    const struct mus_bounds *bounds;
    const struct mus_strata *strata;
    const struct mus_segment *segment;
    const struct mus_lanes *lanes;
    const struct mus_gathered *gathered; /* of the window */
    const uint64_t *eligible;            /* of the window */
    uint32_t window;
    unsigned first, words;
};

struct mus_candidates {
    uint32_t count;
    uint16_t at[MUS_WINDOW + 1]; /* in the window; and where one more is tried */
};

/* Puts those of a stratum behind those there are. */
void mus_candidates_add(struct mus_candidates *candidates,
                        const struct mus_place_of_candidates *place,
                        const struct mus_needed *needed, unsigned stratum);

#endif
