/* Who need not be looked at closely: documents of a window that cannot score so much whatever their
 * facts are, told by their sums alone. Inside the index. */
#ifndef MUS_MATCHER_INDEX_NEED_H
#define MUS_MATCHER_INDEX_NEED_H

#include "matcher/index/bounds.h"

/* What a document needs at least to score `least`, whatever its facts: one of its sums must be as
 * great as the one given here. */
struct mus_needed {
    bool nothing; /* facts alone may do */
    uint32_t text[MUS_BOUND_GROUPS];
    uint32_t back_text, back_topic;
};

/* Of a window of the segment entered, and what was gathered for it. */
void mus_bounds_need(const struct mus_bounds *bounds, const struct mus_segment *segment,
                     uint32_t window, const struct mus_gathered *gathered, uint32_t least,
                     struct mus_needed *out);
/* False only where the document cannot score so much. */
static inline bool mus_bounds_may(const struct mus_bounds *bounds, const struct mus_needed *needed,
                                  const struct mus_gathered *gathered, uint32_t at)
{
    if (needed->nothing) {
        return true;
    }
    bool may = gathered->back_text != NULL && (gathered->back_text[at] >= needed->back_text ||
                                               gathered->back_topic[at] >= needed->back_topic);
    for (unsigned i = 0; !may && i < bounds->group_count; i++) {
        may = gathered->text[i][at] >= needed->text[i];
    }
    return may;
}

#endif
