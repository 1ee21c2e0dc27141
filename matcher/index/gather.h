/* The posting lists that a query looks into, and what they add up to for the documents of a window:
 * sums of text both ways. Inside the index. */
#ifndef MUS_MATCHER_INDEX_GATHER_H
#define MUS_MATCHER_INDEX_GATHER_H

#include "base/status.h"
#include "matcher/index/bounds.h"

struct mus_gathering;

/* Opens the lists in all segments (borrowed, as are the bounds, for its life), and tells the bounds
 * how to read the sums. */
enum mus_status mus_gathering_new(struct mus_bounds *bounds,
                                  const struct mus_search_segment *segments, size_t count,
                                  struct mus_gathering **out, struct mus_error *err) MUS_MUST_CHECK;
void mus_gathering_free(struct mus_gathering *gathering);

/* Turns to a segment. The only failure is MUS_NO_MEMORY. */
enum mus_status mus_gathering_enter(struct mus_gathering *gathering, size_t number,
                                    struct mus_error *err) MUS_MUST_CHECK;
/* Starts all lists anew, so that windows may come a second time. */
void mus_gathering_rewind(struct mus_gathering *gathering);
/* Gathers a window of it; windows ascend. Borrowed until the next call. leave: lists may be left
 * out that are long and add little. */
const struct mus_gathered *mus_gathering_window(struct mus_gathering *gathering, uint32_t window,
                                                bool leave);
/* Adds what was left out for a document of the window; once for each. */
void mus_gathering_complete(struct mus_gathering *gathering, uint32_t at);

#endif
