/* Documents of a segment in strata: by each field of classes and markets they are near to the
 * query, having a feature that is worth much to it, or far. Inside the index.
 *
 * Who is far in some field needs more of everything else to reach a score, and most documents are.
 * Strata are sets of documents, made of the posting lists of the few features that are worth much:
 * so what a document needs can be told of many at a time, without a look at its features. */
#ifndef MUS_MATCHER_INDEX_STRATA_H
#define MUS_MATCHER_INDEX_STRATA_H

#include "base/status.h"
#include "matcher/index/worths.h"

#define MUS_STRATA (1U << MUS_WORTH_FIELDS)

struct mus_strata;
/* The worths are borrowed. NULL: no memory. */
struct mus_strata *mus_strata_new(const struct mus_worths *worths);
void mus_strata_free(struct mus_strata *strata);
/* Turns to the segment that the worths have been entered with. The only failure is MUS_NO_MEMORY.
 */
enum mus_status mus_strata_enter(struct mus_strata *strata, const struct mus_segment *segment,
                                 struct mus_error *err) MUS_MUST_CHECK;
/* How many fields divide the segment's documents: into strata 0 to 2^n - 1, bit i of whose number
 * says near in the i-th of these fields. */
unsigned mus_strata_fields(const struct mus_strata *strata);
/* What the features of a stratum's documents are worth at most. */
const struct mus_worth *mus_strata_most(const struct mus_strata *strata, unsigned stratum);
/* A bit for each document of a window: who is near in the i-th of them. */
const uint64_t *mus_strata_near(const struct mus_strata *strata, unsigned field, uint32_t window);

#endif
