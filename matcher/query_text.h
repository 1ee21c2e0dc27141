/* The text of a prepared company. Inside the matcher.
 *
 * Its terms stand in one set. What a term is worth to its units is kept as two lists per term: the
 * units that seek it, with their urge, and the units where it is found, with its piece. */
#ifndef MUS_MATCHER_QUERY_TEXT_H
#define MUS_MATCHER_QUERY_TEXT_H

#include "base/status.h"
#include "matcher/party.h"
#include "matcher/statistics.h"
#include "matcher/term_set.h"
#include "matcher/weights.h"

#include <stdint.h>

struct mus_posting {
    uint32_t unit;
    uint32_t worth; /* an urge or a piece */
};

/* The list of term t is items[starts[t]] … items[starts[t + 1] - 1]. */
struct mus_posting_lists {
    uint32_t *starts;
    struct mus_posting *items;
};

/* What a term is to the query, as bits of its `uses`. */
enum mus_term_use {
    MUS_TERM_SOUGHT = 1, /* some unit seeks it */
    MUS_TERM_FOUND = 2,  /* … or it is found in one */
};

/* Read-only once made. */
struct mus_query_text {
    struct mus_term_set terms;
    uint32_t *rarity;
    uint8_t *uses;
    struct mus_posting_lists seekers;    /* live listings that seek the term */
    struct mus_posting_lists seekers_tr; /* … as a translation */
    struct mus_posting_lists finders;    /* units where it is found; the bare profile too */
    struct mus_posting_lists finders_tr; /* … for who seeks it as a translation */
};

/* statistics may be NULL: every term is as rare as can be. */
enum mus_status mus_query_text_make(struct mus_query_text *text, const struct mus_party *query,
                                    const struct mus_text_weights *weights,
                                    const struct mus_statistics *statistics,
                                    struct mus_error *err) MUS_MUST_CHECK;
void mus_query_text_done(struct mus_query_text *text);

#endif
