/* How well two companies suit each other, and why: score(A, B) from fit(A→B) and fit(B→A).
 *
 * A scorer is the rules (weights, reference tables, statistics, day); a query is one company
 * prepared for comparison under those rules; a workspace is the memory of one thread. Scorer and
 * query are read-only once made and may be shared; a workspace belongs to one thread at a time.
 * Everything is integer arithmetic: same input, same output, on every machine.
 *
 * The score is symmetric: whichever of two companies was prepared, score and fits are the same. */
#ifndef MUS_MATCHER_SCORE_H
#define MUS_MATCHER_SCORE_H

#include "base/calendar.h"
#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/reference.h"
#include "matcher/reference_index.h"
#include "matcher/statistics.h"
#include "matcher/term_set.h"
#include "matcher/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In place of a listing's index: the company's bare profile. */
#define MUS_NO_LISTING UINT32_MAX

/* Whose silence makes a part unknown. */
enum mus_missing {
    MUS_MISSING_NOTHING = 0,
    MUS_MISSING_FROM = 1, /* the company that seeks */
    MUS_MISSING_TO = 2,   /* the company that would serve */
    MUS_MISSING_BOTH = 3
};

struct mus_fit_part {
    uint32_t weight;
    uint32_t value;        /* 0 … MUS_MILLION */
    uint32_t contribution; /* weight × value / MUS_MILLION, rounded down */
    bool unknown;          /* value is the neutral one */
    enum mus_missing missing;
};

/* How well `to` serves what `from` seeks. */
struct mus_fit {
    uint32_t fit; /* the sum of the contributions */
    struct mus_fit_part parts[MUS_PART_COUNT];
    uint32_t from_listing; /* the pair of listings that suits best: decides purpose, subject, */
    uint32_t to_listing;   /* technology, industry, market, partner */
    uint32_t second_from;  /* the pair that decides breadth; both MUS_NO_LISTING: none */
    uint32_t second_to;
};

struct mus_score {
    uint32_t score;
    enum mus_formula formula; /* MUS_FORMULA_FIT: `back` is not filled in (all 0) */
    struct mus_fit forth;     /* query → candidate */
    struct mus_fit back;      /* candidate → query */
};

struct mus_rules {
    const struct mus_weights *weights; /* borrowed, as are the others, for the scorer's life */
    const struct mus_reference *reference;
    const struct mus_statistics *statistics; /* NULL: every term is as rare as can be */
    mus_date today; /* listings whose last day is before it take no part; MUS_NO_DATE: all do */
    /* Of the same tables, for who makes many scorers; `reference` is then not looked at. NULL: the
     * scorer makes its own. */
    const struct mus_reference_index *index;
};

struct mus_scorer;
/* Refuses weights and reference tables that do not pass their checks. */
enum mus_status mus_scorer_new(const struct mus_rules *rules, struct mus_scorer **out,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_scorer_free(struct mus_scorer *scorer);
const struct mus_rules *mus_scorer_rules(const struct mus_scorer *scorer);

struct mus_query;
/* Prepares the firm (borrowed for the query's life, as is the scorer). bare_need: the firm is only
 * a shell around a listing somebody typed; its score is the fit forth alone. */
enum mus_status mus_query_new(const struct mus_scorer *scorer, const struct mus_firm *firm,
                              bool bare_need, struct mus_query **out,
                              struct mus_error *err) MUS_MUST_CHECK;
void mus_query_free(struct mus_query *query);
const struct mus_firm *mus_query_firm(const struct mus_query *query);
const struct mus_scorer *mus_query_scorer(const struct mus_query *query);
/* Every term that a score for the query looks at: of a candidate no other need be read. */
const struct mus_term_set *mus_query_terms(const struct mus_query *query);
bool mus_query_is_bare_need(const struct mus_query *query);

struct mus_workspace;
struct mus_workspace *mus_workspace_new(void); /* NULL: no memory; grows with use */
void mus_workspace_free(struct mus_workspace *workspace);

/* The only failure is MUS_NO_MEMORY. Vetoes and filters are no concern of the score. */
enum mus_status mus_query_score(const struct mus_query *query, struct mus_workspace *workspace,
                                const struct mus_firm *candidate, struct mus_score *out,
                                struct mus_error *err) MUS_MUST_CHECK;

struct mus_rank_score {
    uint32_t score;
    uint32_t forth; /* the fits */
    uint32_t back;
    bool exact;
};

/* The same for who asks for nothing but the numbers, and only where the score is `least` or more:
 * of a lesser one no more may be told than a number that is less than `least`, too; it is not
 * `exact` then. */
enum mus_status mus_query_rank(const struct mus_query *query, struct mus_workspace *workspace,
                               const struct mus_firm *candidate, uint32_t least,
                               struct mus_rank_score *out, struct mus_error *err) MUS_MUST_CHECK;

/* The whole score of a single pair. */
enum mus_status mus_score_pair(const struct mus_scorer *scorer, const struct mus_firm *a,
                               const struct mus_firm *b, struct mus_score *out,
                               struct mus_error *err) MUS_MUST_CHECK;

/* Combines two fits by the formula. */
uint32_t mus_score_combine(enum mus_formula formula, uint32_t forth, uint32_t back);
/* The parts of a fit add up, each contribution follows from weight and value, nothing exceeds a
 * million, unknown parts have the neutral value. */
enum mus_status mus_fit_check(const struct mus_fit *fit, const struct mus_weights *weights,
                              struct mus_error *err) MUS_MUST_CHECK;
/* The same for both fits, and that the score follows from them. */
enum mus_status mus_score_check(const struct mus_score *score, const struct mus_weights *weights,
                                struct mus_error *err) MUS_MUST_CHECK;

/* True if the listing takes part on that day. */
static inline bool mus_listing_is_live(const struct mus_firm_listing *listing, mus_date today)
{
    return listing->valid_until == MUS_NO_DATE || listing->valid_until >= today;
}

#endif
