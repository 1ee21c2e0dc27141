/* Ranking by the index: the k best that looking at every company would give, by looking at few.
 *
 * The search tells which company is to be looked at next; the caller fetches it and offers it,
 * until nobody who is left can be among the best. Companies that are in no segment are offered to
 * the scan itself, best before the search begins. Results and counts are those of scan.h.
 *
 *     mus_search_new(&options, segments, count, &search, err)
 *     while (mus_search_next(search, &hit, err) is MUS_OK and hit.id is given)
 *         mus_search_offer(search, the firm of that id, err)
 *     mus_scan_finish(mus_search_scan(search))
 *
 * One thread at a time. */
#ifndef MUS_MATCHER_INDEX_SEARCH_H
#define MUS_MATCHER_INDEX_SEARCH_H

#include "base/status.h"
#include "matcher/index/segment.h"
#include "matcher/scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mus_search_hit {
    struct mus_text id; /* not given: the search is over */
    size_t segment;
    uint32_t doc;
};

/* True where the segments were made for these text weights; others do not serve. */
bool mus_search_serves(const struct mus_search_segment *segments, size_t count,
                       const struct mus_weights *weights);

/* Adds what the segments' companies count for the terms that are wanted; `started` as
 * mus_statistics_start leaves them. Their number is added too. What is gone counts as well: the
 * caller takes it off. */
void mus_search_count(const struct mus_search_segment *segments, size_t count,
                      struct mus_statistics *statistics);

struct mus_search;
/* Segments (borrowed, as is what the options name, for its life) that serve the query's weights.
 * `vetoed_to_show` must be 0: to list those who are vetoed everybody must be looked at. */
enum mus_status mus_search_new(const struct mus_scan_options *options,
                               const struct mus_search_segment *segments, size_t count,
                               struct mus_search **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_search_free(struct mus_search *search);
/* Who is to be looked at next; its id is borrowed from the segment. */
enum mus_status mus_search_next(struct mus_search *search, struct mus_search_hit *hit,
                                struct mus_error *err) MUS_MUST_CHECK;
/* The company of the last hit. */
enum mus_status mus_search_offer(struct mus_search *search, const struct mus_firm *firm,
                                 struct mus_error *err) MUS_MUST_CHECK;
struct mus_scan *mus_search_scan(struct mus_search *search);

/* What it took. */
struct mus_search_cost {
    uint64_t bounded; /* documents a bound was worked out for */
    uint64_t kept;    /* … that were kept to be looked at, perhaps */
    uint64_t offered;
};
struct mus_search_cost mus_search_cost(const struct mus_search *search);

#endif
