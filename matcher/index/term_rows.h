/* What each term is to one company, over all its texts: one row a term. Inside the index.
 *
 * The same sums as matcher/text_totals.h makes for one pair of listings at a time, but only their
 * greatest over the company's live listings: more found saturates farther and more sought urges
 * more, so that it is enough to know the greatest sum, and to put it to its use once. */
#ifndef MUS_MATCHER_INDEX_TERM_ROWS_H
#define MUS_MATCHER_INDEX_TERM_ROWS_H

#include "matcher/firm.h"
#include "matcher/index/numbers.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stdint.h>

/* By what a listing seeks. */
enum mus_seeks_by { MUS_SEEKS_BY_TEXT, MUS_SEEKS_BY_TOPIC, MUS_SEEKS_BY_COUNT };

/* Where it is found: elsewhere than in needs, or in needs. */
enum mus_found_in { MUS_FOUND_ELSEWHERE, MUS_FOUND_IN_NEEDS, MUS_FOUND_IN_COUNT };

struct mus_term_row {
    uint64_t described;                            /* found in the description */
    uint64_t found[MUS_FOUND_IN_COUNT];            /* found in a listing at most */
    uint32_t found_translated[MUS_FOUND_IN_COUNT]; /* saturation */
    uint16_t companies;                  /* for how much of one the company counts, in 1024ths */
    bool literal;                        /* it stands in some text itself */
    uint64_t sought[MUS_SEEKS_BY_COUNT]; /* urge / half, as MUS_SEEK_SHIFT says */
    uint64_t sought_translated[MUS_SEEKS_BY_COUNT];
    /* Of the listing at work. */
    uint64_t found_here;
    uint64_t sought_here;
    uint64_t share_here;
};

/* Belongs to one thread at a time; starts zeroed. */
struct mus_term_rows {
    struct mus_numbers numbers; /* of the terms */
    struct mus_term_row *rows;  /* by number */
    uint32_t *touched;          /* numbers that the listing at work has met, some repeatedly */
    size_t touched_count;
    size_t capacity; /* of both */
};

/* Forgets what was, and reads the company. False: no memory. */
bool mus_term_rows_read(struct mus_term_rows *rows, const struct mus_text_weights *weights,
                        const struct mus_firm *firm, mus_date day);
/* Likewise, but only `companies` and `literal`. */
bool mus_term_rows_count(struct mus_term_rows *rows, const struct mus_firm *firm);
void mus_term_rows_done(struct mus_term_rows *rows);

/* How far the term saturates at most that is found literally, with the description. */
uint32_t mus_term_row_saturation(const struct mus_term_rows *rows,
                                 const struct mus_text_weights *weights, uint32_t term,
                                 enum mus_found_in in);

#endif
