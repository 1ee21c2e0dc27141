/* Queries answered together: first how rare their terms are is counted over the whole store, then
 * each is answered, by the store's index where it serves. Where it does not — it was made for other
 * text weights, or those who are vetoed are to be listed — every company is looked at for every
 * query. Both ways give the same.
 *
 * An answer depends on the query, the store, the weights and the day, and on nothing else: not on
 * the other queries of the batch, not on the number of threads. */
#ifndef MUS_MATCH_BATCH_H
#define MUS_MATCH_BATCH_H

#include "base/status.h"
#include "match/query.h"
#include "match/world.h"
#include "matcher/scan.h"
#include "matcher/score.h"

#include <stddef.h>

/* So many queries share a walk over the store. */
#define MUS_BATCH_QUERIES 64

struct mus_batch;

/* Prepares the queries (borrowed, and loaded) and counts their terms. threads: 1 …
 * MUS_MAX_THREADS. */
enum mus_status mus_batch_new(const struct mus_world *world, const struct mus_read *read,
                              const struct mus_match_query *queries, size_t count, size_t threads,
                              struct mus_batch **out, struct mus_error *err) MUS_MUST_CHECK;
/* Other queries in their place, of the same read and world: for who has many, since the view of the
 * index, the threads and what they have learned of where records lie are kept. After a failure the
 * batch is only good to be freed. */
enum mus_status mus_batch_renew(struct mus_batch *batch, const struct mus_match_query *queries,
                                size_t count, struct mus_error *err) MUS_MUST_CHECK;
/* For who asks for most of the store's companies, `top` for each, in one batch after the other:
 * what is scored for one helps when it is the other's turn (see floors.h). Answers are the same. */
enum mus_status mus_batch_keep_floors(struct mus_batch *batch, size_t top,
                                      struct mus_error *err) MUS_MUST_CHECK;
void mus_batch_free(struct mus_batch *batch);
/* Ranks all companies. At most `vetoed_to_show` vetoed companies are listed for each query. */
enum mus_status mus_batch_scan(struct mus_batch *batch, size_t vetoed_to_show,
                               struct mus_error *err) MUS_MUST_CHECK;
/* The prepared query, for scoring and explaining single pairs. */
const struct mus_query *mus_batch_query(const struct mus_batch *batch, size_t index);
/* After mus_batch_scan: finished. */
const struct mus_scan *mus_batch_result(const struct mus_batch *batch, size_t index);

#endif
