/* One segment made of several, without the companies that are gone. Inside the index. */
#ifndef MUS_MATCHER_INDEX_MERGE_H
#define MUS_MATCHER_INDEX_MERGE_H

#include "base/buf.h"
#include "matcher/index/segment.h"

/* Appends the segment to `out`: documents in the order of the segments, those who are gone left
 * out. It answers every question as the segments together do.
 *
 * Where nobody is gone it has the bytes of one that was built at once of the same companies on the
 * same day: what is cut to the levels of a part's list would be cut in the whole. (Only a set that
 * had no code any more in its segment keeps none.) Where those who are gone were the strongest of a
 * list, the others may stay above what they would be otherwise, never below.
 *
 * Segments may be of different days, since each document says itself when it holds; the merged one
 * has the latest. `off` is what those who are gone count for (see mus_feature_counts_of), and is
 * taken off; a feature that is left with neither documents nor a count is left out.
 *
 * MUS_INVALID: no segments, or made for different text weights, or `off` is not in order.
 * MUS_LIMIT: more than MUS_SEGMENT_MOST documents that live. MUS_CORRUPT: a segment is damaged, or
 * more is taken off than there is. On failure what was appended is to be thrown away. */
enum mus_status mus_segments_merge(const struct mus_search_segment *segments, size_t count,
                                   struct mus_feature_counts off, struct mus_buf *out,
                                   struct mus_error *err) MUS_MUST_CHECK;

#endif
