/* The objects behind score.h. Inside the matcher. */
#ifndef MUS_MATCHER_SCORER_H
#define MUS_MATCHER_SCORER_H

#include "matcher/classes.h"
#include "matcher/party.h"
#include "matcher/query_text.h"
#include "matcher/score.h"
#include "matcher/term_set.h"
#include "matcher/text_totals.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_scorer {
    struct mus_rules rules;
    struct mus_reference_index *own; /* NULL where the rules came with one */
    struct mus_class_tree tree;      /* these three are borrowed from the index */
    struct mus_term_set groups;
    struct mus_class_set theme;
};

/* A purpose that complements one of a listing's, and how well at best. */
struct mus_want {
    uint64_t purpose;
    uint32_t value;
};

struct mus_query {
    const struct mus_scorer *scorer;
    bool bare_need;
    struct mus_party party;
    struct mus_query_text text;
    struct mus_class_set *sets[MUS_CLASS_FIELD_COUNT]; /* one per list of the party */
    struct mus_want *wants;                            /* by listing, then purpose */
    size_t *want_starts; /* unit u's wants: want_starts[u] … want_starts[u + 1] - 1 */
};

/* Nearness of a query's list of classes and a candidate's, worked out when first asked for. */
struct mus_near_cell {
    bool done;
    struct mus_nearness nearness;
};

/* What is worked out for pairs of units. All tables but the last are laid out as
 * [candidate's unit · stride + query's unit]. */
struct mus_workspace {
    struct mus_party candidate;
    struct mus_text_space text;
    size_t stride;
    size_t cells;      /* room in the next four */
    uint64_t *forth;   /* subject sums: the query seeks */
    uint64_t *back;    /* … the candidate seeks */
    uint32_t *purpose; /* of pairs of listings */
    uint32_t *sums;    /* contributions that depend on listings, for one direction */
    struct mus_near_cell *near[MUS_CLASS_FIELD_COUNT]; /* [candidate's list · lists + query's] */
    size_t near_cells[MUS_CLASS_FIELD_COUNT];
};

#endif
