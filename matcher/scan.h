/* Ranking by looking at every company: the plain way, and the judge of any faster one.
 *
 * Several threads may scan parts of one collection for one query, each with a scan of its own;
 * merged, they give what one would. */
#ifndef MUS_MATCHER_SCAN_H
#define MUS_MATCHER_SCAN_H

#include "base/status.h"
#include "matcher/filter.h"
#include "matcher/score.h"
#include "matcher/topk.h"
#include "matcher/veto.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_scan_options {
    const struct mus_query *query;   /* borrowed, as are the others, for the scan's life */
    const struct mus_filter *filter; /* NULL: none */
    struct mus_hashes met;           /* see struct mus_veto_context; the day is the scorer's */
    struct mus_hashes declined;
    struct mus_hashes never;
    size_t top;            /* at most MUS_MAX_TOP */
    size_t vetoed_to_show; /* how many vetoed companies to list, by id; 0: only counted */
    /* What the last of the best is believed to score at least; 0: nothing is. A search begins with
     * it in place of a guess: it is faster by it, and its results are the same even where the
     * belief is wrong. */
    uint32_t floor;
};

struct mus_scan_counts {
    uint64_t seen;
    uint64_t filtered;         /* failed a filter */
    uint64_t unknown_excluded; /* failed a filter for want of a value */
    uint64_t vetoed;           /* passed the filters, but must not be suggested */
    uint64_t scored;
};

struct mus_scan;
enum mus_status mus_scan_new(const struct mus_scan_options *options, struct mus_scan **out,
                             struct mus_error *err) MUS_MUST_CHECK;
void mus_scan_free(struct mus_scan *scan);

/* Looks at one company; `tag` comes back with its row. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_scan_offer(struct mus_scan *scan, const struct mus_firm *candidate,
                               uint64_t tag, struct mus_error *err) MUS_MUST_CHECK;
/* Ranks a company that passes the filters, is not vetoed and has been counted: see mus_scan_count.
 */
enum mus_status mus_scan_rank(struct mus_scan *scan, const struct mus_firm *candidate, uint64_t tag,
                              struct mus_error *err) MUS_MUST_CHECK;
/* The score of the company that was looked at last. False where it has none, being filtered out or
 * vetoed, and where no more is known of it than that it is not among the best. */
bool mus_scan_last(const struct mus_scan *scan, uint32_t *score);
/* Companies that were decided on without being looked at. */
void mus_scan_count(struct mus_scan *scan, const struct mus_scan_counts *counts);
/* What a further company must score at least to be among the best so far; 0 while there is room. */
uint32_t mus_scan_least(const struct mus_scan *scan);
/* The rank-th best score so far, from 1 to the options' top; 0 where there are fewer. */
uint32_t mus_scan_score_at(const struct mus_scan *scan, size_t rank);
/* Before either is finished. */
void mus_scan_merge(struct mus_scan *into, const struct mus_scan *from);
/* Ends the offering and puts results and vetoed companies in order. */
void mus_scan_finish(struct mus_scan *scan);
/* After mus_scan_finish: best first; borrowed. */
const struct mus_topk *mus_scan_results(const struct mus_scan *scan);
/* After mus_scan_finish: by id; a row's tag is its enum mus_veto; borrowed. */
const struct mus_topk *mus_scan_vetoed(const struct mus_scan *scan);
const struct mus_scan_counts *mus_scan_counts(const struct mus_scan *scan);

#endif
