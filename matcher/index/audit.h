/* Whether a segment says of its companies what they are: for the check of a store.
 *
 * Facts are compared one by one. Of features it is looked whether those that the companies have are
 * those that the lists hold, all documents together: sums of a hash of (kind, feature, document)
 * must be the same, so that nothing of the segment is kept in memory. What an audit cannot see is
 * how strongly a feature stands. */
#ifndef MUS_MATCHER_INDEX_AUDIT_H
#define MUS_MATCHER_INDEX_AUDIT_H

#include "base/status.h"
#include "matcher/firm.h"
#include "matcher/index/feature.h"
#include "matcher/index/segment.h"
#include "matcher/weights.h"

struct mus_audit;

/* The segment has passed its check (borrowed, as are the weights it is made for). */
enum mus_status mus_audit_new(const struct mus_segment *segment,
                              const struct mus_text_weights *weights, struct mus_audit **out,
                              struct mus_error *err) MUS_MUST_CHECK;
void mus_audit_free(struct mus_audit *audit);
/* The company that the document was made of; every document that is not gone, once. MUS_CORRUPT
 * where the row of the document is not the company's. */
enum mus_status mus_audit_add(struct mus_audit *audit, uint32_t doc, const struct mus_firm *firm,
                              struct mus_error *err) MUS_MUST_CHECK;
/* What a document counts for that is gone and not added. */
void mus_audit_discount(struct mus_audit *audit, const struct mus_feature_count *count);
/* MUS_CORRUPT where the features are not those of the companies that were added. */
enum mus_status mus_audit_finish(struct mus_audit *audit, struct mus_error *err) MUS_MUST_CHECK;

#endif
