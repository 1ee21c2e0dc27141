/* Who need not be looked at closely: documents of a window that cannot score so much whatever their
 * other facts are, told by their country and their sums alone. Inside the index.
 *
 * Countries are of grades: those of a grade count as much for the query. */
#ifndef MUS_MATCHER_INDEX_NEED_H
#define MUS_MATCHER_INDEX_NEED_H

#include "matcher/index/bounds.h"
#include "matcher/index/lanes.h"

#define MUS_NEED_GRADES 8

/* What a document of a grade needs at least to reach a score: one of its sums must be as great as
 * the one given here, and each is 1 at least. */
struct mus_need {
    bool nothing; /* facts alone may do */
    uint16_t text[MUS_BOUND_GROUPS];
    uint16_t back_text, back_topic;
};

/* What pairs of listings add up to at most: where no text is met, and where some is, without what
 * it is worth. */
struct mus_reach {
    uint32_t free;
    uint32_t met;
};

/* What a fit adds up to at most, without the country and the breadth of a pair. */
struct mus_rest {
    struct mus_reach forth, back;
    uint32_t forth_other, back_other;
};

/* What countries count for at most; the best is grade 0. */
struct mus_grades {
    bool known; /* what follows has been worked out, for windows whose facts are these */
    struct mus_window_facts facts;
    unsigned count;
    uint32_t values[MUS_NEED_GRADES]; /* descending */
    uint8_t of[256];                  /* by country */
    /* Those told apart by bits: the last of them has the grades behind as well. */
    unsigned told;
    struct mus_code_set sets[MUS_LANE_KIND_BITS]; /* by bit: countries whose grade has it */
};

struct mus_needed {
    bool known; /* what follows has been worked out, for windows whose facts are these */
    struct mus_window_facts facts;
    uint32_t score;
    struct mus_rest rest;
    struct mus_need needs[MUS_NEED_GRADES]; /* no more than those of any grade behind */
};

/* For a window of the segment entered; at most `most` grades are told apart, of MUS_LANE_KINDS.
 * What is known in `out` must be of the same segment and most, and is used again where it can be.
 */
void mus_bounds_grade(const struct mus_bounds *bounds, const struct mus_segment *segment,
                      uint32_t window, unsigned most, struct mus_grades *out);
/* What its documents need, by grade, to score `least`; most: what classes and markets are worth.
 * Likewise, with the same most. */
void mus_bounds_need(const struct mus_bounds *bounds, const struct mus_grades *grades,
                     const struct mus_worth *most, uint32_t least, struct mus_needed *out);

/* Documents of a window: `words` times 64 of them, from number 64 · first on, and of these those
 * whose bits are set in `of`. */
struct mus_some_documents {
    const uint8_t *kinds; /* of the window */
    unsigned first, words;
    const uint64_t *of;
};

/* Sets the bits in `out` of those who have what their kind needs by their sums, and clears the
 * others. */
void mus_bounds_hits(const struct mus_bounds *bounds, const struct mus_lanes *lanes,
                     const struct mus_need *const needs[MUS_LANE_KINDS],
                     const struct mus_gathered *gathered, const struct mus_some_documents *some,
                     uint64_t *out);
/* Whether a document of the window has. */
bool mus_bounds_may(const struct mus_bounds *bounds, const struct mus_need *need,
                    const struct mus_gathered *gathered, uint32_t at);

#endif
