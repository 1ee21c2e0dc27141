/* Who need not be looked at closely: documents of a window that cannot score so much whatever their
 * other facts are, told by their country and their sums alone. Inside the index.
 *
 * Countries are of grades: those of a grade count as much for the query. Most documents whose sums
 * may do would need the best grade, and few are of it: so it is told apart from the rest. */
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

struct mus_needed {
    bool known; /* what follows has been worked out, for windows whose facts are these */
    struct mus_window_facts facts;
    uint32_t score;
    struct mus_rest rest;
    uint32_t values[MUS_NEED_GRADES]; /* what a country of the grade counts for at most */
    uint8_t grades[256];              /* by country */
    struct mus_need needs[MUS_NEED_GRADES];
    unsigned grade_count, best_grade;
    struct mus_need least;  /* of all grades */
    struct mus_need lesser; /* of all but the best: what nobody reaches where there is no other */
    bool best[256];         /* by country: it is of the best grade */
};

/* Of a window of the segment entered, to score `least`; most: what classes and markets are worth.
 * What is known in `out` must be of the same segment and most, and is used again where it can be.
 */
void mus_bounds_need(const struct mus_bounds *bounds, const struct mus_segment *segment,
                     uint32_t window, const struct mus_worth *most, uint32_t least,
                     struct mus_needed *out);

/* Of documents of the window, from number 64 · first on, `words` times 64 of them, and of these
 * those whose bits are set in `of`: sets the bits in `out` of those who have what is needed by
 * their sums, and clears the others. */
void mus_bounds_hits(const struct mus_bounds *bounds, const struct mus_lanes *lanes,
                     const struct mus_need *need, const struct mus_gathered *gathered,
                     unsigned first, unsigned words, const uint64_t *of, uint64_t *out);
/* The same for a document of the window and its country. */
bool mus_bounds_may(const struct mus_bounds *bounds, const struct mus_needed *needed,
                    const struct mus_gathered *gathered, uint32_t at, uint8_t country);

#endif
