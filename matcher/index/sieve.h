/* Which documents of a segment may be suggested to a query: filters and vetoes as sets of
 * documents. Inside the index.
 *
 * The numbers are those that looking at every company would give. A company to which the query has
 * a relation of its own (itself, its group, whom it has met, …), and one that has changed with the
 * day since the segment was made, is set apart: it is to be looked at. */
#ifndef MUS_MATCHER_INDEX_SIEVE_H
#define MUS_MATCHER_INDEX_SIEVE_H

#include "base/status.h"
#include "matcher/index/segment.h"
#include "matcher/scan.h"

struct mus_sieve {
    uint64_t *eligible; /* a bit a document, in whole windows */
    uint64_t *apart;    /* … to be looked at by itself */
    uint32_t windows;
    struct mus_scan_counts counts; /* of all that is not apart and not gone */
};

/* gone: a bit a document, in whole u64, that is no more; NULL: none is. Only rank, filters, and the
 * query's relations of the options count. */
enum mus_status mus_sieve_make(const struct mus_segment *segment, const unsigned char *gone,
                               const struct mus_scan_options *options, struct mus_sieve *out,
                               struct mus_error *err) MUS_MUST_CHECK;
void mus_sieve_done(struct mus_sieve *sieve);

#endif
